//! From a register to the form.

mod categories;
mod listed;
mod record;
mod sensitive;
mod writer;

use std::collections::{HashMap, HashSet};

use greffe_register::Register;
use serde_json::Value;

use super::form::{BlockKind, Form, Kind};
use super::json::{self, flat, items};
use super::ledger::{Ledger, Why};
use super::organisation::{self, stated_cell};
use super::{CnilError, Place, import, text_of};
use crate::ods::{Edits, NewValue, OdsLimits, Spreadsheet};
use crate::{Loss, LossKind, LossReport};
use writer::Writer;

/// Fills in a blank form: a row in the list and a copy of the blank record for each processing, who keeps the register above the list. The report
/// names every value of the register that no cell holds, by its path.
///
/// # Errors
/// [`CnilError::NotBlank`] where a record is filled in already: [`update`] is for that; and what [`update`] says.
pub fn fill(
    template: &[u8],
    register: &Register,
    limits: OdsLimits,
) -> Result<(Vec<u8>, LossReport), CnilError> {
    let book = Spreadsheet::open(template.to_vec(), limits)?;
    let form = Form::find(&book)?;
    if let Some(record) = form
        .records
        .iter()
        .find(|record| record.kind == Kind::Filled)
    {
        let place = Place::sheet(record.index);
        return Err(CnilError::NotBlank { place });
    }
    if let Some(row) = form.list.rows.first() {
        let place = form.list.place(*row, form.list.name);
        return Err(CnilError::NotBlank { place });
    }
    written(&book, &form, register)
}

/// Brings a filled form up to a register. A cell that says the same already stays as it is, whatever its words; a processing without a record gets
/// one; a record that the register does not have is left and reported.
///
/// # Errors
/// [`CnilError`]: no such form, no blank record to copy where one is needed, or a result over a limit.
pub fn update(
    existing: &[u8],
    register: &Register,
    limits: OdsLimits,
) -> Result<(Vec<u8>, LossReport), CnilError> {
    let book = Spreadsheet::open(existing.to_vec(), limits)?;
    let form = Form::find(&book)?;
    written(&book, &form, register)
}

fn written(
    book: &Spreadsheet,
    form: &Form<'_>,
    register: &Register,
) -> Result<(Vec<u8>, LossReport), CnilError> {
    let value = serde_json::to_value(register).map_err(|_| CnilError::NotWritten)?;
    let mut ledger = Ledger::default();
    let mut edits = Edits::new();
    ledger.carry("format");
    // What goes without saying comes back without being said.
    if register.zone().name() == "Europe/Paris" {
        ledger.carry("organisation.zone");
    }
    let current = import::document(form, &mut import::Losses::default());
    write_organisation(form, (&value, &current), &mut edits, &mut ledger);

    let activities = import::activities(form, &mut import::Losses::default());
    let mut by_reference: HashMap<&str, _> = activities
        .iter()
        .map(|activity| (activity.reference.as_str(), activity))
        .collect();
    let template = form
        .records
        .iter()
        .find(|record| record.kind == Kind::Template);
    let last = form
        .records
        .iter()
        .filter(|record| record.kind != Kind::Example);
    let last = last.map(|record| record.index).max().unwrap_or_default();
    let mut names: HashSet<String> = book
        .sheets()
        .iter()
        .map(|sheet| sheet.name().to_lowercase())
        .collect();
    let mut list = listed::Rows::new(&form.list);
    let processings = items(value.get("processing"));
    for (index, (json, processing)) in processings.iter().zip(register.processings()).enumerate() {
        let path = json::item("processing", index, json);
        let reference = processing.reference.as_str();
        let activity = by_reference.remove(reference);
        let record = activity.and_then(|activity| activity.record);
        let row = activity.and_then(|activity| activity.row);
        let target = record.or(template).ok_or(CnilError::NoTemplate)?;
        let said_none = row.is_some_and(|row| list.says_no(row));
        let mut writer = Writer::new(target);
        record::write(
            &mut writer,
            (json, processing),
            (&path, said_none),
            &mut ledger,
        )?;
        if record.is_some() {
            *edits.sheet(target.index) = writer.edits;
        } else {
            let name = sheet_name(reference, &mut names);
            edits.copy_sheet(target.index, last, name, writer.edits);
        }
        // A record that its owner left out of the list stays out of it.
        if row.is_some() || record.is_none() {
            list.write(row, json);
        }
    }
    if !list.edits.is_empty() {
        edits.sheet(form.list.index).extend(list.edits);
    }
    let mut report = ledger.report(&value);
    for activity in activities
        .iter()
        .filter(|activity| by_reference.contains_key(activity.reference.as_str()))
    {
        let place = match (activity.record, activity.row) {
            (Some(record), _) => Place::sheet(record.index),
            (None, row) => form.list.place(row.unwrap_or_default(), form.list.name),
        };
        let why = text_of(
            "le registre n’a pas ce traitement\u{a0}; la fiche est laissée telle quelle",
            "the register does not have this activity; the record is left as it is",
        );
        report.note(Loss::new(LossKind::Assumed, place.to_string(), why));
    }
    Ok((book.edit(&edits)?.to_bytes()?, report))
}

/// A name for a record's sheet that no other one has.
fn sheet_name(reference: &str, taken: &mut HashSet<String>) -> String {
    let name: String = format!("Fiche {reference}").chars().take(31).collect();
    let mut unique = name.clone();
    let mut number = 1_u32;
    while !taken.insert(unique.to_lowercase()) {
        number += 1;
        let head: String = name.chars().take(24).collect();
        unique = format!("{head} {number}");
    }
    unique
}

/// How the texts of a block, by their labels, are read.
type Reading<'r> = &'r dyn Fn(&dyn Fn(&str) -> String) -> Option<Value>;

/// Who keeps the register: the blocks above the list.
fn write_organisation(
    form: &Form<'_>,
    (register, current): (&Value, &Value),
    edits: &mut Edits,
    ledger: &mut Ledger,
) {
    let at = |value: &'_ Value, key: &str| {
        value
            .get("organisation")
            .and_then(|all| all.get(key))
            .cloned()
    };
    let list = &form.list;
    let mut write =
        |kind: BlockKind, key: &str, cells: Vec<(&'static str, String)>, read: Reading<'_>| {
            let Some(block) = list.block(kind) else {
                return;
            };
            let wanted = at(register, key);
            let has_cells = cells
                .iter()
                .all(|(label, text)| text.is_empty() || block.at(label).is_some());
            if !has_cells {
                return;
            }
            let path = json::key("organisation", key);
            let cells: Vec<_> = cells
                .into_iter()
                .map(|(label, text)| (label, super::ledger::cleaned(&text)))
                .collect();
            if let Some(value) = &wanted {
                ledger.carry_texts(&path, value);
                let texts = |label: &str| {
                    let found = cells.iter().find(|(known, _)| *known == label);
                    found.map_or_else(String::new, |(_, text)| writer::text_as_read(text))
                };
                if read(&texts).as_ref().map(flat) != Some(super::ledger::clean(&flat(value))) {
                    ledger.note(&path, LossKind::Reshaped, Why::Otherwise);
                }
            }
            if at(current, key).as_ref().map(flat) == wanted.as_ref().map(flat) {
                return;
            }
            for (label, text) in cells {
                let Some((row, column)) = block.at(label) else {
                    continue;
                };
                if list.text(row, column) != text {
                    edits
                        .sheet(list.index)
                        .set(row, column, NewValue::Text(text));
                }
            }
        };
    let text = |key: &str| stated_cell(at(register, key).as_ref());
    let blank = String::new;
    write(
        BlockKind::Controller,
        "name",
        vec![
            (
                "nom",
                at(register, "name")
                    .as_ref()
                    .and_then(json::french)
                    .unwrap_or_default()
                    .to_owned(),
            ),
            ("prenom", blank()),
        ],
        &|texts| organisation::name(&|label: &str| texts(label)),
    );
    write(
        BlockKind::Controller,
        "address",
        vec![
            ("adresse", text("address")),
            ("code postal", blank()),
            ("ville", blank()),
        ],
        &|texts| organisation::address(&|label: &str| texts(label)),
    );
    write(
        BlockKind::Controller,
        "contact",
        vec![("adresse mel", text("contact")), ("telephone", blank())],
        &|texts| organisation::contact(&|label: &str| texts(label)),
    );
    write(
        BlockKind::Officer,
        "dpo",
        organisation::officer_cells(at(register, "dpo").as_ref()),
        &|texts| organisation::officer(&|label: &str| texts(label)),
    );
    write(
        BlockKind::Representative,
        "representative",
        organisation::representative_cells(at(register, "representative").as_ref()),
        &|texts| organisation::representative(&|label: &str| texts(label)),
    );
}
