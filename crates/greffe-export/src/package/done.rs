//! What a caller is told of a package that is written.

use crate::completeness::{Completeness, Tree};

/// A package that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a package can be incomplete: look at `completeness`"]
pub struct Done {
    pub(super) completeness: Completeness,
    pub(super) payload_files: u64,
    pub(super) payload_bytes: u64,
    pub(super) manifest_sha256: String,
}

impl Done {
    /// What is in it, what is not, and why.
    #[must_use]
    pub const fn completeness(&self) -> &Completeness {
        &self.completeness
    }

    /// Whether a package holds no data at all, such as the portable data where nothing is portable. The first page says why; so does
    /// [`Completeness::nothing_portable`].
    #[must_use]
    pub fn is_empty(&self, tree: Tree) -> bool {
        self.completeness.is_empty(tree)
    }

    /// How many files lie under `data/`.
    #[must_use]
    pub const fn payload_files(&self) -> u64 {
        self.payload_files
    }

    /// How many bytes lie under `data/`.
    #[must_use]
    pub const fn payload_bytes(&self) -> u64 {
        self.payload_bytes
    }

    /// The SHA-256 of `manifest-sha256.txt`, in hexadecimal: it stands for every byte of the payload.
    #[must_use]
    pub fn manifest_sha256(&self) -> &str {
        &self.manifest_sha256
    }
}
