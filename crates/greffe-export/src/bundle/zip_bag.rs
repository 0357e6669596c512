//! A bag in a ZIP archive, to be read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;

use crate::VerifyError;

use super::difference::Difference;
use super::verify::{BagSource, as_one_name, is_folder_in, is_plain};
use super::zip_layout::Layout;

/// A ZIP archive seen as the one bag that lies in its one folder, or at its top. Nothing is unpacked.
///
/// What lies beside that folder has a path that begins with `../`, which no manifest lists.
///
/// ```
/// use greffe_export::{VerifyError, ZipBag};
///
/// let error = ZipBag::open(std::io::Cursor::new(b"no archive")).err();
/// assert_eq!(error, Some(VerifyError::NotAZip));
/// ```
pub struct ZipBag<R: Read + Seek> {
    archive: ZipArchive<R>,
    /// Where each name is in the directory: the archive itself would look through all of it for one that is not in UTF-8.
    places: BTreeMap<String, usize>,
    folder: String,
    layout: Layout,
}

impl<R: Read + Seek> ZipBag<R> {
    /// Reads the directory of an archive.
    ///
    /// # Errors
    /// [`VerifyError::NotAZip`], also for an archive that claims to hold more than any of its length can.
    pub fn open(mut reader: R) -> Result<Self, VerifyError> {
        let not_a_zip = |_| VerifyError::NotAZip;
        let layout = Layout::of(&mut reader);
        let length = reader.seek(SeekFrom::End(0)).map_err(not_a_zip)?;
        let archive = ZipArchive::new(reader).map_err(|_| VerifyError::NotAZip)?;
        let entries = (0..archive.len()).filter_map(|index| archive.by_index_data(index).ok());
        let claimed: u128 = entries.map(|entry| u128::from(entry.size())).sum();
        if claimed > u128::from(length) * MOST_PACKED {
            return Err(VerifyError::NotAZip);
        }
        let names = archive.file_names().enumerate();
        let places = names.filter_map(|(place, name)| Some((name.ok()?.into_owned(), place)));
        let places = places.collect();
        let names = archive.file_names().filter_map(Result::ok);
        let folder = names
            .filter_map(|name| name.strip_suffix("bagit.txt").map(str::to_owned))
            .filter(|folder| is_one_folder(folder))
            .min_by_key(String::len)
            .unwrap_or_default();
        Ok(Self {
            archive,
            places,
            folder,
            layout,
        })
    }

    /// What is wrong with the archive itself, whatever its files hold.
    pub(crate) fn differences(&self) -> Vec<Difference> {
        let mut found = Vec::new();
        // It cannot be told which of the two is meant.
        if self.archive.has_duplicate_names() || self.has_a_folder_named_as_a_file() {
            found.push(Difference::TwoOfOneName);
        }
        let outside = self.folders().filter(|path| !is_plain(path));
        found.extend(outside.map(|path| Difference::Ambiguous { path }));
        if self.layout.has_strays {
            found.push(Difference::StrayBytes);
        }
        let ambiguous = self.layout.ambiguous.iter();
        found.extend(ambiguous.map(|name| Difference::Ambiguous {
            path: self.path_of(name),
        }));
        found
    }

    /// The folders that have an entry of their own in the bag, without the slash at their end.
    fn folders(&self) -> impl Iterator<Item = String> + '_ {
        let names = self.archive.file_names().filter_map(Result::ok);
        names.filter_map(|name| {
            let path = name.strip_suffix('/')?.strip_prefix(&self.folder)?;
            Some(path.to_owned())
        })
    }

    /// Whether unpacking would make a folder where a file is to be, or where a file would have to be a folder.
    fn has_a_folder_named_as_a_file(&self) -> bool {
        let names = self.archive.file_names().filter_map(Result::ok);
        let files = names.filter(|name| !name.ends_with('/'));
        let mut files = files.map(|name| as_one_name(&self.path_of(&name)));
        let folders: BTreeSet<String> = self
            .folders()
            .map(|path| as_one_name(&path) + "/")
            .collect();
        files.any(|file| is_folder_in(&file, &folders))
    }

    /// An entry's path, seen from the bag's folder.
    fn path_of(&self, name: &str) -> String {
        match name.strip_prefix(&self.folder) {
            Some(path) => path.to_owned(),
            None => format!("../{name}"),
        }
    }
}

impl<R: Read + Seek> BagSource for ZipBag<R> {
    fn paths(&mut self) -> io::Result<Vec<String>> {
        let names = self
            .archive
            .file_names()
            .map(|name| name.map_err(io::Error::from));
        let mut paths = Vec::new();
        for name in names {
            let name = name?;
            // A folder is no file; one beside the bag does not belong there either.
            if !name.ends_with('/') || !name.starts_with(&self.folder) {
                paths.push(self.path_of(&name));
            }
        }
        Ok(paths)
    }

    fn read(
        &mut self,
        path: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>,
    ) -> io::Result<()> {
        let name = format!("{}{path}", self.folder);
        let place = *self.places.get(&name).ok_or(io::ErrorKind::NotFound)?;
        let entry = self.archive.by_index(place).map_err(io::Error::from)?;
        let left = entry.size();
        read(&mut Claimed { entry, left })
    }
}

/// An entry that is read as far as the directory says that it goes: neither further nor less.
struct Claimed<E> {
    entry: E,
    left: u64,
}

impl<E: Read> Read for Claimed<E> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.entry.read(bytes)?;
        // The directory said more.
        if read == 0 && !bytes.is_empty() && self.left > 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let left = u64::try_from(read)
            .ok()
            .and_then(|read| self.left.checked_sub(read));
        self.left = left.ok_or(io::ErrorKind::InvalidData)?;
        Ok(read)
    }
}

/// The top of an archive, or one folder there.
fn is_one_folder(folder: &str) -> bool {
    let Some(name) = folder.strip_suffix('/') else {
        return folder.is_empty();
    };
    is_plain(name) && !name.contains('/')
}

// No compressed byte stands for more: Deflate has 258 bytes in 2 bits at best (RFC 1951, 3.2.5). Entries that claim more share their bytes.
const MOST_PACKED: u128 = 1_032;
