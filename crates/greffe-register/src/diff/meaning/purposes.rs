//! Purposes, their bases and consent.

use std::cmp::Ordering;

use super::{Found, Presence};
use crate::diff::{Change, Duty, kind, length};
use crate::write::Json;

pub(super) fn purpose(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    match (found.presence(), found.sides) {
        (Presence::Added, [_, Some(purpose)]) => {
            let duties = tell(found).chain(consent_for(Some(purpose)));
            changes.push(found.change_with(kind::PURPOSE_ADDED, duties));
        }
        (Presence::Removed, _) => changes.push(found.change(kind::PURPOSE_REMOVED)),
        _ => {}
    }
}

/// Another name may be another purpose. A purpose that gets its first name had its id before.
pub(super) fn name(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    if found.presence() == Presence::Changed {
        let duties = tell(found).chain(consent_for(later_purpose(found)));
        changes.push(found.change_with(kind::PURPOSE_CHANGED, duties));
    }
}

pub(super) fn basis(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    if found.presence() != Presence::Changed {
        return;
    }
    let kind = match found.sides.map(is_consent) {
        [true, false] => kind::BASIS_NO_LONGER_CONSENT,
        [false, true] => kind::BASIS_NOW_CONSENT,
        _ => kind::BASIS_CHANGED,
    };
    changes.push(found.change(kind));
}

pub(super) fn marketing(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    // What is no direct marketing does not say so.
    match found.flags() {
        [_, Some(true)] => {
            let duties = consent_for(later_purpose(found));
            changes.push(found.change_with(kind::MARKETING_STARTED, duties));
        }
        _ => changes.push(found.change(kind::MARKETING_STOPPED)),
    }
}

/// Consent to one channel is none to another.
pub(super) fn channel(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    match found.presence() {
        Presence::Added => {
            let duties = consent_for(later_purpose(found));
            changes.push(found.change_with(kind::CHANNEL_ADDED, duties));
        }
        Presence::Removed => changes.push(found.change(kind::CHANNEL_REMOVED)),
        Presence::Changed | Presence::Absent => {}
    }
}

/// A consent whose validity is not told holds without limit.
pub(super) fn validity(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let texts = found.texts();
    let longer = match texts {
        [None, Some(_)] => Some(Ordering::Less),
        [Some(_), None] => Some(Ordering::Greater),
        texts => length::of_texts(texts),
    };
    changes.push(found.change(match longer {
        Some(Ordering::Greater) => kind::CONSENT_VALIDITY_LONGER,
        Some(Ordering::Less) => kind::CONSENT_VALIDITY_SHORTER,
        _ => kind::CONSENT_VALIDITY_CHANGED,
    }));
}

pub(super) fn confirmation(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    changes.push(found.change(match found.flags() {
        [_, Some(true)] => kind::CONFIRMATION_ASKED,
        _ => kind::CONFIRMATION_DROPPED,
    }));
}

pub(super) fn minimum_notice(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let [before, after] = found.sides.map(|side| match side {
        Some(Json::Number(version)) => *version,
        _ => 0,
    });
    changes.push(found.change(if after > before {
        kind::MINIMUM_NOTICE_RAISED
    } else {
        kind::MINIMUM_NOTICE_LOWERED
    }));
}

const PURPOSE: &str = "processing[].purpose[]";

fn later_purpose<'j>(found: &Found<'_, 'j>) -> Option<&'j Json<'static>> {
    let [_, later] = found.around(PURPOSE);
    later
}

/// Whom a new purpose is told: those who gave their data, Art. 13(3), and those whose data others gave, Art. 14(4). Where the record does not
/// say where data come from, both.
fn tell(found: &Found<'_, '_>) -> impl Iterator<Item = Duty> {
    let [before, after] = found.around("processing[]");
    let data = after.or(before).and_then(|record| record.child("data"));
    let sources: Vec<_> = data
        .and_then(Json::items)
        .unwrap_or_default()
        .iter()
        .map(|entry| entry.text_of("source"))
        .collect();
    let others = |source: &Option<&str>| matches!(source, None | Some("third_party"));
    let own = |source: &Option<&str>| *source != Some("third_party");
    let nobody_knows = sources.is_empty();
    let duties = [
        (
            Duty::TellNewPurpose,
            nobody_knows || sources.iter().any(own),
        ),
        (
            Duty::TellNewPurposeOfOthersData,
            nobody_knows || sources.iter().any(others),
        ),
    ];
    duties
        .into_iter()
        .filter_map(|(duty, is_owed)| is_owed.then_some(duty))
}

fn consent_for(purpose: Option<&Json<'_>>) -> Option<Duty> {
    let basis = purpose.and_then(|purpose| purpose.child("basis"));
    is_consent(basis).then_some(Duty::AskConsent)
}

fn is_consent(basis: Option<&Json<'_>>) -> bool {
    let bases = basis.and_then(Json::items).unwrap_or_default();
    bases.iter().any(|basis| basis.as_text() == Some("consent"))
}
