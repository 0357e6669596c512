//! One source's two files in one of the trees: NDJSON, and CSV beside it.

use std::io::Write;

use crate::bundle::{BagFile, BagWriter};
use crate::completeness::{FileFormat, FileStatement, Tree};
use crate::guard::{MARKER, guarded};
use crate::value::{rfc3339, write_json_text};
use crate::{ExportError, Field, Sink, Value};

/// A cell as it is written: a value, or the marker of the decision that hides it.
pub(crate) enum Written<'r> {
    Value(&'r Value),
    Redacted(&'r str),
}

/// The files of a source in one tree, and which of its fields they have.
pub(crate) struct TreeFiles<F: Write> {
    tree: Tree,
    columns: Vec<usize>,
    /// `"name":` of each column, as JSON.
    keys: Vec<Vec<u8>>,
    ndjson: BagFile<F>,
    csv: csv::Writer<BagFile<F>>,
    csv_path: String,
    line: Vec<u8>,
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
        let keys = names.iter().map(|name| {
            let mut key = Vec::new();
            write_json_text(name, &mut key);
            key.push(b':');
            key
        });
        let csv_path = path(FileFormat::Csv);
        let mut files = Self {
            tree,
            keys: keys.collect(),
            ndjson: bag.create(&path(FileFormat::Ndjson))?,
            csv: csv::WriterBuilder::new()
                .terminator(csv::Terminator::CRLF)
                .flexible(true)
                .from_writer(bag.create(&csv_path)?),
            csv_path,
            columns,
            line: Vec::new(),
        };
        let header: Vec<_> = names.into_iter().map(guarded).collect();
        files
            .csv
            .write_record(header.iter().map(|name| name.as_bytes()))
            .map_err(|e| files.csv_error(e))?;
        Ok(files)
    }

    /// Writes one record into both files.
    pub(crate) fn write(&mut self, cells: &[Written<'_>]) -> Result<(), ExportError> {
        self.line.clear();
        self.line.push(b'{');
        let chosen = self.columns.iter().filter_map(|column| cells.get(*column));
        for (index, (key, cell)) in self.keys.iter().zip(chosen.clone()).enumerate() {
            if index > 0 {
                self.line.push(b',');
            }
            self.line.extend_from_slice(key);
            cell.write_json(&mut self.line);
        }
        self.line.extend_from_slice(b"}\n");
        let line = self.ndjson.write_all(&self.line);
        line.map_err(|e| ExportError::write(self.ndjson.path(), &e))?;

        for cell in chosen {
            let written = cell.write_csv(&mut self.csv);
            written.map_err(|e| csv_error(&self.csv_path, e))?;
        }
        let ended = self.csv.write_record(None::<&[u8]>);
        ended.map_err(|e| self.csv_error(e))
    }

    /// Closes both files.
    pub(crate) fn finish<S: Sink<File = F>>(
        self,
        bag: &mut BagWriter<'_, S>,
    ) -> Result<[FileStatement; 2], ExportError> {
        let Self {
            tree,
            ndjson,
            csv,
            csv_path,
            ..
        } = self;
        let csv = csv
            .into_inner()
            .map_err(|e| ExportError::write(&csv_path, e.error()))?;
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
            close(FileFormat::Ndjson, ndjson)?,
            close(FileFormat::Csv, csv)?,
        ])
    }

    fn csv_error(&self, error: csv::Error) -> ExportError {
        csv_error(&self.csv_path, error)
    }
}

impl Written<'_> {
    fn write_json(&self, out: &mut Vec<u8>) {
        match self {
            Self::Value(value) => value.write_json(out),
            // An object, which no field's value ever is: no text can be taken for it.
            Self::Redacted(id) => {
                out.extend_from_slice(b"{\"$redacted\":");
                write_json_text(id, out);
                out.push(b'}');
            }
        }
    }

    fn write_csv<W: Write>(&self, csv: &mut csv::Writer<W>) -> csv::Result<()> {
        match self {
            Self::Redacted(id) => csv.write_field(marker(id)),
            Self::Value(Value::Null) => csv.write_field(""),
            Self::Value(Value::Text(text)) => csv.write_field(guarded(text).as_bytes()),
            Self::Value(Value::Integer(number)) => csv.write_field(number.to_string()),
            Self::Value(Value::Decimal(number)) => csv.write_field(number.as_str()),
            Self::Value(Value::Boolean(truth)) => {
                csv.write_field(if *truth { "true" } else { "false" })
            }
            Self::Value(Value::Date(date)) => csv.write_field(date.to_string()),
            Self::Value(Value::Instant(instant)) => csv.write_field(rfc3339(*instant)),
            Self::Value(list @ Value::List(_)) => {
                let mut json = Vec::new();
                list.write_json(&mut json);
                csv.write_field(json)
            }
        }
    }
}

/// What stands in a CSV cell for a hidden value.
pub(crate) fn marker(id: &str) -> String {
    format!("{MARKER}{id}]")
}

fn csv_error(path: &str, error: csv::Error) -> ExportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ExportError::write(path, &error),
        _ => ExportError::Write {
            place: path.to_owned(),
            kind: std::io::ErrorKind::InvalidData,
        },
    }
}
