//! The notice of a fee, before anything is charged.

use super::frame::{Draft, expect};
use super::waiting::due_day;
use super::{Correspondence, Letter, LetterElement, LetterError, LetterKind};
use crate::request::{Fee, Request, Right};
use greffe_calendar::Calendar;

impl Correspondence {
    /// Something of the request costs a fee: how much, for which costs, why, and that the person may agree or withdraw (Art. 12(5)(a), 15(3);
    /// EDPB 01/2022, 6.3). The time to answer runs on.
    ///
    /// # Errors
    /// If the request is closed; unless a fee stands that the person has not agreed to; if something is missing; where the calendar does not know the
    /// days.
    pub fn fee_notice(
        &self,
        request: &Request,
        calendar: &Calendar,
    ) -> Result<Letter, LetterError> {
        let kind = LetterKind::FeeNotice;
        expect(!request.state().is_final(), kind, request.state())?;
        let asked: Vec<(Right, &Fee)> = request
            .rights()
            .filter(|right| request.outcome(*right).is_none())
            .filter_map(|right| match request.fee(right) {
                Some((fee, false)) => Some((right, fee)),
                _ => None,
            })
            .collect();
        if asked.is_empty() {
            return Err(LetterError::Missing {
                element: LetterElement::Fee,
            });
        }
        let lang = self.lang();
        let mut draft = self.begin(kind, request)?;
        draft.plain(lang.pick(
            "La loi nous permet ici de demander le paiement de frais raisonnables.",
            "The law lets us ask for a reasonable fee here.",
        ));
        let (mut amounts, mut reasons) = (Vec::new(), Vec::new());
        for (right, fee) in asked {
            amounts.push(self.amount_of(right, fee)?);
            reasons.push(self.reason_of(right, fee)?);
        }
        draft.list(LetterElement::Fee, amounts);
        draft.list(LetterElement::FeeReasons, reasons);
        draft.say(
            LetterElement::FeeChoice,
            "Rien ne vous est facturé sans votre accord\u{a0}: dites-nous si vous acceptez ces frais, ou si vous retirez votre demande.".to_owned(),
            "Nothing is charged unless you agree: tell us whether you accept this fee, or withdraw your request.".to_owned(),
        );
        due_day(&mut draft, &request.deadline(calendar)?);
        draft.remedies()?;
        draft.finish()
    }

    fn amount_of(&self, right: Right, fee: &Fee) -> Result<String, LetterError> {
        let lang = self.lang();
        let (label, amount) = (right.label(lang), fee.amount(lang));
        let costs = self.given(fee.costs(), LetterElement::Fee)?;
        let costs = costs.trim_end_matches('.');
        Ok(lang.pick(
            format!("{label}\u{a0}: {amount}, pour ces coûts administratifs\u{a0}: {costs}."),
            format!("{label}: {amount}, for these administrative costs: {costs}."),
        ))
    }

    fn reason_of(&self, right: Right, fee: &Fee) -> Result<String, LetterError> {
        let lang = self.lang();
        let label = right.label(lang);
        let (ground, law) = (
            fee.ground().label(lang),
            fee.ground().citation().label(lang),
        );
        let explanation = self.given(fee.explanation(), LetterElement::FeeReasons)?;
        let explanation = explanation.trim_end_matches('.');
        let colon = lang.pick("\u{a0}:", ":");
        Ok(format!("{label}{colon} {ground} ({law}). {explanation}."))
    }
}

impl Draft<'_> {
    /// That what is asked for costs nothing, unless a fee stands: then what the person agreed to pay, or nothing where they have not.
    pub(super) fn free_but_for_fees(&mut self, request: &Request) {
        let fees: Vec<(&Fee, bool)> = request
            .rights()
            .filter_map(|right| request.fee(right))
            .collect();
        if fees.is_empty() {
            return self.free();
        }
        for (fee, agreed) in fees {
            if agreed {
                let lang = self.from.lang();
                let amount = fee.amount(lang);
                self.say(
                    LetterElement::Fee,
                    format!("Vous avez accepté le paiement de frais\u{a0}: {amount}."),
                    format!("You agreed to pay a fee: {amount}."),
                );
            }
        }
    }
}
