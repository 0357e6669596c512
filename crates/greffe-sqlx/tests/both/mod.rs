//! What must hold on both databases alike: each file a topic, each test a function over any place.

use greffe_sqlx::Backend;

/// A database of one test's own, to which any number of connections may be made.
pub(crate) trait Place {
    /// What it speaks.
    type Connection: Backend;

    /// One more connection.
    async fn connect(&self) -> Self::Connection;

    /// From now on, what this connection goes through is counted.
    async fn watch(&self, connection: &mut Self::Connection);

    /// How much this connection went through: steps of SQLite's machine, rows and index entries that PostgreSQL read.
    async fn effort(&self, connection: &mut Self::Connection) -> u64;

    /// By which another program finds it: `crate::place_at`.
    fn address(&self) -> String;
}

/// Runs each of these functions as a test, in a place of its own.
macro_rules! each_in_its_own_place {
    ($($test:ident),* $(,)?) => {
        mod tests {
            $(#[tokio::test]
            async fn $test() {
                super::$test(&crate::place().await).await;
            })*
        }
    };
}

mod abandoned;
mod backend;
mod consent_chain;
mod consent_law;
mod consent_writers;
mod kept_back;
mod migrations;
mod older_keyring;
mod open_writer;
mod pages;
pub(crate) mod purge;
mod purge_at_once;
mod request_store;
pub(crate) mod rotation;
mod served;
mod unique_move;
mod unique_plain;
