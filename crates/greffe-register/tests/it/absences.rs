//! Unknown, none and not applicable are three facts.

use greffe_register::{Register, Stated};

fn register(line: &str) -> Register {
    let text = format!(
        "organisation = {{ name = \"Atelier\" }}\n[[processing]]\nref = \"A\"\nname = \"A\"\n{line}\n"
    );
    Register::from_toml(&text).unwrap()
}

#[test]
fn a_key_that_is_not_there_is_unknown() {
    let register = register("");
    assert_eq!(register.processings()[0].transfers, Stated::Unknown);
    assert!(!register.to_json().contains("transfers"));
}

#[test]
fn none_says_that_we_looked() {
    let register = register("transfers = \"none\"");
    assert_eq!(register.processings()[0].transfers, Stated::None);
    assert!(register.to_json().contains("\"transfers\": \"none\""));
}

#[test]
fn not_applicable_is_neither() {
    let register = register("clients = \"not_applicable\"");
    assert_eq!(register.processings()[0].clients, Stated::NotApplicable);
    assert!(
        register
            .to_json()
            .contains("\"clients\": \"not_applicable\"")
    );
}

#[test]
fn the_three_make_three_different_registers() {
    let [unknown, none, not_applicable] =
        ["", "storage = \"none\"", "storage = \"not_applicable\""].map(register);
    assert_ne!(unknown, none);
    assert_ne!(none, not_applicable);
    assert_ne!(unknown, not_applicable);
}

#[test]
fn an_unchecked_box_is_a_fact() {
    let register = register("not_processed = [\"location\"]");
    let category = greffe_terms::DataCategory::Location;
    assert_eq!(register.processings()[0].not_processed, [category]);
}

#[test]
fn an_explicitly_empty_breach_register_differs_from_none_at_all() {
    let text = "organisation = { name = \"Atelier\" }\n";
    let unknown = Register::from_toml(text).unwrap();
    let empty = Register::from_toml(&format!("breaches = \"none\"\n{text}")).unwrap();
    assert_eq!(*unknown.breaches(), Stated::Unknown);
    assert_eq!(*empty.breaches(), Stated::None);
    assert_eq!(Register::from_json(&empty.to_json()).unwrap(), empty);
}

#[test]
fn retention_is_unknown_unstated_or_a_rule() {
    use greffe_register::Retention;
    let text = r#"
        organisation = { name = "Atelier" }
        [[processing]]
        ref = "A"
        name = "A"
        data = [
            { category = "identity" },
            { category = "economic", retention = "unstated" },
            { category = "connection", retention = { keep = "P1Y", after = "recorded" } },
        ]
    "#;
    let register = Register::from_toml(text).unwrap();
    let data = &register.processings()[0].data;
    assert_eq!(data[0].retention, Retention::Unknown);
    assert_eq!(data[1].retention, Retention::Unstated);
    assert!(matches!(data[2].retention, Retention::Rule(_)));
}

#[test]
fn a_text_that_is_the_word_of_an_absence_stays_a_text() {
    for word in ["none", "not_applicable"] {
        let register = Register::from_json(&format!(
            r#"{{ "organisation": {{ "name": "A", "website": {{ "fr": "{word}", "en": "{word}" }} }} }}"#
        ))
        .unwrap();
        assert!(register.organisation().website.known().is_some());
        assert!(Register::from_json(&register.to_json()).unwrap() == register);
    }
}

#[test]
fn a_text_that_is_the_code_of_a_kind_of_persons_stays_a_text() {
    let text = register(r#"subjects = [{ fr = "customers", en = "customers" }]"#);
    assert!(Register::from_json(&text.to_json()).unwrap() == text);
}
