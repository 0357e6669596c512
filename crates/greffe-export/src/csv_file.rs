//! Reading a CSV file of a package back: every text byte for byte, every fault with its line and never with the value.

use std::fmt;
use std::io::{self, Read};

use greffe_terms::Lang;

use crate::error::io_words;
use crate::guard::{MARKER, unguarded};

/// Reads a CSV file that a package holds.
///
/// ```
/// use greffe_export::{CsvCell, CsvFile};
///
/// let file = "name,score\r\n'=1+1,72\r\n[redacted r1],\r\n";
/// let mut rows = CsvFile::open(file.as_bytes())?;
/// assert_eq!(rows.columns(), ["name", "score"]);
/// assert_eq!(rows.next().unwrap()?, [CsvCell::Text("=1+1".into()), CsvCell::Text("72".into())]);
/// assert_eq!(rows.next().unwrap()?, [CsvCell::Redacted("r1".into()), CsvCell::Null]);
/// assert!(rows.next().is_none());
/// # Ok::<(), greffe_export::CsvError>(())
/// ```
pub struct CsvFile<R: Read> {
    columns: Vec<String>,
    rows: csv::ByteRecordsIntoIter<QuoteCount<R>>,
    /// Whether lines end in CR LF, as the header says.
    crlf: bool,
    line: u64,
    ended: bool,
    /// Whether cells have a guard and markers, as a package's have.
    guarded: bool,
}

/// A cell.
#[derive(Clone, PartialEq, Eq)]
pub enum CsvCell {
    /// Nothing was recorded.
    Null,
    /// A value was hidden by the decision of this id.
    Redacted(String),
    /// The text, without its guard; numbers and dates are texts too.
    Text(String),
}

/// What is wrong with a CSV file, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvError {
    line: u64,
    fault: CsvFault,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CsvFault {
    /// There is no header.
    Empty,
    /// A record is not UTF-8.
    NotUtf8,
    /// A record has not as many cells as there are columns.
    Cells {
        /// The columns.
        expected: u64,
        /// The cells.
        found: u64,
    },
    /// A quote is never closed, so that records run into one another.
    OpenQuote,
    /// The file cannot be read.
    Unreadable(io::ErrorKind),
}

impl<R: Read> CsvFile<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`CsvError`].
    pub fn open(reader: R) -> Result<Self, CsvError> {
        Self::of(reader, true)
    }

    /// Reads the header of a file that no package holds: its cells have no guard, and text that looks like a marker is text.
    ///
    /// ```
    /// use greffe_export::{CsvCell, CsvFile};
    ///
    /// let mut rows = CsvFile::open_plain("name\r\n'twas\r\n".as_bytes())?;
    /// assert_eq!(rows.next().unwrap()?, [CsvCell::Text("'twas".into())]);
    /// # Ok::<(), greffe_export::CsvError>(())
    /// ```
    ///
    /// # Errors
    /// [`CsvError`].
    pub fn open_plain(reader: R) -> Result<Self, CsvError> {
        Self::of(reader, false)
    }

    fn of(reader: R, guarded: bool) -> Result<Self, CsvError> {
        // LF ends a record and a CR before it is taken off here: told to take both, the library counts lines one too few.
        let mut csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(QuoteCount {
                reader,
                odd: false,
                ended: false,
            });
        let mut header = csv::ByteRecord::new();
        let found = csv
            .read_byte_record(&mut header)
            .map_err(|error| CsvError::of(&error, 1))?;
        if !found {
            return Err(CsvError {
                line: 1,
                fault: CsvFault::Empty,
            });
        }
        let crlf = header
            .iter()
            .next_back()
            .is_some_and(|last| last.ends_with(b"\r"));
        let columns = texts(&header, crlf).ok_or(CsvError {
            line: 1,
            fault: CsvFault::NotUtf8,
        })?;
        let columns = columns
            .into_iter()
            .map(|name| match guarded {
                true => unguarded(&name).to_owned(),
                false => name,
            })
            .collect();
        Ok(Self {
            columns,
            rows: csv.into_byte_records(),
            crlf,
            line: 1,
            ended: false,
            guarded,
        })
    }

    /// The names of the columns.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The line on which the last record began, from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
    }

    fn cells(&self, record: &csv::ByteRecord) -> Result<Vec<CsvCell>, CsvError> {
        let line = record.position().map_or(self.line, csv::Position::line);
        let texts = texts(record, self.crlf).ok_or(CsvError {
            line,
            fault: CsvFault::NotUtf8,
        })?;
        let guarded = self.guarded;
        let cell = |text| CsvCell::read(text, guarded);
        Ok(texts.into_iter().map(cell).collect())
    }
}

/// After a fault nothing more comes: what follows it cannot be told apart any more.
impl<R: Read> Iterator for CsvFile<R> {
    type Item = Result<Vec<CsvCell>, CsvError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = match self.rows.next() {
            Some(Ok(record)) => {
                // A quote that is never closed swallows the rest of the file into the record that holds it.
                let line = record.position().map_or(self.line, csv::Position::line);
                self.line = line;
                if self.rows.reader().get_ref().is_open() {
                    Err(CsvError {
                        line,
                        fault: CsvFault::OpenQuote,
                    })
                } else {
                    self.cells(&record)
                }
            }
            Some(Err(error)) => {
                let mut error = CsvError::of(&error, self.line);
                if self.rows.reader().get_ref().is_open() {
                    error.fault = CsvFault::OpenQuote;
                }
                Err(error)
            }
            None => {
                self.ended = true;
                return None;
            }
        };
        self.ended = row.is_err();
        Some(row)
    }
}

impl CsvCell {
    fn read(cell: String, guarded: bool) -> Self {
        if cell.is_empty() {
            return Self::Null;
        }
        if !guarded {
            return Self::Text(cell);
        }
        let marked = cell
            .strip_prefix(MARKER)
            .and_then(|rest| rest.strip_suffix(']'));
        match marked {
            Some(id) => Self::Redacted(id.to_owned()),
            None => Self::Text(unguarded(&cell).to_owned()),
        }
    }
}

/// The kind only: the text is personal data.
impl fmt::Debug for CsvCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Redacted(_) => "Redacted(..)",
            Self::Text(_) => "Text(..)",
        })
    }
}

impl CsvError {
    fn of(error: &csv::Error, line: u64) -> Self {
        let place = error.position().map_or(line, csv::Position::line);
        let fault = match error.kind() {
            csv::ErrorKind::UnequalLengths {
                expected_len, len, ..
            } => CsvFault::Cells {
                expected: *expected_len,
                found: *len,
            },
            csv::ErrorKind::Io(error) => CsvFault::Unreadable(error.kind()),
            _ => CsvFault::Unreadable(io::ErrorKind::InvalidData),
        };
        Self { line: place, fault }
    }

    /// The line on which the record begins, from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// What is wrong.
    #[must_use]
    pub const fn fault(&self) -> CsvFault {
        self.fault
    }

    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let what = match (self.fault, lang) {
            (CsvFault::Empty, Lang::Fr) => "le fichier n’a pas d’en-tête".to_owned(),
            (CsvFault::Empty, Lang::En) => "the file has no header".to_owned(),
            (CsvFault::NotUtf8, Lang::Fr) => "ce n’est pas de l’UTF-8".to_owned(),
            (CsvFault::NotUtf8, Lang::En) => "not UTF-8".to_owned(),
            (CsvFault::Cells { expected, found }, Lang::Fr) => {
                let s = |number: u64| if number < 2 { "" } else { "s" };
                format!(
                    "{found} cellule{} pour {expected} colonne{}",
                    s(found),
                    s(expected)
                )
            }
            (CsvFault::Cells { expected, found }, Lang::En) => {
                let s = |number: u64| if number == 1 { "" } else { "s" };
                format!(
                    "{found} cell{} for {expected} column{}",
                    s(found),
                    s(expected)
                )
            }
            (CsvFault::OpenQuote, Lang::Fr) => "un guillemet n’est jamais refermé".to_owned(),
            (CsvFault::OpenQuote, Lang::En) => "a quote is never closed".to_owned(),
            (CsvFault::Unreadable(kind), Lang::Fr) => {
                format!("lecture impossible ({})", io_words(kind, lang))
            }
            (CsvFault::Unreadable(kind), Lang::En) => {
                format!("cannot be read ({})", io_words(kind, lang))
            }
        };
        lang.pick(
            format!("ligne {}\u{a0}: {what}", self.line),
            format!("line {}: {what}", self.line),
        )
    }
}

impl fmt::Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for CsvError {}

fn texts(record: &csv::ByteRecord, crlf: bool) -> Option<Vec<String>> {
    let last = record.len().checked_sub(1);
    let text = |(index, cell): (usize, &[u8])| {
        let end = if crlf && Some(index) == last {
            cell.strip_suffix(b"\r")
        } else {
            None
        };
        std::str::from_utf8(end.unwrap_or(cell))
            .ok()
            .map(str::to_owned)
    };
    record.iter().enumerate().map(text).collect()
}

/// Counts quotes as bytes go by: in RFC 4180 every quote has its second, so an odd number means that one was never closed.
struct QuoteCount<R> {
    reader: R,
    odd: bool,
    ended: bool,
}

impl<R> QuoteCount<R> {
    /// Whether the end was reached inside quotes. The end is only asked for by the record that runs up to it.
    const fn is_open(&self) -> bool {
        self.ended && self.odd
    }
}

impl<R: Read> Read for QuoteCount<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        let quotes = buffer
            .iter()
            .take(read)
            .filter(|byte| **byte == b'"')
            .count();
        self.odd ^= quotes % 2 == 1;
        self.ended |= read == 0 && !buffer.is_empty();
        Ok(read)
    }
}
