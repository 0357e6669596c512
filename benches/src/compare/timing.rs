//! Samples taken in turn, so that whatever else the machine does meets every contestant.

use std::hint::black_box;
use std::time::{Duration, Instant};

use super::Contestant;

/// How much is done to be sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Samples of each contestant.
    pub samples: u32,
    /// What a sample lasts at least.
    pub sample: Duration,
    /// What each contestant runs before its first sample.
    pub warm_up: Duration,
    /// Rows of a column.
    pub rows: u32,
}

impl Effort {
    /// For figures to be published.
    pub const FULL: Self = Self {
        samples: 31,
        sample: Duration::from_millis(10),
        warm_up: Duration::from_millis(200),
        rows: 1_000_000,
    };

    /// To see that all of it runs and agrees.
    pub const SMOKE: Self = Self {
        samples: 3,
        sample: Duration::ZERO,
        warm_up: Duration::ZERO,
        rows: 2_000,
    };
}

/// Where samples lie, in nanoseconds an item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// A quarter of the samples is below.
    pub low: f64,
    /// Half of them is.
    pub median: f64,
    /// Three quarters are.
    pub high: f64,
}

impl Spread {
    /// The quartiles of samples in any order, each the nearest sample.
    pub(crate) fn of(mut samples: Vec<f64>) -> Self {
        samples.sort_unstable_by(f64::total_cmp);
        let at = |quarter: usize| {
            let last = samples.len().saturating_sub(1);
            samples.get(last * quarter / 4).copied().unwrap_or(f64::NAN)
        };
        Self {
            low: at(1),
            median: at(2),
            high: at(3),
        }
    }
}

/// The times of all contestants, in their order.
pub(super) fn in_turn(
    contestants: &mut [Contestant<'_>],
    items: u32,
    effort: Effort,
) -> Vec<Spread> {
    let passes: Vec<_> = contestants
        .iter_mut()
        .map(|contestant| passes_of(contestant, effort))
        .collect();
    let mut samples = vec![Vec::new(); contestants.len()];
    for round in 0..effort.samples {
        let mut turns: Vec<_> = contestants
            .iter_mut()
            .zip(&passes)
            .zip(&mut samples)
            .collect();
        // The other way round every other time: nobody always comes after the same one.
        if round % 2 == 1 {
            turns.reverse();
        }
        for ((contestant, passes), samples) in turns {
            let taken = time(contestant, *passes);
            samples.push(taken.as_secs_f64() * 1e9 / f64::from(*passes) / f64::from(items));
        }
    }
    samples.into_iter().map(Spread::of).collect()
}

/// Warms up, and finds how many passes make a sample.
fn passes_of(contestant: &mut Contestant<'_>, effort: Effort) -> u32 {
    let mut passes = 1_u32;
    let mut spent = Duration::ZERO;
    loop {
        let taken = time(contestant, passes);
        spent += taken;
        if taken < effort.sample {
            passes = passes.saturating_mul(2);
        } else if spent >= effort.warm_up {
            return passes;
        }
    }
}

fn time(contestant: &mut Contestant<'_>, passes: u32) -> Duration {
    let start = Instant::now();
    black_box((contestant.work)(black_box(passes)));
    start.elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_samples() {
        let spread = Spread::of(vec![5.0, 1.0, 3.0, 2.0, 4.0]);
        assert_eq!((spread.low, spread.median, spread.high), (2.0, 3.0, 4.0));
        assert!(Spread::of(Vec::new()).median.is_nan());
    }
}
