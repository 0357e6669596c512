//! The register as TOML, for people to read and review.

use toml_writer::{ToTomlKey, ToTomlValue, TomlKeyBuilder, TomlStringBuilder};

use super::Json;
use super::plain::taken_apart;
use crate::Register;

/// The register as TOML, with the keys of the file format.
pub(crate) fn to_toml(register: &Register) -> String {
    let mut out = String::new();
    table(&mut out, &[], &entries(super::tree(register)));
    out
}

type Entry = (String, Value);

/// What TOML tells apart.
enum Value {
    /// Written already: a scalar.
    Scalar(String),
    List(Vec<Self>),
    Table(Vec<Entry>),
}

fn entries(tree: Json<'_>) -> Vec<Entry> {
    match value(tree) {
        Value::Table(entries) => entries,
        Value::Scalar(_) | Value::List(_) => Vec::new(),
    }
}

fn value(json: Json<'_>) -> Value {
    match json {
        Json::Flag(flag) => Value::Scalar(flag.to_string()),
        Json::Number(number) => Value::Scalar(number.to_string()),
        Json::Text(text) => Value::Scalar(string(&text)),
        Json::Date(date) => Value::Scalar(date.to_string()),
        Json::Instant(instant) => Value::Scalar(instant.to_rfc3339()),
        Json::List(items) => Value::List(items.into_iter().map(value).collect()),
        Json::Object(entries) => Value::Table(
            entries
                .into_iter()
                .map(|(key, inner)| (self::key(&key), value(inner)))
                .collect(),
        ),
        Json::Rule(rule) => value(taken_apart(rule)),
    }
}

/// The entries of a table: first those that stand on lines of their own, then the tables below it with their headers. Where the order says
/// something, all have headers as soon as one has.
fn table(out: &mut String, path: &[&str], entries: &[Entry]) {
    let is_below = |(key, value): &&Entry| has_header(path.len(), key, value);
    let all_below = ORDERED.contains(&path) && entries.iter().any(|entry| is_below(&entry));
    let (below, lines): (Vec<_>, Vec<_>) = entries
        .iter()
        .partition(|entry| all_below || is_below(entry));
    for (key, value) in lines {
        line(out, key, value);
    }
    for (key, value) in below {
        let path = [path, &[key.as_str()]].concat();
        match value {
            Value::Table(entries) => {
                header(out, "[", &path, "]");
                table(out, &path, entries);
            }
            Value::List(items) => {
                for item in items {
                    header(out, "[[", &path, "]]");
                    if let Value::Table(entries) = item {
                        table(out, &path, entries);
                    }
                }
            }
            Value::Scalar(_) => {}
        }
    }
}

/// Whether a value stands under a header of its own: parts of the file do, and below them lists of tables that carry rules or consent, and
/// what is too long for a line.
fn has_header(depth: usize, key: &str, value: &Value) -> bool {
    match value {
        Value::Scalar(_) => false,
        value if is_text(value) => false,
        Value::Table(entries) => depth == 0 || !entries.is_empty() && !fits(key, value),
        Value::List(items) => {
            let tables = items
                .iter()
                .all(|item| matches!(item, Value::Table(_)) && !is_text(item));
            let longest = || items.iter().any(|item| !fits("", item));
            let is_part = depth == 0 || matches!(key, "purpose" | "data");
            !items.is_empty() && tables && (is_part || longest())
        }
    }
}

/// A text in two languages stays together.
fn is_text(value: &Value) -> bool {
    match value {
        Value::Table(entries) => {
            !entries.is_empty()
                && entries.iter().all(|(key, value)| {
                    matches!(key.as_str(), "fr" | "en") && matches!(value, Value::Scalar(_))
                })
        }
        Value::Scalar(_) | Value::List(_) => false,
    }
}

fn header(out: &mut String, open: &str, path: &[&str], close: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(open);
    out.push_str(&path.join("."));
    out.push_str(close);
    out.push('\n');
}

/// `key = value`; a list that is too long for a line has a line an item.
fn line(out: &mut String, key: &str, value: &Value) {
    out.push_str(key);
    out.push_str(" = ");
    match value {
        Value::List(items) if !fits(key, value) => {
            out.push_str("[\n");
            for item in items {
                out.push_str("    ");
                out.push_str(&inline(item));
                out.push_str(",\n");
            }
            out.push(']');
        }
        value => out.push_str(&inline(value)),
    }
    out.push('\n');
}

fn fits(key: &str, value: &Value) -> bool {
    key.len() + 3 + inline(value).chars().count() <= WIDTH
}

fn inline(value: &Value) -> String {
    match value {
        Value::Scalar(written) => written.clone(),
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Table(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| format!("{key} = {}", inline(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

fn key(key: &str) -> String {
    TomlKeyBuilder::new(key).as_default().to_toml_key()
}

/// On one line, whatever the text: in quotes that need no escapes where there are some.
fn string(text: &str) -> String {
    let text = TomlStringBuilder::new(text);
    let written = text.as_basic_pretty().or_else(|| text.as_literal());
    written.unwrap_or_else(|| text.as_basic()).to_toml_value()
}

/// Tables whose entries the register names, and whose order it keeps.
const ORDERED: &[&[&str]] = &[&["backups"]];

/// Past this a table has a header, and a list has a line an item.
const WIDTH: usize = 100;
