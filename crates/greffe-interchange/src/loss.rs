//! What a bridge could not carry.

use std::fmt;

use greffe_terms::{Lang, Text};

/// How a value fared that did not come across as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum LossKind {
    /// The other format has no place for it: it is not in the result.
    Dropped,
    /// It is there, in a form that says less or otherwise: a code as a text, several values in one.
    Reshaped,
    /// The other format asks for something that was not said; what was put there is no fact of the source.
    Assumed,
}

impl LossKind {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dropped => "dropped",
            Self::Reshaped => "reshaped",
            Self::Assumed => "assumed",
        }
    }

    /// The word that a person reads.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Fr, Self::Dropped) => "perdu",
            (Lang::Fr, Self::Reshaped) => "transformé",
            (Lang::Fr, Self::Assumed) => "supposé",
            (Lang::En, Self::Dropped) => "dropped",
            (Lang::En, Self::Reshaped) => "reshaped",
            (Lang::En, Self::Assumed) => "assumed",
        }
    }
}

/// One value that did not come across as it was. It names the place and says why, and never repeats the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    kind: LossKind,
    place: String,
    why: Text,
}

impl Loss {
    /// A loss at a place of the source (a path of a register such as `processing[FAC-01].data[economic]`, a sheet and cell, a key).
    #[must_use]
    pub const fn new(kind: LossKind, place: String, why: Text) -> Self {
        Self { kind, place, why }
    }

    /// How the value fared.
    #[must_use]
    pub const fn kind(&self) -> LossKind {
        self.kind
    }

    /// Where it stands in the source.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Why, in the words of one language.
    #[must_use]
    pub fn why(&self, lang: Lang) -> &str {
        self.why.in_language(lang)
    }

    /// One line for a person: `dropped: processing[FAC-01].software: the sheet has one cell for it`.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let (kind, place, why) = (self.kind.label(lang), &self.place, self.why(lang));
        lang.pick(
            format!("{kind}\u{a0}: {place}\u{a0}: {why}"),
            format!("{kind}: {place}: {why}"),
        )
    }
}

/// All that a bridge could not carry as it was, in the order of the source. Empty: everything came across.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LossReport {
    losses: Vec<Loss>,
}

impl LossReport {
    /// Nothing lost so far.
    #[must_use]
    pub const fn new() -> Self {
        Self { losses: Vec::new() }
    }

    /// Notes a loss.
    pub fn note(&mut self, loss: Loss) {
        self.losses.push(loss);
    }

    /// Every loss, in the order of the source.
    #[must_use]
    pub fn losses(&self) -> &[Loss] {
        &self.losses
    }

    /// Whether everything came across as it was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.losses.is_empty()
    }

    /// The losses of one kind.
    pub fn of_kind(&self, kind: LossKind) -> impl Iterator<Item = &Loss> {
        self.losses.iter().filter(move |loss| loss.kind == kind)
    }

    /// One line a loss, without a last line end; empty where nothing was lost.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let lines: Vec<_> = self
            .losses
            .iter()
            .map(|loss| loss.in_language(lang))
            .collect();
        lines.join("\n")
    }
}

impl fmt::Display for LossReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

/// A key or name of a document as a place shows it: what is no technical word, an address for instance, may be a person's and is left out.
#[cfg(any(feature = "fides", feature = "dpv"))]
pub(crate) fn shown(key: &str) -> &str {
    let word = key.strip_prefix('@').unwrap_or(key);
    let is_technical = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':');
    if (1..=64).contains(&word.len()) && word.bytes().all(is_technical) {
        key
    } else {
        "…"
    }
}

/// Words in both languages.
#[cfg(any(feature = "fides", feature = "dpv"))]
pub(crate) fn words(fr: &str, en: &str) -> Text {
    Text::new(Some(fr.to_owned()), Some(en.to_owned())).unwrap_or_else(|| Text::plain(en))
}
