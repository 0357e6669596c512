//! The sheets of security guides.

use greffe_terms::{Lang, Text};

/// The title of the sheet at this place, counted from 0, where the framework is a guide that is known.
pub(super) fn title(framework: &Text, index: usize, lang: Lang) -> Option<&'static str> {
    if !is_cnil_guide_2024(framework) {
        return None;
    }
    let (fr, en) = CNIL_GUIDE_2024.get(index)?;
    Some(lang.pick(fr, en))
}

/// A framework is a text; it is this guide where it names the authority, a guide and the edition.
fn is_cnil_guide_2024(framework: &Text) -> bool {
    Lang::ALL.into_iter().any(|lang| {
        let words = framework.in_language(lang).to_lowercase();
        ["cnil", "guide", "2024"]
            .iter()
            .all(|word| words.contains(word))
    })
}

// Guide de la sécurité des données personnelles, CNIL, edition of March 2024. The English titles are a translation of ours.
const CNIL_GUIDE_2024: &[(&str, &str)] = &[
    ("Piloter la sécurité des données", "Steer data security"),
    (
        "Définir un cadre pour les utilisateurs",
        "Set a framework for users",
    ),
    (
        "Impliquer et former les utilisateurs",
        "Involve and train users",
    ),
    ("Authentifier les utilisateurs", "Authenticate users"),
    ("Gérer les habilitations", "Manage authorisations"),
    ("Sécuriser les postes de travail", "Secure workstations"),
    ("Sécuriser l’informatique mobile", "Secure mobile computing"),
    (
        "Protéger le réseau informatique",
        "Protect the computer network",
    ),
    ("Sécuriser les serveurs", "Secure servers"),
    ("Sécuriser les sites web", "Secure websites"),
    (
        "Encadrer les développements informatiques",
        "Supervise software development",
    ),
    ("Protéger les locaux", "Protect the premises"),
    (
        "Sécuriser les échanges avec l’extérieur",
        "Secure exchanges with the outside",
    ),
    ("Gérer la sous-traitance", "Manage processors"),
    (
        "Encadrer la maintenance et la fin de vie des matériels et des logiciels",
        "Supervise maintenance and the end of life of hardware and software",
    ),
    ("Tracer les opérations", "Trace operations"),
    ("Sauvegarder", "Back up"),
    (
        "Prévoir la continuité et la reprise d’activité",
        "Provide for continuity and recovery",
    ),
    (
        "Gérer les incidents et les violations",
        "Handle incidents and breaches",
    ),
    ("Analyse de risques", "Risk analysis"),
    (
        "Chiffrement, hachage, signature",
        "Encryption, hashing, signature",
    ),
    ("Cloud : informatique en nuage", "Cloud computing"),
    (
        "Applications mobiles : conception et développement",
        "Mobile applications: design and development",
    ),
    (
        "Intelligence artificielle : conception et apprentissage",
        "Artificial intelligence: design and training",
    ),
    (
        "API : interfaces de programmation applicative",
        "API: application programming interfaces",
    ),
];
