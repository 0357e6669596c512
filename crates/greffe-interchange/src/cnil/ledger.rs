//! What became of every value of a register on its way into cells. What nobody accounted for is lost, and said to be.

use std::collections::{HashMap, HashSet};

use greffe_terms::Text;
use serde_json::Value;

use super::json::{self, french};
use crate::{Loss, LossKind, LossReport};

/// Why a value did not come across as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    NoCell,
    Language,
    English,
    Otherwise,
    Characters,
    Id,
    IdAsName,
    Rule,
}

impl Why {
    fn text(self) -> Text {
        let (fr, en) = match self {
            Self::NoCell => (
                "le modèle n’a pas de case pour cela",
                "the form has no cell for it",
            ),
            Self::Language => (
                "le modèle est en français\u{a0}; le texte anglais n’y figure pas",
                "the form is in French; the English text is not in it",
            ),
            Self::English => (
                "le texte n’existe qu’en anglais\u{a0}; il figure tel quel dans le modèle français",
                "the text is in English only; it stands as it is in the French form",
            ),
            Self::Otherwise => (
                "la case le dit en mots qui ne se relisent pas de la même façon",
                "the cell says it in words that do not read back as the same",
            ),
            Self::Characters => (
                "des blancs ou des caractères que la case ne peut contenir sont remplacés",
                "blanks or characters that a cell cannot hold were replaced",
            ),
            Self::Id => (
                "le modèle n’a pas de case pour les identifiants\u{a0}; la relecture en donne d’autres",
                "the form has no cell for ids; reading it back gives others",
            ),
            Self::IdAsName => (
                "la finalité n’a pas de nom\u{a0}; la case montre son identifiant",
                "the purpose has no name; the cell shows its id",
            ),
            Self::Rule => (
                "la case dit la règle en mots\u{a0}; la relecture en garde le texte, sans règle qui s’exécute",
                "the cell says the rule in words; reading it back keeps the text, without a rule that runs",
            ),
        };
        super::text_of(fr, en)
    }
}

/// What is accounted for, by path.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    carried: HashSet<String>,
    notes: HashMap<String, (LossKind, Why)>,
    /// Every path at or below which something is accounted for.
    touched: HashSet<String>,
}

impl Ledger {
    /// The value at a path is in a cell, with everything below it that has no note of its own.
    pub(super) fn carry(&mut self, path: &str) {
        self.touch(path);
        _ = self.carried.insert(path.to_owned());
    }

    /// The value at a path fared otherwise. The first word counts.
    pub(super) fn note(&mut self, path: &str, kind: LossKind, why: Why) {
        self.touch(path);
        _ = self.notes.entry(path.to_owned()).or_insert((kind, why));
    }

    /// Carries a text: its French, or its English where there is no French; and notes what is lost with that.
    pub(super) fn carry_text(&mut self, path: &str, value: &Value) {
        self.carry(path);
        let (fr, en) = (value.get("fr"), value.get("en"));
        match (fr, en) {
            (Some(_), Some(_)) => {
                self.note(&json::key(path, "en"), LossKind::Dropped, Why::Language)
            }
            (None, Some(_)) => self.note(&json::key(path, "en"), LossKind::Reshaped, Why::English),
            _ => {}
        }
        if french(value).is_some_and(|text| cleaned(text) != text) {
            self.note(path, LossKind::Reshaped, Why::Characters);
        }
    }

    /// Carries a rule: all of it is codes but the note.
    pub(super) fn carry_rule(&mut self, path: &str, rule: &Value) {
        self.carry(path);
        if let Some(note) = rule.get("note") {
            self.carry_text(&json::key(path, "note"), note);
        }
    }

    /// Carries every text below a path.
    pub(super) fn carry_texts(&mut self, path: &str, value: &Value) {
        self.carry(path);
        match value {
            Value::Object(entries) if json::is_text(entries) => self.carry_text(path, value),
            Value::Object(entries) => {
                for (key, value) in entries {
                    self.carry_texts(&json::key(path, key), value);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    self.carry_texts(&json::item(path, index, value), value);
                }
            }
            Value::String(_) => self.carry_text(path, value),
            _ => {}
        }
    }

    /// Everything of the register that did not come across as it was, in its order.
    pub(super) fn report(&self, register: &Value) -> LossReport {
        let mut report = LossReport::new();
        self.walk("", register, false, &mut report);
        report
    }

    fn walk(&self, path: &str, value: &Value, is_settled: bool, report: &mut LossReport) {
        let note = self.notes.get(path);
        if let Some((kind, why)) = note {
            report.note(Loss::new(*kind, path.to_owned(), why.text()));
        }
        let is_settled = is_settled || note.is_some() || self.carried.contains(path);
        if !path.is_empty() && !self.touched.contains(path) {
            if !is_settled {
                let why = Why::NoCell.text();
                report.note(Loss::new(LossKind::Dropped, path.to_owned(), why));
            }
            return;
        }
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    self.walk(&json::key(path, key), value, is_settled, report);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    self.walk(&json::item(path, index, value), value, is_settled, report);
                }
            }
            _ => {}
        }
    }

    fn touch(&mut self, path: &str) {
        for (end, _) in path.match_indices(['.', '[']) {
            if let Some(above) = path.get(..end) {
                _ = self.touched.insert(above.to_owned());
            }
        }
        _ = self.touched.insert(path.to_owned());
    }
}

/// A text as a cell can hold it: without blanks around it, line ends as one character, no control characters.
pub(super) fn cleaned(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines
        .trim()
        .chars()
        .map(|character| {
            if crate::ods::is_writable(character) {
                character
            } else {
                char::REPLACEMENT_CHARACTER
            }
        })
        .collect()
}

/// A flat value with every text as a cell can hold it.
pub(super) fn clean(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::from(cleaned(text)),
        Value::Array(items) => Value::Array(items.iter().map(clean).collect()),
        Value::Object(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| (key.clone(), clean(value)));
            Value::Object(entries.collect())
        }
        other => other.clone(),
    }
}
