//! Terms of the form and their codes.

use greffe_terms::{Lang, LegalBasis, SensitiveCategory, SpecialCondition, TransferTool};

use super::label::{key, same, words};

/// Data categories: code, label of the form's row. The last three have no row in the form; rows of these labels are added.
pub(super) const CATEGORIES: [(&str, &str); 9] = [
    (
        "identity",
        "État civil, identité, données d'identification, images…",
    ),
    (
        "personal_life",
        "Vie personnelle (habitudes de vie, situation familiale, etc.)",
    ),
    (
        "economic",
        "Informations d'ordre économique et financier (revenus, situation financière, situation fiscale, etc.)",
    ),
    (
        "connection",
        "Données de connexion (adresse IP, logs, etc.)",
    ),
    (
        "location",
        "Données de localisation (déplacements, données GPS, GSM, etc.)",
    ),
    ("nir", "Numéro de Sécurité Sociale (ou NIR)"),
    (
        "professional_life",
        "Vie professionnelle (CV, scolarité, formation…)",
    ),
    (
        "internet",
        "Internet (cookies, traceurs, navigation, audience)",
    ),
    ("other", "Autres catégories de données"),
];

/// Sensitive categories: code, label of the form's row.
pub(super) const SENSITIVE: [(&str, &str); 9] = [
    ("race", "Données révélant l'origine raciale ou ethnique"),
    ("political", "Données révélant les opinions politiques"),
    (
        "belief",
        "Données révélant les convictions religieuses ou philosophiques",
    ),
    ("union", "Données révélant l'appartenance syndicale"),
    ("genetic", "Données génétiques"),
    (
        "biometric",
        "Données biométriques aux fins d'identifier une personne physique de manière unique",
    ),
    ("health", "Données concernant la santé"),
    (
        "sex",
        "Données concernant la vie sexuelle ou l'orientation sexuelle",
    ),
    (
        "offence",
        "Données relatives à des condamnations pénales ou infractions",
    ),
];

/// Categories of persons that the form lists and the register has a code for.
pub(super) const SUBJECTS: [(&str, &str); 5] = [
    ("employees", "Salariés"),
    ("customers", "Clients"),
    ("suppliers", "Fournisseurs"),
    ("prospects", "Prospects"),
    ("applicants", "Candidats"),
];

/// Categories of persons that the form lists and the register has no code for.
pub(super) const OTHER_SUBJECTS: [&str; 2] = ["Services Internes", "Prestataires"];

/// Categories of persons that the register has a code for and the form does not list.
pub(super) const UNLISTED_SUBJECTS: [(&str, &str); 4] = [
    ("users", "Utilisateurs"),
    ("visitors", "Visiteurs"),
    ("subscribers", "Abonnés"),
    ("callers", "Appelants"),
];

pub(super) const OTHER_SUBJECT: &str = "Autres (préciser)";

/// Kinds of recipients.
pub(super) const RECIPIENTS: [(&str, &str); 5] = [
    ("internal", "Service interne qui traite les données"),
    ("external", "Autre (Préciser)"),
    ("processor", "Sous-traitants"),
    ("partner", "Partenaires institutionnels ou commerciaux"),
    (
        "third_country",
        "Destinataires dans des pays tiers ou organisations internationales",
    ),
];

/// Families of measures.
pub(super) const MEASURES: [(&str, &str); 7] = [
    ("access", "Contrôle d'accès des utilisateurs"),
    ("trace", "Mesures de traçabilité"),
    ("software", "Mesures de protection des logiciels"),
    ("backup", "Sauvegarde des données"),
    ("encryption", "Chiffrement des données"),
    ("processors", "Contrôle des sous-traitants"),
    ("other", "Autres mesures (à préciser)"),
];

/// Guarantees of transfers that the form lists and the register has a code for. It lists the exceptions of Art. 49 as one and the Privacy Shield,
/// which the Court of Justice annulled in 2020 (C-311/18): neither is a code.
const TOOLS: [(&str, &str); 5] = [
    ("scc", "Clauses contractuelles types (CCT)"),
    ("bcr", "Règles d'entreprise contraignantes (BCR)"),
    ("adequacy", "Pays adéquat"),
    ("code_of_conduct", "Code de conduite"),
    ("certification", "Certification"),
];

/// The code whose label is read as `text`.
pub(super) fn code_of(list: &[(&'static str, &str)], text: &str) -> Option<&'static str> {
    list.iter()
        .find(|(_, label)| same(label, text))
        .map(|(code, _)| *code)
}

/// The label of a code; the code itself where the list has none.
pub(super) fn label_of<'c>(list: &[(&'c str, &'c str)], code: &'c str) -> &'c str {
    list.iter()
        .find(|(known, _)| *known == code)
        .map_or(code, |(_, label)| label)
}

/// The sensitive category of a row, by the form's label or the term's own.
pub(super) fn sensitive_of(text: &str) -> Option<&'static str> {
    let by_term = || {
        let wanted = key(text);
        SensitiveCategory::ALL
            .iter()
            .find(|term| words(term.label(Lang::Fr)) == wanted)
            .map(|term| term.code())
    };
    code_of(&SENSITIVE, text).or_else(by_term)
}

/// The instrument of a transfer, by the form's label or the term's own.
pub(super) fn tool_of(text: &str) -> Option<&'static str> {
    let by_term = || {
        let wanted = words(text);
        TransferTool::ALL
            .iter()
            .find(|term| words(term.label(Lang::Fr)) == wanted)
            .map(|term| term.code())
    };
    code_of(&TOOLS, text).or_else(by_term)
}

pub(super) fn tool_label(code: &str) -> &str {
    let listed = label_of(&TOOLS, code);
    match code.parse::<TransferTool>() {
        Ok(term) if listed == code => term.label(Lang::Fr),
        _ => listed,
    }
}

pub(super) fn condition_of(text: &str) -> Option<&'static str> {
    let wanted = words(text);
    SpecialCondition::ALL
        .iter()
        .find(|term| words(term.label(Lang::Fr)) == wanted)
        .map(|term| term.code())
}

pub(super) fn condition_label(code: &str) -> Option<&'static str> {
    code.parse::<SpecialCondition>()
        .ok()
        .map(|term| term.label(Lang::Fr))
}

pub(super) fn basis_of(text: &str) -> Option<&'static str> {
    let wanted = words(text);
    LegalBasis::ALL
        .iter()
        .find(|term| words(term.label(Lang::Fr)) == wanted)
        .map(|term| term.code())
}

pub(super) fn basis_label(code: &str) -> Option<&'static str> {
    code.parse::<LegalBasis>()
        .ok()
        .map(|term| term.label(Lang::Fr))
}
