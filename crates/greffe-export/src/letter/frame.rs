//! Who writes: what every letter has in common.

use chrono::NaiveDate;
use greffe_terms::{Lang, Text};

use super::{Body, Letter, LetterElement, LetterError, LetterKind, Passage};
use crate::page::long_date;
use crate::request::{Asker, Request, State};
use crate::{Authority, Completeness, Contact};

/// Who writes to a person, in which language, on which day.
///
/// ```
/// use greffe_calendar::{Calendar, Place};
/// use greffe_export::{Authority, Contact, Correspondence, Request, Right};
/// use greffe_terms::{Lang, Text};
///
/// let day = |text: &str| text.parse::<chrono::NaiveDate>();
/// let request = Request::received("R-2026-17".parse()?, Right::Access, day("2026-03-02")?);
/// let controller = Contact {
///     name: Text::plain("Atelier Hélianthe"),
///     address: Some("1 rue des Lilas, 35000 Rennes".into()),
/// };
/// let letters = Correspondence::new(controller, Authority::cnil(), Lang::Fr, day("2026-03-03")?);
/// let letter = letters.acknowledgement(&request, &Calendar::of(Place::France))?;
/// assert!(letter.to_text().contains("au plus tard le 2\u{a0}avril 2026"));
/// assert!(letter.to_html().starts_with("<!DOCTYPE html>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correspondence {
    controller: Contact,
    officer: Option<Contact>,
    authority: Authority,
    court: Option<Text>,
    lang: Lang,
    dated: NaiveDate,
    outstanding: Vec<String>,
}

impl Correspondence {
    /// Letters of that controller, in that language, written on that day. Questions go to the controller unless an officer is named.
    #[must_use]
    pub const fn new(
        controller: Contact,
        authority: Authority,
        lang: Lang,
        dated: NaiveDate,
    ) -> Self {
        Self {
            controller,
            officer: None,
            authority,
            court: None,
            lang,
            dated,
            outstanding: Vec::new(),
        }
    }

    /// With the data-protection officer, to whom questions go.
    #[must_use]
    pub fn with_officer(mut self, officer: Contact) -> Self {
        self.officer = Some(officer);
        self
    }

    /// With the court that would hear the person, where the controller can name it.
    #[must_use]
    pub fn with_court(mut self, court: Text) -> Self {
        self.court = Some(court);
        self
    }

    /// With the package that goes with an answer: what it lacks the letter says too, and does not promise.
    ///
    /// ```
    /// # use greffe_export::*; use greffe_terms::{Lang, Text};
    /// # let day = |text: &str| text.parse::<chrono::NaiveDate>();
    /// # let controller = || Contact { name: Text::plain("Atelier Hélianthe"), address: Some("1 rue des Lilas, 35000 Rennes".into()) };
    /// let mut request = Request::received("R-2026-17".parse()?, Right::Access, day("2026-03-02")?);
    /// request.scope(day("2026-03-03")?)?;
    /// request.collect(day("2026-03-04")?)?;
    /// request.review(day("2026-03-05")?)?;
    /// let package = Package::for_request(&request, Art15Information::new(controller())).expected(["logs"]).dated(day("2026-03-06")?);
    /// let done = package.write_folder(&mut MemorySink::new())?;
    /// request.grant(Right::Access, day("2026-03-06")?)?;
    /// let letters = Correspondence::new(controller(), Authority::cnil(), Lang::En, day("2026-03-06")?);
    /// let letter = letters.enclosing(done.completeness()).answer(&request)?;
    /// assert!(letter.to_text().contains("What is still missing: logs;"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn enclosing(mut self, package: &Completeness) -> Self {
        let lang = self.lang;
        let sources = package
            .gaps()
            .map(|source| source.label.in_language(lang).to_owned());
        self.outstanding = sources.collect();
        let laws: Vec<String> = package
            .unstated()
            .iter()
            .map(|law| law.label(lang))
            .collect();
        if !laws.is_empty() {
            let laws = laws.join(", ");
            self.outstanding.push(lang.pick(
                format!("des informations sur le traitement ({laws})"),
                format!("information about the processing ({laws})"),
            ));
        }
        self
    }

    /// What the package that goes with an answer still lacks.
    pub(super) fn outstanding(&self) -> &[String] {
        &self.outstanding
    }

    /// Begins a letter: who writes, to which request.
    pub(super) fn begin(
        &self,
        kind: LetterKind,
        request: &Request,
    ) -> Result<Draft<'_>, LetterError> {
        let happened = request
            .log()
            .last()
            .map_or(request.received_on(), |last| last.on);
        if self.dated < happened {
            return Err(LetterError::DatedBefore { happened });
        }
        let address = filled(
            self.controller.address.as_deref(),
            LetterElement::Controller,
        )?;
        let name = self.given(&self.controller.name, LetterElement::Controller)?;
        let mut draft = Draft {
            from: self,
            letter: Letter {
                kind,
                lang: self.lang,
                dated: self.dated,
                sender: vec![name.to_owned(), address.to_owned()],
                addressee: None,
                passages: Vec::new(),
            },
        };
        draft.plain(self.lang.pick("Madame, Monsieur,", "Dear Sir or Madam,"));
        let rights: Vec<String> = request
            .rights()
            .map(|right| {
                let law = right.citation().label(self.lang);
                format!("{} ({law})", right.label(self.lang).to_lowercase())
            })
            .collect();
        let (rights, id) = (rights.join(", "), request.id().as_str());
        let received = self.day(request.received_on());
        draft.say(
            LetterElement::Reference,
            format!("Nous avons reçu le {received} votre demande, enregistrée sous la référence {id}. Elle porte sur\u{a0}: {rights}."),
            format!("On {received} we received your request, filed as {id}. It is about: {rights}."),
        );
        // The letter says *your data* to whoever reads it.
        if request.asker() != Asker::Person {
            let asker = request.asker().label(self.lang);
            draft.plain(&self.lang.pick(
                format!("Cette demande a été présentée par {asker}\u{a0}: dans cette lettre, «\u{a0}vos données\u{a0}» désigne celles de la personne concernée."),
                format!("The request was made by {asker}: in this letter, “your data” are those of the person concerned."),
            ));
        }
        Ok(draft)
    }

    pub(super) fn day(&self, day: NaiveDate) -> String {
        long_date(day, self.lang)
    }

    /// The text in the letter's language. Another language is no substitute: the person could not read it.
    pub(super) fn given<'t>(
        &self,
        text: &'t Text,
        element: LetterElement,
    ) -> Result<&'t str, LetterError> {
        if !text.is_given_in(self.lang) {
            return Err(LetterError::NotInLanguage {
                element,
                lang: self.lang,
            });
        }
        filled(Some(text.in_language(self.lang)), element)
    }

    pub(super) const fn dated(&self) -> NaiveDate {
        self.dated
    }

    pub(super) const fn lang(&self) -> Lang {
        self.lang
    }
}

/// Refuses a letter for a request that stands elsewhere.
pub(super) fn expect(fits: bool, letter: LetterKind, state: State) -> Result<(), LetterError> {
    if fits {
        Ok(())
    } else {
        Err(LetterError::NotFrom { letter, state })
    }
}

fn filled(text: Option<&str>, element: LetterElement) -> Result<&str, LetterError> {
    text.map(str::trim)
        .filter(|text| !text.is_empty())
        .ok_or(LetterError::Missing { element })
}

/// A letter under way.
pub(super) struct Draft<'c> {
    pub(super) from: &'c Correspondence,
    letter: Letter,
}

impl Draft<'_> {
    /// A paragraph that the law asks for, in the letter's language.
    pub(super) fn say(&mut self, element: LetterElement, fr: String, en: String) {
        self.add(Some(element), Body::Paragraph(self.from.lang.pick(fr, en)));
    }

    /// A paragraph of courtesy.
    pub(super) fn plain(&mut self, text: &str) {
        self.add(None, Body::Paragraph(text.to_owned()));
    }

    pub(super) fn list(&mut self, element: LetterElement, items: Vec<String>) {
        self.add(Some(element), Body::List(items));
    }

    fn add(&mut self, element: Option<LetterElement>, body: Body) {
        self.letter.passages.push(Passage { element, body });
    }

    /// That what is asked for costs nothing.
    pub(super) fn free(&mut self) {
        self.say(
            LetterElement::Free,
            "Cette démarche est gratuite.".to_owned(),
            "This is free of charge.".to_owned(),
        );
    }

    /// How to complain, and that the courts are open (Art. 12(4), 77, 79).
    pub(super) fn remedies(&mut self) -> Result<(), LetterError> {
        let from = self.from;
        let authority = &from.authority;
        let name = from.given(&authority.name, LetterElement::Complaint)?;
        let address = filled(Some(&authority.address), LetterElement::Complaint)?;
        let site = filled(Some(&authority.site), LetterElement::Complaint)?;
        self.say(
            LetterElement::Complaint,
            format!("Si vous contestez cette décision, vous pouvez adresser gratuitement une réclamation à l’autorité de contrôle\u{a0}: {name}, {address} ({site})."),
            format!("If you disagree, you may lodge a complaint with the supervisory authority, free of charge: {name}, {address} ({site})."),
        );
        let court = match &from.court {
            Some(court) => Some(from.given(court, LetterElement::Remedy)?),
            None => None,
        };
        self.say(
            LetterElement::Remedy,
            match court {
                Some(court) => format!(
                    "Vous pouvez aussi former un recours juridictionnel devant\u{a0}: {court}."
                ),
                None => "Vous pouvez aussi former un recours devant les juridictions compétentes."
                    .to_owned(),
            },
            match court {
                Some(court) => format!("You may also seek a judicial remedy before: {court}."),
                None => {
                    "You may also seek a judicial remedy before the competent courts.".to_owned()
                }
            },
        );
        Ok(())
    }

    /// Whom to ask, and the end of the letter.
    pub(super) fn finish(mut self) -> Result<Letter, LetterError> {
        let from = self.from;
        let contact = from.officer.as_ref().unwrap_or(&from.controller);
        let name = from.given(&contact.name, LetterElement::Contact)?;
        let address = filled(contact.address.as_deref(), LetterElement::Contact)?;
        self.say(
            LetterElement::Contact,
            format!("Pour toute question, écrivez à\u{a0}: {name}, {address}."),
            format!("If you have questions, write to: {name}, {address}."),
        );
        let sender = from.given(&from.controller.name, LetterElement::Controller)?;
        self.plain(from.lang.pick(
            "Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées.",
            "Yours faithfully,",
        ));
        self.plain(sender);
        Ok(self.letter)
    }
}

impl Letter {
    /// The letter with the person's name and address at its head, as the envelope has them.
    #[must_use]
    pub fn addressed_to(mut self, addressee: impl Into<String>) -> Self {
        self.addressee = Some(addressee.into());
        self
    }
}
