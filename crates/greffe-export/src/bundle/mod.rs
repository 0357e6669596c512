//! The bag as bytes: sinks, spools, manifests, and their check.

mod bag;
mod difference;
#[cfg(feature = "age")]
mod encryption;
mod gate;
mod signature;
mod sink;
mod spool;
mod stage;
mod verify;
mod zip_bag;
mod zip_entry;
mod zip_layout;
mod zip_sink;

pub use difference::Difference;
#[cfg(feature = "age")]
pub use encryption::{EncryptionError, Identity, Recipients, decrypt, encrypt};
pub use signature::{InvalidKey, SignatureFault, SignatureState, SigningKey, VerifyingKey};
pub use sink::{MemorySink, Sink};
pub use spool::{MemoryBuffer, MemorySpool, Spool};
pub use stage::Stage;
pub use verify::{
    BagSource, Verification, verify_bag, verify_signed_bag, verify_signed_zip, verify_zip,
};
pub use zip_bag::ZipBag;
pub use zip_entry::ZipEntry;
pub use zip_sink::ZipSink;

pub(crate) use bag::{BLOCK, BagFile, BagInfo, BagWriter, Entry, MANIFEST, TAG_MANIFEST, hex};
pub(crate) use signature::SIGNATURE;
pub(crate) use verify::digest_of;
