//! Telephone numbers out of the ranges that a country keeps for fiction: they ring nowhere.

use crate::copy::key::Keyed;

/// A range that a regulator keeps for works of fiction.
struct Range {
    /// The country (ISO 3166).
    country: &'static str,
    /// Its calling code (E.164).
    calling: &'static str,
    /// What numbers begin with inside the country, before the national number.
    trunk: &'static str,
    /// How a national number begins for which this range stands; the first row that fits is taken.
    stands_for: &'static str,
    /// How the range begins.
    prefix: &'static str,
    /// How many digits are free.
    free: u32,
}

const fn range(
    country: &'static str,
    [calling, trunk, stands_for, prefix]: [&'static str; 4],
    free: u32,
) -> Range {
    Range {
        country,
        calling,
        trunk,
        stands_for,
        prefix,
        free,
    }
}

/// As of 2026-11-26, each read on that day where it says so.
///
/// - FR: Arcep, decision 2018-0881 of 24 July 2018, annex 1 (the national numbering plan), 2.5.12, numbers for audiovisual works: 01 99 00, 02 61 91,
///   03 53 01, 04 65 71, 05 36 49, 06 39 98; the roots were read in the State's design system (DSFR, telephone number), which cites that article.
/// - GB: Ofcom, telephone numbers for drama use, 07700 900 and 01632 960 with 1,000 numbers each: BBC News, 17 April 2015 (07700, 01632, and that none is assigned);
///   the three digits after them were not read on Ofcom's own page.
/// - DE: Bundesnetzagentur, Mitteilung 148/2021 (Amtsblatt 7/2021, p. 489): (0)30 23125 000 to 999, read in teltarif.de's report of it.
/// - US: NANPA, 555-0100 to 555-0199 of every area, and no other 555 number; read in several places that name it as the rule, not on NANPA's own page. 202 is an
///   area that exists.
const RANGES: &[Range] = &[
    range("FR", ["33", "0", "1", "19900"], 4),
    range("FR", ["33", "0", "2", "26191"], 4),
    range("FR", ["33", "0", "3", "35301"], 4),
    range("FR", ["33", "0", "4", "46571"], 4),
    range("FR", ["33", "0", "5", "53649"], 4),
    range("FR", ["33", "0", "", "63998"], 4),
    range("GB", ["44", "0", "7", "7700900"], 3),
    range("GB", ["44", "0", "", "1632960"], 3),
    range("DE", ["49", "0", "", "3023125"], 3),
    range("US", ["1", "", "", "20255501"], 2),
];

/// The number that stands for this one, written as this one is: with the country or without. `None` where it is no number, or its country keeps
/// no range that is known here.
pub(crate) fn of(keyed: &Keyed, text: &str, national: &str) -> Option<String> {
    let trimmed = text.trim();
    let written = |letter: char| {
        letter.is_ascii_digit()
            || letter.is_whitespace()
            || matches!(letter, '+' | '.' | '-' | '/' | '(' | ')')
    };
    if !trimmed.chars().all(written) {
        return None;
    }
    let digits: String = trimmed.chars().filter(char::is_ascii_digit).collect();
    if !(6..=17).contains(&digits.len()) {
        return None;
    }
    let abroad = match trimmed.strip_prefix('+') {
        Some(_) => Some(digits.as_str()),
        None => digits.strip_prefix("00"),
    };
    let mut ranges = RANGES.iter();
    let found = match abroad {
        Some(number) => ranges.find_map(|range| {
            // `+33 (0)6…` is met often enough.
            let rest = number.strip_prefix(range.calling)?;
            let rest = rest.strip_prefix(range.trunk).unwrap_or(rest);
            rest.starts_with(range.stands_for).then_some((range, rest))
        }),
        None => ranges
            .filter(|range| range.country == national)
            .find_map(|range| {
                let rest = digits.strip_prefix(range.trunk)?;
                rest.starts_with(range.stands_for).then_some((range, rest))
            }),
    };
    let (range, number) = found?;
    // The same number has the same token, however it is written.
    let whole = format!("+{}{number}", range.calling);
    let free = keyed.number(whole.as_bytes()) % 10_u128.pow(range.free);
    let width = usize::try_from(range.free).ok()?;
    let head = match abroad {
        Some(_) => format!("+{}", range.calling),
        None => range.trunk.to_owned(),
    };
    Some(format!("{head}{}{free:0width$}", range.prefix))
}
