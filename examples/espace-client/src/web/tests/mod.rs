//! The service as people, programs and attackers ask it, without a network: the same questions over SQLite, and with the feature `postgres-tests` over
//! PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod asking;
mod consents;
mod document;
mod exports;
mod isolation;
mod limits;
mod login;
mod outage;
mod pages;
mod refusals;
mod rights;
mod turning;
pub(crate) mod world;

/// Asks the same of a service over each database.
macro_rules! over_each_database {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let (folder, place) = crate::web::tests::world::file();
                let world = crate::web::tests::world::World::over(&folder, &place).await;
                super::$name(world).await;
            })+
        }
        #[cfg(feature = "postgres-tests")]
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let (folder, place) = crate::web::tests::world::schema().await;
                let world = crate::web::tests::world::World::over(&folder, &place).await;
                super::$name(world).await;
            })+
        }
    };
}
use over_each_database;
