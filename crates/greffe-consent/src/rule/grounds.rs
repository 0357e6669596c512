//! What lets a processing through.

use greffe_terms::LegalBasis;

use super::consent::Standing;
use super::history::Read;
use super::view::View;
use super::{calls, channel, objection, terminal};
use crate::Reason;

/// What lets a processing through.
pub(super) struct Grounds<'a> {
    pub(super) reason: Reason,
    pub(super) basis: Option<LegalBasis>,
    pub(super) event: Option<Read<'a>>,
}

/// What the processing would rest on if no gate failed.
pub(super) fn of<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Grounds<'a>> {
    let rests_on_consent = view.rules.asks_consent || view.rules.purpose.is_marketing();
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
