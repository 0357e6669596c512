//! Where a bag is written: what a place must take, must refuse, and must not pass over.

use std::io::{self, Cursor, ErrorKind, Read, Seek, SeekFrom, Write};

use greffe_export::{
    BagSource, ExportError, MemorySink, MemorySpool, Sink, Spool, Stage, VerifyError, ZipSink,
    verify_zip,
};

use crate::fixture::{both, day, information, package, text, texts};

#[test]
fn a_path_in_memory_is_created_once_and_taken_away_for_good() {
    let mut sink = MemorySink::new();
    let file = sink.create("data/a").unwrap();
    sink.finish("data/a", file).unwrap();
    let twice = sink.create("data/a").unwrap_err();
    assert_eq!(twice.kind(), ErrorKind::AlreadyExists);
    Stage::remove(&mut sink, "data/a").unwrap();
    assert_eq!(sink.paths().unwrap(), Vec::<String>::new());
    let gone = Stage::remove(&mut sink, "data/a").unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
}

#[test]
fn an_export_that_was_staged_in_memory_leaves_nothing_of_its_staging() {
    let request = both();
    let (mut staged, mut at_once) = (MemorySink::new(), MemorySink::new());
    let sample = || package(&request).source(texts("a", &["x"]));
    let _ = sample().write_staged(&mut staged).unwrap();
    let _ = sample().write_folder(&mut at_once).unwrap();
    assert!(staged == at_once);
}

#[test]
fn a_buffer_in_memory_takes_its_limit_and_not_a_byte_more() {
    let mut buffer = MemorySpool::with_limit(4).open().unwrap();
    buffer.write_all(b"1234").unwrap();
    let full = buffer.write_all(b"5").unwrap_err();
    assert_eq!(full.kind(), ErrorKind::OutOfMemory);
    buffer.rewind().unwrap();
    let mut kept = Vec::new();
    buffer.read_to_end(&mut kept).unwrap();
    assert_eq!(kept, b"1234");
}

/// An archive that takes files of a known length straight in.
fn straight(bytes: &mut Cursor<Vec<u8>>) -> ZipSink<&mut Cursor<Vec<u8>>, MemorySpool> {
    let zip = ZipSink::new(bytes, MemorySpool::default(), "x", day(3, 16));
    zip.straight(|file, bytes| {
        file.get_mut().truncate(usize::try_from(bytes).unwrap());
        Ok(())
    })
}

#[test]
fn a_file_that_ends_before_the_length_that_was_said_is_not_taken() {
    let mut bytes = Cursor::new(Vec::new());
    let mut zip = straight(&mut bytes);
    let mut file = zip.create_of_length("a", 4).unwrap();
    file.write_all(b"123").unwrap();
    let short = zip.finish("a", file).unwrap_err();
    assert_eq!(short.kind(), ErrorKind::UnexpectedEof);
    drop(zip);
    assert_eq!(verify_zip(bytes), Err(VerifyError::NotAZip));
}

#[test]
fn a_file_that_is_dropped_on_its_way_leaves_no_archive() {
    for written in [&b"12"[..], b"1234"] {
        let mut bytes = Cursor::new(Vec::new());
        let mut zip = straight(&mut bytes);
        let whole = zip.create_of_length("a", 0).unwrap();
        zip.finish("a", whole).unwrap();
        let mut file = zip.create_of_length("b", 4).unwrap();
        file.write_all(written).unwrap();
        drop(file);
        assert!(zip.create_of_length("c", 1).is_err());
        drop(zip);
        assert_eq!(verify_zip(bytes), Err(VerifyError::NotAZip));
    }
}

/// A writer that fails once, at its first write after so many, and then works again.
struct Once {
    bytes: Cursor<Vec<u8>>,
    writes: usize,
}

impl Write for Once {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writes = self.writes.wrapping_sub(1);
        if self.writes == 0 {
            return Err(ErrorKind::StorageFull.into());
        }
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Once {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

#[test]
fn a_failure_that_a_caller_passes_over_is_said_again_and_there_is_no_archive() {
    let write = |writes| {
        let mut disk = Once {
            bytes: Cursor::new(Vec::new()),
            writes,
        };
        let mut zip = ZipSink::new(&mut disk, MemorySpool::default(), "x", day(3, 16)).stored();
        let mut failed = false;
        for path in ["a", "b", "c"] {
            let mut file = zip.create(path).unwrap();
            file.write_all(path.as_bytes()).unwrap();
            let taken = zip.finish(path, file).is_ok();
            assert!(!(failed && taken), "{path} after {writes} writes");
            failed |= !taken;
        }
        let ended = zip.end().is_ok();
        assert!(!(failed && ended), "after {writes} writes");
        (ended, verify_zip(disk.bytes) == Err(VerifyError::NotAZip))
    };
    assert_eq!(write(0), (true, false));
    for writes in 1..20 {
        assert_eq!(write(writes), (false, true), "after {writes} writes");
    }
}

/// Takes everything and cannot make it safe.
#[derive(Default)]
struct Unflushed(Cursor<Vec<u8>>);

impl Write for Unflushed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(ErrorKind::QuotaExceeded.into())
    }
}

impl Read for Unflushed {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0.read(bytes)
    }
}

impl Seek for Unflushed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn what_cannot_be_flushed_is_not_written() {
    let request = both();
    let sample = || package(&request).source(texts("a", &["x"]));
    let is_full = |error| matches!(error, ExportError::Write { kind, .. } if kind == ErrorKind::QuotaExceeded);
    let archive = sample().write_zip(Unflushed::default()).unwrap_err();
    assert!(is_full(archive));
    let spool = || Ok(Unflushed::default());
    let spooled = sample().write_zip_with(Cursor::new(Vec::new()), spool);
    assert!(is_full(spooled.unwrap_err()));
}

/// RFC 8493, 2.2.2: a line is a label and a value; a value with a line of its own would say what the writer did not.
#[test]
fn a_value_of_a_tag_file_is_one_line_whatever_it_is_made_of() {
    let written = |name: &str| {
        let request = both();
        let mut information = information();
        information.controller.name = greffe_terms::Text::plain(name);
        let mut bag = MemorySink::new();
        let _ = greffe_export::Package::for_request(&request, information)
            .dated(day(3, 16))
            .write_folder(&mut bag)
            .unwrap();
        text(&bag, "bag-info.txt")
    };
    let plain = written("Atelier Hélianthe");
    let expected = "Source-Organization: Atelier Hélianthe\nExternal-Identifier: R-1\nBagging-Date: 2026-03-16\nPayload-Oxum: ";
    assert!(plain.starts_with(expected), "{plain}");
    let hostile = "\u{a0}Atelier\u{1b}\r\n \tHélianthe\u{7}\u{2028}\n";
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let found = lines(&written(hostile));
    assert_eq!(found.len(), 5, "{found:?}");
    assert_eq!(found[0], lines(&plain)[0]);
}
