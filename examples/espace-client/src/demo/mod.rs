//! The whole mission on synthetic people: one register, carried all the way.

mod access_step;
mod consent_step;
mod page;
mod purge_step;
mod register_step;
mod retention_step;
mod rotation_step;
mod seal_step;

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use greffe::document::Document;
use greffe::register::Register;
use greffe::retention::HoldReason;
use greffe::terms::Lang;
use greffe_sqlx::{Backend, Statement};

use crate::commands::Keeping;
use crate::database::{Place, on_database};
use crate::error::HostError;
use crate::home::Home;
use crate::retention::Purge;
use access_step::Access;
use page::{Page, say};

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) keeping: Keeping,
    /// Where to leave register, plan, certificates, export; must be new or empty
    #[arg(long, default_value = "demo-output")]
    out: PathBuf,
    /// How many customers to make up
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(i64).range(20..=200_000))]
    people: i64,
    /// Empties the folder first if an earlier demo left it
    #[arg(long)]
    again: bool,
}

/// The file by which a folder is known to be a demo's.
const MARK: &str = ".espace-client-demo";

/// Runs every step and returns the page.
pub(crate) async fn run(options: &Options) -> Result<String, HostError> {
    // The register first: what cannot be kept is refused before anything is written.
    let (register, document) = options.keeping.register()?;
    let now = options.keeping.now(&register)?;
    let home = Home::new(&options.out);
    let database = options.keeping.database(&home)?;
    prepare(&options.out, options.again)?;
    let mission = Mission {
        register: &register,
        document: &document,
        now,
        today: greffe::calendar::zone::date_of(register.zone(), now),
        home: &home,
        people: options.people,
        lang: options.keeping.lang,
    };
    on_database!(&database, |place| mission.run(place).await)
}

/// What every step needs to know.
struct Mission<'a> {
    register: &'a Register,
    document: &'a Document,
    now: DateTime<Utc>,
    today: NaiveDate,
    home: &'a Home,
    people: i64,
    lang: Lang,
}

impl Mission<'_> {
    async fn run<P: Place>(&self, place: &P) -> Result<String, HostError> {
        let started = Instant::now();
        let (register, today, out) = (self.register, self.today, self.home.path());
        let bar = crate::commands::spinner();
        let mut page = Page::new(self.lang);
        let name = register.organisation().name.in_language(self.lang);
        page.title(&format!(
            "{name} · {}",
            greffe::calendar::date_in_words(today, self.lang)
        ));

        bar.set_message("register");
        register_step::run(register, self.document, today, out, &mut page)?;
        let seconds = u64::try_from(self.now.timestamp()).unwrap_or_default();
        self.home.prepare(seconds)?;
        place.create()?;
        let mut connection = place.connect().await?;
        let db = &mut connection;
        crate::database::migrate(db).await?;
        if crate::customers::count(db).await? != 0 {
            return Err(HostError::Filled);
        }

        bar.set_message("seal");
        let keyring = self.home.keyring()?;
        let ciphers = seal_step::run(db, &keyring, register, self.people, today, &mut page).await?;
        let someone = self.people / 2;
        bar.set_message("lookup");
        seal_step::find(db, &ciphers, someone, &mut page).await?;
        bar.set_message("consent");
        let person = crate::customers::pseudonym(db, someone).await?;
        let person = person.ok_or(HostError::Defect)?;
        consent_step::run(db, register, person, self.now, self.home, &mut page).await?;
        let ledger = crate::consents::consents_of(db, person).await?;
        bar.set_message("access");
        let access = Access {
            register,
            ciphers: &ciphers,
            ledger: &ledger,
            customer: someone,
            today,
            out,
        };
        access_step::run(db, &access, &mut page).await?;

        bar.set_message("retention");
        // Someone whose data are long due is in a dispute: everything of theirs must wait.
        if let Some(disputed) = longest_gone(db).await? {
            crate::retention::hold(db, disputed, HoldReason::Dispute, today).await?;
        }
        let dry_runs = retention_step::run(db, register, today, &mut page).await?;
        bar.set_message("purge");
        let purge = Purge {
            register,
            today,
            digest_key: &self.home.digest_key()?,
            home: self.home,
        };
        purge_step::run(db, purge, dry_runs, &mut page).await?;

        bar.set_message("rotation");
        rotation_step::run(db, self.home.provider()?, seconds, &mut page).await?;
        bar.finish_and_clear();
        summary(out, started, &mut page);
        Ok(page.as_str().to_owned())
    }
}

/// Makes the folder. One that holds anything else than an earlier demo is left alone.
fn prepare(out: &Path, again: bool) -> Result<(), HostError> {
    let is_empty =
        |path: &Path| std::fs::read_dir(path).map(|mut entries| entries.next().is_none());
    if out.exists() && !is_empty(out).map_err(HostError::file(out))? {
        if !(again && out.join(MARK).is_file()) {
            return Err(HostError::NotEmpty {
                path: out.to_path_buf(),
            });
        }
        std::fs::remove_dir_all(out).map_err(HostError::file(out))?;
    }
    std::fs::create_dir_all(out).map_err(HostError::file(out))?;
    std::fs::write(out.join(MARK), "made by espace-client demo\n").map_err(HostError::file(out))
}

async fn longest_gone<C: Backend>(db: &mut C) -> Result<Option<i64>, HostError> {
    let asked = Statement::new(
        "SELECT id FROM customers WHERE relation_end IS NOT NULL ORDER BY relation_end, id LIMIT 1",
    );
    let row = db.row(asked).await?;
    Ok(row.map(|row| row.get("id")).transpose()?)
}

fn summary(out: &Path, started: Instant, page: &mut Page) {
    say!(page, "", "");
    say!(
        page,
        "Tout est dans {out}\u{a0}: register.html, export.zip, plan.json, certificates.jsonl, consents.jsonl, la base et les clés. Durée totale\u{a0}: {time}.",
        "Everything is in {out}: register.html, export.zip, plan.json, certificates.jsonl, consents.jsonl, the database and the keys. \
         Total time: {time}.",
        out = out.display(),
        time = seal_step::in_seconds(started),
    );
}
