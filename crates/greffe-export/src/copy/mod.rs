//! Copies for debugging and statistics: pseudonymised, which are personal data still, and anonymised, which are called so only after a test.
//!
//! The two are different types with nothing between them: [`PseudonymisedCopy`] writes into `data/pseudonymised` with a
//! [`CopyKey`], [`AnonymisedCopy`] takes no key and writes into `data/anonymised`, or nothing at all. Each says in its read-me and in its
//! `datapackage.json` what it is.
//!
//! | module | what |
//! | --- | --- |
//! | `key` | the key of tokens |
//! | `treatment` | what becomes of a field in a pseudonymised copy |
//! | `pseudonym` | the tokens: texts, whole numbers, e-mail addresses, telephone numbers, IBANs, days |
//! | `pseudonymised` | the pseudonymised copy |
//! | `generalisation` | what becomes of a field in an anonymised copy |
//! | `anonymity` | the recorded test: singling out, linkage, inference |
//! | `anonymised` | the anonymised copy |
//! | `label` | what a copy says of itself |
//! | `error` | why there is no copy |

mod anonymised;
mod anonymity;
mod error;
mod generalisation;
mod key;
mod label;
mod pseudonym;
mod pseudonymised;
mod table;
mod treatment;

pub use anonymised::{Anonymisation, Anonymised, AnonymisedCopy, Persons};
pub use anonymity::{AnonymityTest, Criterion, InTenThousand, Thresholds};
pub use error::CopyError;
pub use generalisation::{Generalisation, Role};
pub use key::CopyKey;
pub use pseudonymised::{PseudonymisedCopy, PseudonymisedDone, TreatedField, TreatedSource};
pub use treatment::Treatment;
