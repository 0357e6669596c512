//! The walk over two registers side by side: every value that differs, once, at the deepest place where that can be said.

use std::collections::HashMap;

use super::identity;
use super::path::{ItemId, Step, pattern, push_key};
use crate::write::Json;

/// The value on each side: earlier, later.
pub(super) type Sides<'j> = [Option<&'j Json<'static>>; 2];

/// A place in both registers.
#[derive(Clone, Default)]
pub(super) struct Place<'j> {
    pub(super) steps: Vec<Step>,
    /// The steps as a pattern.
    pub(super) pattern: String,
    /// The path as people read it, on each side.
    pub(super) shown: [String; 2],
    /// What surrounds the place, from the whole register inwards, with the pattern of each.
    pub(super) around: Vec<(String, Sides<'j>)>,
}

impl<'j> Place<'j> {
    pub(super) fn key(&self, key: &str, around: Sides<'j>) -> Self {
        let mut place = self.inside(Step::Key(key.to_owned()), around);
        for path in &mut place.shown {
            push_key(path, key);
        }
        place
    }

    pub(super) fn item(&self, id: ItemId, labels: [Option<&str>; 2], around: Sides<'j>) -> Self {
        let mut place = self.inside(Step::Item(id), around);
        for (path, label) in place.shown.iter_mut().zip(labels) {
            if let Some(label) = label {
                path.push_str(&format!("[{label}]"));
            }
        }
        place
    }

    fn inside(&self, step: Step, around: Sides<'j>) -> Self {
        let mut place = self.clone();
        place.around.push((place.pattern.clone(), around));
        place.steps.push(step);
        place.pattern = pattern(&place.steps);
        place
    }
}

/// What differs at a place.
pub(super) enum Difference<'j> {
    /// The value, or whether there is one.
    Value(Sides<'j>),
    /// The order alone.
    Order {
        /// The new order.
        order: Vec<ItemId>,
        /// Whether items that stand on both sides have changed places, not only come in between.
        is_moved: bool,
    },
}

/// Tells `visit` of every difference, in the order of the format.
pub(super) fn walk<'j>(
    earlier: &'j Json<'static>,
    later: &'j Json<'static>,
    visit: &mut dyn FnMut(&Place<'j>, Difference<'j>),
) {
    compare(&Place::default(), [Some(earlier), Some(later)], visit);
}

fn compare<'j>(
    place: &Place<'j>,
    sides: Sides<'j>,
    visit: &mut dyn FnMut(&Place<'j>, Difference<'j>),
) {
    let [earlier, later] = sides;
    if earlier == later {
        return;
    }
    match (earlier, later) {
        (Some(Json::List(a)), Some(Json::List(b))) if is_set(&place.pattern, a, b) => {
            let order = identity::of_items(&place.pattern, b);
            let is_moved = true;
            visit(place, Difference::Order { order, is_moved });
        }
        _ if is_whole(place, sides) => visit(place, Difference::Value(sides)),
        (Some(Json::Object(a)), Some(Json::Object(b))) => {
            let new = b.iter().filter(|(key, _)| a.iter().all(|(k, _)| k != key));
            for (key, _) in a.iter().chain(new) {
                let inner = [earlier, later].map(|side| side.and_then(|side| side.child(key)));
                compare(&place.key(key, sides), inner, visit);
            }
            let order = |entries: &[(std::borrow::Cow<'_, str>, _)]| -> Vec<_> {
                let keys = entries.iter().map(|(key, _)| key.clone().into_owned());
                keys.map(|key| ItemId::new(key, 1)).collect()
            };
            if NAMED.contains(&place.pattern.as_str()) {
                reorder(place, &order(a), order(b), visit);
            }
        }
        (Some(Json::List(a)), Some(Json::List(b))) => {
            let [old, new] = [a, b].map(|items| identity::of_items(&place.pattern, items));
            let labels = [a, b].map(|items| identity::labels(items));
            let [at_old, at_new] = [&old, &new].map(|ids| positions(ids));
            let added = new.iter().filter(|id| !at_old.contains_key(id));
            for id in old.iter().chain(added) {
                let at = [at_old.get(id), at_new.get(id)];
                let inner = [
                    at[0].and_then(|at| a.get(*at)),
                    at[1].and_then(|at| b.get(*at)),
                ];
                let [label_old, label_new] = &labels;
                let shown = [
                    at[0].and_then(|at| label_old.get(*at)).map(String::as_str),
                    at[1].and_then(|at| label_new.get(*at)).map(String::as_str),
                ];
                compare(&place.item(id.clone(), shown, sides), inner, visit);
            }
            reorder(place, &old, new, visit);
        }
        _ => visit(place, Difference::Value(sides)),
    }
}

/// Says the new order where it is not what is left of the old one with the new items at the end.
fn reorder<'j>(
    place: &Place<'j>,
    old: &[ItemId],
    new: Vec<ItemId>,
    visit: &mut dyn FnMut(&Place<'j>, Difference<'j>),
) {
    let [at_old, at_new] = [old, &new].map(|ids| positions(ids));
    let kept = || old.iter().filter(|id| at_new.contains_key(id));
    let added = new.iter().filter(|id| !at_old.contains_key(id));
    let is_moved = !kept().eq(new.iter().filter(|id| at_old.contains_key(id)));
    if !kept().chain(added).eq(new.iter()) {
        let order = new;
        visit(place, Difference::Order { order, is_moved });
    }
}

pub(super) fn positions(ids: &[ItemId]) -> HashMap<&ItemId, usize> {
    ids.iter().enumerate().map(|(at, id)| (id, at)).collect()
}

/// Whether a difference is said of the value as a whole, not of what is in it.
fn is_whole(place: &Place<'_>, sides: Sides<'_>) -> bool {
    let key = match place.steps.last() {
        Some(Step::Key(key)) => key.as_str(),
        _ => "",
    };
    let empty = |side: &Json<'_>| matches!(side, Json::List(items) if items.is_empty());
    WHOLE.contains(&key)
        || sides
            .into_iter()
            .flatten()
            .any(|side| side.is_text() || empty(side))
}

/// A list that is said as a whole, with the same items in another order.
fn is_set(pattern: &str, a: &[Json<'_>], b: &[Json<'_>]) -> bool {
    let sorted = |items: &[Json<'_>]| {
        let mut texts: Vec<_> = items.iter().filter_map(Json::as_text).collect();
        texts.sort_unstable();
        texts.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    pattern.ends_with(".basis") && a.len() == b.len() && sorted(a) == sorted(b)
}

/// Keys whose values mean something as a whole only: rules, lengths, legal bases that stand side by side, sheets of statuses.
const WHOLE: &[&str] = &["retention", "lifetime", "basis", "sheets", "exceptional"];

/// Tables whose keys the register chooses, and whose order it keeps.
const NAMED: &[&str] = &["backups"];
