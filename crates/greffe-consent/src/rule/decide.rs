//! From a person's events to a decision.

use chrono::{DateTime, Utc};

use super::history::{Events, History};
use super::meaning::Marks;
use super::view::View;
use super::{Evaluation, account, channel, denied, evaluate, minor, next_change, order};
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
    over(asked, known, |all| {
        let evaluation = evaluate_at(all, at);
        Decision {
            next_change: next_change::after(all, &evaluation),
            ages: minor::ages(all),
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
    over(asked, known, |all| evaluate_at(all, at).verdict)
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
        channel: channel::meant(&rules.purpose, question.channel()),
        vendor: question.vendor(),
        person: question.person(),
        context: question.context(),
        at,
        term: None,
        events: Events::NONE,
        marks: Marks::NONE,
    }
}

/// Looks at what is known, once signals and links are read.
fn over<T>(asked: View<'_>, known: Vec<&Event>, look: impl FnOnce(View<'_>) -> T) -> T {
    let read;
    let mut known = known;
    if known.iter().any(|event| has_to_be_read(event)) {
        read = account::read(asked, asked.person, &known);
        known = read.iter().collect();
    } else {
        // A device whose link is not known yet is another person.
        known.retain(|event| event.person() == asked.person);
    }
    let history = History::of(asked.policy, asked.rules, known.into_iter());
    look(asked.over(history.events()))
}

/// Evaluates at an instant over those events that had occurred.
fn evaluate_at(all: View<'_>, at: DateTime<Utc>) -> Evaluation<'_> {
    evaluate(all.at(at))
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
            occurred: event.dated(),
        }),
        next_change: None,
        ages: [None; 2],
        zone: policy.zone(),
    }
}
