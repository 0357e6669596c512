//! R2: an objection to direct marketing beats every basis, soft opt-in too; only a later explicit opt-in reopens.
//! Source: Art. 21(2) and (3) GDPR.

use super::consent::Standing;
use super::{Failure, View, tree};
use crate::policy::{Policy, Rules};
use crate::{Kind, ObjectionTo, Reason, Scope};

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    let (_, event) = standing.marketing_objection?;
    (!standing.is_reopened(view)).then(|| Failure::new(Reason::MarketingObjection, Some(event)))
}

/// Whether it is an objection to marketing that concerns the purpose.
pub(super) fn is_objection(policy: &Policy, rules: &Rules, kind: &Kind) -> bool {
    let marketing = rules.purpose.is_marketing();
    match kind {
        Kind::Objected { to, purposes } => match to {
            // Named is meant, whatever the policy calls the purpose.
            ObjectionTo::Marketing => {
                tree::names(rules, purposes) || (marketing && *purposes == Scope::All)
            }
            _ => marketing && tree::reaches(rules, purposes),
        },
        // From a purpose that is not this one; its own withdrawal is rule R8's.
        Kind::Withdrawn { purposes } => {
            marketing
                && policy.unsubscription_is_objection()
                && !tree::reaches(rules, purposes)
                && unsubscribes(policy, purposes)
        }
        _ => false,
    }
}

/// Whether some marketing purpose is named.
fn unsubscribes(policy: &Policy, scope: &Scope) -> bool {
    let Scope::Only(purposes) = scope else {
        return false;
    };
    let mut named = purposes.iter().filter_map(|id| policy.purpose(id.as_str()));
    named.any(|purpose| purpose.is_marketing())
}
