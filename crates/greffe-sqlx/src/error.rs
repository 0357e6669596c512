//! What can go wrong. Texts of the database are not forwarded: they repeat the statement and sometimes its values.

use greffe_calendar::CalendarError;
use greffe_retention::{CutoffError, Event};

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
    /// A query did not return this column.
    #[error("the column `{column}` is not there")]
    ColumnMissing {
        /// The column.
        column: &'static str,
    },
    /// A column holds something else than was asked for.
    #[error("the column `{column}` holds something else")]
    ColumnType {
        /// The column.
        column: &'static str,
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
    /// The certificates and those of the database are not one chain: they are of another history, or one between them is lost.
    #[error("the certificates and those of the database are not one chain")]
    OtherHistory,
    /// A date lies outside what the calendar knows.
    #[error("a date lies outside the calendar")]
    Calendar,
    /// A later version of Greffe changed the tables.
    #[error("the tables are those of a later version: script {number} ran")]
    SchemaNewer {
        /// The number of the first script that this version does not know.
        number: u32,
    },
    /// What ran is not this version's script of that number.
    #[error("the script {number} of the tables did not run, or has been changed since")]
    SchemaChanged {
        /// The number of the script.
        number: u32,
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
    /// The disk is full, or the file has reached the size that it may have.
    #[error("the disk is full")]
    Full,
    /// It refused a statement.
    #[error("it refused a statement")]
    Refused,
    /// A value has another type.
    #[error("a value has another type")]
    Type,
    /// The connection, the file or the disk failed. Whether a transaction was kept whose end was not answered nobody knows: look, or do again what may be
    /// done twice.
    #[error("the connection or the disk failed")]
    Unreachable,
}

impl DatabaseFailure {
    /// What this code says: SQLite's, extended or not, or PostgreSQL's SQLSTATE, which has five characters.
    fn of_code(code: &str) -> Self {
        match (code, code.get(..2)) {
            // A serialization failure, a deadlock, a lock that was not waited for.
            ("40001" | "40P01" | "55P03", _) => Self::Busy,
            ("53100", _) => Self::Full,
            // The connection failed, memory or connections ran out, the session was ended: by an administrator, a crash, a time limit, or
            // while the server starts.
            ("53200" | "53300" | "25P03" | "25P04", _) => Self::Unreachable,
            ("57P01" | "57P02" | "57P03" | "57P04" | "57P05", _) => Self::Unreachable,
            (_, Some("08" | "58")) if code.len() == 5 => Self::Unreachable,
            _ if code.len() == 5 => Self::Refused,
            // The lowest octet says what it is, those above in which way.
            _ => match code.parse::<u32>().map(|code| code & 0xff) {
                Ok(5) => Self::Busy,
                Ok(13) => Self::Full,
                // SQLITE_NOMEM, SQLITE_IOERR, SQLITE_CANTOPEN.
                Ok(7 | 10 | 14) => Self::Unreachable,
                _ => Self::Refused,
            },
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(match error {
            sqlx::Error::Database(error) if error.is_unique_violation() => DatabaseFailure::Unique,
            sqlx::Error::Database(error) => {
                let code = error.code();
                code.map_or(DatabaseFailure::Refused, |code| {
                    DatabaseFailure::of_code(&code)
                })
            }
            sqlx::Error::RowNotFound => DatabaseFailure::Refused,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::Encode(_) => {
                DatabaseFailure::Type
            }
            _ => DatabaseFailure::Unreachable,
        })
    }
}

/// A text is no name that a statement may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a name of a table or column has ASCII letters, digits and underscores, 63 at most, and begins with no digit"
)]
pub struct InvalidName;

/// Why there is no predicate. Select row by row then, or name the column that is missing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PredicateError {
    /// The rule looks at an event, and no column was named for its day.
    #[error("no column is named for the day of `{event}`")]
    UnmappedEvent {
        /// The event.
        event: Event,
    },
    /// The rule depends on a setting, and nothing was said of it.
    #[error("nothing is said of the setting `{setting}`")]
    UnmappedSetting {
        /// The rule's `when`.
        setting: Box<str>,
    },
    /// The rule can be extended on request, and no column was named for the last day of an extension.
    #[error("the rule can be extended, and no column is named for the last day of an extension")]
    UnmappedExtension,
    /// Nothing was said of holds: held rows would be selected.
    #[error("nothing is said of where holds are stored")]
    UnmappedHolds,
    /// The rule compares two events by day, and their columns hold instants or are stored differently.
    #[error(
        "`{first}` and `{then}` are compared by day, and their columns are not both of days stored the same way"
    )]
    NotComparable {
        /// What must come first.
        first: Event,
        /// What must not be before it.
        then: Event,
    },
    /// Somebody else sets a period in the rule too.
    #[error("`{set_by}` sets a period in the rule too")]
    OtherPeriod {
        /// The rule's `set_by`.
        set_by: Box<str>,
    },
    /// Nobody of that name sets a period in the rule.
    #[error("the rule has no period that is set by this party")]
    NotSettable,
    /// The rule has no cutoff.
    #[error(transparent)]
    Cutoff(#[from] CutoffError),
    /// A day at the end of the calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The cutoff holds a test that this version does not know.
    #[error("the cutoff holds a test that this version does not know")]
    UnknownTest,
}

#[cfg(test)]
mod tests {
    use super::DatabaseFailure::{self, Busy, Full, Refused, Unreachable};

    #[test]
    fn a_disk_that_fails_is_unreachable_in_whichever_way_it_failed() {
        for (codes, said) in [
            // SQLITE_IOERR_READ, _SHORT_READ, _WRITE, _FSYNC, _DATA; SQLITE_CANTOPEN, _ISDIR.
            (
                &["10", "266", "522", "778", "1034", "8202", "14", "526"][..],
                Unreachable,
            ),
            (&["5", "261", "517", "773", "40001", "40P01", "55P03"], Busy),
            (&["13", "53100"], Full),
            (
                &["53300", "57P01", "57P05", "25P03", "08006", "58030"],
                Unreachable,
            ),
            (
                &[
                    "1", "11", "19", "1555", "23503", "25P02", "42601", "57014", "08", "",
                ],
                Refused,
            ),
        ] {
            for code in codes {
                assert_eq!(DatabaseFailure::of_code(code), said, "{code}");
            }
        }
    }
}
