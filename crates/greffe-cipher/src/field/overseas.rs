//! Numbers of the French plan whose subscribers are overseas, as of 2026-11.
//!
//! One plan, several calling codes: 0696 12 34 56 is dialled alike in Paris and in Fort-de-France, and from abroad it is +596 696 12 34 56. Ranges: Arcep,
//! décision n° 2018-0881 of 24 July 2018 with its later changes (*plan national de numérotation*, numbers by territory); that the calling codes are
//! plans of their own: Arcep, décision n° 2006-0509 of 16 May 2006. Each range was compared with libphonenumber's metadata 9.0.33, which gives numbers of it to this
//! code and to no other one overseas. Left out is what belongs to several codes or to none: the rest of 0598, 0708 and 0709; 0508, whose numbers are
//! shorter from abroad; and 09, whose numbers are of no place. New input only.

/// The first and the last of ranges of national numbers, without the trunk prefix, and the calling code of their territory.
static RANGES: &[(&str, &str, u16)] = &[
    ("262", "263", 262),     // La Réunion
    ("268", "269", 262),     // La Réunion and Mayotte, which share the code
    ("590", "590", 590),     // Guadeloupe, Saint-Martin, Saint-Barthélemy
    ("594", "594", 594),     // Guyane
    ("596", "596", 596),     // Martinique
    ("5987", "5987", 590),   // Guadeloupe, Saint-Martin, Saint-Barthélemy
    ("5988", "5988", 594),   // Guyane
    ("5989", "5989", 596),   // Martinique
    ("639", "639", 262),     // Mayotte, mobile
    ("690", "691", 590),     // Guadeloupe, Saint-Martin, Saint-Barthélemy, mobile
    ("692", "693", 262),     // La Réunion, mobile
    ("694", "694", 594),     // Guyane, mobile
    ("696", "697", 596),     // Martinique, mobile
    ("70840", "70845", 508), // Saint-Pierre-et-Miquelon, mobile
    ("70850", "70856", 508),
    ("7090", "7090", 590), // Guadeloupe, Saint-Martin, Saint-Barthélemy, mobile
    ("7091", "7091", 596), // Martinique, mobile
    ("7092", "7092", 262), // La Réunion, mobile
    ("70930", "70933", 594), // Guyane, mobile
    ("70935", "70937", 262), // Mayotte, mobile
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
    let (_, _, code) = RANGES.iter().find(|(first, last, _)| {
        let range = national.get(..first.len());
        range.is_some_and(|range| (*first..=*last).contains(&range))
    })?;
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
        for (first, last, code) in RANGES {
            assert!(first.len() == last.len() && first <= last, "{first}");
            for range in [first, last] {
                let digits = format!("{code}{range:0<9}");
                let (plan, national) = numbering::split(&digits).unwrap();
                assert_eq!((plan.number, plan.length.1), (*code, 9), "{range}");
                assert_eq!(super::code(national), Some(*code));
                assert_eq!(former(*code, national), Some(33));
                assert_eq!(former(33, national), None);
            }
        }
    }
}
