//! Finds the last day on which a rising function is still below a bound.

use chrono::{NaiveDate, TimeDelta};
use greffe_calendar::FiscalYears;

use super::DayRange;

/// The days of an event, not after `latest`, that `reach` leads before `bound`. `reach` rises with the day; where it leads nowhere, the
/// day is beyond the calendar and so not before the bound.
pub(super) fn days_before(
    reach: impl Fn(NaiveDate) -> Option<NaiveDate>,
    covered: DayRange,
    latest: NaiveDate,
    bound: NaiveDate,
) -> Option<DayRange> {
    let is_before = |day| reach(day).is_some_and(|reached| reached < bound);
    let latest = covered.through.map_or(latest, |end| end.min(latest));
    let floor = covered.since.unwrap_or(FIRST_DAY);
    if latest < floor || !is_before(floor) {
        return None;
    }
    // `is_before` holds at `low` and no longer after `low + span`.
    let (mut low, mut span) = (floor, (latest - floor).num_days());
    while span > 0 {
        let step = (span + 1) / 2;
        match low.checked_add_signed(TimeDelta::days(step)) {
            Some(middle) if is_before(middle) => {
                low = middle;
                span -= step;
            }
            _ => span = step - 1,
        }
    }
    Some(DayRange {
        since: covered.since,
        through: Some(low),
    })
}

/// The days that fiscal years cover. Years without gaps cover one interval.
pub(super) fn covered(years: &FiscalYears, near: NaiveDate) -> Option<DayRange> {
    let is_covered = |day| years.containing(day).is_some();
    let table = years.table();
    let known = [
        Some(near),
        table.first().map(|year| year.start()),
        table.last().map(|year| year.end()),
        // Regular years end before the calendar does: the last day of it may lie in none that it counts.
        Some(FIRST_DAY),
    ];
    let known = known.into_iter().flatten().find(|day| is_covered(*day))?;
    let since = if is_covered(FIRST_DAY) {
        None
    } else {
        Some(edge(known, FIRST_DAY, is_covered))
    };
    let through = if is_covered(LAST_DAY) {
        None
    } else {
        Some(edge(known, LAST_DAY, is_covered))
    };
    Some(DayRange { since, through })
}

/// The last day from `inside` towards `outside` at which `is_inside` holds.
fn edge(inside: NaiveDate, outside: NaiveDate, is_inside: impl Fn(NaiveDate) -> bool) -> NaiveDate {
    let (mut inside, mut outside) = (inside, outside);
    loop {
        let half = (outside - inside).num_days() / 2;
        let Some(middle) = inside.checked_add_signed(TimeDelta::days(half)) else {
            return inside;
        };
        if half == 0 {
            return inside;
        }
        if is_inside(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
}

/// Every day that a database can store is between these two.
const FIRST_DAY: NaiveDate = date(1, 1, 1);
const LAST_DAY: NaiveDate = date(9999, 12, 31);

const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}
