//! What the register's texts speak of, in the words of both languages.
//!
//! Words prove little: only a check whose message leaves room for another reading goes by them.

use greffe_terms::{Lang, Text};

/// Beginnings of words, in lower case and with spaces for hyphens: `mineur` stands for `mineurs` as well.
pub(super) type Stems = &'static [&'static str];

/// Whether the text speaks of one of these in some language, and does not say there that it is not so.
pub(super) fn affirms(text: &Text, stems: Stems) -> bool {
    versions(text).any(|words| has_stem(words, stems) && !denies(words, stems))
}

/// Whether the text has a word that begins like one of these in some language.
pub(super) fn mentions(text: &Text, stems: Stems) -> bool {
    versions(text).any(|words| has_stem(words, stems))
}

/// Whether the text, in some language, is one of these as a whole.
pub(super) fn is_one_of(text: &Text, phrases: &[&str]) -> bool {
    versions(text).any(|words| is_phrase(words, phrases))
}

/// Whether the code is one of these as a whole, its hyphens and underscores read as spaces.
pub(super) fn code_is_one_of(code: &str, phrases: &[&str]) -> bool {
    is_phrase(code, phrases)
}

/// Whether the text has one of these as a whole word in some language.
pub(super) fn has_one_word_of(text: &Text, words: &[&str]) -> bool {
    versions(text).any(|text| has_word(&plain(text), words))
}

/// Whether the code has a part that begins like one of these: `blood_type` has `blood`.
pub(super) fn code_has(code: &str, stems: Stems) -> bool {
    has_stem(code, stems)
}

fn versions(text: &Text) -> impl Iterator<Item = &str> {
    let given = Lang::ALL.into_iter().filter(|lang| text.is_given_in(*lang));
    given.map(|lang| text.in_language(lang))
}

/// In lower case, with one sort of apostrophe, and of what parts words.
fn folded(c: char) -> char {
    match c {
        '’' => '\'',
        '\u{a0}' | '\u{202f}' | '_' | '-' => ' ',
        c if c.is_ascii() => c.to_ascii_lowercase(),
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

fn plain(text: &str) -> String {
    text.chars().map(folded).collect()
}

fn is_phrase(text: &str, phrases: &[&str]) -> bool {
    let text = text.trim_matches([' ', '.', '…']);
    phrases
        .iter()
        .any(|phrase| text.chars().map(folded).eq(phrase.chars()))
}

/// This runs over every text of a register, so it makes no copies.
fn has_stem(text: &str, stems: Stems) -> bool {
    let mut in_word = false;
    text.char_indices().any(|(start, c)| {
        let begins = c.is_alphanumeric() && !in_word;
        in_word = c.is_alphanumeric();
        let rest = text.get(start..).filter(|_| begins);
        // Most stems differ in the first character already.
        let first = folded(c);
        let begin = |rest| {
            let mut stems = stems.iter().filter(|stem| stem.starts_with(first));
            stems.any(|stem| begins_with(rest, stem))
        };
        rest.is_some_and(begin)
    })
}

fn begins_with(text: &str, stem: &str) -> bool {
    let mut chars = text.chars().map(folded);
    stem.chars().all(|c| chars.next() == Some(c))
}

/// Whether the text has a word of denial that belongs to none of the stems: *sans limite* denies nothing by itself.
fn denies(text: &str, stems: Stems) -> bool {
    let rest = stems
        .iter()
        .fold(plain(text), |rest, stem| rest.replace(stem, " "));
    has_word(&rest, DENIALS)
}

fn has_word(text: &str, words: &[&str]) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| words.contains(&word))
}

const DENIALS: &[&str] = &[
    "aucun", "aucune", "hors", "jamais", "ni", "non", "pas", "sans", "never", "no", "none", "nor",
    "not", "without",
];

/// Purposes that name none. The opinion WP203 on purpose limitation gives some of them as examples of what is too vague.
pub(super) const VAGUE_PURPOSES: &[&str] = &[
    "administration",
    "amélioration de l'expérience utilisateur",
    "amélioration des services",
    "améliorer l'expérience utilisateur",
    "améliorer nos services",
    "autre",
    "autres",
    "autres finalités",
    "besoins commerciaux",
    "besoins internes",
    "divers",
    "finalités commerciales",
    "finalités diverses",
    "finalités marketing",
    "fonctionnement",
    "gestion",
    "gestion interne",
    "marketing",
    "recherches futures",
    "services",
    "usage interne",
    "usages divers",
    "à définir",
    "à préciser",
    "business purposes",
    "future research",
    "improve our services",
    "improving user experience",
    "improving users' experience",
    "internal purposes",
    "internal use",
    "management",
    "marketing purposes",
    "misc",
    "miscellaneous",
    "operations",
    "other",
    "other purposes",
    "tbd",
    "to be defined",
    "various",
    "various purposes",
];

pub(super) const PAYROLL: Stems = &[
    "bulletin de paie",
    "bulletins de paie",
    "la paie",
    "la paye",
    "paie ",
    "payroll",
    "pay slip",
    "payslip",
];

/// What Art. 9(1) and 10 name, as fields and details name it. Words that have another sense too are left out: a *syndicat* may be a public body,
/// *maladie* an insurance, *médical* a customer’s trade, a fingerprint that of a browser.
pub(super) const SENSITIVE: Stems = &[
    "appartenance syndicale",
    "arrêt maladie",
    "arrêts maladie",
    "biométri",
    "casier judiciaire",
    "certificat médical",
    "condamnation",
    "cotisation syndicale",
    "dossier médical",
    "données de santé",
    "données médicales",
    "empreinte digitale",
    "empreintes digitales",
    "ethni",
    "groupe sanguin",
    "génétique",
    "handicap",
    "mandat syndical",
    "opinion politique",
    "opinions politiques",
    "orientation sexuelle",
    "pathologie",
    "religi",
    "biometric",
    "blood group",
    "blood type",
    "criminal record",
    "disability",
    "genetic",
    "health data",
    "illness",
    "medical certificate",
    "medical data",
    "medical record",
    "political opinion",
    "sexual orientation",
    "sick leave",
    "trade union membership",
];

pub(super) const MINORS: Stems = &[
    "adolescent",
    "collégien",
    "enfant",
    "lycéen",
    "mineur",
    "écolier",
    "élèves",
    "child",
    "minors",
    "pupil",
    "schoolchild",
    "teenager",
];

/// Whole words that show that somebody thought of how old a child is.
pub(super) const AGES: &[&str] = &[
    "ans",
    "parent",
    "parents",
    "parental",
    "parentale",
    "parentaux",
    "représentant",
    "représentants",
    "tuteur",
    "tuteurs",
    "âge",
    "âgé",
    "âgés",
    "âgées",
    "age",
    "aged",
    "guardian",
    "guardians",
    "years",
];

pub(super) const PATIENTS: Stems = &[
    "malades",
    "patient",
    "résidents d'ehpad",
    "care home residents",
];

/// What is done to watch persons at work.
pub(super) const MONITORING: Stems = &[
    "contrôle de l'activité",
    "contrôle du temps",
    "géolocalis",
    "surveill",
    "suivi de l'activité",
    "suivi des salariés",
    "vidéoprotection",
    "vidéosurveillance",
    "cctv",
    "geolocation",
    "monitoring",
    "surveillance",
    "tracking of employees",
];

pub(super) const TERMS_OF_USE: Stems = &[
    "cgu",
    "cgv",
    "conditions d'utilisation",
    "conditions de vente",
    "conditions générales",
    "conditions of use",
    "general conditions",
    "terms and conditions",
    "terms of service",
    "terms of use",
];

pub(super) const AUDIENCE: Stems = &[
    "audience",
    "fréquentation",
    "mesure du trafic",
    "statisti",
    "analytics",
    "traffic measurement",
];

/// The same of a website alone: *statistiques* may be of anything.
pub(super) const SITE_AUDIENCE: Stems = &[
    "audience",
    "fréquentation",
    "mesure du trafic",
    "statistiques de visite",
    "web analytics",
    "traffic measurement",
    "visit statistics",
];

/// Items of Art. 13(1) and (2) that every notice tells, each in French, in English, and with the words that tell it.
pub(super) const NOTICE_ITEMS: &[(&str, &str, Stems)] = &[
    (
        "la base juridique (art. 13(1)(c))",
        "the legal basis (Art. 13(1)(c))",
        &[
            "base juridique",
            "base légale",
            "consent",
            "contrat",
            "fondement",
            "intérêt légitime",
            "intérêts légitimes",
            "loi ",
            "mission d'intérêt public",
            "obligation légale",
            "vous acceptez",
            "agree",
            "contract",
            "legal basis",
            "legal obligation",
            "legitimate interest",
            "public interest",
        ],
    ),
    (
        "la durée de conservation (art. 13(2)(a))",
        "how long data are kept (Art. 13(2)(a))",
        &[
            "conserv",
            "durée",
            "efface",
            "gard",
            "pendant",
            "supprim",
            "delet",
            "erase",
            "keep",
            "kept",
            "retain",
            "retention",
            "stored for",
        ],
    ),
    (
        "les droits des personnes (art. 13(2)(b))",
        "the persons’ rights (Art. 13(2)(b))",
        &["droit", "right"],
    ),
    (
        "la réclamation auprès de l’autorité (art. 13(2)(d))",
        "the complaint to the authority (Art. 13(2)(d))",
        &[
            "autorité de contrôle",
            "cnil",
            "réclamation",
            "complain",
            "supervisory authority",
        ],
    ),
];

/// Where a notice leaves the rest to another page, as notices in layers do.
pub(super) const FURTHER_LAYER: Stems = &[
    "confidentialité",
    "charte",
    "en savoir plus",
    "http",
    "mentions légales",
    "notice complète",
    "page dédiée",
    "politique de",
    "protection des données",
    "data protection",
    "full notice",
    "learn more",
    "more information",
    "privacy",
];

pub(super) const INVALID_DECISIONS: Stems = &[
    "bouclier de protection des données",
    "bouclier de confidentialité",
    "privacy shield",
    "safe harbor",
    "safe harbour",
    "sphère de sécurité",
];

pub(super) const PATENT_ORGANISATION: Stems = &[
    "office européen des brevets",
    "organisation européenne des brevets",
    "european patent office",
    "european patent organi",
];

pub(super) const WITHOUT_LIMIT: Stems = &[
    "ad vitam",
    "aussi longtemps que nécessaire",
    "illimité",
    "indéfini",
    "sans limitation de durée",
    "sans limite",
    "as long as necessary",
    "as long as needed",
    "forever",
    "indefinite",
    "unlimited",
];

pub(super) const ANONYMOUS: Stems = &["anonym"];

/// What leaves data personal, said of how they are changed rather than stored: whoever holds the key or the table knows the person again (Art. 4(5)).
pub(super) const PSEUDONYMS: Stems = &[
    "en chiffrant",
    "hach",
    "hash",
    "par chiffrement",
    "pseudonym",
    "table de correspondance",
    "by encrypt",
    "key coded",
    "lookup table",
    "md5",
    "sha 1",
    "sha 256",
    "sha256",
    "tokeni",
];
