//! Corrections, what was known when, statements about events.

use greffe_retention::{Event, Facts, KeepLatest, Missing, Occurrence, OccurrenceId, Verdict};
use proptest::prelude::*;

use crate::{day, line, rule, years};

fn said(facts: &Facts, on: &str) -> String {
    let rule = rule(r#"{ keep = "P1Y", after = "contract_end" }"#);
    line(&rule.evaluate(facts, &years("12-31"), day(on)))
}

fn id(text: &str) -> OccurrenceId {
    OccurrenceId::new(text)
}

fn end(date: &str) -> Occurrence {
    Occurrence::new(Event::ContractEnd, day(date))
}

#[test]
fn a_corrected_date_counts_no_longer() {
    let facts = Facts::new()
        .with(end("2024-12-31").id_is(id("a")))
        .with(end("2024-03-31").id_is(id("b")).correcting(id("a")));
    assert_eq!(said(&facts, "2025-03-31"), "keep 2025-03-31");
    assert_eq!(said(&facts, "2025-04-01"), "due 2025-04-01 erase");
}

#[test]
fn a_correction_of_a_correction_counts_alone() {
    let facts = Facts::new()
        .with(end("2024-12-31").id_is(id("a")))
        .with(end("2024-03-31").id_is(id("b")).correcting(id("a")))
        .with(end("2024-05-31").id_is(id("c")).correcting(id("b")));
    assert_eq!(said(&facts, "2025-01-01"), "keep 2025-05-31");
}

#[test]
fn a_struck_out_date_leaves_the_verdict_undetermined() {
    let facts = Facts::new()
        .with(end("2001-12-31").id_is(id("a")))
        .with(Occurrence::deletion(Event::ContractEnd, id("a")));
    assert_eq!(
        said(&facts, "2026-11-23"),
        "undetermined valid_event contract_end"
    );
}

#[test]
fn two_dates_that_correct_each_other_are_both_void() {
    let facts = Facts::new()
        .with(end("2001-12-31").id_is(id("a")).correcting(id("b")))
        .with(end("2002-12-31").id_is(id("b")).correcting(id("a")));
    assert_eq!(
        said(&facts, "2026-11-23"),
        "undetermined valid_event contract_end"
    );
}

#[test]
fn what_was_known_then_is_what_was_recorded_then() {
    let facts = Facts::new()
        .with(
            end("2024-03-31")
                .id_is(id("a"))
                .recorded_on(day("2024-04-02")),
        )
        .with(
            end("2024-12-31")
                .recorded_on(day("2025-01-10"))
                .correcting(id("a")),
        );
    assert_eq!(
        said(&facts.as_known_on(day("2025-01-09")), "2025-01-09"),
        "keep 2025-03-31"
    );
    assert_eq!(said(&facts, "2025-01-09"), "keep 2025-12-31");
}

#[test]
fn a_contract_that_runs_outweighs_the_end_of_an_earlier_one() {
    let facts = Facts::new()
        .on(Event::ContractEnd, day("2001-12-31"))
        .open(Event::ContractEnd);
    assert_eq!(said(&facts, "2026-11-23"), "open contract_end");
}

#[test]
fn a_date_and_never_together_are_undetermined() {
    let facts = Facts::new()
        .on(Event::ContractEnd, day("2001-12-31"))
        .never(Event::ContractEnd);
    assert_eq!(
        said(&facts, "2026-11-23"),
        "undetermined valid_event contract_end"
    );
}

#[test]
fn an_anchor_that_never_came_keeps_the_data() {
    let rule = rule(r#"{ keep = "P1Y", after = { event = "last_use", absent = "never" } }"#);
    let verdict = rule.evaluate(&Facts::new(), &years("12-31"), day("2026-11-23"));
    assert_eq!(
        verdict,
        Verdict::Open {
            awaiting: Event::LastUse
        }
    );
}

#[test]
fn a_lost_anchor_is_not_one_that_never_came() {
    let rule = rule(
        r#"{ keep = "P1Y", after = { latest = ["recorded", { event = "last_use", absent = "never" }] } }"#,
    );
    let facts = Facts::new()
        .on(Event::Recorded, day("2001-01-01"))
        .with(Occurrence::new(Event::LastUse, day("2001-06-01")).id_is(id("a")))
        .with(Occurrence::deletion(Event::LastUse, id("a")));
    let verdict = rule.evaluate(&facts, &years("12-31"), day("2026-11-23"));
    assert_eq!(
        verdict,
        Verdict::Undetermined {
            missing: Missing::ValidEvent(Event::LastUse)
        }
    );
}

#[test]
fn an_instant_falls_on_the_local_day_of_the_zone() {
    let zone = greffe_calendar::zone::parse("Europe/Paris").unwrap();
    let instant = "2026-06-30T22:30:00Z".parse().unwrap();
    let facts = Facts::new().at(Event::ContractEnd, instant, zone);
    assert_eq!(
        facts,
        Facts::new().on(Event::ContractEnd, day("2026-07-01"))
    );
}

#[test]
fn debug_shows_no_id() {
    let facts = Facts::new().with(end("2024-03-31").id_is(id("marie")));
    assert!(!format!("{facts:?}").contains("marie"));
}

proptest! {
    #[test]
    fn the_latest_of_each_key_remain_whatever_the_order(
        mut records in prop::collection::btree_set((0u8..4, 0u16..50, 0u32..1000), 0..60),
        count in 1u32..6,
        seed in any::<u64>(),
    ) {
        let mut naive: std::collections::BTreeMap<u8, Vec<(u16, u32)>> = Default::default();
        for (key, instant, id) in &records {
            naive.entry(*key).or_default().push((*instant, *id));
        }
        let mut expected: Vec<u32> = naive.into_values().flat_map(|mut all| {
            all.sort();
            all.into_iter().rev().take(count as usize).map(|(_, id)| id)
        }).collect();
        expected.sort();
        let mut shuffled: Vec<_> = std::mem::take(&mut records).into_iter().collect();
        let all = shuffled.len();
        shuffled.sort_by_key(|(k, t, i)| u64::from(*i).wrapping_mul(seed | 1) ^ u64::from(*t) ^ u64::from(*k));
        let mut selector = KeepLatest::new(count.try_into().unwrap());
        let pushed: Vec<u32> = shuffled.into_iter().filter_map(|(k, t, i)| selector.push(k, t, i)).collect();
        let mut kept: Vec<u32> = selector.kept().copied().collect();
        kept.sort();
        prop_assert_eq!(&kept, &expected);
        prop_assert_eq!(kept.len() + pushed.len(), all);
    }
}

#[test]
fn a_long_chain_of_corrections_is_read_in_one_go() {
    use std::time::{Duration, Instant};
    const LINKS: u32 = 20_000;
    let id = |number: u32| OccurrenceId::new(&number.to_string());
    let facts = (1..LINKS).fold(
        Facts::new().with(Occurrence::new(Event::Recorded, day("2020-01-01")).id_is(id(0))),
        |facts, number| {
            let next = Occurrence::new(Event::Recorded, day("2025-01-01"));
            facts.with(next.id_is(id(number)).correcting(id(number - 1)))
        },
    );
    let rule = rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    let begun = Instant::now();
    let verdict = rule.evaluate(&facts, &years("12-31"), day("2025-06-01"));
    assert_eq!(
        verdict,
        Verdict::Keep {
            until: day("2026-01-01")
        }
    );
    // Looking at every occurrence for each would take 400 million comparisons.
    assert!(begun.elapsed() < Duration::from_secs(2));
    // What was recorded later no longer corrects.
    assert_eq!(
        facts.as_known_on(day("2025-01-01")).occurrences().len(),
        20_000
    );
}

fn disputes(events: &[(Event, &str)]) -> String {
    let rule = rule(
        r#"{ until = { all = ["payment_settled", { if_opened = "dispute", then = "dispute_settled" }] } }"#,
    );
    let paid = Facts::new().on(Event::PaymentSettled, day("2025-01-01"));
    let facts = events
        .iter()
        .fold(paid, |facts, (event, on)| facts.on(event.clone(), day(on)));
    let (years, today) = (years("12-31"), day("2026-11-23"));
    let verdict = rule.evaluate(&facts, &years, today);
    let cutoff = rule.cutoff(&years, today).unwrap();
    assert_eq!(cutoff.selects(&facts), verdict.may_dispose());
    line(&verdict)
}

#[test]
fn a_settlement_from_before_a_dispute_does_not_settle_it() {
    use Event::{Dispute, DisputeSettled};
    let two = [
        (Dispute, "2026-01-01"),
        (Dispute, "2026-01-05"),
        (DisputeSettled, "2026-01-08"),
    ];
    assert_eq!(disputes(&two), "open dispute");
    let [a, b, c] = two;
    // Of a dispute of the year before, whose opening nobody recorded.
    let earlier = (DisputeSettled, "2025-12-01");
    assert_eq!(
        disputes(&[a.clone(), b.clone(), c.clone(), earlier]),
        "open dispute"
    );
    let second = (DisputeSettled, "2026-01-20");
    assert_eq!(disputes(&[a, b, c, second]), "due 2026-01-21 erase");
}

#[test]
fn a_settlement_that_two_systems_report_settles_one_dispute() {
    use Event::{Dispute, DisputeSettled};
    let settled = (DisputeSettled, "2026-01-08");
    let reported_twice = [
        (Dispute, "2026-01-01"),
        (Dispute, "2026-01-05"),
        settled.clone(),
        settled.clone(),
    ];
    assert_eq!(disputes(&reported_twice), "open dispute");
    let one = [(Dispute, "2026-01-01"), settled.clone(), settled];
    assert_eq!(disputes(&one), "due 2026-01-09 erase");
}

#[test]
fn two_settlements_of_one_day_are_two_by_their_ids() {
    let rule = rule(
        r#"{ until = { all = ["payment_settled", { if_opened = "dispute", then = "dispute_settled" }] } }"#,
    );
    let settled = |name| Occurrence::new(Event::DisputeSettled, day("2026-01-08")).id_is(id(name));
    let opened = Facts::new()
        .on(Event::PaymentSettled, day("2025-01-01"))
        .on(Event::Dispute, day("2026-01-01"))
        .on(Event::Dispute, day("2026-01-05"))
        .with(settled("a"));
    let verdict = |facts: &Facts| line(&rule.evaluate(facts, &years("12-31"), day("2026-11-23")));
    assert_eq!(verdict(&opened.clone().with(settled("a"))), "open dispute");
    assert_eq!(verdict(&opened.with(settled("b"))), "due 2026-01-09 erase");
}

#[test]
fn a_settlement_without_an_id_beside_one_of_its_day_adds_nothing() {
    let rule = rule(
        r#"{ until = { all = ["payment_settled", { if_opened = "dispute", then = "dispute_settled" }] } }"#,
    );
    let settled = |ids: &[Option<&str>]| {
        let mut facts = Facts::new()
            .on(Event::PaymentSettled, day("2025-01-10"))
            .on(Event::Dispute, day("2025-02-01"))
            .on(Event::Dispute, day("2025-03-01"));
        for id in ids {
            let settled = Occurrence::new(Event::DisputeSettled, day("2025-04-01"));
            facts = facts.with(match id {
                Some(text) => settled.id_is(OccurrenceId::new(text)),
                None => settled,
            });
        }
        line(&rule.evaluate(&facts, &years("12-31"), day("2026-01-01")))
    };
    let (one, two) = ("open dispute", "due 2025-04-02 erase");
    for (ids, expected) in [
        (&[None][..], one),
        (&[None, None], one),
        (&[Some("a")], one),
        (&[Some("a"), Some("a")], one),
        (&[None, Some("a")], one),
        (&[Some("a"), None, Some("a"), None], one),
        (&[Some("a"), Some("b")], two),
        (&[None, Some("b"), Some("a")], two),
    ] {
        assert_eq!(settled(ids), expected, "{ids:?}");
    }
}

/// Which of its days is right, nobody knows: it counts once, and on the first of them.
#[test]
fn a_settlement_that_is_stated_of_two_days_settles_one_dispute() {
    let rule = rule(
        r#"{ until = { all = ["payment_settled", { if_opened = "dispute", then = "dispute_settled" }] } }"#,
    );
    let (years, today) = (years("12-31"), day("2026-01-01"));
    let settled = |all: &[(&str, &str)]| {
        let mut facts = Facts::new()
            .on(Event::PaymentSettled, day("2025-01-10"))
            .on(Event::Dispute, day("2025-02-01"))
            .on(Event::Dispute, day("2025-03-01"));
        for (on, name) in all {
            let settled = Occurrence::new(Event::DisputeSettled, day(on));
            facts = facts.with(match *name {
                "" => settled,
                name => settled.id_is(id(name)),
            });
        }
        let verdict = rule.evaluate(&facts, &years, today);
        let cutoff = rule.cutoff(&years, today).unwrap();
        assert_eq!(cutoff.selects(&facts), verdict.may_dispose());
        line(&verdict)
    };
    let open = "open dispute";
    for (all, expected) in [
        (&[("2025-04-01", "a"), ("2025-04-02", "a")][..], open),
        (&[("2025-04-02", "a"), ("2025-04-01", "a")], open),
        (
            &[("2025-04-01", "a"), ("2025-04-02", "b")],
            "due 2025-04-03 erase",
        ),
        // Without an id it may be the one of its day, and of another day it is another one.
        (
            &[("2025-04-01", "a"), ("2025-04-02", "a"), ("2025-04-02", "")],
            open,
        ),
        (
            &[("2025-04-01", "a"), ("2025-04-02", "a"), ("2025-04-03", "")],
            "due 2025-04-04 erase",
        ),
        (
            &[
                ("2025-04-01", "a"),
                ("2025-04-02", "a"),
                ("2025-04-02", "b"),
            ],
            "due 2025-04-03 erase",
        ),
        // The second dispute came after the first of its days.
        (
            &[
                ("2025-02-10", "a"),
                ("2025-04-01", "a"),
                ("2025-02-10", "b"),
            ],
            open,
        ),
        (
            &[
                ("2025-03-01", "a"),
                ("2025-04-01", "a"),
                ("2025-02-10", "b"),
            ],
            "due 2025-04-02 erase",
        ),
    ] {
        assert_eq!(settled(all), expected, "{all:?}");
    }
}

/// Rows of two tables have the same numbers.
#[test]
fn a_correction_reaches_its_own_event_only() {
    let kept = rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    let said = |facts: &Facts| line(&kept.evaluate(facts, &years("12-31"), day("2026-01-01")));
    let recorded = Facts::new()
        .with(Occurrence::new(Event::Recorded, day("2025-06-01")).id_is(id("1")))
        .on(Event::Recorded, day("2020-01-01"));
    let contact = |on| Occurrence::new(Event::LastContact, day(on));
    for correction in [
        Occurrence::deletion(Event::LastContact, id("1")),
        contact("2024-01-01").id_is(id("2")).correcting(id("1")),
    ] {
        // It takes back a contact, and nothing of the recording.
        let own = recorded
            .clone()
            .with(contact("2023-01-01").id_is(id("1")))
            .with(correction.clone());
        assert_eq!(said(&own), "keep 2026-06-01");
        // There is no such contact: nobody knows what is taken back.
        let foreign = recorded.clone().with(correction);
        assert_eq!(said(&foreign), "undetermined valid_event recorded");
        // What another one of its own event took back already is not in question.
        let both = foreign.with(Occurrence::deletion(Event::Recorded, id("1")));
        assert_eq!(said(&both), "due 2021-01-02 erase");
    }
    // An id that nothing has takes nothing back.
    let none = recorded.with(Occurrence::deletion(Event::LastContact, id("3")));
    assert_eq!(said(&none), "keep 2026-06-01");
}

/// The same, where the rule asks about the event of the correction.
#[test]
fn a_correction_that_finds_only_another_event_leaves_its_own_in_doubt() {
    let (years, today) = (years("12-31"), day("2026-01-01"));
    let said = |retention: &str, facts: &Facts| {
        let rule = rule(retention);
        let verdict = rule.evaluate(facts, &years, today);
        let cutoff = rule.cutoff(&years, today).unwrap();
        assert_eq!(cutoff.selects(facts), verdict.may_dispose());
        line(&verdict)
    };
    let used = Occurrence::new(Event::LastUse, day("2020-01-01")).id_is(id("1"));
    for (event, retention, due) in [
        (
            Event::ContractEnd,
            r#"{ keep = "P3Y", after = "contract_end" }"#,
            "due 2023-01-02 erase",
        ),
        (
            Event::DisputeSettled,
            r#"{ until = "dispute_settled" }"#,
            "due 2020-01-02 erase",
        ),
    ] {
        let on = |date| Occurrence::new(event.clone(), day(date));
        let happened = Facts::new().with(on("2020-01-01"));
        let doubtful = format!("undetermined valid_event {event}");
        for correction in [
            Occurrence::deletion(event.clone(), id("1")),
            on("2019-01-01").id_is(id("2")).correcting(id("1")),
        ] {
            let corrected = happened.clone().with(correction);
            // An id that nothing has takes nothing back.
            assert_eq!(said(retention, &corrected), due);
            let foreign = corrected.clone().with(used.clone());
            assert_eq!(said(retention, &foreign), doubtful);
            // It is taken back by its own event already: what else is, nobody knows.
            let both = foreign
                .clone()
                .with(Occurrence::deletion(Event::LastUse, id("1")));
            assert_eq!(said(retention, &both), doubtful);
            let own = foreign.with(on("2018-01-01").id_is(id("1")));
            assert_eq!(said(retention, &own), due);
        }
        // A correction of the other event that finds its own is of no matter.
        let other = happened.with(used.clone());
        let other = other.with(Occurrence::deletion(Event::LastUse, id("1")));
        assert_eq!(said(retention, &other), due);
    }
}

#[test]
fn a_record_among_the_newest_is_kept_whatever_day_is_said_beside_it() {
    let rule = rule(r#"{ latest = 10, per = "key" }"#);
    let verdict = |facts: &Facts| line(&rule.evaluate(facts, &years("12-31"), day("2026-11-23")));
    let outranked = Facts::new().outranked_on(day("2026-01-01"));
    assert_eq!(verdict(&outranked), "due 2026-01-01 erase");
    assert_eq!(
        verdict(&outranked.clone().among_the_newest()),
        "open outranked"
    );
    assert_eq!(
        verdict(&outranked.never(Event::Outranked)),
        "open outranked"
    );
}

#[test]
fn a_document_with_two_days_of_contact_is_undetermined() {
    let rule = rule(
        r#"{ keep = "P1Y", after = { fiscal_close = "last_contact", unit = "document" }, contact = ["called", "wrote"] }"#,
    );
    let (years, today) = (years("12-31"), day("2026-11-23"));
    let said = |facts: &Facts| {
        let verdict = rule.evaluate(facts, &years, today);
        let cutoff = rule.cutoff(&years, today).unwrap();
        assert_eq!(cutoff.selects(facts), verdict.may_dispose());
        line(&verdict)
    };
    let called = Facts::new().on("called".parse().unwrap(), day("2024-02-01"));
    assert_eq!(said(&called), "due 2026-01-01 erase");
    let robot = Occurrence::new("wrote".parse().unwrap(), day("2024-03-01")).by_a_program();
    assert_eq!(said(&called.clone().with(robot)), "due 2026-01-01 erase");
    let wrote = called.on("wrote".parse().unwrap(), day("2024-03-01"));
    assert_eq!(said(&wrote), "undetermined one_document last_contact");
}

#[test]
fn a_day_in_the_future_and_the_statement_that_it_never_came_keep_the_data() {
    let rule = rule(r#"{ keep = "P3Y", after = { latest = ["collected", "last_use"] } }"#);
    let (years, today) = (years("12-31"), day("2026-11-23"));
    let said = |facts: &Facts| {
        let verdict = rule.evaluate(facts, &years, today);
        let cutoff = rule.cutoff(&years, today).unwrap();
        assert_eq!(cutoff.selects(facts), verdict.may_dispose());
        line(&verdict)
    };
    let collected = Facts::new().on(Event::Collected, day("2020-01-01"));
    let ahead = collected.clone().on(Event::LastUse, day("2026-11-24"));
    let mistyped = "undetermined valid_event last_use";
    assert_eq!(said(&ahead.clone().never(Event::LastUse)), mistyped);
    assert_eq!(said(&ahead.inapplicable(Event::LastUse)), mistyped);
    let never = collected.never(Event::LastUse);
    assert_eq!(said(&never), "due 2023-01-02 erase");
}

#[test]
fn an_end_made_of_several_ends_one_opening_only() {
    let rule = rule(
        r#"{ until = { all = ["payment_settled", { if_opened = "dispute", then = { any = ["dispute_settled", "withdrawal"] } }] } }"#,
    );
    let one = Facts::new()
        .on(Event::PaymentSettled, day("2025-01-01"))
        .on(Event::Dispute, day("2026-01-01"))
        .on(Event::DisputeSettled, day("2026-02-01"));
    let verdict = |facts: &Facts| line(&rule.evaluate(facts, &years("12-31"), day("2026-11-23")));
    assert_eq!(verdict(&one), "due 2026-02-02 erase");
    let two = one.clone().on(Event::Dispute, day("2026-01-05"));
    assert_eq!(verdict(&two), "open dispute");
    // Nor does it end one that was opened after it.
    let later = Facts::new()
        .on(Event::PaymentSettled, day("2025-01-01"))
        .on(Event::DisputeSettled, day("2026-02-01"));
    let later = |opened| verdict(&later.clone().on(Event::Dispute, day(opened)));
    assert_eq!(later("2026-02-01"), "due 2026-02-02 erase");
    assert_eq!(later("2026-02-02"), "open dispute");
}

#[test]
fn a_record_may_go_on_the_only_day_between_what_keeps_it_and_what_it_must_not_outlive() {
    let rule = rule(
        r#"{ keep = "P1Y", after = "recorded", within = { period = "P1M", after = "withdrawal" } }"#,
    );
    let said = |withdrawn, on| {
        let facts = Facts::new()
            .on(Event::Recorded, day("2025-01-01"))
            .on("withdrawal".parse().unwrap(), day(withdrawn));
        line(&rule.evaluate(&facts, &years("12-31"), day(on)))
    };
    assert_eq!(said("2025-12-02", "2026-01-01"), "keep 2026-01-01");
    let only_day = "dispose_by 2026-01-02 2026-01-02";
    assert_eq!(said("2025-12-02", "2026-01-02"), only_day);
    assert_eq!(said("2025-12-02", "2026-01-03"), "overdue 2026-01-03");
    let none = "conflict 2026-01-02 2026-01-01";
    assert_eq!(said("2025-12-01", "2026-01-01"), none);
}
