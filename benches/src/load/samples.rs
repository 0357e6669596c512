//! Times of contestants who took turns.

use std::time::{Duration, Instant};

use crate::compare::{Failure, Measured, Spread, Standing, Target};

/// Times of one contestant, in nanoseconds an item.
pub(super) struct Samples {
    pub(super) name: &'static str,
    pub(super) taken: Vec<f64>,
}

impl Samples {
    pub(super) const fn of(name: &'static str) -> Self {
        Self {
            name,
            taken: Vec::new(),
        }
    }

    /// What so many items took together.
    pub(super) fn add(&mut self, taken: Duration, items: u64) {
        if let Ok(items) = u32::try_from(items)
            && items > 0
        {
            self.taken
                .push(taken.as_secs_f64() * 1e9 / f64::from(items));
        }
    }

    /// The sample below which a share of them lies, in thousandths; then it begins anew.
    pub(super) fn drain_percentile(&mut self, thousandths: &[usize]) -> Vec<f64> {
        let mut sorted = std::mem::take(&mut self.taken);
        sorted.sort_unstable_by(f64::total_cmp);
        let at = |share: &usize| {
            let place = (sorted.len() * share).div_ceil(1_000).max(1) - 1;
            sorted.get(place).copied().unwrap_or(f64::NAN)
        };
        thousandths.iter().map(at).collect()
    }
}

/// A clock that is read where one part of the work ends and the next begins.
pub(super) struct Lap(Instant);

impl Lap {
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    pub(super) fn lap(&mut self) -> Duration {
        let now = Instant::now();
        let taken = now - self.0;
        self.0 = now;
        taken
    }
}

/// A contest of what was sampled: ours first, plaintext second.
pub(super) fn contest(
    name: &'static str,
    items: u32,
    answer: u64,
    target: Option<Target>,
    samples: Vec<Samples>,
) -> Measured {
    let standing = |samples: Samples| Standing {
        name: samples.name,
        time: Spread::of(samples.taken),
    };
    Measured {
        name,
        items,
        answer,
        standings: samples.into_iter().map(standing).collect(),
        target,
        given: None,
    }
}

/// The answer of both, which must be one.
pub(super) fn agreed(name: &str, ours: u64, plain: u64) -> Result<u64, Failure> {
    if ours == plain {
        return Ok(ours);
    }
    Err(format!("the answers to \"{name}\" differ: greffe {ours}, plaintext {plain}").into())
}

/// Names of the three figures of a distribution, and the shares in thousandths that they are of.
pub(super) type Figures = [&'static str; 3];
pub(super) const SHARES: [usize; 3] = [500, 990, 999];

/// Three contests of what was sampled in rounds: the median, the 99th and the 99.9th percentile of each round, and how these lie over the rounds.
pub(super) struct Percentiles {
    names: Figures,
    items: u32,
    target: Option<Target>,
    /// By share, then by contestant.
    rounds: Vec<Vec<Samples>>,
}

impl Percentiles {
    pub(super) fn of(
        names: Figures,
        items: u32,
        target: Option<Target>,
        contestants: &[&'static str],
    ) -> Self {
        let one = || contestants.iter().map(|name| Samples::of(name)).collect();
        Self {
            names,
            items,
            target,
            rounds: SHARES.iter().map(|_| one()).collect(),
        }
    }

    /// One round of all contestants, in their order.
    pub(super) fn round(&mut self, round: &mut [Samples]) {
        for (place, contestant) in round.iter_mut().enumerate() {
            let found = contestant.drain_percentile(&SHARES);
            for (of_share, figure) in self.rounds.iter_mut().zip(found) {
                if let Some(samples) = of_share.get_mut(place) {
                    samples.taken.push(figure);
                }
            }
        }
    }

    pub(super) fn finish(self, answer: u64) -> Vec<Measured> {
        let (items, target) = (self.items, self.target);
        let figures = self.names.into_iter().zip(self.rounds);
        figures
            .map(|(name, samples)| contest(name, items, answer, target, samples))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_sample_that_so_many_are_not_above() {
        let mut samples = Samples::of("ours");
        samples.taken = (1..=1_000_u32).rev().map(f64::from).collect();
        assert_eq!(samples.drain_percentile(&SHARES), [500.0, 990.0, 999.0]);
        assert!(samples.taken.is_empty());
        samples.taken = vec![7.0];
        assert_eq!(samples.drain_percentile(&SHARES), [7.0, 7.0, 7.0]);
    }
}
