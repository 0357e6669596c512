//! Laws that hold for every rule, every record and every day.

use chrono::{Datelike, Days, NaiveDate};
use greffe_calendar::{Calendar, Convention, Period, Place};
use greffe_retention::{Event, Facts, Occurrence, OccurrenceId, Rule, Verdict};
use proptest::prelude::*;

use crate::random::{
    EVENTS, columns, date, days_after, facts, fiscal_years, hold, rule, simple_rule,
};
use crate::{day, line, years};

proptest! {
    #![proptest_config(crate::cases(600))]

    #[test]
    fn the_order_of_facts_does_not_matter(
        rule in rule(), years in fiscal_years(), facts in corrected(), as_of in date(), rotation in 0usize..20,
    ) {
        let mut shuffled: Vec<_> = facts.occurrences().to_vec();
        let by = rotation.min(shuffled.len());
        shuffled.rotate_left(by);
        let again = shuffled.into_iter().rev().fold(Facts::new(), Facts::with);
        let ordered = facts.occurrences().iter().cloned().fold(Facts::new(), Facts::with);
        prop_assert_eq!(rule.evaluate(&again, &years, as_of), rule.evaluate(&ordered, &years, as_of));
    }

    /// A fact that the rule does not look at sends the record the long way of evaluation, to the same verdict.
    #[test]
    fn a_fact_that_no_rule_asks_for_changes_nothing(
        rule in rule(), simple in simple_rule(true), years in fiscal_years(), facts in facts(), as_of in date(),
    ) {
        let unrelated = facts.clone().never("moon_landing".parse().unwrap());
        for rule in [rule, simple] {
            prop_assert_eq!(rule.evaluate(&unrelated, &years, as_of), rule.evaluate(&facts, &years, as_of));
        }
    }

    #[test]
    fn the_short_way_and_the_long_way_agree(
        period in crate::random::period(), a in date(), b in prop::option::of(date()), years in fiscal_years(), as_of in date(),
    ) {
        let rule = Rule::from_toml(&format!("keep = \"{period}\"\nafter = \"recorded\"")).unwrap();
        let facts = Facts::new().on(Event::Recorded, a).on_maybe(Event::Recorded, b);
        let unrelated = facts.clone().never("moon_landing".parse().unwrap());
        prop_assert_eq!(rule.evaluate(&unrelated, &years, as_of), rule.evaluate(&facts, &years, as_of));
    }

    #[test]
    fn a_hold_never_makes_disposal_possible_and_moves_no_date(
        rule in rule(), years in fiscal_years(), facts in facts(), as_of in date(), hold in hold(),
    ) {
        let before = rule.evaluate(&facts, &years, as_of);
        let after = rule.evaluate(&facts.clone().hold(hold), &years, as_of);
        if before.may_dispose() {
            let held = matches!(after, Verdict::Held { .. });
            prop_assert!(held || after == before);
        } else {
            prop_assert_eq!(after.kind(), before.kind());
            prop_assert!(!after.may_dispose());
        }
    }

    /// The day that a host stores beside a row is there exactly when the verdict knows it, and says the same.
    #[test]
    fn the_first_day_on_which_a_record_may_go_agrees_with_the_verdict(
        rule in rule(), years in fiscal_years(), facts in facts(), mistyped in prop::option::of(date()), as_of in date(),
    ) {
        let facts = facts.on_maybe(Event::Recorded, mistyped);
        let day = rule.disposable_from(&facts, &years, as_of);
        match rule.evaluate(&facts, &years, as_of) {
            Verdict::Open { .. } | Verdict::Conflict { .. } | Verdict::Undetermined { .. } => prop_assert_eq!(day, None),
            Verdict::Keep { .. } | Verdict::Archive { .. } => prop_assert!(day.is_none_or(|day| day > as_of), "{:?}", day),
            Verdict::Due { since, .. } | Verdict::DisposeBy { from: since, .. } => prop_assert_eq!(day, Some(since)),
            Verdict::Overdue { .. } | Verdict::Held { .. } => prop_assert!(day.is_some_and(|day| day <= as_of), "{:?}", day),
        }
    }

    #[test]
    fn a_fact_that_is_lost_never_makes_disposal_possible(
        rule in simple_rule(false), years in fiscal_years(), columns in columns(), as_of in date(),
        lost in prop::sample::select(EVENTS.to_vec()),
    ) {
        let facts = |lost: Option<&str>| columns.iter().fold(Facts::new(), |facts, (event, day)| {
            let day = day.filter(|_| lost != Some(event.code()));
            let event = match event {
                Event::LastContact => "called".parse().unwrap(),
                other => other.clone(),
            };
            facts.on_maybe(event, day)
        });
        let before = rule.evaluate(&facts(None), &years, as_of);
        let after = rule.evaluate(&facts(Some(lost)), &years, as_of);
        prop_assert!(before.may_dispose() || !after.may_dispose(), "{:?} became {:?}", before, after);
    }

    #[test]
    fn without_new_facts_the_verdict_changes_exactly_when_announced(
        rule in rule(), years in fiscal_years(), facts in facts(), as_of in date(),
    ) {
        let now = rule.evaluate(&facts, &years, as_of);
        let next = rule.next_change(&facts, &years, as_of);
        if let Some(next) = next {
            prop_assert!(next > as_of);
            prop_assert_ne!(&rule.evaluate(&facts, &years, next), &now);
            let eve = next.pred_opt().unwrap();
            prop_assert_eq!(&rule.evaluate(&facts, &years, eve), &now);
        }
        for later in days_after(as_of, &facts) {
            if next.is_none_or(|next| later < next) {
                prop_assert_eq!(&rule.evaluate(&facts, &years, later), &now, "on {}", later);
            }
        }
    }

    #[test]
    fn a_later_event_is_never_due_earlier(
        period in crate::random::period(), years in fiscal_years(), a in date(), b in date(), close in any::<bool>(),
    ) {
        let after = if close { "{ fiscal_close = \"last_operation\" }" } else { "\"last_operation\"" };
        let rule = Rule::from_toml(&format!("keep = \"{period}\"\nafter = {after}")).unwrap();
        let (earlier, later) = (a.min(b), a.max(b));
        let end = |day| match rule.evaluate(&Facts::new().on(Event::LastOperation, day), &years, later) {
            Verdict::Keep { until } => Some(until),
            Verdict::Due { since, .. } => since.pred_opt(),
            _ => None,
        };
        if let (Some(first), Some(second)) = (end(earlier), end(later)) {
            prop_assert!(first <= second);
        }
    }

    #[test]
    fn years_months_and_days_agree_with_counting_by_hand(
        y in 0u32..12, m in 0u32..30, d in 0u64..60, from in date(),
    ) {
        let rule = Rule::from_toml(&format!("keep = \"P{y}Y{m}M{d}D\"\nafter = \"recorded\"")).unwrap();
        let months = from.month0() + m + 12 * y;
        let (year, month) = (from.year() + i32::try_from(months / 12).unwrap(), months % 12 + 1);
        let clamped = (1..=from.day()).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
        let until = clamped.unwrap() + Days::new(d);
        let facts = Facts::new().on(Event::Recorded, from);
        prop_assert_eq!(rule.evaluate(&facts, &years("12-31"), until), Verdict::Keep { until });
        let due = until.succ_opt().unwrap();
        let verdict = rule.evaluate(&facts, &years("12-31"), due);
        prop_assert_eq!(line(&verdict), format!("due {due} erase"));
    }

    #[test]
    fn the_last_day_is_that_of_the_calendars_own_convention(
        y in 0u32..12, m in 0u32..30, d in 0u32..60, from in date(),
    ) {
        let period = Period::years(y).plus(Period::months(m)).unwrap().plus(Period::days(d)).unwrap();
        let rule = Rule::from_toml(&format!("keep = \"{period}\"\nafter = \"recorded\"")).unwrap();
        let until = Convention::Retention.last_day(from, period, &Calendar::of(Place::France)).unwrap();
        let facts = Facts::new().on(Event::Recorded, from);
        prop_assert_eq!(rule.evaluate(&facts, &years("12-31"), from), Verdict::Keep { until });
    }

    /// Each of the three in turn stands for what somebody sets, counted from every day of four years.
    #[test]
    fn a_period_that_somebody_sets_is_allowed_where_it_never_leaves_the_bounds(
        y in prop::array::uniform3(0u32..2), m in prop::array::uniform3(0u32..14), d in prop::array::uniform3(0u32..70),
    ) {
        let period = |i: usize| {
            let days = Period::days(d[i]);
            Period::years(y[i]).plus(Period::months(m[i])).unwrap().plus(days).unwrap()
        };
        let (min, set, max) = (period(0), period(1), period(2));
        let days = || day("2024-01-01").iter_days().take(1461);
        let end = |period: Period, from| period.add_to_date(from).unwrap();
        let never_after = |a, b| days().all(|from| end(a, from) <= end(b, from));
        prop_assume!(never_after(min, max));
        let text = format!("keep = {{ default = \"{min}\", set_by = \"customer\", min = \"{min}\", max = \"{max}\" }}\nafter = \"recorded\"");
        let rule = Rule::from_toml(&text).unwrap();
        let allowed = rule.with_period("customer", set).is_ok();
        prop_assert_eq!(allowed, never_after(min, set) && never_after(set, max));
    }

    #[test]
    fn every_verdict_is_explained_without_a_panic(
        rule in rule(), years in fiscal_years(), facts in corrected(), as_of in date(),
    ) {
        let why = rule.explain(&facts, &years, as_of);
        prop_assert_eq!(why.verdict(), rule.evaluate(&facts, &years, as_of));
        prop_assert!(why.in_french().lines().count() >= 2);
        prop_assert!(why.in_english().lines().count() >= 2);
    }
}

/// Facts with corrections and deletions, which may name one another.
fn corrected() -> impl Strategy<Value = Facts> {
    let one = (
        prop::sample::select(EVENTS.to_vec()),
        date(),
        0u8..6,
        prop::option::of(0u8..6),
        any::<bool>(),
    );
    prop::collection::vec(one, 0..8).prop_map(|all| {
        all.into_iter().fold(
            Facts::new(),
            |facts, (event, day, id, corrects, deletes)| {
                let event: Event = match event {
                    "last_contact" if id % 2 == 0 => "called".parse().unwrap(),
                    other => other.parse().unwrap(),
                };
                let name = |id: u8| OccurrenceId::new(&id.to_string());
                facts.with(match corrects {
                    Some(what) if deletes => Occurrence::deletion(event, name(what)),
                    Some(what) => Occurrence::new(event, day)
                        .id_is(name(id))
                        .correcting(name(what)),
                    None => Occurrence::new(event, day).id_is(name(id)),
                })
            },
        )
    })
}
