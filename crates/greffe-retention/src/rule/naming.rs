//! Events as the rule's sentences name them: with their article, the last contact with the kinds that count.

use greffe_terms::Lang;

use crate::Event;

/// The language of a sentence, and what counts as contact in its rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Naming<'a> {
    pub(crate) lang: Lang,
    contact: &'a [Event],
}

impl<'a> Naming<'a> {
    pub(crate) const fn new(lang: Lang, contact: &'a [Event]) -> Self {
        Self { lang, contact }
    }

    pub(crate) fn label(self, event: &Event) -> String {
        named(event, self.contact, self.lang)
    }

    /// The event in the French genitive.
    pub(crate) fn of(self, event: &Event) -> String {
        self.contracted(event, "du ", "de ")
    }

    /// The event after the French *à*.
    pub(crate) fn at(self, event: &Event) -> String {
        self.contracted(event, "au ", "à ")
    }

    fn contracted(self, event: &Event, before_le: &str, otherwise: &str) -> String {
        let label = self.label(event);
        match (self.lang, label.strip_prefix("le ")) {
            (Lang::En, _) => label,
            (Lang::Fr, Some(noun)) => format!("{before_le}{noun}"),
            (Lang::Fr, None) => format!("{otherwise}{label}"),
        }
    }
}

/// The event with its article, the last contact followed by the kinds that count: `le dernier contact (« link_clicked »)`.
pub(crate) fn named(event: &Event, contact: &[Event], lang: Lang) -> String {
    let label = event.label(lang);
    // Where the service records the last contact itself, there is nothing to add.
    if *event != Event::LastContact || matches!(contact, [] | [Event::LastContact]) {
        return label;
    }
    format!("{label} ({})", kinds(contact, lang))
}

/// The kinds that count as contact, between commas.
pub(crate) fn kinds(contact: &[Event], lang: Lang) -> String {
    let kinds = contact.iter().map(|kind| match (kind, lang) {
        (Event::LastContact, Lang::Fr) => "contact noté sans son genre".to_owned(),
        (Event::LastContact, Lang::En) => "a contact recorded without its kind".to_owned(),
        // Their label would say « l'événement » each time.
        (Event::Other(own), Lang::Fr) => format!("«\u{a0}{}\u{a0}»", own.as_str()),
        (Event::Other(own), Lang::En) => format!("\"{}\"", own.as_str()),
        (known, _) => known.label(lang),
    });
    kinds.collect::<Vec<_>>().join(", ")
}
