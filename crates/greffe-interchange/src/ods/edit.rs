//! The edits of a sheet, and the sheet's bytes with them.

use std::collections::BTreeMap;

use super::limits::{MAX_COLUMNS, MAX_ROWS};
use super::sheet::Row;
use super::tag::{COLUMNS_REPEATED, ROWS_REPEATED, repeated};
use super::{Cell, NewValue, OdsError, Sheet, cell};

/// New values by column.
type Cells = BTreeMap<u32, NewValue>;

/// What is to be changed in one sheet. Rows and columns count from 0, in the sheet as it is before any edit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetEdits {
    rows: BTreeMap<u32, RowEdits>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct RowEdits {
    cells: Cells,
    /// Copies of the row that come after it, each with its own values.
    copies: Vec<Cells>,
}

impl SheetEdits {
    /// None so far.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            rows: BTreeMap::new(),
        }
    }

    /// Whether nothing is to be changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Gives the cell at a place another value; a later one replaces an earlier one.
    pub fn set(&mut self, row: u32, column: u32, value: NewValue) {
        _ = self.row(row).cells.insert(column, value);
    }

    /// Inserts a copy of a row below it, below the copies that were inserted before, with other values at some columns. Where the sheet refers to
    /// cells further down in a formula, the edit is refused: references are not rewritten. A sheet that is written down to its last possible row loses
    /// as many rows at its end that have nothing: no value, formula, comment or picture, and no part of a merged cell. Without them the edit is refused.
    pub fn copy_row(&mut self, row: u32, values: impl IntoIterator<Item = (u32, NewValue)>) {
        self.row(row).copies.push(values.into_iter().collect());
    }

    /// Takes the edits of another set as well; where both give a cell a value, the other's counts.
    pub fn extend(&mut self, others: Self) {
        for (row, edits) in others.rows {
            let own = self.row(row);
            own.cells.extend(edits.cells);
            own.copies.extend(edits.copies);
        }
    }

    fn row(&mut self, row: u32) -> &mut RowEdits {
        self.rows.entry(row).or_default()
    }

    /// The rows below which others are inserted.
    fn growing(&self) -> impl Iterator<Item = u32> {
        let growing = self
            .rows
            .iter()
            .filter(|(_, edits)| !edits.copies.is_empty());
        growing.map(|(row, _)| *row)
    }
}

/// What is to be changed in a spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edits {
    pub(super) sheets: BTreeMap<usize, SheetEdits>,
    pub(super) copies: Vec<SheetCopy>,
}

/// A sheet that is to be there once more.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct SheetCopy {
    pub(super) of: usize,
    pub(super) after: usize,
    pub(super) name: String,
    pub(super) edits: SheetEdits,
}

/// Shows the numbers of the sheets only.
impl std::fmt::Debug for SheetCopy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SheetCopy({} after {})", self.of, self.after)
    }
}

impl Edits {
    /// None so far.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            sheets: BTreeMap::new(),
            copies: Vec::new(),
        }
    }

    /// Whether nothing is to be changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.copies.is_empty() && self.sheets.values().all(SheetEdits::is_empty)
    }

    /// The edits of the sheet with this number, from 0.
    pub fn sheet(&mut self, sheet: usize) -> &mut SheetEdits {
        self.sheets.entry(sheet).or_default()
    }

    /// Puts a copy of the sheet `of`, as it is before any edit and with edits of its own, behind the sheet `after`.
    pub fn copy_sheet(&mut self, of: usize, after: usize, name: String, edits: SheetEdits) {
        self.copies.push(SheetCopy {
            of,
            after,
            name,
            edits,
        });
    }
}

/// The bytes of a sheet with edits.
pub(super) fn edited(content: &str, sheet: &Sheet, edits: &SheetEdits) -> Result<String, OdsError> {
    check_growth(content, sheet, edits)?;
    let mut out = Spliced::new(content, sheet.span.start);
    let excess = excess(sheet, edits)?;
    let shrunk = shrunk(sheet, edits, excess)?;
    for row in &sheet.rows {
        let mut at = row.first;
        for (number, edits) in edits.rows.range(row.first..row.end()) {
            if at == row.first {
                out.copy_to(row.span.start)?;
                out.skip_to(row.span.end);
            }
            out.push(&rows_alike(content, row, *number - at)?);
            out.push(&with_cells(content, row, &edits.cells)?);
            for cells in &edits.copies {
                out.push(&with_cells(content, row, cells)?);
            }
            at = *number + 1;
        }
        let is_shrunk = shrunk == Some(row.first);
        if at > row.first || is_shrunk {
            out.copy_to(row.span.start)?;
            out.skip_to(row.span.end);
            let left = row.end() - at - if is_shrunk { excess } else { 0 };
            out.push(&rows_alike(content, row, left)?);
        }
    }
    let mut height = sheet.height();
    for (number, edits) in edits.rows.range(height..) {
        let last = sheet.rows.last().ok_or(OdsError::OutsideSheet)?;
        if *number >= MAX_ROWS || !edits.copies.is_empty() {
            return Err(OdsError::OutsideSheet);
        }
        out.copy_to(last.span.end)?;
        out.push(&blank_rows(*number - height));
        out.push("<table:table-row>");
        out.push(&padded(0, &edits.cells)?);
        out.push("</table:table-row>");
        height = *number + 1;
    }
    out.copy_to(sheet.span.end)?;
    Ok(out.text)
}

/// How many rows a sheet would have too many once rows are inserted: programs write sheets down to their last possible row.
fn excess(sheet: &Sheet, edits: &SheetEdits) -> Result<u32, OdsError> {
    let inserted: usize = edits.rows.values().map(|row| row.copies.len()).sum();
    let inserted = u32::try_from(inserted).map_err(|_| OdsError::OutsideSheet)?;
    Ok(sheet
        .height()
        .saturating_add(inserted)
        .saturating_sub(MAX_ROWS))
}

/// The row element whose rows become fewer by that many, by its first row. Only rows below all edits, with which nothing is lost, may go.
fn shrunk(sheet: &Sheet, edits: &SheetEdits, excess: u32) -> Result<Option<u32>, OdsError> {
    if excess == 0 {
        return Ok(None);
    }
    for row in sheet.rows.iter().rev() {
        if !row.cells.iter().all(Cell::is_bare) {
            break;
        }
        let edited = edits.rows.range(row.first..row.end()).next_back();
        let below = edited.map_or(row.first, |(number, _)| number + 1);
        if row.end() - below >= excess {
            return Ok(Some(row.first));
        }
        if edited.is_some() {
            break;
        }
    }
    Err(OdsError::OutsideSheet)
}

/// Text that is the file's up to a position, with other text spliced in.
pub(super) struct Spliced<'c> {
    content: &'c str,
    at: usize,
    pub(super) text: String,
}

impl<'c> Spliced<'c> {
    pub(super) const fn new(content: &'c str, at: usize) -> Self {
        Self {
            content,
            at,
            text: String::new(),
        }
    }

    /// Takes the file's own bytes up to `end`; none where they were taken already.
    pub(super) fn copy_to(&mut self, end: usize) -> Result<(), OdsError> {
        if end > self.at {
            self.text.push_str(slice(self.content, self.at, end)?);
            self.at = end;
        }
        Ok(())
    }

    /// Leaves the file's own bytes out up to `end`.
    pub(super) const fn skip_to(&mut self, end: usize) {
        self.at = end;
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

fn slice(content: &str, start: usize, end: usize) -> Result<&str, OdsError> {
    content
        .get(start..end)
        .ok_or(OdsError::BadXml { position: start })
}

/// `times` rows as they are; none for 0.
fn rows_alike(content: &str, row: &Row, times: u32) -> Result<String, OdsError> {
    if times == 0 {
        return Ok(String::new());
    }
    let tag = slice(content, row.tag.start, row.tag.end)?;
    let is_empty = row.tag == row.span;
    let tag = repeated(tag, ROWS_REPEATED, times, is_empty)?;
    Ok(tag + slice(content, row.tag.end, row.span.end)?)
}

/// One row with new values.
fn with_cells(content: &str, row: &Row, cells: &Cells) -> Result<String, OdsError> {
    let is_empty = row.tag == row.span;
    let tag = slice(content, row.tag.start, row.tag.end)?;
    let mut out = Spliced::new(content, row.tag.end);
    // A row that only loses its repeat keeps the bytes of its tag otherwise.
    if row.repeated > 1 || is_empty {
        out.push(&repeated(tag, ROWS_REPEATED, 1, false)?);
    } else {
        out.push(tag);
    }
    for old in &row.cells {
        let element = slice(content, old.span.start, old.span.end)?;
        let mut at = old.column;
        for (column, value) in cells.range(old.column..old.end()) {
            if old.is_covered {
                return Err(OdsError::CoveredCell {
                    row: row.first,
                    column: *column,
                });
            }
            if at == old.column {
                out.copy_to(old.span.start)?;
                out.skip_to(old.span.end);
            }
            out.push(&cells_alike(element, *column - at)?);
            out.push(&cell::with_value(element, value)?);
            at = *column + 1;
        }
        if at > old.column {
            out.push(&cells_alike(element, old.end() - at)?);
        }
    }
    out.copy_to(row.inner_end)?;
    out.push(&padded(row.width(), cells)?);
    if is_empty {
        out.push("</table:table-row>");
    } else {
        out.copy_to(row.span.end)?;
    }
    Ok(out.text)
}

/// `times` cells as they are; none for 0.
fn cells_alike(element: &str, times: u32) -> Result<String, OdsError> {
    if times == 0 {
        return Ok(String::new());
    }
    let tag_end = super::tag::end_of_first(element)?;
    let (tag, rest) = element
        .split_at_checked(tag_end)
        .ok_or(OdsError::BadXml { position: 0 })?;
    Ok(repeated(tag, COLUMNS_REPEATED, times, rest.is_empty())? + rest)
}

/// The values from a column on, with blank cells between.
fn padded(from: u32, cells: &Cells) -> Result<String, OdsError> {
    let (mut out, mut at) = (String::new(), from);
    for (column, value) in cells.range(from..) {
        if *column >= MAX_COLUMNS {
            return Err(OdsError::OutsideSheet);
        }
        out.push_str(&blanks("table:table-cell", COLUMNS_REPEATED, *column - at));
        out.push_str(&cell::plain(value)?);
        at = *column + 1;
    }
    if at == 0 {
        out.push_str("<table:table-cell/>");
    }
    Ok(out)
}

fn blanks(name: &str, attribute: &str, times: u32) -> String {
    match times {
        0 => String::new(),
        1 => format!("<{name}/>"),
        _ => format!("<{name} {attribute}=\"{times}\"/>"),
    }
}

fn blank_rows(times: u32) -> String {
    let repeat = match times {
        0 => return String::new(),
        1 => String::new(),
        _ => format!(" {ROWS_REPEATED}=\"{times}\""),
    };
    format!("<table:table-row{repeat}><table:table-cell/></table:table-row>")
}

/// Inserted rows must not tear merged cells apart, nor move what formulas refer to.
fn check_growth(content: &str, sheet: &Sheet, edits: &SheetEdits) -> Result<(), OdsError> {
    let Some(first) = edits.growing().next() else {
        return Ok(());
    };
    for row in &sheet.rows {
        for cell in row.cells.iter().filter(|cell| cell.rows_spanned > 1) {
            let end = row.first.saturating_add(cell.rows_spanned);
            if edits.growing().any(|at| (row.first..end).contains(&at)) {
                return Err(OdsError::MergedRows);
            }
        }
    }
    let (before, own) = (
        content.get(..sheet.span.start).unwrap_or_default(),
        slice(content, sheet.span.start, sheet.span.end)?,
    );
    let after = content.get(sheet.span.end..).unwrap_or_default();
    let others = [before, after];
    let named = |formula: &&str| formula.contains(sheet.name());
    let mut formulas = formulas(own).chain(others.into_iter().flat_map(formulas).filter(named));
    // The row above which nothing moves, counted from 1 as formulas do.
    if formulas.any(|formula| rows_named(formula).any(|row| row > first + 1)) {
        return Err(OdsError::FormulaBelow);
    }
    Ok(())
}

fn formulas(xml: &str) -> impl Iterator<Item = &str> {
    let formulas = xml.split("table:formula=\"").skip(1);
    formulas.filter_map(|rest| rest.split('"').next())
}

/// The rows of the references in a formula: the digits that follow a column's letters within brackets.
fn rows_named(formula: &str) -> impl Iterator<Item = u32> {
    let references = formula.split('[').skip(1);
    references
        .filter_map(|rest| rest.split(']').next())
        .flat_map(|reference| reference.split(':'))
        .filter_map(|part| {
            let digits = part
                .trim_end()
                .rsplit(|c: char| !c.is_ascii_digit())
                .next()?;
            digits.parse().ok()
        })
}
