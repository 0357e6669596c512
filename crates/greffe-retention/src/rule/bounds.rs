//! Which of two periods is longer, from whatever day they run.

use chrono::{Datelike, Days, NaiveDate};
use greffe_calendar::Period;

use crate::evaluate::{done_by, kept_through};

/// Whether `a` never ends after `b`.
pub(crate) fn at_most(a: Period, b: Period) -> bool {
    if a == b || is_plainly_at_most(a, b) {
        return true;
    }
    starts().all(|start| match (end(a, start), end(b, start)) {
        (Some(a), Some(b)) => a <= b,
        _ => false,
    })
}

/// What needs no calendar, for it is asked of each record for which somebody set a period: no more months and no more days, or at its longest
/// not longer than the other at its shortest.
fn is_plainly_at_most(a: Period, b: Period) -> bool {
    let parts = a.in_months_and_days().zip(b.in_months_and_days());
    let bounds = a.bounds_in_days().zip(b.bounds_in_days());
    parts.is_some_and(|(a, b)| a.0 <= b.0 && a.1 <= b.1)
        || bounds.is_some_and(|((_, longest), (shortest, _))| longest <= shortest)
}

/// Whether what is kept for `keep` may always go before the last day of `within`, both from the same day.
pub(crate) fn ends_before(keep: Period, within: Period) -> bool {
    starts().all(|start| {
        let ends = (kept_through(start, keep), done_by(start, within));
        matches!(ends, (Ok(kept), Ok(latest)) if kept < latest)
    })
}

/// Whether every number of `period` can be added to dates of people now alive.
pub(crate) fn is_countable(period: Period) -> bool {
    starts().all(|start| end(period, start).is_some_and(|end| end.year() < LAST_YEAR))
}

/// Nobody promises to delete in the year 3000: a period that leads there was mistyped.
const LAST_YEAR: i32 = 3000;

/// Both ends of every month of a leap cycle: lengths of months differ nowhere else.
fn starts() -> impl Iterator<Item = NaiveDate> {
    let months = (2024..2028).flat_map(|year| (1..=12).map(move |month| (year, month)));
    months
        .filter_map(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1))
        .flat_map(|first| [Some(first), first.checked_sub_days(Days::new(1))])
        .flatten()
}

fn end(period: Period, start: NaiveDate) -> Option<chrono::DateTime<chrono::Utc>> {
    let midnight = start.and_time(chrono::NaiveTime::MIN).and_utc();
    period
        .add_to_instant(midnight, greffe_calendar::Tz::UTC)
        .ok()
}
