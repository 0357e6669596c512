//! One processing activity.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::super::form::{List, Part, Record};
use super::super::label::words;
use super::super::said::Said;
use super::super::subjects::{self, Entry, list_of};
use super::super::terms::{CATEGORIES, SENSITIVE, code_of, sensitive_of, tool_of};
use super::super::{
    Place, country, data, day, duration, form, measures, purposes, recipients, transfers,
};
use super::{Losses, Why, actors, put, texts};
use crate::LossKind;

/// The record of an activity, its row in the list, or both.
pub(super) fn processing(
    (list, row): (&List<'_>, Option<u32>),
    record: Option<&Record<'_>>,
    reference: String,
    losses: &mut Losses,
) -> Value {
    let mut map = Map::new();
    let listed = |column: u32| row.map_or_else(String::new, |row| list.text(row, column));
    let name = record
        .map(|record| record.text(record.name))
        .filter(|name| !name.is_empty());
    if let (Some(record), None) = (record, &name) {
        let place = record.place(record.name);
        losses.note(LossKind::Assumed, place, Why::Unnamed);
    }
    let name = name.unwrap_or_else(|| listed(list.name));
    // A row of the list may have a reference alone.
    let name = if name.is_empty() {
        reference.clone()
    } else {
        name
    };
    let days = [
        ("created", record.map(|record| record.created), list.created),
        ("updated", record.map(|record| record.updated), list.updated),
    ];
    for (key, own, column) in days {
        let own = record.zip(own).map(|(record, (row, column))| {
            (record.sheet, record.place((row, column)), row, column)
        });
        let in_list = row.map(|row| (list.sheet, list.place(row, column), row, column));
        let mut found = None;
        for (sheet, place, row, column) in [own, in_list].into_iter().flatten() {
            let text = form::text_at(sheet, row, column);
            let value = sheet.cell(row, column).map(crate::ods::Cell::value);
            let day = value.and_then(|value| day::of_cell(value, &text));
            match (found, day) {
                (_, None) if text.is_empty() => {}
                (_, None) => losses.note(LossKind::Dropped, place, Why::NotADay),
                (None, Some(day)) => found = Some(day),
                (Some(known), Some(day)) if known != day => {
                    losses.note(LossKind::Dropped, place, Why::Differs);
                }
                _ => {}
            }
        }
        put(&mut map, key, found.map(|day| json!(day.to_string())));
    }
    let listed_name = listed(list.name);
    if let (Some(row), false) = (row, listed_name.is_empty() || listed_name == name) {
        losses.note(LossKind::Dropped, list.place(row, list.name), Why::Differs);
    }
    if let (Some(record), Some(row)) = (record, row) {
        let own = words(&record.text(record.reference));
        let listed = words(&listed(list.reference));
        if !own.is_empty() && !listed.is_empty() && own != listed {
            let place = list.place(row, list.reference);
            losses.note(LossKind::Dropped, place, Why::Differs);
        }
    }
    put(&mut map, "name", Some(texts::text(&name)));
    match record {
        Some(record) => {
            actors::of_record(&mut map, record, losses);
            parts(&mut map, record, &reference, losses);
        }
        None => {
            let place = list.place(row.unwrap_or_default(), list.name);
            losses.note(LossKind::Assumed, place, Why::NoRecord);
            let purpose = list.purposes.map(listed).filter(|text| !text.is_empty());
            let purpose = purpose.map(
                |text| json!([{ "id": purpose_id(&reference, 1), "name": texts::text(&text) }]),
            );
            put(&mut map, "purpose", purpose);
        }
    }
    let said = list
        .sensitive
        .map_or(Said::Blank, |column| Said::by(&listed(column)));
    let place = list.place(row.unwrap_or_default(), list.sensitive.unwrap_or_default());
    sensitive(&mut map, record, (said, place), losses);
    _ = map.insert("ref".to_owned(), Value::from(reference));
    Value::Object(map)
}

/// The id of a purpose, which the form has no cell for: the record's reference and a number from 1.
pub(in super::super) fn purpose_id(reference: &str, number: usize) -> String {
    let head: String = reference.chars().take(56).collect();
    format!("{head}.{number}")
}

fn parts(map: &mut Map<String, Value>, record: &Record<'_>, reference: &str, losses: &mut Losses) {
    for place in record.remarks() {
        losses.note(LossKind::Dropped, place, Why::Remark);
    }
    let rows = |part| {
        let section = record.section(part);
        let rows = section.rows.clone();
        rows.into_iter().map(move |slot| {
            let texts = section.texts(record.sheet, slot.row);
            let column = section.columns.last().copied().unwrap_or_default();
            (slot.label, texts, record.place((slot.row, column)))
        })
    };
    let mut all = Vec::new();
    for (_, texts, _) in rows(Part::Purposes) {
        if let Some(mut purpose) = texts.first().and_then(|text| purposes::read(text)) {
            let id = purpose_id(reference, all.len() + 1);
            _ = purpose.insert("id".to_owned(), Value::from(id));
            all.push(Value::Object(purpose));
        }
    }
    put(
        map,
        "purpose",
        (!all.is_empty()).then_some(Value::Array(all)),
    );

    let entries: Vec<(Entry, Place)> = rows(Part::Subjects)
        .filter_map(|(_, texts, place)| Some((subjects::read(&texts)?, place)))
        .collect();
    put(map, "subjects", noted(entries, losses));

    let mut by_kind: Vec<(&str, Vec<(Entry, Place)>)> = Vec::new();
    for (_, texts, place) in rows(Part::Recipients) {
        let Some((kind, entry)) = recipients::read(&texts) else {
            continue;
        };
        let said = texts.first().map_or("", String::as_str);
        if kind == "external" && code_of(&super::super::terms::RECIPIENTS, said).is_none() {
            losses.note(LossKind::Assumed, place, Why::NoKind);
        }
        match by_kind.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, entries)) => entries.push((entry, place)),
            None => by_kind.push((kind, vec![(entry, place)])),
        }
    }
    let mut all = Map::new();
    for (kind, entries) in by_kind {
        put(&mut all, kind, noted(entries, losses));
    }
    put(
        map,
        "recipients",
        (!all.is_empty()).then_some(Value::Object(all)),
    );

    let mut all: Map<String, Value> = Map::new();
    for (_, texts, place) in rows(Part::Measures) {
        let Some((family, measure)) = measures::read(&texts) else {
            continue;
        };
        let said = texts.first().map_or("", String::as_str);
        if family == "other" && code_of(&super::super::terms::MEASURES, said).is_none() {
            losses.note(LossKind::Assumed, place, Why::OtherFamily);
        }
        match (all.get_mut(family), measure) {
            (Some(Value::Array(known)), measure) if measure != json!(true) => known.push(measure),
            (Some(Value::Array(_)), _) => {}
            (_, Value::Bool(_)) => _ = all.insert(family.to_owned(), json!(true)),
            (_, measure) => _ = all.insert(family.to_owned(), json!([measure])),
        }
    }
    put(
        map,
        "measures",
        (!all.is_empty()).then_some(Value::Object(all)),
    );

    let entries: Vec<(Entry, Place)> = rows(Part::Transfers)
        .filter_map(|(_, texts, place)| {
            let entry = transfers::read(&texts)?;
            if let [_, country, tool, _] = texts.as_slice() {
                let has_codes = (country.is_empty() || country::code_of(country).is_some())
                    && (tool.is_empty() || tool_of(tool).is_some());
                if !has_codes {
                    losses.note(LossKind::Reshaped, place, Why::NoCode);
                }
            }
            Some((entry, place))
        })
        .collect();
    put(map, "transfers", noted(entries, losses));

    categories(map, rows(Part::Data), losses);
}

/// The list that rows make. Rows that say that there is none beside others are noted.
fn noted(entries: Vec<(Entry, Place)>, losses: &mut Losses) -> Option<Value> {
    let has_items = entries
        .iter()
        .any(|(entry, _)| matches!(entry, Entry::Item(_)));
    for (entry, place) in entries.iter().filter(|_| has_items) {
        if matches!(entry, Entry::Absent(_)) {
            losses.note(LossKind::Dropped, *place, Why::Absence);
        }
    }
    list_of(entries.into_iter().map(|(entry, _)| entry).collect())
}

fn categories(
    map: &mut Map<String, Value>,
    rows: impl Iterator<Item = (String, Vec<String>, Place)>,
    losses: &mut Losses,
) {
    let (mut entries, mut not_processed) = (Vec::new(), Vec::new());
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (label, texts, place) in rows {
        let Some(row) = data::read(&texts) else {
            continue;
        };
        let category = code_of(&CATEGORIES, &label);
        let code = category.unwrap_or("other");
        let mut entry = match row {
            data::Row::NotProcessed => {
                if category.is_none() {
                    losses.note(LossKind::Dropped, place, Why::Remark);
                } else if !not_processed.contains(&code) {
                    not_processed.push(code);
                }
                continue;
            }
            data::Row::Entry(entry) => entry,
        };
        if category.is_none() {
            losses.note(LossKind::Reshaped, place, Why::OwnRow);
            let detail = entry.get("detail").and_then(texts::french);
            let detail = match (label.is_empty(), detail) {
                (true, detail) => detail.map(str::to_owned),
                (false, None) => Some(label),
                (false, Some(detail)) => Some(format!("{label} : {detail}")),
            };
            put(
                &mut entry,
                "detail",
                detail.map(|detail| texts::text(&detail)),
            );
        }
        note_length(&texts, place, losses);
        let count = counts.entry(code).or_insert(0);
        *count += 1;
        if *count > 1 {
            _ = entry.insert("id".to_owned(), Value::from(format!("{code}-{count}")));
        }
        _ = entry.insert("category".to_owned(), Value::from(code));
        entries.push(Value::Object(entry));
    }
    // A category of which some row tells is processed, whatever another says.
    not_processed.retain(|code| !counts.contains_key(code));
    put(
        map,
        "data",
        (!entries.is_empty()).then_some(Value::Array(entries)),
    );
    put(
        map,
        "not_processed",
        (!not_processed.is_empty()).then(|| json!(not_processed)),
    );
}

fn note_length(texts: &[String], place: Place, losses: &mut Losses) {
    let length = texts.last().map_or("", String::as_str);
    let said = duration::read(length);
    if matches!(said, duration::Said::Text(_)) {
        losses.note(LossKind::Reshaped, place, Why::NotARule);
    } else if duration::is_from_contact(&said) {
        losses.note(LossKind::Assumed, place, Why::Contact);
    }
}

fn sensitive(
    map: &mut Map<String, Value>,
    record: Option<&Record<'_>>,
    (listed, in_list): (Said, Place),
    losses: &mut Losses,
) {
    let (mut items, mut own, mut noes, mut unasked) =
        (Vec::<Value>::new(), Vec::new(), Vec::new(), 0);
    let mut seen: Vec<&str> = Vec::new();
    if let Some(record) = record {
        let section = record.section(Part::Sensitive);
        for slot in &section.rows {
            let texts = section.texts(record.sheet, slot.row);
            let column = section.columns.last().copied().unwrap_or_default();
            let place = record.place((slot.row, column));
            let (Some(code), Some(said)) =
                (sensitive_of(&slot.label), data::read_sensitive(&texts))
            else {
                if texts.iter().any(|text| !text.is_empty()) {
                    losses.note(LossKind::Dropped, place, Why::Remark);
                }
                continue;
            };
            match said {
                data::Sensitive::No => noes.push((code, place)),
                data::Sensitive::NotApplicable => unasked += 1,
                data::Sensitive::Yes { .. } if seen.contains(&code) => {
                    losses.note(LossKind::Dropped, place, Why::SensitiveTwice);
                }
                data::Sensitive::Yes { condition, entry } => {
                    seen.push(code);
                    let mut item = Map::new();
                    _ = item.insert("category".to_owned(), Value::from(code));
                    put(&mut item, "condition", condition.map(Value::from));
                    items.push(Value::Object(item));
                    if let Some(mut entry) = entry {
                        note_length(&texts, place, losses);
                        _ = entry.insert("category".to_owned(), json!("other"));
                        _ = entry.insert("id".to_owned(), Value::from(code));
                        own.push(Value::Object(entry));
                    }
                }
            }
        }
    }
    if !own.is_empty() {
        let data = map.entry("data").or_insert_with(|| json!([]));
        if let Value::Array(entries) = data {
            entries.extend(own);
        }
    }
    let stated = if !items.is_empty() {
        if listed == Said::No || listed.absence().is_some() {
            losses.note(LossKind::Dropped, in_list, Why::NoAgainst);
        }
        Some(Value::Array(items))
    } else if matches!(listed, Said::No | Said::None) || noes.len() >= SENSITIVE.len() {
        if listed == Said::Yes {
            losses.note(LossKind::Dropped, in_list, Why::YesWithout);
        }
        Some(json!("none"))
    } else if listed == Said::NotApplicable || unasked >= SENSITIVE.len() {
        Some(json!("not_applicable"))
    } else {
        if matches!(listed, Said::Yes | Said::Text) {
            losses.note(LossKind::Dropped, in_list, Why::YesWithout);
        }
        for (_, place) in noes {
            losses.note(LossKind::Dropped, place, Why::OneNo);
        }
        None
    };
    put(map, "sensitive", stated);
}
