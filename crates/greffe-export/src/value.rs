//! Typed values: what a source says about a person, cell by cell.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, TimeZone, Timelike, Utc};

use crate::InvalidDecimal;

/// The type that every value of a field has (or null).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Kind {
    /// Free text: the only kind whose CSV cells are guarded against formulas.
    #[default]
    Text,
    /// A whole number.
    Integer,
    /// A number with exact decimal digits.
    Decimal,
    /// True or false.
    Boolean,
    /// A civil date.
    Date,
    /// A point in time, in UTC.
    Instant,
    /// Several values.
    List,
}

/// One value. `Debug` prints its kind only: the value is personal data.
///
/// The columns of a row convert themselves, an absent one to null:
/// ```
/// use greffe_export::{Decimal, Value};
///
/// struct Row { id: i32, email: String, visits: Option<u32>, cents: i64 }
/// let row = Row { id: 7, email: "ada@example.org".into(), visits: None, cents: -5 };
/// let record: greffe_export::Record = vec![row.id.into(), row.email.into(), row.visits.into(), Decimal::new(row.cents, 2).into()];
/// assert!(record[2] == Value::Null && record[3] == Value::Decimal("-0.05".parse()?));
/// # Ok::<(), greffe_export::InvalidDecimal>(())
/// ```
///
/// A binary fraction (`f64`) does not: the digits that it stands for are the host's to say. A whole number past `i64` is a text, or a [`Decimal`].
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Nothing is recorded.
    Null,
    /// Free text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with exact decimal digits, such as an amount of money.
    Decimal(Decimal),
    /// True or false.
    Boolean(bool),
    /// A civil date.
    Date(NaiveDate),
    /// A point in time, in UTC.
    Instant(DateTime<Utc>),
    /// Several values.
    List(Vec<Value>),
}

impl Value {
    /// Free text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The kind of the value; `None` for null, which fits every field.
    #[must_use]
    pub const fn kind(&self) -> Option<Kind> {
        Some(match self {
            Self::Null => return None,
            Self::Text(_) => Kind::Text,
            Self::Integer(_) => Kind::Integer,
            Self::Decimal(_) => Kind::Decimal,
            Self::Boolean(_) => Kind::Boolean,
            Self::Date(_) => Kind::Date,
            Self::Instant(_) => Kind::Instant,
            Self::List(_) => Kind::List,
        })
    }

    /// Appends the value as JSON. Decimals, dates and instants are strings, so that no reader rounds them.
    pub(crate) fn write_json(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Text(text) => write_json_text(text, out),
            // Quotes and escapes are in none of these.
            Self::Decimal(_) | Self::Date(_) | Self::Instant(_) => {
                out.push(b'"');
                self.write_plain(out);
                out.push(b'"');
            }
            Self::Integer(_) | Self::Boolean(_) => self.write_plain(out),
            Self::List(items) => {
                out.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    item.write_json(out);
                }
                out.push(b']');
            }
        }
    }

    /// Appends what a CSV cell holds, before any guard: the JSON without the quotes of a text; nothing for null.
    pub(crate) fn write_plain(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => {}
            Self::Text(text) => out.extend_from_slice(text.as_bytes()),
            // A number always serialises, and a vector always takes it: there is no error to report.
            Self::Integer(number) => drop(serde_json::to_writer(out, number)),
            Self::Decimal(number) => out.extend_from_slice(number.as_str().as_bytes()),
            Self::Boolean(truth) => out.extend_from_slice(if *truth { b"true" } else { b"false" }),
            Self::Date(date) => write_date(*date, out),
            Self::Instant(instant) => write_instant(*instant, out),
            Self::List(_) => self.write_json(out),
        }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind() {
            None => f.write_str("Null"),
            Some(kind) => write!(f, "{kind:?}(..)"),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<i16> for Value {
    fn from(number: i16) -> Self {
        Self::Integer(number.into())
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Boolean(truth)
    }
}

impl From<NaiveDate> for Value {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

/// The instant, in UTC: the zone in which it was given is not kept.
impl<Z: TimeZone> From<DateTime<Z>> for Value {
    fn from(instant: DateTime<Z>) -> Self {
        Self::Instant(instant.to_utc())
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        Self::Decimal(number)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

/// One record of a source: a value for each of its fields, in their order.
pub type Record = Vec<Value>;

/// A decimal number kept as its digits, such as `-1204.50`: no rounding, no exponent.
///
/// ```
/// use greffe_export::Decimal;
///
/// assert_eq!("-1204.50".parse::<Decimal>()?.as_str(), "-1204.50");
/// assert!("1e3".parse::<Decimal>().is_err());
/// # Ok::<(), greffe_export::InvalidDecimal>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal(Box<str>);

impl Decimal {
    /// So many units of the last of `places` decimal places: cents are units of two places.
    ///
    /// ```
    /// use greffe_export::Decimal;
    ///
    /// assert_eq!(Decimal::new(-120_450, 2).as_str(), "-1204.50");
    /// assert_eq!(Decimal::new(-5, 2).as_str(), "-0.05");
    /// assert_eq!(Decimal::new(7, 0).as_str(), "7");
    /// ```
    #[must_use]
    pub fn new(units: i64, places: u8) -> Self {
        let (sign, places) = (if units < 0 { "-" } else { "" }, usize::from(places));
        let mut digits = format!("{:0>width$}", units.unsigned_abs(), width = places + 1);
        if places > 0 {
            digits.insert(digits.len() - places, '.');
        }
        Self(format!("{sign}{digits}").into())
    }

    /// The same number without zeros that say nothing: two spellings of a number have one reduced form, and equality is of spellings.
    ///
    /// ```
    /// use greffe_export::Decimal;
    ///
    /// let (short, long): (Decimal, Decimal) = ("-1.5".parse()?, "-01.50".parse()?);
    /// assert!(short != long && short.reduced() == long.reduced());
    /// assert_eq!("-0.00".parse::<Decimal>()?.reduced().as_str(), "0");
    /// # Ok::<(), greffe_export::InvalidDecimal>(())
    /// ```
    #[must_use]
    pub fn reduced(&self) -> Self {
        let (sign, unsigned) = match self.0.strip_prefix('-') {
            Some(unsigned) => ("-", unsigned),
            None => ("", &*self.0),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let (whole, fraction) = (
            whole.trim_start_matches('0'),
            fraction.trim_end_matches('0'),
        );
        let number = match (whole, fraction) {
            ("", "") => return Self("0".into()),
            (whole, "") => format!("{sign}{whole}"),
            ("", fraction) => format!("{sign}0.{fraction}"),
            (whole, fraction) => format!("{sign}{whole}.{fraction}"),
        };
        Self(number.into())
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Decimal {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let valid = match unsigned.split_once('.') {
            Some((whole, fraction)) => digits(whole) && digits(fraction),
            None => digits(unsigned),
        };
        valid.then(|| Self(text.into())).ok_or(InvalidDecimal)
    }
}

impl std::fmt::Debug for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Decimal(..)")
    }
}

/// RFC 3339 in UTC, with the fraction only where there is one.
pub(crate) fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A date as chrono writes it, without its formatter: `2026-03-02`.
fn write_date(date: NaiveDate, out: &mut Vec<u8>) {
    match u32::try_from(date.year()) {
        Ok(year @ 0..=9999) => {
            write_digits(year / 100, out);
            write_digits(year, out);
            out.push(b'-');
            write_digits(date.month(), out);
            out.push(b'-');
            write_digits(date.day(), out);
        }
        // Years before 0 and after 9999 carry a sign.
        _ => out.extend_from_slice(date.to_string().as_bytes()),
    }
}

/// An instant as [`rfc3339`] writes it; whole seconds without chrono's formatter.
fn write_instant(instant: DateTime<Utc>, out: &mut Vec<u8>) {
    if instant.nanosecond() != 0 {
        out.extend_from_slice(rfc3339(instant).as_bytes());
        return;
    }
    write_date(instant.date_naive(), out);
    for (mark, number) in [
        (b'T', instant.hour()),
        (b':', instant.minute()),
        (b':', instant.second()),
    ] {
        out.push(mark);
        write_digits(number, out);
    }
    out.push(b'Z');
}

/// The last two digits of a number.
fn write_digits(number: u32, out: &mut Vec<u8>) {
    let digit = |number: u32| b'0' + u8::try_from(number % 10).unwrap_or(0);
    out.extend_from_slice(&[digit(number / 10), digit(number)]);
}

/// Appends a JSON string.
pub(crate) fn write_json_text(text: &str, out: &mut Vec<u8>) {
    // A string always serialises, and a vector always takes it: there is no error to report.
    let _ = serde_json::to_writer(out, text);
}
