//! Modes of collection: several ways to do one thing, from the richest to the poorest, each under a purpose of its own.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use greffe_terms::PurposeId;

use super::{Policy, Rules};
use crate::{Decision, Ledger, PersonKey, PolicyError, Question};

/// A mode of collection (*mode de collecte*), such as one of a module that measures which page a call came from. What it does to the
/// terminal and what exempts it, its purpose says ([`Purpose::reads_terminal`](crate::Purpose::reads_terminal)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mode {
    name: Box<str>,
    purpose: PurposeId,
    fallback: Option<Box<str>>,
}

impl Mode {
    /// The mode `name`, 1 to 64 of `A-Z a-z 0-9 _ . -`, which runs under `purpose`.
    #[must_use]
    pub fn new(name: &str, purpose: PurposeId) -> Self {
        Self {
            name: name.into(),
            purpose,
            fallback: None,
        }
    }

    /// What runs in its place where it may not, as after a refusal: another mode, which is decided on its own.
    #[must_use]
    pub fn falling_back_to(self, name: &str) -> Self {
        Self {
            fallback: Some(name.into()),
            ..self
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The purpose under which it runs.
    #[must_use]
    pub const fn purpose(&self) -> &PurposeId {
        &self.purpose
    }

    /// The mode that runs in its place.
    #[must_use]
    pub fn fallback(&self) -> Option<&str> {
        self.fallback.as_deref()
    }
}

/// The best mode that may run, with what was decided of each mode on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModeChoice<'a> {
    considered: Vec<(&'a str, Decision)>,
}

impl<'a> ModeChoice<'a> {
    /// The best mode that may run; `None` where none may.
    #[must_use]
    pub fn best(&self) -> Option<&'a str> {
        let (name, decision) = self.considered.last()?;
        decision.is_allowed().then_some(*name)
    }

    /// Every mode that was considered, in the order in which it was, with its decision. The best one is the last.
    pub fn considered(&self) -> impl Iterator<Item = (&'a str, &Decision)> {
        self.considered
            .iter()
            .map(|(name, decision)| (*name, decision))
    }

    /// The first instant at which one of these decisions changes: until then the choice may be kept.
    #[must_use]
    pub fn next_change(&self) -> Option<DateTime<Utc>> {
        self.considered
            .iter()
            .filter_map(|(_, decision)| decision.next_change())
            .min()
    }

    fn has(&self, name: &str) -> bool {
        self.considered.iter().any(|(known, _)| *known == name)
    }
}

impl Policy {
    /// The modes of collection, in the order in which the policy lists them.
    #[must_use]
    pub fn modes(&self) -> &[Mode] {
        &self.modes
    }

    /// The mode of that name.
    #[must_use]
    pub fn mode(&self, name: &str) -> Option<&Mode> {
        self.modes.iter().find(|mode| *mode.name == *name)
    }

    /// Whether a mode may run for the person at `now`. A mode that the policy does not have may not.
    #[must_use]
    pub fn mode_allowed(
        &self,
        mode: &str,
        ledger: &Ledger,
        person: PersonKey,
        now: DateTime<Utc>,
    ) -> Decision {
        // No purpose has the empty id, so that an unknown mode is denied as an unknown purpose.
        let purpose = self.mode(mode).map_or("", |mode| mode.purpose.as_str());
        self.decide(ledger, Question::about(purpose).for_person(person), now)
    }

    /// The best of the modes that may run for the person at `now`: the first one allowed in the order given, richest first; where none
    /// is, the first one allowed among what these fall back to.
    #[must_use]
    pub fn best_mode<'a>(
        &'a self,
        modes: impl IntoIterator<Item = &'a str>,
        ledger: &Ledger,
        person: PersonKey,
        now: DateTime<Utc>,
    ) -> ModeChoice<'a> {
        let mut choice = ModeChoice {
            considered: Vec::new(),
        };
        let mut round: Vec<&str> = modes.into_iter().collect();
        while !round.is_empty() {
            for name in &round {
                if choice.has(name) {
                    continue;
                }
                let decision = self.mode_allowed(name, ledger, person, now);
                choice.considered.push((name, decision));
                if decision.is_allowed() {
                    return choice;
                }
            }
            let fallbacks = round.iter().filter_map(|name| self.mode(name)?.fallback());
            round = fallbacks.filter(|name| !choice.has(name)).collect();
        }
        choice
    }
}

/// Whether the modes have names and purposes and lead to an end.
pub(super) fn check(
    modes: &[Mode],
    purposes: &BTreeMap<PurposeId, Rules>,
) -> Result<(), PolicyError> {
    let mut by_name: BTreeMap<&str, &Mode> = BTreeMap::new();
    for (mode, number) in modes.iter().zip(1..) {
        if !is_name(mode.name()) || !mode.fallback().is_none_or(is_name) {
            return Err(PolicyError::ModeName(number));
        }
        if by_name.insert(&mode.name, mode).is_some() {
            return Err(PolicyError::ModeTwice(mode.name.clone()));
        }
        if !purposes.contains_key(&mode.purpose) {
            return Err(PolicyError::UnknownPurpose(mode.purpose.clone()));
        }
    }
    let mut fallbacks = modes.iter().filter_map(Mode::fallback);
    if let Some(unknown) = fallbacks.find(|name| !by_name.contains_key(name)) {
        return Err(PolicyError::UnknownMode(unknown.into()));
    }
    // Where each path leads is looked at once: the modes on the present one are in a circle when they come again.
    let mut led: BTreeMap<&str, usize> = BTreeMap::new();
    for (mode, path) in modes.iter().zip(0..) {
        let mut next = Some(mode);
        while let Some(mode) = next {
            match led.get(mode.name()) {
                Some(earlier) if *earlier == path => {
                    return Err(PolicyError::ModeCycle(mode.name.clone()));
                }
                Some(_) => break,
                None => led.insert(mode.name(), path),
            };
            next = mode.fallback().and_then(|name| by_name.get(name).copied());
        }
    }
    Ok(())
}

/// Names stand in errors and logs: they are identifiers, not any text.
fn is_name(name: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-');
    (1..=64).contains(&name.len()) && name.bytes().all(allowed)
}
