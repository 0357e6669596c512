//! The pieces that a schema is made of.

use serde_json::{Map, Value, json};

/// A key of a table: its name, what stands there, and one sentence for an editor to show.
pub(super) type Key = (&'static str, Value, &'static str);

/// A table with these keys and no other.
pub(super) fn table(required: &[&str], keys: Vec<Key>) -> Value {
    let properties: Map<_, _> = keys
        .into_iter()
        .map(|(key, schema, what)| (key.to_owned(), described(schema, what)))
        .collect();
    let mut table = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if let (false, Some(object)) = (required.is_empty(), table.as_object_mut()) {
        object.insert("required".to_owned(), json!(required));
    }
    table
}

fn described(mut schema: Value, what: &str) -> Value {
    if let Some(object) = schema.as_object_mut() {
        object.insert("description".to_owned(), what.into());
    }
    schema
}

/// What the schema defines once, by its name.
pub(super) fn of(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// A value with its absences: a key that is not there is unknown, these two say more.
pub(super) fn stated(schema: Value) -> Value {
    json!({ "anyOf": [{ "enum": ["none", "not_applicable"] }, schema] })
}

pub(super) fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// A list with its absences; empty it would be a third, so it has an item.
pub(super) fn stated_list(items: Value) -> Value {
    stated(some(items))
}

/// A list of one item at least.
pub(super) fn some(items: Value) -> Value {
    json!({ "type": "array", "items": items, "minItems": 1 })
}

pub(super) fn either<const N: usize>(schemas: [Value; N]) -> Value {
    json!({ "anyOf": Vec::from(schemas) })
}

/// One code out of a closed list.
pub(super) fn code<'c>(codes: impl IntoIterator<Item = &'c str>) -> Value {
    json!({ "enum": codes.into_iter().collect::<Vec<_>>() })
}

/// A text, which may say "none" or "not_applicable" where these are absences.
pub(super) fn text() -> Value {
    of("text")
}

pub(super) fn line() -> Value {
    of("line")
}

pub(super) fn identifier() -> Value {
    of("identifier")
}

pub(super) fn country() -> Value {
    of("country")
}

pub(super) fn period() -> Value {
    of("period")
}

pub(super) fn date() -> Value {
    json!({ "type": "string", "format": "date" })
}

pub(super) fn instant() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

pub(super) fn flag() -> Value {
    json!({ "type": "boolean" })
}

pub(super) fn number(minimum: u32) -> Value {
    json!({ "type": "integer", "minimum": minimum })
}

/// The definitions that every part uses.
pub(super) fn definitions() -> Vec<(&'static str, Value)> {
    vec![
        ("line", json!({ "type": "string", "pattern": "\\S" })),
        (
            "text",
            either([
                of("line"),
                json!({
                    "type": "object",
                    "properties": { "fr": of("line"), "en": of("line") },
                    "additionalProperties": false,
                    "minProperties": 1,
                }),
            ]),
        ),
        (
            "identifier",
            json!({ "type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$" }),
        ),
        (
            "country",
            json!({ "type": "string", "pattern": "^[A-Z]{2}$" }),
        ),
        // What a period may be is the calendar's matter; this is its outline.
        (
            "period",
            json!({ "type": "string", "pattern": "^P[0-9YMWDTHS]+$" }),
        ),
    ]
}
