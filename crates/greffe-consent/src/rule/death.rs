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
    let directed = view
        .context
        .is_some_and(|context| context.who.directives.contains(purpose.id()));
    let rests_on_interests = purpose.bases().contains(&LegalBasis::LegitimateInterests);
    directed || (!view.rules.asks_consent && (!rests_on_interests || purpose.outlives_the_person()))
}
