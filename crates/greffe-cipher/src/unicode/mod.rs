//! Unicode, pinned to 17.0.0: canonical forms must not change with a dependency's version.
//!
//! Text is gated first: every code point must be assigned in 17.0.0. For such text NFC and NFD are stable in all later
//! versions (Unicode normalization stability policy), so a newer `unicode-normalization` gives the same octets.
//! Everything else comes from the committed tables, which `tables/unicode.py` writes.

mod tables;

use crate::wiped::Wiped;
use unicode_normalization::UnicodeNormalization;

/// Whether every code point is assigned in Unicode 17.0.0.
pub(crate) fn is_assigned(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii() || within(tables::ASSIGNED, c))
}

/// General_Category Cc (which no version can extend) or Cf.
pub(crate) fn is_control_or_format(c: char) -> bool {
    c.is_control() || within(tables::FORMAT, c)
}

/// White_Space.
pub(crate) fn is_white_space(c: char) -> bool {
    within(tables::WHITE_SPACE, c)
}

/// General_Category Co: ranges fixed by the standard.
pub(crate) fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// Normalization form C.
pub(crate) fn nfc(text: &str) -> Wiped<String> {
    if text.is_ascii() {
        return Wiped::new(text.to_owned());
    }
    let mut out = Wiped::new(String::with_capacity(room(text)));
    out.extend(text.nfc());
    out
}

/// Normalization form D.
pub(crate) fn nfd(text: &str) -> Wiped<String> {
    if text.is_ascii() {
        return Wiped::new(text.to_owned());
    }
    let mut out = Wiped::new(String::with_capacity(room(text)));
    out.extend(text.nfd());
    out
}

/// Full case folding, statuses C and F, one code point at a time.
pub(crate) fn fold(text: &str) -> Wiped<String> {
    if text.is_ascii() {
        return Wiped::new(text.to_ascii_lowercase());
    }
    let mut out = Wiped::new(String::with_capacity(room(text)));
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        match tables::FOLD.binary_search_by_key(&c, |(from, _)| *from) {
            Ok(at) => out.push_str(tables::FOLD.get(at).map_or("", |(_, to)| to)),
            Err(_) => out.push(c),
        }
    }
    out
}

/// Enough for every expansion (at most four times in NFD, three in folding), so that no reallocation leaves a copy behind.
fn room(text: &str) -> usize {
    text.len().saturating_mul(4)
}

fn within(ranges: &[(u32, u32)], c: char) -> bool {
    let c = u32::from(c);
    let at = ranges.partition_point(|(_, last)| *last < c);
    ranges.get(at).is_some_and(|(first, _)| *first <= c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_disjoint() {
        for ranges in [tables::ASSIGNED, tables::FORMAT, tables::WHITE_SPACE] {
            assert!(ranges.iter().all(|(first, last)| first <= last));
            assert!(ranges.is_sorted_by(|a, b| a.1 + 1 < b.0));
        }
        assert!(tables::FOLD.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn the_assigned_table_is_the_one_of_17_0_0() {
        // The Unicode Standard 17.0 has 159,801 graphic and format characters; with 65 controls and 137,468 private-use
        // code points that makes 297,334 scalar values.
        let count: u32 = tables::ASSIGNED
            .iter()
            .map(|(first, last)| last - first + 1)
            .sum();
        assert_eq!(count, 159_801 + 65 + 137_468);
        // New in 16.0 and 17.0; never assigned; noncharacter.
        assert!(is_assigned("\u{1C89}\u{A7DC}\u{16EA0}\u{20C1}"));
        assert!(!is_assigned("\u{0378}"));
        assert!(!is_assigned("\u{FFFE}"));
    }

    #[test]
    fn the_folding_table_has_the_entries_of_17_0_0() {
        // Statuses C and F of CaseFolding-17.0.0.txt.
        assert_eq!(tables::FOLD.len(), 1585);
        for (from, to) in [
            ("A", "a"),
            ("ẞ", "ss"),
            ("İ", "i\u{307}"),
            ("I", "i"),
            ("ſ", "s"),
            ("\u{16EA0}", "\u{16EBB}"),
        ] {
            assert_eq!(*fold(from), to);
        }
        assert_eq!(*fold("ı"), "ı");
    }

    #[test]
    fn ascii_folds_as_the_table_says() {
        for c in '\0'..='\x7f' {
            let entry = tables::FOLD.binary_search_by_key(&c, |(from, _)| *from);
            let wanted = entry.map_or_else(|_| c.to_string(), |at| tables::FOLD[at].1.to_owned());
            assert_eq!(*fold(&c.to_string()), wanted);
            assert_eq!(*fold(&format!("{c}é")), format!("{wanted}é"));
        }
    }

    /// A text that outgrows its room is moved, and what stood there before stays in memory.
    #[test]
    fn no_character_outgrows_its_room() {
        let folded = tables::FOLD.iter().map(|(from, _)| *from);
        let composed = [
            '\u{80}'..='\u{33FF}',
            '\u{F900}'..='\u{FFEF}',
            '\u{1D100}'..='\u{1D1FF}',
            '\u{2F800}'..='\u{2FA1F}',
        ];
        for c in composed.into_iter().flatten().chain(folded) {
            // Not ASCII, which has a shorter way.
            let text = format!("{c}\u{DF}");
            for made in [nfc(&text), nfd(&text), fold(&text)] {
                assert_eq!(made.capacity(), 4 * text.len(), "{c:?}");
            }
        }
    }

    #[test]
    fn folding_is_idempotent_on_every_entry() {
        for (from, to) in tables::FOLD {
            assert_eq!(*fold(to), *to, "{from:?}");
        }
    }

    #[test]
    fn white_space_and_format() {
        assert_eq!(
            tables::WHITE_SPACE
                .iter()
                .map(|(a, b)| b - a + 1)
                .sum::<u32>(),
            25
        );
        assert!(is_white_space('\u{A0}') && !is_white_space('\u{200B}'));
        assert!(
            is_control_or_format('\u{200B}')
                && is_control_or_format('\u{AD}')
                && !is_control_or_format('a')
        );
    }
}
