//! A package that was written before, looked at again.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use greffe::export::{BagSource as _, RequestId, ZipBag, verify_zip};
use serde::Deserialize;

use crate::error::HostError;

/// What a package says of itself.
#[derive(Deserialize)]
struct Completeness {
    /// Which request it answers.
    request: String,
    /// Whether nothing is missing in it.
    complete: bool,
}

/// Where it says it.
const COMPLETENESS: &str = "data/completeness.json";

/// The most that is read of it, in octets: it grows with the fields of the register, and not with what is known of anybody.
const MOST: u64 = 4 * 1_024 * 1_024;

/// Whether the package of this request is there, intact and complete.
///
/// # Errors
/// Where there is no archive, where it is not what was written, where it answers another request, or where something is missing in it.
pub(crate) fn look_again(path: &Path, request: &RequestId) -> Result<(), HostError> {
    let file = File::open(path).map_err(HostError::file(path))?;
    if !verify_zip(&file)
        .map_err(|error| refused(&error))?
        .is_intact()
    {
        return Err(HostError::Defect);
    }
    let mut bag = ZipBag::open(&file).map_err(|error| refused(&error))?;
    let mut told = Vec::new();
    bag.read(COMPLETENESS, &mut |reader| {
        reader.take(MOST).read_to_end(&mut told).map(|_| ())
    })
    .map_err(HostError::file(path))?;
    let told: Completeness = serde_json::from_slice(&told).map_err(|_| HostError::File {
        path: path.into(),
        kind: std::io::ErrorKind::InvalidData,
    })?;
    if told.request != request.as_str() {
        return Err(HostError::OtherPackage { path: path.into() });
    }
    match told.complete {
        true => Ok(()),
        false => Err(HostError::IncompletePackage { path: path.into() }),
    }
}

fn refused(error: &dyn std::error::Error) -> HostError {
    HostError::refused("export", error)
}
