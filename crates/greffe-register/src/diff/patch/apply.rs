//! Applying a patch: level by level, so that items are told by what they were before any edit.

use std::borrow::Cow;
use std::collections::HashMap;

use greffe_document::Limits;

use super::{Edit, Patch, PatchError};
use crate::Register;
use crate::diff::identity;
use crate::diff::path::{ItemId, Step, pattern};
use crate::diff::tree;
use crate::diff::walk::positions;
use crate::write::Json;

pub(super) fn apply(patch: &Patch, register: &Register) -> Result<Register, PatchError> {
    let edits: Vec<_> = patch
        .edits
        .iter()
        .enumerate()
        .map(|(index, edit)| Pending {
            number: index + 1,
            edit,
        })
        .collect();
    let whole = edited(Some(tree::of(register)), &edits, 0)?;
    // A register that is there has passed its limits; a patch may make it longer.
    let mut limits = Limits::default();
    limits.bytes = usize::MAX;
    limits.values = usize::MAX;
    let text = serde_json::to_string(&whole).unwrap_or_default();
    Ok(Register::from_json_bytes(text.as_bytes(), limits)?)
}

#[derive(Clone, Copy)]
struct Pending<'e> {
    number: usize,
    edit: &'e Edit,
}

impl Pending<'_> {
    const fn conflict(self) -> PatchError {
        PatchError::Conflict { edit: self.number }
    }
}

/// The value after the edits at it or below it, of which `depth` steps have been taken.
fn edited(
    value: Option<Json<'static>>,
    edits: &[Pending<'_>],
    depth: usize,
) -> Result<Option<Json<'static>>, PatchError> {
    let mut value = value;
    let mut order = None;
    let mut below: Vec<(&Step, Vec<Pending<'_>>)> = Vec::new();
    let mut group_of: HashMap<&Step, usize> = HashMap::new();
    for pending in edits {
        match (pending.edit.path.get(depth), &pending.edit.order) {
            (None, Some(items)) => order = Some((*pending, items)),
            (None, None) => {
                if value != pending.edit.before {
                    return Err(pending.conflict());
                }
                value = pending.edit.after.clone();
            }
            (Some(step), _) => {
                let group = *group_of.entry(step).or_insert_with(|| {
                    below.push((step, Vec::new()));
                    below.len() - 1
                });
                if let Some((_, edits)) = below.get_mut(group) {
                    edits.push(*pending);
                }
            }
        }
    }
    let Some((_, first)) = below.first() else {
        return match order {
            Some((pending, order)) => in_order(value, pending, order, depth).map(Some),
            None => Ok(value),
        };
    };
    let Some(pending) = first.first().copied() else {
        return Ok(value);
    };
    let value = match value {
        Some(Json::Object(entries)) => Json::Object(edit_entries(entries, &below, depth)?),
        Some(Json::List(items)) => {
            let order = order.map(|(_, order)| order.as_slice());
            let list = list_pattern(pending, depth);
            return edit_items(items, &below, depth, &list, order)
                .map(|items| Some(Json::List(items)));
        }
        _ => return Err(pending.conflict()),
    };
    match order {
        Some((pending, order)) => in_order(Some(value), pending, order, depth).map(Some),
        None => Ok(Some(value)),
    }
}

fn list_pattern(pending: Pending<'_>, depth: usize) -> String {
    pattern(pending.edit.path.get(..depth).unwrap_or_default())
}

fn edit_entries(
    mut entries: Vec<(Cow<'static, str>, Json<'static>)>,
    below: &[(&Step, Vec<Pending<'_>>)],
    depth: usize,
) -> Result<Vec<(Cow<'static, str>, Json<'static>)>, PatchError> {
    for (step, edits) in below {
        let Step::Key(key) = step else {
            return Err(conflict_of(edits));
        };
        let at = entries.iter().position(|(k, _)| k == key);
        let value = at
            .and_then(|at| entries.get(at))
            .map(|(_, value)| value.clone());
        match (at, edited(value, edits, depth + 1)?) {
            (Some(at), Some(value)) => {
                if let Some((_, old)) = entries.get_mut(at) {
                    *old = value;
                }
            }
            (Some(at), None) => {
                entries.remove(at);
            }
            (None, Some(value)) => entries.push((key.clone().into(), value)),
            (None, None) => {}
        }
    }
    Ok(entries)
}

fn edit_items(
    items: Vec<Json<'static>>,
    below: &[(&Step, Vec<Pending<'_>>)],
    depth: usize,
    list: &str,
    order: Option<&[ItemId]>,
) -> Result<Vec<Json<'static>>, PatchError> {
    let mut ids = identity::of_items(list, &items);
    let mut items: Vec<_> = items.into_iter().map(Some).collect();
    let known = positions(&ids);
    let mut added = Vec::new();
    for (step, edits) in below {
        let Step::Item(id) = step else {
            return Err(conflict_of(edits));
        };
        let slot = known.get(id).and_then(|at| items.get_mut(*at));
        match slot {
            Some(slot) => *slot = edited(slot.take(), edits, depth + 1)?,
            None => {
                if let Some(item) = edited(None, edits, depth + 1)? {
                    added.push((id.clone(), item));
                }
            }
        }
    }
    for (id, item) in added {
        ids.push(id);
        items.push(Some(item));
    }
    let mut left: Vec<_> = ids
        .into_iter()
        .zip(items)
        .filter_map(|(id, item)| Some((id, item?)))
        .collect();
    if let Some(order) = order {
        sort(&mut left, order);
    }
    Ok(left.into_iter().map(|(_, item)| item).collect())
}

fn in_order(
    value: Option<Json<'static>>,
    pending: Pending<'_>,
    order: &[ItemId],
    depth: usize,
) -> Result<Json<'static>, PatchError> {
    match value {
        Some(Json::List(items)) => {
            let ids = identity::of_items(&list_pattern(pending, depth), &items);
            let mut items: Vec<_> = ids.into_iter().zip(items).collect();
            sort(&mut items, order);
            Ok(Json::List(
                items.into_iter().map(|(_, item)| item).collect(),
            ))
        }
        Some(Json::Object(entries)) => {
            let named = |(key, value): (Cow<'static, str>, _)| {
                (ItemId::new(key.clone().into_owned(), 1), (key, value))
            };
            let mut entries: Vec<_> = entries.into_iter().map(named).collect();
            sort(&mut entries, order);
            Ok(Json::Object(
                entries.into_iter().map(|(_, entry)| entry).collect(),
            ))
        }
        _ => Err(pending.conflict()),
    }
}

/// What the order does not name stays behind what it names.
fn sort<T>(items: &mut [(ItemId, T)], order: &[ItemId]) {
    let order = positions(order);
    items.sort_by_key(|(id, _)| order.get(id).copied().unwrap_or(usize::MAX));
}

fn conflict_of(edits: &[Pending<'_>]) -> PatchError {
    let number = edits.first().map_or(0, |pending| pending.number);
    PatchError::Conflict { edit: number }
}
