//! The letter of an erasure: what is gone, what is kept, and why.

use greffe_terms::Text;

use super::frame::expect;
use super::refused::reason;
use super::{Correspondence, Letter, LetterElement, LetterError, LetterKind};
use crate::request::{Outcome, Refusal, Request, Right};
use crate::{ErasureObstacle, ErasureReview};

impl Correspondence {
    /// What was erased, and of what is kept the reason, its law and the last day (Art. 17(3), 12(4)). `review` is the one that the erasure was
    /// [settled](Request::settle_erasure) by.
    ///
    /// # Errors
    /// Unless the erasure was granted, in whole or in part; if the review does not agree with that; if something is missing.
    pub fn erasure(
        &self,
        request: &Request,
        review: &ErasureReview,
    ) -> Result<Letter, LetterError> {
        let kind = LetterKind::Erasure;
        let outcome = request.outcome(Right::Erasure);
        expect(
            outcome.is_some_and(Outcome::is_granted),
            kind,
            request.state(),
        )?;
        let refusals = outcome.map(Outcome::refusals).unwrap_or_default();
        let element = match refusals.is_empty() {
            true => LetterElement::Erased,
            false => LetterElement::Kept,
        };
        if review.undecided().next().is_some() || !is_told_by(refusals, review) {
            return Err(LetterError::Missing { element });
        }
        let mut erased = Vec::new();
        for what in review.erased() {
            erased.push(format!("{}.", self.given(what, LetterElement::Erased)?));
        }
        if erased.is_empty() {
            return Err(LetterError::Missing {
                element: LetterElement::Erased,
            });
        }
        let lang = self.lang();
        let mut draft = self.begin(kind, request)?;
        draft.plain(lang.pick(
            "Nous avons effacé les données suivantes.",
            "We erased the following data.",
        ));
        draft.list(LetterElement::Erased, erased);
        if !refusals.is_empty() {
            draft.plain(lang.pick(
                "Nous conservons les données suivantes pour les motifs indiqués, et ne nous en servirons pas à une autre fin.",
                "We keep the following data for the reasons given, and will not use them for anything else.",
            ));
            let mut kept = Vec::new();
            for refusal in refusals {
                kept.push(reason(&draft, Right::Erasure, refusal)?);
            }
            draft.list(LetterElement::Kept, kept);
        }
        draft.remedies()?;
        draft.free_but_for_fees(request);
        draft.finish()
    }
}

/// Whether the review keeps what the request says is kept, for the same reasons and as long, and erases none of it.
fn is_told_by(refusals: &[Refusal], review: &ErasureReview) -> bool {
    let is_same = |(refusal, (what, obstacle)): (&Refusal, (&Text, &ErasureObstacle))| {
        refusal.part() == Some(what)
            && refusal.reason() == obstacle.exception.reason()
            && refusal.last_day() == obstacle.until
            && !review.erased().any(|erased| erased == what)
    };
    review.kept().count() == refusals.len() && refusals.iter().zip(review.kept()).all(is_same)
}
