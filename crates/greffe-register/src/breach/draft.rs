//! The notice to the authority, as a draft in Markdown.

use chrono::{DateTime, FixedOffset};
use greffe_calendar::{Tz, instant_in_words};
use greffe_terms::{Lang, Text};

use super::clock::notification_deadline;
use super::contents::{NotificationPoint, contact_point, notification_contents, officer_name};
use super::persons::persons_notice;
use crate::{ApproximateNumber, Breach, BreachEnd, PersonsTold, Register, Stated};

/// Which notice of a breach it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// The first.
    First,
    /// One of the phases of Art. 33(4) GDPR: it refers to the first, and says again all that is known.
    Further,
}

/// The notice to the authority as a draft, in Markdown: what Art. 33(3) GDPR asks for in the order of the article, what is not known so far
/// and follows (33(4)), the reasons for a delay (33(1)), and what is done for the persons (34). Texts of the register are escaped.
#[must_use]
pub fn notification_draft(
    register: &Register,
    breach: &Breach,
    kind: NoticeKind,
    lang: Lang,
) -> String {
    let mut draft = Draft {
        lang,
        zone: register.zone(),
        out: String::new(),
    };
    draft.opening(register, breach, kind);
    draft.nature(register, breach);
    draft.contact(register);
    draft.consequences(breach);
    draft.measures(breach);
    draft.persons(breach);
    draft.what_follows(register, breach);
    draft.out
}

/// A draft in the making. Fixed words go in as they are; everything else goes through [`escaped`].
struct Draft {
    lang: Lang,
    zone: Tz,
    out: String,
}

/// What Art. 33(3) asks for, in its order.
impl Draft {
    fn opening(&mut self, register: &Register, breach: &Breach, kind: NoticeKind) {
        let (fr, en) = match kind {
            NoticeKind::First => (
                "# Notification d’une violation de données à caractère personnel (RGPD, art. 33)",
                "# Notification of a personal data breach (GDPR, Art. 33)",
            ),
            NoticeKind::Further => (
                "# Notification complémentaire d’une violation de données à caractère personnel (RGPD, art. 33(4))",
                "# Further notice of a personal data breach (GDPR, Art. 33(4))",
            ),
        };
        self.out.push_str(self.lang.pick(fr, en));
        self.out.push_str("\n\n");
        let organisation = register.organisation();
        let procedure = register.breach_procedure();
        let authority = breach.authority.as_ref();
        let authority = authority.or_else(|| procedure?.authority.as_ref());
        self.fact("Autorité", "Authority", self.words_of(authority));
        self.fact(
            "Responsable du traitement",
            "Controller",
            self.words_of(Some(&organisation.name)),
        );
        if let Stated::Known(address) = &organisation.address {
            self.fact("Adresse", "Address", self.words_of(Some(address)));
        }
        self.fact("Référence", "Reference", Some(escaped(&breach.id)));
        self.fact("Début", "Start", self.instant(breach.start));
        let end = breach.end.map(|end| match end {
            BreachEnd::At(at) => self.instant_words(at),
            BreachEnd::Ongoing => self.lang.pick("en cours", "ongoing").to_owned(),
        });
        self.fact("Fin", "End", end);
        self.fact(
            "Prise de connaissance",
            "Became aware",
            self.instant(breach.aware),
        );
        if breach.discovered.is_some() {
            let discovered = self.words_of(breach.discovered.as_ref());
            self.fact("Découverte", "Discovery", discovered);
        }
        let deadline = breach.aware.and_then(|aware| {
            let deadline = notification_deadline(aware, self.zone).ok()?;
            Some(instant_in_words(
                deadline.strict().value().with_timezone(&self.zone),
                self.lang,
            ))
        });
        self.fact(
            "À notifier avant (72 heures, art. 33(1))",
            "To be notified before (72 hours, Art. 33(1))",
            deadline,
        );
        if kind == NoticeKind::Further || breach.notified.is_some() {
            self.fact(
                "Première notification",
                "First notice",
                self.instant(breach.notified),
            );
        }
        for notice in &breach.further_notices {
            let at = self.instant_words(notice.at);
            let words = match self.words_of(notice.what.as_ref()) {
                Some(what) => format!("{at}{}{what}", self.lang.pick("\u{a0}: ", ": ")),
                None => at,
            };
            self.fact("Complément déjà donné", "Further notice given", Some(words));
        }
        if breach.delay_reason.is_some() {
            let reason = self.words_of(breach.delay_reason.as_ref());
            self.fact("Motifs du retard", "Reasons for the delay", reason);
        }
    }

    fn nature(&mut self, register: &Register, breach: &Breach) {
        let lang = self.lang;
        self.heading(NotificationPoint::Nature);
        let nature: Vec<_> = breach.nature.iter().map(|code| code.label(lang)).collect();
        let nature = (!nature.is_empty()).then(|| nature.join(", "));
        self.fact("Nature", "Nature", nature);
        let origin = breach.origin.map(|code| code.label(lang).to_owned());
        self.known_fact("Origine", "Origin", origin);
        let cause = breach.cause.map(|code| code.label(lang).to_owned());
        self.known_fact("Cause", "Cause", cause);
        let records = breach.processings.iter();
        let records = records.filter_map(|reference| register.processing(reference.as_str()));
        let names = self.list(records.map(|record| record.name.in_language(lang)));
        self.known_fact("Traitements concernés", "Processing concerned", names);
        let processors = self.list(breach.processors.iter().map(|one| one.in_language(lang)));
        self.known_fact("Sous-traitants", "Processors", processors);
        let people = self.categories(&breach.people, |one| one.in_language(lang));
        self.fact("Catégories de personnes", "Categories of persons", people);
        self.fact(
            "Nombre de personnes",
            "Number of persons",
            self.number(breach.persons),
        );
        let data = self.categories(&breach.data, |one| one.in_language(lang));
        self.fact("Catégories de données", "Categories of data", data);
        self.fact(
            "Nombre d’enregistrements",
            "Number of records",
            self.number(breach.records),
        );
    }

    fn contact(&mut self, register: &Register) {
        self.heading(NotificationPoint::Contact);
        let contact = contact_point(register);
        let words = contact.map(|(contact, _)| escaped(contact.in_language(self.lang)));
        if contact.is_some_and(|(_, is_officer)| is_officer) {
            let name = self.words_of(officer_name(register));
            self.fact("Nom du délégué", "Name of the officer", name);
            self.fact(
                "Délégué à la protection des données",
                "Data-protection officer",
                words,
            );
        } else {
            self.fact("Point de contact", "Contact point", words);
        }
    }

    fn consequences(&mut self, breach: &Breach) {
        let lang = self.lang;
        self.heading(NotificationPoint::Consequences);
        let impacts = breach.impacts.iter().map(|code| code.label(lang));
        let said = self.words_of(breach.consequences.as_ref());
        let impacts: Vec<_> = impacts.map(str::to_owned).chain(said).collect();
        let words = (!impacts.is_empty()).then(|| impacts.join(lang.pick("\u{a0}; ", "; ")));
        self.fact("Conséquences", "Consequences", words);
        let gravity = breach.gravity.map(|code| code.label(lang).to_owned());
        self.fact("Gravité", "Gravity", gravity);
    }

    fn measures(&mut self, breach: &Breach) {
        self.heading(NotificationPoint::Measures);
        let measures = self.words_of(breach.measures.as_ref());
        self.fact("Mesures", "Measures", measures);
    }

    fn persons(&mut self, breach: &Breach) {
        let lang = self.lang;
        self.title(
            "Information des personnes (art. 34)",
            "Communication to the persons (Art. 34)",
        );
        let decision = persons_notice(breach);
        let power = decision.power_of_the_authority(lang).map(str::to_owned);
        self.fact("Appréciation", "Assessment", Some(decision.in_words(lang)));
        let told = breach.communication.as_ref();
        let words = told.map(|told| {
            let said = told.told.label(lang).to_owned();
            let at = told.at.map(|at| self.instant_words(at));
            let means = self.words_of(told.means.as_ref());
            let reason = self.words_of(told.reason.as_ref());
            let reason = reason.filter(|_| told.told != PersonsTold::Yes);
            let parts: Vec<_> = [Some(said), at, means, reason]
                .into_iter()
                .flatten()
                .collect();
            parts.join(", ")
        });
        self.fact("Personnes informées", "Persons told", words);
        self.known_fact("Suite possible", "What may follow", power);
    }

    fn what_follows(&mut self, register: &Register, breach: &Breach) {
        let contents = notification_contents(register, breach);
        if contents.is_complete() {
            return;
        }
        self.title(
            "À communiquer dans les meilleurs délais (art. 33(4))",
            "To follow without undue delay (Art. 33(4))",
        );
        for item in contents.missing() {
            self.out.push_str("- ");
            self.out.push_str(item.label(self.lang));
            self.out.push('\n');
        }
    }
}

/// Lines of a draft.
impl Draft {
    fn heading(&mut self, point: NotificationPoint) {
        let label = point.label(self.lang);
        let article = self.lang.pick("art.", "Art.");
        self.out
            .push_str(&format!("\n## {label} ({article} {})\n\n", point.code()));
    }

    fn title(&mut self, fr: &'static str, en: &'static str) {
        let title = self.lang.pick(fr, en);
        self.out.push_str(&format!("\n## {title}\n\n"));
    }

    /// A line, or that it is not known so far.
    fn fact(&mut self, fr: &'static str, en: &'static str, value: Option<String>) {
        let value = value.unwrap_or_else(|| {
            let unknown = self
                .lang
                .pick("*non connu à ce jour*", "*not known so far*");
            unknown.to_owned()
        });
        let (label, colon) = (self.lang.pick(fr, en), self.lang.pick("\u{a0}:", ":"));
        self.out
            .push_str(&format!("- **{label}**{colon} {value}\n"));
    }

    /// A line that the article does not ask for, where there is something to say.
    fn known_fact(&mut self, fr: &'static str, en: &'static str, value: Option<String>) {
        if value.is_some() {
            self.fact(fr, en, value);
        }
    }

    fn words_of(&self, text: Option<&Text>) -> Option<String> {
        text.map(|text| escaped(text.in_language(self.lang)))
    }

    fn instant(&self, at: Option<DateTime<FixedOffset>>) -> Option<String> {
        at.map(|at| self.instant_words(at))
    }

    fn instant_words(&self, at: DateTime<FixedOffset>) -> String {
        instant_in_words(at.with_timezone(&self.zone), self.lang)
    }

    fn number(&self, number: Option<ApproximateNumber>) -> Option<String> {
        number.map(|number| number.in_words(self.lang))
    }

    /// Texts of the register in one line; `None` where there are none.
    fn list<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Option<String> {
        let texts: Vec<_> = texts.map(escaped).collect();
        (!texts.is_empty()).then(|| texts.join(self.lang.pick("\u{a0}; ", "; ")))
    }

    fn categories<T>(&self, stated: &Stated<Vec<T>>, words: impl Fn(&T) -> &str) -> Option<String> {
        match stated {
            Stated::Unknown => None,
            Stated::None => Some(self.lang.pick("aucune", "none").to_owned()),
            Stated::NotApplicable => {
                Some(self.lang.pick("sans objet", "not applicable").to_owned())
            }
            Stated::Known(items) => self.list(items.iter().map(words)),
        }
    }
}

/// A text of the register in one line, so that nothing in it is read as markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
