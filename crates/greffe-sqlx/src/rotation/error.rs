//! Why a rotation stopped.

use std::fmt;

use greffe_cipher::KeyId;
use greffe_retention::RowKey;

use super::fault::Faults;
use crate::{Name, StoreError};

/// Why a rotation stopped. What it did before stays done, and running again goes on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RotationError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A column holds something that is no token, such as a value in clear. Nothing of its batch was written.
    #[error("{0} holds something that is no token")]
    NotSealed(RowPlace),
    /// Row-level security of PostgreSQL hides rows of the table from the job's role, which would count as converted. The job is for the table's owner (without
    /// `FORCE ROW LEVEL SECURITY`) or for a role with `BYPASSRLS`.
    #[error("row-level security hides rows of `{table}` from the role of the job")]
    RowSecurity {
        /// The table.
        table: Name,
    },
    /// The database did not write every row of a batch, though none of them had changed: a trigger or a rule keeps rows back, or the key is of a type
    /// that does not find its row again, such as `char(n)` in PostgreSQL. Nothing of the batch was written.
    #[error("the database keeps rows of `{table}` from being written")]
    KeptBack {
        /// The table.
        table: Name,
    },
    /// Two rows have equal values, and a column with UNIQUE cannot hold both. The second one; where the first stands the database does not tell.
    #[error("{0} has the value of another row")]
    EqualRows(RowPlace),
    /// The rotation was made with an older keyring than that of today: in it this key still seals, from which rows go away. Make it anew, with handles of
    /// today's keyring.
    #[error("the rotation was made with an older keyring, in which the key {0} still seals")]
    OlderKeyring(KeyId),
    /// Rows cannot be opened, and would be without a unique token.
    #[error("{0}")]
    Faults(Faults),
    /// The job was not told of a column with UNIQUE.
    #[error("no column with UNIQUE was named")]
    NoUnique,
    /// A column with UNIQUE moves as a whole, and the job is only for some rows ([`Rotation::only`](super::Rotation::only)).
    #[error("a column with UNIQUE moves as a whole, and the job is only for some of its rows")]
    OnlySome,
    /// Nobody said to which key the column is pinned: [`pin_key`](super::pin_key).
    #[error("it is not recorded to which key `{table}.{column}` is pinned")]
    NotPinned {
        /// The table.
        table: Name,
        /// The column with UNIQUE.
        column: Name,
    },
    /// The index of the column with UNIQUE is not a plain one: unique, over that column and no other, of all rows, on no expression, valid, with
    /// NULLs apart. Only such a one takes its place.
    #[error("the index `{index}` is not a plain unique one over its column alone")]
    NotPlain {
        /// The index.
        index: Name,
    },
    /// Something else stands on the column with UNIQUE, and the database would drop it with the column: in PostgreSQL a constraint, another index, a view, a policy,
    /// a trigger, a default, a grant; in SQLite a check within the column's definition, a default, a foreign key from it or to it. Drop it, move, and make it anew on
    /// the column that took the place. SQLite drops none of these by itself: make the table anew without it.
    #[error("more than its unique index stands on `{table}.{column}` and would go with it: {what}")]
    Attached {
        /// The table.
        table: Name,
        /// The column with UNIQUE.
        column: Name,
        /// What it is, by kind and name.
        what: Box<str>,
    },
    /// The column is pinned to another key than the job was made for: make it anew, with the handles for that key.
    #[error("the column is pinned to the key {0}")]
    PinnedTo(KeyId),
}

/// A column of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPlace {
    /// The table.
    pub table: Name,
    /// The column.
    pub column: Name,
    /// The key of the row.
    pub key: RowKey,
}

impl fmt::Display for RowPlace {
    /// With the key where it is a number. A text or octets may name a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}.{}` in the row ", self.table, self.column)?;
        match self.key.as_integer() {
            Some(number) => write!(f, "{number}"),
            None => f.write_str("whose key the error carries"),
        }
    }
}
