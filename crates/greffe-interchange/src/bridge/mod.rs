//! What the two bridges of terms share: a register seen through another format's terms, compared with and merged into what it was.
//!
//! | module | what |
//! | --- | --- |
//! | `reading` | what was read out of a document, and the register that follows |
//! | `compare` | which values of a register another form of it does not hold |
//! | `kept` | a register kept beside the terms, as written |
//! | `emit` | a register as text, in the order of what was kept |
//! | `merge` | a three-way merge of registers as JSON |
//! | `distinct` | a list in which nothing stands twice |
//! | `losses` | from such differences to a loss report, with the reasons of a format |
//! | `texts` | texts in one language and back |
//! | `purposes` | purposes of one id in several records |

mod compare;
#[cfg(feature = "fides")]
mod distinct;
mod emit;
mod kept;
mod losses;
mod merge;
mod purposes;
mod reading;
mod texts;

pub(crate) use compare::differences;
#[cfg(feature = "fides")]
pub(crate) use distinct::Distinct;
#[cfg(feature = "dpv")]
pub(crate) use emit::raw;
pub(crate) use kept::{Kept, Parts};
pub(crate) use losses::{Reason, report};
pub(crate) use purposes::distinct_purposes;
pub(crate) use reading::{Reading, Unplaced, Why, json_of};
#[cfg(feature = "dpv")]
pub(crate) use texts::{in_languages, is_stated_word};
#[cfg(feature = "fides")]
pub(crate) use texts::{stated_text, text};
