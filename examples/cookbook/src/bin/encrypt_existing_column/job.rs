//! A column that is full of plaintext is sealed while the service goes on: a second column, batches by key, dual reads, the drop.
//! Yours to copy.
//!
//! Killed at any moment, the job goes on where it stopped: a batch and the place that it reached are one transaction.

use std::error::Error;
use std::fmt;

use greffe::cipher::{Deterministic, FieldError, Iban, Progress, Reencryption};
use greffe_sqlx::SealedColumn;
use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

type Failure = Box<dyn Error>;

/// Rows of one transaction: few, so that the service's own writers hardly wait.
const BATCH: i64 = 250;

/// The second column, which new writers fill beside the first. An old writer knows the first only: by the trigger its row is unsealed
/// again, so that no token outlives the value that it was made of.
const ADD: &str = "
    ALTER TABLE customers ADD COLUMN iban_sealed BLOB;
    CREATE INDEX customers_by_iban ON customers (iban_sealed);
    CREATE INDEX customers_in_clear ON customers (id) WHERE iban_sealed IS NULL AND iban IS NOT NULL;
    CREATE TRIGGER customers_changed AFTER UPDATE OF iban ON customers
        WHEN new.iban IS NOT old.iban AND new.iban_sealed IS old.iban_sealed
        BEGIN UPDATE customers SET iban_sealed = NULL WHERE id = new.id; END;
    CREATE TABLE passes (name TEXT PRIMARY KEY, progress TEXT NOT NULL) STRICT;";

/// Once no instance reads the first column any more. Backups hold the plaintext until they expire: the register says when.
const DROP: &str = "
    DROP TRIGGER customers_changed;
    DROP INDEX customers_in_clear;
    DROP TABLE passes;
    ALTER TABLE customers DROP COLUMN iban;";

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Nothing is left in clear.
    Dropped,
    /// It was told to stop.
    Stopped,
    /// So many rows hold what is no IBAN: somebody must look at them.
    Left(i64),
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dropped => f.write_str("nothing is left in clear"),
            Self::Stopped => f.write_str("stopped; the next run goes on from here"),
            Self::Left(rows) => write!(f, "{rows} rows are left in clear: mend them and run again"),
        }
    }
}

/// Goes on where the last run stopped, at most for so many batches.
pub(crate) async fn run(
    db: &mut SqliteConnection,
    ibans: &Deterministic<Iban>,
    batches: usize,
) -> Result<Ended, Failure> {
    match (has(db, "iban").await?, has(db, "iban_sealed").await?) {
        (true, true) => {}
        (true, false) => {
            let mut transaction = db.begin().await?;
            sqlx::raw_sql(ADD).execute(&mut *transaction).await?;
            transaction.commit().await?;
        }
        (false, true) => return Ok(Ended::Dropped),
        (false, false) => return Err("the table has no such column".into()),
    }
    for _ in 0..batches {
        if !seal_batch(db, ibans).await? {
            return finish(db).await;
        }
    }
    Ok(Ended::Stopped)
}

/// `false` where no row in clear is left behind the place that the pass reached.
async fn seal_batch(
    db: &mut SqliteConnection,
    ibans: &Deterministic<Iban>,
) -> Result<bool, Failure> {
    let mut transaction = db.begin_with("BEGIN IMMEDIATE").await?;
    let kept: Option<String> =
        sqlx::query_scalar("SELECT progress FROM passes WHERE name = 'iban'")
            .fetch_optional(&mut *transaction)
            .await?;
    let mut pass = match kept {
        Some(progress) => Reencryption::resume(serde_json::from_str::<Progress<i64>>(&progress)?),
        None => Reencryption::begin(),
    };
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT id, iban FROM customers WHERE iban_sealed IS NULL AND iban IS NOT NULL AND id > ? ORDER BY id LIMIT ?",
    )
    .bind(pass.after().copied().unwrap_or(i64::MIN))
    .bind(BATCH)
    .fetch_all(&mut *transaction)
    .await?;
    if rows.is_empty() {
        return Ok(false);
    }
    let page = pass.page(rows, |_, clear| {
        Ok::<_, FieldError>(Some(ibans.seal(&clear.parse()?)))
    });
    for write in page.writes() {
        // The condition on `iban` is for databases that lock no table: what changed meanwhile is left to the next run.
        sqlx::query("UPDATE customers SET iban_sealed = ? WHERE id = ? AND iban = ?")
            .bind(SealedColumn(write.new.clone()))
            .bind(write.key)
            .bind(&write.old)
            .execute(&mut *transaction)
            .await?;
    }
    sqlx::query("INSERT OR REPLACE INTO passes VALUES ('iban', ?)")
        .bind(serde_json::to_string(pass.progress())?)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    let through = pass.after().copied().unwrap_or_default();
    println!("sealed {} rows, through row {through}", page.writes().len());
    for (id, why) in page.faults() {
        println!("row {id} stays as it is: {why}");
    }
    Ok(true)
}

/// Counts and drops in one transaction: what a writer adds in between would be lost.
async fn finish(db: &mut SqliteConnection) -> Result<Ended, Failure> {
    let mut transaction = db.begin_with("BEGIN IMMEDIATE").await?;
    let left: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM customers WHERE iban_sealed IS NULL AND iban IS NOT NULL",
    )
    .fetch_one(&mut *transaction)
    .await?;
    // The next run looks at every row in clear again, those before this place too.
    let end = if left == 0 {
        DROP
    } else {
        "DELETE FROM passes"
    };
    sqlx::raw_sql(end).execute(&mut *transaction).await?;
    transaction.commit().await?;
    if left > 0 {
        return Ok(Ended::Left(left));
    }
    // SQLite leaves what was deleted in free pages.
    sqlx::raw_sql("VACUUM").execute(db).await?;
    Ok(Ended::Dropped)
}

async fn has(db: &mut SqliteConnection, column: &str) -> Result<bool, Failure> {
    let found = "SELECT count(*) > 0 FROM pragma_table_info('customers') WHERE name = ?";
    Ok(sqlx::query_scalar(found).bind(column).fetch_one(db).await?)
}

/// What a reader does while both columns are there: the token where there is one, else what stands in clear.
pub(crate) async fn iban_of(
    db: &mut SqliteConnection,
    ibans: &Deterministic<Iban>,
    id: i64,
) -> Result<(Iban, &'static str), Failure> {
    let row = sqlx::query_as("SELECT iban_sealed, iban FROM customers WHERE id = ?").bind(id);
    let (sealed, clear): (Option<SealedColumn<Iban>>, Option<String>) = row.fetch_one(db).await?;
    Ok(match sealed {
        Some(token) => (ibans.open(&token.0)?, "sealed"),
        None => (
            clear.ok_or("the customer has no IBAN")?.parse()?,
            "in clear",
        ),
    })
}
