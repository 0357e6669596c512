//! Text as HTML text.

/// Writes text so that a browser shows it as it is: nothing in it is markup, in content and in quoted attributes alike.
/// Controls that HTML does not allow become U+FFFD.
pub(in super::super) fn push(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = first_special(rest.as_bytes()) {
        let (plain, found) = rest.split_at(at);
        out.push_str(plain);
        // What is special is one byte long.
        let mut chars = found.chars();
        out.push_str(match chars.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            Some('\'') => "&#39;",
            Some('\u{b}') => " ",
            _ => "\u{fffd}",
        });
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// Most texts have nothing special, so whole chunks are asked at once, which compilers do in one go.
fn first_special(bytes: &[u8]) -> Option<usize> {
    let (chunks, rest) = bytes.as_chunks::<16>();
    let clean = chunks
        .iter()
        .take_while(|chunk| !has_special(chunk))
        .count()
        * 16;
    if clean == bytes.len() - rest.len() && !rest.iter().any(|byte| is_special(*byte)) {
        return None;
    }
    let (_, from) = bytes.split_at(clean);
    let at = from.iter().position(|byte| is_special(*byte))?;
    Some(clean + at)
}

fn has_special(chunk: &[u8; 16]) -> bool {
    chunk
        .iter()
        .fold(false, |found, byte| found | is_special(*byte))
}

/// Without branches, for the sake of [`has_special`]. Tabs and line ends are text.
const fn is_special(byte: u8) -> bool {
    let is_control = (byte < 32) & (byte != 9) & (byte != 10) & (byte != 12) & (byte != 13);
    let is_markup = (byte == b'&') | (byte == b'<') | (byte == b'>');
    is_control | is_markup | (byte == b'"') | (byte == b'\'') | (byte == 127)
}
