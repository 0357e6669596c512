//! How cost grows with the number of rows, from a thousand to ten millions.
//!
//! ```console
//! cargo run --profile bench -p greffe-benches --bin scaling -- --svg docs/scaling.svg
//! cargo run -p greffe-benches --bin scaling -- retention --largest 10000 # one area, few rows
//! ```
//!
//! | module | what |
//! | --- | --- |
//! | `point` | passes over so many rows, and their median |
//! | `table` | the table, in Markdown |
//! | `plot` | the same as a picture |
//! | `retention`, `cipher`, `consent`, `export`, `register` | the areas |
//!
//! What a program gains or loses by size is the processor's caches, sorting, allocation, and whatever the code does twice. Each work is one
//! that a host does to a whole table; its answers are held against another way to get them, at every size, before a figure is printed.
//!
//! Sizes are powers of ten. Where ten million rows make no sense, or would not fit into a gigabyte, a series ends before, and says so in
//! its [`Series::bound`].

mod cipher;
mod consent;
mod export;
mod plot;
mod point;
mod register;
mod retention;
mod table;

pub use crate::compare::Failure;
use crate::spread;
pub use plot::svg;
pub use point::{Effort, Point};
pub use table::table;

/// One work at growing sizes.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The area.
    pub area: &'static str,
    /// The work.
    pub name: &'static str,
    /// Why it ends before ten million rows, where it does.
    pub bound: Option<&'static str>,
    /// One a size, in their order.
    pub points: Vec<Point>,
}

/// Measures an area at sizes up to a largest.
type Measure = fn(Effort, u32) -> Result<Vec<Series>, Failure>;

/// Every area with its function, in the order in which they are measured.
pub const AREAS: &[(&str, Measure)] = &[
    ("retention", retention::measure),
    ("cipher", cipher::measure),
    ("consent", consent::measure),
    ("export", export::measure),
    ("register", register::measure),
];

/// The least rows of a table.
pub const SMALLEST: u32 = 1_000;
/// The most.
pub const LARGEST: u32 = 10_000_000;

impl Series {
    fn new(area: &'static str, name: &'static str) -> Self {
        Self {
            area,
            name,
            bound: None,
            points: Vec::new(),
        }
    }

    const fn bounded(mut self, why: &'static str) -> Self {
        self.bound = Some(why);
        self
    }

    /// What a row of a point costs over what one of the first costs.
    #[must_use]
    pub fn ratio(&self, point: &Point) -> f64 {
        let first = self.points.first();
        first.map_or(1.0, |first| point.nanoseconds() / first.nanoseconds())
    }
}

/// The powers of ten from `smallest` to `largest`.
fn sizes(smallest: u32, largest: u32) -> impl Iterator<Item = u32> {
    let powers = std::iter::successors(Some(1_u32), |power| power.checked_mul(10));
    powers.filter(move |power| (smallest..=largest).contains(power))
}

/// Two ways to the same answer must agree.
fn agreed(what: &str, one: u64, other: u64) -> Result<(), Failure> {
    if one == other {
        return Ok(());
    }
    Err(format!("{what}: {one} by one way, {other} by another").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_the_powers_of_ten_between() {
        let all: Vec<u32> = sizes(SMALLEST, LARGEST).collect();
        assert_eq!(all, [1_000, 10_000, 100_000, 1_000_000, 10_000_000]);
        assert_eq!(sizes(10, 999).collect::<Vec<_>>(), [10, 100]);
    }

    #[test]
    fn answers_that_differ_are_a_failure() {
        assert!(agreed("rows", 3, 3).is_ok());
        let error = agreed("rows", 3, 4).unwrap_err();
        assert_eq!(error.to_string(), "rows: 3 by one way, 4 by another");
    }
}
