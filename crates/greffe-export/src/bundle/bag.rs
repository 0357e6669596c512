//! BagIt 1.0 (RFC 8493): a payload, its SHA-256 manifest, and tag files that say what the bag is.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::ExportError;

use super::signature::{self, SIGNATURE, SigningKey};
use super::sink::Sink;

/// A file that is whole: what the manifest says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) path: String,
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
}

/// Writes a bag into a sink, and hashes on the way.
pub(crate) struct BagWriter<'s, S: Sink> {
    sink: &'s mut S,
    entries: Vec<Entry>,
}

/// What the tag file `bag-info.txt` says.
pub(crate) struct BagInfo<'a> {
    pub(crate) organisation: &'a str,
    pub(crate) identifier: &'a str,
    pub(crate) day: NaiveDate,
    pub(crate) signed_with: Option<&'a SigningKey>,
}

/// The numbers of a bag that is whole.
pub(crate) struct BagTotals {
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    pub(crate) manifest_sha256: String,
    /// Every file, in the order in which it was written.
    pub(crate) entries: Vec<Entry>,
}

impl<'s, S: Sink> BagWriter<'s, S> {
    pub(crate) fn new(sink: &'s mut S) -> Self {
        Self {
            sink,
            entries: Vec::new(),
        }
    }

    /// The place beneath, for what is no part of the bag.
    pub(crate) fn sink_mut(&mut self) -> &mut S {
        self.sink
    }

    /// Every file so far, in the order in which it was written.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Takes files that an earlier run wrote.
    pub(crate) fn adopt(&mut self, entries: Vec<Entry>) {
        self.entries.extend(entries);
    }

    /// Opens a file of the bag; `path` begins with `data/` for the payload.
    pub(crate) fn create(&mut self, path: &str) -> Result<BagFile<S::File>, ExportError> {
        self.create_at(path, path, None)
    }

    /// Opens a file whose path may be personal, so that errors call it by its place. One of a known length is closed before any other is.
    pub(crate) fn create_at(
        &mut self,
        path: &str,
        place: &str,
        length: Option<u64>,
    ) -> Result<BagFile<S::File>, ExportError> {
        let file = match length {
            Some(bytes) => self.sink.create_of_length(path, bytes),
            None => self.sink.create(path),
        };
        let file = file.map_err(|e| ExportError::write(place, &e))?;
        let hashed = Hashed {
            file,
            hash: Sha256::new(),
            bytes: 0,
        };
        Ok(BagFile {
            path: path.to_owned(),
            place: place.to_owned(),
            writer: BufWriter::with_capacity(BLOCK, hashed),
        })
    }

    /// Gives up a file: it is not in the bag.
    pub(crate) fn discard(&mut self, file: BagFile<S::File>) -> Result<(), ExportError> {
        let (hashed, _unwritten) = file.writer.into_parts();
        self.sink
            .discard(&file.path, hashed.file)
            .map_err(|e| ExportError::write(&file.place, &e))
    }

    /// Closes a file and notes its digest.
    pub(crate) fn finish(&mut self, file: BagFile<S::File>) -> Result<Entry, ExportError> {
        let BagFile {
            path,
            place,
            writer,
        } = file;
        let mut hashed = writer
            .into_inner()
            .map_err(|e| ExportError::write(&place, e.error()))?;
        // A file that holds bytes back itself would only fail where it is dropped, which nobody sees.
        hashed.flush().map_err(|e| ExportError::write(&place, &e))?;
        let entry = Entry {
            sha256: hex(&hashed.hash.finalize()),
            bytes: hashed.bytes,
            path,
        };
        self.sink
            .finish(&entry.path, hashed.file)
            .map_err(|e| ExportError::write(&place, &e))?;
        self.entries.push(entry.clone());
        Ok(entry)
    }

    /// A whole file at once.
    pub(crate) fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let mut file = self.create(path)?;
        file.write_all(bytes)
            .map_err(|e| ExportError::write(path, &e))?;
        self.finish(file).map(|_| ())
    }

    /// Writes the manifests and tag files. Without them no program takes the folder for a bag.
    pub(crate) fn seal(mut self, info: &BagInfo<'_>) -> Result<BagTotals, ExportError> {
        let payload = |entry: &&Entry| entry.path.starts_with("data/");
        let files = u64::try_from(self.entries.iter().filter(payload).count()).unwrap_or(u64::MAX);
        let bytes = self
            .entries
            .iter()
            .filter(payload)
            .map(|entry| entry.bytes)
            .sum();
        let mut manifest: Vec<Entry> = self.entries.iter().filter(payload).cloned().collect();
        manifest.sort_by(|a, b| a.path.cmp(&b.path));

        self.put("bagit.txt", BAGIT.as_bytes())?;
        self.put("bag-info.txt", bag_info(info, files, bytes).as_bytes())?;
        self.put(MANIFEST, listing(&manifest).as_bytes())?;
        let mut tags: Vec<Entry> = self
            .entries
            .iter()
            .filter(|entry| !payload(entry))
            .cloned()
            .collect();
        tags.sort_by(|a, b| a.path.cmp(&b.path));
        let manifest_sha256 = tags.iter().find(|tag| tag.path == MANIFEST);
        let manifest_sha256 = manifest_sha256
            .map(|tag| tag.sha256.clone())
            .unwrap_or_default();
        let tag_manifest = listing(&tags);
        self.put(TAG_MANIFEST, tag_manifest.as_bytes())?;
        if let Some(key) = info.signed_with {
            self.put(
                SIGNATURE,
                signature::file(key, tag_manifest.as_bytes()).as_bytes(),
            )?;
        }
        Ok(BagTotals {
            files,
            bytes,
            manifest_sha256,
            entries: self.entries,
        })
    }
}

/// An open file of a bag.
pub(crate) struct BagFile<F: Write> {
    path: String,
    /// What errors call it.
    place: String,
    writer: BufWriter<Hashed<F>>,
}

impl<F: Write> Write for BagFile<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

struct Hashed<F> {
    file: F,
    hash: Sha256,
    bytes: u64,
}

impl<F: Write> Write for Hashed<F> {
    /// Block by block, and the hash first: it waits the least for bytes that come from far, and the write finds them near. A write that fails is
    /// the end of the file, and its hash is never asked for.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for block in bytes.chunks(BLOCK) {
            self.hash.update(block);
            self.file.write_all(block)?;
        }
        self.bytes += u64::try_from(bytes.len()).unwrap_or(0);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

// Bytes: large enough for hashing and writing in long runs.
pub(crate) const BLOCK: usize = 64 * 1024;

pub(crate) const MANIFEST: &str = "manifest-sha256.txt";
pub(crate) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
pub(crate) const BAGIT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

fn bag_info(info: &BagInfo<'_>, files: u64, bytes: u64) -> String {
    let mut text = String::new();
    for (label, value) in [
        ("Source-Organization", one_line(info.organisation)),
        ("External-Identifier", one_line(info.identifier)),
        ("Bagging-Date", info.day.to_string()),
        ("Payload-Oxum", format!("{bytes}.{files}")),
        (
            "Bag-Software-Agent",
            concat!("greffe-export ", env!("CARGO_PKG_VERSION")).to_owned(),
        ),
    ] {
        if !value.is_empty() {
            text.push_str(label);
            text.push_str(": ");
            text.push_str(&value);
            text.push('\n');
        }
    }
    text
}

/// A value of a tag file has no line breaks.
fn one_line(text: &str) -> String {
    let clean = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    clean
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The lines of a manifest. Paths are made of safe names, so that nothing in them needs the escapes of RFC 8493.
fn listing(entries: &[Entry]) -> String {
    let mut text = String::new();
    for entry in entries {
        text.push_str(&entry.sha256);
        text.push_str("  ");
        text.push_str(&entry.path);
        text.push('\n');
    }
    text
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
