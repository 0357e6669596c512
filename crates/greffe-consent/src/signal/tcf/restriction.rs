//! What the publisher forbids its vendors, beyond what the person chose.

use std::collections::{BTreeMap, BTreeSet};

use super::TcStringFault;
use super::bits::{Bits, Misread};
use super::framework::LAST_PURPOSE_BIT;
use super::vendors::read_ranges;
use crate::VendorId;
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

    /// The restrictions of some vendors, by purpose and vendor. One sweep: every row of a hostile string may name every vendor.
    pub(super) fn among(
        &self,
        vendors: &BTreeSet<VendorId>,
    ) -> BTreeMap<(u8, VendorId), Restriction> {
        let mut spans: BTreeMap<u8, BTreeMap<Restriction, Vec<(u16, u16)>>> = BTreeMap::new();
        for row in &self.0 {
            let of_purpose = spans.entry(row.purpose).or_default();
            let of_restriction = of_purpose.entry(row.restriction).or_default();
            of_restriction.push((row.first, row.last));
        }
        let mut found = Vec::new();
        for (purpose, mut by_restriction) in spans {
            for spans in by_restriction.values_mut() {
                *spans = united(std::mem::take(spans));
            }
            found.extend(vendors.iter().filter_map(|vendor| {
                let stated = by_restriction.iter();
                let stated = stated.filter(|(_, spans)| is_in(spans, vendor.number()));
                let restriction = stated
                    .map(|(restriction, _)| *restriction)
                    .reduce(contradicting);
                Some(((purpose, *vendor), restriction?))
            }));
        }
        found.into_iter().collect()
    }

    /// The restriction of a vendor. Two different ones contradict each other, and then nothing is allowed.
    pub(super) fn of(&self, purpose: u8, vendor: u16) -> Option<Restriction> {
        self.0
            .iter()
            .filter(|row| row.purpose == purpose && (row.first..=row.last).contains(&vendor))
            .map(|row| row.restriction)
            .reduce(contradicting)
    }
}

/// Two restrictions of the same: different ones contradict each other, and then nothing is allowed.
fn contradicting(one: Restriction, other: Restriction) -> Restriction {
    if one == other {
        one
    } else {
        Restriction::NotAllowed
    }
}

/// The same numbers in ascending spans apart from each other.
fn united(mut spans: Vec<(u16, u16)>) -> Vec<(u16, u16)> {
    spans.sort_unstable();
    let mut apart: Vec<(u16, u16)> = Vec::new();
    for (first, last) in spans {
        match apart.last_mut() {
            Some((_, before)) if first <= *before => *before = last.max(*before),
            _ => apart.push((first, last)),
        }
    }
    apart
}

fn is_in(spans: &[(u16, u16)], vendor: u16) -> bool {
    let before = spans.partition_point(|(_, last)| *last < vendor);
    spans.get(before).is_some_and(|(first, _)| *first <= vendor)
}
