//! What the publisher forbids its vendors, beyond what the person chose.

use std::fmt;

use super::TcStringFault;
use super::bits::{Bits, Misread};
use super::framework::LAST_PURPOSE_BIT;
use super::vendors::read_ranges;
use crate::codes::codes;

codes! {
    /// A publisher's restriction of one purpose for one vendor.
    Restriction, "publisher restriction", {
        /// The vendor may not process for the purpose at all.
        NotAllowed = "not_allowed", "non autorisé par l’éditeur", "not allowed by the publisher";
        /// Only on consent: a vendor that registered legitimate interests has to be flexible, or may not process.
        RequireConsent = "require_consent", "consentement exigé par l’éditeur", "consent required by the publisher";
        /// Only on legitimate interests: a vendor that registered consent has to be flexible, or may not process.
        RequireLegitimateInterests = "require_legitimate_interests", "intérêt légitime exigé par l’éditeur", "legitimate interests required by the publisher";
    }
}

/// The publisher's restrictions, one row a range of vendors.
#[derive(Clone, Default)]
pub(super) struct Restrictions(Vec<Row>);

#[derive(Clone, Copy)]
struct Row {
    purpose: u8,
    restriction: Restriction,
    first: u16,
    last: u16,
}

impl Restrictions {
    pub(super) fn read(bits: &mut Bits<'_>) -> Result<Self, Misread> {
        let mut rows = Vec::new();
        for _ in 0..bits.medium(12)? {
            let bit = bits.at();
            let purpose = bits.small(6)?;
            if purpose == 0 || purpose > LAST_PURPOSE_BIT {
                let fault = TcStringFault::UnknownPurpose;
                return Err(Misread { bit, fault });
            }
            let bit = bits.at();
            let restriction = match bits.small(2)? {
                0 => Restriction::NotAllowed,
                1 => Restriction::RequireConsent,
                2 => Restriction::RequireLegitimateInterests,
                _ => {
                    let fault = TcStringFault::UnknownRestriction;
                    return Err(Misread { bit, fault });
                }
            };
            read_ranges(bits, u16::MAX, |first, last| {
                rows.push(Row {
                    purpose,
                    restriction,
                    first,
                    last,
                });
            })?;
        }
        Ok(Self(rows))
    }

    /// The restriction of a vendor. Two different ones contradict each other, and then nothing is allowed.
    pub(super) fn of(&self, purpose: u8, vendor: u16) -> Option<Restriction> {
        self.0
            .iter()
            .filter(|row| row.purpose == purpose && (row.first..=row.last).contains(&vendor))
            .map(|row| row.restriction)
            .reduce(|one, other| {
                if one == other {
                    one
                } else {
                    Restriction::NotAllowed
                }
            })
    }
}

impl fmt::Debug for Restrictions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Restrictions(..)")
    }
}
