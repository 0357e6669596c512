//! The cells of a record, and those of them that have to change.

use super::super::form::{Part, Record, Section, Slot};
use super::super::label::is_placeholder;
use super::super::ledger::cleaned;
use super::super::{CnilError, day};
use crate::ods::{Cell, NewValue, SheetEdits};

/// A record and what is to be changed in it.
pub(super) struct Writer<'f, 'b> {
    pub(super) record: &'f Record<'b>,
    pub(super) edits: SheetEdits,
}

impl<'f, 'b> Writer<'f, 'b> {
    pub(super) const fn new(record: &'f Record<'b>) -> Self {
        Self {
            record,
            edits: SheetEdits::new(),
        }
    }

    /// Gives a cell a text, where it has another one.
    pub(super) fn text(&mut self, (row, column): (u32, u32), text: &str) {
        let text = cleaned(text);
        if self.record.text((row, column)) != text {
            self.edits.set(row, column, NewValue::Text(text));
        }
    }

    /// The day of a cell.
    pub(super) fn day(&self, (row, column): (u32, u32)) -> Option<chrono::NaiveDate> {
        let value = self.record.sheet.cell(row, column).map(Cell::value)?;
        day::of_cell(value, &self.record.text((row, column)))
    }

    /// Gives the cells of a row their texts.
    pub(super) fn row(&mut self, section: &Section, row: u32, texts: &[String]) {
        for (column, text) in section.columns.iter().zip(texts) {
            self.text((row, *column), text);
        }
    }

    /// Adds a row below another one, with a label and texts.
    pub(super) fn add_row(&mut self, section: &Section, below: u32, label: &str, texts: &[String]) {
        let values = section.columns.iter().copied().zip(texts);
        let values = values.map(|(column, text)| (column, NewValue::Text(cleaned(text))));
        let label = (self.record.column, NewValue::Text(label.to_owned()));
        self.edits.copy_row(below, values.chain([label]));
    }

    /// Puts rows of texts into the rows of a table, in order. A row that reads the same already stays; rows are added where there are too few and
    /// emptied where there are too many.
    pub(super) fn rows<T: PartialEq>(
        &mut self,
        part: Part,
        wanted: &[Vec<String>],
        read: impl Fn(&[String]) -> Option<T>,
        overruled: impl Fn(&T, &T) -> bool,
    ) -> Result<(), CnilError> {
        let section = self.record.section(part);
        let slots: Vec<&Slot> = section.rows.iter().collect();
        let current: Vec<Vec<String>> = slots
            .iter()
            .map(|slot| section.texts(self.record.sheet, slot.row))
            .collect();
        // What no cell can say has no row: the report says so.
        let wanted: Vec<&Vec<String>> = wanted
            .iter()
            .filter(|texts| read(&as_read(texts)).is_some())
            .collect();
        // A row that says that there is none beside those that name some counts for nothing when it is read.
        let all: Vec<T> = wanted
            .iter()
            .filter_map(|texts| read(&as_read(texts)))
            .collect();
        let is_overruled = |said: &T| all.iter().any(|item| overruled(said, item));
        let said = current.iter().filter_map(|texts| read(texts));
        if said
            .filter(|said| !is_overruled(said))
            .eq(wanted.iter().filter_map(|texts| read(&as_read(texts))))
        {
            return Ok(());
        }
        let mut free: Vec<usize> = (0..slots.len()).collect();
        let mut homeless: Vec<&Vec<String>> = Vec::new();
        // What some row says already is there, in whatever order; but the first purpose is the main one.
        for (index, texts) in wanted.iter().copied().enumerate() {
            let said = read(&as_read(texts));
            let same = free.iter().position(|slot| {
                let is_in_order = part != Part::Purposes || *slot == index;
                is_in_order && current.get(*slot).is_some_and(|texts| read(texts) == said)
            });
            match same {
                Some(place) => _ = free.remove(place),
                None => homeless.push(texts),
            }
        }
        let mut homeless = homeless.into_iter();
        for index in free {
            let (Some(slot), Some(current)) = (slots.get(index), current.get(index)) else {
                continue;
            };
            match homeless.next() {
                Some(texts) => self.row(&section, slot.row, texts),
                None if read(current).is_some_and(|said| !is_overruled(&said)) => {
                    self.row(&section, slot.row, &vec![String::new(); current.len()]);
                }
                None => {}
            }
        }
        let Some(last) = slots.last() else {
            return if wanted.is_empty() {
                Ok(())
            } else {
                Err(CnilError::MissingLabel {
                    place: super::Place::sheet(self.record.index),
                    label: part.row_label(),
                })
            };
        };
        // The first purpose is the main one; the others are numbered without it.
        let first = if part == Part::Purposes {
            slots.len()
        } else {
            slots.len() + 1
        };
        for (number, texts) in (first..).zip(homeless) {
            let label = format!("{} {number}", part.row_label());
            self.add_row(&section, last.row, &label, texts);
        }
        Ok(())
    }
}

/// Texts as reading the cells gives them back.
pub(super) fn as_read(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| text_as_read(text)).collect()
}

/// A text as reading its cell gives it back.
pub(super) fn text_as_read(text: &str) -> String {
    if is_placeholder(text) {
        String::new()
    } else {
        cleaned(text)
    }
}
