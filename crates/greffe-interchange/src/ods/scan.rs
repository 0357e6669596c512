//! Sheets, rows and cells in `content.xml`, with the bytes of each.

use chrono::NaiveDate;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::cell::position;
use super::limits::{MAX_COLUMNS, MAX_ROWS};
use super::sheet::Row;
use super::tag::{COLUMNS_REPEATED, ROWS_REPEATED, attributes};
use super::{Cell, OdsError, OdsLimits, Sheet, Value};

/// Every sheet of a `content.xml`. Prefixes have to stand for what they stand for in OpenDocument, as in every file that programs write.
pub(super) fn sheets(content: &str, limits: &OdsLimits) -> Result<Vec<Sheet>, OdsError> {
    // The reader would pass over the mark without counting it, and every span would be short by its bytes.
    let rest = content.trim_start_matches(BYTE_ORDER_MARK);
    let before = content.len() - rest.len();
    let mut reader = Reader::from_str(rest);
    let mut scan = Scan::new(limits, content.len());
    loop {
        let start = before + position(&reader)?;
        let event = reader
            .read_event()
            .map_err(|_| OdsError::BadXml { position: start })?;
        let end = before + position(&reader)?;
        match event {
            Event::Start(tag) => scan.open(&tag, start, end)?,
            Event::Empty(tag) => {
                scan.open(&tag, start, end)?;
                scan.close(end, end);
            }
            Event::End(_) => scan.close(start, end),
            Event::Text(text) => scan.text(&text.decode().map_err(|_| OdsError::NotUtf8)?),
            Event::CData(text) => scan.text(&text.decode().map_err(|_| OdsError::NotUtf8)?),
            Event::GeneralRef(reference) => scan.text(&resolved(&reference)?),
            Event::Decl(declaration) => {
                let encoding = declaration.encoding().transpose();
                let encoding = encoding.map_err(|_| OdsError::BadXml { position: start })?;
                if encoding.is_some_and(|name| !name.eq_ignore_ascii_case(b"utf-8")) {
                    return Err(OdsError::NotUtf8);
                }
            }
            Event::DocType(_) => return Err(OdsError::DocumentType),
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if scan.open.is_empty() && scan.has_root {
        Ok(scan.sheets)
    } else {
        Err(OdsError::BadXml {
            position: content.len(),
        })
    }
}

/// What some programs begin a text with.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Blanks that numbers stand for, in any file.
const BLANKS: usize = 1 << 20;

/// What an open element is to the reader.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Document,
    Body,
    Spreadsheet,
    Table,
    /// Header rows and groups of rows.
    Rows,
    Row,
    Cell,
    Paragraph,
    /// Inside a paragraph: a stretch of it, a link.
    Inline,
    Other,
}

struct Scan<'l> {
    limits: &'l OdsLimits,
    open: Vec<Kind>,
    has_root: bool,
    sheets: Vec<Sheet>,
    elements: usize,
    /// Of the cell that is read.
    paragraphs: usize,
    /// The last character of the paragraph was a blank, or there is none yet.
    after_blank: bool,
    /// Where that blank stands in the cell's text.
    last_blank: Option<usize>,
    string_value: Option<String>,
    /// How many blanks the file may still ask for by numbers: as many as it has bytes, or as small files can have.
    blanks_left: usize,
}

impl<'l> Scan<'l> {
    fn new(limits: &'l OdsLimits, bytes: usize) -> Self {
        Self {
            limits,
            open: Vec::new(),
            has_root: false,
            sheets: Vec::new(),
            elements: 0,
            paragraphs: 0,
            after_blank: true,
            last_blank: None,
            string_value: None,
            blanks_left: bytes.max(BLANKS),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, start: usize, end: usize) -> Result<(), OdsError> {
        if self.open.len() >= self.limits.depth {
            return Err(OdsError::TooDeep);
        }
        check_prefixes(tag)?;
        let name = tag.name();
        let kind = match (self.open.last(), name.as_ref()) {
            (None, b"office:document-content") if !self.has_root => Kind::Document,
            (None, _) => return Err(OdsError::BadXml { position: start }),
            (Some(Kind::Document), b"office:body") => Kind::Body,
            (Some(Kind::Body), b"office:spreadsheet") => Kind::Spreadsheet,
            (Some(Kind::Spreadsheet), b"table:table") => Kind::Table,
            (
                Some(Kind::Table | Kind::Rows),
                b"table:table-row-group" | b"table:table-header-rows" | b"table:table-rows",
            ) => Kind::Rows,
            (Some(Kind::Table | Kind::Rows), b"table:table-row") => Kind::Row,
            (Some(Kind::Row), b"table:table-cell" | b"table:covered-table-cell") => Kind::Cell,
            (Some(Kind::Cell), b"text:p" | b"text:h") => Kind::Paragraph,
            (Some(Kind::Paragraph | Kind::Inline), name)
                if name.starts_with(b"text:") && name != b"text:note" && name != b"text:ruby" =>
            {
                Kind::Inline
            }
            _ => Kind::Other,
        };
        self.has_root = true;
        if self.open.last() == Some(&Kind::Cell)
            && let Some(cell) = self.last_cell()
        {
            cell.has_children = true;
        }
        match kind {
            Kind::Table => self.sheet(tag, start, end)?,
            Kind::Row => self.row(tag, start, end)?,
            Kind::Cell => self.cell(tag, start, end)?,
            Kind::Paragraph => self.paragraph(),
            Kind::Inline => self.inline(tag)?,
            _ => {}
        }
        self.open.push(kind);
        Ok(())
    }

    fn close(&mut self, start: usize, end: usize) {
        match self.open.pop() {
            Some(Kind::Table) => {
                if let Some(sheet) = self.sheets.last_mut() {
                    sheet.span.end = end;
                }
            }
            Some(Kind::Row) => {
                if let Some(row) = self.last_row() {
                    row.span.end = end;
                    row.inner_end = start;
                }
            }
            Some(Kind::Cell) => {
                let (paragraphs, given) = (self.paragraphs, self.string_value.take());
                if let Some(cell) = self.last_cell() {
                    cell.span.end = end;
                    // A text may stand in an attribute alone.
                    if let (0, Some(text)) = (paragraphs, given) {
                        cell.text = text;
                    }
                    if cell.value == Value::Empty && !cell.text.is_empty() {
                        cell.value = Value::Text;
                    }
                }
            }
            Some(Kind::Paragraph) => {
                // A blank at the end of a paragraph is layout, unless an element said it.
                if let Some(at) = self.last_blank.take()
                    && let Some(cell) = self.last_cell()
                    && cell.text.get(at..).is_some_and(|end| end.starts_with(' '))
                {
                    _ = cell.text.remove(at);
                }
            }
            _ => {}
        }
    }

    fn sheet(&mut self, tag: &BytesStart<'_>, start: usize, end: usize) -> Result<(), OdsError> {
        let mut name = String::new();
        for attribute in attributes(tag) {
            let (key, value) = attribute?;
            if key == "table:name" {
                name = plain(&value)?;
            }
        }
        self.count()?;
        self.sheets.push(Sheet {
            name,
            span: start..end,
            tag: start..end,
            rows: Vec::new(),
        });
        Ok(())
    }

    fn row(&mut self, tag: &BytesStart<'_>, start: usize, end: usize) -> Result<(), OdsError> {
        self.count()?;
        let mut repeated = 1;
        for attribute in attributes(tag) {
            let (key, value) = attribute?;
            if key == ROWS_REPEATED {
                repeated = number(&value, MAX_ROWS, start)?;
            }
        }
        let Some(sheet) = self.sheets.last_mut() else {
            return Ok(());
        };
        let first = sheet.height();
        if repeated > MAX_ROWS - first {
            return Err(OdsError::BadRepeat { position: start });
        }
        sheet.rows.push(Row {
            first,
            repeated,
            span: start..end,
            tag: start..end,
            inner_end: end,
            cells: Vec::new(),
        });
        Ok(())
    }

    fn cell(&mut self, tag: &BytesStart<'_>, start: usize, end: usize) -> Result<(), OdsError> {
        self.count()?;
        let column = self.last_row().map_or(0, |row| row.width());
        let mut cell = Cell {
            column,
            repeated: 1,
            is_covered: tag.name().as_ref() == b"table:covered-table-cell",
            columns_spanned: 1,
            rows_spanned: 1,
            value: Value::Empty,
            text: String::new(),
            validation: None,
            formula: None,
            has_children: false,
            span: start..end,
        };
        let (mut kind, mut given) = (String::new(), String::new());
        self.string_value = None;
        for attribute in attributes(tag) {
            let (key, value) = attribute?;
            match key {
                COLUMNS_REPEATED => cell.repeated = number(&value, MAX_COLUMNS, start)?,
                "table:number-columns-spanned" => {
                    cell.columns_spanned = number(&value, MAX_COLUMNS, start)?;
                }
                "table:number-rows-spanned" => {
                    cell.rows_spanned = number(&value, MAX_ROWS, start)?;
                }
                "table:content-validation-name" => cell.validation = Some(plain(&value)?),
                "table:formula" => cell.formula = Some(plain(&value)?),
                "office:value-type" => kind = plain(&value)?,
                "office:value" | "office:date-value" | "office:boolean-value" => {
                    given = plain(&value)?;
                }
                "office:string-value" => self.string_value = Some(plain(&value)?),
                _ => {}
            }
        }
        if cell.repeated > MAX_COLUMNS - column {
            return Err(OdsError::BadRepeat { position: start });
        }
        cell.value = value(&kind, &given);
        self.paragraphs = 0;
        if let Some(row) = self.last_row() {
            row.cells.push(cell);
        }
        Ok(())
    }

    fn paragraph(&mut self) {
        if self.paragraphs > 0
            && let Some(cell) = self.last_cell()
        {
            cell.text.push('\n');
        }
        self.paragraphs += 1;
        self.after_blank = true;
        self.last_blank = None;
    }

    /// The elements that stand for characters.
    fn inline(&mut self, tag: &BytesStart<'_>) -> Result<(), OdsError> {
        let blanks = match tag.name().as_ref() {
            b"text:s" => {
                let mut count = 1_usize;
                for attribute in attributes(tag) {
                    let (key, value) = attribute?;
                    if key == "text:c" {
                        // Longer than any line; a file cannot ask for memory by a number.
                        count = value.parse::<usize>().unwrap_or(1).min(256);
                    }
                }
                count = count.min(self.blanks_left);
                self.blanks_left -= count;
                " ".repeat(count)
            }
            b"text:tab" => "\t".to_owned(),
            b"text:line-break" => "\n".to_owned(),
            _ => return Ok(()),
        };
        if let Some(cell) = self.last_cell() {
            cell.text.push_str(&blanks);
        }
        Ok(())
    }

    /// Characters: blanks and line ends of the file are layout, and several of them one blank.
    fn text(&mut self, text: &str) {
        if !matches!(self.open.last(), Some(Kind::Paragraph | Kind::Inline)) {
            return;
        }
        let (mut after_blank, mut last_blank) = (self.after_blank, self.last_blank);
        if let Some(cell) = self.last_cell() {
            for character in text.chars() {
                let is_blank = matches!(character, ' ' | '\t' | '\r' | '\n');
                if !is_blank {
                    cell.text.push(character);
                    last_blank = None;
                } else if !after_blank {
                    last_blank = Some(cell.text.len());
                    cell.text.push(' ');
                }
                after_blank = is_blank;
            }
        }
        (self.after_blank, self.last_blank) = (after_blank, last_blank);
    }

    fn last_row(&mut self) -> Option<&mut Row> {
        self.sheets.last_mut()?.rows.last_mut()
    }

    fn last_cell(&mut self) -> Option<&mut Cell> {
        self.last_row()?.cells.last_mut()
    }

    fn count(&mut self) -> Result<(), OdsError> {
        self.elements += 1;
        if self.elements > self.limits.cells {
            return Err(OdsError::TooManyCells);
        }
        Ok(())
    }
}

/// The prefixes that the reader goes by.
const PREFIXES: [(&str, &str); 3] = [
    (
        "xmlns:office",
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    ),
    (
        "xmlns:table",
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    ),
    (
        "xmlns:text",
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    ),
];

fn check_prefixes(tag: &BytesStart<'_>) -> Result<(), OdsError> {
    let raw = tag.attributes_raw();
    if !raw.windows(5).any(|window| window == b"xmlns") {
        return Ok(());
    }
    for attribute in attributes(tag) {
        let (key, value) = attribute?;
        let expected = PREFIXES.iter().find(|(prefix, _)| *prefix == key);
        if expected.is_some_and(|(_, namespace)| *namespace != value) {
            return Err(OdsError::OtherPrefixes);
        }
    }
    Ok(())
}

fn value(kind: &str, given: &str) -> Value {
    match kind {
        "" => Value::Empty,
        "string" => Value::Text,
        "float" | "percentage" | "currency" => given.parse().map_or(Value::Other, Value::Number),
        // A day, or a day with a time.
        "date" => given
            .get(..10)
            .and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok())
            .map_or(Value::Other, Value::Date),
        "boolean" => Value::Boolean(given == "true"),
        _ => Value::Other,
    }
}

fn number(value: &str, most: u32, position: usize) -> Result<u32, OdsError> {
    let number = value.parse().ok();
    number
        .filter(|number| (1..=most).contains(number))
        .ok_or(OdsError::BadRepeat { position })
}

/// The characters of an attribute's value.
fn plain(value: &str) -> Result<String, OdsError> {
    unescape(value)
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| OdsError::UnknownEntity)
}

/// The character of a reference by number, or one of the five that XML knows.
fn resolved(reference: &BytesRef<'_>) -> Result<String, OdsError> {
    let name = reference.decode().map_err(|_| OdsError::NotUtf8)?;
    plain(&format!("&{name};"))
}
