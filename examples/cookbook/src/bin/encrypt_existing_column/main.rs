//! Encrypts an existing column without a stop of the service: the job is in `job.rs`.
//!
//! `cargo run -p cookbook --bin encrypt_existing_column` shows it on a table of its own. With `DATABASE [--stop-after BATCHES]` it runs
//! once on that file; `DATABASE --fill ROWS` makes one. Exit status: 0 done, 1 not done yet, 2 the job cannot run.

mod job;

use std::error::Error;
use std::process::ExitCode;
use std::{env, path::Path};

use greffe::cipher::{Context, Deterministic, Iban, KeyId, Keyring, MasterKey};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use job::{Ended, iban_of, run};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match asked(&arguments).await {
        Ok(Ended::Dropped) => ExitCode::SUCCESS,
        Ok(Ended::Stopped | Ended::Left(_)) => ExitCode::from(1),
        Err(error) => {
            eprintln!("encrypt_existing_column: {error}");
            ExitCode::from(2)
        }
    }
}

async fn asked(arguments: &[&str]) -> Result<Ended, Box<dyn Error>> {
    match arguments {
        [] => demonstrate().await,
        [file] => once(file, usize::MAX).await,
        [file, "--stop-after", batches] => once(file, batches.parse()?).await,
        [file, "--fill", rows] => {
            fill(&mut open(Path::new(file)).await?, rows.parse()?).await?;
            Ok(Ended::Dropped)
        }
        _ => Err(
            "usage: encrypt_existing_column [DATABASE [--stop-after BATCHES | --fill ROWS]]".into(),
        ),
    }
}

async fn once(file: &str, batches: usize) -> Result<Ended, Box<dyn Error>> {
    let ended = run(&mut open(Path::new(file)).await?, &ibans()?, batches).await?;
    println!("{ended}");
    Ok(ended)
}

/// A thousand customers, one of whom has no IBAN where it should stand.
async fn demonstrate() -> Result<Ended, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (mut db, ibans) = (open(&folder.path().join("shop.sqlite")).await?, ibans()?);
    fill(&mut db, 1_000).await?;
    let wrong = "UPDATE customers SET iban = 'see the file' WHERE id = 17";
    sqlx::raw_sql(wrong).execute(&mut db).await?;

    println!("{}", run(&mut db, &ibans, 2).await?);
    for id in [1, 900] {
        let (iban, how) = iban_of(&mut db, &ibans, id).await?;
        println!(
            "customer {id} is read all the same: {} ({how})",
            iban.mask()
        );
    }
    // An instance that was deployed last year writes to a row that is sealed already.
    let changed = "UPDATE customers SET iban = 'DE89370400440532013000' WHERE id = 1";
    sqlx::raw_sql(changed).execute(&mut db).await?;
    println!("{}", run(&mut db, &ibans, usize::MAX).await?);
    let mended = "UPDATE customers SET iban = 'FR14 2004 1010 0505 0001 3M02 606' WHERE id = 17";
    sqlx::raw_sql(mended).execute(&mut db).await?;
    let ended = run(&mut db, &ibans, usize::MAX).await?;
    println!("{ended}");
    let row: String = sqlx::query_scalar("SELECT hex(iban_sealed) FROM customers WHERE id = 17")
        .fetch_one(&mut db)
        .await?;
    println!("as stored: {row}");
    Ok(ended)
}

async fn open(file: &Path) -> Result<SqliteConnection, Box<dyn Error>> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true);
    Ok(options.connect().await?)
}

/// A known key, so that this program prints the same each time: see `vault_keys` for yours.
fn ibans() -> Result<Deterministic<Iban>, Box<dyn Error>> {
    let id = KeyId::new(1).ok_or("zero")?;
    let keyring = Keyring::single(id, 1_780_000_000, MasterKey::from_bytes([1; 32]));
    Ok(keyring
        .cipher(Context::new("customers", "iban"))?
        .deterministic())
}

/// The table as it was for years, with the IBANs of accounts that count up.
async fn fill(db: &mut SqliteConnection, rows: u64) -> Result<(), Box<dyn Error>> {
    let mut transaction = db.begin().await?;
    let table = "CREATE TABLE customers (id INTEGER PRIMARY KEY, iban TEXT) STRICT";
    sqlx::raw_sql(table).execute(&mut *transaction).await?;
    for account in 1..=rows {
        // Check digits by ISO 13616: D is 13, E is 14, and the whole leaves 1 when divided by 97.
        let bban = format!("37040044{account:010}");
        let check = 98 - format!("{bban}131400").parse::<u128>()? % 97;
        sqlx::query("INSERT INTO customers (iban) VALUES (?)")
            .bind(format!("DE{check:02}{bban}"))
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}
