//! `drift`: whether the register, the tables as they are, the jobs and the site say the same.

use std::path::PathBuf;

use clap::Args;
use greffe::drift;

use super::{Keeping, Report};
use crate::database::{Place as _, is_current, on_database};
use crate::declared;
use crate::error::HostError;
use crate::home::Home;

/// What the operator says.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: espace-client drift --home /srv/espace-client\n\
    Reads the catalogue of the database and no row. Exit status 1: there is a finding that the register does not allow. The code names the records of \
    hosting.toml: another register gives findings."
)]
pub(crate) struct Options {
    /// The folder of the SQLite file
    #[arg(long)]
    home: PathBuf,
    #[command(flatten)]
    pub(crate) keeping: Keeping,
}

/// Compares, and says what was found.
pub(crate) async fn run(options: &Options) -> Result<Report, HostError> {
    let (register, document) = options.keeping.register()?;
    let now = options.keeping.now(&register)?;
    let today = greffe::calendar::zone::date_of(register.zone(), now);
    let database = options.keeping.database(&Home::new(&options.home))?;
    let schema = on_database!(&database, |place| {
        let mut db = place.connect().await?;
        is_current(&mut db).await?;
        greffe_sqlx::schema_of(&mut db).await?
    });
    let report = drift::check_at(&register, &schema, declared::code(&register), today);
    let report = report.located_in(&document);
    let lang = options.keeping.lang;
    let verdict = if report.is_clean() {
        lang.pick(
            "Le registre, la base et le code disent la même chose.",
            "Register, database and code say the same.",
        )
    } else {
        lang.pick(
            "Le registre, la base et le code ne disent plus la même chose.",
            "Register, database and code have drifted apart.",
        )
    };
    let text = format!("{}\n{verdict}", report.in_language(lang));
    let json = serde_json::from_str(&report.to_json(lang)).map_err(|_| HostError::Defect)?;
    Ok(Report::new(text.trim_start().to_owned(), json).finished(report.is_clean()))
}
