//! W3C Data Privacy Vocabulary 2.2 as JSON-LD: one `dpv:Process` a record.
//!
//! ```
//! use greffe_interchange::{Extent, dpv};
//! use greffe_register::Register;
//!
//! let register = Register::from_toml(r#"
//!     organisation = { name = "Atelier Hélianthe" }
//!     [[processing]]
//!     ref = "FAC-01"
//!     name = { fr = "Facturation", en = "Billing" }
//!     transfers = "none"
//!     purpose = [{ id = "invoicing", basis = "contract" }]
//!     data = [{ category = "economic", retention = { keep = "P10Y", after = "relation_end" } }]
//! "#)?;
//! let (json, losses) = dpv::export(&register, Extent::Whole)?;
//! assert!(json.contains("eu-gdpr:A6-1-b"));
//! assert!(losses.losses().iter().any(|loss| loss.place() == "processing[FAC-01].transfers"));
//!
//! let (back, _) = dpv::import(json.as_bytes(), Default::default())?;
//! assert!(back == register);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The `@context` stands in the document and holds prefixes only: nothing is fetched. Beside the terms of DPV there are properties of Greffe's
//! own, in the namespace `urn:greffe:terms#`: `greffe:rule` (a retention rule as JSON, for `dpv:hasDuration` says a period and not what it runs
//! from; it prevails over the durations and words beside it), `greffe:none` and `greffe:notApplicable` (what a record says that there is none of;
//! what it does not say at all is in none of them), `greffe:field`, classes for kinds of recipients, and with [`Extent::Whole`] `greffe:record` and `greffe:register`, the register itself. The
//! loss report of an export is what a reader of DPV's terms alone lacks.
//!
//! **In** comes the same shape: with this `@context`, or expanded without any. Another `@context` is an error.
//!
//! | module | what |
//! | --- | --- |
//! | `terms` | which terms of DPV ours are |
//! | `graph` | JSON-LD as nodes, compact or expanded |
//! | `write`, `record` | from a register to nodes |
//! | `read`, `process`, `data`, `measures`, `purposes`, `sharing` | from nodes to a register |
//! | `seen` | what was seen on the way |
//! | `words` | why values do not come across |

mod data;
mod graph;
mod measures;
mod process;
mod purposes;
mod read;
mod record;
mod seen;
mod sharing;
mod terms;
mod words;
mod write;

use std::collections::BTreeSet;

use greffe_document::Document;
use greffe_register::{Register, RegisterError};
use greffe_terms::Lang;
use serde_json::Value;

use crate::bridge::{Reading, differences, json_of, report};
use crate::limits::spend_tables;
use crate::{Extent, ImportError, ImportLimits, Loss, LossKind, LossReport};

pub use terms::{VOCABULARY_VERSION, terms_in_use};

/// Writes a register as JSON-LD, with a report of what a reader of DPV's terms alone does not get.
///
/// # Errors
/// [`ImportError`] where what was written does not read back; a defect of the bridge, since a document that does not read back is worth nothing.
pub fn export(register: &Register, extent: Extent) -> Result<(String, LossReport), ImportError> {
    let text = write::document(register, extent);
    let terms = write::graph(register, Extent::Terms);
    let whole = json_of(register);
    let seen_by = |extensions| -> Result<_, ImportError> {
        let (seen, _) = read::read(&terms, extensions, ImportLimits::NONE)?.into_register(own)?;
        Ok(differences(&whole, &json_of(&seen)))
    };
    let ours = seen_by(true)?;
    let theirs = seen_by(false)?;
    let mut losses = LossReport::new();
    let ours: BTreeSet<_> = ours.iter().map(|lost| lost.path.as_str()).collect();
    for lost in &theirs {
        let holds_below = |mark: char| {
            let below = format!("{}{mark}", lost.path);
            let next = ours.range(below.as_str()..).next();
            next.is_some_and(|path| path.starts_with(&below))
        };
        let is_kept =
            !ours.contains(lost.path.as_str()) && !['.', '['].into_iter().any(holds_below);
        if is_kept {
            let (fr, en) = words::EXTENSION;
            losses.note(Loss::new(
                LossKind::Reshaped,
                lost.path.clone(),
                crate::loss::words(fr, en),
            ));
        } else {
            for loss in report([lost], words::REASONS, &words::OTHERWISE).losses() {
                losses.note(loss.clone());
            }
        }
    }
    Ok((text, losses))
}

/// Reads JSON-LD: with the `@context` that [`export`] writes, or expanded.
///
/// # Errors
/// [`ImportError`]: no JSON or over the limits, a key twice, another `@context`, nothing of DPV, a value of a wrong type, or no register.
pub fn import(bytes: &[u8], limits: ImportLimits) -> Result<(Register, LossReport), ImportError> {
    // The document's own reader has the limits and refuses a key that stands twice.
    let document = Document::from_json_bytes(bytes, limits.of_document())?;
    spend_tables(document.root(), &mut { limits.tables }, limits.tables)?;
    drop(document);
    let value: Value = serde_json::from_slice(bytes).map_err(|_| RegisterError::Incomplete)?;
    read::read(&value, true, limits)?.into_register(own)
}

/// What reading Greffe's own document of a register gives.
fn own(register: &Register, _: Lang) -> Result<Reading, ImportError> {
    let terms = write::graph(register, Extent::Terms);
    read::read(&terms, true, ImportLimits::NONE)
}
