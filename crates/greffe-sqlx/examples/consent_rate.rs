//! How fast a stored ledger takes events, next to bare INSERTs of the same lines.
//!
//! `cargo run --release -p greffe-sqlx --features sqlite,postgres,consent --example consent_rate -- 100000`, in PostgreSQL too where `DATABASE_URL`
//! names one.

use std::error::Error;
use std::time::Instant;

use greffe_consent::{Event, EventId, Kind, PersonKey, Provenance, Scope};
use greffe_sqlx::{Backend, Cell, ConsentStore, Dialect, Statement, migrate};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

/// How many events go into a transaction.
const BATCH: usize = 1_000;

/// How many go alone.
const ALONE: usize = 2_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let count = std::env::args()
        .nth(1)
        .map_or(Ok(100_000), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let mut sqlite = SqliteConnectOptions::new()
        .filename(folder.path().join("rate.sqlite"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .connect()
        .await?;
    measure(&mut sqlite, count).await?;
    if let Ok(url) = std::env::var("DATABASE_URL") {
        measure(&mut PgConnection::connect(&url).await?, count).await?;
    }
    Ok(())
}

async fn measure<C: Backend>(db: &mut C, count: usize) -> Result<(), Box<dyn Error>> {
    println!("{:?}", C::DIALECT);
    migrate(db).await?;
    db.script(match C::DIALECT {
        Dialect::Sqlite => {
            "CREATE TABLE bare (id BLOB PRIMARY KEY, person BLOB NOT NULL, entry TEXT NOT NULL) STRICT"
        }
        _ => "CREATE TABLE bare (id bytea PRIMARY KEY, person bytea NOT NULL, entry text NOT NULL)",
    })
    .await?;
    let events = events(count + ALONE)?;
    let (many, alone) = events.split_at(count);

    let started = Instant::now();
    for batch in many.chunks(BATCH) {
        db.begin_writing().await?;
        for some in batch.chunks(256) {
            bare(db, some).await?;
        }
        db.commit().await?;
    }
    let bare_many = rate("bare INSERTs, 1000 a transaction", count, started);
    let mut ledger = ConsentStore::new(db, "rate".parse()?);
    let started = Instant::now();
    for batch in many.chunks(BATCH) {
        ledger.append_all(batch).await?;
    }
    let store_many = rate("append_all, 1000 a transaction", count, started);

    let started = Instant::now();
    for event in alone {
        bare(db, std::slice::from_ref(event)).await?;
    }
    let bare_alone = rate("bare INSERTs, one a transaction", ALONE, started);
    let mut ledger = ConsentStore::new(db, "rate".parse()?);
    let started = Instant::now();
    for event in alone {
        ledger.append(event).await?;
    }
    let store_alone = rate("append, one a transaction", ALONE, started);
    println!(
        "  ratio: {:.1} together, {:.1} alone",
        bare_many / store_many,
        bare_alone / store_alone
    );

    let started = Instant::now();
    for event in alone {
        ledger.events_that_decide(event.person()).await?;
    }
    rate("histories of one person", ALONE, started);
    let started = Instant::now();
    let report = ledger.verify().await?;
    rate("entries verified", count + ALONE, started);
    assert!(report.is_sound());
    Ok(())
}

async fn bare<C: Backend>(db: &mut C, events: &[Event]) -> Result<(), Box<dyn Error>> {
    let mut insert = Statement::new("INSERT INTO bare (id, person, entry) VALUES (");
    let mut separator = "";
    for event in events {
        insert = insert.push(separator).list([
            Cell::from(&event.id().as_bytes()[..]),
            Cell::from(&event.person().as_bytes()[..]),
            Cell::from(event.to_json_line()),
        ]);
        separator = "), (";
    }
    db.execute(insert.push(")")).await?;
    Ok(())
}

fn rate(what: &str, count: usize, started: Instant) -> f64 {
    let seconds = started.elapsed().as_secs_f64();
    let rate = f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / seconds;
    println!("  {what}: {rate:.0}/s");
    rate
}

/// Events of as many persons as there are, three each.
fn events(count: usize) -> Result<Vec<Event>, Box<dyn Error>> {
    let at = "2026-03-01T10:00:00Z".parse()?;
    (0..u64::try_from(count)?)
        .map(|number| {
            let key = |number: u64| {
                let mut key = [0; 16];
                let (first, _) = key.split_at_mut(8);
                // Spread, as random ids and digests are.
                first.copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
                key
            };
            let refused = Kind::Refused {
                purposes: Scope::All,
            };
            let (id, person) = (
                EventId::from_bytes(key(number)),
                PersonKey::from_bytes(key(number / 3)),
            );
            Ok(Event::new(
                id,
                person,
                (at, at),
                Provenance::Person,
                refused,
            )?)
        })
        .collect()
}
