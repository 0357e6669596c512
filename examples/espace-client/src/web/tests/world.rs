//! A service with a few synthetic people, over a database of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use greffe::register::Register;
use greffe_sqlx::Backend;
use tempfile::TempDir;

use crate::customers::{Ciphers, Pinned};
use crate::database::{Place, SqliteFile, migrate};
use crate::home::Home;
use crate::web::service::{Parts, Service, Shared};
use crate::web::settings::{Rates, Settings, count};
use crate::web::{Dialogue, issue, operator, public};

/// How many customers there are, from 1.
pub(crate) const PEOPLE: i64 = 6;

/// A database file of its own, which goes with the folder.
pub(crate) fn file() -> (TempDir, SqliteFile) {
    let folder = tempfile::tempdir().unwrap();
    let place = SqliteFile::new(folder.path().join("test.sqlite"));
    (folder, place)
}

/// A schema of its own on the server of `DATABASE_URL`.
#[cfg(feature = "postgres-tests")]
pub(crate) async fn schema() -> (TempDir, crate::database::PostgresServer) {
    use crate::database::Database;
    let (folder, url) = schema_behind("", "").await;
    match Database::of(Some(&url), folder.path()).unwrap() {
        Database::Postgres(server) => (folder, server),
        Database::Sqlite(_) => panic!("DATABASE_URL is of no server"),
    }
}

/// The same, reached at another address than the server's own.
#[cfg(feature = "postgres-tests")]
pub(crate) async fn schema_behind(
    address: &str,
    of_server: &str,
) -> (TempDir, crate::database::DatabaseUrl) {
    use crate::web::token::Token;
    use sqlx::Connection as _;
    let url = std::env::var("DATABASE_URL").expect("a server: cargo xtask pg -- cargo test …");
    let name: String = Token::random()
        .unwrap()
        .reveal()
        .bytes()
        .map(|b| char::from(b'a' + b % 26))
        .collect();
    let mut db = sqlx::PgConnection::connect(&url).await.unwrap();
    let made = format!("CREATE SCHEMA {name}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(made))
        .execute(&mut db)
        .await
        .unwrap();
    let sign = if url.contains('?') { '&' } else { '?' };
    let url = format!("{url}{sign}options[search_path]={name}");
    let url = if address.is_empty() {
        url
    } else {
        url.replace(of_server, address)
    };
    (tempfile::tempdir().unwrap(), url.parse().unwrap())
}

/// A service and whoever stands around it.
pub(crate) struct World<C: Backend> {
    pub(crate) service: Shared<C>,
    pub(crate) router: Router,
    pub(crate) operator: Router,
    clock: Arc<AtomicI64>,
}

/// The register of the tests: what the rest of it says is of no importance here.
fn register() -> Register {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../registers/hosting.toml");
    Register::from_toml(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// Limits that nobody reaches who does not try to.
fn generous() -> Settings {
    let many = governor::Quota::per_second(count(100_000));
    Settings {
        rates: Rates {
            requests: many,
            logins: many,
            writes: many,
            exports: many,
        },
        stall: Duration::from_secs(2),
        ..Settings::default()
    }
}

impl<C: Backend> World<C> {
    /// With limits that nobody reaches.
    pub(crate) async fn over<P: Place<Connection = C>>(folder: &TempDir, place: &P) -> Self {
        let home = Home::new(folder.path());
        home.prepare(1_700_000_000).unwrap();
        let keyring = home.keyring().unwrap();
        place.create().unwrap();
        let mut db = place.connect().await.unwrap();
        migrate(&mut db).await.unwrap();
        let pinned = Pinned::record(&mut db, &keyring).await.unwrap();
        let ciphers = Ciphers::new(&keyring, pinned).unwrap();
        let today = "2026-11-26".parse().unwrap();
        crate::fill::fill(&mut db, &ciphers, PEOPLE, today, |_| ())
            .await
            .unwrap();
        Self::of(home, place, generous()).await
    }

    async fn of<P: Place<Connection = C>>(home: Home, place: &P, settings: Settings) -> Self {
        let noon: DateTime<Utc> = "2026-11-26T12:00:00Z".parse().unwrap();
        let clock = Arc::new(AtomicI64::new(noon.timestamp()));
        let mut db = place.connect().await.unwrap();
        let dialogue = Dialogue::prepare(&mut db, &register(), noon).await.unwrap();
        let time = Arc::clone(&clock);
        let service = Service::new(Parts {
            pool: place.pool(4),
            register: register(),
            dialogue,
            home,
            settings,
            clock: Box::new(move || {
                DateTime::from_timestamp(time.load(Ordering::SeqCst), 0).unwrap()
            }),
        });
        Self {
            router: public(&service),
            operator: operator(&service),
            service,
            clock,
        }
    }

    /// The same database served with other settings.
    pub(crate) async fn with(self, change: impl FnOnce(&mut Settings)) -> Self {
        self.served(register(), change).await
    }

    /// The same database under a register by which the service holds everything, so that a package lacks nothing.
    pub(crate) async fn that_holds_everything(self) -> Self {
        let whole = include_str!("../../../tests/both/whole.toml");
        self.served(Register::from_toml(whole).unwrap(), |_| ())
            .await
    }

    async fn served(self, kept: Register, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = (*self.service.settings).clone();
        change(&mut settings);
        let mut db = self.service.connection().await.unwrap();
        let now = self.service.now();
        let dialogue = Dialogue::prepare::<C>(&mut db, &register(), now)
            .await
            .unwrap();
        drop(db);
        let time = Arc::clone(&self.clock);
        let service = Service::new(Parts {
            pool: self.service.pool().clone(),
            register: kept,
            dialogue,
            home: self.service.home.clone(),
            settings,
            clock: Box::new(move || {
                DateTime::from_timestamp(time.load(Ordering::SeqCst), 0).unwrap()
            }),
        });
        Self {
            router: public(&service),
            operator: operator(&service),
            service,
            clock: self.clock,
        }
    }

    /// A token of this customer, for an hour.
    pub(crate) async fn token(&self, customer: i64) -> String {
        let mut db = self.service.connection().await.unwrap();
        let life = TimeDelta::hours(1);
        let token = issue::<C>(&mut db, customer, self.service.now(), life).await;
        token.unwrap().unwrap().reveal()
    }

    /// Time goes by.
    pub(crate) fn later(&self, by: TimeDelta) {
        self.clock.fetch_add(by.num_seconds(), Ordering::SeqCst);
    }
}
