//! Purges every night what the register lets go: the job is in `job.rs`.
//!
//! `cargo run -p cookbook --bin nightly_purge` shows three nights on a table of its own. With `DATABASE SECRET_FILE [DAY]` it is the line of
//! a crontab; `DATABASE --fill ROWS` makes such a database. Exit status: 0 done or nothing due, 1 a plan was refused, 2 the job cannot run
//! or stopped in the middle: run it again.

mod job;

use std::error::Error;
use std::process::ExitCode;
use std::{env, fs};

use chrono::Days;
use greffe::calendar::{NaiveDate, Utc};
use greffe::register::Register;
use greffe::terms::Lang;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use job::Refused;

/// Read at start in a service: `std::fs::read_to_string("register.toml")`.
const REGISTER: &str = include_str!("../../../register.toml");

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match asked(&arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            // The whole chain: what stopped, and why.
            eprintln!("nightly_purge: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                eprintln!("  because: {cause}");
                source = cause.source();
            }
            ExitCode::from(2)
        }
    }
}

async fn asked(arguments: &[&str]) -> Result<bool, Box<dyn Error>> {
    match arguments {
        [] => demonstrate().await,
        [file, "--fill", rows] => {
            fill(&mut open(file, true).await?, rows.parse()?).await?;
            Ok(true)
        }
        [file, secret, day @ ..] if day.len() < 2 => {
            // Digests of keys are made with a secret of the service, so that tombstones tell nothing to who finds them.
            let secret = fs::read(secret).map_err(|why| format!("the secret: {why}"))?;
            let register = Register::from_toml(REGISTER)?;
            let today = match day.first() {
                Some(day) => day.parse()?,
                None => Utc::now().with_timezone(&register.zone()).date_naive(),
            };
            night(&mut open(file, false).await?, &register, today, &secret).await
        }
        _ => Err("usage: nightly_purge [DATABASE (SECRET_FILE [DAY] | --fill ROWS)]".into()),
    }
}

/// One night, told in the log of the cron job: no value of a row is in it.
async fn night(
    db: &mut SqliteConnection,
    register: &Register,
    today: NaiveDate,
    secret: &[u8],
) -> Result<bool, Box<dyn Error>> {
    let ended = job::run(db, register, today, secret).await?;
    if ended.is_empty() {
        println!("{today}: nothing is due");
    }
    let mut fine = true;
    for (plan, end) in ended {
        println!("{}", plan.summary(Lang::En));
        match end {
            Ok(certificate) => println!("{}", certificate.summary(Lang::En)),
            Err(Refused(why)) => {
                println!("refused: {why}");
                fine = false;
            }
        }
    }
    Ok(fine)
}

/// Two nights after one another, and one some days later; a line of the log is held for a dispute.
async fn demonstrate() -> Result<bool, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("logs.sqlite");
    let mut db = open(file.to_str().ok_or("a path that is no text")?, true).await?;
    fill(&mut db, 1_000).await?;
    sqlx::raw_sql("UPDATE logs SET held_since = '2026-11-20' WHERE id = 17")
        .execute(&mut db)
        .await?;
    let register = Register::from_toml(REGISTER)?;
    let mut fine = true;
    for day in ["2026-11-26", "2026-11-26", "2026-12-01"] {
        fine &= night(
            &mut db,
            &register,
            day.parse()?,
            b"out of a file, in earnest",
        )
        .await?;
    }
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM logs")
        .fetch_one(&mut db)
        .await?;
    println!("{left} of 1000 lines are left");
    Ok(fine)
}

async fn open(file: &str, create: bool) -> Result<SqliteConnection, Box<dyn Error>> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(create);
    Ok(options.connect().await?)
}

/// Lines of a log, one a day from 1 March 2024 on, begun again after a thousand days.
async fn fill(db: &mut SqliteConnection, rows: u64) -> Result<(), Box<dyn Error>> {
    let mut transaction = db.begin().await?;
    sqlx::raw_sql(
        "CREATE TABLE logs (id INTEGER PRIMARY KEY, ip TEXT NOT NULL, written TEXT NOT NULL, held_since TEXT) STRICT;
         CREATE INDEX logs_by_day ON logs (written);",
    )
    .execute(&mut *transaction)
    .await?;
    let first: NaiveDate = "2024-03-01".parse()?;
    for number in 0..rows {
        let day = first
            .checked_add_days(Days::new(number % 1_000))
            .ok_or("no such day")?;
        sqlx::query("INSERT INTO logs (ip, written) VALUES ('192.0.2.7', ?)")
            .bind(day.to_string())
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}
