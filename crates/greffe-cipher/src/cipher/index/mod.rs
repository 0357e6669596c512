//! Blind indexes: columns beside the sealed one, so that a database can search it.

mod compound;
mod equality;
mod key;
mod prefixes;
mod row;
mod serial;
mod set;
mod token;
mod unique;
mod words;

pub use self::compound::{CompoundBuilder, CompoundIndex};
pub use self::equality::EqualityIndex;
pub use self::prefixes::{NamePrefixIndex, PrefixLength};
pub use self::row::{Components, Join, Row};
pub use self::set::TokenSet;
pub use self::token::{IndexBits, IndexKind, IndexToken};
pub use self::unique::UniqueIndex;
pub use self::words::NameTokenIndex;

#[cfg(test)]
mod tests;
