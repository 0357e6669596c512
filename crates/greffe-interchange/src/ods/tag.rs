//! A start tag with other attributes.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::OdsError;
use super::limits::MAX_ATTRIBUTES;

/// The attributes of a tag as they are written, values still escaped.
pub(super) fn attributes<'t>(
    tag: &'t BytesStart<'_>,
) -> impl Iterator<Item = Result<(&'t str, std::borrow::Cow<'t, str>), OdsError>> {
    let bad = |_| OdsError::BadXml { position: 0 };
    let attributes = tag.attributes().enumerate();
    attributes.map(move |(index, attribute)| {
        if index >= MAX_ATTRIBUTES {
            return Err(OdsError::TooManyAttributes);
        }
        let attribute = attribute.map_err(|_| OdsError::BadXml { position: 0 })?;
        let key = std::str::from_utf8(attribute.key.into_inner()).map_err(bad)?;
        let value = match attribute.value {
            std::borrow::Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map_err(bad)?.into(),
            std::borrow::Cow::Owned(bytes) => String::from_utf8(bytes)
                .map_err(|_| OdsError::BadXml { position: 0 })?
                .into(),
        };
        Ok((key, value))
    })
}

/// `tag`, the bytes from `<` to `>`, without the attributes `dropped` and with those `added` (escaped values) at the end.
pub(super) fn rewritten(
    tag: &str,
    dropped: &[&str],
    added: &[(&str, String)],
    is_empty: bool,
) -> Result<String, OdsError> {
    let event = Reader::from_str(tag)
        .read_event()
        .map_err(|_| OdsError::BadXml { position: 0 })?;
    let (Event::Start(start) | Event::Empty(start)) = event else {
        return Err(OdsError::BadXml { position: 0 });
    };
    let name = start.name();
    let name = std::str::from_utf8(name.as_ref()).map_err(|_| OdsError::NotUtf8)?;
    let mut out = format!("<{name}");
    let mut push = |key: &str, value: &str| {
        let quote = if value.contains('"') { '\'' } else { '"' };
        out.push_str(&format!(" {key}={quote}{value}{quote}"));
    };
    for attribute in attributes(&start) {
        let (key, value) = attribute?;
        if !dropped.contains(&key) {
            push(key, &value);
        }
    }
    for (key, value) in added {
        push(key, value);
    }
    out.push_str(if is_empty { "/>" } else { ">" });
    Ok(out)
}

/// The attributes that repeat a row or a cell.
pub(super) const ROWS_REPEATED: &str = "table:number-rows-repeated";
pub(super) const COLUMNS_REPEATED: &str = "table:number-columns-repeated";

/// A tag that stands for `times` rows or cells.
pub(super) fn repeated(
    tag: &str,
    attribute: &'static str,
    times: u32,
    is_empty: bool,
) -> Result<String, OdsError> {
    let added = (times > 1).then(|| (attribute, times.to_string()));
    rewritten(tag, &[attribute], added.as_slice(), is_empty)
}

/// Where the start tag of an element ends.
pub(super) fn end_of_first(element: &str) -> Result<usize, OdsError> {
    let mut reader = Reader::from_str(element);
    _ = reader
        .read_event()
        .map_err(|_| OdsError::BadXml { position: 0 })?;
    super::cell::position(&reader)
}
