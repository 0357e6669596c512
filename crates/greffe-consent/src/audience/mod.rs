//! Who of many may be reached: one question, asked of millions.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::packed::PackedEvent;
use crate::rule::{Prepared, judge};
use crate::{
    Event, History, PackedLedger, PersonContext, PersonKey, Policy, Topic, UnknownPurpose, Verdict,
};

mod stream;
mod totals;

pub use stream::AudienceStream;
pub use totals::Totals;

impl Policy {
    /// Prepares a question to be asked of everybody in a packed ledger, at `now`.
    ///
    /// # Errors
    /// [`UnknownPurpose`] where the policy has no such purpose: a slip of the pen is not to look like an audience of nobody.
    ///
    /// ```
    /// # use greffe_consent::*;
    /// # use greffe_terms::LegalBasis;
    /// let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris")?)
    ///     .purpose(Purpose::new("letter".parse()?, [LegalBasis::Consent]))
    ///     .notice(Notice::new("signup".parse()?, 1, ["letter".parse()?]))
    ///     .build()?;
    /// let (reader, stranger) = (PersonKey::from_bytes([1; 16]), PersonKey::from_bytes([2; 16]));
    /// let at = "2026-03-01T10:00:00Z".parse()?;
    /// let consent = Consent::new(Act::TickedBox, NoticeShown::new("signup".parse()?, 1), ["letter".parse()?]);
    /// let given = Event::new(EventId::from_bytes([1; 16]), reader, (at, at), Provenance::Person, Kind::Given(consent))?;
    /// let ledger = PackedLedger::pack([given])?;
    ///
    /// let audience = policy.audience(&ledger, Question::about("letter"), "2026-04-01T10:00:00Z".parse()?)?;
    /// let rows: Vec<_> = audience.among([reader, stranger]).collect();                 // the rows of the host's table
    /// assert!(rows[0].1.is_allowed());
    /// assert_eq!(rows[1].1.reason(), Reason::NoConsent);
    ///
    /// let totals: Totals = rows.into_iter().map(|(_, verdict)| verdict).collect();
    /// assert_eq!((totals.kept(), totals.dropped()), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn audience<'a>(
        &'a self,
        ledger: &'a PackedLedger,
        topic: Topic<'a>,
        now: DateTime<Utc>,
    ) -> Result<Audience<'a>, UnknownPurpose> {
        self.audience_as_known(ledger, topic, now, now)
    }

    /// As [`Policy::audience`], for the instant `at`, on what was recorded until `known_at`.
    ///
    /// # Errors
    /// As there.
    pub fn audience_as_known<'a>(
        &'a self,
        ledger: &'a PackedLedger,
        topic: Topic<'a>,
        at: DateTime<Utc>,
        known_at: DateTime<Utc>,
    ) -> Result<Audience<'a>, UnknownPurpose> {
        let instants = (at, known_at);
        let contents = ledger.contents();
        let rules = self.known(topic.purpose())?;
        Ok(Audience {
            policy: self,
            ledger,
            topic,
            at,
            known_at,
            prepared: Prepared::new(self, rules, topic, instants, contents),
        })
    }
}

/// A question that is ready to be asked of everybody in a packed ledger: by the same rules as [`Policy::decide`], without when the answer
/// changes and what decided it. Ask [`Policy::decide`] about a row that has to be explained.
pub struct Audience<'a> {
    policy: &'a Policy,
    ledger: &'a PackedLedger,
    topic: Topic<'a>,
    at: DateTime<Utc>,
    known_at: DateTime<Utc>,
    prepared: Prepared<'a>,
}

impl<'a> Audience<'a> {
    /// The answer for a person, by their history in the same ledger.
    #[must_use]
    pub fn judge(&self, history: History<'_>) -> Verdict {
        self.judge_with(history, None)
    }

    /// The answer for a person of whom the caller knows more.
    #[must_use]
    pub fn judge_in(&self, history: History<'_>, context: &PersonContext) -> Verdict {
        self.judge_with(history, Some(context))
    }

    /// Everybody of whom something is known, in the order of the pseudonyms.
    pub fn everybody(&self) -> impl Iterator<Item = (PersonKey, Verdict)> {
        let histories = self.ledger.histories();
        histories.map(|history| (history.person(), self.judge(history)))
    }

    /// The persons of the host's rows, in their order, each with the answer. Sort them by pseudonym first: out of order
    /// each is looked up anew, which takes ten times as long. Of
    /// whom nothing is known, nothing is allowed that needs an act of theirs.
    pub fn among(
        &self,
        rows: impl IntoIterator<Item = PersonKey>,
    ) -> impl Iterator<Item = (PersonKey, Verdict)> {
        let mut place = Place::at_start_of(self.ledger);
        let rows = rows.into_iter();
        rows.map(move |person| (person, self.judge(place.history_of(person))))
    }

    /// The same for rows with what the caller knows of each person.
    pub fn among_known<'c>(
        &self,
        rows: impl IntoIterator<Item = (PersonKey, &'c PersonContext)>,
    ) -> impl Iterator<Item = (PersonKey, Verdict)> {
        let mut place = Place::at_start_of(self.ledger);
        let rows = rows.into_iter();
        rows.map(move |(person, context)| {
            let verdict = self.judge_in(place.history_of(person), context);
            (person, verdict)
        })
    }

    fn judge_with(&self, history: History<'_>, context: Option<&PersonContext>) -> Verdict {
        let person = history.person();
        match self.prepared.judge(person, context, history.packed()) {
            Some(verdict) => verdict,
            None => self.judge_account(person, context),
        }
    }

    /// A person with signals or linked devices: all their events are unpacked, and who else was linked to these.
    fn judge_account(&self, account: PersonKey, context: Option<&PersonContext>) -> Verdict {
        let mut events: Vec<Event> = self.ledger.history(account).events().collect();
        let mut devices: Vec<PersonKey> = events
            .iter()
            .filter_map(|event| event.kind().linked_device())
            .filter(|device| *device != account)
            .collect();
        devices.sort_unstable();
        devices.dedup();
        for device in devices {
            events.extend(self.ledger.history(device).events());
            let links = self.ledger.links_of(device);
            events.extend(links.filter(|link| link.person() != account));
        }
        let mut question = self.topic.for_person(account);
        if let Some(context) = context {
            question = question.in_context(context);
        }
        judge(self.policy, events.iter(), question, self.at, self.known_at)
    }
}

impl fmt::Debug for Audience<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audience")
            .field("topic", &self.topic)
            .field("ledger", &self.ledger)
            .finish_non_exhaustive()
    }
}

/// A place in the ledger that goes forward with rows in order, and anew from the start with rows that are not.
struct Place<'a> {
    ledger: &'a PackedLedger,
    rest: &'a [PackedEvent],
    before: Option<PersonKey>,
}

impl<'a> Place<'a> {
    fn at_start_of(ledger: &'a PackedLedger) -> Self {
        Self {
            ledger,
            rest: ledger.events(),
            before: None,
        }
    }

    fn history_of(&mut self, person: PersonKey) -> History<'a> {
        if self
            .before
            .replace(person)
            .is_some_and(|before| person < before)
        {
            self.rest = self.ledger.events_from(person);
            return self.ledger.beginning_of(self.rest, person);
        }
        // Steps that double, then halves: rows in order cost a step or two each.
        let is_before = |event: &PackedEvent| event.stamp.person < person;
        let mut step = 1;
        while self.rest.get(step).is_some_and(is_before) {
            self.rest = self.rest.get(step..).unwrap_or_default();
            step *= 2;
        }
        let first = self.rest.get(..=step).unwrap_or(self.rest);
        let first = first.partition_point(is_before);
        self.rest = self.rest.get(first..).unwrap_or_default();
        self.ledger.beginning_of(self.rest, person)
    }
}
