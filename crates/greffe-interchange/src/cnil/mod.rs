//! The CNIL's spreadsheet for a register (*registre simplifié*): into a register and back.
//!
//! ```no_run
//! use greffe_interchange::{cnil, ods::OdsLimits};
//!
//! # fn file() -> Vec<u8> { Vec::new() }
//! let (register, losses) = cnil::import(&file(), OdsLimits::default())?;
//! let (bytes, not_in_the_form) = cnil::update(&file(), &register, OdsLimits::default())?;
//! # Ok::<(), cnil::CnilError>(())
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
