//! Archives that were made to show one program one thing and another program another.

use std::io::{Cursor, Read, Write};
use std::time::Instant;

use greffe_export::{
    BagSource, Difference, MemorySink, SignatureFault, SignatureState, SigningKey, Verification,
    VerifyError, ZipBag, verify_bag, verify_signed_bag, verify_zip,
};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::fixture::{both, package, texts};

const FOLDER: &str = "export-R-1/";

fn zip() -> Vec<u8> {
    let request = both();
    let mut bytes = Cursor::new(Vec::new());
    let _ = package(&request)
        .source(texts("a", &["x"]))
        .signed_with(&SigningKey::ed25519(&[7; 32]))
        .write_zip(&mut bytes)
        .unwrap();
    bytes.into_inner()
}

fn files() -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(zip())).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn packed<'f>(files: impl IntoIterator<Item = &'f (String, Vec<u8>)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn with(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut files = files();
    files.push((name.to_owned(), bytes.to_vec()));
    packed(&files)
}

fn verified(bytes: &[u8]) -> Verification {
    verify_zip(Cursor::new(bytes)).unwrap()
}

fn unlisted(path: &str) -> Vec<Difference> {
    vec![Difference::Unlisted {
        path: path.to_owned(),
    }]
}

#[test]
fn a_file_beside_the_bags_folder_never_falls_together_with_one_in_it() {
    assert!(verified(&zip()).is_intact());
    assert!(verified(&packed(&files())).is_intact());
    let evil = with("data/access/a.csv", b"other");
    assert_eq!(
        verified(&evil).differences(),
        unlisted("../data/access/a.csv")
    );
    let paths = ZipBag::open(Cursor::new(evil)).unwrap().paths().unwrap();
    assert_eq!(paths.len(), files().len() + 1);
    for name in ["note.txt", "export-R-2/data/access/a.csv"] {
        let found = verified(&with(name, b""));
        assert_eq!(found.differences(), unlisted(&format!("../{name}")));
    }
}

#[test]
fn a_bag_lies_in_one_folder_and_a_part_of_a_name_is_none() {
    for folder in [
        "x", "../", "/", "a/b/", "C:/", "a\\", ".. /", " ../", ".../",
    ] {
        let moved: Vec<_> = files()
            .into_iter()
            .map(|(name, bytes)| (name.replacen(FOLDER, folder, 1), bytes))
            .collect();
        assert!(!verified(&packed(&moved)).is_intact(), "{folder}");
    }
    let top: Vec<_> = files()
        .into_iter()
        .map(|(name, bytes)| (name.replacen(FOLDER, "", 1), bytes))
        .collect();
    assert!(verified(&packed(&top)).is_intact());
}

#[test]
fn names_that_are_one_on_some_systems_are_two_of_one_name() {
    for (one, two) in [
        ("A.csv", "a.csv"),
        ("\u{e9}", "e\u{301}"),
        ("É", "e\u{301}"),
        ("σ.csv", "ς.csv"),
        ("ſ", "s"),
        // Windows leaves out blanks at either end, and points behind.
        ("data/a.csv", "data/a.csv."),
        ("data/a.csv", "data/a.csv "),
        ("data/a.csv", "data/ a.csv"),
        ("data/a.csv", "DATA. /A.csv. ."),
        // A file that is a folder.
        ("a", "a/b"),
        ("A/b", "a/B/c"),
        ("a/b.", "a /b/c"),
    ] {
        let mut bag = MemorySink::new();
        bag.put(one, Vec::new());
        bag.put(two, Vec::new());
        let found = verify_bag(&mut bag).unwrap();
        assert!(
            found.differences().contains(&Difference::TwoOfOneName),
            "{one} {two}"
        );
    }
    // Points before a name, and other blanks, are of the name; what only begins as a folder does is not in it.
    for (one, two) in [
        ("a", ".a"),
        ("a", "..a"),
        ("a", "a\u{3000}"),
        ("a", "a-/b"),
        ("a/b", "a/b0/c"),
    ] {
        let mut bag = MemorySink::new();
        bag.put(one, Vec::new());
        bag.put(two, Vec::new());
        let found = verify_bag(&mut bag).unwrap();
        let is_one = found.differences().contains(&Difference::TwoOfOneName);
        assert!(!is_one, "{one} {two}");
    }
    let twin = with(&format!("{FOLDER}DATA/access/A.csv"), b"other");
    assert!(
        verified(&twin)
            .differences()
            .contains(&Difference::TwoOfOneName)
    );
}

/// A name of an archive may have 32,767 folders before it, one of another source as many as it likes.
#[test]
fn names_of_many_folders_cost_no_more_than_their_length() {
    let seconds = |folders: usize| {
        let mut bag = MemorySink::new();
        bag.put(&format!("{}a", "a/".repeat(folders)), Vec::new());
        let begun = Instant::now();
        let found = verify_bag(&mut bag).unwrap();
        assert!(!found.differences().contains(&Difference::TwoOfOneName));
        begun.elapsed().as_secs_f64()
    };
    // Nine times as long take some nine times as long; where each folder of each name is looked for, eighty.
    assert!((0..5).any(|_| seconds(540_000) < 30.0 * seconds(60_000)));
}

#[test]
fn bytes_before_between_and_behind_the_files_and_comments_are_named() {
    let whole = zip();
    let mut behind = whole.clone();
    behind.extend_from_slice(b"behind");
    let mut before = b"#!/bin/sh\n".to_vec();
    before.extend_from_slice(&whole);
    let mut commented = ZipWriter::new_append(Cursor::new(whole.clone())).unwrap();
    commented.set_comment("a comment").unwrap();
    let commented = commented.finish().unwrap().into_inner();
    // A second archive of one file, which its own directory alone knows of, before the first one's.
    let mut two = packed(&[("note.txt".to_owned(), b"another".to_vec())]);
    two.extend_from_slice(&whole);
    for (what, bytes) in [
        ("behind", behind),
        ("before", before),
        ("comment", commented),
        ("two", two),
    ] {
        assert_eq!(
            verified(&bytes).differences(),
            [Difference::StrayBytes],
            "{what}"
        );
    }
}

#[test]
fn an_entry_that_the_directory_does_not_name_is_found() {
    // The directory of all files but one, behind the data of all: who reads from the front sees one more.
    let whole = with("evil.txt", b"evil");
    let mut archive = ZipArchive::new(Cursor::new(&whole)).unwrap();
    let start = usize::try_from(archive.central_directory_start()).unwrap();
    let last = archive.by_name("evil.txt").unwrap().central_header_start();
    let last = usize::try_from(last).unwrap();
    let end = whole.len() - 22;
    let mut bytes = whole[..last].to_vec();
    let mut record = whole[end..].to_vec();
    let entries = u16::from_le_bytes([record[8], record[9]]) - 1;
    record[8..10].copy_from_slice(&entries.to_le_bytes());
    record[10..12].copy_from_slice(&entries.to_le_bytes());
    let size = u32::try_from(last - start).unwrap();
    record[12..16].copy_from_slice(&size.to_le_bytes());
    bytes.extend_from_slice(&record);
    assert_eq!(verified(&bytes).differences(), [Difference::StrayBytes]);
}

#[test]
fn a_header_that_says_another_thing_than_the_directory_is_named() {
    let path = "data/access/a.csv";
    let named = vec![Difference::Ambiguous {
        path: path.to_owned(),
    }];
    let whole = zip();
    let name = format!("{FOLDER}{path}");
    let mut archive = ZipArchive::new(Cursor::new(&whole)).unwrap();
    let entry = archive.by_name(&name).unwrap();
    let header = usize::try_from(entry.header_start()).unwrap();
    let listed = usize::try_from(entry.central_header_start()).unwrap();
    // The name, the flags, the CRC and the two sizes before the data; a link's attributes in the directory.
    for (place, byte) in [
        (header + 30, b'X'),
        (header + 6, 0x40),
        (header + 14, 0x55),
        (header + 18, 0x55),
        (header + 22, 0x55),
        (listed + 41, 0xa1),
    ] {
        let mut bytes = whole.clone();
        assert_ne!(bytes[place], byte);
        bytes[place] = byte;
        assert_eq!(verified(&bytes).differences(), named, "{}", place - header);
    }
}

/// APPNOTE.TXT, appendix D: without its flag a name is IBM 437, which programs read by the language of the machine.
#[test]
fn a_name_that_is_read_by_the_language_of_the_machine_is_ambiguous() {
    let mut bytes = with(&format!("{FOLDER}q7q.txt"), b"");
    let is_name = |at: &usize| bytes[*at..].starts_with(b"q7q.txt");
    let places: Vec<usize> = (0..bytes.len()).filter(is_name).collect();
    assert_eq!(places.len(), 2, "in its header and in the directory");
    for at in places {
        bytes[at] = 0x82;
    }
    let found = verified(&bytes);
    let differences = found.differences().iter();
    assert!(
        differences
            .clone()
            .any(|one| matches!(one, Difference::Ambiguous { path } if path.ends_with("7q.txt"))),
        "{found:?}"
    );
}

#[test]
fn archives_as_other_programs_stream_and_enlarge_them_are_intact() {
    let mut streamed = ZipWriter::new_stream(Vec::new());
    let mut large = ZipWriter::new(Cursor::new(Vec::new()));
    large
        .add_directory(FOLDER, SimpleFileOptions::default())
        .unwrap();
    for (name, bytes) in files() {
        streamed
            .start_file(&name, SimpleFileOptions::default())
            .unwrap();
        streamed.write_all(&bytes).unwrap();
        let options = SimpleFileOptions::default()
            .large_file(true)
            .compression_method(CompressionMethod::Stored);
        large.start_file(&name, options).unwrap();
        large.write_all(&bytes).unwrap();
    }
    let streamed = streamed.finish().unwrap().into_inner();
    let large = large.finish().unwrap().into_inner();
    for bytes in [streamed, large] {
        let found = verified(&bytes);
        assert!(found.is_intact(), "{:?}", found.differences());
    }
}

#[test]
fn an_archive_that_claims_more_than_its_length_can_hold_is_not_read() {
    let whole = zip();
    let mut archive = ZipArchive::new(Cursor::new(&whole)).unwrap();
    let name = format!("{FOLDER}data/access/a.csv");
    let listed = archive.by_name(&name).unwrap().central_header_start();
    let listed = usize::try_from(listed).unwrap();
    let mut bytes = whole.clone();
    bytes[listed + 24..listed + 28].copy_from_slice(&0xfff0_0000_u32.to_le_bytes());
    assert_eq!(
        verify_zip(Cursor::new(bytes)).err(),
        Some(VerifyError::NotAZip)
    );
    // One that claims less than it holds is read no further.
    let mut bytes = whole;
    bytes[listed + 24..listed + 28].copy_from_slice(&1_u32.to_le_bytes());
    let changed = Difference::Changed {
        path: "data/access/a.csv".to_owned(),
    };
    assert!(verified(&bytes).differences().contains(&changed));
}

#[test]
fn a_signature_that_cannot_be_read_is_a_difference_without_a_key_too() {
    let refused = SignatureState::Refused(SignatureFault::Unreadable);
    for text in ["", "anything", "Greffe-Signature-Version: 2\n"] {
        let mut changed = files();
        let signature = format!("{FOLDER}signature.txt");
        changed
            .iter_mut()
            .filter(|(name, _)| *name == signature)
            .for_each(|(_, bytes)| *bytes = text.as_bytes().to_vec());
        let found = verified(&packed(&changed));
        assert!(!found.is_intact());
        assert_eq!(*found.signature(), refused);
    }
    // Its entry is damaged: the stored CRC is another.
    let mut bytes = zip();
    let mut archive = ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
    let entry = archive.by_name(&format!("{FOLDER}signature.txt")).unwrap();
    let (header, listed) = (entry.header_start(), entry.central_header_start());
    for place in [header + 14, listed + 16] {
        bytes[usize::try_from(place).unwrap()] ^= 1;
    }
    drop(entry);
    let found = verified(&bytes);
    assert_eq!(
        found.differences(),
        [Difference::Signature(SignatureFault::Unreadable)]
    );
}

/// A bag whose tag manifest is another one the second time it is read.
struct Turning(MemorySink, Vec<u8>);

impl BagSource for Turning {
    fn paths(&mut self) -> std::io::Result<Vec<String>> {
        self.0.paths()
    }

    fn read(
        &mut self,
        path: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        let done = self.0.read(path, read);
        if path == "tagmanifest-sha256.txt" {
            self.0.put(path, self.1.clone());
        }
        done
    }
}

#[test]
fn a_tag_manifest_that_changes_between_check_and_use_is_not_vouched_for() {
    let key = SigningKey::ed25519(&[7; 32]);
    let request = both();
    let bag_of = |text, key: &SigningKey| {
        let mut bag = MemorySink::new();
        let _ = package(&request)
            .source(texts("a", &[text]))
            .signed_with(key)
            .write_folder(&mut bag)
            .unwrap();
        bag
    };
    let ours = bag_of("x", &key);
    let mut forged = bag_of("forged", &SigningKey::ed25519(&[8; 32]));
    forged.put(
        "signature.txt",
        ours.file("signature.txt").unwrap().to_vec(),
    );
    let genuine = ours.file("tagmanifest-sha256.txt").unwrap().to_vec();
    let found = verify_signed_bag(&mut Turning(forged, genuine), &key.verifying_key()).unwrap();
    assert_eq!(
        *found.signature(),
        SignatureState::Refused(SignatureFault::Broken)
    );
}

#[test]
fn a_path_cannot_write_over_the_line_that_names_it() {
    let name = "x\r\u{1b}[2KIntact: 12 files\n\u{202e}txt.exe";
    let found = verified(&with(&format!("{FOLDER}{name}"), b""));
    let said = found.differences()[0].to_string();
    assert_eq!(
        said,
        "`x\\u{d}\\u{1b}[2KIntact: 12 files\\u{a}\\u{202e}txt.exe` is not listed"
    );
    assert_eq!(found.differences()[0].path(), Some(name));
}
