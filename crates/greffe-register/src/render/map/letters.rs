//! How wide text is, without a font: an upper bound for the usual sans-serif ones.

/// How letters are set.
#[derive(Clone, Copy)]
pub(super) struct Face {
    /// In units of the drawing.
    pub(super) size: u32,
    pub(super) is_bold: bool,
}

/// The width of a line in units of the drawing, rounded up.
pub(super) fn width(text: &str, face: Face) -> u32 {
    let thousandths: u32 = text.chars().map(advance).sum();
    // Letters that are not bold are narrower by a tenth.
    let share = if face.is_bold { 1000 } else { 900 };
    (thousandths * face.size * share / 1000).div_ceil(1000)
}

/// Thousandths of the size that a letter takes in bold DejaVu Sans, the widest of the fonts in the page's style.
const fn advance(letter: char) -> u32 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '’' | '|' | ' ' | '\u{a0}' | '·' => 350,
        'f' | 't' | 'r' | 'I' | 'J' | '.' | ',' | ':' | ';' | '!' | '(' | ')' | '[' | ']' | '-'
        | '/' => 500,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 665,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | 'œ' | 'Œ' | 'Æ' | 'æ' => 1110,
        'A'..='Z' | 'À'..='Þ' | '&' => 850,
        'a'..='z' | 'ß'..='ÿ' | '0'..='9' => 720,
        '\u{300}'..='\u{36f}' => 0,
        '\u{21}'..='\u{7e}' => 850,
        '\u{a1}'..='\u{24f}' | '\u{2010}'..='\u{2030}' => 900,
        _ => 1300,
    }
}

/// Breaks text into at most `lines` lines of at most `room` units. What does not fit ends in `…`.
pub(super) fn wrapped(text: &str, face: Face, room: u32, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if width(&joined, face) <= room {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            out.push(std::mem::take(&mut line));
        }
        // A word that is too long for a line is cut.
        for letter in word.chars() {
            line.push(letter);
            if width(&line, face) > room {
                line.pop();
                out.push(std::mem::take(&mut line));
                line.push(letter);
            }
        }
    }
    if !line.is_empty() {
        out.push(line);
    }
    if out.len() > lines {
        out.truncate(lines);
        if let Some(last) = out.last_mut() {
            while width(last, face) + width("…", face) > room && last.pop().is_some() {}
            last.push('…');
        }
    }
    out
}
