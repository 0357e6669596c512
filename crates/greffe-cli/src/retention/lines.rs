//! Records as lines, one at a time.

use std::io::BufRead;
use std::path::Path;

use greffe::calendar::Tz;
use greffe::document::{DocumentError, Words};
use greffe::retention::{Record, RecordError, RowKey};
use greffe::terms::Lang;

use crate::bounded::{self, read_line};
use crate::input::{self, BYTE_ORDER_MARK, Unusable};
use crate::refusal::Refusal;

/// The lines of a file or of standard input. A line is in memory, the file never is.
pub(super) struct Lines {
    input: Box<dyn BufRead>,
    zone: Tz,
    place: String,
    number: u64,
    buffer: Vec<u8>,
}

/// A line that holds something.
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) record: Result<Record, BadLine>,
}

/// Why a line is no record.
pub(super) enum BadLine {
    TooLong,
    NotUtf8,
    Refused {
        error: RecordError,
        /// The key of the row, where it can be made out.
        key: Option<RowKey>,
    },
}

/// One record takes a few hundred bytes. A file without line ends must not fill the memory.
const LONGEST: u64 = 1 << 20;

impl Lines {
    pub(super) fn open(file: &Path, zone: Tz) -> Result<Self, Refusal> {
        let place = file.display().to_string();
        let input = input::lines(file).map_err(|why| Refusal::of(&*place, why))?;
        Ok(Self {
            input,
            zone,
            place,
            number: 0,
            buffer: Vec::new(),
        })
    }

    /// The next line that is not blank; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Line>, Refusal> {
        loop {
            self.buffer.clear();
            let read = read_line(&mut self.input, LONGEST, &mut self.buffer);
            let read =
                read.map_err(|e| Refusal::of(&*self.place, Unusable::Unreadable(e.kind())))?;
            if read == bounded::Line::End {
                return Ok(None);
            }
            self.number += 1;
            let number = self.number;
            if read == bounded::Line::TooLong {
                let record = Err(BadLine::TooLong);
                return Ok(Some(Line { number, record }));
            }
            let Ok(text) = std::str::from_utf8(&self.buffer) else {
                let record = Err(BadLine::NotUtf8);
                return Ok(Some(Line { number, record }));
            };
            // A file that was made on another system may begin with a mark.
            let text = text.trim_start_matches(BYTE_ORDER_MARK).trim();
            if !text.is_empty() {
                let record = Record::from_json(text, self.zone).map_err(|error| BadLine::Refused {
                    error,
                    key: Record::key_in(text),
                });
                return Ok(Some(Line { number, record }));
            }
        }
    }
}

impl BadLine {
    pub(super) fn key(self) -> Option<RowKey> {
        match self {
            Self::Refused { key, .. } => key,
            Self::TooLong | Self::NotUtf8 => None,
        }
    }

    pub(super) fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::TooLong => TOO_LONG.in_language(lang).to_owned(),
            Self::NotUtf8 => NOT_UTF8.in_language(lang).to_owned(),
            // The line has its number already.
            Self::Refused {
                error: RecordError::Document(DocumentError::Syntax { column, .. }),
                ..
            } => lang.pick(
                format!("colonne {column}\u{a0}: JSON non valide"),
                format!("column {column}: not valid JSON"),
            ),
            Self::Refused { error, .. } => error.in_language(lang),
        }
    }
}

const TOO_LONG: Words = Words::new(
    "la ligne atteint ou dépasse 1 Mio",
    "the line is 1 MiB long or longer",
);
const NOT_UTF8: Words = Words::new("ce n’est pas de l’UTF-8", "not UTF-8");
