//! A question about one purpose, made ready to be asked of millions: every content is read once.

use chrono::{DateTime, Utc};
use greffe_terms::Channel;

use super::history::Events;
use super::landmarks::Past;
use super::meaning::{Marks, Meaning};
use super::term::Term;
use super::view::{Asked, Seen};
use super::{channel, evaluate};
use crate::event::{Content, Instant};
use crate::packed::PackedEvent;
use crate::policy::{Policy, Rules};
use crate::{PersonContext, PersonKey, Topic, VendorId, Verdict};

/// The question, but for whom it is asked.
pub(crate) struct Prepared<'a> {
    policy: &'a Policy,
    rules: &'a Rules,
    channel: Option<Channel>,
    vendor: Option<VendorId>,
    at: DateTime<Utc>,
    occurred_at: Instant,
    known_at: Instant,
    meanings: Vec<Meaning<'a>>,
    term: Option<Term>,
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(
        policy: &'a Policy,
        rules: &'a Rules,
        topic: Topic<'_>,
        (at, known_at): (DateTime<Utc>, DateTime<Utc>),
        contents: &'a [Content],
    ) -> Self {
        let meanings = contents.iter();
        let meanings = meanings.map(|content| Meaning::of(policy, rules, content));
        Self {
            policy,
            rules,
            channel: channel::meant(&rules.purpose, topic.channel()),
            vendor: topic.vendor(),
            at,
            occurred_at: Instant::of(at),
            known_at: Instant::of(known_at),
            meanings: meanings.collect(),
            term: Term::of(rules, at),
        }
    }

    /// The answer for a person over their events, in reading order; `None` where a signal or the link of a device among them has to be
    /// read first.
    pub(crate) fn judge(
        &self,
        person: PersonKey,
        context: Option<&PersonContext>,
        events: &[PackedEvent],
    ) -> Option<Verdict> {
        let past = self.past(events);
        if past.is_whole {
            return self.judge_past(person, context, &past);
        }
        let is_known = |event: &PackedEvent| event.stamp.recorded <= self.known_at;
        let known: Vec<PackedEvent> = events.iter().copied().filter(is_known).collect();
        self.judge_past(person, context, &self.past(&known))
    }

    fn past<'e>(&'e self, events: &'e [PackedEvent]) -> Past<'e> {
        let all = Events::new(events, &self.meanings);
        Past::of(all, self.occurred_at, self.known_at)
    }

    fn judge_past(
        &self,
        person: PersonKey,
        context: Option<&PersonContext>,
        past: &Past<'_>,
    ) -> Option<Verdict> {
        // A string that was recorded later may say what was chosen before.
        if past.known.has(Marks::HAS_TO_BE_READ) {
            return None;
        }
        let asked = Asked {
            policy: self.policy,
            rules: self.rules,
            channel: self.channel,
            vendor: self.vendor,
            person,
            context,
        };
        let instant = (self.at, self.term);
        let seen = Seen::knowing(&asked, instant, past.events, past.landmarks);
        Some(evaluate(seen.view()).verdict)
    }
}
