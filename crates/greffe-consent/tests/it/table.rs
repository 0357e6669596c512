//! Tables of cases: a row a case, tab-separated columns, `-` where there is nothing.

use chrono::SecondsFormat;
use greffe_consent::{Decision, Ledger};

use crate::fixture::{at, event_id, ledger};

/// The rows, without comments.
pub(crate) fn rows(text: &'static str) -> Vec<Vec<&'static str>> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').map(str::trim).collect())
        .collect()
}

/// The events of a column, numbered from one.
pub(crate) fn history(events: &str) -> Ledger {
    ledger(events.split("; ").filter(|text| *text != "-"))
}

/// The columns in which a decision is not what its row says, with what was found.
pub(crate) fn differences(decision: &Decision, expected: &[(&str, &str)]) -> Option<String> {
    let differs = expected.iter().filter_map(|(column, value)| {
        let value = match *column {
            "next" if *value != "-" => in_utc(at(value)),
            _ => (*value).to_owned(),
        };
        let found = found(decision, column);
        (found != value).then(|| format!("{column} is {found}, not {value}"))
    });
    let differs: Vec<String> = differs.collect();
    (!differs.is_empty()).then(|| differs.join(", "))
}

fn found(decision: &Decision, column: &str) -> String {
    let found = match column {
        "outcome" => Some(decision.outcome().code().to_owned()),
        "reason" => Some(decision.reason().to_string()),
        "basis" => decision.basis().map(|basis| basis.to_string()),
        "action" => decision.action().map(|action| action.code().to_owned()),
        "event" => (1..=9)
            .find(|number| decision.deciding_event() == Some(event_id(*number)))
            .map(|number| number.to_string()),
        "next" => decision.next_change().map(in_utc),
        other => panic!("no column {other}"),
    };
    found.unwrap_or_else(|| "-".to_owned())
}

fn in_utc(instant: chrono::DateTime<chrono::Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
