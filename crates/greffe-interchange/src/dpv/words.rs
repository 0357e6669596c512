//! Why values of a register do not come across to a reader of DPV's terms.

use crate::LossKind::{Dropped, Reshaped};
use crate::bridge::Reason;

/// What only Greffe's own properties say.
pub(super) const EXTENSION: (&str, &str) = (
    "une propriété propre à Greffe le dit ; les termes de DPV le disent moins ou pas du tout",
    "a property of Greffe’s own says it; the terms of DPV say less of it or nothing",
);

/// The reason where something else stands in the place.
pub(super) const OTHERWISE: Reason = Reason {
    path: "",
    kind: Reshaped,
    fr: "DPV en retient une forme plus pauvre",
    en: "DPV holds a poorer form of it",
};

/// The reasons by path.
pub(super) const REASONS: &[Reason] = &[
    Reason {
        path: "processing.purpose.consent",
        kind: Dropped,
        fr: "les modalités du consentement n’ont pas été traduites en termes de DPV",
        en: "how consent is asked is not put into terms of DPV",
    },
    Reason {
        path: "tracker",
        kind: Dropped,
        fr: "les traceurs n’ont pas été traduits en termes de DPV",
        en: "trackers are not put into terms of DPV",
    },
    Reason {
        path: "breach",
        kind: Dropped,
        fr: "les violations n’ont pas été traduites en termes de DPV",
        en: "breaches are not put into terms of DPV",
    },
    Reason {
        path: "security",
        kind: Dropped,
        fr: "l’évaluation de la sécurité n’a pas été traduite en termes de DPV",
        en: "the security assessment is not put into terms of DPV",
    },
];
