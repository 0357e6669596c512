//! Edits: the edited cells and nothing else.

use std::collections::BTreeMap;

use greffe_interchange::ods::{Edits, NewValue, OdsError, OdsLimits, SheetEdits, Spreadsheet};
use proptest::prelude::*;

use crate::ods_read::book;
use crate::sheet_form::{entries, form, raw_entries};

fn text(text: &str) -> NewValue {
    NewValue::Text(text.to_owned())
}

fn set(row: u32, column: u32, value: NewValue) -> Edits {
    let mut edits = Edits::new();
    edits.sheet(0).set(row, column, value);
    edits
}

#[test]
fn an_edit_changes_the_bytes_of_its_cell_and_no_others() {
    let book = book(
        r#"<table:table-row  table:style-name='a"b' ><table:table-cell table:style-name="s" table:content-validation-name="v" office:value-type="float" office:value="3" table:number-columns-spanned="2" table:number-rows-spanned="1"><office:annotation><text:p>note</text:p></office:annotation><text:p>3</text:p></table:table-cell><table:covered-table-cell/><!-- kept --></table:table-row>"#,
    );
    let before = book.content().to_owned();
    let after = book.edit(&set(0, 0, text("a & b"))).unwrap();
    let cell = r#"<table:table-cell table:style-name="s" table:content-validation-name="v" table:number-columns-spanned="2" table:number-rows-spanned="1" office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>a &amp; b</text:p></table:table-cell>"#;
    let start = before.find("<table:table-cell").unwrap();
    let end = before.find("</table:table-cell>").unwrap() + "</table:table-cell>".len();
    assert_eq!(
        after.content(),
        format!("{}{cell}{}", &before[..start], &before[end..])
    );
    assert_eq!(after.sheets()[0].text(0, 0), "a & b");
    assert_eq!(
        after.sheets()[0].cell(0, 0).unwrap().validation(),
        Some("v")
    );
}

#[test]
fn repeated_cells_and_rows_are_split_around_an_edit() {
    let book = book(
        r#"<table:table-row table:style-name="r" table:number-rows-repeated="5"><table:table-cell table:style-name="s" table:number-columns-repeated="4"/></table:table-row>"#,
    );
    let after = book.edit(&set(2, 1, text("x"))).unwrap();
    let run = |rows: &str| {
        format!(
            r#"<table:table-row table:style-name="r"{rows}><table:table-cell table:style-name="s" table:number-columns-repeated="4"/></table:table-row>"#
        )
    };
    let two = run(r#" table:number-rows-repeated="2""#);
    let edited = r#"<table:table-row table:style-name="r"><table:table-cell table:style-name="s"/><table:table-cell table:style-name="s" office:value-type="string"><text:p>x</text:p></table:table-cell><table:table-cell table:style-name="s" table:number-columns-repeated="2"/></table:table-row>"#;
    assert!(
        after.content().contains(&format!("{two}{edited}{two}")),
        "{}",
        after.content()
    );
}

#[test]
fn a_date_is_a_date_and_emptying_takes_the_value_away() {
    let book = book(
        r#"<table:table-row><table:table-cell office:value-type="string" table:formula="of:=1"><text:p>old</text:p></table:table-cell></table:table-row>"#,
    );
    let day = "2018-05-10".parse().unwrap();
    let dated = book.edit(&set(0, 0, NewValue::Date(day))).unwrap();
    assert!(dated.content().contains(r#"<table:table-cell office:value-type="date" office:date-value="2018-05-10"><text:p>10/05/2018</text:p></table:table-cell>"#));
    let emptied = dated.edit(&set(0, 0, NewValue::Empty)).unwrap();
    assert!(
        emptied
            .content()
            .contains("<table:table-row><table:table-cell/></table:table-row>")
    );
    let computed = book
        .edit(&set(0, 0, NewValue::Computed("new".to_owned())))
        .unwrap();
    assert_eq!(
        computed.sheets()[0].cell(0, 0).unwrap().formula(),
        Some("of:=1")
    );
    assert_eq!(computed.sheets()[0].text(0, 0), "new");
}

#[test]
fn cells_and_rows_beyond_what_the_sheet_writes_down_are_added() {
    let book = book("<table:table-row/><table:table-row><table:table-cell/></table:table-row>");
    let mut edits = set(0, 2, text("a"));
    edits.sheet(0).set(5, 1, text("b"));
    edits.sheet(0).set(6, 0, text("c"));
    let after = book.edit(&edits).unwrap();
    let sheet = &after.sheets()[0];
    assert_eq!(
        [sheet.text(0, 2), sheet.text(5, 1), sheet.text(6, 0)],
        ["a", "b", "c"]
    );
    assert_eq!(sheet.height(), 7);
    for (row, column) in [(1 << 20, 0), (0, 1 << 14)] {
        assert_eq!(
            book.edit(&set(row, column, text("x"))).unwrap_err(),
            OdsError::OutsideSheet
        );
    }
}

#[test]
fn what_cannot_be_edited_is_refused() {
    let book = book(
        r#"<table:table-row><table:table-cell table:number-rows-spanned="2"/><table:covered-table-cell/></table:table-row><table:table-row><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row><table:table-row><table:table-cell table:formula="of:=[.A9]"/></table:table-row>"#,
    );
    assert_eq!(
        book.edit(&set(1, 1, text("x"))).unwrap_err(),
        OdsError::CoveredCell { row: 1, column: 1 }
    );
    assert_eq!(
        book.edit(&set(0, 0, text("\u{1}"))).unwrap_err(),
        OdsError::UnwritableCharacter
    );
    let mut edits = Edits::new();
    edits.sheet(3).set(0, 0, text("x"));
    assert_eq!(book.edit(&edits).unwrap_err(), OdsError::NoSuchSheet);
    let copied = |row: u32| {
        let mut edits = Edits::new();
        edits.sheet(0).copy_row(row, []);
        book.edit(&edits)
    };
    assert_eq!(copied(0).unwrap_err(), OdsError::MergedRows);
    assert_eq!(copied(2).unwrap_err(), OdsError::FormulaBelow);
    for (name, error) in [
        ("one", OdsError::SheetNameTaken),
        ("a/b", OdsError::BadSheetName),
        ("", OdsError::BadSheetName),
        ("12345678901234567890123456789012", OdsError::BadSheetName),
    ] {
        let mut edits = Edits::new();
        edits.copy_sheet(0, 0, name.to_owned(), SheetEdits::new());
        assert_eq!(book.edit(&edits).unwrap_err(), error, "{name}");
    }
}

#[test]
fn a_copied_row_stands_below_with_its_own_values() {
    let book = book(
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:style-name="s"><text:p>a</text:p></table:table-cell><table:table-cell/></table:table-row>"#,
    );
    let mut edits = Edits::new();
    edits.sheet(0).copy_row(0, [(1, text("one"))]);
    edits
        .sheet(0)
        .copy_row(0, [(0, text("b")), (1, text("two"))]);
    let after = book.edit(&edits).unwrap();
    let sheet = &after.sheets()[0];
    let rows: Vec<_> = (0..4)
        .map(|row| [sheet.text(row, 0), sheet.text(row, 1)])
        .collect();
    assert_eq!(rows, [["a", ""], ["a", "one"], ["b", "two"], ["a", ""]]);
    assert_eq!(after.content().matches("table:style-name=\"s\"").count(), 4);
}

#[test]
fn a_sheet_written_down_to_its_last_row_loses_blank_ones_for_those_inserted() {
    const LAST: u32 = 1 << 20;
    let used = r#"<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>"#;
    let blank = |times: u32| {
        format!(
            r#"<table:table-row table:number-rows-repeated="{times}"><table:table-cell/></table:table-row>"#
        )
    };
    let filled = |times: u32| {
        let repeated = format!(r#"<table:table-row table:number-rows-repeated="{times}">"#);
        used.replacen("<table:table-row>", &repeated, 1)
    };
    let full = book(&format!("{used}{}", blank(LAST - 1)));
    assert_eq!(full.sheets()[0].height(), LAST);
    let mut edits = Edits::new();
    for copy in ["b", "c"] {
        edits.sheet(0).copy_row(0, [(0, text(copy))]);
    }
    let after = full.edit(&edits).unwrap();
    let sheet = &after.sheets()[0];
    assert_eq!([0, 1, 2].map(|row| sheet.text(row, 0)), ["a", "b", "c"]);
    assert_eq!(sheet.height(), LAST);
    assert!(after.content().contains(&blank(LAST - 3)));

    // Blank rows that an edit fills stay, and where it stood; those below it go.
    edits.sheet(0).set(5, 0, text("d"));
    let after = full.edit(&edits).unwrap();
    let sheet = &after.sheets()[0];
    assert_eq!([2, 7].map(|row| sheet.text(row, 0)), ["c", "d"]);
    assert_eq!(sheet.height(), LAST);
    assert!(after.content().contains(&blank(LAST - 8)));

    // A short run of blank rows at the end: the longer one before it gives.
    let two = book(&format!("{used}{}{}", blank(LAST - 2), blank(1)));
    let after = two.edit(&edits).unwrap();
    assert_eq!(after.sheets()[0].height(), LAST);
    assert_eq!(after.sheets()[0].text(7, 0), "d");

    // All of them may go.
    let mut edits = Edits::new();
    edits.sheet(0).copy_row(0, [(0, text("b"))]);
    let used_up = book(&format!("{used}{}{}", filled(LAST - 2), blank(1)));
    let after = used_up.edit(&edits).unwrap();
    assert_eq!(after.sheets()[0].height(), LAST);
    assert_eq!(after.sheets()[0].text(LAST - 1, 0), "a");

    // No row with something in it goes, and no blank one above it or above an edit.
    for rows in [
        format!("{}{}{used}", filled(LAST - 9), blank(8)),
        format!("{used}{}{used}", blank(LAST - 2)),
        format!("{}{}", filled(LAST - 9), blank(9)),
    ] {
        let full = book(&rows);
        assert_eq!(full.sheets()[0].height(), LAST, "{rows}");
        let mut edits = Edits::new();
        edits.sheet(0).copy_row(0, []);
        edits.sheet(0).copy_row(0, []);
        edits.sheet(0).set(LAST - 2, 0, text("z"));
        assert_eq!(
            full.edit(&edits).unwrap_err(),
            OdsError::OutsideSheet,
            "{rows}"
        );
    }
}

/// A comment, a picture, a formula that gives nothing and a merged cell are seen in no text, and are lost with their row all the same.
#[test]
fn no_row_goes_with_which_something_would_be_lost() {
    const LAST: u32 = 1 << 20;
    let row = |cell: &str| format!("<table:table-row>{cell}</table:table-row>");
    let used = row("<table:table-cell><text:p>a</text:p></table:table-cell>");
    let blank = |times: u32| {
        format!(
            r#"<table:table-row table:number-rows-repeated="{times}"><table:table-cell table:number-columns-repeated="3"/></table:table-row>"#
        )
    };
    let copied = |rows: &str| {
        let full = book(rows);
        assert_eq!(full.sheets()[0].height(), LAST, "{rows}");
        let mut edits = Edits::new();
        edits.sheet(0).copy_row(0, [(0, text("b"))]);
        full.edit(&edits)
    };
    for cell in [
        "<table:table-cell><office:annotation><text:p>keep me</text:p></office:annotation></table:table-cell>",
        "<table:table-cell><draw:frame/></table:table-cell>",
        "<table:table-cell><text:p><draw:frame/></text:p></table:table-cell>",
        r#"<table:table-cell table:formula="of:=&quot;&quot;"/>"#,
        r#"<table:table-cell office:value-type="string"/>"#,
        "<table:covered-table-cell/>",
        r#"<table:table-cell table:number-columns-spanned="2"/><table:covered-table-cell/>"#,
    ] {
        let kept = row(&format!("<table:table-cell/>{cell}"));
        let at_the_end = copied(&format!("{used}{}{kept}", blank(LAST - 2)));
        assert_eq!(at_the_end.unwrap_err(), OdsError::OutsideSheet, "{cell}");
        let repeated = kept.replacen("row>", r#"row table:number-rows-repeated="2">"#, 1);
        let at_the_end = copied(&format!("{used}{}{repeated}", blank(LAST - 3)));
        assert_eq!(at_the_end.unwrap_err(), OdsError::OutsideSheet, "{cell}");
        // Above rows that have nothing, it moves down.
        let after = copied(&format!("{used}{kept}{}", blank(LAST - 2))).unwrap();
        let rows = format!("{kept}{}", blank(LAST - 3));
        assert!(after.content().contains(&rows), "{cell}");
        assert_eq!(after.sheets()[0].height(), LAST);
    }
    // Cells that are merged down to the last row.
    let merged = row(r#"<table:table-cell table:number-rows-spanned="2"/>"#);
    let covered = row("<table:covered-table-cell/>");
    let to_the_end = copied(&format!("{used}{}{merged}{covered}", blank(LAST - 3)));
    assert_eq!(to_the_end.unwrap_err(), OdsError::OutsideSheet);
}

#[test]
fn a_copied_sheet_has_its_own_name_and_ids_and_the_rest_stays() {
    let bytes = form();
    let book = Spreadsheet::open(bytes.clone(), OdsLimits::default()).unwrap();
    let mut edits = Edits::new();
    let mut own = SheetEdits::new();
    own.set(3, 2, text("Facturation"));
    edits.copy_sheet(2, 2, "Fiche d'essai & co".to_owned(), own);
    edits.copy_sheet(2, 2, "Autre".to_owned(), SheetEdits::new());
    let after = book.edit(&edits).unwrap();
    let names: Vec<_> = after.sheets().iter().map(|sheet| sheet.name()).collect();
    assert_eq!(
        names,
        [
            "Mode d’emploi",
            "Liste des traitements",
            "Modèle de fiche",
            "Fiche d'essai & co",
            "Autre",
            "Exemple",
            "Listes"
        ]
    );
    assert_eq!(after.sheets()[3].text(3, 2), "Facturation");
    assert_eq!(after.sheets()[4].text(3, 2), "");
    for sheet in after.sheets() {
        let same = book
            .sheets()
            .iter()
            .find(|other| other.name() == sheet.name());
        assert!(same.is_none_or(|same| same.height() == sheet.height()));
    }
    let ids: Vec<_> = after
        .content()
        .split("xml:id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let unique: std::collections::BTreeSet<_> = ids.iter().collect();
    // One of the model, one of each copy.
    assert_eq!((ids.len(), unique.len()), (3, 3));
    for id in unique {
        assert!(
            after.content().contains(&format!("draw:control=\"{id}\"")),
            "{id}"
        );
    }
    let written = after.to_bytes().unwrap();
    let (mut old, mut new) = (raw_entries(&bytes), raw_entries(&written));
    assert!(old.remove("content.xml") != new.remove("content.xml"));
    assert!(old == new);
    assert!(entries(&written)["content.xml"] == after.content().as_bytes());
    assert!(after.to_bytes().unwrap() == written);
}

/// Rows of cells, some repeated, and the same as a grid.
fn grids() -> impl Strategy<Value = Vec<(u32, Vec<(u32, String)>)>> {
    let cell = (1_u32..4, prop_oneof![Just(String::new()), "[a-c<& ]{1,4}"]);
    proptest::collection::vec((1_u32..4, proptest::collection::vec(cell, 1..4)), 1..5)
}

fn rows_of(grid: &[(u32, Vec<(u32, String)>)]) -> String {
    let mut out = String::new();
    for (rows, cells) in grid {
        out.push_str(&format!(
            "<table:table-row table:number-rows-repeated=\"{rows}\">"
        ));
        for (columns, text) in cells {
            let text = text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace(' ', "<text:s/>");
            out.push_str(&format!("<table:table-cell table:number-columns-repeated=\"{columns}\"><text:p>{text}</text:p></table:table-cell>"));
        }
        out.push_str("</table:table-row>");
    }
    out
}

fn texts_of(book: &Spreadsheet) -> BTreeMap<(u32, u32), String> {
    let sheet = &book.sheets()[0];
    let mut all = BTreeMap::new();
    for row in 0..sheet.height().min(40) {
        for column in 0..20 {
            let text = sheet.text(row, column);
            if !text.is_empty() {
                _ = all.insert((row, column), text.to_owned());
            }
        }
    }
    all
}

proptest! {
    /// Whatever is edited: the edited cells say what they were told, all others what they said.
    #[test]
    fn edits_do_what_they_say(
        grid in grids(),
        edits in proptest::collection::btree_map((0_u32..20, 0_u32..20), "[a-c \t\n\"<&é’\u{a0}]{0,8}", 0..8),
    ) {
        let book = book(&rows_of(&grid));
        let mut wanted = texts_of(&book);
        let mut asked = Edits::new();
        for ((row, column), text) in &edits {
            asked.sheet(0).set(*row, *column, NewValue::Text(text.clone()));
            if text.is_empty() {
                _ = wanted.remove(&(*row, *column));
            } else {
                _ = wanted.insert((*row, *column), text.clone());
            }
        }
        let after = book.edit(&asked).unwrap();
        prop_assert_eq!(texts_of(&after), wanted);
        let reread = Spreadsheet::open(after.to_bytes().unwrap(), OdsLimits::default()).unwrap();
        prop_assert_eq!(texts_of(&reread), texts_of(&after));
    }
}
