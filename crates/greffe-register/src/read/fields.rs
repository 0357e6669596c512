//! One table's fields, each read in one line.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate};
use greffe_calendar::Period;
use greffe_document::{Faults, Node, TableReader, Words};
use greffe_terms::Text;

use super::value;
use crate::Stated;

/// A table that is being taken apart, together with the place for its faults.
pub(super) struct Fields<'n, 'f> {
    table: TableReader<'n>,
    faults: &'f mut Faults,
}

impl<'n, 'f> Fields<'n, 'f> {
    pub(super) fn open(node: &'n Node, faults: &'f mut Faults) -> Option<Self> {
        TableReader::open(node, faults).map(|table| Self { table, faults })
    }

    /// Ends the table: what nobody asked for is an unknown key.
    pub(super) fn finish(self) {
        self.table.finish(self.faults);
    }

    pub(super) fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.table.optional(key)
    }

    pub(super) const fn faults(&mut self) -> &mut Faults {
        self.faults
    }

    pub(super) fn required<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&'n Node, &mut Faults) -> Option<T>,
    ) -> Option<T> {
        let node = self.table.required(key, self.faults)?;
        read(node, self.faults)
    }

    pub(super) fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&'n Node, &mut Faults) -> Option<T>,
    ) -> Option<T> {
        let node = self.table.optional(key)?;
        read(node, self.faults)
    }

    /// A value with its three absences.
    pub(super) fn stated<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&'n Node, &mut Faults) -> Option<T>,
    ) -> Stated<T> {
        match self.table.optional(key) {
            None => Stated::Unknown,
            Some(node) => match node.as_text() {
                Some("none") => Stated::None,
                Some("not_applicable") => Stated::NotApplicable,
                _ => read(node, self.faults).map_or(Stated::Unknown, Stated::Known),
            },
        }
    }

    pub(super) fn list<T>(
        &mut self,
        key: &'static str,
        read: impl FnMut(&'n Node, &mut Faults) -> Option<T>,
    ) -> Vec<T> {
        let node = self.table.optional(key);
        node.map_or_else(Vec::new, |node| node.list_of(self.faults, read))
    }

    /// A list with its three absences. An empty list would be a fourth, so it is a fault.
    pub(super) fn stated_list<T>(
        &mut self,
        key: &'static str,
        read: impl FnMut(&'n Node, &mut Faults) -> Option<T>,
    ) -> Stated<Vec<T>> {
        self.stated(key, |node, faults| match node.items() {
            None => faults.wrong_type(node, STATED_LIST),
            Some([]) => faults.contradiction(node, EMPTY_LIST),
            Some(_) => Some(node.list_of(faults, read)),
        })
    }

    /// A table with its three absences.
    pub(super) fn stated_table<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&'n Node, &mut Faults) -> Option<T>,
    ) -> Stated<T> {
        self.stated(key, |node, faults| match node.entries() {
            None => faults.wrong_type(node, STATED_TABLE),
            Some(_) => read(node, faults),
        })
    }

    pub(super) fn text(&mut self, key: &'static str) -> Option<Text> {
        self.optional(key, value::text)
    }

    pub(super) fn stated_text(&mut self, key: &'static str) -> Stated<Text> {
        self.stated(key, value::text)
    }

    pub(super) fn date(&mut self, key: &'static str) -> Option<NaiveDate> {
        self.optional(key, Node::date)
    }

    pub(super) fn instant(&mut self, key: &'static str) -> Option<DateTime<FixedOffset>> {
        self.optional(key, Node::instant)
    }

    pub(super) fn boolean(&mut self, key: &'static str) -> Option<bool> {
        self.optional(key, Node::boolean)
    }

    pub(super) fn period(&mut self, key: &'static str) -> Option<Period> {
        self.optional(key, value::period)
    }

    pub(super) fn code<T: FromStr>(&mut self, key: &'static str, expected: Words) -> Option<T> {
        self.optional(key, |node, faults| node.parse(expected, faults))
    }

    pub(super) fn codes<T: FromStr>(&mut self, key: &'static str, expected: Words) -> Vec<T> {
        self.list(key, |node, faults| node.parse(expected, faults))
    }
}

const STATED_LIST: Words = Words::new(
    "une liste, \"none\" ou \"not_applicable\"",
    "a list, \"none\" or \"not_applicable\"",
);
const STATED_TABLE: Words = Words::new(
    "une table, \"none\" ou \"not_applicable\"",
    "a table, \"none\" or \"not_applicable\"",
);
const EMPTY_LIST: Words = Words::new(
    "une liste vide ne dit pas si rien n’existe\u{a0}: écrivez \"none\", \"not_applicable\" ou ôtez la clé",
    "an empty list does not say whether there is none: write \"none\", \"not_applicable\" or leave the key out",
);
