//! All that the checks found.

use std::fmt;

use greffe_document::Document;
use greffe_terms::Lang;

use super::{Allowed, Finding, FindingsInJson, SarifLog, Severity, json};

/// All that the checks found, with what the register allows of it apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    findings: Vec<Finding>,
    allowed: Vec<Allowed>,
}

impl Findings {
    pub(crate) const fn new(findings: Vec<Finding>, allowed: Vec<Allowed>) -> Self {
        Self { findings, allowed }
    }

    /// The findings that are not allowed, in the order of ids, then of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.findings.iter()
    }

    /// The findings that the register allows, each with the reason, in the same order.
    #[must_use]
    pub fn allowed(&self) -> &[Allowed] {
        &self.allowed
    }

    /// How many there are that are not allowed.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.findings.len()
    }

    /// Whether nothing was found but what is allowed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// The gravest severity among those that are not allowed.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.iter().map(Finding::severity).max()
    }

    /// The same findings with line and column, out of the document from which the register was read.
    #[must_use]
    pub fn located_in(mut self, document: &Document) -> Self {
        let allowed = self.allowed.iter_mut().map(Allowed::finding_mut);
        for finding in self.findings.iter_mut().chain(allowed) {
            finding.locate_in(document);
        }
        self
    }

    /// All findings as text, and how many more are allowed.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let findings = self.iter().map(|finding| finding.in_language(lang));
        let mut paragraphs: Vec<_> = findings.collect();
        let count = self.allowed.len();
        if count > 0 {
            paragraphs.push(lang.pick(
                format!("{count} constat(s) admis avec un motif"),
                format!("{count} finding(s) allowed with a reason"),
            ));
        }
        paragraphs.join("\n")
    }

    /// All findings as JSON, in the shape `greffe-findings/1`: an object of
    /// `format`, `language` (of the messages), `findings` and `allowed`, each a list of what [`Finding::to_json`] gives, with `reason` in `allowed`.
    ///
    /// Within one version keys are added only; none changes its meaning.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> String {
        json::text(&self.in_json(lang))
    }

    /// The same for a writer: of many findings, the text is large.
    #[must_use]
    pub const fn in_json(&self, lang: Lang) -> FindingsInJson<'_> {
        FindingsInJson::new(self, lang)
    }

    /// All findings as a SARIF 2.1.0 log (OASIS, Static Analysis Results Interchange Format) of one run, for code hosts and editors.
    /// [`SarifLog`] is the same for a writer, and for several registers.
    ///
    /// `file` is the register's file as the reader of the log finds it: a path relative to the repository, with slashes. Findings that the register allows
    /// come with a suppression and its reason. The fingerprint of a result is its check with its path, so that it outlives moved lines.
    ///
    /// ```
    /// use greffe_register::{Document, Register};
    /// use greffe_terms::Lang;
    ///
    /// let document = Document::from_toml(r#"organisation = { name = "Atelier Hélianthe", dpo = "none" }"#)?;
    /// let findings = Register::from_document(&document)?.lint().located_in(&document);
    /// let log = findings.to_sarif(Lang::En, "compliance/register.toml");
    /// assert!(log.contains(r#""version": "2.1.0""#));
    /// assert!(log.contains(r#""ruleId": "GRF-R002""#));
    /// # Ok::<(), greffe_register::RegisterError>(())
    /// ```
    #[must_use]
    pub fn to_sarif(&self, lang: Lang, file: &str) -> String {
        json::text(&SarifLog::new(lang).with_run(self, file))
    }
}

/// [`Findings::in_language`] in English.
impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl<'f> IntoIterator for &'f Findings {
    type Item = &'f Finding;
    type IntoIter = std::slice::Iter<'f, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
