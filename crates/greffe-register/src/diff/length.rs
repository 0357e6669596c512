//! Which of two lengths of time is longer, whatever the day from which they run.

use std::cmp::Ordering;
use std::str::FromStr;

use chrono::{DateTime, Days, Utc};
use greffe_calendar::{Period, Tz};

/// How the later of two periods compares to the earlier one; `None` where that depends on the day, or where one is no period.
///
/// Twelve months are a year; 365 days are never longer than a year and sometimes shorter, so they are shorter; thirty days and one month are
/// not comparable.
pub(super) fn of_texts([before, after]: [Option<&str>; 2]) -> Option<Ordering> {
    let [before, after] = [before?, after?].map(Period::from_str);
    of_periods(before.ok()?, after.ok()?)
}

/// How `after` compares to `before`.
pub(super) fn of_periods(before: Period, after: Period) -> Option<Ordering> {
    if before == after {
        return Some(Ordering::Equal);
    }
    // Months against months and days against days, where both say the same.
    if let (Some((months, days)), Some((after_months, after_days))) =
        (before.in_months_and_days(), after.in_months_and_days())
        && let Some(found) = both(
            after_months.as_u32().cmp(&months.as_u32()),
            after_days.cmp(&days),
        )
    {
        return Some(found);
    }
    let mut found = Ordering::Equal;
    for day in 0..DAYS {
        let start = DateTime::<Utc>::UNIX_EPOCH.checked_add_days(Days::new(day))?;
        let [before, after] = [before, after].map(|period| period.add_to_instant(start, Tz::UTC));
        found = both(found, after.ok()?.cmp(&before.ok()?))?;
    }
    Some(found)
}

/// Two comparisons together; `None` where one says longer and the other shorter.
pub(super) fn both(a: Ordering, b: Ordering) -> Option<Ordering> {
    match (a, b) {
        (Ordering::Equal, other) | (other, Ordering::Equal) => Some(other),
        (a, b) => (a == b).then_some(a),
    }
}

/// Four years: every day from which a period can run, leap days included.
const DAYS: u64 = 1461;
