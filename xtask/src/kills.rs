//! Jobs and services over both databases, killed a hundred times each.

use crate::builds;
use crate::command::Outcome;
use crate::pg;

/// `cargo test` kills some on SQLite alone. Here a hundred of each on each database, PostgreSQL's own processes among them: purges and rotations of
/// `greffe-sqlx`, then migrations, exports and the web service of `espace-client`.
pub(crate) fn run() -> Outcome {
    let built = builds::of_features()?;
    for (package, name, filter) in [
        ("crates/greffe-sqlx", "kills", None),
        ("examples/espace-client", "it", Some("both::kills::")),
        ("examples/espace-client", "postgres", Some("both::kills::")),
    ] {
        let mut tests = built.tests(package, "test", name)?;
        pg::beside(tests.args(filter).env("GREFFE_KILLS", "100"))?;
    }
    Ok(())
}
