//! The rules, one module each. Gates are conjunctive: all are asked, the first that fails names the reason.

mod account;
mod calls;
mod channel;
mod chosen;
mod code;
mod consent;
mod death;
mod decide;
mod device;
mod failure;
mod grounds;
mod history;
mod landmarks;
mod marketing_objection;
mod meaning;
mod minor;
mod next_change;
mod objection;
mod order;
mod prepared;
mod reopened;
mod restriction;
mod sector;
mod signals;
mod silence;
mod special;
mod term;
mod terminal;
mod tree;
mod vendor;
mod view;
mod withdrawal;

use crate::decision::Deciding;
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
struct Evaluation {
    verdict: Verdict,
    failures: Reasons,
    deciding: Option<Deciding>,
    /// When the consent that was looked at ends, which may change the answer.
    ends: Option<Ends>,
}

fn evaluate(view: View<'_>) -> Evaluation {
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
    failures.note(restriction::check(view, &standing));
    failures.note(marketing_objection::check(view, &standing));
    failures.note(objection::check(view, &standing));
    failures.note(terminal::check(view, &standing));
    failures.note(channel::check(view, &standing));
    failures.note(sector::check(view));
    if calls::is_call(view) {
        failures.extend(calls::check(view, &standing));
    }
    failures.note(withdrawal::check(view, &standing));
    failures.note(silence::check(view, &standing));
    if let Some(failure) = consent::check(view, &standing) {
        let further = consent::further_defects(view, &standing, failure.reason);
        failures.note(Some(failure));
        failures.list(further);
    }
    failures.note(minor::check(view, &standing));
    failures.note(death::check(view));
    failures.note(vendor::check(view, &standing));
    let grounds = || grounds::of(view, &standing);
    let mut evaluation = match failures.first {
        Some(_) => failures.into_denial(),
        None => match grounds() {
            Some(grounds) => allowed(view, Outcome::Allow, &grounds),
            None => denied(Reason::NoBasis),
        },
    };
    evaluation.ends = standing.grant.as_ref().map(Grant::ends);
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

fn allowed(view: View<'_>, outcome: Outcome, grounds: &Grounds<'_>) -> Evaluation {
    Evaluation {
        verdict: Verdict {
            outcome,
            reason: grounds.reason,
            basis: grounds.basis,
            condition: view.rules.purpose.special_condition(),
            action: None,
        },
        failures: Reasons::default(),
        deciding: grounds.event.map(Read::deciding),
        ends: None,
    }
}

fn denied(reason: Reason) -> Evaluation {
    let mut failures = Failures::default();
    failures.note(Some(Failure::new(reason, None)));
    failures.into_denial()
}
