//! Encrypting an existing column: stopped as told, killed as nobody told it, and done all the same.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

use greffe::cipher::{Context, Deterministic, Iban, KeyId, Keyring, MasterKey};
use greffe_sqlx::SealedColumn;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::{err, out, program, run};

/// A table of so many customers in clear.
fn filled(rows: u64) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder
        .path()
        .join("shop.sqlite")
        .to_str()
        .unwrap()
        .to_owned();
    let output = run(
        "encrypt_existing_column",
        &[&file, "--fill", &rows.to_string()],
    );
    assert!(output.status.success(), "{}", err(&output));
    (folder, file)
}

async fn open(file: &str) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(Path::new(file))
        .connect()
        .await
        .unwrap()
}

async fn count(file: &str, condition: &'static str) -> i64 {
    let mut db = open(file).await;
    sqlx::query_scalar(condition)
        .fetch_one(&mut db)
        .await
        .unwrap()
}

const SEALED: &str = "SELECT count(*) FROM customers WHERE iban_sealed IS NOT NULL";

fn ibans() -> Deterministic<Iban> {
    let keyring = Keyring::single(KeyId::new(1).unwrap(), 0, MasterKey::from_bytes([1; 32]));
    keyring
        .cipher(Context::new("customers", "iban"))
        .unwrap()
        .deterministic()
}

/// Every row is sealed, holds its own IBAN, and the file holds none in clear.
async fn assert_done(file: &str, rows: usize) {
    let mut db = open(file).await;
    let tokens: Vec<(i64, SealedColumn<Iban>)> =
        sqlx::query_as("SELECT id, iban_sealed FROM customers ORDER BY id")
            .fetch_all(&mut db)
            .await
            .unwrap();
    assert_eq!(tokens.len(), rows);
    for (id, token) in &tokens {
        let iban = ibans().open(&token.0).unwrap();
        assert_eq!(iban.expose()[12..], format!("{id:010}"), "row {id}");
    }
    let octets = fs::read(file).unwrap();
    let clear = b"37040044";
    assert!(
        !octets.windows(clear.len()).any(|part| part == clear),
        "plaintext is left in the file"
    );
}

#[tokio::test]
async fn a_run_that_is_stopped_goes_on_behind_its_last_batch() {
    let (_folder, file) = filled(1_000);
    let output = run("encrypt_existing_column", &[&file, "--stop-after", "2"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert_eq!(count(&file, SEALED).await, 500);
    let output = run("encrypt_existing_column", &[&file]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let expected = "sealed 250 rows, through row 750\nsealed 250 rows, through row 1000\nnothing is left in clear\n";
    assert_eq!(out(&output), expected);
    assert_done(&file, 1_000).await;
    // And once more, for a job that is started every night.
    let output = run("encrypt_existing_column", &[&file]);
    assert_eq!(
        (output.status.code(), out(&output).as_str()),
        (Some(0), "nothing is left in clear\n")
    );
}

#[tokio::test]
async fn a_run_that_is_killed_loses_no_row_and_does_none_twice() {
    const ROWS: usize = 20_000;
    let (_folder, file) = filled(20_000);
    let mut kills = 0;
    for batches in [1, 4, 9] {
        let mut command = program("encrypt_existing_column");
        let mut job = command.arg(&file).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(job.stdout.take().unwrap()).lines();
        assert_eq!(
            lines.take(batches).filter(|line| line.is_ok()).count(),
            batches
        );
        job.kill().unwrap();
        kills += usize::from(!job.wait().unwrap().success());
        // Whole batches, and as many as the job said at least.
        let sealed = count(&file, SEALED).await;
        assert_eq!(sealed % 250, 0);
        assert!(sealed >= 250 * i64::try_from(batches).unwrap());
    }
    assert_eq!(
        kills, 3,
        "the job was faster than its killer: give it more rows"
    );
    let before = count(&file, SEALED).await;
    let output = run("encrypt_existing_column", &[&file]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let batches = out(&output)
        .lines()
        .filter(|line| line.starts_with("sealed 250 rows"))
        .count();
    assert_eq!(before + 250 * i64::try_from(batches).unwrap(), 20_000);
    assert_done(&file, ROWS).await;
}

#[tokio::test]
async fn a_row_that_holds_no_iban_keeps_the_column_and_is_named_without_its_text() {
    let (_folder, file) = filled(300);
    sqlx::raw_sql("UPDATE customers SET iban = 'Marker-4711' WHERE id = 7")
        .execute(&mut open(&file).await)
        .await
        .unwrap();
    for _ in 0..2 {
        let output = run("encrypt_existing_column", &[&file]);
        assert_eq!(output.status.code(), Some(1));
        let said = out(&output) + &err(&output);
        assert!(
            said.contains("row 7 stays as it is: not a valid IBAN"),
            "{said}"
        );
        assert!(
            said.contains("1 rows are left in clear") && !said.contains("Marker"),
            "{said}"
        );
    }
    sqlx::raw_sql("UPDATE customers SET iban = 'DE73370400440000000007' WHERE id = 7")
        .execute(&mut open(&file).await)
        .await
        .unwrap();
    let output = run("encrypt_existing_column", &[&file]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
}

#[tokio::test]
async fn a_writer_of_before_unseals_the_row_that_it_changes() {
    let (_folder, file) = filled(600);
    run("encrypt_existing_column", &[&file, "--stop-after", "1"]);
    sqlx::raw_sql("UPDATE customers SET iban = 'DE89370400440532013000' WHERE id = 1")
        .execute(&mut open(&file).await)
        .await
        .unwrap();
    assert_eq!(count(&file, SEALED).await, 249);
    let ends = [1, 0].map(|_| run("encrypt_existing_column", &[&file]).status.code());
    assert_eq!(ends, [Some(1), Some(0)]);
    let mut db = open(&file).await;
    let token: SealedColumn<Iban> =
        sqlx::query_scalar("SELECT iban_sealed FROM customers WHERE id = 1")
            .fetch_one(&mut db)
            .await
            .unwrap();
    assert_eq!(
        ibans().open(&token.0).unwrap().expose(),
        "DE89370400440532013000"
    );
}

#[tokio::test]
async fn a_table_without_the_column_is_an_error_and_not_done() {
    let (_folder, file) = filled(1);
    sqlx::raw_sql("ALTER TABLE customers DROP COLUMN iban")
        .execute(&mut open(&file).await)
        .await
        .unwrap();
    assert_eq!(
        run("encrypt_existing_column", &[&file]).status.code(),
        Some(2)
    );
}
