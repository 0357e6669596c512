//! Takes a table apart.

use crate::{Entry, Faults, Node, Words};

/// Hands out the values of a table by key and remembers which were asked for; at the end the rest are unknown keys.
#[derive(Debug)]
pub struct TableReader<'n> {
    node: &'n Node,
    entries: &'n [Entry],
    taken: Vec<bool>,
    asked: Vec<&'static str>,
}

impl<'n> TableReader<'n> {
    /// Opens a table; a fault where the value is none.
    pub fn open(node: &'n Node, faults: &mut Faults) -> Option<Self> {
        let entries = match node.entries() {
            Some(entries) => entries,
            None => return faults.wrong_type(node, TABLE),
        };
        Some(Self {
            node,
            entries,
            taken: vec![false; entries.len()],
            asked: Vec::new(),
        })
    }

    /// The table itself, as a place for faults.
    #[must_use]
    pub const fn node(&self) -> &'n Node {
        self.node
    }

    /// The value of `key`, if it is there.
    pub fn optional(&mut self, key: &'static str) -> Option<&'n Node> {
        self.asked.push(key);
        let index = self.entries.iter().position(|entry| entry.key() == key)?;
        if let Some(taken) = self.taken.get_mut(index) {
            *taken = true;
        }
        self.entries.get(index).map(Entry::node)
    }

    /// The value of `key`; a fault where it is not there.
    pub fn required(&mut self, key: &'static str, faults: &mut Faults) -> Option<&'n Node> {
        self.optional(key)
            .or_else(|| faults.missing(self.node, key))
    }

    /// Whether the table has `key`, without taking it.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key() == key)
    }

    /// Notes every key that nobody asked for.
    pub fn finish(self, faults: &mut Faults) {
        for (entry, _) in self
            .entries
            .iter()
            .zip(&self.taken)
            .filter(|(_, taken)| !**taken)
        {
            faults.unknown_key(entry, &self.asked);
        }
    }
}

const TABLE: Words = Words::new("une table", "a table");
