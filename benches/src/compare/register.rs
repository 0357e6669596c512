//! A large register: read, judged, rendered, compared; beside the TOML library alone, a validator of its schema, and a diff of JSON trees.

use std::hint::black_box;

use chrono::NaiveDate;
use greffe::register::Register;
use greffe::register::render::Html;
use greffe::terms::Lang;

use super::{Contest, Effort, Failure, Measured, Target};

#[cfg(feature = "peers")]
mod with_json;
#[cfg(feature = "peers")]
mod with_toml;

/// Records of the register whose whole is to be read, judged and rendered within a second on one core.
const RECORDS: u32 = 10_000;
/// A second over so many records, in nanoseconds a record.
const A_SECOND: f64 = 100_000.0;

pub(super) fn measure(effort: Effort) -> Result<Vec<Measured>, Failure> {
    let records = (effort.rows / 100).clamp(1, RECORDS);
    let text = crate::register_toml(usize::try_from(records)?);
    let register = Register::from_toml(&text)?;
    let json = register.to_json();
    let other = Register::from_toml(&text.replace("P10Y", "P5Y"))?;
    let day = NaiveDate::from_ymd_opt(2026, 11, 26).ok_or("no day")?;
    Ok(vec![
        whole(&text, records, day, effort)?,
        reading(&text, records, effort)?,
        reading_json(&json, records, effort)?,
        linting(&register, records, day, effort)?,
        rendering(&register, records, effort)?,
        comparing((&register, &other), records, effort)?,
    ])
}

/// The answer is how many records the page shows.
fn whole(text: &str, records: u32, day: NaiveDate, effort: Effort) -> Result<Measured, Failure> {
    let contest = Contest::new("read, lint and render", records, |passes| {
        over(passes, || {
            let Ok(register) = Register::from_toml(black_box(text)) else {
                return 0;
            };
            black_box(register.lint_at(day).len());
            records_of(&Html::new(Lang::Fr).render(&register))
        })
    });
    Ok(contest.aims_at(Target::Under(A_SECOND)).measure(effort)?)
}

/// The answer is how many records were read.
fn reading(text: &str, records: u32, effort: Effort) -> Result<Measured, Failure> {
    let contest = Contest::new("read a register", records, |passes| {
        over(passes, || {
            let register = Register::from_toml(black_box(text));
            register.map_or(0, |register| number(register.processings().len()))
        })
    });
    #[cfg(feature = "peers")]
    let contest = with_toml::reading(contest, text);
    Ok(contest.measure(effort)?)
}

/// The answer is how many records were read and have the right form.
fn reading_json(text: &str, records: u32, effort: Effort) -> Result<Measured, Failure> {
    let contest = Contest::new("read a register, and its form", records, |passes| {
        over(passes, || {
            let register = Register::from_json(black_box(text));
            register.map_or(0, |register| number(register.processings().len()))
        })
    });
    let contest = contest.given("ours: nothing. Peer: the published schema compiled; it makes no register of what it found to be one");
    #[cfg(feature = "peers")]
    let contest = with_json::reading(contest, text)?;
    Ok(contest.measure(effort)?)
}

/// The answer is how much was found.
fn linting(
    register: &Register,
    records: u32,
    day: NaiveDate,
    effort: Effort,
) -> Result<Measured, Failure> {
    let contest = Contest::new("lint a register", records, |passes| {
        over(passes, || number(black_box(register).lint_at(day).len()))
    });
    Ok(contest.measure(effort)?)
}

fn rendering(register: &Register, records: u32, effort: Effort) -> Result<Measured, Failure> {
    let contest = Contest::new("render a register as HTML", records, |passes| {
        over(passes, || {
            records_of(&Html::new(Lang::Fr).render(black_box(register)))
        })
    });
    Ok(contest.measure(effort)?)
}

/// Every record changed. The answer is how many changes there are.
fn comparing(
    (register, other): (&Register, &Register),
    records: u32,
    effort: Effort,
) -> Result<Measured, Failure> {
    let contest = Contest::new("compare two registers", records, |passes| {
        over(passes, || {
            number(black_box(register).changes_since(other).len())
        })
    });
    let contest = contest.given("ours: two registers; it says what each change means in law. Peer: two trees of JSON; it says which values differ");
    #[cfg(feature = "peers")]
    let contest = with_json::comparing(contest, (register, other))?;
    Ok(contest.measure(effort)?)
}

fn over(passes: u32, mut pass: impl FnMut() -> u64) -> u64 {
    let mut answer = 0;
    for _ in 0..passes {
        answer = black_box(pass());
    }
    answer
}

fn records_of(page: &str) -> u64 {
    number(page.matches("class=\"record\"").count())
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
