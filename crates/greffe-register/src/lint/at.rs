//! Where in the file a finding is.

use greffe_document::{Document, Node, Place};

use crate::{Breach, DataEntry, DpiaScreening, Processing, Purpose};

/// A place of the register: the path that people read, and the steps that lead there in a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct At {
    path: String,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(&'static str),
    /// A key that the register chose.
    Named(String),
    Index(usize),
}

impl At {
    /// A place outside of the register: a table of a database, a job, a site. No step of a document leads there.
    pub(crate) fn outside(path: String) -> Self {
        let steps = Vec::new();
        Self { path, steps }
    }

    /// Whether it is a place of the register.
    pub(crate) fn is_in_the_register(&self) -> bool {
        !self.steps.is_empty()
    }

    pub(crate) fn key(key: &'static str) -> Self {
        Self::default().then(key)
    }

    /// The processing at `index`.
    pub(crate) fn processing(index: usize, processing: &Processing) -> Self {
        Self::key("processing").labelled(index, processing.reference.as_str())
    }

    /// The breach at `index`.
    pub(crate) fn breach(index: usize, breach: &Breach) -> Self {
        Self::key("breach").labelled(index, &breach.id)
    }

    /// The purpose at `index` of this processing.
    pub(crate) fn purpose(&self, index: usize, purpose: &Purpose) -> Self {
        let purposes = self.clone().then("purpose");
        purposes.labelled(index, purpose.id.as_str())
    }

    /// The data entry at `index` of this processing.
    pub(crate) fn entry(&self, index: usize, entry: &DataEntry) -> Self {
        let entries = self.clone().then("data");
        entries.labelled(index, &Self::entry_label(index, entry))
    }

    /// What selects a data entry in a path: its id, or its number from 1.
    pub(crate) fn entry_label(index: usize, entry: &DataEntry) -> String {
        // An entry without an id of its own has the category's code, by which no path selects.
        if entry.id == entry.category.code() {
            (index + 1).to_string()
        } else {
            entry.id.clone()
        }
    }

    /// The screening at `index`.
    pub(crate) fn dpia(index: usize, dpia: &DpiaScreening) -> Self {
        let screenings = Self::key("dpia");
        match &dpia.id {
            Some(id) => screenings.labelled(index, id),
            None => screenings.item(index),
        }
    }

    #[must_use]
    pub(crate) fn then(mut self, key: &'static str) -> Self {
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(key);
        self.steps.push(Step::Key(key));
        self
    }

    /// The value under a key that the register chose: the name of a backup series.
    #[must_use]
    pub(crate) fn named(mut self, key: &str) -> Self {
        self.path.push('.');
        self.path.push_str(key);
        self.steps.push(Step::Named(key.to_owned()));
        self
    }

    /// The item at `index`, counted from 1 in the path.
    #[must_use]
    pub(crate) fn item(self, index: usize) -> Self {
        let label = (index + 1).to_string();
        self.labelled(index, &label)
    }

    /// The item at `index`, named by its `ref` or `id`.
    #[must_use]
    pub(crate) fn labelled(mut self, index: usize, label: &str) -> Self {
        self.path.push('[');
        self.path.push_str(label);
        self.path.push(']');
        self.steps.push(Step::Index(index));
        self
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The JSON pointer (RFC 6901) of the place.
    pub(crate) fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.steps {
            pointer.push('/');
            match step {
                Step::Key(key) => pointer.push_str(key),
                Step::Named(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }

    /// The index of the processing around the place.
    pub(crate) fn processing_index(&self) -> Option<usize> {
        match self.steps.as_slice() {
            [Step::Key("processing"), Step::Index(index), ..] => Some(*index),
            _ => None,
        }
    }

    /// The place in the document; of the nearest value around it where the value itself is missing.
    pub(crate) fn place_in(&self, document: &Document) -> Place {
        let mut node = document.root();
        for step in &self.steps {
            match take(node, step) {
                Some(next) => node = next,
                None => break,
            }
        }
        document.place_of(node)
    }
}

fn take<'n>(node: &'n Node, step: &Step) -> Option<&'n Node> {
    match step {
        Step::Key(key) => node.child(key),
        Step::Named(key) => node.child(key),
        Step::Index(index) => node.items()?.get(*index),
    }
}
