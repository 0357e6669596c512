//! How many were kept and dropped, and why.

use crate::{Action, Reason, Verdict};

/// Counts of verdicts, by reason.
///
/// ```
/// use greffe_consent::Totals;
///
/// let nobody: Totals = [].into_iter().collect();
/// assert_eq!((nobody.kept(), nobody.dropped(), nobody.by_reason().count()), (0, 0, 0));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    kept: u64,
    dropped: u64,
    to_remove: u64,
    to_erase: u64,
    reasons: [u64; Reason::ALL.len()],
}

impl Default for Totals {
    fn default() -> Self {
        Self {
            kept: 0,
            dropped: 0,
            to_remove: 0,
            to_erase: 0,
            reasons: [0; Reason::ALL.len()],
        }
    }
}

impl Totals {
    /// Counts one.
    pub fn count(&mut self, verdict: Verdict) {
        match verdict.is_allowed() {
            true => self.kept += 1,
            false => self.dropped += 1,
        }
        match verdict.action() {
            Some(Action::Remove) => self.to_remove += 1,
            Some(Action::Erase) => self.to_erase += 1,
            None => {}
        }
        if let Some(count) = self.reasons.get_mut(verdict.reason() as usize) {
            *count += 1;
        }
    }

    /// How many may be reached.
    #[must_use]
    pub const fn kept(&self) -> u64 {
        self.kept
    }

    /// How many may not.
    #[must_use]
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// How many of these have to be taken off the list.
    #[must_use]
    pub const fn to_remove(&self) -> u64 {
        self.to_remove
    }

    /// How many of these have to be erased.
    #[must_use]
    pub const fn to_erase(&self) -> u64 {
        self.to_erase
    }

    /// Each reason that was met, with how often, in the order of the gates.
    pub fn by_reason(&self) -> impl Iterator<Item = (Reason, u64)> {
        let reasons = Reason::ALL.iter().copied();
        let counts = reasons.zip(self.reasons);
        counts.filter(|(_, count)| *count > 0)
    }
}

impl Extend<Verdict> for Totals {
    fn extend<I: IntoIterator<Item = Verdict>>(&mut self, verdicts: I) {
        for verdict in verdicts {
            self.count(verdict);
        }
    }
}

impl FromIterator<Verdict> for Totals {
    fn from_iter<I: IntoIterator<Item = Verdict>>(verdicts: I) -> Self {
        let mut totals = Self::default();
        totals.extend(verdicts);
        totals
    }
}
