//! Data, how they are sealed, and sensitive data.

use super::{Found, Presence};
use crate::diff::{Change, Direction, Duty, kind};
use crate::write::Json;

/// A field that is sealed or no longer sealed. One that comes or goes with its seal is no weaker and no stronger.
pub(super) fn sealed(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let kind = match found.presence() {
        Presence::Added => kind::FIELD_SEALED,
        Presence::Removed => kind::FIELD_UNSEALED,
        Presence::Changed | Presence::Absent => kind::SEALED_FORM_CHANGED,
    };
    let mut change = found.change(kind);
    let field = found.sides.into_iter().flatten().find_map(|sealed| {
        let field = sealed.as_text().or_else(|| sealed.text_of("field"))?;
        Some(field.to_owned())
    });
    let is_field = |entry: Option<&Json<'_>>| {
        let fields = entry.and_then(|entry| entry.child("fields")?.items());
        let mut fields = fields.unwrap_or_default().iter();
        fields.any(|name| name.as_text() == field.as_deref())
    };
    if kind != kind::SEALED_FORM_CHANGED
        && !found
            .around("processing[].data[]")
            .into_iter()
            .all(is_field)
    {
        change.direction = Direction::Neutral;
        change.duties.clear();
    }
    changes.push(change);
}

pub(super) fn mandatory(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    match found.flags() {
        [Some(false), Some(true)] => changes.push(found.change(kind::DATA_MADE_MANDATORY)),
        [Some(true), Some(false)] => changes.push(found.change(kind::DATA_MADE_OPTIONAL)),
        _ => {}
    }
}

pub(super) fn condition(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let consent = matches!(found.texts(), [_, Some("explicit_consent")]);
    let duty = consent.then_some(Duty::AskConsent);
    changes.push(found.change_with(kind::CONDITION_CHANGED, duty));
}
