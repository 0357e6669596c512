//! The bag as bytes: sinks, spools, manifests, and their check.

mod bag;
mod sink;
mod spool;
mod verify;
mod zip_sink;

pub use sink::{MemorySink, Sink};
pub use spool::{MemoryBuffer, MemorySpool, Spool};
pub use verify::{BagSource, Difference, Verification, verify_bag, verify_zip};
pub use zip_sink::ZipSink;

pub(crate) use bag::{BagFile, BagInfo, BagWriter};
