//! Which columns of the host say what.

use std::collections::BTreeMap;

use greffe_calendar::Tz;
use greffe_retention::Event;

use super::holds::HoldsTable;
use super::name::QualifiedName;
use super::stored_day::StoredDay;

/// Which columns of the host's tables say what of a row, and how they are stored: the facts of a row, as [`greffe_retention::Facts`] has them.
///
/// NULL in the column of an event means that no day is known, and what that means is for the rule to say. NULL in any other column means that nobody
/// knows, and such a row is never selected, but for the column of the extension, where NULL means that there is none.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::{FiscalYears, zone};
/// use greffe_retention::{Event, Rule};
/// use greffe_sqlx::{FactColumns, SqliteDay};
///
/// let rule = Rule::from_toml("keep = \"P1M\"\nafter = \"recorded\"")?;
/// let years = FiscalYears::regular("12-31".parse()?);
/// let cutoff = rule.cutoff(&years, NaiveDate::from_ymd_opt(2026, 3, 1).unwrap())?;
///
/// let columns = FactColumns::new(zone::parse("Europe/Paris")?)
///     .event(Event::Recorded, "recorded".parse()?, SqliteDay::UnixSeconds)
///     .held("held".parse()?);
/// assert_eq!(
///     columns.predicate(&cutoff)?.to_string(),
///     "(`recorded` >= ? AND `recorded` < ? AND typeof(`recorded`) = 'integer' AND `held` = 0 AND typeof(`held`) = 'integer')"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FactColumns<S> {
    pub(super) zone: Tz,
    events: BTreeMap<Event, EventColumns<S>>,
    settings: BTreeMap<Box<str>, Setting>,
    pub(super) extension: Option<(QualifiedName, S)>,
    pub(super) held: Vec<QualifiedName>,
    pub(super) holds: Vec<HoldsTable<S>>,
    pub(super) holds_are_said: bool,
}

/// What the host stores of one event.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EventColumns<S> {
    pub(super) day: Option<(QualifiedName, S)>,
    pub(super) open: Option<QualifiedName>,
    pub(super) never: Option<QualifiedName>,
}

/// Where it is said whether a setting is on.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Setting {
    Column(QualifiedName),
    Known(bool),
}

impl<S: StoredDay> FactColumns<S> {
    /// No columns yet. `zone` is the policy's: its midnights separate the days of instants.
    #[must_use]
    pub const fn new(zone: Tz) -> Self {
        Self {
            zone,
            events: BTreeMap::new(),
            settings: BTreeMap::new(),
            extension: None,
            held: Vec::new(),
            holds: Vec::new(),
            holds_are_said: false,
        }
    }

    /// The column of the day of `event`.
    ///
    /// Of [`Event::LastContact`] it holds the latest event of the kinds that the rule counts as contact, and nothing else: the day of a contact of
    /// another kind would keep the row, and a missing one would lose it.
    #[must_use]
    pub fn event(mut self, event: Event, column: QualifiedName, stored: S) -> Self {
        self.said_of(event).day = Some((column, stored));
        self
    }

    /// A boolean column that is true while what `event` ends still runs, such as a contract. That outweighs the day of the event, as
    /// [`Facts::open`](greffe_retention::Facts::open) does.
    #[must_use]
    pub fn open(mut self, event: Event, column: QualifiedName) -> Self {
        self.said_of(event).open = Some(column);
        self
    }

    /// A boolean column that is true where `event` is known never to have happened, such as a dispute: see
    /// [`Facts::never`](greffe_retention::Facts::never). Where a day is stored too, even one that lies ahead, nobody knows.
    #[must_use]
    pub fn never(mut self, event: Event, column: QualifiedName) -> Self {
        self.said_of(event).never = Some(column);
        self
    }

    /// A boolean column that says whether the setting `name` (the rule's `when`) is on.
    #[must_use]
    pub fn setting(mut self, name: &str, column: QualifiedName) -> Self {
        self.settings.insert(name.into(), Setting::Column(column));
        self
    }

    /// A setting that is the same for all rows.
    #[must_use]
    pub fn setting_is(mut self, name: &str, on: bool) -> Self {
        self.settings.insert(name.into(), Setting::Known(on));
        self
    }

    /// The column of the last day of an extension that was asked for; NULL where none was. Needed for rules that allow one, and worth
    /// naming for all others: a row that was extended without a right to it is never selected.
    #[must_use]
    pub fn extended_until(mut self, column: QualifiedName, stored: S) -> Self {
        self.extension = Some((column, stored));
        self
    }

    /// A boolean column that is true while disposal waits. Several may be named.
    #[must_use]
    pub fn held(mut self, column: QualifiedName) -> Self {
        self.held.push(column);
        self.holds_are_said = true;
        self
    }

    /// A table of holds. Several may be named.
    #[must_use]
    pub fn holds(mut self, table: HoldsTable<S>) -> Self {
        self.holds.push(table);
        self.holds_are_said = true;
        self
    }

    /// Holds are no part of the predicate: whoever disposes of a row that it selects looks for holds first, as
    /// [`greffe_retention::Execution`] does inside the transaction.
    #[must_use]
    pub const fn holds_are_checked_elsewhere(mut self) -> Self {
        self.holds_are_said = true;
        self
    }

    pub(super) fn of_event(
        &self,
        event: &Event,
    ) -> Option<(&EventColumns<S>, &(QualifiedName, S))> {
        let said = self.events.get(event)?;
        Some((said, said.day.as_ref()?))
    }

    pub(super) fn of_setting(&self, name: &str) -> Option<&Setting> {
        self.settings.get(name)
    }

    fn said_of(&mut self, event: Event) -> &mut EventColumns<S> {
        self.events.entry(event).or_insert(EventColumns {
            day: None,
            open: None,
            never: None,
        })
    }
}
