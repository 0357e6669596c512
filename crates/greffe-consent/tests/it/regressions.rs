//! Mistakes that other consent managers made.

use greffe_consent::*;

use crate::fixture::{ask, at, ledger, policy};

#[test]
fn a_purpose_whose_name_ends_like_another_is_not_that_other() {
    let policy = policy();
    let ledger = ledger([
        "given multitag 2026-03-01T10:00:00Z notice=site@1",
        "refused tag 2026-03-01T11:00:00Z",
    ]);
    let now = at("2026-03-02T10:00:00Z");
    assert!(policy.decide(&ledger, ask("multitag"), now).is_allowed());
    assert_eq!(
        policy.decide(&ledger, ask("tag"), now).reason(),
        Reason::Refused
    );
    for near in ["ta", "tags", "Tag", "tag ", "multi", ""] {
        assert_eq!(
            policy.decide(&ledger, ask(near), now).reason(),
            Reason::UnknownPurpose
        );
    }
}

#[test]
fn refusing_one_purpose_does_not_prolong_another() {
    let policy = policy();
    let given = "given newsletter 2026-03-01T00:00:00+01:00";
    let end = at("2026-09-01T00:00:00+02:00");
    let alone = ledger([given]);
    let beside = ledger([
        given,
        "refused tag 2026-08-15T10:00:00Z",
        "given tag 2026-08-20T10:00:00Z notice=site@1",
    ]);
    for ledger in [&alone, &beside] {
        let before = policy.decide(ledger, ask("newsletter"), at("2026-08-25T10:00:00Z"));
        assert_eq!(before.next_change(), Some(end));
        assert_eq!(
            policy.decide(ledger, ask("newsletter"), end).reason(),
            Reason::Expired
        );
    }
}

#[test]
fn at_the_boundary_a_consent_is_expired_and_not_valid_too() {
    let policy = policy();
    let ledger = ledger(["given newsletter 2026-03-01T10:00:00Z expires=2026-04-01T10:00:00Z"]);
    let end = at("2026-04-01T10:00:00Z");
    let just_before = end - chrono::TimeDelta::nanoseconds(1);
    assert!(
        policy
            .decide(&ledger, ask("newsletter"), just_before)
            .is_allowed()
    );
    let decision = policy.decide(&ledger, ask("newsletter"), end);
    assert!(!decision.is_allowed());
    assert_eq!(decision.failures().collect::<Vec<_>>(), [Reason::Expired]);
    assert_eq!(decision.next_change(), None);
}

#[test]
fn a_consent_given_again_counts_from_the_new_date() {
    let policy = policy();
    for again in ["given", "renewed"] {
        let again = format!("{again} newsletter 2026-05-01T00:00:00+02:00");
        let ledger = ledger(["given newsletter 2026-03-01T00:00:00+01:00", &again]);
        let decision = policy.decide(&ledger, ask("newsletter"), at("2026-09-15T10:00:00Z"));
        assert!(decision.is_allowed());
        assert_eq!(
            decision.next_change(),
            Some(at("2026-11-01T00:00:00+01:00"))
        );
    }
}

#[test]
fn a_consent_given_again_for_a_shorter_time_ends_when_it_says() {
    let ledger = ledger([
        "given newsletter 2026-03-01T00:00:00+01:00",
        "given newsletter 2026-04-01T00:00:00+02:00 expires=2026-05-01T10:00:00Z",
    ]);
    let decision = policy().decide(&ledger, ask("newsletter"), at("2026-05-01T10:00:00Z"));
    assert_eq!(decision.reason(), Reason::Expired);
}

#[test]
fn the_end_is_read_whenever_an_answer_is_given() {
    let policy = policy();
    let ledger = ledger(["given newsletter 2026-03-01T00:00:00+01:00"]);
    // Nothing was recorded since, and the answer still changes with time alone.
    let answers: Vec<bool> = ["2026-03-02", "2026-08-31", "2026-09-01", "2030-01-01"]
        .map(|day| {
            policy
                .decide(&ledger, ask("newsletter"), at(&format!("{day}T12:00:00Z")))
                .is_allowed()
        })
        .into();
    assert_eq!(answers, [true, true, false, false]);
}

#[test]
fn a_late_record_changes_what_is_known_now_and_not_what_was_known_then() {
    let policy = policy();
    let ledger = ledger([
        "given newsletter 2026-03-01T09:00:00Z",
        "withdrawn newsletter 2026-03-05T09:00:00Z~2026-03-09T09:00:00Z",
    ]);
    let then = at("2026-03-07T09:00:00Z");
    assert!(policy.decide(&ledger, ask("newsletter"), then).is_allowed());
    let now_known =
        policy.decide_as_known(&ledger, ask("newsletter"), then, at("2026-03-10T09:00:00Z"));
    assert_eq!(now_known.reason(), Reason::Withdrawn);
}
