//! One record that serves several purposes.

use greffe_retention::{
    Event, Facts, Fate, Governing, Planner, Purposes, PurposesError, Rule, Verdict,
};
use proptest::prelude::*;

use crate::random::{date, days_after, facts, fiscal_years, rule as any_rule};
use crate::{day, line, rule, years};

fn prospects_and_billing() -> Purposes {
    let prospects = rule(r#"{ keep = "P3Y", after = "collected" }"#);
    let billing = rule(r#"{ keep = "P10Y", after = { fiscal_close = "last_operation" } }"#);
    Purposes::new("PRO-01/identity", prospects)
        .and("FAC-01/identity", billing)
        .unwrap()
}

fn customer() -> Facts {
    Facts::new()
        .on(Event::Collected, day("2022-05-10"))
        .on(Event::LastOperation, day("2024-02-01"))
}

#[test]
fn each_purpose_ends_on_its_day_and_the_record_goes_at_the_latest() {
    let purposes = prospects_and_billing();
    let years = years("12-31");
    let said = |on| line(&purposes.evaluate(&customer(), &years, day(on)));
    assert_eq!(said("2025-05-10"), "keep 2034-12-31");
    assert_eq!(said("2025-05-11"), "archive 2025-05-11 2034-12-31");
    assert_eq!(said("2034-12-31"), "archive 2025-05-11 2034-12-31");
    assert_eq!(said("2035-01-01"), "due 2035-01-01 erase");
    let facts = customer();
    let each: Vec<_> = purposes
        .each(&facts, &years, day("2026-11-23"))
        .map(|(address, verdict)| format!("{address} {}", line(&verdict)))
        .collect();
    assert_eq!(
        each,
        [
            "FAC-01/identity keep 2034-12-31",
            "PRO-01/identity due 2025-05-11 erase"
        ]
    );
    assert_eq!(purposes.address(), "FAC-01/identity + PRO-01/identity");
}

#[test]
fn a_purpose_of_which_no_day_is_known_keeps_the_record() {
    let unknown = Facts::new().on(Event::Collected, day("2001-05-10"));
    let verdict = prospects_and_billing().evaluate(&unknown, &years("12-31"), day("2026-11-23"));
    assert_eq!(line(&verdict), "undetermined event last_operation");
}

#[test]
fn purposes_that_end_differently_do_not_share_a_record() {
    let erase = rule(r#"{ keep = "P3Y", after = "collected" }"#);
    let anonymise = rule(r#"{ keep = "P3Y", after = "collected", then = "anonymise" }"#);
    let refused = Purposes::new("A/a", erase).and("B/b", anonymise);
    assert_eq!(refused, Err(PurposesError::FateDiffers));
}

#[test]
fn a_plan_for_purposes_selects_what_all_let_go_and_names_them_all() {
    let purposes = prospects_and_billing();
    let years = years("12-31");
    let mut planner = Planner::new(&purposes.address(), &purposes, &years, day("2026-11-23"));
    let _ = planner.row(1, &customer());
    let old = Facts::new()
        .on(Event::Collected, day("2012-05-10"))
        .on(Event::LastOperation, day("2014-02-01"));
    let _ = planner.row(2, &old);
    let plan = planner.finish();
    assert_eq!(plan.selected().len(), 1);
    assert_eq!(plan.selected()[0].since(), day("2025-01-01"));
    assert_eq!(plan.rule(), "FAC-01/identity + PRO-01/identity");
    assert_eq!(*plan.policy(), purposes.digest());
}

fn two(a: &str, b: &str) -> Purposes {
    Purposes::new("A/a", rule(a)).and("B/b", rule(b)).unwrap()
}

#[test]
fn of_purposes_that_all_let_it_go_the_last_to_do_so_says_since_when() {
    let (one, longer) = (
        r#"{ keep = "P1Y", after = "collected" }"#,
        r#"{ keep = "P2Y", after = "collected" }"#,
    );
    let (years, facts) = (years("12-31"), customer());
    for purposes in [two(one, longer), two(longer, one)] {
        let verdict = purposes.evaluate(&facts, &years, day("2026-11-23"));
        assert_eq!(line(&verdict), "due 2024-05-11 erase");
    }
    // Of one day, the first in the order of addresses.
    let kept = r#"{ keep = "P9M", after = "collected" }"#;
    let within = r#"{ within = "P9Y", after = "informed" }"#;
    let facts = facts.on("informed".parse().unwrap(), day("2023-02-11"));
    let said = |purposes: Purposes| line(&purposes.evaluate(&facts, &years, day("2026-11-23")));
    assert_eq!(said(two(kept, within)), "due 2023-02-11 erase");
    assert_eq!(said(two(within, kept)), "dispose_by 2023-02-11 2032-02-11");
}

#[test]
fn the_backups_of_all_purposes_hold_a_record_to_the_last() {
    let backups = |period: &str| {
        format!(r#"{{ keep = "P1Y", after = "collected", backups = {{ weekly = "{period}" }} }}"#)
    };
    let none = r#"{ keep = "P1Y", after = "collected" }"#;
    let until = |purposes: Purposes| purposes.in_backups_until(day("2026-01-01")).unwrap();
    let (short, long) = (backups("P30D"), backups("P60D"));
    assert_eq!(until(two(&short, &long)), Some(day("2026-03-02")));
    assert_eq!(until(two(&long, none)), Some(day("2026-03-02")));
    assert_eq!(until(two(none, none)), None);
}

#[test]
fn purposes_that_share_a_record_have_one_end() {
    let anonymise = r#"{ keep = "P1Y", after = "collected", then = "anonymise" }"#;
    let purposes = two(anonymise, anonymise);
    assert_eq!(purposes.fate(), &Fate::Anonymise);
    assert_eq!(prospects_and_billing().fate(), &Fate::Erase);
}

#[test]
fn a_rule_explains_itself_and_purposes_are_explained_one_by_one() {
    let (years, facts, today) = (years("12-31"), customer(), day("2026-11-23"));
    let rule = rule(r#"{ keep = "P1Y", after = "collected" }"#);
    let why = Governing::from(&rule).explain(&facts, &years, today);
    let verdict = why.map(|why| why.verdict());
    assert_eq!(verdict, Some(rule.evaluate(&facts, &years, today)));
    let purposes = prospects_and_billing();
    let why = Governing::from(&purposes).explain(&facts, &years, today);
    assert!(why.is_none());
}

proptest! {
    #![proptest_config(crate::cases(600))]

    #[test]
    fn a_record_goes_if_and_only_if_every_purpose_lets_it_go(
        a in any_rule(), b in any_rule(), years in fiscal_years(), facts in facts(), as_of in date(),
    ) {
        let each = [&a, &b].map(|rule: &Rule| rule.evaluate(&facts, &years, as_of).may_dispose());
        let purposes = Purposes::new("A/a", a.clone()).and("B/b", b.clone()).unwrap();
        let verdict = purposes.evaluate(&facts, &years, as_of);
        prop_assert_eq!(verdict.may_dispose(), each == [true, true]);
        // The order of the purposes does not matter for what happens, nor for the days.
        let turned = Purposes::new("B/b", b).and("A/a", a).unwrap();
        prop_assert_eq!((turned.digest(), turned.address()), (purposes.digest(), purposes.address()));
        let other = turned.evaluate(&facts, &years, as_of);
        prop_assert_eq!(other.may_dispose(), verdict.may_dispose());
        if matches!(verdict, Verdict::Keep { .. } | Verdict::Archive { .. }) {
            prop_assert_eq!(other, verdict);
        }
    }

    #[test]
    fn without_new_facts_the_verdict_of_several_purposes_changes_exactly_when_announced(
        a in any_rule(), b in any_rule(), years in fiscal_years(), facts in facts(), as_of in date(),
    ) {
        let purposes = Purposes::new("A/a", a).and("B/b", b).unwrap();
        let now = purposes.evaluate(&facts, &years, as_of);
        let next = purposes.next_change(&facts, &years, as_of);
        if let Some(next) = next {
            prop_assert!(next > as_of);
            prop_assert_ne!(&purposes.evaluate(&facts, &years, next), &now);
            prop_assert_eq!(&purposes.evaluate(&facts, &years, next.pred_opt().unwrap()), &now);
        }
        for later in days_after(as_of, &facts) {
            if next.is_none_or(|next| later < next) {
                prop_assert_eq!(&purposes.evaluate(&facts, &years, later), &now, "on {}", later);
            }
        }
    }

    #[test]
    fn one_purpose_is_its_rule(rule in any_rule(), years in fiscal_years(), facts in facts(), as_of in date()) {
        let alone = Purposes::new("A/a", rule.clone());
        prop_assert_eq!(alone.digest(), rule.digest());
        prop_assert_eq!(alone.evaluate(&facts, &years, as_of), rule.evaluate(&facts, &years, as_of));
        prop_assert_eq!(
            alone.disposable_from(&facts, &years, as_of),
            rule.disposable_from(&facts, &years, as_of)
        );
    }
}
