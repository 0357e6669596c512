//! Blind indexes: columns beside the sealed one, so that a database can search it.

mod equality;
mod key;
mod token;
mod unique;

pub use self::equality::EqualityIndex;
pub use self::token::{IndexBits, IndexKind, IndexToken};
pub use self::unique::UniqueIndex;
