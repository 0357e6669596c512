//! Attachments that go straight into an archive: the bytes are those of the way through the spool, whatever fails.

use std::io::{self, Cursor, Read};

use greffe_export::{
    Attachment, Attachments, Done, ExportError, Kind, MemorySink, MemorySpool, Package, Provenance,
    Request, SourceFailure, SourceOutcome, VerifyError, verify_bag, verify_zip,
};
use proptest::prelude::*;

use crate::bag::SmallDisk;
use crate::fixture::{both, field, lines, package, texts};

/// A file of the host: what it holds, what its length is said to be, and whether its disk fails at the end.
#[derive(Debug, Clone)]
struct Given {
    content: Vec<u8>,
    length: Option<u64>,
    breaks: bool,
}

impl Given {
    fn of(content: &[u8], more: i64) -> Self {
        let length = u64::try_from(content.len()).unwrap();
        Self {
            content: content.to_vec(),
            length: length.checked_add_signed(more),
            breaks: false,
        }
    }

    /// Whether it is in the package.
    fn is_whole(&self) -> bool {
        let length = u64::try_from(self.content.len()).unwrap();
        !self.breaks && self.length.is_none_or(|said| said == length)
    }

    fn attachment(&self, name: usize) -> Attachment<'_> {
        let end: Box<dyn Read> = if self.breaks {
            Box::new(Broken)
        } else {
            Box::new(io::empty())
        };
        let name = format!("{name}.ogg");
        let file = Attachment::new(name, "audio/ogg", Read::chain(self.content.as_slice(), end));
        match self.length {
            Some(length) => file.of_length(length),
            None => file,
        }
    }
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::TimedOut.into())
    }
}

fn sample<'a>(request: &'a Request, files: &'a [Given]) -> Package<'a> {
    let content = field("recording", Kind::Text, Provenance::Provided, "account");
    let given = files.iter().enumerate();
    let given = given.map(|(place, file)| Ok(file.attachment(place)));
    package(request)
        .source(texts("first", &["x"]))
        .attachments(Attachments::new("recordings", content, given))
}

fn cut(file: &mut Cursor<Vec<u8>>, bytes: u64) -> io::Result<()> {
    file.get_mut().truncate(usize::try_from(bytes).unwrap());
    Ok(())
}

/// The archive through the spool, and straight.
fn both_ways(files: &[Given]) -> [(Done, Vec<u8>); 2] {
    let request = both();
    let (mut spooled, mut straight) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    let through = sample(&request, files).write_zip(&mut spooled).unwrap();
    let spool = MemorySpool::default();
    let past = sample(&request, files)
        .write_zip_straight(&mut straight, spool, |file, bytes| cut(file, bytes))
        .unwrap();
    [
        (through, spooled.into_inner()),
        (past, straight.into_inner()),
    ]
}

#[test]
fn a_file_that_fails_leaves_no_byte_in_the_archive() {
    // Incompressible, and longer than everything that follows: without the cut it would stay behind the directory.
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    })
    .take(500_000)
    .collect();
    let broken = Given {
        breaks: true,
        ..Given::of(&noise, 0)
    };
    let files = [broken.clone(), Given::of(b"whole", 0), broken];
    let [(through, spooled), (past, straight)] = both_ways(&files);
    assert_eq!(through, past);
    assert!(spooled == straight, "the same bytes");
    assert!(straight.len() < noise.len());
    assert_eq!(
        *past.completeness().sources()[1].outcome(),
        SourceOutcome::Failed(SourceFailure::Unreadable)
    );
    assert!(verify_zip(Cursor::new(straight)).unwrap().is_intact());
}

#[test]
fn a_file_that_is_shorter_or_longer_than_was_said_is_no_whole_file() {
    for (more, whole) in [(-1, false), (0, true), (1, false)] {
        let request = both();
        let mut bag = MemorySink::new();
        let files = [Given::of(b"OggS", more)];
        let done = sample(&request, &files).write_folder(&mut bag).unwrap();
        assert_eq!(done.completeness().is_complete(), whole, "{more} more");
        let listed = &lines(&bag, "data/access/recordings.ndjson")[0];
        assert_eq!(listed["path"].is_null(), !whole, "{more} more");
        assert_eq!(bag.file("data/files/recordings/0.ogg").is_some(), whole);
        assert!(verify_bag(&mut bag).unwrap().is_intact());
    }
}

#[test]
fn bytes_at_hand_are_the_file_that_a_stream_of_them_is() {
    let content = vec![7; 200_000];
    let bag = |file: Attachment<'_>| {
        let request = both();
        let mut bag = MemorySink::new();
        let field = field("recording", Kind::Text, Provenance::Provided, "account");
        let files = Attachments::new("recordings", field, [Ok(file)]);
        let done = package(&request).attachments(files).write_folder(&mut bag);
        (done.unwrap(), bag)
    };
    let stream = bag(Attachment::new("a.ogg", "audio/ogg", content.as_slice()));
    let at_hand = || Attachment::of_bytes("a.ogg", "audio/ogg", &content);
    assert!(bag(at_hand()) == stream);
    let (done, bag) = bag(at_hand().of_length(3));
    assert!(!done.completeness().is_complete());
    assert!(bag.file("data/files/recordings/a.ogg").is_none());
}

#[test]
fn a_disk_that_fills_up_never_leaves_what_looks_like_an_export() {
    let broken = Given {
        breaks: true,
        ..Given::of(b"half", 0)
    };
    let files = [Given::of(b"whole", 0), broken, Given::of(b"whole too", 0)];
    let request = both();
    let write = |room| {
        let mut disk = SmallDisk::of(room);
        let result = sample(&request, &files).write_zip_straight(
            &mut disk,
            MemorySpool::default(),
            |disk, bytes| cut(&mut disk.bytes, bytes),
        );
        (result, disk.bytes)
    };
    let (whole, bytes) = write(usize::MAX);
    assert!(whole.is_ok());
    for room in (0..bytes.get_ref().len()).step_by(7) {
        let (result, bytes) = write(room);
        let full = matches!(
            result,
            Err(ExportError::Write {
                kind: io::ErrorKind::StorageFull,
                ..
            })
        );
        assert!(full, "after {room} bytes: {result:?}");
        let found = verify_zip(bytes);
        assert_eq!(found, Err(VerifyError::NotAZip), "after {room} bytes");
    }
}

#[test]
fn a_writer_that_cannot_be_cut_is_an_error_and_no_archive() {
    let files = [Given {
        breaks: true,
        ..Given::of(b"half", 0)
    }];
    let request = both();
    let mut disk = SmallDisk::of(usize::MAX);
    let error = sample(&request, &files)
        .write_zip_straight(&mut disk, MemorySpool::default(), |_, _| {
            Err(io::ErrorKind::PermissionDenied.into())
        })
        .unwrap_err();
    let refused = matches!(
        error,
        ExportError::Write {
            kind: io::ErrorKind::PermissionDenied,
            ..
        }
    );
    assert!(refused, "{error:?}");
    assert_eq!(verify_zip(disk.bytes), Err(VerifyError::NotAZip));
}

fn given() -> impl Strategy<Value = Given> {
    let content = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300),
        (any::<u8>(), 65_000_usize..140_000).prop_map(|(byte, length)| vec![byte; length]),
    ];
    (content, prop::option::of(-2_i64..3), any::<bool>()).prop_map(|(content, more, breaks)| {
        let length = more.and_then(|more| Given::of(&content, more).length);
        Given {
            content,
            length,
            breaks,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn straight_or_through_the_spool_the_archive_has_the_same_bytes(
        files in prop::collection::vec(given(), 0..6),
    ) {
        let [(through, spooled), (past, straight)] = both_ways(&files);
        prop_assert_eq!(&through, &past);
        prop_assert!(spooled == straight);
        let whole = files.iter().all(Given::is_whole);
        prop_assert_eq!(past.completeness().is_complete(), whole);
        prop_assert!(verify_zip(Cursor::new(straight)).unwrap().is_intact());
    }
}
