//! Forgetting while the chain still verifies.

use greffe_consent::*;
use greffe_terms::Lang;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::fixture::{ask, at, erasure, event, event_id, ledger, person, policy};

const OTHER: &str = "given newsletter 2026-03-02T10:00:00Z person=9";

fn history() -> Ledger {
    ledger([
        "given newsletter 2026-03-01T10:00:00Z",
        OTHER,
        "withdrawn newsletter 2026-03-03T10:00:00Z",
        "given advice 2026-03-04T10:00:00Z notice=account@1",
    ])
}

#[test]
fn a_forgotten_person_is_nobody_and_the_chain_verifies() {
    let mut ledger = history();
    let head = ledger.head();
    assert_eq!(ledger.forget(person(), &erasure()), 3);
    assert_eq!((ledger.len(), ledger.forgotten()), (5, 3));
    assert!(ledger.extends(head) && ledger.head() != head);
    assert_eq!(ledger.history(person()).count(), 0);
    // Asking twice is asking once.
    let after = ledger.head();
    assert_eq!(ledger.forget(person(), &erasure()), 0);
    assert_eq!((ledger.len(), ledger.head()), (5, after));
    let lines = ledger.to_json_lines();
    assert!(!lines.contains("07070707") && lines.contains("09090909"));
    assert_eq!(
        lines
            .lines()
            .filter(|line| line.starts_with("{\"content\":\""))
            .count(),
        3
    );
    let back = Ledger::from_json_lines_up_to(&lines, after).unwrap();
    assert_eq!((back.to_json_lines(), back.forgotten()), (lines, 3));
    assert!(back.audit_forgetting().is_empty());
    let now = at("2026-03-05T10:00:00Z");
    for purpose in ["newsletter", "advice"] {
        let nobody = policy().decide(&Ledger::new(), ask(purpose), now);
        assert_eq!(policy().decide(&ledger, ask(purpose), now), nobody);
        assert_eq!(policy().decide(&back, ask(purpose), now), nobody);
    }
}

#[test]
fn one_event_is_forgotten_and_the_others_stay() {
    let mut ledger = history();
    let head = ledger.head();
    assert!(ledger.forget_event(event_id(3), &erasure()));
    assert!(!ledger.forget_event(event_id(3), &erasure()));
    assert!(!ledger.forget_event(event_id(9), &erasure()));
    assert_eq!((ledger.len(), ledger.forgotten()), (5, 1));
    assert!(ledger.extends(head));
    assert!(ledger.entry(event_id(3)).is_none());
    let ids: Vec<_> = ledger.history(person()).map(Event::id).collect();
    assert_eq!(ids, [event_id(1), event_id(4)]);
    // What comes after is chained to the record too.
    let next = event(5, "refused advice 2026-03-06T10:00:00Z");
    let head = ledger.head();
    ledger.append(next.clone()).unwrap();
    assert_eq!(ledger.head(), head.then(&next));
}

/// `Debug` shows every pseudonym that the ledger still keeps, devices and those of links among them.
#[test]
fn no_pseudonym_of_who_was_forgotten_stays_behind() {
    let shows = |ledger: &Ledger| format!("{ledger:?}").contains("PersonKey");
    let told = [
        "given newsletter 2026-03-01T10:00:00Z",
        "device_linked - 2026-03-02T10:00:00Z device=8",
        "device_linked - 2026-03-03T10:00:00Z device=8",
    ];
    let mut at_once = ledger(told);
    assert!(shows(&at_once));
    assert_eq!(at_once.forget_account(person(), &erasure()).events(), 3);
    assert!(!shows(&at_once), "{at_once:?}");

    let mut one_by_one = ledger(told);
    for number in 1..=3 {
        assert!(shows(&one_by_one));
        assert!(one_by_one.forget_event(event_id(number), &erasure()));
    }
    assert!(!shows(&one_by_one), "{one_by_one:?}");
}

#[test]
fn tampering_beside_a_forgotten_event_is_found() {
    let mut ledger = history();
    ledger.forget_event(event_id(2), &erasure());
    let lines = ledger.to_json_lines();
    let lines: Vec<&str> = lines.lines().collect();
    let fault = |lines: &[&str]| {
        let error = Ledger::from_json_lines(&lines.join("\n")).unwrap_err();
        (error.line(), error.fault().clone())
    };
    let other = lines[1].replacen("\"content\":\"", "\"content\":\"0", 1);
    let other = other.replacen("\",\"link\"", "", 1);
    assert!(matches!(fault(&[lines[0], &other]), (2, _)));
    let digit = if lines[1].as_bytes()[12] == b'0' {
        "1"
    } else {
        "0"
    };
    let changed = format!("{}{digit}{}", &lines[1][..12], &lines[1][13..]);
    assert_eq!(
        fault(&[lines[0], &changed, lines[2]]),
        (2, LedgerFault::BrokenLink)
    );
    assert_eq!(fault(&[lines[0], lines[2]]), (2, LedgerFault::BrokenLink));
    let more = lines[1].replacen("\"link\"", "\"Geheimnis\":1,\"link\"", 1);
    let error = Ledger::from_json_lines(&[lines[0], &more].join("\n")).unwrap_err();
    assert!(matches!(error.fault(), LedgerFault::Fields(_)), "{error}");
    for lang in [Lang::Fr, Lang::En] {
        assert_eq!(error.line(), 2);
        assert!(error.in_language(lang).contains('2'));
    }
    // Without links there is nothing that a digest could stand for.
    assert!(Event::from_json_line(lines[1]).is_err());
    assert!(Ledger::from_event_lines(lines[1]).is_err());
}

#[test]
fn the_digest_of_a_forgotten_event_depends_on_its_random_id() {
    let digest = |id: u8| {
        let mut ledger = Ledger::new();
        ledger
            .append(event(id, "refused all 2026-03-06T10:00:00Z"))
            .unwrap();
        ledger.forget(person(), &erasure());
        let lines = ledger.to_json_lines();
        lines.split('"').nth(3).unwrap().to_owned()
    };
    assert_eq!(digest(1), digest(1));
    assert_ne!(digest(1), digest(2));
}

#[test]
fn what_was_forgotten_does_not_come_back_with_a_second_delivery() {
    let mut ledger = history();
    let delivered = ledger.entry(event_id(3)).unwrap().0.clone();
    ledger.forget(person(), &erasure());
    let lines = ledger.to_json_lines();
    for mut ledger in [ledger, Ledger::from_json_lines(&lines).unwrap()] {
        let refused = ledger.append(delivered.clone()).unwrap_err();
        assert_eq!(refused, AppendError::Forgotten(event_id(3)));
        assert!(!refused.to_string().contains("0003"));
        assert_eq!((ledger.len(), ledger.history(person()).count()), (5, 0));
        // Another act of the same person is another event.
        let anew = event(5, "given newsletter 2026-03-06T10:00:00Z");
        ledger.append(anew).unwrap();
        assert_eq!(ledger.history(person()).count(), 1);
    }
    // Nor by way of the file, with a link that follows.
    let head = Ledger::from_json_lines(&lines).unwrap().head();
    let link = head.then(&delivered);
    let line = delivered.to_json_line();
    let line = line.strip_suffix('}').unwrap();
    let more = format!("{lines}{line},\"link\":\"{link}\"}}\n");
    let error = Ledger::from_json_lines(&more).unwrap_err();
    assert_eq!((error.line(), error.fault()), (6, &LedgerFault::Forgotten));
    assert_ne!(error.in_language(Lang::Fr), error.in_language(Lang::En));
}

#[test]
fn a_head_kept_earlier_is_in_what_the_chain_became() {
    let mut ledger = history();
    let kept = ledger.head();
    ledger
        .append(event(5, "refused all 2026-03-06T10:00:00Z"))
        .unwrap();
    ledger.forget(person(), &erasure());
    assert!(ledger.extends(kept) && ledger.extends(ledger.head()) && ledger.extends(Link::GENESIS));
    let mut other = Ledger::new();
    other
        .append(event(1, "refused all 2026-03-06T10:00:00Z"))
        .unwrap();
    assert!(!other.extends(kept) && !history().extends(ledger.head()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_is_forgotten_in_whatever_order_the_head_stays(forgotten in vec(1..6_u8, 0..6)) {
        let mut ledger = history();
        let head = ledger.head();
        for number in &forgotten {
            ledger.forget_event(event_id(*number), &erasure());
        }
        let distinct = (1..5).filter(|number| forgotten.contains(number)).count();
        prop_assert_eq!((ledger.forgotten(), ledger.len()), (distinct, 4 + distinct));
        prop_assert!(ledger.extends(head) && ledger.audit_forgetting().is_empty());
        prop_assert_eq!(ledger.entries().count(), 4 - distinct);
        let back = Ledger::from_json_lines_up_to(&ledger.to_json_lines(), ledger.head()).unwrap();
        prop_assert_eq!(back.to_json_lines(), ledger.to_json_lines());
        prop_assert!(back.chain().eq(ledger.chain()));
    }
}
