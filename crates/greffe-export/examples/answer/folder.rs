//! A folder on disk as a place to write, stage and verify a bag: the crate itself does no I/O. Yours to copy.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use greffe_export::{BagSource, Sink, Stage};

/// The folder of one bag. It need not exist yet. What lies in it is personal data: in earnest, files are made with the mode `0600`.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Sink for Folder {
    type File = File;

    fn create(&mut self, path: &str) -> io::Result<File> {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&self.0))?;
        File::create_new(path)
    }

    fn finish(&mut self, path: &str, file: File) -> io::Result<()> {
        file.sync_all()?;
        // The file's name, too, must be there after a crash.
        match self.0.join(path).parent() {
            Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
            _ => Ok(()),
        }
    }

    fn discard(&mut self, path: &str, file: File) -> io::Result<()> {
        drop(file);
        fs::remove_file(self.0.join(path))
    }
}

impl BagSource for Folder {
    fn paths(&mut self) -> io::Result<Vec<String>> {
        let mut paths = Vec::new();
        match collect(&self.0, &self.0, &mut paths) {
            // Nothing was written yet.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            collected => collected.map(|()| paths),
        }
    }

    fn read(
        &mut self,
        path: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>,
    ) -> io::Result<()> {
        let path = self.0.join(path);
        // A link could lead out of the bag.
        if !path.symlink_metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        read(&mut BufReader::new(File::open(path)?))
    }
}

impl Stage for Folder {
    fn remove(&mut self, path: &str) -> io::Result<()> {
        fs::remove_file(self.0.join(path))
    }
}

/// Every file below a folder, from the bag on, with `/` between the parts.
fn collect(bag: &Path, folder: &Path, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(bag, &entry.path(), paths)?;
            continue;
        }
        let path = entry.path();
        let inside = path.strip_prefix(bag).map_err(io::Error::other)?;
        let parts = inside.components().map(|part| part.as_os_str().to_str());
        let parts: Option<Vec<_>> = parts.collect();
        paths.push(parts.ok_or(io::ErrorKind::InvalidFilename)?.join("/"));
    }
    Ok(())
}
