//! One thing that a check found.

use std::fmt;

use greffe_document::{Document, Place};
use greffe_terms::{Lang, Text};

use super::at::At;
use super::{Check, Severity};

/// One thing that a check found. It names a place of the register, or of what is compared with it ([`crate::drift`]), and never repeats what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    check: &'static Check,
    severity: Severity,
    at: At,
    place: Option<Place>,
    detail: Option<Text>,
    hint: Option<Text>,
}

impl Finding {
    pub(crate) const fn new(check: &'static Check, at: At) -> Self {
        Self {
            check,
            severity: check.severity(),
            at,
            place: None,
            detail: None,
            hint: None,
        }
    }

    /// Makes it a warning at most, where the duty is not certain: the record does not say its role, or the day is not known.
    pub(super) fn warning_if(mut self, is_uncertain: bool) -> Self {
        if is_uncertain {
            self.severity = self.severity.min(Severity::Warning);
        }
        self
    }

    /// Makes it worth knowing only, where nothing shows that the duty is due already.
    pub(crate) fn info_if(mut self, is_early: bool) -> Self {
        if is_early {
            self.severity = Severity::Info;
        }
        self
    }

    /// Adds to the hint, out of the program's own tables.
    pub(super) fn with_hint(mut self, hint: Option<Text>) -> Self {
        self.hint = hint;
        self
    }

    /// Adds what the check knows beyond its message. It comes from the program's own tables, or is a label of the path; never a text of the register.
    pub(super) fn with_detail(mut self, detail: Text) -> Self {
        self.detail = Some(detail);
        self
    }

    /// The same, in the words of each language; blank words add nothing.
    pub(crate) fn with_words(mut self, words: impl Fn(Lang) -> String) -> Self {
        self.detail = Text::new(Some(words(Lang::Fr)), Some(words(Lang::En))).or(self.detail);
        self
    }

    /// Makes it no graver than this.
    pub(super) fn at_most(&mut self, severity: Severity) {
        self.severity = self.severity.min(severity);
    }

    /// The index of the processing in which it stands.
    pub(super) fn processing(&self) -> Option<usize> {
        self.at.processing_index()
    }

    pub(super) fn locate_in(&mut self, document: &Document) {
        if self.at.is_in_the_register() {
            self.place = Some(self.at.place_in(document));
        }
    }

    /// The check.
    #[must_use]
    pub const fn check(&self) -> &'static Check {
        self.check
    }

    /// How grave it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// The path, such as `processing[FAC-01].purpose[invoicing].basis`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.at.path()
    }

    /// The JSON pointer (RFC 6901) of the value, or of where it would stand; empty, which is the whole document, where the place is outside of the register.
    #[must_use]
    pub fn pointer(&self) -> String {
        self.at.pointer()
    }

    /// Line and column from 1, where the finding was located in a TOML document.
    #[must_use]
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        self.place.as_ref()?.line_and_column()
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let mut message = self.check.message(lang).to_owned();
        if let Some(detail) = &self.detail {
            message.push_str(lang.pick("\u{a0}: ", ": "));
            message.push_str(detail.in_language(lang));
        }
        message
    }

    /// How to mend it.
    #[must_use]
    pub fn hint(&self, lang: Lang) -> String {
        let mut words = self.check.hint(lang).to_owned();
        if let Some(hint) = &self.hint {
            words.push_str(lang.pick("\u{a0}; ", "; "));
            words.push_str(hint.in_language(lang));
        }
        words
    }

    /// Severity, id, place, message, provision and hint, in two lines.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let check = self.check;
        let place = match self.line_and_column() {
            Some((line, column)) => lang.pick(
                format!(
                    "ligne {line}, colonne {column}\u{a0}: `{}`\u{a0}: ",
                    self.path()
                ),
                format!("line {line}, column {column}: `{}`: ", self.path()),
            ),
            None => format!("`{}`{}", self.path(), lang.pick("\u{a0}: ", ": ")),
        };
        let law: Vec<_> = check.citations().map(|law| law.label(lang)).collect();
        format!(
            "{} {} {place}{} ({})\n  {}{}",
            self.severity.label(lang),
            check.id(),
            self.message(lang),
            law.join(lang.pick("\u{a0}; ", "; ")),
            lang.pick("conseil\u{a0}: ", "hint: "),
            self.hint(lang),
        )
    }

    /// As JSON: `id`, `severity`, `article` (the first provision), `articles` (all), `path`, `pointer`, `line` and `column` where known, `message`, `hint`.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> String {
        super::json::text(&super::json::of_finding(self, lang, None))
    }
}

/// [`Finding::in_language`] in English.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}
