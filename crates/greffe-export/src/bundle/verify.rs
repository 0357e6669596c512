//! The check of a bag: every difference between what the manifests say and what is there, by name.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek};

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::VerifyError;

use super::bag::{BAGIT, MANIFEST, TAG_MANIFEST, hex};
use super::difference::Difference;
use super::signature::{SIGNATURE, SignatureState, VerifyingKey, state_of};
use super::sink::MemorySink;
use super::zip_bag::ZipBag;

/// A bag that can be read: its paths, and the bytes of each.
pub trait BagSource {
    /// Every file's path, relative to the bag.
    ///
    /// # Errors
    /// Where the bag cannot be read.
    fn paths(&mut self) -> io::Result<Vec<String>>;

    /// Hands a file's bytes to `read`.
    ///
    /// # Errors
    /// Where the file cannot be read, and whatever `read` returns.
    fn read(
        &mut self,
        path: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>,
    ) -> io::Result<()>;
}

impl BagSource for MemorySink {
    fn paths(&mut self) -> io::Result<Vec<String>> {
        Ok(self.files().map(|(path, _)| path.to_owned()).collect())
    }

    fn read(
        &mut self,
        path: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut bytes = self.file(path).ok_or(io::ErrorKind::NotFound)?;
        read(&mut bytes)
    }
}

/// What the check of a bag found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    differences: Vec<Difference>,
    files: usize,
    signature: SignatureState,
}

impl Verification {
    /// Whether the bag is exactly what its manifests say.
    #[must_use]
    pub const fn is_intact(&self) -> bool {
        self.differences.is_empty()
    }

    /// Every difference, sorted by path.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// How many files were hashed.
    #[must_use]
    pub const fn files(&self) -> usize {
        self.files
    }

    /// What the signature says. Without a key it is never more than [`SignatureState::Unchecked`].
    #[must_use]
    pub const fn signature(&self) -> &SignatureState {
        &self.signature
    }
}

/// Checks a ZIP archive with one bag in it. Nothing is unpacked; every entry is hashed as it streams.
///
/// # Errors
/// If the archive cannot be read at all. Differences are no errors: they are the result.
pub fn verify_zip(reader: impl Read + Seek) -> Result<Verification, VerifyError> {
    verify_zip_by(reader, None)
}

/// Checks a ZIP archive as [`verify_zip`] does, and that the bag in it is signed by this key.
///
/// # Errors
/// If the archive cannot be read at all. Differences are no errors: they are the result.
pub fn verify_signed_zip(
    reader: impl Read + Seek,
    key: &VerifyingKey,
) -> Result<Verification, VerifyError> {
    verify_zip_by(reader, Some(key))
}

fn verify_zip_by(
    reader: impl Read + Seek,
    key: Option<&VerifyingKey>,
) -> Result<Verification, VerifyError> {
    let mut bag = ZipBag::open(reader)?;
    let mut result = verify_by(&mut bag, key)?;
    let mut differences: BTreeSet<Difference> = result.differences.into_iter().collect();
    differences.extend(bag.differences());
    result.differences = differences.into_iter().collect();
    Ok(result)
}

/// Checks a bag against its manifests: both of them, and that nothing is there that they do not list.
///
/// # Errors
/// If the bag cannot be read at all. Differences are no errors: they are the result.
pub fn verify_bag(bag: &mut impl BagSource) -> Result<Verification, VerifyError> {
    verify_by(bag, None)
}

/// Checks a bag as [`verify_bag`] does, and that it is signed by this key. A bag whose manifests were all written anew is intact; only a signature
/// tells that it is not the one that left.
///
/// # Errors
/// If the bag cannot be read at all. Differences are no errors: they are the result.
pub fn verify_signed_bag(
    bag: &mut impl BagSource,
    key: &VerifyingKey,
) -> Result<Verification, VerifyError> {
    verify_by(bag, Some(key))
}

fn verify_by(
    bag: &mut impl BagSource,
    key: Option<&VerifyingKey>,
) -> Result<Verification, VerifyError> {
    let paths = bag.paths().map_err(|e| read_error(&e))?;
    let mut differences = BTreeSet::new();
    let one_name: BTreeSet<String> = paths.iter().map(|path| as_one_name(path)).collect();
    let is_a_folder_too = one_name.iter().any(|path| is_folder_in(path, &one_name));
    if one_name.len() < paths.len() || is_a_folder_too {
        differences.insert(Difference::TwoOfOneName);
    }
    let present: BTreeSet<String> = paths.into_iter().collect();
    let tags = TagFiles::read(bag, &present)?;

    if !tags.text("bagit.txt").is_some_and(is_declaration) {
        differences.insert(Difference::NotABag {
            path: "bagit.txt".to_owned(),
        });
    }
    let mut listed = BTreeMap::new();
    for manifest in [MANIFEST, TAG_MANIFEST] {
        match tags.text(manifest) {
            Some(text) => read_manifest(manifest, text, &mut listed, &mut differences),
            None => {
                _ = differences.insert(Difference::NotABag {
                    path: manifest.to_owned(),
                })
            }
        }
    }
    let unlisted = present
        .iter()
        .filter(|path| !listed.contains_key(*path) && *path != TAG_MANIFEST && *path != SIGNATURE);
    differences.extend(unlisted.map(|path| Difference::Unlisted { path: path.clone() }));

    let mut files = 0;
    for (path, expected) in listed {
        if !present.contains(&path) {
            differences.insert(Difference::Missing { path });
            continue;
        }
        files += 1;
        let found = match tags.bytes(&path) {
            Some(bytes) => Ok(hex(&Sha256::digest(bytes))),
            None => digest_of(bag, &path),
        };
        match found {
            Ok(found) if found == expected => {}
            Ok(_) => _ = differences.insert(Difference::Changed { path }),
            // A damaged entry (its CRC fails) is a changed file; anything else is a failing disk.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidData
                        | io::ErrorKind::Other
                        | io::ErrorKind::UnexpectedEof
                        | io::ErrorKind::InvalidInput
                ) =>
            {
                differences.insert(Difference::Changed { path });
            }
            Err(error) => return Err(read_error(&error)),
        }
    }
    // The signature is over the tag manifest, so that this cannot list it.
    let signature = state_of(
        tags.text(SIGNATURE),
        present.contains(SIGNATURE),
        tags.bytes(TAG_MANIFEST).unwrap_or_default(),
        key,
    );
    let fault = signature.fault().map(Difference::Signature);
    differences.extend(fault);
    Ok(Verification {
        signature,
        differences: differences.into_iter().collect(),
        files,
    })
}

/// Whether this is what `bagit.txt` says, whichever of the three ends of lines of RFC 8493 another program writes.
fn is_declaration(text: &str) -> bool {
    text.replace("\r\n", "\n").replace('\r', "\n") == BAGIT
}

/// A path as a system may see it that does not tell case, or a composed accent from a decomposed one, as those of Windows and Apple do, or that
/// leaves out what Windows does.
pub(super) fn as_one_name(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').map(on_windows).collect();
    let path = parts.join("/");
    path.nfd().flat_map(without_case).nfc().collect()
}

/// A part of a path without the blanks around it and the points behind it, which Windows leaves out (Microsoft, KB 2829981).
fn on_windows(part: &str) -> &str {
    part.trim_start_matches(' ').trim_end_matches([' ', '.'])
}

/// By way of the upper case, where that is one letter: `ς` and `σ` are one, `ſ` and `s`.
fn without_case(letter: char) -> impl Iterator<Item = char> {
    let mut upper = letter.to_uppercase();
    let upper = match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => letter,
    };
    upper.to_lowercase()
}

/// Whether that file would have to be a folder for one of these paths to be unpacked. One look, whatever the length of the paths: those that lie in a
/// folder stand together.
pub(super) fn is_folder_in(file: &str, paths: &BTreeSet<String>) -> bool {
    let folder = format!("{file}/");
    let next = paths.range(folder.clone()..).next();
    next.is_some_and(|path| path.starts_with(&folder))
}

/// Whether every part of a path is a name, so that it leads nowhere else on any system: `..` and a blank is `..` on Windows.
pub(super) fn is_plain(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.all(|part| !on_windows(part).is_empty()) && !path.contains(['\\', ':', '\0'])
}

/// The files that say what a bag is, each read once: what is parsed, hashed and under the signature are the same bytes, whoever changes the file meanwhile.
struct TagFiles(BTreeMap<&'static str, Vec<u8>>);

impl TagFiles {
    /// Those that are there and can be read.
    fn read(bag: &mut impl BagSource, present: &BTreeSet<String>) -> Result<Self, VerifyError> {
        let mut tags = BTreeMap::new();
        for path in ["bagit.txt", MANIFEST, TAG_MANIFEST, SIGNATURE] {
            if present.contains(path)
                && let Some(bytes) = tag_file(bag, path)?
            {
                tags.insert(path, bytes);
            }
        }
        Ok(Self(tags))
    }

    fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.bytes(path)?).ok()
    }
}

// Bytes: a manifest of some 100,000 files. A larger one is refused, so that a hostile archive cannot fill the memory.
const MAX_TAG_FILE: u64 = 16 * 1024 * 1024;

fn read_manifest(
    manifest: &str,
    text: &str,
    listed: &mut BTreeMap<String, String>,
    differences: &mut BTreeSet<Difference>,
) {
    for (index, line) in text.lines().enumerate() {
        let entry = line.split_once([' ', '\t']);
        let entry = entry.map(|(digest, path)| {
            (
                digest.to_ascii_lowercase(),
                path.trim_start_matches([' ', '\t', '*']),
            )
        });
        match entry {
            Some((digest, path)) if is_digest(&digest) && is_inside(manifest, path) => {
                let path = unescaped(path);
                // A path listed twice with two digests can never be intact.
                if listed.get(&path).is_some_and(|known| *known != digest) {
                    differences.insert(Difference::Changed { path: path.clone() });
                }
                listed.insert(path, digest);
            }
            _ => {
                differences.insert(Difference::BadLine {
                    path: manifest.to_owned(),
                    line: index + 1,
                });
            }
        }
    }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether a path stays where its manifest speaks: `data/` for the payload, elsewhere in the bag for tag files. Systems disagree about a backslash and a
/// colon: they separate folders, name a drive or a hidden stream of another file, and no path of a bag needs them.
fn is_inside(manifest: &str, path: &str) -> bool {
    is_plain(path) && path.starts_with("data/") == (manifest == MANIFEST)
}

/// The path that a line of a manifest means: RFC 8493 (2.1.3) writes a line feed, a carriage return and the percent sign as `%0A`, `%0D` and `%25`.
fn unescaped(path: &str) -> String {
    let mut parts = path.split('%');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let escaped = part.split_at_checked(2);
        let (letter, rest) = match escaped {
            Some(("0A" | "0a", rest)) => ('\n', rest),
            Some(("0D" | "0d", rest)) => ('\r', rest),
            Some(("25", rest)) => ('%', rest),
            _ => ('%', part),
        };
        whole.push(letter);
        whole.push_str(rest);
    }
    whole
}

fn tag_file(bag: &mut impl BagSource, path: &str) -> Result<Option<Vec<u8>>, VerifyError> {
    let mut bytes = Vec::new();
    let read = bag.read(path, &mut |reader| {
        bytes.clear();
        reader
            .take(MAX_TAG_FILE + 1)
            .read_to_end(&mut bytes)
            .map(|_| ())
    });
    if read.is_err() {
        return Ok(None);
    }
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_TAG_FILE) {
        return Err(VerifyError::TooLarge {
            path: path.to_owned(),
            limit: MAX_TAG_FILE,
        });
    }
    Ok(Some(bytes))
}

pub(crate) fn digest_of(bag: &mut impl BagSource, path: &str) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut block = vec![0_u8; 64 * 1024];
    bag.read(path, &mut |reader| {
        loop {
            let read = match reader.read(&mut block) {
                Ok(0) => return Ok(()),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            hash.update(block.get(..read).unwrap_or_default());
        }
    })?;
    Ok(hex(&hash.finalize()))
}

fn read_error(error: &io::Error) -> VerifyError {
    VerifyError::Read { kind: error.kind() }
}
