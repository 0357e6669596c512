//! Findings as a SARIF 2.1.0 log, written result by result: a log holds its rules and hints once more for every result, and is never laid out whole.

use std::collections::HashMap;
use std::fmt::Write;

use greffe_terms::Lang;
use serde::{Serialize, Serializer};

use super::json::Each;
use super::{Check, Finding, Findings, Severity, checks};

/// The schema to which the log keeps; readers find it by this address and need not fetch it.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A SARIF 2.1.0 log of several registers, a run each, to be written by any serializer of JSON without being in memory whole.
///
/// ```
/// use greffe_register::Register;
/// use greffe_register::lint::SarifLog;
/// use greffe_terms::Lang;
///
/// let register = Register::from_toml(r#"organisation = { name = "Atelier Hélianthe", dpo = "none" }"#)?;
/// let findings = register.lint();
/// let log = SarifLog::new(Lang::En).with_run(&findings, "compliance/register.toml");
/// let mut out = Vec::new();
/// serde_json::to_writer(&mut out, &log).expect("memory takes what is written");
/// assert!(out.starts_with(br#"{"$schema":"#));
/// # Ok::<(), greffe_register::RegisterError>(())
/// ```
#[derive(Debug, Clone)]
pub struct SarifLog<'f> {
    lang: Lang,
    runs: Vec<(&'f Findings, String)>,
}

impl<'f> SarifLog<'f> {
    /// A log without runs, in this language.
    #[must_use]
    pub const fn new(lang: Lang) -> Self {
        Self {
            lang,
            runs: Vec::new(),
        }
    }

    /// The log with one more run: see [`Findings::to_sarif`] for `file`.
    #[must_use]
    pub fn with_run(mut self, findings: &'f Findings, file: &str) -> Self {
        self.runs.push((findings, uri_of(file)));
        self
    }
}

impl Serialize for SarifLog<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rules = Rules::new(self.lang);
        let runs = Each(|| {
            self.runs
                .iter()
                .map(|(findings, uri)| rules.run(findings, uri))
        });
        let log = Log {
            schema: SCHEMA,
            runs,
            version: "2.1.0",
        };
        log.serialize(serializer)
    }
}

/// All checks with their places in the list of rules.
struct Rules {
    lang: Lang,
    index: HashMap<&'static str, usize>,
}

impl Rules {
    fn new(lang: Lang) -> Self {
        let ids = checks().map(Check::id).enumerate();
        let index = ids.map(|(index, id)| (id, index)).collect();
        Self { lang, index }
    }

    fn run<'r>(&'r self, findings: &'r Findings, uri: &'r str) -> impl Serialize + 'r {
        let lang = self.lang;
        let results = Each(move || {
            let open = findings.iter().map(|finding| (finding, None));
            let allowed = findings.allowed().iter();
            let allowed = allowed.map(|allowed| (allowed.finding(), Some(allowed.reason())));
            open.chain(allowed).map(move |(finding, reason)| {
                let justification = reason.map(|reason| reason.in_language(lang));
                self.result(finding, justification, uri)
            })
        });
        Run {
            artifacts: [Artifact {
                location: Location { index: None, uri },
            }],
            column_kind: "unicodeCodePoints",
            language: lang.tag(),
            results,
            tool: Tool {
                driver: Driver {
                    language: lang.tag(),
                    name: "Greffe",
                    rules: Each(move || checks().map(move |check| rule(check, lang))),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                },
            },
        }
    }

    fn result<'r>(
        &self,
        finding: &'r Finding,
        justification: Option<&'r str>,
        uri: &'r str,
    ) -> SarifResult<'r> {
        let (check, lang) = (finding.check(), self.lang);
        let region = finding.line_and_column();
        let region = region.map(|(start_line, start_column)| Region {
            start_column,
            start_line,
        });
        SarifResult {
            level: level(finding.severity()),
            locations: [Place {
                logical_locations: [LogicalLocation {
                    fully_qualified_name: finding.path(),
                    kind: "property",
                }],
                physical_location: PhysicalLocation {
                    artifact_location: Location {
                        index: Some(0),
                        uri,
                    },
                    region,
                },
            }],
            message: Message {
                text: format!("{} ({})", finding.message(lang), finding.hint(lang)),
            },
            partial_fingerprints: Fingerprints {
                check_and_path: format!("{} {}", check.id(), finding.path()),
            },
            rule_id: check.id(),
            rule_index: self.index.get(check.id()).copied(),
            // Either all results tell their suppressions or none does (3.27.23).
            suppressions: justification
                .map(|justification| Suppression {
                    justification,
                    kind: "inSource",
                    status: "accepted",
                })
                .into_iter()
                .collect(),
        }
    }
}

fn rule(check: &Check, lang: Lang) -> Rule<'_> {
    let law: Vec<_> = check.citations().map(|law| law.label(lang)).collect();
    let law = law.join(lang.pick("\u{a0}; ", "; "));
    Rule {
        default_configuration: Configuration {
            level: level(check.severity()),
        },
        help: Message {
            text: format!("{} ({law})", check.hint(lang)),
        },
        id: check.id(),
        properties: Properties {
            tags: check.citations().map(|law| law.to_string()).collect(),
        },
        short_description: Message {
            text: check.message(lang).to_owned(),
        },
    }
}

// The objects of a log (3.13 to 3.52), with the keys of each in the order of the alphabet.

#[derive(Serialize)]
struct Log<R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: R,
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r, R, L> {
    artifacts: [Artifact<'r>; 1],
    column_kind: &'static str,
    language: &'static str,
    results: R,
    tool: Tool<L>,
}

#[derive(Serialize)]
struct Artifact<'r> {
    location: Location<'r>,
}

#[derive(Serialize)]
struct Location<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
    uri: &'r str,
}

#[derive(Serialize)]
struct Tool<L> {
    driver: Driver<L>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<L> {
    language: &'static str,
    name: &'static str,
    rules: L,
    semantic_version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'c> {
    default_configuration: Configuration,
    help: Message,
    id: &'c str,
    properties: Properties,
    short_description: Message,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: Vec<String>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'r> {
    level: &'static str,
    locations: [Place<'r>; 1],
    message: Message,
    partial_fingerprints: Fingerprints,
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    suppressions: Vec<Suppression<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'r> {
    logical_locations: [LogicalLocation<'r>; 1],
    physical_location: PhysicalLocation<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'r> {
    fully_qualified_name: &'r str,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'r> {
    artifact_location: Location<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_column: usize,
    start_line: usize,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "checkAndPath/v1")]
    check_and_path: String,
}

#[derive(Serialize)]
struct Suppression<'r> {
    justification: &'r str,
    kind: &'static str,
    status: &'static str,
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a relative reference (RFC 3986, 4.2): whatever could end its path or begin a scheme is escaped.
fn uri_of(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    // Two slashes at the beginning would name a host.
    if path.starts_with("//") {
        uri.push_str("/.");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing into a text cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
