//! Telephone and fax numbers: one stored form for each number, whatever is typed.

use greffe_cipher::{Fax, FieldError, Phone, Problem};

fn problem<T: std::fmt::Debug>(read: Result<T, FieldError>) -> Problem {
    read.unwrap_err().problem()
}

#[test]
fn national_numbers_of_many_regions() {
    for (region, typed, stored) in [
        ("FR", "01 99 00 12 34", "+33199001234"),
        ("FR", "+33 (0)1 99 00 12 34", "+33199001234"),
        ("FR", "0033 1 99 00 12 34", "+33199001234"),
        ("FR", "199001234", "+33199001234"),
        ("DE", "030/23125 012", "+493023125012"),
        ("GB", "(020) 7946 0018", "+442079460018"),
        ("GB", "+44 (0)20 7946 0018", "+442079460018"),
        ("IT", "06 1234 5678", "+390612345678"),
        ("IT", "+39 (0)6 1234 5678", "+390612345678"),
        ("ES", "912 345 678", "+34912345678"),
        ("PT", "212 345 678", "+351212345678"),
        ("BE", "02 555 12 12", "+3225551212"),
        ("NL", "020 123 4567", "+31201234567"),
        ("CH", "044 668 18 00", "+41446681800"),
        ("HU", "06 1 234 5678", "+3612345678"),
        ("US", "(212) 555-0123", "+12125550123"),
        ("US", "1-212-555-0123", "+12125550123"),
        ("CA", "+1 613 555 0123", "+16135550123"),
        ("RU", "8 (495) 123-45-67", "+74951234567"),
        ("RU", "800 123-45-67", "+78001234567"),
        ("NO", "22 12 34 56", "+4722123456"),
        ("SE", "08-123 456 78", "+46812345678"),
        ("PL", "22 123 45 67", "+48221234567"),
        ("BY", "8 029 123-45-67", "+375291234567"),
        ("BY", "29 123-45-67", "+375291234567"),
        ("BY", "+375 29 123-45-67", "+375291234567"),
        ("HU", "06 20 123 4567", "+36201234567"),
        ("BR", "(0 11) 91234-5678", "+5511912345678"),
        ("HK", "+65 6123 4567", "+6561234567"),
        ("US", "+33 1 99 00 12 34", "+33199001234"),
    ] {
        assert_eq!(
            Phone::parse_in(region, typed).unwrap().expose(),
            stored,
            "{region} {typed}"
        );
        assert_eq!(Fax::parse_in(region, typed).unwrap().expose(), stored);
        assert_eq!(stored.parse::<Phone>().unwrap().expose(), stored);
    }
}

/// Arcep keeps 06 39 98 for fiction, and no plan allocates it: the lighter check takes it, libphonenumber's metadata does not.
#[test]
fn without_the_metadata_the_length_decides() {
    let read = Phone::parse_in("FR", "06.39.98.12.34");
    if cfg!(feature = "phone-metadata") {
        assert_eq!(problem(read), Problem::Unallocated);
    } else {
        assert_eq!(read.unwrap().expose(), "+33639981234");
    }
}

#[test]
fn what_is_no_number_is_refused() {
    let read = |text: &str| text.parse::<Phone>();
    assert_eq!(problem(read("")), Problem::Empty);
    assert_eq!(problem(read("01 99 00 12 34")), Problem::NoRegion);
    assert_eq!(problem(read("+33 1 99 00 12 3")), Problem::Length);
    assert_eq!(problem(read("+33 01 99 00 12 34")), Problem::Length);
    assert_eq!(problem(read("+33 1 99 00 12 34 ext 5")), Problem::Character);
    assert_eq!(problem(read("+33 1 99 00 12 34 #5")), Problem::Character);
    assert_eq!(problem(read("1-800-FLOWERS")), Problem::Character);
    assert_eq!(problem(read("+33+199001234")), Problem::Character);
    assert_eq!(problem(read("+210 12345678")), Problem::CallingCode);
    assert_eq!(problem(read("+0 12345678")), Problem::CallingCode);
    assert_eq!(problem(read("+34 (0)912 345 678")), Problem::Length);
    assert_eq!(problem(read("+49 0 30 1234567")), Problem::Shape);
    assert_eq!(problem(read("+33 ١ 99 00 12 34")), Problem::Character);
    assert_eq!(
        problem(Phone::parse_in("ZZ", "01 99 00 12 34")),
        Problem::Region
    );
    assert_eq!(
        problem(Phone::parse_in("fr", "01 99 00 12 34")),
        Problem::Region
    );
    assert_eq!(
        problem(Phone::parse_in("FR", "01 99 00 12")),
        Problem::Length
    );
}

#[test]
fn one_number_never_has_two_stored_forms() {
    for (region, typed) in [
        ("BY", "+375 (0)29 123-45-67"),
        ("BY", "+375 8 029 123-45-67"),
        ("BY", "8 029 123-45-6"),
        ("BY", "0 29 123-45-67"),
        ("BY", "029 123-45-6"),
        ("BY", "8 800 100 2030"),
        ("HU", "+36 06 20 123 4567"),
        ("HU", "+36 06 123 456"),
        ("HU", "06 123 456"),
        ("BR", "0 15 11 2345-6789"),
        // A 0 where neither the number nor the trunk prefix has one.
        ("CZ", "0 601 123 456"),
        ("CZ", "+420 (0)601 123 456"),
        ("US", "0 212 555 0123"),
        ("LI", "+423 0 234 56 56"),
        // Local numbers, which lack their area code.
        ("SM", "886 377"),
        ("NF", "22244"),
        ("GE", "212 345"),
        // Benin has put 01 before every number.
        ("BJ", "90 12 34 56"),
        // A carrier of Israel, and then Denmark.
        ("IL", "012 45 12 34 56 78"),
    ] {
        let read = Phone::parse_in(region, typed);
        assert!(read.is_err(), "{region} {typed}");
    }
}

#[test]
fn a_leading_00_is_plus_only_where_the_region_dials_exactly_that() {
    for (region, typed) in [
        ("HK", "001 65 6123 4567"),
        ("KR", "001 33 1 99 00 12 34"),
        ("KR", "00700 1 212 555 0123"),
        ("TH", "001 33 1 99 00 12 34"),
        ("AU", "0011 33 1 99 00 12 34"),
        ("KH", "001 33 1 99 00 12 34"),
        ("ID", "001 33 1 99 00 12 34"),
        ("SG", "001 33 1 99 00 12 34"),
        ("US", "0011 33 1 99 00 12 34"),
        ("CA", "00 33 1 99 00 12 34"),
        // Prefixes that do not begin with 00 are not read as national numbers either.
        ("US", "011 33 1 99 00 12 34"),
        ("US", "011 683 4000"),
        ("JP", "010 33 1 99 00 12 34"),
        ("RU", "8 10 500 12345"),
        ("CU", "119 500 1234"),
        ("NZ", "0161 2345 678"),
    ] {
        assert_eq!(
            problem(Phone::parse_in(region, typed)),
            Problem::Shape,
            "{region} {typed}"
        );
    }
    let plain = "0033 1 99 00 12 34".parse::<Phone>().unwrap();
    for region in ["FR", "DE", "ES", "CH", "MA", "SN"] {
        assert_eq!(
            Phone::parse_in(region, "0033 1 99 00 12 34").unwrap(),
            plain
        );
    }
}

#[test]
fn masks_show_code_and_two_digits() {
    assert_eq!(
        Phone::parse_in("FR", "01 99 00 12 34").unwrap().mask(),
        "+33 •••• 34"
    );
    assert_eq!(
        Phone::parse_in("PT", "212 345 678").unwrap().mask(),
        "+351 •••• 78"
    );
}
