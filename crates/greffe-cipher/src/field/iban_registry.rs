//! Countries of the IBAN registry: ISO 13616-1 structure of the national part (BBAN).
//!
//! Source: SWIFT, *IBAN Registry*, as the crate `iban_validate` 5.0.1 carries it (87 countries), with Honduras and Pakistan, which it lacks; not
//! yet compared with the registry's own text file. Adjacent parts of one kind are merged: the table
//! judges new input only, so what each part means is not needed. Values that are already sealed are
//! judged by the frozen grammar of the form alone, so a country may leave this table.

use self::Kind::{A, C, N};

/// What may stand in one part of a BBAN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `n`: digits.
    N,
    /// `a`: upper-case letters.
    A,
    /// `c`: digits and upper-case letters.
    C,
}

impl Kind {
    /// Whether the octet belongs to the kind.
    pub(super) const fn admits(self, octet: u8) -> bool {
        match self {
            N => octet.is_ascii_digit(),
            A => octet.is_ascii_uppercase(),
            C => octet.is_ascii_digit() || octet.is_ascii_uppercase(),
        }
    }
}

/// The parts of a BBAN: how many characters of which kind.
type Structure = &'static [(u8, Kind)];

/// The structure of a country's BBAN, or nothing where the registry does not list the country.
pub(super) fn structure(country: [u8; 2]) -> Option<Structure> {
    REGISTRY
        .binary_search_by(|(code, _)| code.as_slice().cmp(&country))
        .ok()
        .and_then(|at| REGISTRY.get(at))
        .map(|(_, parts)| *parts)
}

/// Sorted by country code.
#[rustfmt::skip]
static REGISTRY: &[(&[u8; 2], Structure)] = &[
    (b"AD", &[(8, N), (12, C)]), // 24
    (b"AE", &[(19, N)]), // 23
    (b"AL", &[(8, N), (16, C)]), // 28
    (b"AT", &[(16, N)]), // 20
    (b"AZ", &[(4, A), (20, C)]), // 28
    (b"BA", &[(16, N)]), // 20
    (b"BE", &[(12, N)]), // 16
    (b"BG", &[(4, A), (6, N), (8, C)]), // 22
    (b"BH", &[(4, A), (14, C)]), // 22
    (b"BI", &[(23, N)]), // 27
    (b"BR", &[(23, N), (1, A), (1, C)]), // 29
    (b"BY", &[(4, C), (4, N), (16, C)]), // 28
    (b"CH", &[(5, N), (12, C)]), // 21
    (b"CR", &[(18, N)]), // 22
    (b"CY", &[(8, N), (16, C)]), // 28
    (b"CZ", &[(20, N)]), // 24
    (b"DE", &[(18, N)]), // 22
    (b"DJ", &[(23, N)]), // 27
    (b"DK", &[(14, N)]), // 18
    (b"DO", &[(4, C), (20, N)]), // 28
    (b"EE", &[(16, N)]), // 20
    (b"EG", &[(25, N)]), // 29
    (b"ES", &[(20, N)]), // 24
    (b"FI", &[(14, N)]), // 18
    (b"FK", &[(2, A), (12, N)]), // 18
    (b"FO", &[(14, N)]), // 18
    (b"FR", &[(10, N), (11, C), (2, N)]), // 27
    (b"GB", &[(4, A), (14, N)]), // 22
    (b"GE", &[(2, A), (16, N)]), // 22
    (b"GI", &[(4, A), (15, C)]), // 23
    (b"GL", &[(14, N)]), // 18
    (b"GR", &[(7, N), (16, C)]), // 27
    (b"GT", &[(24, C)]), // 28
    (b"HN", &[(4, A), (20, N)]), // 28
    (b"HR", &[(17, N)]), // 21
    (b"HU", &[(24, N)]), // 28
    (b"IE", &[(4, A), (14, N)]), // 22
    (b"IL", &[(19, N)]), // 23
    (b"IQ", &[(4, A), (15, N)]), // 23
    (b"IS", &[(22, N)]), // 26
    (b"IT", &[(1, A), (10, N), (12, C)]), // 27
    (b"JO", &[(4, A), (4, N), (18, C)]), // 30
    (b"KW", &[(4, A), (22, C)]), // 30
    (b"KZ", &[(3, N), (13, C)]), // 20
    (b"LB", &[(4, N), (20, C)]), // 28
    (b"LC", &[(4, A), (24, C)]), // 32
    (b"LI", &[(5, N), (12, C)]), // 21
    (b"LT", &[(16, N)]), // 20
    (b"LU", &[(3, N), (13, C)]), // 20
    (b"LV", &[(4, A), (13, C)]), // 21
    (b"LY", &[(21, N)]), // 25
    (b"MC", &[(10, N), (11, C), (2, N)]), // 27
    (b"MD", &[(20, C)]), // 24
    (b"ME", &[(18, N)]), // 22
    (b"MK", &[(3, N), (10, C), (2, N)]), // 19
    (b"MN", &[(16, N)]), // 20
    (b"MR", &[(23, N)]), // 27
    (b"MT", &[(4, A), (5, N), (18, C)]), // 31
    (b"MU", &[(4, A), (19, N), (3, A)]), // 30
    (b"NI", &[(4, A), (20, N)]), // 28
    (b"NL", &[(4, A), (10, N)]), // 18
    (b"NO", &[(11, N)]), // 15
    (b"OM", &[(3, N), (16, C)]), // 23
    (b"PK", &[(4, A), (16, C)]), // 24
    (b"PL", &[(24, N)]), // 28
    (b"PS", &[(4, A), (21, C)]), // 29
    (b"PT", &[(21, N)]), // 25
    (b"QA", &[(4, A), (21, C)]), // 29
    (b"RO", &[(4, A), (16, C)]), // 24
    (b"RS", &[(18, N)]), // 22
    (b"RU", &[(14, N), (15, C)]), // 33
    (b"SA", &[(2, N), (18, C)]), // 24
    (b"SC", &[(4, A), (20, N), (3, A)]), // 31
    (b"SD", &[(14, N)]), // 18
    (b"SE", &[(20, N)]), // 24
    (b"SI", &[(15, N)]), // 19
    (b"SK", &[(20, N)]), // 24
    (b"SM", &[(1, A), (10, N), (12, C)]), // 27
    (b"SO", &[(19, N)]), // 23
    (b"ST", &[(21, N)]), // 25
    (b"SV", &[(4, A), (20, N)]), // 28
    (b"TL", &[(19, N)]), // 23
    (b"TN", &[(20, N)]), // 24
    (b"TR", &[(6, N), (16, C)]), // 26
    (b"UA", &[(6, N), (19, C)]), // 29
    (b"VA", &[(18, N)]), // 22
    (b"VG", &[(4, A), (16, N)]), // 24
    (b"XK", &[(16, N)]), // 20
    (b"YE", &[(4, A), (4, N), (18, C)]), // 30
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_is_sorted_and_fits_the_frozen_grammar() {
        assert!(REGISTRY.is_sorted_by(|a, b| a.0 < b.0));
        for (country, parts) in REGISTRY {
            let length: u32 = parts.iter().map(|(n, _)| u32::from(*n)).sum();
            assert!((11..=30).contains(&length), "{country:?}");
        }
    }

    #[test]
    fn lengths_of_well_known_countries() {
        for (country, length) in [
            (b"NO", 15),
            (b"BE", 16),
            (b"DE", 22),
            (b"FR", 27),
            (b"IT", 27),
            (b"MT", 31),
            (b"PK", 24),
            (b"RU", 33),
        ] {
            let parts = structure(*country).unwrap();
            assert_eq!(
                4 + parts.iter().map(|(n, _)| u32::from(*n)).sum::<u32>(),
                length
            );
        }
        assert!(structure(*b"US").is_none());
        assert!(structure(*b"ZZ").is_none());
    }
}
