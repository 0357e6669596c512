//! The same work as jiff's users would write it.

use std::hint::black_box;

use chrono::{Datelike, NaiveDate};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::{Given, numbered, over, row_by_row};
use crate::compare::{Contest, Failure};

pub(super) fn one_date<'a>(contest: Contest<'a>, given: &Given) -> Result<Contest<'a>, Failure> {
    let (days, five_years) = (days(given)?, 60.months());
    Ok(contest.against("jiff", move |passes| {
        over(passes, &days, |day| {
            let last = day.checked_add(black_box(five_years)).ok();
            last.map_or(0, number)
        })
    }))
}

pub(super) fn simple_rule<'a>(contest: Contest<'a>, given: &Given) -> Result<Contest<'a>, Failure> {
    let (days, as_of) = (days(given)?, date(given.as_of)?);
    let five_years = 60.months();
    Ok(contest.against("jiff", move |passes| {
        over(passes, &days, |day| {
            u64::from(is_due(*day, black_box(five_years), black_box(as_of)))
        })
    }))
}

pub(super) fn fiscal_rule<'a>(
    contest: Contest<'a>,
    given: &Given,
    as_of: NaiveDate,
) -> Result<Contest<'a>, Failure> {
    let (days, as_of) = (days(given)?, date(as_of)?);
    let ten_years = 120.months();
    Ok(contest.against("jiff", move |passes| {
        over(passes, &days, |day| {
            let year = day.year() + i16::from(day.month() > 6);
            let close = Date::new(year, 6, 30);
            u64::from(
                close.is_ok_and(|close| is_due(close, black_box(ten_years), black_box(as_of))),
            )
        })
    }))
}

pub(super) fn column<'a>(contest: Contest<'a>, given: &Given) -> Result<Contest<'a>, Failure> {
    let as_of = date(given.as_of)?;
    let dates = given.column.iter().map(|day| day.map(date).transpose());
    let dates = dates.collect::<Result<Vec<_>, _>>()?;
    let mut selected = vec![false; dates.len()];
    let five_years = 60.months();
    Ok(contest.against("jiff", move |passes| {
        super::last_of(passes, || {
            let count = row_by_row(black_box(&dates), &mut selected, |day| {
                is_due(day, five_years, as_of)
            });
            black_box(&selected);
            count
        })
    }))
}

fn is_due(day: Date, period: Span, as_of: Date) -> bool {
    day.checked_add(period).is_ok_and(|last| last < as_of)
}

fn days(given: &Given) -> Result<Vec<Date>, Failure> {
    given.days.iter().map(|day| date(*day)).collect()
}

fn date(day: NaiveDate) -> Result<Date, Failure> {
    let (year, month) = (i16::try_from(day.year())?, i8::try_from(day.month())?);
    Ok(Date::new(year, month, i8::try_from(day.day())?)?)
}

fn number(day: Date) -> u64 {
    let part = |part: i8| u32::try_from(part).unwrap_or_default();
    numbered(day.year().into(), part(day.month()), part(day.day()))
}
