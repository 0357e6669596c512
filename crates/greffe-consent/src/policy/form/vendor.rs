//! A vendor out of a policy file.

use std::collections::BTreeSet;

use greffe_document::{Faults, Node, TableReader, Words};
use greffe_terms::{LegalBasis, PurposeId};

use super::keys::{BASIS, Keys, PURPOSE};
use crate::VendorId;
use crate::policy::{PolicyBuilder, Vendor};
use crate::signal::tcf::Restriction;

/// A vendor with the publisher's restrictions of it.
pub(super) struct Restricted {
    vendor: Vendor,
    restrictions: Vec<(PurposeId, Restriction)>,
}

impl Restricted {
    pub(super) fn added_to(self, builder: PolicyBuilder) -> PolicyBuilder {
        let id = self.vendor.id;
        let restrict = |builder: PolicyBuilder, (purpose, restriction)| {
            builder.restrict(id, purpose, restriction)
        };
        self.restrictions
            .into_iter()
            .fold(builder.vendor(self.vendor), restrict)
    }
}

pub(super) fn vendor(node: &Node, faults: &mut Faults) -> Option<Restricted> {
    let mut table = TableReader::open(node, faults)?;
    let id = table.required("id", faults);
    let id = id.and_then(|node| node.number(faults)).map(VendorId::new);
    let mut seen = BTreeSet::new();
    let purposes = table.optional("purpose");
    let purposes = purposes.map(|node| {
        node.list_of(faults, |node, faults| {
            let claim = claim(node, faults)?;
            if seen.insert(claim.purpose.clone()) {
                Some(claim)
            } else {
                faults.contradiction(node, PURPOSE_TWICE)
            }
        })
    });
    let restrictions = table.optional("restriction");
    let restrictions = restrictions.map(|node| node.list_of(faults, restriction));
    table.finish(faults);
    let add = |vendor: Vendor, claim: Claim| {
        let vendor = vendor.having(claim.purpose.clone(), claim.basis);
        match claim.flexible {
            true => vendor.flexible_on(claim.purpose),
            false => vendor,
        }
    };
    let purposes = purposes.unwrap_or_default().into_iter();
    Some(Restricted {
        vendor: purposes.fold(Vendor::new(id?), add),
        restrictions: restrictions.unwrap_or_default(),
    })
}

/// What a vendor processes for, and on what it says that it rests.
struct Claim {
    purpose: PurposeId,
    basis: LegalBasis,
    flexible: bool,
}

fn claim(node: &Node, faults: &mut Faults) -> Option<Claim> {
    let mut table = TableReader::open(node, faults)?;
    let purpose = table.required("id", faults);
    let purpose = purpose.and_then(|node| node.parse(PURPOSE, faults));
    let basis = table.required("basis", faults);
    let basis = basis.and_then(|node| node.parse(BASIS, faults));
    let mut keys = Keys {
        table: &mut table,
        faults,
    };
    let flexible = keys.flag("flexible");
    table.finish(faults);
    Some(Claim {
        purpose: purpose?,
        basis: basis?,
        flexible,
    })
}

fn restriction(node: &Node, faults: &mut Faults) -> Option<(PurposeId, Restriction)> {
    let mut table = TableReader::open(node, faults)?;
    let purpose = table.required("purpose", faults);
    let purpose = purpose.and_then(|node| node.parse(PURPOSE, faults));
    let code = table.required("restriction", faults);
    let restriction = code.and_then(|node| node.parse(RESTRICTION, faults));
    table.finish(faults);
    Some((purpose?, restriction?))
}

const PURPOSE_TWICE: Words = Words::new(
    "cette finalité figure deux fois chez le prestataire",
    "the vendor has this purpose twice",
);
const RESTRICTION: Words = Words::new(
    "`not_allowed`, `require_consent` ou `require_legitimate_interests`",
    "`not_allowed`, `require_consent` or `require_legitimate_interests`",
);
