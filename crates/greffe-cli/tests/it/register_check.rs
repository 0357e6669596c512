use proptest::prelude::*;

use crate::shell::{MARKER, greffe, text};

const GOOD: &str = r#"
organisation = { name = "Atelier Hélianthe", contact = "donnees@helianthe.example", dpo = "none" }
"#;

#[test]
fn a_register_that_reads_ends_with_0_or_1_by_the_grade_asked() {
    let register = format!("{GOOD}[requests]\nidentity_document = \"always\"\n");
    let mild = greffe(&["register", "check", "-"], &register);
    assert_eq!(mild.status.code(), Some(0), "{}", text(&mild.stderr));
    assert!(
        text(&mild.stdout).contains("GRF-R081 line 4, column 21"),
        "{}",
        text(&mild.stdout)
    );
    let strict = greffe(
        &[
            "register",
            "check",
            "--fail-on",
            "warning",
            "--lang",
            "fr",
            "-",
        ],
        &register,
    );
    assert_eq!(strict.status.code(), Some(1));
    assert!(text(&strict.stdout).contains("ligne 4, colonne 21"));
}

#[test]
fn json_output_is_json_with_places() {
    let register = format!("{GOOD}[requests]\nidentity_document = \"always\"\n");
    let output = greffe(&["register", "check", "--format", "json", "-"], &register);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = json[0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["id"] == "GRF-R081")
        .unwrap();
    assert_eq!(
        (finding["line"].as_u64(), finding["article"].as_str()),
        (Some(4), Some("GDPR 12(6)"))
    );
}

#[test]
fn a_broken_register_ends_with_2_and_names_every_place_but_no_value() {
    let register = format!("[organisation]\nname = 5\ndpoo = \"{MARKER}\"\nzone = \"{MARKER}\"\n");
    let output = greffe(&["register", "check", "-"], &register);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    for place in ["line 2, column 8", "line 3, column 1", "line 4, column 8"] {
        assert!(said.contains(place), "{said}");
    }
    assert!(!said.contains(MARKER) && !text(&output.stdout).contains(MARKER));
}

#[test]
fn one_unusable_file_does_not_hide_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let (good, missing) = (
        folder.path().join("good.toml"),
        folder.path().join("missing.toml"),
    );
    std::fs::write(&good, GOOD).unwrap();
    let output = greffe(
        &[
            "register",
            "check",
            missing.to_str().unwrap(),
            good.to_str().unwrap(),
        ],
        "",
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("missing.toml"));
    assert!(text(&output.stdout).contains("good.toml: 0 processing(s)"));
}

#[test]
fn usage_errors_end_with_2() {
    assert_eq!(greffe(&["register", "check"], "").status.code(), Some(2));
    assert_eq!(
        greffe(&["register", "bless", "-"], "").status.code(),
        Some(2)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever stands in a file, the command ends with 0, 1 or 2, says why, and repeats no value.
    #[test]
    fn any_input_ends_with_a_status_and_without_the_value(noise in "[ -~\\n]{0,80}", key in "[a-z]{1,8}") {
        let register = format!("{noise}\n[organisation]\n{key} = \"{MARKER}\"\n");
        let output = greffe(&["register", "check", "-"], &register);
        prop_assert!(matches!(output.status.code(), Some(0..=2)));
        let said = text(&output.stdout) + &text(&output.stderr);
        prop_assert!(!said.is_empty());
        prop_assert!(!said.contains(MARKER), "{}", said);
    }
}

#[test]
fn a_register_is_judged_on_the_day_asked() {
    let register =
        format!("{GOOD}[[processing]]\nref = \"A\"\nname = \"A\"\nnext_review = 2026-06-30\n");
    let found = |day: &str| {
        let output = greffe(&["register", "check", "--at", day, "-"], &register);
        text(&output.stdout).contains("GRF-R015")
    };
    assert!(!found("2026-06-30"));
    assert!(found("2026-07-01"));
}

#[test]
fn findings_of_several_files_are_one_sarif_log() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["a.toml", "b.toml"].map(|name| {
        let file = folder.path().join(name);
        std::fs::write(&file, GOOD).unwrap();
        file.to_str().unwrap().to_owned()
    });
    let arguments = [
        "register", "check", "--format", "sarif", &files[0], &files[1],
    ];
    let output = greffe(&arguments, "");
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let runs = log["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 2);
    for (run, file) in runs.iter().zip(&files) {
        assert_eq!(run["artifacts"][0]["location"]["uri"], *file);
        assert!(!run["results"].as_array().unwrap().is_empty());
    }
}
