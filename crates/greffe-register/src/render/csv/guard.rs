//! Keeps a spreadsheet from running a text, as the exports of personal data do.

/// The cell with an apostrophe before it where it begins like a formula, after blanks and in full-width forms too, or with an apostrophe.
pub(super) fn guarded(cell: String) -> String {
    let first = cell.chars().next();
    let visible = cell.chars().find(|letter| !is_blank(*letter));
    if first == Some('\'') || first.is_some_and(is_trigger) || visible.is_some_and(is_trigger) {
        format!("'{cell}")
    } else {
        cell
    }
}

const fn is_trigger(letter: char) -> bool {
    matches!(
        letter,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠'
    )
}

/// Characters that a reader does not see and that some spreadsheets drop.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{feff}')
}
