//! Recipients and contracts.

use super::{Found, Presence};
use crate::diff::{Change, kind};
use crate::write::Json;

/// A processor of a processor is a sub-processor.
pub(super) fn processor(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let records = found.around("processing[]");
    let is_sub = records
        .into_iter()
        .flatten()
        .any(|record| record.text_of("role") == Some("processor"));
    let kind = match (found.presence(), is_sub) {
        (Presence::Added, false) => kind::PROCESSOR_ADDED,
        (Presence::Added, true) => kind::SUB_PROCESSOR_ADDED,
        (Presence::Removed, false) => kind::PROCESSOR_REMOVED,
        (Presence::Removed, true) => kind::SUB_PROCESSOR_REMOVED,
        (Presence::Changed | Presence::Absent, _) => kind::RECIPIENT_CHANGED,
    };
    changes.push(found.change(kind));
}

/// A clause is there where it is said or described; `false` says that it lacks.
pub(super) fn clause(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let is_there = |side: Option<&Json<'_>>| side.is_some_and(|side| *side != Json::Flag(false));
    match found.sides.map(is_there) {
        [false, true] => changes.push(found.change(kind::CLAUSE_GAINED)),
        [true, false] => changes.push(found.change(kind::CLAUSE_LOST)),
        [true, true] => changes.push(found.change(kind::CLAUSE_CHANGED)),
        [false, false] => {}
    }
}
