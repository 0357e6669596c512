//! A package that was written before, looked at again.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use greffe::export::{BagSource as _, RequestId, ZipBag, verify_zip};

use crate::error::HostError;

/// Where a package says which request it answers (RFC 8493, section 2.2.2).
const ANSWERS: &str = "External-Identifier: ";

/// The most that is read of it, in octets: it is a few lines.
const MOST: u64 = 64 * 1_024;

/// Whether the package of this request is there and intact.
///
/// # Errors
/// Where there is no archive, where it is not what was written, or where it answers another request.
pub(crate) fn look_again(path: &Path, request: &RequestId) -> Result<(), HostError> {
    let file = File::open(path).map_err(HostError::file(path))?;
    if !verify_zip(&file)
        .map_err(|error| refused(&error))?
        .is_intact()
    {
        return Err(HostError::Defect);
    }
    let mut bag = ZipBag::open(&file).map_err(|error| refused(&error))?;
    let mut about = String::new();
    bag.read("bag-info.txt", &mut |reader| {
        reader.take(MOST).read_to_string(&mut about).map(|_| ())
    })
    .map_err(HostError::file(path))?;
    let mut told = about.lines().filter_map(|line| line.strip_prefix(ANSWERS));
    if told.any(|id| id == request.as_str()) {
        return Ok(());
    }
    Err(HostError::OtherPackage { path: path.into() })
}

fn refused(error: &dyn std::error::Error) -> HostError {
    HostError::refused("export", error)
}
