//! From a difference to the changes that it means.

mod data;
mod purposes;
mod records;
mod retention;
mod security;
mod sharing;
mod table;
mod web;

use greffe_terms::{Lang, Text};

use super::walk::{Difference, Place, Sides};
use super::{Change, Duty, Kind, identity, kind, words};
use crate::write::Json;
use table::Meaning;

/// The changes that a difference means: at least one, but for an order that means nothing.
pub(super) fn of_difference<'j>(
    place: &Place<'j>,
    difference: Difference<'j>,
    changes: &mut Vec<Change>,
) {
    match difference {
        Difference::Value(sides) => of_value(&Found { place, sides }, changes),
        Difference::Order { is_moved: true, .. } if place.pattern == "collection_mode" => {
            let found = Found {
                place,
                sides: [None, None],
            };
            let mut change = found.change(kind::MODES_REORDERED);
            change.path_before = Some(place.shown[0].clone());
            change.path_after = Some(place.shown[1].clone());
            changes.push(change);
        }
        Difference::Order { .. } => {}
    }
}

fn of_value(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    let before = changes.len();
    match table::meaning_of(&found.place.pattern) {
        Some(Meaning::Presence {
            added,
            removed,
            changed,
        }) => {
            let kind = match found.presence() {
                Presence::Added => added,
                Presence::Removed => removed,
                Presence::Changed => changed,
                Presence::Absent => found.generic(),
            };
            changes.push(found.change(kind));
        }
        Some(Meaning::Told(read)) => read(found, changes),
        // An item that comes or goes is told as one.
        None if found.place.pattern.ends_with("[]") => {}
        None => of_parts(found, changes),
    }
    if changes.len() == before {
        changes.push(found.change(found.generic()));
    }
}

/// What came or went whole, part by part.
fn of_parts<'j>(found: &Found<'_, 'j>, changes: &mut Vec<Change>) {
    let (side, whole) = match (found.presence(), found.sides) {
        (Presence::Added, [_, Some(whole)]) => (1, whole),
        (Presence::Removed, [Some(whole), _]) => (0, whole),
        _ => return,
    };
    let one_side = |value| {
        if side == 0 {
            [Some(value), None]
        } else {
            [None, Some(value)]
        }
    };
    match whole {
        Json::Object(entries) if !whole.is_text() => {
            for (key, value) in entries {
                let place = found.place.key(key, found.sides);
                of_value(
                    &Found {
                        place: &place,
                        sides: one_side(value),
                    },
                    changes,
                );
            }
        }
        Json::List(items) => {
            let ids = identity::of_items(&found.place.pattern, items);
            let labels = identity::labels(items);
            for ((item, id), label) in items.iter().zip(ids).zip(&labels) {
                let shown = if side == 0 {
                    [Some(label.as_str()), None]
                } else {
                    [None, Some(label.as_str())]
                };
                let place = found.place.item(id, shown, found.sides);
                of_value(
                    &Found {
                        place: &place,
                        sides: one_side(item),
                    },
                    changes,
                );
            }
        }
        _ => {}
    }
}

/// A value that differs, at its place.
struct Found<'p, 'j> {
    place: &'p Place<'j>,
    sides: Sides<'j>,
}

/// Whether a value came, went or changed. An absence that is said is no value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Added,
    Removed,
    Changed,
    Absent,
}

impl<'j> Found<'_, 'j> {
    fn presence(&self) -> Presence {
        let [before, after] = self
            .sides
            .map(|side| side.is_some_and(|side| !side.is_absence()));
        match (before, after) {
            (false, true) => Presence::Added,
            (true, false) => Presence::Removed,
            (true, true) => Presence::Changed,
            (false, false) => Presence::Absent,
        }
    }

    /// The kind where the table knows no better.
    fn generic(&self) -> &'static Kind {
        let is_item = self.place.pattern.ends_with("[]");
        match self.sides {
            [None, _] if is_item => kind::ADDED,
            [_, None] if is_item => kind::REMOVED,
            [None, _] => kind::FILLED_IN,
            [_, None] => kind::LEFT_BLANK,
            [Some(_), Some(_)] => kind::CHANGED,
        }
    }

    /// The nearest value around with this pattern, on both sides.
    fn around(&self, pattern: &str) -> Sides<'j> {
        let found = self.place.around.iter().rev().find(|(p, _)| p == pattern);
        found.map_or([None, None], |(_, sides)| *sides)
    }

    fn texts(&self) -> [Option<&'j str>; 2] {
        self.sides.map(|side| side.and_then(Json::as_text))
    }

    fn flags(&self) -> [Option<bool>; 2] {
        self.sides.map(|side| match side {
            Some(Json::Flag(flag)) => Some(*flag),
            _ => None,
        })
    }

    fn change(&self, kind: &'static Kind) -> Change {
        let [before, after] = self.sides.map(|side| {
            let side = side?;
            words::in_words(&self.place.pattern, side)
        });
        let path = |side: usize| {
            let shown = self.place.shown.get(side);
            let is_there = self.sides.get(side).is_some_and(Option::is_some);
            shown.filter(|_| is_there).cloned()
        };
        Change {
            kind,
            direction: kind.direction(),
            path_before: path(0),
            path_after: path(1),
            place: self.named(),
            before,
            after,
            duties: kind.duties.to_vec(),
        }
    }

    fn change_with(&self, kind: &'static Kind, more: impl IntoIterator<Item = Duty>) -> Change {
        let mut change = self.change(kind);
        for duty in more {
            if !change.duties.contains(&duty) {
                change.duties.push(duty);
            }
        }
        change.duties.sort_unstable();
        change
    }

    /// The names of the items around the place, from the outside in, and not of the value itself.
    fn named(&self) -> Text {
        let [fr, en] = Lang::ALL.map(|lang| {
            let names = self
                .place
                .around
                .iter()
                .filter(|(pattern, _)| pattern.ends_with("[]"));
            let names = names.filter_map(|(pattern, [before, after])| {
                words::name(pattern, after.or(*before)?, lang)
            });
            Some(names.collect::<Vec<_>>().join(" › "))
        });
        Text::new(fr, en).unwrap_or_else(|| Text::plain(""))
    }
}
