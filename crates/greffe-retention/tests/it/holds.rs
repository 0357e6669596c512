//! Reasons for which disposal waits.

use greffe_retention::{
    Event, Facts, FateKind, Hold, HoldReason, Missing, RowKey, RowOf, Tombstone, Tombstones,
    VerdictKind,
};
use greffe_terms::Lang;

use crate::{day, line, rule, years};

fn said(hold: Hold, on: &str) -> String {
    let rule = rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    let facts = Facts::new()
        .on(Event::Recorded, day("2025-01-01"))
        .hold(hold);
    line(&rule.evaluate(&facts, &years("12-31"), day(on)))
}

#[test]
fn a_restriction_is_not_lifted_before_the_person_was_told() {
    for reason in HoldReason::ALL
        .into_iter()
        .filter(|reason| reason.is_restriction())
    {
        let hold = Hold::new(reason, day("2026-02-01")).until(day("2026-03-31"));
        assert_eq!(said(hold, "2026-12-31"), format!("held {}", reason.code()));
        let told_before = hold.person_informed(day("2026-03-20"));
        assert_eq!(
            said(told_before, "2026-03-31"),
            format!("held {}", reason.code())
        );
        assert_eq!(said(told_before, "2026-04-01"), "due 2026-01-02 erase");
        let told_after = hold.person_informed(day("2026-04-15"));
        assert_eq!(
            said(told_after, "2026-04-15"),
            format!("held {}", reason.code())
        );
        assert_eq!(said(told_after, "2026-04-16"), "due 2026-01-02 erase");
    }
}

#[test]
fn what_a_person_was_told_before_a_restriction_began_does_not_lift_it() {
    let hold = Hold::new(HoldReason::AccuracyContested, day("2026-03-01")).until(day("2026-04-01"));
    let early = hold.person_informed(day("2026-02-28"));
    assert_eq!(
        (early.last_day(), early.is_active(day("2030-01-01"))),
        (None, true)
    );
    assert_eq!(said(early, "2026-04-02"), "held accuracy_contested");
    let on_its_first_day = hold.person_informed(day("2026-03-01"));
    assert_eq!(on_its_first_day.last_day(), Some(day("2026-04-01")));
    assert_eq!(said(on_its_first_day, "2026-04-02"), "due 2026-01-02 erase");
    // It waits for the information as if there were none.
    let (rule, years) = (
        rule(r#"{ keep = "P1Y", after = "recorded" }"#),
        years("12-31"),
    );
    let told = |hold| {
        let facts = Facts::new()
            .on(Event::Recorded, day("2025-01-01"))
            .hold(hold);
        let why = rule.explain(&facts, &years, day("2026-05-01"));
        why.in_english()
            .contains("may be lifted since Thursday 2 April 2026")
    };
    assert!(told(early) && told(hold) && !told(on_its_first_day));
    // Of what is no restriction nobody needs to be told.
    let dispute = Hold::new(HoldReason::Dispute, day("2026-03-01")).until(day("2026-04-01"));
    let dispute = dispute.person_informed(day("2026-02-28"));
    assert_eq!(dispute.last_day(), Some(day("2026-04-01")));
}

#[test]
fn a_hold_begins_on_its_first_day() {
    let hold = Hold::new(HoldReason::Dispute, day("2026-02-01"));
    assert_eq!(said(hold, "2026-01-31"), "due 2026-01-02 erase");
    assert_eq!(said(hold, "2026-02-01"), "held dispute");
}

#[test]
fn every_reason_has_its_words_and_its_article() {
    for reason in HoldReason::ALL {
        assert_ne!(reason.label(Lang::Fr), reason.label(Lang::En));
        assert!(reason.citation().as_str().starts_with("GDPR "));
        let json = serde_json::to_string(&reason).unwrap();
        assert_eq!(json, format!("\"{}\"", reason.code()));
    }
}

#[test]
fn holds_and_tombstones_survive_json() {
    let plain = Hold::new(HoldReason::AccessRequest, day("2026-02-01"));
    for hold in [
        plain,
        plain
            .until(day("2026-03-01"))
            .person_informed(day("2026-02-20")),
    ] {
        let json = serde_json::to_string(&hold).unwrap();
        assert_eq!(serde_json::from_str::<Hold>(&json).unwrap(), hold);
    }
    let stone = Tombstone::new(
        b"secret",
        row("A/b", "t", &"marie".into()),
        FateKind::Erase,
        day("2026-02-01"),
        day("2026-03-01"),
    );
    let json = serde_json::to_string(&stone).unwrap();
    assert!(!json.contains("marie"));
    assert_eq!(serde_json::from_str::<Tombstone>(&json).unwrap(), stone);
}

#[test]
fn the_longer_need_of_two_tombstones_counts() {
    let one = 1.into();
    let stone = |until| {
        let row = row("A/b", "t", &one);
        Tombstone::new(b"k", row, FateKind::Erase, day("2026-02-01"), day(until))
    };
    let graves: Tombstones = [stone("2026-05-01"), stone("2026-03-01")]
        .into_iter()
        .collect();
    assert_eq!(graves.iter().count(), 1, "one row");
    assert_eq!(graves.expired(day("2026-04-01")).count(), 0);
    assert_eq!(graves.expired(day("2026-05-01")).count(), 0);
    assert_eq!(graves.expired(day("2026-05-02")).count(), 1);
    assert!(graves.condemn(b"k", row("A/b", "t", &one)));
    assert!(!graves.condemn(b"k", row("A/c", "t", &one)), "another rule");
    assert!(
        !graves.condemn(b"k", row("A/b", "u", &one)),
        "another table"
    );
    assert!(
        !graves.condemn(b"k", row("A/b", "t", &"1".into())),
        "a text is not a number"
    );
}

fn row<'a>(address: &'a str, table: &'a str, key: &'a RowKey) -> RowOf<'a> {
    RowOf {
        address,
        table,
        key,
    }
}

#[test]
fn fields_of_a_digest_cannot_run_into_one_another() {
    let digest = |address, table, key: &str| {
        let key = key.into();
        let row = row(address, table, &key);
        let stone = Tombstone::new(
            b"k",
            row,
            FateKind::Erase,
            day("2026-02-01"),
            day("2026-03-01"),
        );
        *stone.row()
    };
    assert_ne!(digest("A/b", "t", "c"), digest("A/bt", "", "c"));
    assert_ne!(digest("A/b", "tc", "d"), digest("A/b", "t", "cd"));
}

#[test]
fn a_hold_that_ends_before_it_begins_holds() {
    let mistyped = Hold::new(HoldReason::Dispute, day("2026-05-01")).until(day("2025-06-01"));
    assert_eq!(mistyped.last_day(), None);
    assert!(!mistyped.is_active(day("2026-04-30")));
    assert!(mistyped.is_active(day("2026-05-01")) && mistyped.is_active(day("2030-01-01")));
}

#[test]
fn what_is_no_hold_is_refused_without_a_word_of_it() {
    for json in [
        r#"{"reason": "MARKER", "from": "2026-01-01"}"#,
        r#"{"reason": "dispute", "from": "MARKER"}"#,
        r#"{"reason": "dispute", "from": "2026-01-01", "MARKER": 1}"#,
    ] {
        let error = serde_json::from_str::<Hold>(json).unwrap_err();
        assert!(!error.to_string().contains("MARKER"), "{error}");
    }
}

/// What is read is written down a second time, as a form of its own.
#[test]
fn every_reason_kind_and_lack_reads_back() {
    fn same<T>(all: &[T])
    where
        T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
    {
        for one in all {
            let json = serde_json::to_string(one).unwrap();
            assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), one, "{json}");
        }
    }
    use VerdictKind as Verdict;
    same(&HoldReason::ALL);
    same(&[
        Verdict::Keep,
        Verdict::Open,
        Verdict::Archive,
        Verdict::Due,
        Verdict::DisposeBy,
        Verdict::Overdue,
        Verdict::Held,
        Verdict::Conflict,
        Verdict::Undetermined,
    ]);
    same(&[
        FateKind::Erase,
        FateKind::Anonymise,
        FateKind::Sort,
        FateKind::Reassign,
        FateKind::Archive,
        FateKind::Transfer,
        FateKind::MoveTo,
    ]);
    let (event, counted) = (Event::Recorded, || Box::new([Event::LastUse]));
    same(&[
        Missing::Event(event.clone()),
        Missing::Contact { counted: counted() },
        Missing::UncountedContact { counted: counted() },
        Missing::ValidEvent(event.clone()),
        Missing::FutureEvent(event.clone()),
        Missing::WhichContract,
        Missing::OneDocument(event.clone()),
        Missing::FiscalYear(event),
        Missing::Anchor,
        Missing::Length,
        Missing::AllowedPeriod {
            set_by: "customer".into(),
        },
        Missing::Setting("content".into()),
        Missing::ApplicableRule {
            setting: "content".into(),
        },
        Missing::Rank,
        Missing::RightToExtend,
        Missing::CountableDate,
    ]);
}
