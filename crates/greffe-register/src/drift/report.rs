//! What the gate found.

use std::fmt;

use greffe_document::Document;
use greffe_terms::Lang;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::SetApart;
use crate::lint::json::{Each, of_allowed, of_finding, text};
use crate::lint::{Allowed, Finding, Findings, Severity};

/// All that the gate found, with what the register allows of it apart, and the tables that it did not judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriftReport {
    findings: Findings,
    set_apart: Vec<SetApart>,
}

/// Register, code and database have drifted apart. Its text is the report in English.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("register, code and database have drifted apart\n{0}")]
pub struct Drifted(DriftReport);

impl DriftReport {
    pub(super) fn new(findings: Findings, set_apart: &[SetApart]) -> Self {
        let mut set_apart = set_apart.to_vec();
        set_apart.sort_unstable();
        set_apart.dedup();
        Self {
            findings,
            set_apart,
        }
    }

    /// The findings that are not allowed, in the order of ids, then of places.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.findings.iter()
    }

    /// The findings that the register allows, each with the reason, in the same order.
    #[must_use]
    pub fn allowed(&self) -> &[Allowed] {
        self.findings.allowed()
    }

    /// The tables of the database that were not judged, by name.
    #[must_use]
    pub fn set_apart(&self) -> &[SetApart] {
        &self.set_apart
    }

    /// The gravest severity among the findings that are not allowed.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.worst()
    }

    /// Whether there is no error and no warning but those that the register allows. What is merely worth knowing leaves it clean.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.worst() < Some(Severity::Warning)
    }

    /// The report if it is clean.
    ///
    /// # Errors
    /// [`Drifted`] if it is not.
    pub fn into_result(self) -> Result<Self, Drifted> {
        if self.is_clean() {
            Ok(self)
        } else {
            Err(Drifted(self))
        }
    }

    /// The same findings with line and column where their place is in the register, out of the document from which it was read.
    #[must_use]
    pub fn located_in(self, document: &Document) -> Self {
        Self {
            findings: self.findings.located_in(document),
            set_apart: self.set_apart,
        }
    }

    /// All findings as text, how many more are allowed, and what was not judged.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let findings = Some(self.findings.in_language(lang)).filter(|words| !words.is_empty());
        let apart = self.set_apart.iter().map(|apart| {
            let (table, reason) = (&apart.table, apart.reason.label(lang));
            lang.pick(
                format!("non jugée\u{a0}: `{table}` ({reason})"),
                format!("not judged: `{table}` ({reason})"),
            )
        });
        let paragraphs: Vec<_> = findings.into_iter().chain(apart).collect();
        paragraphs.join("\n")
    }

    /// The report as JSON in the shape `greffe-drift/1`: an object of `format`, `language` (of the messages), `findings` and `allowed` as in
    /// [`Findings::to_json`], and `set_apart`, a list of `table` and `reason`.
    ///
    /// Within one version keys are added only; none changes its meaning.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> String {
        text(&InJson(self, lang))
    }
}

impl Drifted {
    /// The report.
    #[must_use]
    pub const fn report(&self) -> &DriftReport {
        &self.0
    }
}

/// In English.
impl fmt::Display for DriftReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl<'r> IntoIterator for &'r DriftReport {
    type Item = &'r Finding;
    type IntoIter = std::slice::Iter<'r, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

struct InJson<'r>(&'r DriftReport, Lang);

impl Serialize for InJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(report, lang) = *self;
        let mut object = serializer.serialize_struct("DriftReport", 5)?;
        let allowed = Each(|| report.allowed().iter().map(|one| of_allowed(one, lang)));
        object.serialize_field("allowed", &allowed)?;
        let open = Each(|| report.iter().map(|one| of_finding(one, lang, None)));
        object.serialize_field("findings", &open)?;
        object.serialize_field("format", "greffe-drift/1")?;
        object.serialize_field("language", lang.tag())?;
        let apart = Each(|| report.set_apart.iter().map(ApartInJson));
        object.serialize_field("set_apart", &apart)?;
        object.end()
    }
}

struct ApartInJson<'r>(&'r SetApart);

impl Serialize for ApartInJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("SetApart", 2)?;
        object.serialize_field("reason", self.0.reason.code())?;
        object.serialize_field("table", &self.0.table)?;
        object.end()
    }
}
