//! What can go wrong in the host. No message holds a personal value or a password: texts of the database and of serde are not forwarded.

use std::path::PathBuf;

use greffe::register::RegisterError;
use greffe::terms::Lang;
use greffe_sqlx::{DatabaseFailure, StoreError};

/// Why the host stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HostError {
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
    /// Not one of the two databases.
    #[error("the database must be postgres://…, sqlite:PATH or a path")]
    BadDatabaseUrl,
    /// The tables are not there, or older.
    #[error("the tables are not up to date: run `espace-client migrate`")]
    NotMigrated,
    /// The tables come from a later version.
    #[error("the database belongs to a later version of this program")]
    NewerDatabase,
    /// It has lost what is kept outside it.
    #[error(
        "the database is older than what was kept outside it: run `espace-client restore-check`"
    )]
    Restored,
    /// There are people in it.
    #[error("the database is not empty: nothing was written")]
    Filled,
    /// No customer has this number.
    #[error("no customer has this number")]
    NoCustomer,
    /// The archive answers another request.
    #[error("{path}: this package answers another request", path = path.display())]
    OtherPackage {
        /// Which archive.
        path: PathBuf,
    },
    /// Something is missing in the archive.
    #[error("{path}: something is missing in this package, as its first page says", path = path.display())]
    IncompletePackage {
        /// Which archive.
        path: PathBuf,
    },
    /// The request was closed, and no package gave all of what was asked for.
    #[error("this request was refused or withdrawn, in whole or in part: no package answers it")]
    NotDelivered,
    /// The folder has no keys.
    #[error("{path}: no keys are there: run `espace-client migrate`", path = path.display())]
    NoKeys {
        /// Which folder.
        path: PathBuf,
    },
    /// The database failed; what was done stays done, and running again resumes.
    #[error("{0}")]
    Store(StoreError),
    /// A row cannot be understood.
    #[error("a row of `{table}` cannot be understood")]
    BadRow {
        /// The table.
        table: &'static str,
    },
    /// A day lies outside the calendar.
    #[error("a day lies outside the calendar")]
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

impl HostError {
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
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::File { path, kind } => format!("{}\u{a0}: {kind}", path.display()),
            Self::Register { path, error } => format!(
                "{}\u{a0}: le registre est refusé\n{}",
                path.display(),
                error.in_language(lang)
            ),
            Self::NotEmpty { path } => format!(
                "{}\u{a0}: le dossier n’est pas vide\u{a0}; indiquez-en un autre avec --out",
                path.display()
            ),
            Self::BadDatabaseUrl => {
                "la base se nomme postgres://…, sqlite:CHEMIN ou par un chemin".to_owned()
            }
            Self::NotMigrated => {
                "les tables ne sont pas à jour\u{a0}: lancez «\u{a0}espace-client migrate\u{a0}»"
                    .to_owned()
            }
            Self::NewerDatabase => {
                "la base appartient à une version plus récente de ce programme".to_owned()
            }
            Self::Restored => {
                "la base est plus ancienne que ce qui a été gardé hors d’elle\u{a0}: lancez «\u{a0}espace-client restore-check\u{a0}»".to_owned()
            }
            Self::Filled => "la base n’est pas vide\u{a0}: rien n’a été écrit".to_owned(),
            Self::NoCustomer => "aucun client n’a ce numéro".to_owned(),
            Self::OtherPackage { path } => format!(
                "{}\u{a0}: cette archive répond à une autre demande",
                path.display()
            ),
            Self::IncompletePackage { path } => format!(
                "{}\u{a0}: il manque quelque chose dans cette archive, sa première page le dit",
                path.display()
            ),
            Self::NotDelivered => {
                "cette demande a été refusée ou retirée, en tout ou en partie\u{a0}: aucune archive n’y répond".to_owned()
            }
            Self::NoKeys { path } => format!(
                "{}\u{a0}: aucune clé ne s’y trouve\u{a0}; lancez «\u{a0}espace-client migrate\u{a0}»",
                path.display()
            ),
            Self::Store(error) => in_french(*error),
            Self::BadRow { table } => {
                format!("une ligne de «\u{a0}{table}\u{a0}» ne peut être comprise")
            }
            Self::BadDay => "une date sort du calendrier".to_owned(),
            Self::Refused { step, why } => format!("{step}\u{a0}: {why}"),
            Self::Defect => "le service se contredit".to_owned(),
        }
    }

    /// 2 for input that cannot be used, 1 for anything else.
    pub(crate) const fn exit_code(&self) -> u8 {
        match self {
            Self::File { .. }
            | Self::NotEmpty { .. }
            | Self::Register { .. }
            | Self::BadDatabaseUrl
            | Self::NotMigrated
            | Self::NewerDatabase
            | Self::Restored
            | Self::Filled
            | Self::NoCustomer
            | Self::OtherPackage { .. }
            | Self::IncompletePackage { .. }
            | Self::NotDelivered
            | Self::NoKeys { .. } => 2,
            _ => 1,
        }
    }
}

fn in_french(error: StoreError) -> String {
    match error {
        StoreError::Database(failure) => {
            let failure = match failure {
                DatabaseFailure::Unique => "une valeur qui doit être unique y est deux fois",
                DatabaseFailure::Busy => "un autre processus tient le verrou",
                DatabaseFailure::Refused => "elle a refusé une instruction",
                DatabaseFailure::Type => "une valeur est d’un autre type",
                _ => "la connexion ou le disque a failli",
            };
            format!("la base a failli\u{a0}: {failure}")
        }
        other => other.to_string(),
    }
}

impl From<StoreError> for HostError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<sqlx::Error> for HostError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
