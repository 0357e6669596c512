//! R7: services of the information society that are offered directly to children, where consent is asked: below the age of consent a
//! holder of parental responsibility gives or authorises it; in France below 15 the child and the holders consent together. By country and
//! date; where residence and the controller's establishment differ, the stricter decides. Source: Art. 8 GDPR; loi 78-17 art. 45.
//!
//! Ours, on the cautious side: an unknown age or residence denies; all holders have to authorise; once the child reaches the age, what a
//! parent authorised no longer decides and what the child did before has to be confirmed (EDPB 05/2020, 147 to 149, would let it
//! stand: a knob of the policy).

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use greffe_calendar::{Tz, zone};

use super::consent::{self, Confirmed, Grant, RefusedBefore, Standing};
use super::history::Read;
use super::meaning::Marks;
use super::{Failure, View, order};
use crate::decision::AgeOfConsent;
use crate::policy::Holders;
use crate::{CountryCode, Kind, Provenance, Reason};

/// Where no national law lowers it: Art. 8(1) GDPR, since 25 May 2018.
const GENERAL_AGE: u8 = 16;

/// The countries in which the child consents together with the holders, each with its source.
const JOINT: &[(CountryCode, &str)] = &[(CountryCode::FRANCE, "loi 78-17 45")];

/// Who has to consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Capacity {
    /// The rule does not ask: not offered to children, or no consent needed.
    NotAsked,
    /// The person.
    Alone,
    /// A holder of parental responsibility.
    Parent,
    /// The child and the holders.
    Both,
    /// What it depends on is not known.
    Unknown(Reason),
}

impl Capacity {
    const fn is_child(self) -> bool {
        matches!(self, Self::Parent | Self::Both)
    }
}

/// Who has to consent at an instant.
#[inline]
pub(super) fn capacity(view: View<'_>, at: DateTime<Utc>) -> Capacity {
    if is_asked(view) {
        capacity_by_age(view, at)
    } else {
        Capacity::NotAsked
    }
}

/// Also where consent stands beside another basis, as in marketing: what rests on a child's consent is asked the same.
fn is_asked(view: View<'_>) -> bool {
    view.rules.purpose.is_offered_to_children()
}

fn capacity_by_age(view: View<'_>, at: DateTime<Utc>) -> Capacity {
    let Some(born) = view.context.and_then(|context| context.who.born) else {
        return Capacity::Unknown(Reason::AgeUnknown);
    };
    if view
        .context
        .is_none_or(|context| context.who.residence.is_none())
    {
        return Capacity::Unknown(Reason::ResidenceUnknown);
    }
    let today = zone::date_of(zone_of(view), at);
    let needs = countries(view).map(|country| {
        if birthday(born, age_in(view, country, today)) <= today {
            Capacity::Alone
        } else if JOINT.iter().any(|(joint, _)| *joint == country) {
            Capacity::Both
        } else {
            Capacity::Parent
        }
    });
    needs.max().unwrap_or(Capacity::Alone)
}

/// The ages that were looked at, residence first.
pub(super) fn ages(view: View<'_>) -> [Option<AgeOfConsent>; 2] {
    let mut shown = [None; 2];
    let residence = view.context.and_then(|context| context.who.residence);
    if !is_asked(view) || residence.is_none() {
        return shown;
    }
    let today = zone::date_of(zone_of(view), view.at);
    for (place, country) in shown.iter_mut().zip(countries(view)) {
        *place = Some(AgeOfConsent::new(country, age_in(view, country, today)));
    }
    shown
}

/// The birthdays and days of new law at which the capacity can change.
pub(super) fn instants(view: View<'_>) -> Vec<DateTime<Utc>> {
    let Some(born) = view.context.and_then(|context| context.who.born) else {
        return Vec::new();
    };
    let mut days = vec![birthday(born, GENERAL_AGE)];
    for row in countries(view).flat_map(|country| view.policy.who().ages_of(country)) {
        days.extend([row.since, birthday(born, row.age)]);
    }
    let zone = zone_of(view);
    days.into_iter()
        .filter_map(|day| zone::start_of_day(zone, day).ok())
        .collect()
}

fn zone_of(view: View<'_>) -> Tz {
    let told = view.context.and_then(|context| context.reach.zone);
    told.unwrap_or_else(|| view.policy.zone())
}

/// Residence, and the controller's establishment where it is another country.
fn countries(view: View<'_>) -> impl Iterator<Item = CountryCode> {
    let residence = view.context.and_then(|context| context.who.residence);
    let established = view.policy.who().established;
    let established = established.filter(|country| Some(*country) != residence);
    residence.into_iter().chain(established)
}

fn age_in(view: View<'_>, country: CountryCode, today: NaiveDate) -> u8 {
    let rows = view.policy.who().ages_of(country);
    rows.filter(|row| row.since <= today)
        .max_by_key(|row| row.since)
        .map_or(GENERAL_AGE, |row| row.age)
}

/// The first day on which the person is `years` old; 1 March for who was born on 29 February, where the year has none.
fn birthday(born: NaiveDate, years: u8) -> NaiveDate {
    let year = born.year() + i32::from(years);
    let day = born
        .with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1));
    day.unwrap_or(NaiveDate::MAX)
}

/// Why a consent that the person gave as a child does not count by itself now that they are of age; a confirmation since does.
pub(super) fn defect_of_age(
    view: View<'_>,
    confirmed_of_age: bool,
    event: Read<'_>,
) -> Option<Reason> {
    if !is_asked(view) {
        return None;
    }
    let was_child =
        capacity(view, view.at) == Capacity::Alone && capacity(view, event.occurred()).is_child();
    (was_child && !confirmed_of_age).then_some(Reason::OwnConsentDue)
}

/// Whether no holder of parental responsibility had to consent at that instant, as far as is known.
pub(super) fn is_of_age(view: View<'_>, at: DateTime<Utc>) -> bool {
    !capacity(view, at).is_child()
}

/// What the holders of parental responsibility authorised since the last closing.
pub(super) struct Parents<'a> {
    /// What stands, of all holders who have to authorise.
    pub(super) grant: Option<Grant<'a>>,
    /// What is missing otherwise.
    pub(super) missing: Option<Missing<'a>>,
}

/// What is missing of holders of parental responsibility, and the event that shows it.
pub(super) type Missing<'a> = (Reason, Option<Read<'a>>);

impl<'a> Parents<'a> {
    /// `first` is where the events since the last closing begin.
    pub(super) fn of(view: View<'a>, first: usize) -> Self {
        let mut by_holder: BTreeMap<u8, Grant<'a>> = BTreeMap::new();
        let mut missing = (Reason::ParentMissing, None);
        // The evidence of an authorisation is its confirmation.
        let confirmed = Confirmed::default();
        let mut refused_before = RefusedBefore::answered_by(Marks::NAMED_AUTHORISATION);
        for (index, event) in view.events.from(first) {
            let Kind::ParentAuthorised(authorisation) = event.kind() else {
                continue;
            };
            if !event.is(Marks::NAMED_AUTHORISATION) || refused_before.below(view, index, event) {
                continue;
            }
            match consent::defect(view, confirmed, first, index, event) {
                Some(reason) => missing = (reason, Some(event)),
                None => {
                    let grant = Grant::new(index, event, authorisation.consent());
                    by_holder.insert(authorisation.holder(), grant);
                }
            }
        }
        let given = by_holder.len();
        let needed = match view.policy.who().holders {
            Holders::Any => Some(1),
            Holders::All => view.context.and_then(|context| context.who.holders),
        };
        let grants = by_holder.into_values();
        match needed {
            None if given > 0 => Self {
                grant: None,
                missing: Some((Reason::HoldersUnknown, None)),
            },
            Some(needed) if given > 0 && given >= usize::from(needed) => Self {
                grant: match view.policy.who().holders {
                    Holders::Any => grants.max_by_key(|grant| grant.index),
                    Holders::All => Grant::joint(view, grants),
                },
                missing: None,
            },
            _ => Self {
                grant: None,
                missing: Some(missing),
            },
        }
    }
}

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    match standing.capacity {
        Capacity::Unknown(reason) => Some(Failure::new(reason, None)),
        // What closed the purpose is another rule's to name.
        Capacity::Parent | Capacity::Both
            if standing.closing.is_none() && standing.marketing_objection.is_none() =>
        {
            let (reason, event) = standing.parents?;
            Some(Failure::new(reason, event))
        }
        _ => None,
    }
    .filter(|_| view.rules.asks_consent)
}

/// Why what somebody did for the person does not count: a parent only authorises, a guardian or proxy only where the policy lets them
/// and the caller verified that they may, and for no child, which consents itself beside the holders (loi 78-17 art. 45) or not at all.
pub(super) fn defect_of_speaker(view: View<'_>, event: Read<'_>) -> Option<Reason> {
    if matches!(event.kind(), Kind::ParentAuthorised(_)) {
        return None;
    }
    let (who, context) = (view.policy.who(), view.context.map(|context| &context.who));
    let (lets, verified) = match event.provenance() {
        Provenance::Person => return None,
        Provenance::Guardian => (
            who.guardian_may_consent,
            context.and_then(|context| context.has_guardian),
        ),
        Provenance::Proxy => (
            who.proxy_may_consent,
            context.and_then(|context| context.has_proxy),
        ),
        _ => return Some(Reason::NotThePersonsAct),
    };
    let may = lets && verified == Some(true) && is_of_age(view, event.occurred());
    (!may).then_some(Reason::NotRepresented)
}

/// Whether the event may open for the person as if they had acted.
pub(super) fn speaks_for_person(view: View<'_>, event: Read<'_>) -> bool {
    defect_of_speaker(view, event).is_none() && order::may_open(event)
}
