//! What each type accepts, stores, compares and shows.

use greffe_cipher::{
    Bytes, CardNumber, Email, Field, FieldError, Iban, PersonName, Phone, Problem,
};
use proptest::prelude::*;

use crate::support::{ibans, modulo_97};

fn problem<T: std::fmt::Debug>(read: Result<T, FieldError>) -> Problem {
    read.unwrap_err().problem()
}

mod iban {
    use super::*;

    fn read(text: &str) -> Result<Iban, FieldError> {
        text.parse()
    }

    #[test]
    fn presentation_is_removed() {
        for text in [
            "fr14 2004 1010 0505 0001 3m02 606",
            "FR14\u{A0}2004\u{202F}1010-0505-0001-3M02-606",
            "\u{FEFF}FR1420041010050500013M02606\t",
        ] {
            assert_eq!(read(text).unwrap().expose(), "FR1420041010050500013M02606");
        }
    }

    #[test]
    fn what_is_wrong_is_said_without_the_number() {
        assert_eq!(problem(read("")), Problem::Empty);
        assert_eq!(problem(read("  -  ")), Problem::Empty);
        assert_eq!(
            problem(read("FR1420041010050500013M02607")),
            Problem::CheckDigits
        );
        assert_eq!(problem(read("FR1420041010050500013M0260")), Problem::Length);
        assert_eq!(
            problem(read("FR1420041010050500013M026066")),
            Problem::Length
        );
        assert_eq!(problem(read("FRA420041010050500013M02606")), Problem::Shape);
        assert_eq!(problem(read("FRX420041010050500013M02606")), Problem::Shape);
        assert_eq!(
            problem(read("GB29123460161331926819")),
            Problem::Shape,
            "the bank code is letters"
        );
        assert_eq!(problem(read("US1420041010050500013")), Problem::Country);
        assert_eq!(
            problem(read("IBAN FR14 2004 1010 0505 0001 3M02 606")),
            Problem::Shape
        );
        assert_eq!(
            problem(read("FR14２0041010050500013M02606")),
            Problem::Character
        );
        assert_eq!(
            problem(read("SPC\n0200\n1\nCH9300762011623852957")),
            Problem::Shape
        );
        let wrong = read("FR1420041010050500013M02607").unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "not a valid IBAN: its check digits are wrong"
        );
    }

    /// 00, 01 and 99 can satisfy mod 97, but the standard never gives them.
    #[test]
    fn check_digits_are_02_to_98() {
        let mut refused = 0;
        for n in 0..2_000u32 {
            let bban = format!("37040044{n:010}");
            let check = 98 - modulo_97(&format!("{bban}DE00"));
            for twin in [check.checked_sub(97), Some(check + 97)]
                .into_iter()
                .flatten()
                .filter(|twin| *twin < 100)
            {
                let text = format!("DE{twin:02}{bban}");
                assert_eq!(modulo_97(&format!("{bban}DE{twin:02}")), 1);
                assert_eq!(problem(read(&text)), Problem::CheckDigits);
                refused += 1;
            }
        }
        assert!(refused > 20);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn every_single_wrong_digit_is_refused(text in ibans(), at in 4usize..27, digit in 0u32..10) {
            let mut wrong: Vec<char> = text.chars().collect();
            // A letter counts as two digits: against that mod 97 promises nothing.
            prop_assume!(wrong[at].is_ascii_digit());
            wrong[at] = char::from_digit(digit, 10).unwrap();
            let wrong: String = wrong.into_iter().collect();
            prop_assert_eq!(read(&wrong).is_ok(), wrong == text);
        }

        #[test]
        fn canonical_forms_are_fixed_points(text in ibans()) {
            let iban = read(&text).unwrap();
            prop_assert_eq!(iban.expose(), &text);
            prop_assert_eq!(read(&text.to_lowercase()).unwrap(), iban);
        }
    }
}

mod email {
    use super::*;

    fn read(text: &str) -> Result<Email, FieldError> {
        text.parse()
    }

    #[test]
    fn the_domain_becomes_a_labels_and_the_local_part_stays() {
        for (text, stored) in [
            ("Jean.Martin@Example.ORG", "Jean.Martin@example.org"),
            ("a+b=c@example.org", "a+b=c@example.org"),
            ("x@straße.example", "x@xn--strae-oqa.example"),
            ("x@münchen.example", "x@xn--mnchen-3ya.example"),
            ("e\u{301}t\u{E9}@example.org", "\u{E9}t\u{E9}@example.org"),
        ] {
            assert_eq!(read(text).unwrap().expose(), stored);
        }
    }

    #[test]
    fn what_is_no_plain_address_is_refused() {
        for (text, what) in [
            ("", Problem::Empty),
            ("nobody", Problem::Shape),
            ("a@b", Problem::Domain),
            (" a@b.org", Problem::Character),
            ("a@b.org ", Problem::Domain),
            ("Simon <a@b.org>", Problem::Character),
            ("\"a b\"@b.org", Problem::Character),
            ("a(x)@b.org", Problem::Character),
            ("a@[127.0.0.1]", Problem::Domain),
            ("a@@b.org", Problem::Domain),
            ("@b.org", Problem::Length),
            (".a@b.org", Problem::Shape),
            ("a..b@b.org", Problem::Shape),
            ("a.@b.org", Problem::Shape),
            ("a@-b.org", Problem::Domain),
            ("a@b_c.org", Problem::Domain),
            ("a@b..org", Problem::Domain),
            ("a@b.org.", Problem::Domain),
            ("a\u{200B}b@b.org", Problem::Character),
            ("a\u{378}b@b.org", Problem::Unassigned),
            ("a@xn--zzzzzz.org", Problem::Domain),
        ] {
            assert_eq!(
                read(text).map_err(|error| error.problem()),
                Err(what),
                "{text:?}"
            );
        }
        assert!(read(&format!("{}@b.org", "a".repeat(64))).is_ok());
        assert_eq!(
            problem(read(&format!("{}@b.org", "a".repeat(65)))),
            Problem::Length
        );
        let domain = format!(
            "{}.org",
            ["a".repeat(62), "b".repeat(62), "c".repeat(62)].join(".")
        );
        assert_eq!(
            problem(read(&format!("{}@{domain}", "a".repeat(64))).to_owned()),
            Problem::Length
        );
    }

    #[test]
    fn masks_hide_short_local_parts_wholly() {
        for (text, mask) in [
            ("a@b.org", "•••@b.org"),
            ("ab@b.org", "•••@b.org"),
            ("abc@b.org", "a•••@b.org"),
            ("éric@b.org", "é•••@b.org"),
        ] {
            assert_eq!(read(text).unwrap().mask(), mask);
        }
    }
}

mod name {
    use super::*;
    use crate::support::published;
    use greffe_cipher::{Context, IndexBits};

    fn read(text: &str) -> Result<PersonName, FieldError> {
        text.parse()
    }

    /// Equality of match forms, seen through an index.
    fn found_as(stored: &str, asked: &str) -> bool {
        let cipher = published()
            .cipher(Context::new("customers", "name"))
            .unwrap();
        let index = cipher
            .index::<PersonName>("by_name", IndexBits::FULL)
            .unwrap()
            .accept_equality_leakage("test");
        index.lookup(&read(stored).unwrap()) == index.lookup(&read(asked).unwrap())
    }

    #[test]
    fn only_presentation_is_lost() {
        assert_eq!(
            read("  Zoe\u{308}  d’Almeida\u{A0}\tPré ")
                .unwrap()
                .expose(),
            "Zo\u{EB} d’Almeida Pré"
        );
        assert_eq!(read("Ngọc 玲").unwrap().expose(), "Ngọc 玲");
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        for (stored, asked) in [
            ("Jean-Pierre D'Œuvre", "jean pierre doeuvre"),
            ("Łukasz Żółć", "lukasz zolc"),
            ("Søren Þórðarson", "soren thordarson"),
            ("Groß", "GROSS"),
            ("O’Brien", "O'BRIEN"),
            ("O Brien", "OBrien"),
            ("IŞIK", "Isik"),
            ("Άννα", "αννα"),
            ("J. R. Ewing", "j r ewing"),
            ("Chloe\u{301}", "chloé"),
        ] {
            assert!(found_as(stored, asked), "{stored} {asked}");
        }
        assert!(!found_as("Martin", "Martina"));
        assert!(!found_as("Ана", "Aha"));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        assert_eq!(problem(read("")), Problem::Empty);
        assert_eq!(problem(read(" \u{3000} ")), Problem::Empty);
        assert_eq!(problem(read("...")), Problem::Empty);
        assert_eq!(problem(read("' - '")), Problem::Empty);
        assert_eq!(problem(read("~gf1.x")), Problem::Character);
        assert_eq!(problem(read("a\u{0}b")), Problem::Character);
        assert_eq!(problem(read("a\u{200B}b")), Problem::Character);
        assert_eq!(problem(read("a\u{E000}")), Problem::Character);
        assert_eq!(problem(read("a\u{378}")), Problem::Unassigned);
        assert!(read("نی\u{200C}ما").is_ok());
        assert!(read(&"a".repeat(1024)).is_ok());
        assert_eq!(problem(read(&"a".repeat(1025))), Problem::Length);
    }

    #[test]
    fn masks_show_two_letters_at_most() {
        for (name, mask) in [
            ("Anne-Lise Hélie", "A••• H•••"),
            ("Bo", "•••"),
            ("Bo Li", "••• •••"),
            ("Ana Maria de Souza", "A••• S•••"),
        ] {
            assert_eq!(read(name).unwrap().mask(), mask);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn canonicalisation_is_idempotent(text in "\\PC{0,40}") {
            if let Ok(name) = read(&text) {
                let again = read(name.expose());
                prop_assert_eq!(again.as_ref().map(|n| n.expose()), Ok(name.expose()));
                prop_assert!(found_as(name.expose(), &text));
            }
        }

        #[test]
        fn every_parsed_name_opens_again(text in "[\\p{L}\\p{M} .'-]{1,30}") {
            if let Ok(name) = read(&text) {
                let column = published().cipher(Context::new("c", "n")).unwrap().deterministic().accept_equality_leakage("test");
                prop_assert_eq!(column.open(&column.seal(&name)).unwrap(), name);
            }
        }
    }
}

mod card {
    use super::*;

    #[test]
    fn luhn_and_length() {
        let read = |text: &str| text.parse::<CardNumber>();
        // Test numbers that card schemes publish for this use.
        for text in [
            "4111111111111111",
            "5555555555554444",
            "378282246310005",
            "6011111111111117",
            "30569309025904",
        ] {
            assert_eq!(read(text).unwrap().expose(), text);
            assert_eq!(
                read(text).unwrap().mask(),
                format!("•••• •••• •••• {}", &text[text.len() - 4..])
            );
        }
        assert_eq!(problem(read("4111 1111 1111 1112")), Problem::CheckDigits);
        assert_eq!(problem(read("41111111111")), Problem::Length);
        assert_eq!(problem(read("41111111111111111111")), Problem::Length);
        assert_eq!(problem(read("4111a11111111111")), Problem::Character);
    }
}

#[test]
fn bytes_may_be_empty_and_are_bounded() {
    assert!(Bytes::new(b"").is_ok());
    assert!(Bytes::new(&[0; 65_535]).is_ok());
    assert_eq!(problem(Bytes::new(&[0; 65_536])), Problem::Length);
    assert_eq!(Bytes::new(b"secret").unwrap().mask(), "••••");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn addresses_and_numbers_are_fixed_points(local in "[A-Za-z0-9.+é_-]{1,20}", domain in "[a-zß-ü0-9.-]{3,20}", number in "(\\+|00)?[0-9 ()./-]{6,18}") {
        if let Ok(email) = format!("{local}@{domain}").parse::<Email>() {
            prop_assert_eq!(email.expose().parse::<Email>(), Ok(email.clone()));
        }
        if let Ok(phone) = Phone::parse_in("FR", &number) {
            prop_assert_eq!(phone.expose().parse::<Phone>(), Ok(phone.clone()));
            let shown: String = phone.mask().chars().filter(char::is_ascii_digit).collect();
            prop_assert!(shown.len() <= 5);
        }
    }
}

/// What is typed is bounded before it is looked at: presentation alone must not cost megabytes.
#[test]
fn numbers_of_any_type_are_bounded_before_they_are_read() {
    let padded = |number: &str, length: usize| {
        number.replacen(' ', &" ".repeat(length + 1 - number.len()), 1)
    };
    for (number, longest) in [
        ("FR14 20041010050500013M02606", 256),
        ("+33 199001234", 256),
        ("4111 111111111111", 256),
    ] {
        let read = |text: &str| match number.get(..2) {
            Some("FR") => text.parse::<Iban>().map(drop),
            Some("+3") => text.parse::<Phone>().map(drop),
            _ => text.parse::<CardNumber>().map(drop),
        };
        assert_eq!(read(&padded(number, longest)), Ok(()));
        assert_eq!(problem(read(&padded(number, longest + 1))), Problem::Length);
    }
}

/// `mask` is a method of every type: no trait needs to be in scope.
#[test]
fn masks_need_no_trait() {
    mod without_the_trait {
        pub(super) fn masks() -> [String; 7] {
            let phone: greffe_cipher::Phone = "+33199001234".parse().unwrap();
            let fax: greffe_cipher::Fax = "+33199001234".parse().unwrap();
            let iban: greffe_cipher::Iban = "FR1420041010050500013M02606".parse().unwrap();
            let card: greffe_cipher::CardNumber = "4111111111111111".parse().unwrap();
            let email: greffe_cipher::Email = "jean@example.org".parse().unwrap();
            let name: greffe_cipher::PersonName = "Jean Martin".parse().unwrap();
            let bytes = greffe_cipher::Bytes::new(b"x").unwrap();
            [
                phone.mask(),
                fax.mask(),
                iban.mask(),
                card.mask(),
                email.mask(),
                name.mask(),
                bytes.mask(),
            ]
        }
    }
    fn through<T: Field>(value: &T) -> String {
        value.mask()
    }
    let masks = without_the_trait::masks();
    assert_eq!(
        masks,
        [
            "+33 •••• 34",
            "+33 •••• 34",
            "FR•• •••• 2606",
            "•••• •••• •••• 1111",
            "j•••@example.org",
            "J••• M•••",
            "••••"
        ]
    );
    assert_eq!(
        through(&"Jean Martin".parse::<PersonName>().unwrap()),
        masks[5]
    );
}
