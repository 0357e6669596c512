//! Who is named in a record.

use serde_json::{Map, Value, json};

use super::super::form::{Part, Record, Section, Slot};
use super::super::label::key;
use super::super::organisation;
use super::super::said::Said;
use super::{Losses, Why, put};
use crate::LossKind;

/// What a record says of its controller: who answers for it, and whether there are several.
pub(super) fn of_record(map: &mut Map<String, Value>, record: &Record<'_>, losses: &mut Losses) {
    let actors = record.section(Part::Actors);
    if let Some(slot) = row(&actors, "responsable du traitement") {
        let texts = actors.texts(record.sheet, slot.row);
        let responsible = texts.first().and_then(|text| organisation::stated(text));
        put(map, "responsible", responsible);
        note_rest(record, &actors, slot, 1, losses);
    }
    if let Some(slot) = row(&actors, "responsable conjoint") {
        let texts = actors.texts(record.sheet, slot.row);
        let said = texts.first().map_or(Said::Blank, |text| Said::by(text));
        if matches!(said, Said::Yes | Said::Text) {
            _ = map.insert("role".to_owned(), json!("joint_controller"));
        }
        if let (Said::Text, Some(column)) = (said, actors.columns.first()) {
            losses.note(
                LossKind::Dropped,
                record.place((slot.row, *column)),
                Why::JointName,
            );
        }
        note_rest(record, &actors, slot, 1, losses);
    }
    if let Some(slot) = row(&actors, "representant") {
        note_rest(record, &actors, slot, 0, losses);
    }
}

/// Completes what the list leaves blank by what the first record says, and notes what a record says otherwise.
pub(super) fn complete(
    organisation: &mut Map<String, Value>,
    record: &Record<'_>,
    losses: &mut Losses,
) {
    let actors = record.section(Part::Actors);
    if let (false, Some(slot)) = (
        organisation.contains_key("name"),
        row(&actors, "responsable du traitement"),
    ) {
        let name = actors.texts(record.sheet, slot.row).into_iter().next();
        if let Some(name) = name.filter(|name| Said::by(name) == Said::Text) {
            _ = organisation.insert("name".to_owned(), super::texts::text(&name));
            let column = actors.columns.first().copied().unwrap_or_default();
            losses.note(
                LossKind::Assumed,
                record.place((slot.row, column)),
                Why::NamedByRecord,
            );
        }
    }
    let person = row(&actors, "delegue a la protection des donnees");
    let company = row(&actors, "societe du dpo");
    let texts = |slot: Option<&Slot>| {
        slot.map_or_else(Vec::new, |slot| actors.texts(record.sheet, slot.row))
    };
    let (of_person, of_company) = (texts(person), texts(company));
    let cells = |label: &str| {
        let (texts, index) = match label {
            "nom" => (&of_person, 0),
            "societe" => (&of_company, 0),
            "adresse" => (&of_person, 1),
            "code postal" => (&of_person, 2),
            "ville" => (&of_person, 3),
            "telephone" => (&of_person, 5),
            "adresse mel" => (&of_person, 6),
            _ => return String::new(),
        };
        texts.get(index).cloned().unwrap_or_default()
    };
    let Some(officer) = organisation::officer(&cells) else {
        return;
    };
    match organisation.get("dpo") {
        None => _ = organisation.insert("dpo".to_owned(), officer),
        Some(known) if *known == officer => {}
        Some(_) => {
            for slot in [person, company].into_iter().flatten() {
                note_rest(record, &actors, slot, 0, losses);
            }
        }
    }
}

/// The row of an actor.
pub(in super::super) fn row<'s>(actors: &'s Section, label: &str) -> Option<&'s Slot> {
    actors.rows.iter().find(|slot| key(&slot.label) == label)
}

/// Notes the cells of a row from a column on that hold something.
fn note_rest(record: &Record<'_>, actors: &Section, slot: &Slot, from: usize, losses: &mut Losses) {
    let texts = actors.texts(record.sheet, slot.row);
    for (text, column) in texts.iter().zip(&actors.columns).skip(from) {
        if !text.is_empty() {
            losses.note(
                LossKind::Dropped,
                record.place((slot.row, *column)),
                Why::Actor,
            );
        }
    }
}
