//! A sheet once more under another name.

use quick_xml::escape::escape;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::OdsError;
use super::cell::position;
use super::tag::{attributes, rewritten};

/// Attributes that give an element an id, which a file may hold once.
const IDS: [&str; 3] = ["xml:id", "draw:id", "form:id"];

/// Attributes that lead to an element by its id.
const REFERENCES: [&str; 4] = [
    "draw:control",
    "draw:start-shape",
    "draw:end-shape",
    "form:for",
];

/// Whether a sheet may be called so in every program: 1 to 31 characters, without `[ ] * ? : / \` and without an apostrophe at either end.
pub(super) fn is_sheet_name(name: &str) -> bool {
    (1..=31).contains(&name.chars().count())
        && !name.contains(['[', ']', '*', '?', ':', '/', '\\'])
        && !name.starts_with('\'')
        && !name.ends_with('\'')
        && name.trim() == name
        && name.chars().all(|character| !character.is_control())
}

/// The tag of a sheet under another name.
pub(super) fn renamed(tag: &str, name: &str) -> Result<String, OdsError> {
    let name = ("table:name", escape(name).into_owned());
    rewritten(tag, &["table:name", "xml:id"], &[name], tag.ends_with("/>"))
}

/// A copied sheet whose ids, and what leads to them, end in `suffix`.
pub(super) fn with_own_ids(sheet: &str, suffix: &str) -> Result<String, OdsError> {
    if !IDS.iter().any(|id| sheet.contains(id)) {
        return Ok(sheet.to_owned());
    }
    let bad = OdsError::BadXml { position: 0 };
    let mut reader = Reader::from_str(sheet);
    let mut out = String::with_capacity(sheet.len());
    loop {
        let start = position(&reader)?;
        let event = reader.read_event().map_err(|_| bad)?;
        let raw = sheet.get(start..position(&reader)?).ok_or(bad)?;
        match event {
            Event::Eof => return Ok(out),
            Event::Start(tag) | Event::Empty(tag) => {
                let mut own = Vec::new();
                for attribute in attributes(&tag) {
                    let (key, value) = attribute?;
                    let known = IDS
                        .into_iter()
                        .chain(REFERENCES)
                        .find(|known| *known == key);
                    own.extend(known.map(|key| (key, format!("{value}{suffix}"))));
                }
                let keys: Vec<_> = own.iter().map(|(key, _)| *key).collect();
                if keys.is_empty() {
                    out.push_str(raw);
                } else {
                    out.push_str(&rewritten(raw, &keys, &own, raw.ends_with("/>"))?);
                }
            }
            _ => out.push_str(raw),
        }
    }
}
