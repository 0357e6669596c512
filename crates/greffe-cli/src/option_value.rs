//! Values of options: days, instants, periods, places. What is wrong is said without the value, for days of people are personal.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use greffe::calendar::{
    CalendarError, Convention, DateTime, NaiveDate, Period, Place, Suspension, Tz, Utc, zone,
};
use greffe::document::Words;
use greffe::terms::is_day_form;

use crate::refusal::Reason;

/// From what a period runs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Start {
    Day(NaiveDate),
    Instant(DateTime<Utc>),
}

/// `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> Result<NaiveDate, Reason> {
    match day_of(text) {
        Some(day) => Ok(day),
        None if text.contains('T') => Err(Reason::Said(DAY_ALONE)),
        None => Err(Reason::Said(DAY)),
    }
}

/// A day, or an instant with its offset.
pub(crate) fn start(text: &str) -> Result<Start, Reason> {
    if let Some(day) = day_of(text) {
        return Ok(Start::Day(day));
    }
    match instant(text) {
        Ok(instant) => Ok(Start::Instant(instant)),
        Err(reason) if is_without_offset(text) => Err(reason),
        Err(_) if is_day_form(text) => Err(Reason::Said(DAY)),
        Err(_) => Err(Reason::Said(DAY_OR_INSTANT)),
    }
}

/// RFC 3339. A time without an offset could be several instants.
pub(crate) fn instant(text: &str) -> Result<DateTime<Utc>, Reason> {
    match DateTime::parse_from_rfc3339(text) {
        Ok(instant) => Ok(instant.with_timezone(&Utc)),
        Err(_) if is_without_offset(text) => Err(Reason::Said(NO_OFFSET)),
        Err(_) => Err(Reason::Said(INSTANT)),
    }
}

/// ISO 8601, such as `P1M`.
pub(crate) fn period(text: &str) -> Result<Period, Reason> {
    Ok(text.parse()?)
}

/// `Europe/Paris`.
pub(crate) fn zone(text: &str) -> Result<Tz, Reason> {
    Ok(zone::parse(text)?)
}

/// `FROM..TO`, or `FROM..` where the person has not answered yet.
pub(crate) fn suspension(text: &str) -> Result<Suspension, Reason> {
    let (asked, answered) = text.split_once("..").ok_or(Reason::Said(RANGE))?;
    let day = |text| day_of(text).ok_or(Reason::Said(RANGE));
    let answered = (!answered.is_empty()).then(|| day(answered)).transpose()?;
    Ok(Suspension::new(day(asked)?, answered)?)
}

pub(crate) fn places() -> impl TypedValueParser<Value = Place> {
    PossibleValuesParser::new(Place::ALL.map(Place::code))
        .try_map(|code| code.parse::<Place>().map_err(Reason::from))
}

pub(crate) fn conventions() -> impl TypedValueParser<Value = Convention> {
    PossibleValuesParser::new(Convention::ALL.map(Convention::code))
        .try_map(|code| code.parse::<Convention>().map_err(Reason::from))
}

/// A day that has four digits for its year, as everything that is printed has.
pub(crate) fn printable(day: NaiveDate) -> Result<NaiveDate, CalendarError> {
    let first = NaiveDate::from_ymd_opt(0, 1, 1);
    let last = NaiveDate::from_ymd_opt(9999, 12, 31);
    if first <= Some(day) && Some(day) <= last {
        Ok(day)
    } else {
        Err(CalendarError::OutOfRange)
    }
}

fn day_of(text: &str) -> Option<NaiveDate> {
    is_day_form(text).then(|| text.parse().ok()).flatten()
}

fn is_without_offset(text: &str) -> bool {
    [format!("{text}Z"), format!("{text}:00Z")]
        .iter()
        .any(|with_offset| DateTime::parse_from_rfc3339(with_offset).is_ok())
}

const DAY: Words = Words::new(
    "on attend un jour qui existe, AAAA-MM-JJ",
    "a day that exists is expected, YYYY-MM-DD",
);
const DAY_ALONE: Words = Words::new(
    "on attend un jour seul, AAAA-MM-JJ, sans heure",
    "a day alone is expected, YYYY-MM-DD, without a time",
);
const DAY_OR_INSTANT: Words = Words::new(
    "on attend un jour AAAA-MM-JJ ou un instant RFC 3339 tel que 2020-12-22T12:17:00+01:00",
    "a day YYYY-MM-DD or an RFC 3339 instant such as 2020-12-22T12:17:00+01:00 is expected",
);
const INSTANT: Words = Words::new(
    "on attend un instant RFC 3339 tel que 2020-12-22T12:17:00+01:00",
    "an RFC 3339 instant such as 2020-12-22T12:17:00+01:00 is expected",
);
const NO_OFFSET: Words = Words::new(
    "une heure sans décalage peut être plusieurs instants\u{a0}: ajoutez-le, comme dans 2020-12-22T12:17:00+01:00",
    "a time without an offset could be several instants: add it, as in 2020-12-22T12:17:00+01:00",
);
const RANGE: Words = Words::new(
    "on attend DE..À, deux jours AAAA-MM-JJ, ou DE.. si la personne n’a pas encore répondu",
    "FROM..TO is expected, two days YYYY-MM-DD, or FROM.. if the person has not answered yet",
);
