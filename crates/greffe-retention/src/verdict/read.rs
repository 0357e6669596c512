//! Kinds of verdicts, and what one misses, as plans hold them.

use greffe_terms::quiet;
use serde::{Deserialize, Deserializer};

use super::{Missing, VerdictKind};
use crate::Event;

/// What is missing, as it is read.
#[derive(Deserialize)]
#[serde(remote = "Missing", rename_all = "snake_case")]
enum MissingForm {
    Event(Event),
    Contact { counted: Box<[Event]> },
    UncountedContact { counted: Box<[Event]> },
    ValidEvent(Event),
    FutureEvent(Event),
    WhichContract,
    OneDocument(Event),
    FiscalYear(Event),
    Anchor,
    Length,
    AllowedPeriod { set_by: Box<str> },
    Setting(Box<str>),
    ApplicableRule { setting: Box<str> },
    Rank,
    RightToExtend,
    CountableDate,
}

impl<'de> Deserialize<'de> for Missing {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        quiet::read(
            deserializer,
            "what a verdict misses",
            MissingForm::deserialize,
        )
    }
}

/// A kind as it is read.
#[derive(Deserialize)]
#[serde(remote = "VerdictKind", rename_all = "snake_case")]
enum KindForm {
    Keep,
    Open,
    Archive,
    Due,
    DisposeBy,
    Overdue,
    Held,
    Conflict,
    Undetermined,
}

impl<'de> Deserialize<'de> for VerdictKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        quiet::read(deserializer, "a kind of verdict", KindForm::deserialize)
    }
}
