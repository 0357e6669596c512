//! A reversible guard against formula injection in CSV.
//!
//! A spreadsheet runs a cell that starts with `=`, `+`, `-`, `@`, a tab, a carriage return or a NUL. A text cell that starts so
//! (after blanks, and in full-width and small forms) gets an apostrophe before it. So does a text that starts with an apostrophe, an empty text
//! (an empty cell is null) and a text that looks like a redaction marker; hence taking one apostrophe off gives every text back, byte for byte.

use std::borrow::Cow;

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
    if first == '\'' || text.starts_with(MARKER) || is_trigger(first) {
        return true;
    }
    let visible = text.chars().find(|letter| !is_blank(*letter));
    visible.is_some_and(is_trigger)
}

fn is_trigger(letter: char) -> bool {
    matches!(
        letter,
        '=' | '+'
            | '-'
            | '@'
            | '\t'
            | '\r'
            | '\n'
            | '\0'
            | '＝'
            | '＋'
            | '－'
            | '＠'
            | '﹦'
            | '﹢'
            | '﹣'
            | '﹫'
    )
}

/// Characters that a reader does not see and that some spreadsheets drop: blanks, controls, and what has no sign of its own
/// (`Default_Ignorable_Code_Point` of Unicode 17, DerivedCoreProperties.txt).
fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
