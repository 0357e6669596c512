//! TOML into the tree, with spans.

use chrono::{DateTime, NaiveDate};
use toml::de::{DeArray, DeTable, DeValue};
use toml_parser::Source;

use crate::document::{BYTE_ORDER_MARK, LineIndex};
use crate::{DocumentError, Entry, Limits, Node, Value};

/// Refuses what would be too much before anything is built.
pub(crate) fn check_size(text: &str, limits: Limits) -> Result<(), DocumentError> {
    // Every value of a TOML document but the root is announced by one of these bytes (a dotted key makes a table for each dot), so
    // their count bounds the number of values from above before anything is built.
    let announces = |b: &u8| matches!(b, b'=' | b',' | b'[' | b'{' | b'.');
    let bound = text.bytes().filter(announces).count().saturating_add(1);
    if bound > limits.values {
        return Err(DocumentError::TooManyValues {
            limit: limits.values,
        });
    }
    if has_more_tokens_than(text, limits.values.saturating_mul(TOKENS_OF_A_VALUE)) {
        return Err(DocumentError::TooManyTokens {
            limit: limits.values.saturating_mul(TOKENS_OF_A_VALUE),
        });
    }
    Ok(())
}

pub(crate) fn read(text: &str, lines: &LineIndex) -> Result<Node, DocumentError> {
    // TOML has no control characters anywhere; the parser would note each of them and read on.
    let is_control = |b: u8| (b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r')) || b == 0x7F;
    // Nor has it a second byte order mark, which the parser would pass over.
    let second_mark = text.starts_with(BYTE_ORDER_MARK).then_some(0);
    if let Some(offset) = second_mark.or_else(|| text.bytes().position(is_control)) {
        let (line, column) = lines.position(offset);
        return Err(DocumentError::Syntax {
            notation: "TOML",
            line,
            column,
        });
    }
    let table = DeTable::parse(text).map_err(|error| {
        let (line, column) = lines.position(error.span().map_or(0, |span| span.start));
        // The parser's text may repeat the input; only whether it speaks of a duplicate is taken from it.
        if error.message().contains("duplicate key") {
            DocumentError::DuplicateKey { line, column }
        } else {
            DocumentError::Syntax {
                notation: "TOML",
                line,
                column,
            }
        }
    })?;
    let value = convert_table(table.get_ref(), lines)?;
    Ok(Node::new(0, value))
}

/// Words, signs and line ends that a value may have on average, those of comments and empty lines included. Real registers have fewer than four
/// of them for every byte that announces a value, and announce at most half as many values as they may.
const TOKENS_OF_A_VALUE: usize = 3;

/// The parser lays out all tokens before it reads any, in 56 bytes each: 32 MiB of empty lines would take 1.8 GiB.
fn has_more_tokens_than(text: &str, limit: usize) -> bool {
    // A token is at least a byte long.
    text.len() > limit && Source::new(text).lex().nth(limit).is_some()
}

fn convert_table(table: &DeTable<'_>, lines: &LineIndex) -> Result<Value, DocumentError> {
    let mut entries = Vec::with_capacity(table.len());
    for (key, value) in table.iter() {
        entries.push(Entry {
            key: key.get_ref().to_string(),
            key_offset: offset(key.span().start),
            node: convert(value, lines)?,
        });
    }
    // The parser sorts by key; the document's own order is the order of the keys' places.
    entries.sort_by_key(|entry| entry.key_offset);
    Ok(Value::Table(entries))
}

fn convert_array(array: &DeArray<'_>, lines: &LineIndex) -> Result<Value, DocumentError> {
    array
        .iter()
        .map(|item| convert(item, lines))
        .collect::<Result<_, _>>()
        .map(Value::List)
}

fn convert(spanned: &toml::Spanned<DeValue<'_>>, lines: &LineIndex) -> Result<Node, DocumentError> {
    let start = spanned.span().start;
    let too_large = || {
        let (line, column) = lines.position(start);
        DocumentError::NumberTooLarge { line, column }
    };
    let value = match spanned.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map(Value::Integer)
            .map_err(|_| too_large())?,
        DeValue::Float(number) => number
            .as_str()
            .parse()
            .map(Value::Float)
            .map_err(|_| too_large())?,
        DeValue::Boolean(truth) => Value::Boolean(*truth),
        DeValue::Datetime(datetime) => convert_datetime(datetime),
        DeValue::Array(array) => convert_array(array, lines)?,
        DeValue::Table(table) => convert_table(table, lines)?,
    };
    Ok(Node::new(offset(start), value))
}

fn convert_datetime(datetime: &toml::value::Datetime) -> Value {
    let text = datetime.to_string();
    match (datetime.date, datetime.time, datetime.offset) {
        (Some(_), None, None) => {
            NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_or(Value::LocalTime, Value::Date)
        }
        (Some(_), Some(_), Some(_)) => {
            DateTime::parse_from_rfc3339(&text).map_or(Value::LocalTime, Value::Instant)
        }
        _ => Value::LocalTime,
    }
}

fn offset(start: usize) -> u32 {
    u32::try_from(start).unwrap_or(u32::MAX)
}
