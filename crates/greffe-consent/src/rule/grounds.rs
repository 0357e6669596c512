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
        let basis = basis_beside_consent(view, standing)?;
        return Some(Grounds {
            reason: Reason::ConsentGiven,
            basis: Some(basis),
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
    objection::unopposed_basis(view, standing).map(|(basis, event)| Grounds {
        reason: reason_of_other_basis(view),
        basis: Some(basis),
        event,
    })
}

/// The basis of Art. 6 where consent was given: consent, unless it was asked for the terminal or for Art. 9(2) alone and the register
/// names another one. A purpose without any basis has none, whatever the person consented to.
fn basis_beside_consent(view: View<'_>, standing: &Standing<'_>) -> Option<LegalBasis> {
    let purpose = &view.rules.purpose;
    if purpose.rests_on_consent() {
        return Some(LegalBasis::Consent);
    }
    let other = objection::unopposed_basis(view, standing).map(|(basis, _)| basis);
    // A reading without personal data asks for nothing but the consent itself.
    other.or_else(|| {
        purpose
            .has_no_personal_data()
            .then_some(LegalBasis::Consent)
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
