//! The same question of a stream that is never held whole: a cursor of the host's database.

use std::fmt;
use std::iter::Peekable;

use chrono::{DateTime, Utc};

use crate::rule::judge;
use crate::{Event, PersonContext, PersonKey, Policy, StreamError, Topic, UnknownPurpose, Verdict};

impl Policy {
    /// Asks a question of a stream of rows: each a person, or an account, with an event that counts for them, their own, one of a device
    /// that is linked to the account, or the `device_linked` by which another account shares that device
    /// ([`Ledger::events_that_decide`](crate::Ledger::events_that_decide)); or a person of whom nothing is known, as a `LEFT JOIN` gives
    /// them. The rows come in the order of the persons' bytes, in whatever order among themselves. No more than one person's events are
    /// held at a time.
    ///
    /// # Errors
    /// [`UnknownPurpose`] where the policy has no such purpose. In the stream [`StreamError`]: the source failed, and the persons before and
    /// after get no answer, for part of a history could allow what the rest of it forbids; or the rows are out of order, and the stream
    /// ends: the run has to begin anew.
    ///
    /// ```
    /// # use greffe_consent::*;
    /// # use greffe_terms::LegalBasis;
    /// let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris")?)
    ///     .purpose(Purpose::new("letter".parse()?, [LegalBasis::Consent]))
    ///     .build()?;
    /// let (at, one, other) = ("2026-03-01T10:00:00Z".parse()?, PersonKey::from_bytes([1; 16]), PersonKey::from_bytes([2; 16]));
    /// let kind = Kind::Refused { purposes: Scope::All };
    /// let refused = Event::new(EventId::from_bytes([1; 16]), one, (at, at), Provenance::Person, kind)?;
    /// let rows = [Ok::<_, std::io::Error>((one, Some(refused))), Ok((other, None))];
    ///
    /// let answers = policy.audience_of_stream(rows, Question::about("letter"), at, at)?;
    /// let reasons = answers.map(|answer| Ok(answer?.1.reason())).collect::<Result<Vec<_>, StreamError<_>>>()?;
    /// assert_eq!(reasons, [Reason::Refused, Reason::NoConsent]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn audience_of_stream<'a, E, I>(
        &'a self,
        rows: I,
        topic: Topic<'a>,
        at: DateTime<Utc>,
        known_at: DateTime<Utc>,
    ) -> Result<AudienceStream<'a, I::IntoIter>, UnknownPurpose>
    where
        I: IntoIterator<Item = Result<(PersonKey, Option<Event>), E>>,
    {
        self.known(topic.purpose())?;
        Ok(AudienceStream {
            policy: self,
            topic,
            at,
            known_at,
            rows: rows.into_iter().peekable(),
            contexts: None,
            taken: 0,
            last: None,
            failed: false,
            ended: false,
        })
    }
}

/// What the caller knows of each person.
type Contexts<'a> = Box<dyn FnMut(PersonKey) -> Option<PersonContext> + 'a>;

/// The answers for the persons of a stream, see [`Policy::audience_of_stream`].
pub struct AudienceStream<'a, I: Iterator> {
    policy: &'a Policy,
    topic: Topic<'a>,
    at: DateTime<Utc>,
    known_at: DateTime<Utc>,
    rows: Peekable<I>,
    contexts: Option<Contexts<'a>>,
    /// How many rows were taken.
    taken: u64,
    /// The last person who came.
    last: Option<PersonKey>,
    /// Whether the source failed right before.
    failed: bool,
    ended: bool,
}

impl<'a, I: Iterator> AudienceStream<'a, I> {
    /// With what the caller knows of each person beyond the events.
    #[must_use]
    pub fn knowing(self, of: impl FnMut(PersonKey) -> Option<PersonContext> + 'a) -> Self {
        Self {
            contexts: Some(Box::new(of)),
            ..self
        }
    }

    fn judge(&mut self, person: PersonKey, mut events: Vec<Event>) -> Verdict {
        events.sort_by_cached_key(Event::reading_order);
        let context = self.contexts.as_mut().and_then(|of| of(person));
        let mut question = self.topic.for_person(person);
        if let Some(context) = &context {
            question = question.in_context(context);
        }
        let events = events.iter();
        judge(self.policy, events, question, self.at, self.known_at)
    }
}

impl<I: Iterator> fmt::Debug for AudienceStream<'_, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AudienceStream")
            .field("topic", &self.topic)
            .finish_non_exhaustive()
    }
}

impl<E, I> Iterator for AudienceStream<'_, I>
where
    I: Iterator<Item = Result<(PersonKey, Option<Event>), E>>,
{
    type Item = Result<(PersonKey, Verdict), StreamError<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.taken += 1;
            let (person, first) = match self.rows.next()? {
                Ok(row) => row,
                Err(error) => {
                    self.failed = true;
                    return Some(Err(StreamError::Source(error)));
                }
            };
            if self.last.is_some_and(|last| person < last) {
                self.ended = true;
                return Some(Err(StreamError::OutOfOrder(self.taken)));
            }
            self.last = Some(person);
            let mut events = Vec::from_iter(first);
            let is_theirs = |row: &I::Item| matches!(row, Ok((next, _)) if *next == person);
            while let Some(Ok((_, event))) = self.rows.next_if(is_theirs) {
                self.taken += 1;
                events.extend(event);
            }
            let cut = std::mem::take(&mut self.failed);
            if cut || matches!(self.rows.peek(), Some(Err(_))) {
                continue;
            }
            return Some(Ok((person, self.judge(person, events))));
        }
        None
    }
}
