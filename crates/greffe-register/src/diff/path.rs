//! Where an edit is made: the steps from the whole file to a value.

use serde::{Deserialize, Serialize};

/// A step into a table or a list.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Step {
    /// The value of a key.
    Key(String),
    /// An item of a list.
    Item(ItemId),
}

/// What an item of a list is told by, whatever its place in the list.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemId {
    /// Its reference, id or name; all of it where it has none.
    item: String,
    /// The how manieth of those that are told by the same.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    nth: u32,
}

impl ItemId {
    pub(super) const fn new(item: String, nth: u32) -> Self {
        Self { item, nth }
    }
}

const fn first() -> u32 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_first(nth: &u32) -> bool {
    *nth == 1
}

/// The path as a pattern: `processing[].data[].retention`. It names keys of the format only, and those that the register chose for its
/// backups.
pub(super) fn pattern(path: &[Step]) -> String {
    let mut pattern = String::new();
    for step in path {
        match step {
            Step::Key(key) => push_key(&mut pattern, key),
            Step::Item(_) => pattern.push_str("[]"),
        }
    }
    pattern
}

/// Adds a key to a path as people read it.
pub(super) fn push_key(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}
