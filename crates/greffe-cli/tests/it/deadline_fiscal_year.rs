//! `greffe deadline fiscal-year`: registers, tables of their own, and what is wrong with them.

use std::process::Output;

use serde_json::json;

use crate::shell::{MARKER, greffe, json, text, words};

const LONG: &str = "end = \"06-30\"\nprevious_end = \"12-31\"\nexceptional = [{ start = 2025-01-01, end = 2026-06-30 }]\n";

fn fiscal_year(file: &str, options: &[&str]) -> Output {
    let mut arguments = vec!["deadline", "fiscal-year", "--calendar", "-"];
    arguments.extend(options);
    greffe(&arguments, file)
}

fn close(file: &str, date: &str) -> serde_json::Value {
    json(&fiscal_year(file, &["--date", date, "--format", "json"]), 0)
}

#[test]
fn a_long_year_alone_and_in_a_register() {
    let register =
        format!("[organisation]\nname = \"Atelier Hélianthe\"\n[organisation.fiscal_year]\n{LONG}");
    for file in [LONG, register.as_str()] {
        for (date, start, end) in [
            ("2024-12-31", "2024-01-01", "2024-12-31"),
            ("2025-02-01", "2025-01-01", "2026-06-30"),
            ("2026-06-30", "2025-01-01", "2026-06-30"),
            ("2026-07-01", "2026-07-01", "2027-06-30"),
        ] {
            assert_eq!(close(file, date), json!({ "start": start, "end": end }));
        }
    }
}

#[test]
fn an_explicit_table_in_toml_and_json() {
    let toml = "years = [{ start = 2024-01-01, end = 2024-12-31 }, \"2025-01-01/2026-06-30\"]";
    let long = json!({ "start": "2025-01-01", "end": "2026-06-30" });
    assert_eq!(close(toml, "2025-02-01"), long);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("years.json");
    let text =
        r#"{"years": ["2024-01-01/2024-12-31", {"start": "2025-01-01", "end": "2026-06-30"}]}"#;
    std::fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap();
    let by_ending = greffe(
        &[
            "deadline",
            "fiscal-year",
            "--calendar",
            path,
            "--date",
            "2025-02-01",
            "--format",
            "json",
        ],
        "",
    );
    let by_option = fiscal_year(
        text,
        &["--json-input", "--date", "2025-02-01", "--format", "json"],
    );
    assert_eq!(json(&by_ending, 0), long);
    assert_eq!(json(&by_option, 0), long);
}

#[test]
fn a_day_that_no_year_covers_is_undetermined() {
    let silent = "organisation = { name = \"Atelier Hélianthe\" }";
    for (file, date) in [
        ("years = [\"2025-01-01/2026-06-30\"]", "2026-07-01"),
        // Nobody said how the years before the long one ended.
        (
            "end = \"06-30\"\nexceptional = [{ start = 2025-01-01, end = 2026-06-30 }]",
            "2024-12-31",
        ),
        (silent, "2026-02-01"),
    ] {
        let answer = json(&fiscal_year(file, &["--date", date, "--format", "json"]), 1);
        assert_eq!(
            answer,
            json!({ "undetermined": "No fiscal year covers that day" })
        );
    }
    assert_eq!(
        words(
            &fiscal_year(silent, &["--date", "2026-02-01", "--lang", "fr"]),
            1
        ),
        "Aucun exercice comptable ne couvre ce jour\n"
    );
}

#[test]
fn people_read_the_first_and_the_last_day() {
    for (lang, said) in [
        (
            "en",
            "Fiscal year from Wednesday 1 January 2025 to Tuesday 30 June 2026\n",
        ),
        (
            "fr",
            "Exercice comptable du mercredi 1er janvier 2025 au mardi 30 juin 2026\n",
        ),
    ] {
        assert_eq!(
            words(
                &fiscal_year(LONG, &["--date", "2025-02-01", "--lang", lang]),
                0
            ),
            said
        );
    }
}

#[test]
fn a_file_that_cannot_be_used_ends_with_2_at_its_row() {
    for (file, en, fr) in [
        (
            "years = [\n\"2024-01-01/2024-12-31\",\n\"2025-01-02/2025-12-31\"]".to_owned(),
            "-: line 3, column 1: `years[2]`: this fiscal year does not begin on the day after",
            "-\u{a0}: ligne 3, colonne 1\u{a0}: `years[2]`\u{a0}: cet exercice ne commence pas au lendemain",
        ),
        (
            "years = [\n\"2024-01-01/2024-12-31\",\n\"2024-12-31/2025-12-31\"]".to_owned(),
            "-: line 3, column 1: `years[2]`: this fiscal year begins before",
            "-\u{a0}: ligne 3, colonne 1\u{a0}: `years[2]`\u{a0}: cet exercice commence avant",
        ),
        (
            "end = \"12-31\"\nexceptional = [{ start = 2025-01-01, end = 2026-06-30 }]".to_owned(),
            "-: line 1, column 1: the exceptional fiscal years do not join",
            "-\u{a0}: ligne 1, colonne 1\u{a0}: les exercices exceptionnels ne joignent pas",
        ),
        (
            format!("end = \"{MARKER}\"\nexceptional = \"{MARKER}\"\nyear = \"{MARKER}\""),
            "-: line 1, column 7: `end`: a closing such as",
            "-\u{a0}: ligne 1, colonne 7\u{a0}: `end`\u{a0}: on attend une clôture telle que",
        ),
        (
            format!("years = [\"{MARKER}\"]"),
            "-: line 1, column 10: `years[1]`: a fiscal year such as",
            "-\u{a0}: ligne 1, colonne 10\u{a0}: `years[1]`\u{a0}: on attend un exercice tel que",
        ),
        (
            format!("= {MARKER}"),
            "-: line 1, column",
            "-\u{a0}: ligne 1, colonne",
        ),
    ] {
        for (lang, start) in [("en", en), ("fr", fr)] {
            let output = fiscal_year(
                &file,
                &["--date", "2025-02-01", "--lang", lang, "--format", "json"],
            );
            let (answer, said) = (json(&output, 2), text(&output.stderr));
            assert!(said.starts_with(start), "{said}");
            assert!(answer["error"].as_str().unwrap().starts_with(start));
            assert!(
                !said.contains(MARKER) && !text(&output.stdout).contains(MARKER),
                "{said}"
            );
        }
    }
    let missing = greffe(
        &[
            "deadline",
            "fiscal-year",
            "--calendar",
            "/nowhere/years.toml",
            "--date",
            "2025-02-01",
        ],
        "",
    );
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).starts_with("/nowhere/years.toml: no such file"));
}
