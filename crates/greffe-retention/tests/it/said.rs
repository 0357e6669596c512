//! What rules, events and proofs say of themselves.

use greffe_retention::{
    Absence, Anchor, AnonymityTest, Contract, Digest, Effect, Event, Facts, Length, Limit,
    Occurrence, OccurrenceId, OwnRecord, Planner, RowKey, Rule, Tombstone, Tombstones, WhatIf,
};
use greffe_terms::Lang;

use crate::{day, rule, years};

/// Which ends may be agreed in advance, and which are awaited where silence would mean that they never came.
#[test]
fn each_event_is_an_end_or_none_and_may_lie_ahead_or_not() {
    let ends = [
        Event::ContractEnd,
        Event::RelationEnd,
        Event::AccountClosed,
        Event::SurveyClosed,
        Event::SessionEnd,
    ];
    let settlements = [Event::PaymentSettled, Event::DisputeSettled];
    for event in Event::KNOWN {
        let (is_end, settles) = (ends.contains(&event), settlements.contains(&event));
        assert_eq!(event.is_an_end(), is_end || settles, "{event}");
        assert_eq!(event.may_lie_ahead(), is_end, "{event}");
    }
    let own: Event = "moved_out".parse().unwrap();
    assert!(!own.is_an_end() && own.may_lie_ahead());
}

#[test]
fn an_anchor_ends_something_where_its_day_still_belongs_to_it() {
    let event = |event, absent| Anchor::Event { event, absent };
    let (end, start) = (
        event(Event::ContractEnd, Absence::Unknown),
        event(Event::Collected, Absence::Never),
    );
    assert!(end.ends_something() && !start.ends_something());
    assert!(Anchor::Latest(vec![start.clone(), end.clone()]).ends_something());
    assert!(!Anchor::Earliest(vec![start.clone()]).ends_something());
    let close = |of, ended| {
        let text = format!(
            "{{ keep = \"P1Y\", after = {{ fiscal_close = \"{ended}\", from = \"{of}\" }} }}"
        );
        rule(&text).stages()[0].after().unwrap().ends_something()
    };
    assert!(close("fiscal_year", "recorded") && close("calendar_year", "recorded"));
    assert!(!close("document", "recorded") && close("document", "contract_end"));
}

#[test]
fn a_rule_says_what_it_is() {
    let plain = rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    assert!(!plain.is_extensible() && !plain.is_rolling() && !plain.stores_anchor());
    assert!(!plain.needs_fiscal_years() && !plain.is_unstated());
    assert!(rule(r#"{ keep = "P1Y", after = "recorded", extend = "on_request" }"#).is_extensible());
    assert!(rule(r#"{ keep = "P1Y", after = "recorded", rolling = true }"#).is_rolling());
    assert!(rule(r#"{ keep = "P1Y", after = "recorded", anchor_stored = true }"#).stores_anchor());
    for needing in [
        r#"{ keep = "P1Y", after = { fiscal_close = "recorded" } }"#,
        r#"{ keep = "P1Y", after = { latest = ["collected", { fiscal_close = "recorded" }] } }"#,
        r#"{ keep = "P1Y", after = "collected", within = { period = "P9Y", after = { fiscal_close = "recorded" } } }"#,
    ] {
        assert!(rule(needing).needs_fiscal_years(), "{needing}");
    }
    let of_year =
        r#"{ keep = "P1Y", after = { fiscal_close = "recorded", from = "calendar_year" } }"#;
    assert!(!rule(of_year).needs_fiscal_years());
    assert!(rule(r#"{ keep = "unstated" }"#).is_unstated());
    let moved =
        r#"{ keep = "P1Y", after = "recorded", then = { move_to = "disk", keep = "unstated" } }"#;
    assert!(rule(moved).is_unstated());
}

#[test]
fn what_speaks_to_who_keeps_the_register_decides_nothing() {
    let bare = rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    for said in [
        r#"note = "asked on Monday""#,
        r#"readers = ["accounting"]"#,
        r#"effect = ["files"]"#,
    ] {
        let whole = rule(&format!(
            r#"{{ keep = "P1Y", after = "recorded", {said} }}"#
        ));
        let note = said.starts_with("note").then_some("asked on Monday");
        assert_eq!(whole.note().map(|note| note.in_language(Lang::En)), note);
        assert_eq!(whole.without_internals(), bare, "{said}");
        assert_ne!(whole.digest(), bare.digest(), "{said}");
    }
    let stages = |readers: &str| {
        rule(&format!(
            r#"{{ stages = [{{ keep = "P1Y", after = "recorded", then = "archive"{readers} }}, {{ keep = "P5Y", after = "recorded"{readers} }}] }}"#
        ))
    };
    let whole = stages(r#", readers = ["accounting"]"#);
    assert_eq!(whole.without_internals(), stages(""));
}

#[test]
fn a_period_that_somebody_sets_has_its_bounds() {
    let text = r#"{ keep = { default = "P90D", set_by = "customer", min = "P30D", max = "P1Y" }, after = "recorded" }"#;
    let rule = rule(text);
    let Limit::Keep(Length::Set(set)) = rule.stages()[0].limit() else {
        panic!("{rule:?}");
    };
    let period = |text: &str| text.parse().unwrap();
    assert_eq!(set.default_period(), period("P90D"));
    assert_eq!(
        (set.min(), set.max()),
        (Some(period("P30D")), Some(period("P1Y")))
    );
    for (asked, allowed) in [
        ("P30D", true),
        ("P29D", false),
        ("P1M", false),
        ("P365D", true),
        ("P366D", false),
        ("P12M", true),
        ("PT720H", true),
        ("PT719H", false),
    ] {
        assert_eq!(set.allows(period(asked)), allowed, "{asked}");
    }
}

#[test]
fn who_reads_a_record_is_said_by_its_stage() {
    let rule = rule(
        r#"{ stages = [{ until = "relation_end", then = "archive" }, { keep = "P5Y", after = "relation_end", readers = ["accounting"] }] }"#,
    );
    let (years, ended) = (
        years("12-31"),
        Facts::new().on(Event::RelationEnd, day("2024-12-31")),
    );
    let readers = |facts: &Facts, on| {
        let stage = rule.stage_on(facts, &years, day(on));
        stage.map(|stage| stage.readers().len())
    };
    assert_eq!(readers(&ended, "2024-12-31"), Some(0));
    assert_eq!(readers(&ended, "2025-01-01"), Some(1));
    assert_eq!(readers(&ended, "2029-12-31"), Some(1));
    assert_eq!(readers(&ended, "2030-01-01"), None);
    let open = Facts::new().open(Event::RelationEnd);
    assert_eq!(readers(&open, "2030-01-01"), Some(0));
}

#[test]
fn cleared_facts_are_new_ones() {
    let correction = Occurrence::new(Event::Recorded, day("2026-01-01"))
        .correcting(OccurrenceId::new("a"))
        .by_a_program();
    assert!(correction.is_automated());
    assert_eq!(correction.supersedes(), Some(&OccurrenceId::new("a")));
    let contract = Contract::new(day("2020-01-01")).ends(day("2021-01-01"));
    assert_eq!(contract.first_day(), day("2020-01-01"));
    let mut facts = Facts::new()
        .with(correction)
        .contract(contract)
        .never(Event::Dispute)
        .set_period("customer", "P1Y".parse().unwrap())
        .setting("on", true)
        .extended_until(day("2026-01-01"))
        .outranked_on(day("2026-01-01"));
    facts.clear();
    assert_eq!(facts, Facts::new());
}

#[test]
fn a_test_of_anonymity_is_passed_only_whole_found_again_and_in_time() {
    let made = |reference| AnonymityTest::new(day("2026-05-04"), reference);
    let whole = |test: AnonymityTest| {
        let test = test.resists_singling_out().resists_linkage();
        test.resists_inference()
    };
    let passed = whole(made("TEST-7"));
    assert!(passed.is_passed() && passed.is_passed_on(day("2026-05-04")));
    assert!(!passed.is_passed_on(day("2026-05-03")));
    assert!(whole(made(" ")).is_passed() && !whole(made(" ")).is_passed_on(day("2027-01-01")));
    for partial in [
        made("TEST-7").resists_linkage().resists_inference(),
        made("TEST-7").resists_singling_out().resists_inference(),
        made("TEST-7").resists_singling_out().resists_linkage(),
    ] {
        assert!(!partial.is_passed() && !partial.is_passed_on(day("2027-01-01")));
    }
}

#[test]
fn tombstones_know_the_secret_that_made_them() {
    use greffe_retention::{FateKind, RowOf};
    let key = 7.into();
    let row = RowOf {
        address: "LOG-01/connection",
        table: "logs",
        key: &key,
    };
    let (day, until) = (day("2026-03-01"), day("2026-03-08"));
    let stones: Tombstones = [Tombstone::new(b"one", row, FateKind::Erase, day, until)]
        .into_iter()
        .collect();
    assert!(!stones.is_empty() && stones.know(b"one") && !stones.know(b"two"));
    assert!(Tombstones::default().is_empty() && !Tombstones::default().know(b"one"));
    assert_eq!(stones.expired(until).count(), 0);
    assert_eq!(stones.expired(until.succ_opt().unwrap()).count(), 1);
}

#[test]
fn a_row_that_cannot_be_looked_at_is_never_selected() {
    let (rule, years) = (
        rule(r#"{ keep = "P1Y", after = "recorded" }"#),
        years("12-31"),
    );
    let old = Facts::new().on(Event::Recorded, day("2020-01-01"));
    let mut planner = Planner::new("LOG-01/connection", &rule, &years, day("2026-11-23"));
    for key in [1, 2] {
        let _ = planner.row(key, &old);
    }
    planner.spare(2);
    let plan = planner.finish();
    let keys: Vec<_> = plan
        .selected()
        .iter()
        .map(|row| row.key().as_integer())
        .collect();
    assert_eq!(keys, [Some(1)]);
}

#[test]
fn other_fiscal_years_change_what_would_become() {
    let rule: Rule = rule(r#"{ keep = "P1Y", after = { fiscal_close = "last_operation" } }"#);
    let (now, then) = (years("12-31"), years("06-30"));
    let facts = Facts::new().on(Event::LastOperation, day("2025-03-01"));
    let mut change = WhatIf::new(&rule, &rule, &now, day("2026-11-23")).with_years_after(&then);
    assert!(change.row(&facts).may_dispose());
    assert_eq!((change.rows(), change.earlier()), (1, 1));
    assert_eq!((change.newly_disposable(), change.later()), (1, 0));
}

#[test]
fn a_digest_is_its_bytes() {
    let bytes = std::array::from_fn(|n| u8::try_from(n).unwrap());
    let digest = Digest::from_bytes(bytes);
    assert_eq!(digest.as_bytes(), &bytes);
    assert_eq!(digest.to_string().parse(), Ok(digest));
}

#[test]
fn each_end_that_a_rule_names_is_its_fate() {
    for code in ["erase", "anonymise", "sort", "reassign"] {
        let text = format!(r#"{{ keep = "P1Y", after = "recorded", then = "{code}" }}"#);
        let rule = rule(&text);
        assert_eq!(rule.fate().code(), code);
        let written = serde_json::to_string(&rule).unwrap();
        assert_eq!(Rule::from_json(&written).unwrap(), rule);
    }
    let moved =
        r#"{ keep = "P1Y", after = "recorded", then = { move_to = "disk", keep = "P2Y" } }"#;
    assert_eq!(rule(moved).fate().code(), "move_to");
}

#[test]
fn what_a_disposal_reaches_is_said_by_its_stage() {
    let both = rule(r#"{ keep = "P1Y", after = "recorded", effect = ["database", "files"] }"#);
    assert_eq!(both.stages()[0].effect(), [Effect::Database, Effect::Files]);
    let unsaid = rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    assert!(unsaid.stages()[0].effect().is_empty());
}

#[test]
fn every_event_that_a_rule_awaits_is_named() {
    let events = |text: &str| {
        let rule = rule(text);
        let events = rule.events().into_iter().map(Event::code);
        events.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(events(r#"{ keep = "session" }"#), "session_end");
    assert_eq!(
        events(r#"{ until = { any = ["withdrawal", "relation_end"] } }"#),
        "withdrawal relation_end"
    );
    let both = r#"{ keep = "P1Y", after = "last_contact", within = { period = "P9Y", after = "collected" }, contact = ["called", "wrote"] }"#;
    assert_eq!(events(both), "called wrote collected");
}

#[test]
fn the_records_of_its_own_have_their_codes() {
    let codes = OwnRecord::ALL.map(OwnRecord::code);
    assert_eq!(
        codes,
        ["consent_proof", "request_file", "certificate", "tombstone"]
    );
}

/// `Debug` tells that something is there, and not what.
#[test]
fn what_may_name_a_person_is_hidden_and_not_left_out() {
    const MARKER: &str = "marie.dupont";
    let (key, id) = (RowKey::from(MARKER), OccurrenceId::new(MARKER));
    assert_eq!(format!("{key:?}"), "RowKey(..)");
    assert_eq!(format!("{id:?}"), "OccurrenceId(..)");
    let called = Occurrence::new(Event::Recorded, day("2026-01-01")).id_is(id);
    let shown = format!("{called:?}");
    assert!(
        shown.contains("Some(..)") && !shown.contains(MARKER),
        "{shown}"
    );
    let (rule, years, facts) = (
        rule(r#"{ keep = "P1Y", after = "recorded" }"#),
        years("12-31"),
        Facts::new().with(called),
    );
    let why = rule.explain(&facts, &years, day("2026-11-23"));
    assert_eq!(format!("{why:?}"), "Explanation(..)");
    let digest = rule.digest();
    assert_eq!(format!("{digest:?}"), format!("Digest({digest})"));
}
