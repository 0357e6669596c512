//! A sheet that is laid out as a record.

use std::collections::{BTreeMap, HashMap};

use super::super::label::key;
use super::super::said::Said;
use super::super::{CnilError, Place};
use super::section::{Part, Section};
use super::{Labelled, cells_of, next_to, text_at};
use crate::ods::Sheet;

/// What a record sheet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// A record of the register: it has a name, or tells what is done with whose data.
    Filled,
    /// A blank record to copy.
    Template,
    /// A record that shows how to fill one in.
    Example,
}

/// A record: where its values are.
pub(in super::super) struct Record<'b> {
    pub(in super::super) index: usize,
    pub(in super::super) sheet: &'b Sheet,
    pub(in super::super) kind: Kind,
    /// The column of the labels.
    pub(in super::super) column: u32,
    pub(in super::super) name: (u32, u32),
    pub(in super::super) reference: (u32, u32),
    pub(in super::super) created: (u32, u32),
    pub(in super::super) updated: (u32, u32),
    sections: BTreeMap<Part, Section>,
}

impl<'b> Record<'b> {
    /// The record in a sheet; `None` where the sheet is laid out as something else.
    pub(super) fn find(index: usize, sheet: &'b Sheet) -> Result<Option<Self>, CnilError> {
        let cells = cells_of(sheet).ok_or(CnilError::TooManyRows {
            place: Place::sheet(index),
        })?;
        // By column, the last row in which the first purpose is named.
        let mut purposes: HashMap<u32, u32> = HashMap::new();
        for cell in cells
            .iter()
            .filter(|cell| cell.key == "finalite principale")
        {
            _ = purposes.insert(cell.column, cell.row);
        }
        let named = cells.iter().find(|cell| {
            let below = purposes.get(&cell.column);
            cell.key == "nom du traitement" && below.is_some_and(|below| *below > cell.row)
        });
        let Some(column) = named.map(|cell| cell.column) else {
            return Ok(None);
        };
        let place = Place::sheet(index);
        let field = |keys: &[&str], label: &'static str| {
            let found = cells
                .iter()
                .find(|cell| cell.column == column && keys.contains(&cell.key.as_str()));
            let row = found.ok_or(CnilError::MissingLabel { place, label })?.row;
            Ok::<_, CnilError>((row, next_to(sheet, row, column)))
        };
        let name = field(&["nom du traitement"], "Nom du traitement")?;
        let reference = field(&["n ref", "no ref", "ref", "reference"], "N° / RÉF")?;
        let created = field(
            &[
                "date de creation du traitement",
                "date de creation de la fiche",
            ],
            "Date de création du traitement",
        )?;
        let updated = field(
            &[
                "mise a jour du traitement",
                "derniere mise a jour de la fiche",
            ],
            "Mise à jour du traitement",
        )?;
        let sections = sections((index, sheet), column, &cells)?;
        let is_example = super::is_example(&text_at(sheet, reference.0, reference.1));
        let kind = if is_example {
            Kind::Example
        } else if text_at(sheet, name.0, name.1).is_empty() && !tells(sheet, &sections) {
            Kind::Template
        } else {
            Kind::Filled
        };
        Ok(Some(Self {
            index,
            sheet,
            kind,
            column,
            name,
            reference,
            created,
            updated,
            sections,
        }))
    }

    /// A table of the record; one without rows where the record leaves the part out.
    pub(in super::super) fn section(&self, part: Part) -> Section {
        self.sections.get(&part).cloned().unwrap_or_default()
    }

    /// The first cell with text of each row that stands among the tables and belongs to none.
    pub(in super::super) fn remarks(&self) -> impl Iterator<Item = Place> {
        self.sections.values().flat_map(move |section| {
            section.remarks.iter().filter_map(move |row| {
                let columns = section.columns.iter().chain([&self.column]);
                let mut cells = columns.map(|column| (*row, *column));
                cells
                    .find(|cell| !self.text(*cell).is_empty())
                    .map(|cell| self.place(cell))
            })
        })
    }

    pub(in super::super) fn text(&self, (row, column): (u32, u32)) -> String {
        text_at(self.sheet, row, column)
    }

    pub(in super::super) const fn place(&self, (row, column): (u32, u32)) -> Place {
        Place::cell(self.index, row, column)
    }
}

/// Whether the tables tell anything of a processing. A blank record may have its actors, its measures and words such as `Non` filled in beforehand.
fn tells(sheet: &Sheet, sections: &BTreeMap<Part, Section>) -> bool {
    let mut tables = sections
        .iter()
        .filter(|(part, _)| !matches!(part, Part::Actors | Part::Measures));
    tables.any(|(_, section)| {
        let mut rows = section.rows.iter().map(|slot| slot.row);
        rows.any(|row| {
            let texts = section.texts(sheet, row);
            let mut said = texts.iter().map(|text| Said::by(text));
            said.any(|said| matches!(said, Said::Text | Said::Yes))
        })
    })
}

fn sections(
    sheet: (usize, &Sheet),
    column: u32,
    cells: &[Labelled<'_>],
) -> Result<BTreeMap<Part, Section>, CnilError> {
    let headings: Vec<(Part, u32)> = Part::ALL
        .into_iter()
        .filter_map(|part| {
            let wanted = key(part.heading());
            let found = cells
                .iter()
                .find(|cell| cell.column == column && cell.key == wanted)?;
            Some((part, found.row))
        })
        .collect();
    let mut sections = BTreeMap::new();
    for part in Part::ALL {
        let Some((_, row)) = headings.iter().find(|(found, _)| *found == part) else {
            // Who has no use for a part may leave it out whole, as the form's own example does; a part without its heading would be taken for another.
            let left = cells
                .iter()
                .find(|cell| cell.column == column && part.has_row(cell.text));
            match left {
                None => continue,
                Some(cell) => {
                    return Err(CnilError::MissingLabel {
                        place: Place::cell(sheet.0, cell.row, cell.column),
                        label: part.heading(),
                    });
                }
            }
        };
        let below = headings
            .iter()
            .map(|(_, other)| *other)
            .filter(|other| other > row);
        let below = *row + 1..below.min().unwrap_or(u32::MAX);
        _ = sections.insert(
            part,
            Section::find(part, sheet, (*row, column), cells, below)?,
        );
    }
    Ok(sections)
}
