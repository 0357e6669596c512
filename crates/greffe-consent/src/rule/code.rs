//! The ids of the rules.

use std::fmt;

/// A rule of the decision table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Rule {
    /// The order of events.
    R0,
    /// Restriction of processing.
    R1,
    /// Objection to direct marketing.
    R2,
    /// Any other objection.
    R3,
    /// Trackers and terminals.
    R4,
    /// Channels.
    R5,
    /// Consent.
    R6,
    /// Children, those who act for others, and death.
    R7,
    /// Withdrawal, and the bases that remain.
    R8,
    /// Special categories of data.
    R9,
    /// Silence.
    R10,
    /// Vendors.
    R12,
    /// Signals.
    R13,
    /// Accounts and devices.
    R14,
}

impl Rule {
    /// The stable id, such as `R6`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::R0 => "R0",
            Self::R1 => "R1",
            Self::R2 => "R2",
            Self::R3 => "R3",
            Self::R4 => "R4",
            Self::R5 => "R5",
            Self::R6 => "R6",
            Self::R7 => "R7",
            Self::R8 => "R8",
            Self::R9 => "R9",
            Self::R10 => "R10",
            Self::R12 => "R12",
            Self::R13 => "R13",
            Self::R14 => "R14",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
