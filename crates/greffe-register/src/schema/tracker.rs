//! Trackers and collection modes.

use serde_json::Value;

use super::shape::{code, either, flag, line, list, period, stated_list, table, text};
use crate::{ConsentNeed, Party, SetBy, TrackerStorage};

pub(super) fn tracker() -> Value {
    let storages = TrackerStorage::codes();
    let parties = Party::codes();
    table(
        &["site", "name", "storage"],
        vec![
            ("site", line(), "The site that sets it."),
            ("name", line(), "Its name or pattern."),
            ("storage", code(storages), "What it is."),
            ("party", code(parties), "Whose domain sets it."),
            ("provider", text(), "Who provides it."),
            ("keys", list(line()), "The keys that it stores."),
            ("purposes", list(text()), "What for."),
            ("consent", consent(), "Whether consent is asked."),
            ("exemption", text(), "Why none is asked."),
            ("lifetime", lifetime(), "How long it lives."),
            ("active", flag(), "Whether it is in use."),
        ],
    )
}

fn consent() -> Value {
    code(ConsentNeed::codes())
}

fn lifetime() -> Value {
    let setters = SetBy::codes();
    let set = table(
        &["default", "set_by"],
        vec![
            ("default", period(), "The period unless set."),
            ("set_by", code(setters), "Who sets it."),
        ],
    );
    either([code(["session"]), period(), set])
}

pub(super) fn collection_mode() -> Value {
    table(
        &["name"],
        vec![
            ("name", text(), "Its name."),
            ("cookie", flag(), "Whether it sets a cookie."),
            ("local_storage", flag(), "Whether it uses local storage."),
            ("consent", consent(), "Whether consent is asked."),
            ("collects", stated_list(text()), "What it collects."),
            ("modules", list(text()), "The modules that it serves."),
            (
                "probabilistic",
                flag(),
                "Whether a fallback without storage is offered after refusal.",
            ),
            ("exemption", text(), "Why no consent is needed."),
        ],
    )
}
