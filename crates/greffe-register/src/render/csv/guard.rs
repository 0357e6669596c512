//! Keeps a spreadsheet from running a text, as the exports of personal data do.

/// The cell with an apostrophe before it where it begins like a formula, after blanks and in full-width and small forms too, or with an apostrophe.
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
