//! A reversible guard against formula injection in CSV.
//!
//! A spreadsheet runs a cell that starts with `=`, `+`, `-`, `@`, a tab, a carriage return or a NUL. A text cell that starts so
//! (after blanks, and in full-width and small forms) gets an apostrophe before it. So does a text that starts with an apostrophe, an empty text
//! (an empty cell is null) and a text that looks like a redaction marker; hence taking one apostrophe off gives every text back, byte for byte.

use std::borrow::Cow;

use greffe_document::would_run_in_a_spreadsheet;

/// How a redaction marker begins in a CSV cell.
pub(crate) const MARKER: &str = "[redacted ";

/// What the guard does, in the words of `datapackage.json`.
pub(crate) const DECLARATION: &str = "text cells only: a leading apostrophe is added to a cell that is empty text, that starts with an apostrophe or \
     '[redacted ', or whose first character after blanks is one of = + - @ tab CR LF NUL or a full-width or small form; remove one leading apostrophe to read the text";

/// The text as a CSV cell holds it.
///
/// ```
/// use greffe_export::{guarded, unguarded};
///
/// assert_eq!(guarded("=1+1"), "'=1+1");
/// assert_eq!(guarded("Ada"), "Ada");
/// assert_eq!(unguarded(&guarded("'quoted'")), "'quoted'");
/// ```
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if needs_guard(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that a guarded cell stands for.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

fn needs_guard(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return true;
    };
    if first.is_ascii_alphanumeric() {
        return false;
    }
    first == '\'' || text.starts_with(MARKER) || would_run_in_a_spreadsheet(text)
}
