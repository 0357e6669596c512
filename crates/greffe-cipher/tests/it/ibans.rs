//! IBANs of every country of the registry, against the registry's own examples and against an independent implementation.

use greffe_cipher::{FieldError, Iban, Problem};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::registry::{Country, countries};
use crate::support::modulo_97;

/// Countries that `iban_validate` 5.0.1 does not know, or knows from another release.
const NOT_IN_THE_ORACLE: [&str; 2] = ["HN", "PK"];

fn read(text: &str) -> Result<Iban, FieldError> {
    text.parse()
}

fn refused(text: &str) -> Problem {
    read(text).unwrap_err().problem()
}

/// Characters that mod 97 tells apart for sure: they count as many digits as this one.
fn alike(c: char) -> impl Iterator<Item = char> {
    let class = if c.is_ascii_digit() {
        '0'..='9'
    } else {
        'A'..='Z'
    };
    class.filter(move |other| *other != c)
}

fn replaced(text: &str, at: usize, c: char) -> String {
    text.chars()
        .enumerate()
        .map(|(place, old)| if place == at { c } else { old })
        .collect()
}

/// A number of the country with right check digits, and every part filled from the seed.
fn of_country(country: &Country, mut seed: u128) -> String {
    let mut bban = String::new();
    for (count, kind) in &country.parts {
        let from = match kind {
            'n' => "0123456789",
            'a' => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            _ => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        };
        for _ in 0..*count {
            // A linear congruential generator: repeatable, and its upper bits are mixed enough.
            seed = seed
                .wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645)
                .wrapping_add(1);
            let at = usize::try_from(seed >> 100).unwrap() % from.len();
            bban.push_str(&from[at..=at]);
        }
    }
    let check = 98 - modulo_97(&format!("{bban}{}00", country.code));
    format!("{}{check:02}{bban}", country.code)
}

fn numbers() -> impl Strategy<Value = String> {
    (
        select((0..countries().len()).collect::<Vec<_>>()),
        any::<u128>(),
    )
        .prop_map(|(at, seed)| of_country(&countries()[at], seed))
}

#[test]
fn every_example_of_the_registry_is_accepted_however_it_is_grouped() {
    let countries = countries();
    assert_eq!(countries.len(), 89);
    for Country {
        example,
        length,
        code,
        ..
    } in countries
    {
        assert_eq!(example.len(), length, "{code}");
        let grouped: Vec<&str> = example
            .as_bytes()
            .chunks(4)
            .map(|group| std::str::from_utf8(group).unwrap())
            .collect();
        for text in [
            example.to_owned(),
            grouped.join(" "),
            grouped.join("\u{A0}"),
            example.to_lowercase(),
        ] {
            assert_eq!(read(&text).unwrap().expose(), example);
        }
    }
}

#[test]
fn no_example_survives_one_wrong_character() {
    for Country { example, .. } in countries() {
        for (at, c) in example.char_indices() {
            for other in alike(c) {
                assert!(
                    read(&replaced(example, at, other)).is_err(),
                    "{example} {at} {other}"
                );
            }
        }
    }
}

#[test]
fn no_example_survives_two_neighbours_in_the_wrong_order() {
    for Country { example, .. } in countries() {
        for (at, pair) in example.as_bytes().windows(2).enumerate() {
            let (first, second) = (char::from(pair[0]), char::from(pair[1]));
            // Letters count two digits: swapped with a digit they move it, and mod 97 promises nothing.
            if first != second && first.is_ascii_digit() == second.is_ascii_digit() {
                let swapped = replaced(&replaced(example, at, second), at + 1, first);
                assert!(read(&swapped).is_err(), "{example} {at}");
            }
        }
    }
}

#[test]
fn a_place_for_digits_takes_no_letter_and_a_place_for_letters_no_digit() {
    for country in countries() {
        let mut at = 4;
        for (count, kind) in &country.parts {
            for place in at..at + usize::try_from(*count).unwrap() {
                let wrong = match kind {
                    'n' => 'Q',
                    'a' => '7',
                    _ => continue,
                };
                assert_eq!(
                    refused(&replaced(country.example, place, wrong)),
                    Problem::Shape
                );
            }
            at += usize::try_from(*count).unwrap();
        }
        assert_eq!(at, country.length, "{}", country.code);
        assert_eq!(refused(&format!("{}0", country.example)), Problem::Length);
        assert_eq!(
            refused(&country.example[..country.length - 1]),
            Problem::Length
        );
    }
}

#[test]
fn where_several_things_are_wrong_the_first_of_the_grammar_is_named() {
    for (text, problem) in [
        ("F", Problem::Length),
        ("FR1", Problem::Length),
        ("F1R4", Problem::Shape),
        ("F?14", Problem::Shape),
        ("FR14?", Problem::Character),
        ("FR14 2004 1010 0505 0001 3M02 60?", Problem::Character),
        ("FR00 2004 1010 0505 0001 3M02 606", Problem::CheckDigits),
        ("FR99 2004 1010 0505 0001 3M02 606", Problem::CheckDigits),
        ("ZZ14 2004 1010 0505 0001 3M02 606", Problem::Country),
        (
            "FR14 2004 1010 0505 0001 3M02 6066 1234 1234 12",
            Problem::Length,
        ),
        ("FR14 2004 1010 0505 0001 3M02 60é", Problem::Character),
    ] {
        assert_eq!(refused(text), problem, "{text}");
    }
    // Far beyond every length, with what is wrong at the very end.
    assert_eq!(
        refused(&format!("FR14{}?", "A".repeat(200))),
        Problem::Character
    );
    assert_eq!(
        refused(&format!("FR14{}", "A".repeat(200))),
        Problem::Length
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_oracle_accepts_the_same_numbers(number in numbers(), at in any::<Index>(), c in "[0-9A-Z]", change in any::<bool>()) {
        let text = match c.chars().next() {
            Some(c) if change => replaced(&number, at.index(number.len()), c),
            _ => number,
        };
        let ours = read(&text);
        let checked: Result<iban::Iban, _> = text.parse();
        // Ours refuses the check digits 00, 01, 99, which the standard never gives.
        if NOT_IN_THE_ORACLE.contains(&&text[..2]) || matches!(&text[2..4], "00" | "01" | "99") {
            prop_assert!(checked.is_err() || ours.is_err());
        } else {
            prop_assert_eq!(ours.is_ok(), checked.is_ok(), "{}", text);
        }
        prop_assert!(change || ours.is_ok(), "{}", text);
    }

    #[test]
    fn every_number_is_its_own_form_and_shows_country_and_last_four_only(number in numbers()) {
        let iban = read(&number).unwrap();
        prop_assert_eq!(iban.expose(), &number);
        prop_assert_eq!(iban.mask(), format!("{}•• •••• {}", &number[..2], &number[number.len() - 4..]));
    }
}
