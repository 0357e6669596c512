//! YAML as a tree with places, within budgets. No text of the parser is forwarded: it repeats the input.

use std::fmt;

use greffe_document::DocumentError;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Error, Options, Spanned};

use super::manifest::Manifest;
use crate::{ImportError, ImportLimits};

/// A value with its place; line and column count from 1.
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) content: Content,
}

/// What a value is.
pub(super) enum Content {
    Null,
    Flag(bool),
    /// A number as it is printed: where a text is expected, fides takes a number for one.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

impl Node {
    /// The value without places.
    pub(super) fn to_json(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.content {
            Content::Null => Value::Null,
            Content::Flag(flag) => Value::Bool(*flag),
            Content::Number(text) | Content::Text(text) => Value::String(text.clone()),
            Content::List(items) => items.iter().map(Self::to_json).collect(),
            Content::Table(entries) => entries
                .iter()
                .map(|(key, node)| (key.clone(), node.to_json()))
                .collect(),
        }
    }
}

/// A manifest as it reads back, without a detour over YAML.
pub(super) fn tree(manifest: &Manifest) -> Result<Node, ImportError> {
    let text = serde_json::to_string(manifest).map_err(|_| unreadable())?;
    let limits = ImportLimits::NONE.of_document();
    let document = greffe_document::Document::from_json_bytes(text.as_bytes(), limits)?;
    Ok(of_json(document.root()))
}

fn of_json(node: &greffe_document::Node) -> Node {
    use greffe_document::Value;
    let content = match node.value() {
        Value::Boolean(flag) => Content::Flag(*flag),
        Value::Integer(number) => Content::Number(number.to_string()),
        Value::String(text) => Content::Text(text.clone()),
        Value::List(items) => Content::List(items.iter().map(of_json).collect()),
        Value::Table(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|entry| (entry.key().to_owned(), of_json(entry.node())));
            Content::Table(entries.collect())
        }
        // A manifest says nothing else.
        _ => Content::Null,
    };
    Node {
        line: 0,
        column: 0,
        content,
    }
}

/// Writes a manifest; every text is quoted, so that a reader of YAML 1.1 takes none for a date or a flag.
pub(super) fn write(manifest: &Manifest) -> Result<String, ImportError> {
    serde_saphyr::to_string_with_options(manifest, serde_saphyr::ser_options! { quote_all: true })
        .map_err(|_| unreadable())
}

fn unreadable() -> ImportError {
    DocumentError::Syntax {
        notation: "YAML",
        line: 0,
        column: 0,
    }
    .into()
}

/// Reads YAML within `limits`.
pub(super) fn parse(bytes: &[u8], limits: ImportLimits) -> Result<Node, ImportError> {
    if bytes.len() > limits.bytes {
        return Err(DocumentError::TooLarge {
            limit: limits.bytes,
        }
        .into());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| DocumentError::NotUtf8 {
        offset: error.valid_up_to(),
    })?;
    serde_saphyr::from_str_with_options::<Spanned<Content>>(text, options(text.len(), limits))
        .map(located)
        .map_err(|error| fault(error.without_snippet(), limits))
}

fn options(bytes: usize, limits: ImportLimits) -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_nodes: limits.values,
            max_events: limits.values.saturating_mul(3),
            max_aliases: MAX_ALIASES,
            max_anchors: MAX_ALIASES,
            max_recorded_anchor_events: MAX_RECORDED_EVENTS,
            max_recorded_anchor_bytes: limits.bytes,
            max_total_scalar_bytes: limits.bytes,
            max_documents: 1,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: replayed_events(bytes),
        },
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::Error,
        strict_booleans: true,
        with_snippet: false,
    }
}

/// An event that an alias repeats is at most as long as the document: so many of them make no more than the bytes allowed.
fn replayed_events(bytes: usize) -> usize {
    (MAX_REPEATED_BYTES / bytes.max(1)).min(MAX_REPEATED_EVENTS)
}

fn fault(error: &Error, limits: ImportLimits) -> ImportError {
    let (line, column) = error.location().map_or((0, 0), |location| {
        (number(location.line()), number(location.column()))
    });
    match error {
        Error::DuplicateMappingKey { .. } => DocumentError::DuplicateKey { line, column }.into(),
        Error::Budget { breach, .. } => match breach {
            serde_saphyr::budget::BudgetBreach::Nodes { .. }
            | serde_saphyr::budget::BudgetBreach::Events { .. } => DocumentError::TooManyValues {
                limit: limits.values,
            }
            .into(),
            _ => ImportError::OverBudget { line, column },
        },
        Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => ImportError::OverBudget { line, column },
        Error::AliasError { error, .. } => fault(error, limits),
        _ => DocumentError::Syntax {
            notation: "YAML",
            line,
            column,
        }
        .into(),
    }
}

fn number(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

fn located(spanned: Spanned<Content>) -> Node {
    Node {
        line: number(spanned.referenced.line()),
        column: number(spanned.referenced.column()),
        content: spanned.value,
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Content, E> {
        Ok(Content::Null)
    }

    fn visit_none<E>(self) -> Result<Content, E> {
        Ok(Content::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content, D::Error> {
        Content::deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Content, E> {
        Ok(Content::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Content, E> {
        Ok(Content::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Content, E> {
        Ok(Content::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Content, E> {
        Ok(Content::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Content, E> {
        Ok(Content::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Content, E> {
        Ok(Content::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Content, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(located(item));
        }
        Ok(Content::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Content, A::Error> {
        let mut table = Vec::new();
        while let Some((key, value)) = entries.next_entry()? {
            table.push((key, located(value)));
        }
        Ok(Content::Table(table))
    }
}

// A manifest nests eight deep, a nested field two more a level. The reader's stack grows with it.
const MAX_DEPTH: usize = 24;
const MAX_ALIASES: usize = 10_000;
const MAX_RECORDED_EVENTS: usize = 200_000;
const MAX_REPEATED_EVENTS: usize = 20_000;
const MAX_REPEATED_BYTES: usize = 64 << 20;
