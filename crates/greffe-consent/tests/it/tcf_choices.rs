//! What a TC string tells of its parts one by one, and what of them an event keeps.

use greffe_consent::VendorId;
use greffe_consent::signal::TcChoices;
use greffe_consent::signal::tcf::{Restriction, TcString, TcStringFault};
use greffe_terms::Lang;

use crate::fixture::day;
use crate::tcf_encoder::{Draft, Publisher};

fn vendor(number: u16) -> VendorId {
    VendorId::new(number)
}

#[test]
fn choices_tell_what_they_were_made_of_and_nothing_else() {
    let choices = TcChoices::new(day("2026-03-05"))
        .granting([4, 7])
        .not_objecting([9])
        .vendors([vendor(1)])
        .vendors_not_objected([vendor(2)])
        .disclosing([vendor(1), vendor(2), vendor(3)])
        .restricting(4, vendor(3), Restriction::RequireConsent);
    assert_eq!(choices.granted().collect::<Vec<_>>(), [4, 7]);
    assert_eq!(choices.interests().collect::<Vec<_>>(), [9]);
    assert_eq!(
        choices.disclosed().collect::<Vec<_>>(),
        [vendor(1), vendor(2), vendor(3)]
    );
    assert_eq!(
        choices.restrictions().collect::<Vec<_>>(),
        [(4, vendor(3), Restriction::RequireConsent)]
    );
    for number in 1..=4 {
        let one = vendor(number);
        assert_eq!(choices.vendor_consents(one), number == 1);
        assert_eq!(choices.vendor_allows_interests(one), number == 2);
    }
}

/// One restriction may be written as many rows of which one holds the others.
#[test]
fn restrictions_that_overlap_hold_for_every_vendor_of_the_widest() {
    let draft = Draft::accepted("2026-03-11", &[4], &[50]);
    let rows = [(1, 100), (2, 3), (4, 5), (6, 7), (8, 9)];
    let core = draft.head().put(34, 0).put(12, rows.len() as u64);
    let core = rows.iter().fold(core, |bits, row| {
        bits.put(6, 4).put(2, 0).put_ranges(&[*row])
    });
    let shown = draft.text();
    let (_, rest) = shown.split_once('.').unwrap();
    let tc = TcString::parse(&format!("{}.{rest}", core.text(24))).unwrap();
    assert_eq!(tc.restriction(4, 50), Some(Restriction::NotAllowed));
    let kept = TcChoices::try_from(&tc).unwrap();
    assert_eq!(
        kept.restriction(4, vendor(50)),
        Some(Restriction::NotAllowed)
    );
}

#[test]
fn a_text_of_the_greatest_length_is_read_and_a_longer_one_is_not() {
    let fault = |length: usize| TcString::parse(&"A".repeat(length)).unwrap_err().fault();
    assert_ne!(fault(65_536), TcStringFault::TooLong);
    assert_eq!(fault(65_537), TcStringFault::TooLong);
}

#[test]
fn an_error_is_displayed_in_english() {
    let error = TcString::parse("accepted").unwrap_err();
    assert_eq!(error.to_string(), error.in_language(Lang::En));
    assert!(!error.to_string().is_empty());
}

#[test]
fn sets_of_vendors_and_purposes_show_what_they_are_and_nothing_more() {
    let mut draft = Draft::accepted("2026-03-11", &[1], &[2]);
    draft.publisher = Some(Publisher::default());
    let tc = TcString::parse(&draft.text()).unwrap();
    assert_eq!(format!("{:?}", tc.vendors_with_consent()), "VendorIds(..)");
    let publisher = format!("{:?}", tc.publisher_tc().unwrap());
    assert!(publisher.contains("consents: Purposes(..)"), "{publisher}");
}
