//! The rules, one module each. Gates are conjunctive: all are asked, the first that fails names the reason.

use std::fmt;

use chrono::{DateTime, Utc};
use greffe_terms::{Channel, LegalBasis};

use crate::decision::{Answer, Deciding};
use crate::policy::{Policy, Rules};
use crate::reason::Reasons;
use crate::{
    Action, Decision, Event, Kind, Outcome, PersonContext, PersonKey, Question, Reason, VendorId,
};

mod account;
mod calls;
mod channel;
mod consent;
mod death;
mod marketing_objection;
mod minor;
mod next_change;
mod objection;
mod order;
mod restriction;
mod signals;
mod silence;
mod special;
mod terminal;
mod tree;
mod vendor;
mod withdrawal;

use consent::Standing;

/// A rule of the decision table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Rule {
    /// The order of events.
    R0,
    /// Restriction of processing.
    R1,
    /// Objection to direct marketing.
    R2,
    /// Any other objection.
    R3,
    /// Trackers and terminals.
    R4,
    /// Channels.
    R5,
    /// Consent.
    R6,
    /// Children, those who act for others, and death.
    R7,
    /// Withdrawal, and the bases that remain.
    R8,
    /// Special categories of data.
    R9,
    /// Silence.
    R10,
    /// Vendors.
    R12,
    /// Signals.
    R13,
    /// Accounts and devices.
    R14,
}

impl Rule {
    /// The stable id, such as `R6`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::R0 => "R0",
            Self::R1 => "R1",
            Self::R2 => "R2",
            Self::R3 => "R3",
            Self::R4 => "R4",
            Self::R5 => "R5",
            Self::R6 => "R6",
            Self::R7 => "R7",
            Self::R8 => "R8",
            Self::R9 => "R9",
            Self::R10 => "R10",
            Self::R12 => "R12",
            Self::R13 => "R13",
            Self::R14 => "R14",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// What the rules look at: one purpose, one person's events that count at one instant, in reading order.
#[derive(Clone, Copy)]
struct View<'a> {
    policy: &'a Policy,
    rules: &'a Rules,
    channel: Option<Channel>,
    vendor: Option<VendorId>,
    person: PersonKey,
    context: Option<&'a PersonContext>,
    at: DateTime<Utc>,
    events: &'a [&'a Event],
}

/// A gate that failed.
struct Failure<'a> {
    reason: Reason,
    event: Option<&'a Event>,
    action: Option<Action>,
}

impl<'a> Failure<'a> {
    const fn new(reason: Reason, event: Option<&'a Event>) -> Self {
        Self {
            reason,
            event,
            action: None,
        }
    }

    const fn asking_for(self, action: Action) -> Self {
        Self {
            action: Some(action),
            ..self
        }
    }
}

/// What lets a processing through.
struct Grounds<'a> {
    reason: Reason,
    basis: Option<LegalBasis>,
    event: Option<&'a Event>,
}

/// An evaluation at one instant, before it is known when it will change.
struct Evaluation<'a> {
    answer: Answer,
    failures: Reasons,
    event: Option<&'a Event>,
}

/// Decides over a history in reading order.
pub(crate) fn decide<'e>(
    policy: &Policy,
    history: impl Iterator<Item = &'e Event>,
    question: Question<'_>,
    at: DateTime<Utc>,
    known_at: DateTime<Utc>,
) -> Decision {
    let Some(rules) = policy.rules(question.purpose()) else {
        return finish(
            policy,
            &denied([Failure::new(Reason::UnknownPurpose, None)]),
            None,
        );
    };
    let mut known = order::known(history, known_at);
    let all = View {
        policy,
        rules,
        channel: question.channel(),
        vendor: question.vendor(),
        person: question.person(),
        context: question.context(),
        at,
        events: &[],
    };
    let read;
    if known.iter().any(|event| has_to_be_read(event)) {
        read = account::read(all, question.person(), &known);
        known = read.iter().collect();
    } else {
        // A device whose link is not known yet is another person.
        known.retain(|event| event.person() == question.person());
    }
    let all = View {
        events: &known,
        ..all
    };
    let evaluate = |at| {
        evaluate(View {
            at,
            events: order::until(&known, at),
            ..all
        })
    };
    let evaluation = evaluate(at);
    let mut candidates = next_change::candidates(all).into_iter();
    let next_change = candidates.find(|later| evaluate(*later).answer != evaluation.answer);
    let decision = finish(policy, &evaluation, next_change);
    Decision {
        ages: minor::ages(all),
        ..decision
    }
}

/// Whether the event means other events: a signal, or the link of a device.
const fn has_to_be_read(event: &Event) -> bool {
    matches!(
        event.kind(),
        Kind::SignalReceived(_) | Kind::DeviceLinked { .. }
    )
}

fn finish(
    policy: &Policy,
    evaluation: &Evaluation<'_>,
    next_change: Option<DateTime<Utc>>,
) -> Decision {
    Decision {
        answer: evaluation.answer,
        failures: evaluation.failures,
        deciding: evaluation.event.map(|event| Deciding {
            id: event.id(),
            occurred: event.occurred(),
        }),
        next_change,
        ages: [None; 2],
        zone: policy.zone(),
    }
}

fn evaluate(view: View<'_>) -> Evaluation<'_> {
    if let Some(reason) = nothing_asked(view) {
        let grounds = Grounds {
            reason,
            basis: None,
            event: None,
        };
        return allowed(view, Outcome::NotRequired, &grounds);
    }
    let standing = Standing::of(view);
    let grounds = grounds(view, &standing);
    let mut failures = Vec::new();
    failures.extend(restriction::check(view, &standing));
    failures.extend(marketing_objection::check(view, &standing));
    failures.extend(objection::check(view));
    failures.extend(terminal::check(view, &standing));
    failures.extend(channel::check(view, &standing));
    failures.extend(calls::check(view, &standing));
    failures.extend(withdrawal::check(view, &standing));
    failures.extend(silence::check(view, &standing));
    failures.extend(consent::check(view, &standing));
    failures.extend(minor::check(view, &standing));
    failures.extend(death::check(view));
    failures.extend(vendor::check(view, &standing));
    match grounds {
        Some(grounds) if failures.is_empty() => allowed(view, Outcome::Allow, &grounds),
        None if failures.is_empty() => denied([Failure::new(Reason::NoBasis, None)]),
        _ => denied(failures),
    }
}

/// Why nobody has to be asked, where that is so.
fn nothing_asked(view: View<'_>) -> Option<Reason> {
    let purpose = &view.rules.purpose;
    if purpose.needs_nothing() {
        return Some(Reason::NothingToAsk);
    }
    let exempt = purpose.has_no_personal_data() && terminal::is_exempt(view);
    exempt.then_some(Reason::TerminalExempt)
}

/// What the processing would rest on if no gate failed.
fn grounds<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Grounds<'a>> {
    let rests_on_consent = view.rules.purpose.asks_consent() || view.rules.purpose.is_marketing();
    if let Some(grant) = standing.holding_grant().filter(|_| rests_on_consent) {
        return Some(Grounds {
            reason: Reason::ConsentGiven,
            basis: Some(LegalBasis::Consent),
            event: Some(grant.event),
        });
    }
    if let Some(sale) = channel::soft_opt_in(view) {
        return Some(Grounds {
            reason: Reason::SoftOptIn,
            basis: Some(LegalBasis::LegitimateInterests),
            event: Some(sale),
        });
    }
    objection::unopposed_basis(view).map(|(basis, event)| Grounds {
        reason: reason_of_other_basis(view),
        basis: Some(basis),
        event,
    })
}

fn reason_of_other_basis(view: View<'_>) -> Reason {
    if channel::reaches_informed_professional(view) {
        return Reason::InformedProfessional;
    }
    if terminal::is_exempt(view) {
        return Reason::TerminalExempt;
    }
    let call = calls::is_call(view).then(|| calls::ground(view)).flatten();
    call.unwrap_or(Reason::OtherBasis)
}

fn allowed<'a>(view: View<'a>, outcome: Outcome, grounds: &Grounds<'a>) -> Evaluation<'a> {
    Evaluation {
        answer: Answer {
            outcome,
            reason: grounds.reason,
            basis: grounds.basis,
            condition: view.rules.purpose.special_condition(),
            action: None,
        },
        failures: Reasons::default(),
        event: grounds.event,
    }
}

fn denied<'a>(failures: impl IntoIterator<Item = Failure<'a>>) -> Evaluation<'a> {
    let mut reasons = Reasons::default();
    let mut action = None;
    let mut first: Option<Failure<'a>> = None;
    for failure in failures {
        reasons.insert(failure.reason);
        // An action is never lost to an earlier failure; erasing says more than taking off a list.
        action = action.max(failure.action);
        if first
            .as_ref()
            .is_none_or(|first| failure.reason < first.reason)
        {
            first = Some(failure);
        }
    }
    Evaluation {
        answer: Answer {
            outcome: Outcome::Deny,
            reason: first
                .as_ref()
                .map_or(Reason::NoConsent, |first| first.reason),
            basis: None,
            condition: None,
            action,
        },
        failures: reasons,
        event: first.and_then(|first| first.event),
    }
}
