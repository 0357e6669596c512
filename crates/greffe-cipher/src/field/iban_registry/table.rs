// Written by tests/it/tables.rs from tables/iban-registry.tsv; do not edit.
//! The rows, sorted by country code.

use super::Kind::{A, C, N};
use super::{Structure, row};

/// Country, parts of its BBAN; the length of the whole IBAN stands behind.
#[rustfmt::skip]
pub(super) static REGISTRY: &[Structure] = &[
    row(b"AD", &[(8, N), (12, C)]), // 24
    row(b"AE", &[(19, N)]), // 23
    row(b"AL", &[(8, N), (16, C)]), // 28
    row(b"AT", &[(16, N)]), // 20
    row(b"AZ", &[(4, A), (20, C)]), // 28
    row(b"BA", &[(16, N)]), // 20
    row(b"BE", &[(12, N)]), // 16
    row(b"BG", &[(4, A), (6, N), (8, C)]), // 22
    row(b"BH", &[(4, A), (14, C)]), // 22
    row(b"BI", &[(23, N)]), // 27
    row(b"BR", &[(23, N), (1, A), (1, C)]), // 29
    row(b"BY", &[(4, C), (4, N), (16, C)]), // 28
    row(b"CH", &[(5, N), (12, C)]), // 21
    row(b"CR", &[(18, N)]), // 22
    row(b"CY", &[(8, N), (16, C)]), // 28
    row(b"CZ", &[(20, N)]), // 24
    row(b"DE", &[(18, N)]), // 22
    row(b"DJ", &[(23, N)]), // 27
    row(b"DK", &[(14, N)]), // 18
    row(b"DO", &[(4, C), (20, N)]), // 28
    row(b"EE", &[(16, N)]), // 20
    row(b"EG", &[(25, N)]), // 29
    row(b"ES", &[(20, N)]), // 24
    row(b"FI", &[(14, N)]), // 18
    row(b"FK", &[(2, A), (12, N)]), // 18
    row(b"FO", &[(14, N)]), // 18
    row(b"FR", &[(10, N), (11, C), (2, N)]), // 27
    row(b"GB", &[(4, A), (14, N)]), // 22
    row(b"GE", &[(2, A), (16, N)]), // 22
    row(b"GI", &[(4, A), (15, C)]), // 23
    row(b"GL", &[(14, N)]), // 18
    row(b"GR", &[(7, N), (16, C)]), // 27
    row(b"GT", &[(24, C)]), // 28
    row(b"HN", &[(4, A), (20, N)]), // 28
    row(b"HR", &[(17, N)]), // 21
    row(b"HU", &[(24, N)]), // 28
    row(b"IE", &[(4, A), (14, N)]), // 22
    row(b"IL", &[(19, N)]), // 23
    row(b"IQ", &[(4, A), (15, N)]), // 23
    row(b"IS", &[(22, N)]), // 26
    row(b"IT", &[(1, A), (10, N), (12, C)]), // 27
    row(b"JO", &[(4, A), (4, N), (18, C)]), // 30
    row(b"KW", &[(4, A), (22, C)]), // 30
    row(b"KZ", &[(3, N), (13, C)]), // 20
    row(b"LB", &[(4, N), (20, C)]), // 28
    row(b"LC", &[(4, A), (24, C)]), // 32
    row(b"LI", &[(5, N), (12, C)]), // 21
    row(b"LT", &[(16, N)]), // 20
    row(b"LU", &[(3, N), (13, C)]), // 20
    row(b"LV", &[(4, A), (13, C)]), // 21
    row(b"LY", &[(21, N)]), // 25
    row(b"MC", &[(10, N), (11, C), (2, N)]), // 27
    row(b"MD", &[(20, C)]), // 24
    row(b"ME", &[(18, N)]), // 22
    row(b"MK", &[(3, N), (10, C), (2, N)]), // 19
    row(b"MN", &[(16, N)]), // 20
    row(b"MR", &[(23, N)]), // 27
    row(b"MT", &[(4, A), (5, N), (18, C)]), // 31
    row(b"MU", &[(4, A), (19, N), (3, A)]), // 30
    row(b"NI", &[(4, A), (20, N)]), // 28
    row(b"NL", &[(4, A), (10, N)]), // 18
    row(b"NO", &[(11, N)]), // 15
    row(b"OM", &[(3, N), (16, C)]), // 23
    row(b"PK", &[(4, A), (16, C)]), // 24
    row(b"PL", &[(24, N)]), // 28
    row(b"PS", &[(4, A), (21, C)]), // 29
    row(b"PT", &[(21, N)]), // 25
    row(b"QA", &[(4, A), (21, C)]), // 29
    row(b"RO", &[(4, A), (16, C)]), // 24
    row(b"RS", &[(18, N)]), // 22
    row(b"RU", &[(14, N), (15, C)]), // 33
    row(b"SA", &[(2, N), (18, C)]), // 24
    row(b"SC", &[(4, A), (20, N), (3, A)]), // 31
    row(b"SD", &[(14, N)]), // 18
    row(b"SE", &[(20, N)]), // 24
    row(b"SI", &[(15, N)]), // 19
    row(b"SK", &[(20, N)]), // 24
    row(b"SM", &[(1, A), (10, N), (12, C)]), // 27
    row(b"SO", &[(19, N)]), // 23
    row(b"ST", &[(21, N)]), // 25
    row(b"SV", &[(4, A), (20, N)]), // 28
    row(b"TL", &[(19, N)]), // 23
    row(b"TN", &[(20, N)]), // 24
    row(b"TR", &[(6, N), (16, C)]), // 26
    row(b"UA", &[(6, N), (19, C)]), // 29
    row(b"VA", &[(18, N)]), // 22
    row(b"VG", &[(4, A), (16, N)]), // 24
    row(b"XK", &[(16, N)]), // 20
    row(b"YE", &[(4, A), (4, N), (18, C)]), // 30
];
