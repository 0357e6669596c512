//! What staging keeps of a source that is whole: enough to go on as if it had just been read.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value as Json, json};

use crate::bundle::Entry;
use crate::completeness::{FileFormat, FileStatement, SourceOutcome, Tree};
use crate::value::rfc3339;
use crate::{SourceFailure, Value};

use super::pass::{Report, Shown};

/// A source that is whole.
pub(crate) struct Step {
    pub(crate) source: String,
    pub(crate) outcome: SourceOutcome,
    pub(crate) records: u64,
    /// For each field, how many of its values are hidden.
    pub(crate) redacted: Vec<u64>,
    /// For each decision, how many values it hid here.
    pub(crate) hidden: Vec<u64>,
    pub(crate) files: Vec<FileStatement>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) rows: Vec<Vec<Shown>>,
}

impl Step {
    pub(crate) fn of(report: &Report, hidden: Vec<u64>, entries: &[Entry]) -> Self {
        let statement = &report.statement;
        Self {
            source: statement.name.clone(),
            outcome: statement.outcome.clone(),
            records: statement.records,
            redacted: statement
                .fields
                .iter()
                .map(|field| field.redacted)
                .collect(),
            hidden,
            files: statement.files.clone(),
            entries: entries.to_vec(),
            rows: report.rows.clone(),
        }
    }

    pub(crate) fn to_json(&self) -> Json {
        let files = self.files.iter().map(|file| {
            json!({
                "tree": file.tree.folder(), "format": file.format.ending(),
                "path": file.path, "sha256": file.sha256, "bytes": file.bytes,
            })
        });
        let entries = self.entries.iter().map(
            |entry| json!({ "path": entry.path, "sha256": entry.sha256, "bytes": entry.bytes }),
        );
        let rows = self
            .rows
            .iter()
            .map(|row| row.iter().map(shown_to_json).collect::<Json>());
        json!({
            "source": self.source,
            "outcome": self.outcome.code(),
            "failure": failure_to_json(&self.outcome),
            "records": self.records,
            "redacted": self.redacted,
            "hidden": self.hidden,
            "files": files.collect::<Json>(),
            "entries": entries.collect::<Json>(),
            "rows": rows.collect::<Json>(),
        })
    }

    /// Whether it speaks of its own files only, each of the payload: what else it named would become a link of the page.
    pub(crate) fn is_of_its_files(&self) -> bool {
        let has = |path: &str| {
            let mut entries = self.entries.iter();
            entries.find(|entry| entry.path.strip_prefix("data/") == Some(path))
        };
        let is_own = |file: &FileStatement| {
            has(&file.path)
                .is_some_and(|entry| (&entry.sha256, entry.bytes) == (&file.sha256, file.bytes))
        };
        let is_linked = |cell: &Shown| match cell {
            Shown::Link(path) => has(path).is_some(),
            Shown::Value(_) | Shown::Cut(_) | Shown::Redacted(_) => true,
        };
        self.entries
            .iter()
            .all(|entry| entry.path.starts_with("data/"))
            && self.files.iter().all(is_own)
            && self.rows.iter().flatten().all(is_linked)
    }

    /// `None` for what is not whole, as after a crash.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let json: Json = serde_json::from_slice(bytes).ok()?;
        Some(Self {
            source: text(&json, "source")?,
            outcome: outcome(&json)?,
            records: json.get("records")?.as_u64()?,
            redacted: list(&json, "redacted", Json::as_u64)?,
            hidden: list(&json, "hidden", Json::as_u64)?,
            files: list(&json, "files", file)?,
            entries: list(&json, "entries", entry)?,
            rows: list(&json, "rows", |row| {
                row.as_array()?.iter().map(shown).collect()
            })?,
        })
    }
}

fn text(json: &Json, key: &str) -> Option<String> {
    json.get(key)?.as_str().map(str::to_owned)
}

fn list<T>(json: &Json, key: &str, item: impl Fn(&Json) -> Option<T>) -> Option<Vec<T>> {
    json.get(key)?.as_array()?.iter().map(item).collect()
}

fn entry(json: &Json) -> Option<Entry> {
    Some(Entry {
        path: text(json, "path")?,
        sha256: text(json, "sha256")?,
        bytes: json.get("bytes")?.as_u64()?,
    })
}

fn file(json: &Json) -> Option<FileStatement> {
    let tree = match json.get("tree")?.as_str()? {
        "access" => Tree::Access,
        "portability" => Tree::Portability,
        _ => return None,
    };
    let format = match json.get("format")?.as_str()? {
        "ndjson" => FileFormat::Ndjson,
        "csv" => FileFormat::Csv,
        _ => return None,
    };
    let Entry {
        path,
        sha256,
        bytes,
    } = entry(json)?;
    Some(FileStatement {
        tree,
        format,
        path,
        sha256,
        bytes,
    })
}

fn failure_to_json(outcome: &SourceOutcome) -> Json {
    let SourceOutcome::Failed(failure) = outcome else {
        return Json::Null;
    };
    match *failure {
        SourceFailure::WrongLength {
            record,
            values,
            fields,
        } => json!({ "code": failure.code(), "at": [record, values, fields] }),
        SourceFailure::WrongKind { record, field } => {
            json!({ "code": failure.code(), "at": [record, field] })
        }
        SourceFailure::MissingPage { page } => json!({ "code": failure.code(), "at": [page] }),
        SourceFailure::Unavailable
        | SourceFailure::TimedOut
        | SourceFailure::AccessDenied
        | SourceFailure::Unreadable
        | SourceFailure::Undecipherable
        | SourceFailure::NoFields => json!({ "code": failure.code(), "at": [] }),
    }
}

fn outcome(json: &Json) -> Option<SourceOutcome> {
    Some(match json.get("outcome")?.as_str()? {
        "included" => SourceOutcome::Included,
        "empty" => SourceOutcome::Empty,
        "not_portable" => SourceOutcome::NotPortable,
        "failed" => SourceOutcome::Failed(failure(json.get("failure")?)?),
        _ => return None,
    })
}

fn failure(json: &Json) -> Option<SourceFailure> {
    let at = list(json, "at", Json::as_u64)?;
    let place = |number: u64| usize::try_from(number).ok();
    Some(match (json.get("code")?.as_str()?, at.as_slice()) {
        ("unavailable", []) => SourceFailure::Unavailable,
        ("timed_out", []) => SourceFailure::TimedOut,
        ("access_denied", []) => SourceFailure::AccessDenied,
        ("unreadable", []) => SourceFailure::Unreadable,
        ("undecipherable", []) => SourceFailure::Undecipherable,
        ("no_fields", []) => SourceFailure::NoFields,
        ("missing_page", [page]) => SourceFailure::MissingPage { page: *page },
        ("wrong_length", [record, values, fields]) => SourceFailure::WrongLength {
            record: *record,
            values: place(*values)?,
            fields: place(*fields)?,
        },
        ("wrong_kind", [record, field]) => SourceFailure::WrongKind {
            record: *record,
            field: place(*field)?,
        },
        _ => return None,
    })
}

fn shown_to_json(cell: &Shown) -> Json {
    match cell {
        Shown::Value(value) => json!({ "value": value_to_json(value) }),
        Shown::Cut(text) => json!({ "cut": text }),
        Shown::Link(path) => json!({ "link": path }),
        Shown::Redacted(id) => json!({ "redacted": id }),
    }
}

fn shown(json: &Json) -> Option<Shown> {
    if let Some(found) = json.get("value") {
        return value(found).map(Shown::Value);
    }
    let cut = text(json, "cut").map(Shown::Cut);
    let link = || text(json, "link").map(Shown::Link);
    let redacted = || text(json, "redacted").map(Shown::Redacted);
    cut.or_else(link).or_else(redacted)
}

/// With its kind, unlike in the package: there the field tells it.
fn value_to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Boolean(truth) => json!(truth),
        Value::List(items) => items.iter().map(value_to_json).collect(),
        Value::Decimal(number) => json!({ "decimal": number.as_str() }),
        Value::Date(date) => json!({ "date": date.to_string() }),
        Value::Instant(instant) => json!({ "instant": rfc3339(*instant) }),
    }
}

fn value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => Value::Null,
        Json::String(text) => Value::text(text.as_str()),
        Json::Number(number) => Value::Integer(number.as_i64()?),
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::Array(items) => Value::List(items.iter().map(value).collect::<Option<_>>()?),
        Json::Object(_) => {
            let decimal = || {
                let number = text(json, "decimal")?;
                number.parse().ok().map(Value::Decimal)
            };
            let date = || {
                let date: NaiveDate = text(json, "date")?.parse().ok()?;
                Some(Value::Date(date))
            };
            let instant = || {
                let instant: DateTime<Utc> = text(json, "instant")?.parse().ok()?;
                Some(Value::Instant(instant))
            };
            decimal().or_else(date).or_else(instant)?
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let date = |days| NaiveDate::from_epoch_days(days).map(Value::Date);
        let instant =
            |(seconds, nanos)| DateTime::<Utc>::from_timestamp(seconds, nanos).map(Value::Instant);
        let one = prop_oneof![
            Just(Value::Null),
            any::<String>().prop_map(Value::Text),
            any::<i64>().prop_map(Value::Integer),
            any::<bool>().prop_map(Value::Boolean),
            "-?[0-9]{1,9}(\\.[0-9]{1,4})?".prop_filter_map("a decimal", |digits| {
                digits.parse().ok().map(Value::Decimal)
            }),
            (-700_000_i32..2_900_000).prop_filter_map("a day", date),
            (-62_000_000_000_i64..250_000_000_000, 0_u32..1_000_000_000)
                .prop_filter_map("an instant", instant),
        ];
        one.prop_recursive(2, 8, 4, |inner| {
            prop::collection::vec(inner, 0..4).prop_map(Value::List)
        })
    }

    fn ended(outcome: SourceOutcome) -> Step {
        Step {
            source: "s".to_owned(),
            outcome,
            records: 2,
            redacted: vec![0, 1],
            hidden: vec![1],
            files: Vec::new(),
            entries: Vec::new(),
            rows: Vec::new(),
        }
    }

    #[test]
    fn every_end_of_a_source_comes_back() {
        let failures = [
            SourceFailure::Unavailable,
            SourceFailure::TimedOut,
            SourceFailure::AccessDenied,
            SourceFailure::Unreadable,
            SourceFailure::Undecipherable,
            SourceFailure::NoFields,
            SourceFailure::MissingPage { page: 7 },
            SourceFailure::WrongLength {
                record: 1,
                values: 2,
                fields: 3,
            },
            SourceFailure::WrongKind {
                record: 4,
                field: 5,
            },
        ];
        let others = [
            SourceOutcome::Included,
            SourceOutcome::Empty,
            SourceOutcome::NotPortable,
        ];
        for outcome in failures
            .map(SourceOutcome::Failed)
            .into_iter()
            .chain(others)
        {
            let bytes = ended(outcome.clone()).to_json().to_string();
            let back = Step::read(bytes.as_bytes()).map(|step| step.outcome);
            assert!(back.as_ref() == Some(&outcome), "{outcome:?} {back:?}");
        }
        // What is refused or missing was never read, so that no step ends so.
        let missing = ended(SourceOutcome::Missing).to_json().to_string();
        assert!(Step::read(missing.as_bytes()).is_none());
    }

    proptest! {
        #[test]
        fn a_value_comes_back_with_its_kind(before in any_value()) {
            let text = serde_json::to_vec(&value_to_json(&before)).unwrap_or_default();
            let after = serde_json::from_slice(&text).ok().and_then(|json| value(&json));
            prop_assert!(after == Some(before));
        }

        #[test]
        fn a_step_that_was_cut_off_is_none(end in any::<prop::sample::Index>()) {
            let step = Step {
                rows: vec![vec![Shown::Cut("a".to_owned()), Shown::Link("b".to_owned()), Shown::Redacted("c".to_owned())]],
                ..ended(SourceOutcome::Failed(SourceFailure::WrongKind { record: 3, field: 2 }))
            };
            let whole = serde_json::to_vec(&step.to_json()).unwrap_or_default();
            let back = Step::read(&whole).map(|step| step.to_json());
            prop_assert_eq!(back, Some(step.to_json()));
            prop_assert!(Step::read(whole.get(..end.index(whole.len())).unwrap_or_default()).is_none());
        }
    }
}
