//! R7, after death: the person's rights end with them, unless directives or heirs keep some up (loi 78-17 arts. 84 to 86; the Regulation does
//! not apply, recital 27). Ours, on the cautious side: no marketing; nothing by consent or legitimate interests but what directives of
//! the person or the policy let go on; contract, legal obligation, vital interests and public task go on.

use greffe_terms::LegalBasis;

use super::meaning::Marks;
use super::{Failure, View};
use crate::Reason;

pub(super) fn check(view: View<'_>) -> Option<Failure<'_>> {
    let death = view.last(Marks::DEATH)?;
    (!goes_on(view)).then(|| Failure::new(Reason::Deceased, Some(death)))
}

fn goes_on(view: View<'_>) -> bool {
    let purpose = &view.rules.purpose;
    if purpose.is_marketing() {
        return false;
    }
    is_directed(view)
        || (!view.rules.asks_consent && purpose.bases().iter().any(|basis| outlives(view, *basis)))
}

/// Whether a basis stands after death: legitimate interests only where the policy says so, consent never.
fn outlives(view: View<'_>, basis: LegalBasis) -> bool {
    match basis {
        LegalBasis::Consent => false,
        LegalBasis::LegitimateInterests => view.rules.purpose.outlives_the_person(),
        _ => true,
    }
}

/// Whether a basis serves no more because the person died.
pub(super) fn ends(view: View<'_>, basis: LegalBasis) -> bool {
    view.saw(Marks::DEATH) && !is_directed(view) && !outlives(view, basis)
}

fn is_directed(view: View<'_>) -> bool {
    let purpose = view.rules.purpose.id();
    view.context
        .is_some_and(|context| context.who.directives.contains(purpose))
}
