//! The tables of a record.

use super::super::label::key;
use super::super::terms::{CATEGORIES, code_of, sensitive_of};
use super::super::{CnilError, Place};
use super::{Labelled, text_at};
use crate::ods::Sheet;

/// A part of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in super::super) enum Part {
    Actors,
    Purposes,
    Data,
    Sensitive,
    Subjects,
    Recipients,
    Measures,
    Transfers,
}

impl Part {
    const ACTORS: [&str; 5] = [
        "responsable du traitement",
        "delegue a la protection des donnees",
        "societe du dpo",
        "representant",
        "responsable conjoint",
    ];

    pub(super) const ALL: [Self; 8] = [
        Self::Actors,
        Self::Purposes,
        Self::Data,
        Self::Sensitive,
        Self::Subjects,
        Self::Recipients,
        Self::Measures,
        Self::Transfers,
    ];

    /// The label above it.
    pub(super) const fn heading(self) -> &'static str {
        match self {
            Self::Actors => "Acteurs",
            Self::Purposes => "Finalité(s) du traitement effectué",
            Self::Data => "Catégories de données personnelles concernées",
            Self::Sensitive => "Données sensibles",
            Self::Subjects => "Catégories de personnes concernées",
            Self::Recipients => "Destinataires",
            Self::Measures => "Mesures de sécurité",
            Self::Transfers => "Transferts hors UE",
        }
    }

    /// The labels of its columns, beside the heading; none where the one column has no label.
    const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Actors => &[
                "Nom",
                "Adresse",
                "Code Postal",
                "Ville",
                "Pays",
                "Téléphone",
                "Adresse mél",
            ],
            Self::Purposes => &[],
            Self::Data | Self::Sensitive => &["Description", "Durée de conservation"],
            Self::Subjects => &["Description", "Précisions"],
            Self::Recipients => &["Type de destinataire", "Précisions"],
            Self::Measures => &["Type de mesure de sécurité", "Précisions"],
            Self::Transfers => &[
                "Destinataire",
                "Pays",
                "Type de Garanties",
                "Liens vers la documentation",
            ],
        }
    }

    /// Whether a label is that of a row of it.
    pub(super) fn has_row(self, label: &str) -> bool {
        match self {
            Self::Actors => false,
            Self::Data => code_of(&CATEGORIES, label).is_some(),
            Self::Sensitive => sensitive_of(label).is_some(),
            _ => {
                let (label, name) = (key(label), key(self.row_label()));
                let number = label.strip_prefix(&name).map(str::trim);
                number.is_some_and(|number| number.parse::<u32>().is_ok())
            }
        }
    }

    /// Whether a row with this label, below the heading, belongs to the table. Others are remarks: they stand in the gap between two tables, or below the
    /// last one. A row without a label belongs to the table that it directly follows; categories of data may have labels of their own.
    fn takes(self, label: &str, follows: bool) -> bool {
        let label = key(label);
        let begins = |name: &str| {
            let rest = label.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        match self {
            Self::Data | Self::Sensitive => true,
            Self::Actors => Self::ACTORS.contains(&label.as_str()),
            _ if label.is_empty() => follows,
            Self::Purposes if begins("finalite") => true,
            _ => begins(&key(self.row_label())),
        }
    }

    /// What rows are called that are added when there are too few; the number of the row follows.
    pub(in super::super) const fn row_label(self) -> &'static str {
        match self {
            Self::Actors | Self::Data | Self::Sensitive => "",
            Self::Purposes => "Sous-finalité",
            Self::Subjects => "Catégorie de personnes",
            Self::Recipients => "Destinataire",
            Self::Measures => "Mesure de sécurité",
            Self::Transfers => "Organisme destinataire",
        }
    }
}

/// A table of a record: its columns and its rows.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Section {
    pub(in super::super) columns: Vec<u32>,
    pub(in super::super) rows: Vec<Slot>,
    /// Rows among them that belong to no table. Nothing is read out of them or written into them.
    pub(super) remarks: Vec<u32>,
}

/// A row of a table, blank or not.
#[derive(Debug, Clone)]
pub(in super::super) struct Slot {
    pub(in super::super) row: u32,
    pub(in super::super) label: String,
}

impl Section {
    /// The table whose heading stands at a place; `rows` are the rows with any text below it.
    pub(super) fn find(
        part: Part,
        sheet: (usize, &Sheet),
        heading: (u32, u32),
        cells: &[Labelled<'_>],
        below: std::ops::Range<u32>,
    ) -> Result<Self, CnilError> {
        let (index, sheet) = sheet;
        let (row, column) = heading;
        let beside: Vec<_> = cells
            .iter()
            .filter(|cell| cell.row == row && cell.column > column)
            .collect();
        let mut columns = Vec::new();
        for label in part.columns() {
            let wanted = key(label);
            let found = beside.iter().find(|cell| cell.key == wanted);
            let found = found.ok_or(CnilError::MissingLabel {
                place: Place::cell(index, row, column),
                label,
            })?;
            columns.push(found.column);
        }
        if columns.is_empty() {
            let first = below.start;
            columns.push(super::next_to(sheet, first, column));
        }
        let mut rows: Vec<Slot> = Vec::new();
        for cell in cells.iter().filter(|cell| below.contains(&cell.row)) {
            if cell.column == column || columns.contains(&cell.column) {
                rows.push(Slot {
                    row: cell.row,
                    label: text_at(sheet, cell.row, column),
                });
            }
        }
        rows.sort_by_key(|slot| slot.row);
        rows.dedup_by_key(|slot| slot.row);
        let (mut last, mut remarks) = (row, Vec::new());
        rows.retain(|slot| {
            let is_own = part.takes(&slot.label, slot.row == last.saturating_add(1));
            if is_own {
                last = slot.row;
            } else {
                remarks.push(slot.row);
            }
            is_own
        });
        Ok(Self {
            columns,
            rows,
            remarks,
        })
    }

    /// The texts of a row, one a column.
    pub(in super::super) fn texts(&self, sheet: &Sheet, row: u32) -> Vec<String> {
        let columns = self.columns.iter();
        columns.map(|column| text_at(sheet, row, *column)).collect()
    }
}
