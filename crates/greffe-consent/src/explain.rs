//! Decisions in words.

use chrono::{DateTime, Utc};
use greffe_calendar::instant_in_words;
use greffe_terms::Lang;

use crate::{Action, Decision, Outcome};

impl Outcome {
    /// The words that a person reads.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Allow, Lang::Fr) => "Autorisé",
            (Self::Allow, Lang::En) => "Allowed",
            (Self::Deny, Lang::Fr) => "Refusé",
            (Self::Deny, Lang::En) => "Denied",
            (Self::NotRequired, Lang::Fr) => "Rien à demander",
            (Self::NotRequired, Lang::En) => "Nothing to ask",
        }
    }
}

impl Action {
    /// The words that a person reads.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Remove, Lang::Fr) => "retirer la personne de la liste",
            (Self::Remove, Lang::En) => "take the person off the list",
            (Self::Erase, Lang::Fr) => "effacer les données",
            (Self::Erase, Lang::En) => "erase the data",
        }
    }
}

impl Decision {
    /// The decision in words: outcome, rule, reason, deciding event, further failures, action, sources, how long it holds. Names no
    /// person; instants are those of the policy's zone.
    #[must_use]
    pub fn explain(&self, lang: Lang) -> String {
        let words =
            |instant: DateTime<Utc>| instant_in_words(instant.with_timezone(&self.zone), lang);
        let colon = lang.pick("\u{a0}: ", ": ");
        let (outcome, reason) = (self.outcome().label(lang), self.reason().label(lang));
        let mut text = format!("{outcome} ({}){colon}{reason}.", self.rule());
        let mut say = |french: &str, english: &str, what: &str| {
            text.push_str(&format!(" {}{colon}{what}.", lang.pick(french, english)));
        };
        if let Some(basis) = self.basis() {
            say(
                "Base légale",
                "Legal basis",
                &basis.label(lang).to_lowercase(),
            );
        }
        if let Some(condition) = self.special_condition() {
            say(
                "Condition de l’art. 9(2)",
                "Condition of Art. 9(2)",
                &condition.label(lang).to_lowercase(),
            );
        }
        if let Some(deciding) = self.deciding {
            say(
                "Événement décisif",
                "Deciding event",
                &words(deciding.occurred.utc()),
            );
        }
        let ages: Vec<_> = self
            .ages_of_consent()
            .map(|age| {
                lang.pick(
                    format!("{} ans ({})", age.age(), age.country()),
                    format!("{} years ({})", age.age(), age.country()),
                )
            })
            .collect();
        if !ages.is_empty() {
            say("Âge du consentement", "Age of consent", &ages.join(", "));
        }
        let further: Vec<_> = self
            .failures()
            .skip(1)
            .map(|reason| reason.label(lang))
            .collect();
        if !further.is_empty() {
            say(
                "Autres motifs",
                "Further reasons",
                &further.join(lang.pick("\u{a0}; ", "; ")),
            );
        }
        if let Some(action) = self.action() {
            say("À faire", "To do", action.label(lang));
        }
        let sources: Vec<_> = self
            .citations()
            .iter()
            .map(|source| source.label(lang))
            .collect();
        say(
            "Sources",
            "Sources",
            &sources.join(lang.pick("\u{a0}; ", "; ")),
        );
        if let Some(change) = self.next_change() {
            say("La réponse change", "The answer changes", &words(change));
        }
        text
    }
}
