//! One stage of a record's life: how long, from when, and what then.

use std::num::NonZeroU32;

use greffe_calendar::Period;
use greffe_terms::{Text, quiet};
use serde::{Deserialize, Deserializer};

use super::{Anchor, Condition};
use crate::Event;

/// One stage: active base, intermediate archive, and what comes at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    pub(crate) limit: Limit,
    pub(crate) after: Option<Anchor>,
    pub(crate) ceiling: Option<Box<Ceiling>>,
    pub(crate) when: Option<Box<str>>,
    pub(crate) then: Fate,
    pub(crate) readers: Vec<Text>,
    pub(crate) effect: Vec<Effect>,
}

/// How long.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// Kept through the last day of the period, disposable from the next day.
    Keep(Length),
    /// Disposable from the trigger's day on, done by the last day of the period.
    Within(Period),
    /// Kept until a condition is met, disposable from the next day.
    Until(Condition),
    /// The newest records of each key are kept.
    Latest {
        /// How many.
        count: NonZeroU32,
        /// The name of the key.
        per: Box<str>,
    },
}

/// The day by which a record that a stage keeps must be gone: with [`Limit::Keep`] or [`Limit::Until`] a minimum and a maximum, so a
/// window in which to dispose.
///
/// On one anchor an empty window is refused when the rule is read. On two anchors it depends on the record, and is then
/// [`Verdict::Conflict`](crate::Verdict::Conflict).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceiling {
    pub(crate) within: Period,
    pub(crate) after: Option<Anchor>,
}

/// The length of a kept period.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Length {
    /// Fixed by the rule.
    Fixed(Period),
    /// Set by the customer or the contract, within bounds.
    Set(Box<SetLength>),
    /// To the end of the session.
    Session,
    /// The document does not say: always undetermined.
    Unstated,
}

/// A length that somebody else sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetLength {
    pub(crate) default: Period,
    pub(crate) set_by: Box<str>,
    pub(crate) min: Option<Period>,
    pub(crate) max: Option<Period>,
}

/// What happens at the end of a stage.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Fate {
    /// Erased.
    #[default]
    Erase,
    /// Made anonymous, which takes a recorded test of singling out, linkage and inference. A pseudonym is not enough.
    Anonymise,
    /// Sorted: part goes to the public archives, the rest is erased (*tri*).
    Sort,
    /// Handed to another person of the same client (*réaffectation*).
    Reassign,
    /// Moved to the next stage, the intermediate archive.
    Archive,
    /// Handed over to someone.
    Transfer(Box<Text>),
    /// Moved to another storage, with its own length there.
    MoveTo {
        /// The storage, such as `disk`.
        to: Box<str>,
        /// How long there; [`Length::Fixed`], [`Length::Set`] or [`Length::Unstated`].
        keep: Box<Length>,
    },
}

/// The kind of a [`Fate`], without its details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[allow(missing_docs, reason = "named after the fates")]
pub enum FateKind {
    Erase,
    Anonymise,
    Sort,
    Reassign,
    Archive,
    Transfer,
    MoveTo,
}

/// A kind as it is read.
#[derive(Deserialize)]
#[serde(remote = "FateKind", rename_all = "snake_case")]
enum FateKindForm {
    Erase,
    Anonymise,
    Sort,
    Reassign,
    Archive,
    Transfer,
    MoveTo,
}

impl<'de> Deserialize<'de> for FateKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        quiet::read(deserializer, "a kind of fate", FateKindForm::deserialize)
    }
}

/// What a disposal reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Effect {
    /// Rows of a database.
    Database,
    /// Files on disk.
    Files,
}

impl Stage {
    /// How long.
    #[must_use]
    pub const fn limit(&self) -> &Limit {
        &self.limit
    }

    /// What the period runs from.
    #[must_use]
    pub const fn after(&self) -> Option<&Anchor> {
        self.after.as_ref()
    }

    /// The day by which a record that is kept must be gone, where the rule says one.
    #[must_use]
    pub fn ceiling(&self) -> Option<&Ceiling> {
        self.ceiling.as_deref()
    }

    /// The setting of the service that must be on for the rule to apply.
    #[must_use]
    pub fn when(&self) -> Option<&str> {
        self.when.as_deref()
    }

    /// What happens at the end.
    #[must_use]
    pub const fn then(&self) -> &Fate {
        &self.then
    }

    /// Who still reads the data in this stage.
    #[must_use]
    pub fn readers(&self) -> &[Text] {
        &self.readers
    }

    /// What the disposal reaches; empty where the rule does not say.
    #[must_use]
    pub fn effect(&self) -> &[Effect] {
        &self.effect
    }

    /// Every event that the stage looks at, in the order of the rule.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        let awaited: Box<dyn Iterator<Item = &Event>> = match &self.limit {
            Limit::Until(condition) => Box::new(condition.events()),
            Limit::Keep(Length::Session) => Box::new(std::iter::once(&Event::SessionEnd)),
            _ => Box::new(std::iter::empty()),
        };
        let ceiling = self.ceiling.iter().filter_map(|c| c.after.as_ref());
        let anchors = self.after.iter().chain(ceiling);
        anchors.flat_map(Anchor::events).chain(awaited)
    }
}

impl Ceiling {
    /// The period, of which the last day is the last on which the record may still be there.
    #[must_use]
    pub const fn within(&self) -> Period {
        self.within
    }

    /// What the period runs from; `None` where it is what the kept period runs from.
    #[must_use]
    pub const fn after(&self) -> Option<&Anchor> {
        self.after.as_ref()
    }
}

impl SetLength {
    /// The period where nobody set one.
    #[must_use]
    pub const fn default_period(&self) -> Period {
        self.default
    }

    /// Who sets it, such as `customer` or `contract`.
    #[must_use]
    pub fn set_by(&self) -> &str {
        &self.set_by
    }

    /// The shortest period that may be set.
    #[must_use]
    pub const fn min(&self) -> Option<Period> {
        self.min
    }

    /// The longest period that may be set.
    #[must_use]
    pub const fn max(&self) -> Option<Period> {
        self.max
    }

    /// Whether `period` lies within the bounds from whatever day it runs. `P30D` is not within a maximum of `P1M`: February is
    /// shorter.
    #[must_use]
    pub fn allows(&self, period: Period) -> bool {
        use super::bounds::at_most;
        self.min.is_none_or(|min| at_most(min, period))
            && self.max.is_none_or(|max| at_most(period, max))
    }
}

impl Fate {
    /// The kind, without details.
    #[must_use]
    pub const fn kind(&self) -> FateKind {
        match self {
            Self::Erase => FateKind::Erase,
            Self::Anonymise => FateKind::Anonymise,
            Self::Sort => FateKind::Sort,
            Self::Reassign => FateKind::Reassign,
            Self::Archive => FateKind::Archive,
            Self::Transfer(_) => FateKind::Transfer,
            Self::MoveTo { .. } => FateKind::MoveTo,
        }
    }

    /// The stable code, as written in rules.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Erase => "erase",
            Self::Anonymise => "anonymise",
            Self::Sort => "sort",
            Self::Reassign => "reassign",
            Self::Archive => "archive",
            Self::Transfer(_) => "transfer",
            Self::MoveTo { .. } => "move_to",
        }
    }
}

impl Effect {
    pub(crate) const ALL: [Self; 2] = [Self::Database, Self::Files];

    /// The stable code, as written in rules.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Files => "files",
        }
    }
}
