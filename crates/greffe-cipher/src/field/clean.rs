//! Removal of presentation: the set S of `FORMAT.md`, and text out of stored octets.

use zeroize::Zeroizing;

use super::private::Octets;
use crate::error::Problem;

/// Longest typed input in octets: no number comes near it, however it is spaced. Bounded before anything is allocated.
const LONGEST: usize = 256;

/// Text that is wiped on drop.
pub(super) type Text = Zeroizing<String>;

/// Removes the set S, and the ASCII characters in `also`; refuses every other non-ASCII character. The result never grows,
/// so that no reallocation leaves a copy behind.
pub(super) fn strip(text: &str, also: &str) -> Result<Text, Problem> {
    if text.len() > LONGEST {
        return Err(Problem::Length);
    }
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    for c in text.chars() {
        if in_s(c) || also.contains(c) {
            continue;
        }
        if !c.is_ascii() {
            return Err(Problem::Character);
        }
        out.push(c);
    }
    if out.is_empty() {
        Err(Problem::Empty)
    } else {
        Ok(out)
    }
}

/// Presentation that people type or paste in numbers.
const fn in_s(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t'
            | '-'
            | '\u{A0}'
            | '\u{2007}'
            | '\u{2009}'
            | '\u{200B}'
            | '\u{202F}'
            | '\u{FEFF}'
    )
}

/// Stored octets as text.
pub(super) fn text(octets: Octets) -> Option<Text> {
    let read = std::str::from_utf8(&octets).ok()?;
    let mut out = Zeroizing::new(String::with_capacity(read.len()));
    out.push_str(read);
    Some(out)
}

/// A match form that equals the storage form.
pub(super) fn same(storage: &str) -> Octets {
    Zeroizing::new(storage.as_bytes().to_vec())
}
