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
    /// A loss at a place of the source (a path of a register such as `processing[FAC-01].data[1]`, a sheet and cell, a key).
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
/// Of more than [`LossReport::MOST`] the rest is counted, kind by kind, and the count is told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LossReport {
    losses: Vec<Loss>,
    more: [usize; 3],
}

impl LossReport {
    /// Nothing lost so far.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            losses: Vec::new(),
            more: [0; 3],
        }
    }

    /// How many losses are listed. Nobody reads more, and a document can hold a million keys that no register has a place for.
    pub const MOST: usize = 10_000;

    /// Notes a loss.
    pub fn note(&mut self, loss: Loss) {
        self.note_with(loss.kind, || loss);
    }

    /// The same for a loss that is made only where it is listed.
    pub(crate) fn note_with(&mut self, kind: LossKind, loss: impl FnOnce() -> Loss) {
        if self.losses.len() < Self::MOST {
            self.losses.push(loss());
        } else {
            self.count_more(kind, 1);
        }
    }

    /// Adds the losses of a later step.
    pub fn append(&mut self, later: Self) {
        later.losses.into_iter().for_each(|loss| self.note(loss));
        let kinds = [LossKind::Dropped, LossKind::Reshaped, LossKind::Assumed];
        for (kind, more) in kinds.into_iter().zip(later.more) {
            self.count_more(kind, more);
        }
    }

    fn count_more(&mut self, kind: LossKind, more: usize) {
        let [dropped, reshaped, assumed] = &mut self.more;
        let count = match kind {
            LossKind::Dropped => dropped,
            LossKind::Reshaped => reshaped,
            LossKind::Assumed => assumed,
        };
        *count = count.saturating_add(more);
    }

    /// How many losses there are, those included that are counted only.
    #[must_use]
    pub fn len(&self) -> usize {
        self.losses.len().saturating_add(self.more())
    }

    /// How many are counted and not listed.
    #[must_use]
    pub fn more(&self) -> usize {
        self.more.iter().sum()
    }

    /// How many there are of one kind, those included that are counted only.
    #[must_use]
    pub fn count(&self, kind: LossKind) -> usize {
        let [dropped, reshaped, assumed] = self.more;
        let more = match kind {
            LossKind::Dropped => dropped,
            LossKind::Reshaped => reshaped,
            LossKind::Assumed => assumed,
        };
        self.of_kind(kind).count().saturating_add(more)
    }

    /// The losses listed, in the order of the source: all, up to [`LossReport::MOST`].
    #[must_use]
    pub fn losses(&self) -> &[Loss] {
        &self.losses
    }

    /// Whether everything came across as it was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.losses.is_empty()
    }

    /// The losses of one kind among those listed.
    pub fn of_kind(&self, kind: LossKind) -> impl Iterator<Item = &Loss> {
        self.losses.iter().filter(move |loss| loss.kind == kind)
    }

    /// One line a loss and one that says how many more there are, without a last line end; empty where nothing was lost.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let lines = self.losses.iter().map(|loss| loss.in_language(lang));
        let more = self.more();
        let more = (more > 0).then(|| {
            lang.pick(
                format!("et {more} autre(s) valeur(s)"),
                format!("and {more} more value(s)"),
            )
        });
        let lines: Vec<_> = lines.chain(more).collect();
        lines.join("\n")
    }
}

impl fmt::Display for LossReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

/// A key or name of a document as a place shows it: what is no technical word, an address or a number for instance, may be a person's and is left out.
#[cfg(any(feature = "fides", feature = "dpv"))]
pub(crate) fn shown(key: &str) -> &str {
    let word = key.strip_prefix('@').unwrap_or(key);
    let is_technical = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':');
    let has_letters = word.bytes().any(|b| b.is_ascii_alphabetic());
    if has_letters && word.len() <= 64 && word.bytes().all(is_technical) {
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
