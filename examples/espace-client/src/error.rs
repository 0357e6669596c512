//! What can go wrong in the host. No message holds a personal value: texts of the database and of serde are not forwarded.

use std::path::PathBuf;

use greffe::register::RegisterError;
use greffe::terms::Lang;

/// Why the demo ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    /// A file or folder cannot be used.
    #[error("{path}: {kind}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        kind: std::io::ErrorKind,
    },
    /// The folder is not empty: nothing is overwritten.
    #[error("{path}: the folder is not empty; name another one with --out", path = path.display())]
    NotEmpty {
        /// Which.
        path: PathBuf,
    },
    /// The register is refused.
    #[error("{path}: the register is refused\n{error}", path = path.display())]
    Register {
        /// Which file.
        path: PathBuf,
        /// All faults.
        error: RegisterError,
    },
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(&'static str),
    /// The purge store failed; what was done stays done, and running again resumes.
    #[error("the purge stopped: {0}")]
    Store(greffe_sqlx::StoreError),
    /// A row cannot be understood.
    #[error("a row of `{table}` cannot be understood")]
    BadRow {
        /// The table.
        table: &'static str,
    },
    /// A day in the database is none.
    #[error("a day in the database is not a date")]
    BadDay,
    /// A crate of Greffe refused.
    #[error("{step}: {why}")]
    Refused {
        /// The step.
        step: &'static str,
        /// The refusal, without values.
        why: String,
    },
    /// A defect of the host.
    #[error("the service contradicts itself")]
    Defect,
}

impl DemoError {
    /// A refusal of one of the crates; their messages hold no values.
    pub(crate) fn refused(step: &'static str, why: &dyn std::error::Error) -> Self {
        Self::Refused {
            step,
            why: why.to_string(),
        }
    }

    /// A failure with a file.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |error| Self::File {
            path,
            kind: error.kind(),
        }
    }

    /// The message for the operator.
    pub(crate) fn in_language(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Register { path, error }, Lang::Fr) => {
                format!(
                    "{} : le registre est refusé\n{}",
                    path.display(),
                    error.in_language(lang)
                )
            }
            (Self::NotEmpty { path }, Lang::Fr) => {
                format!(
                    "{} : le dossier n'est pas vide ; indiquez-en un autre avec --out",
                    path.display()
                )
            }
            _ => self.to_string(),
        }
    }

    /// 2 for input that cannot be used, 1 for anything else.
    pub(crate) const fn exit_code(&self) -> u8 {
        match self {
            Self::File { .. } | Self::NotEmpty { .. } | Self::Register { .. } => 2,
            _ => 1,
        }
    }
}

impl From<sqlx::Error> for DemoError {
    /// Keeps the kind only: the texts of a database repeat the statement and sometimes its values.
    fn from(error: sqlx::Error) -> Self {
        Self::Database(match error {
            sqlx::Error::Database(error) if error.is_unique_violation() => {
                "a value that must be unique is there twice"
            }
            sqlx::Error::Database(_) => "it refused a statement",
            sqlx::Error::RowNotFound => "a row is missing",
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => "a value has another type",
            sqlx::Error::Io(_) => "the file cannot be read or written",
            _ => "the connection failed",
        })
    }
}
