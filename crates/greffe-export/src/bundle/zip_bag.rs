//! A bag in a ZIP archive, to be read.

use std::io::{self, Read, Seek};

use zip::ZipArchive;

use crate::VerifyError;

use super::verify::BagSource;

/// A ZIP archive seen as the one bag that lies in its one folder, or at its top. Nothing is unpacked.
///
/// ```
/// use greffe_export::{VerifyError, ZipBag};
///
/// let error = ZipBag::open(std::io::Cursor::new(b"no archive")).err();
/// assert_eq!(error, Some(VerifyError::NotAZip));
/// ```
pub struct ZipBag<R: Read + Seek> {
    archive: ZipArchive<R>,
    folder: String,
}

impl<R: Read + Seek> ZipBag<R> {
    /// Reads the directory of an archive.
    ///
    /// # Errors
    /// [`VerifyError::NotAZip`].
    pub fn open(reader: R) -> Result<Self, VerifyError> {
        let archive = ZipArchive::new(reader).map_err(|_| VerifyError::NotAZip)?;
        let names = archive.file_names().filter_map(Result::ok);
        let marker = names.filter_map(|name| name.strip_suffix("bagit.txt").map(str::to_owned));
        let folder = marker.min_by_key(String::len).unwrap_or_default();
        Ok(Self { archive, folder })
    }

    /// Whether two entries have one name, so that it cannot be told which of them is meant.
    pub(crate) fn has_twins(&self) -> bool {
        self.archive.has_duplicate_names()
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
            if !name.ends_with('/') {
                // What lies beside the bag keeps its whole name, and is unlisted.
                paths.push(name.strip_prefix(&self.folder).unwrap_or(&name).to_owned());
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
        let mut entry = self.archive.by_name(&name).map_err(io::Error::from)?;
        read(&mut entry)
    }
}
