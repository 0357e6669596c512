//! Tests against a real PostgreSQL: `DATABASE_URL` must name one; without it they fail.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod attached;
#[path = "../both/mod.rs"]
mod both;
mod consent_store;
mod drift;
#[path = "../drift_rows/mod.rs"]
mod drift_rows;
mod example;
#[path = "../../../greffe-consent/tests/it/fixture.rs"]
#[allow(
    dead_code,
    reason = "the fixture of greffe-consent, not all of which is needed"
)]
mod fixture;
mod full_disk;
mod jobs;
#[path = "../../../greffe-consent/tests/it/newer_kinds.rs"]
#[allow(
    dead_code,
    reason = "the generators of greffe-consent, not all of which are needed"
)]
mod newer_kinds;
mod predicate_law;
mod predicates;
#[path = "../../../greffe-retention/tests/it/random.rs"]
#[allow(
    dead_code,
    reason = "the generators of greffe-retention, not all of which are needed"
)]
mod random;
#[path = "../../../greffe-consent/tests/it/reference.rs"]
#[allow(dead_code, reason = "its list of purposes alone is needed")]
mod reference;
mod row_security;
#[path = "../rows/mod.rs"]
mod rows;
mod sealed_column;
#[path = "../../../greffe-consent/tests/it/tcf_encoder.rs"]
#[allow(dead_code, reason = "the fixture names it")]
mod tcf_encoder;
mod waits;

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;

async fn connect() -> sqlx::PgConnection {
    use sqlx::Connection as _;
    let url =
        std::env::var("DATABASE_URL").expect("DATABASE_URL: run through `cargo xtask pg -- …`");
    sqlx::PgConnection::connect(&url).await.unwrap()
}

/// A schema of its own.
struct Schema(String);

async fn place() -> Schema {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let schema = format!("place_{}_{number}", std::process::id());
    let create = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
    sqlx::raw_sql(create)
        .execute(&mut connect().await)
        .await
        .unwrap();
    Schema(schema)
}

/// The place of another program.
fn place_at(address: &str) -> Schema {
    Schema(address.to_owned())
}

impl both::Place for Schema {
    type Connection = sqlx::PgConnection;

    async fn connect(&self) -> sqlx::PgConnection {
        let mut connection = connect().await;
        let path = sqlx::AssertSqlSafe(format!("SET search_path TO {}", self.0));
        sqlx::raw_sql(path).execute(&mut connection).await.unwrap();
        connection
    }

    async fn watch(&self, _: &mut sqlx::PgConnection) {}

    async fn effort(&self, connection: &mut sqlx::PgConnection) -> u64 {
        // What this session counted is told to others now, and not once a second.
        for counted in [
            "SELECT pg_stat_force_next_flush()",
            "SELECT pg_stat_clear_snapshot()",
        ] {
            sqlx::raw_sql(counted)
                .execute(&mut *connection)
                .await
                .unwrap();
        }
        let read: i64 = sqlx::query_scalar(
            "SELECT (coalesce(sum(seq_tup_read), 0) + coalesce(sum(idx_tup_fetch), 0))::bigint
                 + (SELECT coalesce(sum(idx_tup_read), 0)::bigint FROM pg_stat_user_indexes WHERE schemaname = current_schema())
             FROM pg_stat_user_tables WHERE schemaname = current_schema()",
        )
        .fetch_one(connection)
        .await
        .unwrap();
        read.try_into().unwrap()
    }

    fn address(&self) -> String {
        self.0.clone()
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `06-30`, or dated years with the closing that follows them.
fn years(text: &str) -> FiscalYears {
    let (rows, closing): (Vec<_>, Vec<_>) = text.split(' ').partition(|part| part.contains('/'));
    let rows: Vec<_> = rows.iter().map(|row| row.parse().unwrap()).collect();
    match (rows.is_empty(), closing.first()) {
        (true, Some(closing)) => FiscalYears::regular(closing.parse().unwrap()),
        (false, Some(closing)) => FiscalYears::with_table(closing.parse().unwrap(), rows).unwrap(),
        (_, None) => FiscalYears::from_table(rows).unwrap(),
    }
}
