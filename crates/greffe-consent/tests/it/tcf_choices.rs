//! What a TC string tells of its parts one by one, and what of them an event keeps.

use greffe_calendar::zone;
use greffe_consent::receipt::{ConsentState, Controller, Receipt};
use greffe_consent::signal::TcChoices;
use greffe_consent::signal::tcf::{Restriction, TcString, TcStringFault};
use greffe_consent::*;
use greffe_terms::{Lang, LegalBasis};

use crate::fixture::{ask, at, day, event, event_id, id, ledger, notice, person};
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

/// In some countries nobody is asked for purpose 1 (`PurposeOneTreatment`): who was not asked gave nothing and refused nothing, Art. 4(11) GDPR.
#[test]
fn a_string_that_did_not_show_purpose_one_says_nothing_of_it() {
    let consent = |name: &str| Purpose::new(id(name), [LegalBasis::Consent]);
    let with = |storage: Purpose| {
        Policy::in_zone(zone::parse("Europe/Paris").unwrap())
            .purpose(storage.tcf(1))
            .purpose(consent("ads").tcf(2))
            .notice(notice("cmp", 1, &["storage", "ads"]))
            .tcf_notice(NoticeShown::new("cmp".parse().unwrap(), 1))
            .build()
            .unwrap()
    };
    let policy = with(consent("storage"));
    let decide = |policy: &Policy, events: &[&str], about| {
        let decision = policy.decide(
            &ledger(events.iter().copied()),
            ask(about),
            at("2026-03-06T10:00:00Z"),
        );
        decision.reason()
    };
    let given = "given storage+ads 2026-03-01T10:00:00Z notice=cmp@1";
    let shown = "tc_string - 2026-03-05T10:00:00Z day=2026-03-05 purposes=3";
    let not_shown = format!("{shown} purpose_one=not_shown");
    for about in ["storage", "ads"] {
        assert_eq!(
            decide(&policy, &[given, shown], about),
            Reason::RefusedBySignal
        );
    }
    assert_eq!(
        decide(&policy, &[given, &not_shown], "storage"),
        Reason::ConsentGiven
    );
    assert_eq!(
        decide(&policy, &[given, &not_shown], "ads"),
        Reason::RefusedBySignal
    );
    let interests = with(Purpose::new(
        id("storage"),
        [LegalBasis::LegitimateInterests],
    ));
    assert_eq!(
        decide(&interests, &[shown], "storage"),
        Reason::ObjectionPending
    );
    assert_eq!(
        decide(&interests, &[&not_shown], "storage"),
        Reason::OtherBasis
    );
    // It grants nothing either, whatever its bits say.
    for string in ["tc_string", "tc"] {
        let granting = format!(
            "{string} - 2026-03-05T10:00:00Z day=2026-03-05 purposes=1+2 purpose_one=not_shown"
        );
        assert_eq!(decide(&policy, &[&granting], "storage"), Reason::NoConsent);
        assert_eq!(decide(&policy, &[&granting], "ads"), Reason::ConsentGiven);
    }
    // And makes no older string old that did show it.
    let older = "tc_string - 2026-03-05T11:00:00Z day=2026-03-01 purposes=1+2";
    assert_eq!(
        decide(&policy, &[&not_shown, older], "storage"),
        Reason::ConsentGiven
    );
    assert_eq!(
        decide(&policy, &[shown, older], "storage"),
        Reason::RefusedBySignal
    );
    let known = ledger([given, not_shown.as_str()]);
    let shop = Controller::new("Librairie", "x", "y");
    let receipt = Receipt::of(&policy, &known, person(), event_id(1), &shop, Lang::Fr).unwrap();
    let receipt = receipt.as_of(&policy, &known, at("2026-03-06T10:00:00Z"));
    assert_eq!(receipt.state_of(&id("storage")), Some(ConsentState::Given));
    assert_eq!(receipt.state_of(&id("ads")), Some(ConsentState::Withdrawn));
}

#[test]
fn that_purpose_one_was_not_shown_stands_in_a_line_only_where_it_is_so() {
    let shown = event(1, "tc - 2026-03-05T10:00:00Z day=2026-03-05 purposes=2");
    let line = shown.to_json_line();
    assert!(
        line.ends_with(r#""disclosed":[],"restrictions":[]}"#),
        "{line}"
    );
    let with = |value: &str| {
        let key = format!(r#","purpose_one_not_shown":{value}}}"#);
        Event::from_json_line(&line.replace('}', &key))
    };
    assert_eq!(with("false").as_ref(), Ok(&shown));
    let not_shown = with("true").unwrap();
    assert_ne!(not_shown, shown);
    assert!(
        not_shown
            .to_json_line()
            .ends_with(r#""restrictions":[],"purpose_one_not_shown":true}"#)
    );
    for value in ["1", "null", "\"true\""] {
        assert!(with(value).is_err(), "{value}");
    }
}

#[test]
fn choices_that_did_not_show_purpose_one_grant_the_others() {
    let choices = TcChoices::new(day("2026-03-05")).granting([1, 2]);
    assert!(choices.grants(1) && choices.speaks_of(1));
    let choices = choices.not_showing_purpose_one().granting([1]);
    assert!(!choices.grants(1) && !choices.speaks_of(1));
    assert!(choices.grants(2) && choices.speaks_of(2) && choices.speaks_of(3));
    assert_eq!(choices.granted().collect::<Vec<_>>(), [2]);
}
