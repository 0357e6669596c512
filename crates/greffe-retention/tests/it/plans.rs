//! Plans: what they select, that they are intact, what a dry run shows.

use greffe_retention::{Event, Facts, Hold, HoldReason, Plan, Planner, RowKey, VerdictKind};
use greffe_terms::Lang;

use crate::{day, rule, years};

fn plan() -> Plan {
    let rule = rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    let years = years("12-31");
    let mut planner = Planner::new("LOG-01/connection", &rule, &years, day("2026-11-23"));
    let old = || Facts::new().on(Event::Recorded, day("2025-01-01"));
    let _ = planner.row("b", &old());
    let _ = planner.row(7, &old());
    let _ = planner.row(vec![0xAB, 0x01], &old());
    let _ = planner.row(1, &Facts::new().on(Event::Recorded, day("2026-01-01")));
    let _ = planner.row(2, &Facts::new());
    let _ = planner.row(
        3,
        &old().hold(Hold::new(HoldReason::Inspection, day("2026-01-01"))),
    );
    planner.finish()
}

#[test]
fn a_plan_selects_only_what_may_go_in_the_order_of_keys() {
    let plan = plan();
    let keys: Vec<_> = plan
        .selected()
        .iter()
        .map(|row| row.key().clone())
        .collect();
    assert_eq!(
        keys,
        [
            RowKey::from(7),
            RowKey::from("b"),
            RowKey::from(vec![0xAB, 0x01])
        ]
    );
    assert!(
        plan.selected()
            .iter()
            .all(|row| row.reason() == VerdictKind::Due)
    );
    assert!(
        plan.selected()
            .iter()
            .all(|row| row.since() == day("2026-01-02"))
    );
}

#[test]
fn a_dry_run_shows_counts_and_reasons_in_both_languages() {
    assert_eq!(
        plan().summary(Lang::Fr),
        "\
Plan pour LOG-01/connection au lundi 23 novembre 2026\u{a0}; lignes examinées\u{a0}: 6, retenues par le plan\u{a0}: 3.
échues\u{a0}: 3
conservées\u{a0}: 1
échues mais retenues\u{a0}: 1
indéterminées, rien n’est effacé\u{a0}: 1
  contrôle en cours\u{a0}: 1
  aucune date connue pour l’enregistrement\u{a0}: 1"
    );
    assert_eq!(
        plan().summary(Lang::En),
        "\
Plan for LOG-01/connection on Monday 23 November 2026; rows looked at: 6, selected by the plan: 3.
due: 3
kept: 1
due but held: 1
undetermined, nothing is disposed of: 1
  an inspection is under way: 1
  no date is known for the recording: 1"
    );
}

#[test]
fn the_digest_does_not_depend_on_the_order_of_rows() {
    let rule = rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    let years = years("12-31");
    let facts = Facts::new().on(Event::Recorded, day("2025-01-01"));
    let of = |keys: [i64; 3]| {
        let mut planner = Planner::new("LOG-01/connection", &rule, &years, day("2026-11-23"));
        for key in keys {
            let _ = planner.row(key, &facts);
        }
        *planner.finish().digest()
    };
    assert_eq!(of([1, 2, 3]), of([3, 1, 2]));
    assert_ne!(of([1, 2, 3]), of([1, 2, 4]));
}

#[test]
fn a_plan_survives_json() {
    let json = serde_json::to_string_pretty(&plan()).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan());
}

#[test]
fn a_plan_altered_by_hand_is_refused() {
    let json = serde_json::to_string(&plan()).unwrap();
    for (was, is) in [
        ("\"key\":7", "\"key\":8"),
        ("LOG-01/connection", "FAC-01/economic"),
        ("\"as_of\":\"2026-11-23\"", "\"as_of\":\"2026-11-24\""),
        ("\"fate\":\"erase\"", "\"fate\":\"sort\""),
        ("greffe-plan/1", "greffe-plan/2"),
    ] {
        assert!(json.contains(was), "{was} is not in {json}");
        let altered = json.replace(was, is);
        assert!(
            serde_json::from_str::<Plan>(&altered).is_err(),
            "{was} became {is}"
        );
    }
}

#[test]
fn keys_are_not_shown() {
    const MARKER: &str = "marie.dupont";
    let rule = rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    let years = years("12-31");
    let mut planner = Planner::new("LOG-01/connection", &rule, &years, day("2026-11-23"));
    let _ = planner.row(MARKER, &Facts::new().on(Event::Recorded, day("2025-01-01")));
    let plan = planner.finish();
    let shown = format!(
        "{plan:?}{}{}",
        plan.summary(Lang::Fr),
        plan.summary(Lang::En)
    );
    assert!(!shown.contains(MARKER));
    let error = serde_json::from_str::<RowKey>(r#"{ "marie.dupont": 1.5 }"#).unwrap_err();
    assert!(!error.to_string().contains(MARKER), "{error}");
}

#[test]
fn a_row_that_comes_twice_is_selected_only_if_both_verdicts_dispose_and_since_the_later_day() {
    let (rule, years) = (
        rule(r#"{ keep = "P1Y", after = "recorded" }"#),
        years("12-31"),
    );
    let on = |date| Facts::new().on(Event::Recorded, day(date));
    let (old, older, young) = (on("2025-01-01"), on("2024-01-01"), on("2026-11-01"));
    for order in [[&old, &older], [&older, &old]] {
        let mut planner = Planner::new("LOG-01/connection", &rule, &years, day("2026-11-23"));
        for facts in order {
            let _ = planner.row("twice", facts);
        }
        let plan = planner.finish();
        assert_eq!(plan.selected().len(), 1);
        assert_eq!(plan.selected()[0].since(), day("2026-01-02"));
    }
    for order in [[&old, &young], [&young, &old]] {
        let mut planner = Planner::new("LOG-01/connection", &rule, &years, day("2026-11-23"));
        for facts in order {
            let _ = planner.row("twice", facts);
        }
        let _ = planner.row("once", &old);
        let plan = planner.finish();
        let keys: Vec<_> = plan
            .selected()
            .iter()
            .map(|row| row.key().clone())
            .collect();
        assert_eq!(keys, ["once".into()]);
        assert_eq!(plan.counts().rows(), 3);
    }
}

/// Who alters a plan may compute its digest anew; that each row comes once and in order holds all the same.
#[test]
fn a_plan_with_a_row_twice_is_refused_though_its_digest_fits() {
    use greffe_retention::Digest;
    use sha2::Digest as _;
    let sealed = |contents: &str| {
        let mut hash = sha2::Sha256::new();
        for field in ["greffe-plan/1", contents] {
            hash.update(u64::try_from(field.len()).unwrap().to_be_bytes());
            hash.update(field);
        }
        let digest = Digest::from_bytes(hash.finalize().into());
        let open = contents.strip_suffix('}').unwrap();
        serde_json::from_str::<Plan>(&format!("{open},\"digest\":\"{digest}\"}}"))
    };
    let json = serde_json::to_string(&plan()).unwrap();
    let (contents, _) = json.rsplit_once(",\"digest\":").unwrap();
    let contents = format!("{contents}}}");
    assert_eq!(sealed(&contents).unwrap(), plan());
    let (before, row) = contents.rsplit_once("\"selected\":[").unwrap();
    let (row, rest) = row.split_once("},").unwrap();
    assert!(row.contains("\"key\":7"), "{row}");
    let twice = format!("{before}\"selected\":[{row}}},{row}}},{rest}");
    let error = sealed(&twice).unwrap_err().to_string();
    assert!(error.contains("altered"), "{error}");
}
