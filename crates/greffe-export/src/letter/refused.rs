//! The letter of a refusal, and the reasons in every other one.

use super::frame::{Draft, expect};
use super::{Correspondence, Letter, LetterElement, LetterError, LetterKind};
use crate::request::{Outcome, Refusal, Request, Right, State};

impl Correspondence {
    /// Everything is refused, or what is refused so far while other rights are still open: why, and how to complain and to go to court. The person
    /// must know within the month, which nothing extends (Art. 12(4)), so that the letter does not wait for the rest.
    ///
    /// # Errors
    /// Unless the request is refused, or open and something of it is; if something is missing.
    pub fn refusal(&self, request: &Request) -> Result<Letter, LetterError> {
        let is_whole = request.state() == State::Refused;
        let mut outcomes = request.rights().filter_map(|right| request.outcome(right));
        let is_partly = outcomes.any(|outcome| !outcome.refusals().is_empty());
        let is_open = !request.state().is_final();
        let fits = is_whole || (is_open && is_partly);
        expect(fits, LetterKind::Refusal, request.state())?;
        let kind = match is_whole {
            true => LetterKind::Refusal,
            false => LetterKind::PartialRefusal,
        };
        let mut draft = self.begin(kind, request)?;
        draft.plain(match is_whole {
            true => self.lang().pick(
                "Nous ne pouvons y donner suite, pour les motifs suivants.",
                "We cannot do what you ask, for the following reasons.",
            ),
            false => self.lang().pick(
                "Nous ne pouvons pas donner suite à une partie de votre demande, pour les motifs suivants.",
                "We cannot do part of what you ask, for the following reasons.",
            ),
        });
        reasons(&mut draft, request, LetterElement::Reasons)?;
        if !is_whole {
            draft.plain(self.lang().pick(
                "Vous recevrez notre réponse sur le reste de votre demande dans une autre lettre.",
                "On the rest of your request you will hear from us in another letter.",
            ));
        }
        draft.remedies()?;
        draft.free_but_for_fees(request);
        draft.finish()
    }
}

/// What was refused, right by right. Returns whether there was anything.
pub(super) fn reasons(
    draft: &mut Draft<'_>,
    request: &Request,
    element: LetterElement,
) -> Result<bool, LetterError> {
    let mut items = Vec::new();
    for right in request.rights() {
        let outcome = request.outcome(right);
        for refusal in outcome.map(Outcome::refusals).unwrap_or_default() {
            items.push(reason(draft, right, refusal)?);
        }
    }
    let any = !items.is_empty();
    if any {
        draft.list(element, items);
    }
    Ok(any)
}

/// One refusal as the person reads it: what, why, by which law, until when.
pub(super) fn reason(
    draft: &Draft<'_>,
    right: Right,
    refusal: &Refusal,
) -> Result<String, LetterError> {
    let from = draft.from;
    let lang = from.lang();
    let mut what = right.label(lang).to_owned();
    if let Some(part) = refusal.part() {
        what.push_str(" – ");
        what.push_str(from.given(part, LetterElement::Reasons)?);
    }
    let laws: Vec<String> = refusal
        .citations()
        .iter()
        .map(|law| law.label(lang))
        .collect();
    let (label, laws) = (
        refusal.reason().label(lang),
        laws.join(lang.pick("\u{a0}; ", "; ")),
    );
    let explanation = from.given(refusal.explanation(), LetterElement::Reasons)?;
    let colon = lang.pick("\u{a0}:", ":");
    let mut text = format!("{what}{colon} {label} ({laws}). {explanation}");
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    if let Some(until) = refusal.last_day() {
        let until = from.day(until);
        text.push_str(&lang.pick(
            format!(" Ces données sont conservées jusqu’au {until}."),
            format!(" These data are kept until {until}."),
        ));
    }
    Ok(text)
}
