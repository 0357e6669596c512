//! One measurement: contestants who do the same work.

use std::fmt;

use super::timing::{Effort, Spread, in_turn};

/// Who takes part, with the work: `passes` times over all items. What it returns is its answer, the same for every pass.
pub struct Contestant<'a> {
    pub(super) name: &'static str,
    pub(super) work: Box<dyn FnMut(u32) -> u64 + 'a>,
}

/// What is compared.
pub struct Contest<'a> {
    name: &'static str,
    items: u32,
    contestants: Vec<Contestant<'a>>,
    target: Option<Target>,
    given: Option<&'static str>,
}

/// What ours aims at, beside the reference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// At most so many times the reference's time.
    AtMost(f64),
    /// At least so many times faster than the reference.
    Faster(f64),
    /// Less than so many nanoseconds an item, whoever else takes part.
    Under(f64),
    /// Less than so many nanoseconds an item, and at least so many times faster than the reference.
    UnderAndFaster(f64, f64),
    /// All items within so many seconds, whoever else takes part.
    Within(f64),
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// What was compared.
    pub name: &'static str,
    /// Items in one pass.
    pub items: u32,
    /// The answer of all contestants.
    pub answer: u64,
    /// Ours first, the reference second, others after them.
    pub standings: Vec<Standing>,
    /// What ours aims at.
    pub target: Option<Target>,
    /// What contestants have before they are timed, where that has to be said.
    pub given: Option<&'static str>,
}

/// One contestant's time an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Who.
    pub name: &'static str,
    /// Nanoseconds an item.
    pub time: Spread,
}

/// Two contestants answered differently: they do not do the same work, and no ratio of theirs means anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    contest: &'static str,
    answers: Vec<(&'static str, u64)>,
}

impl<'a> Contest<'a> {
    /// Ours, without a target. `ours` and the others go so many times over `items` items and return their answer.
    #[must_use]
    pub fn new(name: &'static str, items: u32, ours: impl FnMut(u32) -> u64 + 'a) -> Self {
        Self {
            name,
            items,
            contestants: Vec::new(),
            target: None,
            given: None,
        }
        .against("greffe", ours)
    }

    /// One more contestant. The first one said is the reference.
    #[must_use]
    pub fn against(mut self, name: &'static str, work: impl FnMut(u32) -> u64 + 'a) -> Self {
        let work = Box::new(work);
        self.contestants.push(Contestant { name, work });
        self
    }

    /// What ours aims at.
    #[must_use]
    pub const fn aims_at(mut self, target: Target) -> Self {
        self.target = Some(target);
        self
    }

    /// What contestants have before they are timed.
    #[must_use]
    pub const fn given(mut self, given: &'static str) -> Self {
        self.given = Some(given);
        self
    }

    /// Asks all for their answer, then measures.
    ///
    /// # Errors
    /// [`Disagreement`], before anything is measured.
    pub fn measure(mut self, effort: Effort) -> Result<Measured, Disagreement> {
        let asked = self.contestants.iter_mut().map(|c| (c.name, (c.work)(1)));
        let answers: Vec<_> = asked.collect();
        let answer = answers.first().map_or(0, |(_, answer)| *answer);
        if answers.iter().any(|(_, other)| *other != answer) {
            return Err(Disagreement {
                contest: self.name,
                answers,
            });
        }
        let times = in_turn(&mut self.contestants, self.items, effort);
        let names = answers.into_iter().map(|(name, _)| name);
        Ok(Measured {
            name: self.name,
            items: self.items,
            answer,
            standings: names
                .zip(times)
                .map(|(name, time)| Standing { name, time })
                .collect(),
            target: self.target,
            given: self.given,
        })
    }
}

impl Measured {
    /// The median of `standing` over the reference's; without a reference, over ours.
    #[must_use]
    pub fn ratio(&self, standing: &Standing) -> f64 {
        let reference = self.standings.get(1).or_else(|| self.standings.first());
        reference.map_or(1.0, |reference| {
            standing.time.median / reference.time.median
        })
    }

    /// What all items take ours, in seconds.
    #[must_use]
    pub fn seconds(&self) -> Option<f64> {
        let ours = self.standings.first()?;
        Some(ours.time.median * f64::from(self.items) / 1e9)
    }

    /// Whether ours meets its target, if it has one, and the reference that the target speaks of takes part.
    #[must_use]
    pub fn is_met(&self) -> Option<bool> {
        let ours = self.standings.first()?;
        let ratio = self.standings.get(1).map(|_| self.ratio(ours));
        match self.target? {
            Target::AtMost(times) => ratio.map(|ratio| ratio <= times),
            Target::Faster(times) => ratio.map(|ratio| ratio * times <= 1.0),
            Target::Under(nanoseconds) => Some(ours.time.median < nanoseconds),
            Target::UnderAndFaster(nanoseconds, times) => {
                ratio.map(|ratio| ours.time.median < nanoseconds && ratio * times <= 1.0)
            }
            Target::Within(seconds) => Some(self.seconds()? < seconds),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(times) => write!(f, "at most {times}x"),
            Self::Faster(times) => write!(f, "{times}x faster"),
            Self::Under(nanoseconds) => write!(f, "under {nanoseconds} ns"),
            Self::UnderAndFaster(nanoseconds, times) => {
                write!(f, "under {nanoseconds} ns, {times}x faster")
            }
            Self::Within(seconds) => write!(f, "all within {seconds} s"),
        }
    }
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answers to \"{}\" differ:", self.contest)?;
        for (name, answer) in &self.answers {
            write!(f, " {name} {answer}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Disagreement {}
