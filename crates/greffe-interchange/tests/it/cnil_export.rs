//! From a register to the form.

use greffe_interchange::cnil::{self, CnilError};
use greffe_interchange::ods::{OdsLimits, Spreadsheet};
use greffe_register::Register;
use greffe_terms::Lang;

use crate::sheet_form::{content, form, packed, raw_entries};

fn register(more: &str) -> Register {
    Register::from_toml(&format!(
        r#"
        organisation = {{ name = "Atelier Hélianthe", dpo = "none" }}
        [[processing]]
        ref = "FAC-01"
        name = {{ fr = "Facturation", en = "Billing" }}
        created = 2018-05-10
        sensitive = "none"
        not_processed = ["location"]
        data = [{{ category = "economic", detail = "IBAN", retention = {{ keep = "P10Y", after = "relation_end" }} }}]
        {more}
        "#
    ))
    .unwrap()
}

fn fill(register: &Register) -> Spreadsheet {
    let (bytes, _) = cnil::fill(&form(), register, OdsLimits::default()).unwrap();
    Spreadsheet::open(bytes, OdsLimits::default()).unwrap()
}

/// The text beside a label of a sheet.
fn beside(book: &Spreadsheet, sheet: usize, label: &str, columns: u32) -> String {
    let sheet = &book.sheets()[sheet];
    let row = (0..200)
        .find(|row| sheet.text(*row, 1).starts_with(label))
        .unwrap();
    sheet.text(row, 1 + columns).to_owned()
}

#[test]
fn a_processing_is_a_row_of_the_list_and_a_copy_of_the_model() {
    let book = fill(&register(""));
    let names: Vec<_> = book.sheets().iter().map(|sheet| sheet.name()).collect();
    assert_eq!(
        names,
        [
            "Mode d’emploi",
            "Liste des traitements",
            "Modèle de fiche",
            "Fiche FAC-01",
            "Exemple",
            "Listes"
        ]
    );
    for (label, columns, text) in [
        ("Nom du traitement", 1, "Facturation"),
        ("N° / RÉF", 1, "FAC-01"),
        ("Date de création", 1, "10/05/2018"),
        ("Informations d'ordre économique", 1, "IBAN"),
        (
            "Informations d'ordre économique",
            4,
            "10 ans à compter de la fin de la relation",
        ),
        ("Données de localisation", 1, "Non"),
        ("Données concernant la santé", 1, "Non"),
        ("Vie personnelle", 1, ""),
    ] {
        assert_eq!(beside(&book, 3, label, columns), text, "{label}");
    }
    let list = &book.sheets()[1];
    let row: Vec<_> = [0, 1, 2, 7].map(|column| list.text(10, column)).to_vec();
    assert_eq!(row, ["Facturation", "FAC-01", "10/05/2018", "Non"]);
    assert_eq!(
        [list.text(1, 2), list.text(5, 2)],
        ["Atelier Hélianthe", "Aucun"]
    );
    // The title repeats the reference by a formula.
    let title = book.sheets()[3].cell(0, 5).unwrap();
    assert_eq!(
        (title.text(), title.formula()),
        ("FAC-01", Some("of:=[.C5]"))
    );
}

#[test]
fn filling_in_leaves_everything_else_as_it_was() {
    let register = register("");
    let (bytes, _) = cnil::fill(&form(), &register, OdsLimits::default()).unwrap();
    let (mut before, mut after) = (raw_entries(&form()), raw_entries(&bytes));
    assert!(before.remove("content.xml") != after.remove("content.xml"));
    assert!(before == after);
    assert!(
        cnil::fill(&form(), &register, OdsLimits::default())
            .unwrap()
            .0
            == bytes
    );
    let filled = Spreadsheet::open(bytes, OdsLimits::default()).unwrap();
    // The other sheets, byte for byte.
    let start = |content: &str, name: &str| {
        content
            .find(&format!("<table:table table:name=\"{name}\""))
            .unwrap()
    };
    let (old, new) = (content(), filled.content());
    assert!(
        old[..start(&old, "Liste des traitements")] == new[..start(new, "Liste des traitements")]
    );
    assert!(old[start(&old, "Exemple")..] == new[start(new, "Exemple")..]);
    // The copy keeps comments and validations.
    for kept in [
        "<office:annotation",
        "table:content-validation-name=\"persons\"",
    ] {
        assert_eq!(
            new.matches(kept).count() * 2,
            old.matches(kept).count() * 3,
            "{kept}"
        );
    }
}

#[test]
fn more_than_the_form_has_rows_for_gets_rows_of_its_own() {
    let many: Vec<String> = (1..=9)
        .map(|n| format!("{{ id = \"p{n}\", name = \"But {n}\" }}"))
        .collect();
    let book = fill(&register(&format!("purpose = [{}]", many.join(", "))));
    assert_eq!(beside(&book, 3, "Finalité principale", 1), "But 1");
    assert_eq!(beside(&book, 3, "Sous-finalité 3", 1), "But 4");
    assert_eq!(beside(&book, 3, "Sous-finalité 8", 1), "But 9");
    assert_eq!(
        beside(&book, 3, "Informations d'ordre économique", 1),
        "IBAN"
    );
}

#[test]
fn an_update_edits_the_cells_that_differ_and_no_others() {
    let (bytes, _) = cnil::fill(&form(), &register(""), OdsLimits::default()).unwrap();
    let changed = register("responsible = \"Comptabilité\"");
    let (updated, _) = cnil::update(&bytes, &changed, OdsLimits::default()).unwrap();
    let [before, after] = [bytes.clone(), updated]
        .map(|bytes| Spreadsheet::open(bytes, OdsLimits::default()).unwrap());
    assert_eq!(
        beside(&after, 3, "Responsable du traitement", 1),
        "Comptabilité"
    );
    let (old, new) = (before.content(), after.content());
    let same = old
        .bytes()
        .zip(new.bytes())
        .take_while(|(old, new)| old == new)
        .count();
    let end = old
        .bytes()
        .rev()
        .zip(new.bytes().rev())
        .take_while(|(old, new)| old == new)
        .count();
    // One run of blank cells was split around the new text.
    assert!(old.len() - same - end < 200 && new.len() - same - end < 300);
    // A record that the register does not have stays and is reported.
    let none =
        Register::from_toml("organisation = { name = \"Atelier Hélianthe\", dpo = \"none\" }")
            .unwrap();
    let (left, losses) = cnil::update(&bytes, &none, OdsLimits::default()).unwrap();
    assert!(left == bytes);
    assert!(
        losses
            .in_language(Lang::Fr)
            .contains("supposé\u{a0}: sheet 4\u{a0}: le registre n’a pas ce traitement"),
        "{losses}"
    );
}

#[test]
fn a_form_that_begins_with_a_byte_order_mark_is_filled_in_and_keeps_it() {
    for mark in ["\u{feff}", "\u{feff}\u{feff}"] {
        let marked = packed(&format!("{mark}{}", content()));
        let (bytes, _) = cnil::fill(&marked, &register(""), OdsLimits::default()).unwrap();
        let book = Spreadsheet::open(bytes.clone(), OdsLimits::default()).unwrap();
        assert_eq!(beside(&book, 3, "Nom du traitement", 1), "Facturation");
        let (plain, _) = cnil::fill(&form(), &register(""), OdsLimits::default()).unwrap();
        let plain = Spreadsheet::open(plain, OdsLimits::default()).unwrap();
        assert!(book.content() == format!("{mark}{}", plain.content()));
        let (updated, _) = cnil::update(&bytes, &register(""), OdsLimits::default()).unwrap();
        assert!(updated == bytes);
    }
}

#[test]
fn a_filled_form_is_not_filled_again_and_one_without_model_is_refused() {
    let (bytes, _) = cnil::fill(&form(), &register(""), OdsLimits::default()).unwrap();
    let error = cnil::fill(&bytes, &register(""), OdsLimits::default()).unwrap_err();
    assert_eq!(error.to_string(), "sheet 4: a record is there already");
    assert_eq!(
        error.in_language(Lang::Fr),
        "feuille 4\u{a0}: une fiche s’y trouve déjà"
    );
    let named = content().replacen(
        "<text:p>ref-001</text:p>",
        "<text:p>1 - Exemple</text:p>",
        2,
    );
    let error = cnil::fill(&packed(&named), &register(""), OdsLimits::default()).unwrap_err();
    assert_eq!(error, CnilError::NoTemplate);
}

#[test]
fn the_report_names_the_path_of_what_has_no_cell_and_never_the_value() {
    let register = register("software = [\"MARKER\"]\nstorage = \"MARKER\"");
    let (_, losses) = cnil::fill(&form(), &register, OdsLimits::default()).unwrap();
    let places: Vec<_> = losses.losses().iter().map(|loss| loss.place()).collect();
    assert_eq!(
        places,
        [
            "processing[FAC-01].name.en",
            "processing[FAC-01].software",
            "processing[FAC-01].storage",
        ]
    );
    let text = losses.in_language(Lang::Fr) + &losses.in_language(Lang::En);
    assert!(!text.contains("MARKER"));
    assert!(!text.contains('\''), "{text}");
}
