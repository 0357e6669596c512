//! Removal of presentation: the set S of `FORMAT.md`, and text out of stored octets.

use super::private::Octets;
use crate::error::Problem;
use crate::wiped::Wiped;

/// Longest typed input in octets: no number comes near it, however it is spaced. Bounded before anything is allocated.
const LONGEST: usize = 256;

/// Text that is wiped on drop.
pub(super) type Text = Wiped<String>;

/// Removes the set S, and the ASCII characters in `also`; refuses every other non-ASCII character. The result never grows,
/// so that no reallocation leaves a copy behind.
pub(super) fn strip(text: &str, also: &[u8]) -> Result<Text, Problem> {
    bounded(text)?;
    let mut out: Octets = Wiped::new(Vec::with_capacity(text.len()));
    let mut rest = text.as_bytes();
    while let [octet, after @ ..] = rest {
        rest = match octet {
            b' ' | b'\t' | b'-' => after,
            octet if also.contains(octet) => after,
            0..=0x7F => {
                out.push(*octet);
                after
            }
            _ => after_presentation(rest)?,
        };
    }
    if out.is_empty() {
        return Err(Problem::Empty);
    }
    as_text(out).ok_or(Problem::Character)
}

/// Refuses what is longer than any presentation of a number.
pub(super) const fn bounded(text: &str) -> Result<(), Problem> {
    if text.len() > LONGEST {
        Err(Problem::Length)
    } else {
        Ok(())
    }
}

/// What follows one of the characters of S that are not ASCII: U+00A0 2007 2009 200B 202F FEFF.
#[cold]
pub(super) const fn after_presentation(octets: &[u8]) -> Result<&[u8], Problem> {
    match octets {
        [0xC2, 0xA0, after @ ..]
        | [0xE2, 0x80, 0x87 | 0x89 | 0x8B | 0xAF, after @ ..]
        | [0xEF, 0xBB, 0xBF, after @ ..] => Ok(after),
        _ => Err(Problem::Character),
    }
}

/// Octets as text, in the same allocation; if they are no UTF-8 they are wiped.
pub(super) fn as_text(mut octets: Octets) -> Option<Text> {
    match String::from_utf8(std::mem::take(&mut *octets)) {
        Ok(text) => Some(Wiped::new(text)),
        Err(refused) => {
            drop(Wiped::new(refused.into_bytes()));
            None
        }
    }
}

/// The last `count` octets of an ASCII form, for its mask; nothing of a shorter one.
pub(super) fn last(form: &str, count: usize) -> &str {
    form.len()
        .checked_sub(count)
        .and_then(|at| form.get(at..))
        .unwrap_or_default()
}

/// A match form that equals the storage form.
pub(super) fn same(storage: &str) -> Octets {
    Wiped::new(storage.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_set_s_is_removed() {
        for c in '\u{0}'..=char::MAX {
            let in_s = matches!(
                u32::from(c),
                0x20 | 0x09 | 0x2D | 0xA0 | 0x2007 | 0x2009 | 0x202F | 0x200B | 0xFEFF
            );
            let read = strip(&format!("1{c}2"), b"./");
            match c {
                '.' | '/' => assert_eq!(*read.unwrap(), "12"),
                c if in_s => assert_eq!(*read.unwrap(), "12", "{c:?}"),
                c if c.is_ascii() => assert_eq!(*read.unwrap(), format!("1{c}2")),
                c => assert_eq!(read, Err(Problem::Character), "{c:?}"),
            }
        }
    }
}
