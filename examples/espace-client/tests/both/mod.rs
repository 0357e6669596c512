//! What must hold on both databases alike: each file a topic, each test a function over any place. Claims are checked in the database and in the
//! files, not in what a command says of itself.

macro_rules! each_in_its_own_place {
    ($($test:ident),* $(,)?) => {
        mod tests {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(crate::place().await).await;
            })*
        }
    };
}

mod clock;
mod demo;
mod drift;
mod export;
mod fill;
mod gone;
mod kills;
mod own_consents;
mod own_stores;
mod purge;
mod restore;
mod rotate;
mod service;

use std::collections::{BTreeMap, BTreeSet};

use greffe_sqlx::{Backend, Statement};

pub(crate) use service::Service;

/// A register under which everything of a customer is in this service, so that a request can be closed.
pub(crate) const WHOLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/both/whole");

/// A database of one test's own, to which any number of connections may be made.
pub(crate) trait Place {
    /// What it speaks.
    type Connection: Backend;

    /// What the host is told in `DATABASE_URL`.
    fn url(&self) -> String;

    /// One more connection.
    async fn connect(&self) -> Self::Connection;

    /// Takes a backup, replacing an earlier one.
    async fn back_up(&self);

    /// Puts the backup in place of what is there.
    async fn restore(&self);

    /// Has whoever is connected lose the connection, where there is one to lose.
    async fn disconnect_all(&self);
}

/// The tables of the service that hold rows which a purge may take.
pub(crate) const TABLES: [&str; 22] = [
    "customers",
    "contracts",
    "user_accounts",
    "crm_contacts",
    "invoices",
    "prospects",
    "tickets",
    "call_details",
    "surveys",
    "connection_logs",
    "network_logs",
    "audit_trail",
    "newsletter_events",
    "report_files",
    "missed_call_files",
    "sftp_extracts",
    "call_recordings",
    "voicemails",
    "tracked_emails",
    "visitor_events",
    "api_calls",
    "webhook_calls",
];

/// Which rows are there.
pub(crate) type Rows = BTreeMap<&'static str, BTreeSet<i64>>;

/// Every row of every table, by its key.
pub(crate) async fn rows(db: &mut impl Backend) -> Rows {
    let mut all = Rows::new();
    for table in TABLES {
        let found = db
            .rows(Statement::new("SELECT id FROM ").push(table))
            .await
            .unwrap();
        all.insert(
            table,
            found.iter().map(|row| row.get("id").unwrap()).collect(),
        );
    }
    all
}

/// The number that a query answers.
pub(crate) async fn number(db: &mut impl Backend, query: &'static str) -> i64 {
    let row = db.row(Statement::new(query)).await.unwrap().unwrap();
    row.first().unwrap()
}
