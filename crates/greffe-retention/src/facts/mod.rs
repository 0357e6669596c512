//! What is known of one record: what happened when, what still runs, what was set, what forbids disposal.

mod contract;
mod occurrence;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use greffe_calendar::Period;

pub use contract::Contract;
pub(crate) use occurrence::Mark;
pub use occurrence::{Occurrence, OccurrenceId};

use crate::{Event, Hold};

/// The facts about one record, in any order.
///
/// Days are local days in the policy's zone ([`Facts::at`] turns instants into them). Facts may be built anew for every row, or
/// emptied with [`Facts::clear`] and filled again.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_retention::{Event, Facts};
///
/// let facts = Facts::new()
///     .on(Event::LastOperation, NaiveDate::from_ymd_opt(2026, 2, 1).unwrap())
///     .open(Event::ContractEnd)
///     .never(Event::Dispute);
/// # assert_eq!(facts.occurrences().len(), 1);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    pub(crate) occurrences: Vec<Occurrence>,
    pub(crate) marks: Vec<(Event, Mark)>,
    pub(crate) contracts: Vec<Contract>,
    pub(crate) periods: Vec<(Box<str>, Period)>,
    pub(crate) settings: Vec<(Box<str>, bool)>,
    pub(crate) holds: Vec<Hold>,
    pub(crate) extended_until: Option<NaiveDate>,
    pub(crate) outranked_on: Option<NaiveDate>,
    // Kept beside the occurrences, so that asking of each whether it stands does not look at all of them again.
    superseded: Superseded,
}

/// The events of what corrects or strikes out an occurrence, by the id that it names.
type Superseded = BTreeMap<OccurrenceId, BTreeSet<Event>>;

impl Facts {
    /// Nothing is known.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            occurrences: Vec::new(),
            marks: Vec::new(),
            contracts: Vec::new(),
            periods: Vec::new(),
            settings: Vec::new(),
            holds: Vec::new(),
            extended_until: None,
            outranked_on: None,
            superseded: BTreeMap::new(),
        }
    }

    /// Forgets everything and keeps the memory, for the next row.
    pub fn clear(&mut self) {
        self.occurrences.clear();
        self.marks.clear();
        self.contracts.clear();
        self.periods.clear();
        self.settings.clear();
        self.holds.clear();
        self.extended_until = None;
        self.outranked_on = None;
        self.superseded.clear();
    }

    /// `event` happened on `day`, or will for an end agreed in advance.
    #[must_use]
    pub fn on(self, event: Event, day: NaiveDate) -> Self {
        self.with(Occurrence::new(event, day))
    }

    /// `event` happened at `instant`, on the local day of `zone`.
    #[must_use]
    pub fn at(
        self,
        event: Event,
        instant: chrono::DateTime<chrono::Utc>,
        zone: greffe_calendar::Tz,
    ) -> Self {
        self.on(event, greffe_calendar::zone::date_of(zone, instant))
    }

    /// What a nullable column says: the day, or nothing at all.
    #[must_use]
    pub fn on_maybe(self, event: Event, day: Option<NaiveDate>) -> Self {
        match day {
            Some(day) => self.on(event, day),
            None => self,
        }
    }

    /// An occurrence with all that is known of it: id, source, when it was recorded, what it corrects.
    #[must_use]
    pub fn with(mut self, occurrence: Occurrence) -> Self {
        note_superseded(&mut self.superseded, &occurrence);
        self.occurrences.push(occurrence);
        self
    }

    /// A contract of the person: see [`Contract`] for what follows from it.
    #[must_use]
    pub fn contract(mut self, contract: Contract) -> Self {
        self.contracts.push(contract);
        self
    }

    /// What `event` would end still runs: the contract, the relation, the account. This outweighs every date of `event`; where a rule counts it as
    /// contact, there is contact as long as it runs.
    #[must_use]
    pub fn open(mut self, event: Event) -> Self {
        self.marks.push((event, Mark::Open));
        self
    }

    /// `event` is known never to have happened. Of an end this says that it is still awaited.
    #[must_use]
    pub fn never(mut self, event: Event) -> Self {
        self.marks.push((event, Mark::Never));
        self
    }

    /// `event` cannot happen for this record, such as the end of a contract that was never made.
    #[must_use]
    pub fn inapplicable(mut self, event: Event) -> Self {
        self.marks.push((event, Mark::Inapplicable));
        self
    }

    /// The period that `by` (the rule's `set_by`, such as `customer`) has set. The last one said counts.
    #[must_use]
    pub fn set_period(mut self, by: &str, period: Period) -> Self {
        self.periods.push((by.into(), period));
        self
    }

    /// Whether the service's setting `name` (the rule's `when`) is on. The last one said counts.
    #[must_use]
    pub fn setting(mut self, name: &str, on: bool) -> Self {
        self.settings.push((name.into(), on));
        self
    }

    /// Disposal waits.
    #[must_use]
    pub fn hold(mut self, hold: Hold) -> Self {
        self.holds.push(hold);
        self
    }

    /// On request, the data are kept through `last_day`. A rule must allow it with `extend`. The latest day said counts.
    #[must_use]
    pub fn extended_until(mut self, last_day: NaiveDate) -> Self {
        self.extended_until = self.extended_until.max(Some(last_day));
        self
    }

    /// Newer records of the same key pushed this one out on `day`: see [`KeepLatest`](crate::KeepLatest).
    #[must_use]
    pub const fn outranked_on(mut self, day: NaiveDate) -> Self {
        self.outranked_on = Some(day);
        self
    }

    /// The record is among the newest of its key, which are kept: see [`KeepLatest`](crate::KeepLatest).
    #[must_use]
    pub fn among_the_newest(self) -> Self {
        self.open(Event::Outranked)
    }

    /// Only what had been recorded by the end of `day`; occurrences of which nobody knows when they were recorded stay.
    #[must_use]
    pub fn as_known_on(&self, day: NaiveDate) -> Self {
        let mut known = self.clone();
        known
            .occurrences
            .retain(|o| o.recorded().is_none_or(|recorded| recorded <= day));
        known
            .contracts
            .retain(|c| c.recorded().is_none_or(|recorded| recorded <= day));
        known.superseded.clear();
        for occurrence in &known.occurrences {
            note_superseded(&mut known.superseded, occurrence);
        }
        known
    }

    /// All occurrences, corrected ones included.
    #[must_use]
    pub fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// All contracts.
    #[must_use]
    pub fn contracts(&self) -> &[Contract] {
        &self.contracts
    }

    /// All holds, past and future ones included.
    #[must_use]
    pub fn holds(&self) -> &[Hold] {
        &self.holds
    }

    pub(crate) fn active_holds(&self, day: NaiveDate) -> impl Iterator<Item = &Hold> {
        self.holds.iter().filter(move |hold| hold.is_active(day))
    }

    #[inline]
    pub(crate) fn mark(&self, event: &Event) -> Option<Mark> {
        if self.marks.is_empty() {
            return None;
        }
        // The most cautious of several: what still runs is said first.
        self.marks
            .iter()
            .filter(|(of, _)| of == event)
            .map(|(_, mark)| *mark)
            .min()
    }

    pub(crate) fn period_set_by(&self, by: &str) -> Option<Period> {
        let mut said = self.periods.iter().rev();
        said.find(|(who, _)| &**who == by)
            .map(|(_, period)| *period)
    }

    pub(crate) fn setting_of(&self, name: &str) -> Option<bool> {
        let mut said = self.settings.iter().rev();
        said.find(|(which, _)| &**which == name).map(|(_, on)| *on)
    }

    pub(crate) const fn extension(&self) -> Option<NaiveDate> {
        self.extended_until
    }

    /// Whether nothing is said but the days of events: no marks, contracts, corrections, holds or extension.
    #[inline]
    pub(crate) fn say_days_only(&self) -> bool {
        self.marks.is_empty()
            && self.contracts.is_empty()
            && self.holds.is_empty()
            && self.superseded.is_empty()
            && self.extended_until.is_none()
    }

    /// How often `event` happened by the end of `day`; a contact by the kinds that count as one.
    pub(crate) fn times(&self, event: &Event, contact: &[Event], day: NaiveDate) -> usize {
        self.happened(event, contact, day).count()
    }

    /// Whether each opening has a settlement of its own that is not before it.
    ///
    /// A settlement that is stated twice, of one day and without ids that tell the two apart, is one: two systems may report it, and one of them
    /// with its own id. One that is stated under one id of several days counts once, of the first of them: nobody knows which is right. An opening that is
    /// stated twice counts twice, for it may be two.
    pub(crate) fn settle_all(
        &self,
        opened: &Event,
        settled: &Event,
        contact: &[Event],
        day: NaiveDate,
    ) -> bool {
        let openings = self.happened(opened, contact, day);
        let mut openings: Vec<_> = openings.map(|(on, _)| on).collect();
        let mut ends: Vec<_> = self.happened(settled, contact, day).collect();
        // The last opening with the last settlement, and so on back: if this leaves one out, so does every other order.
        openings.sort_unstable_by(|a, b| b.cmp(a));
        ends.sort_unstable_by(|a, b| b.cmp(a));
        // Of one day, those without an id come last.
        ends.dedup_by(|this, kept| this.0 == kept.0 && (this.1.is_none() || this.1 == kept.1));
        let mut ids = BTreeSet::new();
        ends.reverse();
        ends.retain(|(_, id)| id.is_none_or(|id| ids.insert(id)));
        let mut ends = ends.iter().rev();
        openings
            .iter()
            .all(|opening| ends.next().is_some_and(|(end, _)| opening <= end))
    }

    /// Whether all that stands of `event` is of one day; of a contact by the kinds that count as one.
    pub(crate) fn say_one_day_of(&self, event: &Event, contact: &[Event]) -> bool {
        let mut days = self.all_of(event, contact).map(|(day, _)| day);
        let first = days.next();
        days.all(|day| Some(day) == first)
    }

    /// The occurrences of `event` up to `day`, and later ones where it may lie ahead.
    fn happened<'a>(
        &'a self,
        event: &'a Event,
        contact: &'a [Event],
        day: NaiveDate,
    ) -> impl Iterator<Item = (NaiveDate, Option<&'a OccurrenceId>)> {
        let ahead = event.may_lie_ahead();
        self.all_of(event, contact)
            .filter(move |(on, _)| ahead || *on <= day)
    }

    /// What stands of `event`, each day with its id.
    fn all_of<'a>(
        &'a self,
        event: &'a Event,
        contact: &'a [Event],
    ) -> impl Iterator<Item = (NaiveDate, Option<&'a OccurrenceId>)> {
        let is_contact = *event == Event::LastContact;
        let kinds = if is_contact {
            contact
        } else {
            std::slice::from_ref(event)
        };
        let of_it = self
            .standing()
            .filter(move |o| kinds.contains(o.event()) && !(is_contact && o.is_automated()));
        of_it.filter_map(|o| Some((o.occurred()?, o.id())))
    }

    pub(crate) const fn outranked(&self) -> Option<NaiveDate> {
        self.outranked_on
    }

    /// Whether a correction finds no occurrence of its own event and one of another event, and one of the two events is among these: somebody takes
    /// something back, and nobody knows what. What its own event took back already is not in question.
    pub(crate) fn are_doubted(&self, events: &[Event]) -> bool {
        if self.superseded.is_empty() {
            return false;
        }
        let named = |o: &&Occurrence| o.id().is_some_and(|id| self.superseded.contains_key(id));
        let named = || self.occurrences.iter().filter(named);
        let mut stated: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (id, event) in named().filter_map(|o| Some((o.id()?, o.event()))) {
            _ = stated.entry(id).or_default().insert(event);
        }
        let asked = named().filter(|o| events.contains(o.event()) && o.occurred().is_some());
        let asked = asked.filter(|o| self.stands(o));
        let asked: BTreeSet<_> = asked.filter_map(Occurrence::id).collect();
        stated.iter().any(|(id, of)| {
            let by = self.superseded.get(*id).into_iter().flatten();
            let mut astray = by.filter(|event| !of.contains(event));
            astray.any(|event| events.contains(event) || asked.contains(id))
        })
    }

    /// Occurrences that no other one of their event corrects. Two that correct each other are both void.
    pub(crate) fn standing(&self) -> impl Iterator<Item = &Occurrence> {
        self.occurrences.iter().filter(|o| self.stands(o))
    }

    /// Whether no other occurrence of its event corrects this one.
    #[inline]
    pub(crate) fn stands(&self, occurrence: &Occurrence) -> bool {
        self.superseded.is_empty() || !self.is_superseded(occurrence)
    }

    fn is_superseded(&self, occurrence: &Occurrence) -> bool {
        occurrence
            .id()
            .and_then(|id| self.superseded.get(id))
            .is_some_and(|by| by.contains(occurrence.event()))
    }
}

fn note_superseded(superseded: &mut Superseded, occurrence: &Occurrence) {
    if let Some(id) = occurrence.supersedes() {
        let by = superseded.entry(id.clone()).or_default();
        _ = by.insert(occurrence.event().clone());
    }
}
