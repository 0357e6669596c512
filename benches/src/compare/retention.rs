//! Retention beside plain date arithmetic: what a service would write by hand with chrono or jiff.

use std::hint::black_box;

use chrono::{Datelike, Days, Months, NaiveDate};
use greffe::calendar::{FiscalYears, Period};
use greffe::retention::{Event, Facts, Rule};
use greffe::terms::Lang;

use super::{Contest, Effort, Failure, Measured, Target};

#[cfg(feature = "peers")]
mod with_jiff;

/// Records in turn where one is evaluated at a time: few enough to stay in the fastest cache, enough to meet every end of month.
const RECORDS: u32 = 64;

const FIVE_YEARS: Months = Months::new(60);
const TEN_YEARS: Months = Months::new(120);

/// What all contestants are given.
struct Given {
    days: Vec<NaiveDate>,
    as_of: NaiveDate,
    column: Vec<Option<NaiveDate>>,
}

pub(super) fn measure(effort: Effort) -> Result<Vec<Measured>, Failure> {
    let given = Given::of(effort.rows)?;
    Ok(vec![
        one_date(&given, effort)?,
        simple_rule(&given, effort)?,
        fiscal_rule(&given, effort)?,
        explanation(&given, effort)?,
        column(&given, effort)?,
    ])
}

impl Given {
    fn of(rows: u32) -> Result<Self, Failure> {
        let epoch = NaiveDate::from_ymd_opt(2016, 1, 1).ok_or("no epoch")?;
        let day = |number: u32| epoch + Days::new(u64::from(number));
        Ok(Self {
            // Steps of 61 days meet every month, and 29 February.
            days: (0..RECORDS).map(|n| day(n * 61 % 4000 + n % 3)).collect(),
            as_of: day(3000),
            // One row in seventeen has no date.
            column: (0..rows)
                .map(|row| (row % 17 != 0).then(|| day(row.wrapping_mul(7919) % 4000)))
                .collect(),
        })
    }
}

/// The due day of a date: the floor of every rule. The answer is the sum of the days.
fn one_date(given: &Given, effort: Effort) -> Result<Measured, Failure> {
    let period: Period = "P5Y".parse()?;
    let contest = Contest::new("one date and its months", RECORDS, |passes| {
        over(passes, &given.days, |day| {
            number(black_box(period).add_to_date(*day).ok())
        })
    });
    let contest = contest.against("chrono", |passes| {
        over(passes, &given.days, |day| {
            number(day.checked_add_months(black_box(FIVE_YEARS)))
        })
    });
    #[cfg(feature = "peers")]
    let contest = with_jiff::one_date(contest, given)?;
    Ok(contest.measure(effort)?)
}

/// A record through a rule of one period. The answer is how many are due.
fn simple_rule(given: &Given, effort: Effort) -> Result<Measured, Failure> {
    let (rule, years) = (five_years()?, FiscalYears::regular("12-31".parse()?));
    let facts = facts(given, &Event::Recorded);
    let contest = Contest::new("a simple rule over ready facts", RECORDS, |passes| {
        over(passes, &facts, |facts| {
            let verdict = rule.evaluate(facts, &years, black_box(given.as_of));
            u64::from(verdict.may_dispose())
        })
    });
    let contest = contest.against("chrono", |passes| {
        over(passes, &given.days, |day| {
            let last = day.checked_add_months(black_box(FIVE_YEARS));
            u64::from(last.is_some_and(|last| last < black_box(given.as_of)))
        })
    });
    #[cfg(feature = "peers")]
    let contest = with_jiff::simple_rule(contest, given)?;
    Ok(contest.aims_at(Target::AtMost(3.0)).measure(effort)?)
}

/// A record through a rule that runs from the close of a fiscal year from July to June.
fn fiscal_rule(given: &Given, effort: Effort) -> Result<Measured, Failure> {
    let rule = Rule::from_toml("keep = \"P10Y\"\nafter = { fiscal_close = \"last_operation\" }")?;
    let years = FiscalYears::regular("06-30".parse()?);
    // Five years later than the others, so that some are due and some are not.
    let as_of = given.as_of + FIVE_YEARS;
    let facts = facts(given, &Event::LastOperation);
    let contest = Contest::new("a rule from a fiscal close", RECORDS, |passes| {
        over(passes, &facts, |facts| {
            let verdict = rule.evaluate(facts, &years, black_box(as_of));
            u64::from(verdict.may_dispose())
        })
    });
    let contest = contest.against("chrono", move |passes| {
        over(passes, &given.days, |day| {
            let year = day.year() + i32::from(day.month() > 6);
            let close = NaiveDate::from_ymd_opt(year, 6, 30);
            let last = close.and_then(|close| close.checked_add_months(black_box(TEN_YEARS)));
            u64::from(last.is_some_and(|last| last < black_box(as_of)))
        })
    });
    #[cfg(feature = "peers")]
    let contest = with_jiff::fiscal_rule(contest, given, as_of)?;
    Ok(contest.measure(effort)?)
}

/// Why a verdict is what it is, as a text: made only when asked for, so it has no target.
fn explanation(given: &Given, effort: Effort) -> Result<Measured, Failure> {
    let (rule, years) = (five_years()?, FiscalYears::regular("12-31".parse()?));
    let facts = facts(given, &Event::Recorded);
    let contest = Contest::new("its explanation, when asked for", RECORDS, |passes| {
        over(passes, &facts, |facts| {
            let why = rule.explain(facts, &years, black_box(given.as_of));
            black_box(why.in_language(Lang::En));
            u64::from(why.verdict().may_dispose())
        })
    });
    let contest = contest.against("chrono", |passes| {
        over(passes, &given.days, |day| {
            let last = day.checked_add_months(black_box(FIVE_YEARS));
            u64::from(last.is_some_and(|last| last < black_box(given.as_of)))
        })
    });
    Ok(contest.measure(effort)?)
}

/// A column through the cutoff of one day, and row by row. The answer is how many rows are selected.
fn column(given: &Given, effort: Effort) -> Result<Measured, Failure> {
    let (rule, years) = (five_years()?, FiscalYears::regular("12-31".parse()?));
    let cutoff = rule.cutoff(&years, given.as_of)?;
    let (_, days) = cutoff.single().ok_or("the rule has more than one column")?;
    let mut selected = vec![false; given.column.len()];
    let contest = Contest::new("a column through the cutoff", effort.rows, move |passes| {
        last_of(passes, || {
            let count = days.select(black_box(&given.column), &mut selected);
            black_box(&selected);
            u64::try_from(count).unwrap_or(u64::MAX)
        })
    });
    let mut selected = vec![false; given.column.len()];
    let contest = contest.against("chrono", move |passes| {
        last_of(passes, || {
            let count = row_by_row(black_box(&given.column), &mut selected, |day: NaiveDate| {
                let last = day.checked_add_months(FIVE_YEARS);
                last.is_some_and(|last| last < given.as_of)
            });
            black_box(&selected);
            count
        })
    });
    #[cfg(feature = "peers")]
    let contest = with_jiff::column(contest, given)?;
    Ok(contest.aims_at(Target::Faster(20.0)).measure(effort)?)
}

fn five_years() -> Result<Rule, Failure> {
    Ok(Rule::from_toml("keep = \"P5Y\"\nafter = \"recorded\"")?)
}

fn facts(given: &Given, event: &Event) -> Vec<Facts> {
    let days = given.days.iter();
    days.map(|day| Facts::new().on(event.clone(), *day))
        .collect()
}

/// The sum of what `of` says of each item, in the last of so many passes.
fn over<T>(passes: u32, items: &[T], of: impl Fn(&T) -> u64) -> u64 {
    last_of(passes, || {
        items.iter().map(|item| of(black_box(item))).sum()
    })
}

/// What `pass` says last.
fn last_of(passes: u32, mut pass: impl FnMut() -> u64) -> u64 {
    (0..passes).fold(0, |_, _| black_box(pass()))
}

/// Marks the rows that `is_due` selects, and counts them.
fn row_by_row<D: Copy>(
    column: &[Option<D>],
    selected: &mut [bool],
    is_due: impl Fn(D) -> bool,
) -> u64 {
    let mut count = 0;
    for (day, selected) in column.iter().zip(selected) {
        *selected = day.is_some_and(&is_due);
        count += u64::from(*selected);
    }
    count
}

/// A day as a number that contestants of different types agree on; 0 where there is none.
fn number(day: Option<NaiveDate>) -> u64 {
    let number = |day: NaiveDate| numbered(day.year(), day.month(), day.day());
    day.map_or(0, number)
}

/// Year, month and day as the digits of one number.
fn numbered(year: i32, month: u32, day: u32) -> u64 {
    u64::try_from(year).unwrap_or_default() * 10_000 + u64::from(month) * 100 + u64::from(day)
}
