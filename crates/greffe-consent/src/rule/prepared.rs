//! A question about one purpose, made ready to be asked of millions: every content is read once.

use chrono::{DateTime, Utc};
use greffe_terms::Channel;

use super::history::Events;
use super::meaning::{Marks, Meaning};
use super::term::Term;
use super::view::{Asked, View};
use super::{channel, evaluate};
use crate::event::Content;
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
    known_at: DateTime<Utc>,
    meanings: Vec<Meaning<'a>>,
    latest: DateTime<Utc>,
    term: Option<Term>,
}

impl<'a> Prepared<'a> {
    /// `latest` is the last instant at which any of the events occurred or was recorded.
    pub(crate) fn new(
        policy: &'a Policy,
        rules: &'a Rules,
        topic: Topic<'_>,
        (at, known_at): (DateTime<Utc>, DateTime<Utc>),
        contents: &'a [Content],
        latest: DateTime<Utc>,
    ) -> Self {
        let meanings = contents.iter();
        let meanings = meanings.map(|content| Meaning::of(policy, rules, content));
        Self {
            policy,
            rules,
            channel: channel::meant(&rules.purpose, topic.channel()),
            vendor: topic.vendor(),
            at,
            known_at,
            meanings: meanings.collect(),
            latest,
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
        if self.latest <= self.known_at {
            return self.judge_known(person, context, events);
        }
        let is_known = |event: &PackedEvent| event.stamp.recorded <= self.known_at;
        // What became known later mostly occurred later, and is cut off; only among the others it has to be left out.
        let count = events.iter().take_while(|event| is_known(event)).count();
        let (first, rest) = events.split_at_checked(count)?;
        if !rest.iter().any(is_known) {
            return self.judge_known(person, context, first);
        }
        let known = events.iter().copied().filter(is_known);
        self.judge_known(person, context, &known.collect::<Vec<_>>())
    }

    fn judge_known(
        &self,
        person: PersonKey,
        context: Option<&PersonContext>,
        events: &[PackedEvent],
    ) -> Option<Verdict> {
        let all = Events::new(events, &self.meanings);
        let (occurred, marks, later) = all.split_at_instant(self.at);
        // A string that was recorded later may say what was chosen before.
        if (marks | later).has(Marks::HAS_TO_BE_READ) {
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
        let view = View::knowing(&asked, (self.at, self.term), occurred, marks);
        Some(evaluate(view).verdict)
    }
}
