//! Erasures stand in the chain: what was forgotten without one is found, and what was written back after one too.

use std::collections::BTreeSet;

use greffe_consent::*;
use greffe_terms::Lang;
use proptest::collection::btree_set;
use proptest::prelude::*;

use crate::fixture::{ask, at, erasure, event, event_id, ledger, person, policy};

const EVENTS: [&str; 5] = [
    "given newsletter 2026-03-01T10:00:00Z",
    "given newsletter 2026-03-02T10:00:00Z person=9",
    "withdrawn newsletter 2026-03-03T10:00:00Z",
    "given advice 2026-03-04T10:00:00Z notice=account@1 person=9",
    "refused advice 2026-03-05T10:00:00Z person=9",
];

fn lines_of(ledger: &Ledger) -> Vec<String> {
    ledger.to_json_lines().lines().map(str::to_owned).collect()
}

/// The line with its content taken out, as whoever can write the file does it.
fn taken_out(ledger: &Ledger, number: usize) -> String {
    let (entry, link) = ledger.chain().nth(number - 1).unwrap();
    let content = entry.content_digest();
    format!("{{\"content\":\"{content}\",\"link\":\"{link}\"}}")
}

fn fault(lines: &[String]) -> (usize, LedgerFault) {
    let error = Ledger::from_json_lines(&lines.join("\n")).unwrap_err();
    (error.line(), error.fault().clone())
}

fn found(lines: &[String]) -> Vec<usize> {
    let ledger = Ledger::from_json_lines(&lines.join("\n")).unwrap();
    let findings = ledger.audit_forgetting();
    let named = |finding: &LedgerError| *finding.fault() == LedgerFault::NoErasureRecord;
    assert!(findings.iter().all(named));
    findings.iter().map(LedgerError::line).collect()
}

#[test]
fn a_withdrawal_that_somebody_forgets_in_the_file_is_found() {
    let ledger = ledger(EVENTS);
    let (head, now) = (ledger.head(), at("2026-03-10T10:00:00Z"));
    assert!(
        !policy()
            .decide(&ledger, ask("newsletter"), now)
            .is_allowed()
    );
    let mut lines = lines_of(&ledger);
    lines[2] = taken_out(&ledger, 3);
    // The chain verifies up to the head that was kept, and the withdrawal is gone.
    let forged = Ledger::from_json_lines_up_to(&lines.join("\n"), head).unwrap();
    assert!(
        policy()
            .decide(&forged, ask("newsletter"), now)
            .is_allowed()
    );
    let findings = forged.audit_forgetting();
    assert_eq!(findings.len(), 1);
    let finding = &findings[0];
    assert_eq!(
        (finding.line(), finding.fault()),
        (3, &LedgerFault::NoErasureRecord)
    );
    for lang in [Lang::Fr, Lang::En] {
        assert!(finding.in_language(lang).contains('3'));
    }
    assert_ne!(finding.in_language(Lang::Fr), finding.in_language(Lang::En));
    // A record that would cover it is a further entry, which the head does not stand for.
    let mut covered = forged.clone();
    assert_eq!(covered.record_forgotten([3], &erasure()), 1);
    assert!(covered.audit_forgetting().is_empty());
    let text = covered.to_json_lines();
    let error = Ledger::from_json_lines_up_to(&text, head).unwrap_err();
    assert_eq!((error.line(), error.fault()), (6, &LedgerFault::WrongHead));
    let (line, record, _) = covered.erasures().next().unwrap();
    assert_eq!((line, record.positions().collect::<Vec<_>>()), (6, vec![3]));
}

#[test]
fn a_forged_forgetting_is_found_beside_a_lawful_one_and_cannot_be_slipped_into_its_record() {
    let mut ledger = ledger(EVENTS);
    assert_eq!(ledger.forget(person(), &erasure()), 2);
    ledger
        .append(event(9, "refused all 2026-12-01T10:00:00Z person=9"))
        .unwrap();
    let lines = lines_of(&ledger);
    assert!(found(&lines).is_empty());
    let mut forged = lines.clone();
    forged[4] = taken_out(&ledger, 5);
    assert_eq!(found(&forged), [5]);
    forged[5] = forged[5].replace("[1,3]", "[1,3,5]");
    assert_eq!(fault(&forged), (6, LedgerFault::BrokenLink));
    // The record itself taken out: it is no event, and nothing covers it or what it covered.
    let mut forged = lines.clone();
    forged[5] = taken_out(&ledger, 6);
    assert_eq!(found(&forged), [1, 3, 6]);
    let mut forged = lines;
    forged.remove(5);
    assert_eq!(fault(&forged), (6, LedgerFault::BrokenLink));
}

#[test]
fn a_forgotten_line_that_is_written_back_is_found_there() {
    let whole = lines_of(&ledger(EVENTS));
    let mut ledger = ledger(EVENTS);
    ledger.forget_event(event_id(1), &erasure());
    let mut lines = lines_of(&ledger);
    lines[0].clone_from(&whole[0]);
    assert_eq!(fault(&lines), (1, LedgerFault::NotErased));
    // With another one forgotten in its place, so that their number is what it was.
    lines[2] = taken_out(&ledger, 3);
    assert_eq!(fault(&lines), (1, LedgerFault::NotErased));
}

#[test]
fn a_record_erases_events_before_it_and_nothing_else() {
    let mut ledger = ledger(EVENTS);
    ledger.forget(person(), &erasure());
    let head = ledger.head();
    for (positions, expected) in [
        (vec![1, 7], LedgerFault::ErasureOfNoEvent),
        (vec![1, 400], LedgerFault::ErasureOfNoEvent),
        (vec![6], LedgerFault::ErasureOfNoEvent),
        (vec![2], LedgerFault::NotErased),
    ] {
        let record = ErasureRecord::new(erasure(), positions).unwrap();
        let link = head.then_content(record.content_digest());
        let last = (Entry::from(record), link);
        let rows = ledger.chain().map(|(entry, link)| (entry.clone(), *link));
        let error = Ledger::from_entries(rows.chain([last])).unwrap_err();
        let line = if expected == LedgerFault::NotErased {
            2
        } else {
            7
        };
        assert_eq!((error.line(), error.fault()), (line, &expected));
        assert_ne!(error.in_language(Lang::Fr), error.in_language(Lang::En));
    }
}

#[test]
fn an_older_file_without_records_is_read_and_every_forgotten_line_of_it_found() {
    let whole = ledger(EVENTS);
    let mut lines = lines_of(&whole);
    for number in [1, 3, 4] {
        lines[number - 1] = taken_out(&whole, number);
    }
    assert_eq!(found(&lines), [1, 3, 4]);
    let mut ledger = Ledger::from_json_lines_up_to(&lines.join("\n"), whole.head()).unwrap();
    // What the host knows to be lawful is recorded late; what was not forgotten is not.
    assert_eq!(ledger.record_forgotten([3, 1, 2, 99, 0], &erasure()), 2);
    assert_eq!(ledger.record_forgotten([1, 3], &erasure()), 0);
    assert_eq!((ledger.len(), ledger.erasures().count()), (6, 1));
    assert_eq!(ledger.uncovered_lines().collect::<Vec<_>>(), [4]);
}

#[test]
fn the_format_of_a_record_is_fixed_and_names_nobody() {
    let mut ledger = ledger(EVENTS);
    ledger.forget(person(), &erasure());
    let lines = lines_of(&ledger);
    let body = "{\"erased\":[1,3],\"recorded\":\"2026-11-26T10:00:00Z\",\"decision\":\"requests/2026-014\"";
    assert_eq!(lines[5], format!("{body},\"link\":\"{}\"}}", ledger.head()));
    let (entry, _) = ledger.chain().last().unwrap();
    assert_eq!(entry.to_json_line(), format!("{body}}}"));
    // Computed with Python's hashlib from the recipe in FORMAT.md.
    assert_eq!(
        entry.content_digest().to_string(),
        "24bff24aa5751f4b613c8ff2a5b45dd27f5b48373e6d9ca0f8466c367578c2ce"
    );
    assert!(!format!("{entry:?}").contains("requests"));
}

#[test]
fn positions_that_no_record_can_name_are_told_where_they_stand() {
    let mut ledger = ledger(EVENTS);
    ledger.forget(person(), &erasure());
    let line = ledger.chain().last().unwrap().0.to_json_line();
    for wrong in ["[]", "[0,3]"] {
        let error = Entry::from_json_line(&line.replace("[1,3]", wrong)).unwrap_err();
        assert!(
            error
                .in_language(Lang::En)
                .contains("an ascending list of positions from 1"),
            "{wrong}: {error}"
        );
    }
}

#[test]
fn a_record_that_is_malformed_is_refused_without_its_values() {
    let mut ledger = ledger(EVENTS);
    ledger.forget(person(), &erasure());
    let line = ledger.chain().last().unwrap().0.to_json_line();
    assert!(Entry::from_json_line(&line).is_ok());
    for (old, new) in [
        ("[1,3]", "[]"),
        ("[1,3]", "[3,1]"),
        ("[1,3]", "[1,1]"),
        ("[1,3]", "[0,3]"),
        ("[1,3]", "[-1]"),
        ("[1,3]", "[1.5]"),
        ("[1,3]", "\"Geheimnis\""),
        ("10:00:00Z", "10:00:00.1234567Z"),
        ("10:00:00Z", "23:59:60Z"),
        ("requests/2026-014", "Jean Geheimnis"),
        ("requests/2026-014", ""),
        ("\"decision\"", "\"Geheimnis\":1,\"decision\""),
        (",\"recorded\":\"2026-11-26T10:00:00Z\"", ""),
    ] {
        let broken = line.replace(old, new);
        assert_ne!(broken, line);
        let error = Entry::from_json_line(&broken).unwrap_err();
        assert!(matches!(error.fault(), LedgerFault::Fields(_)), "{broken}");
        for lang in [Lang::Fr, Lang::En] {
            assert!(!error.in_language(lang).contains("Geheimnis"), "{broken}");
        }
    }
    let long = "x".repeat(65);
    for reference in ["", "Jean Geheimnis", "jean@example", "é", &long] {
        let error = reference.parse::<DecisionReference>().unwrap_err();
        assert!(!error.to_string().contains("Geheimnis"));
    }
    let many = 1..=ErasureRecord::MOST + 1;
    for (positions, expected) in [
        (Vec::new(), InvalidErasure::NoPosition),
        (vec![0, 1], InvalidErasure::PositionZero),
        (many.collect(), InvalidErasure::TooManyPositions),
    ] {
        assert_eq!(ErasureRecord::new(erasure(), positions), Err(expected));
    }
    let decision = erasure().decision().clone();
    let far = chrono::DateTime::<chrono::Utc>::MAX_UTC;
    assert_eq!(
        Erasure::new(far, decision),
        Err(InvalidErasure::InstantOutOfRange)
    );
}

#[test]
fn what_one_record_cannot_hold_stands_in_two() {
    let count = ErasureRecord::MOST + 2;
    let mut ledger = Ledger::new();
    for number in 0..count {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&u64::try_from(number).unwrap().to_be_bytes());
        let (id, at) = (EventId::from_bytes(id), at("2026-03-01T10:00:00Z"));
        let refused = Kind::Refused {
            purposes: Scope::All,
        };
        ledger
            .append(Event::new(id, person(), (at, at), Provenance::Person, refused).unwrap())
            .unwrap();
    }
    assert_eq!(ledger.forget(person(), &erasure()), count);
    let named: Vec<usize> = ledger
        .erasures()
        .map(|(_, record, _)| record.positions().count())
        .collect();
    assert_eq!(named, [ErasureRecord::MOST, 2]);
    let back = Ledger::from_json_lines_up_to(&ledger.to_json_lines(), ledger.head()).unwrap();
    assert!(back.audit_forgetting().is_empty());
}

#[test]
fn an_account_is_forgotten_with_its_own_devices_and_a_shared_one_is_named() {
    let events = [
        "given newsletter 2026-03-01T10:00:00Z person=8",
        "refused newsletter 2026-03-01T11:00:00Z person=9",
        "device_linked - 2026-03-02T10:00:00Z device=8",
        "device_linked - 2026-03-02T11:00:00Z device=9",
        "device_linked - 2026-03-02T12:00:00Z device=9 person=6",
        "given newsletter 2026-03-03T10:00:00Z",
        "refused newsletter 2026-03-04T10:00:00Z person=5",
    ];
    let mut one = ledger(events);
    let key = |n| PersonKey::from_bytes([n; 16]);
    let forgotten = one.forget_account(person(), &erasure());
    assert_eq!(
        (forgotten.events(), forgotten.shared_devices()),
        (4, &[key(9)][..])
    );
    assert_eq!(
        format!("{forgotten:?}"),
        "ForgottenAccount(4 events, 1 shared devices)"
    );
    assert_eq!(one.history_of_account(person()).count(), 0);
    let left: Vec<usize> = [8, 9, 6, 5].map(|n| one.history(key(n)).count()).into();
    assert_eq!(left, [0, 1, 1, 1]);
    // One erasure, one record; the same again forgets nothing.
    let (_, record, _) = one.erasures().next().unwrap();
    assert_eq!(record.positions().collect::<Vec<_>>(), [1, 3, 4, 6]);
    assert_eq!(one.forget_account(person(), &erasure()).events(), 0);
    assert_eq!(one.erasures().count(), 1);
    // Without devices it is `forget`.
    let (mut two, mut three) = (ledger(EVENTS), ledger(EVENTS));
    let (account, person) = (
        two.forget_account(person(), &erasure()),
        three.forget(person(), &erasure()),
    );
    assert_eq!(
        (account.events(), two.to_json_lines()),
        (person, three.to_json_lines())
    );
}

#[test]
fn a_chain_of_rows_is_rebuilt_whole_and_proves_each_event() {
    let mut ledger = ledger(EVENTS);
    ledger.forget(person(), &erasure());
    ledger
        .append(event(9, "refused all 2026-12-01T10:00:00Z person=9"))
        .unwrap();
    let rows: Vec<(Entry, Link)> = ledger
        .chain()
        .map(|(entry, link)| (entry.clone(), *link))
        .collect();
    let stored = rows.iter().map(|(entry, link)| {
        let line = entry.to_json_line();
        assert!(Event::from_json_line(&line).is_ok() == entry.event().is_some());
        (Entry::from_json_line(&line).unwrap(), *link)
    });
    let back = Ledger::from_entries(stored).unwrap();
    assert_eq!(back.to_json_lines(), ledger.to_json_lines());
    for (event, link) in back.entries() {
        let proof = back.proof(event.id()).unwrap();
        assert_eq!(proof.before().then(event), *link);
        assert!(proof.shows(event, back.head()));
        assert!(!proof.shows(event, Link::GENESIS));
        let others = back.entries().filter(|(other, _)| *other != event);
        assert!(
            others
                .into_iter()
                .all(|(other, _)| !proof.shows(other, back.head()))
        );
    }
    assert_eq!(back.proof(event_id(1)), None);
    for index in 0..rows.len() {
        let mut broken = rows.clone();
        broken.remove(index);
        let ends = index + 1 == rows.len();
        assert_eq!(Ledger::from_entries(broken).is_ok(), ends, "row {index}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn exactly_what_no_record_covers_is_found_whatever_was_forgotten(
        lawful in btree_set(1..=5_u8, 0..5), taken in btree_set(1..=5_u8, 0..5), order in any::<bool>(),
    ) {
        let mut ledger = ledger(EVENTS);
        let before = ledger.head();
        let mut ids: Vec<u8> = lawful.iter().copied().collect();
        if order {
            ids.reverse();
        }
        for id in ids {
            prop_assert!(ledger.forget_event(event_id(id), &erasure()));
        }
        let mut lines = lines_of(&ledger);
        for number in taken.iter().map(|number| usize::from(*number)) {
            lines[number - 1] = taken_out(&ledger, number);
        }
        let expected: BTreeSet<u8> = taken.difference(&lawful).copied().collect();
        let expected: Vec<usize> = expected.into_iter().map(usize::from).collect();
        prop_assert_eq!(found(&lines), expected);
        // The head does not show it, and whoever holds an earlier one sees that nothing else changed.
        let read = Ledger::from_json_lines_up_to(&lines.join("\n"), ledger.head()).unwrap();
        prop_assert!(read.extends(before));
        // Whatever is written back is found where it stands.
        let whole = lines_of(&crate::fixture::ledger(EVENTS));
        for number in lawful.iter().map(|number| usize::from(*number)) {
            let mut restored = lines.clone();
            restored[number - 1].clone_from(&whole[number - 1]);
            prop_assert_eq!(fault(&restored), (number, LedgerFault::NotErased));
        }
    }
}
