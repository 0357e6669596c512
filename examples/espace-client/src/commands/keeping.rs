//! What every command is told: which register, which database, which home, which day, how to speak.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use clap::Args;
use greffe::document::Document;
use greffe::register::Register;
use greffe::terms::Lang;

use super::report::Report;
use crate::database::{Database, DatabaseUrl};
use crate::error::HostError;
use crate::home::Home;

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Keeping {
    /// The register to keep
    #[arg(long, default_value = "examples/registers/hosting.toml")]
    register: PathBuf,
    /// postgres://… or a SQLite file; without it, DATABASE_URL; without that, a SQLite file in the home. A URL with a password belongs into
    /// DATABASE_URL: others on the machine see command lines
    #[arg(long)]
    database: Option<DatabaseUrl>,
    /// Language of what is said and left behind: fr or en
    #[arg(long, default_value = "en", value_parser = crate::lang)]
    pub(crate) lang: Lang,
    /// The day to take for today; without it the clock is read
    #[arg(long)]
    today: Option<NaiveDate>,
    /// Says what was done as JSON on one line
    #[arg(long)]
    json: bool,
}

/// What a command works with.
pub(crate) struct Kept {
    /// The register.
    pub(crate) register: Register,
    /// Where its rows are.
    pub(crate) database: Database,
    /// Where its keys are.
    pub(crate) home: Home,
    /// Today, in the register's zone.
    pub(crate) today: NaiveDate,
    /// Seconds since 1970.
    pub(crate) now: u64,
    /// The operator's language.
    pub(crate) lang: Lang,
}

impl Keeping {
    /// Everything that a command works with.
    pub(crate) fn open(&self, home: &std::path::Path) -> Result<Kept, HostError> {
        let (register, _) = self.register()?;
        let now = self.now(&register)?;
        let home = Home::new(home);
        Ok(Kept {
            database: self.database(&home)?,
            today: greffe::calendar::zone::date_of(register.zone(), now),
            now: u64::try_from(now.timestamp()).unwrap_or_default(),
            lang: self.lang,
            register,
            home,
        })
    }

    /// The register, and its document for the lines of findings.
    pub(crate) fn register(&self) -> Result<(Register, Document), HostError> {
        crate::register::read(&self.register)
    }

    /// The database that is meant.
    pub(crate) fn database(&self, home: &Home) -> Result<Database, HostError> {
        let told = match &self.database {
            Some(url) => Some(url.clone()),
            None => match std::env::var("DATABASE_URL") {
                Ok(url) if !url.is_empty() => url.parse().ok(),
                _ => None,
            },
        };
        Database::of(told.as_ref(), &home.file("espace-client.sqlite"))
    }

    /// Now, or the evening of the day that is taken for today, so that everything that happens today has happened.
    pub(crate) fn now(&self, register: &Register) -> Result<DateTime<Utc>, HostError> {
        let Some(day) = self.today else {
            return Ok(Utc::now());
        };
        let end = greffe::calendar::zone::end_of_day(register.zone(), day);
        let end = end.map_err(|_| HostError::BadDay)?;
        Ok(end - TimeDelta::hours(4))
    }

    /// The exit status of a command that said what there was to say while it ran.
    pub(crate) fn served(&self, ended: Result<(), HostError>) -> ExitCode {
        match ended {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("espace-client: {}", error.in_language(self.lang));
                ExitCode::from(error.exit_code())
            }
        }
    }

    /// Says what came of it, and with which exit status.
    pub(crate) fn end(&self, said: Result<Report, HostError>) -> ExitCode {
        match said {
            Ok(report) => {
                if self.json {
                    println!("{}", report.json());
                } else {
                    println!("{}", report.text());
                }
                ExitCode::from(report.exit_code())
            }
            Err(error) => {
                eprintln!("espace-client: {}", error.in_language(self.lang));
                if self.json {
                    let why = error.in_language(self.lang);
                    println!("{}", serde_json::json!({ "error": why }));
                }
                ExitCode::from(error.exit_code())
            }
        }
    }
}
