//! An encoder of TC strings, for tests: written from the specification alone, and able to write what it forbids.

use std::collections::{BTreeMap, BTreeSet};

use greffe_consent::signal::tcf::Restriction;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bits of one segment, written from left to right.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bits(pub(crate) Vec<bool>);

impl Bits {
    pub(crate) fn put(mut self, width: usize, number: u64) -> Self {
        self.0
            .extend((0..width).rev().map(|place| number >> place & 1 == 1));
        self
    }

    fn put_set(self, width: u8, set: &BTreeSet<u8>) -> Self {
        (1..=width).fold(self, |bits, number| {
            bits.put(1, set.contains(&number).into())
        })
    }

    pub(crate) fn put_ranges(self, ranges: &[(u16, u16)]) -> Self {
        let bits = self.put(12, ranges.len() as u64);
        ranges.iter().fold(bits, |bits, (first, last)| {
            if first == last {
                bits.put(1, 0).put(16, (*first).into())
            } else {
                bits.put(1, 1)
                    .put(16, (*first).into())
                    .put(16, (*last).into())
            }
        })
    }

    fn put_vendors(self, vendors: &Vendors) -> Self {
        let last = vendors
            .ids
            .last()
            .copied()
            .unwrap_or(0)
            .max(vendors.least_maximum);
        let bits = self.put(16, last.into());
        if vendors.as_ranges {
            return bits.put(1, 1).put_ranges(&ranges(&vendors.ids));
        }
        (1..=last).fold(bits.put(1, 0), |bits, id| {
            bits.put(1, vendors.ids.contains(&id).into())
        })
    }

    /// As text, filled with zeros up to a multiple of `unit` bits (8 or 24).
    pub(crate) fn text(mut self, unit: usize) -> String {
        let filled = self.0.len().next_multiple_of(unit);
        self.0.resize(filled.next_multiple_of(6), false);
        self.0
            .chunks(6)
            .map(|six| {
                let number = six.iter().fold(0, |sum, bit| sum << 1 | usize::from(*bit));
                char::from(ALPHABET[number])
            })
            .collect()
    }
}

/// A set of vendors, and how it is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vendors {
    pub(crate) ids: BTreeSet<u16>,
    pub(crate) as_ranges: bool,
    pub(crate) least_maximum: u16,
}

pub(crate) fn ranges(ids: &BTreeSet<u16>) -> Vec<(u16, u16)> {
    let mut ranges: Vec<(u16, u16)> = Vec::new();
    for id in ids {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *id => *last = *id,
            _ => ranges.push((*id, *id)),
        }
    }
    ranges
}

/// What a dialogue would write. The publisher's segment: consents, legitimate interests, how many custom purposes, these two.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) created: u64,
    pub(crate) updated: u64,
    pub(crate) cmp_id: u16,
    pub(crate) cmp_version: u16,
    pub(crate) consent_screen: u8,
    pub(crate) language: (u8, u8),
    pub(crate) vendor_list_version: u16,
    pub(crate) policy_version: u8,
    pub(crate) service_specific: bool,
    pub(crate) non_standard: bool,
    pub(crate) special_features: BTreeSet<u8>,
    pub(crate) consents: BTreeSet<u8>,
    pub(crate) li: BTreeSet<u8>,
    pub(crate) purpose_one_treatment: bool,
    pub(crate) country: (u8, u8),
    pub(crate) vendors: Vendors,
    pub(crate) vendors_li: Vendors,
    pub(crate) restrictions: BTreeMap<(u8, Restriction), BTreeSet<u16>>,
    pub(crate) disclosed: Option<Vendors>,
    pub(crate) allowed: Option<Vendors>,
    pub(crate) publisher: Option<Publisher>,
    pub(crate) unit: usize,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Publisher {
    pub(crate) consents: BTreeSet<u8>,
    pub(crate) li: BTreeSet<u8>,
    pub(crate) custom: u8,
    pub(crate) custom_consents: BTreeSet<u8>,
    pub(crate) custom_li: BTreeSet<u8>,
}

impl Draft {
    /// A string of TCF 2.3 last updated on a day, with the person's yes to the purposes and vendors, all of them shown.
    pub(crate) fn accepted(day: &str, purposes: &[u8], vendors: &[u16]) -> Self {
        let day: chrono::NaiveDate = day.parse().unwrap();
        let deciseconds = u64::try_from(day.to_epoch_days()).unwrap() * 864_000;
        let vendors = Vendors {
            ids: vendors.iter().copied().collect(),
            ..Vendors::default()
        };
        Self {
            created: deciseconds,
            updated: deciseconds,
            cmp_id: 7,
            cmp_version: 1,
            consent_screen: 0,
            language: (5, 17),
            vendor_list_version: 177,
            policy_version: 5,
            service_specific: true,
            non_standard: false,
            special_features: BTreeSet::new(),
            consents: purposes.iter().copied().collect(),
            li: BTreeSet::new(),
            purpose_one_treatment: false,
            country: (5, 17),
            vendors: vendors.clone(),
            vendors_li: Vendors::default(),
            restrictions: BTreeMap::new(),
            disclosed: Some(vendors),
            allowed: None,
            publisher: None,
            unit: 24,
        }
    }

    /// The bits of the core segment up to the vendors.
    pub(crate) fn head(&self) -> Bits {
        Bits::default()
            .put(6, 2)
            .put(36, self.created)
            .put(36, self.updated)
            .put(12, self.cmp_id.into())
            .put(12, self.cmp_version.into())
            .put(6, self.consent_screen.into())
            .put(6, self.language.0.into())
            .put(6, self.language.1.into())
            .put(12, self.vendor_list_version.into())
            .put(6, self.policy_version.into())
            .put(1, self.service_specific.into())
            .put(1, self.non_standard.into())
            .put_set(12, &self.special_features)
            .put_set(24, &self.consents)
            .put_set(24, &self.li)
            .put(1, self.purpose_one_treatment.into())
            .put(6, self.country.0.into())
            .put(6, self.country.1.into())
    }

    pub(crate) fn core(&self) -> Bits {
        let bits = self
            .head()
            .put_vendors(&self.vendors)
            .put_vendors(&self.vendors_li)
            .put(12, self.restrictions.len() as u64);
        self.restrictions
            .iter()
            .fold(bits, |bits, ((purpose, restriction), ids)| {
                let kind = Restriction::ALL.iter().position(|one| one == restriction);
                bits.put(6, (*purpose).into())
                    .put(2, kind.unwrap() as u64)
                    .put_ranges(&ranges(ids))
            })
    }

    pub(crate) fn text(&self) -> String {
        let vendors = |kind, vendors: &Vendors| Bits::default().put(3, kind).put_vendors(vendors);
        let publisher = |publisher: &Publisher| {
            Bits::default()
                .put(3, 3)
                .put_set(24, &publisher.consents)
                .put_set(24, &publisher.li)
                .put(6, publisher.custom.into())
                .put_set(publisher.custom, &publisher.custom_consents)
                .put_set(publisher.custom, &publisher.custom_li)
        };
        [
            Some(self.core()),
            self.disclosed.as_ref().map(|set| vendors(1, set)),
            self.allowed.as_ref().map(|set| vendors(2, set)),
            self.publisher.as_ref().map(publisher),
        ]
        .into_iter()
        .flatten()
        .map(|bits| bits.text(self.unit))
        .collect::<Vec<_>>()
        .join(".")
    }
}
