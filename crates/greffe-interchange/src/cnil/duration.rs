//! How long data are kept, as people write it in a cell.

use greffe_retention::{Event, Rule};
use greffe_terms::Lang;
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use super::label::words;
use super::lines;

/// The cell's text where the register says that the document does not say.
pub(super) const UNSTATED: &str = "Non précisée";

/// What a cell says about how long data are kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    /// Nothing.
    Blank,
    /// That nobody said.
    Unstated,
    /// A rule, understood to the last word.
    Rule(Value),
    /// Something else. It is kept as a note, and runs as what nobody said.
    Text(Value),
}

impl Said {
    /// The value in the file format.
    pub(super) fn json(self) -> Option<Value> {
        match self {
            Self::Blank => None,
            Self::Unstated => Some(json!("unstated")),
            Self::Rule(rule) | Self::Text(rule) => Some(rule),
        }
    }
}

/// Reads a cell. Only what is understood whole becomes a rule: a word or a sign too many might be the one that matters.
pub(super) fn read(text: &str) -> Said {
    let text = text.trim();
    let said = words(text);
    if text.is_empty() {
        return Said::Blank;
    }
    if said == words(UNSTATED) {
        return Said::Unstated;
    }
    let (length, mut notes) = lines::split(text, &[NOTE]);
    let understood = Some(&length)
        .filter(|length| is_plain(length))
        .and_then(|length| rule(&words(length)))
        .filter(is_valid);
    match (understood, notes.pop()) {
        (Some(mut rule), note) => {
            if let (Some(entries), Some((_, note))) = (rule.as_object_mut(), note) {
                _ = entries.insert("note".to_owned(), super::json::text(&note));
            }
            Said::Rule(rule)
        }
        (None, _) => Said::Text(json!({"keep": "unstated", "note": super::json::text(text)})),
    }
}

/// Whether a length is words and figures alone. [`words`] passes over everything else, and `> 10 ans`, `3 ans ?` or `3¹ ans` say something else than their
/// words. A full stop at the end, commas after a word and apostrophes are how French is written.
fn is_plain(length: &str) -> bool {
    let length = length.strip_suffix('.').unwrap_or(length);
    // Composed: an accent is part of its letter then, and a stroke through a figure is not.
    let mut before = ' ';
    length.nfc().all(|character| {
        let is_known = match character {
            '\'' | '’' => true,
            ',' => before.is_alphabetic(),
            _ => {
                character.is_alphabetic() || character.is_ascii_digit() || character.is_whitespace()
            }
        };
        before = character;
        is_known
    })
}

/// The cell of a rule: its words, and its note on a line of its own.
pub(super) fn cell(words: &str, note: Option<&str>) -> String {
    lines::joined(words, [(NOTE, note.map(str::to_owned))])
}

const NOTE: &str = "Note";

/// A text that is the note of a rule without length, as [`read`] makes it.
pub(super) fn note_of(rule: &Value) -> Option<&Value> {
    let entries = rule.as_object()?;
    let is_unstated = entries.get("keep").and_then(Value::as_str) == Some("unstated");
    entries
        .get("note")
        .filter(|_| is_unstated && entries.len() == 2)
}

/// Whether the retention crate takes it for a rule.
fn is_valid(rule: &Value) -> bool {
    serde_json::from_value::<Rule>(rule.clone()).is_ok()
}

/// Whether a rule runs from the last contact, or from the close of its fiscal year: a cell does not say what counts as contact.
pub(super) fn is_from_contact(said: &Said) -> bool {
    matches!(said, Said::Rule(rule) if rule.get("contact").is_some())
}

/// Whether two rules of the file format are the same rule with the same note in French.
pub(super) fn are_same(left: &Value, right: &Value) -> bool {
    let note = |value: &Value| {
        value
            .get("note")
            .map(super::json::flat)
            .map(|note| super::ledger::clean(&note))
    };
    let rule = |value: &Value| {
        let mut value = value.clone();
        if let Some(entries) = value.as_object_mut() {
            _ = entries.remove("note");
        }
        serde_json::from_value::<Rule>(value).ok()
    };
    let (left_rule, right_rule) = (rule(left), rule(right));
    left_rule.is_some() && left_rule == right_rule && note(left) == note(right)
}

/// `3 ans apres le dernier contact`, `10 ans a compter de la cloture de l exercice`, `jusqu a la fin du contrat`.
fn rule(said: &str) -> Option<Value> {
    if let Some(until) = said.strip_prefix("jusqu ") {
        return Some(json!({ "until": condition(until)? }));
    }
    let (within, said) = match said.strip_prefix("effacement dans un delai de ") {
        Some(rest) => (true, rest),
        None => (false, said),
    };
    let limit = if within { "within" } else { "keep" };
    let (number, rest) = said.split_once(' ')?;
    let number = number_of(number)?;
    let (unit, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let period = match unit {
        "jour" | "jours" => format!("P{number}D"),
        "semaine" | "semaines" => format!("P{number}W"),
        "mois" => format!("P{number}M"),
        "an" | "ans" | "annee" | "annees" => format!("P{number}Y"),
        _ => return None,
    };
    let after = ["a compter ", "a partir ", "apres ", "suivant ", "depuis "]
        .iter()
        .find_map(|link| rest.strip_prefix(link))?;
    let after = ["de la ", "de l ", "du ", "des ", "la ", "l ", "le ", "de "]
        .iter()
        .find_map(|article| after.strip_prefix(article))
        .unwrap_or(after);
    if let Some(of) = after.strip_prefix("cloture de l exercice") {
        let of = match of {
            "" | " comptable" => Event::LastOperation,
            of => event_of(
                of.strip_prefix(" de la ")
                    .or_else(|| of.strip_prefix(" de l "))
                    .or_else(|| of.strip_prefix(" du "))?,
            )?,
        };
        return Some(rule_after(
            &of,
            limit,
            &period,
            json!({ "fiscal_close": of.code() }),
        ));
    }
    let event = event_of(after)?;
    Some(rule_after(&event, limit, &period, json!(event.code())))
}

/// The rule of a period from an event, or from the close of its fiscal year. A cell does not say what is a contact: of the last one, only what a service
/// records as such counts, and without it nothing expires.
fn rule_after(event: &Event, limit: &str, period: &str, after: Value) -> Value {
    match event {
        Event::LastContact => {
            json!({ limit: period, "after": after, "contact": [event.code()] })
        }
        _ => json!({ limit: period, "after": after }),
    }
}

/// `au retrait ou a la fin de la relation`: one event, any of some, or all of them.
fn condition(until: &str) -> Option<Value> {
    let event = |words: &str| {
        let noun = ["a l ", "a la ", "au "]
            .iter()
            .find_map(|article| words.strip_prefix(article))?;
        Some(Value::from(event_of(noun)?.code()))
    };
    for (word, key) in [(" ou ", "any"), (" et ", "all")] {
        if until.contains(word) {
            let events: Option<Vec<_>> = until.split(word).map(event).collect();
            return Some(json!({ key: events? }));
        }
    }
    event(until)
}

/// Figures, or a word up to ten. Nothing is kept for none, and lengths beyond a thousand are no lengths.
fn number_of(word: &str) -> Option<u32> {
    const WORDS: [&str; 10] = [
        "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    ];
    let word = if word == "une" { "un" } else { word };
    let by_name = WORDS.iter().zip(1..).find(|(name, _)| **name == word);
    let number = by_name
        .map(|(_, number)| number)
        .or_else(|| word.parse().ok())?;
    (1..=1000).contains(&number).then_some(number)
}

/// Events by the words of their label or by those that forms use for them, without article.
fn event_of(said: &str) -> Option<Event> {
    let event = match said {
        "collecte des donnees" => Event::Collected,
        "fin de contrat" | "terme du contrat" => Event::ContractEnd,
        "fin de la relation contractuelle" | "fin de la relation commerciale" => Event::RelationEnd,
        "fermeture du compte" => Event::AccountClosed,
        "retrait du consentement" => Event::Withdrawal,
        _ => {
            return Event::KNOWN.into_iter().find(|event| {
                let label = words(&event.label(Lang::Fr));
                let noun = ["la ", "le ", "l "]
                    .iter()
                    .find_map(|article| label.strip_prefix(article));
                noun == Some(said)
            });
        }
    };
    Some(event)
}
