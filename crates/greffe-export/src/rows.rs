//! Records as rows of a file: NDJSON, and CSV with its guard. The files of packages and copies are made of them.

use std::io::{self, Write};

use crate::Value;
use crate::guard::{MARKER, guarded};
use crate::value::write_json_text;

/// A cell as it is written: a value, or the marker of the decision that hides it.
#[derive(Clone, Copy)]
pub(crate) enum Written<'r> {
    Value(&'r Value),
    Redacted(&'r str),
}

/// Writes records as NDJSON: an object a line, its keys the names of the fields.
///
/// Writes come a row at a time: give a buffered writer.
///
/// ```
/// use greffe_export::{NdjsonRows, Value};
///
/// let mut rows = NdjsonRows::new(["name", "score"], Vec::new());
/// rows.write(&[Value::from("Ada"), Value::from(72)])?;
/// assert_eq!(rows.into_inner(), b"{\"name\":\"Ada\",\"score\":72}\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct NdjsonRows<W> {
    /// `"name":` of each field, as JSON.
    keys: Vec<Vec<u8>>,
    line: Vec<u8>,
    writer: W,
}

impl<W: Write> NdjsonRows<W> {
    /// Rows of fields of these names.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>, writer: W) -> Self {
        let keys = names.into_iter().map(|name| {
            let mut key = Vec::new();
            write_json_text(name, &mut key);
            key.push(b':');
            key
        });
        Self {
            keys: keys.collect(),
            line: Vec::new(),
            writer,
        }
    }

    /// Writes a record: a value for each field, in their order.
    ///
    /// # Errors
    /// `InvalidInput` for more or fewer values than fields; else where the writer refuses.
    pub fn write(&mut self, record: &[Value]) -> io::Result<()> {
        if record.len() != self.keys.len() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        self.write_cells(record.iter().map(Written::Value))
    }

    /// Writes the cells of the fields, in their order.
    pub(crate) fn write_cells<'r>(
        &mut self,
        cells: impl Iterator<Item = Written<'r>>,
    ) -> io::Result<()> {
        self.line.clear();
        self.line.push(b'{');
        for (index, (key, cell)) in self.keys.iter().zip(cells).enumerate() {
            if index > 0 {
                self.line.push(b',');
            }
            self.line.extend_from_slice(key);
            cell.write_json(&mut self.line);
        }
        self.line.extend_from_slice(b"}\n");
        self.writer.write_all(&self.line)
    }

    /// The writer.
    pub fn into_inner(self) -> W {
        self.writer
    }
}

/// Writes records as CSV, as packages hold it: RFC 4180 with a header, text cells guarded ([`guarded`]). [`CsvFile`](crate::CsvFile) reads it.
///
/// ```
/// use greffe_export::{CsvRows, Value};
///
/// let mut rows = CsvRows::new(["name", "score"], Vec::new())?;
/// rows.write(&[Value::from("=1+1"), Value::from(-72)])?;
/// assert_eq!(rows.into_inner()?, b"name,score\r\n'=1+1,-72\r\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct CsvRows<W: Write> {
    columns: usize,
    csv: csv::Writer<W>,
    cell: Vec<u8>,
}

impl<W: Write> CsvRows<W> {
    /// Rows of columns of these names, which the header says.
    ///
    /// # Errors
    /// Where the writer refuses.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>, writer: W) -> io::Result<Self> {
        let mut csv = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(writer);
        let header: Vec<_> = names.into_iter().map(guarded).collect();
        csv.write_record(header.iter().map(|name| name.as_bytes()))
            .map_err(io_error)?;
        Ok(Self {
            columns: header.len(),
            csv,
            cell: Vec::new(),
        })
    }

    /// Writes a record: a value for each column, in their order.
    ///
    /// # Errors
    /// `InvalidInput` for more or fewer values than columns; else where the writer refuses.
    pub fn write(&mut self, record: &[Value]) -> io::Result<()> {
        if record.len() != self.columns {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        self.write_cells(record.iter().map(Written::Value))
    }

    /// Writes the cells of the columns, in their order.
    pub(crate) fn write_cells<'r>(
        &mut self,
        cells: impl Iterator<Item = Written<'r>>,
    ) -> io::Result<()> {
        for cell in cells {
            cell.write_csv(&mut self.csv, &mut self.cell)
                .map_err(io_error)?;
        }
        self.csv.write_record(None::<&[u8]>).map_err(io_error)
    }

    /// The writer, with everything written.
    ///
    /// # Errors
    /// Where the writer refuses.
    pub fn into_inner(self) -> io::Result<W> {
        self.csv
            .into_inner()
            .map_err(|error| error.error().kind().into())
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

    /// `cell` is memory to use again.
    fn write_csv<W: Write>(&self, csv: &mut csv::Writer<W>, cell: &mut Vec<u8>) -> csv::Result<()> {
        match self {
            Self::Redacted(id) => csv.write_field(marker(id)),
            Self::Value(Value::Text(text)) => csv.write_field(guarded(text).as_bytes()),
            Self::Value(value) => {
                cell.clear();
                value.write_plain(cell);
                csv.write_field(cell)
            }
        }
    }
}

/// What stands in a CSV cell for a hidden value.
pub(crate) fn marker(id: &str) -> String {
    format!("{MARKER}{id}]")
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::ErrorKind::InvalidData.into(),
    }
}
