//! Where the parts of the form are: found by their labels, wherever rows and columns were moved.

mod list;
mod record;
mod section;

pub(super) use list::{BlockKind, List};
pub(super) use record::{Kind, Record};
pub(super) use section::{Part, Section, Slot};

use super::CnilError;
use super::label::is_placeholder;
use crate::ods::{Sheet, Spreadsheet, Value};

/// The form in a spreadsheet.
pub(super) struct Form<'b> {
    pub(super) list: List<'b>,
    /// Further sheets that list activities. The form has one list; nothing is read out of these.
    pub(super) other_lists: Vec<usize>,
    /// Every sheet that is laid out as a record, in the order of the file.
    pub(super) records: Vec<Record<'b>>,
}

impl<'b> Form<'b> {
    pub(super) fn find(book: &'b Spreadsheet) -> Result<Self, CnilError> {
        let mut list = None;
        let mut other_lists = Vec::new();
        let mut records = Vec::new();
        for (index, sheet) in book.sheets().iter().enumerate() {
            if let Some(record) = Record::find(index, sheet)? {
                records.push(record);
            } else if list.is_none() {
                list = List::find(index, sheet)?;
            } else if List::lists_something(index, sheet) {
                other_lists.push(index);
            }
        }
        Ok(Self {
            list: list.ok_or(CnilError::NoList)?,
            other_lists,
            records,
        })
    }
}

/// The text of a cell, without blanks around it; empty where nothing was chosen in a list.
pub(super) fn text_at(sheet: &Sheet, row: u32, column: u32) -> String {
    let Some(cell) = sheet.cell(row, column) else {
        return String::new();
    };
    match cell.value() {
        Value::Boolean(true) => super::said::YES.to_owned(),
        Value::Boolean(false) => super::said::NO.to_owned(),
        Value::Number(number) if cell.text().trim().is_empty() => number.to_string(),
        _ if is_placeholder(cell.text()) => String::new(),
        _ => cell.text().trim().to_owned(),
    }
}

/// Whether a reference is that of the form's own example, `1 - Exemple`. No register has it, for references have no blanks; who copies the example and
/// gives it a reference has made a record of it.
fn is_example(reference: &str) -> bool {
    let words = super::label::words(reference);
    reference.contains(char::is_whitespace) && words.split(' ').any(|word| word == "exemple")
}

/// The column to the right of a cell and of what it is merged over.
pub(super) fn next_to(sheet: &Sheet, row: u32, column: u32) -> u32 {
    let spanned = sheet.cell(row, column).map_or(1, |cell| cell.merged().0);
    column.saturating_add(spanned)
}

/// A cell with text, and the words by which it is a label.
struct Labelled<'b> {
    row: u32,
    column: u32,
    text: &'b str,
    key: String,
}

/// Every cell with text, one by one: rows that the file writes once for several are several. `None` past a bound that no form reaches.
fn cells_of(sheet: &Sheet) -> Option<Vec<Labelled<'_>>> {
    const MOST: usize = 100_000;
    // Longer than any label.
    const LONGEST: usize = 400;
    let mut cells = Vec::new();
    for (first, repeated, cell) in sheet.filled_rows() {
        let rows = usize::try_from(repeated).ok()?;
        if rows > MOST - cells.len().min(MOST) {
            return None;
        }
        let text = cell.text();
        let key = if text.len() > LONGEST {
            String::new()
        } else {
            super::label::key(text)
        };
        let rows = first..first.saturating_add(repeated);
        cells.extend(rows.map(|row| Labelled {
            row,
            column: cell.column(),
            text,
            key: key.clone(),
        }));
    }
    Some(cells)
}
