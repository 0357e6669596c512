//! Letters on the way: acknowledgement, question about identity, extension.

use greffe_calendar::{Calendar, RequestDeadline};
use greffe_terms::Text;

use super::frame::{Draft, expect};
use super::{Correspondence, Letter, LetterElement, LetterError, LetterKind};
use crate::request::{Event, IdentityMeans, Request, Right, State};

impl Correspondence {
    /// The request arrived, and is answered by the day that every reading of the law keeps.
    ///
    /// # Errors
    /// If the request is closed, if something is missing, or where the calendar does not know the days.
    pub fn acknowledgement(
        &self,
        request: &Request,
        calendar: &Calendar,
    ) -> Result<Letter, LetterError> {
        let kind = LetterKind::Acknowledgement;
        expect(!request.state().is_final(), kind, request.state())?;
        let mut draft = self.begin(kind, request)?;
        due_day(&mut draft, &request.deadline(calendar)?);
        draft.free_but_for_fees(request);
        draft.finish()
    }

    /// The person is asked to confirm who they are: why, how, and what becomes of a copy (Art. 12(6)).
    ///
    /// # Errors
    /// Unless the identity is pending; if no doubt is on record, for nobody is asked without one; if something is missing.
    pub fn identity_question(
        &self,
        request: &Request,
        calendar: &Calendar,
    ) -> Result<Letter, LetterError> {
        let kind = LetterKind::IdentityQuestion;
        expect(
            request.state() == State::IdentityPending,
            kind,
            request.state(),
        )?;
        let lang = self.lang();
        let question = request.identity_question();
        let means = question.map(|question| question.means());
        let doubt = question.and_then(|question| question.doubt());
        let means = means.ok_or(LetterError::Missing {
            element: LetterElement::Means,
        })?;
        let doubt = doubt.ok_or(LetterError::Missing {
            element: LetterElement::Doubt,
        })?;
        let mut draft = self.begin(kind, request)?;
        let (doubt, asked) = (doubt.label(lang), means.label(lang));
        draft.say(
            LetterElement::Doubt,
            format!("Avant de répondre, nous devons nous assurer que cette demande vient bien de vous\u{a0}: {doubt}."),
            format!("Before we answer we must be sure that this request is yours: {doubt}."),
        );
        draft.say(
            LetterElement::Means,
            format!("Nous vous demandons de {asked}. Rien de plus n’est nécessaire."),
            format!("Please {asked}. Nothing else is needed."),
        );
        if means == IdentityMeans::DocumentCopy {
            draft.say(
                LetterElement::CopyDeleted,
                "La copie ne sert qu’à cette vérification et sera supprimée aussitôt après."
                    .to_owned(),
                "The copy serves for this check only and will be deleted right after it."
                    .to_owned(),
            );
        }
        due_day(&mut draft, &request.deadline(calendar)?);
        draft.finish()
    }

    /// The answer takes up to two months more: why, and until when (Art. 12(3)). `reasons` are those of this request, in a sentence: that it
    /// is complex is the law's condition and no reason yet.
    ///
    /// # Errors
    /// If the request is closed, was not extended, asks for nothing that can be extended, or was extended too late to have an effect in every reading; if
    /// something is missing; where the calendar does not know the days.
    pub fn extension(
        &self,
        request: &Request,
        calendar: &Calendar,
        reasons: &Text,
    ) -> Result<Letter, LetterError> {
        let kind = LetterKind::Extension;
        expect(!request.state().is_final(), kind, request.state())?;
        let extended = request.log().iter().find_map(|entry| match entry.event {
            Event::Extended(reason) => Some((entry.on, reason)),
            _ => None,
        });
        let (on, reason) = extended.ok_or(LetterError::Missing {
            element: LetterElement::ExtensionReason,
        })?;
        let announce = request.extension_to_announce(calendar)?;
        if announce
            .readings()
            .is_some_and(|readings| on.max(self.dated()) > readings.strict().last_day())
        {
            return Err(LetterError::ExtensionTooLate);
        }
        let extended = request.extended_deadline(calendar)?;
        let extended = extended.ok_or(LetterError::NothingToExtend)?;
        let mut draft = self.begin(kind, request)?;
        let why = reason.label(self.lang());
        let reasons = self.given(reasons, LetterElement::ExtensionReason)?;
        let reasons = reasons.trim_end_matches('.');
        draft.say(
            LetterElement::ExtensionReason,
            format!("Nous ne pouvons y répondre dans le délai d’un mois, en raison de ce qui suit\u{a0}: {why}. {reasons}."),
            format!("We cannot answer it within one month, for this reason: {why}. {reasons}."),
        );
        due_day(&mut draft, &extended);
        let withdrawal = Right::WithdrawConsent;
        if request.asks_for(withdrawal) && request.outcome(withdrawal).is_none() {
            draft.plain(self.lang().pick(
                "Cela ne retarde pas le retrait de votre consentement, que nous traitons sans attendre (RGPD, art. 7(3)).",
                "This does not delay the withdrawal of your consent, which we act on without waiting (GDPR, Art. 7(3)).",
            ));
        }
        draft.finish()
    }
}

/// By when the answer comes, or that the time stands still. No day that has passed is promised.
pub(super) fn due_day(draft: &mut Draft<'_>, deadline: &RequestDeadline) {
    match deadline {
        RequestDeadline::Due(readings) => {
            let due = readings.strict().last_day();
            let day = draft.from.day(due);
            if draft.from.dated() > due {
                return draft.say(
                    LetterElement::DueDay,
                    format!("Notre réponse était due au plus tard le {day}\u{a0}; vous la recevrez sans plus attendre."),
                    format!("Our answer was due by {day}; you will have it without further delay."),
                );
            }
            draft.say(
                LetterElement::DueDay,
                format!("Nous vous répondrons au plus tard le {day}."),
                format!("We will answer by {day}."),
            );
        }
        RequestDeadline::Suspended { since } => {
            let since = draft.from.day(*since);
            draft.say(
                LetterElement::ClockStopped,
                format!(
                    "Le délai de réponse est suspendu depuis le {since}, jusqu’à votre retour."
                ),
                format!(
                    "The time to answer has stood still since {since}, until we hear from you."
                ),
            );
        }
    }
}
