//! The rules, one module each. Gates are conjunctive: all are asked, the first that fails names the reason.

mod account;
mod calls;
mod channel;
mod code;
mod consent;
mod death;
mod decide;
mod device;
mod failure;
mod grounds;
mod history;
mod marketing_objection;
mod meaning;
mod minor;
mod next_change;
mod objection;
mod order;
mod prepared;
mod restriction;
mod signals;
mod silence;
mod special;
mod term;
mod terminal;
mod tree;
mod vendor;
mod view;
mod withdrawal;

use crate::reason::Reasons;
use crate::{Outcome, Reason, Verdict};
use consent::{Ends, Grant, Standing};
use failure::{Failure, Failures};
use grounds::Grounds;
use history::Read;
use view::View;

pub use code::Rule;
pub(crate) use decide::{decide, judge};
pub(crate) use prepared::Prepared;

/// What the gates say at one instant.
struct Evaluation<'a> {
    verdict: Verdict,
    failures: Reasons,
    event: Option<Read<'a>>,
    /// When the consent that was looked at ends, which may change the answer.
    ends: Option<Ends>,
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
    let mut failures = Failures::default();
    failures.extend(restriction::check(view, &standing));
    failures.extend(marketing_objection::check(view, &standing));
    failures.extend(objection::check(view, &standing));
    failures.extend(terminal::check(view, &standing));
    failures.extend(channel::check(view, &standing));
    if calls::is_call(view) {
        failures.extend(calls::check(view, &standing));
    }
    failures.extend(withdrawal::check(view, &standing));
    failures.extend(silence::check(view, &standing));
    let consent = consent::check(view, &standing);
    if let Some(failure) = consent {
        let named = failure.reason;
        failures.extend([failure]);
        failures.extend(consent::further_defects(view, &standing, named));
    }
    failures.extend(minor::check(view, &standing));
    failures.extend(death::check(view));
    failures.extend(vendor::check(view, &standing));
    let grounds = || grounds::of(view, &standing);
    let mut evaluation = match failures.first {
        Some(_) => failures.into_denial(),
        None => match grounds() {
            Some(grounds) => allowed(view, Outcome::Allow, &grounds),
            None => denied(Reason::NoBasis),
        },
    };
    evaluation.ends = standing.grant.map(Grant::ends);
    evaluation
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

fn allowed<'a>(view: View<'a>, outcome: Outcome, grounds: &Grounds<'a>) -> Evaluation<'a> {
    Evaluation {
        verdict: Verdict {
            outcome,
            reason: grounds.reason,
            basis: grounds.basis,
            condition: view.rules.purpose.special_condition(),
            action: None,
        },
        failures: Reasons::default(),
        event: grounds.event,
        ends: None,
    }
}

fn denied(reason: Reason) -> Evaluation<'static> {
    let mut failures = Failures::default();
    failures.extend([Failure::new(reason, None)]);
    failures.into_denial()
}
