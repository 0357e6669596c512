//! The CNIL's spreadsheet for a register (*registre simplifié*): into a register and back.
//!
//! ```
//! use greffe_interchange::{cnil, ods::OdsLimits};
//! use greffe_register::Register;
//!
//! # let form = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/register-form.ods"));
//! let register = Register::from_toml(r#"
//!     organisation = { name = "Atelier Hélianthe" }
//!     processing = [{ ref = "FAC-01", name = "Facturation", purpose = [{ id = "factures", basis = "contract" }] }]
//! "#)?;
//! // `form` holds the bytes of the blank form.
//! let (filled, not_in_the_form) = cnil::fill(form, &register, OdsLimits::default())?;
//! assert!(not_in_the_form.losses().iter().any(|loss| loss.place() == "processing[FAC-01].purpose[factures].id"));
//!
//! let (back, _) = cnil::import(&filled, OdsLimits::default())?;
//! assert_eq!(back.processings().len(), 1);
//! let (updated, _) = cnil::update(&filled, &back, OdsLimits::default())?;
//! assert!(cnil::import(&updated, OdsLimits::default())?.0 == back);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Labels are looked for by their words, not by their place: rows and columns may have been moved or added. A value that the form has no cell for
//! stands in the report with its path in the register; a cell that the register has no key for, with its sheet and cell.
//!
//! | module | what |
//! | --- | --- |
//! | `country`, `terms` | the form's lists and their codes |
//! | `data`, `measures`, `purposes`, `recipients`, `subjects`, `transfers` | a row of the form and a value of the register |
//! | `day`, `duration`, `said` | dates, lengths, absences as people write them in cells |
//! | `error`, `place` | what is wrong, and in which cell |
//! | `form` | where the parts of the form are |
//! | `import`, `export` | the two ways |
//! | `json`, `ledger`, `lines` | values of the file format, and what became of each |
//! | `label` | labels by their words |
//! | `organisation` | who keeps the register |

mod country;
mod data;
mod day;
mod duration;
mod error;
mod export;
mod form;
mod import;
mod json;
mod label;
mod ledger;
mod lines;
mod measures;
mod organisation;
mod place;
mod purposes;
mod recipients;
mod said;
mod subjects;
mod terms;
mod transfers;

pub use error::CnilError;
pub use export::{fill, update};
pub use import::import;
pub use place::Place;

use greffe_terms::Text;

/// A text in both languages.
fn text_of(fr: &str, en: &str) -> Text {
    Text::new(Some(fr.to_owned()), Some(en.to_owned())).unwrap_or_else(|| Text::plain(en))
}
