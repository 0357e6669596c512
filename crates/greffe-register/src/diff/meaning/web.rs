//! Trackers and modes of collection.

use std::cmp::Ordering;

use super::{Found, Presence};
use crate::diff::{Change, Direction, Duty, kind, length};
use crate::write::Json;

/// A tracker that comes or goes; one that is not in use stores nothing.
pub(super) fn tracker(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let [before, after] = found.sides;
    let mut change = match found.presence() {
        Presence::Added => found.change_with(kind::TRACKER_ADDED, consent_for(after)),
        Presence::Removed => found.change(kind::TRACKER_REMOVED),
        Presence::Changed | Presence::Absent => return,
    };
    let tracker = after.or(before);
    if tracker.is_some_and(|tracker| tracker.child("active") == Some(&Json::Flag(false))) {
        change.direction = Direction::Neutral;
        change.duties.clear();
    }
    changes.push(change);
}

pub(super) fn active(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    match found.flags() {
        [_, Some(false)] => changes.push(found.change(kind::TRACKER_TURNED_OFF)),
        _ => {
            let [_, after] = found.around("tracker[]");
            changes.push(found.change_with(kind::TRACKER_TURNED_ON, consent_for(after)));
        }
    }
}

pub(super) fn purpose(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    match found.presence() {
        Presence::Added => {
            let [_, after] = found.around("tracker[]");
            changes.push(found.change_with(kind::TRACKER_PURPOSE_ADDED, consent_for(after)));
        }
        Presence::Removed => changes.push(found.change(kind::TRACKER_PURPOSE_REMOVED)),
        Presence::Changed | Presence::Absent => {}
    }
}

/// From `none` over `optional` to `required`, consent is asked more.
pub(super) fn consent(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let asked = |text: Option<&str>| {
        ["none", "optional", "required"]
            .iter()
            .position(|c| Some(*c) == text)
    };
    let kind = match found.texts().map(asked) {
        [Some(before), Some(after)] if after < before => kind::TRACKER_CONSENT_DROPPED,
        [Some(_), Some(_)] => kind::TRACKER_CONSENT_ASKED,
        _ => kind::TRACKER_CONSENT_CHANGED,
    };
    changes.push(found.change(kind));
}

/// A session is told apart from any period: nobody knows how long one lasts.
pub(super) fn lifetime(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let period = |side: Option<&Json<'_>>| {
        let side = side?;
        let text = side.as_text().or_else(|| side.text_of("default"))?;
        let by = side.text_of("set_by").map(str::to_owned);
        Some((text.to_owned(), by))
    };
    let [before, after] = found.sides.map(period);
    let kind = match (&before, &after) {
        (Some((before, by)), Some((after, by_after))) if by == by_after => {
            match length::of_texts([Some(before), Some(after)]) {
                Some(Ordering::Greater) => kind::TRACKER_LIVES_LONGER,
                Some(Ordering::Less) => kind::TRACKER_LIVES_SHORTER,
                _ => kind::TRACKER_LIFETIME_CHANGED,
            }
        }
        _ => kind::TRACKER_LIFETIME_CHANGED,
    };
    changes.push(found.change(kind));
}

pub(super) fn storage(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    match found.flags() {
        [Some(true), _] => changes.push(found.change(kind::STORAGE_CLOSED)),
        [_, Some(true)] => changes.push(found.change(kind::STORAGE_OPENED)),
        _ => {}
    }
}

pub(super) fn fallback(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    match found.flags() {
        [Some(true), _] => changes.push(found.change(kind::FALLBACK_WITHDRAWN)),
        [_, Some(true)] => changes.push(found.change(kind::FALLBACK_OFFERED)),
        _ => {}
    }
}

/// Refusing that is said to be as easy as accepting, or no longer is.
pub(super) fn refusal(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    match found.flags() {
        [Some(true), _] => changes.push(found.change(kind::REFUSAL_HARDENED)),
        [_, Some(true)] => changes.push(found.change(kind::REFUSAL_EASED)),
        _ => {}
    }
}

fn consent_for(tracker: Option<&Json<'_>>) -> Option<Duty> {
    let consent = tracker.and_then(|tracker| tracker.text_of("consent"));
    (consent == Some("required")).then_some(Duty::AskConsent)
}
