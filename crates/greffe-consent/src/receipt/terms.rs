//! DPV's terms, version 2.2, and the profile of receipts.

use greffe_terms::{Lang, LegalBasis};

use crate::signal::Signal;
use crate::{Kind, Provenance};

/// The profile of receipts that the guide defines.
pub(super) const RECEIPT_SCHEMA: &str = "https://w3id.org/dpv/schema/dpv-27560#receipt";

/// The prefixes of the document's `@context`.
pub(super) const PREFIXES: [(&str, &str); 6] = [
    ("dct", "http://purl.org/dc/terms/"),
    ("dpv", "https://w3id.org/dpv#"),
    ("eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#"),
    ("greffe", "urn:greffe:terms#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The state that an event puts a consent into, with its words; `None` where it is none of a consent.
pub(super) const fn status(kind: &Kind) -> Option<(&'static str, [&'static str; 2])> {
    Some(match kind {
        Kind::Requested { .. } => (
            "dpv:ConsentRequested",
            ["consentement demandé", "consent requested"],
        ),
        Kind::Given(_) => ("dpv:ConsentGiven", ["consentement donné", "consent given"]),
        Kind::Renewed(_) => (
            "dpv:RenewedConsentGiven",
            ["consentement renouvelé", "consent renewed"],
        ),
        // DPV has no state for a confirmation: the consent is given.
        Kind::Confirmed { .. } => (
            "dpv:ConsentGiven",
            ["consentement confirmé", "consent confirmed"],
        ),
        Kind::Refused { .. } => (
            "dpv:ConsentRefused",
            ["consentement refusé", "consent refused"],
        ),
        Kind::Withdrawn { .. } => (
            "dpv:ConsentWithdrawn",
            ["consentement retiré", "consent withdrawn"],
        ),
        Kind::Expired { .. } => (
            "dpv:ConsentExpired",
            ["consentement expiré", "consent expired"],
        ),
        Kind::ParentAuthorised(_) => (
            "dpv:ConsentGiven",
            [
                "consentement donné ou autorisé pour un enfant",
                "consent given or authorised for a child",
            ],
        ),
        Kind::VendorsRefused { .. } => (
            "dpv:ConsentRefused",
            ["prestataires refusés", "vendors refused"],
        ),
        // An objection has no state of its own in DPV: each process says which of the two the signal is there.
        Kind::SignalReceived(Signal::GlobalPrivacyControl(true)) => (
            "dpv:ConsentRefused",
            [
                "refus ou opposition par un signal du navigateur ou de l’appareil",
                "refusal or objection by a signal of the browser or device",
            ],
        ),
        _ => return None,
    })
}

/// Who expressed it, in the nearest term: a role, never a name. A proxy, an heir and a signal have none.
pub(super) const fn indicated_by(provenance: Provenance) -> Option<&'static str> {
    match provenance {
        Provenance::Person => Some("dpv:DataSubject"),
        Provenance::Parent => Some("dpv:ParentOfDataSubject"),
        Provenance::Guardian => Some("dpv:GuardianOfDataSubject"),
        Provenance::Operator => Some("dpv:DataController"),
        _ => None,
    }
}

/// How a signal expressed it: the code, and a name that is the same in every language.
pub(super) const fn method_of_signal(kind: &Kind) -> Option<(&'static str, &'static str)> {
    match kind {
        Kind::SignalReceived(signal) => Some((signal.code(), "Global Privacy Control")),
        _ => None,
    }
}

/// The basis as a term of DPV's extension for the GDPR: `6(1)(b)` is `eu-gdpr:A6-1-b`.
pub(super) fn basis(basis: LegalBasis) -> String {
    let article = basis.article().replace(['(', ')'], "-").replace("--", "-");
    format!("eu-gdpr:A{}", article.trim_end_matches('-'))
}

/// The basis of a term.
pub(super) fn basis_of(term: &str) -> Option<LegalBasis> {
    let mut all = LegalBasis::ALL.iter().copied();
    all.find(|one| basis(*one) == term)
}

/// How a person withdraws, in words.
pub(super) fn withdrawal(lang: Lang) -> &'static str {
    lang.pick("retrait du consentement", "withdrawal of consent")
}
