//! Writing so that a reader sees the old file or the new one, whole, after any crash.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::KeysError;

/// An exclusive lock beside a file, held until dropped. The lock is a file of its own: the keyring file itself is replaced by renaming,
/// and a lock on it would be left on the old one.
pub(crate) struct Lock {
    _held: File,
}

impl Lock {
    /// Waits for the lock.
    pub(crate) fn take(path: &Path) -> Result<Self, KeysError> {
        let path = beside(path, ".lock");
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        owner_only(&mut options);
        let held = options.open(&path).map_err(KeysError::io("lock", &path))?;
        held.lock().map_err(KeysError::io("lock", &path))?;
        Ok(Self { _held: held })
    }
}

/// Writes a file that must not exist yet, mode 0600.
pub(crate) fn create_new(path: &Path, octets: &[u8]) -> Result<(), KeysError> {
    let file = new_file(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => KeysError::Exists {
            path: path.to_owned(),
        },
        _ => KeysError::io("write", path)(error),
    })?;
    write_through(file, path, octets)?;
    sync_folder(path)
}

/// Replaces a file: 0600 temporary file in the same folder, fsync, rename, fsync of the folder. The caller holds the lock.
pub(crate) fn replace(path: &Path, octets: &[u8]) -> Result<(), KeysError> {
    let temporary = beside(path, ".new");
    // Left by a writer that crashed: the lock says that nobody uses it.
    match fs::remove_file(&temporary) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(KeysError::io("replace", &temporary)(error));
        }
        _ => {}
    }
    let file = new_file(&temporary).map_err(KeysError::io("write", &temporary))?;
    write_through(file, &temporary, octets)?;
    fs::rename(&temporary, path).map_err(KeysError::io("replace", path))?;
    sync_folder(path)
}

fn new_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    owner_only(&mut options);
    options.open(path)
}

fn write_through(mut file: File, path: &Path, octets: &[u8]) -> Result<(), KeysError> {
    file.write_all(octets)
        .and_then(|()| file.sync_all())
        .map_err(KeysError::io("write", path))
}

/// A renamed file is durable once its folder is.
fn sync_folder(path: &Path) -> Result<(), KeysError> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(KeysError::io("write", folder))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn owner_only(_: &mut OpenOptions) {}
