//! What sealing, and Greffe's jobs and stores, cost a database that is in use: each next to the same work on plaintext columns, in one run.
//!
//! | module | what |
//! | --- | --- |
//! | `size` | how many people, lookups, rounds |
//! | `people` | synthetic people, out of a seed |
//! | `table` | the two tables, and people put into both |
//! | `lookup` | a person by IBAN |
//! | `consent` | a decision over one person's events |
//! | `requests` | the list of open requests |
//! | `purge` | rows whose time has come |
//! | `rotation` | a column that comes under another key |
//! | `disk` | what tables and indexes take |
//! | `samples` | times taken in turn, and what is said of them |
//! | `database` | the two databases |
//!
//! Both sides go through the same connection and the same [`Backend`], so that what differs is what is stored and asked. Whoever goes first in a round goes
//! second in the next. Before a ratio is printed both must have found, written and deleted the same number of rows.

mod consent;
mod database;
mod disk;
mod lookup;
mod people;
mod purge;
mod requests;
mod rotation;
mod samples;
mod size;
mod table;

use std::fmt::Write as _;

use greffe_sqlx::{Backend, migrate};
use serde_json::{Value, json};

pub use database::{on_postgres, on_sqlite};
pub use disk::Taken;
pub use size::Size;

use crate::compare::{Failure, Measured, Report};
use people::People;
use table::Columns;

/// Name and version of the form of [`Load::json`]: that of a comparison with one area, the database, and `disk`.
pub const FORM: &str = "greffe-load/1";

/// What was measured on one database.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// Which.
    pub database: &'static str,
    /// Every contest: ours first, plaintext second, parts of ours after them.
    pub measured: Vec<Measured>,
    /// What the tables take.
    pub disk: Vec<Taken>,
}

impl Load {
    /// A table of ratios, and what is on the disk.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = Report::new(vec![(self.database, self.measured.clone())]).table();
        for taken in &self.disk {
            // Writing into a string never fails.
            let _ = writeln!(
                text,
                "{}: bytes of {}: {}, in plaintext {}: {:.2}x",
                self.database,
                taken.what,
                taken.sealed,
                taken.plain,
                taken.ratio()
            );
        }
        text
    }

    /// The same for a program.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut json = Report::new(vec![(self.database, self.measured.clone())]).json();
        let disk = self.disk.iter().map(Taken::json).collect::<Vec<_>>();
        if let Some(object) = json.as_object_mut() {
            object.insert("form".to_owned(), FORM.into());
            object.insert("disk".to_owned(), json!(disk));
        }
        json
    }
}

/// Fills an empty place of a database, measures, and leaves it full.
async fn measure<C: Backend>(
    db: &mut C,
    database: &'static str,
    size: Size,
) -> Result<Load, Failure> {
    migrate(db).await?;
    table::create(db).await?;
    let people = People::new(size.seed, size.people);
    let (old, new) = (table::key(1)?, table::key(2)?);
    let (before, during) = (table::one_key(old, 1), table::two_keys(old, new, 2)?);
    let one = Columns::of(&before, old)?;
    let mut measured = vec![table::fill(db, &people, &one, size).await?];
    let disk = disk::taken(db).await?;
    let two = Columns::of(&during, old)?;
    for (kind, columns) in [
        (lookup::FOUND, &one),
        (lookup::MISSING, &one),
        (lookup::FOUND_DURING_A_ROTATION, &two),
        (lookup::MISSING_DURING_A_ROTATION, &two),
    ] {
        measured.extend(lookup::measure(db, &people, columns, kind, size).await?);
    }
    measured.extend(consent::measure(db, size).await?);
    measured.extend(requests::measure(db, size).await?);
    measured.push(purge::measure(db, size).await?);
    measured.push(rotation::measure(db, size).await?);
    Ok(Load {
        database,
        measured,
        disk,
    })
}
