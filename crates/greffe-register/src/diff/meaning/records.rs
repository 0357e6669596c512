//! Records as such, and how persons use their rights.

use std::cmp::Ordering;

use super::{Found, Presence};
use crate::diff::{Change, Direction, kind, length};
use crate::write::Json;

/// A record that comes or goes. One that does not run, as a draft or in the archive, concerns nobody.
pub(super) fn processing(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let kind = match found.presence() {
        Presence::Added => kind::PROCESSING_ADDED,
        Presence::Removed => kind::PROCESSING_REMOVED,
        Presence::Changed | Presence::Absent => return,
    };
    let mut change = found.change(kind);
    let [before, after] = found.sides;
    let status = after.or(before).and_then(|record| record.child("status"));
    if !runs(status) {
        change.direction = Direction::Neutral;
        change.duties.clear();
    }
    changes.push(change);
}

pub(super) fn status(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let kind = match found.sides.map(runs) {
        [false, true] => kind::PROCESSING_STARTED,
        [true, false] => kind::PROCESSING_STOPPED,
        _ => kind::STATUS_CHANGED,
    };
    changes.push(found.change(kind));
}

/// A record that does not tell its status is active.
fn runs(status: Option<&Json<'_>>) -> bool {
    status.is_none_or(|status| status.as_text() == Some("active"))
}

pub(super) fn public(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    changes.push(found.change(match found.flags() {
        [_, Some(false)] => kind::HIDDEN_FROM_PUBLIC,
        _ => kind::SHOWN_TO_PUBLIC,
    }));
}

pub(super) fn answer_time(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    if found.presence() != Presence::Changed {
        return;
    }
    changes.push(found.change(match length::of_texts(found.texts()) {
        Some(Ordering::Greater) => kind::ANSWER_LATER,
        Some(Ordering::Less) => kind::ANSWER_SOONER,
        _ => kind::ANSWER_TIME_CHANGED,
    }));
}

pub(super) fn identity_document(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    match found.texts() {
        [Some("always"), _] => {
            changes.push(found.change(kind::IDENTITY_DOCUMENT_NO_LONGER_DEMANDED));
        }
        [_, Some("always")] => changes.push(found.change(kind::IDENTITY_DOCUMENT_DEMANDED)),
        _ => {}
    }
}
