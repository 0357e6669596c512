//! Why values of a register do not come across to fides.

use greffe_terms::{Lang, Text};

use crate::LossKind::{Dropped, Reshaped};
use crate::bridge::Reason;

/// The reason where something else stands in the place.
pub(super) const OTHERWISE: Reason = Reason {
    path: "",
    kind: Reshaped,
    fr: "fides n’en retient qu’une langue ou une forme plus pauvre",
    en: "fides holds it in one language or a poorer form",
};

/// The reasons by path.
pub(super) const REASONS: &[Reason] = &[
    Reason {
        path: "processing.role",
        kind: Reshaped,
        fr: "fides distingue responsable et sous-traitant, non la responsabilité conjointe sans accord décrit",
        en: "fides tells controller from processor, and joint controllers only by a text about their agreement",
    },
    Reason {
        path: "processing.data",
        kind: Reshaped,
        fr: "un système fides porte des catégories de sa taxonomie et les champs des tables nommées, non des données avec leur détail",
        en: "a fides system carries categories of its taxonomy and the fields of named tables, not data entries with their detail",
    },
    Reason {
        path: "processing.data.retention",
        kind: Reshaped,
        fr: "fides tient les durées pour un texte par déclaration : la règle n’y est qu’en mots",
        en: "fides holds limits as one text a declaration: the rule is there in words only",
    },
    Reason {
        path: "processing.data.sealed",
        kind: Dropped,
        fr: "fides n’a pas de place pour les champs chiffrés",
        en: "fides has no place for fields that are stored encrypted",
    },
    Reason {
        path: "processing.measures",
        kind: Reshaped,
        fr: "fides tient les mesures pour un seul texte",
        en: "fides holds measures as one text",
    },
    Reason {
        path: "processing.recipients",
        kind: Dropped,
        fr: "fides n’a pas de place pour les services internes",
        en: "fides has no place for departments",
    },
    third_parties("processing.recipients.external"),
    third_parties("processing.recipients.processor"),
    third_parties("processing.recipients.partner"),
    third_parties("processing.recipients.third_country"),
    Reason {
        path: "processing.transfers",
        kind: Reshaped,
        fr: "fides tient les garanties de transfert en une liste, sans destinataire, pays ni document",
        en: "fides lists transfer instruments without recipient, country or document",
    },
    Reason {
        path: "processing.sensitive",
        kind: Reshaped,
        fr: "fides n’a qu’une condition par déclaration, et ne distingue pas « aucune » de « non renseigné »",
        en: "fides has one condition a declaration, and does not tell “none” from “not filled in”",
    },
    Reason {
        path: "tracker",
        kind: Dropped,
        fr: "fideslang ne tient plus compte des cookies déclarés",
        en: "fideslang no longer heeds declared cookies",
    },
];

const fn third_parties(path: &'static str) -> Reason {
    Reason {
        path,
        kind: Reshaped,
        fr: "fides tient les tiers pour un seul texte\u{a0}: leurs noms",
        en: "fides holds third parties as one text: their names",
    }
}

/// What stands for data whose limit no rule says.
pub(super) const fn unstated(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "non précisée",
        Lang::En => "not stated",
    }
}

/// Why a value had to be assumed.
pub(super) fn assumed(fr: &str, en: &str) -> Text {
    crate::loss::words(fr, en)
}
