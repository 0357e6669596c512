//! Where an export is staged, so that it goes on after a crash.

use std::io;

use super::sink::{MemorySink, Sink};
use super::verify::BagSource;

/// A folder bag that an export is staged in: a place that is written, read back, and cleared of what a crash left half-written.
///
/// [`Package::write_staged`](crate::Package::write_staged) says how it is used. A file that [`Sink::finish`] took must be there after a crash: a folder
/// on disk syncs it. A folder on disk is a few lines of the caller's, as for [`Sink`]; `greffe export build` has them.
pub trait Stage: Sink + BagSource {
    /// Takes a file away for good.
    ///
    /// # Errors
    /// Where the place refuses.
    fn remove(&mut self, path: &str) -> io::Result<()>;
}

impl Stage for MemorySink {
    fn remove(&mut self, path: &str) -> io::Result<()> {
        match Self::remove(self, path) {
            Some(_) => Ok(()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}
