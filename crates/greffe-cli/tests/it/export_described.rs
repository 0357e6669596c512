//! A description held against the register and its own files.

use crate::export::{CUSTOMERS, Desk, SOURCES};
use crate::shell::{greffe, json, words};

#[test]
fn a_purpose_that_the_register_does_not_have_is_refused_before_anything_is_written() {
    let desk = Desk::new();
    desk.put(
        "sources.toml",
        &SOURCES.replace("purpose = [\"account\"]", "purpose = [\"acount\"]"),
    );
    let refused = json(&desk.build("out.zip", &[]), 2);
    let error = refused["error"].as_str().unwrap();
    assert!(
        error.contains("sources.toml: `customers`.`balance`: ")
            && error.contains("no such purpose"),
        "{error}"
    );
    assert!(!desk.path("out.zip.staging").exists());
}

#[test]
fn what_the_register_does_not_say_of_the_data_is_told_to_whoever_builds() {
    let desk = Desk::new();
    let built = json(&desk.build("out.zip", &[]), 0);
    let laws = built["not_stated"].as_array().unwrap();
    assert!(laws.contains(&"GDPR 15(1)(h)".into()), "{laws:?}");
    assert_eq!(
        built["unknown_categories"][1],
        serde_json::json!({ "source": "customers", "field": "balance", "category": "economic" })
    );
    let files = ["", "register.toml", "again.zip"].map(|name| desk.shown(name));
    let [sources, register, out] = &files;
    let request = ["--request", "R-1", "--received", "2026-03-02"];
    let rest = ["--sources", sources, "--register", register, "--out", out];
    let told = words(
        &greffe(&[&["export", "build"][..], &request, &rest].concat(), ""),
        0,
    );
    assert!(
        told.contains("not in the register: the category `economic` of `customers`.`balance`"),
        "{told}"
    );
}

#[test]
fn a_decision_about_a_number_holds_however_the_number_is_written() {
    let desk = Desk::new();
    let decision = r#"
[[redaction]]
id = "r1"
source = "customers"
field = "email"
where = { field = "balance", is = "-12.5" }
reason = "of someone else"
decided_on = 2026-03-05
decided_by = "DPO"
"#;
    desk.put("sources.toml", &format!("{SOURCES}{decision}"));
    let built = json(&desk.build("bag", &[]), 0);
    assert_eq!(built["redactions"][0]["values"], 1);
    let records = desk.read("bag/data/access/customers.ndjson");
    assert!(!records.contains("ada@"), "{records}");
}

#[test]
fn a_byte_order_mark_before_the_first_record_is_passed_over_and_nowhere_else() {
    let desk = Desk::new();
    desk.put("customers.ndjson", &format!("\u{feff}{CUSTOMERS}"));
    json(&desk.build("bag", &[]), 0);
    assert!(
        desk.read("bag/data/access/customers.ndjson")
            .starts_with("{\"email\":\"=ada@")
    );
    desk.put(
        "customers.ndjson",
        &format!("{CUSTOMERS}\u{feff}{CUSTOMERS}"),
    );
    json(&desk.build("again", &[]), 2);
}
