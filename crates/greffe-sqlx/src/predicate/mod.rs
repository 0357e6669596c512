//! Predicates from cutoffs: a WHERE clause that selects exactly the rows that may be disposed of.

mod compile;
mod days;
mod fact_columns;
mod holds;
mod name;
mod periods;
mod postgres;
mod push;
mod sqlite;
mod stored_day;
mod tree;

use std::fmt;

use greffe_retention::Cutoff;

pub use fact_columns::FactColumns;
pub use holds::{HoldsTable, Restrictions};
pub use name::{Name, QualifiedName};
pub use periods::SetPeriods;
pub use postgres::PostgresDay;
pub use sqlite::SqliteDay;
pub use stored_day::StoredDay;

use crate::PredicateError;
use tree::{Piece, Test};

/// A condition for a WHERE clause: text with quoted names and placeholders, and the values that are bound to them.
///
/// `push_to` puts it into a [`sqlx::QueryBuilder`]. Displayed it shows the text alone, for logs and tests. It stands in brackets where it needs
/// them, so that ` AND …` may follow.
///
/// ```
/// # use chrono::NaiveDate;
/// # use greffe_calendar::{FiscalYears, zone};
/// # use greffe_retention::{Event, Rule};
/// # use greffe_sqlx::{FactColumns, PostgresDay};
/// # let rule = Rule::from_toml("keep = \"P1M\"\nafter = \"recorded\"")?;
/// # let years = FiscalYears::regular("12-31".parse()?);
/// let cutoff = rule.cutoff(&years, NaiveDate::from_ymd_opt(2026, 3, 1).unwrap())?;
/// let columns = FactColumns::new(zone::parse("Europe/Paris")?)
///     .event(Event::Recorded, "recorded".parse()?, PostgresDay::Date)
///     .held("held".parse()?);
/// assert_eq!(
///     columns.predicate(&cutoff)?.to_string(),
///     r#"("recorded" >= $1 AND "recorded" <= $2 AND pg_typeof("recorded") = 'date'::regtype AND "held" = FALSE)"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct SqlPredicate<S: StoredDay> {
    test: Test<S::Value>,
}

impl<S: StoredDay> FactColumns<S> {
    /// The rows that `cutoff` selects: exactly those of which [`Rule::evaluate`](greffe_retention::Rule::evaluate) says on its day that they may
    /// be disposed of, as far as columns tell. A row of which a column says something unreadable is never one of them.
    ///
    /// # Errors
    /// What the rule looks at and no column was named for ([`PredicateError::UnmappedEvent`], [`PredicateError::UnmappedSetting`],
    /// [`PredicateError::UnmappedExtension`]); [`PredicateError::UnmappedHolds`] if nothing at all was said of holds;
    /// [`PredicateError::NotComparable`] if two events must come in an order and are not both stored as days.
    pub fn predicate(&self, cutoff: &Cutoff) -> Result<SqlPredicate<S>, PredicateError> {
        Ok(SqlPredicate::new(compile::cutoff(self, cutoff)?))
    }
}

impl<S: StoredDay> SqlPredicate<S> {
    const fn new(test: Test<S::Value>) -> Self {
        Self { test }
    }

    /// The rows that all of these select: where several rules speak of a row, it goes when the last of them lets it go. No rule at all selects
    /// nothing.
    #[must_use]
    pub fn all_of(predicates: impl IntoIterator<Item = Self>) -> Self {
        let tests: Vec<_> = predicates.into_iter().map(|one| one.test).collect();
        if tests.is_empty() {
            return Self::new(Test::FALSE);
        }
        Self::new(Test::all(tests))
    }

    /// Whether it selects nothing, whatever the rows are: the query can be left out.
    #[must_use]
    pub fn selects_nothing(&self) -> bool {
        self.test == Test::FALSE
    }

    fn pieces(&self) -> Vec<Piece<S::Value>> {
        let mut pieces = Vec::new();
        self.test.write(&S::TRUTH, &mut pieces);
        pieces
    }
}

impl<S: StoredDay> fmt::Display for SqlPredicate<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut number = 0;
        for piece in self.pieces() {
            match piece {
                Piece::Sql(text) => f.write_str(text)?,
                Piece::Name(name) => f.write_str(&quoted::<S>(&name))?,
                Piece::Value(_) => {
                    number += 1;
                    f.write_str(&S::placeholder(number))?;
                }
            }
        }
        Ok(())
    }
}

impl<S: StoredDay> fmt::Debug for SqlPredicate<S> {
    /// Without the values: periods are what somebody wrote.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SqlPredicate({self})")
    }
}

/// Each part in quotes. No part can hold one.
fn quoted<S: StoredDay>(name: &QualifiedName) -> String {
    let quote = S::QUOTE;
    let parts: Vec<_> = name
        .parts()
        .map(|part| format!("{quote}{part}{quote}"))
        .collect();
    parts.join(".")
}
