//! What an erasure spares is what a law orders or what nobody can decide, and says which.

use greffe::RegisterExt;
use greffe::export::{ErasureDecision, ErasureException, ErasureReview, Request, Right, Stated};
use greffe::register::{LookupError, Register};
use greffe::retention::{Event, Facts, Hold, HoldReason};
use greffe::terms::Text;
use proptest::prelude::*;

fn register() -> Register {
    Register::from_toml(
        r#"
        organisation = { name = "Atelier Hélianthe" }
        [[processing]]
        ref = "FAC-01"
        name = "Facturation"
        recipients = { internal = ["accounting"] }
        data = [
            { category = "economic", retention = { keep = "P10Y", after = "recorded", law = ["C. com. L123-22"] } },
            { category = "identity", retention = { keep = "P3Y", after = "recorded", law = ["practice C. civ. 2224"] } },
            { category = "connection", retention = { keep = "P1Y", after = "recorded" } },
        ]
        "#,
    )
    .unwrap_or_else(|error| panic!("{error}"))
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn exception(address: &str, facts: &Facts) -> Option<ErasureException> {
    match register()
        .erasure_decision(address, facts, day("2026-11-26"))
        .unwrap()
    {
        ErasureDecision::Keep(obstacle) => Some(obstacle.exception),
        _ => None,
    }
}

#[test]
fn only_a_law_is_an_exception() {
    let facts = Facts::new().on(Event::Recorded, day("2026-02-01"));
    let found = |address| exception(address, &facts);
    assert_eq!(
        found("FAC-01/economic"),
        Some(ErasureException::LegalObligation)
    );
    assert_eq!(
        found("FAC-01/identity"),
        Some(ErasureException::StillNecessary)
    );
    assert_eq!(
        found("FAC-01/connection"),
        Some(ErasureException::StillNecessary)
    );
    assert_eq!(
        register().erasure_decision("FAC-01/typo", &facts, day("2026-11-26")),
        Err(LookupError::UnknownEntry)
    );
}

#[test]
fn a_hold_keeps_with_its_own_reason_and_what_the_person_asked_for_leaves_it_undecided() {
    let today = day("2026-11-26");
    for reason in HoldReason::ALL {
        let facts = Facts::new()
            .on(Event::Recorded, day("2020-02-01"))
            .hold(Hold::new(reason, day("2026-11-01")));
        let decision = register()
            .erasure_decision("FAC-01/connection", &facts, today)
            .unwrap();
        let persons = matches!(
            reason,
            HoldReason::AccessRequest
                | HoldReason::PortabilityRequest
                | HoldReason::AccuracyContested
                | HoldReason::UnlawfulProcessing
                | HoldReason::LegalClaims
                | HoldReason::ObjectionPending
        );
        assert_eq!(
            matches!(decision, ErasureDecision::Undecided(_)),
            persons,
            "{reason:?}"
        );
        assert_eq!(
            matches!(decision, ErasureDecision::Keep(_)),
            !persons,
            "{reason:?}"
        );
    }
}

/// The decision under a rule of that retention, of a record of 1 February 2026.
fn under(retention: &str) -> ErasureDecision {
    let text = format!(
        r#"
        organisation = {{ name = "Atelier Hélianthe" }}
        [[processing]]
        ref = "A"
        name = "A"
        data = [{{ category = "economic", retention = {retention} }}]
        "#
    );
    let register = Register::from_toml(&text).unwrap_or_else(|error| panic!("{error}"));
    let facts = Facts::new().on(Event::Recorded, day("2026-02-01"));
    register
        .erasure_decision("A/economic", &facts, day("2026-11-26"))
        .unwrap()
}

#[test]
fn a_law_keeps_only_under_the_exception_that_it_is() {
    for (laws, expected) in [
        (r#""C. com. L123-22""#, ErasureException::LegalObligation),
        (r#""C. civ. 2224""#, ErasureException::LegalClaims),
        (r#""C. com. L110-4""#, ErasureException::LegalClaims),
        (
            r#""C. civ. 2224", "C. com. L123-22""#,
            ErasureException::LegalObligation,
        ),
        (r#""GDPR 5(1)(e)""#, ErasureException::StillNecessary),
    ] {
        let rule = format!("{{ keep = \"P5Y\", after = \"recorded\", law = [{laws}] }}");
        let ErasureDecision::Keep(obstacle) = under(&rule) else {
            panic!("{laws} keeps it")
        };
        assert_eq!(obstacle.exception, expected, "{laws}");
    }
}

#[test]
fn the_last_day_that_the_person_is_told_is_that_of_the_archive() {
    let decision = under(
        r#"{ stages = [{ keep = "P1Y", after = "recorded", then = "archive" }, { keep = "P10Y", after = "recorded" }], law = ["C. com. L123-22"] }"#,
    );
    let ErasureDecision::Keep(obstacle) = decision else {
        panic!("a law keeps it")
    };
    assert_eq!(obstacle.until, Some(day("2036-02-01")));
}

#[test]
fn what_the_rule_cannot_tell_is_not_erased() {
    let decision = register()
        .erasure_decision("FAC-01/economic", &Facts::new(), day("2026-11-26"))
        .unwrap();
    assert!(matches!(decision, ErasureDecision::Undecided(_)));
}

#[test]
fn a_request_is_settled_by_what_the_register_says() {
    let (register, today) = (register(), day("2026-11-26"));
    let invoice = Facts::new().on(Event::Recorded, day("2026-02-01"));
    let log = Facts::new().on(Event::Recorded, day("2020-02-01"));
    let review = ErasureReview::new()
        .with(
            Text::plain("Factures"),
            register
                .erasure_decision("FAC-01/economic", &invoice, today)
                .unwrap(),
        )
        .with(
            Text::plain("Connexions"),
            register
                .erasure_decision("FAC-01/connection", &log, today)
                .unwrap(),
        );
    let mut request = Request::received("R-1".parse().unwrap(), Right::Erasure, today);
    request.scope(today).unwrap();
    request.collect(today).unwrap();
    request.review(today).unwrap();
    request.settle_erasure(&review, today).unwrap();
    let refusals = request.outcome(Right::Erasure).unwrap().refusals();
    assert_eq!(refusals[0].last_day(), Some(day("2036-02-01")));
    let laws: Vec<&str> = refusals[0]
        .citations()
        .iter()
        .map(|law| law.as_str())
        .collect();
    assert_eq!(laws, ["GDPR 17(3)(b)", "C. com. L123-22"]);
}

#[test]
fn people_of_the_house_are_not_told_and_do_not_mean_that_nobody_is() {
    assert_eq!(
        register().recipients_to_tell(&["FAC-01"]),
        Ok(Stated::Unstated)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn an_erasure_erases_exactly_what_the_rule_would_let_go(days in 0_u64..6000, at in 0_usize..3) {
        let (register, today) = (register(), day("2026-11-26"));
        let address = ["FAC-01/economic", "FAC-01/identity", "FAC-01/connection"][at];
        let facts = Facts::new().on(Event::Recorded, today - chrono::Days::new(days));
        let verdict = register
            .retention(address)
            .unwrap()
            .evaluate(&facts, register.fiscal_years(), today);
        let decision = register.erasure_decision(address, &facts, today).unwrap();
        prop_assert_eq!(verdict.may_dispose(), decision == ErasureDecision::Erase);
    }
}
