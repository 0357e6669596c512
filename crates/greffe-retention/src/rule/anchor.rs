//! What a period runs from.

use crate::Event;

/// What a period runs from (*point de départ*).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Anchor {
    /// The day of an event.
    Event {
        /// The event.
        event: Event,
        /// What it means that no such event is recorded.
        absent: Absence,
    },
    /// The close of the accounting period in which an event fell.
    Close {
        /// The event.
        event: Event,
        /// What it means that no such event is recorded.
        absent: Absence,
        /// Which close.
        of: Close,
        /// Of what the event is the last.
        unit: Unit,
    },
    /// The latest of several. One that still runs keeps the data; one that never happened drops out.
    Latest(Vec<Self>),
    /// The earliest of several. One that still runs or never happened drops out.
    Earliest(Vec<Self>),
}

/// What it means that no event of a kind is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Absence {
    /// Nobody knows; the verdict is undetermined.
    #[default]
    Unknown,
    /// It never happened; the end of something still runs.
    Never,
}

/// The day that closes the period of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Close {
    /// The last day of the fiscal year (*clôture de l'exercice*).
    #[default]
    FiscalYear,
    /// 31 December.
    CalendarYear,
    /// The day of the event itself.
    Document,
}

/// What is kept and goes as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Unit {
    /// The whole file of a person (*dossier*): the latest day of the event counts.
    #[default]
    File,
    /// Each document by itself (*pièce*): it has one day of the event, and several make the verdict undetermined.
    Document,
}

impl Unit {
    pub(crate) const ALL: [Self; 2] = [Self::File, Self::Document];

    /// The stable code, as written in rules.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Document => "document",
        }
    }
}

impl Close {
    pub(crate) const ALL: [Self; 3] = [Self::FiscalYear, Self::CalendarYear, Self::Document];

    /// The stable code, as written in rules.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FiscalYear => "fiscal_year",
            Self::CalendarYear => "calendar_year",
            Self::Document => "document",
        }
    }
}

impl Anchor {
    /// Every event that the anchor looks at, in the order of the rule.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        let mut events = Vec::new();
        self.collect(&mut events);
        events.into_iter()
    }

    /// Whether its day is the last of something that runs through it: a contract, an account, a fiscal year. What begins with its end begins on
    /// the next day.
    #[must_use]
    pub fn ends_something(&self) -> bool {
        match self {
            Self::Event { event, .. } => event.is_an_end(),
            Self::Close { event, of, .. } => *of != Close::Document || event.is_an_end(),
            Self::Latest(of) | Self::Earliest(of) => of.iter().any(Self::ends_something),
        }
    }

    /// Whether fiscal years are needed.
    #[must_use]
    pub fn needs_fiscal_years(&self) -> bool {
        match self {
            Self::Event { .. } => false,
            Self::Close { of, .. } => *of == Close::FiscalYear,
            Self::Latest(of) | Self::Earliest(of) => of.iter().any(Self::needs_fiscal_years),
        }
    }

    fn collect<'a>(&'a self, events: &mut Vec<&'a Event>) {
        match self {
            Self::Event { event, .. } | Self::Close { event, .. } => events.push(event),
            Self::Latest(of) | Self::Earliest(of) => of.iter().for_each(|a| a.collect(events)),
        }
    }
}
