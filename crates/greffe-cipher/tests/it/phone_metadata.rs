//! Our numbering table and libphonenumber's metadata, which may only refuse.

use std::collections::BTreeSet;

use greffe_cipher::{Phone, Problem};
use phonenumber::Metadata;
use phonenumber::metadata::DATABASE;

/// Examples of the metadata that our table refuses, each with its reason.
const NOT_OURS: [(&str, &str, &str); 6] = [
    ("BJ", "85751234", "before every number got 01 in front"),
    ("BJ", "81123456", "before every number got 01 in front"),
    ("BY", "8011234567", "toll-free, not reached from abroad"),
    ("BY", "9021234567", "premium rate, not reached from abroad"),
    ("CA", "3101234", "without an area code"),
    ("IR", "9601", "too short for the form"),
];

/// An example of each kind of number that a region has, as national digits.
fn examples(region: &Metadata) -> BTreeSet<&str> {
    let numbers = region.descriptors();
    [
        numbers.fixed_line(),
        numbers.mobile(),
        numbers.toll_free(),
        numbers.premium_rate(),
        numbers.shared_cost(),
        numbers.voip(),
        numbers.personal_number(),
        numbers.pager(),
        numbers.uan(),
        numbers.voicemail(),
    ]
    .into_iter()
    .flatten()
    .filter_map(|kind| kind.example())
    .collect()
}

#[test]
fn every_region_s_examples_are_taken_as_they_are() {
    let mut tried = 0;
    for region in DATABASE.iter() {
        let known = region.id() == "001" || Phone::parse_in(region.id(), "+33199001234").is_ok();
        assert!(known, "{} is not in our table", region.id());
        for national in examples(region) {
            if NOT_OURS
                .iter()
                .any(|(id, number, _)| (*id, *number) == (region.id(), national))
            {
                continue;
            }
            let number = format!("+{}{national}", region.country_code());
            let read: Phone = number
                .parse()
                .unwrap_or_else(|error| panic!("{} {number}: {error}", region.id()));
            assert_eq!(read.expose(), number, "{}", region.id());
            if region.id() != "001" {
                let inside = Phone::parse_in(region.id(), national);
                assert_eq!(inside.as_ref(), Ok(&read), "{} {national}", region.id());
                let trunk = region.national_prefix().unwrap_or_default();
                let typed = Phone::parse_in(region.id(), &format!("{trunk}{national}"));
                // Belarus dials 8 and then 0 before the area code; Israel dials no 0 before 1, where it would choose a carrier.
                if !matches!((region.id(), &national[..1]), ("BY", _) | ("IL", "1")) {
                    assert_eq!(typed, Ok(read), "{} {trunk} {national}", region.id());
                }
            }
            tried += 1;
        }
    }
    assert!(tried > 800, "{tried}");
}

#[test]
fn what_our_table_refuses_stays_refused_for_a_reason() {
    for (region, national, reason) in NOT_OURS {
        assert!(
            Phone::parse_in(region, national).is_err(),
            "{region} {national}: {reason}"
        );
    }
}

#[test]
fn numbers_outside_every_range_are_refused() {
    for (region, typed) in [
        ("FR", "06 39 98 12 34"),
        ("GB", "01632 960018 99"),
        ("DE", "0100 1234567"),
        ("US", "(112) 555-0123"),
        ("ES", "112 345 678"),
    ] {
        let problem = Phone::parse_in(region, typed).unwrap_err().problem();
        assert!(
            matches!(
                problem,
                Problem::Unallocated | Problem::Length | Problem::Shape
            ),
            "{region} {typed} {problem:?}"
        );
    }
    for typed in ["+33 6 39 98 12 34", "+1 112 555 0123", "+34 112 345 678"] {
        let refused = typed.parse::<Phone>().unwrap_err();
        assert_eq!(refused.problem(), Problem::Unallocated, "{typed}");
        assert!(std::error::Error::source(&refused).is_none());
        assert!(!format!("{refused} {refused:?} {}", refused.in_french()).contains("55"));
    }
}

/// Ranges that regulators keep for fiction, as far as the metadata knows them: Arcep 01 99 00, Ofcom 020 7946 0, NANP 555-01.
#[test]
fn numbers_of_fiction_that_lie_in_an_allocated_range_are_taken() {
    for number in [
        "+33199001234",
        "+442079460018",
        "+12125550123",
        "+16135550123",
    ] {
        assert_eq!(number.parse::<Phone>().unwrap().expose(), number);
    }
}
