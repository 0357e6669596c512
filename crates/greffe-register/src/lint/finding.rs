//! What the checks found.

use greffe_document::{Document, Place};
use greffe_terms::{Lang, Text};
use serde_json::{Value, json};

use super::at::At;
use super::{Check, Severity};

/// One thing that a check found. It names a place of the register and never repeats what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    check: &'static Check,
    at: At,
    place: Option<Place>,
    detail: Option<Text>,
}

impl Finding {
    pub(super) const fn new(check: &'static Check, at: At) -> Self {
        Self {
            check,
            at,
            place: None,
            detail: None,
        }
    }

    /// Adds what the check knows beyond its message. It comes from the program's own tables, not from the register.
    pub(super) fn with_detail(mut self, detail: Text) -> Self {
        self.detail = Some(detail);
        self
    }

    /// The check.
    #[must_use]
    pub const fn check(&self) -> &'static Check {
        self.check
    }

    /// The path, such as `processing[FAC-01].purpose[invoicing].basis`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.at.path()
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
            message.push_str(lang.pick(" : ", ": "));
            message.push_str(detail.in_language(lang));
        }
        message
    }

    /// Severity, id, place, message, provision and hint, in two lines.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let check = self.check;
        let place = match self.line_and_column() {
            Some((line, column)) => lang.pick(
                format!("ligne {line}, colonne {column} : `{}` : ", self.path()),
                format!("line {line}, column {column}: `{}`: ", self.path()),
            ),
            None => format!("`{}`{}", self.path(), lang.pick(" : ", ": ")),
        };
        format!(
            "{} {} {place}{} ({})\n  {}{}",
            check.severity().label(lang),
            check.id(),
            self.message(lang),
            check.citation().label(lang),
            lang.pick("conseil : ", "hint: "),
            check.hint(lang),
        )
    }

    /// As JSON: `id`, `severity`, `article`, `path`, `line` and `column` where known, `message`, `hint`.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Value {
        let check = self.check;
        let mut object = json!({
            "id": check.id(),
            "severity": check.severity().code(),
            "article": check.citation().as_str(),
            "path": self.path(),
            "message": self.message(lang),
            "hint": check.hint(lang),
        });
        if let (Some(map), Some((line, column))) = (object.as_object_mut(), self.line_and_column())
        {
            map.insert("line".to_owned(), line.into());
            map.insert("column".to_owned(), column.into());
        }
        object
    }
}

/// All that the checks found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    pub(super) const fn new(findings: Vec<Finding>) -> Self {
        Self(findings)
    }

    /// The findings, in the order of ids, then of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was found.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The gravest severity among them.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.iter().map(|finding| finding.check.severity()).max()
    }

    /// The same findings with line and column, out of the document from which the register was read.
    #[must_use]
    pub fn located_in(mut self, document: &Document) -> Self {
        for finding in &mut self.0 {
            finding.place = Some(finding.at.place_in(document));
        }
        self
    }

    /// All findings as text.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let findings: Vec<_> = self
            .iter()
            .map(|finding| finding.in_language(lang))
            .collect();
        findings.join("\n")
    }

    /// All findings as a JSON list.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Value {
        self.iter().map(|finding| finding.to_json(lang)).collect()
    }
}

impl<'f> IntoIterator for &'f Findings {
    type Item = &'f Finding;
    type IntoIter = std::slice::Iter<'f, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
