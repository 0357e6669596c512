//! Comma-separated values: a header with every field of the description and no other column, in any order. An empty cell is null.

use std::fs::File;
use std::path::Path;

use greffe::document::Words;
use greffe::export::{CsvCell, CsvFile, Field, Record, Value};

use super::json_rows::{expected, typed};
use super::rows::RowFault;
use crate::progress::Watched;

/// Records of a CSV file.
pub(super) struct CsvRows {
    rows: CsvFile<Watched<File>>,
    fields: Vec<Field>,
    /// For each field, its column.
    columns: Vec<usize>,
    ended: bool,
}

impl CsvRows {
    pub(super) fn open(file: &Path, fields: &[Field]) -> Result<Self, RowFault> {
        let file = File::open(file).map_err(|error| RowFault::File(error.kind()))?;
        let rows = CsvFile::open_plain(Watched(file)).map_err(RowFault::Csv)?;
        let column = |field: &Field| rows.columns().iter().position(|name| name == field.name());
        let columns: Option<Vec<usize>> = fields.iter().map(column).collect();
        match columns {
            Some(columns) if rows.columns().len() == fields.len() => Ok(Self {
                fields: fields.to_vec(),
                columns,
                ended: false,
                rows,
            }),
            _ => Err(RowFault::at(1, HEADER)),
        }
    }

    fn record(&self, cells: &[CsvCell]) -> Result<Record, RowFault> {
        let value = |(field, column): (&Field, &usize)| match cells.get(*column) {
            Some(CsvCell::Text(text)) => typed(text, field.kind()).ok_or_else(|| {
                RowFault::of_field(self.rows.line(), field.name(), expected(field.kind()))
            }),
            _ => Ok(Value::Null),
        };
        self.fields.iter().zip(&self.columns).map(value).collect()
    }
}

impl Iterator for CsvRows {
    type Item = Result<Record, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let cells = self.rows.next()?;
        let record = match cells {
            Ok(cells) => self.record(&cells),
            Err(error) => Err(RowFault::Csv(error)),
        };
        self.ended = record.is_err();
        Some(record)
    }
}

const HEADER: Words = Words::new(
    "l’en-tête doit avoir les champs de la description, séparés par des virgules, chacun une fois, et rien d’autre",
    "the header must have the fields of the description, separated by commas, each once, and nothing else",
);
