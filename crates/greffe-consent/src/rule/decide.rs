//! From a person's events to a decision.

use chrono::{DateTime, Utc};

use super::history::History;
use super::view::{Asked, Seen};
use super::{Evaluation, account, calls, channel, denied, evaluate, minor, next_change, order};
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
    let asked = ask(policy, rules, question);
    let known = order::known(history, known_at);
    over(
        Seen::of(&asked, at),
        known,
        DateTime::<Utc>::MAX_UTC,
        |history| {
            let evaluation = history.evaluate_at(at);
            let view = history.now.view();
            let ages = minor::ages(view);
            let is_call = calls::is_call(view) && view.context.is_some();
            Decision {
                next_change: history.next_change(&evaluation),
                tells_context: is_call || ages.iter().any(Option::is_some),
                ages,
                ..explained(policy, &evaluation)
            }
        },
    )
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
    let asked = ask(policy, rules, question);
    let known = order::known(history, known_at);
    over(Seen::of(&asked, at), known, at, |history| {
        history.evaluate_at(at).verdict
    })
}

fn ask<'a>(policy: &'a Policy, rules: &'a Rules, question: Question<'a>) -> Asked<'a> {
    Asked {
        policy,
        rules,
        channel: channel::meant(&rules.purpose, question.channel()),
        vendor: question.vendor(),
        person: question.person(),
        context: question.context(),
    }
}

/// Looks at what is known, once signals and links until `last` are read.
fn over<T>(
    asked: Seen<'_>,
    known: Vec<&Event>,
    last: DateTime<Utc>,
    look: impl FnOnce(&Timeline<'_>) -> T,
) -> T {
    if known.iter().any(|event| has_to_be_read(event)) {
        let read = account::read(asked.view(), &known, last);
        let now = asked.view().history(&read.now);
        let later = read.later.iter();
        let later: Vec<_> = later
            .map(|stage| (stage.since, asked.view().history(&stage.events)))
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
    now: Seen<'a>,
    /// After later links, each since when.
    later: Vec<(DateTime<Utc>, Seen<'a>)>,
}

impl<'a> Timeline<'a> {
    /// Evaluates at an instant, from the one asked about on, over those events that had occurred.
    fn evaluate_at(&self, at: DateTime<Utc>) -> Evaluation {
        let mut later = self.later.iter();
        let read = later.rfind(|(since, _)| *since <= at);
        let seen = read.map_or(self.now, |(_, seen)| *seen).at(at);
        evaluate(seen.view())
    }

    /// The first instant after the one asked about at which the verdict is another one than `now`, looked for in one reading after another.
    fn next_change(&self, now: &Evaluation) -> Option<DateTime<Utc>> {
        let mut seen = self.now;
        let mut change = next_change::after(seen, now);
        for (since, later) in &self.later {
            if change.is_some_and(|change| change < *since) {
                return change;
            }
            seen = later.asked_at(*since);
            let then = evaluate(seen.at(*since).view());
            if then.verdict != now.verdict {
                return Some(*since);
            }
            change = next_change::after(seen, &then);
        }
        change
    }
}

/// Whether the event means other events: a signal, or the link of a device.
const fn has_to_be_read(event: &Event) -> bool {
    matches!(
        event.kind(),
        Kind::SignalReceived(_) | Kind::DeviceLinked { .. }
    )
}

fn explained(policy: &Policy, evaluation: &Evaluation) -> Decision {
    Decision {
        verdict: evaluation.verdict,
        failures: evaluation.failures,
        deciding: evaluation.deciding,
        next_change: None,
        tells_context: false,
        ages: [None; 2],
        zone: policy.zone(),
    }
}
