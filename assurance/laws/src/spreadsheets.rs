//! OpenDocument spreadsheets, and the CNIL's form in them.

use std::fmt::Debug;
use std::io::{Cursor, Write};

use greffe::terms::Lang;
use greffe_interchange::cnil;
use greffe_interchange::ods::{Edits, NewValue, OdsLimits, Spreadsheet};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::marker::{MARKER, assert_silent, marked};

/// Any bytes are a spreadsheet or an error. What was read is written back as it was, and an edited cell reads as edited.
pub fn spreadsheet(data: &[u8]) {
    let limits = OdsLimits::default();
    match Spreadsheet::open(data.to_vec(), limits) {
        Ok(book) => of_book(&book, limits),
        Err(error) => {
            assert_ne!(error.in_language(Lang::Fr), error.in_language(Lang::En));
        }
    }
    of_form(data, limits);
}

/// The same for `content.xml` alone, which damaged archives never reach; and whatever it says wrongly is not repeated.
pub fn spreadsheet_content(data: &[u8]) {
    spreadsheet(&packed(data));
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let bytes = packed(marked(text).as_bytes());
    match Spreadsheet::open(bytes.clone(), OdsLimits::default()) {
        Ok(book) => silent(&book),
        Err(error) => assert_silent(&error),
    }
    // A reference in the form is what places are named by, and the marker may be one.
    let bytes = packed(crate::marker::marked_with_an_address(text).as_bytes());
    match cnil::import(&bytes, OdsLimits::default()) {
        Ok((register, losses)) => {
            silent(&register);
            silent(&losses);
        }
        Err(error) => assert_silent(&error),
    }
}

fn of_book(book: &Spreadsheet, limits: OdsLimits) {
    let written = book.to_bytes().expect("what was read is written");
    let again = Spreadsheet::open(written, limits).expect("what was written is read");
    assert!(again.content() == book.content(), "another file came back");
    if book.sheets().is_empty() {
        return;
    }
    let text = "a <b> & \"c\"  d\ne";
    let mut edits = Edits::new();
    edits.sheet(0).set(1, 1, NewValue::Text(text.to_owned()));
    let Ok(edited) = book.edit(&edits) else {
        return;
    };
    let written = edited.to_bytes().expect("an edited file is written");
    let again = Spreadsheet::open(written, limits).expect("an edited file is read");
    assert_eq!(again.sheets().len(), book.sheets().len());
    assert_eq!(again.sheets()[0].text(1, 1), text);
    let others = |book: &Spreadsheet| -> Vec<String> {
        let places = [(0, 0), (0, 1), (1, 0), (2, 1), (1, 2)];
        let texts = places.map(|(row, column)| book.sheets()[0].text(row, column).to_owned());
        let mut texts = texts.to_vec();
        texts.extend(book.sheets().iter().map(|sheet| sheet.name().to_owned()));
        texts
    };
    assert_eq!(others(&again), others(book), "an edit changed another cell");
}

/// What a form says is a register, which can be said in that form unless the form has no blank record left.
fn of_form(data: &[u8], limits: OdsLimits) {
    let Ok((register, _)) = cnil::import(data, limits) else {
        return;
    };
    if let Ok((bytes, _)) = cnil::update(data, &register, limits) {
        let (again, _) = cnil::import(&bytes, limits).expect("an updated form is read");
        assert_eq!(again.processings().len(), register.processings().len());
    }
}

fn silent(shown: &impl Debug) {
    assert!(!format!("{shown:?}").contains(MARKER));
}

fn packed(content: &[u8]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    let mimetype: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    for (name, bytes) in [("mimetype", mimetype), ("content.xml", content)] {
        out.start_file(name, stored).expect("a name");
        out.write_all(bytes).expect("an entry");
    }
    out.finish().expect("an archive").into_inner()
}
