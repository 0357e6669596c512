//! Integration tests of `greffe-retention`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod certificates;
mod contact;
mod contracts;
mod contradictions;
mod crashing_store;
mod cutoffs;
mod explained;
mod facts;
mod history;
mod holds;
mod laws;
mod plans;
mod policies;
mod promises;
mod purging;
mod purposes;
mod random;
mod records;
mod replay;
mod round_trip;
mod said;
mod words;
mod written;

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;
use greffe_document::{Document, Faults};
use greffe_retention::{Rule, Verdict};
use proptest::prelude::ProptestConfig;

/// So many random cases of a law, or as many as `PROPTEST_CASES` asks for where that is more.
fn cases(usual: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    ProptestConfig {
        cases: asked.cases.max(usual),
        ..asked
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A rule written as in a register: `retention = { … }`.
fn rule(retention: &str) -> Rule {
    let document = Document::from_toml(&format!("retention = {retention}")).expect("TOML");
    let mut faults = Faults::new();
    let rule = Rule::read(document.find("retention").expect("the rule"), &mut faults);
    rule.unwrap_or_else(|| panic!("{retention}: {:?}", document.locate(faults)))
}

/// `06-30`, or dated years with the closing that follows them.
fn years(text: &str) -> FiscalYears {
    let (rows, closing): (Vec<_>, Vec<_>) = text.split(' ').partition(|part| part.contains('/'));
    let rows: Vec<_> = rows
        .iter()
        .map(|row| row.parse().expect("a fiscal year"))
        .collect();
    match (rows.is_empty(), closing.first()) {
        (true, Some(closing)) => FiscalYears::regular(closing.parse().expect("a closing")),
        (false, Some(closing)) => {
            FiscalYears::with_table(closing.parse().expect("a closing"), rows).expect("years")
        }
        (_, None) => FiscalYears::from_table(rows).expect("years"),
    }
}

/// A verdict on one line, as in the data file.
fn line(verdict: &Verdict) -> String {
    use greffe_retention::Missing;
    match verdict {
        Verdict::Keep { until } => format!("keep {until}"),
        Verdict::Open { awaiting } => format!("open {awaiting}"),
        Verdict::Archive { since, until } => format!("archive {since} {until}"),
        Verdict::Due { since, fate } => format!("due {since} {}", fate.code()),
        Verdict::DisposeBy { from, latest } => format!("dispose_by {from} {latest}"),
        Verdict::Overdue { since } => format!("overdue {since}"),
        Verdict::Held { by } => {
            let by: Vec<_> = by.iter().map(|reason| reason.code()).collect();
            format!("held {}", by.join(","))
        }
        Verdict::Conflict { earliest, latest } => {
            let earliest = earliest.map_or("open".to_owned(), |day| day.to_string());
            format!("conflict {earliest} {latest}")
        }
        Verdict::Undetermined { missing } => {
            let what = match missing {
                Missing::Event(event) => format!("event {event}"),
                Missing::Contact { .. } => "event last_contact".into(),
                Missing::UncountedContact { .. } => "uncounted_contact".into(),
                Missing::ValidEvent(event) => format!("valid_event {event}"),
                Missing::FiscalYear(event) => format!("fiscal_year {event}"),
                Missing::FutureEvent(event) => format!("future_event {event}"),
                Missing::WhichContract => "which_contract".into(),
                Missing::OneDocument(event) => format!("one_document {event}"),
                Missing::Anchor => "anchor".into(),
                Missing::Length => "length".into(),
                Missing::AllowedPeriod { .. } => "allowed_period".into(),
                Missing::Setting(_) => "setting".into(),
                Missing::ApplicableRule { .. } => "applicable_rule".into(),
                Missing::Rank => "rank".into(),
                Missing::RightToExtend => "right_to_extend".into(),
                other => format!("{other:?}"),
            };
            format!("undetermined {what}")
        }
    }
}
