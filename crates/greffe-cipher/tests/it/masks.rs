//! A mask shows what it says and nothing else: what is hidden may be anything, and the mask stays.

use greffe_cipher::{Bytes, CardNumber, Email, Fax, PersonName, Phone};
use proptest::prelude::*;

/// The check digit that makes digits pass Luhn, written another way than the crate does.
fn luhn(digits: &str) -> u32 {
    let sum: u32 = digits
        .chars()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let doubled = digit.to_digit(10).unwrap() * if place % 2 == 0 { 2 } else { 1 };
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    (10 - sum % 10) % 10
}

fn email(text: &str) -> Email {
    text.parse().unwrap()
}

fn name(text: &str) -> Option<PersonName> {
    text.parse().ok()
}

/// What is neither bullet nor space.
fn shown(mask: &str) -> String {
    mask.chars().filter(|c| !matches!(c, '•' | ' ')).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn of_a_card_the_last_four_digits(digits in "[0-9]{11,18}") {
        let number = format!("{digits}{}", luhn(&digits));
        let mask = number.parse::<CardNumber>().unwrap().mask();
        prop_assert_eq!(mask, format!("•••• •••• •••• {}", &number[number.len() - 4..]));
    }

    #[test]
    fn of_a_phone_the_calling_code_and_the_last_two_digits(
        plan in proptest::sample::select(vec![("+33", "1", 8), ("+1", "212", 7), ("+352", "2", 7), ("+39", "06", 8), ("+351", "2", 8)]),
        rest in "[2-9]{8}",
    ) {
        let (code, area, length) = plan;
        let number = format!("{code}{area}{}", &rest[..length]);
        // Only what the metadata refuses is no number here.
        if let Ok(phone) = number.parse::<Phone>() {
            let mask = format!("{code} •••• {}", &number[number.len() - 2..]);
            prop_assert_eq!(phone.mask(), mask.clone());
            prop_assert_eq!(number.parse::<Fax>().unwrap().mask(), mask);
        }
    }

    #[test]
    fn of_an_address_one_letter_at_most_and_the_domain(
        first in "[a-zA-Zéß\u{4e00}]", hidden in "[a-z0-9+éü]{0,20}", other in "[a-z0-9+éü]{2,20}", domain in "[a-z]{1,10}\\.[a-z]{2,5}",
    ) {
        let mask = email(&format!("{first}{hidden}@{domain}")).mask();
        if hidden.chars().count() < 2 {
            prop_assert_eq!(mask, format!("•••@{domain}"));
        } else {
            prop_assert_eq!(&mask, &format!("{first}•••@{domain}"));
            prop_assert_eq!(mask, email(&format!("{first}{other}@{domain}")).mask());
        }
    }

    #[test]
    fn of_a_name_the_first_letter_of_two_words_at_most(text in "[\\p{L}\\p{M} '’-]{1,40}") {
        if let Some(name) = name(&text) {
            let mask = name.mask();
            prop_assert!(shown(&mask).chars().count() <= 2, "{}", mask);
            prop_assert!(mask.chars().count() <= 9, "{}", mask);
            for word in mask.split(' ') {
                prop_assert!(word.ends_with("•••"), "{}", mask);
            }
        }
    }

    #[test]
    fn of_a_name_neither_the_hidden_letters_nor_the_words_between(
        first in "[A-Z]", last in "[A-Z]", hidden in "[a-zé]{2,12}", other in "[a-zé-]{2,12}z", between in "( [A-Z][a-z]{0,8}){0,3}",
    ) {
        let one = name(&format!("{first}{hidden}{between} {last}{hidden}")).unwrap();
        let two = name(&format!("{first}{other} {last}{other}")).unwrap();
        prop_assert_eq!(one.mask(), format!("{first}••• {last}•••"));
        prop_assert_eq!(one.mask(), two.mask());
    }

    #[test]
    fn of_octets_nothing(octets in proptest::collection::vec(any::<u8>(), 0..64)) {
        prop_assert_eq!(Bytes::new(&octets).unwrap().mask(), "••••");
    }
}

#[test]
fn short_words_and_short_local_parts_are_wholly_hidden() {
    for (text, mask) in [
        ("Bo", "•••"),
        ("Bo Li", "••• •••"),
        ("Li Anna", "••• A•••"),
        ("李 娜", "••• •••"),
    ] {
        assert_eq!(name(text).unwrap().mask(), mask);
    }
    for text in ["a@b.org", "ab@b.org", "éü@b.org"] {
        assert_eq!(email(text).mask(), "•••@b.org");
    }
}
