//! The tables of the service, made and brought up to date: each migration is one transaction, and two processes never run one twice.

use greffe_sqlx::{Backend, Dialect, Statement};

use crate::error::HostError;

/// A step that every database of the service takes once.
struct Migration {
    number: i64,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migration {
    ($number:literal, $file:literal) => {
        Migration {
            number: $number,
            sqlite: include_str!(concat!("../../migrations/sqlite/", $file)),
            postgres: include_str!(concat!("../../migrations/postgres/", $file)),
        }
    };
}

const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_tables.sql"),
    migration!(2, "0002_web.sql"),
];

impl Migration {
    const fn script(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            _ => self.postgres,
        }
    }
}

/// Runs what has not run, of the service's own tables and of Greffe's; how many that was.
pub(crate) async fn migrate<C: Backend>(db: &mut C) -> Result<u32, HostError> {
    let mut done = 0;
    loop {
        db.begin_writing().await?;
        match step(db).await {
            Ok(true) => done += 1,
            Ok(false) => {
                db.commit().await?;
                let own = greffe_sqlx::migrate(db).await?;
                return Ok(done + own);
            }
            Err(error) => {
                // The first error says more than one of the way back.
                let _ = db.rollback().await;
                return Err(error);
            }
        }
        db.commit().await?;
    }
}

/// The next migration, if there is one.
async fn step<C: Backend>(db: &mut C) -> Result<bool, HostError> {
    if C::DIALECT == Dialect::Postgres {
        // Until the transaction ends: `CREATE TABLE IF NOT EXISTS` of two processes at once can fail. Any number will do that nobody else takes.
        db.script("SELECT pg_advisory_xact_lock(7306871532664681)")
            .await?;
    }
    db.script("CREATE TABLE IF NOT EXISTS host_migrations (number BIGINT PRIMARY KEY)")
        .await?;
    let last = last(db).await?;
    let Some(next) = MIGRATIONS.iter().find(|migration| migration.number > last) else {
        return if is_known(last) {
            Ok(false)
        } else {
            Err(HostError::NewerDatabase)
        };
    };
    db.script(next.script(C::DIALECT)).await?;
    db.execute(
        Statement::new("INSERT INTO host_migrations (number) VALUES ($1)").bind(next.number),
    )
    .await?;
    Ok(true)
}

async fn last<C: Backend>(db: &mut C) -> Result<i64, HostError> {
    let asked = Statement::new("SELECT coalesce(max(number), 0) AS number FROM host_migrations");
    let row = db.row(asked).await?.ok_or(HostError::Defect)?;
    Ok(row.get("number")?)
}

fn is_known(number: i64) -> bool {
    MIGRATIONS.last().is_some_and(|last| last.number == number)
}

/// Refuses a database whose tables are not those of this program.
pub(crate) async fn is_current<C: Backend>(db: &mut C) -> Result<(), HostError> {
    let asked = Statement::new(match C::DIALECT {
        Dialect::Sqlite => {
            "SELECT count(*) AS tables FROM sqlite_schema WHERE name = 'host_migrations'"
        }
        _ => "SELECT count(to_regclass('host_migrations')) AS tables",
    });
    let row = db.row(asked).await?.ok_or(HostError::Defect)?;
    if row.get::<i64>("tables")? == 0 {
        return Err(HostError::NotMigrated);
    }
    match last(db).await? {
        number if is_known(number) => Ok(()),
        number if MIGRATIONS.iter().any(|migration| migration.number > number) => {
            Err(HostError::NotMigrated)
        }
        _ => Err(HostError::NewerDatabase),
    }
}
