//! Drawing classes, timing calls, cropping, and what follows from it.

use std::fmt;
use std::hint::black_box;
use std::time::Instant;

use super::welch::{Sample, t};

/// Below this |t| nothing was found (the paper's threshold).
const NOTHING: f64 = 4.5;
/// From this |t| on there is a leak; between them more calls are needed.
const LEAK: f64 = 10.0;
/// Parts that calls are cropped by.
const CROPS: usize = 100;
/// Calls of each class below which a cropped test is not judged.
const FEWEST: f64 = 1_000.0;
/// Calls before the first that is timed.
const WARM_UP: usize = 2_000;

/// Which of two inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The first one: what an early exit notices at once.
    First,
    /// The other one: what it notices last.
    Last,
}

/// Random numbers that are the same in every run (SplitMix64). For drawing inputs, for nothing secret.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Numbers that follow from a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next_number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Either class with one chance in two.
    pub fn class(&mut self) -> Class {
        if self.next_number() >> 63 == 0 {
            Class::First
        } else {
            Class::Last
        }
    }
}

/// What |t| says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// No difference was found in so many calls.
    NothingFound,
    /// Not enough to say: repeat with more calls.
    Doubtful,
    /// The time tells the class.
    Leak,
}

/// What came out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// Calls that were timed.
    pub calls: usize,
    /// The largest |t| of all crops.
    pub t: f64,
    /// By how many nanoseconds the first class is slower in the crop of that t; negative where it is faster.
    pub difference: f64,
}

impl Trial {
    /// Times `calls` calls of `operation`, each on what `prepare` makes of a class and a number drawn for it. Making and dropping it are not
    /// timed. It should lie in the same place for both classes: the caches tell places apart.
    pub fn run<T>(
        calls: usize,
        mut prepare: impl FnMut(Class, u64) -> T,
        mut operation: impl FnMut(&T),
    ) -> Self {
        let mut dice = Dice::new(calls.try_into().unwrap_or(u64::MAX));
        let mut time = || {
            let class = dice.class();
            let input = black_box(prepare(class, dice.next_number()));
            let start = Instant::now();
            operation(&input);
            (class, start.elapsed().as_secs_f64() * 1e9)
        };
        for _ in 0..WARM_UP {
            black_box(time());
        }
        let times: Vec<_> = (0..calls).map(|_| time()).collect();
        Self::judge(&times)
    }

    /// The largest |t| of these times, in nanoseconds, over all crops.
    #[must_use]
    pub fn judge(times: &[(Class, f64)]) -> Self {
        let mut sorted: Vec<_> = times.iter().map(|(_, time)| *time).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut worst = Self {
            calls: times.len(),
            t: 0.0,
            difference: 0.0,
        };
        for limit in limits(&sorted) {
            let (mut first, mut last) = (Sample::default(), Sample::default());
            for (class, time) in times.iter().filter(|(_, time)| *time <= limit) {
                match class {
                    Class::First => first.push(*time),
                    Class::Last => last.push(*time),
                }
            }
            let found = t(&first, &last).abs();
            if first.count().min(last.count()) >= FEWEST && found > worst.t {
                worst.t = found;
                worst.difference = first.mean() - last.mean();
            }
        }
        worst
    }

    /// What that means.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.t {
            t if t < NOTHING => Verdict::NothingFound,
            t if t < LEAK => Verdict::Doubtful,
            _ => Verdict::Leak,
        }
    }
}

/// No limit, then each hundredth of the calls.
fn limits(sorted: &[f64]) -> impl Iterator<Item = f64> {
    let at = |hundredth| sorted.get(sorted.len() * hundredth / CROPS).copied();
    std::iter::once(f64::INFINITY).chain((1..CROPS).filter_map(at))
}

impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict() {
            Verdict::NothingFound => "nothing found",
            Verdict::Doubtful => "doubtful: repeat with more calls",
            Verdict::Leak => "LEAK",
        };
        let (calls, t, difference) = (self.calls, self.t, self.difference);
        write!(
            f,
            "|t| {t:8.2}  first - last {difference:+7.2} ns  {calls} calls  {verdict}"
        )
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;

    /// Times of two classes around 300 ns, the first later by `gap` ns; one call in a hundred takes ten times as long.
    fn times(gap: f64) -> Vec<(Class, f64)> {
        let mut dice = Dice::new(1);
        let mut draw = || {
            let class = dice.class();
            let noise: f64 = (0..4)
                .map(|_| f64::from(dice.next_number().to_le_bytes()[0]))
                .sum();
            let late = if class == Class::First { gap } else { 0.0 };
            let outside = if dice.next_number().is_multiple_of(100) {
                10.0
            } else {
                1.0
            };
            (class, (300.0 + noise / 10.0 + late) * outside)
        };
        (0..40_000).map(|_| draw()).collect()
    }

    #[test]
    fn equal_classes_show_nothing_and_a_nanosecond_shows() {
        let equal = Trial::judge(&times(0.0));
        assert_eq!(equal.verdict(), Verdict::NothingFound, "{equal}");
        let leak = Trial::judge(&times(2.0));
        assert_eq!(leak.verdict(), Verdict::Leak, "{leak}");
        assert!((leak.difference - 2.0).abs() < 0.5, "{leak}");
        let faster = Trial::judge(&times(-2.0));
        assert!(faster.difference < -1.5, "{faster}");
    }

    #[test]
    fn cropping_finds_what_slow_calls_hide() {
        let times = times(2.0);
        let (mut first, mut last) = (Sample::default(), Sample::default());
        for (class, time) in &times {
            match class {
                Class::First => first.push(*time),
                Class::Last => last.push(*time),
            }
        }
        assert!(t(&first, &last).abs() < LEAK);
        assert!(Trial::judge(&times).t > LEAK);
    }

    #[test]
    fn thresholds() {
        let verdict = |t| {
            let trial = Trial {
                calls: 1,
                t,
                difference: 0.0,
            };
            trial.verdict()
        };
        assert_eq!(verdict(4.4), Verdict::NothingFound);
        assert_eq!(verdict(4.6), Verdict::Doubtful);
        assert_eq!(verdict(10.1), Verdict::Leak);
    }

    #[test]
    fn each_class_is_drawn_half_of_the_time() {
        let mut dice = Dice::new(3);
        let first = (0..10_000).filter(|_| dice.class() == Class::First).count();
        assert!((4_800..5_200).contains(&first), "{first}");
    }
}
