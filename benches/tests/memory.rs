//! What an event takes in memory, counted.
#![allow(clippy::unwrap_used, missing_docs)]

use greffe_benches::memory::held;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// One test: another one beside it would be counted too.
#[test]
fn every_form_keeps_its_events_and_none_more_than_a_page() {
    let all = held(|| ALLOCATOR.current_usage(), 200).unwrap();
    let names: Vec<_> = all.iter().map(|form| form.name).collect();
    let mut expected = vec!["greffe, ledger with its chain", "greffe, packed"];
    if cfg!(feature = "peers") {
        expected.extend(["cedar-policy, contexts", "regorus, inputs"]);
    }
    assert_eq!(names, expected);
    for form in &all {
        // An event says at least who, what and when: 16 bytes of a person, 8 of an instant.
        assert!(form.bytes_an_event >= 24, "{form:?}");
        assert!(form.bytes_an_event < 4096, "{form:?}");
    }
    let ledger = &all[..1];
    assert!(
        ledger.iter().all(|form| form.bytes_an_event < 1000),
        "{ledger:?}"
    );
}
