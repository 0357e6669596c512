//! Findings as a SARIF 2.1.0 log.

use std::fmt::Write;

use greffe_terms::Lang;
use serde_json::{Value, json};

use super::{Check, Finding, Findings, Severity, checks};

/// The schema to which the log keeps; readers find it by this address and need not fetch it.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn log(findings: &Findings, lang: Lang, file: &str) -> Value {
    let uri = uri_of(file);
    let rules: Vec<_> = checks().collect();
    let open = findings.iter().map(|finding| (finding, None));
    let allowed = findings.allowed().iter();
    let allowed = allowed.map(|allowed| (allowed.finding(), Some(allowed.reason())));
    let results = open.chain(allowed).map(|(finding, reason)| {
        let mut result = result(finding, &rules, lang, &uri);
        // Either all results tell their suppressions or none does (3.27.23).
        let suppressions = reason.map(|reason| {
            json!({
                "kind": "inSource",
                "status": "accepted",
                "justification": reason.in_language(lang),
            })
        });
        insert(
            &mut result,
            "suppressions",
            suppressions.into_iter().collect(),
        );
        result
    });
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Greffe",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": lang.tag(),
                "rules": rules.iter().map(|check| rule(check, lang)).collect::<Vec<_>>(),
            }},
            "language": lang.tag(),
            "columnKind": "unicodeCodePoints",
            "artifacts": [{ "location": { "uri": uri } }],
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

fn rule(check: &Check, lang: Lang) -> Value {
    let law: Vec<_> = check.citations().map(|law| law.label(lang)).collect();
    json!({
        "id": check.id(),
        "shortDescription": { "text": check.message(lang) },
        "help": { "text": format!("{} ({})", check.hint(lang), law.join(lang.pick("\u{a0}; ", "; "))) },
        "defaultConfiguration": { "level": level(check.severity()) },
        "properties": { "tags": check.citations().map(|law| law.to_string()).collect::<Vec<_>>() },
    })
}

fn result(finding: &Finding, rules: &[&Check], lang: Lang, uri: &str) -> Value {
    let check = finding.check();
    let mut place = json!({ "artifactLocation": { "uri": uri, "index": 0 } });
    if let Some((line, column)) = finding.line_and_column() {
        let region = json!({ "startLine": line, "startColumn": column });
        insert(&mut place, "region", region);
    }
    let mut result = json!({
        "ruleId": check.id(),
        "level": level(finding.severity()),
        "message": { "text": format!("{} ({})", finding.message(lang), finding.hint(lang)) },
        "locations": [{
            "physicalLocation": place,
            "logicalLocations": [{ "fullyQualifiedName": finding.path(), "kind": "property" }],
        }],
        "partialFingerprints": { "checkAndPath/v1": format!("{} {}", check.id(), finding.path()) },
    });
    if let Some(index) = rules.iter().position(|rule| rule.id() == check.id()) {
        insert(&mut result, "ruleIndex", index.into());
    }
    result
}

fn insert(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
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
