//! Findings as JSON of the shape `greffe-findings/1`, written one by one.

use greffe_terms::Lang;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::{Allowed, Finding, Findings};

/// All findings in the shape of [`Findings::to_json`], to be written by any serializer of JSON without being in memory whole.
///
/// ```
/// use greffe_register::Register;
/// use greffe_terms::Lang;
///
/// let register = Register::from_toml(r#"organisation = { name = "Atelier Hélianthe", dpo = "none" }"#)?;
/// let findings = register.lint();
/// let json = serde_json::to_value(findings.in_json(Lang::En)).expect("memory takes what is written");
/// assert_eq!(json["findings"][0]["id"], "GRF-R002");
/// # Ok::<(), greffe_register::RegisterError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct FindingsInJson<'f> {
    findings: &'f Findings,
    lang: Lang,
}

impl<'f> FindingsInJson<'f> {
    pub(super) const fn new(findings: &'f Findings, lang: Lang) -> Self {
        Self { findings, lang }
    }
}

impl Serialize for FindingsInJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (findings, lang) = (self.findings, self.lang);
        let mut object = serializer.serialize_struct("Findings", 4)?;
        let allowed = Each(|| findings.allowed().iter().map(|one| of_allowed(one, lang)));
        object.serialize_field("allowed", &allowed)?;
        let open = Each(|| findings.iter().map(|one| of_finding(one, lang, None)));
        object.serialize_field("findings", &open)?;
        object.serialize_field("format", "greffe-findings/1")?;
        object.serialize_field("language", lang.tag())?;
        object.end()
    }
}

/// A list of which every item is made when it is written.
pub(crate) struct Each<F>(pub(crate) F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A finding, with its keys in the order of the alphabet.
#[derive(Serialize)]
struct Object<'f> {
    article: &'static str,
    articles: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    hint: String,
    id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    message: String,
    path: &'f str,
    pointer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'f str>,
    severity: &'static str,
}

pub(crate) fn of_finding<'f>(
    finding: &'f Finding,
    lang: Lang,
    reason: Option<&'f str>,
) -> impl Serialize + use<'f> {
    let check = finding.check();
    let (line, column) = finding.line_and_column().unzip();
    Object {
        article: check.citation().as_str(),
        articles: check.citations().map(|law| law.to_string()).collect(),
        column,
        hint: finding.hint(lang),
        id: check.id(),
        line,
        message: finding.message(lang),
        path: finding.path(),
        pointer: finding.pointer(),
        reason,
        severity: finding.severity().code(),
    }
}

pub(crate) fn of_allowed(allowed: &Allowed, lang: Lang) -> impl Serialize {
    let reason = allowed.reason().in_language(lang);
    of_finding(allowed.finding(), lang, Some(reason))
}

/// The text. Writing into memory can fail on keys that are no texts only, and these are.
pub(crate) fn text(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
