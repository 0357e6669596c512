//! Files from anywhere: an error or a spreadsheet, never a panic, and no more time and memory than the limits allow.

use greffe_interchange::cnil;
use greffe_interchange::ods::{Edits, NewValue, OdsError, OdsLimits, Spreadsheet};
use proptest::prelude::*;

use crate::ods_read::document;
use crate::sheet_form::{form, packed, packed_with};

fn open(bytes: &[u8]) -> Result<Spreadsheet, OdsError> {
    Spreadsheet::open(bytes.to_vec(), OdsLimits::default())
}

fn refusal(content: &str) -> OdsError {
    open(&packed(content)).unwrap_err()
}

/// The law of the fuzz target: whatever the bytes are, reading ends in a value or an error, and what was read can be edited and written.
pub(crate) fn any_bytes_are_a_spreadsheet_or_an_error(bytes: &[u8]) {
    let limits = OdsLimits::default();
    if let Ok(book) = Spreadsheet::open(bytes.to_vec(), limits) {
        let written = book.to_bytes().unwrap();
        assert!(Spreadsheet::open(written, limits).unwrap().content() == book.content());
        let mut edits = Edits::new();
        if !book.sheets().is_empty() {
            edits.sheet(0).set(1, 1, NewValue::Text("x".to_owned()));
        }
        if let Ok(edited) = book.edit(&edits) {
            assert_eq!(edited.sheets().len(), book.sheets().len());
        }
    }
    if let Ok((register, _)) = cnil::import(bytes, limits) {
        // What a form says can be said in that form, unless it has no blank record left.
        _ = cnil::update(bytes, &register, limits);
    }
}

/// The same law for `content.xml` alone, which random bytes of an archive never reach.
pub(crate) fn any_content_is_a_spreadsheet_or_an_error(content: &[u8]) {
    any_bytes_are_a_spreadsheet_or_an_error(&packed_with_content(content));
}

fn packed_with_content(content: &[u8]) -> Vec<u8> {
    packed_with(content, &[])
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    let bytes = form();
    for length in (0..bytes.len())
        .step_by(97)
        .chain(bytes.len() - 40..bytes.len())
    {
        assert_eq!(
            open(&bytes[..length]).unwrap_err(),
            OdsError::NotAZip,
            "{length}"
        );
    }
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let bomb = vec![b' '; 40 << 20];
    assert_eq!(
        open(&packed_with_content(&bomb)).unwrap_err(),
        OdsError::SuspiciousRatio
    );
    let picture = packed_with(document("").as_bytes(), &[("Pictures/bomb.png", &bomb)]);
    assert_eq!(open(&picture).unwrap_err(), OdsError::SuspiciousRatio);
    let narrow = OdsLimits {
        entry_bytes: 1000,
        ..OdsLimits::default()
    };
    assert_eq!(
        Spreadsheet::open(form(), narrow).unwrap_err(),
        OdsError::EntryTooLarge
    );
    let narrow = OdsLimits {
        total_bytes: 10_000,
        ..OdsLimits::default()
    };
    assert_eq!(
        Spreadsheet::open(form(), narrow).unwrap_err(),
        OdsError::EntryTooLarge
    );
    let narrow = OdsLimits {
        archive_bytes: 1000,
        ..OdsLimits::default()
    };
    assert_eq!(
        Spreadsheet::open(form(), narrow).unwrap_err(),
        OdsError::ArchiveTooLarge
    );
    let narrow = OdsLimits {
        entries: 4,
        ..OdsLimits::default()
    };
    assert_eq!(
        Spreadsheet::open(form(), narrow).unwrap_err(),
        OdsError::TooManyEntries
    );
}

#[test]
fn a_size_that_the_directory_lies_about_is_not_believed() {
    // The directory says that content.xml unpacks to 10 bytes.
    let mut bytes = form();
    let header = find(&bytes, b"PK\x01\x02", b"content.xml");
    bytes[header + 24..header + 28].copy_from_slice(&10_u32.to_le_bytes());
    assert!(matches!(
        open(&bytes),
        Err(OdsError::NotAZip | OdsError::BadXml { .. })
    ));
}

/// Where the header of an entry starts in the directory.
fn find(bytes: &[u8], signature: &[u8], name: &[u8]) -> usize {
    (0..bytes.len())
        .find(|at| {
            bytes[*at..].starts_with(signature)
                && bytes[*at..]
                    .get(46..)
                    .is_some_and(|rest| rest.starts_with(name))
        })
        .unwrap()
}

#[test]
fn names_that_lead_out_of_the_archive_or_are_there_twice_are_refused() {
    for name in [
        "../evil",
        "/etc/passwd",
        "a/../../b",
        "a\\b",
        "C:evil",
        "./a",
        "a//b",
    ] {
        let bytes = packed_with(document("").as_bytes(), &[(name, b"x")]);
        assert_eq!(open(&bytes).unwrap_err(), OdsError::UnsafeName, "{name}");
    }
    // The writer refuses to write a name twice; another one of the same length becomes it.
    let mut bytes = packed_with(document("").as_bytes(), &[("concent.xml", b"x")]);
    while let Some(at) = bytes
        .windows(11)
        .position(|window| window == b"concent.xml")
    {
        bytes[at..at + 11].copy_from_slice(b"content.xml");
    }
    assert_eq!(open(&bytes).unwrap_err(), OdsError::DuplicateName);
}

#[test]
fn encrypted_files_are_said_to_be_encrypted() {
    let mut bytes = form();
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let headers: Vec<_> = (0..bytes.len())
            .filter(|at| bytes[*at..].starts_with(signature))
            .collect();
        for at in headers {
            bytes[at + flags] |= 1;
        }
    }
    assert_eq!(open(&bytes).unwrap_err(), OdsError::Encrypted);
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:encryption-data/>"),
        ("content.xml", "cipher"),
    ] {
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut out, text.as_bytes()).unwrap();
    }
    assert_eq!(
        open(&out.finish().unwrap().into_inner()).unwrap_err(),
        OdsError::Encrypted
    );
}

#[test]
fn what_is_no_spreadsheet_is_refused() {
    let with = |mimetype: &str, name: &str| {
        let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in [("mimetype", mimetype), (name, &document(""))] {
            out.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            std::io::Write::write_all(&mut out, text.as_bytes()).unwrap();
        }
        open(&out.finish().unwrap().into_inner()).unwrap_err()
    };
    assert_eq!(
        with("application/vnd.oasis.opendocument.text", "content.xml"),
        OdsError::NotASpreadsheet
    );
    assert_eq!(
        with(
            "application/vnd.oasis.opendocument.spreadsheet",
            "other.xml"
        ),
        OdsError::NoContent
    );
    assert_eq!(open(b"").unwrap_err(), OdsError::NotAZip);
    assert_eq!(open(&[0; 4096]).unwrap_err(), OdsError::NotAZip);
}

#[test]
fn xml_that_does_more_than_say_cells_is_refused() {
    let doctype = r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>"#;
    assert_eq!(
        refusal(&document("").replacen("<office", &format!("{doctype}<office"), 1)),
        OdsError::DocumentType
    );
    let cell = |text: &str| {
        document(&format!(
            "<table:table-row><table:table-cell><text:p>{text}</text:p></table:table-cell></table:table-row>"
        ))
    };
    assert_eq!(refusal(&cell("&lol;")), OdsError::UnknownEntity);
    assert_eq!(
        refusal(&document("").replacen("table:name=\"One\"", "table:name=\"&lol;\"", 1)),
        OdsError::UnknownEntity
    );
    assert_eq!(
        refusal(&cell(&"<text:span>".repeat(10_000))),
        OdsError::TooDeep
    );
    assert_eq!(
        refusal(&"<a>".repeat(10_000)),
        OdsError::BadXml { position: 0 }
    );
    assert_eq!(
        refusal(&document("").replace("UTF-8", "UTF-16")),
        OdsError::NotUtf8
    );
    assert_eq!(
        refusal(&document("").replace(":table:1.0", ":other:1.0")),
        OdsError::OtherPrefixes
    );
    assert!(matches!(
        refusal("<office:document-content>"),
        OdsError::BadXml { .. }
    ));
    assert!(matches!(refusal(""), OdsError::BadXml { .. }));
    let many: String = (0..200).map(|number| format!(" a{number}=\"\"")).collect();
    assert_eq!(
        refusal(&document(&format!("<table:table-row{many}/>"))),
        OdsError::TooManyAttributes
    );
    let mut latin = document("").into_bytes();
    latin.insert(100, 0xe9);
    assert_eq!(
        open(&packed_with_content(&latin)).unwrap_err(),
        OdsError::NotUtf8
    );
}

#[test]
fn repeats_are_bounded_and_never_expanded() {
    for (rows, columns) in [
        ("0", "1"),
        ("1048577", "1"),
        ("1", "16385"),
        ("-1", "1"),
        ("99999999999999999999", "1"),
        ("1", "x"),
    ] {
        let row = format!(
            r#"<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}"/></table:table-row>"#
        );
        assert!(
            matches!(refusal(&document(&row)), OdsError::BadRepeat { .. }),
            "{rows} {columns}"
        );
    }
    let full = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>"#;
    let book = open(&packed(&document(full))).unwrap();
    assert_eq!(book.sheets()[0].filled().count(), 1);
    assert!(matches!(
        refusal(&document(&full.repeat(2))),
        OdsError::BadRepeat { .. }
    ));
    // Seventeen thousand million cells with text are no form.
    assert!(cnil::import(&packed(&document(full)), OdsLimits::default()).is_err());
    let many = "<table:table-row/>".repeat(1001);
    let narrow = OdsLimits {
        cells: 1000,
        ..OdsLimits::default()
    };
    assert_eq!(
        Spreadsheet::open(packed(&document(&many)), narrow).unwrap_err(),
        OdsError::TooManyCells
    );
}

#[test]
fn a_form_of_labels_alone_is_read_in_bounded_time() {
    let row = "<table:table-row><table:table-cell><text:p>Nom du traitement</text:p></table:table-cell><table:table-cell><text:p>Finalité principale</text:p></table:table-cell><table:table-cell><text:p>Date de création de la fiche</text:p></table:table-cell></table:table-row>";
    let bytes = packed(&document(&row.repeat(20_000)));
    let limits = OdsLimits {
        ratio: u64::MAX,
        ..OdsLimits::default()
    };
    let start = std::time::Instant::now();
    assert!(cnil::import(&bytes, limits).is_err());
    // Two hundred times what it takes; a quadratic search would take longer.
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn every_error_is_said_in_both_languages_without_a_value() {
    use greffe_terms::Lang;
    for error in [
        OdsError::NotAZip,
        OdsError::BadXml { position: 7 },
        OdsError::CoveredCell { row: 1, column: 2 },
        OdsError::UnwritableCharacter,
    ] {
        let (fr, en) = (error.in_language(Lang::Fr), error.in_language(Lang::En));
        assert_ne!(fr, en);
        assert_eq!(en, error.to_string());
        assert!(!fr.contains('\''), "{fr}");
    }
    let marker = "MARKER";
    let content = document(&format!(
        r#"<table:table-row><table:table-cell table:number-columns-repeated="{marker}"><text:p>{marker}"#
    ));
    let error = refusal(&content);
    assert!(!format!("{error} {error:?}").contains(marker));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn damaged_files_end_in_a_value_or_an_error(
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = form();
        for (place, byte) in &places {
            let at = place.index(bytes.len());
            bytes[at] = *byte;
        }
        any_bytes_are_a_spreadsheet_or_an_error(&bytes);
    }

    #[test]
    fn damaged_content_ends_in_a_value_or_an_error(
        places in proptest::collection::vec((any::<prop::sample::Index>(), proptest::sample::select(vec![
            "<", ">", "&", "\"", "/", "", "<table:table-row>", "</table:table-cell>", "<text:s text:c=\"9999999999\"/>", "Nom du traitement", "é", "2", "Destinataires",
        ])), 1..6),
        cut in 0_usize..3,
    ) {
        let mut content = crate::sheet_form::content();
        for (place, text) in &places {
            let mut at = place.index(content.len());
            while !content.is_char_boundary(at) {
                at -= 1;
            }
            let mut end = (at + cut * 7).min(content.len());
            while !content.is_char_boundary(end) {
                end -= 1;
            }
            content.replace_range(at..end.max(at), text);
        }
        any_content_is_a_spreadsheet_or_an_error(content.as_bytes());
    }

    #[test]
    fn any_bytes_at_all(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        any_bytes_are_a_spreadsheet_or_an_error(&bytes);
        any_content_is_a_spreadsheet_or_an_error(&bytes);
    }
}
