//! How long data are kept, as people write it in a cell.

use greffe_retention::{Event, Rule};
use greffe_terms::Lang;
use serde_json::{Value, json};

use super::label::words;

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

/// Reads a cell. Only what is understood whole becomes a rule: a word too many might be the one that matters.
pub(super) fn read(text: &str) -> Said {
    let text = text.trim();
    let said = words(text);
    if text.is_empty() {
        return Said::Blank;
    }
    if said == words(UNSTATED) {
        return Said::Unstated;
    }
    match rule(&said) {
        Some(rule) => Said::Rule(rule),
        None => Said::Text(json!({"keep": "unstated", "note": super::json::text(text)})),
    }
}

/// A text that is the note of a rule without length, as [`read`] makes it.
pub(super) fn note_of(rule: &Value) -> Option<&Value> {
    let entries = rule.as_object()?;
    let is_unstated = entries.get("keep").and_then(Value::as_str) == Some("unstated");
    entries.get("note").filter(|_| is_unstated && entries.len() == 2)
}

/// Whether a rule in the file format is this rule.
pub(super) fn is_rule(value: &Value, rule: &Rule) -> bool {
    serde_json::from_value::<Rule>(value.clone()).is_ok_and(|read| read == *rule)
}

/// `3 ans apres le dernier contact`, `10 ans a compter de la cloture de l exercice`, `jusqu a la fin du contrat`.
fn rule(said: &str) -> Option<Value> {
    if let Some(event) = said.strip_prefix("jusqu ") {
        let event = event.strip_prefix("a l ").or_else(|| event.strip_prefix("a la "))
            .or_else(|| event.strip_prefix("au "))?;
        return Some(json!({"until": event_of(event)?.code()}));
    }
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
            of => event_of(of.strip_prefix(" de la ").or_else(|| of.strip_prefix(" de l "))
                .or_else(|| of.strip_prefix(" du "))?)?,
        };
        return Some(json!({"keep": period, "after": {"fiscal_close": of.code()}}));
    }
    Some(json!({"keep": period, "after": event_of(after)?.code()}))
}

/// Figures, or a word up to ten. Nothing is kept for none, and lengths beyond a thousand are no lengths.
fn number_of(word: &str) -> Option<u32> {
    const WORDS: [&str; 10] = [
        "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    ];
    let word = if word == "une" { "un" } else { word };
    let by_name = WORDS.iter().zip(1..).find(|(name, _)| **name == word);
    let number = by_name.map(|(_, number)| number).or_else(|| word.parse().ok())?;
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
                let noun = ["la ", "le ", "l "].iter().find_map(|article| label.strip_prefix(article));
                noun == Some(said)
            });
        }
    };
    Some(event)
}
