//! The sheet that lists the processing activities, with who answers for them above.

use std::collections::HashSet;

use super::super::label::words;
use super::super::said::Said;
use super::super::{CnilError, Place};
use super::{Labelled, cells_of, next_to, text_at};
use crate::ods::Sheet;

/// Whom a block of the list names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum BlockKind {
    Controller,
    Representative,
    Officer,
}

/// A block above the list: where each of its values is, by the words of its label.
#[derive(Debug, Clone)]
pub(in super::super) struct Block {
    pub(in super::super) kind: BlockKind,
    pub(in super::super) fields: Vec<(String, (u32, u32))>,
}

impl Block {
    /// Where the value of a label is.
    pub(in super::super) fn at(&self, label: &str) -> Option<(u32, u32)> {
        let found = self.fields.iter().find(|(key, _)| key == label);
        found.map(|(_, place)| *place)
    }
}

/// The list: its columns, and the rows that hold an activity.
pub(in super::super) struct List<'b> {
    pub(in super::super) index: usize,
    pub(in super::super) sheet: &'b Sheet,
    pub(in super::super) blocks: Vec<Block>,
    pub(in super::super) name: u32,
    pub(in super::super) reference: u32,
    pub(in super::super) created: u32,
    pub(in super::super) updated: u32,
    pub(in super::super) purposes: Option<u32>,
    pub(in super::super) sensitive: Option<u32>,
    /// Rows with an activity, without the one that shows how.
    pub(in super::super) rows: Vec<u32>,
    /// Rows that tell something and neither name an activity nor give its reference: the first cell of each that does.
    pub(in super::super) unnamed: Vec<(u32, u32)>,
    /// The first row below every row with text.
    pub(in super::super) end: u32,
}

impl<'b> List<'b> {
    pub(super) fn find(index: usize, sheet: &'b Sheet) -> Result<Option<Self>, CnilError> {
        let cells = cells_of(sheet).ok_or(CnilError::TooManyRows {
            place: Place::sheet(index),
        })?;
        let dated: HashSet<u32> = cells
            .iter()
            .filter(|cell| CREATED.contains(&cell.key.as_str()))
            .map(|cell| cell.row)
            .collect();
        let heading = cells
            .iter()
            .find(|cell| cell.key == "nom du traitement" && dated.contains(&cell.row));
        let Some((row, name)) = heading.map(|cell| (cell.row, cell.column)) else {
            return Ok(None);
        };
        let in_row = |row: u32, keys: &[&str]| {
            let found = cells
                .iter()
                .find(|cell| cell.row == row && keys.contains(&cell.key.as_str()));
            found.map(|cell| cell.column)
        };
        let column = |keys: &[&str], label: &'static str| {
            in_row(row, keys).ok_or(CnilError::MissingLabel {
                place: Place::cell(index, row, name),
                label,
            })
        };
        // These two labels stand in the row above.
        let above = |wanted: &str| {
            let rows = [Some(row), row.checked_sub(1)];
            rows.into_iter()
                .flatten()
                .find_map(|row| in_row(row, &[wanted]))
        };
        let (reference, created) = (
            column(REFERENCE, "N° / RÉF")?,
            column(CREATED, "Date de création de la fiche")?,
        );
        let updated = column(UPDATED, "Dernière mise à jour de la fiche")?;
        let (purposes, sensitive) = (above("finalite du traitement"), above("donnees sensibles"));
        let mut rows: Vec<u32> = cells
            .iter()
            .filter(|cell| cell.row > row && [name, reference].contains(&cell.column))
            .map(|cell| cell.row)
            .collect();
        rows.sort_unstable();
        rows.dedup();
        let told = [Some(created), Some(updated), purposes, sensitive];
        let mut unnamed: Vec<(u32, u32)> = cells
            .iter()
            .filter(|cell| cell.row > row && told.contains(&Some(cell.column)))
            .filter(|cell| rows.binary_search(&cell.row).is_err())
            .filter(
                |cell| match Said::by(&text_at(sheet, cell.row, cell.column)) {
                    Said::Blank => false,
                    Said::Text | Said::Yes => true,
                    // A list may have its noes filled in beforehand.
                    _ => sensitive != Some(cell.column),
                },
            )
            .map(|cell| (cell.row, cell.column))
            .collect();
        unnamed.sort_unstable();
        unnamed.dedup_by_key(|(row, _)| *row);
        rows.retain(|at| {
            let name = text_at(sheet, *at, name);
            let is_marked = name.starts_with('(') && words(&name).starts_with("exemple");
            !is_marked && !super::is_example(&text_at(sheet, *at, reference))
        });
        let last = cells.iter().map(|cell| cell.row).max().unwrap_or(row);
        Ok(Some(Self {
            index,
            sheet,
            blocks: blocks(sheet, row, &cells),
            name,
            reference,
            created,
            updated,
            purposes,
            sensitive,
            rows,
            unnamed,
            end: last.saturating_add(1),
        }))
    }

    /// Whether a sheet is laid out as a list, and lists something. One that lacks a label of a list may: nothing can be found in it.
    pub(super) fn lists_something(index: usize, sheet: &'b Sheet) -> bool {
        match Self::find(index, sheet) {
            Ok(Some(list)) => !list.rows.is_empty() || !list.unnamed.is_empty(),
            Ok(None) => false,
            Err(_) => true,
        }
    }

    pub(in super::super) fn block(&self, kind: BlockKind) -> Option<&Block> {
        self.blocks.iter().find(|block| block.kind == kind)
    }

    pub(in super::super) fn text(&self, row: u32, column: u32) -> String {
        text_at(self.sheet, row, column)
    }

    pub(in super::super) const fn place(&self, row: u32, column: u32) -> Place {
        Place::cell(self.index, row, column)
    }
}

const REFERENCE: &[&str] = &["n ref", "no ref", "ref", "reference"];
const CREATED: &[&str] = &[
    "date de creation de la fiche",
    "date de creation du traitement",
];
const UPDATED: &[&str] = &[
    "derniere mise a jour de la fiche",
    "mise a jour du traitement",
];

/// The blocks above the list. Each starts where its title stands and ends where the next one, or the list, starts.
fn blocks(sheet: &Sheet, list: u32, cells: &[Labelled<'_>]) -> Vec<Block> {
    const TITLES: [(&str, BlockKind); 3] = [
        ("coordonnees du responsable", BlockKind::Controller),
        ("coordonnees du representant", BlockKind::Representative),
        ("coordonnees du delegue", BlockKind::Officer),
    ];
    let titles: Vec<(BlockKind, &Labelled<'_>)> = TITLES
        .iter()
        .filter_map(|(title, kind)| {
            let mut above = cells.iter().filter(|cell| cell.row < list);
            Some((*kind, above.find(|cell| cell.key.starts_with(title))?))
        })
        .collect();
    // The list has a heading of its own above the row of its labels.
    let heading = cells
        .iter()
        .find(|cell| cell.key == "identification du traitement")
        .map_or(list, |cell| cell.row);
    titles
        .iter()
        .map(|(kind, title)| {
            let others = titles.iter().map(|(_, other)| other.row);
            let end = others
                .filter(|other| *other > title.row)
                .min()
                .unwrap_or(heading);
            let labels = cells.iter().filter(|cell| {
                (title.row..end).contains(&cell.row)
                    && cell.column > title.column
                    && cell.text.trim_end().ends_with(':')
            });
            let fields = labels.map(|cell| {
                let beside = next_to(sheet, cell.row, cell.column);
                (cell.key.clone(), (cell.row, beside))
            });
            Block {
                kind: *kind,
                fields: fields.collect(),
            }
        })
        .collect()
}
