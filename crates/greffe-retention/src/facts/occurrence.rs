//! One thing that happened, as it was recorded.

use std::fmt;

use chrono::NaiveDate;

use crate::Event;

/// An event of one record with its day, and what is known about the statement itself.
///
/// A correction names what it corrects, an occurrence of the same event: a new day, or no day at all where the event is struck out. Ids are told apart
/// event by event, for two tables may number their rows alike. Where a correction names only an occurrence of another event, nobody knows what is
/// taken back, and a rule that asks about either is undetermined.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_retention::{Event, Facts, Occurrence, OccurrenceId};
///
/// let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
/// let (wrong, right) = (OccurrenceId::new("1"), OccurrenceId::new("2"));
/// let facts = Facts::new()
///     .with(Occurrence::new(Event::ContractEnd, day(31)).id_is(wrong.clone()))
///     .with(Occurrence::new(Event::ContractEnd, day(13)).id_is(right).correcting(wrong));
/// # assert_eq!(facts.occurrences().len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    event: Event,
    occurred: Option<NaiveDate>,
    // One pointer for what most rows do not have keeps the facts of a row small.
    record: Option<Box<Record>>,
}

#[derive(Clone, PartialEq, Eq, Default)]
struct Record {
    id: Option<OccurrenceId>,
    recorded: Option<NaiveDate>,
    source: Option<Box<str>>,
    supersedes: Option<OccurrenceId>,
    automated: bool,
}

/// Shows nothing: ids and sources are the service's own texts.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// The id that the service gives to an occurrence. Not shown by `Debug`, for it may name a person.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OccurrenceId(Box<str>);

/// What is said of an event as a whole. The most cautious one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// What it would end still runs.
    Open,
    /// It never happened.
    Never,
    /// It cannot happen for this record.
    Inapplicable,
}

impl OccurrenceId {
    /// An id.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self(id.into())
    }
}

impl OccurrenceId {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OccurrenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OccurrenceId(..)")
    }
}

impl Occurrence {
    /// `event` happened on `day`.
    #[must_use]
    pub const fn new(event: Event, day: NaiveDate) -> Self {
        Self {
            event,
            occurred: Some(day),
            record: None,
        }
    }

    /// Strikes out the occurrence of `event` that has the id `what`: it did not happen.
    #[must_use]
    pub fn deletion(event: Event, what: OccurrenceId) -> Self {
        let deletion = Self {
            event,
            occurred: None,
            record: None,
        };
        deletion.correcting(what)
    }

    /// The same with its id.
    #[must_use]
    pub fn id_is(mut self, id: OccurrenceId) -> Self {
        self.record_mut().id = Some(id);
        self
    }

    /// The same with the local day on which it was written down.
    #[must_use]
    pub fn recorded_on(mut self, day: NaiveDate) -> Self {
        self.record_mut().recorded = Some(day);
        self
    }

    /// The same with the system that said it.
    #[must_use]
    pub fn from_source(mut self, source: &str) -> Self {
        self.record_mut().source = Some(source.into());
        self
    }

    /// The same, done by a program in place of the person: a mail scanner that follows every link, a crawler. It never counts as contact.
    #[must_use]
    pub fn by_a_program(mut self) -> Self {
        self.record_mut().automated = true;
        self
    }

    /// The same, in place of the occurrence of the same event that has the id `what`.
    #[must_use]
    pub fn correcting(mut self, what: OccurrenceId) -> Self {
        self.record_mut().supersedes = Some(what);
        self
    }

    /// What happened.
    #[must_use]
    pub const fn event(&self) -> &Event {
        &self.event
    }

    /// The day, unless this strikes out an occurrence.
    #[must_use]
    pub const fn occurred(&self) -> Option<NaiveDate> {
        self.occurred
    }

    /// The day on which it was written down, where known.
    #[must_use]
    pub fn recorded(&self) -> Option<NaiveDate> {
        self.record.as_ref()?.recorded
    }

    /// The system that said it, where known.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.record.as_ref()?.source.as_deref()
    }

    /// Whether a program did it.
    #[must_use]
    pub fn is_automated(&self) -> bool {
        self.record.as_ref().is_some_and(|record| record.automated)
    }

    /// The id, where it has one.
    #[must_use]
    pub fn id(&self) -> Option<&OccurrenceId> {
        self.record.as_ref()?.id.as_ref()
    }

    /// What it corrects.
    #[must_use]
    pub fn supersedes(&self) -> Option<&OccurrenceId> {
        self.record.as_ref()?.supersedes.as_ref()
    }

    /// Whether nothing is known of it but its day.
    pub(crate) const fn is_bare(&self) -> bool {
        self.record.is_none()
    }

    fn record_mut(&mut self) -> &mut Record {
        self.record.get_or_insert_default()
    }
}
