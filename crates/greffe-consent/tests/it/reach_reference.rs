//! A second evaluator of rules R4, R5 and R9, written from the table alone and as plainly as possible. It knows the policy of
//! `reach.rs` by heart, takes the facts of the context as they are, and answers whether it may be done.

use chrono::{DateTime, Datelike, Months, NaiveDate, Timelike, Utc, Weekday};
use greffe_calendar::{Tz, zone};
use greffe_consent::*;
use greffe_terms::Channel;

use crate::fixture::{at, id};
use crate::reference::six_months;

pub(crate) const PURPOSES: [&str; 13] = [
    "newsletter",
    "opening",
    "tracking",
    "numbers",
    "delivery",
    "visits",
    "trade",
    "offer-calls",
    "care",
    "club-calls",
    "evening-calls",
    "anything",
    "diet",
];

/// What is told of the person.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) zone: Option<Tz>,
    pub(crate) professional: Option<bool>,
    pub(crate) told: Option<bool>,
    pub(crate) contract: Option<bool>,
    pub(crate) list: Option<(DateTime<Utc>, bool)>,
    pub(crate) calls: Option<Vec<DateTime<Utc>>>,
    pub(crate) refusals: Vec<DateTime<Utc>>,
}

impl Facts {
    pub(crate) fn context(&self) -> PersonContext {
        let mut context = PersonContext::new().refused_calls(self.refusals.clone());
        if let Some(zone) = self.zone {
            context = context.in_zone(zone);
        }
        if let Some(yes) = self.professional {
            context = context.acting_as_professional(yes);
        }
        if let Some(yes) = self.told {
            context = context.told_of_marketing(yes);
        }
        if let Some(yes) = self.contract {
            context = context.with_ongoing_contract(yes);
        }
        if let Some((checked, listed)) = self.list {
            context = context.opposition_list(checked, listed);
        }
        match &self.calls {
            Some(calls) => context.calls_made(calls.clone()),
            None => context,
        }
    }
}

const MARKETING: [&str; 6] = [
    "newsletter",
    "trade",
    "offer-calls",
    "care",
    "club-calls",
    "evening-calls",
];

pub(crate) fn may(
    events: &[Event],
    facts: &Facts,
    purpose: &str,
    channel: Option<Channel>,
    t: DateTime<Utc>,
) -> bool {
    let asks = !matches!(
        purpose,
        "delivery" | "visits" | "trade" | "offer-calls" | "care"
    );
    // The pixel stands below the newsletter.
    let marketing = MARKETING.contains(&purpose) || matches!(purpose, "anything" | "opening");
    let parent = match purpose {
        "opening" => Some("newsletter"),
        "diet" => Some("wellness"),
        _ => None,
    };
    let line: Vec<&str> = [Some(purpose), parent].into_iter().flatten().collect();
    let names = |scope: &Scope| line.iter().any(|p| scope.names(&id(p)));
    let reaches = |scope: &Scope| *scope == Scope::All || names(scope);

    let mut facts_in_order: Vec<&Event> = events.iter().filter(|e| e.occurred() <= t).collect();
    // At one instant a consent comes before what closes; of two of a kind the id decides.
    facts_in_order.sort_by_key(|e| (e.occurred(), e.kind().consent().is_none(), e.id()));

    let (mut given, mut shut, mut opposed) = (None, false, false);
    let mut refused = facts.refusals.clone();
    let told = &facts.refusals;
    for event in facts_in_order {
        let scope = event.kind().purposes();
        let closes = match event.kind() {
            Kind::Withdrawn { .. } => {
                let unsubscribed = MARKETING
                    .iter()
                    .chain(&["anything"])
                    .any(|p| scope.names(&id(p)));
                (if asks || marketing {
                    reaches(scope)
                } else {
                    names(scope)
                }) || (marketing && unsubscribed)
            }
            Kind::Refused { .. } => {
                if names(scope) {
                    refused.push(event.occurred());
                }
                if asks || marketing {
                    reaches(scope)
                } else {
                    names(scope)
                }
            }
            Kind::Objected {
                to: ObjectionTo::Marketing,
                ..
            } => names(scope) || (marketing && *scope == Scope::All),
            Kind::Objected { .. } => {
                opposed |= reaches(scope);
                (asks || marketing) && reaches(scope)
            }
            Kind::Given(consent) => {
                if names(scope) && is_valid(purpose, consent) {
                    (given, shut) = (Some(event.occurred()), false);
                }
                false
            }
            _ => false,
        };
        if closes {
            (given, shut) = (None, true);
        }
    }
    let tracker = matches!(purpose, "opening" | "tracking" | "numbers");
    let holds = given.is_some_and(|given| !tracker || t < six_months(given));
    if (asks && !holds) || shut {
        return false;
    }
    let call = || {
        let unrevoked = told.iter().all(|refusal| {
            *refusal > t
                || *refusal < at("2026-08-11T00:00:00+02:00")
                || (holds && given.is_some_and(|given| given > *refusal))
        });
        may_call(facts, purpose, holds, &refused, t) && unrevoked
    };
    match purpose {
        "delivery" => !opposed && t >= at("2026-04-14T00:00:00+02:00"),
        "visits" => !opposed,
        _ if !marketing => true,
        "newsletter" => matches!(channel, None | Some(Channel::Email)),
        "opening" => channel != Some(Channel::Call),
        "trade" => match channel {
            Some(Channel::Email | Channel::Sms) => {
                holds || (facts.professional == Some(true) && facts.told == Some(true))
            }
            Some(Channel::Fax) => holds,
            Some(Channel::Call) if facts.professional == Some(true) => {
                holds || facts.told == Some(true)
            }
            Some(Channel::Call) => call(),
            // Which of its channels is meant decides.
            Some(_) | None => false,
        },
        "anything" => match channel {
            Some(Channel::Call) => call(),
            // No means is named that a consent could be to.
            Some(Channel::Email | Channel::Sms | Channel::Fax | Channel::AutomaticCall) => false,
            _ => true,
        },
        _ => match channel {
            Some(Channel::Call) | None => call(),
            Some(_) => false,
        },
    }
}

/// The notices and what R4 and R9 ask beyond.
fn is_valid(purpose: &str, consent: &Consent) -> bool {
    let scope = consent.purposes();
    let readings = ["opening", "tracking", "numbers", "delivery", "visits"];
    let Scope::Only(named) = scope else {
        return false;
    };
    let (notice, words) = (consent.notice().id().as_str(), consent.notice().wording());
    let shown = match notice {
        "letter" => !matches!(purpose, "delivery" | "visits"),
        "clinic" => purpose == "diet" && words.is_none_or(|w| w == WordingDigest::of("statement")),
        _ => false,
    };
    let by_itself = scope.names(&id(purpose));
    let only_readings = named.iter().all(|p| readings.contains(&p.as_str()));
    let express = matches!(consent.act(), Act::Signed | Act::Wrote)
        || (consent.act() == Act::TickedBox && notice == "clinic" && words.is_some());
    shown
        && consent.act().is_affirmative()
        && match purpose {
            "opening" => by_itself && only_readings,
            "tracking" | "numbers" => by_itself,
            "diet" => by_itself && express,
            _ => true,
        }
}

fn may_call(
    facts: &Facts,
    purpose: &str,
    holds: bool,
    refused: &[DateTime<Utc>],
    t: DateTime<Utc>,
) -> bool {
    let (Some(zone), Some(calls)) = (facts.zone, &facts.calls) else {
        return false;
    };
    let day = |instant: DateTime<Utc>| instant.with_timezone(&zone).date_naive();
    let days_ago = |instant: DateTime<Utc>| (day(t) - day(instant)).num_days();
    let contract = purpose == "care" && facts.contract == Some(true);
    let permitted = if t < at("2026-08-11T00:00:00+02:00") {
        let off_the_list = facts.list.is_some_and(|(checked, listed)| {
            let paris = chrono_tz_paris();
            let until = checked.with_timezone(&paris).date_naive() + Months::new(1);
            checked <= t && t.with_timezone(&paris).date_naive() < until && !listed
        });
        contract || off_the_list
    } else {
        contract || (holds && purpose != "anything")
    };
    let local = t.with_timezone(&zone);
    let weekend = matches!(local.weekday(), Weekday::Sat | Weekday::Sun);
    let hour = matches!(local.hour(), 10..=12 | 14..=19);
    let open = (hour && !weekend && !is_holiday(local.date_naive())) || purpose == "evening-calls";
    let recent = calls
        .iter()
        .filter(|c| **c <= t && days_ago(**c) < 30)
        .count();
    let rest = refused.iter().all(|r| *r > t || days_ago(*r) > 60);
    permitted && open && recent < 4 && rest
}

fn chrono_tz_paris() -> Tz {
    zone::parse("Europe/Paris").unwrap()
}

/// C. trav. L3133-1, written out for the years of the tests.
fn is_holiday(date: NaiveDate) -> bool {
    let fixed = [
        (1, 1),
        (5, 1),
        (5, 8),
        (7, 14),
        (8, 15),
        (11, 1),
        (11, 11),
        (12, 25),
    ];
    let movable = [
        "2026-04-06",
        "2026-05-14",
        "2026-05-25",
        "2027-03-29",
        "2027-05-06",
        "2027-05-17",
    ];
    fixed.contains(&(date.month(), date.day())) || movable.contains(&date.to_string().as_str())
}
