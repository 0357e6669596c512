//! Versions of a rule, records in several processings, what another rule would change.

use greffe_retention::{
    Event, Facts, Fate, Hold, HoldReason, Lengthening, Missing, Occurrence, OccurrenceId, Policy,
    PolicyError, Rule, Verdict, WhatIf,
};
use greffe_terms::Lang;
use proptest::prelude::*;

use crate::random::{date, facts, fiscal_years, period, rule as any_rule};
use crate::{day, line, rule, years};

const BOTH: [Lengthening; 2] = [Lengthening::DataCollectedLater, Lengthening::AsInstructed];

fn kept(period: &str) -> Rule {
    rule(&format!(r#"{{ keep = "{period}", after = "recorded" }}"#))
}

/// 25 days, then 90 from 30 May 2026 on.
fn lengthened(lengthening: Lengthening) -> Policy {
    Policy::new(kept("P25D"), lengthening)
        .then(day("2026-05-30"), kept("P90D"))
        .unwrap()
}

fn said(policy: &Policy, recorded: &str, on: &str) -> String {
    let facts = Facts::new().on(Event::Recorded, day(recorded));
    line(&policy.evaluate(&facts, &years("12-31"), day(on)))
}

#[test]
fn recorded_on_10_may_is_due_after_4_june_for_a_controller_that_lengthens_on_30_may() {
    let policy = lengthened(Lengthening::DataCollectedLater);
    assert_eq!(said(&policy, "2026-05-10", "2026-05-29"), "keep 2026-06-04");
    assert_eq!(said(&policy, "2026-05-10", "2026-06-04"), "keep 2026-06-04");
    assert_eq!(
        said(&policy, "2026-05-10", "2026-06-05"),
        "due 2026-06-05 erase"
    );
    assert_eq!(said(&policy, "2026-05-30", "2026-06-25"), "keep 2026-08-28");
}

#[test]
fn recorded_on_10_may_is_due_after_8_august_for_a_processor_that_is_told_on_30_may() {
    let policy = lengthened(Lengthening::AsInstructed);
    assert_eq!(said(&policy, "2026-05-10", "2026-05-29"), "keep 2026-06-04");
    assert_eq!(said(&policy, "2026-05-10", "2026-05-30"), "keep 2026-08-08");
    assert_eq!(
        said(&policy, "2026-05-10", "2026-08-09"),
        "due 2026-08-09 erase"
    );
}

#[test]
fn what_was_due_before_a_lengthening_stays_due() {
    for lengthening in BOTH {
        let policy = lengthened(lengthening);
        assert_eq!(said(&policy, "2026-05-04", "2026-05-29"), "keep 2026-05-29");
        assert_eq!(
            said(&policy, "2026-05-03", "2026-05-29"),
            "due 2026-05-29 erase"
        );
        assert_eq!(
            said(&policy, "2026-05-03", "2026-06-30"),
            "due 2026-05-29 erase"
        );
    }
}

#[test]
fn a_hold_over_the_change_does_not_revive_what_was_due() {
    let facts = Facts::new()
        .on(Event::Recorded, day("2026-05-01"))
        .hold(Hold::new(HoldReason::Inspection, day("2026-05-20")).until(day("2026-06-10")));
    for lengthening in BOTH {
        let on = |date| lengthened(lengthening).evaluate(&facts, &years("12-31"), day(date));
        assert_eq!(line(&on("2026-06-10")), "held inspection");
        assert_eq!(line(&on("2026-06-11")), "due 2026-05-27 erase");
    }
}

#[test]
fn a_shortening_reaches_what_exists() {
    for lengthening in BOTH {
        let policy = Policy::new(kept("P90D"), lengthening);
        let policy = policy.then(day("2026-05-30"), kept("P25D")).unwrap();
        assert_eq!(said(&policy, "2026-05-01", "2026-05-29"), "keep 2026-07-30");
        assert_eq!(
            said(&policy, "2026-05-01", "2026-05-30"),
            "due 2026-05-27 erase"
        );
    }
}

#[test]
fn informing_the_person_again_lets_a_longer_limit_reach_the_data() {
    let facts = Facts::new()
        .on(Event::Recorded, day("2026-05-10"))
        .on("informed".parse().unwrap(), day("2026-06-01"));
    let policy = lengthened(Lengthening::DataCollectedLater);
    let verdict = policy.evaluate(&facts, &years("12-31"), day("2026-06-05"));
    assert_eq!(line(&verdict), "keep 2026-08-08");
}

#[test]
fn nobody_knows_which_promise_was_made_to_a_person_of_unknown_date() {
    let rule = |period| rule(&format!(r#"{{ keep = "{period}", after = "last_use" }}"#));
    let policy = Policy::new(rule("P25D"), Lengthening::DataCollectedLater);
    let policy = policy.then(day("2026-05-30"), rule("P90D")).unwrap();
    let facts = Facts::new().on(Event::LastUse, day("2026-05-10"));
    let verdict = policy.evaluate(&facts, &years("12-31"), day("2026-06-30"));
    assert_eq!(
        verdict,
        Verdict::Undetermined {
            missing: Missing::Event(Event::Collected)
        }
    );
}

/// A contract ended long ago, and something of it is collected again: the old version would let it go at once.
#[test]
fn an_old_event_does_not_bring_data_under_a_version_that_ended_before_they_were_collected() {
    let kept = |period| {
        rule(&format!(
            r#"{{ keep = "{period}", after = "contract_end", law = ["C. civ. 2224"] }}"#
        ))
    };
    let effect = day("2026-06-01");
    let ended = Facts::new().on(Event::ContractEnd, day("2025-01-01"));
    let collected = |on| ended.clone().on(Event::Collected, day(on));
    let recorded = |on| ended.clone().on(Event::Recorded, day(on));
    for policy in [
        Policy::new(kept("P6M"), Lengthening::DataCollectedLater).then(effect, kept("P5Y")),
        Policy::new(kept("P6M"), Lengthening::AsInstructed).then(effect, kept("P5Y")),
        Policy::new(kept("P6M"), Lengthening::DataCollectedLater).then_by_law(effect, kept("P5Y")),
    ] {
        let policy = policy.unwrap();
        let said =
            |facts: &Facts| line(&policy.evaluate(facts, &years("12-31"), day("2026-07-02")));
        let before = "due 2025-07-02 erase";
        assert_eq!(said(&collected("2026-07-01")), "keep 2030-01-01");
        assert_eq!(said(&recorded("2026-07-01")), "keep 2030-01-01");
        assert_eq!(said(&collected("2026-06-01")), "keep 2030-01-01");
        assert_eq!(said(&collected("2026-05-31")), before);
        assert_eq!(said(&recorded("2026-05-31")), before);
        // A row that was written into another table later was collected when it was.
        let imported = collected("2026-05-31").on(Event::Recorded, day("2026-07-01"));
        assert_eq!(said(&imported), before);
        assert_eq!(said(&ended), "undetermined event collected");
    }
}

/// What is said of the collection tells no day: nothing goes on an older one.
#[test]
fn a_day_of_collection_in_doubt_is_not_replaced_by_an_older_one() {
    use Event::{Collected, LastUse, Recorded};
    let kept = |period| {
        rule(&format!(
            r#"{{ keep = "{period}", after = "contract_end" }}"#
        ))
    };
    let ended = Facts::new().on(Event::ContractEnd, day("2025-01-01"));
    let collected = ended.clone().on(Collected, day("2024-01-01"));
    let recorded = ended.clone().on(Recorded, day("2024-01-01"));
    let mistyped = |facts: &Facts, event| facts.clone().on(event, day("2062-07-01"));
    let id = || OccurrenceId::new("1");
    let named = |facts: &Facts, by| {
        let named = Occurrence::new(Collected, day("2024-01-01")).id_is(id());
        let facts = facts.clone().with(named);
        facts.with(Occurrence::deletion(by, id()))
    };
    let due = "due 2025-07-02 erase";
    let invalid = "undetermined valid_event collected";
    for (facts, expected) in [
        (collected.clone(), due),
        (recorded.clone(), due),
        (
            mistyped(&collected, Collected),
            "undetermined future_event collected",
        ),
        (
            mistyped(&recorded, Recorded),
            "undetermined future_event recorded",
        ),
        (mistyped(&recorded, Collected), invalid),
        // Of no matter where the collection is known.
        (mistyped(&collected, Recorded), due),
        (named(&recorded, Collected), invalid),
        (named(&recorded, LastUse), invalid),
        (collected.clone().never(Collected), invalid),
        (recorded.clone().open(Collected), invalid),
        // That nothing was collected leaves the day on which the row was written.
        (recorded.clone().never(Collected), due),
        (recorded.inapplicable(Collected), due),
    ] {
        for lengthening in BOTH {
            let policy = Policy::new(kept("P6M"), lengthening);
            let policy = policy.then(day("2026-06-01"), kept("P5Y")).unwrap();
            let verdict = policy.evaluate(&facts, &years("12-31"), day("2026-07-02"));
            assert_eq!(line(&verdict), expected, "{lengthening:?} {facts:?}");
        }
    }
}

/// What the version in force lets go sooner than any that may have been promised goes, whichever was.
#[test]
fn a_day_in_doubt_does_not_matter_to_a_shortening() {
    use Event::{Collected, Informed, Recorded};
    let kept = |period| {
        rule(&format!(
            r#"{{ keep = "{period}", after = "contract_end" }}"#
        ))
    };
    let policy = Policy::new(kept("P5Y"), Lengthening::DataCollectedLater);
    let policy = policy.then(day("2026-06-01"), kept("P6M")).unwrap();
    let ended = Facts::new().on(Event::ContractEnd, day("2025-01-01"));
    let collected = ended.clone().on(Collected, day("2024-01-01"));
    for facts in [
        ended.clone(),
        ended.clone().on(Informed, day("2026-05-31")),
        ended.clone().open(Collected),
        collected.clone(),
        collected.clone().on(Informed, day("2062-01-01")),
        collected.clone().on(Collected, day("2062-01-01")),
        ended.on(Recorded, day("2062-01-01")),
    ] {
        let verdict = policy.evaluate(&facts, &years("12-31"), day("2026-07-02"));
        assert_eq!(line(&verdict), "due 2025-07-02 erase", "{facts:?}");
    }
}

#[test]
fn an_information_in_doubt_leaves_the_promise_in_doubt() {
    use Event::{Collected, Informed};
    let kept = |period| {
        rule(&format!(
            r#"{{ keep = "{period}", after = "contract_end" }}"#
        ))
    };
    let policy = Policy::new(kept("P6M"), Lengthening::DataCollectedLater);
    let policy = policy.then(day("2026-06-01"), kept("P5Y")).unwrap();
    let (due, keep) = ("due 2026-09-02 erase", "keep 2031-03-01");
    let unknown = "undetermined event collected";
    for (said, expected) in [
        (&[(Collected, "2025-01-01")][..], due),
        (&[(Collected, "2025-01-01"), (Informed, "2026-05-31")], due),
        (&[(Collected, "2025-01-01"), (Informed, "2026-06-01")], keep),
        (
            &[(Collected, "2025-01-01"), (Informed, "2062-06-01")],
            "undetermined valid_event informed",
        ),
        (&[(Collected, "2026-06-01"), (Informed, "2062-06-01")], keep),
        // Collected perhaps after the person was informed, and perhaps after the change too.
        (&[(Informed, "2026-05-31")], unknown),
        (&[(Informed, "2026-06-01")], keep),
        (
            &[(Collected, "2062-01-01"), (Informed, "2026-05-31")],
            "undetermined valid_event collected",
        ),
        (&[(Collected, "2062-01-01"), (Informed, "2026-06-01")], keep),
    ] {
        let ended = Facts::new().on(Event::ContractEnd, day("2026-03-01"));
        let facts = said
            .iter()
            .fold(ended, |facts, (event, on)| facts.on(event.clone(), day(on)));
        let verdict = policy.evaluate(&facts, &years("12-31"), day("2026-10-01"));
        assert_eq!(line(&verdict), expected, "{said:?}");
    }
}

#[test]
fn a_version_that_goes_back_in_time_is_refused() {
    let policy = lengthened(Lengthening::AsInstructed);
    assert_eq!(
        policy.then(day("2026-05-30"), kept("P1D")),
        Err(PolicyError::OutOfOrder)
    );
}

proptest! {
    #[test]
    fn no_lengthening_ever_revives_what_is_due(
        before in period(), after in period(), years in fiscal_years(), facts in facts(),
        effect in date(), later in 0u64..900, which in prop::sample::select(BOTH.to_vec()),
    ) {
        let policy = Policy::new(kept(&before), which).then(effect, kept(&after)).unwrap();
        let eve = effect.pred_opt().unwrap();
        let as_of = effect + chrono::Days::new(later);
        let still = kept(&before).evaluate(&facts, &years, as_of);
        // What was collected later was never due under the first version.
        let births = facts.occurrences().iter().filter(|o| [Event::Collected, Event::Recorded].contains(o.event()));
        let collected_before = births.filter_map(|o| o.occurred()).all(|on| on < effect);
        // Nor does anybody know when something was collected that is said to be still.
        let collection = rule(r#"{ keep = "P1D", after = "collected" }"#).evaluate(&facts, &years, as_of);
        let goes_on = matches!(collection, Verdict::Open { .. });
        if collected_before && !goes_on && policy.evaluate(&facts, &years, eve).may_dispose() && still.may_dispose() {
            prop_assert!(policy.evaluate(&facts, &years, as_of).may_dispose());
        }
    }

    #[test]
    fn a_version_says_nothing_about_data_that_were_collected_after_its_end(
        first in any_rule(), second in any_rule(), effect in date(), years in fiscal_years(), facts in facts(),
        collected in 0u64..400, age in 0u64..900, which in prop::sample::select(BOTH.to_vec()), ordered in any::<bool>(),
    ) {
        let collected = effect + chrono::Days::new(collected);
        let facts = facts.on(Event::Collected, collected);
        let as_of = collected + chrono::Days::new(age);
        let known = rule(r#"{ keep = "P1D", after = "collected" }"#).disposable_from(&facts, &years, as_of);
        let policy = Policy::new(first, which);
        let policy = if ordered && !second.law().is_empty() {
            policy.then_by_law(effect, second.clone()).unwrap()
        } else {
            policy.then(effect, second.clone()).unwrap()
        };
        // Where the facts contradict each other about the collection, nobody knows.
        if known.is_some() {
            prop_assert_eq!(policy.evaluate(&facts, &years, as_of), second.evaluate(&facts, &years, as_of));
            prop_assert_eq!(policy.deciding(&facts, &years, as_of), &second);
        }
    }

    #[test]
    fn the_soonest_promise_of_a_controller_is_the_soonest_of_a_naive_reading(
        before in 0u64..60, after in 0u64..60, recorded in 0u64..60, effect in 1u64..60, age in 0u64..160,
    ) {
        let start = day("2026-01-01");
        let at = |n: u64| start + chrono::Days::new(n);
        let policy = Policy::new(kept(&format!("P{before}D")), Lengthening::DataCollectedLater)
            .then(at(effect), kept(&format!("P{after}D"))).unwrap();
        let facts = Facts::new().on(Event::Recorded, at(recorded));
        let on = recorded + age;
        let as_of = at(on);
        let length = match (on < effect, recorded < effect) {
            (true, _) => before,
            (false, true) => before.min(after),
            (false, false) => after,
        };
        let due = on > recorded + length;
        prop_assert_eq!(policy.evaluate(&facts, &years("12-31"), as_of).may_dispose(), due);
    }
}

#[test]
fn a_record_of_two_processings_goes_at_the_latest_and_is_archived_in_between() {
    let due = |since| Verdict::Due {
        since: day(since),
        fate: Fate::Erase,
    };
    let keep = Verdict::Keep {
        until: day("2036-12-31"),
    };
    let prospect = due("2026-05-01");
    let archived = prospect.alongside(std::slice::from_ref(&keep));
    assert_eq!(line(&archived), "archive 2026-05-01 2036-12-31");
    assert_eq!(keep.alongside(std::slice::from_ref(&prospect)), keep);
    assert_eq!(
        line(&prospect.alongside(&[due("2037-01-01")])),
        "due 2037-01-01 erase"
    );
    assert_eq!(
        line(&due("2037-01-01").alongside(std::slice::from_ref(&prospect))),
        "due 2037-01-01 erase"
    );
    let promise = Verdict::DisposeBy {
        from: day("2026-05-01"),
        latest: day("2026-08-01"),
    };
    assert_eq!(
        line(&promise.alongside(&[keep])),
        "archive 2026-05-01 2036-12-31"
    );
    assert_eq!(promise.alongside(std::slice::from_ref(&prospect)), promise);
    for unknown in [
        Verdict::Open {
            awaiting: Event::ContractEnd,
        },
        Verdict::Undetermined {
            missing: Missing::Length,
        },
        Verdict::Held {
            by: vec![HoldReason::Dispute],
        },
    ] {
        assert_eq!(
            prospect.alongside(&[due("2001-01-01"), unknown.clone()]),
            unknown
        );
    }
}

#[test]
fn what_another_rule_would_change_is_counted_which_way() {
    let (before, after, years) = (
        kept("P2Y"),
        rule(r#"{ keep = "P3Y", after = "last_use" }"#),
        years("12-31"),
    );
    let mut change = WhatIf::new(&before, &after, &years, day("2026-11-23"));
    let on = |recorded, used| {
        Facts::new()
            .on(Event::Recorded, day(recorded))
            .on(Event::LastUse, day(used))
    };
    let _ = change.row(&on("2023-01-01", "2024-01-01"));
    let _ = change.row(&on("2025-01-01", "2023-01-01"));
    let _ = change.row(&on("2025-01-01", "2024-01-01"));
    let _ = change.row(&Facts::new().on(Event::Recorded, day("2020-01-01")));
    let _ = change.row(&Facts::new().on(Event::LastUse, day("2020-01-01")));
    assert_eq!((change.rows(), change.earlier(), change.later()), (5, 1, 1));
    assert_eq!((change.dated(), change.undated()), (1, 1));
    assert_eq!(
        (change.newly_disposable(), change.no_longer_disposable()),
        (2, 2)
    );
    assert_eq!(
        change.summary(Lang::Fr).lines().next(),
        Some("lignes examinées\u{a0}: 5")
    );
    assert_eq!(
        change.summary(Lang::En).lines().last(),
        Some("that may no longer go now: 2")
    );
}

#[test]
fn of_two_versions_that_fall_due_on_one_day_the_one_in_force_decides() {
    let before = rule(r#"{ keep = "P1Y", after = "recorded", then = "anonymise" }"#);
    let policy = Policy::new(before, Lengthening::DataCollectedLater)
        .then(day("2026-01-01"), kept("P1Y"))
        .unwrap();
    assert_eq!(said(&policy, "2025-02-01", "2026-02-01"), "keep 2026-02-01");
    let due = "due 2026-02-02 erase";
    assert_eq!(said(&policy, "2025-02-01", "2026-02-02"), due);
}

#[test]
fn what_another_rule_leaves_on_its_day_is_counted_nowhere() {
    let (two, three, years) = (kept("P2Y"), kept("P3Y"), years("12-31"));
    let facts = Facts::new().on(Event::Recorded, day("2025-01-01"));
    let counts = |before: &Rule, after: &Rule, facts: &Facts| {
        let mut change = WhatIf::new(before, after, &years, day("2026-11-23"));
        for _ in 0..2 {
            let _ = change.row(facts);
        }
        let days = [change.earlier(), change.later()];
        (days, [change.dated(), change.undated()])
    };
    assert_eq!(counts(&two, &two, &facts), ([0, 0], [0, 0]));
    assert_eq!(counts(&two, &three, &facts), ([0, 2], [0, 0]));
    assert_eq!(counts(&three, &two, &facts), ([2, 0], [0, 0]));
    let used = rule(r#"{ keep = "P2Y", after = "last_use" }"#);
    assert_eq!(counts(&two, &used, &facts), ([0, 0], [0, 2]));
    assert_eq!(counts(&used, &two, &facts), ([0, 0], [2, 0]));
}
