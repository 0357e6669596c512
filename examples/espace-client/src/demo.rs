//! The whole mission on synthetic people: one register, carried all the way.

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use greffe::cipher::Keyring;
use greffe::register::Register;
use greffe::retention::HoldReason;
use greffe::terms::Lang;
use greffe_keys::{FileKeys, KekSource};
use indicatif::{ProgressBar, ProgressStyle};
use sqlx::sqlite::SqliteConnection;

use crate::access_step::Access;
use crate::ciphers::{Ciphers, Pinned};
use crate::error::DemoError;
use crate::fill::{History, number};
use crate::page::{Page, say};
use crate::purge_step::Purge;

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The register to keep
    #[arg(long, default_value = "examples/registers/hosting.toml")]
    register: PathBuf,
    /// Where to leave register, plan, certificates, export; must be new or empty
    #[arg(long, default_value = "demo-output")]
    out: PathBuf,
    /// How many customers to make up
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(20..=200_000))]
    people: u64,
    /// Language of the page and of what is left behind: fr or en
    #[arg(long, default_value = "en", value_parser = crate::lang)]
    pub(crate) lang: Lang,
    /// The day to take for today; without it the clock is read
    #[arg(long)]
    today: Option<NaiveDate>,
    /// Empties the folder first if an earlier demo left it
    #[arg(long)]
    again: bool,
}

/// The file by which a folder is known to be a demo's.
const MARK: &str = ".espace-client-demo";

/// Runs every step and returns the page.
pub(crate) async fn run(options: &Options) -> Result<String, DemoError> {
    let started = Instant::now();
    // The register first: what cannot be kept is refused before anything is written.
    let (register, document) = crate::register_step::read(&options.register)?;
    let now = now(options, &register)?;
    let today = greffe::calendar::zone::date_of(register.zone(), now);
    prepare(&options.out, options.again)?;
    let bar = progress();
    let mut page = Page::new(options.lang);
    let name = register.organisation().name.in_language(options.lang);
    page.title(&format!(
        "{name} · {}",
        greffe::calendar::date_in_words(today, options.lang)
    ));

    bar.set_message("register");
    crate::register_step::run(&register, &document, today, &options.out, &mut page)?;
    let keys = create_keys(&options.out, now)?;
    let mut keyring =
        Keyring::from_provider(&keys).map_err(|error| DemoError::refused("keys", &error))?;
    let mut database = crate::database::create(&options.out.join("espace-client.sqlite")).await?;
    let pinned = Pinned(keyring.primary());
    pinned.write(&mut database).await?;
    let ciphers =
        Ciphers::new(&keyring, pinned).map_err(|error| DemoError::refused("keys", &error))?;

    bar.set_message("seal");
    let histories = crate::seal_step::run(
        &mut database,
        &ciphers,
        &register,
        options.people,
        today,
        &mut page,
    )
    .await?;
    let someone = options.people / 2;
    bar.set_message("lookup");
    crate::seal_step::find(&mut database, &ciphers, someone, &mut page).await?;
    bar.set_message("consent");
    let person = pseudonym(&mut database, someone).await?;
    let ledger = crate::consent_step::run(&register, person, now, &options.out, &mut page)?;
    bar.set_message("access");
    let access = Access {
        register: &register,
        ciphers: &ciphers,
        ledger: &ledger,
        customer: someone,
        today,
        out: &options.out,
    };
    crate::access_step::run(&mut database, &access, &mut page).await?;

    bar.set_message("retention");
    // Someone whose data are long due is in a dispute: everything of theirs must wait.
    if let Some(disputed) = longest_gone(&histories) {
        crate::purge_step::hold(&mut database, disputed, HoldReason::Dispute, today).await?;
    }
    let dry_runs = crate::retention_step::run(&mut database, &register, today, &mut page).await?;
    bar.set_message("purge");
    let digest_key = create_digest_key(&options.out)?;
    let purge = Purge {
        register: &register,
        today,
        digest_key: &digest_key,
        out: &options.out,
    };
    crate::purge_step::run(&mut database, &purge, dry_runs, &mut page).await?;

    bar.set_message("rotation");
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    crate::rotation_step::run(&mut database, &keys, &mut keyring, seconds, &mut page).await?;
    bar.finish_and_clear();
    summary(&options.out, started, &mut page);
    Ok(page.as_str().to_owned())
}

fn now(options: &Options, register: &Register) -> Result<DateTime<Utc>, DemoError> {
    match options.today {
        // The evening of that day, so that everything that happens today has happened.
        Some(day) => {
            let end = greffe::calendar::zone::end_of_day(register.zone(), day)
                .map_err(|_| DemoError::BadDay)?;
            Ok(end - chrono::TimeDelta::hours(4))
        }
        None => Ok(Utc::now()),
    }
}

/// Makes the folder. One that holds anything else than an earlier demo is left alone.
fn prepare(out: &Path, again: bool) -> Result<(), DemoError> {
    let is_empty =
        |path: &Path| std::fs::read_dir(path).map(|mut entries| entries.next().is_none());
    if out.exists() && !is_empty(out).map_err(DemoError::file(out))? {
        if !(again && out.join(MARK).is_file()) {
            return Err(DemoError::NotEmpty {
                path: out.to_path_buf(),
            });
        }
        std::fs::remove_dir_all(out).map_err(DemoError::file(out))?;
    }
    std::fs::create_dir_all(out).map_err(DemoError::file(out))?;
    std::fs::write(out.join(MARK), "made by espace-client demo\n").map_err(DemoError::file(out))
}

/// A keyring file beside the key that seals it. A real service keeps the two apart.
fn create_keys(out: &Path, now: DateTime<Utc>) -> Result<FileKeys, DemoError> {
    let refused = |error: greffe_keys::KeysError| DemoError::refused("keys", &error);
    let folder = out.join("keys");
    std::fs::create_dir(&folder).map_err(DemoError::file(&folder))?;
    let kek = KekSource::generate_file(folder.join("kek")).map_err(refused)?;
    let created = u64::try_from(now.timestamp()).unwrap_or_default();
    FileKeys::create(folder.join("keys.json"), &kek, created).map_err(refused)
}

/// The secret of the purge's digests. It is no key of the keyring: tombstones must still match after a rotation.
fn create_digest_key(out: &Path) -> Result<Vec<u8>, DemoError> {
    let path = out.join("keys").join("purge-digests");
    KekSource::generate_file(&path).map_err(|error| DemoError::refused("keys", &error))?;
    std::fs::read(&path).map_err(DemoError::file(&path))
}

async fn pseudonym(database: &mut SqliteConnection, customer: u64) -> Result<[u8; 16], DemoError> {
    let octets: Vec<u8> = sqlx::query_scalar("SELECT person FROM customers WHERE id = ?")
        .bind(number(customer))
        .fetch_one(database)
        .await?;
    octets
        .try_into()
        .map_err(|_| DemoError::BadRow { table: "customers" })
}

fn longest_gone(histories: &[History]) -> Option<i64> {
    let gone = histories.iter().filter(|history| history.ended.is_some());
    gone.min_by_key(|history| history.ended)
        .map(|history| number(history.customer))
}

fn progress() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} · {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(100));
    bar
}

fn summary(out: &Path, started: Instant, page: &mut Page) {
    say!(page, "", "");
    say!(
        page,
        "Tout est dans {out} : register.html, export.zip, plan.json, certificates.jsonl, consents.jsonl, la base et les clés. Durée totale : {time}.",
        "Everything is in {out}: register.html, export.zip, plan.json, certificates.jsonl, consents.jsonl, the database and the keys. \
         Total time: {time}.",
        out = out.display(),
        time = crate::seal_step::in_seconds(started),
    );
}
