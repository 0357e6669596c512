//! A column of days: row by row, as a plan, and through the cutoff. All three select the same rows.

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use greffe::calendar::FiscalYears;
use greffe::retention::{Event, Facts, Planner, Rule};

use super::point::timed;
use super::{Effort, Failure, Point, SMALLEST, Series, agreed, sizes};

pub(super) fn measure(effort: Effort, largest: u32) -> Result<Vec<Series>, Failure> {
    let mut evaluated = Series::new("retention", "evaluate each row");
    let mut planned = Series::new("retention", "plan a purge of all rows");
    let mut selected = Series::new("retention", "select by the cutoff");
    let rule = Rule::from_toml("keep = \"P5Y\"\nafter = \"recorded\"")?;
    let years = FiscalYears::regular("12-31".parse()?);
    let as_of = day(3000)?;
    for rows in sizes(SMALLEST, largest) {
        let column = column(rows)?;

        let cutoff = rule.cutoff(&years, as_of)?;
        let (_, days) = cutoff.single().ok_or("the rule has more than one column")?;
        let mut marks = vec![false; column.len()];
        let due = u64::try_from(days.select(&column, &mut marks))?;
        if due == 0 || due == u64::from(rows) {
            return Err("the cutoff selects all or nothing".into());
        }
        selected.points.push(Point::measure(rows, rows, effort, || {
            let (taken, count) = timed(|| {
                let count = days.select(black_box(&column), &mut marks);
                black_box(&marks);
                count
            });
            agreed("rows selected twice", due, u64::try_from(count)?)?;
            Ok(taken)
        })?);

        evaluated
            .points
            .push(Point::measure(rows, rows, effort, || {
                let (taken, count) = timed(|| {
                    let (mut facts, mut count) = (Facts::new(), 0);
                    for recorded in &column {
                        facts.clear();
                        facts = facts.on_maybe(Event::Recorded, *recorded);
                        let verdict = rule.evaluate(black_box(&facts), &years, as_of);
                        count += u64::from(verdict.may_dispose());
                    }
                    count
                });
                agreed("rows due by the cutoff and one by one", due, count)?;
                Ok(taken)
            })?);

        planned.points.push(Point::measure(rows, rows, effort, || {
            let (taken, plan) = timed(|| {
                let mut facts = Facts::new();
                let mut planner = Planner::new("LOG-01/connection", &rule, &years, as_of);
                for (recorded, key) in column.iter().zip(0_i64..) {
                    facts.clear();
                    facts = facts.on_maybe(Event::Recorded, *recorded);
                    let _ = planner.row(key, &facts);
                }
                planner.finish()
            });
            agreed(
                "rows due by the cutoff and in the plan",
                due,
                u64::try_from(plan.selected().len())?,
            )?;
            Ok(taken)
        })?);
    }
    Ok(vec![evaluated, planned, selected])
}

fn day(number: u32) -> Result<NaiveDate, Failure> {
    let epoch = NaiveDate::from_ymd_opt(2016, 1, 1).ok_or("no epoch")?;
    Ok(epoch + Days::new(u64::from(number)))
}

/// One row in seventeen has no day.
fn column(rows: u32) -> Result<Vec<Option<NaiveDate>>, Failure> {
    let days: Vec<_> = (0..4000).map(day).collect::<Result<_, _>>()?;
    let at = |row: u32| days.get(usize::try_from(row.wrapping_mul(7919) % 4000).ok()?);
    let row = |row: u32| at(row).copied().filter(|_| !row.is_multiple_of(17));
    Ok((0..rows).map(row).collect())
}
