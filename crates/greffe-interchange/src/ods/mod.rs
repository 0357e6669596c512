//! OpenDocument spreadsheets (ODS): read, edited in place, written back.
//!
//! A file is never taken apart and put together again. Cells are found by their bytes in `content.xml`; an edit replaces the bytes of the edited
//! cells, splitting repeated cells and rows where it has to, and every other byte and every other entry of the archive stays what it was: styles,
//! validations, merged cells, comments, pictures, settings.
//!
//! | module | what |
//! | --- | --- |
//! | `cell` | a cell's new value as XML |
//! | `edit` | the edits of a sheet, and the sheet's bytes with them |
//! | `error` | why a file cannot be read or edited |
//! | `limits` | budgets: archive, entries, XML, cells |
//! | `package` | the archive |
//! | `scan` | sheets, rows and cells in `content.xml`, with their bytes |
//! | `sheet` | what was found |
//! | `sheet_copy` | a sheet once more under another name |
//! | `spreadsheet` | the whole file |
//! | `tag` | a start tag with other attributes |
//!
//! Nothing here opens a file: callers pass bytes and get bytes.

mod cell;
mod edit;
mod error;
mod limits;
mod package;
mod scan;
mod sheet;
mod sheet_copy;
mod spreadsheet;
mod tag;

pub use cell::NewValue;
pub(crate) use cell::is_writable;
pub use edit::{Edits, SheetEdits};
pub use error::OdsError;
pub use limits::OdsLimits;
pub use sheet::{Cell, Sheet, Value};
pub use spreadsheet::Spreadsheet;
