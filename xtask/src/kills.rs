//! Jobs over both databases, killed a hundred times each.

use crate::command::Outcome;

/// `cargo test` kills some on SQLite alone. Here a hundred of each job on each database, PostgreSQL's own processes among them.
pub(crate) fn run() -> Outcome {
    let command = [
        "env",
        "GREFFE_KILLS=100",
        "cargo",
        "test",
        "--quiet",
        "-p",
        "greffe-sqlx",
        "--features",
        "postgres-tests",
        "--test",
        "kills",
    ];
    crate::pg::run(&command.map(str::to_owned))
}
