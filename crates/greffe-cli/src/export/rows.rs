//! The records of a file, one at a time, and what is wrong with one: its line, never its values.

use std::io;

use greffe::document::Words;
use greffe::export::{CsvError, Record, Records, SourceFailure};
use greffe::terms::Lang;

use super::csv_rows::CsvRows;
use super::json_rows::JsonRows;
use super::sources::Described;
use crate::refusal::{Reason, Refusal, of_system};

/// Records of a file.
pub(super) enum Rows {
    Csv(CsvRows),
    Json(JsonRows),
}

/// What is wrong with a file of records.
#[derive(Debug)]
pub(crate) enum RowFault {
    Csv(CsvError),
    File(io::ErrorKind),
    Line {
        line: u64,
        /// The field as the description calls it.
        field: Option<String>,
        words: Words,
    },
}

impl RowFault {
    pub(super) const fn at(line: u64, words: Words) -> Self {
        Self::Line {
            line,
            field: None,
            words,
        }
    }

    pub(super) fn of_field(line: u64, field: &str, words: Words) -> Self {
        Self::Line {
            line,
            field: Some(field.to_owned()),
            words,
        }
    }

    pub(crate) fn in_language(&self, lang: Lang) -> String {
        let colon = lang.pick("\u{a0}: ", ": ");
        match self {
            Self::Csv(error) => error.in_language(lang),
            Self::File(kind) => of_system(*kind, lang),
            Self::Line { line, field, words } => {
                let field = field.as_ref().map(|name| format!("`{name}`{colon}"));
                let words = words.in_language(lang);
                let place = lang.pick("ligne", "line");
                format!("{place} {line}{colon}{}{words}", field.unwrap_or_default())
            }
        }
    }
}

impl From<RowFault> for Reason {
    fn from(fault: RowFault) -> Self {
        Self::Row(fault)
    }
}

impl Rows {
    /// Opens a file by its ending.
    pub(super) fn open(source: &Described) -> Result<Self, RowFault> {
        if source.file.extension().is_some_and(|end| end == "csv") {
            CsvRows::open(&source.file, &source.fields).map(Self::Csv)
        } else {
            JsonRows::open(&source.file, &source.fields).map(Self::Json)
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Record, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Csv(rows) => rows.next(),
            Self::Json(rows) => rows.next(),
        }
    }
}

/// Reads a file to its end, so that what is wrong with it is said before anything is written.
pub(super) fn check(source: &Described) -> Result<(), Refusal> {
    let refused = |fault: RowFault| Refusal::of(source.file.display().to_string(), fault);
    for row in Rows::open(source).map_err(refused)? {
        row.map_err(refused)?;
    }
    Ok(())
}

/// The file as a source. One that changed since it was checked fails, and the package says so.
pub(super) fn source(
    described: &Described,
) -> Records<impl Iterator<Item = Result<Record, SourceFailure>> + use<>> {
    let rows = Rows::open(described);
    let (rows, failed) = match rows {
        Ok(rows) => (Some(rows), None),
        Err(_) => (None, Some(Err(SourceFailure::Unavailable))),
    };
    let rows = rows.into_iter().flatten();
    let rows = rows.map(|row| row.map_err(|_| SourceFailure::Unreadable));
    let source = Records::new(
        described.name.clone(),
        described.fields.clone(),
        rows.chain(failed),
    );
    let source = match &described.label {
        Some(label) => source.labelled(label.in_language(Lang::Fr), label.in_language(Lang::En)),
        None => source,
    };
    if described.automated {
        source
    } else {
        source.not_automated()
    }
}
