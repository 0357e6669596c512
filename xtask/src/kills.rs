//! Jobs and services over both databases, killed a hundred times each.

use crate::command::Outcome;

/// `cargo test` kills some on SQLite alone. Here a hundred of each on each database, PostgreSQL's own processes among them: purges and rotations of
/// `greffe-sqlx`, then migrations, exports and the web service of `espace-client`.
pub(crate) fn run() -> Outcome {
    killed(&["greffe-sqlx", "--test", "kills"])?;
    let by_name = ["--", "both::kills::"];
    killed(&[&["espace-client", "--test", "it"], &by_name[..]].concat())?;
    killed(&[&["espace-client", "--test", "postgres"], &by_name[..]].concat())
}

fn killed(package: &[&str]) -> Outcome {
    let command = ["env", "GREFFE_KILLS=100", "cargo", "test", "--quiet"];
    let command = command
        .iter()
        .chain(&["--features", "postgres-tests", "-p"]);
    let command: Vec<String> = command.chain(package).map(ToString::to_string).collect();
    crate::pg::run(&command)
}
