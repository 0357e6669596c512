//! From a person's events to a decision.

use chrono::{DateTime, Utc};

use super::history::{Events, History};
use super::meaning::Marks;
use super::view::View;
use super::{Evaluation, account, denied, evaluate, minor, next_change, order};
use crate::decision::Deciding;
use crate::policy::{Policy, Rules};
use crate::{Decision, Event, Kind, Question, Reason, Verdict};

/// Decides over a history in reading order.
pub(crate) fn decide<'e>(
    policy: &Policy,
    history: impl Iterator<Item = &'e Event>,
    question: Question<'_>,
    at: DateTime<Utc>,
    known_at: DateTime<Utc>,
) -> Decision {
    let Some(rules) = policy.rules(question.purpose()) else {
        return explained(policy, &denied(Reason::UnknownPurpose));
    };
    let asked = ask(policy, rules, question, at);
    let known = order::known(history, known_at);
    over(asked, known, DateTime::<Utc>::MAX_UTC, |history| {
        let evaluation = history.evaluate_at(at);
        let mut later = next_change::candidates(history.whole()).into_iter();
        Decision {
            next_change: later.find(|at| history.evaluate_at(*at).verdict != evaluation.verdict),
            ages: minor::ages(history.now),
            ..explained(policy, &evaluation)
        }
    })
}

/// The answer alone.
pub(crate) fn judge<'e>(
    policy: &Policy,
    history: impl Iterator<Item = &'e Event>,
    question: Question<'_>,
    at: DateTime<Utc>,
    known_at: DateTime<Utc>,
) -> Verdict {
    let Some(rules) = policy.rules(question.purpose()) else {
        return denied(Reason::UnknownPurpose).verdict;
    };
    let asked = ask(policy, rules, question, at);
    let known = order::known(history, known_at);
    over(asked, known, at, |history| history.evaluate_at(at).verdict)
}

fn ask<'a>(
    policy: &'a Policy,
    rules: &'a Rules,
    question: Question<'a>,
    at: DateTime<Utc>,
) -> View<'a> {
    View {
        policy,
        rules,
        channel: question.channel(),
        vendor: question.vendor(),
        person: question.person(),
        context: question.context(),
        at,
        term: None,
        events: Events::NONE,
        marks: Marks::NONE,
    }
}

/// Looks at what is known, once signals and links until `last` are read.
fn over<T>(
    asked: View<'_>,
    known: Vec<&Event>,
    last: DateTime<Utc>,
    look: impl FnOnce(&Timeline<'_>) -> T,
) -> T {
    if known.iter().any(|event| has_to_be_read(event)) {
        let read = account::read(asked, &known, last);
        let now = asked.history(&read.now);
        let later = read.later.iter();
        let later: Vec<_> = later
            .map(|stage| (stage.since, asked.history(&stage.events)))
            .collect();
        let later = later.iter();
        return look(&Timeline {
            now: asked.over(now.events()),
            later: later
                .map(|(since, history)| (*since, asked.over(history.events())))
                .collect(),
        });
    }
    let own = known.into_iter();
    // A device whose link is not known yet is another person.
    let own = own.filter(|event| event.person() == asked.person);
    let history = History::of(asked.policy, asked.rules, own);
    look(&Timeline {
        now: asked.over(history.events()),
        later: Vec::new(),
    })
}

/// What is known, as it reads at the instant asked about and after: a link brings the past of a device, and not into the past.
struct Timeline<'a> {
    now: View<'a>,
    later: Vec<(DateTime<Utc>, View<'a>)>,
}

impl<'a> Timeline<'a> {
    /// All that is ever read.
    fn whole(&self) -> View<'a> {
        self.later.last().map_or(self.now, |(_, view)| *view)
    }

    /// Evaluates at an instant, from the one asked about on, over those events that had occurred.
    fn evaluate_at(&self, at: DateTime<Utc>) -> Evaluation<'a> {
        let mut later = self.later.iter();
        let read = later.rfind(|(since, _)| *since <= at);
        evaluate(read.map_or(self.now, |(_, view)| *view).at(at))
    }
}

/// Whether the event means other events: a signal, or the link of a device.
const fn has_to_be_read(event: &Event) -> bool {
    matches!(
        event.kind(),
        Kind::SignalReceived(_) | Kind::DeviceLinked { .. }
    )
}

fn explained(policy: &Policy, evaluation: &Evaluation<'_>) -> Decision {
    Decision {
        verdict: evaluation.verdict,
        failures: evaluation.failures,
        deciding: evaluation.event.map(|event| Deciding {
            id: event.id(),
            occurred: event.occurred(),
        }),
        next_change: None,
        ages: [None; 2],
        zone: policy.zone(),
    }
}
