//! The table of ratios, and the same for a program.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::beside::figure_of;
use super::{Beside, Failure, Measured, Setting, Standing, Target};

/// Letters in a line of a sentence.
const WIDTH: usize = 110;

/// Letters of a contestant's name.
const INDENT: usize = 24;

/// Name and version of the form of [`Report::json`]. A key that goes or changes its meaning is another version; a key more is not.
pub const FORM: &str = "greffe-comparison/1";

const LEGEND: &str = "Each contest: ours first, the reference second, others after them. Median and quartiles are nanoseconds an item. The ratio is \
    the median over the reference's: below 1x is faster than the reference, above it slower. Without a peer there is none.";

/// Everything that was measured, and under what.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    setting: Setting,
    areas: Vec<(&'static str, Vec<Measured>)>,
    beside: Option<Beside>,
}

impl Report {
    /// What was measured of each area in this run.
    #[must_use]
    pub fn new(areas: Vec<(&'static str, Vec<Measured>)>) -> Self {
        Self {
            setting: Setting::of_this_run(),
            areas,
            beside: None,
        }
    }

    /// The same with the figures of another profile, for the areas of these names.
    ///
    /// # Errors
    /// The name of a contest and contestant that the other run does not have.
    pub fn beside(mut self, names: &[&str], other: Beside) -> Result<Self, Failure> {
        for (area, measured) in self.areas.iter().filter(|(area, _)| names.contains(area)) {
            for contest in measured {
                for standing in &contest.standings {
                    let found = other.standing(area, contest, standing);
                    let whole = |found| {
                        let keys = ["median_ns", "low_ns", "high_ns", "ratio"];
                        keys.iter().all(|key| figure_of(found, key).is_some())
                    };
                    if !found.is_some_and(whole) {
                        let (contest, who) = (contest.name, standing.name);
                        return Err(format!(
                            "the other profile has no figures of \"{contest}\" by {who}"
                        )
                        .into());
                    }
                }
            }
        }
        self.beside = Some(other);
        Ok(self)
    }

    /// How it was built and where it ran, then one table: a line a contestant.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = self.setting.to_string();
        let other = self.beside.as_ref().and_then(Beside::setting);
        if let Some(other) = other {
            let part = |key| other.get(key).and_then(Value::as_str).unwrap_or("unknown");
            // Writing into a string never fails.
            let _ = writeln!(
                text,
                "beside it, profile {}: opt-level {}, lto {}, codegen-units {}",
                part("profile"),
                part("opt_level"),
                part("lto"),
                part("codegen_units")
            );
        }
        for line in lines(&self.versions()) {
            let _ = writeln!(text, "{line}");
        }
        text.push('\n');
        for line in lines(LEGEND) {
            let _ = writeln!(text, "{line}");
        }
        let profile = other.map_or("", |_| super::beside::RELEASE);
        let _ = writeln!(
            text,
            "\n    {:<INDENT$} {:>10} {:>23} {:>8}{}  target",
            "",
            "median ns",
            "quartiles",
            "ratio",
            other.map_or_else(String::new, |_| format!(
                " {:>12} {:>8}",
                format!("{profile} ns"),
                "ratio"
            )),
        );
        for (area, measured) in &self.areas {
            for contest in measured {
                let _ = writeln!(
                    text,
                    "{area}: {} ({} items, answer {})",
                    contest.name, contest.items, contest.answer
                );
                for line in contest.given.into_iter().flat_map(lines) {
                    let _ = writeln!(text, "    {line}");
                }
                for (place, standing) in contest.standings.iter().enumerate() {
                    let aim = if place == 0 { verdict(contest) } else { None };
                    text.push_str(&self.line(area, contest, standing, &aim.unwrap_or_default()));
                }
            }
        }
        text
    }

    fn line(&self, area: &str, contest: &Measured, standing: &Standing, aim: &str) -> String {
        let time = standing.time;
        let quartiles = format!("{} .. {}", figure(time.low), figure(time.high));
        let other = self.beside.as_ref().map_or_else(String::new, |beside| {
            let found = beside.standing(area, contest, standing);
            let part = |key| found.and_then(|found| figure_of(found, key)).map(figure);
            let ratio = part("ratio").map(|ratio| format!("{ratio}x"));
            format!(
                " {:>12} {:>8}",
                part("median_ns").unwrap_or_default(),
                ratio.unwrap_or_default()
            )
        });
        let ratio = match contest.standings.len() {
            1 => "-".to_owned(),
            _ => format!("{}x", figure(contest.ratio(standing))),
        };
        let line = format!(
            "    {:<INDENT$} {:>10} {quartiles:>23} {ratio:>8}{other}  {aim}",
            standing.name,
            figure(time.median),
        );
        format!("{}\n", line.trim_end())
    }

    /// Who takes part, by the lock file that this program was built with.
    fn versions(&self) -> String {
        let contests = self.areas.iter().flat_map(|(_, measured)| measured);
        let standings = contests.flat_map(|contest| &contest.standings);
        let named = standings.flat_map(|standing| Setting::packages_in(standing.name));
        let named: BTreeSet<_> = named.collect();
        let each = named
            .iter()
            .map(|(name, version)| format!("{name} {version}"));
        let each: Vec<_> = each.collect();
        format!("by the lock file: {}", each.join(", "))
    }

    /// The same as one JSON object of the form [`FORM`].
    ///
    /// | key | what |
    /// | --- | --- |
    /// | `form` | [`FORM`] |
    /// | `setting` | `profile`, `opt_level`, `lto`, `codegen_units`, `arch`, `target_features`, `processor` (lists of names), `compiler`, `day` |
    /// | `setting_beside` | the same of the other profile's run, where there was one |
    /// | an area's name | a list of contests in the order of the table |
    ///
    /// A contest: `name`, `items`, `answer` (that all gave), `given` (or null), `target` (a text, or null), `met` (true, false, or null where there
    /// is nothing to hold it against), `standings`: ours first, the reference second. A standing: `name`, `packages` (each with `name` and
    /// `version` out of the lock file), `median_ns`, `low_ns`, `high_ns` (nanoseconds an item and their quartiles), `ratio` (median over the
    /// reference's; 1 where ours is alone), and `release` with the last four of the other profile, where there are some.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut all = serde_json::Map::new();
        all.insert("form".to_owned(), FORM.into());
        all.insert("setting".to_owned(), self.setting.json());
        if let Some(other) = self.beside.as_ref().and_then(Beside::setting) {
            all.insert("setting_beside".to_owned(), other.clone());
        }
        for (area, measured) in &self.areas {
            let contests = measured.iter().map(|contest| self.contest(area, contest));
            all.insert((*area).to_owned(), contests.collect());
        }
        all.into()
    }

    fn contest(&self, area: &str, contest: &Measured) -> Value {
        let standing = |standing: &Standing| {
            let packages = Setting::packages_in(standing.name).into_iter();
            let packages =
                packages.map(|(name, version)| json!({"name": name, "version": version}));
            let mut figures = json!({
                "name": standing.name,
                "packages": packages.collect::<Vec<_>>(),
                "median_ns": standing.time.median,
                "low_ns": standing.time.low,
                "high_ns": standing.time.high,
                "ratio": contest.ratio(standing),
            });
            let other = self.beside.as_ref();
            let other = other.and_then(|beside| beside.standing(area, contest, standing));
            if let (Some(other), Some(figures)) = (other, figures.as_object_mut()) {
                let mut other = other.clone();
                if let Some(other) = other.as_object_mut() {
                    other.remove("name");
                    other.remove("packages");
                }
                figures.insert(super::beside::RELEASE.to_owned(), other);
            }
            figures
        };
        json!({
            "name": contest.name,
            "items": contest.items,
            "answer": contest.answer,
            "given": contest.given,
            "standings": contest.standings.iter().map(standing).collect::<Vec<_>>(),
            "target": contest.target.map(|target| target.to_string()),
            "met": contest.is_met(),
        })
    }
}

fn verdict(contest: &Measured) -> Option<String> {
    let met = if contest.is_met()? { "met" } else { "missed" };
    let target = contest.target?;
    Some(match target {
        Target::Within(_) => format!("{target} {met}: {} s", figure(contest.seconds()?)),
        _ => format!("{target} {met}"),
    })
}

/// A sentence broken into lines of a table's width.
fn lines(sentence: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in sentence.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + word.len() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
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
