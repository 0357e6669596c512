//! Reading files that hold secrets: permissions are judged on the opened descriptor, so that the file that is judged is the
//! file that is read.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use zeroize::Zeroizing;

use crate::error::KeysError;

/// Longest file in octets: far above any keyring.
const LONGEST: u64 = 1 << 20;

/// Who may read a file of secrets, on Unix. Others may never.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FileAccess {
    /// Only the owner (mode `0600` or `0400`).
    #[default]
    OwnerOnly,
    /// Also the owner's group, reading only (`0640`, `0440`): a named exception for secrets that an orchestrator mounts.
    GroupMayRead,
}

impl FileAccess {
    /// Permission bits that must not be set.
    #[cfg(unix)]
    const fn forbidden(self) -> u32 {
        match self {
            Self::OwnerOnly => 0o077,
            Self::GroupMayRead => 0o037,
        }
    }
}

/// Opens a file, judges the descriptor, reads it whole.
pub(crate) fn read(path: &Path, access: FileAccess) -> Result<Zeroizing<Vec<u8>>, KeysError> {
    // Opening a pipe waits for a writer, perhaps for ever: asked before opening, and judged again on the descriptor.
    let about = std::fs::metadata(path).map_err(KeysError::io("open", path))?;
    if !about.is_file() {
        return Err(KeysError::NotAFile {
            path: path.to_owned(),
        });
    }
    let file = File::open(path).map_err(KeysError::io("open", path))?;
    let about = file.metadata().map_err(KeysError::io("read", path))?;
    if !about.is_file() {
        return Err(KeysError::NotAFile {
            path: path.to_owned(),
        });
    }
    judge(&about, path, access)?;
    // The whole capacity at once, so that no reallocation leaves a copy behind; one octet more shows a file that grows.
    let length = about.len();
    if length > LONGEST {
        return Err(KeysError::TooLong {
            path: path.to_owned(),
        });
    }
    let mut octets = Zeroizing::new(Vec::with_capacity(
        usize::try_from(length).unwrap_or(0).saturating_add(32),
    ));
    file.take(LONGEST + 1)
        .read_to_end(&mut octets)
        .map_err(KeysError::io("read", path))?;
    if u64::try_from(octets.len()).is_ok_and(|read| read > LONGEST) {
        return Err(KeysError::TooLong {
            path: path.to_owned(),
        });
    }
    Ok(octets)
}

#[cfg(unix)]
fn judge(about: &std::fs::Metadata, path: &Path, access: FileAccess) -> Result<(), KeysError> {
    use std::os::unix::fs::PermissionsExt;

    let mode = about.permissions().mode() & 0o777;
    if mode & access.forbidden() == 0 {
        Ok(())
    } else {
        Err(KeysError::Permissions {
            path: path.to_owned(),
            mode,
        })
    }
}

/// Elsewhere the file system's own access lists decide.
#[cfg(not(unix))]
fn judge(_: &std::fs::Metadata, _: &Path, _: FileAccess) -> Result<(), KeysError> {
    Ok(())
}
