//! The JSON Schema says what the reader says, by a validator that is not ours.

use std::collections::BTreeSet;

use greffe_register::{Register, json_schema};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::examples::{REGISTERS, register};
use super::generated::registers;
use super::round_trip::add_unknown_key;

fn validator() -> jsonschema::Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(&json_schema())
        .unwrap()
}

fn errors(validator: &jsonschema::Validator, document: &Value) -> Vec<String> {
    let errors = validator.iter_errors(document);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_schema_is_one() {
    jsonschema::meta::validate(&json_schema()).unwrap();
}

#[test]
fn the_examples_are_valid() {
    let validator = validator();
    for name in REGISTERS {
        let document: Value = serde_json::from_str(&register(name).to_json()).unwrap();
        assert_eq!(
            errors(&validator, &document),
            Vec::<String>::new(),
            "{name}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_reads_is_valid_as_it_was_written_and_as_it_is_written_back(document in registers()) {
        let validator = validator();
        prop_assert_eq!(errors(&validator, &document), Vec::<String>::new());
        let written = Register::from_json(&document.to_string()).unwrap().to_json();
        let written: Value = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(errors(&validator, &written), Vec::<String>::new());
    }

    #[test]
    fn an_unknown_key_in_any_table_is_invalid(document in registers(), pick in any::<prop::sample::Index>()) {
        let count = add_unknown_key(&mut document.clone(), usize::MAX);
        let mut spoiled = document;
        add_unknown_key(&mut spoiled, pick.index(count));
        prop_assert!(!validator().is_valid(&spoiled));
    }

    /// A value of another type anywhere is refused by both. The list is nested deeper than any that the format has.
    #[test]
    fn another_type_anywhere_is_refused_by_both(
        document in registers(),
        pick in any::<prop::sample::Index>(),
        wrong in prop::sample::select(vec![json!(0.5), json!([[[]]]), json!({"zzz": [1]})]),
    ) {
        let count = replace(&mut document.clone(), &mut usize::MAX.clone(), &wrong);
        let mut spoiled = document;
        replace(&mut spoiled, &mut pick.index(count).clone(), &wrong);
        let text = spoiled.to_string();
        prop_assert!(Register::from_json(&text).is_err(), "read: {}", text);
        prop_assert!(!validator().is_valid(&spoiled), "valid: {}", text);
    }
}

/// Replaces the `n`-th value below the root, and returns how many there are up to it.
fn replace(value: &mut Value, n: &mut usize, wrong: &Value) -> usize {
    let children: Vec<&mut Value> = match value {
        Value::Object(map) => map.values_mut().collect(),
        Value::Array(items) => items.iter_mut().collect(),
        _ => return 0,
    };
    let mut passed = 0;
    for child in children {
        if *n == 0 {
            *child = wrong.clone();
            *n = usize::MAX;
            return passed;
        }
        *n = n.wrapping_sub(1);
        passed += 1 + replace(child, n, wrong);
    }
    passed
}

/// Every key of the schema outside rules is met in a generated register, so that none is there that the reader does not know.
#[test]
fn every_key_of_the_schema_is_one_of_the_format() {
    let mut runner = TestRunner::deterministic();
    let mut met = BTreeSet::new();
    for _ in 0..400 {
        let document = registers().new_tree(&mut runner).unwrap().current();
        keys_met(&document, "", &mut met);
    }
    let schema = json_schema();
    let mut told = BTreeSet::new();
    keys_told(&schema, &schema, "", &mut told);
    assert!(told.len() > 200, "{}", told.len());
    let never_met: Vec<_> = told.difference(&met).collect();
    assert!(never_met.is_empty(), "{never_met:?}");
}

fn keys_met(value: &Value, path: &str, met: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = format!("{path}.{key}");
                keys_met(value, &path, met);
                met.insert(path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys_met(item, path, met)),
        _ => {}
    }
}

fn keys_told(schema: &Value, root: &Value, path: &str, told: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        // Rules nest in themselves; the retention crate's own tests are about them.
        if !path.ends_with(".retention") {
            let name = name.trim_start_matches("#/$defs/");
            keys_told(&root["$defs"][name], root, path, told);
        }
        return;
    }
    for schema in schema["anyOf"].as_array().into_iter().flatten() {
        keys_told(schema, root, path, told);
    }
    if schema["items"].is_object() {
        keys_told(&schema["items"], root, path, told);
    }
    for (key, schema) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}.{key}");
        keys_told(schema, root, &path, told);
        told.insert(path);
    }
}
