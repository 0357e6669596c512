//! What is missing, while it is still cheap to say.

use crate::{Event, Missing, Rule};

/// A [`Missing`] that borrows: rows by the million are evaluated, and what is missing is said of few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lack<'a> {
    Event(&'a Event),
    ValidEvent(&'a Event),
    FutureEvent(&'a Event),
    WhichContract,
    OneDocument(&'a Event),
    UncountedContact,
    FiscalYear(&'a Event),
    Anchor,
    Length,
    AllowedPeriod { set_by: &'a str },
    Setting(&'a str),
    ApplicableRule { setting: &'a str },
    Rank,
    RightToExtend,
    CountableDate,
}

impl Missing {
    /// The same, said of `rule`, which knows what counts as contact.
    pub(crate) fn of(lack: Lack<'_>, rule: &Rule) -> Self {
        match lack {
            Lack::Event(Event::LastContact) => Self::Contact {
                counted: rule.contact().into(),
            },
            Lack::UncountedContact => Self::UncountedContact {
                counted: rule.contact().into(),
            },
            Lack::Event(event) => Self::Event(event.clone()),
            Lack::ValidEvent(event) => Self::ValidEvent(event.clone()),
            Lack::FutureEvent(event) => Self::FutureEvent(event.clone()),
            Lack::WhichContract => Self::WhichContract,
            Lack::OneDocument(event) => Self::OneDocument(event.clone()),
            Lack::FiscalYear(event) => Self::FiscalYear(event.clone()),
            Lack::Anchor => Self::Anchor,
            Lack::Length => Self::Length,
            Lack::AllowedPeriod { set_by } => Self::AllowedPeriod {
                set_by: set_by.into(),
            },
            Lack::Setting(name) => Self::Setting(name.into()),
            Lack::ApplicableRule { setting } => Self::ApplicableRule {
                setting: setting.into(),
            },
            Lack::Rank => Self::Rank,
            Lack::RightToExtend => Self::RightToExtend,
            Lack::CountableDate => Self::CountableDate,
        }
    }
}
