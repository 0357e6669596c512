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
    let at = |texts: &[String], index: usize| texts.get(index).cloned().unwrap_or_default();
    // What the officer's own row leaves blank is that of the house. An address is one or the other, whole.
    let is_blank = |cells: &[usize]| cells.iter().all(|cell| at(&of_person, *cell).is_empty());
    let of_house: Vec<usize> = [ADDRESS, &[TELEPHONE], &[MAIL]]
        .into_iter()
        .filter(|cells| is_blank(cells))
        .flatten()
        .copied()
        .filter(|cell| tells(&at(&of_company, *cell)))
        .collect();
    let cells = |label: &str| {
        let cell = match label {
            "nom" => return at(&of_person, NAME),
            "societe" => return at(&of_company, NAME),
            "adresse" => 1,
            "code postal" => 2,
            "ville" => 3,
            "telephone" => TELEPHONE,
            "adresse mel" => MAIL,
            _ => return String::new(),
        };
        let is_of_house = of_house.contains(&cell);
        at(if is_of_house { &of_company } else { &of_person }, cell)
    };
    let officer = organisation::officer(&cells);
    if let (Some(known), Some(officer)) = (organisation.get("dpo"), &officer)
        && known != officer
    {
        for slot in [person, company].into_iter().flatten() {
            note_rest(record, &actors, slot, 0, losses);
        }
        return;
    }
    if let Some(officer) = officer {
        _ = organisation.entry("dpo").or_insert(officer);
    }
    if let Some(slot) = person {
        let is_lost = |cell, text: &str| cell == COUNTRY && tells(text);
        note(record, (&actors, slot), is_lost, losses);
    }
    if let Some(slot) = company {
        let is_lost = |cell, text: &str| cell != NAME && !of_house.contains(&cell) && tells(text);
        note(record, (&actors, slot), is_lost, losses);
    }
}

/// The cells of an actor's row, as the columns of [`Part::Actors`] count them.
const NAME: usize = 0;
const ADDRESS: &[usize] = &[1, 2, 3];
const COUNTRY: usize = 4;
const TELEPHONE: usize = 5;
const MAIL: usize = 6;

/// Whether a cell holds a detail and no word for its absence.
fn tells(text: &str) -> bool {
    Said::by(text) == Said::Text
}

/// The row of an actor.
pub(in super::super) fn row<'s>(actors: &'s Section, label: &str) -> Option<&'s Slot> {
    actors.rows.iter().find(|slot| key(&slot.label) == label)
}

/// Notes the cells of a row from a column on that hold something.
fn note_rest(record: &Record<'_>, actors: &Section, slot: &Slot, from: usize, losses: &mut Losses) {
    let is_lost = |cell, text: &str| cell >= from && !text.is_empty();
    note(record, (actors, slot), is_lost, losses);
}

/// Notes the cells of a row that are lost.
fn note(
    record: &Record<'_>,
    (actors, slot): (&Section, &Slot),
    is_lost: impl Fn(usize, &str) -> bool,
    losses: &mut Losses,
) {
    let texts = actors.texts(record.sheet, slot.row);
    for (cell, (text, column)) in texts.iter().zip(&actors.columns).enumerate() {
        if is_lost(cell, text) {
            losses.note(
                LossKind::Dropped,
                record.place((slot.row, *column)),
                Why::Actor,
            );
        }
    }
}
