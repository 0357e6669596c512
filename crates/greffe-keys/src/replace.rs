//! Writing so that a reader sees the old file or the new one, whole, after any crash.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use getrandom::SysRng;
use rand_core::TryRng;

use crate::error::KeysError;

/// What temporary files end with, after 16 random hex digits.
const TEMPORARY: &str = ".new";

/// An exclusive lock beside a file, held until dropped. The lock is a file of its own: the keyring file itself is replaced by renaming,
/// and a lock on it would be left on the old one.
pub(crate) struct Lock {
    _held: File,
}

impl Lock {
    /// Waits for the lock of a file. A new lock belongs to the file's owner, who could not take it else once a privileged user has changed the
    /// keyring. Neither a link nor a pipe is a lock: whoever owns the folder could have a privileged writer make, or wait for, something elsewhere.
    pub(crate) fn take(path: &Path) -> Result<Self, KeysError> {
        let lock = beside(path, ".lock");
        let mut options = OpenOptions::new();
        options.create_new(true).write(true);
        owner_only(&mut options);
        let held = match options.open(&lock) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => open_lock(&lock)?,
            made => {
                let made = made.map_err(KeysError::io("lock", &lock))?;
                if let Ok(like) = fs::metadata(path) {
                    take_owner(&made, &like);
                }
                made
            }
        };
        held.lock().map_err(KeysError::io("lock", &lock))?;
        Ok(Self { _held: held })
    }
}

/// Opens a lock that is there already, and makes none.
fn open_lock(lock: &Path) -> Result<File, KeysError> {
    let about = fs::symlink_metadata(lock).map_err(KeysError::io("lock", lock))?;
    if !about.is_file() {
        return Err(KeysError::NotAFile {
            path: lock.to_owned(),
        });
    }
    let opened = OpenOptions::new().write(true).open(lock);
    opened.map_err(KeysError::io("lock", lock))
}

/// The file that a path leads to: links followed, so that all writers share one lock and no link is replaced by a file.
pub(crate) fn existing(path: &Path) -> Result<PathBuf, KeysError> {
    fs::canonicalize(path).map_err(KeysError::io("open", path))
}

/// As [`existing`], for a file that is not there yet: links in its folder are followed.
pub(crate) fn future(path: &Path) -> Result<PathBuf, KeysError> {
    let name = path.file_name().ok_or_else(|| KeysError::NotAFile {
        path: path.to_owned(),
    })?;
    Ok(existing(folder(path))?.join(name))
}

/// Writes a file that must not exist yet, mode 0600. It appears under its name whole, or not at all.
pub(crate) fn create_new(path: &Path, octets: &[u8]) -> Result<(), KeysError> {
    let temporary = Temporary::write(path, octets, None)?;
    // A link never replaces what is there, as a rename would.
    match fs::hard_link(&temporary.path, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(KeysError::Exists {
                path: path.to_owned(),
            });
        }
        result => result.map_err(KeysError::io("write", path))?,
    }
    drop(temporary);
    sync_folder(path)
}

/// Replaces a file: temporary file in the same folder, fsync, rename, fsync of the folder. Owner and the group's right to read are
/// carried over. The caller holds the lock.
pub(crate) fn replace(path: &Path, octets: &[u8]) -> Result<(), KeysError> {
    sweep(path);
    let before = fs::metadata(path).map_err(KeysError::io("open", path))?;
    let temporary = Temporary::write(path, octets, Some(&before))?;
    fs::rename(&temporary.path, path).map_err(KeysError::io("replace", path))?;
    temporary.keep();
    sync_folder(path)
}

/// A file under a random name beside another one; removed when dropped.
struct Temporary {
    path: PathBuf,
}

impl Temporary {
    /// Writes it through, mode 0600, or with the owner and the reading group of the file that it will replace.
    fn write(path: &Path, octets: &[u8], like: Option<&fs::Metadata>) -> Result<Self, KeysError> {
        let number = SysRng.try_next_u64().map_err(|_| KeysError::Randomness)?;
        let path = beside(path, &format!(".{number:016x}{TEMPORARY}"));
        let mut options = OpenOptions::new();
        options.create_new(true).write(true);
        owner_only(&mut options);
        let mut file = options.open(&path).map_err(KeysError::io("write", &path))?;
        // From here on an error removes the file.
        let temporary = Self { path };
        like.map_or(Ok(()), |like| take_access(&file, like))
            .and_then(|()| file.write_all(octets))
            .and_then(|()| file.sync_all())
            .map_err(KeysError::io("write", &temporary.path))?;
        Ok(temporary)
    }

    /// It has another name now: nothing is removed.
    fn keep(mut self) {
        self.path = PathBuf::new();
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            // Failing leaves a file that the next change sweeps away.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Removes what writers that crashed left behind: the lock says that nobody uses it. What cannot be removed is in nobody's way.
fn sweep(path: &Path) {
    let Some(name) = path.file_name() else { return };
    let Ok(entries) = fs::read_dir(folder(path)) else {
        return;
    };
    for entry in entries.flatten() {
        if is_temporary(&entry.file_name(), name) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a name is that of a temporary file of `of`.
fn is_temporary(name: &OsStr, of: &OsStr) -> bool {
    name.as_encoded_bytes()
        .strip_prefix(of.as_encoded_bytes())
        .and_then(|rest| rest.strip_prefix(b"."))
        .and_then(|rest| rest.strip_suffix(TEMPORARY.as_bytes()))
        .is_some_and(|number| number.len() == 16 && number.iter().all(u8::is_ascii_hexdigit))
}

/// A renamed file is durable once its folder is.
fn sync_folder(path: &Path) -> Result<(), KeysError> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let folder = folder(path);
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(KeysError::io("write", folder))
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
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

/// Gives a new file the owner of another where the system lets us, and its group's right to read with that group.
#[cfg(unix)]
fn take_access(file: &File, like: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    let new = file.metadata()?;
    let group_reads = like.mode() & 0o040;
    if group_reads != 0 && new.gid() != like.gid() {
        // The right must not go to another group: refused rather than lost.
        fchown(file, None, Some(like.gid()))?;
    }
    file.set_permissions(fs::Permissions::from_mode(0o600 | group_reads))?;
    take_owner(file, like);
    Ok(())
}

/// Gives a new file the owner of another. Only a privileged writer can; the owner's services then still use what it made.
#[cfg(unix)]
fn take_owner(file: &File, like: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};

    if file.metadata().is_ok_and(|new| new.uid() != like.uid()) {
        let _ = fchown(file, Some(like.uid()), None);
    }
}

#[cfg(not(unix))]
fn take_owner(_: &File, _: &fs::Metadata) {}

#[cfg(not(unix))]
fn take_access(_: &File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}
