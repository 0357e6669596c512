//! The publisher's own purposes, for its own processing.

use super::bits::{Bits, Misread};
use super::framework::LAST_PURPOSE_BIT;
use super::purposes::Purposes;

/// What the person chose for the publisher itself (segment type 3). `Debug` shows none of it.
#[derive(Debug, Clone)]
pub struct PublisherTc {
    consents: Purposes,
    li: Purposes,
    custom_consents: Purposes,
    custom_li: Purposes,
}

impl PublisherTc {
    /// Whether the person consents to a purpose of the framework, for the publisher.
    #[must_use]
    pub const fn consents_to(&self, purpose: u8) -> bool {
        self.consents.contains(purpose)
    }

    /// Whether the publisher's legitimate interests in the purpose were shown and not objected to.
    #[must_use]
    pub const fn purpose_li(&self, purpose: u8) -> bool {
        self.li.contains(purpose)
    }

    /// How many purposes of its own the publisher has: at most 63, numbered from 1.
    #[must_use]
    pub const fn custom_purposes(&self) -> u8 {
        self.custom_consents.width()
    }

    /// Whether the person consents to one of the publisher's own purposes.
    #[must_use]
    pub const fn consents_to_custom(&self, purpose: u8) -> bool {
        self.custom_consents.contains(purpose)
    }

    /// Whether the publisher's legitimate interests in one of its own purposes were shown and not objected to.
    #[must_use]
    pub const fn custom_purpose_li(&self, purpose: u8) -> bool {
        self.custom_li.contains(purpose)
    }

    /// Reads the segment behind its kind.
    pub(super) fn read(bits: &mut Bits<'_>) -> Result<Self, Misread> {
        let consents = Purposes::read(bits, LAST_PURPOSE_BIT)?;
        let li = Purposes::read(bits, LAST_PURPOSE_BIT)?;
        let custom = bits.small(6)?;
        Ok(Self {
            consents,
            li,
            custom_consents: Purposes::read(bits, custom)?,
            custom_li: Purposes::read(bits, custom)?,
        })
    }
}
