//! Verdicts for programs.

use greffe::retention::{RowKey, Verdict};
use serde_json::{Map, Value, json};

/// The verdict on one record: `{"key":…,"rule":…,"verdict":"due","since":…,"fate":"erase"}`.
pub(super) fn object(key: &RowKey, rule: &str, verdict: &Verdict) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("key".to_owned(), json!(key));
    object.insert("rule".to_owned(), json!(rule));
    object.insert("verdict".to_owned(), json!(verdict.kind()));
    let mut with = |name: &str, value: Value| {
        object.insert(name.to_owned(), value);
    };
    match verdict {
        Verdict::Keep { until } => with("until", json!(until.to_string())),
        Verdict::Open { awaiting } => with("awaiting", json!(awaiting)),
        Verdict::Archive { since, until } => {
            with("since", json!(since.to_string()));
            with("until", json!(until.to_string()));
        }
        Verdict::Due { since, fate } => {
            with("since", json!(since.to_string()));
            with("fate", json!(fate.code()));
        }
        Verdict::DisposeBy { from, latest } => {
            with("from", json!(from.to_string()));
            with("latest", json!(latest.to_string()));
        }
        Verdict::Overdue { since } => with("since", json!(since.to_string())),
        Verdict::Held { by } => with("by", json!(by)),
        Verdict::Conflict { earliest, latest } => {
            with("earliest", json!(earliest.map(|day| day.to_string())));
            with("latest", json!(latest.to_string()));
        }
        Verdict::Undetermined { missing } => with("missing", json!(missing)),
    }
    object
}
