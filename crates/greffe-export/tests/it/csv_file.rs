//! A CSV file of a package reads back byte for byte, and a broken one says where.

use std::io::{self, ErrorKind, Read};

use greffe_export::{CsvCell, CsvFault, CsvFile, guarded};
use greffe_terms::Lang;
use proptest::prelude::*;

const MARKER: &str = "FR7630006000011234567890189";

fn fault(file: &[u8]) -> (u64, CsvFault) {
    let error = match CsvFile::open(file) {
        Ok(rows) => rows
            .filter_map(Result::err)
            .next()
            .expect("the file is broken"),
        Err(error) => error,
    };
    for shown in [
        error.to_string(),
        error.in_language(Lang::Fr),
        format!("{error:?}"),
    ] {
        assert!(!shown.contains(MARKER), "{shown}");
    }
    (error.line(), error.fault())
}

#[test]
fn every_fault_has_its_line() {
    let columns = format!("a,b\r\n1,2\r\n{MARKER}\r\n");
    assert_eq!(
        fault(columns.as_bytes()),
        (
            3,
            CsvFault::Cells {
                expected: 2,
                found: 1
            }
        )
    );
    let quote = format!("a,b\r\n1,2\r\n\"{MARKER},2\r\n3,4\r\n");
    assert_eq!(fault(quote.as_bytes()).1, CsvFault::OpenQuote);
    assert_eq!(fault(quote.as_bytes()).0, 3);
    assert_eq!(fault(b"a,b\r\n1,2\r\nx,\xff\r\n"), (3, CsvFault::NotUtf8));
    assert_eq!(fault(b"\xff\r\n"), (1, CsvFault::NotUtf8));
    assert_eq!(fault(b""), (1, CsvFault::Empty));
}

#[test]
fn nothing_comes_after_a_fault() {
    let mut rows = CsvFile::open(&b"a,b\n1\n1,2\n"[..]).unwrap();
    assert!(rows.next().unwrap().is_err());
    assert!(rows.next().is_none());
}

/// Gives so many bytes a read, and fails at the end or not.
struct Portions<'b>(&'b [u8], usize, Option<ErrorKind>);

impl Read for Portions<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.2 {
            Some(kind) if self.0.is_empty() => Err(kind.into()),
            _ => {
                let end = into.len().min(self.1);
                self.0.read(&mut into[..end])
            }
        }
    }
}

#[test]
fn however_few_bytes_come_at_once_the_rows_are_the_same() {
    for (file, whole) in [
        ("a,b\r\n\"1\",2\r\n\"x \"\"y\"\"\",\"\r\n\"\r\n", true),
        ("a,b\r\n\"1\",2\r\n\"x,2\r\n\"3\",4\r\n\"", false),
    ] {
        let read = |portion| {
            let rows = CsvFile::open(Portions(file.as_bytes(), portion, None)).unwrap();
            rows.collect::<Vec<_>>()
        };
        let at_once = read(file.len());
        assert_eq!(at_once.iter().all(Result::is_ok), whole);
        for portion in 1..file.len() {
            assert!(read(portion) == at_once, "{portion} at once");
        }
    }
}

#[test]
fn the_columns_and_the_line_of_each_record_are_told() {
    let file = "name,'=sum\r\n\"two\r\nlines\",1\r\nlast,2\r\n";
    let mut rows = CsvFile::open(file.as_bytes()).unwrap();
    assert_eq!(rows.columns(), ["name", "=sum"]);
    assert_eq!(rows.line(), 1);
    let mut lines = Vec::new();
    while rows.next().is_some() {
        lines.push(rows.line());
    }
    assert_eq!(lines, [2, 4]);
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let error = |bytes: &'static [u8], kind| match CsvFile::open(Portions(bytes, 8, Some(kind))) {
        Ok(rows) => rows.filter_map(Result::err).next().unwrap(),
        Err(error) => error,
    };
    for kind in [ErrorKind::PermissionDenied, ErrorKind::TimedOut] {
        assert_eq!(error(b"", kind).fault(), CsvFault::Unreadable(kind));
        let later = error(b"a,b\r\n1,2\r\n", kind);
        assert_eq!(later.fault(), CsvFault::Unreadable(kind));
    }
}

#[test]
fn every_fault_has_words_in_both_languages_and_its_line() {
    let of = |file: &'static [u8]| match CsvFile::open(file) {
        Ok(rows) => rows.filter_map(Result::err).next().unwrap(),
        Err(error) => error,
    };
    let refused = Portions(b"", 1, Some(ErrorKind::PermissionDenied));
    let unreadable = CsvFile::open(refused).err().unwrap();
    for (error, fr, en) in [
        (
            of(b""),
            "ligne 1\u{a0}: le fichier n’a pas d’en-tête",
            "line 1: the file has no header",
        ),
        (
            of(b"a,b\nx,\xff\n"),
            "ligne 2\u{a0}: ce n’est pas de l’UTF-8",
            "line 2: not UTF-8",
        ),
        (
            of(b"a,b\n1,2\n1,2,3\n"),
            "ligne 3\u{a0}: 3 cellules pour 2 colonnes",
            "line 3: 3 cells for 2 columns",
        ),
        (
            of(b"a,b\n1\n"),
            "ligne 2\u{a0}: 1 cellule pour 2 colonnes",
            "line 2: 1 cell for 2 columns",
        ),
        (
            of(b"a\n1,2\n"),
            "ligne 2\u{a0}: 2 cellules pour 1 colonne",
            "line 2: 2 cells for 1 column",
        ),
        (
            of(b"a,b\n\"1,2\n"),
            "ligne 2\u{a0}: un guillemet n’est jamais refermé",
            "line 2: a quote is never closed",
        ),
        (
            unreadable,
            "ligne 1\u{a0}: lecture impossible (accès refusé)",
            "line 1: cannot be read (permission denied)",
        ),
    ] {
        assert_eq!(error.in_language(Lang::Fr), fr);
        assert_eq!(error.in_language(Lang::En), en);
        assert_eq!(error.to_string(), en);
    }
}

proptest! {
    /// What the package writes comes back, whatever the texts: commas, quotes, line ends, formulas, markers, nothing at all.
    #[test]
    fn texts_come_back_byte_for_byte(
        rows in prop::collection::vec(prop::collection::vec(prop::option::of("[ -~\\r\\n\\t=+@'\"éà＝]{0,12}|\\[redacted r1\\]"), 3), 0..8),
    ) {
        let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        file.write_record(["a", "b", "c"]).unwrap();
        for row in &rows {
            let cells: Vec<String> = row.iter().map(|cell| cell.as_ref().map_or(String::new(), |text| guarded(text).into_owned())).collect();
            file.write_record(cells).unwrap();
        }
        let bytes = file.into_inner().unwrap();
        let read: Vec<Vec<CsvCell>> = CsvFile::open(bytes.as_slice()).unwrap().map(Result::unwrap).collect();
        let wanted: Vec<Vec<CsvCell>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.clone().map_or(CsvCell::Null, CsvCell::Text)).collect())
            .collect();
        prop_assert!(read == wanted);
    }

    /// No bytes make it panic, and whatever is wrong has a line of the file.
    #[test]
    fn arbitrary_bytes_end_in_rows_or_in_a_fault_with_its_line(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        let error = match CsvFile::open(bytes.as_slice()) {
            Ok(rows) => rows.filter_map(Result::err).next(),
            Err(error) => Some(error),
        };
        if let Some(error) = error {
            prop_assert!((1..=lines).contains(&error.line()));
        }
    }
}
