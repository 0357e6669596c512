//! Puts a policy together and finds its contradictions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use greffe_calendar::{Period, Tz};
use greffe_terms::{Channel, LegalBasis, PurposeId};

use super::terminal::{self, Access};
use super::{CampaignSpan, Mode, Notice, Policy, Purpose, Rules, Sector, Who, mode};
use crate::{NoticeId, PolicyError};

/// A policy in the making.
///
/// ```
/// use greffe_calendar::zone;
/// use greffe_consent::{Notice, Policy, PolicyError, Purpose};
/// use greffe_terms::LegalBasis;
///
/// let paris = zone::parse("Europe/Paris").unwrap();
/// let twice = Policy::in_zone(paris)
///     .purpose(Purpose::new("invoicing".parse().unwrap(), [LegalBasis::Contract]))
///     .purpose(Purpose::new("invoicing".parse().unwrap(), [LegalBasis::LegalObligation]))
///     .build();
/// assert!(matches!(twice, Err(PolicyError::PurposeTwice(_))));
/// ```
#[derive(Debug, Clone)]
pub struct PolicyBuilder {
    zone: Tz,
    unsubscription_is_objection: bool,
    free_account_is_sale: bool,
    modes: Vec<Mode>,
    pub(super) who: Who,
    purposes: Vec<Purpose>,
    notices: Vec<Notice>,
}

impl PolicyBuilder {
    pub(super) const fn new(zone: Tz) -> Self {
        Self {
            zone,
            unsubscription_is_objection: true,
            free_account_is_sale: false,
            modes: Vec::new(),
            who: Who::new(),
            purposes: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// Adds a purpose.
    #[must_use]
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.purposes.push(purpose);
        self
    }

    /// Adds a version of a notice.
    #[must_use]
    pub fn notice(mut self, notice: Notice) -> Self {
        self.notices.push(notice);
        self
    }

    /// Adds a mode of collection.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.modes.push(mode);
        self
    }

    /// Whether an account without charge that opens a paid offer counts as a sale for the soft opt-in, as CJEU C-654/23 has it. Without
    /// it (the cautious default, for the judgment leaves open how far it goes) something must have been paid for.
    #[must_use]
    pub const fn free_account_is_sale(mut self, yes: bool) -> Self {
        self.free_account_is_sale = yes;
        self
    }

    /// Whether an unsubscription from one marketing purpose counts as an objection to all direct marketing (the cautious
    /// default). Without it an unsubscription closes the purposes that it names and no other.
    #[must_use]
    pub const fn unsubscription_is_objection(mut self, yes: bool) -> Self {
        self.unsubscription_is_objection = yes;
        self
    }

    /// The policy.
    ///
    /// # Errors
    /// [`PolicyError`]: the first contradiction found.
    pub fn build(mut self) -> Result<Policy, PolicyError> {
        if self.purposes.iter().any(Purpose::is_offered_to_children) {
            self.who.read_ages();
        }
        let mut purposes = BTreeMap::new();
        for purpose in self.purposes {
            check_terms(&purpose)?;
            check_terminal(&purpose)?;
            let campaigns = campaigns_of(&purpose, self.zone)?;
            let exempt_since = purpose.exemption().and_then(|exemption| exemption.since());
            let rules = Rules {
                asks_consent: purpose.asks_consent(),
                exempt_since,
                purpose,
                ancestors: Vec::new(),
                sectors: Vec::new(),
                campaigns,
            };
            let id = rules.purpose.id.clone();
            if purposes.insert(id.clone(), rules).is_some() {
                return Err(PolicyError::PurposeTwice(id));
            }
        }
        trace_ancestors(&mut purposes)?;
        spread_marketing(&mut purposes);
        spread_children(&mut purposes);
        spread_validity(&mut purposes);
        mode::check(&self.modes, &purposes)?;
        let mut policy = Policy {
            zone: self.zone,
            unsubscription_is_objection: self.unsubscription_is_objection,
            free_account_is_sale: self.free_account_is_sale,
            modes: self.modes,
            who: self.who,
            purposes,
            notices: BTreeMap::new(),
        };
        for notice in self.notices {
            add_notice(&mut policy, notice)?;
        }
        check_minimums(&policy)?;
        policy.who().check(&policy)?;
        Ok(policy)
    }
}

fn check_terms(purpose: &Purpose) -> Result<(), PolicyError> {
    let id = || purpose.id.clone();
    let has_terms = purpose.validity.is_some()
        || purpose.double_opt_in
        || purpose.minimum_notice.is_some()
        || !purpose.campaigns.is_empty();
    let reaches_out = purpose.marketing || !purpose.channels.is_empty();
    if purpose.nothing_to_ask
        && (!purpose.bases.is_empty()
            || purpose.consent_required
            || !purpose.special.is_empty()
            || reaches_out)
    {
        return Err(PolicyError::NothingToAsk(id()));
    }
    if has_terms && !purpose.asks_consent() {
        return Err(PolicyError::TermsWithoutConsent(id()));
    }
    if purpose.soft_opt_in && !fits_soft_opt_in(purpose) {
        return Err(PolicyError::SoftOptIn(id()));
    }
    if !purpose.fits_art_9() {
        return Err(PolicyError::SpecialCategories(id()));
    }
    if !purpose.fits_reach() {
        return Err(PolicyError::Reach(id()));
    }
    if let Some(validity) = purpose.validity {
        // From the last day that an event can have: what can be counted from there can be counted from anywhere.
        let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX);
        if validity.is_zero() || validity.add_to_date(last).is_err() {
            return Err(PolicyError::Validity(id()));
        }
    }
    Ok(())
}

/// No other basis stands for a consent to reading, an exemption serves no marketing, and a pixel is a purpose beside its mail.
fn check_terminal(purpose: &Purpose) -> Result<(), PolicyError> {
    let Some(access) = purpose.access() else {
        return Ok(());
    };
    let id = || purpose.id.clone();
    let states_consent = purpose.consent_required
        || purpose.nothing_to_ask
        || purpose.bases.contains(&LegalBasis::Consent);
    if access == Access::EmailPixel && !purpose.channels.is_empty() {
        return Err(PolicyError::PixelNotSeparate(id()));
    }
    match purpose.exemption() {
        Some(exemption) if purpose.marketing || !exemption.fits(access) => {
            Err(PolicyError::Exemption(id()))
        }
        None if !states_consent => Err(PolicyError::TerminalWithoutConsent(id())),
        _ => Ok(()),
    }
}

fn fits_soft_opt_in(purpose: &Purpose) -> bool {
    let message = |channel: &Channel| matches!(channel, Channel::Email | Channel::Sms);
    purpose.marketing
        && !purpose.asks_consent()
        && purpose.bases.contains(&LegalBasis::LegitimateInterests)
        && (purpose.channels.is_empty() || purpose.channels.iter().any(message))
}

fn campaigns_of(purpose: &Purpose, zone: Tz) -> Result<Vec<CampaignSpan>, PolicyError> {
    let spans = purpose.campaigns.iter();
    spans
        .map(|campaign| CampaignSpan::of(*campaign, zone))
        .collect::<Result<_, _>>()
        .map_err(|_| PolicyError::Campaign(purpose.id.clone()))
}

/// The deepest tree of purposes: far beyond what anybody reads, and every decision walks up to its top.
const DEEPEST: usize = 64;

fn trace_ancestors(purposes: &mut BTreeMap<PurposeId, Rules>) -> Result<(), PolicyError> {
    let parents: BTreeMap<PurposeId, Option<PurposeId>> = purposes
        .iter()
        .map(|(id, rules)| (id.clone(), rules.purpose.parent.clone()))
        .collect();
    for (id, rules) in purposes {
        let mut next = parents.get(id).and_then(Option::as_ref);
        while let Some(ancestor) = next {
            if ancestor == id || rules.ancestors.contains(ancestor) {
                return Err(PolicyError::Cycle(ancestor.clone()));
            }
            if rules.ancestors.len() == DEEPEST {
                return Err(PolicyError::TooDeep(id.clone()));
            }
            rules.ancestors.push(ancestor.clone());
            next = match parents.get(ancestor) {
                Some(parent) => parent.as_ref(),
                None => return Err(PolicyError::UnknownPurpose(ancestor.clone())),
            };
        }
    }
    Ok(())
}

/// What serves marketing is marketing: an objection to it reaches profiling for it (Art. 21(2) GDPR), the rules of channels and the bans of its
/// sector too.
fn spread_marketing(purposes: &mut BTreeMap<PurposeId, Rules>) {
    let marketing = purposes.iter().filter(|(_, rules)| rules.purpose.marketing);
    let marketing: BTreeMap<PurposeId, Option<Sector>> = marketing
        .map(|(id, rules)| (id.clone(), rules.purpose.sector))
        .collect();
    // What the policy records as exempt serves no marketing, such as the deliverability of a letter.
    let rules = purposes.values_mut();
    for rules in rules.filter(|rules| rules.purpose.exemption().is_none()) {
        let above = rules.ancestors.iter();
        let above: Vec<Option<Sector>> = above
            .filter_map(|ancestor| marketing.get(ancestor).copied())
            .collect();
        rules.purpose.marketing |= !above.is_empty();
        let sectors = [rules.purpose.sector].into_iter().chain(above).flatten();
        rules.sectors = sectors.collect();
    }
}

/// A consent to a part holds no longer than one to the whole, unless the policy gives the part a validity of its own; one to reading a
/// terminal no longer than is usual either. Also where the part rests on something else: a consent opens its channels all the same.
fn spread_validity(purposes: &mut BTreeMap<PurposeId, Rules>) {
    let stated = purposes.iter().map(|(id, rules)| {
        let usual = rules.purpose.needs_terminal_consent();
        let usual = usual.then(terminal::usual_validity).flatten();
        (id.clone(), (rules.purpose.validity, usual))
    });
    let stated: BTreeMap<PurposeId, (Option<Period>, Option<Period>)> = stated.collect();
    for rules in purposes.values_mut() {
        let line = rules.ancestors.iter().rev().chain([&rules.purpose.id]);
        let validity = line.filter_map(|id| stated.get(id)).fold(
            None,
            |above: Option<Period>, (own, usual)| {
                let least = match (above, *usual) {
                    (Some(above), Some(usual)) if is_longer(above, usual) => Some(usual),
                    (above, usual) => above.or(usual),
                };
                own.or(least)
            },
        );
        rules.purpose.validity = validity;
    }
}

/// Whether one period is longer than another wherever both begin.
fn is_longer(one: Period, other: Period) -> bool {
    let bounds = one.bounds_in_days().zip(other.bounds_in_days());
    bounds.is_some_and(|((fewest, _), (_, most))| fewest > most)
}

/// A part of a service that is offered to children is offered to them too.
fn spread_children(purposes: &mut BTreeMap<PurposeId, Rules>) {
    let offered = purposes.iter();
    let offered = offered.filter(|(_, rules)| rules.purpose.is_offered_to_children());
    let offered: BTreeSet<PurposeId> = offered.map(|(id, _)| id.clone()).collect();
    for rules in purposes.values_mut() {
        rules.purpose.who.offered_to_children |=
            rules.ancestors.iter().any(|above| offered.contains(above));
    }
}

fn add_notice(policy: &mut Policy, notice: Notice) -> Result<(), PolicyError> {
    let (id, version) = (notice.id.clone(), notice.version);
    if notice.purposes.is_empty() {
        return Err(PolicyError::EmptyNotice {
            notice: id,
            version,
        });
    }
    let mut listed = notice.purposes.iter();
    if let Some(unknown) = listed.find(|listed| !policy.purposes.contains_key(*listed)) {
        return Err(PolicyError::UnknownPurpose(unknown.clone()));
    }
    let versions = policy.notices.entry(id.clone()).or_default();
    if versions.insert(version, notice).is_some() {
        return Err(PolicyError::NoticeTwice {
            notice: id,
            version,
        });
    }
    Ok(())
}

fn check_minimums(policy: &Policy) -> Result<(), PolicyError> {
    // By purpose: the one notice that lists it, with its newest version that does; `None` where several do.
    let mut listing: BTreeMap<&PurposeId, Option<(&NoticeId, u32)>> = BTreeMap::new();
    for notice in policy.notices() {
        for purpose in &notice.purposes {
            let known = listing.entry(purpose).or_insert(Some((&notice.id, 0)));
            *known = known
                .filter(|(id, _)| *id == &notice.id)
                .map(|(id, newest)| (id, newest.max(notice.version)));
        }
    }
    for purpose in policy.purposes() {
        let Some(minimum) = purpose.minimum_notice else {
            continue;
        };
        let id = || purpose.id.clone();
        match listing.get(&purpose.id) {
            // Versions of different notices say nothing about one another.
            Some(None) => return Err(PolicyError::MinimumOfSeveralNotices(id())),
            Some(Some((_, newest))) if *newest >= minimum => {}
            _ => return Err(PolicyError::MinimumUnreachable(id())),
        }
    }
    Ok(())
}
