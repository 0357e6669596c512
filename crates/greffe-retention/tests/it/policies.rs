//! Policies as files, in plans and in comparisons.

use greffe_retention::{
    Contract, Event, Facts, Governing, Hold, HoldReason, Lengthening, Plan, Planner, Policy,
    PolicyError, Rule, Verdict, VerdictKind, WhatIf,
};
use greffe_terms::Lang;
use proptest::prelude::*;

use crate::random::{date, days_after, facts, fiscal_years, rule as any_rule};
use crate::{day, line, rule, years};

const RECORDINGS: &str = r#"
lengthening = "data_collected_later"
rule = { keep = "P25D", after = "recorded" }
then = [
    { effect = 2026-05-30, rule = { keep = "P90D", after = "recorded" } },
    { effect = 2026-09-01, rule = { keep = "P60D", after = "recorded" } },
]
"#;

#[test]
fn a_policy_reads_from_toml_and_from_the_json_it_writes() {
    let policy = Policy::from_toml(RECORDINGS).unwrap();
    let effects: Vec<_> = policy.versions().map(|(effect, _)| effect).collect();
    assert_eq!(
        effects,
        [None, Some(day("2026-05-30")), Some(day("2026-09-01"))]
    );
    assert_eq!(policy.lengthening(), Lengthening::DataCollectedLater);
    let json = serde_json::to_string(&policy).unwrap();
    assert_eq!(Policy::from_json(&json).unwrap(), policy);
}

#[test]
fn what_is_wrong_in_a_policy_is_named_with_its_place() {
    for (text, expected) in [
        (
            "rule = { keep = \"P1Y\", after = \"recorded\" }",
            "line 1, column 1: the key `lengthening` is missing",
        ),
        (
            "lengthening = \"never\"\nrule = { keep = \"P1Y\", after = \"recorded\" }",
            "line 1, column 15: `lengthening`: `data_collected_later` or `as_instructed` is expected",
        ),
        (
            "lengthening = \"as_instructed\"\nrule = { keep = \"P1Y\" }",
            "line 2, column 8: `rule`: the key `after` is missing",
        ),
        (
            "lengthening = \"as_instructed\"\nrule = { keep = \"P1Y\", after = \"recorded\" }\nthen = [\n  { effect = 2026-05-30, rule = { keep = \"P1Y\", after = \"recorded\" } },\n  { effect = 2026-05-30, rule = { keep = \"P2Y\", after = \"recorded\" } },\n]",
            "line 5, column 3: `then[2]`: a version takes effect after the one before it",
        ),
        (
            "lengthening = \"as_instructed\"\nrule = { keep = \"P1Y\", after = \"recorded\" }\nthen = [{ effect = 2026-02-30, rule = { keep = \"P1Y\", after = \"recorded\" } }]",
            "line 3, column 20: not valid TOML",
        ),
    ] {
        assert_eq!(
            Policy::from_toml(text).unwrap_err().to_string(),
            expected,
            "{text}"
        );
    }
    assert!(matches!(
        Policy::from_json("{"),
        Err(PolicyError::Document(_))
    ));
}

#[test]
fn the_version_that_decides_explains() {
    let policy = Policy::from_toml(RECORDINGS).unwrap();
    let facts = Facts::new().on(Event::Recorded, day("2026-05-20"));
    let years = years("12-31");
    let why = policy.explain(&facts, &years, day("2026-06-10"));
    assert_eq!(
        why.verdict(),
        policy.evaluate(&facts, &years, day("2026-06-10"))
    );
    assert!(
        why.in_language(Lang::En).starts_with(
            "Rule: 25 days from the recording.\nThe version in force through Friday 29 May 2026, which still decides on these data."
        ),
        "{why}"
    );
}

#[test]
fn of_data_of_unknown_collection_no_explanation_says_that_they_are_due() {
    let kept = |period| {
        rule(&format!(
            r#"{{ keep = "{period}", after = "contract_end" }}"#
        ))
    };
    let (years, today) = (years("12-31"), day("2026-07-02"));
    let ended = Facts::new().on(Event::ContractEnd, day("2025-01-01"));
    let held = Hold::new(HoldReason::Dispute, day("2026-01-01"));
    for lengthening in [Lengthening::AsInstructed, Lengthening::DataCollectedLater] {
        let policy = Policy::new(kept("P6M"), lengthening);
        let policy = policy.then(day("2026-06-01"), kept("P5Y")).unwrap();
        for facts in [ended.clone(), ended.clone().hold(held)] {
            let why = policy.explain(&facts, &years, today);
            assert_eq!(line(&why.verdict()), "undetermined event collected");
            let text = why.in_english();
            assert!(
                text.contains(
                    "in force through Sunday 31 May 2026, which may still decide on these data."
                ),
                "{text}"
            );
            assert!(!text.contains("ue since"), "{text}");
            assert!(
                text.ends_with(
                    "Undetermined, nothing is disposed of: no date is known for the collection."
                ),
                "{text}"
            );
            assert!(why.in_french().contains("qui décide peut-être encore"));
        }
    }
}

#[test]
fn nobody_reads_by_a_stage_of_a_version_that_perhaps_decides() {
    let archived = |period| {
        rule(&format!(
            r#"{{ stages = [{{ keep = "P1M", after = "contract_end", then = "archive" }}, {{ keep = "{period}", after = "contract_end", readers = ["accounting"] }}] }}"#
        ))
    };
    let policy = Policy::new(archived("P2Y"), Lengthening::DataCollectedLater);
    let policy = policy.then(day("2026-06-01"), archived("P5Y")).unwrap();
    let years = years("12-31");
    let readers = |facts: &Facts| {
        let why = policy.explain(facts, &years, day("2026-07-02"));
        (line(&why.verdict()), why.readers().len())
    };
    let ended = Facts::new().on(Event::ContractEnd, day("2026-01-01"));
    assert_eq!(readers(&ended), ("undetermined event collected".into(), 0));
    let collected = ended.on(Event::Collected, day("2025-01-01"));
    let archive = "archive 2026-02-02 2028-01-01".to_owned();
    assert_eq!(readers(&collected), (archive, 1));
}

#[test]
fn a_plan_follows_the_version_that_decides_each_row() {
    let policy = Policy::from_toml(RECORDINGS).unwrap();
    let years = years("12-31");
    let mut planner = Planner::new("REC-01/audio", &policy, &years, day("2026-06-20"));
    let recorded = |on| Facts::new().on(Event::Recorded, day(on));
    // Promised 25 days, due on 15 June; collected later, kept 90 days.
    let _ = planner.row(1, &recorded("2026-05-20"));
    let _ = planner.row(2, &recorded("2026-05-30"));
    let plan = planner.finish();
    assert_eq!(plan.selected().len(), 1);
    assert_eq!(plan.selected()[0].since(), day("2026-06-15"));
    assert_eq!(plan.counts().of(VerdictKind::Keep), 1);
    assert_eq!(*plan.policy(), policy.digest());
}

#[test]
fn rows_that_an_earlier_version_ends_otherwise_are_counted_and_left_alone() {
    let policy = Policy::new(
        rule(r#"{ keep = "P1M", after = "recorded" }"#),
        Lengthening::AsInstructed,
    )
    .then(
        day("2026-05-30"),
        rule(r#"{ keep = "P3M", after = "recorded", then = "anonymise" }"#),
    )
    .unwrap();
    let years = years("12-31");
    let mut planner = Planner::new("REC-01/audio", &policy, &years, day("2026-06-20"));
    let _ = planner.row(1, &Facts::new().on(Event::Recorded, day("2026-04-10")));
    let plan = planner.finish();
    assert!(plan.selected().is_empty());
    assert_eq!(plan.counts().other_fate(), 1);
    assert!(
        plan.summary(Lang::En)
            .contains("earlier version that ends otherwise")
    );
}

#[test]
fn a_row_that_an_earlier_version_makes_anonymous_is_not_erased() {
    let policy = Policy::new(
        rule(r#"{ keep = "P1M", after = "recorded", then = "anonymise" }"#),
        Lengthening::AsInstructed,
    )
    .then(
        day("2026-05-30"),
        rule(r#"{ keep = "P3M", after = "recorded" }"#),
    )
    .unwrap();
    let years = years("12-31");
    let mut planner = Planner::new("REC-01/audio", &policy, &years, day("2026-06-20"));
    let verdict = planner.row(1, &Facts::new().on(Event::Recorded, day("2026-04-10")));
    assert_eq!(line(&verdict), "due 2026-05-11 anonymise");
    // Due under both, which the version in force ends.
    let _ = planner.row(2, &Facts::new().on(Event::Recorded, day("2026-01-10")));
    let plan = planner.finish();
    let keys: Vec<_> = plan
        .selected()
        .iter()
        .map(|row| row.key().as_integer())
        .collect();
    assert_eq!(keys, [Some(2)]);
    assert_eq!(plan.counts().other_fate(), 1);
    // What a plan counts is written with it.
    let json = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
}

#[test]
fn every_fault_of_a_policy_is_said_in_both_languages() {
    let kept = || rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    let policy = || Policy::new(kept(), Lengthening::AsInstructed);
    let effect = day("2026-05-30");
    for (fault, french) in [
        (Policy::from_toml("rule ="), "TOML"),
        (Policy::from_toml(""), "`lengthening`"),
        (policy().then_by_law(effect, kept()), "la loi ordonne"),
        (
            policy().then(effect, kept()).unwrap().then(effect, kept()),
            "prend effet après",
        ),
    ] {
        let fault = fault.unwrap_err();
        assert_eq!(fault.in_language(Lang::En), fault.to_string());
        let said = fault.in_language(Lang::Fr);
        assert!(said.contains(french) && said != fault.to_string(), "{said}");
    }
}

#[test]
fn a_plan_tells_the_day_of_complete_disappearance() {
    let rule = rule(
        r#"{ within = "P3M", after = "contract_end", backups = { weekly = "P1825D", hourly = "P1W" } }"#,
    );
    let years = years("12-31");
    let mut planner = Planner::new("BNK-01/data", &rule, &years, day("2026-06-30"));
    let _ = planner.row(1, &Facts::new().on(Event::ContractEnd, day("2026-03-31")));
    let plan = planner.finish();
    assert_eq!(plan.in_backups_until(), Some(day("2031-06-29")));
    let summary = plan.summary(Lang::Fr);
    assert!(
        summary.ends_with("Disparition complète, sauvegardes comprises\u{a0}: lundi 30 juin 2031."),
        "{summary}"
    );
    // Where nothing goes, nothing disappears.
    let nothing = Planner::new("BNK-01/data", &rule, &years, day("2026-06-30")).finish();
    assert_eq!(nothing.in_backups_until(), Some(day("2031-06-29")));
    assert!(!nothing.summary(Lang::Fr).contains("Disparition"));
}

fn kept_in_backups(life: &str) -> Rule {
    let backups = match life {
        "" => String::new(),
        life => format!(", backups = {{ weekly = \"{life}\" }}"),
    };
    rule(&format!(
        "{{ keep = \"P1Y\", after = \"recorded\"{backups} }}"
    ))
}

#[test]
fn a_copy_that_was_taken_under_an_ended_version_lives_as_long_as_that_version_says() {
    let changed = |before, after| {
        let policy = Policy::new(kept_in_backups(before), Lengthening::AsInstructed);
        let later = kept_in_backups(after);
        policy.then(day("2026-06-01"), later).unwrap()
    };
    for (before, after, disposed, last) in [
        ("P1825D", "P30D", "2026-05-31", "2031-05-30"),
        ("P1825D", "P30D", "2026-06-01", "2031-05-30"),
        ("P1825D", "P30D", "2026-06-10", "2031-05-30"),
        ("P1825D", "P30D", "2031-04-30", "2031-05-30"),
        ("P1825D", "P30D", "2031-05-01", "2031-05-31"),
        // No copies are made any longer, and the old ones expire.
        ("P1825D", "", "2026-06-01", "2031-05-30"),
        ("P1825D", "", "2031-05-30", "2031-05-30"),
        ("P1825D", "", "2031-05-31", "none"),
        ("P30D", "P1825D", "2026-05-31", "2026-06-30"),
        ("P30D", "P1825D", "2026-06-01", "2031-05-31"),
        ("", "P30D", "2026-05-31", "none"),
        ("", "P30D", "2026-06-01", "2026-07-01"),
    ] {
        let policy = changed(before, after);
        let until = policy.in_backups_until(day(disposed)).unwrap();
        let expected = (last != "none").then(|| day(last));
        assert_eq!(until, expected, "{before} {after} {disposed}");
        let governing = Governing::from(&policy);
        assert_eq!(governing.in_backups_until(day(disposed)), Ok(expected));
    }
}

#[test]
fn two_policies_are_compared_over_the_same_facts() {
    let now = Policy::from_toml(RECORDINGS).unwrap();
    let shorter = Policy::new(
        rule(r#"{ keep = "P7D", after = "recorded" }"#),
        Lengthening::AsInstructed,
    );
    let years = years("12-31");
    let mut change = WhatIf::new(&now, &shorter, &years, day("2026-06-10"));
    let _ = change.row(&Facts::new().on(Event::Recorded, day("2026-06-01")));
    let _ = change.row(&Facts::new().on(Event::Recorded, day("2026-06-09")));
    assert_eq!(
        (change.rows(), change.earlier(), change.newly_disposable()),
        (2, 2, 1)
    );
}

#[test]
fn a_promise_that_becomes_countable_while_its_first_stage_runs_is_announced() {
    // Nobody knew by when the first version lets the record go until its operation happened; from then on it is the sooner promise.
    let policy = Policy::new(
        rule(
            r#"{ stages = [
                { keep = "P10M", after = "collected", then = "archive" },
                { keep = "P1M", after = "last_operation" },
            ] }"#,
        ),
        Lengthening::DataCollectedLater,
    )
    .then(
        day("2024-02-01"),
        rule(r#"{ keep = "P1Y", after = "contract_end" }"#),
    )
    .unwrap();
    // That the contract runs outweighs the day on which one ended.
    let facts = Facts::new()
        .on(Event::Collected, day("2024-01-15"))
        .on(Event::LastOperation, day("2024-02-29"))
        .open(Event::ContractEnd)
        .contract(Contract::new(day("2020-01-01")).ends(day("2024-02-26")));
    let years = years("12-31");
    let on = |date| policy.evaluate(&facts, &years, day(date));
    assert_eq!(line(&on("2024-02-26")), "open contract_end");
    assert_eq!(line(&on("2024-02-28")), "open contract_end");
    assert_eq!(line(&on("2024-02-29")), "keep 2024-11-15");
    let announced = |date| policy.next_change(&facts, &years, day(date));
    assert_eq!(announced("2024-02-26"), Some(day("2024-02-29")));
    assert_eq!(announced("2024-02-29"), Some(day("2024-11-16")));
}

proptest! {
    #![proptest_config(crate::cases(400))]

    #[test]
    fn every_record_that_a_policy_lets_go_is_selected_by_one_of_its_cutoffs(
        first in any_rule(), second in any_rule(), effect in date(), years in fiscal_years(), facts in facts(), as_of in date(),
        instructed in any::<bool>(),
    ) {
        let lengthening = if instructed { Lengthening::AsInstructed } else { Lengthening::DataCollectedLater };
        let policy = Policy::new(first, lengthening).then(effect, second).unwrap();
        if let Ok(cutoffs) = policy.cutoffs(&years, as_of)
            && policy.evaluate(&facts, &years, as_of).may_dispose()
        {
            prop_assert!(cutoffs.iter().any(|cutoff| cutoff.selects(&facts)));
        }
    }

    #[test]
    fn a_policy_explains_the_verdict_that_it_gives(
        first in any_rule(), second in any_rule(), effect in date(), years in fiscal_years(), facts in facts(), as_of in date(),
        instructed in any::<bool>(),
    ) {
        let lengthening = if instructed { Lengthening::AsInstructed } else { Lengthening::DataCollectedLater };
        let policy = Policy::new(first, lengthening).then(effect, second).unwrap();
        let verdict = policy.evaluate(&facts, &years, as_of);
        let why = policy.explain(&facts, &years, as_of);
        prop_assert_eq!(&why.verdict(), &verdict);
        for lang in [Lang::Fr, Lang::En] {
            prop_assert_eq!(why.lines(lang).pop(), Some(verdict.in_words(lang)));
        }
    }

    /// Each day has its copy, which lives as long as the version of that day says.
    #[test]
    fn the_last_day_in_backups_is_that_of_the_copy_that_lives_longest(
        lives in prop::collection::vec(0u64..40, 3), effects in (1u64..40, 1u64..40), disposed in 0u64..120,
    ) {
        let start = day("2026-01-01");
        let at = |n: u64| start + chrono::Days::new(n);
        // A life of no days stands for no backups.
        let version = |life: u64| kept_in_backups(&if life == 0 { String::new() } else { format!("P{life}D") });
        let policy = Policy::new(version(lives[0]), Lengthening::AsInstructed)
            .then(at(effects.0), version(lives[1])).unwrap()
            .then(at(effects.0 + effects.1), version(lives[2])).unwrap();
        let copies = (0..=disposed).filter_map(|n| policy.in_force(at(n)).in_backups_until(at(n)).unwrap());
        let last = copies.max().filter(|last| *last >= at(disposed));
        prop_assert_eq!(policy.in_backups_until(at(disposed)), Ok(last));
    }

    #[test]
    fn without_new_facts_a_policy_changes_its_mind_exactly_when_announced(
        first in any_rule(), second in any_rule(), effect in date(), third in prop::option::of((any_rule(), 1u64..900)),
        years in fiscal_years(), facts in facts(), as_of in date(), instructed in any::<bool>(),
    ) {
        let lengthening = if instructed { Lengthening::AsInstructed } else { Lengthening::DataCollectedLater };
        let mut policy = Policy::new(first, lengthening).then(effect, second).unwrap();
        if let Some((third, after)) = third {
            policy = policy.then(effect + chrono::Days::new(after), third).unwrap();
        }
        let now = policy.evaluate(&facts, &years, as_of);
        let next = policy.next_change(&facts, &years, as_of);
        if let Some(next) = next {
            prop_assert!(next > as_of);
            prop_assert_ne!(&policy.evaluate(&facts, &years, next), &now);
            prop_assert_eq!(&policy.evaluate(&facts, &years, next.pred_opt().unwrap()), &now);
        }
        for later in days_after(as_of, &facts) {
            if next.is_none_or(|next| later < next) {
                prop_assert_eq!(&policy.evaluate(&facts, &years, later), &now, "on {}", later);
            }
        }
    }

    #[test]
    fn the_day_of_a_policy_is_that_of_its_verdict(
        first in any_rule(), second in any_rule(), effect in date(), years in fiscal_years(), facts in facts(), as_of in date(),
    ) {
        let policy = Policy::new(first, Lengthening::DataCollectedLater).then(effect, second).unwrap();
        let verdict = policy.evaluate(&facts, &years, as_of);
        let day = policy.disposable_from(&facts, &years, as_of);
        if verdict.may_dispose() {
            prop_assert!(day.is_some_and(|day| day <= as_of), "{:?} {}", day, line(&verdict));
        }
    }
}

#[test]
fn what_the_law_orders_outweighs_a_shorter_promise() {
    let text = |ordered| {
        format!(
            "lengthening = \"data_collected_later\"\nrule = {{ keep = \"P5Y\", after = \"recorded\" }}\n\
             then = [{{ effect = 2024-01-01, ordered_by_law = {ordered}, rule = {{ keep = \"P10Y\", after = \"recorded\", law = [\"C. com. L123-22\"] }} }}]"
        )
    };
    let verdict = |ordered: bool, recorded, on| {
        let policy = Policy::from_toml(&text(ordered)).unwrap();
        let json = serde_json::to_string(&policy).unwrap();
        assert_eq!(Policy::from_json(&json).unwrap(), policy);
        let facts = Facts::new().on(Event::Recorded, day(recorded));
        line(&policy.evaluate(&facts, &years("12-31"), day(on)))
    };
    assert_eq!(
        verdict(false, "2020-06-01", "2026-11-23"),
        "due 2025-06-02 erase"
    );
    assert_eq!(verdict(true, "2020-06-01", "2026-11-23"), "keep 2030-06-01");
    // What was due before the law stays due.
    assert_eq!(
        verdict(true, "2018-06-01", "2024-06-01"),
        "due 2023-06-02 erase"
    );
    let uncited = text(true).replace(", law = [\"C. com. L123-22\"]", "");
    assert_eq!(
        Policy::from_toml(&uncited).unwrap_err().to_string(),
        "line 3, column 9: `then[1]`: what the law orders is cited in `law`"
    );
}

#[test]
fn the_day_on_which_a_row_was_written_is_no_promise() {
    let policy = Policy::from_toml(RECORDINGS).unwrap();
    // Collected under 25 days, imported into another system under 90.
    let facts = Facts::new()
        .on(Event::Collected, day("2026-05-10"))
        .on(Event::Recorded, day("2026-06-02"));
    let verdict = |on| line(&policy.evaluate(&facts, &years("12-31"), day(on)));
    assert_eq!(verdict("2026-06-27"), "keep 2026-06-27");
    assert_eq!(verdict("2026-06-28"), "due 2026-06-28 erase");
}

#[test]
fn a_longer_delay_does_not_reach_the_promise_of_a_shorter_one() {
    let policy = Policy::new(
        rule(r#"{ within = "P3M", after = "contract_end" }"#),
        Lengthening::DataCollectedLater,
    )
    .then(
        day("2026-03-01"),
        rule(r#"{ within = "P9M", after = "contract_end" }"#),
    )
    .unwrap();
    let facts = Facts::new()
        .on(Event::Collected, day("2025-01-01"))
        .on(Event::ContractEnd, day("2026-01-01"));
    let verdict = |on| line(&policy.evaluate(&facts, &years("12-31"), day(on)));
    assert_eq!(verdict("2026-04-01"), "dispose_by 2026-01-02 2026-04-01");
    assert_eq!(verdict("2026-04-15"), "overdue 2026-04-02");
}

#[test]
fn the_policy_of_the_readme_reads_and_the_law_lengthens_what_exists() {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```toml\n# policy.toml").unwrap();
    let policy = Policy::from_toml(
        rest.split_once("```")
            .unwrap()
            .0
            .split_once('\n')
            .unwrap()
            .1,
    );
    let policy = policy.unwrap();
    let facts = Facts::new().on(Event::Recorded, day("2026-12-20"));
    let until = |as_of| match policy.evaluate(&facts, &years("12-31"), day(as_of)) {
        Verdict::Keep { until } => until,
        other => panic!("{other:?}"),
    };
    assert_eq!(until("2026-12-31"), day("2027-01-14"), "25 days");
    assert_eq!(
        until("2027-01-01"),
        day("2027-12-20"),
        "a year, for the law says so"
    );
}
