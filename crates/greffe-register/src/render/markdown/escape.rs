//! Text as Markdown text.

/// Where in a line the next letter goes: a line that begins with some of them is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Nothing is written yet but markup of ours.
    Start,
    /// Only digits are.
    Digits,
    /// Something is.
    Middle,
}

/// Writes text so that a reader of CommonMark or of GitHub's dialect shows it as it is. Any white space is one space, as in HTML,
/// and controls that no format shows become U+FFFD.
///
/// An e-mail address stays one: GitHub makes a link of it however it is written.
pub(super) fn push(out: &mut String, column: &mut Column, text: &str) {
    let mut chars = text.chars().peekable();
    while let Some(letter) = chars.next() {
        if letter.is_ascii_whitespace() || letter == '\u{b}' {
            // A line that begins with four spaces is code.
            if *column != Column::Start {
                out.push(' ');
                *column = Column::Middle;
            }
            continue;
        }
        if is_shown_as(letter) == letter && needs_backslash(letter, *column, chars.peek(), out) {
            out.push('\\');
        }
        out.push(is_shown_as(letter));
        *column = match (*column, letter) {
            (Column::Start | Column::Digits, '0'..='9') => Column::Digits,
            _ => Column::Middle,
        };
    }
}

/// Every ASCII punctuation mark may have a backslash before it, and is itself then.
fn needs_backslash(letter: char, column: Column, next: Option<&char>, out: &str) -> bool {
    match letter {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '!' | '$'
        | '{' | '}' | '^' => true,
        // Lists, rules, underlines of headings, definitions.
        '+' | '-' | '=' => column == Column::Start,
        ')' => column == Column::Digits,
        // A numbered list, and what GitHub takes for the address of a site.
        '.' => column == Column::Digits || ends_with_www(out),
        ':' => column == Column::Start || next == Some(&'/'),
        _ => false,
    }
}

fn ends_with_www(out: &str) -> bool {
    let bytes = out.as_bytes();
    bytes
        .last_chunk::<3>()
        .is_some_and(|end| end.eq_ignore_ascii_case(b"www"))
}

const fn is_shown_as(letter: char) -> char {
    if letter.is_ascii_control() {
        '\u{fffd}'
    } else {
        letter
    }
}
