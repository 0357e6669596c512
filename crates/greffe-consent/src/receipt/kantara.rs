//! Consent receipts of the Kantara Initiative's specification v1.1, from which ISO/IEC TS 27560 grew: in, as an imported event.
//!
//! ```
//! use greffe_consent::receipt::kantara;
//! use greffe_consent::{EventId, PersonKey};
//!
//! let json = br#"{ "version": "KI-CR-v1.1.0", "jurisdiction": "FR", "consentTimestamp": 1772359200,
//!     "collectionMethod": "web form", "consentReceiptID": "c1befd3e-b7e5-4ea6-8688-e9a565aade21",
//!     "piiPrincipalId": "lea@example.org", "piiControllers": [], "policyUrl": "https://librairie.example/",
//!     "services": [{ "service": "Lettre", "purposes": [{ "purpose": "Lettre mensuelle", "consentType": "EXPLICIT" }] }],
//!     "sensitive": false, "spiCat": [] }"#;
//! let stated = kantara::read(json, |name| (name == "Lettre mensuelle").then(|| "newsletter".parse().ok())?)?;
//! assert_eq!(stated.unmapped(), 0);
//!
//! let recorded = "2026-11-26T09:00:00Z".parse()?;
//! let event = stated.into_event(EventId::from_bytes([1; 16]), PersonKey::from_bytes([7; 16]), recorded)?;
//! assert_eq!(event.kind().code(), "imported");      // what another system states is not the person's act
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;

use chrono::{DateTime, Utc};
use greffe_document::{Document, Node, Value};
use greffe_terms::PurposeId;

use super::ReceiptError;
use super::read::document;
use crate::{Event, EventError, EventId, ImportedState, Kind, PersonKey, Provenance, Scope};

/// What a receipt states: that consent to some purposes was given at an instant. Whom it names is not kept. `Debug` shows counts.
#[derive(Clone, PartialEq, Eq)]
pub struct Stated {
    given: DateTime<Utc>,
    purposes: Scope,
    unmapped: usize,
}

/// Reads a receipt; `purpose` gives the policy's purpose for a name of the receipt, or `None` where it has none.
///
/// Fields that the specification leaves open, and fields of an extension, are not looked at; a consent that is implicit is imported like an
/// explicit one, for an import grants nothing in any case.
///
/// # Errors
/// [`ReceiptError`] where the text is not JSON, the version is not 1.1, or time or purposes are missing or malformed.
pub fn read(
    json: &[u8],
    purpose: impl Fn(&str) -> Option<PurposeId>,
) -> Result<Stated, ReceiptError> {
    let document = document(json)?;
    let version = document.find("version").and_then(Node::as_text);
    if !version.is_some_and(is_known) {
        return Err(ReceiptError::Field("version"));
    }
    let names = names(&document).ok_or(ReceiptError::Field("services"))?;
    let purposes: Vec<_> = names.iter().map(|name| purpose(name)).collect();
    Ok(Stated {
        given: given(&document).ok_or(ReceiptError::Field("consentTimestamp"))?,
        unmapped: purposes.iter().filter(|purpose| purpose.is_none()).count(),
        purposes: Scope::only(purposes.into_iter().flatten()),
    })
}

impl Stated {
    /// When consent was given, as the receipt states.
    #[must_use]
    pub const fn given(&self) -> DateTime<Utc> {
        self.given
    }

    /// How many of the receipt's purposes the policy has none for. They are not in the event.
    #[must_use]
    pub const fn unmapped(&self) -> usize {
        self.unmapped
    }

    /// The event: imported, granted, never a grant of the person's.
    ///
    /// # Errors
    /// [`EventError::NoPurpose`] where no purpose was mapped.
    pub fn into_event(
        self,
        id: EventId,
        person: PersonKey,
        recorded: DateTime<Utc>,
    ) -> Result<Event, EventError> {
        let kind = Kind::Imported {
            state: ImportedState::Granted,
            purposes: self.purposes,
        };
        let times = (self.given, recorded);
        Event::new(id, person, times, Provenance::Import, kind)
    }
}

impl fmt::Debug for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stated")
            .field("unmapped", &self.unmapped)
            .finish_non_exhaustive()
    }
}

/// `KI-CR-v1.1.0` and its patches.
fn is_known(version: &str) -> bool {
    version == "KI-CR-v1.1" || version.starts_with("KI-CR-v1.1.")
}

/// The time is whole seconds since 1970, in the schema of the specification.
fn given(document: &Document) -> Option<DateTime<Utc>> {
    match document.find("consentTimestamp")?.value() {
        Value::Integer(seconds) => DateTime::from_timestamp(*seconds, 0),
        _ => None,
    }
}

/// The names of the purposes of all services, at least one.
fn names(document: &Document) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    for service in document.find("services")?.items()? {
        for purpose in service.child("purposes")?.items()? {
            names.push(purpose.child("purpose")?.as_text()?);
        }
    }
    (!names.is_empty()).then_some(names)
}
