//! The CNIL's spreadsheet.
