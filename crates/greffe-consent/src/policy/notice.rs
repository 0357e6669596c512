//! The notices that the policy knows.

use std::collections::BTreeSet;

use greffe_terms::PurposeId;

use crate::{NoticeId, VendorId, WordingDigest};

/// One version of a notice, with the purposes that it lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub(super) id: NoticeId,
    pub(super) version: u32,
    pub(super) purposes: BTreeSet<PurposeId>,
    pub(super) wording: Option<WordingDigest>,
    pub(super) vendors: BTreeSet<VendorId>,
}

impl Notice {
    /// Version `version` of the notice `id`, listing `purposes`.
    pub fn new(id: NoticeId, version: u32, purposes: impl IntoIterator<Item = PurposeId>) -> Self {
        Self {
            id,
            version,
            purposes: purposes.into_iter().collect(),
            wording: None,
            vendors: BTreeSet::new(),
        }
    }

    /// With the digest of its words. A consent that was given under another wording then does not count.
    #[must_use]
    pub fn worded(self, wording: WordingDigest) -> Self {
        Self {
            wording: Some(wording),
            ..self
        }
    }

    /// Disclosing these vendors. A consent under the notice reaches them unless the person chose among them, and reaches no other.
    #[must_use]
    pub fn disclosing(mut self, vendors: impl IntoIterator<Item = VendorId>) -> Self {
        self.vendors.extend(vendors);
        self
    }

    /// The purposes that it lists.
    pub fn purposes(&self) -> impl Iterator<Item = &PurposeId> {
        self.purposes.iter()
    }

    /// The vendors that it discloses.
    pub fn vendors(&self) -> impl Iterator<Item = VendorId> {
        self.vendors.iter().copied()
    }

    /// Whether it discloses the vendor.
    #[must_use]
    pub fn discloses(&self, vendor: VendorId) -> bool {
        self.vendors.contains(&vendor)
    }

    /// The id that its versions share.
    #[must_use]
    pub const fn id(&self) -> &NoticeId {
        &self.id
    }

    /// The version.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Whether it lists the purpose, by its whole id.
    #[must_use]
    pub fn lists(&self, purpose: &PurposeId) -> bool {
        self.purposes.contains(purpose)
    }

    /// The digest of its words, where the policy knows them.
    #[must_use]
    pub const fn wording(&self) -> Option<WordingDigest> {
        self.wording
    }
}
