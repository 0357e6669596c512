//! Sheets, rows and cells, with the bytes of each.

use std::fmt;
use std::ops::Range;

use chrono::NaiveDate;

/// A sheet (*onglet*). Rows and columns count from 0.
#[derive(Clone, PartialEq)]
pub struct Sheet {
    pub(super) name: String,
    pub(super) span: Range<usize>,
    pub(super) tag: Range<usize>,
    pub(super) rows: Vec<Row>,
}

/// A row element: one row, or several alike.
#[derive(Clone, PartialEq)]
pub(super) struct Row {
    pub(super) first: u32,
    pub(super) repeated: u32,
    pub(super) span: Range<usize>,
    pub(super) tag: Range<usize>,
    /// Where the end tag starts; the end of the element where it has none.
    pub(super) inner_end: usize,
    pub(super) cells: Vec<Cell>,
}

/// A cell element: one cell, or several alike side by side.
#[derive(Clone, PartialEq)]
pub struct Cell {
    pub(super) column: u32,
    pub(super) repeated: u32,
    pub(super) is_covered: bool,
    pub(super) columns_spanned: u32,
    pub(super) rows_spanned: u32,
    pub(super) value: Value,
    pub(super) text: String,
    pub(super) validation: Option<String>,
    pub(super) formula: Option<String>,
    /// Whether there are elements within it: paragraphs, a comment, a picture.
    pub(super) has_children: bool,
    pub(super) span: Range<usize>,
}

/// What a cell holds.
#[derive(Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Nothing.
    Empty,
    /// A text: [`Cell::text`].
    Text,
    /// A number, a percentage or an amount.
    Number(f64),
    /// A day. A time of day is left out.
    Date(NaiveDate),
    /// Yes or no.
    Boolean(bool),
    /// Something else, such as a duration; [`Cell::text`] is what it looks like.
    Other,
}

impl Sheet {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many rows it has, repeats counted.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.rows.last().map_or(0, Row::end)
    }

    /// The cell at a place; `None` outside what the sheet writes down.
    #[must_use]
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.row_at(row)?.cell_at(column)
    }

    /// The text at a place; empty where there is none.
    #[must_use]
    pub fn text(&self, row: u32, column: u32) -> &str {
        self.cell(row, column).map_or("", Cell::text)
    }

    /// Every cell element that holds something, with the first row in which it stands. One that is repeated comes once.
    pub fn filled(&self) -> impl Iterator<Item = (u32, &Cell)> {
        self.rows.iter().flat_map(|row| {
            let filled = row.cells.iter().filter(|cell| !cell.is_blank());
            filled.map(|cell| (row.first, cell))
        })
    }

    /// As [`Sheet::filled`], with how many rows alike there are.
    pub(crate) fn filled_rows(&self) -> impl Iterator<Item = (u32, u32, &Cell)> {
        self.rows.iter().flat_map(|row| {
            let filled = row.cells.iter().filter(|cell| !cell.is_blank());
            filled.map(|cell| (row.first, row.repeated, cell))
        })
    }

    pub(super) fn row_at(&self, row: u32) -> Option<&Row> {
        let index = self
            .rows
            .partition_point(|candidate| candidate.end() <= row);
        self.rows.get(index)
    }
}

impl Row {
    pub(super) const fn end(&self) -> u32 {
        self.first.saturating_add(self.repeated)
    }

    pub(super) fn width(&self) -> u32 {
        self.cells.last().map_or(0, Cell::end)
    }

    fn cell_at(&self, column: u32) -> Option<&Cell> {
        let index = self.cells.partition_point(|cell| cell.end() <= column);
        self.cells.get(index)
    }
}

impl Cell {
    pub(super) const fn end(&self) -> u32 {
        self.column.saturating_add(self.repeated)
    }

    /// Its first column, from 0.
    #[must_use]
    pub const fn column(&self) -> u32 {
        self.column
    }

    /// How many columns it stands in, side by side.
    #[must_use]
    pub const fn repeated(&self) -> u32 {
        self.repeated
    }

    /// What it holds.
    #[must_use]
    pub const fn value(&self) -> Value {
        self.value
    }

    /// Its text: paragraphs and line breaks as line ends. Comments are not part of it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it holds nothing that can be seen.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && matches!(self.value, Value::Empty | Value::Text)
    }

    /// Whether nothing goes with it: it has no value, formula, comment or picture, and is no part of a merged cell. Blank cells may have all of them.
    pub(super) const fn is_bare(&self) -> bool {
        matches!(self.value, Value::Empty)
            && self.formula.is_none()
            && !self.has_children
            && !self.is_covered
    }

    /// Whether a merged cell covers it.
    #[must_use]
    pub const fn is_covered(&self) -> bool {
        self.is_covered
    }

    /// Columns and rows over which it is merged; 1 and 1 where it is not.
    #[must_use]
    pub const fn merged(&self) -> (u32, u32) {
        (self.columns_spanned, self.rows_spanned)
    }

    /// The name of the validation that lists what may be chosen.
    #[must_use]
    pub fn validation(&self) -> Option<&str> {
        self.validation.as_deref()
    }

    /// The formula that computes it, such as `of:=[.B5]`.
    #[must_use]
    pub fn formula(&self) -> Option<&str> {
        self.formula.as_deref()
    }
}

/// Shows the size only: a sheet names persons.
impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheet")
            .field("height", &self.height())
            .finish_non_exhaustive()
    }
}

/// Shows the place only.
impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cell")
            .field("column", &self.column)
            .field("repeated", &self.repeated)
            .finish_non_exhaustive()
    }
}

/// Shows the kind only.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Text => "Text",
            Self::Number(_) => "Number(..)",
            Self::Date(_) => "Date(..)",
            Self::Boolean(_) => "Boolean(..)",
            Self::Other => "Other",
        })
    }
}
