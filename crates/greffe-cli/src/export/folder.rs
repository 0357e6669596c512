//! A bag in a folder on disk.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use greffe::export::{BagSource, Sink, Stage};

use crate::aside::{private, private_folder};
use crate::progress::Watched;

/// A folder in which a bag is written, staged or read. New files are their owner's alone: a package is personal data.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    fn collect(&self, folder: &Path, paths: &mut Vec<String>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // A link is followed nowhere: it would be read from outside of the bag.
            if entry.file_type()?.is_dir() {
                self.collect(&entry.path(), paths)?;
                continue;
            }
            let path = entry.path();
            let inside = path.strip_prefix(&self.0).map_err(io::Error::other)?;
            let parts = inside.components().map(|part| part.as_os_str().to_str());
            let parts: Option<Vec<_>> = parts.collect();
            paths.push(parts.ok_or(io::ErrorKind::InvalidFilename)?.join("/"));
        }
        Ok(())
    }
}

/// Has the name of a file, too, be there after a crash, and not its bytes alone.
pub(super) fn sync_name(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) && folder.as_os_str().is_empty() => File::open(".")?.sync_all(),
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

impl Sink for Folder {
    type File = File;

    fn create(&mut self, path: &str) -> io::Result<File> {
        let path = self.0.join(path);
        private_folder(path.parent().unwrap_or(&self.0))?;
        private(&path)
    }

    fn finish(&mut self, path: &str, file: File) -> io::Result<()> {
        file.sync_all()?;
        sync_name(&self.0.join(path))
    }

    fn discard(&mut self, path: &str, file: File) -> io::Result<()> {
        drop(file);
        fs::remove_file(self.0.join(path))
    }
}

impl BagSource for Folder {
    fn paths(&mut self) -> io::Result<Vec<String>> {
        let mut paths = Vec::new();
        match self.collect(&self.0, &mut paths) {
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
        if !path.symlink_metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        read(&mut BufReader::with_capacity(
            1 << 16,
            Watched(File::open(path)?),
        ))
    }
}

impl Stage for Folder {
    fn remove(&mut self, path: &str) -> io::Result<()> {
        let path = self.0.join(path);
        fs::remove_file(&path)?;
        // Its folders go with their last file; one that is not empty stays.
        let mut folders = path.ancestors().skip(1);
        let _stays =
            folders.find(|folder| !folder.starts_with(&self.0) || fs::remove_dir(folder).is_err());
        Ok(())
    }
}
