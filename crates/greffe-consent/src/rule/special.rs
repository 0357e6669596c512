//! R9: special categories need a basis of Art. 6 and a condition of Art. 9(2); the policy is built with both, and where the condition is
//! explicit consent the act has to be an express statement. Source: Art. 9 GDPR; EDPB 05/2020, 91 to 98.

use crate::policy::Rules;
use crate::{Act, Consent, Notice, Reason};

/// What a consent to special categories lacks beside what every consent needs.
pub(super) fn defect(rules: &Rules, consent: &Consent, notice: &Notice) -> Option<Reason> {
    let purpose = &rules.purpose;
    if !purpose.asks_explicit_consent() {
        return None;
    }
    if !consent.purposes().names(purpose.id()) {
        return Some(Reason::NotNamed);
    }
    (!is_express(consent, notice)).then_some(Reason::NotExpress)
}

/// A signature or a written statement is express by itself. A box or a button is so by the words beside it: these have to be known, and
/// to be those of the notice. A setting states nothing; what was said is hard to prove (EDPB 05/2020, 94), so that it does not count.
fn is_express(consent: &Consent, notice: &Notice) -> bool {
    let proven = || notice.wording().is_some() && notice.wording() == consent.notice().wording();
    match consent.act() {
        Act::Signed | Act::Wrote => true,
        Act::TickedBox | Act::PressedButton => proven(),
        _ => false,
    }
}
