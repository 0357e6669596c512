//! Tables of cases: a row a case, tab-separated columns that the line `# case …` names, `-` where there is nothing.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use greffe_calendar::zone;
use greffe_consent::*;
use greffe_terms::Channel;

use crate::fixture::{at, day, event_id, id, ledger, person};

/// What a row expects, of which its table has some columns.
const ANSWERS: [&str; 7] = [
    "outcome",
    "reason",
    "basis",
    "action",
    "deciding event",
    "next change",
    "failures",
];

/// A row: its values by the names of their columns.
pub(crate) struct Case(BTreeMap<&'static str, &'static str>);

impl Case {
    /// The value of a column; `-` where the table has no such column.
    pub(crate) fn column(&self, name: &str) -> &'static str {
        self.0.get(name).copied().unwrap_or("-")
    }

    pub(crate) fn name(&self) -> &'static str {
        self.column("case")
    }

    /// The events, numbered from one.
    pub(crate) fn history(&self) -> Ledger {
        ledger(
            self.column("events")
                .split("; ")
                .filter(|text| *text != "-"),
        )
    }

    fn topic(&self) -> Topic<'static> {
        let mut topic = Question::about(self.column("purpose"));
        if let Some(channel) = stated(self.column("channel")) {
            topic = topic.by(channel.parse::<Channel>().unwrap());
        }
        match stated(self.column("vendor")) {
            Some(vendor) => topic.through(VendorId::new(vendor.parse().unwrap())),
            None => topic,
        }
    }

    /// `at[~known at]`: the instant asked about, and until when what is known was recorded.
    pub(crate) fn instants(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let asked = self.column("at");
        let (t, known) = asked.split_once('~').unwrap_or((asked, asked));
        (at(t), at(known))
    }

    /// What a policy decides, with every way of asking the same.
    pub(crate) fn decide(&self, policy: &Policy) -> Decision {
        let (ledger, (t, known)) = (self.history(), self.instants());
        let told = stated(self.column("context")).map(context);
        let mut question = self.topic().for_person(person());
        if let Some(told) = &told {
            question = question.in_context(told);
        }
        let decision = policy.decide_as_known(&ledger, question, t, known);
        let rows = ledger.events_that_decide(person());
        let over = policy.decide_over(rows, question, t, known);
        assert_eq!(over, decision, "{}", self.name());
        let events: Vec<Event> = ledger.entries().map(|(event, _)| event.clone()).collect();
        crate::audience::agrees(policy, &events, self.topic(), told.as_ref(), (t, known));
        decision
    }
}

/// The rows of a table with the names of its columns.
pub(crate) fn cases(text: &'static str) -> Vec<Case> {
    let mut names = text
        .lines()
        .filter_map(|line| line.strip_prefix("# case\t"));
    let names: Vec<&str> = std::iter::once("case")
        .chain(names.next().unwrap().split('\t'))
        .collect();
    let case = |row: Vec<&'static str>| {
        assert_eq!(row.len(), names.len(), "{row:?}");
        Case(names.iter().copied().zip(row).collect())
    };
    rows(text).into_iter().map(case).collect()
}

/// The rows, without comments.
pub(crate) fn rows(text: &'static str) -> Vec<Vec<&'static str>> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').map(str::trim).collect())
        .collect()
}

/// Every row is decided as it says, by the policy for its knobs.
pub(crate) fn check(cases: &[Case], policy: impl Fn(&Case) -> Policy) {
    let wrong = cases
        .iter()
        .filter_map(|case| differences(case, &case.decide(&policy(case))));
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The columns in which a decision is not what the row says, with what was found.
pub(crate) fn differences(case: &Case, decision: &Decision) -> Option<String> {
    let answers = ANSWERS.iter().filter(|column| case.0.contains_key(*column));
    let differs = answers.filter_map(|column| {
        let value = match (*column, case.column(column)) {
            ("next change", value) if value != "-" => in_utc(at(value)),
            (_, value) => value.to_owned(),
        };
        let found = found(decision, column);
        (found != value).then(|| format!("{column} is {found}, not {value}"))
    });
    let differs: Vec<String> = differs.collect();
    (!differs.is_empty()).then(|| format!("{}: {}", case.name(), differs.join(", ")))
}

/// A policy with the knobs of a row turned.
pub(crate) fn with_knobs(mut builder: PolicyBuilder, knobs: &str) -> Policy {
    for knob in knobs.split(' ').filter(|knob| *knob != "-") {
        builder = match knob {
            "any" => builder.holders(Holders::Any),
            "outlasts" => builder.authorisation_outlasts_childhood(true),
            "guardian" => builder.guardian_may_consent(true),
            "proxy" => builder.proxy_may_consent(true),
            "free_account=sale" => builder.free_account_is_sale(true),
            "free_account=none" => builder.free_account_is_sale(false),
            "unsubscription=objection" => builder.unsubscription_is_objection(true),
            "unsubscription=withdrawal" => builder.unsubscription_is_objection(false),
            knob => match knob.strip_prefix("in=") {
                Some(country) => builder.established_in(country.parse().unwrap()),
                None => builder.link_conflict(knob.parse().unwrap()),
            },
        };
    }
    builder.build().unwrap()
}

/// What the caller knows of the person: `key=value …`, with `,` between the parts of a value.
pub(crate) fn context(words: &str) -> PersonContext {
    let mut context = PersonContext::new();
    for (key, value) in words.split(' ').filter_map(|word| word.split_once('=')) {
        let yes = || value.parse::<bool>().unwrap();
        context = match key {
            "zone" => context.in_zone(zone::parse(value).unwrap()),
            "pro" => context.acting_as_professional(yes()),
            "told" => context.told_of_marketing(yes()),
            "contract" => context.with_ongoing_contract(yes()),
            "list" => {
                let (checked, listed) = value.split_once(',').unwrap();
                context.opposition_list(at(checked), listed == "listed")
            }
            "calls" if value == "none" => context.calls_made([]),
            "calls" => context.calls_made(value.split(',').map(at)),
            "refused" => context.refused_calls(value.split(',').map(at)),
            "suppressed" => context.on_suppression_list(yes()),
            "born" => context.born(day(value)),
            "in" => context.residing_in(value.parse().unwrap()),
            "holders" => context.with_holders(value.parse().unwrap()),
            "guardian" => context.with_guardian(yes()),
            "proxy" => context.with_proxy(yes()),
            "directives" => context.with_directives([id(value)]),
            other => panic!("no key {other}"),
        };
    }
    context
}

fn stated(value: &'static str) -> Option<&'static str> {
    (value != "-").then_some(value)
}

fn found(decision: &Decision, column: &str) -> String {
    let found = match column {
        "outcome" => Some(decision.outcome().code().to_owned()),
        "reason" => Some(decision.reason().to_string()),
        "basis" => decision.basis().map(|basis| basis.to_string()),
        "action" => decision.action().map(|action| action.code().to_owned()),
        "deciding event" => (1..=9)
            .find(|number| decision.deciding_event() == Some(event_id(*number)))
            .map(|number| number.to_string()),
        "next change" => decision.next_change().map(in_utc),
        "failures" => {
            let codes: Vec<_> = decision.failures().map(|one| one.to_string()).collect();
            Some(codes.join("+"))
        }
        other => panic!("no column {other}"),
    };
    found.unwrap_or_else(|| "-".to_owned())
}

fn in_utc(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
