//! A register as one tree to compare, and what is asked of it.

use greffe_terms::{Lang, Text};

use crate::Register;
use crate::write::{Json, tree};

/// The whole register, with the id that an entry has when its file gives none.
pub(super) fn of(register: &Register) -> Json<'static> {
    let mut whole = tree(register).into_plain();
    let processings = whole.child_mut("processing").and_then(Json::items_mut);
    for processing in processings.into_iter().flatten() {
        let data = processing.child_mut("data").and_then(Json::items_mut);
        for entry in data.into_iter().flatten() {
            if let (None, Some(category)) = (entry.child("id"), entry.child("category").cloned()) {
                entry.push("id", category);
            }
        }
    }
    whole
}

impl Json<'_> {
    pub(super) fn entries(&self) -> Option<&[(std::borrow::Cow<'_, str>, Self)]> {
        match self {
            Self::Object(entries) => Some(entries),
            _ => None,
        }
    }

    pub(super) fn items(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn child(&self, key: &str) -> Option<&Self> {
        let entry = self.entries()?.iter().find(|(k, _)| k == key)?;
        Some(&entry.1)
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn text_of(&self, key: &str) -> Option<&str> {
        self.child(key)?.as_text()
    }

    /// Whether it is a text by language. Two series of backups may be called `fr` and `en`: their values are no texts.
    pub(super) fn is_text(&self) -> bool {
        let is_part =
            |key: &str, value: &Self| (key == "fr" || key == "en") && value.as_text().is_some();
        self.entries().is_some_and(|entries| {
            !entries.is_empty() && entries.iter().all(|(key, value)| is_part(key, value))
        })
    }

    /// The text in both languages, of a string or of a text by language.
    pub(super) fn words(&self) -> Option<Text> {
        if let Some(text) = self.as_text() {
            return Some(Text::plain(text));
        }
        let [fr, en] = Lang::ALL.map(|lang| self.text_of(lang.tag()).map(str::to_owned));
        self.is_text().then(|| Text::new(fr, en))?
    }

    /// Whether it says that there is nothing, or that the question does not arise.
    pub(super) fn is_absence(&self) -> bool {
        matches!(self.as_text(), Some("none" | "not_applicable"))
    }

    fn child_mut(&mut self, key: &str) -> Option<&mut Self> {
        match self {
            Self::Object(entries) => entries
                .iter_mut()
                .find(|(k, _)| k == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    fn items_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    fn push(&mut self, key: &'static str, value: Self) {
        if let Self::Object(entries) = self {
            entries.push((key.into(), value));
        }
    }
}
