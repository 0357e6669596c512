//! A list in which nothing stands twice.

use std::collections::HashSet;
use std::hash::Hash;

/// Items in the order in which each came first. Adding one takes the same time however many there are.
pub(crate) struct Distinct<T> {
    items: Vec<T>,
    known: HashSet<T>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            known: HashSet::new(),
        }
    }
}

impl<T: Copy + Eq + Hash> Distinct<T> {
    /// Adds those that are not there yet.
    pub(crate) fn add(&mut self, more: impl IntoIterator<Item = T>) {
        for item in more {
            if self.known.insert(item) {
                self.items.push(item);
            }
        }
    }

    pub(crate) fn as_slice(&self) -> &[T] {
        &self.items
    }

    pub(crate) fn into_items(self) -> Vec<T> {
        self.items
    }
}
