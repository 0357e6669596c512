//! The check of a bag, line by line and read by read: what a manifest may say, how large it may be, and what a failing disk is.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read};

use greffe_export::{
    BagSource, Difference, MemorySink, SigningKey, Verification, VerifyError, verify_bag,
};
use sha2::{Digest, Sha256};

use crate::fixture::{both, package, text, texts};

const MANIFEST: &str = "manifest-sha256.txt";
const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";

fn sha256(bytes: &[u8]) -> String {
    let digits = Sha256::digest(bytes);
    digits.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bag() -> MemorySink {
    let request = both();
    let mut bag = MemorySink::new();
    let _ = package(&request)
        .source(texts("a", &["x"]))
        .write_folder(&mut bag)
        .unwrap();
    bag
}

/// The bag with these lines before those of its manifest, and a tag manifest that vouches for them.
fn with_lines(lines: &str) -> MemorySink {
    let mut bag = bag();
    let manifest = format!("{lines}{}", text(&bag, MANIFEST));
    let before = sha256(bag.file(MANIFEST).unwrap());
    let tags = text(&bag, TAG_MANIFEST).replace(&before, &sha256(manifest.as_bytes()));
    bag.put(MANIFEST, manifest.into_bytes());
    bag.put(TAG_MANIFEST, tags.into_bytes());
    bag
}

fn found(bag: &mut impl BagSource) -> Vec<Difference> {
    verify_bag(bag).unwrap().differences().to_vec()
}

#[test]
fn what_is_no_line_of_a_manifest_is_named_by_its_place_and_lists_nothing() {
    let digest = sha256(b"x");
    let bad = |line: &str| {
        let mut bag = with_lines(&format!("{line}\n"));
        let line_1 = Difference::BadLine {
            path: MANIFEST.to_owned(),
            line: 1,
        };
        assert_eq!(found(&mut bag), [line_1], "{line}");
    };
    for path in ["data//x", "data/./x", "data/../x", "data/", "/data/x", "x"] {
        bad(&format!("{digest}  {path}"));
    }
    let (short, odd) = (&digest[1..], digest.replacen(&digest[..1], "g", 1));
    for digest in [short, odd.as_str(), &format!("{digest}0"), ""] {
        bad(&format!("{digest}  data/x"));
    }
    bad("");
}

/// The last line decides nothing: a path with two digests is never intact, and one that is repeated is no fault.
#[test]
fn a_path_that_is_listed_twice_has_one_digest() {
    let right = text(&bag(), MANIFEST);
    let right = right.lines().next().unwrap();
    let (_, path) = right.split_once("  ").unwrap();
    assert_eq!(found(&mut with_lines(&format!("{right}\n"))), []);
    let wrong = format!("{}  {path}\n", sha256(b"other"));
    let changed = Difference::Changed {
        path: path.to_owned(),
    };
    assert_eq!(found(&mut with_lines(&wrong)), [changed]);
    let upper = right.replacen(&right[..64], &right[..64].to_uppercase(), 1);
    assert_eq!(found(&mut with_lines(&format!("{upper}\n"))), []);
}

/// A bag of which some files are read in a way of their own.
struct Odd(MemorySink, BTreeMap<&'static str, Reading>);

#[derive(Clone, Copy)]
enum Reading {
    /// Fails at once.
    Fails(ErrorKind),
    /// Is interrupted before each byte.
    Interrupted,
    /// So many letters, and nothing else.
    Letters(u64),
}

/// Every other read is interrupted; each of the others gives one byte.
struct Stammer<'b>(&'b [u8], bool);

impl Read for Stammer<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.1 = !self.1;
        if self.1 {
            return Err(ErrorKind::Interrupted.into());
        }
        let end = into.len().min(1);
        self.0.read(&mut into[..end])
    }
}

impl BagSource for Odd {
    fn paths(&mut self) -> io::Result<Vec<String>> {
        self.0.paths()
    }

    fn read(
        &mut self,
        path: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>,
    ) -> io::Result<()> {
        match self.1.get(path).copied() {
            Some(Reading::Fails(kind)) => Err(kind.into()),
            Some(Reading::Interrupted) => {
                read(&mut Stammer(self.0.file(path).unwrap_or_default(), false))
            }
            Some(Reading::Letters(count)) => read(&mut io::repeat(b'a').take(count)),
            None => self.0.read(path, read),
        }
    }
}

fn verified(path: &'static str, reading: Reading) -> Result<Verification, VerifyError> {
    verify_bag(&mut Odd(bag(), [(path, reading)].into()))
}

#[test]
fn a_file_that_is_damaged_was_changed_and_a_disk_that_fails_says_nothing_of_it() {
    const PATH: &str = "data/access/a.csv";
    for kind in [
        ErrorKind::InvalidData,
        ErrorKind::Other,
        ErrorKind::UnexpectedEof,
        ErrorKind::InvalidInput,
    ] {
        let found = verified(PATH, Reading::Fails(kind)).unwrap();
        let changed = Difference::Changed {
            path: PATH.to_owned(),
        };
        assert_eq!(found.differences(), [changed], "{kind:?}");
    }
    for kind in [ErrorKind::PermissionDenied, ErrorKind::TimedOut] {
        let found = verified(PATH, Reading::Fails(kind));
        assert_eq!(found, Err(VerifyError::Read { kind }));
    }
}

#[test]
fn a_read_that_is_interrupted_is_tried_again() {
    for path in ["data/access/a.csv", MANIFEST, "bagit.txt"] {
        let found = verified(path, Reading::Interrupted).unwrap();
        assert!(found.is_intact(), "{path} {:?}", found.differences());
    }
}

/// 16 MiB, so that a hostile archive cannot fill the memory.
#[test]
fn a_tag_file_is_read_up_to_its_limit_and_not_a_byte_further() {
    const LIMIT: u64 = 16 * 1024 * 1024;
    let not_a_bag = Difference::NotABag {
        path: "bagit.txt".to_owned(),
    };
    let at = verified("bagit.txt", Reading::Letters(LIMIT)).unwrap();
    assert!(at.differences().contains(&not_a_bag));
    for more in [1, 70_000] {
        let beyond = verified("bagit.txt", Reading::Letters(LIMIT + more));
        let path = "bagit.txt".to_owned();
        let limit = LIMIT;
        assert_eq!(beyond, Err(VerifyError::TooLarge { path, limit }));
    }
}

#[test]
fn a_key_that_verifies_has_the_id_that_signatures_call_it_by() {
    let key = SigningKey::ed25519(&[7; 32]);
    let shared = SigningKey::hmac_sha256("office-1", &[7; 32]).unwrap();
    for key in [key, shared] {
        let request = both();
        let mut bag = MemorySink::new();
        let _ = package(&request)
            .signed_with(&key)
            .write_folder(&mut bag)
            .unwrap();
        let line = format!("Key-Id: {}\n", key.verifying_key().id());
        assert!(text(&bag, "signature.txt").contains(&line), "{line}");
    }
}
