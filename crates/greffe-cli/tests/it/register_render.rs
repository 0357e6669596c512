//! `greffe register render` and `greffe register schema`.

use serde_json::Value;

use crate::shell::{MARKER, greffe, text};

const REGISTER: &str = r#"
organisation = { name = "Atelier Hélianthe" }
[[processing]]
ref = "FAC-01"
name = { fr = "Facturation", en = "Billing" }
responsible = "Camille"
[[processing]]
ref = "INT-01"
name = "Veille"
public = false
"#;

fn rendered(options: &[&str]) -> String {
    let arguments = [&["register", "render"], options, &["-"]].concat();
    let output = greffe(&arguments, REGISTER);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn a_page_is_html_in_the_language_asked_with_its_day() {
    let page = rendered(&["--lang", "fr", "--dated", "2026-11-26"]);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"fr\">"));
    assert!(page.contains("Facturation") && page.contains("26 novembre 2026"));
    assert!(rendered(&[]).contains("Billing"));
}

#[test]
fn every_format_has_a_public_extract() {
    for format in ["html", "markdown", "csv", "json"] {
        let whole = rendered(&["--format", format]);
        assert!(
            whole.contains("INT-01") && whole.contains("Camille"),
            "{format}"
        );
        let public = rendered(&["--format", format, "--public"]);
        assert!(public.contains("FAC-01"), "{format}");
        assert!(
            !public.contains("INT-01") && !public.contains("Camille"),
            "{format}"
        );
    }
}

#[test]
fn a_register_that_does_not_read_renders_nothing() {
    let output = greffe(
        &["register", "render", "-"],
        &format!("organisation = \"{MARKER}\""),
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = text(&output.stderr);
    assert!(
        said.contains("line 1, column 16") && !said.contains(MARKER),
        "{said}"
    );
}

#[test]
fn a_day_that_is_none_is_refused_without_repeating_it() {
    let arguments = ["register", "render", "--dated", MARKER, "-"];
    let output = greffe(&arguments, REGISTER);
    assert_eq!(output.status.code(), Some(2));
    assert!(!text(&output.stderr).contains(MARKER));
}

#[test]
fn the_schema_is_json_with_the_parts_of_the_file() {
    let output = greffe(&["register", "schema"], "");
    assert_eq!(output.status.code(), Some(0));
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(schema["properties"]["processing"]["type"], "array");
    assert_eq!(schema["additionalProperties"], false);
}
