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
fn a_hold_keeps_with_its_own_reason_and_an_open_copy_leaves_it_undecided() {
    let today = day("2026-11-26");
    for reason in HoldReason::ALL {
        let facts = Facts::new()
            .on(Event::Recorded, day("2020-02-01"))
            .hold(Hold::new(reason, day("2026-11-01")));
        let decision = register()
            .erasure_decision("FAC-01/connection", &facts, today)
            .unwrap();
        let copy = matches!(
            reason,
            HoldReason::AccessRequest | HoldReason::PortabilityRequest
        );
        assert_eq!(
            matches!(decision, ErasureDecision::Undecided(_)),
            copy,
            "{reason:?}"
        );
        assert_eq!(
            matches!(decision, ErasureDecision::Keep(_)),
            !copy,
            "{reason:?}"
        );
    }
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
