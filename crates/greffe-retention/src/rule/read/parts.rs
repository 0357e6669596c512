//! The small parts of a rule: lists, periods, names, texts.

use greffe_calendar::Period;
use greffe_document::{Faults, Node, TableReader, Words};
use greffe_terms::{Citation, Text};

use crate::Event;
use crate::rule::bounds;

/// `None` for a part that is there and faulty.
pub(super) fn all_or_nothing<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        Some(None) => None,
        Some(read) => Some(read),
        None => Some(None),
    }
}

pub(super) fn not_empty<'n>(node: &'n Node, faults: &mut Faults) -> Option<&'n [Node]> {
    let items = node.list(faults)?;
    if items.is_empty() {
        return faults.contradiction(node, EMPTY_LIST);
    }
    Some(items)
}

pub(super) fn optional_list<'n, T>(
    table: &mut TableReader<'n>,
    key: &'static str,
    faults: &mut Faults,
    read: impl FnMut(&'n Node, &mut Faults) -> Option<T>,
) -> Vec<T> {
    match table.optional(key) {
        Some(node) if not_empty(node, faults).is_some() => node.list_of(faults, read),
        _ => Vec::new(),
    }
}

pub(super) fn flag(table: &mut TableReader<'_>, key: &'static str, faults: &mut Faults) -> bool {
    let node = table.optional(key);
    node.and_then(|n| n.boolean(faults)).unwrap_or(false)
}

pub(super) fn one_of<T: Copy>(
    node: &Node,
    list: &[T],
    code: impl Fn(&T) -> &'static str,
    expected: Words,
    faults: &mut Faults,
) -> Option<T> {
    let written = node.text(faults)?;
    let found = list.iter().find(|item| code(item) == written).copied();
    found.or_else(|| faults.invalid(node, expected))
}

pub(super) fn period(node: &Node, faults: &mut Faults) -> Option<Period> {
    let period = node.parse::<Period>(PERIOD, faults)?;
    if bounds::is_countable(period) {
        Some(period)
    } else {
        faults.invalid(node, SHORTER)
    }
}

pub(super) fn event(node: &Node, faults: &mut Faults) -> Option<Event> {
    node.parse(EVENT, faults)
}

pub(super) fn name(node: &Node, faults: &mut Faults) -> Option<Box<str>> {
    let name = node.parse::<greffe_terms::EventKind>(NAME, faults)?;
    Some(name.as_str().into())
}

pub(super) fn citation(node: &Node, faults: &mut Faults) -> Option<Citation> {
    let text = node.text(faults)?;
    if text.trim().is_empty() {
        return faults.invalid(node, NOT_BLANK);
    }
    Some(Citation::new(text))
}

pub(super) fn text(node: &Node, faults: &mut Faults) -> Option<Text> {
    if let Some(plain) = node.as_text() {
        return Some(Text::plain(plain));
    }
    let mut table = TableReader::open(node, faults)?;
    let mut part = |key| {
        let node = table.optional(key)?;
        node.text(faults).map(str::to_owned)
    };
    let (fr, en) = (part("fr"), part("en"));
    table.finish(faults);
    Text::new(fr, en).or_else(|| faults.invalid(node, NOT_BLANK))
}

pub(super) fn backups(node: &Node, faults: &mut Faults) -> Option<Vec<(Box<str>, Period)>> {
    let Some(entries) = node.entries() else {
        return faults.wrong_type(node, BACKUPS);
    };
    if entries.is_empty() {
        return faults.contradiction(node, EMPTY_LIST);
    }
    let mut series = Vec::new();
    for entry in entries {
        if entry.key().parse::<greffe_terms::EventKind>().is_err() {
            return faults.invalid(entry.node(), BACKUPS);
        }
        series.push((entry.key().into(), period(entry.node(), faults)?));
    }
    Some(series)
}

const PERIOD: Words = Words::new(
    "une durée ISO 8601 telle que `P10Y`",
    "an ISO 8601 period such as `P10Y`",
);
const SHORTER: Words = Words::new(
    "une durée que le calendrier peut compter",
    "a period that the calendar can count",
);
const EVENT: Words = Words::new(
    "un événement, de 1 à 64 caractères parmi A-Z a-z 0-9 _ . -",
    "an event, 1 to 64 of A-Z a-z 0-9 _ . -",
);
const NAME: Words = Words::new(
    "un nom, de 1 à 64 caractères parmi A-Z a-z 0-9 _ . -",
    "a name, 1 to 64 of A-Z a-z 0-9 _ . -",
);
const NOT_BLANK: Words = Words::new("un texte non vide", "a text that is not blank");
const BACKUPS: Words = Words::new(
    "une table de séries de sauvegardes et de leurs durées",
    "a table of backup series and their periods",
);
const EMPTY_LIST: Words = Words::new("la liste est vide", "the list is empty");
