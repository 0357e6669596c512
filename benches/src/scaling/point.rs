//! Passes over so many rows.

use std::time::{Duration, Instant};

use crate::compare::Spread;

use super::Failure;

/// How much is done to be sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// What all passes of a point last together at least.
    pub enough: Duration,
    /// Passes of a point at least.
    pub passes: u32,
}

impl Effort {
    /// For figures to be published.
    pub const FULL: Self = Self {
        enough: Duration::from_millis(100),
        passes: 3,
    };

    /// To see that all of it runs and agrees.
    pub const SMOKE: Self = Self {
        enough: Duration::ZERO,
        passes: 1,
    };
}

/// What one size took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Rows that there are.
    pub rows: u32,
    /// What is done to them in one pass: to each row once, or so many questions asked of all of them.
    pub operations: u32,
    /// Passes that were timed.
    pub passes: u32,
    /// The median pass, in seconds.
    pub seconds: f64,
}

impl Point {
    /// Nanoseconds an operation.
    #[must_use]
    pub fn nanoseconds(&self) -> f64 {
        self.seconds * 1e9 / f64::from(self.operations)
    }

    /// Runs passes until there are enough. A pass says what of it counts.
    pub(super) fn measure(
        rows: u32,
        operations: u32,
        effort: Effort,
        mut pass: impl FnMut() -> Result<Duration, Failure>,
    ) -> Result<Self, Failure> {
        let first = pass()?;
        let mut taken = Vec::new();
        // The first pass of few rows fills caches and tables; over many it is as good as any.
        if first >= effort.enough {
            taken.push(first);
        }
        let passes = usize::try_from(effort.passes)?;
        while taken.len() < passes || taken.iter().sum::<Duration>() < effort.enough {
            taken.push(pass()?);
        }
        let passes = u32::try_from(taken.len())?;
        let seconds = taken.iter().map(Duration::as_secs_f64).collect();
        Ok(Self {
            rows,
            operations,
            passes,
            seconds: Spread::of(seconds).median,
        })
    }
}

/// How long some work takes, and what it says.
pub(super) fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let said = work();
    (start.elapsed(), said)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_median_pass_counts_and_a_short_first_one_does_not() {
        let effort = Effort {
            enough: Duration::from_secs(2),
            passes: 3,
        };
        let mut lasting = [1, 5, 7, 6].map(Duration::from_secs).into_iter();
        let point = Point::measure(10, 20, effort, || Ok(lasting.next().unwrap())).unwrap();
        assert_eq!((point.passes, point.seconds), (3, 6.0));
        assert_eq!(point.nanoseconds(), 6e9 / 20.0);
        assert_eq!(lasting.next(), None);
    }

    #[test]
    fn few_passes_go_on_until_they_last_long_enough() {
        let effort = Effort {
            enough: Duration::from_secs(10),
            passes: 1,
        };
        let point = Point::measure(1, 1, effort, || Ok(Duration::from_secs(3))).unwrap();
        assert_eq!(point.passes, 4);
    }
}
