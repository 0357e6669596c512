//! The machine-readable statements: `datapackage.json` (Frictionless Table Schema 1.0) and `completeness.json`.

use serde_json::{Map, Value as Json, json};

use crate::completeness::{
    FieldStatement, FileFormat, FileStatement, SourceOutcome, SourceStatement, Tree, WhyNothing,
};
use crate::guard::{DECLARATION, guarded};
use crate::json_file::pretty;
use crate::page::Page;
use crate::request::{Outcome, Refusal};
use crate::rows::marker;
use crate::{Kind, NotPortable, Portability, SourceFailure};

/// The Frictionless descriptor of every CSV and NDJSON file.
pub(crate) fn datapackage(page: &Page<'_>) -> Vec<u8> {
    let mut resources = Vec::new();
    for report in page.reports {
        let source = &report.statement;
        resources.extend(source.files.iter().map(|file| resource(page, source, file)));
    }
    file(json!({
        "name": format!("export-{}", page.request.id().as_str().to_lowercase()),
        "profile": "data-package",
        "title": page.information.controller.name.in_language(page.lang),
        "created": format!("{}T00:00:00Z", page.day),
        "resources": resources,
    }))
}

fn resource(page: &Page<'_>, source: &SourceStatement, file: &FileStatement) -> Json {
    let in_tree = |statement: &&FieldStatement| {
        file.tree == Tree::Access || statement.portability.is_portable()
    };
    let fields: Vec<Json> = source
        .fields
        .iter()
        .filter(in_tree)
        .map(|statement| field(page, statement, file.format))
        .collect();
    let stem = source
        .file_stem
        .as_deref()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mut resource = json!({
        "name": format!("{}-{stem}-{}", file.tree.folder(), file.format.ending()),
        "path": file.path,
        "profile": "tabular-data-resource",
        "title": source.label.in_language(page.lang),
        "format": file.format.ending(),
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
        "schema": { "fields": fields, "missingValues": missing_values(page, source, file.format) },
    });
    let more = match file.format {
        FileFormat::Csv => json!({
            "mediatype": "text/csv",
            "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
            "greffe:guard": DECLARATION,
        }),
        FileFormat::Ndjson => json!({ "mediatype": "application/x-ndjson" }),
    };
    if let (Some(resource), Json::Object(more)) = (resource.as_object_mut(), more) {
        resource.extend(more);
    }
    resource
}

fn field(page: &Page<'_>, statement: &FieldStatement, format: FileFormat) -> Json {
    // A hidden value is an object in NDJSON, whatever the field's type.
    let kind = match format {
        FileFormat::Ndjson if statement.redacted > 0 => "any",
        _ => table_type(statement.field.kind()),
    };
    let name = statement.field.name();
    json!({
        // What the header of the file says, to the byte.
        "name": if format == FileFormat::Csv { guarded(name) } else { name.into() },
        "title": statement.field.label().in_language(page.lang),
        "type": kind,
        "greffe:category": statement.field.category(),
        "greffe:provenance": statement.field.provenance().code(),
    })
}

/// An empty cell is null; so is a hidden one, whose marker no guarded text can look like. JSON has its own null, and an empty text is none.
fn missing_values(page: &Page<'_>, source: &SourceStatement, format: FileFormat) -> Vec<String> {
    if format == FileFormat::Ndjson {
        return Vec::new();
    }
    let ours = page
        .completeness
        .redactions
        .iter()
        .filter(|redaction| redaction.source == source.name);
    std::iter::once(String::new())
        .chain(ours.map(|redaction| marker(&redaction.id)))
        .collect()
}

/// The Frictionless type of a kind.
pub(crate) const fn table_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "string",
        Kind::Integer => "integer",
        Kind::Decimal => "number",
        Kind::Boolean => "boolean",
        Kind::Date => "date",
        Kind::Instant => "datetime",
        Kind::List => "array",
    }
}

/// The statement of completeness, as a file.
pub(crate) fn completeness(page: &Page<'_>) -> Vec<u8> {
    let lang = page.lang;
    let statement = page.completeness;
    let redactions: Vec<Json> = statement
        .redactions
        .iter()
        .map(|redaction| {
            json!({
                "id": redaction.id,
                "source": redaction.source,
                "field": redaction.field,
                "reason": redaction.reason.in_language(lang),
                "citation": redaction.citation,
                "decided_on": redaction.decided_on.to_string(),
                "decided_by": redaction.decided_by,
                "count": redaction.count,
            })
        })
        .collect();
    let rights: Vec<Json> = page
        .request
        .rights()
        .map(|right| {
            let outcome = page.request.outcome(right);
            let code = match outcome {
                None => "open",
                Some(Outcome::Granted(_)) => "granted",
                Some(Outcome::PartlyGranted(..)) => "partly_granted",
                Some(Outcome::Refused(..)) => "refused",
                Some(Outcome::Withdrawn(_)) => "withdrawn",
            };
            let refusals = outcome.map(Outcome::refusals).unwrap_or_default();
            let reasons: Vec<&str> = refusals
                .iter()
                .map(|refusal| refusal.explanation().in_language(lang))
                .collect();
            let citations: Vec<_> = refusals.iter().flat_map(Refusal::citations).collect();
            json!({
                "right": right.citation(),
                "outcome": code,
                "reason": (!refusals.is_empty()).then(|| reasons.join(" ")),
                "citations": (!refusals.is_empty()).then_some(citations),
            })
        })
        .collect();
    let undecided: Vec<Json> = statement
        .undecided()
        .map(|(source, field)| {
            json!({
                "source": source.name,
                "field": field.field.name(),
                "reason": NotPortable::UnknownBasis.code(),
            })
        })
        .collect();
    let why = statement.why_nothing_portable();
    let why: Vec<&str> = why.into_iter().map(WhyNothing::code).collect();
    file(json!({
        "format": "greffe-completeness-1",
        "request": page.request.id().as_str(),
        "received": page.request.received_on().to_string(),
        "dated": page.day.to_string(),
        "language": lang.tag(),
        "complete": statement.is_complete(),
        "packages": page.trees.iter().map(|tree| tree.folder()).collect::<Vec<_>>(),
        "rights": rights,
        "sources": statement.sources.iter().map(|one| source(page, one)).collect::<Vec<_>>(),
        "redactions": redactions,
        "not_stated": statement.unstated,
        "undecided": undecided,
        "nothing_portable": if why.is_empty() { Json::Null } else { json!({ "reasons": why }) },
    }))
}

fn source(page: &Page<'_>, source: &SourceStatement) -> Json {
    let fields: Vec<Json> = source
        .fields
        .iter()
        .map(|field| field_statement(page, field))
        .collect();
    let mut json = Map::new();
    let mut put = |key: &str, value: Json| json.insert(key.to_owned(), value);
    put("name", json!(source.name));
    put("label", json!(source.label.in_language(page.lang)));
    put("outcome", json!(source.outcome.code()));
    match &source.outcome {
        SourceOutcome::Refused { reason, citation } => {
            put("reason", json!(reason.in_language(page.lang)));
            put("citation", json!(citation));
        }
        SourceOutcome::Failed(failure) => {
            put("failure", json!(failure.code()));
            if let SourceFailure::WrongLength { record, .. }
            | SourceFailure::WrongKind { record, .. } = failure
            {
                put("failed_at_record", json!(record));
            }
            if let SourceFailure::MissingPage { page } = failure {
                put("missing_page", json!(page));
            }
        }
        SourceOutcome::Included
        | SourceOutcome::Empty
        | SourceOutcome::NotPortable
        | SourceOutcome::Missing => {}
    }
    put("records", json!(source.records));
    if let Some(stem) = &source.file_stem {
        // Where the name could not be a file's name, this is the map back.
        put("written_as", json!(stem));
    }
    put(
        "files",
        json!(
            source
                .files
                .iter()
                .map(FileStatement::path)
                .collect::<Vec<_>>()
        ),
    );
    put("fields", json!(fields));
    Json::Object(json)
}

fn field_statement(page: &Page<'_>, statement: &FieldStatement) -> Json {
    let field = &statement.field;
    json!({
        "name": field.name(),
        "label": field.label().in_language(page.lang),
        "category": field.category(),
        "provenance": field.provenance().code(),
        "origin": field.origin().map(|origin| origin.in_language(page.lang)),
        "purposes": field.purposes(),
        "about_someone_else": field.is_about_someone_else(),
        "portability": match statement.portability {
            Portability::Portable => "portable",
            Portability::NotPortable(reason) => reason.code(),
        },
        "redacted": statement.redacted,
    })
}

fn file(json: Json) -> Vec<u8> {
    pretty(json).into_bytes()
}
