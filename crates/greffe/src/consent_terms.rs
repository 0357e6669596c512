//! From the register's purposes and notices to a consent policy.

use std::collections::HashSet;

use greffe_consent::{Campaign, Notice, Policy, PolicyBuilder, Purpose};
use greffe_register::{CollectionNotice, LookupError, Register};
use greffe_terms::PurposeId;

/// The register's purposes as a policy that is not built yet.
pub(crate) fn builder(register: &Register) -> Result<PolicyBuilder, LookupError> {
    let mut builder = Policy::in_zone(register.zone());
    let sensitive: HashSet<&PurposeId> = register
        .purposes_by_processing()
        .filter(|(processing, _)| !processing.sensitive.items().is_empty())
        .map(|(_, purpose)| &purpose.id)
        .collect();
    for purpose in register
        .purposes()
        .filter(|purpose| !sensitive.contains(&purpose.id))
    {
        builder = builder.purpose(converted(purpose));
    }
    for notice in register.notices() {
        if let Some(notice) = notice_of(notice, &sensitive)? {
            builder = builder.notice(notice);
        }
    }
    Ok(builder)
}

fn converted(purpose: &greffe_register::Purpose) -> Purpose {
    let mut converted = Purpose::new(purpose.id.clone(), purpose.basis.items().iter().copied());
    if purpose.marketing {
        converted = converted.marketing();
    }
    converted = converted.channels(purpose.channels.iter().copied());
    let Some(terms) = &purpose.consent else {
        return converted;
    };
    // Who writes down how consent is asked asks for it, whatever basis is written beside.
    converted = converted.requires_consent();
    if let Some(validity) = terms.validity {
        converted = converted.validity(validity);
    }
    if terms.double_opt_in {
        converted = converted.double_opt_in();
    }
    if let Some(version) = terms.minimum_notice {
        converted = converted.minimum_notice(version);
    }
    if let Some(campaign) = terms.campaign {
        converted = converted.campaign(Campaign::new(campaign.asked, campaign.deadline));
    }
    converted
}

/// A notice that lists no purpose of the policy grounds no consent, so that the policy does without it.
fn notice_of(
    notice: &CollectionNotice,
    sensitive: &HashSet<&PurposeId>,
) -> Result<Option<Notice>, LookupError> {
    let purposes: Vec<PurposeId> = notice
        .purposes
        .iter()
        .filter(|purpose| !sensitive.contains(purpose))
        .cloned()
        .collect();
    if purposes.is_empty() {
        return Ok(None);
    }
    let id = notice.id.parse().map_err(|_| LookupError::InvalidAddress)?;
    Ok(Some(Notice::new(id, notice.version, purposes)))
}
