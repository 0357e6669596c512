//! What cells hold.

use chrono::NaiveDate;
use greffe_interchange::ods::{OdsLimits, Spreadsheet, Value};

use crate::sheet_form::{entries, form, packed, raw_entries};

/// A spreadsheet of one sheet with these rows.
pub(crate) fn book(rows: &str) -> Spreadsheet {
    Spreadsheet::open(packed(&document(rows)), OdsLimits::default()).unwrap()
}

/// The `content.xml` of one sheet with these rows.
pub(crate) fn document(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="One">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    )
}

fn text_of(cell: &str) -> String {
    let book = book(&format!("<table:table-row>{cell}</table:table-row>"));
    book.sheets()[0].text(0, 0).to_owned()
}

#[test]
fn paragraphs_line_breaks_blanks_and_tabs_are_the_characters_that_they_stand_for() {
    for (cell, text) in [
        ("<text:p>one</text:p><text:p>two</text:p>", "one\ntwo"),
        ("<text:p>one<text:line-break/>two</text:p>", "one\ntwo"),
        ("<text:p>a<text:s text:c=\"3\"/>b</text:p>", "a   b"),
        ("<text:p>a <text:s/>b</text:p>", "a  b"),
        ("<text:p>  a \n\t b  </text:p>", "a b"),
        ("<text:p><text:s/>a<text:s/></text:p>", " a "),
        ("<text:p>a<text:tab/>b</text:p>", "a\tb"),
        (
            "<text:p>a <text:span>b <text:a>c</text:a></text:span></text:p>",
            "a b c",
        ),
        (
            "<text:p>&lt;&amp;&gt;&quot;&apos;&#233;&#x2019;</text:p>",
            "<&>\"'é’",
        ),
        ("<text:p><![CDATA[a & b]]></text:p>", "a & b"),
        (
            "<office:annotation><text:p>note</text:p></office:annotation><text:p>cell</text:p>",
            "cell",
        ),
        ("<text:p/><text:p>after</text:p>", "\nafter"),
    ] {
        assert_eq!(
            text_of(&format!("<table:table-cell>{cell}</table:table-cell>")),
            text,
            "{cell}"
        );
    }
}

#[test]
fn the_value_of_a_cell_is_told_by_its_type() {
    let book = book(
        r#"<table:table-row><table:table-cell office:value-type="date" office:date-value="2018-05-26"/><table:table-cell office:value-type="date" office:date-value="2018-05-26T08:30:00"/><table:table-cell office:value-type="float" office:value="43246"/><table:table-cell office:value-type="boolean" office:boolean-value="true"/><table:table-cell office:value-type="string" office:string-value="only here"/><table:table-cell office:value-type="time" office:time-value="PT1H"/><table:table-cell/></table:table-row>"#,
    );
    let sheet = &book.sheets()[0];
    let day = NaiveDate::from_ymd_opt(2018, 5, 26).unwrap();
    let values: Vec<_> = (0..7)
        .map(|column| sheet.cell(0, column).unwrap().value())
        .collect();
    assert!(values[0] == Value::Date(day) && values[1] == Value::Date(day));
    assert!(values[2] == Value::Number(43246.0) && values[3] == Value::Boolean(true));
    assert!(values[4] == Value::Text && sheet.text(0, 4) == "only here");
    assert!(values[5] == Value::Other && values[6] == Value::Empty);
}

#[test]
fn repeated_and_covered_cells_count_and_are_not_expanded() {
    let book = book(
        r#"<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"><text:p>y</text:p></table:table-cell><table:covered-table-cell/></table:table-row><table:table-header-rows><table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table-header-rows>"#,
    );
    let sheet = &book.sheets()[0];
    assert_eq!(sheet.height(), 1 << 20);
    assert_eq!(
        [sheet.text(0, 0), sheet.text(2, 1), sheet.text(1, 2)],
        ["x", "x", "y"]
    );
    assert_eq!(sheet.cell(1, 2).unwrap().merged(), (2, 1));
    assert!(sheet.cell(2, 3).unwrap().is_covered());
    assert!(sheet.cell(0, 4).is_none() && sheet.cell(1 << 20, 0).is_none());
    assert!(sheet.cell(1000, 16383).is_some());
    assert_eq!(sheet.filled().count(), 2);
}

#[test]
fn tables_within_cells_are_no_sheets() {
    let inner = r#"<table:table-row><table:table-cell><table:table table:name="inner"><table:table-row><table:table-cell><text:p>inside</text:p></table:table-cell></table:table-row></table:table><text:p>outside</text:p></table:table-cell></table:table-row>"#;
    let book = book(inner);
    assert_eq!(book.sheets().len(), 1);
    assert_eq!(book.sheets()[0].text(0, 0), "outside");
}

#[test]
fn a_file_that_nobody_edits_is_written_as_it_was_read() {
    let bytes = form();
    let book = Spreadsheet::open(bytes.clone(), OdsLimits::default()).unwrap();
    let written = book.to_bytes().unwrap();
    assert!(raw_entries(&written) == raw_entries(&bytes));
    let edited = book.edit(&greffe_interchange::ods::Edits::new()).unwrap();
    assert!(edited.content() == book.content());
    assert!(edited.to_bytes().unwrap() == written);
    assert!(entries(&written) == entries(&bytes));
}

#[test]
fn mimetype_comes_first_and_stored_whatever_the_archive_was_like() {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [
        (
            "content.xml",
            document("<table:table-row><table:table-cell/></table:table-row>").into_bytes(),
        ),
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet".to_vec(),
        ),
    ] {
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut out, &bytes).unwrap();
    }
    let bytes = out.finish().unwrap().into_inner();
    let written = Spreadsheet::open(bytes, OdsLimits::default())
        .unwrap()
        .to_bytes()
        .unwrap();
    assert_eq!(&written[30..38], b"mimetype");
    assert!(written[38..].starts_with(b"application/vnd.oasis.opendocument.spreadsheet"));
}
