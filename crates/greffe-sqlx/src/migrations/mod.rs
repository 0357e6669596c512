//! Greffe's own tables, made and changed by numbered scripts, one for each database. A script that was published is never changed: what comes
//! after it is another number.

use sha2::{Digest as _, Sha256};

use crate::backend::Opened;
use crate::{Backend, Dialect, Row, Statement, StoreError};

/// One script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    number: u32,
    name: &'static str,
    sql: &'static str,
}

impl Migration {
    /// Its number, from 1, without gaps.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// What it is about, in one word of ASCII.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its statements. They begin and end no transaction.
    #[must_use]
    pub const fn sql(&self) -> &'static str {
        self.sql
    }

    /// SHA-256 over its lines, each ended by a line feed, so that a checkout with other line ends has the same.
    fn digest(&self) -> Vec<u8> {
        let lines = self.sql.lines();
        let digest = lines.fold(Sha256::new(), |digest, line| {
            digest.chain_update(line).chain_update("\n")
        });
        digest.finalize().to_vec()
    }
}

macro_rules! scripts {
    ($dialect:literal: $($number:literal $name:literal),* $(,)?) => {
        &[$(Migration {
            number: $number,
            name: $name,
            sql: include_str!(concat!("000", $number, "_", $name, ".", $dialect, ".sql")),
        }),*]
    };
}

const SQLITE: &[Migration] = scripts!("sqlite": 1 "purge", 2 "consent", 3 "requests", 4 "rotation");
const POSTGRES: &[Migration] =
    scripts!("postgres": 1 "purge", 2 "consent", 3 "requests", 4 "rotation");

/// What the last of them makes: where it is there, all of them ran.
const LAST_TABLE: &str = "greffe_pinned_keys";

/// Every script for this database, in order: for a team that runs migrations with a tool of its own. Such a team runs each of them once, in a
/// transaction, before a program of this version starts. [`migrate`], which the jobs call, then finds everything there and does nothing.
///
/// ```
/// use greffe_sqlx::{Dialect, migrations};
///
/// for script in migrations(Dialect::Postgres) {
///     println!("{:04}_{}.sql: {} bytes", script.number(), script.name(), script.sql().len());
/// }
/// assert_eq!(migrations(Dialect::Postgres).len(), migrations(Dialect::Sqlite).len());
/// ```
#[must_use]
pub const fn migrations(dialect: Dialect) -> &'static [Migration] {
    match dialect {
        Dialect::Sqlite => SQLITE,
        Dialect::Postgres => POSTGRES,
    }
}

/// Creates Greffe's own tables (`greffe_…`) where they are missing and brings those of an earlier version up to this one; says how many scripts
/// ran. The tables are the same whatever features are on, so that programs with different ones share a database.
///
/// Each script runs in a transaction of its own with its row in the table `greffe_schema`: whatever stops the program leaves a whole script or
/// nothing of it. Two programs at once wait for one another. Tables that purge stores made before there were migrations are adopted. No clock is read, and
/// when a script ran is not recorded.
///
/// Where nothing is missing nothing is made: a role that may make no table in PostgreSQL needs `SELECT` on `greffe_schema` and whatever its jobs do to the
/// other tables. Where a tool of the host's ran every script of [`migrations`], there is no `greffe_schema`, and none is made.
///
/// ```
/// # #[cfg(feature = "sqlite")]
/// # async fn example() -> Result<(), greffe_sqlx::StoreError> {
/// use sqlx::Connection as _;
///
/// let mut db = sqlx::SqliteConnection::connect("sqlite::memory:").await?;
/// assert!(greffe_sqlx::migrate(&mut db).await? > 0);
/// assert_eq!(greffe_sqlx::migrate(&mut db).await?, 0);
/// # Ok(()) }
/// # #[cfg(feature = "sqlite")]
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example()).unwrap();
/// ```
///
/// # Errors
/// [`StoreError::SchemaNewer`] where a later version was here: nothing is changed then; [`StoreError::SchemaChanged`] where a script that ran has
/// another text than this version's, or one before it never ran; [`StoreError::Database`], also inside a transaction of the caller's.
pub async fn migrate<C: Backend>(connection: &mut C) -> Result<u32, StoreError> {
    let mut ran = 0;
    // A program that stands still between two scripts holds up nobody.
    loop {
        let mut opened = Opened::writing(connection).await?;
        let has_run = next(opened.connection()).await;
        match opened.settle(has_run).await? {
            true => ran += 1,
            false => return Ok(ran),
        }
    }
}

/// Runs the next script that did not run yet, if there is one.
async fn next<C: Backend>(connection: &mut C) -> Result<bool, StoreError> {
    let scripts = migrations(C::DIALECT);
    match C::DIALECT {
        // `BEGIN IMMEDIATE` has locked the file.
        Dialect::Sqlite => {}
        // Before anything is read: of two programs the second sees what the first one did.
        Dialect::Postgres => {
            connection.script(LOCK).await?;
        }
    }
    // Looks before it makes: to a role that may make no table PostgreSQL refuses even one that is there.
    let has_schema = is_there(connection, "greffe_schema").await?;
    let mut ran = Vec::new();
    if has_schema {
        let asked = Statement::new("SELECT number, digest FROM greffe_schema ORDER BY number");
        ran = connection.rows(asked).await?;
    }
    check(scripts, &ran)?;
    let Some(script) = scripts.get(ran.len()) else {
        return Ok(false);
    };
    // Each script leaves its row with its tables. Without the row, somebody else's tool made them.
    if is_there(connection, LAST_TABLE).await? {
        return Ok(false);
    }
    if !has_schema {
        connection.script(schema_table(C::DIALECT)).await?;
    }
    connection.script(script.sql).await?;
    let insert =
        Statement::new("INSERT INTO greffe_schema (number, name, digest) VALUES ($1, $2, $3)");
    let insert = insert.bind(script.number).bind(script.name);
    connection.execute(insert.bind(script.digest())).await?;
    Ok(true)
}

/// Whether there is such a table where one would be made.
async fn is_there<C: Backend>(connection: &mut C, table: &'static str) -> Result<bool, StoreError> {
    let asked = Statement::new(match C::DIALECT {
        Dialect::Sqlite => "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1",
        Dialect::Postgres => {
            "SELECT 1 WHERE to_regclass(format('%I.%I', current_schema(), $1::text)) IS NOT NULL"
        }
    });
    Ok(connection.row(asked.bind(table)).await?.is_some())
}

/// Whether what ran is the beginning of `scripts`.
fn check(scripts: &[Migration], ran: &[Row]) -> Result<(), StoreError> {
    for (row, expected) in ran.iter().zip(1_u32..) {
        let number: u32 = row.get("number")?;
        let Some(script) = scripts.get(expected as usize - 1) else {
            return Err(StoreError::SchemaNewer { number });
        };
        if number != expected || row.get::<Vec<u8>>("digest")? != script.digest() {
            return Err(StoreError::SchemaChanged { number: expected });
        }
    }
    Ok(())
}

/// A lock of this name alone, until the transaction ends. The number says `greffe`.
const LOCK: &str = "SELECT pg_advisory_xact_lock(113741025142373)";

const fn schema_table(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "CREATE TABLE greffe_schema (number INTEGER PRIMARY KEY, name TEXT NOT NULL, digest BLOB NOT NULL) STRICT"
        }
        Dialect::Postgres => {
            "CREATE TABLE greffe_schema (number bigint PRIMARY KEY, name text NOT NULL, digest bytea NOT NULL)"
        }
    }
}
