//! A second evaluator, written from the table alone and as plainly as possible: it walks once through the events and keeps a state.
//! It knows the policy of the fixture by heart and answers outcome, basis and action.

use chrono::{DateTime, Months, Utc};
use greffe_consent::*;
use greffe_terms::{Channel, LegalBasis};

use crate::fixture::{at, id, person};

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    pub(crate) basis: Option<LegalBasis>,
    pub(crate) action: Option<Action>,
}

pub(crate) const PURPOSES: [&str; 14] = [
    "newsletter",
    "club",
    "almanac",
    "advice",
    "survey",
    "audience",
    "audience-heatmap",
    "invoice",
    "call-stats",
    "offers",
    "swap",
    "research",
    "research-panel",
    "research-panel-diary",
];

struct Terms {
    bases: Vec<LegalBasis>,
    marketing: bool,
    /// Nearest first.
    above: &'static [&'static str],
}

fn terms(purpose: &str) -> Terms {
    use LegalBasis::{Consent, Contract, LegitimateInterests};
    let (bases, marketing) = match purpose {
        "newsletter" | "club" | "almanac" => (vec![Consent], true),
        "advice" | "survey" | "audience" | "audience-heatmap" => (vec![Consent], false),
        "research" | "research-panel" | "research-panel-diary" => (vec![Consent], false),
        "invoice" => (vec![Contract], false),
        "call-stats" => (vec![LegitimateInterests], false),
        "offers" => (vec![LegitimateInterests], true),
        "swap" => (vec![Contract, Consent], false),
        other => panic!("{other}"),
    };
    let above: &[&str] = match purpose {
        "audience-heatmap" => &["audience"],
        "research-panel" => &["research"],
        "research-panel-diary" => &["research-panel", "research"],
        _ => &[],
    };
    Terms {
        bases,
        marketing,
        above,
    }
}

fn listed(notice: &NoticeShown) -> Option<&'static [&'static str]> {
    match (notice.id().as_str(), notice.version()) {
        ("letter", 1) => Some(&["newsletter", "club", "almanac", "offers", "swap"]),
        ("account", 1) => Some(&["advice"]),
        ("account", 2) => Some(&["advice", "survey", "call-stats"]),
        ("site", 1) => Some(&["audience", "audience-heatmap"]),
        ("panel", 1) => Some(&["research", "research-panel", "research-panel-diary"]),
        ("panel", 2) => Some(&["research", "research-panel"]),
        ("panel", 3) => Some(&["research", "research-panel-diary"]),
        _ => None,
    }
}

fn rank(kind: &Kind) -> u8 {
    match kind {
        Kind::Requested { .. } => 0,
        Kind::SaleRecorded { .. }
        | Kind::Imported {
            state: ImportedState::Granted,
            ..
        } => 1,
        Kind::Given(_) | Kind::Renewed(_) => 2,
        Kind::Confirmed { .. } => 3,
        Kind::Unrestricted { .. } => 4,
        Kind::GroundsDecided {
            prevails: Prevailing::Controller,
            ..
        } => 4,
        Kind::Expired { .. } => 5,
        Kind::Refused { .. } | Kind::Imported { .. } => 6,
        Kind::Withdrawn { .. } => 7,
        Kind::Objected { .. } => 8,
        Kind::Restricted { .. } => 9,
        _ => 10,
    }
}

/// What closes and is dated ahead is known already.
pub(crate) fn since(event: &Event) -> DateTime<Utc> {
    let closes = rank(event.kind()) > 4;
    if closes {
        event.occurred().min(event.recorded())
    } else {
        event.occurred()
    }
}

#[derive(Clone, Copy)]
struct Granted {
    place: usize,
    occurred: DateTime<Utc>,
    end: Option<DateTime<Utc>>,
}

pub(crate) fn decide(
    events: &[Event],
    purpose: &str,
    channel: Option<Channel>,
    t: DateTime<Utc>,
    k: DateTime<Utc>,
) -> Answer {
    let deny = |action| Answer {
        outcome: Outcome::Deny,
        basis: None,
        action,
    };
    let allow = |basis| Answer {
        outcome: Outcome::Allow,
        basis: Some(basis),
        action: None,
    };
    let mine = terms(purpose);
    let asks = mine.bases.contains(&LegalBasis::Consent);
    let line: Vec<&str> = [&[purpose], mine.above].concat();
    let names = |scope: &Scope| line.iter().any(|p| scope.names(&id(p)));
    let all = |scope: &Scope| *scope == Scope::All;

    let mut facts: Vec<&Event> = events
        .iter()
        .filter(|e| e.person() == person() && since(e) <= t && e.recorded() <= k)
        .collect();
    facts.sort_by(|a, b| {
        let end = |e: &Event| e.kind().consent().and_then(Consent::expires);
        let later_end_first = match (end(a), end(b)) {
            (None, None) => std::cmp::Ordering::Equal,
            (None, Some(_)) => std::cmp::Ordering::Less,
            (Some(_), None) => std::cmp::Ordering::Greater,
            (Some(a), Some(b)) => b.cmp(&a),
        };
        since(a)
            .cmp(&since(b))
            .then(rank(a.kind()).cmp(&rank(b.kind())))
            .then(later_end_first)
            .then(a.id().cmp(&b.id()))
    });

    let mut grant: Option<Granted> = None;
    let mut unconfirmed: Vec<Granted> = Vec::new();
    let mut confirmed = false;
    let mut shut = false;
    // Of the purpose and those above it: which was refused by name and not consented to since, by name or in what lies below it.
    let mut refused_by_name = vec![false; line.len()];
    let mut put_to_choice = false;
    let mut sale = false;
    // Per purpose of the line: where a restriction, an objection or a decision for the person stands open.
    let mut restricted: Vec<Option<usize>> = vec![None; line.len()];
    let mut opposed: Vec<Option<(usize, bool)>> = vec![None; line.len()];
    let mut last_opposed = false;

    for (place, event) in facts.iter().enumerate() {
        let honest = event.occurred() <= event.recorded();
        let scope = event.kind().purposes();
        let closes = match event.kind() {
            Kind::Withdrawn { .. }
            | Kind::Refused { .. }
            | Kind::Imported {
                state: ImportedState::Denied,
                ..
            } => {
                if asks {
                    names(scope) || all(scope)
                } else {
                    (names(scope) && (purpose != "invoice" || put_to_choice))
                        || (mine.marketing && all(scope))
                }
            }
            Kind::Expired { .. } => asks && (names(scope) || all(scope)),
            Kind::Objected {
                to: ObjectionTo::Marketing,
                ..
            } => names(scope) || (mine.marketing && all(scope)),
            Kind::Objected { .. } => (asks || mine.marketing) && (names(scope) || all(scope)),
            _ => false,
        };
        let unsubscribes = mine.marketing
            && matches!(event.kind(), Kind::Withdrawn { .. })
            && ["newsletter", "club", "almanac", "offers"]
                .iter()
                .any(|p| scope.names(&id(p)));
        let ended = matches!(event.kind(), Kind::Expired { .. }) && (names(scope) || all(scope));
        if closes || unsubscribes || ended {
            (grant, confirmed) = (None, false);
            unconfirmed.clear();
        }
        if closes || unsubscribes {
            shut = true;
        }
        if closes {
            for (refused, member) in refused_by_name.iter_mut().zip(&line) {
                *refused |= scope.names(&id(member));
            }
        }
        if names(scope) && matches!(rank(event.kind()), 0 | 2) {
            put_to_choice = true;
        }
        if names(scope)
            && matches!(
                event.kind(),
                Kind::Imported {
                    state: ImportedState::Granted,
                    ..
                }
            )
        {
            put_to_choice = true;
        }
        match event.kind() {
            Kind::Given(given) | Kind::Renewed(given) => {
                // What is consented to by name, nearest to the purpose: it and the purpose are what the person was told of.
                let named = line.iter().position(|member| scope.names(&id(member)));
                let told = |member: &str| {
                    listed(given.notice()).is_some_and(|listed| listed.contains(&member))
                };
                let fine = honest
                    && event.provenance() == Provenance::Person
                    && given.act().is_affirmative()
                    && named.is_some_and(|named| told(line[named]))
                    && told(purpose);
                let by_policy = (purpose == "newsletter").then(|| six_months(event.occurred()));
                let end = match (by_policy, given.expires()) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                let this = Granted {
                    place,
                    occurred: event.occurred(),
                    end,
                };
                let renewed = matches!(event.kind(), Kind::Renewed(_));
                // A refusal below what is named stands, those from it up are answered.
                let fine = fine
                    && named.is_some_and(|named| {
                        refused_by_name[named..].fill(false);
                        !refused_by_name[..named].contains(&true)
                    });
                if fine && (purpose != "club" || (renewed && confirmed)) {
                    grant = Some(this);
                } else if fine {
                    unconfirmed.push(this);
                }
            }
            Kind::Confirmed { act, .. } if honest && act.is_affirmative() && names(scope) => {
                confirmed = true;
                let newest = unconfirmed
                    .drain(..)
                    .chain(grant)
                    .max_by_key(|granted| granted.place);
                grant = newest;
            }
            Kind::SaleRecorded {
                refusal_offered: true,
                sale: SaleKind::Paid,
                ..
            } if honest && scope.names(&id(purpose)) => sale = true,
            _ => {}
        }
        for (step, member) in line.iter().enumerate() {
            let named = scope.names(&id(member));
            let hit = named || (all(scope) && step == 0);
            match event.kind() {
                Kind::Restricted { .. } if hit => restricted[step] = Some(place),
                Kind::Unrestricted { .. } if honest && (named || all(scope)) => {
                    restricted[step] = None
                }
                Kind::Objected {
                    to: ObjectionTo::Other,
                    ..
                } if hit => opposed[step] = Some((place, false)),
                Kind::GroundsDecided {
                    prevails: Prevailing::Person,
                    ..
                } if hit => opposed[step] = Some((place, true)),
                Kind::GroundsDecided {
                    prevails: Prevailing::Controller,
                    ..
                } if honest && (named || all(scope)) => opposed[step] = None,
                _ => {}
            }
        }
        last_opposed = opposed[0].is_some_and(|(_, upheld)| upheld);
    }

    let campaign = (
        at("2026-03-01T00:00:00+01:00"),
        at("2026-04-02T00:00:00+02:00"),
    );
    let ended = purpose == "almanac" && t >= campaign.1;
    let lapsed = ended && grant.is_some_and(|granted| granted.occurred < campaign.0);
    let holds = grant.is_some_and(|granted| granted.end.is_none_or(|end| t < end)) && !lapsed;

    let asked_for = |event: &&&Event| {
        names(event.kind().purposes())
            && (matches!(rank(event.kind()), 0 | 2)
                || matches!(
                    event.kind(),
                    Kind::Imported {
                        state: ImportedState::Granted,
                        ..
                    }
                ))
    };
    let answered = facts.iter().filter(asked_for).any(|e| {
        e.occurred() >= campaign.0
            && e.occurred() <= e.recorded()
            && e.provenance() == Provenance::Person
            && e.kind()
                .consent()
                .is_some_and(|consent| consent.act().is_affirmative())
    });
    let trace = facts
        .iter()
        .filter(asked_for)
        .any(|e| e.occurred() < campaign.1);
    let silent = lapsed || (ended && grant.is_none() && !shut);
    let remove = (silent && !answered && trace).then_some(Action::Remove);

    let restricted = restricted.into_iter().flatten().max();
    let frozen = restricted
        .is_some_and(|since| !(holds && grant.is_some_and(|granted| granted.place > since)));
    let wrong_channel = match (mine.marketing, channel) {
        (_, Some(channel))
            if ["newsletter", "club", "almanac"].contains(&purpose)
                && channel != Channel::Email =>
        {
            true
        }
        (true, Some(Channel::Call)) => true,
        _ => false,
    };
    if asks {
        return if holds && !frozen && !wrong_channel {
            allow(LegalBasis::Consent)
        } else {
            deny(remove)
        };
    }
    let opposed_now = !mine.marketing
        && mine.bases == [LegalBasis::LegitimateInterests]
        && opposed.iter().flatten().any(|(since, _)| {
            // Who consents to it afterwards has taken the objection back.
            !(holds && grant.is_some_and(|granted| granted.place > *since))
        });
    if opposed_now {
        return deny(last_opposed.then_some(Action::Erase));
    }
    if frozen || wrong_channel || (shut && !holds) {
        return deny(None);
    }
    match (mine.marketing, channel) {
        (true, None | Some(Channel::Post)) if holds => allow(LegalBasis::Consent),
        // No means is named to which a consent could be: the sale alone opens these.
        (true, Some(Channel::Email | Channel::Sms)) if holds && sale => allow(LegalBasis::Consent),
        (true, Some(Channel::Email | Channel::Sms)) if sale => {
            allow(LegalBasis::LegitimateInterests)
        }
        (true, Some(Channel::Post)) | (false, _) => allow(mine.bases[0]),
        (true, _) => deny(None),
    }
}

/// Six calendar months, to 00:00 in Paris: UTC+2 from the last Sunday of March to that of October (2026 and 2027).
pub(crate) fn six_months(given: DateTime<Utc>) -> DateTime<Utc> {
    let summer = |t: DateTime<Utc>| {
        (at("2026-03-29T01:00:00Z")..at("2026-10-25T01:00:00Z")).contains(&t)
            || (at("2027-03-28T01:00:00Z")..at("2027-10-31T01:00:00Z")).contains(&t)
    };
    let offset = |summer| chrono::TimeDelta::hours(if summer { 2 } else { 1 });
    let local = given.naive_utc() + offset(summer(given));
    let midnight = local
        .date()
        .checked_add_months(Months::new(6))
        .unwrap()
        .and_time(chrono::NaiveTime::MIN);
    let winter = (midnight - offset(false)).and_utc();
    if summer(winter) {
        (midnight - offset(true)).and_utc()
    } else {
        winter
    }
}
