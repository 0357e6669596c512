//! R2: an objection to direct marketing beats every basis, soft opt-in too; only a later explicit opt-in reopens.
//! Source: Art. 21(2) and (3) GDPR.

use super::consent::Standing;
use super::{Failure, View, tree};
use crate::{Event, Kind, ObjectionTo, Reason, Scope};

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    let (_, event) = standing.marketing_objection?;
    (!standing.is_reopened(view)).then(|| Failure::new(Reason::MarketingObjection, Some(event)))
}

/// Whether the event is an objection to marketing that concerns the purpose.
pub(super) fn is_objection(view: View<'_>, event: &Event) -> bool {
    let marketing = view.rules.purpose.is_marketing();
    match event.kind() {
        Kind::Objected { to, purposes } => match to {
            // Named is meant, whatever the policy calls the purpose.
            ObjectionTo::Marketing => {
                tree::names(view, purposes) || (marketing && *purposes == Scope::All)
            }
            _ => marketing && tree::reaches(view, purposes),
        },
        // From a purpose that is not this one; its own withdrawal is rule R8's.
        Kind::Withdrawn { purposes } => {
            marketing
                && view.policy.unsubscription_is_objection()
                && !tree::reaches(view, purposes)
                && unsubscribes(view, purposes)
        }
        _ => false,
    }
}

/// Whether some marketing purpose is named.
fn unsubscribes(view: View<'_>, scope: &Scope) -> bool {
    let Scope::Only(purposes) = scope else {
        return false;
    };
    let mut named = purposes
        .iter()
        .filter_map(|id| view.policy.purpose(id.as_str()));
    named.any(|purpose| purpose.is_marketing())
}
