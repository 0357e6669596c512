//! Which database the operator means. The URL may hold a password and is shown nowhere, neither in errors nor in `Debug`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

use super::{PostgresServer, SqliteFile};
use crate::error::HostError;

/// What the operator wrote: `postgres://…`, `sqlite:PATH`, or a path.
#[derive(Clone)]
pub(crate) struct DatabaseUrl(String);

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(..)")
    }
}

/// Anything is taken for now: a refusal of the command line would repeat what was written.
impl FromStr for DatabaseUrl {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

/// One of the two.
#[derive(Debug, Clone)]
pub(crate) enum Database {
    /// A file.
    Sqlite(SqliteFile),
    /// A server.
    Postgres(PostgresServer),
}

impl Database {
    /// The database of this URL, or the file that is there without any.
    pub(crate) fn of(url: Option<&DatabaseUrl>, file: &Path) -> Result<Self, HostError> {
        let Some(DatabaseUrl(text)) = url else {
            return Ok(Self::Sqlite(SqliteFile::new(file)));
        };
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let options =
                PgConnectOptions::from_str(text).map_err(|_| HostError::BadDatabaseUrl)?;
            return Ok(Self::Postgres(PostgresServer::new(options)));
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        let path = path.strip_prefix("//").unwrap_or(path);
        // A URL of another database is no path.
        if path.is_empty() || path.contains("://") {
            return Err(HostError::BadDatabaseUrl);
        }
        Ok(Self::Sqlite(SqliteFile::new(PathBuf::from(path))))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn of(text: &str) -> Result<Database, HostError> {
        Database::of(Some(&text.parse().unwrap()), Path::new("default.sqlite"))
    }

    #[test]
    fn a_url_names_one_of_the_two_databases_or_is_refused_without_being_repeated() {
        assert!(matches!(
            of("postgres://u:secret@h/d").unwrap(),
            Database::Postgres(_)
        ));
        assert!(matches!(
            of("postgresql://u:secret@h/d").unwrap(),
            Database::Postgres(_)
        ));
        assert!(matches!(
            of("sqlite:a/b.sqlite").unwrap(),
            Database::Sqlite(_)
        ));
        assert!(matches!(of("b.sqlite").unwrap(), Database::Sqlite(_)));
        assert!(matches!(
            Database::of(None, Path::new("x")).unwrap(),
            Database::Sqlite(_)
        ));
        for wrong in [
            "mysql://u:secret@h/d",
            "",
            "sqlite:",
            "postgres://u:secret@h:port/d",
        ] {
            let error = of(wrong).unwrap_err();
            for text in [
                format!("{error} {error:?}"),
                error.in_language(greffe::terms::Lang::Fr),
            ] {
                assert!(!text.contains("secret"), "{text}");
            }
        }
    }

    #[test]
    fn nothing_shows_the_password() {
        let url: DatabaseUrl = "postgres://u:secret@h/d".parse().unwrap();
        assert!(!format!("{url:?}").contains("secret"));
        assert!(!format!("{:?}", of("postgres://u:secret@h/d").unwrap()).contains("secret"));
    }
}
