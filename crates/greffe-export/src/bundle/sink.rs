//! Where a bag is written: the core does no I/O, it writes through the traits of `std::io` to what the caller gives.

use std::collections::BTreeMap;
use std::io::{self, Write};

/// A place that takes the files of a bag. Folders, memory and ZIP archives are sinks.
///
/// Several files may be open at once: one pass over a source fills them side by side. A path is relative, has `/` between its
/// parts, and every part is a safe name of ASCII letters. No path is ever created twice.
///
/// A folder on disk is a few lines of the caller's:
/// ```
/// use std::{fs, io, path::PathBuf};
///
/// struct Folder(PathBuf);
///
/// impl greffe_export::Sink for Folder {
///     type File = fs::File;
///
///     fn create(&mut self, path: &str) -> io::Result<fs::File> {
///         let path = self.0.join(path);
///         fs::create_dir_all(path.parent().unwrap_or(&self.0))?;
///         fs::File::create_new(path)
///     }
///
///     fn finish(&mut self, _path: &str, file: fs::File) -> io::Result<()> {
///         file.sync_all()
///     }
/// }
/// ```
pub trait Sink {
    /// An open file. Writes come in blocks of about 64 KiB.
    type File: Write;

    /// Starts a file that does not exist yet.
    ///
    /// # Errors
    /// Where the place refuses.
    fn create(&mut self, path: &str) -> io::Result<Self::File>;

    /// Starts a file that does not exist yet and will have that many bytes. It is finished or discarded before any other file is; a place that
    /// makes something of that need not keep it apart until it is whole.
    ///
    /// # Errors
    /// Where the place refuses.
    fn create_of_length(&mut self, path: &str, _bytes: u64) -> io::Result<Self::File> {
        self.create(path)
    }

    /// Takes a file that is whole, and was flushed.
    ///
    /// # Errors
    /// Where the place refuses.
    fn finish(&mut self, path: &str, file: Self::File) -> io::Result<()>;

    /// Takes back a file whose content failed on the way: nothing may stay at its path. Dropping the file is enough where
    /// it only appears once it is finished.
    ///
    /// # Errors
    /// Where the place refuses.
    fn discard(&mut self, _path: &str, _file: Self::File) -> io::Result<()> {
        Ok(())
    }
}

/// A bag in memory: the bytes of each path.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MemorySink {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemorySink {
    /// An empty place.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The bytes of a file.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Every path with its bytes, sorted.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Puts a file, or replaces it: for tests of damaged bags.
    pub fn put(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.insert(path.to_owned(), bytes);
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &str) -> Option<Vec<u8>> {
        self.files.remove(path)
    }
}

impl Sink for MemorySink {
    type File = Vec<u8>;

    fn create(&mut self, path: &str) -> io::Result<Vec<u8>> {
        if self.files.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        Ok(Vec::new())
    }

    fn finish(&mut self, path: &str, file: Vec<u8>) -> io::Result<()> {
        match self.files.insert(path.to_owned(), file) {
            None => Ok(()),
            Some(_) => Err(io::ErrorKind::AlreadyExists.into()),
        }
    }
}

/// The bytes are personal data, and so may the names of attachments be: only how much there is is printed.
impl std::fmt::Debug for MemorySink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes: usize = self.files.values().map(Vec::len).sum();
        write!(f, "MemorySink({} files, {bytes} bytes)", self.files.len())
    }
}
