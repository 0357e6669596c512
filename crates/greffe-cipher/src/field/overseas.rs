//! Numbers of the French plan whose subscribers are overseas, as of 2026-11.
//!
//! One plan, several calling codes: 0696 12 34 56 is dialled alike in Paris and in Fort-de-France, and from abroad it is +596 696 12 34 56. Ranges: Arcep,
//! décision n° 2018-0881 of 24 July 2018 with its later changes (*plan national de numérotation*, numbers by territory); that the calling codes are
//! plans of their own: Arcep, décision n° 2006-0509 of 16 May 2006. Each mobile range and each code were compared with libphonenumber's metadata 9.0.33.
//! Only ranges that belong to one code as a whole: 0263, 0268, 0588, 0589, 0508, 070 9x and 097 are left out. New input only.

/// A range of national numbers, without the trunk prefix, and the calling code of its territory.
static RANGES: &[(&str, u16)] = &[
    ("262", 262), // La Réunion
    ("269", 262), // Mayotte
    ("590", 590), // Guadeloupe, Saint-Martin, Saint-Barthélemy
    ("594", 594), // Guyane
    ("596", 596), // Martinique
    ("639", 262), // Mayotte, mobile
    ("690", 590), // Guadeloupe, Saint-Martin, Saint-Barthélemy, mobile; 691 too
    ("691", 590),
    ("692", 262), // La Réunion, mobile; 693 too
    ("693", 262),
    ("694", 594), // Guyane, mobile
    ("696", 596), // Martinique, mobile; 697 too
    ("697", 596),
];

/// Within 639, but kept for works of fiction and nobody's in Mayotte (Arcep, *numéros fictifs*).
const FICTION: &str = "63998";

/// The code of metropolitan France.
const METROPOLITAN: u16 = 33;

/// The calling code of a national number that was dialled in metropolitan France, if it is of another territory.
pub(super) fn code(national: &str) -> Option<u16> {
    if national.starts_with(FICTION) {
        return None;
    }
    let (_, code) = RANGES
        .iter()
        .find(|(range, _)| national.starts_with(range))?;
    Some(*code)
}

/// The code and number under which a number of that code stood before these ranges were known.
pub(super) fn former(number: u16, national: &str) -> Option<u16> {
    (code(national) == Some(number)).then_some(METROPOLITAN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::numbering;

    #[test]
    fn every_range_has_the_length_of_its_code() {
        for (range, code) in RANGES {
            let digits = format!("{code}{range}123456");
            let (plan, national) = numbering::split(&digits).unwrap();
            assert_eq!((plan.number, plan.length), (*code, (9, 9)), "{range}");
            assert_eq!(super::code(national), Some(*code));
            assert_eq!(former(*code, national), Some(33));
            assert_eq!(former(33, national), None);
        }
    }
}
