//! The rows of the list.

use serde_json::Value;

use super::super::day;
use super::super::form::{List, text_at};
use super::super::json::{self, items};
use super::super::ledger::cleaned;
use super::super::said::{self, Said};
use crate::ods::{Cell, NewValue, SheetEdits};

/// The list and what is to be changed in it.
pub(super) struct Rows<'f, 'b> {
    list: &'f List<'b>,
    next: u32,
    pub(super) edits: SheetEdits,
}

impl<'f, 'b> Rows<'f, 'b> {
    pub(super) const fn new(list: &'f List<'b>) -> Self {
        Self {
            list,
            next: list.end,
            edits: SheetEdits::new(),
        }
    }

    /// Whether the row says that there are no sensitive data.
    pub(super) fn says_no(&self, row: u32) -> bool {
        let said = self
            .list
            .sensitive
            .map(|column| Said::by(&self.list.text(row, column)));
        matches!(said, Some(Said::No | Said::None))
    }

    /// Writes a processing into its row, or into a new one. Cells that its owner left blank stay so.
    pub(super) fn write(&mut self, row: Option<u32>, processing: &Value) {
        let list = self.list;
        let is_new = row.is_none();
        let row = row.unwrap_or_else(|| {
            let next = self.next;
            self.next = next.saturating_add(1);
            next
        });
        let text = |key| json::french_at(processing, key).map(cleaned);
        for (column, key) in [(list.name, "name"), (list.reference, "ref")] {
            let current = list.text(row, column);
            let Some(text) = text(key) else {
                continue;
            };
            // The register's reference is the cell's in plain characters.
            let is_kept = key == "ref" || current.is_empty() || current == text;
            if is_new || !is_kept {
                self.edits.set(row, column, NewValue::Text(text));
            }
        }
        for (column, key) in [(list.created, "created"), (list.updated, "updated")] {
            let wanted = text(key).and_then(|text| day::of_text(&text));
            let current = list.sheet.cell(row, column).map(Cell::value);
            let current =
                current.and_then(|value| day::of_cell(value, &text_at(list.sheet, row, column)));
            if let Some(wanted) = wanted
                && (is_new || current.is_some_and(|current| current != wanted))
            {
                self.edits.set(row, column, NewValue::Date(wanted));
            }
        }
        if let (Some(column), true) = (list.purposes, is_new) {
            let names: Vec<String> = items(processing.get("purpose"))
                .iter()
                .filter_map(|purpose| {
                    json::french_at(purpose, "name").or_else(|| json::french_at(purpose, "id"))
                })
                .map(cleaned)
                .collect();
            if !names.is_empty() {
                self.edits
                    .set(row, column, NewValue::Text(names.join(", ")));
            }
        }
        let wanted = match processing.get("sensitive") {
            Some(Value::String(word)) if word == "none" => Some(said::NO),
            Some(Value::String(_)) => Some(said::NOT_APPLICABLE),
            Some(_) => Some(said::YES),
            None => None,
        };
        if let (Some(column), Some(wanted)) = (list.sensitive, wanted) {
            let current = Said::by(&list.text(row, column));
            if is_new || (current != Said::Blank && current != Said::by(wanted)) {
                self.edits
                    .set(row, column, NewValue::Text(wanted.to_owned()));
            }
        }
    }
}
