//! From the form to a register.

mod actors;
mod record;
mod why;

use std::collections::{HashMap, HashSet, VecDeque};

use greffe_register::Register;
use serde_json::{Map, Value, json};

use super::form::{BlockKind, Form, Kind, List, Record};
use super::label::words;
use super::{CnilError, Place, json as texts, organisation};
use crate::ods::{OdsLimits, Spreadsheet};
use crate::{Loss, LossKind, LossReport};
use why::Why;

pub(super) use actors::row as actor_row;
pub(super) use record::purpose_id;

/// Reads the register out of a filled form. Only what the cells say is taken for a fact: a blank cell is unknown, a no is a category that is not
/// processed, and a length that is not understood to the last word is kept as a text that runs nothing.
///
/// The form's own example is left out. Rows that the form does not know, rows of the list that name no activity and further lists are in the report.
///
/// # Errors
/// [`CnilError`]: no spreadsheet, no such form, or a register with faults.
pub fn import(bytes: &[u8], limits: OdsLimits) -> Result<(Register, LossReport), CnilError> {
    let book = Spreadsheet::open(bytes.to_vec(), limits)?;
    let form = Form::find(&book)?;
    let mut losses = Losses::default();
    let document = document(&form, &mut losses);
    let text = serde_json::to_string(&document).map_err(|_| CnilError::NotWritten)?;
    Ok((Register::from_json(&text)?, losses.0))
}

/// The losses of an import.
#[derive(Default)]
pub(super) struct Losses(LossReport);

impl Losses {
    fn note(&mut self, kind: LossKind, place: Place, why: Why) {
        self.0.note(Loss::new(kind, place.to_string(), why.text()));
    }
}

/// An activity of the form: its record, its row in the list, or both, and the reference that the register gives it.
pub(super) struct Activity<'f, 'b> {
    pub(super) record: Option<&'f Record<'b>>,
    pub(super) row: Option<u32>,
    pub(super) reference: String,
}

/// Every activity, in the order of the list; records that the list leaves out come last. A row has the record of its reference, else one of its name that no
/// row's reference asks for.
pub(super) fn activities<'f, 'b>(form: &'f Form<'b>, losses: &mut Losses) -> Vec<Activity<'f, 'b>> {
    let list = &form.list;
    let filled = form
        .records
        .iter()
        .filter(|record| record.kind == Kind::Filled);
    let records: Vec<&Record<'_>> = filled.collect();
    let mut by_reference: HashMap<String, usize> = HashMap::new();
    let mut by_name: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (index, record) in records.iter().enumerate() {
        _ = by_reference
            .entry(words(&record.text(record.reference)))
            .or_insert(index);
        let of_name = by_name.entry(words(&record.text(record.name)));
        of_name.or_default().push_back(index);
    }
    let key = |row, column| Some(words(&list.text(row, column))).filter(|key| !key.is_empty());
    let mut used = HashSet::new();
    let mut found: Vec<Option<usize>> = list
        .rows
        .iter()
        .map(|row| {
            let index = by_reference.get(&key(*row, list.reference)?).copied();
            index.filter(|index| used.insert(*index))
        })
        .collect();
    // A row takes a record by its name only once every row has had the one of its reference.
    for (row, found) in list.rows.iter().zip(&mut found) {
        let name = key(*row, list.name).filter(|_| found.is_none());
        let mut free = name.and_then(|name| by_name.get_mut(&name));
        while found.is_none() {
            let Some(index) = free.as_mut().and_then(|free| free.pop_front()) else {
                break;
            };
            *found = Some(index).filter(|index| used.insert(*index));
        }
    }
    let mut pairs: Vec<(Option<&Record<'_>>, Option<u32>)> = list
        .rows
        .iter()
        .zip(found)
        .map(|(row, found)| {
            let record = found.and_then(|index| records.get(index).copied());
            (record, Some(*row))
        })
        .collect();
    for (index, record) in records.iter().enumerate() {
        if !used.contains(&index) {
            pairs.push((Some(*record), None));
        }
    }
    let mut references = References::default();
    pairs
        .into_iter()
        .map(|(record, row)| Activity {
            record,
            row,
            reference: references.next(form, record, row, losses),
        })
        .collect()
}

/// The register as a document of the file format.
pub(super) fn document(form: &Form<'_>, losses: &mut Losses) -> Value {
    let list = &form.list;
    let mut organisation = organisation_of(list);
    for record in form
        .records
        .iter()
        .filter(|record| record.kind == Kind::Example)
    {
        let place = Place::sheet(record.index);
        losses.note(LossKind::Dropped, place, Why::Example);
    }
    for index in &form.other_lists {
        losses.note(LossKind::Dropped, Place::sheet(*index), Why::SecondList);
    }
    for (row, column) in &list.unnamed {
        losses.note(
            LossKind::Dropped,
            list.place(*row, *column),
            Why::NoActivity,
        );
    }
    let processings: Vec<Value> = activities(form, losses)
        .into_iter()
        .map(|activity| {
            if let Some(record) = activity.record {
                actors::complete(&mut organisation, record, losses);
            }
            let row = (list, activity.row);
            record::processing(row, activity.record, activity.reference, losses)
        })
        .collect();
    if !organisation.contains_key("name") {
        _ = organisation.insert("name".to_owned(), json!("Organisme non nommé"));
        losses.note(LossKind::Assumed, Place::sheet(list.index), Why::NoName);
    }
    let mut document = Map::new();
    _ = document.insert("organisation".to_owned(), Value::Object(organisation));
    if !processings.is_empty() {
        _ = document.insert("processing".to_owned(), Value::Array(processings));
    }
    Value::Object(document)
}

fn organisation_of(list: &List<'_>) -> Map<String, Value> {
    let mut organisation = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            _ = organisation.insert(key.to_owned(), value);
        }
    };
    if let Some(block) = list.block(BlockKind::Controller) {
        let cells = |label: &str| {
            block
                .at(label)
                .map_or_else(String::new, |(row, column)| list.text(row, column))
        };
        put("name", organisation::name(&cells));
        put("address", organisation::address(&cells));
        put("contact", organisation::contact(&cells));
    }
    if let Some(block) = list.block(BlockKind::Officer) {
        let cells = |label: &str| {
            block
                .at(label)
                .map_or_else(String::new, |(row, column)| list.text(row, column))
        };
        put("dpo", organisation::officer(&cells));
    }
    if let Some(block) = list.block(BlockKind::Representative) {
        let cells = |label: &str| {
            block
                .at(label)
                .map_or_else(String::new, |(row, column)| list.text(row, column))
        };
        put("representative", organisation::representative(&cells));
    }
    organisation
}

/// References, each once.
#[derive(Default)]
struct References {
    taken: HashSet<String>,
    /// The number that is tried next for what is taken. Numbers below it stay taken: each is tried once.
    next: HashMap<String, u32>,
}

impl References {
    /// The reference of a record or of a row of the list, in the characters that references have.
    fn next(
        &mut self,
        form: &Form<'_>,
        record: Option<&Record<'_>>,
        row: Option<u32>,
        losses: &mut Losses,
    ) -> String {
        let list = &form.list;
        let own = record.map(|record| {
            (
                record.text(record.reference),
                record.place(record.reference),
            )
        });
        let listed = row.map(|row| {
            (
                list.text(row, list.reference),
                list.place(row, list.reference),
            )
        });
        let given = [own, listed].into_iter().flatten();
        let mut given = given.filter(|(text, _)| !text.is_empty());
        let place = match (record, row) {
            (Some(record), _) => record.place(record.reference),
            (None, row) => list.place(row.unwrap_or_default(), list.reference),
        };
        let (text, place) = given.next().unwrap_or((String::new(), place));
        let plain = identifier(&text);
        if text.is_empty() {
            losses.note(LossKind::Assumed, place, Why::NoReference);
        } else if plain != text {
            losses.note(LossKind::Reshaped, place, Why::Reference);
        }
        if self.taken.insert(plain.clone()) {
            return plain;
        }
        losses.note(LossKind::Reshaped, place, Why::Twice);
        let head: String = plain.chars().take(56).collect();
        let number = self.next.entry(head.clone()).or_insert(2);
        loop {
            let reference = format!("{head}-{number}");
            *number += 1;
            if self.taken.insert(reference.clone()) {
                return reference;
            }
        }
    }
}

/// The text with a hyphen for everything that an identifier cannot hold.
pub(super) fn identifier(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if out.len() == 64 {
            break;
        }
        if character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '-') {
            out.push(character);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    // What was replaced at the end says nothing; a hyphen of the reference's own stays.
    let plain = if text.ends_with('-') {
        out.as_str()
    } else {
        out.trim_end_matches('-')
    };
    if plain.is_empty() {
        "fiche".to_owned()
    } else {
        plain.to_owned()
    }
}

/// Puts a value where there is one.
fn put(map: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        _ = map.insert(key.to_owned(), value);
    }
}
