//! Days in PostgreSQL.

use chrono::{DateTime, NaiveDate, Utc};
use greffe_calendar::{CalendarError, Tz};

use super::days::Days;
use super::name::QualifiedName;
use super::stored_day::{Dialect, StoredDay};
use super::tree::{Test, Truth};
use crate::Cell;

/// How a column of PostgreSQL stores a day or an instant. `timestamp` is not offered: without an offset nobody knows which day it was.
///
/// A column of another type than is said selects nothing (PostgreSQL would compare, and take the session's time zone for it), and so do `infinity`,
/// `-infinity` and years outside of 1 to 9999. A domain is another type.
///
/// ```
/// use greffe_calendar::zone;
/// use greffe_retention::Event;
/// use greffe_sqlx::{FactColumns, PostgresDay};
///
/// let columns = FactColumns::new(zone::parse("Europe/Paris")?)
///     .event(Event::Recorded, "logs.written".parse()?, PostgresDay::Timestamptz)
///     .held("logs.held".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostgresDay {
    /// `date`: a local day of the policy's zone.
    Date,
    /// `timestamptz`: an instant, which falls on a local day of the policy's zone. Compared with local midnights.
    Timestamptz,
}

/// What is bound.
#[derive(Debug, Clone, PartialEq)]
pub enum PostgresValue {
    Day(NaiveDate),
    Instant(DateTime<Utc>),
    Text(Box<str>),
}

impl From<PostgresValue> for Cell {
    fn from(value: PostgresValue) -> Self {
        match value {
            PostgresValue::Day(day) => day.into(),
            PostgresValue::Instant(instant) => instant.into(),
            PostgresValue::Text(text) => text.into_string().into(),
        }
    }
}

impl StoredDay for PostgresDay {}

impl Dialect for PostgresDay {
    type Value = PostgresValue;

    const QUOTE: char = '"';
    const TRUTH: Truth = Truth {
        always: "TRUE",
        never: "FALSE",
    };

    fn placeholder(number: usize) -> String {
        format!("${number}")
    }

    fn text(text: &str) -> PostgresValue {
        PostgresValue::Text(text.into())
    }

    fn is_of_days(self) -> bool {
        self == Self::Date
    }

    fn within(
        self,
        column: &QualifiedName,
        days: Days,
        zone: Tz,
    ) -> Result<Test<PostgresValue>, CalendarError> {
        let tests = match self {
            Self::Date => [
                Test::compare(column, " >= ", PostgresValue::Day(days.since)),
                Test::compare(column, " <= ", PostgresValue::Day(days.through)),
                Test::about(column, "pg_typeof(@) = 'date'::regtype"),
            ],
            Self::Timestamptz => {
                let span = days.span(zone)?;
                [
                    Test::compare(column, " >= ", PostgresValue::Instant(span.from)),
                    Test::compare(column, " < ", PostgresValue::Instant(span.before)),
                    Test::about(column, "pg_typeof(@) = 'timestamptz'::regtype"),
                ]
            }
        };
        Ok(Test::all(tests))
    }

    fn flag(column: &QualifiedName, on: bool) -> Test<PostgresValue> {
        Test::of(column, if on { " = TRUE" } else { " = FALSE" })
    }

    fn is_text(column: &QualifiedName, text: &str) -> Test<PostgresValue> {
        // `citext` and collations of the host's own may take two texts for one.
        Test::compare(column, "::text COLLATE \"C\" = ", Self::text(text))
    }
}
