//! The policy that follows from a register, judged as `fides evaluate` judges: a declaration breaks a rule where all three of its parts match.

use std::collections::BTreeSet;

use greffe_interchange::{Extent, ImportLimits, fides};
use greffe_register::Register;
use greffe_terms::Lang;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{fixtures, generated};

fn manifest(register: &Register) -> Value {
    let (yaml, _) = fides::export(register, Lang::En, Extent::Terms).unwrap();
    serde_saphyr::from_str(&yaml).unwrap()
}

fn texts(value: &Value) -> Vec<&str> {
    let items = value.as_array().into_iter().flatten();
    items.map(|text| text.as_str().unwrap()).collect()
}

/// What of the declared keys a part of a rule strikes. Keys descend from one another by their dots.
fn struck<'d>(part: &Value, declared: &[&'d str]) -> BTreeSet<&'d str> {
    let values = texts(&part["values"]);
    let descends = |key: &str| {
        let mut line = Some(key);
        std::iter::from_fn(|| {
            let key = line?;
            line = key.rsplit_once('.').map(|(parent, _)| parent);
            Some(key)
        })
        .any(|key| values.contains(&key))
    };
    let (matched, other): (BTreeSet<_>, BTreeSet<_>) =
        declared.iter().partition(|key| descends(key));
    match part["matches"].as_str().unwrap() {
        "ANY" => matched,
        "OTHER" => other,
        unknown => panic!("{unknown}"),
    }
}

/// The names of the rules that a system breaks, by its declarations or by the columns of its datasets.
fn broken(manifest: &Value) -> BTreeSet<String> {
    let mut broken = BTreeSet::new();
    let rules: Vec<_> = manifest["policy"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|policy| policy["rules"].as_array().unwrap())
        .collect();
    for system in manifest["system"].as_array().unwrap() {
        let references = texts(&system["dataset_references"]);
        let datasets = manifest["dataset"].as_array().into_iter().flatten();
        let datasets =
            datasets.filter(|dataset| references.contains(&dataset["fides_key"].as_str().unwrap()));
        let columns: Vec<_> = datasets
            .flat_map(|dataset| dataset["collections"].as_array().unwrap())
            .flat_map(|table| table["fields"].as_array().unwrap())
            .map(|field| texts(&field["data_categories"]))
            .collect();
        for declaration in system["privacy_declarations"].as_array().unwrap() {
            let data_use = [declaration["data_use"].as_str().unwrap()];
            let persons = texts(&declaration["data_subjects"]);
            let declared = [texts(&declaration["data_categories"])];
            for categories in declared.iter().chain(&columns) {
                for rule in &rules {
                    if !struck(&rule["data_categories"], categories).is_empty()
                        && !struck(&rule["data_uses"], &data_use).is_empty()
                        && !struck(&rule["data_subjects"], &persons).is_empty()
                    {
                        broken.insert(rule["name"].as_str().unwrap().to_owned());
                    }
                }
            }
        }
    }
    broken
}

fn shop() -> Register {
    Register::from_toml(
        r#"
        organisation = { name = "Atelier Hélianthe" }
        [[processing]]
        ref = "FAC-01"
        name = "Billing"
        subjects = ["customers"]
        purpose = [{ id = "invoicing", basis = "legal_obligation" }]
        data = [{ category = "economic", fields = ["iban"], held_in = ["invoices"] }]
        [[processing]]
        ref = "LET-01"
        name = "Letter"
        subjects = ["prospects"]
        purpose = [{ id = "letter", basis = "consent", marketing = true, channels = ["email"] }]
        data = [{ category = "identity", fields = ["email"], held_in = ["readers"] }]
        "#,
    )
    .unwrap()
}

/// The manifest with one more system.
fn declaring(category: &str, data_use: &str, subject: &str) -> Value {
    let mut manifest = manifest(&shop());
    manifest["system"].as_array_mut().unwrap().push(json!({
        "fides_key": "code",
        "privacy_declarations": [{
            "data_categories": [category], "data_use": data_use, "data_subjects": [subject],
        }],
    }));
    manifest
}

#[test]
fn what_the_register_says_breaks_nothing() {
    for (name, register) in fixtures::registers() {
        let manifest = manifest(&register);
        assert!(
            !manifest["policy"][0]["rules"]
                .as_array()
                .unwrap()
                .is_empty()
        );
        assert_eq!(broken(&manifest), BTreeSet::new(), "{name}");
    }
    let (data_use, email) = (
        "essential.legal_obligation",
        "marketing.communications.email",
    );
    for (category, data_use, subject) in [
        ("user.financial", data_use, "customer"),
        ("user.financial.bank_account", data_use, "customer"),
        ("user.contact.email", email, "prospect"),
    ] {
        let manifest = declaring(category, data_use, subject);
        assert_eq!(broken(&manifest), BTreeSet::new(), "{category}");
    }
}

#[test]
fn what_it_does_not_say_breaks_the_rule_of_that_name() {
    let (data_use, email) = (
        "essential.legal_obligation",
        "marketing.communications.email",
    );
    for (category, data_use, subject, rule) in [
        (
            "user.location",
            data_use,
            "customer",
            "data_outside_the_register",
        ),
        (
            "user.financial",
            data_use,
            "employee",
            "persons_outside_the_register",
        ),
        (
            "user.financial",
            email,
            "customer",
            "use_outside_the_register: user.financial",
        ),
        (
            "user.contact.email",
            data_use,
            "customer",
            "use_outside_the_register: user.contact.email",
        ),
    ] {
        let broken = broken(&declaring(category, data_use, subject));
        assert!(
            broken.contains(rule),
            "{category} {data_use} {subject}: {broken:?}"
        );
    }
}

#[test]
fn a_policy_that_does_not_follow_from_the_systems_is_reported() {
    for lang in Lang::ALL {
        let (yaml, _) = fides::export(&shop(), lang, Extent::Whole).unwrap();
        let places = |yaml: &str| -> Vec<String> {
            let (_, losses) = fides::import(yaml.as_bytes(), ImportLimits::default()).unwrap();
            let losses = losses.losses().iter();
            losses.map(|loss| loss.place().to_owned()).collect()
        };
        assert_eq!(places(&yaml), [""; 0]);
        let wider = yaml.replace("persons_outside_the_register", "persons");
        assert_ne!(wider, yaml);
        assert_eq!(places(&wider), ["policy[greffe_register]"]);
        let other = yaml.replace("greffe_register'", "other'");
        assert_eq!(places(&other), ["policy[other]"]);
    }
}

#[test]
fn a_second_policy_of_the_same_key_is_reported_whatever_it_says() {
    let mut manifest = manifest(&shop());
    let policies = manifest["policy"].as_array_mut().unwrap();
    policies.push(policies[0].clone());
    let (_, losses) =
        fides::import(manifest.to_string().as_bytes(), ImportLimits::default()).unwrap();
    let told = losses.to_string();
    let of_policies = losses.losses().iter();
    let of_policies = of_policies.filter(|loss| loss.place() == "policy[greffe_register]");
    assert_eq!(of_policies.count(), 1, "{told}");
    assert!(
        told.contains("already holds a policy of that key"),
        "{told}"
    );
}

#[test]
fn a_policy_of_narrower_keys_that_follows_from_the_systems_is_known() {
    let places = |manifest: &Value| -> Vec<String> {
        let (_, losses) =
            fides::import(manifest.to_string().as_bytes(), ImportLimits::default()).unwrap();
        let losses = losses.losses().iter().map(|loss| loss.place().to_owned());
        losses.filter(|place| place.starts_with("policy")).collect()
    };
    let text = manifest(&shop()).to_string();
    let narrower = text.replace("user.contact.email", "user.contact.email.of_work");
    let mut manifest: Value = serde_json::from_str(&narrower).unwrap();
    assert_ne!(narrower, text);
    assert_eq!(places(&manifest), [""; 0]);
    // A category that the policy does not name breaks it: then it no longer follows.
    let system = &mut manifest["system"][0]["privacy_declarations"][0];
    system["data_categories"] = json!(["user.financial", "user.location"]);
    assert_eq!(places(&manifest), ["policy[greffe_register]"]);
}

#[test]
fn a_register_without_data_makes_no_policy() {
    let register = Register::from_toml("organisation = { name = \"A\" }").unwrap();
    assert_eq!(manifest(&register)["policy"], Value::Null);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_register_breaks_its_own_policy(value in generated::registers()) {
        let register = Register::from_json(&value.to_string()).unwrap();
        prop_assert_eq!(broken(&manifest(&register)), BTreeSet::new());
    }
}
