//! A table taken apart; what nobody took has no place in a register.

use greffe_document::Words;
use serde_json::Value;

use super::yaml::{Content, Node};
use crate::ImportError;
use crate::bridge::{Unplaced, Why};
use crate::loss::shown;

/// A table of a manifest. Keys are taken; [`Table::finish`] reports the rest.
pub(super) struct Table<'n> {
    node: &'n Node,
    entries: &'n [(String, Node)],
    taken: Vec<&'static str>,
    /// Where it stands, by numbers: errors name no key of the document's own.
    place: String,
    /// Where it stands for a loss report: by keys where there are any, so that a system added before it changes nothing.
    label: String,
}

impl<'n> Table<'n> {
    /// The whole manifest.
    pub(super) fn root(node: &'n Node) -> Result<Self, ImportError> {
        Self::open(node, String::new(), String::new())
    }

    fn open(node: &'n Node, place: String, label: String) -> Result<Self, ImportError> {
        match &node.content {
            Content::Table(entries) => Ok(Self {
                node,
                entries,
                taken: Vec::new(),
                place,
                label,
            }),
            _ => Err(wrong(node, place, TABLE)),
        }
    }

    /// Names the table in loss reports by its own key.
    pub(super) fn known_as(&mut self, label: String) {
        self.label = label;
    }

    /// Whether one of the keys says something.
    pub(super) fn has_any(&self, keys: &[&str]) -> bool {
        let says_something = |node: &Node| !matches!(node.content, Content::Null);
        let mut entries = self.entries.iter();
        entries.any(|(key, node)| keys.contains(&key.as_str()) && says_something(node))
    }

    /// Whether the table as a whole is as expected.
    pub(super) fn is(&self, expected: impl FnOnce(&'n Node) -> bool) -> bool {
        expected(self.node)
    }

    pub(super) fn to_json(&self) -> Value {
        self.node.to_json()
    }

    fn place_of(&self, key: &str) -> String {
        below(&self.place, key)
    }

    /// Where a key stands, for a loss report.
    pub(super) fn label_of(&self, key: &str) -> String {
        below(&self.label, key)
    }

    /// A value that says something: `null` says nothing.
    pub(super) fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.taken.push(key);
        self.entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, node)| node)
            .filter(|node| !matches!(node.content, Content::Null))
    }

    pub(super) fn text(&mut self, key: &'static str) -> Result<Option<&'n str>, ImportError> {
        let node = self.node(key);
        node.map(|node| text(node, || self.place_of(key)))
            .transpose()
    }

    pub(super) fn required(&mut self, key: &'static str) -> Result<&'n str, ImportError> {
        let found = self.text(key)?;
        found.ok_or_else(|| wrong(self.node, self.place_of(key), TEXT))
    }

    pub(super) fn texts(&mut self, key: &'static str) -> Result<Vec<&'n str>, ImportError> {
        let items = self.items(key)?.iter().enumerate();
        items
            .map(|(index, item)| text(item, || format!("{}[{index}]", self.place_of(key))))
            .collect()
    }

    pub(super) fn table(&mut self, key: &'static str) -> Result<Option<Self>, ImportError> {
        let node = self.node(key);
        node.map(|node| Table::open(node, self.place_of(key), self.label_of(shown(key))))
            .transpose()
    }

    /// The tables of a list.
    pub(super) fn tables(&mut self, key: &'static str) -> Result<Vec<Self>, ImportError> {
        let (place, label) = (self.place_of(key), self.label_of(shown(key)));
        let items = self.items(key)?;
        items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                Table::open(
                    item,
                    format!("{place}[{index}]"),
                    format!("{label}[{index}]"),
                )
            })
            .collect()
    }

    /// What was not taken and says something.
    pub(super) fn finish(self, unplaced: &mut Vec<Unplaced>) {
        for (key, node) in self.entries {
            if !self.taken.iter().any(|taken| taken == key) && says_something(key, node) {
                unplaced.push(Unplaced {
                    place: self.label_of(shown(key)),
                    value: node.to_json(),
                    why: NO_PLACE,
                });
            }
        }
    }

    /// Notes a value that was taken and that the register has no place for.
    pub(super) fn unplaced(&self, key: &str, value: Value, why: Why, unplaced: &mut Vec<Unplaced>) {
        unplaced.push(Unplaced {
            place: self.label_of(shown(key)),
            value,
            why,
        });
    }

    fn items(&mut self, key: &'static str) -> Result<&'n [Node], ImportError> {
        match self.node(key) {
            None => Ok(&[]),
            Some(node) => match &node.content {
                Content::List(items) => Ok(items),
                _ => Err(wrong(node, self.place_of(key), LIST)),
            },
        }
    }

    pub(super) fn flag(&mut self, key: &'static str) -> Result<Option<bool>, ImportError> {
        match self.node(key) {
            None => Ok(None),
            Some(node) => match node.content {
                Content::Flag(flag) => Ok(Some(flag)),
                _ => Err(wrong(node, self.place_of(key), FLAG)),
            },
        }
    }
}

fn below(place: &str, key: &str) -> String {
    if place.is_empty() {
        key.to_owned()
    } else {
        format!("{place}.{key}")
    }
}

fn text(node: &Node, place: impl FnOnce() -> String) -> Result<&str, ImportError> {
    match &node.content {
        Content::Text(text) | Content::Number(text) => Ok(text),
        _ => Err(wrong(node, place(), TEXT)),
    }
}

fn wrong(node: &Node, place: String, expected: Words) -> ImportError {
    ImportError::WrongType {
        place,
        position: (node.line > 0).then_some((node.line, node.column)),
        expected,
    }
}

/// What fides writes out although it is what goes without saying is no loss.
fn says_something(key: &str, node: &Node) -> bool {
    match &node.content {
        Content::Null => false,
        Content::List(items) => !items.is_empty(),
        Content::Table(entries) => !entries.is_empty(),
        Content::Text(text) => !text.is_empty() && (key, text.as_str()) != DEFAULT_ORGANIZATION,
        Content::Flag(flag) => !DEFAULT_FLAGS.contains(&(key, *flag)),
        Content::Number(_) => true,
    }
}

const DEFAULT_ORGANIZATION: (&str, &str) = ("organization_fides_key", "default_organization");
const DEFAULT_FLAGS: &[(&str, bool)] = &[
    ("processes_personal_data", true),
    ("exempt_from_privacy_regulations", false),
    ("uses_profiling", false),
    ("requires_data_protection_assessments", false),
    ("uses_cookies", false),
    ("cookie_refresh", false),
    ("uses_non_cookie_access", false),
    ("is_default", false),
];

const NO_PLACE: Why = (
    "le registre n’a pas de place pour cela",
    "the register has no place for it",
);
const TABLE: Words = Words::new("une table", "a table");
const LIST: Words = Words::new("une liste", "a list");
const TEXT: Words = Words::new("un texte", "a text");
const FLAG: Words = Words::new("`true` ou `false`", "`true` or `false`");
