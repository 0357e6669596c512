//! The cases of rules R4, R5 and R9, one a row, with a policy and a context of their own.

use greffe_calendar::{Period, zone};
use greffe_consent::*;
use greffe_terms::{Channel, LegalBasis, SensitiveCategory, SpecialCondition};

use crate::fixture::{at, event_id, id, ledger, notice, person};
use crate::table::{self, Case, context};

/// The same bookshop, which also calls, measures and gives advice on food.
pub(crate) fn builder() -> PolicyBuilder {
    let consent = |name: &str| Purpose::new(id(name), [LegalBasis::Consent]);
    let interests = |name: &str| Purpose::new(id(name), [LegalBasis::LegitimateInterests]);
    let necessary = || Exemption::new(ExemptionGround::StrictlyNecessary, "asked for");
    let listed = [
        "newsletter",
        "opening",
        "tracking",
        "map",
        "numbers",
        "shop",
        "offer-calls",
        "club-calls",
        "evening-calls",
        "anything",
        "wellness",
        "diet",
        "care",
        "trade",
        "likeness",
        "device",
        "sight",
        "unread",
        "fax-offers",
        "fair",
    ];
    Policy::in_zone(zone::parse("Europe/Paris").unwrap())
        .purpose(consent("newsletter").marketing().channels([Channel::Email]))
        .purpose(
            consent("opening")
                .reads_terminal(Access::EmailPixel)
                .child_of(id("newsletter")),
        )
        .purpose(consent("tracking").reads_terminal(Access::Cookie))
        .purpose(
            consent("map")
                .reads_terminal(Access::LocalStorage)
                .validity(Period::years(1)),
        )
        .purpose(
            interests("delivery")
                .reads_terminal(Access::EmailPixel)
                .exempt(deliverability()),
        )
        .purpose(
            interests("visits")
                .reads_terminal(Access::Cookie)
                .exempt(audience(13, 25)),
        )
        .purpose(
            Purpose::new(id("basket"), [LegalBasis::Contract])
                .reads_terminal(Access::Cookie)
                .exempt(necessary()),
        )
        .purpose(consent("likeness").reads_terminal(Access::Fingerprint))
        .purpose(consent("device").reads_terminal(Access::DeviceId))
        .purpose(consent("sight").reads_terminal(Access::PagePixel))
        .purpose(consent("unread").reads_terminal(Access::Undocumented))
        .purpose(
            interests("login-guard")
                .reads_terminal(Access::Fingerprint)
                .exempt(necessary()),
        )
        .purpose(
            Purpose::new(id("balance"), [LegalBasis::Contract])
                .reads_terminal(Access::Cookie)
                .exempt(Exemption::new(
                    ExemptionGround::CommunicationOnly,
                    "the request has to reach one of several servers",
                )),
        )
        .purpose(Purpose::without_personal_data(id("numbers")).reads_terminal(Access::Cookie))
        .purpose(
            Purpose::without_personal_data(id("numbers-exempt"))
                .reads_terminal(Access::Cookie)
                .exempt(necessary()),
        )
        .purpose(interests("trade").marketing().to_professionals().channels([
            Channel::Email,
            Channel::Sms,
            Channel::Fax,
            Channel::Call,
        ]))
        .purpose(
            consent("fax-offers")
                .marketing()
                .channels([Channel::Fax, Channel::AutomaticCall]),
        )
        .purpose(interests("fair").marketing().to_professionals())
        .purpose(interests("leisure").marketing())
        .purpose(interests("shop").marketing().soft_opt_in())
        .purpose(
            interests("offer-calls")
                .marketing()
                .channels([Channel::Call]),
        )
        .purpose(
            interests("care")
                .marketing()
                .channels([Channel::Call])
                .related_to_contract(),
        )
        .purpose(consent("club-calls").marketing().channels([Channel::Call]))
        .purpose(
            consent("evening-calls")
                .marketing()
                .channels([Channel::Call])
                .calls_at_any_hour(),
        )
        .purpose(consent("anything").marketing())
        .purpose(consent("wellness"))
        .purpose(
            consent("diet")
                .child_of(id("wellness"))
                .special_categories([SensitiveCategory::Health])
                .on_condition(SpecialCondition::ExplicitConsent),
        )
        .purpose(
            Purpose::new(id("sick-leave"), [LegalBasis::LegalObligation])
                .special_categories([SensitiveCategory::Health])
                .on_condition(SpecialCondition::Employment),
        )
        .notice(notice("letter", 1, &listed))
        .notice(notice("clinic", 1, &["diet"]).worded(WordingDigest::of("statement")))
        .notice(notice("other", 1, &["wellness"]))
}

pub(crate) fn policy() -> Policy {
    builder().build().unwrap()
}

pub(crate) fn deliverability() -> Exemption {
    Exemption::new(
        ExemptionGround::Deliverability,
        "addresses that never open are dropped",
    )
    .meeting([
        ExemptionCondition::MailAskedFor,
        ExemptionCondition::LastOpeningOnly,
    ])
}

pub(crate) fn audience(tracker: u32, data: u32) -> Exemption {
    Exemption::new(ExemptionGround::AudienceMeasurement, "visits a page")
        .meeting([
            ExemptionCondition::SolePublisher,
            ExemptionCondition::AnonymousStatistics,
            ExemptionCondition::NotCombined,
            ExemptionCondition::NoCrossSite,
        ])
        .lasting(Period::months(tracker), Period::months(data))
}

#[test]
fn every_case_is_decided_as_its_row_says() {
    table::check(&cases(), |_| policy());
}

pub(crate) fn cases() -> Vec<Case> {
    table::cases(include_str!("../data/reach_cases.tsv"))
}

/// What the policy decides on a call to a member of the club in Paris who was never called.
fn call_to_the_club(events: &[&'static str], when: &str) -> Decision {
    let told = context("zone=Europe/Paris calls=none");
    let question = Question::about("club-calls")
        .by(Channel::Call)
        .for_person(person());
    let ledger = ledger(events.iter().copied());
    policy().decide(&ledger, question.in_context(&told), at(when))
}

#[test]
fn a_refusal_of_the_ledger_that_stops_calls_is_the_deciding_event() {
    let events = [
        "refused club-calls 2026-09-01T10:05:00+02:00",
        "given club-calls 2026-09-02T10:00:00+02:00",
    ];
    let decision = call_to_the_club(&events, "2026-09-03T10:30:00+02:00");
    assert_eq!(decision.deciding_event(), Some(event_id(1)));
}

#[test]
fn the_condition_of_art_9_is_named_and_cited() {
    let ledger = ledger(["given diet 2026-03-01T10:00:00Z act=signed"]);
    let question = Question::about("diet").for_person(person());
    let decision = policy().decide(&ledger, question, at("2026-03-02T10:00:00Z"));
    assert_eq!(
        decision.special_condition(),
        Some(SpecialCondition::ExplicitConsent)
    );
    let cited: Vec<_> = decision.citations().iter().map(|c| c.to_string()).collect();
    assert_eq!(cited, ["GDPR 6(1)(a)", "GDPR 9(2)(a)", "GDPR 7"]);
    use greffe_terms::Lang;
    let (french, english) = (decision.explain(Lang::Fr), decision.explain(Lang::En));
    assert!(
        french.contains("Condition de l\u{2019}art. 9(2)\u{a0}: consentement explicite."),
        "{french}"
    );
    assert!(
        english.contains("Condition of Art. 9(2): explicit consent."),
        "{english}"
    );
    let without = policy().decide(&Ledger::new(), question, at("2026-03-02T10:00:00Z"));
    assert_eq!(without.special_condition(), None);
}

#[test]
fn a_call_that_is_denied_says_when_it_may_be_made() {
    use greffe_terms::Lang;
    let given = ["given club-calls 2026-08-01T10:00:00Z"];
    let decision = call_to_the_club(&given, "2026-11-11T11:00:00+01:00");
    assert_eq!(decision.rule(), Rule::R5);
    assert_eq!(
        decision.explain(Lang::En),
        "Denied (R5): outside the days and hours of calls where the consumer is. Sources: C. conso. D223-9. \
         The answer changes: Thursday 12 November 2026 at 10:00 (UTC+01:00).",
    );
    assert_eq!(
        decision.explain(Lang::Fr),
        "Refusé (R5)\u{a0}: hors des jours et heures d’appel du consommateur. Sources\u{a0}: C. conso. D223-9. \
         La réponse change\u{a0}: jeudi 12 novembre 2026 à 10 h 00 (UTC+01:00).",
    );
}

#[test]
fn a_policy_takes_no_other_basis_for_the_terminal() {
    let refused = |purpose: Purpose| builder().purpose(purpose).build().unwrap_err();
    let new = || id("new");
    let with = |basis| Purpose::new(new(), [basis]).reads_terminal(Access::Cookie);
    for basis in [
        LegalBasis::LegitimateInterests,
        LegalBasis::Contract,
        LegalBasis::LegalObligation,
        LegalBasis::PublicTask,
    ] {
        assert_eq!(
            refused(with(basis)),
            PolicyError::TerminalWithoutConsent(new())
        );
    }
    assert_eq!(
        refused(
            Purpose::new(new(), [LegalBasis::LegitimateInterests])
                .marketing()
                .soft_opt_in()
                .reads_terminal(Access::Cookie)
        ),
        PolicyError::SoftOptIn(new())
    );
    // The consent to reading may stand beside another basis for what is done afterwards.
    let beside = with(LegalBasis::LegitimateInterests).requires_consent();
    assert!(builder().purpose(beside).build().is_ok());
}

#[test]
fn an_exemption_has_a_reason_every_condition_and_the_right_reading() {
    let interests =
        |access| Purpose::new(id("new"), [LegalBasis::LegitimateInterests]).reads_terminal(access);
    let missing = |without: ExemptionCondition| {
        let all = ExemptionCondition::ALL.iter().copied();
        Exemption::new(ExemptionGround::AudienceMeasurement, "visits")
            .meeting(all.filter(|condition| *condition != without))
            .lasting(Period::months(13), Period::months(25))
    };
    let unfit = [
        interests(Access::Cookie).exempt(Exemption::new(ExemptionGround::StrictlyNecessary, " ")),
        interests(Access::Undocumented)
            .exempt(Exemption::new(ExemptionGround::StrictlyNecessary, "login")),
        interests(Access::Cookie).exempt(deliverability()),
        interests(Access::EmailPixel).exempt(audience(13, 25)),
        interests(Access::Cookie).exempt(audience(14, 25)),
        interests(Access::Cookie).exempt(audience(13, 26)),
        interests(Access::Cookie).exempt(missing(ExemptionCondition::NotCombined)),
        interests(Access::Cookie).exempt(missing(ExemptionCondition::NoCrossSite)),
        interests(Access::Cookie)
            .marketing()
            .exempt(audience(13, 25)),
        Purpose::new(id("new"), [LegalBasis::Contract]).exempt(deliverability()),
    ];
    for purpose in unfit {
        let error = builder().purpose(purpose.clone()).build();
        assert_eq!(error, Err(PolicyError::Exemption(id("new"))), "{purpose:?}");
    }
    let fits = interests(Access::Cookie).exempt(missing(ExemptionCondition::MailAskedFor));
    assert!(builder().purpose(fits).build().is_ok());
}

#[test]
fn a_pixel_is_a_purpose_beside_its_mail() {
    let pixel = Purpose::new(id("new"), [LegalBasis::Consent])
        .marketing()
        .channels([Channel::Email])
        .reads_terminal(Access::EmailPixel);
    assert_eq!(
        builder().purpose(pixel).build(),
        Err(PolicyError::PixelNotSeparate(id("new")))
    );
}

#[test]
fn special_categories_have_a_basis_and_a_condition() {
    let refused = |purpose: Purpose| builder().purpose(purpose).build();
    let new = |bases: &[LegalBasis]| Purpose::new(id("new"), bases.iter().copied());
    let health = [SensitiveCategory::Health];
    let unfit = [
        new(&[LegalBasis::Consent]).special_categories(health),
        new(&[LegalBasis::Consent]).on_condition(SpecialCondition::ExplicitConsent),
        new(&[])
            .special_categories(health)
            .on_condition(SpecialCondition::ExplicitConsent),
        new(&[LegalBasis::LegalObligation])
            .special_categories([SensitiveCategory::Offence])
            .on_condition(SpecialCondition::LegalClaims),
    ];
    for purpose in unfit {
        assert_eq!(
            refused(purpose),
            Err(PolicyError::SpecialCategories(id("new")))
        );
    }
    let fits = new(&[LegalBasis::Contract])
        .special_categories(health)
        .on_condition(SpecialCondition::ExplicitConsent);
    assert!(fits.asks_consent() && refused(fits).is_ok());
}

#[test]
fn exceptions_of_marketing_fit_marketing_without_consent() {
    let interests = || Purpose::new(id("new"), [LegalBasis::LegitimateInterests]);
    let consent = || Purpose::new(id("new"), [LegalBasis::Consent]).marketing();
    let unfit = [
        interests().to_professionals(),
        consent().to_professionals(),
        interests()
            .marketing()
            .channels([Channel::Post])
            .to_professionals(),
        interests().related_to_contract(),
        consent().related_to_contract(),
        interests()
            .marketing()
            .channels([Channel::Email])
            .related_to_contract(),
        consent().channels([Channel::Email]).calls_at_any_hour(),
    ];
    for purpose in unfit {
        assert_eq!(
            builder().purpose(purpose).build(),
            Err(PolicyError::Reach(id("new")))
        );
    }
}

#[test]
fn new_contradictions_speak_both_languages_and_name_the_place() {
    use greffe_terms::Lang;
    let errors = [
        PolicyError::TerminalWithoutConsent(id("new")),
        PolicyError::Exemption(id("new")),
        PolicyError::PixelNotSeparate(id("new")),
        PolicyError::SpecialCategories(id("new")),
        PolicyError::Reach(id("new")),
        PolicyError::ModeTwice("new".into()),
        PolicyError::UnknownMode("new".into()),
        PolicyError::ModeCycle("new".into()),
    ];
    for error in errors {
        let (french, english) = (error.in_language(Lang::Fr), error.in_language(Lang::En));
        assert_ne!(french, english);
        assert!(
            french.contains("`new`") && english.contains("`new`"),
            "{french} / {english}"
        );
    }
}

#[test]
fn a_context_shows_nothing_of_the_person() {
    let context = context("zone=Europe/Paris pro=true calls=2026-08-17T10:00:00Z");
    assert_eq!(format!("{context:?}"), "PersonContext(..)");
}
