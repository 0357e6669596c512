//! The register as a table for a spreadsheet.

use greffe_register::Register;
use greffe_register::render::{Csv, CsvColumn};
use greffe_terms::Lang;
use proptest::prelude::*;

use super::generated::registers;

fn rows(table: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(table.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

fn cell(table: &[Vec<String>], row: usize, name: &str) -> String {
    let column = table[0].iter().position(|found| found == name).unwrap();
    table[row][column].clone()
}

fn register(line: &str) -> Register {
    let text =
        format!("organisation = {{ name = \"A\" }}\nprocessing = [{{ ref = \"A\", {line} }}]");
    Register::from_toml(&text).unwrap()
}

#[test]
fn the_first_line_names_the_columns_in_the_language() {
    for lang in Lang::ALL {
        let table = rows(&Csv::new(lang).render(&register("name = \"A\"")));
        let names: Vec<_> = CsvColumn::ALL
            .iter()
            .map(|column| column.name(lang))
            .collect();
        assert_eq!(table[0], names);
    }
}

#[test]
fn lines_end_as_rfc_4180_has_it() {
    let table = Csv::new(Lang::En).render(&register("name = \"a, \\\"b\\\"\\nc\""));
    assert!(table.ends_with("\r\n"));
    assert!(table.contains("A,\"a, \"\"b\"\"\nc\","));
}

#[test]
fn a_cell_that_begins_like_a_formula_does_not_run_and_is_read_back() {
    for text in [
        "=1+1",
        "+1",
        "-1",
        "@a",
        "  =1",
        "'quoted",
        "＝1",
        "\u{200b}=1",
        "\u{2060}=1",
        "﹦1",
    ] {
        let record = format!("name = {}", serde_json::json!(text));
        let table = rows(&Csv::new(Lang::En).render(&register(&record)));
        let cell = cell(&table, 1, "Processing activity");
        assert_eq!(cell.strip_prefix('\''), Some(text), "{cell}");
    }
    let table = rows(&Csv::new(Lang::En).render(&register("name = \"Billing = money\"")));
    assert_eq!(cell(&table, 1, "Processing activity"), "Billing = money");
}

#[test]
fn absences_have_words_of_their_own_and_what_is_not_asked_is_empty() {
    let table = |line: &str| rows(&Csv::new(Lang::Fr).render(&register(line)));
    let transfers = |line: &str| cell(&table(line), 1, "Transferts");
    assert_eq!(transfers("name = \"A\""), "Non renseigné");
    assert_eq!(transfers("name = \"A\", transfers = \"none\""), "Néant");
    assert_eq!(
        transfers("name = \"A\", transfers = \"not_applicable\""),
        "Sans objet"
    );
    let nothing = table("name = \"A\"");
    assert_eq!(cell(&nothing, 1, "Catégorie de données"), "Non renseigné");
    assert_eq!(cell(&nothing, 1, "Conservation"), "");
    assert_eq!(cell(&nothing, 1, "Pour le compte de"), "");
}

#[test]
fn a_row_says_what_the_rule_says() {
    let line = "name = \"A\", data = [{ category = \"economic\", fields = [\"iban\"], sealed = [\"iban\"], retention = { keep = \"P10Y\", after = \"relation_end\", law = [\"C. com. L123-22\"] } }]";
    let table = rows(&Csv::new(Lang::En).render(&register(line)));
    assert_eq!(
        cell(&table, 1, "Retention"),
        "10 years from the end of the relation"
    );
    assert_eq!(cell(&table, 1, "Law"), "C. com. L123-22");
    assert_eq!(cell(&table, 1, "Encrypted fields"), "IBAN");
    let extract = rows(&Csv::new(Lang::En).public_extract().render(&register(line)));
    assert!(!extract[0].contains(&"Encrypted fields".to_owned()));
    assert_eq!(extract[0].len() + 4, table[0].len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn each_data_entry_has_a_row_and_no_cell_runs(document in registers()) {
        let register = Register::from_json(&document.to_string()).unwrap();
        for (csv, register) in [
            (Csv::new(Lang::En), register.clone()),
            (Csv::new(Lang::Fr).public_extract(), register.public_extract()),
        ] {
            let table = rows(&csv.render(&register));
            let expected: usize = register.processings().iter().map(|one| one.data.len().max(1)).sum();
            prop_assert_eq!(table.len(), 1 + expected);
            for row in &table {
                prop_assert_eq!(row.len(), csv.columns().count());
                for cell in row {
                    prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{}", cell);
                }
            }
        }
    }
}
