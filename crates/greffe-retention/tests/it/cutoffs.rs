//! Cutoffs select what evaluation selects, row by row.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use greffe_retention::{ColumnError, Columns, CutoffError, Event, Facts, Predicate, Rule};
use proptest::prelude::*;

use crate::random::{columns, date, facts, fiscal_years, rule, simple_rule};
use crate::{day, rule as written, years};

proptest! {
    #![proptest_config(crate::cases(2000))]

    #[test]
    fn a_cutoff_selects_what_evaluation_disposes_of(
        rule in rule(), years in fiscal_years(), facts in facts(), as_of in date(),
    ) {
        match rule.cutoff(&years, as_of) {
            Ok(cutoff) => prop_assert_eq!(
                cutoff.selects(&facts),
                rule.evaluate(&facts, &years, as_of).may_dispose(),
                "{:?}", cutoff
            ),
            Err(error) => prop_assert!(
                matches!(error, CutoffError::StagesConflict | CutoffError::NotMonotone { .. } | CutoffError::ContactRuns { .. }),
                "{}", error
            ),
        }
    }

    #[test]
    fn comparisons_of_columns_select_what_evaluation_disposes_of(
        rule in rule(), years in fiscal_years(), columns in columns(), as_of in date(), on in any::<bool>(),
    ) {
        let Ok(cutoff) = rule.cutoff(&years, as_of) else { return Ok(()) };
        let facts = columns.iter().fold(Facts::new().setting("collecting", on), |facts, (event, day)| {
            // The column of the last contact holds the latest of the kinds that count.
            let event = match event {
                Event::LastContact if !rule.contact().contains(event) => "link_clicked".parse().unwrap(),
                other => other.clone(),
            };
            facts.on_maybe(event, *day)
        });
        let row: BTreeMap<_, _> = columns.into_iter().collect();
        prop_assert_eq!(
            holds(cutoff.columns(), &row, on),
            rule.evaluate(&facts, &years, as_of).may_dispose(),
            "{:?}", cutoff.columns()
        );
    }

    #[test]
    fn around_the_cutoff_every_single_day_agrees(
        rule in simple_rule(false), years in fiscal_years(), as_of in date(),
    ) {
        let cutoff = rule.cutoff(&years, as_of).unwrap();
        let Some((event, days)) = cutoff.single() else { return Ok(()) };
        let Some(last) = days.through() else { return Ok(()) };
        let fact = match event {
            Event::LastContact => "called".parse().unwrap(),
            other => other.clone(),
        };
        let column: Vec<Option<NaiveDate>> = (0..80).map(|n| Some(last - Days::new(40) + Days::new(n))).collect();
        let mut selected = vec![false; column.len()];
        let count = days.select(&column, &mut selected);
        prop_assert_eq!(count, selected.iter().filter(|s| **s).count());
        for (day, selected) in column.iter().zip(&selected) {
            let facts = Facts::new().on(fact.clone(), day.unwrap());
            prop_assert_eq!(*selected, days.contain(*day));
            prop_assert_eq!(*selected, rule.evaluate(&facts, &years, as_of).may_dispose(), "{:?}", day);
        }
    }
}

proptest! {
    #![proptest_config(crate::cases(300))]

    /// Thousands of rows at once, across the borders of blocks.
    #[test]
    fn a_batch_of_columns_selects_what_evaluation_disposes_of(
        rule in rule(), years in fiscal_years(), as_of in date(), on in any::<bool>(),
        rows in prop::collection::vec((columns(), prop::option::of(date()), any::<bool>()), 1..12), repeated in 1usize..400,
    ) {
        let Ok(cutoff) = rule.cutoff(&years, as_of) else { return Ok(()) };
        let rows: Vec<_> = rows.iter().cycle().take(rows.len() * repeated).collect();
        let contact_is_counted = rule.contact().contains(&Event::LastContact);
        let days: Vec<(Event, Vec<Option<NaiveDate>>)> = rows[0].0.iter().enumerate().map(|(number, (event, _))| {
            (event.clone(), rows.iter().map(|row| row.0[number].1).collect())
        }).collect();
        let extended: Vec<_> = rows.iter().map(|row| row.1).collect();
        let held: Vec<_> = rows.iter().map(|row| row.2).collect();
        let session = vec![None; rows.len()];
        let mut table = Columns::new().setting_of_all("collecting", on).extended_until(&extended).held(&held)
            .days(Event::SessionEnd, &session);
        for (event, column) in &days {
            table = table.days(event.clone(), column);
        }
        let mut selected = vec![true; rows.len()];
        let count = cutoff.select(&table, &mut selected).unwrap();
        prop_assert_eq!(count, selected.iter().filter(|s| **s).count());
        for (row, selected) in rows.iter().zip(&selected).take(12).chain(rows.iter().zip(&selected).rev().take(12)) {
            let facts = row.0.iter().fold(Facts::new().setting("collecting", on), |facts, (event, day)| {
                let event = match event {
                    Event::LastContact if !contact_is_counted => "link_clicked".parse().unwrap(),
                    other => other.clone(),
                };
                facts.on_maybe(event, *day)
            });
            let facts = row.1.map_or(facts.clone(), |day| facts.extended_until(day));
            let verdict = rule.evaluate(&facts, &years, as_of);
            prop_assert_eq!(*selected, verdict.may_dispose() && !row.2, "{:?}", verdict);
        }
    }
}

/// An independent reading of a test, as SQL would do it: three-valued comparisons come out false.
fn holds(test: &Predicate, row: &BTreeMap<Event, Option<NaiveDate>>, on: bool) -> bool {
    let column = |event: &Event| row.get(event).copied().flatten();
    match test {
        Predicate::Day { event, days } => column(event).is_some_and(|day| {
            days.since().is_none_or(|since| day >= since)
                && days.through().is_none_or(|through| day <= through)
        }),
        Predicate::Never { event, implied } | Predicate::Open { event, implied } => {
            assert!(implied, "columns say nothing but their days");
            column(event).is_none()
        }
        Predicate::InOrder { first, then } => column(first)
            .zip(column(then))
            .is_some_and(|(first, then)| first <= then),
        Predicate::SettingOn(_) => on,
        Predicate::ExtendedAtMost(_) => true,
        Predicate::All(tests) => tests.iter().all(|test| holds(test, row, on)),
        Predicate::Any(tests) => tests.iter().any(|test| holds(test, row, on)),
        other => panic!("unknown test {other:?}"),
    }
}

#[test]
fn subtracting_a_month_would_disagree_at_the_ends_of_months() {
    let rule = written(r#"{ keep = "P1M", after = "recorded" }"#);
    let mut differ = 0;
    for n in 0..1461 {
        let as_of = day("2024-01-01") + Days::new(n);
        let cutoff = rule.cutoff(&years("12-31"), as_of).unwrap();
        let exact = cutoff.single().unwrap().1.through().unwrap();
        let subtracted = as_of - chrono::Months::new(1) - Days::new(1);
        differ += u32::from(exact != subtracted);
    }
    assert!(differ > 20, "only {differ}");
}

#[test]
fn a_rule_with_two_anchors_is_two_comparisons() {
    let rule = written(
        r#"{ keep = "P10Y", after = { latest = ["relation_end", { fiscal_close = "last_operation" }] } }"#,
    );
    let cutoff = rule.cutoff(&years("12-31"), day("2037-01-01")).unwrap();
    let Predicate::All(tests) = cutoff.columns() else {
        panic!("{:?}", cutoff.columns())
    };
    let days: Vec<_> = tests
        .iter()
        .map(|test| match test {
            Predicate::Day { event, days } => (event.code(), days.through().unwrap().to_string()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        days,
        [
            ("relation_end", "2026-12-31".to_owned()),
            ("last_operation", "2026-12-31".to_owned())
        ]
    );
}

#[test]
fn contact_that_may_never_have_been_is_null_or_old() {
    let rule = written(
        r#"{ keep = "P3Y", after = { latest = ["collected", { event = "last_contact", absent = "never" }] }, contact = ["called"] }"#,
    );
    let cutoff = rule.cutoff(&years("12-31"), day("2026-11-23")).unwrap();
    let shown = format!("{:?}", cutoff.columns());
    assert!(
        shown.contains("Never { event: LastContact, implied: true }"),
        "{shown}"
    );
    assert!(shown.starts_with("All([Day { event: Collected"), "{shown}");
}

#[test]
fn a_period_that_the_customer_sets_has_one_cutoff_for_each() {
    let rule = written(
        r#"{ keep = { default = "P25D", set_by = "customer", max = "P90D" }, after = "recorded" }"#,
    );
    let (years, today) = (years("12-31"), day("2026-06-05"));
    assert_eq!(rule.cutoff(&years, today), Err(CutoffError::PeriodIsSet));
    let through = |rule: greffe_retention::Rule| {
        rule.cutoff(&years, today)
            .unwrap()
            .single()
            .unwrap()
            .1
            .through()
            .unwrap()
    };
    assert_eq!(through(rule.with_defaults()), day("2026-05-10"));
    let set = rule
        .with_period("customer", "P7D".parse().unwrap())
        .unwrap();
    assert_eq!(through(set), day("2026-05-28"));
    assert!(
        rule.with_period("customer", "P91D".parse().unwrap())
            .is_err()
    );
    assert!(rule.with_period("nobody", "P7D".parse().unwrap()).is_err());
}

#[test]
fn an_extended_record_is_selected_from_the_day_after_the_extension() {
    let rule = written(r#"{ keep = "P1M", after = "contract_end", extend = "on_request" }"#);
    let facts = Facts::new()
        .on(Event::ContractEnd, day("2026-01-31"))
        .extended_until(day("2026-06-15"));
    let selects = |on| {
        rule.cutoff(&years("12-31"), day(on))
            .unwrap()
            .selects(&facts)
    };
    assert!(!selects("2026-06-15"));
    assert!(selects("2026-06-16"));
}

#[test]
fn rules_without_a_cutoff_say_why() {
    let refused = |retention| {
        written(retention)
            .cutoff(&years("12-31"), day("2026-06-05"))
            .unwrap_err()
    };
    assert_eq!(
        refused(r#"{ latest = 3, per = "key" }"#),
        CutoffError::KeepsLatest
    );
    assert_eq!(refused(r#"{ keep = "unstated" }"#), CutoffError::Unstated);
}

#[test]
fn a_timestamp_is_compared_with_the_local_midnight_after_the_last_day() {
    let rule = written(r#"{ keep = "P1Y", after = "recorded" }"#);
    let cutoff = rule.cutoff(&years("12-31"), day("2026-07-02")).unwrap();
    let zone = greffe_calendar::zone::parse("Europe/Paris").unwrap();
    let instants = cutoff.single().unwrap().1.instants(zone).unwrap();
    assert_eq!(
        instants.before(),
        Some("2025-07-01T22:00:00Z".parse().unwrap())
    );
    assert_eq!(instants.from(), None);
}

#[test]
fn columns_that_do_not_serve_are_named_and_select_nothing() {
    let rule = written(
        r#"{ keep = "P1M", after = "contract_end", when = "collecting", extend = "on_request" }"#,
    );
    let cutoff = rule.cutoff(&years("12-31"), day("2026-11-23")).unwrap();
    let old = [Some(day("2001-01-01"))];
    let never = [None];
    let mut selected = [true];
    let mut refused = |columns: &Columns<'_>| {
        let error = cutoff.select(columns, &mut selected).unwrap_err();
        assert_eq!(selected, [false]);
        error
    };
    let columns = Columns::new();
    assert_eq!(refused(&columns), ColumnError::Holds);
    let columns = columns.holds_are_checked_elsewhere();
    let event = Event::ContractEnd;
    assert_eq!(refused(&columns), ColumnError::Missing { event });
    let columns = columns.days(Event::ContractEnd, &old);
    let setting = "collecting".into();
    assert_eq!(refused(&columns), ColumnError::Setting { setting });
    let columns = columns.setting("collecting", &[true]);
    assert_eq!(refused(&columns), ColumnError::Extension);
    let columns = columns.extended_until(&never);
    assert_eq!(cutoff.select(&columns, &mut selected), Ok(1));
    let two = [true, true];
    let columns = columns.held(&two);
    assert_eq!(
        cutoff.select(&columns, &mut selected),
        Err(ColumnError::Length)
    );
    assert_eq!(selected, [false]);
}

/// As long as what such an end would end runs there is contact, and one column of days does not tell that it runs.
#[test]
fn where_an_end_is_contact_the_last_contact_has_no_cutoff() {
    let cutoff = |contact: &str, after: &str| {
        let rule = Rule::from_toml(&format!(
            "keep = \"P3Y\"\nafter = {after}\ncontact = [{contact}]"
        ))
        .unwrap();
        rule.cutoff(&crate::years("12-31"), crate::day("2026-11-26"))
    };
    for (end, event) in [
        ("relation_end", Event::RelationEnd),
        ("contract_end", Event::ContractEnd),
        ("account_closed", Event::AccountClosed),
    ] {
        let contact = format!("\"link_clicked\", \"{end}\"");
        assert_eq!(
            cutoff(&contact, "\"last_contact\""),
            Err(CutoffError::ContactRuns { event })
        );
    }
    // Wherever the rule looks at it, also among other days.
    let either = "{ latest = [\"last_contact\", \"collected\"] }";
    assert!(matches!(
        cutoff("\"relation_end\"", either),
        Err(CutoffError::ContactRuns { .. })
    ));
    assert!(cutoff("\"link_clicked\"", "\"last_contact\"").is_ok());
}

/// The day of such a document is not known, so that it may be the earliest.
#[test]
fn a_document_of_two_days_keeps_the_earliest_of_several_unknown() {
    let rule = Rule::from_toml(
        "keep = \"P1Y\"\nafter = { earliest = [\"collected\", { fiscal_close = \"recorded\", unit = \"document\" }] }",
    )
    .unwrap();
    let (years, today) = (crate::years("12-31"), crate::day("2026-11-26"));
    let cutoff = rule.cutoff(&years, today).unwrap();
    let one = Facts::new()
        .on(Event::Collected, crate::day("2020-01-01"))
        .on(Event::Recorded, crate::day("2021-03-01"));
    let two = one.clone().on(Event::Recorded, crate::day("2022-03-01"));
    for (facts, goes) in [(one, true), (two, false)] {
        let verdict = rule.evaluate(&facts, &years, today);
        assert_eq!(
            (verdict.may_dispose(), cutoff.selects(&facts)),
            (goes, goes)
        );
    }
}

/// A test in columns, which databases are asked, comes in its shortest form.
#[test]
fn a_test_says_nothing_twice_and_nothing_in_vain() {
    let columns = |retention: &str, of: &str| {
        let cutoff = written(retention).cutoff(&years(of), day("2026-11-23"));
        cutoff.unwrap().columns().clone()
    };
    let is_day = |test: &Predicate| matches!(test, Predicate::Day { .. });
    let three = columns(
        r#"{ keep = "P1Y", after = { latest = ["recorded", { latest = ["collected", "last_operation"] }] } }"#,
        "12-31",
    );
    let Predicate::All(tests) = &three else {
        panic!("{three:?}")
    };
    assert!(tests.len() == 3 && tests.iter().all(is_day), "{three:?}");
    let same = r#"["recorded", { fiscal_close = "recorded", from = "document" }]"#;
    let latest = columns(
        &format!(r#"{{ keep = "P1Y", after = {{ latest = {same} }} }}"#),
        "12-31",
    );
    assert!(is_day(&latest), "{latest:?}");
    // One that leads there, and one of which the day is known.
    let earliest = columns(
        &format!(r#"{{ keep = "P1Y", after = {{ earliest = {same} }} }}"#),
        "12-31",
    );
    let Predicate::All(tests) = &earliest else {
        panic!("{earliest:?}")
    };
    assert!(tests.len() == 2 && tests.iter().all(is_day), "{earliest:?}");
    // No operation falls in the only year that is known, which has not come: no record goes.
    let none = columns(
        r#"{ keep = "P1Y", after = { latest = ["recorded", { fiscal_close = "last_operation" }] } }"#,
        "2030-01-01/2030-12-31",
    );
    assert_eq!(none, Predicate::Any(Vec::new()));
}

#[test]
fn a_fiscal_year_of_one_day_has_a_cutoff() {
    let rule = written(r#"{ keep = "P1Y", after = { fiscal_close = "last_operation" } }"#);
    let years = years("2019-12-31/2019-12-31");
    let cutoff = |on| rule.cutoff(&years, day(on)).unwrap();
    let facts = |on| Facts::new().on(Event::LastOperation, day(on));
    assert_eq!(cutoff("2021-01-01").as_of(), day("2021-01-01"));
    for (operation, selected) in [
        ("2019-12-30", false),
        ("2019-12-31", true),
        ("2020-01-01", false),
    ] {
        let facts = facts(operation);
        let verdict = rule.evaluate(&facts, &years, day("2021-01-01"));
        assert_eq!(verdict.may_dispose(), selected, "{operation}");
        assert_eq!(cutoff("2021-01-01").selects(&facts), selected);
    }
    assert!(!cutoff("2020-12-31").selects(&facts("2019-12-31")));
}

#[test]
fn where_no_fiscal_year_is_known_an_earliest_day_that_needs_one_is_not_known() {
    let rule = written(
        r#"{ keep = "P1Y", after = { earliest = ["recorded", { fiscal_close = "last_operation" }] } }"#,
    );
    let no_years = greffe_calendar::FiscalYears::from_parts(None, None, []).unwrap();
    let facts = Facts::new()
        .on(Event::Recorded, day("2001-01-01"))
        .on(Event::LastOperation, day("2002-01-01"));
    for (years, selected) in [(&no_years, false), (&years("12-31"), true)] {
        let verdict = rule.evaluate(&facts, years, day("2026-11-23"));
        assert_eq!(verdict.may_dispose(), selected);
        let cutoff = rule.cutoff(years, day("2026-11-23")).unwrap();
        assert_eq!(cutoff.selects(&facts), selected);
    }
}

#[test]
fn timestamps_begin_with_the_first_fiscal_year_that_is_known() {
    let rule = written(r#"{ keep = "P1Y", after = { fiscal_close = "last_operation" } }"#);
    let cutoff = rule.cutoff(&years("2018-01-01/2018-12-31"), day("2026-11-23"));
    let zone = greffe_calendar::zone::parse("Europe/Paris").unwrap();
    let instants = cutoff.unwrap().single().unwrap().1.instants(zone).unwrap();
    let (from, before) = ("2017-12-31T23:00:00Z", "2018-12-31T23:00:00Z");
    assert_eq!(instants.from(), Some(from.parse().unwrap()));
    assert_eq!(instants.before(), Some(before.parse().unwrap()));
}

/// The fiscal year of that day would end beyond the calendar, and the years before it are known all the same.
#[test]
fn on_the_last_day_of_the_calendar_a_cutoff_selects_what_evaluation_disposes_of() {
    let rule = written(r#"{ keep = "P1Y", after = { fiscal_close = "last_operation" } }"#);
    let (years, last) = (years("06-30"), NaiveDate::MAX);
    assert_eq!(years.containing(last), None);
    let cutoff = rule.cutoff(&years, last).unwrap();
    let old = Facts::new().on(Event::LastOperation, day("2001-01-01"));
    assert!(rule.evaluate(&old, &years, last).may_dispose());
    assert!(cutoff.selects(&old));
    let on_it = Facts::new().on(Event::LastOperation, last);
    assert!(!rule.evaluate(&on_it, &years, last).may_dispose());
    assert!(!cutoff.selects(&on_it));
}
