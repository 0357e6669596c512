//! Keeps a spreadsheet from running a text, as the exports of personal data do.

use greffe_document::would_run_in_a_spreadsheet;

/// The cell with an apostrophe before it where a spreadsheet would run it, or where it begins with an apostrophe.
pub(super) fn guarded(cell: String) -> String {
    if cell.starts_with('\'') || would_run_in_a_spreadsheet(&cell) {
        format!("'{cell}")
    } else {
        cell
    }
}
