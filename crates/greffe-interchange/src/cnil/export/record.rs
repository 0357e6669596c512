//! The record of a processing activity.

use greffe_register::Processing;
use serde_json::Value;

use super::super::form::Part;
use super::super::json::{self, flat, items};
use super::super::ledger::{Ledger, Why, clean};
use super::super::organisation::{stated, stated_cell};
use super::super::said::{self, Said};
use super::super::subjects::Entry;
use super::super::terms::RECIPIENTS;
use super::super::{CnilError, import, measures, purposes, recipients, subjects, transfers};
use super::writer::{Writer, as_read, text_as_read};
use super::{categories, sensitive};
use crate::LossKind;
use crate::ods::NewValue;

/// Writes a processing into a record.
pub(super) fn write(
    writer: &mut Writer<'_, '_>,
    (json, processing): (&Value, &Processing),
    (path, said_none): (&str, bool),
    ledger: &mut Ledger,
) -> Result<(), CnilError> {
    heading(writer, json, path, ledger);
    actors(writer, json, path, ledger);
    write_purposes(writer, json, path, ledger)?;
    write_list(
        writer,
        Part::Subjects,
        (json, "subjects", path),
        ledger,
        &SUBJECTS,
    )?;
    write_recipients(writer, json, path, ledger)?;
    write_measures(writer, json, path, ledger)?;
    write_list(
        writer,
        Part::Transfers,
        (json, "transfers", path),
        ledger,
        &TRANSFERS,
    )?;
    categories::write(writer, (json, processing), path, ledger)?;
    sensitive::write(writer, (json, processing), (path, said_none), ledger);
    Ok(())
}

fn heading(writer: &mut Writer<'_, '_>, json: &Value, path: &str, ledger: &mut Ledger) {
    let record = writer.record;
    if let Some(name) = json.get("name") {
        let (path, text) = (
            json::key(path, "name"),
            json::french(name).unwrap_or_default(),
        );
        ledger.carry_text(&path, name);
        note_otherwise(ledger, &path, Some(&Value::from(text_as_read(text))), name);
        // A record without a name would be a blank one.
        let reference = json::french_at(json, "ref").unwrap_or_default();
        let is_seen = !text_as_read(text).is_empty();
        writer.text(record.name, if is_seen { text } else { reference });
    }
    let reference = json::french_at(json, "ref").unwrap_or_default();
    ledger.carry(&json::key(path, "ref"));
    if import::identifier(&record.text(record.reference)) != reference {
        writer.text(record.reference, reference);
        show_reference(writer, reference);
    }
    for (key, at) in [("created", record.created), ("updated", record.updated)] {
        ledger.carry(&json::key(path, key));
        let wanted = json::french_at(json, key).and_then(super::super::day::of_text);
        let current = writer.day(at);
        match wanted {
            Some(day) if current != Some(day) => writer.edits.set(at.0, at.1, NewValue::Date(day)),
            None if current.is_some() => writer.edits.set(at.0, at.1, NewValue::Empty),
            _ => {}
        }
    }
}

/// The form repeats the reference in its title by a formula, whose result stands in the file.
fn show_reference(writer: &mut Writer<'_, '_>, reference: &str) {
    let record = writer.record;
    let place = record.place(record.reference).to_string();
    let cell = place.rsplit(' ').next().unwrap_or_default();
    let formula = format!("of:=[.{cell}]");
    for (row, found) in record.sheet.filled() {
        if found.formula() == Some(&formula) {
            let value = NewValue::Computed(reference.to_owned());
            writer.edits.set(row, found.column(), value);
        }
    }
}

fn actors(writer: &mut Writer<'_, '_>, json: &Value, path: &str, ledger: &mut Ledger) {
    let section = writer.record.section(Part::Actors);
    let Some(column) = section.columns.first().copied() else {
        return;
    };
    if let Some(slot) = import::actor_row(&section, "responsable du traitement") {
        let (at, wanted) = ((slot.row, column), json.get("responsible"));
        let current = stated(&writer.record.text(at));
        let text = stated_cell(wanted);
        if let Some(value) = wanted {
            let path = json::key(path, "responsible");
            ledger.carry_text(&path, value);
            note_otherwise(ledger, &path, stated(&text_as_read(&text)).as_ref(), value);
        }
        if current.as_ref().map(flat) != wanted.map(flat) {
            writer.text(at, &text);
        }
    }
    if let Some(slot) = import::actor_row(&section, "responsable conjoint") {
        let at = (slot.row, column);
        let is_joint = json::french_at(json, "role") == Some("joint_controller");
        let says_joint = matches!(Said::by(&writer.record.text(at)), Said::Yes | Said::Text);
        if is_joint {
            ledger.carry(&json::key(path, "role"));
        }
        match (is_joint, says_joint) {
            (true, false) => writer.text(at, said::YES),
            (false, true) => writer.text(at, ""),
            _ => {}
        }
    }
}

fn write_purposes(
    writer: &mut Writer<'_, '_>,
    json: &Value,
    path: &str,
    ledger: &mut Ledger,
) -> Result<(), CnilError> {
    let all = items(json.get("purpose"));
    let list = json::key(path, "purpose");
    let reference = json::french_at(json, "ref").unwrap_or_default();
    let mut wanted = Vec::new();
    for (index, purpose) in all.iter().enumerate() {
        let cells = vec![purposes::cell(purpose)];
        let path = json::item(&list, index, purpose);
        let id = json::french_at(purpose, "id").unwrap_or_default();
        let id_path = json::key(&path, "id");
        if purpose.get("name").is_none() {
            ledger.note(&id_path, LossKind::Reshaped, Why::IdAsName);
        } else if id == import::purpose_id(reference, index + 1) {
            ledger.carry(&id_path);
        } else {
            ledger.note(&id_path, LossKind::Dropped, Why::Id);
        }
        let read = as_read(&cells)
            .first()
            .and_then(|text| purposes::read(text));
        for key in ["name", "basis", "justification"] {
            if let Some(value) = purpose.get(key) {
                let path = json::key(&path, key);
                ledger.carry_texts(&path, value);
                note_otherwise(
                    ledger,
                    &path,
                    read.as_ref().and_then(|read| read.get(key)),
                    value,
                );
            }
        }
        wanted.push(cells);
    }
    writer.rows(
        Part::Purposes,
        &wanted,
        |texts| texts.first().and_then(|text| purposes::read(text)),
        |_, _| false,
    )
}

/// How the items of a list become rows and are read back.
struct Rows {
    cells: fn(&Value) -> Vec<String>,
    absent: fn(&str) -> Option<Vec<String>>,
    read: fn(&[String]) -> Option<Entry>,
}

const SUBJECTS: Rows = Rows {
    cells: subjects::cells,
    absent: subjects::absent,
    read: subjects::read,
};
const TRANSFERS: Rows = Rows {
    cells: transfers::cells,
    absent: transfers::absent,
    read: transfers::read,
};

fn write_list(
    writer: &mut Writer<'_, '_>,
    part: Part,
    (json, key, path): (&Value, &str, &str),
    ledger: &mut Ledger,
    rows: &Rows,
) -> Result<(), CnilError> {
    let list = json::key(path, key);
    let mut wanted = Vec::new();
    match json.get(key) {
        Some(Value::String(word)) => {
            ledger.carry(&list);
            wanted.extend((rows.absent)(word));
        }
        value => {
            for (index, item) in items(value).iter().enumerate() {
                let cells = (rows.cells)(item);
                let path = json::item(&list, index, item);
                ledger.carry_texts(&path, item);
                let read = (rows.read)(&as_read(&cells));
                if note_entry(ledger, &path, read.as_ref(), item) {
                    wanted.push(cells);
                }
            }
        }
    }
    writer.rows(part, &wanted, rows.read, is_overruled)
}

fn write_recipients(
    writer: &mut Writer<'_, '_>,
    json: &Value,
    path: &str,
    ledger: &mut Ledger,
) -> Result<(), CnilError> {
    let all = json::key(path, "recipients");
    let mut wanted = Vec::new();
    for (kind, _) in RECIPIENTS {
        let list = json::key(&all, kind);
        match json.get("recipients").and_then(|all| all.get(kind)) {
            Some(Value::String(word)) => {
                ledger.carry(&list);
                wanted.extend(recipients::absent(kind, word));
            }
            value => {
                for (index, item) in items(value).iter().enumerate() {
                    let cells = recipients::cells(kind, item);
                    let path = json::item(&list, index, item);
                    ledger.carry_texts(&path, item);
                    let read = recipients::read(&as_read(&cells)).map(|(_, entry)| entry);
                    if note_entry(ledger, &path, read.as_ref(), item) {
                        wanted.push(cells);
                    }
                }
            }
        }
    }
    writer.rows(
        Part::Recipients,
        &wanted,
        recipients::read,
        |(kind, said), (other, item)| kind == other && is_overruled(said, item),
    )
}

fn write_measures(
    writer: &mut Writer<'_, '_>,
    json: &Value,
    path: &str,
    ledger: &mut Ledger,
) -> Result<(), CnilError> {
    let all = json::key(path, "measures");
    let mut wanted = Vec::new();
    let families = json.get("measures").and_then(Value::as_object);
    for (family, measure) in families.into_iter().flatten() {
        let path = json::key(&all, family);
        let Value::Array(texts) = measure else {
            ledger.carry(&path);
            wanted.push(measures::cells(family, measure));
            continue;
        };
        let mut is_named = false;
        for (index, text) in texts.iter().enumerate() {
            let cells = measures::cells(family, text);
            let path = json::item(&path, index, text);
            ledger.carry_texts(&path, text);
            let read = measures::read(&as_read(&cells)).map(|(_, measure)| measure);
            note_otherwise(ledger, &path, read.as_ref(), text);
            // A detail that no cell can tell leaves the family's name, which is said once.
            let is_bare = read.is_some_and(|measure| measure.is_boolean());
            if !(is_bare && is_named) {
                wanted.push(cells);
            }
            is_named |= is_bare;
        }
    }
    // A family that a row names without detail is told by the rows that give some.
    writer.rows(
        Part::Measures,
        &wanted,
        measures::read,
        |(family, said), (other, measure)| {
            family == other && said.is_boolean() && !measure.is_boolean()
        },
    )
}

/// Notes an item that its row does not give back; false where the row would say that there is none.
fn note_entry(ledger: &mut Ledger, path: &str, read: Option<&Entry>, item: &Value) -> bool {
    let Some(Entry::Item(read)) = read else {
        ledger.note(path, LossKind::Dropped, Why::Otherwise);
        return false;
    };
    note_otherwise(ledger, path, Some(read), item);
    true
}

fn is_overruled(said: &Entry, item: &Entry) -> bool {
    matches!((said, item), (Entry::Absent(_), Entry::Item(_)))
}

/// Notes a value that its cell does not give back.
pub(super) fn note_otherwise(ledger: &mut Ledger, path: &str, read: Option<&Value>, value: &Value) {
    if read.map(flat) != Some(clean(&flat(value))) {
        ledger.note(path, LossKind::Reshaped, Why::Otherwise);
    }
}
