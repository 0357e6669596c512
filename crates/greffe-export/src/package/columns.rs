//! One source's two files in one of the trees: NDJSON, and CSV beside it.

use std::io::Write;

use crate::bundle::{BagFile, BagWriter};
use crate::completeness::{FileFormat, FileStatement, Tree};
use crate::rows::{CsvRows, NdjsonRows, Written};
use crate::{ExportError, Field, Sink};

/// The files of a source in one tree, and which of its fields they have.
pub(crate) struct TreeFiles<F: Write> {
    tree: Tree,
    columns: Vec<usize>,
    ndjson: NdjsonRows<BagFile<F>>,
    ndjson_path: String,
    csv: CsvRows<BagFile<F>>,
    csv_path: String,
}

impl<F: Write> TreeFiles<F> {
    pub(crate) fn create<S: Sink<File = F>>(
        bag: &mut BagWriter<'_, S>,
        tree: Tree,
        stem: &str,
        fields: &[Field],
        columns: Vec<usize>,
    ) -> Result<Self, ExportError> {
        let path =
            |format: FileFormat| format!("data/{}/{stem}.{}", tree.folder(), format.ending());
        let names: Vec<&str> = columns
            .iter()
            .filter_map(|column| fields.get(*column))
            .map(Field::name)
            .collect();
        let (ndjson_path, csv_path) = (path(FileFormat::Ndjson), path(FileFormat::Csv));
        Ok(Self {
            tree,
            ndjson: NdjsonRows::new(names.iter().copied(), bag.create(&ndjson_path)?),
            ndjson_path,
            csv: CsvRows::new(names, bag.create(&csv_path)?)
                .map_err(|e| ExportError::write(&csv_path, &e))?,
            csv_path,
            columns,
        })
    }

    /// Writes one record into both files.
    pub(crate) fn write(&mut self, cells: &[Written<'_>]) -> Result<(), ExportError> {
        let chosen = self.columns.iter().filter_map(|column| cells.get(*column));
        self.ndjson
            .write_cells(chosen.clone().copied())
            .map_err(|e| ExportError::write(&self.ndjson_path, &e))?;
        self.csv
            .write_cells(chosen.copied())
            .map_err(|e| ExportError::write(&self.csv_path, &e))
    }

    /// Closes both files.
    pub(crate) fn finish<S: Sink<File = F>>(
        self,
        bag: &mut BagWriter<'_, S>,
    ) -> Result<[FileStatement; 2], ExportError> {
        let csv = self
            .csv
            .into_inner()
            .map_err(|e| ExportError::write(&self.csv_path, &e))?;
        let tree = self.tree;
        let mut close = |format, file| {
            let entry = bag.finish(file)?;
            Ok(FileStatement {
                tree,
                format,
                path: entry.path.trim_start_matches("data/").to_owned(),
                sha256: entry.sha256,
                bytes: entry.bytes,
            })
        };
        Ok([
            close(FileFormat::Ndjson, self.ndjson.into_inner())?,
            close(FileFormat::Csv, csv)?,
        ])
    }
}
