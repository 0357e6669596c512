//! Why a store failed. Texts of the database are not forwarded: they repeat the statement and sometimes its values.

/// Why a store failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database refused or did not answer.
    #[error("the database failed: {0}")]
    Database(DatabaseFailure),
    /// A row of one of Greffe's own tables cannot be read.
    #[error("a row of `{table}` cannot be read")]
    Unreadable {
        /// The table.
        table: &'static str,
    },
    /// A value cannot be written as JSON.
    #[error("a value cannot be written")]
    Unwritable,
    /// A row of the host's own tables cannot be understood.
    #[error("a row of the host's table `{table}` cannot be understood")]
    HostRow {
        /// The table.
        table: &'static str,
    },
    /// The host does not know how to do what the rule says.
    #[error("the host cannot do to the rows of `{table}` what the rule says")]
    HostFate {
        /// The table.
        table: &'static str,
    },
}

/// How a database failed, without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseFailure {
    /// A value that must be unique is there twice.
    #[error("a value that must be unique is there twice")]
    Unique,
    /// Another writer holds the lock.
    #[error("another writer holds the lock")]
    Busy,
    /// It refused a statement.
    #[error("it refused a statement")]
    Refused,
    /// A value has another type.
    #[error("a value has another type")]
    Type,
    /// The connection, the file or the disk failed.
    #[error("the connection or the disk failed")]
    Unreachable,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(match error {
            sqlx::Error::Database(error) if error.is_unique_violation() => DatabaseFailure::Unique,
            // SQLITE_BUSY and its extended codes.
            sqlx::Error::Database(error)
                if matches!(error.code().as_deref(), Some("5" | "261" | "517" | "773")) =>
            {
                DatabaseFailure::Busy
            }
            sqlx::Error::Database(_) | sqlx::Error::RowNotFound => DatabaseFailure::Refused,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::Encode(_) => {
                DatabaseFailure::Type
            }
            _ => DatabaseFailure::Unreachable,
        })
    }
}
