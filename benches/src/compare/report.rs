//! The table of ratios, and the same for a program.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Measured, Standing};

/// One table of everything that was measured: a line a contestant.
#[must_use]
pub fn table(areas: &[(&str, Vec<Measured>)]) -> String {
    let mut text = format!(
        "{:<54} {:<8} {:>10} {:>23} {:>8}  {}\n",
        "", "", "median ns", "quartiles", "ratio", "target"
    );
    for (area, measured) in areas {
        for contest in measured {
            // Writing into a string never fails.
            let _ = writeln!(
                text,
                "{area}: {} ({} items, answer {})",
                contest.name, contest.items, contest.answer
            );
            for (place, standing) in contest.standings.iter().enumerate() {
                let aim = if place == 0 { verdict(contest) } else { None };
                text.push_str(&line(contest, standing, aim.as_deref().unwrap_or_default()));
            }
        }
    }
    text
}

fn line(contest: &Measured, standing: &Standing, aim: &str) -> String {
    let time = standing.time;
    let quartiles = format!("{} .. {}", figure(time.low), figure(time.high));
    let line = format!(
        "{:<54} {:<8} {:>10} {quartiles:>23} {:>7}x  {aim}",
        "",
        standing.name,
        figure(time.median),
        figure(contest.ratio(standing)),
    );
    format!("{}\n", line.trim_end())
}

fn verdict(contest: &Measured) -> Option<String> {
    let met = if contest.is_met()? { "met" } else { "missed" };
    Some(format!("{} {met}", contest.target?))
}

/// Three digits that count.
fn figure(number: f64) -> String {
    match number {
        n if n >= 100.0 => format!("{n:.0}"),
        n if n >= 10.0 => format!("{n:.1}"),
        n if n >= 1.0 => format!("{n:.2}"),
        n => format!("{n:.3}"),
    }
}

/// The same as one JSON object: times are nanoseconds an item, ratios are to the reference.
#[must_use]
pub fn json(areas: &[(&str, Vec<Measured>)]) -> Value {
    let areas: serde_json::Map<_, _> = areas
        .iter()
        .map(|(area, measured)| {
            let contests: Vec<_> = measured.iter().map(contest).collect();
            ((*area).to_owned(), contests.into())
        })
        .collect();
    areas.into()
}

fn contest(contest: &Measured) -> Value {
    let standings: Vec<_> = contest
        .standings
        .iter()
        .map(|standing| {
            json!({
                "name": standing.name,
                "median_ns": standing.time.median,
                "low_ns": standing.time.low,
                "high_ns": standing.time.high,
                "ratio": contest.ratio(standing),
            })
        })
        .collect();
    json!({
        "name": contest.name,
        "items": contest.items,
        "answer": contest.answer,
        "standings": standings,
        "target": contest.target.map(|target| target.to_string()),
        "met": contest.is_met(),
    })
}
