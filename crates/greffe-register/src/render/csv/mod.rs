//! The register as a table for a spreadsheet.

mod cells;
mod guard;

use greffe_terms::Lang;

use crate::Register;

pub use cells::CsvColumn;

/// How to render a register as CSV (RFC 4180: commas, quotes, CRLF, UTF-8, a first line of names).
///
/// One row a category of data of a processing activity; one row for a processing of which the register says no data. [`CsvColumn`] says
/// what the columns hold. The three absences have the words that they have on a page; a cell is empty where the question was not asked.
///
/// A spreadsheet runs a cell that begins like a formula. Such a cell, and one that begins with an apostrophe, gets an apostrophe before
/// it; taking one apostrophe off the beginning of a cell gives every text back.
///
/// ```
/// use greffe_register::{Register, render::Csv};
/// use greffe_terms::Lang;
///
/// let register = Register::from_toml(r#"
///     organisation = { name = "A" }
///     processing = [{ ref = "FAC-01", name = "=1+1" }]
/// "#)?;
/// let table = Csv::new(Lang::En).render(&register);
/// assert!(table.starts_with("Reference,Processing activity,Role,"));
/// assert!(table.contains("\r\nFAC-01,'=1+1,Not stated,"));
/// # Ok::<(), greffe_register::RegisterError>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Csv {
    lang: Lang,
    is_public: bool,
}

impl Csv {
    /// The whole register in this language.
    pub const fn new(lang: Lang) -> Self {
        Self {
            lang,
            is_public: false,
        }
    }

    /// Leaves out what is not for the public, as [`Register::public_extract`] does, and the columns of it.
    pub const fn public_extract(mut self) -> Self {
        self.is_public = true;
        self
    }

    /// The columns of the table, in order.
    pub fn columns(self) -> impl Iterator<Item = CsvColumn> {
        let all = CsvColumn::ALL.iter().copied();
        all.filter(move |column| !(self.is_public && column.is_internal()))
    }

    /// The table.
    #[must_use]
    pub fn render(self, register: &Register) -> String {
        let extract;
        let register = if self.is_public {
            extract = register.public_extract();
            &extract
        } else {
            register
        };
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        // Writing into memory cannot fail, and every row has a cell for each column.
        let _ = writer.write_record(self.columns().map(|column| column.name(self.lang)));
        for processing in register.processings() {
            let entries: Vec<_> = processing.data.iter().map(Some).collect();
            let entries = if entries.is_empty() {
                vec![None]
            } else {
                entries
            };
            for entry in entries {
                let cells = self.columns().map(|column| {
                    let cell = column.cell(processing, entry, self.lang);
                    guard::guarded(cell)
                });
                let _ = writer.write_record(cells);
            }
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}
