//! The rows of sensitive categories.

use greffe_register::Processing;
use serde_json::{Value, json};

use super::super::data::{self, Sensitive};
use super::super::form::Part;
use super::super::json::{self, flat, french_at, items};
use super::super::ledger::{Ledger, Why, clean};
use super::super::said;
use super::super::terms::sensitive_of;
use super::categories;
use super::writer::{Writer, as_read};
use crate::LossKind;

/// Whether a data entry stands in the row of its sensitive category: it bears the category's code, as an entry that was read out of such a row.
pub(super) fn is_own_row(processing: &Value, entry: &Value) -> bool {
    let id = french_at(entry, "id");
    french_at(entry, "category") == Some("other")
        && id.is_some()
        && items(processing.get("sensitive"))
            .iter()
            .any(|item| french_at(item, "category") == id)
}

pub(super) fn write(
    writer: &mut Writer<'_, '_>,
    (json, processing): (&Value, &Processing),
    (path, said_none): (&str, bool),
    ledger: &mut Ledger,
) {
    let section = writer.record.section(Part::Sensitive);
    let stated = json.get("sensitive");
    let list = json::key(path, "sensitive");
    let word = stated.and_then(Value::as_str);
    let said = word.and_then(|word| match word {
        "none" => Some(said::NO),
        _ => said::of_absence(word),
    });
    let rows: Vec<_> = section
        .rows
        .iter()
        .filter_map(|slot| Some((slot.row, sensitive_of(&slot.label)?)))
        .map(|(row, code)| (row, code, section.texts(writer.record.sheet, row)))
        .collect();
    let is_yes =
        |texts: &[String]| matches!(data::read_sensitive(texts), Some(Sensitive::Yes { .. }));
    if let Some(said) = said {
        ledger.carry(&list);
        // The list's word is enough where no row says otherwise.
        let is_said =
            word == Some("none") && said_none && !rows.iter().any(|(_, _, texts)| is_yes(texts));
        for (row, _, texts) in rows.iter().filter(|_| !is_said) {
            let wanted = [said.to_owned(), String::new()];
            if data::read_sensitive(texts) != data::read_sensitive(&wanted) {
                writer.row(&section, *row, &wanted);
            }
        }
        return;
    }
    let mut left: Vec<usize> = (0..items(stated).len()).collect();
    for (row, code, texts) in &rows {
        let found = items(stated).iter().enumerate().find(|(index, item)| {
            left.contains(index) && french_at(item, "category") == Some(code)
        });
        let Some((index, item)) = found else {
            if is_yes(texts) {
                writer.row(&section, *row, &[String::new(), String::new()]);
            }
            continue;
        };
        left.retain(|other| *other != index);
        let item_path = json::item(&list, index, item);
        ledger.carry(&json::key(&item_path, "category"));
        let cells = cells((json, processing), (item, &item_path), path, ledger);
        if data::read_sensitive(texts) != data::read_sensitive(&as_read(&cells)) {
            writer.row(&section, *row, &cells);
        }
    }
}

/// The texts of a listed category: those of its entry where it has one, else the condition that allows it.
fn cells(
    (json, processing): (&Value, &Processing),
    (item, item_path): (&Value, &str),
    path: &str,
    ledger: &mut Ledger,
) -> Vec<String> {
    let list = json::key(path, "data");
    let entries = items(json.get("data"))
        .iter()
        .zip(&processing.data)
        .enumerate();
    let mut own = entries.filter(|(_, (entry, _))| {
        is_own_row(json, entry) && french_at(entry, "id") == french_at(item, "category")
    });
    let Some((index, (entry, typed))) = own.next() else {
        ledger.carry(&json::key(item_path, "condition"));
        return data::sensitive_cells(item);
    };
    let entry_path = json::item(&list, index, entry);
    let length = categories::length(entry, typed, &entry_path, ledger);
    let cells = data::cells(entry, &length);
    let read = match data::read_sensitive(&as_read(&cells)) {
        Some(Sensitive::Yes {
            entry: Some(read), ..
        }) => Some(read),
        _ => None,
    };
    let detail = |value: Option<&Value>| clean(&flat(value.unwrap_or(&json!(null))));
    let is_same = read
        .as_ref()
        .is_some_and(|read| detail(read.get("detail")) == detail(entry.get("detail")));
    for key in ["category", "id", "detail"] {
        if let Some(value) = entry.get(key) {
            ledger.carry_texts(&json::key(&entry_path, key), value);
        }
    }
    if !is_same {
        ledger.note(&entry_path, LossKind::Reshaped, Why::Otherwise);
    }
    cells
}
