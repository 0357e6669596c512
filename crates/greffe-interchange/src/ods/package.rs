//! The archive: what may be in it, its `content.xml`, and the same archive with another one.

use std::io::{Cursor, Read, Write};

use zip::read::ZipFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::limits::RATIO_FROM;
use super::{OdsError, OdsLimits};

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

const MIMETYPE: &str = "mimetype";
const SPREADSHEET: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// The text of `content.xml`, once the archive is known to be harmless.
pub(super) fn content(bytes: &[u8], limits: &OdsLimits) -> Result<String, OdsError> {
    if bytes.len() > limits.archive_bytes {
        return Err(OdsError::ArchiveTooLarge);
    }
    let mut archive = open(bytes)?;
    check(&mut archive, limits)?;
    let mimetype = unpack(&mut archive, MIMETYPE, 256)?.ok_or(OdsError::NotASpreadsheet)?;
    if mimetype.trim_ascii() != SPREADSHEET {
        return Err(OdsError::NotASpreadsheet);
    }
    // An encrypted document has plain entries of a ZIP that hold ciphers; its manifest says how.
    let manifest = unpack(&mut archive, MANIFEST, limits.entry_bytes)?.unwrap_or_default();
    if contains(&manifest, b"encryption-data") {
        return Err(OdsError::Encrypted);
    }
    let content = unpack(&mut archive, CONTENT, limits.entry_bytes)?.ok_or(OdsError::NoContent)?;
    String::from_utf8(content).map_err(|_| OdsError::NotUtf8)
}

/// The archive with another `content.xml`: `mimetype` first and stored, everything else as it is packed, in its order.
pub(super) fn with_content(
    bytes: &[u8],
    content: &str,
    is_changed: bool,
) -> Result<Vec<u8>, OdsError> {
    let mut archive = open(bytes)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    out.set_raw_comment(archive.comment().into())
        .map_err(|_| OdsError::NotWritten)?;
    let mimetype = archive
        .index_for_name(MIMETYPE)
        .ok_or(OdsError::NotASpreadsheet)?;
    let is_stored = raw(&mut archive, mimetype)?.compression() == CompressionMethod::Stored;
    if is_stored {
        copy(&mut archive, mimetype, &mut out)?;
    } else {
        write(
            &mut out,
            MIMETYPE,
            CompressionMethod::Stored,
            None,
            SPREADSHEET,
        )?;
    }
    for index in 0..archive.len() {
        let file = raw(&mut archive, index)?;
        let (name, time) = (file.name_raw().to_owned(), file.last_modified());
        drop(file);
        match name.as_slice() {
            b"mimetype" => {}
            b"content.xml" if is_changed => {
                let method = CompressionMethod::Deflated;
                write(&mut out, CONTENT, method, time, content.as_bytes())?;
            }
            _ => copy(&mut archive, index, &mut out)?,
        }
    }
    let written = out.finish().map_err(|_| OdsError::NotWritten)?;
    Ok(written.into_inner())
}

fn open(bytes: &[u8]) -> Result<Archive<'_>, OdsError> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| OdsError::NotAZip)
}

/// What the directory of the archive says, before anything is unpacked.
fn check(archive: &mut Archive<'_>, limits: &OdsLimits) -> Result<(), OdsError> {
    if archive.len() > limits.entries {
        return Err(OdsError::TooManyEntries);
    }
    if archive.has_duplicate_names() {
        return Err(OdsError::DuplicateName);
    }
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let file = raw(archive, index)?;
        if !is_safe_name(file.name_raw()) {
            return Err(OdsError::UnsafeName);
        }
        if file.encrypted() {
            return Err(OdsError::Encrypted);
        }
        let (size, packed) = (file.size(), file.compressed_size());
        total = total.saturating_add(size);
        if size > limits.entry_bytes || total > limits.total_bytes {
            return Err(OdsError::EntryTooLarge);
        }
        if size > RATIO_FROM && size / packed.max(1) > limits.ratio {
            return Err(OdsError::SuspiciousRatio);
        }
    }
    match archive.has_overlapping_entries() {
        Ok(false) => Ok(()),
        Ok(true) => Err(OdsError::Overlap),
        Err(_) => Err(OdsError::NotAZip),
    }
}

/// A relative path of plain parts. A directory ends in a slash.
fn is_safe_name(name: &[u8]) -> bool {
    let path = name.strip_suffix(b"/").unwrap_or(name);
    !name.contains(&b'\\')
        && !name.contains(&0)
        && !name.contains(&b':')
        && path
            .split(|byte| *byte == b'/')
            .all(|part| !part.is_empty() && part != b"." && part != b"..")
}

fn unpack(archive: &mut Archive<'_>, name: &str, limit: u64) -> Result<Option<Vec<u8>>, OdsError> {
    let Some(index) = archive.index_for_name(name) else {
        return Ok(None);
    };
    let file = archive.by_index(index).map_err(|_| OdsError::NotAZip)?;
    let mut bytes = Vec::new();
    // The directory may lie about sizes; reading stops at the limit whatever it says.
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|_| OdsError::NotAZip)?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > limit {
        return Err(OdsError::EntryTooLarge);
    }
    Ok(Some(bytes))
}

fn raw<'a, 'b>(
    archive: &'a mut Archive<'b>,
    index: usize,
) -> Result<ZipFile<'a, Cursor<&'b [u8]>>, OdsError> {
    archive.by_index_raw(index).map_err(|_| OdsError::NotAZip)
}

fn copy(
    archive: &mut Archive<'_>,
    index: usize,
    out: &mut ZipWriter<Cursor<Vec<u8>>>,
) -> Result<(), OdsError> {
    out.raw_copy_file(raw(archive, index)?)
        .map_err(|_| OdsError::NotWritten)
}

fn write(
    out: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    method: CompressionMethod,
    time: Option<DateTime>,
    bytes: &[u8],
) -> Result<(), OdsError> {
    let options = SimpleFileOptions::default()
        .compression_method(method)
        // The entry's own time, or that of no clock at all: the same edits give the same bytes.
        .last_modified_time(time.unwrap_or_default());
    out.start_file(name, options)
        .map_err(|_| OdsError::NotWritten)?;
    out.write_all(bytes).map_err(|_| OdsError::NotWritten)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}
