//! Files that are whole or not there, for their owner only.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use crate::error::HostError;

/// Writes a text beside and then under its name: there is never half a file of that name.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), HostError> {
    let folder = folder_of(path);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(HostError::file(folder))?;
    file.write_all(text.as_bytes())
        .map_err(HostError::file(path))?;
    persist(file, path)
}

/// The folder that a file lies in; of a bare name, the one where the command runs.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Writes a value as JSON.
pub(crate) fn write_json(path: &Path, value: &impl serde::Serialize) -> Result<(), HostError> {
    let text = serde_json::to_string_pretty(value).map_err(|_| HostError::Defect)?;
    write(path, &text)
}

/// Writes values as JSON, one a line.
pub(crate) fn write_lines<T: serde::Serialize>(
    path: &Path,
    values: impl IntoIterator<Item = T>,
) -> Result<(), HostError> {
    let mut text = String::new();
    for value in values {
        text.push_str(&serde_json::to_string(&value).map_err(|_| HostError::Defect)?);
        text.push('\n');
    }
    write(path, &text)
}

/// Gives a finished file its name, once its bytes are on the disk.
pub(crate) fn persist(file: tempfile::NamedTempFile, path: &Path) -> Result<(), HostError> {
    file.as_file().sync_all().map_err(HostError::file(path))?;
    file.persist(path)
        .map_err(|error| HostError::file(path)(error.error))?;
    let folder = folder_of(path);
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(HostError::file(folder))
}
