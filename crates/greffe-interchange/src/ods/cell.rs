//! A cell's new value as XML.

use chrono::NaiveDate;
use quick_xml::escape::escape;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::OdsError;
use super::tag::{COLUMNS_REPEATED, rewritten};

/// What a cell shall hold.
#[derive(Clone, PartialEq, Eq)]
pub enum NewValue {
    /// Nothing.
    Empty,
    /// A text; line ends become paragraphs.
    Text(String),
    /// The text that the cell's formula gives; the formula stays. Programs show what the file says until they compute it again.
    Computed(String),
    /// A day, shown as `10/05/2018`.
    Date(NaiveDate),
}

/// Shows the kind only.
impl std::fmt::Debug for NewValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Text(_) => "Text(..)",
            Self::Computed(_) => "Computed(..)",
            Self::Date(_) => "Date(..)",
        })
    }
}

/// Whether XML 1.0 can hold the character in a text and readers give it back. A carriage return comes back as a line end.
pub(crate) const fn is_writable(character: char) -> bool {
    match character {
        '\t' | '\n' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        _ => character >= ' ',
    }
}

/// The element of one cell with another value: style, validation, merging, comments and drawings stay.
pub(super) fn with_value(element: &str, value: &NewValue) -> Result<String, OdsError> {
    let parts = Parts::of(element)?;
    let paragraphs = paragraphs(value)?;
    let is_empty = paragraphs.is_empty() && parts.before.is_empty() && parts.after.is_empty();
    let mut added = Vec::new();
    match value {
        NewValue::Text(text) if !text.is_empty() => added.push((VALUE_TYPE, "string".to_owned())),
        NewValue::Computed(text) => {
            added.push((VALUE_TYPE, "string".to_owned()));
            added.push(("office:string-value", escape(text).into_owned()));
        }
        NewValue::Date(date) => {
            added.push((VALUE_TYPE, "date".to_owned()));
            added.push(("office:date-value", date.to_string()));
        }
        _ => {}
    }
    // LibreOffice writes the type twice, once under a prefix of its own; the second would contradict the first.
    if let (true, Some((_, kind))) = (parts.tag.contains(CALC_TYPE), added.first()) {
        added.push((CALC_TYPE, kind.clone()));
    }
    let keeps_formula = matches!(value, NewValue::Computed(_));
    let dropped: Vec<_> = DROPPED
        .iter()
        .filter(|key| !(keeps_formula && **key == "table:formula"))
        .copied()
        .collect();
    let tag = rewritten(parts.tag, &dropped, &added, is_empty)?;
    if is_empty {
        return Ok(tag);
    }
    Ok([
        &tag,
        parts.before,
        &paragraphs,
        &parts.after,
        "</",
        parts.name,
        ">",
    ]
    .concat())
}

/// A cell without style.
pub(super) fn plain(value: &NewValue) -> Result<String, OdsError> {
    with_value("<table:table-cell/>", value)
}

const VALUE_TYPE: &str = "office:value-type";
const CALC_TYPE: &str = "calcext:value-type";

/// What said what the cell held, and how many such cells there were.
const DROPPED: &[&str] = &[
    VALUE_TYPE,
    CALC_TYPE,
    "office:value",
    "office:date-value",
    "office:time-value",
    "office:boolean-value",
    "office:string-value",
    "office:currency",
    "table:formula",
    "table:number-matrix-columns-spanned",
    "table:number-matrix-rows-spanned",
    COLUMNS_REPEATED,
];

/// A cell's element taken apart.
struct Parts<'e> {
    name: &'e str,
    tag: &'e str,
    /// What stands before the text: comments.
    before: &'e str,
    /// What stands after it, without its paragraphs.
    after: String,
}

impl<'e> Parts<'e> {
    fn of(element: &'e str) -> Result<Self, OdsError> {
        let bad = OdsError::BadXml { position: 0 };
        let mut reader = Reader::from_str(element);
        let mut depth = 0_usize;
        let (mut tag_end, mut inner_end) = (0, element.len());
        // Where the text begins; what of the rest is not text.
        let (mut text_start, mut kept) = (None, Vec::new());
        let mut child = (0, false);
        loop {
            let start = position(&reader)?;
            let event = reader.read_event().map_err(|_| bad)?;
            let end = position(&reader)?;
            match event {
                Event::Start(_) | Event::Empty(_) if tag_end == 0 => {
                    tag_end = end;
                    if matches!(event, Event::Empty(_)) {
                        inner_end = end;
                    }
                    depth = 1;
                }
                Event::Start(tag) => {
                    if depth == 1 {
                        child = (start, is_text(tag.name().as_ref()));
                    }
                    depth += 1;
                }
                Event::Empty(tag) if depth == 1 => {
                    note(
                        (start, is_text(tag.name().as_ref())),
                        end,
                        &mut text_start,
                        &mut kept,
                    );
                }
                Event::End(_) => {
                    depth = depth.saturating_sub(1);
                    if depth == 1 {
                        note(child, end, &mut text_start, &mut kept);
                    } else if depth == 0 {
                        inner_end = start;
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let tag = element.get(..tag_end).ok_or(bad)?;
        let name = tag
            .trim_start_matches('<')
            .split([' ', '\t', '\r', '\n', '/', '>'])
            .next()
            .ok_or(bad)?;
        let before_end = text_start.unwrap_or(inner_end);
        let before = element.get(tag_end..before_end).unwrap_or_default();
        let after = kept
            .into_iter()
            .filter(|(start, _)| *start >= before_end)
            .filter_map(|(start, end)| element.get(start..end))
            .collect();
        Ok(Self {
            name,
            tag,
            before,
            after,
        })
    }
}

/// Notes a child of the cell: the first of its text, or something else that stays.
fn note(
    (start, is_text): (usize, bool),
    end: usize,
    text_start: &mut Option<usize>,
    kept: &mut Vec<(usize, usize)>,
) {
    if !is_text {
        kept.push((start, end));
    } else if text_start.is_none() {
        *text_start = Some(start);
    }
}

fn is_text(name: &[u8]) -> bool {
    matches!(name, b"text:p" | b"text:h" | b"text:list")
}

pub(super) fn position<R>(reader: &Reader<R>) -> Result<usize, OdsError> {
    usize::try_from(reader.buffer_position()).map_err(|_| OdsError::EntryTooLarge)
}

fn paragraphs(value: &NewValue) -> Result<String, OdsError> {
    match value {
        NewValue::Empty => Ok(String::new()),
        NewValue::Text(text) if text.is_empty() => Ok(String::new()),
        NewValue::Text(text) | NewValue::Computed(text) => {
            text.split('\n').map(paragraph).collect()
        }
        NewValue::Date(date) => paragraph(&date.format("%d/%m/%Y").to_string()),
    }
}

/// A blank that readers might take for layout is an element: any but a single one between two characters.
fn paragraph(line: &str) -> Result<String, OdsError> {
    const BLANKS: [char; 2] = [' ', '\t'];
    let mut out = String::from("<text:p>");
    let mut after_blank = true;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        if !is_writable(character) {
            return Err(OdsError::UnwritableCharacter);
        }
        let before_blank = characters.peek().is_none_or(|next| BLANKS.contains(next));
        match character {
            ' ' if after_blank || before_blank => out.push_str("<text:s/>"),
            ' ' => out.push(' '),
            '\t' => out.push_str("<text:tab/>"),
            _ => out.push_str(&escape(character.encode_utf8(&mut [0; 4]) as &str)),
        }
        after_blank = BLANKS.contains(&character);
    }
    out.push_str("</text:p>");
    Ok(out)
}
