//! The optional keys of a table, and what several tables expect.

use std::str::FromStr;

use greffe_document::{Faults, Node, TableReader, Words};

/// The optional keys of a table.
pub(super) struct Keys<'t, 'n> {
    pub(super) table: &'t mut TableReader<'n>,
    pub(super) faults: &'t mut Faults,
}

impl Keys<'_, '_> {
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        let node = self.table.optional(key);
        node.and_then(|node| node.boolean(self.faults))
            .unwrap_or(false)
    }

    pub(super) fn number<T: TryFrom<i64>>(&mut self, key: &'static str) -> Option<T> {
        self.table.optional(key)?.number(self.faults)
    }

    pub(super) fn one<T: FromStr>(&mut self, key: &'static str, expected: Words) -> Option<T> {
        self.table.optional(key)?.parse(expected, self.faults)
    }

    pub(super) fn tables<T>(
        &mut self,
        key: &'static str,
        read: fn(&Node, &mut Faults) -> Option<T>,
    ) -> Vec<T> {
        let node = self.table.optional(key);
        node.map(|node| node.list_of(self.faults, read))
            .unwrap_or_default()
    }

    pub(super) fn list<T: FromStr>(&mut self, key: &'static str, expected: Words) -> Vec<T> {
        let node = self.table.optional(key);
        let read =
            |node: &Node| node.list_of(self.faults, |node, faults| node.parse(expected, faults));
        node.map(read).unwrap_or_default()
    }
}

/// One code, or a list of them.
pub(super) fn one_or_more<T: FromStr>(node: &Node, expected: Words, faults: &mut Faults) -> Vec<T> {
    if node.as_text().is_some() {
        return node.parse(expected, faults).into_iter().collect();
    }
    node.list_of(faults, |node, faults| node.parse(expected, faults))
}

pub(super) const PURPOSE: Words = Words::new("l’id d’une finalité", "the id of a purpose");
pub(super) const NOTICE: Words = Words::new(
    "l’id d’une mention\u{a0}: 1 à 64 caractères parmi A-Z a-z 0-9 _ . -",
    "the id of a notice: 1 to 64 of A-Z a-z 0-9 _ . -",
);
pub(super) const BASIS: Words = Words::new(
    "une base légale telle que `consent` ou `contract`",
    "a legal basis such as `consent` or `contract`",
);
