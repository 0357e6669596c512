//! A CSV file of a package reads back byte for byte, and a broken one says where.

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
