//! Tests against a real PostgreSQL: `DATABASE_URL` must name one; without it they fail.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod sealed_column;

async fn connect() -> sqlx::PgConnection {
    use sqlx::Connection as _;
    let url =
        std::env::var("DATABASE_URL").expect("DATABASE_URL: run through `cargo xtask pg -- …`");
    sqlx::PgConnection::connect(&url).await.unwrap()
}
