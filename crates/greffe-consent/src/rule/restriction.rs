//! R1: under a restriction only storage, legal claims, the protection of another person, important public interest, or a consent
//! given after it. Source: Art. 18(2) GDPR.

use super::consent::Standing;
use super::meaning::Marks;
use super::tree::{self, Effect};
use super::{Failure, View, order};
use crate::{Kind, Reason};

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    if view.rules.purpose.goes_on_under_restriction() || !view.saw(Marks::RESTRICTION) {
        return None;
    }
    let (index, event) = tree::closed(view, |event| match event.kind() {
        Kind::Restricted { .. } => Some(Effect::Closes),
        Kind::Unrestricted { .. } if order::may_open(event) => Some(Effect::Opens),
        _ => None,
    })?;
    let consented_after = standing
        .holding_grant()
        .is_some_and(|grant| grant.index > index);
    (!consented_after).then(|| Failure::new(Reason::Restricted, Some(event)))
}
