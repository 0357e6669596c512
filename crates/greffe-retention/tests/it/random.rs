//! Random rules, facts and fiscal years.

use chrono::{Days, NaiveDate};
use greffe_calendar::FiscalYears;
use greffe_retention::{Contract, Event, Facts, Hold, HoldReason, Occurrence, Rule};
use proptest::prelude::*;

use crate::day;

pub(crate) const EVENTS: [&str; 10] = [
    "collected",
    "recorded",
    "last_operation",
    "contract_end",
    "relation_end",
    "account_closed",
    "dispute",
    "dispute_settled",
    "upgraded",
    "last_contact",
];

pub(crate) fn date() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        3 => (0u64..6000).prop_map(|n| day("2015-01-01") + Days::new(n)),
        // Close to one another, so that boundaries are met.
        2 => (0u64..6).prop_map(|n| day("2024-02-26") + Days::new(n)),
        // The ends of months, where clamping is.
        1 => (2015i32..2031, 1u32..13, 0u64..3).prop_map(|(year, month, before)| {
            let next = NaiveDate::from_ymd_opt(year, month, 1).unwrap() + chrono::Months::new(1);
            next - Days::new(before)
        }),
    ]
}

pub(crate) fn period() -> impl Strategy<Value = String> {
    prop_oneof![
        (0u32..11).prop_map(|n| format!("P{n}Y")),
        (0u32..40).prop_map(|n| format!("P{n}M")),
        (0u32..400).prop_map(|n| format!("P{n}D")),
        (1u32..3, 0u32..13, 0u32..40).prop_map(|(y, m, d)| format!("P{y}Y{m}M{d}D")),
        (1u32..200).prop_map(|n| format!("PT{n}H")),
    ]
}

pub(crate) fn fiscal_years() -> impl Strategy<Value = FiscalYears> {
    prop::sample::select(vec![
        "12-31",
        "06-30",
        "02-end",
        "last-saturday-of-08",
        "2019-01-01/2020-06-30 06-30",
        "2017-01-01/2017-12-31 2018-01-01/2018-03-31 2018-04-01/2019-12-31",
    ])
    .prop_map(crate::years)
}

fn event() -> impl Strategy<Value = &'static str> {
    prop::sample::select(EVENTS.to_vec())
}

/// `absent = true` lets rules say that silence means never.
pub(crate) fn anchor(absent: bool) -> impl Strategy<Value = String> {
    let single = (event(), any::<bool>(), 0u8..7).prop_map(move |(event, never, kind)| {
        let absent = if never && absent {
            ", absent = \"never\""
        } else {
            ""
        };
        match kind {
            0 => format!("{{ fiscal_close = \"{event}\"{absent} }}"),
            1 => format!("{{ fiscal_close = \"{event}\"{absent}, from = \"calendar_year\" }}"),
            2 => format!("{{ fiscal_close = \"{event}\"{absent}, unit = \"document\" }}"),
            _ => format!("{{ event = \"{event}\"{absent} }}"),
        }
    });
    single.prop_recursive(2, 6, 3, |inner| {
        (prop::collection::vec(inner, 1..4), any::<bool>()).prop_map(|(parts, latest)| {
            let key = if latest { "latest" } else { "earliest" };
            format!("{{ {key} = [{}] }}", parts.join(", "))
        })
    })
}

fn condition() -> impl Strategy<Value = String> {
    let simple = prop_oneof![
        3 => event().prop_map(|event| format!("\"{event}\"")),
        1 => (event(), event()).prop_map(|(a, b)| format!("{{ if_opened = \"{a}\", then = \"{b}\" }}")),
    ];
    simple.prop_recursive(2, 6, 3, |inner| {
        (prop::collection::vec(inner, 1..4), any::<bool>()).prop_map(|(parts, all)| {
            let key = if all { "all" } else { "any" };
            format!("{{ {key} = [{}] }}", parts.join(", "))
        })
    })
}

fn stage(then: &'static str) -> impl Strategy<Value = String> {
    let when = prop_oneof![4 => Just(""), 1 => Just(", when = \"collecting\"")];
    let limit = prop_oneof![
        4 => (period(), anchor(true)).prop_map(|(p, a)| format!("keep = \"{p}\", after = {a}")),
        2 => (period(), anchor(true)).prop_map(|(p, a)| format!("within = \"{p}\", after = {a}")),
        2 => condition().prop_map(|c| format!("until = {c}")),
        1 => (period(), period(), anchor(true))
            .prop_map(|(p, max, a)| format!("keep = \"{p}\", within = \"{max}\", after = {a}"))
            .boxed(),
        1 => (period(), anchor(true), period(), anchor(true)).prop_map(|(p, a, max, b)| {
            format!("keep = \"{p}\", after = {a}, within = {{ period = \"{max}\", after = {b} }}")
        })
        .boxed(),
        1 => Just("keep = \"session\"".to_owned()),
    ];
    let stage = move |(limit, when)| format!("{limit}{when}, then = \"{then}\"");
    // On the heap: the strategies of all stages of several rules together outgrow a test's stack.
    (limit, when).prop_map(stage).boxed()
}

/// Any rule that reads.
pub(crate) fn rule() -> impl Strategy<Value = Rule> {
    let extend = prop_oneof![3 => Just(""), 1 => Just("\nextend = \"on_request\"")];
    let stages = prop_oneof![
        4 => stage("erase").prop_map(|s| format!("{{ {s} }}")),
        1 => (stage("archive"), stage("erase")).prop_map(|(a, b)| format!("{{ {a} }}, {{ {b} }}")),
    ];
    let last = prop_oneof![2 => Just(""), 1 => Just(", \"last_contact\""), 1 => Just(", \"relation_end\"")];
    (stages, extend, last).prop_filter_map("contradicts itself", |(stages, extend, last)| {
        let text = format!("stages = [{stages}]{extend}");
        // One column of days cannot say of a document that two kinds of contact have two.
        let by_document = text.contains("unit = \"document\"");
        let last = if by_document && last.contains("relation_end") {
            ""
        } else {
            last
        };
        let contact = format!("{text}\ncontact = [\"link_clicked\", \"called\"{last}]");
        Rule::from_toml(&text)
            .or_else(|_| Rule::from_toml(&contact))
            .ok()
    })
}

/// A rule of one stage with one period, written `(keep or within, period, anchor)`.
pub(crate) fn simple_rule(absent: bool) -> impl Strategy<Value = Rule> {
    (any::<bool>(), period(), anchor(absent)).prop_filter_map(
        "contradicts itself",
        |(keep, p, a)| {
            let limit = if keep { "keep" } else { "within" };
            let text = format!("{limit} = \"{p}\"\nafter = {a}");
            let contact = format!("{text}\ncontact = [\"link_clicked\", \"called\"]");
            Rule::from_toml(&text)
                .or_else(|_| Rule::from_toml(&contact))
                .ok()
        },
    )
}

/// A nullable day for each of [`EVENTS`].
pub(crate) fn columns() -> impl Strategy<Value = Vec<(Event, Option<NaiveDate>)>> {
    EVENTS
        .map(|event| {
            let day = prop_oneof![1 => Just(None), 3 => date().prop_map(Some)];
            day.prop_map(move |day| (event.parse().unwrap(), day))
        })
        .to_vec()
}

/// What is said of one event.
#[derive(Debug, Clone)]
enum Said {
    Nothing,
    On(NaiveDate),
    Twice(NaiveDate, NaiveDate),
    Open,
    Never,
    Inapplicable,
}

impl Said {
    fn add(self, facts: Facts, event: &str) -> Facts {
        let event: Event = match event {
            "last_contact" => "link_clicked".parse().unwrap(),
            other => other.parse().unwrap(),
        };
        self.record(facts, event)
    }

    fn record(self, facts: Facts, event: Event) -> Facts {
        match self {
            Self::Nothing => facts,
            Self::On(day) => facts.on(event, day),
            Self::Twice(a, b) => facts.on(event.clone(), a).on(event, b),
            Self::Open => facts.open(event),
            Self::Never => facts.never(event),
            Self::Inapplicable => facts.inapplicable(event),
        }
    }
}

/// Facts of every kind but corrections.
pub(crate) fn facts() -> impl Strategy<Value = Facts> {
    let said = prop_oneof![
        2 => Just(Said::Nothing),
        8 => date().prop_map(Said::On),
        1 => (date(), date()).prop_map(|(a, b)| Said::Twice(a, b)),
        1 => Just(Said::Open),
        1 => Just(Said::Never),
        1 => Just(Said::Inapplicable),
    ];
    let events = prop::collection::vec(said.clone(), EVENTS.len());
    // The last contact as such, which not every rule counts.
    let contact = prop_oneof![2 => Just(Said::Nothing), 1 => said];
    let setting = prop_oneof![1 => Just(None), 2 => Just(Some(true)), 1 => Just(Some(false))];
    let extension = prop_oneof![4 => Just(None), 1 => date().prop_map(Some)];
    let holds = prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec(hold(), 1..3)];
    let session = prop_oneof![Just(None), date().prop_map(Some)];
    let contracts = prop_oneof![
        4 => Just(Vec::new()),
        1 => prop::collection::vec(contract(), 1..3),
    ];
    let robot = prop_oneof![3 => Just(None), 1 => date().prop_map(Some)];
    (
        events, contact, setting, extension, holds, session, contracts, robot,
    )
        .prop_map(
            |(events, contact, setting, extension, holds, session, contracts, robot)| {
                let said = EVENTS.iter().zip(events);
                let mut facts =
                    said.fold(Facts::new(), |facts, (event, said)| said.add(facts, event));
                facts = contact.record(facts, Event::LastContact);
                facts = facts.on_maybe(Event::SessionEnd, session);
                facts = contracts.into_iter().fold(facts, Facts::contract);
                if let Some(day) = robot {
                    let click = "link_clicked".parse().unwrap();
                    facts = facts.with(Occurrence::new(click, day).by_a_program());
                }
                if let Some(on) = setting {
                    facts = facts.setting("collecting", on);
                }
                if let Some(extension) = extension {
                    facts = facts.extended_until(extension);
                }
                holds.into_iter().fold(facts, Facts::hold)
            },
        )
}

fn contract() -> impl Strategy<Value = Contract> {
    let end = prop_oneof![4 => date().prop_map(Some), 1 => Just(None)];
    (date(), end).prop_map(|(begins, end)| {
        let contract = Contract::new(begins);
        end.map_or(contract, |end| contract.ends(end))
    })
}

pub(crate) fn hold() -> impl Strategy<Value = Hold> {
    let reason = prop::sample::select(HoldReason::ALL.to_vec());
    (reason, date(), prop::option::of(date())).prop_map(|(reason, from, until)| {
        let hold = Hold::new(reason, from);
        until.map_or(hold, |until| hold.until(until.max(from)))
    })
}

/// Days after `as_of` to ask again on: near, far, and around every day that the facts speak of.
pub(crate) fn days_after(as_of: NaiveDate, facts: &Facts) -> Vec<NaiveDate> {
    let steps = [
        1, 2, 3, 5, 8, 13, 30, 31, 90, 365, 366, 730, 2000, 4000, 8000,
    ];
    let spoken_of = facts.occurrences().iter().filter_map(Occurrence::occurred);
    let spoken_of = spoken_of.chain(facts.contracts().iter().filter_map(Contract::last_day));
    let spoken_of = spoken_of.chain(facts.holds().iter().filter_map(Hold::last_day));
    let around = spoken_of.flat_map(|day| [day - Days::new(1), day, day + Days::new(1)]);
    let mut days: Vec<_> = steps.map(|n| as_of + Days::new(n)).into_iter().collect();
    days.extend(around.filter(|day| *day > as_of));
    days
}
