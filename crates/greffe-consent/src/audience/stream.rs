//! The same question of a stream that is never held whole: a cursor of the host's database.

use std::fmt;
use std::iter::Peekable;

use chrono::{DateTime, Utc};

use crate::rule::judge;
use crate::{Event, PersonKey, Policy, StreamError, Topic, Verdict};

impl Policy {
    /// Asks a question of a stream of rows, each an event with the person for whom it counts: the person themself, or the account that the
    /// event's device is linked to. The rows come in the order of these persons, in whatever order among themselves; of a person
    /// without a row nothing comes out. No more than one person's events are held at a time.
    ///
    /// # Errors
    /// In their place in the stream, [`StreamError`]: the source failed, and the persons before and after get no answer, for part of a history
    /// could allow what the rest of it forbids; or the rows are out of order, and the run has to begin anew.
    ///
    /// ```
    /// # use greffe_consent::*;
    /// # use greffe_terms::LegalBasis;
    /// let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris")?)
    ///     .purpose(Purpose::new("letter".parse()?, [LegalBasis::Consent]))
    ///     .build()?;
    /// let (at, person) = ("2026-03-01T10:00:00Z".parse()?, PersonKey::from_bytes([1; 16]));
    /// let kind = Kind::Refused { purposes: Scope::All };
    /// let refused = Event::new(EventId::from_bytes([1; 16]), person, (at, at), Provenance::Person, kind)?;
    /// let rows = [Ok::<_, std::io::Error>((person, refused))];
    ///
    /// let mut answers = policy.audience_of_stream(rows, Question::about("letter"), at, at);
    /// let (who, verdict) = answers.next().ok_or("no answer")??;
    /// assert_eq!((who, verdict.reason()), (person, Reason::Refused));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn audience_of_stream<'a, E, I>(
        &'a self,
        rows: I,
        topic: Topic<'a>,
        at: DateTime<Utc>,
        known_at: DateTime<Utc>,
    ) -> AudienceStream<'a, I::IntoIter>
    where
        I: IntoIterator<Item = Result<(PersonKey, Event), E>>,
    {
        AudienceStream {
            policy: self,
            topic,
            at,
            known_at,
            rows: rows.into_iter().peekable(),
            last: None,
            failed: false,
        }
    }
}

/// The answers for the persons of a stream, see [`Policy::audience_of_stream`].
pub struct AudienceStream<'a, I: Iterator> {
    policy: &'a Policy,
    topic: Topic<'a>,
    at: DateTime<Utc>,
    known_at: DateTime<Utc>,
    rows: Peekable<I>,
    /// The last person who came.
    last: Option<PersonKey>,
    /// Whether the source failed right before.
    failed: bool,
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
    I: Iterator<Item = Result<(PersonKey, Event), E>>,
{
    type Item = Result<(PersonKey, Verdict), StreamError<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (person, first) = match self.rows.next()? {
                Ok(row) => row,
                Err(error) => {
                    self.failed = true;
                    return Some(Err(StreamError::Source(error)));
                }
            };
            let mut events = vec![first];
            let is_theirs = |row: &I::Item| matches!(row, Ok((next, _)) if *next == person);
            while let Some(Ok((_, event))) = self.rows.next_if(is_theirs) {
                events.push(event);
            }
            let cut = std::mem::take(&mut self.failed);
            if self.last.is_some_and(|last| person < last) {
                return Some(Err(StreamError::OutOfOrder));
            }
            self.last = Some(person);
            if cut || matches!(self.rows.peek(), Some(Err(_))) {
                continue;
            }
            return Some(Ok((person, self.judge(person, events))));
        }
    }
}

impl<I: Iterator> AudienceStream<'_, I> {
    fn judge(&self, person: PersonKey, mut events: Vec<Event>) -> Verdict {
        events.sort_by_cached_key(Event::reading_order);
        let question = self.topic.for_person(person);
        judge(self.policy, events.iter(), question, self.at, self.known_at)
    }
}
