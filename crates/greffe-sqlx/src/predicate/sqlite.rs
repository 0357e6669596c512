//! Days in SQLite, which has no type for them and stores anything in any column: each form brings its own guards.

use chrono::DateTime;
use chrono::Utc;
use greffe_calendar::{CalendarError, Tz};

use super::days::{Days, Span};
use super::name::QualifiedName;
use super::stored_day::{Dialect, StoredDay};
use super::tree::{Test, Truth};
use crate::Cell;

/// How a column of SQLite stores a day or an instant.
///
/// What is not written exactly so is never selected: another type (a number among texts, a blob), another form (`2024-2-3`, `''`, `0`, another
/// offset), a day that does not exist (`2024-02-30`), years outside of 1 to 9999.
///
/// ```
/// use greffe_calendar::zone;
/// use greffe_retention::Event;
/// use greffe_sqlx::{FactColumns, SqliteDay};
///
/// let columns = FactColumns::new(zone::parse("Europe/Paris")?)
///     .event(Event::Recorded, "recorded_on".parse()?, SqliteDay::IsoDate)
///     .event(Event::LastContact, "last_click".parse()?, SqliteDay::UnixMillis)
///     .held("held".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SqliteDay {
    /// Text `2024-01-31`: a local day of the policy's zone. So sqlx writes `NaiveDate`.
    IsoDate,
    /// An integer of seconds since 1970 UTC, at least 100,000,000 (3 March 1973, 09:46:40): a smaller one is as likely a default, a count of days
    /// or `20240131`.
    UnixSeconds,
    /// An integer of milliseconds since 1970 UTC, at least 100,000,000,000 (the same instant): a smaller one is as likely seconds.
    UnixMillis,
    /// Text `2024-01-31T12:00:00+00:00`, perhaps with a fraction of a second, perhaps with `Z` for the offset: UTC. So sqlx writes `DateTime<Utc>`.
    Rfc3339,
    /// Text `2024-01-31 12:00:00`, as `CURRENT_TIMESTAMP` and `datetime('now')` write it: UTC. Not for what another program wrote in local time.
    CurrentTimestamp,
}

/// What is bound.
#[derive(Debug, Clone, PartialEq)]
pub enum SqliteValue {
    Integer(i64),
    Text(Box<str>),
}

impl From<SqliteValue> for Cell {
    fn from(value: SqliteValue) -> Self {
        match value {
            SqliteValue::Integer(number) => number.into(),
            SqliteValue::Text(text) => text.into_string().into(),
        }
    }
}

impl StoredDay for SqliteDay {}

impl Dialect for SqliteDay {
    type Value = SqliteValue;

    // In double quotes SQLite takes a name that it does not know for a text, and a misspelled column would go unnoticed.
    const QUOTE: char = '`';
    const TRUTH: Truth = Truth {
        always: "1=1",
        never: "1=0",
    };

    fn placeholder(_: usize) -> String {
        "?".into()
    }

    fn text(text: &str) -> SqliteValue {
        SqliteValue::Text(text.into())
    }

    fn is_of_days(self) -> bool {
        self == Self::IsoDate
    }

    fn within(
        self,
        column: &QualifiedName,
        days: Days,
        zone: Tz,
    ) -> Result<Test<SqliteValue>, CalendarError> {
        let guards: &[&'static str] = match self {
            Self::IsoDate => &[IS_TEXT, IS_DATE],
            Self::UnixSeconds | Self::UnixMillis => &[IS_INTEGER],
            Self::Rfc3339 => &[IS_TEXT, IS_RFC3339, IS_UTC],
            Self::CurrentTimestamp => &[IS_TEXT, IS_CURRENT_TIMESTAMP],
        };
        let [first, last] = match self {
            Self::IsoDate => [
                Test::compare(column, " >= ", Self::text(&days.since.to_string())),
                Test::compare(column, " <= ", Self::text(&days.through.to_string())),
            ],
            Self::UnixSeconds => numbers(column, days.span(zone)?, 1),
            Self::UnixMillis => numbers(column, days.span(zone)?, 1000),
            // Without its offset the bound sorts before every instant of its own second, whatever fraction follows there.
            Self::Rfc3339 => texts(column, days.span(zone)?, "%Y-%m-%dT%H:%M:%S"),
            Self::CurrentTimestamp => texts(column, days.span(zone)?, "%Y-%m-%d %H:%M:%S"),
        };
        let guards = guards.iter().map(|guard| Test::about(column, guard));
        Ok(Test::all([first, last].into_iter().chain(guards)))
    }

    fn flag(column: &QualifiedName, on: bool) -> Test<SqliteValue> {
        let value = Test::of(column, if on { " = 1" } else { " = 0" });
        Test::all([value, Test::about(column, IS_INTEGER)])
    }

    fn is_text(column: &QualifiedName, text: &str) -> Test<SqliteValue> {
        let value = Test::compare(column, " COLLATE BINARY = ", Self::text(text));
        Test::all([value, Test::about(column, IS_TEXT)])
    }
}

fn numbers(column: &QualifiedName, span: Span, in_a_second: i64) -> [Test<SqliteValue>; 2] {
    let number = |instant: DateTime<Utc>| {
        let seconds = instant.timestamp().max(FIRST_SECOND);
        SqliteValue::Integer(seconds.saturating_mul(in_a_second))
    };
    [
        Test::compare(column, " >= ", number(span.from)),
        Test::compare(column, " < ", number(span.before)),
    ]
}

fn texts(column: &QualifiedName, span: Span, form: &str) -> [Test<SqliteValue>; 2] {
    let text = |instant: DateTime<Utc>| SqliteDay::text(&instant.format(form).to_string());
    [
        Test::compare(column, " >= ", text(span.from)),
        Test::compare(column, " < ", text(span.before)),
    ]
}

/// Nine digits: see [`SqliteDay::UnixSeconds`].
const FIRST_SECOND: i64 = 100_000_000;

// Guards leave the index to the comparisons beside them. Date functions check here and never count: what they read must come out again octet by
// octet, which a text with a NUL inside does not. `+0 days` makes every version of SQLite turn 30 February into a day of March.
const IS_TEXT: &str = "typeof(@) = 'text'";
const IS_INTEGER: &str = "typeof(@) = 'integer'";
const IS_DATE: &str = "date(@, '+0 days') COLLATE BINARY = @";
const IS_CURRENT_TIMESTAMP: &str = "strftime('%Y-%m-%d %H:%M:%S', @, '+0 days') COLLATE BINARY = @";
const IS_RFC3339: &str = "(strftime('%Y-%m-%dT%H:%M:%S', substr(@, 1, 19), '+0 days') || substr(@, 20)) COLLATE BINARY = @";
const IS_UTC: &str = "(substr(@, 20) IN ('+00:00', 'Z') OR (substr(@, 20) GLOB '.[0-9]*' AND ltrim(substr(@, 21), '0123456789') IN ('+00:00', 'Z')))";
