//! A staged folder that is written to while an export is under way.

use std::io::{self, Cursor, Read};

use greffe_export::{BagSource, ExportError, MemorySink, Sink, Stage, VerifyError, verify_zip};

use crate::fixture::{both, package, texts};

/// A folder in which somebody writes once everything was hashed.
struct Meddled(MemorySink);

impl Sink for Meddled {
    type File = Vec<u8>;

    fn create(&mut self, path: &str) -> io::Result<Vec<u8>> {
        self.0.create(path)
    }

    fn finish(&mut self, path: &str, file: Vec<u8>) -> io::Result<()> {
        self.0.finish(path, file)
    }
}

impl BagSource for Meddled {
    fn paths(&mut self) -> io::Result<Vec<String>> {
        self.0.paths()
    }

    fn read(
        &mut self,
        path: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut bytes = self.0.file(path).unwrap_or_default().to_vec();
        if path == "data/access/last.csv" {
            bytes.reverse();
        }
        read(&mut bytes.as_slice())
    }
}

impl Stage for Meddled {
    fn remove(&mut self, path: &str) -> io::Result<()> {
        self.0
            .remove(path)
            .map(|_| ())
            .ok_or(io::ErrorKind::NotFound.into())
    }
}

#[test]
fn a_staged_file_that_changes_before_it_is_packed_is_no_archive() {
    let request = both();
    let mut zip = Cursor::new(Vec::new());
    let error = package(&request)
        .source(texts("last", &["x", "y"]))
        .write_staged_zip(&mut Meddled(MemorySink::new()), &mut zip)
        .unwrap_err();
    assert!(matches!(error, ExportError::Write { .. }), "{error:?}");
    assert_eq!(verify_zip(zip), Err(VerifyError::NotAZip));
}
