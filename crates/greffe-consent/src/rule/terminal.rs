//! R4: reading or writing a terminal needs consent to that very purpose, or an exemption that the policy records; no basis of Art. 6
//! serves in its place. Source: loi 78-17 art. 82, Directive 2002/58/EC Art. 5(3); CNIL 2020-091, 2020-092, 2026-042.
//!
//! The question is about the reading at an instant, not about the mail that carries the pixel: after a withdrawal the pixel of a mail
//! that went out before is no longer read.

use super::consent::Standing;
use super::{Failure, View};
use crate::policy::{Access, Policy, Rules};
use crate::{Consent, Reason, Scope};

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    view.rules.purpose.access()?;
    let free = is_exempt(view) || standing.holding_grant().is_some();
    (!free).then(|| Failure::new(Reason::TerminalNeedsConsent, None))
}

/// Whether a recorded exemption serves at the instant.
pub(super) fn is_exempt(view: View<'_>) -> bool {
    let since = view.rules.exempt_since;
    since.is_some_and(|since| since <= view.at)
}

/// What a consent to a reading lacks beside what every consent needs: it names this very purpose, and for a pixel nothing but readings.
/// Two boxes on one form are two events; one box for the mail and its pixel is no separate consent.
pub(super) fn defect(policy: &Policy, rules: &Rules, consent: &Consent) -> Option<Reason> {
    let purpose = &rules.purpose;
    let access = purpose.access()?;
    if !consent.purposes().names(purpose.id()) {
        return Some(Reason::NotNamed);
    }
    let separate = match consent.purposes() {
        Scope::Only(ids) => ids.iter().all(|id| {
            let named = policy.purpose(id.as_str());
            named.is_some_and(|named| named.access().is_some())
        }),
        Scope::All => false,
    };
    (access == Access::EmailPixel && !separate).then_some(Reason::NotSeparate)
}
