//! One source's two files in a copy: NDJSON, and CSV beside it.

use std::io::Write;

use crate::bundle::{BagFile, BagWriter};
use crate::rows::{CsvRows, NdjsonRows};
use crate::{ExportError, Sink, Value};

pub(crate) struct Table<F: Write> {
    ndjson: NdjsonRows<BagFile<F>>,
    ndjson_path: String,
    csv: CsvRows<BagFile<F>>,
    csv_path: String,
}

/// What is said of a file of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableFile {
    /// Relative to `data/`.
    pub(crate) path: String,
    pub(crate) format: &'static str,
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
}

impl<F: Write> Table<F> {
    pub(crate) fn create<S: Sink<File = F>>(
        bag: &mut BagWriter<'_, S>,
        folder: &str,
        stem: &str,
        names: &[&str],
    ) -> Result<Self, ExportError> {
        let path = |ending: &str| format!("data/{folder}/{stem}.{ending}");
        let (ndjson_path, csv_path) = (path("ndjson"), path("csv"));
        Ok(Self {
            ndjson: NdjsonRows::new(names.iter().copied(), bag.create(&ndjson_path)?),
            ndjson_path,
            csv: CsvRows::new(names.iter().copied(), bag.create(&csv_path)?)
                .map_err(|e| ExportError::write(&csv_path, &e))?,
            csv_path,
        })
    }

    pub(crate) fn write(&mut self, record: &[Value]) -> Result<(), ExportError> {
        self.ndjson
            .write(record)
            .map_err(|e| ExportError::write(&self.ndjson_path, &e))?;
        self.csv
            .write(record)
            .map_err(|e| ExportError::write(&self.csv_path, &e))
    }

    pub(crate) fn finish<S: Sink<File = F>>(
        self,
        bag: &mut BagWriter<'_, S>,
    ) -> Result<Vec<TableFile>, ExportError> {
        let csv = self
            .csv
            .into_inner()
            .map_err(|e| ExportError::write(&self.csv_path, &e))?;
        let files = [("ndjson", self.ndjson.into_inner()), ("csv", csv)];
        let close = files.into_iter().map(|(format, file)| {
            let entry = bag.finish(file)?;
            Ok(TableFile {
                path: entry.path.trim_start_matches("data/").to_owned(),
                format,
                sha256: entry.sha256,
                bytes: entry.bytes,
            })
        });
        close.collect()
    }
}
