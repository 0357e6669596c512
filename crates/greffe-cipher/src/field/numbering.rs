//! Calling codes, trunk prefixes and lengths of national numbers, as of 2026-11.
//!
//! Compiled by hand, and compared row by row with libphonenumber's metadata 9.0.43: `tables/numbering-differences.tsv` lists what still differs,
//! each with its reason, and `tables/numbering.py` writes and checks that list.
//!
//! Calling codes: ITU-T, *List of Recommendation ITU-T E.164 assigned country codes*. Trunk prefixes and lengths: the
//! national numbering plans notified to the ITU under E.129. Lengths are deliberately the widest of a plan: the table must
//! catch a missing or doubled digit, and must not refuse a rare but true number. New input only; sealed numbers are judged by
//! the frozen grammar.

/// How numbers are written inside one region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// ISO 3166-1 alpha-2 (and XK, AC, TA, which are in use).
    pub(super) region: [u8; 2],
    /// Calling code (*indicatif*), without "+".
    pub(super) code: u16,
    /// Dialled before national numbers, not part of the international one; empty where there is none. Italy's leading
    /// zero is part of the number, so Italy has none. Belarus dials 80 before every national number; its toll-free numbers (8 80x),
    /// which are not reached from abroad, are refused.
    pub(super) trunk: &'static str,
    /// Shortest and longest national number in digits, trunk prefix left out.
    pub(super) length: (u8, u8),
}

impl Plan {
    /// Whether a leading "00" is this region's international prefix, whole. Elsewhere "00" begins a longer prefix ("0011", "001" with a
    /// carrier) or means nothing: read as "+", the number would be somebody else's.
    fn dials_00(&self) -> bool {
        self.code != 1 && !OTHER_PREFIX.contains(&&self.region)
    }

    /// Whether digits begin with this region's international prefix, or what may be one, and it is not exactly "00": which country
    /// follows cannot be told, and read as a national number they would be somebody else's.
    pub(super) fn dials_abroad(&self, digits: &str) -> bool {
        let others: &[&str] = match (self.code, &self.region) {
            (1, _) | (_, b"MH" | b"PW") => &["011"],
            (_, b"BY" | b"KZ" | b"RU" | b"TM") => &["810"],
            (_, b"CU") => &["119"],
            (_, b"IL") => &["012", "013", "014", "015", "016", "017", "018", "019"],
            (_, b"JP") => &["010"],
            (_, b"NZ") => &["0161"],
            (_, b"UY") => &["013", "014", "015", "016", "017", "018", "019"],
            _ => &[],
        };
        others.iter().any(|prefix| digits.starts_with(prefix))
            || digits.starts_with("00") && !self.dials_00()
    }

    /// Whether a national number may begin with 0: where it may not, a 0 is a trunk prefix typed where none belongs.
    pub(super) fn admits_zero(&self) -> bool {
        begins_with_zero(self.region)
    }
}

/// The plan of a region.
pub(super) fn of_region(region: [u8; 2]) -> Option<&'static Plan> {
    let at = REGIONS
        .binary_search_by(|plan| plan.region.cmp(&region))
        .ok()?;
    REGIONS.get(at)
}

/// A calling code, with what holds for all regions that share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Code {
    /// Without "+".
    pub(super) number: u16,
    /// The regions' trunk prefix; empty where there is none.
    pub(super) trunk: &'static str,
    /// Shortest and longest national number in digits, over all regions.
    pub(super) length: (u8, u8),
    /// Whether a national number of one of the regions may begin with 0.
    pub(super) zero: bool,
}

/// Splits international digits into calling code and national number; the codes are free of prefixes, so at most one fits.
pub(super) fn split(digits: &str) -> Option<(&'static Code, &str)> {
    (1..=3).find_map(|n| {
        let (code, national) = digits.split_at_checked(n)?;
        // A first zero would make one code of several texts.
        let number = code
            .bytes()
            .try_fold(0_usize, |number, octet| match octet {
                b'0' if number == 0 => None,
                _ => Some(number * 10 + usize::from(octet.wrapping_sub(b'0'))),
            })?;
        Some((CODES.get(number)?.as_ref()?, national))
    })
}

/// Every calling code by its number.
static CODES: [Option<Code>; 1000] = {
    let mut codes = [None; 1000];
    let mut regions = REGIONS;
    while let [plan, after @ ..] = regions {
        enter(
            &mut codes,
            plan.code,
            plan.trunk,
            plan.length,
            begins_with_zero(plan.region),
        );
        regions = after;
    }
    let mut global = GLOBAL;
    while let [(number, shortest, longest), after @ ..] = global {
        enter(&mut codes, *number, "", (*shortest, *longest), true);
        global = after;
    }
    codes
};

/// Adds a region to its calling code: the widest of all, but for the trunk prefix, which they share.
const fn enter(
    codes: &mut [Option<Code>],
    number: u16,
    trunk: &'static str,
    (mut shortest, mut longest): (u8, u8),
    mut zero: bool,
) {
    if let Some(entry) = codes.split_at_mut(number as usize).1.first_mut() {
        if let Some(before) = entry {
            zero |= before.zero;
            if before.length.0 < shortest {
                shortest = before.length.0;
            }
            if before.length.1 > longest {
                longest = before.length.1;
            }
        }
        *entry = Some(Code {
            number,
            trunk,
            length: (shortest, longest),
            zero,
        });
    }
}

/// Whether the region's national numbers may begin with 0.
const fn begins_with_zero([first, second]: [u8; 2]) -> bool {
    let mut regions = ZERO_FIRST;
    while let [[a, b], after @ ..] = regions {
        if *a == first && *b == second {
            return true;
        }
        regions = after;
    }
    false
}

const fn r(region: &[u8; 2], code: u16, trunk: &'static str, shortest: u8, longest: u8) -> Plan {
    Plan {
        region: *region,
        code,
        trunk,
        length: (shortest, longest),
    }
}

/// Codes of no region (E.164 shared and global services), with their lengths.
#[rustfmt::skip]
static GLOBAL: &[(u16, u8, u8)] = &[(800, 8, 8), (808, 8, 8), (870, 9, 12), (878, 12, 12), (881, 9, 10), (882, 7, 12), (883, 8, 12), (888, 11, 11), (979, 9, 9),];

/// Regions outside the North American plan (011) whose international prefix is not exactly "00". Sorted.
#[rustfmt::skip]
static OTHER_PREFIX: &[&[u8; 2]] = &[
    b"AU", b"BO", b"BR", b"BY", b"CC", b"CL", b"CO", b"CU", b"CV", b"CX", b"GY", b"HK", b"ID", b"JP", b"KE", b"KH", b"KR", b"KZ", b"MH", b"MN",
    b"NG", b"PW", b"RU", b"SG", b"TH", b"TJ", b"TM", b"TW", b"TZ", b"UG", b"WS",
];

/// Regions whose national numbers may begin with 0, which is then part of the number (Italy's area codes, mobile numbers of Côte d'Ivoire).
/// Sorted.
#[rustfmt::skip]
static ZERO_FIRST: &[[u8; 2]] = &[
    *b"AC", *b"BF", *b"BJ", *b"BW", *b"BZ", *b"CG", *b"CI", *b"FJ", *b"GA", *b"IT", *b"MO", *b"NC", *b"NE", *b"NO", *b"PA", *b"QA", *b"SJ",
    *b"SM", *b"SZ", *b"TJ", *b"TO", *b"VA",
];

/// Sorted by region.
#[rustfmt::skip]
static REGIONS: &[Plan] = &[
    r(b"AC", 247, "", 5, 6), r(b"AD", 376, "", 6, 9), r(b"AE", 971, "0", 5, 12), r(b"AF", 93, "0", 9, 9),
    r(b"AG", 1, "1", 10, 10), r(b"AI", 1, "1", 10, 10), r(b"AL", 355, "0", 6, 9), r(b"AM", 374, "0", 8, 8),
    r(b"AO", 244, "", 9, 9), r(b"AR", 54, "0", 10, 11), r(b"AS", 1, "1", 10, 10), r(b"AT", 43, "0", 4, 13),
    r(b"AU", 61, "0", 5, 12), r(b"AW", 297, "", 7, 7), r(b"AX", 358, "0", 5, 12), r(b"AZ", 994, "0", 9, 9),
    r(b"BA", 387, "0", 8, 9), r(b"BB", 1, "1", 10, 10), r(b"BD", 880, "0", 6, 10), r(b"BE", 32, "0", 8, 9),
    r(b"BF", 226, "", 8, 8), r(b"BG", 359, "0", 6, 9), r(b"BH", 973, "", 8, 8), r(b"BI", 257, "", 8, 8),
    r(b"BJ", 229, "", 10, 10), r(b"BL", 590, "0", 9, 9), r(b"BM", 1, "1", 10, 10), r(b"BN", 673, "", 7, 7),
    r(b"BO", 591, "0", 8, 9), r(b"BQ", 599, "", 7, 7), r(b"BR", 55, "0", 8, 11), r(b"BS", 1, "1", 10, 10),
    r(b"BT", 975, "", 7, 8), r(b"BW", 267, "", 7, 10), r(b"BY", 375, "80", 9, 9), r(b"BZ", 501, "", 7, 11),
    r(b"CA", 1, "1", 10, 10), r(b"CC", 61, "0", 5, 12), r(b"CD", 243, "0", 7, 10), r(b"CF", 236, "", 8, 8),
    r(b"CG", 242, "", 9, 9), r(b"CH", 41, "0", 9, 12), r(b"CI", 225, "", 10, 10), r(b"CK", 682, "", 5, 5),
    r(b"CL", 56, "", 9, 11), r(b"CM", 237, "", 8, 9), r(b"CN", 86, "0", 7, 12), r(b"CO", 57, "0", 8, 11),
    r(b"CR", 506, "", 8, 10), r(b"CU", 53, "0", 6, 10), r(b"CV", 238, "", 7, 7), r(b"CW", 599, "", 7, 8),
    r(b"CX", 61, "0", 5, 12), r(b"CY", 357, "", 8, 8), r(b"CZ", 420, "", 9, 12), r(b"DE", 49, "0", 3, 13),
    r(b"DJ", 253, "", 8, 8), r(b"DK", 45, "", 8, 8), r(b"DM", 1, "1", 10, 10), r(b"DO", 1, "1", 10, 10),
    r(b"DZ", 213, "0", 8, 9), r(b"EC", 593, "0", 8, 11), r(b"EE", 372, "", 7, 10), r(b"EG", 20, "0", 8, 10),
    r(b"EH", 212, "0", 9, 9), r(b"ER", 291, "0", 7, 7), r(b"ES", 34, "", 9, 9), r(b"ET", 251, "0", 9, 9),
    r(b"FI", 358, "0", 5, 12), r(b"FJ", 679, "", 7, 11), r(b"FK", 500, "", 5, 5), r(b"FM", 691, "", 7, 7),
    r(b"FO", 298, "", 6, 6), r(b"FR", 33, "0", 9, 9), r(b"GA", 241, "", 7, 8), r(b"GB", 44, "0", 7, 10),
    r(b"GD", 1, "1", 10, 10), r(b"GE", 995, "0", 9, 9), r(b"GF", 594, "0", 9, 9), r(b"GG", 44, "0", 7, 10),
    r(b"GH", 233, "0", 8, 9), r(b"GI", 350, "", 8, 8), r(b"GL", 299, "", 6, 6), r(b"GM", 220, "", 7, 9),
    r(b"GN", 224, "", 8, 9), r(b"GP", 590, "0", 9, 9), r(b"GQ", 240, "", 9, 9), r(b"GR", 30, "", 10, 12),
    r(b"GT", 502, "", 8, 11), r(b"GU", 1, "1", 10, 10), r(b"GW", 245, "", 7, 9), r(b"GY", 592, "", 7, 7),
    r(b"HK", 852, "", 5, 11), r(b"HN", 504, "", 8, 11), r(b"HR", 385, "0", 7, 9), r(b"HT", 509, "", 8, 8),
    r(b"HU", 36, "06", 8, 9), r(b"ID", 62, "0", 7, 13), r(b"IE", 353, "0", 7, 10), r(b"IL", 972, "0", 7, 12),
    r(b"IM", 44, "0", 10, 10), r(b"IN", 91, "0", 8, 13), r(b"IO", 246, "", 7, 7), r(b"IQ", 964, "0", 8, 10),
    r(b"IR", 98, "0", 6, 10), r(b"IS", 354, "", 7, 9), r(b"IT", 39, "", 6, 12), r(b"JE", 44, "0", 10, 10),
    r(b"JM", 1, "1", 10, 10), r(b"JO", 962, "0", 8, 9), r(b"JP", 81, "0", 8, 13), r(b"KE", 254, "0", 7, 10),
    r(b"KG", 996, "0", 9, 10), r(b"KH", 855, "0", 8, 10), r(b"KI", 686, "0", 5, 8), r(b"KM", 269, "", 7, 7),
    r(b"KN", 1, "1", 10, 10), r(b"KP", 850, "0", 8, 10), r(b"KR", 82, "0", 5, 13), r(b"KW", 965, "", 7, 8),
    r(b"KY", 1, "1", 10, 10), r(b"KZ", 7, "8", 10, 10), r(b"LA", 856, "0", 8, 10), r(b"LB", 961, "0", 7, 8),
    r(b"LC", 1, "1", 10, 10), r(b"LI", 423, "0", 7, 9), r(b"LK", 94, "0", 9, 9), r(b"LR", 231, "0", 7, 9),
    r(b"LS", 266, "", 8, 8), r(b"LT", 370, "0", 8, 8), r(b"LU", 352, "", 4, 11), r(b"LV", 371, "", 8, 8),
    r(b"LY", 218, "0", 9, 9), r(b"MA", 212, "0", 9, 9), r(b"MC", 377, "0", 8, 9), r(b"MD", 373, "0", 8, 8),
    r(b"ME", 382, "0", 8, 9), r(b"MF", 590, "0", 9, 9), r(b"MG", 261, "0", 9, 9), r(b"MH", 692, "1", 7, 7),
    r(b"MK", 389, "0", 8, 8), r(b"ML", 223, "", 8, 8), r(b"MM", 95, "0", 6, 10), r(b"MN", 976, "0", 8, 10),
    r(b"MO", 853, "", 7, 8), r(b"MP", 1, "1", 10, 10), r(b"MQ", 596, "0", 9, 9), r(b"MR", 222, "", 8, 8),
    r(b"MS", 1, "1", 10, 10), r(b"MT", 356, "", 8, 8), r(b"MU", 230, "", 7, 10), r(b"MV", 960, "", 7, 10),
    r(b"MW", 265, "0", 7, 9), r(b"MX", 52, "", 10, 10), r(b"MY", 60, "0", 8, 10), r(b"MZ", 258, "", 8, 9),
    r(b"NA", 264, "0", 8, 9), r(b"NC", 687, "", 6, 6), r(b"NE", 227, "", 8, 8), r(b"NF", 672, "", 6, 6),
    r(b"NG", 234, "0", 7, 12), r(b"NI", 505, "", 8, 8), r(b"NL", 31, "0", 5, 11), r(b"NO", 47, "", 5, 8),
    r(b"NP", 977, "0", 8, 11), r(b"NR", 674, "", 7, 7), r(b"NU", 683, "", 4, 7), r(b"NZ", 64, "0", 5, 10),
    r(b"OM", 968, "", 7, 9), r(b"PA", 507, "", 7, 11), r(b"PE", 51, "0", 8, 9), r(b"PF", 689, "", 6, 9),
    r(b"PG", 675, "", 7, 8), r(b"PH", 63, "0", 6, 13), r(b"PK", 92, "0", 8, 12), r(b"PL", 48, "", 6, 10),
    r(b"PM", 508, "0", 6, 9), r(b"PR", 1, "1", 10, 10), r(b"PS", 970, "0", 8, 10), r(b"PT", 351, "", 9, 9),
    r(b"PW", 680, "", 7, 7), r(b"PY", 595, "0", 6, 11), r(b"QA", 974, "", 7, 11), r(b"RE", 262, "0", 9, 9),
    r(b"RO", 40, "0", 6, 9), r(b"RS", 381, "0", 6, 12), r(b"RU", 7, "8", 10, 10), r(b"RW", 250, "0", 8, 9),
    r(b"SA", 966, "0", 9, 10), r(b"SB", 677, "", 5, 7), r(b"SC", 248, "", 7, 7), r(b"SD", 249, "0", 9, 9),
    r(b"SE", 46, "0", 6, 12), r(b"SG", 65, "", 8, 11), r(b"SH", 290, "", 4, 5), r(b"SI", 386, "0", 5, 8),
    r(b"SJ", 47, "", 5, 8), r(b"SK", 421, "0", 6, 9), r(b"SL", 232, "0", 8, 8), r(b"SM", 378, "", 8, 10),
    r(b"SN", 221, "", 9, 9), r(b"SO", 252, "0", 6, 9), r(b"SR", 597, "", 6, 7), r(b"SS", 211, "0", 9, 9),
    r(b"ST", 239, "", 7, 7), r(b"SV", 503, "", 7, 11), r(b"SX", 1, "1", 10, 10), r(b"SY", 963, "0", 8, 9),
    r(b"SZ", 268, "", 8, 9), r(b"TA", 290, "", 4, 4), r(b"TC", 1, "1", 10, 10), r(b"TD", 235, "", 8, 8),
    r(b"TG", 228, "", 8, 8), r(b"TH", 66, "0", 8, 13), r(b"TJ", 992, "", 9, 9), r(b"TK", 690, "", 4, 7),
    r(b"TL", 670, "", 7, 8), r(b"TM", 993, "8", 8, 8), r(b"TN", 216, "", 8, 8), r(b"TO", 676, "", 5, 7),
    r(b"TR", 90, "0", 7, 13), r(b"TT", 1, "1", 10, 10), r(b"TV", 688, "", 5, 7), r(b"TW", 886, "0", 7, 11),
    r(b"TZ", 255, "0", 9, 9), r(b"UA", 380, "0", 9, 10), r(b"UG", 256, "0", 9, 9), r(b"US", 1, "1", 10, 10),
    r(b"UY", 598, "0", 4, 12), r(b"UZ", 998, "", 9, 9), r(b"VA", 39, "", 6, 12), r(b"VC", 1, "1", 10, 10),
    r(b"VE", 58, "0", 10, 10), r(b"VG", 1, "1", 10, 10), r(b"VI", 1, "1", 10, 10), r(b"VN", 84, "0", 7, 10),
    r(b"VU", 678, "", 5, 7), r(b"WF", 681, "", 6, 9), r(b"WS", 685, "", 5, 10), r(b"XK", 383, "0", 8, 12),
    r(b"YE", 967, "0", 7, 9), r(b"YT", 262, "0", 9, 9), r(b"ZA", 27, "0", 5, 10), r(b"ZM", 260, "0", 9, 9),
    r(b"ZW", 263, "0", 7, 10),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_sorted_and_fit_e164() {
        assert!(REGIONS.is_sorted_by(|a, b| a.region < b.region));
        for plan in REGIONS {
            let code = plan.code.to_string();
            assert!(!code.starts_with('0') && code.len() <= 3, "{plan:?}");
            assert!(plan.length.0 <= plan.length.1, "{plan:?}");
            assert!(code.len() + usize::from(plan.length.1) <= 15, "{plan:?}");
            assert!(code.len() + usize::from(plan.length.0) >= 5, "{plan:?}");
        }
    }

    #[test]
    fn no_calling_code_begins_another() {
        let mut codes: Vec<String> = REGIONS
            .iter()
            .map(|p| p.code)
            .chain(GLOBAL.iter().map(|g| g.0))
            .map(|c| c.to_string())
            .collect();
        codes.sort();
        codes.dedup();
        assert!(
            codes.windows(2).all(|pair| !pair[1].starts_with(&pair[0])),
            "{codes:?}"
        );
    }

    #[test]
    fn regions_that_share_a_code_share_its_trunk_prefix() {
        for a in REGIONS {
            assert!(
                REGIONS
                    .iter()
                    .filter(|b| a.code == b.code)
                    .all(|b| a.trunk == b.trunk),
                "{a:?}"
            );
        }
    }

    #[test]
    fn no_length_lets_a_trunk_prefix_be_read_in_two_ways() {
        for plan in REGIONS {
            let spread = usize::from(plan.length.1 - plan.length.0);
            assert!(
                matches!(plan.trunk, "" | "0") || spread < plan.trunk.len(),
                "{plan:?}"
            );
        }
    }

    #[test]
    fn regions_of_other_international_prefixes_are_sorted_and_known() {
        assert!(OTHER_PREFIX.is_sorted_by(|a, b| a < b));
        for region in OTHER_PREFIX {
            assert!(of_region(**region).unwrap().dials_abroad("0012345678"));
        }
        for (region, prefix) in [
            (b"US", "00"),
            (b"US", "011"),
            (b"CA", "011"),
            (b"MH", "011"),
            (b"PW", "011"),
            (b"JP", "010"),
            (b"CU", "119"),
            (b"RU", "810"),
            (b"KZ", "810"),
            (b"BY", "810"),
            (b"TM", "810"),
        ] {
            let plan = of_region(*region).unwrap();
            assert!(plan.dials_abroad(&format!("{prefix}12345678")), "{plan:?}");
        }
        assert!(!of_region(*b"FR").unwrap().dials_abroad("0033199001234"));
        assert!(!of_region(*b"JP").unwrap().dials_abroad("0312345678"));
    }

    #[test]
    fn regions_whose_numbers_may_begin_with_zero_are_sorted_and_dial_no_zero_before_them() {
        assert!(ZERO_FIRST.is_sorted_by(|a, b| a < b));
        for region in ZERO_FIRST {
            assert_eq!(of_region(*region).unwrap().trunk, "", "{region:?}");
        }
    }

    #[test]
    fn every_code_is_split_off_its_numbers_and_nothing_else_is() {
        for number in 0..1000_u16 {
            let listed = REGIONS.iter().any(|plan| plan.code == number)
                || GLOBAL.iter().any(|entry| entry.0 == number);
            let digits = format!("{number}5");
            let found = split(&digits).filter(|(_, national)| *national == "5");
            assert_eq!(found.map(|(code, _)| code.number), listed.then_some(number));
        }
        assert!(split("0331").is_none() && split("").is_none() && split("3").is_none());
    }

    #[test]
    fn the_european_union_the_eea_and_the_neighbours_are_there() {
        for region in "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO CH GB US CA".split(' ') {
            assert!(of_region(region.as_bytes().try_into().unwrap()).is_some(), "{region}");
        }
        assert!(of_region(*b"ZZ").is_none());
    }

    /// Worked out again for each code, from the rows of its regions at once.
    #[test]
    fn a_code_has_the_widest_lengths_of_its_regions_and_a_zero_if_one_has() {
        for code in CODES.iter().flatten() {
            let regions: Vec<_> = REGIONS
                .iter()
                .filter(|plan| plan.code == code.number)
                .collect();
            let lengths = || regions.iter().map(|plan| plan.length);
            let shortest = lengths().map(|(shortest, _)| shortest).min();
            let longest = lengths().map(|(_, longest)| longest).max();
            let Some(widest) = shortest.zip(longest) else {
                continue; // A code of no region.
            };
            assert_eq!(code.length, widest, "{}", code.number);
            let zero = regions.iter().any(|plan| plan.admits_zero());
            assert_eq!(code.zero, zero, "{}", code.number);
        }
    }
}
