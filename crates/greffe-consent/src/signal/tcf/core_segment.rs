//! The fields of the core segment, in their order.

use chrono::NaiveDate;

use super::TcStringFault;
use super::bits::{Bits, Misread};
use super::framework::LAST_PURPOSE_BIT;
use super::purposes::Purposes;
use super::restriction::Restrictions;
use super::vendors::VendorIds;

/// The version of the encoding, the only one that is read.
pub(super) const VERSION: u8 = 2;

/// Tenths of a second in a day.
const DECISECONDS: u64 = 864_000;

/// `Debug` shows the version of the policy only: the rest tells something of one person.
#[derive(Clone)]
pub(super) struct Core {
    pub(super) created: NaiveDate,
    pub(super) last_updated: NaiveDate,
    pub(super) cmp_id: u16,
    pub(super) cmp_version: u16,
    pub(super) consent_screen: u8,
    pub(super) consent_language: Letters,
    pub(super) vendor_list_version: u16,
    pub(super) policy_version: u8,
    pub(super) is_service_specific: bool,
    pub(super) uses_non_standard_texts: bool,
    pub(super) special_features: Purposes,
    pub(super) consents: Purposes,
    pub(super) li: Purposes,
    pub(super) purpose_one_treatment: bool,
    pub(super) publisher_country: Letters,
    pub(super) vendor_consents: VendorIds,
    pub(super) vendor_li: VendorIds,
    pub(super) restrictions: Restrictions,
}

impl Core {
    pub(super) fn read(bits: &mut Bits<'_>) -> Result<Self, Misread> {
        if bits.small(6)? != VERSION {
            let fault = TcStringFault::UnknownVersion;
            return Err(Misread { bit: 0, fault });
        }
        let created = bits.number(36)?;
        let bit = bits.at();
        let updated = bits.number(36)?;
        if updated < created {
            let fault = TcStringFault::UpdatedBeforeCreated;
            return Err(Misread { bit, fault });
        }
        // Fields are evaluated in the order in which they stand here, which is the order of the bits.
        Ok(Self {
            created: day_of(created),
            last_updated: day_of(updated),
            cmp_id: bits.medium(12)?,
            cmp_version: bits.medium(12)?,
            consent_screen: bits.small(6)?,
            consent_language: Letters::read(bits, b'a')?,
            vendor_list_version: bits.medium(12)?,
            policy_version: bits.small(6)?,
            is_service_specific: bits.flag()?,
            uses_non_standard_texts: bits.flag()?,
            special_features: Purposes::read(bits, 12)?,
            consents: Purposes::read(bits, LAST_PURPOSE_BIT)?,
            li: Purposes::read(bits, LAST_PURPOSE_BIT)?,
            purpose_one_treatment: bits.flag()?,
            publisher_country: Letters::read(bits, b'A')?,
            vendor_consents: VendorIds::read(bits)?,
            vendor_li: VendorIds::read(bits)?,
            restrictions: Restrictions::read(bits)?,
        })
    }
}

/// The day in UTC. 36 bits of tenths of a second reach the year 2187.
fn day_of(deciseconds: u64) -> NaiveDate {
    let days = i32::try_from(deciseconds / DECISECONDS).unwrap_or_default();
    NaiveDate::from_epoch_days(days).unwrap_or_default()
}

/// Two letters.
#[derive(Clone, Copy)]
pub(super) struct Letters([u8; 2]);

impl Letters {
    /// Reads two letters of 6 bits, counted from `first`.
    fn read(bits: &mut Bits<'_>, first: u8) -> Result<Self, Misread> {
        let mut letters = [first; 2];
        for letter in &mut letters {
            let bit = bits.at();
            let number = bits.small(6)?;
            if number > 25 {
                let fault = TcStringFault::NotLetters;
                return Err(Misread { bit, fault });
            }
            *letter += number;
        }
        Ok(Self(letters))
    }

    pub(super) fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}
