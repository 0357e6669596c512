//! A whole spreadsheet.

use std::fmt;

use super::edit::{Spliced, edited};
use super::sheet_copy::{is_sheet_name, renamed, with_own_ids};
use super::{Edits, OdsError, OdsLimits, Sheet, package, scan};

/// An OpenDocument spreadsheet (*classeur*): the archive as it came, and what its sheets hold.
///
/// ```
/// use greffe_interchange::ods::{Edits, NewValue, OdsLimits, Spreadsheet};
///
/// # let file = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/register-form.ods")).to_vec();
/// let book = Spreadsheet::open(file, OdsLimits::default())?;
/// let mut edits = Edits::new();
/// edits.sheet(0).set(2, 1, NewValue::Text("Atelier Hélianthe".to_owned()));
/// let bytes = book.edit(&edits)?.to_bytes()?;   // all but that cell as it was
/// assert_eq!(Spreadsheet::open(bytes, OdsLimits::default())?.sheets()[0].text(2, 1), "Atelier Hélianthe");
/// # Ok::<(), greffe_interchange::ods::OdsError>(())
/// ```
#[derive(Clone)]
pub struct Spreadsheet {
    archive: Vec<u8>,
    content: String,
    is_edited: bool,
    sheets: Vec<Sheet>,
    limits: OdsLimits,
}

/// Shows how many sheets there are.
impl fmt::Debug for Spreadsheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spreadsheet")
            .field("sheets", &self.sheets.len())
            .finish_non_exhaustive()
    }
}

impl Spreadsheet {
    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// [`OdsError`]: no spreadsheet, damaged, or over a limit.
    pub fn open(archive: Vec<u8>, limits: OdsLimits) -> Result<Self, OdsError> {
        let content = package::content(&archive, &limits)?;
        let sheets = scan::sheets(&content, &limits)?;
        Ok(Self {
            archive,
            content,
            is_edited: false,
            sheets,
            limits,
        })
    }

    /// Its sheets, in their order.
    #[must_use]
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// Its `content.xml`.
    #[must_use]
    pub fn content(&self) -> &str {
        &self.content
    }

    /// The spreadsheet with edits, all at once: rows, columns and sheets count as they are before.
    ///
    /// # Errors
    /// [`OdsError`]: a sheet or cell that cannot be edited, a name that is taken, or a result over a limit.
    pub fn edit(&self, edits: &Edits) -> Result<Self, OdsError> {
        self.check_names(edits)?;
        let mut out = Spliced::new(&self.content, 0);
        for (index, sheet) in self.sheets.iter().enumerate() {
            if let Some(edits) = edits.sheets.get(&index) {
                out.copy_to(sheet.span.start)?;
                out.push(&edited(&self.content, sheet, edits)?);
                out.skip_to(sheet.span.end);
            }
            for (number, copy) in edits.copies.iter().enumerate() {
                if copy.after == index {
                    out.copy_to(sheet.span.end)?;
                    out.push(&self.copy_of(copy, number)?);
                }
            }
        }
        out.copy_to(self.content.len())?;
        let content = out.text;
        if u64::try_from(content.len()).is_ok_and(|length| length > self.limits.entry_bytes) {
            return Err(OdsError::EntryTooLarge);
        }
        let sheets = scan::sheets(&content, &self.limits)?;
        Ok(Self {
            archive: self.archive.clone(),
            is_edited: self.is_edited || content != self.content,
            content,
            sheets,
            limits: self.limits,
        })
    }

    /// The bytes of the file: the archive with the edited `content.xml`. Entries that were not edited stay packed as they came.
    ///
    /// # Errors
    /// [`OdsError::NotWritten`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, OdsError> {
        package::with_content(&self.archive, &self.content, self.is_edited)
    }

    fn copy_of(&self, copy: &super::edit::SheetCopy, number: usize) -> Result<String, OdsError> {
        let sheet = self.sheets.get(copy.of).ok_or(OdsError::NoSuchSheet)?;
        let bytes = edited(&self.content, sheet, &copy.edits)?;
        let (tag, rest) = bytes
            .split_at_checked(sheet.tag.len())
            .ok_or(OdsError::BadXml { position: 0 })?;
        let bytes = renamed(tag, &copy.name)? + rest;
        with_own_ids(&bytes, &format!("-{}-{}", self.sheets.len(), number + 1))
    }

    fn check_names(&self, edits: &Edits) -> Result<(), OdsError> {
        let count = self.sheets.len();
        if edits.sheets.keys().any(|index| *index >= count) {
            return Err(OdsError::NoSuchSheet);
        }
        let mut taken: std::collections::HashSet<_> = self
            .sheets
            .iter()
            .map(|sheet| sheet.name.to_lowercase())
            .collect();
        for copy in &edits.copies {
            if copy.after >= count || copy.of >= count {
                return Err(OdsError::NoSuchSheet);
            }
            if !is_sheet_name(&copy.name) {
                return Err(OdsError::BadSheetName);
            }
            if !taken.insert(copy.name.to_lowercase()) {
                return Err(OdsError::SheetNameTaken);
            }
        }
        Ok(())
    }
}
