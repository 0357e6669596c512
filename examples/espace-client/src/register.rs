//! The register that the service keeps.

use std::path::Path;

use greffe::document::{Document, Limits};
use greffe::register::{Register, RegisterError};

use crate::error::HostError;

/// Reads a register file; the document is kept for the lines of findings.
pub(crate) fn read(path: &Path) -> Result<(Register, Document), HostError> {
    let bytes = std::fs::read(path).map_err(HostError::file(path))?;
    parse(&bytes).map_err(|error| HostError::Register {
        path: path.to_path_buf(),
        error,
    })
}

fn parse(bytes: &[u8]) -> Result<(Register, Document), RegisterError> {
    let document = Document::from_toml_bytes(bytes, Limits::default())?;
    Ok((Register::from_document(&document)?, document))
}
