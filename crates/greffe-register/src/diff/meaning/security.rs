//! Measures, backups, assessments.

use std::cmp::Ordering;

use super::{Found, of_parts};
use crate::diff::{Change, kind, length};
use crate::write::Json;

/// The measures of one family: `true` where they are stated without detail.
pub(super) fn measures(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    match found.sides {
        [Some(Json::Flag(_)), Some(_)] => changes.push(found.change(kind::MEASURES_DETAILED)),
        [Some(_), Some(Json::Flag(_))] => {
            changes.push(found.change(kind::MEASURES_NO_LONGER_DETAILED));
        }
        [None, Some(Json::Flag(_))] => changes.push(found.change(kind::MEASURE_ADDED)),
        [Some(Json::Flag(_)), None] => changes.push(found.change(kind::MEASURE_DROPPED)),
        _ => of_parts(found, changes),
    }
}

/// A series whose copies have no limit told is not compared.
pub(super) fn backup_kept(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    changes.push(found.change(match length::of_texts(found.texts()) {
        Some(Ordering::Greater) => kind::BACKUPS_KEPT_LONGER,
        Some(Ordering::Less) => kind::BACKUPS_KEPT_SHORTER,
        _ => kind::BACKUPS_CHANGED,
    }));
}

/// Better where at least one measure is now in place and none has ceased to be; only what is done is in place.
pub(super) fn sheets(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let [before, after] = found.sides.map(statuses);
    let is_comparable =
        before.len() == after.len() && before.iter().zip(&after).all(|(a, b)| a.len() == b.len());
    let pairs = || before.iter().flatten().zip(after.iter().flatten());
    let gained = pairs().any(|(before, after)| !before && *after);
    let lost = pairs().any(|(before, after)| *before && !after);
    changes.push(found.change(match (is_comparable, gained, lost) {
        (true, true, false) => kind::ASSESSMENT_BETTER,
        (true, false, true) => kind::ASSESSMENT_WORSE,
        _ => kind::ASSESSMENT_CHANGED,
    }));
}

fn statuses(sheets: Option<&Json<'_>>) -> Vec<Vec<bool>> {
    let sheets = sheets.and_then(Json::items).unwrap_or_default().iter();
    let done = |sheet: &Json<'_>| {
        let measures = sheet.items().unwrap_or_default().iter();
        measures
            .map(|measure| {
                let status = measure.as_text().or_else(|| measure.text_of("status"));
                status == Some("done")
            })
            .collect()
    };
    sheets.map(done).collect()
}

pub(super) fn dpia_decision(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let is_needed = |text: Option<&str>| match text {
        Some("required" | "done") => Some(true),
        Some("not_required") => Some(false),
        _ => None,
    };
    changes.push(found.change(match found.texts().map(is_needed) {
        [Some(false), Some(true)] => kind::DPIA_NOW_REQUIRED,
        [Some(true), Some(false)] => kind::DPIA_NO_LONGER_REQUIRED,
        _ => kind::DPIA_DECISION_CHANGED,
    }));
}
