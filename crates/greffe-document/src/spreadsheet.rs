//! Texts that a spreadsheet runs when it opens a CSV file: one list for every crate that writes such files.

/// Whether a spreadsheet would take the text for a formula or a command: where it begins with `=`, `+`, `-`, `@`, a tab, an end of line or a NUL, in
/// full-width and small forms too, and after characters that nobody sees (OWASP, CSV Injection).
///
/// ```
/// use greffe_document::would_run_in_a_spreadsheet;
///
/// assert!(would_run_in_a_spreadsheet("=1+1") && would_run_in_a_spreadsheet("\u{2060}\u{ff1d}1"));
/// assert!(!would_run_in_a_spreadsheet("1+1") && !would_run_in_a_spreadsheet(""));
/// ```
#[must_use]
pub fn would_run_in_a_spreadsheet(text: &str) -> bool {
    let first = text.chars().next();
    let mut visible = text.chars().filter(|letter| !is_blank(*letter));
    first.is_some_and(is_trigger) || visible.next().is_some_and(is_trigger)
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
