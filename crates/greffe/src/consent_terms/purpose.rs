//! The purposes of the register.

use std::collections::HashSet;

use greffe_consent::{Campaign, Purpose};
use greffe_register::{Processing, Register, Stated};

use super::sensitive::{self, Sensitive};
use super::{CarriedTerms, Gap, GapKind};

pub(super) fn carry(register: &Register, terms: &mut CarriedTerms) {
    let sensitive = sensitive::by_purpose(register);
    let mut seen = HashSet::new();
    for processing in register.processings() {
        let record = format!("processing[{}]", processing.reference);
        if processing.sensitive.is_unknown() && !processing.purposes.is_empty() {
            let place = format!("{record}.sensitive");
            terms.gaps.push(Gap::new(GapKind::SensitiveUnknown, place));
        }
        if names_other_recipients(processing) {
            let place = format!("{record}.recipients");
            let gap = Gap::new(GapKind::RecipientsUnnumbered, place);
            terms.gaps.push(gap);
        }
        for purpose in &processing.purposes {
            if !seen.insert(&purpose.id) {
                continue;
            }
            let place = format!("{record}.purpose[{}]", purpose.id);
            let special = sensitive.get(&purpose.id);
            let (carried, gaps) = converted(purpose, special, &place);
            terms.purposes.extend(carried);
            let gaps = gaps.into_iter().map(|gap| gap.of(&purpose.id));
            terms.gaps.extend(gaps);
        }
    }
}

/// The purpose, unless no policy can hold it, and its gaps.
fn converted(
    stated: &greffe_register::Purpose,
    special: Option<&Sensitive>,
    place: &str,
) -> (Option<Purpose>, Vec<Gap>) {
    if let Some((kind, place)) = special.and_then(|special| special.lack.as_ref()) {
        return (None, vec![Gap::new(*kind, place.as_str())]);
    }
    let mut gaps = Vec::new();
    let bases = stated.basis.items();
    if bases.is_empty() {
        let kind = match &stated.basis {
            _ if special.is_some() => Some(GapKind::BasisBesideCondition),
            // Whoever asks for consent has it as the basis.
            _ if stated.consent.is_some() => None,
            Stated::None => Some(GapKind::BasisNone),
            Stated::NotApplicable => Some(GapKind::BasisNotApplicable),
            Stated::Unknown | Stated::Known(_) => Some(GapKind::BasisUnknown),
        };
        gaps.extend(kind.map(|kind| Gap::new(kind, format!("{place}.basis"))));
        if special.is_some() {
            return (None, gaps);
        }
    }
    let mut purpose = Purpose::new(stated.id.clone(), bases.iter().copied())
        .channels(stated.channels.iter().copied());
    if stated.marketing {
        purpose = purpose.marketing();
        if stated.channels.is_empty() {
            let place = format!("{place}.channels");
            gaps.push(Gap::new(GapKind::ChannelsUnknown, place));
        }
    }
    if let Some(special) = special
        && let Some(condition) = special.condition()
    {
        let categories = special.categories.iter().copied();
        purpose = purpose
            .special_categories(categories)
            .on_condition(condition);
        gaps.extend(special.choice());
    }
    if let Some(terms) = &stated.consent {
        purpose = on_terms(purpose, terms);
    }
    (Some(purpose), gaps)
}

/// Who writes down how consent is asked asks for it, whatever basis is written beside.
fn on_terms(purpose: Purpose, terms: &greffe_register::ConsentTerms) -> Purpose {
    let mut purpose = purpose.requires_consent();
    if let Some(validity) = terms.validity {
        purpose = purpose.validity(validity);
    }
    if terms.double_opt_in {
        purpose = purpose.double_opt_in();
    }
    if let Some(version) = terms.minimum_notice {
        purpose = purpose.minimum_notice(version);
    }
    if let Some(campaign) = terms.campaign {
        purpose = purpose.campaign(Campaign::new(campaign.asked, campaign.deadline));
    }
    purpose
}

/// Whether anybody outside the organisation is named, of whom a policy would have to know the number.
fn names_other_recipients(processing: &Processing) -> bool {
    let recipients = &processing.recipients;
    [
        &recipients.external,
        &recipients.processor,
        &recipients.partner,
        &recipients.third_country,
    ]
    .iter()
    .any(|stated| !stated.items().is_empty())
}
