//! The vendors of a policy, and what a publisher forbids them.

use std::collections::{BTreeMap, BTreeSet};

use greffe_terms::{LegalBasis, PurposeId};

use super::{Policy, PolicyBuilder, Purpose, Who};
use crate::signal::tcf::{Restriction, needs_consent};
use crate::{PolicyError, VendorId};

/// A vendor (*prestataire*), with the purposes that it may have and the basis that it claims for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendor {
    pub(crate) id: VendorId,
    pub(crate) purposes: BTreeMap<PurposeId, LegalBasis>,
    pub(crate) flexible: BTreeSet<PurposeId>,
}

impl Vendor {
    /// The number.
    #[must_use]
    pub const fn id(&self) -> VendorId {
        self.id
    }

    /// The purposes that it may have, each with the basis that it claims.
    pub fn purposes(&self) -> impl Iterator<Item = (&PurposeId, LegalBasis)> {
        self.purposes
            .iter()
            .map(|(purpose, basis)| (purpose, *basis))
    }

    /// Whether it may process for the purpose on either basis, as the publisher requires.
    #[must_use]
    pub fn is_flexible_on(&self, purpose: &PurposeId) -> bool {
        self.flexible.contains(purpose)
    }

    /// A vendor that may have no purpose yet.
    #[must_use]
    pub const fn new(id: VendorId) -> Self {
        Self {
            id,
            purposes: BTreeMap::new(),
            flexible: BTreeSet::new(),
        }
    }

    /// That may process for the purpose, on consent or on legitimate interests.
    #[must_use]
    pub fn having(mut self, purpose: PurposeId, basis: LegalBasis) -> Self {
        self.purposes.insert(purpose, basis);
        self
    }

    /// That may process for the purpose on either basis, as the publisher requires.
    #[must_use]
    pub fn flexible_on(mut self, purpose: PurposeId) -> Self {
        self.flexible.insert(purpose);
        self
    }
}

impl PolicyBuilder {
    /// Adds a vendor. One that is not listed is denied.
    #[must_use]
    pub fn vendor(mut self, vendor: Vendor) -> Self {
        self.who.vendors.push(vendor);
        self
    }

    /// Restricts a vendor for a purpose, as a publisher does in TCF. Two different restrictions allow nothing.
    #[must_use]
    pub fn restrict(
        mut self,
        vendor: VendorId,
        purpose: PurposeId,
        restriction: Restriction,
    ) -> Self {
        self.who.restrictions.push((vendor, purpose, restriction));
        self
    }
}

impl Who {
    /// Whether vendors, restrictions and purposes of the framework contradict one another.
    pub(super) fn check(&self, policy: &Policy) -> Result<(), PolicyError> {
        let mut numbers = BTreeSet::new();
        for purpose in policy.purposes() {
            if let Some(number) = purpose.who.tcf
                && !numbers.insert(number)
            {
                return Err(PolicyError::TcfPurposeTwice(purpose.id().clone()));
            }
        }
        let mut seen = BTreeSet::new();
        for vendor in &self.vendors {
            if !seen.insert(vendor.id) {
                return Err(PolicyError::VendorTwice(vendor.id));
            }
            for (purpose, basis) in &vendor.purposes {
                if policy.purpose(purpose.as_str()).is_none() {
                    return Err(PolicyError::UnknownPurpose(purpose.clone()));
                }
                let number = policy
                    .purpose(purpose.as_str())
                    .and_then(Purpose::number_in_tcf);
                let serves = match basis {
                    LegalBasis::Consent => true,
                    LegalBasis::LegitimateInterests => !number.is_some_and(needs_consent),
                    _ => false,
                };
                if !serves {
                    return Err(PolicyError::VendorBasis(vendor.id));
                }
            }
            if let Some(purpose) = vendor
                .flexible
                .iter()
                .find(|purpose| !vendor.purposes.contains_key(*purpose))
            {
                return Err(PolicyError::UnknownPurpose(purpose.clone()));
            }
        }
        for (vendor, purpose, _) in &self.restrictions {
            if !seen.contains(vendor) {
                return Err(PolicyError::UnknownVendor(*vendor));
            }
            if policy.purpose(purpose.as_str()).is_none() {
                return Err(PolicyError::UnknownPurpose(purpose.clone()));
            }
        }
        match &self.tcf_notice {
            Some(shown) if policy.notice(shown.id(), shown.version()).is_none() => {
                Err(PolicyError::UnknownNotice(shown.id().clone()))
            }
            _ => Ok(()),
        }
    }
}
