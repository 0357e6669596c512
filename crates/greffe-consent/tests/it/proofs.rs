//! What a proof, a kept head and a record of an erasure show, attacked: each shows what its documentation says, and nothing more.

use greffe_consent::*;
use proptest::prelude::*;

use crate::fixture::{at, erasure, event_id, person};

fn refusal(number: u8) -> Event {
    let times = (at("2026-03-01T10:00:00Z"), at("2026-03-01T10:00:00Z"));
    let whose = match number % 3 {
        0 => PersonKey::from_bytes([9; 16]),
        _ => person(),
    };
    let refused = Kind::Refused {
        purposes: Scope::All,
    };
    Event::new(event_id(number), whose, times, Provenance::Person, refused).unwrap()
}

/// Events 1 to `count`, of which some are forgotten by id, one after the other.
fn ledger(count: u8, forgotten: &[u8]) -> Ledger {
    let mut ledger = Ledger::new();
    for number in 1..=count {
        ledger.append(refusal(number)).unwrap();
        if forgotten.contains(&number) {
            ledger.forget_event(event_id(number), &erasure());
        }
    }
    ledger
}

fn links(ledger: &Ledger) -> Vec<Link> {
    ledger.chain().map(|(_, link)| *link).collect()
}

/// The lines with their links computed anew, as whoever can write the file does.
fn chained_anew(entries: impl IntoIterator<Item = Entry>) -> Vec<(Entry, Link)> {
    let mut head = Link::GENESIS;
    let entries = entries.into_iter().map(|entry| {
        head = head.then_content(entry.content_digest());
        (entry, head)
    });
    entries.collect()
}

proptest! {
    #[test]
    fn a_proof_shows_one_event_under_one_head_and_no_other(
        count in 2..9_u8, forgotten in prop::collection::vec(1..9_u8, 0..3), which in 1..9_u8, cut in 0..12_usize, swap in 0..12_usize,
    ) {
        let ledger = ledger(count, &forgotten);
        let (event, head) = (refusal(which), ledger.head());
        let Some(proof) = ledger.proof(event_id(which)) else {
            prop_assert!(which > count || forgotten.contains(&which));
            return Ok(());
        };
        prop_assert!(proof.shows(&event, head));
        for other in (1..=count).filter(|other| *other != which) {
            prop_assert!(!proof.shows(&refusal(other), head));
        }
        for older in links(&ledger).into_iter().filter(|link| *link != head).chain([Link::GENESIS]) {
            prop_assert!(!proof.shows(&event, older));
            prop_assert_eq!(ChainProof::new(older, proof.after().to_vec()).shows(&event, head), older == proof.before());
        }
        let mut after = proof.after().to_vec();
        if cut < after.len() {
            let taken = after.remove(cut);
            prop_assert!(!ChainProof::new(proof.before(), after.clone()).shows(&event, head));
            after.insert(swap % (after.len() + 1), taken);
            let moved = ChainProof::new(proof.before(), after.clone());
            prop_assert_eq!(moved.shows(&event, head), after == proof.after());
        }
        // The proof of an earlier head is that of the same place, cut.
        let place = ledger.position(event_id(which)).unwrap();
        for (link, length) in links(&ledger).iter().skip(place - 1).zip(0..) {
            let shorter = ChainProof::new(proof.before(), proof.after()[..length].to_vec());
            prop_assert!(shorter.shows(&event, *link));
        }
    }

    #[test]
    fn whoever_takes_an_event_out_is_found_by_a_head_or_by_the_lines(
        count in 3..9_u8, forgotten in prop::collection::vec(1..9_u8, 0..3), place in 0..12_usize, covers: bool,
    ) {
        let ledger = ledger(count, &forgotten);
        let mut entries: Vec<Entry> = ledger.chain().map(|(entry, _)| entry.clone()).collect();
        let place = place % entries.len();
        let taken = entries[place].clone();
        entries[place] = Entry::Forgotten(taken.content_digest());
        let kept = links(&ledger);
        let mut rows: Vec<(Entry, Link)> = entries.iter().cloned().zip(kept.iter().copied()).collect();
        if covers {
            let record: Entry = ErasureRecord::new(erasure(), [place + 1]).unwrap().into();
            rows.push((record.clone(), ledger.head().then_content(record.content_digest())));
        }
        let forged = Ledger::from_entries(rows).unwrap();
        let found: Vec<usize> = forged.audit_forgetting().iter().map(LedgerError::line).collect();
        match taken {
            // Nothing was taken out that was there.
            Entry::Forgotten(_) => prop_assert!(found.is_empty()),
            _ if covers => {
                prop_assert_ne!(forged.head(), ledger.head());
                prop_assert!(forged.extends(ledger.head()));
                let new = forged.erasures().last().map(|(line, ..)| line);
                prop_assert_eq!(new, Some(kept.len() + 1));
            }
            _ => prop_assert!(found.contains(&(place + 1))),
        }
        // Without it, or with two lines changed for one another, no head is left that was kept.
        let mut shorter = entries.clone();
        shorter.remove(place);
        if let Ok(forged) = Ledger::from_entries(chained_anew(shorter)) {
            prop_assert!(kept.iter().skip(place).all(|head| !forged.extends(*head)));
        }
    }

    #[test]
    fn no_record_covers_a_line_that_stands_after_it(count in 1..5_u8, later in 1..5_u8, named in 1..12_usize) {
        let mut entries: Vec<Entry> = (1..=count).map(|number| Entry::Forgotten(refusal(number).content_digest())).collect();
        entries.push(ErasureRecord::new(erasure(), [named]).unwrap().into());
        entries.extend((1..=later).map(|number| Entry::Forgotten(refusal(100 + number).content_digest())));
        let read = Ledger::from_entries(chained_anew(entries));
        match named <= usize::from(count) {
            true => prop_assert!(!read.unwrap().uncovered_lines().any(|line| line == named)),
            false => {
                let error = read.unwrap_err();
                prop_assert_eq!((error.line(), error.fault()), (usize::from(count) + 1, &LedgerFault::ErasureOfNoEvent));
            }
        }
    }
}

#[test]
fn a_line_that_says_two_things_is_refused() {
    let line = refusal(1).to_json_line();
    let content = refusal(2).content_digest();
    let open = line.strip_suffix('}').unwrap();
    let record = ErasureRecord::new(erasure(), [1]).unwrap();
    let record = Entry::from(record).to_json_line();
    let erased = record.strip_suffix('}').unwrap();
    for text in [
        format!("{open},\"content\":\"{content}\"}}"),
        format!("{open},\"erased\":[1]}}"),
        format!("{open},\"id\":\"{}\"}}", "0".repeat(32)),
        format!("{open},\"\\u0069d\":\"{}\"}}", "0".repeat(32)),
        format!("{open},\"link\":\"{content}\"}}"),
        format!("{erased},\"content\":\"{content}\"}}"),
        format!("{erased},\"person\":\"{}\"}}", "0".repeat(32)),
        format!("{{\"content\":\"{content}\",\"content\":\"{content}\"}}"),
        format!("{{\"content\":\"{}\"}}", content.to_string().to_uppercase()),
        record.replace("[1]", "[1.0]"),
        record.replace("[1]", "[1e0]"),
        record.replace("[1]", "[01]"),
        record.replace("[1]", "[\"1\"]"),
        record.replace("[1]", "[18446744073709551617]"),
        record.replace("[1]", "[-1]"),
        record.replace("[1]", "[2,1]"),
        format!("[{line}]"),
        format!("{line}{line}"),
        format!("{line} x"),
    ] {
        assert!(Entry::from_json_line(&text).is_err(), "{text}");
    }
}

#[test]
fn a_digest_of_a_record_stands_for_no_event_and_one_of_an_event_for_no_record() {
    let record = ErasureRecord::new(erasure(), [1]).unwrap();
    let forgotten = || Entry::Forgotten(refusal(1).content_digest());
    let replaced = [forgotten(), Entry::Forgotten(record.content_digest())];
    let ledger = Ledger::from_entries(chained_anew(replaced)).unwrap();
    assert_eq!(ledger.uncovered_lines().collect::<Vec<_>>(), [1, 2]);
    // Two records of one line, and a record of a line that was a record.
    let twice = [forgotten(), record.clone().into(), record.clone().into()];
    assert!(
        Ledger::from_entries(chained_anew(twice))
            .unwrap()
            .audit_forgetting()
            .is_empty()
    );
    let of_record = ErasureRecord::new(erasure(), [2]).unwrap();
    let error = Ledger::from_entries(chained_anew([forgotten(), record.into(), of_record.into()]));
    assert_eq!(error.unwrap_err().fault(), &LedgerFault::ErasureOfNoEvent);
}
