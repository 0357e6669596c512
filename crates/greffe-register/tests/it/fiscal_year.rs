//! Fiscal years out of a register or a file of their own.

use chrono::NaiveDate;
use greffe_register::{Document, Register, RegisterError, read_fiscal_years};
use greffe_terms::Lang;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn close(document: &Document, date: &str) -> Option<String> {
    let years = read_fiscal_years(document).unwrap();
    years
        .containing(day(date))
        .map(|year| year.end().to_string())
}

fn refusal(text: &str) -> RegisterError {
    read_fiscal_years(&Document::from_toml(text).unwrap()).unwrap_err()
}

const MOVED: &str = r#"end = "06-30"
previous_end = "12-31"
exceptional = [{ start = 2025-01-01, end = 2026-06-30 }]
"#;

#[test]
fn a_table_alone_and_one_in_a_register_are_the_same_years() {
    let register =
        format!("[organisation]\nname = \"Atelier\"\n[organisation.fiscal_year]\n{MOVED}");
    let whole = Register::from_toml(&register).unwrap();
    for text in [MOVED, register.as_str()] {
        let document = Document::from_toml(text).unwrap();
        assert_eq!(&read_fiscal_years(&document).unwrap(), whole.fiscal_years());
        assert_eq!(
            close(&document, "2025-02-01").as_deref(),
            Some("2026-06-30")
        );
    }
}

#[test]
fn the_rest_of_a_register_is_not_looked_at() {
    let text = "organisation = { fiscal_year = { end = \"12-31\" }, dpo = 5 }\nprocessing = 7\n";
    let document = Document::from_toml(text).unwrap();
    assert_eq!(
        close(&document, "2026-02-01").as_deref(),
        Some("2026-12-31")
    );
    let silent = Document::from_toml("organisation = { name = \"Atelier\" }").unwrap();
    assert_eq!(close(&silent, "2026-02-01"), None);
    assert!(
        refusal("organisation = 5")
            .to_string()
            .contains("a table is expected")
    );
}

#[test]
fn a_list_of_years_needs_no_closing_and_knows_nothing_beyond() {
    let tables = "years = [{ start = 2025-01-01, end = 2026-06-30 }, { start = 2024-01-01, end = 2024-12-31 }]";
    let intervals = "years = [\"2024-01-01/2024-12-31\", \"2025-01-01/2026-06-30\"]";
    for text in [tables, intervals] {
        let document = Document::from_toml(text).unwrap();
        assert_eq!(
            close(&document, "2024-06-01").as_deref(),
            Some("2024-12-31")
        );
        assert_eq!(
            close(&document, "2026-06-30").as_deref(),
            Some("2026-06-30")
        );
        assert_eq!(close(&document, "2026-07-01"), None);
    }
    let json = Document::from_json("{\"years\": [\"2024-01-01/2024-12-31\"]}").unwrap();
    assert_eq!(close(&json, "2024-02-29").as_deref(), Some("2024-12-31"));
}

#[test]
fn gaps_and_overlaps_stand_at_their_row() {
    for (text, en, fr) in [
        (
            "years = [\n\"2024-01-01/2024-12-31\",\n\"2025-01-02/2025-12-31\"]",
            "line 3, column 1: `years[2]`: this fiscal year does not begin on the day after the one before it",
            "ligne 3, colonne 1\u{a0}: `years[2]`\u{a0}: cet exercice ne commence pas au lendemain du précédent",
        ),
        (
            // In order of dates the first row of the file is the later one.
            "years = [\n\"2024-12-31/2025-12-31\",\n\"2024-01-01/2024-12-31\"]",
            "line 2, column 1: `years[1]`: this fiscal year begins before the one before it ends",
            "ligne 2, colonne 1\u{a0}: `years[1]`\u{a0}: cet exercice commence avant la fin du précédent",
        ),
        (
            "end = \"06-30\"\nexceptional = [{ start = 2025-01-01, end = 2026-06-30 },\n{ start = 2026-06-30, end = 2027-06-30 }]",
            "line 3, column 1: `exceptional[2]`: two exceptional fiscal years overlap",
            "ligne 3, colonne 1\u{a0}: `exceptional[2]`\u{a0}: deux exercices exceptionnels se chevauchent",
        ),
        (
            "end = \"06-30\"\nexceptional = [{ start = 2025-01-01, end = 2026-06-30 },\n{ start = 2026-08-01, end = 2027-06-30 }]",
            "line 3, column 1: `exceptional[2]`: the exceptional fiscal years do not join the regular ones (`previous_end` tells the closing before)",
            "ligne 3, colonne 1\u{a0}: `exceptional[2]`\u{a0}: les exercices exceptionnels ne joignent pas les exercices réguliers (`previous_end` dit la clôture d’avant)",
        ),
        (
            "years = []\nend = \"12-31\"",
            "line 2, column 7: `end`: `years` lists every fiscal year and does not go with a closing",
            "ligne 2, colonne 7\u{a0}: `end`\u{a0}: `years` énumère tous les exercices et ne se combine pas avec une clôture",
        ),
    ] {
        let error = refusal(text);
        assert_eq!(error.to_string(), en);
        assert_eq!(error.in_language(Lang::Fr), fr);
    }
}

#[test]
fn what_is_no_year_is_refused_without_being_repeated() {
    let marker = "FR7630006000011234567890189";
    for text in [
        format!("years = [\"{marker}\"]"),
        format!("years = [{{ start = \"{marker}\", end = 2025-12-31 }}]"),
        format!("years = \"{marker}\""),
        format!("end = \"{marker}\""),
        format!("end = \"12-31\"\n{marker} = 1"),
        "years = [\"2025-01-01/2024-12-31\"]".to_owned(),
        "years = [{ start = 2025-01-01, end = 2024-12-31 }]".to_owned(),
        String::new(),
    ] {
        for lang in Lang::ALL {
            let said = refusal(&text).in_language(lang);
            assert!(said.contains(", col") && !said.contains(marker), "{said}");
        }
    }
}
