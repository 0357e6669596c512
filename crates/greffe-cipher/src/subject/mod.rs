//! Keys of one person each, so that destroying a key erases what it sealed ("crypto-shredding").
//!
//! They are random, never derived: a key that can be derived again cannot be destroyed. They are stored wrapped under the keyring, in a table
//! that stays out of the database's long backups.

mod day;
mod key;
mod scope;
mod shredding;
mod telling;
mod vault;
mod wrapped;

pub use self::key::{Subject, SubjectKey, SubjectKeyError, SubjectKeys};
pub use self::shredding::{ShreddingPlan, ShreddingReport};
pub use self::vault::SubjectVault;
pub use self::wrapped::WrappedSubjectKey;
pub(crate) use self::wrapped::{WRAPPED, WRAPPED_TEXT};
