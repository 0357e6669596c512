//! A test of one record.

use chrono::NaiveDate;

use super::DayRange;
use crate::evaluate::{Future, Reached, stands};
use crate::{Absence, Event, Facts};

/// A test of one record, made of comparisons.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Predicate {
    /// The event has a day, and it is one of these.
    Day {
        /// The event.
        event: Event,
        /// The days.
        days: DayRange,
    },
    /// The event never happened. In columns: no day is stored.
    Never {
        /// The event.
        event: Event,
        /// Whether no day says so already, by the rule's `absent = "never"`. Always true in columns.
        implied: bool,
    },
    /// What the event would end still runs. In columns: no day is stored.
    Open {
        /// The event.
        event: Event,
        /// Whether no day says so already, by the rule's `absent = "never"`. Always true in columns.
        implied: bool,
    },
    /// Both events have a day, and `then` is not before `first`; of facts also, that `then` came as often. A column tells of one opening: where several
    /// can run at once, it holds the last opening and stays without an end until all have ended.
    InOrder {
        /// What must come first.
        first: Event,
        /// What must not be before it.
        then: Event,
    },
    /// No two days of the event differ. Never in columns, which hold one.
    OneDay {
        /// The event.
        event: Event,
    },
    /// The service's setting of that name is on.
    SettingOn(Box<str>),
    /// No extension is recorded, or the last day of it is at most this one.
    ExtendedAtMost(NaiveDate),
    /// Every one of these; true if there is none.
    All(Vec<Self>),
    /// At least one of these; false if there is none.
    Any(Vec<Self>),
}

impl Predicate {
    pub(super) const TRUE: Self = Self::All(Vec::new());
    pub(super) const FALSE: Self = Self::Any(Vec::new());

    /// Every one of `tests`, in the shortest form.
    pub(super) fn all(tests: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = Vec::new();
        for test in tests {
            match test {
                Self::Any(inner) if inner.is_empty() => return Self::FALSE,
                Self::All(inner) => parts.extend(inner),
                other if !parts.contains(&other) => parts.push(other),
                _ => {}
            }
        }
        match parts.len() {
            1 => parts.pop().unwrap_or(Self::TRUE),
            _ => Self::All(parts),
        }
    }

    /// Any of `tests`, in the shortest form.
    pub(super) fn any(tests: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = Vec::new();
        for test in tests {
            match test {
                Self::All(inner) if inner.is_empty() => return Self::TRUE,
                Self::Any(inner) => parts.extend(inner),
                other if !parts.contains(&other) => parts.push(other),
                _ => {}
            }
        }
        match parts.len() {
            1 => parts.pop().unwrap_or(Self::FALSE),
            _ => Self::Any(parts),
        }
    }

    pub(super) fn holds_for(&self, facts: &Facts, contact: &[Event], as_of: NaiveDate) -> bool {
        let reached = |event, implied| {
            let absent = if implied {
                Absence::Never
            } else {
                Absence::Unknown
            };
            stands(facts, contact, as_of, event, absent, Future::Hides)
        };
        match self {
            Self::Day { event, days } => match reached(event, false) {
                Reached::At(day) => days.contain(Some(day)),
                _ => false,
            },
            Self::Never { event, implied } => {
                matches!(reached(event, *implied), Reached::Never(_))
            }
            Self::Open { event, implied } => matches!(reached(event, *implied), Reached::Open(_)),
            Self::InOrder { first, then } => match (reached(first, false), reached(then, false)) {
                (Reached::At(opening), Reached::At(end)) => {
                    opening <= end && facts.settle_all(first, then, contact, as_of)
                }
                _ => false,
            },
            Self::OneDay { event } => facts.say_one_day_of(event, contact),
            Self::SettingOn(name) => facts.setting_of(name) == Some(true),
            Self::ExtendedAtMost(day) => facts.extension().is_none_or(|until| until <= *day),
            Self::All(tests) => tests.iter().all(|t| t.holds_for(facts, contact, as_of)),
            Self::Any(tests) => tests.iter().any(|t| t.holds_for(facts, contact, as_of)),
        }
    }
}
