//! How large a register may be. A key of two bytes can begin a record of three kilobytes, so that the limits of the document alone do not bound it.

use greffe_document::{Faults, Node, Value, Words};

/// Records. Large organisations keep some thousand; this many take 150 MB.
const MOST_RECORDS: usize = 50_000;

/// Tables: records, purposes, data, rules and all others. A record that says all it can has thirty, a plain one five.
const MOST_TABLES: usize = 200_000;

/// Whether a register of this size is read at all; a fault where not.
pub(super) fn is_readable(root: &Node, faults: &mut Faults) -> bool {
    let records = root.child("processing").filter(|records| {
        let items = records.items().unwrap_or_default();
        items.len() > MOST_RECORDS
    });
    if let Some(records) = records {
        return faults
            .contradiction::<()>(records, TOO_MANY_RECORDS)
            .is_some();
    }
    if tables(root) > MOST_TABLES {
        return faults.contradiction::<()>(root, TOO_MANY_TABLES).is_some();
    }
    true
}

/// The tables of a value, itself included. Notations bound how deep they nest.
fn tables(node: &Node) -> usize {
    match node.value() {
        Value::Table(entries) => {
            let below: usize = entries.iter().map(|entry| tables(entry.node())).sum();
            below.saturating_add(1)
        }
        Value::List(items) => items.iter().map(tables).sum(),
        _ => 0,
    }
}

const TOO_MANY_RECORDS: Words = Words::new(
    "plus de 50 000 traitements",
    "more than 50,000 processing activities",
);
const TOO_MANY_TABLES: Words = Words::new("plus de 200 000 tables", "more than 200,000 tables");
