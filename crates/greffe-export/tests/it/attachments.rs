//! Attachments go in as they are, and one that is missing is never passed over.

use std::io::{self, Cursor, Read};

use greffe_export::{
    Attachment, Attachments, Field, Kind, MemorySink, Provenance, SourceFailure, SourceOutcome,
    verify_bag, verify_zip,
};

use crate::fixture::{both, field, lines, package, request, text};

fn content(provenance: Provenance) -> Field {
    field("recording", Kind::Text, provenance, "account")
}

/// A file whose disk fails half-way.
struct Failing(Cursor<Vec<u8>>);

impl Read for Failing {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self.0.read(bytes)? {
            0 => Err(io::Error::other("zq-personal-7731")),
            read => Ok(read),
        }
    }
}

#[test]
fn files_are_byte_exact_safe_and_listed_in_both_packages() {
    let large: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let files = || {
        [
            Ok(Attachment::new("../Été.ogg", "audio/ogg", large.as_slice())),
            Ok(Attachment::new("ete.OGG", "audio/ogg", &b"second"[..])),
        ]
    };
    let request = both();
    let mut bag = MemorySink::new();
    let source = Attachments::new("recordings", content(Provenance::Provided), files())
        .labelled("Vos appels", "Your calls");
    let done = package(&request)
        .attachments(source)
        .write_folder(&mut bag)
        .unwrap();
    assert!(done.completeness().is_complete());
    assert_eq!(bag.file("data/files/recordings/Ete.ogg").unwrap(), large);
    assert_eq!(
        bag.file("data/files/recordings/ete-2.OGG").unwrap(),
        b"second"
    );
    for tree in ["access", "portability"] {
        let listing = lines(&bag, &format!("data/{tree}/recordings.ndjson"));
        assert_eq!(listing[0]["name"], "../Été.ogg", "the given name is mapped");
        assert_eq!(listing[0]["path"], "files/recordings/Ete.ogg");
        assert_eq!(listing[0]["bytes"], 200_000);
        assert_eq!(listing[1]["path"], "files/recordings/ete-2.OGG");
        let manifest = text(&bag, "manifest-sha256.txt");
        let digest = listing[1]["sha256"].as_str().unwrap();
        assert!(manifest.contains(&format!("{digest}  data/files/recordings/ete-2.OGG\n")));
    }
    assert!(text(&bag, "data/index.html").contains("<a href=\"files/recordings/Ete.ogg\">"));
    assert!(verify_bag(&mut bag).unwrap().is_intact());

    let mut zip = Cursor::new(Vec::new());
    let source = Attachments::new("recordings", content(Provenance::Provided), files());
    let _ = package(&request)
        .attachments(source)
        .write_zip(&mut zip)
        .unwrap();
    assert!(verify_zip(zip).unwrap().is_intact());
}

#[test]
fn a_file_that_fails_is_listed_as_missing_and_the_next_is_read() {
    let files = [
        Ok(Attachment::new(
            "a.ogg",
            "audio/ogg",
            Failing(Cursor::new(vec![7; 100_000])),
        )),
        Ok(Attachment::new("b.ogg", "audio/ogg", &b"whole"[..])),
    ];
    let request = both();
    let mut bag = MemorySink::new();
    let done = package(&request)
        .attachments(Attachments::new(
            "recordings",
            content(Provenance::Observed),
            files,
        ))
        .write_folder(&mut bag)
        .unwrap();
    assert_eq!(
        *done.completeness().sources()[0].outcome(),
        SourceOutcome::Failed(SourceFailure::Unreadable)
    );
    assert!(!done.completeness().is_complete());
    let listing = lines(&bag, "data/access/recordings.ndjson");
    assert_eq!(
        (&listing[0]["name"], &listing[0]["path"]),
        (&"a.ogg".into(), &serde_json::Value::Null)
    );
    assert!(
        bag.file("data/files/recordings/a.ogg").is_none(),
        "half a file is not in the bag"
    );
    assert_eq!(bag.file("data/files/recordings/b.ogg").unwrap(), b"whole");
    let page = text(&bag, "data/index.html");
    assert!(page.contains("Ce dossier est incomplet"));
    // The list is whole; it is a file that is not.
    assert!(page.contains(
        "tous les fichiers ne sont pas dans ce dossier (fichiers nommés dans la liste\u{a0}: 2)"
    ));
    assert!(!page.contains("premiers enregistrements"));
    assert!(verify_bag(&mut bag).unwrap().is_intact());
    assert!(
        bag.files()
            .all(|(_, bytes)| !bytes.windows(16).any(|part| part == b"zq-personal-7731"))
    );
}

#[test]
fn a_source_of_files_that_breaks_off_says_so() {
    let files = [
        Ok(Attachment::new("a.ogg", "audio/ogg", &b"whole"[..])),
        Err(SourceFailure::TimedOut),
    ];
    let request = both();
    let mut bag = MemorySink::new();
    let done = package(&request)
        .attachments(Attachments::new(
            "recordings",
            content(Provenance::Observed),
            files,
        ))
        .write_folder(&mut bag)
        .unwrap();
    let statement = &done.completeness().sources()[0];
    assert_eq!(
        (statement.outcome(), statement.records()),
        (&SourceOutcome::Failed(SourceFailure::TimedOut), 1)
    );
}

#[test]
fn files_that_are_not_portable_stay_out_of_a_portable_package() {
    let files = [Ok(Attachment::new(
        "a.pdf",
        "application/pdf",
        &b"whole"[..],
    ))];
    let request = request(&[greffe_export::Right::Portability]);
    let mut bag = MemorySink::new();
    let done = package(&request)
        .attachments(Attachments::new(
            "opinions",
            content(Provenance::Inferred),
            files,
        ))
        .write_folder(&mut bag)
        .unwrap();
    assert_eq!(
        *done.completeness().sources()[0].outcome(),
        SourceOutcome::NotPortable
    );
    assert!(done.completeness().is_complete());
    assert!(bag.files().all(|(path, _)| !path.contains("files/")));
}

#[test]
fn a_name_of_a_file_is_in_no_error() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    impl greffe_export::Sink for Full {
        type File = Full;
        fn create(&mut self, _: &str) -> io::Result<Full> {
            Ok(Full)
        }
        fn finish(&mut self, _: &str, _: Full) -> io::Result<()> {
            Ok(())
        }
    }
    let files = [Ok(Attachment::new(
        "zq-personal.pdf",
        "application/pdf",
        &b"whole"[..],
    ))];
    let request = both();
    let error = package(&request)
        .attachments(Attachments::new(
            "letters",
            content(Provenance::Provided),
            files,
        ))
        .write_folder(&mut Full)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot write file 1 of `letters`: no storage space"
    );
}

#[test]
fn a_file_that_is_gone_when_its_turn_comes_is_listed_and_the_next_one_is_read() {
    let opened = std::cell::RefCell::new(Vec::new());
    let files = [("a.txt", true), ("gone.txt", false), ("z.txt", true)].map(|(name, is_there)| {
        let opened = &opened;
        Ok(Attachment::opened_late(name, "text/plain", move || {
            opened.borrow_mut().push(name);
            if is_there {
                Ok(name.as_bytes())
            } else {
                Err(io::ErrorKind::NotFound.into())
            }
        }))
    });
    let source = Attachments::new("letters", content(Provenance::Provided), files);
    assert!(
        opened.borrow().is_empty(),
        "nothing is opened before its turn"
    );
    let request = both();
    let mut bag = MemorySink::new();
    let done = package(&request)
        .attachments(source)
        .write_folder(&mut bag)
        .unwrap();
    assert_eq!(*opened.borrow(), ["a.txt", "gone.txt", "z.txt"]);
    assert_eq!(bag.file("data/files/letters/z.txt").unwrap(), b"z.txt");
    let listing = lines(&bag, "data/access/letters.ndjson");
    assert_eq!(listing[1]["name"], "gone.txt");
    assert!(listing[1]["path"].is_null());
    let gap = done.completeness().gaps().next().unwrap();
    assert_eq!(
        *gap.outcome(),
        SourceOutcome::Failed(SourceFailure::Unreadable)
    );
}
