//! The answer: what was done for each right, and what was not and why.

use super::frame::{Draft, expect};
use super::refused::reasons;
use super::{Correspondence, Letter, LetterElement, LetterError, LetterKind};
use crate::request::{NoticeResult, Outcome, Particulars, Request, Right, State, Transmission};

impl Correspondence {
    /// What was done (Art. 12(3)), and of what was refused the reasons and the remedies (Art. 12(4)).
    ///
    /// # Errors
    /// Unless something was granted and every right has its outcome; if something is missing.
    pub fn answer(&self, request: &Request) -> Result<Letter, LetterError> {
        let kind = LetterKind::Answer;
        let answered = matches!(request.state(), State::Delivered | State::PartlyRefused);
        expect(answered, kind, request.state())?;
        let lang = self.lang();
        let granted = |right: &Right| request.outcome(*right).is_some_and(Outcome::is_granted);
        let mut draft = self.begin(kind, request)?;
        draft.plain(lang.pick("Voici ce que nous avons fait.", "This is what we did."));
        let done: Vec<String> = request
            .rights()
            .filter(granted)
            .filter_map(|right| {
                let outcome = request.outcome(right)?;
                let on = self.day(outcome.on());
                let part = match outcome {
                    Outcome::PartlyGranted(..) => lang.pick(" (en partie)", " (in part)"),
                    _ => "",
                };
                let (label, (fr, en)) = (right.label(lang), done(request, right));
                let what = lang.pick(fr, en);
                let colon = lang.pick("\u{a0}:", ":");
                Some(lang.pick(
                    format!("{label}{part}{colon} {what}, le {on}."),
                    format!("{label}{part}{colon} {what}, on {on}."),
                ))
            })
            .collect();
        draft.list(LetterElement::ActionTaken, done);
        if granted(&Right::Access) {
            self.enclosed(&mut draft);
            draft.say(
                LetterElement::FurtherRights,
                "Vous pouvez demander la rectification ou l’effacement de vos données, la limitation de leur traitement, ou vous y opposer.".to_owned(),
                "You may ask for your data to be corrected or erased, for their processing to be restricted, or object to it.".to_owned(),
            );
        }
        if granted(&Right::WithdrawConsent) {
            draft.say(
                LetterElement::WithdrawalEffect,
                "Ce qui a été fait sur la base de votre consentement avant son retrait reste licite.".to_owned(),
                "What was done on the basis of your consent before you withdrew it stays lawful.".to_owned(),
            );
        }
        if granted(&Right::Restriction) {
            draft.say(
                LetterElement::RestrictionEnd,
                "Nous vous informerons avant de lever la limitation.".to_owned(),
                "We will tell you before the restriction is lifted.".to_owned(),
            );
        }
        if request.state() == State::PartlyRefused {
            draft.plain(lang.pick(
                "Nous n’avons pu donner suite au reste, pour les motifs suivants.",
                "We could not do the rest, for the following reasons.",
            ));
            reasons(&mut draft, request, LetterElement::Reasons)?;
        }
        draft.remedies()?;
        draft.free_but_for_fees(request);
        draft.finish()
    }

    /// What the package has, and what of it is still owed.
    fn enclosed(&self, draft: &mut Draft<'_>) {
        if self.outstanding().is_empty() {
            return draft.say(
                LetterElement::AccessInformation,
                "Le dossier joint contient la copie de vos données et les informations sur leur traitement\u{a0}: finalités, catégories, destinataires, durées de conservation, source, décisions automatisées, transferts (RGPD, art. 15(1) et (2)).".to_owned(),
                "The enclosed package has the copy of your data and the information about their processing: purposes, categories, recipients, periods of storage, source, automated decisions, transfers (GDPR, Art. 15(1) and (2)).".to_owned(),
            );
        }
        draft.say(
            LetterElement::AccessInformation,
            "Le dossier joint contient ce que nous pouvons déjà vous remettre de la copie de vos données et des informations sur leur traitement (RGPD, art. 15(1) et (2)).".to_owned(),
            "The enclosed package has what we can already give you of the copy of your data and of the information about their processing (GDPR, Art. 15(1) and (2)).".to_owned(),
        );
        let (fr, en) = (
            self.outstanding().join("\u{a0}; "),
            self.outstanding().join("; "),
        );
        draft.say(
            LetterElement::Outstanding,
            format!("Il y manque encore\u{a0}: {fr}. Nous vous le devons."),
            format!("What is still missing: {en}. We owe it to you."),
        );
    }

    /// Who was told of what was corrected, erased or restricted, as the person asked (Art. 19).
    ///
    /// # Errors
    /// While nobody said who the recipients are; if something is missing.
    pub fn recipients(&self, request: &Request, right: Right) -> Result<Letter, LetterError> {
        let lang = self.lang();
        let notices = request
            .recipient_notices(right)
            .ok_or(LetterError::Missing {
                element: LetterElement::Recipients,
            })?;
        let mut draft = self.begin(LetterKind::Recipients, request)?;
        let label = right.label(lang).to_lowercase();
        if notices.is_empty() {
            draft.say(
                LetterElement::Recipients,
                format!("Les données concernées ({label}) n’ont été communiquées à personne."),
                format!("The data in question ({label}) had been disclosed to nobody."),
            );
            return draft.finish();
        }
        draft.plain(&lang.pick(
            format!("Voici à qui les données concernées ({label}) avaient été communiquées."),
            format!("This is to whom the data in question ({label}) had been disclosed."),
        ));
        let mut items = Vec::new();
        for notice in notices {
            let name = self.given(notice.recipient, LetterElement::Recipients)?;
            let colon = lang.pick("\u{a0}:", ":");
            let result = match notice.result {
                None => lang.pick("pas encore informé", "not told yet").to_owned(),
                Some((on, NoticeResult::Told)) => {
                    let on = self.day(on);
                    lang.pick(format!("informé le {on}"), format!("told on {on}"))
                }
                Some((_, result)) => result.label(lang).to_owned(),
            };
            items.push(format!("{name}{colon} {result}."));
        }
        draft.list(LetterElement::Recipients, items);
        draft.finish()
    }
}

/// What granting a right means, after its name.
fn done(request: &Request, right: Right) -> (&'static str, &'static str) {
    let to_another = Particulars::Portability(Transmission::ToController);
    match right {
        Right::Portability if request.particulars(right) == Some(&to_another) => (
            "vos données ont été transmises à l’autre responsable de traitement, dans un format réutilisable",
            "your data were sent to the other controller in a reusable format",
        ),
        Right::WithdrawConsent => (
            "le retrait de votre consentement est enregistré",
            "the withdrawal of your consent is on record",
        ),
        Right::Access => (
            "la copie de vos données vous est remise",
            "the copy of your data was given to you",
        ),
        Right::Rectification => ("vos données ont été corrigées", "your data were corrected"),
        Right::Erasure => ("vos données ont été effacées", "your data were erased"),
        Right::Restriction => (
            "le traitement de vos données est limité",
            "the processing of your data is restricted",
        ),
        Right::Portability => (
            "vos données vous sont remises dans un format réutilisable",
            "your data were given to you in a reusable format",
        ),
        Right::Objection => (
            "le traitement auquel vous vous opposez a cessé",
            "the processing that you object to has stopped",
        ),
    }
}
