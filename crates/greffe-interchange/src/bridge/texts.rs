//! Texts of a register in another format's one language, and back.

#[cfg(feature = "dpv")]
use greffe_terms::{Lang, Text};
#[cfg(feature = "fides")]
use serde_json::{Value, json};

/// A text of another format as a text of the register; `None` where it is blank, which no text of a register is.
#[cfg(feature = "fides")]
pub(crate) fn text(text: &str) -> Option<Value> {
    (!text.trim().is_empty()).then(|| json!(text))
}

/// The same where the register knows `none` and `not_applicable`: another format's text never becomes one of these.
#[cfg(feature = "fides")]
pub(crate) fn stated_text(words: &str) -> Option<Value> {
    text(words).filter(|_| !is_stated_word(words))
}

/// Whether a text would be read as an absence.
pub(crate) fn is_stated_word(words: &str) -> bool {
    matches!(words, "none" | "not_applicable")
}

/// A text in its languages: one language alone, both, or one text for both.
#[cfg(feature = "dpv")]
pub(crate) fn in_languages(text: &Text) -> Vec<(Option<Lang>, &str)> {
    let [fr, en] = Lang::ALL.map(|lang| {
        text.is_given_in(lang)
            .then(|| (Some(lang), text.in_language(lang)))
    });
    match (fr, en) {
        (Some((_, fr)), Some((_, en))) if fr == en => vec![(None, fr)],
        (fr, en) => [fr, en].into_iter().flatten().collect(),
    }
}
