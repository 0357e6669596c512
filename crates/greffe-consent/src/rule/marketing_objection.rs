//! R2: an objection to direct marketing beats every basis, soft opt-in too; only a later explicit opt-in reopens.
//! Source: Art. 21(2) and (3) GDPR.

use super::consent::Standing;
use super::{Failure, View, calls, tree};
use crate::event::Content;
use crate::policy::{Policy, Rules};
use crate::{Kind, ObjectionTo, Provenance, Reason, Scope};

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    // A suppression list outlives the events, and says nothing of what stands in them.
    if view.rules.purpose.is_marketing()
        && view.rules.purpose.access().is_none()
        && calls::reach(view).suppressed == Some(true)
    {
        let event = standing.marketing_objection.map(|(_, event)| event);
        return Some(Failure::new(Reason::MarketingObjection, event));
    }
    let (_, event) = standing.marketing_objection?;
    (!standing.is_reopened(view)).then(|| Failure::new(Reason::MarketingObjection, Some(event)))
}

/// Whether it is an objection to marketing that concerns the purpose.
pub(super) fn is_objection(policy: &Policy, rules: &Rules, content: &Content) -> bool {
    let marketing = rules.purpose.is_marketing();
    match &content.kind {
        Kind::Objected { to, purposes } => match to {
            // Named is meant, whatever the policy calls the purpose.
            ObjectionTo::Marketing => {
                tree::names(rules, purposes) || (marketing && *purposes == Scope::All)
            }
            _ => marketing && tree::reaches(rules, purposes),
        },
        // From a purpose that is not this one; its own withdrawal is rule R8's. An operator's or an import's says nothing of the person.
        Kind::Withdrawn { purposes } if !is_by_others(content.provenance) => {
            marketing
                && policy.unsubscription_is_objection()
                && !tree::reaches(rules, purposes)
                && unsubscribes(policy, purposes)
        }
        _ => false,
    }
}

const fn is_by_others(provenance: Provenance) -> bool {
    matches!(provenance, Provenance::Operator | Provenance::Import)
}

/// Whether some marketing purpose is named that reaches people: who switches a tracker off objects to no letter.
fn unsubscribes(policy: &Policy, scope: &Scope) -> bool {
    first_of_marketing(policy, scope) != Scope::only([])
}

/// The first marketing purpose that is named, if one is.
pub(super) fn first_of_marketing(policy: &Policy, scope: &Scope) -> Scope {
    let Scope::Only(purposes) = scope else {
        return Scope::only([]);
    };
    let named = purposes.iter().find(|id| {
        let purpose = policy.purpose(id.as_str());
        purpose.is_some_and(|purpose| purpose.is_marketing() && purpose.access().is_none())
    });
    Scope::only(named.cloned())
}
