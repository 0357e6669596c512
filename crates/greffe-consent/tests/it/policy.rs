//! Contradictions, and the knobs of a policy.

use greffe_calendar::Period;
use greffe_consent::*;
use greffe_terms::{Channel, Lang, LegalBasis};

use crate::fixture::{ask, at, builder, day, id, ledger, notice, person, policy};

fn consent(name: &str) -> Purpose {
    Purpose::new(id(name), [LegalBasis::Consent])
}

fn contract(name: &str) -> Purpose {
    Purpose::new(id(name), [LegalBasis::Contract])
}

fn refused(purpose: Purpose) -> PolicyError {
    builder().purpose(purpose).build().unwrap_err()
}

#[test]
fn contradictions_are_errors_when_the_policy_is_built() {
    let new = || id("new");
    let interests = || Purpose::new(new(), [LegalBasis::LegitimateInterests]);
    assert_eq!(
        refused(consent("tag")),
        PolicyError::PurposeTwice(id("tag"))
    );
    assert_eq!(
        refused(consent("new").child_of(id("nowhere"))),
        PolicyError::UnknownPurpose(id("nowhere"))
    );
    assert_eq!(
        refused(consent("new").child_of(new())),
        PolicyError::Cycle(new())
    );
    for terms in [
        contract("new").validity(Period::years(1)),
        contract("new").double_opt_in(),
        contract("new").minimum_notice(1),
        contract("new").campaign(Campaign::new(day("2026-03-01"), day("2026-04-01"))),
    ] {
        assert_eq!(refused(terms), PolicyError::TermsWithoutConsent(new()));
    }
    for validity in [
        Period::ZERO,
        Period::hours(12),
        Period::years(300_000),
        Period::years(u32::MAX),
    ] {
        assert_eq!(
            refused(consent("new").validity(validity)),
            PolicyError::Validity(new())
        );
    }
    let backwards = Campaign::new(day("2026-04-01"), day("2026-03-01"));
    assert_eq!(
        refused(consent("new").campaign(backwards)),
        PolicyError::Campaign(new())
    );
    for soft in [
        contract("new").marketing().soft_opt_in(),
        interests().soft_opt_in(),
        consent("new").marketing().soft_opt_in(),
        interests()
            .marketing()
            .channels([Channel::Post])
            .soft_opt_in(),
    ] {
        assert_eq!(refused(soft), PolicyError::SoftOptIn(new()));
    }
    let nothing = || Purpose::without_personal_data(new());
    for asking in [
        nothing().marketing(),
        nothing().channels([Channel::Web]),
        nothing().requires_consent(),
    ] {
        assert_eq!(refused(asking), PolicyError::NothingToAsk(new()));
    }
    assert_eq!(
        refused(consent("new").minimum_notice(1)),
        PolicyError::MinimumUnreachable(new())
    );
}

#[test]
fn a_longer_cycle_is_found() {
    let cycle = builder()
        .purpose(consent("one").child_of(id("two")))
        .purpose(consent("two").child_of(id("three")))
        .purpose(consent("three").child_of(id("two")));
    assert!(matches!(cycle.build(), Err(PolicyError::Cycle(_))));
}

#[test]
fn notices_are_checked_too() {
    let wrong = |notice| builder().notice(notice).build().unwrap_err();
    assert!(matches!(
        wrong(notice("site", 1, &["tag"])),
        PolicyError::NoticeTwice { version: 1, .. }
    ));
    assert!(matches!(
        wrong(notice("site", 2, &[])),
        PolicyError::EmptyNotice { version: 2, .. }
    ));
    assert_eq!(
        wrong(notice("site", 2, &["tag", "nowhere"])),
        PolicyError::UnknownPurpose(id("nowhere"))
    );
}

#[test]
fn every_error_of_a_policy_speaks_both_languages() {
    let errors = [
        refused(consent("tag")),
        refused(consent("new").child_of(id("nowhere"))),
        refused(consent("new").child_of(id("new"))),
        refused(contract("new").double_opt_in()),
        refused(consent("new").validity(Period::ZERO)),
        refused(consent("new").campaign(Campaign::new(day("2026-04-01"), day("2026-03-01")))),
        refused(contract("new").marketing().soft_opt_in()),
        refused(Purpose::without_personal_data(id("new")).marketing()),
        refused(consent("new").minimum_notice(1)),
        builder()
            .notice(notice("site", 1, &["tag"]))
            .build()
            .unwrap_err(),
        builder()
            .notice(notice("site", 2, &[]))
            .build()
            .unwrap_err(),
    ];
    for error in errors {
        let (fr, en) = (error.in_language(Lang::Fr), error.in_language(Lang::En));
        assert_ne!(fr, en);
        assert!(!fr.ends_with('.') && !en.ends_with('.'));
    }
}

#[test]
fn a_purpose_that_no_notice_lists_is_named() {
    let policy = policy();
    let never: Vec<_> = policy
        .never_grantable()
        .map(|purpose| purpose.as_str())
        .collect();
    assert_eq!(never, ["audience-replay"]);
}

#[test]
fn an_unsubscription_closes_its_own_purpose_alone_where_the_policy_says_so() {
    let policy = builder()
        .unsubscription_is_objection(false)
        .build()
        .unwrap();
    let ledger = ledger([
        "sale_recorded offers 2026-01-10T10:00:00Z refusal_offered=true",
        "given newsletter 2026-02-01T10:00:00Z",
        "withdrawn newsletter 2026-03-01T10:00:00Z",
    ]);
    let now = at("2026-03-02T10:00:00Z");
    let offers = Question::about("offers")
        .by(Channel::Email)
        .for_person(person());
    assert_eq!(
        policy.decide(&ledger, offers, now).reason(),
        Reason::SoftOptIn
    );
    assert_eq!(
        policy.decide(&ledger, ask("newsletter"), now).reason(),
        Reason::Withdrawn
    );
}

#[test]
fn after_a_withdrawal_an_opt_in_that_ran_out_gives_the_basis_back_to_nobody() {
    let policy = policy();
    let ledger = ledger([
        "withdrawn call-stats 2026-02-01T10:00:00Z",
        "given call-stats 2026-03-01T10:00:00Z notice=account@2 expires=2026-04-01T10:00:00Z",
    ]);
    assert!(
        policy
            .decide(&ledger, ask("call-stats"), at("2026-03-15T10:00:00Z"))
            .is_allowed()
    );
    let decision = policy.decide(&ledger, ask("call-stats"), at("2026-04-01T10:00:00Z"));
    assert_eq!(
        (decision.reason(), decision.rule()),
        (Reason::Withdrawn, Rule::R8)
    );
}

#[test]
fn a_renewal_needs_no_second_confirmation_and_a_new_consent_does() {
    let policy = policy();
    let decide = |third: &str| {
        let ledger = ledger([
            "given club 2026-01-10T10:00:00Z expires=2026-02-10T10:00:00Z",
            "confirmed club 2026-01-10T11:00:00Z act=pressed_button",
            third,
        ]);
        policy.decide(&ledger, ask("club"), at("2026-02-10T10:00:00Z"))
    };
    assert!(decide("renewed club 2026-02-01T10:00:00Z").is_allowed());
    assert_eq!(
        decide("given club 2026-02-01T10:00:00Z").reason(),
        Reason::Expired
    );
}

#[test]
fn a_consent_under_other_words_does_not_count() {
    let words = WordingDigest::of("Oui");
    let worded = notice("wording", 1, &["advice"]).worded(words);
    let policy = builder().notice(worded).build().unwrap();
    let decide = |words: &str| {
        let given = format!("given advice 2026-03-01T10:00:00Z notice=wording@1{words}");
        policy.decide(
            &ledger([given.as_str()]),
            ask("advice"),
            at("2026-03-02T10:00:00Z"),
        )
    };
    assert!(decide(" words=Oui").is_allowed());
    assert!(decide("").is_allowed());
    assert_eq!(decide(" words=Non").reason(), Reason::WordingDiffers);
}

#[test]
fn consent_may_be_asked_beside_another_basis() {
    let letters = Purpose::new(id("letters"), [LegalBasis::LegitimateInterests])
        .marketing()
        .requires_consent();
    let policy = builder()
        .purpose(letters)
        .notice(notice("letters", 1, &["letters"]))
        .build()
        .unwrap();
    let now = at("2026-03-02T10:00:00Z");
    assert_eq!(
        policy.decide(&Ledger::new(), ask("letters"), now).reason(),
        Reason::NoConsent
    );
    let given = ledger(["given letters 2026-03-01T10:00:00Z notice=letters@1"]);
    assert_eq!(
        policy.decide(&given, ask("letters"), now).basis(),
        Some(LegalBasis::Consent)
    );
}

#[test]
fn all_failures_are_listed_and_the_first_gate_names_the_reason() {
    let ledger = ledger([
        "given newsletter 2026-01-10T10:00:00Z",
        "withdrawn newsletter 2026-02-01T10:00:00Z",
        "objected all 2026-02-02T10:00:00Z to=marketing",
        "restricted all 2026-02-03T10:00:00Z",
        "given newsletter 2026-02-04T10:00:00Z act=left_pre_ticked",
    ]);
    let question = Question::about("newsletter")
        .by(Channel::Sms)
        .for_person(person());
    let decision = policy().decide(&ledger, question, at("2026-03-01T10:00:00Z"));
    assert_eq!(
        decision.failures().collect::<Vec<_>>(),
        [
            Reason::Restricted,
            Reason::MarketingObjection,
            Reason::ChannelNotListed,
            Reason::Withdrawn,
            Reason::NoAffirmativeAct,
        ],
    );
    assert_eq!(
        (decision.reason(), decision.rule().id()),
        (Reason::Restricted, "R1")
    );
}

#[test]
fn the_events_of_another_person_are_nobodys_business() {
    let policy = policy();
    let ledger = ledger(["given advice 2026-03-01T10:00:00Z notice=account@1"]);
    let stranger = Question::about("advice").for_person(PersonKey::from_bytes([8; 16]));
    let now = at("2026-03-02T10:00:00Z");
    assert_eq!(
        policy.decide(&ledger, stranger, now).reason(),
        Reason::NoConsent
    );
    let events: Vec<_> = ledger.entries().map(|(event, _)| event.clone()).collect();
    assert_eq!(
        policy.decide_over(&events, stranger, now, now).reason(),
        Reason::NoConsent
    );
    assert!(
        policy
            .decide_over(&events, ask("advice"), now, now)
            .is_allowed()
    );
}
