//! The choices of a TC string, without the string.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;

use super::tcf::{Refusal, Restriction, TERMINAL, TcString};
use crate::VendorId;

/// What a TC string says of a person's choices: what an event keeps of it. Its day, not its instant: since 2022 strings carry whole days,
/// UTC.
///
/// Whatever is not said is not granted. Purposes bear their numbers in the framework; the policy says which of its purposes each is
/// ([`Purpose::tcf`](crate::Purpose::tcf)).
///
/// ```
/// use greffe_consent::VendorId;
/// use greffe_consent::signal::TcChoices;
/// use greffe_consent::signal::tcf::TcString;
///
/// let tc = TcString::parse("CQg5uUAQg5uUAAHABAFRCxFgAIAAAAAAAAqIABEAAAAA.IABE")?;
/// let choices = TcChoices::try_from(&tc)?;
/// assert_eq!(choices.day().to_string(), "2026-03-11");
/// assert!(choices.grants(1) && choices.vendor_consents(VendorId::new(2)));
/// assert!(choices.discloses(VendorId::new(2)) && !choices.discloses(VendorId::new(3)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TcChoices {
    pub(crate) day: NaiveDate,
    pub(crate) purposes: BTreeSet<u8>,
    pub(crate) interests: BTreeSet<u8>,
    pub(crate) vendors: BTreeSet<VendorId>,
    pub(crate) vendor_interests: BTreeSet<VendorId>,
    pub(crate) disclosed: BTreeSet<VendorId>,
    pub(crate) restrictions: BTreeMap<(u8, VendorId), Restriction>,
    pub(crate) purpose_one_not_shown: bool,
}

impl TcChoices {
    /// Choices of the day `day`, UTC, that grant nothing.
    #[must_use]
    pub const fn new(day: NaiveDate) -> Self {
        Self {
            day,
            purposes: BTreeSet::new(),
            interests: BTreeSet::new(),
            vendors: BTreeSet::new(),
            vendor_interests: BTreeSet::new(),
            disclosed: BTreeSet::new(),
            restrictions: BTreeMap::new(),
            purpose_one_not_shown: false,
        }
    }

    /// Consenting to these purposes, by their numbers in the framework.
    #[must_use]
    pub fn granting(mut self, purposes: impl IntoIterator<Item = u8>) -> Self {
        self.purposes.extend(purposes);
        self
    }

    /// Having been told of legitimate interests for these purposes, and not having objected.
    #[must_use]
    pub fn not_objecting(mut self, purposes: impl IntoIterator<Item = u8>) -> Self {
        self.interests.extend(purposes);
        self
    }

    /// Consenting to these vendors.
    #[must_use]
    pub fn vendors(mut self, vendors: impl IntoIterator<Item = VendorId>) -> Self {
        self.vendors.extend(vendors);
        self
    }

    /// Not objecting to the legitimate interests of these vendors.
    #[must_use]
    pub fn vendors_not_objected(mut self, vendors: impl IntoIterator<Item = VendorId>) -> Self {
        self.vendor_interests.extend(vendors);
        self
    }

    /// These vendors having been disclosed to the person.
    #[must_use]
    pub fn disclosing(mut self, vendors: impl IntoIterator<Item = VendorId>) -> Self {
        self.disclosed.extend(vendors);
        self
    }

    /// With a restriction of the publisher. Two different ones of the same vendor and purpose contradict each other: nothing is allowed.
    #[must_use]
    pub fn restricting(mut self, purpose: u8, vendor: VendorId, restriction: Restriction) -> Self {
        let kept = self
            .restrictions
            .entry((purpose, vendor))
            .or_insert(restriction);
        if *kept != restriction {
            *kept = Restriction::NotAllowed;
        }
        self
    }

    /// Purpose 1 not having been shown (`PurposeOneTreatment`): nothing is granted for it, and nothing said against it.
    #[must_use]
    pub const fn not_showing_purpose_one(mut self) -> Self {
        self.purpose_one_not_shown = true;
        self
    }

    /// The day of the choices, UTC.
    #[must_use]
    pub const fn day(&self) -> NaiveDate {
        self.day
    }

    /// The framework's purposes that are consented to.
    pub fn granted(&self) -> impl Iterator<Item = u8> {
        let granted = self.purposes.iter().copied();
        granted.filter(|purpose| self.speaks_of(*purpose))
    }

    /// The framework's purposes whose legitimate interests were told of and not objected to.
    pub fn interests(&self) -> impl Iterator<Item = u8> {
        self.interests.iter().copied()
    }

    /// The vendors that are consented to.
    pub fn vendors_with_consent(&self) -> impl Iterator<Item = VendorId> {
        self.vendors.iter().copied()
    }

    /// The vendors whose legitimate interests were not objected to.
    pub fn vendors_with_interests(&self) -> impl Iterator<Item = VendorId> {
        self.vendor_interests.iter().copied()
    }

    /// The vendors that were disclosed.
    pub fn disclosed(&self) -> impl Iterator<Item = VendorId> {
        self.disclosed.iter().copied()
    }

    /// The publisher's restrictions, by purpose and vendor.
    pub fn restrictions(&self) -> impl Iterator<Item = (u8, VendorId, Restriction)> {
        let restrictions = self.restrictions.iter();
        restrictions.map(|((purpose, vendor), restriction)| (*purpose, *vendor, *restriction))
    }

    /// Whether the purpose is consented to.
    #[must_use]
    pub fn grants(&self, purpose: u8) -> bool {
        self.purposes.contains(&purpose) && self.speaks_of(purpose)
    }

    /// Whether the purpose was put to the person's choice: purpose 1 need not be where the law of the publisher's country asks for no
    /// consent, and the string says so.
    #[must_use]
    pub const fn speaks_of(&self, purpose: u8) -> bool {
        purpose != TERMINAL || !self.purpose_one_not_shown
    }

    /// Whether legitimate interests were told of for the purpose and not objected to.
    #[must_use]
    pub fn allows_interests(&self, purpose: u8) -> bool {
        self.interests.contains(&purpose)
    }

    /// Whether the vendor is consented to.
    #[must_use]
    pub fn vendor_consents(&self, vendor: VendorId) -> bool {
        self.vendors.contains(&vendor)
    }

    /// Whether the vendor's legitimate interests were not objected to.
    #[must_use]
    pub fn vendor_allows_interests(&self, vendor: VendorId) -> bool {
        self.vendor_interests.contains(&vendor)
    }

    /// The publisher's restriction of the vendor for the purpose.
    #[must_use]
    pub fn restriction(&self, purpose: u8, vendor: VendorId) -> Option<Restriction> {
        self.restrictions.get(&(purpose, vendor)).copied()
    }

    /// Whether the vendor was disclosed.
    #[must_use]
    pub fn discloses(&self, vendor: VendorId) -> bool {
        self.disclosed.contains(&vendor)
    }
}

/// A string that allows nothing to anybody ([`TcString::invalidity`]) says nothing that could be kept, and is refused: what the person chose
/// before stays. One without the segment of disclosed vendors, from before it was mandatory, discloses none: nothing in it says whom the
/// person was shown. That purpose 1 was not shown is kept. Special features and the publisher's own purposes are left out: no rule asks them.
impl TryFrom<&TcString> for TcChoices {
    type Error = Refusal;

    fn try_from(string: &TcString) -> Result<Self, Self::Error> {
        if let Some(invalid) = string.invalidity() {
            return Err(invalid);
        }
        let shown = |purpose: &u8| *purpose != TERMINAL || !string.purpose_one_treatment();
        let ids = |vendors: &super::tcf::VendorIds| -> BTreeSet<VendorId> {
            vendors.iter().map(VendorId::new).collect()
        };
        let disclosed = string.disclosed_vendors().map(ids).unwrap_or_default();
        Ok(Self {
            purposes: (1..=24)
                .filter(|n| string.consents_to(*n) && shown(n))
                .collect(),
            interests: (1..=24).filter(|n| string.purpose_li(*n)).collect(),
            vendors: ids(string.vendors_with_consent()),
            vendor_interests: ids(string.vendors_with_li()),
            restrictions: string.restrictions_among(&disclosed),
            disclosed,
            purpose_one_not_shown: string.purpose_one_treatment(),
            ..Self::new(string.last_updated_day())
        })
    }
}

/// Shows none of the choices.
impl fmt::Debug for TcChoices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TcChoices(..)")
    }
}
