//! The rows of data categories.

use greffe_register::{DataEntry, Processing, Retention};
use greffe_terms::Lang;
use serde_json::Value;

use super::super::data::{self, Row};
use super::super::form::{Part, Slot};
use super::super::json::{self, french_at, items};
use super::super::ledger::{Ledger, Why};
use super::super::terms::{CATEGORIES, code_of, label_of};
use super::super::{CnilError, Place, duration};
use super::record::note_otherwise;
use super::sensitive::is_own_row;
use super::writer::{Writer, as_read, text_as_read};
use crate::LossKind;

pub(super) fn write(
    writer: &mut Writer<'_, '_>,
    (json, processing): (&Value, &Processing),
    path: &str,
    ledger: &mut Ledger,
) -> Result<(), CnilError> {
    let section = writer.record.section(Part::Data);
    let last = section.rows.last().map(|slot| slot.row);
    for (code, label) in CATEGORIES {
        let wanted = wanted(code, (json, processing), path, ledger);
        let slots: Vec<&Slot> = section
            .rows
            .iter()
            .filter(|slot| code_of(&CATEGORIES, &slot.label).unwrap_or("other") == code)
            .collect();
        for (slot, texts) in slots.iter().zip(&wanted) {
            let is_own = code_of(&CATEGORIES, &slot.label).is_none();
            let mut current = section.texts(writer.record.sheet, slot.row);
            if let (true, Some(detail)) = (is_own, current.first_mut()) {
                *detail = own_detail(&slot.label, detail);
            }
            if data::read(&current) != data::read(&as_read(texts)) {
                writer.row(&section, slot.row, texts);
                if is_own {
                    writer.text((slot.row, writer.record.column), label);
                }
            }
        }
        for slot in slots.iter().skip(wanted.len()) {
            let current = section.texts(writer.record.sheet, slot.row);
            if data::read(&current).is_some() {
                writer.row(&section, slot.row, &vec![String::new(); current.len()]);
            }
        }
        let below = slots.last().map(|slot| slot.row).or(last);
        for texts in wanted.iter().skip(slots.len()) {
            let below = below.ok_or(CnilError::MissingLabel {
                place: Place::sheet(writer.record.index),
                label,
            })?;
            writer.add_row(&section, below, label_of(&CATEGORIES, code), texts);
        }
    }
    Ok(())
}

/// What a row that is not the form's own tells: its label, then its description.
fn own_detail(label: &str, detail: &str) -> String {
    match (label.is_empty(), detail.is_empty()) {
        (true, _) => detail.to_owned(),
        (false, true) => label.to_owned(),
        (false, false) => format!("{label} : {detail}"),
    }
}

/// The rows of a category: one an entry, or one that says that there is none.
fn wanted(
    code: &str,
    (json, processing): (&Value, &Processing),
    path: &str,
    ledger: &mut Ledger,
) -> Vec<Vec<String>> {
    let list = json::key(path, "data");
    let mut rows = Vec::new();
    let all = items(json.get("data"))
        .iter()
        .zip(&processing.data)
        .enumerate();
    for (index, (entry, typed)) in all {
        if french_at(entry, "category") != Some(code) || is_own_row(json, entry) {
            continue;
        }
        let path = json::item(&list, index, entry);
        ledger.carry(&json::key(&path, "category"));
        let length = length(entry, typed, &path, ledger);
        let cells = data::cells(entry, &length);
        let read = data::read(&as_read(&cells));
        let read = match &read {
            Some(Row::Entry(read)) => read.get("detail"),
            _ => None,
        };
        if let Some(detail) = entry.get("detail") {
            let path = json::key(&path, "detail");
            ledger.carry_text(&path, detail);
            note_otherwise(ledger, &path, read, detail);
        }
        rows.push(cells);
        let id = json::key(&path, "id");
        if rows.len() > 1 && french_at(entry, "id") == Some(&format!("{code}-{}", rows.len())) {
            ledger.carry(&id);
        } else {
            ledger.note(&id, LossKind::Dropped, Why::Id);
        }
    }
    if rows.is_empty() {
        let refused = json::key(path, "not_processed");
        for (index, item) in items(json.get("not_processed")).iter().enumerate() {
            if rows.is_empty() && item.as_str() == Some(code) {
                ledger.carry(&json::item(&refused, index, item));
                rows = vec![data::not_processed()];
            }
        }
    }
    rows
}

/// How long an entry is kept, in words; and whether they read back as the same.
pub(super) fn length(entry: &Value, typed: &DataEntry, path: &str, ledger: &mut Ledger) -> String {
    let (path, value) = (json::key(path, "retention"), entry.get("retention"));
    let (Retention::Rule(rule), Some(value)) = (&typed.retention, value) else {
        if value.is_none() {
            return String::new();
        }
        ledger.carry(&path);
        return duration::UNSTATED.to_owned();
    };
    let only_note = duration::note_of(value).and_then(json::french);
    let cell = only_note.map_or_else(
        || duration::cell(&rule.in_words(Lang::Fr), french_at(value, "note")),
        str::to_owned,
    );
    match (duration::read(&text_as_read(&cell)), only_note) {
        (duration::Said::Rule(read), None) if duration::are_same(&read, value) => {
            ledger.carry_rule(&path, value);
        }
        (duration::Said::Text(read), Some(_)) => {
            ledger.carry_rule(&path, value);
            note_otherwise(ledger, &path, Some(&read), value);
        }
        _ => ledger.note(&path, LossKind::Reshaped, Why::Rule),
    }
    cell
}
