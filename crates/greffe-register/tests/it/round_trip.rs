//! TOML, JSON and the model say the same.

use greffe_register::Register;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::generated::{as_toml, registers};

/// Adds a key that nobody knows to the `n`th table, counted depth first; how many tables were passed.
pub(super) fn add_unknown_key(value: &mut Value, n: usize) -> usize {
    let mut passed = 0;
    match value {
        Value::Object(map) => {
            if n == 0 {
                map.insert("zzz_unknown".to_owned(), json!(1));
            }
            passed += 1;
            for (_, inner) in map.iter_mut().filter(|(key, _)| *key != "zzz_unknown") {
                passed += add_unknown_key(inner, n.wrapping_sub(passed));
            }
        }
        Value::Array(items) => {
            for item in items {
                passed += add_unknown_key(item, n.wrapping_sub(passed));
            }
        }
        _ => {}
    }
    passed
}

/// Whether all that `document` says stands in `written`, which may say it in the format's other form.
fn says_all(document: &Value, written: &Value) -> bool {
    match (document, written) {
        (Value::Object(map), Value::String(_)) => {
            let says = |key: &str| map.get(key).is_some_and(|text| says_all(text, written));
            map.len() == 2 && says("fr") && says("en")
                || map.len() == 1 && (says("who") || map.get("status") == Some(written))
        }
        // A category of persons of which nothing more is said stands without its table.
        (Value::Object(map), Value::Object(_)) if map.len() == 1 && map.contains_key("who") => {
            says_all(&map["who"], written)
        }
        (Value::Object(map), Value::Object(found))
            if !found.contains_key("name") || map.contains_key("name") =>
        {
            map.iter().all(|(key, value)| {
                is_left_out(key, value)
                    || found.get(key).is_some_and(|found| says_all(value, found))
            })
        }
        (Value::Array(items), Value::Array(found)) => {
            items.len() == found.len() && items.iter().zip(found).all(|(a, b)| says_all(a, b))
        }
        // A legal basis may stand without its list, a recipient without its table.
        (Value::String(_), Value::Array(found)) => {
            found.len() == 1 && says_all(document, &found[0])
        }
        (Value::String(_) | Value::Object(_), Value::Object(found)) => {
            found.len() == 1 && says_all(document, &found["name"])
        }
        (Value::String(a), Value::String(b)) => {
            let instant = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
            a == b || instant(a).is_some() && instant(a) == instant(b)
        }
        (a, b) => a == b,
    }
}

/// Defaults, empty lists and empty tables need not be written.
fn is_left_out(key: &str, value: &Value) -> bool {
    let default = match key {
        "status" => json!("active"),
        "active" | "public" | "internal" => json!(true),
        "marketing" | "double_opt_in" | "subordinate" | "category" => json!(false),
        _ => json!([]),
    };
    *value == default || *value == json!({})
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn json_out_and_in_is_the_same_register(document in registers()) {
        let register = Register::from_json(&document.to_string()).unwrap();
        let written = register.to_json();
        let again = Register::from_json(&written).unwrap();
        prop_assert!(again == register);
        prop_assert_eq!(again.to_json(), written);
    }

    #[test]
    fn toml_and_json_of_one_document_are_one_register(document in registers()) {
        let from_json = Register::from_json(&document.to_string()).unwrap();
        let from_toml = Register::from_toml(&as_toml(&document)).unwrap();
        prop_assert!(from_json == from_toml);
    }

    #[test]
    fn findings_do_not_depend_on_the_order_of_records(document in registers()) {
        let mut reversed = document.clone();
        reversed["processing"].as_array_mut().unwrap().reverse();
        let findings = |document: &Value| {
            let findings = Register::from_json(&document.to_string()).unwrap().lint();
            let mut found: Vec<_> = findings.iter().map(|f| (f.check().id(), f.path().to_owned())).collect();
            prop_assert!(found.is_sorted_by_key(|(id, _)| *id));
            found.sort();
            Ok(found)
        };
        prop_assert_eq!(findings(&document)?, findings(&reversed)?);
    }

    #[test]
    fn an_unknown_key_in_any_table_is_refused(document in registers(), pick in any::<prop::sample::Index>()) {
        let count = add_unknown_key(&mut document.clone(), usize::MAX);
        let mut spoiled = document;
        add_unknown_key(&mut spoiled, pick.index(count));
        prop_assert!(spoiled.to_string().contains("zzz_unknown"));
        let error = Register::from_json(&spoiled.to_string()).unwrap_err();
        prop_assert!(error.faults().iter().any(|fault| fault.place().path().ends_with("zzz_unknown")), "{error}");
    }

    #[test]
    fn nothing_that_a_document_says_is_lost(document in registers()) {
        let written = Register::from_json(&document.to_string()).unwrap().to_json();
        let written: Value = serde_json::from_str(&written).unwrap();
        prop_assert!(says_all(&document, &written), "{}\n{}", document, written);
    }
}
