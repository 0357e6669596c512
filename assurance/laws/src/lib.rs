//! Laws that hold for every input, one function a target.
//!
//! Each function takes arbitrary bytes and panics where a law is broken; that nothing else panics is the first law of all. libFuzzer
//! calls them (in `fuzz/`: `cargo fuzz run --sanitizer none token`), and `tests/replay.rs` runs them over the committed inputs.
//!
//! | module | targets |
//! | --- | --- |
//! | `cipher` | `token`, `fields`, `keyring` |
//! | `columns` | `stored_column` |
//! | `envelopes` | `envelope` |
//! | `subject_keys` | `subject_key` |
//! | `documents` | `document_toml`, `document_json` |
//! | `registers` | `register` |
//! | `changes` | `changes` |
//! | `spreadsheets` | `spreadsheet`, `spreadsheet_content` |
//! | `interchange` | `fides`, `dpv` |
//! | `retention` | `rule` |
//! | `records` | `record`, `policy` |
//! | `calendar` | `period`, `deadlines` |
//! | `consent` | `ledger`, `receipt` |
//! | `consent_files` | `consent_policy`, `person_context`, `suppression` |
//! | `drift` | `drift` |
//! | `signals` | `tc_string` |
//! | `export` | `csv_guard`, `file_names` |
//! | `requests` | `request` |
//! | `bundles` | `bundle_verify` |
//! | `choices` | bytes as a row of choices, for what is built rather than parsed |
//! | `marker` | a secret put into an input, which no message may repeat |
#![forbid(unsafe_code)]

mod bundles;
mod calendar;
mod changes;
mod choices;
mod cipher;
mod columns;
mod consent;
mod consent_files;
mod documents;
mod drift;
mod envelopes;
mod export;
mod interchange;
mod marker;
mod records;
mod registers;
mod requests;
mod retention;
mod signals;
mod spreadsheets;
mod subject_keys;

pub use bundles::bundle_verify;
pub use calendar::{deadlines, period};
pub use changes::changes;
pub use cipher::{fields, keyring, token};
pub use columns::stored_column;
pub use consent::{ledger, receipt};
pub use consent_files::{consent_policy, person_context, suppression};
pub use documents::{document_json, document_toml};
pub use drift::drift;
pub use envelopes::envelope;
pub use export::{csv_guard, file_names};
pub use interchange::{dpv, fides};
pub use records::{policy, record};
pub use registers::register;
pub use requests::request;
pub use retention::rule;
pub use signals::tc_string;
pub use spreadsheets::{spreadsheet, spreadsheet_content};
pub use subject_keys::subject_key;

/// Hands the names of all targets to a macro.
///
/// ```
/// macro_rules! count {
///     ($($target:ident)+) => { [$(stringify!($target)),+].len() };
/// }
/// assert!(greffe_laws::for_each_target!(count) > 10);
/// ```
#[macro_export]
macro_rules! for_each_target {
    ($callback:ident) => {
        $callback! {
            token fields keyring document_toml document_json register rule record policy period deadlines ledger csv_guard file_names request subject_key envelope stored_column changes spreadsheet spreadsheet_content fides dpv tc_string receipt bundle_verify consent_policy person_context suppression drift
        }
    };
}
