//! What knows JSON and nothing of registers: a validator of the published schema, and a diff.

use std::hint::black_box;

use greffe::register::{Register, json_schema};
use serde_json::Value;

use super::{Contest, number, over};
use crate::compare::Failure;

/// The schema as it is published, formats of dates included.
pub(super) fn reading<'a>(contest: Contest<'a>, text: &'a str) -> Result<Contest<'a>, Failure> {
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&json_schema())?;
    Ok(contest.against("serde_json + jsonschema", move |passes| {
        over(passes, || {
            let tree: Result<Value, _> = serde_json::from_str(black_box(text));
            let valid = tree.ok().filter(|tree| validator.is_valid(tree));
            valid.map_or(0, |tree| number(processings(&tree)))
        })
    }))
}

pub(super) fn comparing<'a>(
    contest: Contest<'a>,
    (register, other): (&Register, &Register),
) -> Result<Contest<'a>, Failure> {
    let tree = |register: &Register| serde_json::from_str::<Value>(&register.to_json());
    let (tree, other) = (tree(register)?, tree(other)?);
    Ok(contest.against("json-patch", move |passes| {
        over(passes, || {
            number(json_patch::diff(black_box(&other), &tree).0.len())
        })
    }))
}

fn processings(tree: &Value) -> usize {
    let list = tree.get("processing").and_then(Value::as_array);
    list.map_or(0, Vec::len)
}
