//! What a lawyer found who tried to be allowed what no court would allow, and to be denied what anybody would expect.

use greffe_calendar::zone;
use greffe_consent::*;
use greffe_terms::{Channel, Lang, LegalBasis, SensitiveCategory, SpecialCondition};

use crate::fixture::{at, day, id, ledger, notice, person};

fn paris() -> PolicyBuilder {
    Policy::in_zone(zone::parse("Europe/Paris").unwrap())
}

fn consent(name: &str) -> Purpose {
    Purpose::new(id(name), [LegalBasis::Consent])
}

fn interests(name: &str) -> Purpose {
    Purpose::new(id(name), [LegalBasis::LegitimateInterests])
}

fn decide(policy: &Policy, events: &[&str], topic: Topic<'_>, when: &str) -> Decision {
    let ledger = ledger(events.iter().copied());
    policy.decide(&ledger, topic.for_person(person()), at(when))
}

#[test]
fn what_stands_below_marketing_is_marketing() {
    let policy = paris()
        .purpose(consent("ads").marketing())
        .purpose(consent("ads-profile").child_of(id("ads")))
        .purpose(consent("calls").marketing().channels([Channel::Call]))
        .purpose(
            consent("calls-spring")
                .child_of(id("calls"))
                .channels([Channel::Call]),
        )
        .notice(notice("cmp", 1, &["ads", "ads-profile", "calls-spring"]))
        .build()
        .unwrap();
    let objected = [
        "given ads-profile 2026-03-01T10:00:00Z notice=cmp@1",
        "objected all 2026-03-02T10:00:00Z to=marketing",
    ];
    let profile = Question::about("ads-profile");
    let decision = decide(&policy, &objected, profile, "2026-03-03T10:00:00Z");
    assert_eq!(decision.reason(), Reason::MarketingObjection);
    let given = ["given calls-spring 2026-08-20T10:00:00Z notice=cmp@1"];
    let call = Question::about("calls-spring").by(Channel::Call);
    let sunday = decide(&policy, &given, call, "2026-09-06T23:30:00+02:00");
    assert_eq!(sunday.outcome(), Outcome::Deny);
}

#[test]
fn who_asks_without_a_channel_gets_no_answer_for_calls() {
    let policy = paris()
        .purpose(consent("calls").marketing().channels([Channel::Call]))
        .purpose(
            consent("both")
                .marketing()
                .channels([Channel::Call, Channel::Email]),
        )
        .purpose(consent("letter").marketing().channels([Channel::Email]))
        .notice(notice("letter", 1, &["calls", "both", "letter"]))
        .build()
        .unwrap();
    let reason = |name| {
        let given = format!("given {name} 2026-08-20T10:00:00Z");
        let decision = decide(
            &policy,
            &[&given],
            Question::about(name),
            "2026-09-06T23:30:00+02:00",
        );
        decision.reason()
    };
    // The only channel is meant.
    assert_eq!(reason("calls"), Reason::CallContextUnknown);
    assert_eq!(reason("both"), Reason::ChannelMissing);
    assert_eq!(reason("letter"), Reason::ConsentGiven);
}

#[test]
fn who_switches_a_tracker_off_keeps_the_letter() {
    let policy = paris()
        .purpose(consent("newsletter").marketing().channels([Channel::Email]))
        .purpose(consent("club").marketing().channels([Channel::Email]))
        .purpose(
            consent("ad-cookies")
                .marketing()
                .reads_terminal(Access::Cookie),
        )
        .purpose(
            consent("letter-pixel")
                .marketing()
                .reads_terminal(Access::EmailPixel),
        )
        .notice(notice(
            "letter",
            1,
            &["newsletter", "ad-cookies", "letter-pixel", "club"],
        ))
        .build()
        .unwrap();
    let letter = Question::about("newsletter").by(Channel::Email);
    let after = |withdrawal: &str| {
        let events = ["given newsletter 2026-03-01T10:00:00Z", withdrawal];
        decide(&policy, &events, letter, "2026-03-03T10:00:00Z").reason()
    };
    assert_eq!(
        after("withdrawn ad-cookies 2026-03-02T10:00:00Z"),
        Reason::ConsentGiven
    );
    assert_eq!(
        after("withdrawn letter-pixel 2026-03-02T10:00:00Z"),
        Reason::ConsentGiven
    );
    assert_eq!(
        after("withdrawn club 2026-03-02T10:00:00Z"),
        Reason::MarketingObjection
    );
    // What an operator closes says nothing of the person.
    assert_eq!(
        after("withdrawn club 2026-03-02T10:00:00Z by=operator"),
        Reason::ConsentGiven
    );
}

#[test]
fn consent_is_the_basis_only_where_the_register_says_so() {
    let health = Purpose::new(id("care-file"), [LegalBasis::Contract])
        .special_categories([SensitiveCategory::Health])
        .on_condition(SpecialCondition::ExplicitConsent);
    let policy = paris()
        .purpose(health)
        .purpose(interests("asked").requires_consent())
        .purpose(Purpose::new(id("baseless"), []).requires_consent())
        .purpose(Purpose::new(id("baseless-ads"), []).marketing())
        .notice(notice(
            "letter",
            1,
            &["care-file", "asked", "baseless", "baseless-ads"],
        ))
        .build()
        .unwrap();
    let after_consent = |name: &str, act: &str| {
        let given = format!("given {name} 2026-03-01T10:00:00Z act={act}");
        decide(
            &policy,
            &[&given],
            Question::about(name),
            "2026-03-03T10:00:00Z",
        )
    };
    let care = after_consent("care-file", "signed");
    assert_eq!(
        (care.reason(), care.basis()),
        (Reason::ConsentGiven, Some(LegalBasis::Contract))
    );
    assert_eq!(
        care.special_condition(),
        Some(SpecialCondition::ExplicitConsent)
    );
    // Who asks for consent rests on it (EDPB 05/2020, 121 to 123).
    assert_eq!(
        after_consent("asked", "signed").basis(),
        Some(LegalBasis::Consent)
    );
    assert_eq!(
        after_consent("baseless", "signed").reason(),
        Reason::NoBasis
    );
    assert!(!after_consent("baseless-ads", "signed").is_allowed());
}

#[test]
fn a_childs_consent_beside_another_basis_needs_the_parents_too() {
    let policy = paris()
        .purpose(
            interests("game-news")
                .marketing()
                .channels([Channel::Email])
                .offered_to_children(),
        )
        .notice(notice("letter", 1, &["game-news"]))
        .build()
        .unwrap();
    let given = ledger(["given game-news 2026-03-01T10:00:00Z"]);
    let decide = |context: &PersonContext| {
        let topic = Question::about("game-news").by(Channel::Email);
        let question = topic.for_person(person()).in_context(context);
        policy.decide(&given, question, at("2026-03-03T10:00:00Z"))
    };
    let france = PersonContext::new().residing_in("FR".parse().unwrap());
    assert!(!decide(&france.clone().born(day("2018-01-01"))).is_allowed());
    assert!(!decide(&france).is_allowed());
    assert!(decide(&france.born(day("2000-01-01"))).is_allowed());
}

#[test]
fn legitimate_interests_never_serve_what_the_framework_gives_to_consent_alone() {
    let vendor = |basis| Vendor::new(VendorId::new(1)).having(id("ads"), basis);
    let builder = || {
        paris()
            .purpose(consent("ads").tcf(4))
            .notice(notice("cmp", 1, &["ads"]))
    };
    let refused = builder()
        .vendor(vendor(LegalBasis::LegitimateInterests))
        .build();
    assert_eq!(refused, Err(PolicyError::VendorBasis(VendorId::new(1))));
    assert!(
        builder()
            .vendor(vendor(LegalBasis::Consent))
            .build()
            .is_ok()
    );
}

#[test]
fn an_oldest_version_means_the_versions_of_one_notice() {
    let builder = || {
        paris()
            .purpose(consent("letter").minimum_notice(2))
            .notice(notice("sign-up", 1, &["letter"]))
            .notice(notice("sign-up", 2, &["letter"]))
    };
    assert!(builder().build().is_ok());
    let several = builder().notice(notice("flyer", 7, &["letter"])).build();
    assert_eq!(
        several,
        Err(PolicyError::MinimumOfSeveralNotices(id("letter")))
    );
}

#[test]
fn a_string_that_is_older_than_another_says_nothing_new() {
    let policy = paris()
        .purpose(interests("measure").tcf(7))
        .vendor(
            Vendor::new(VendorId::new(2)).having(id("measure"), LegalBasis::LegitimateInterests),
        )
        .notice(notice("cmp", 1, &["measure"]))
        .build()
        .unwrap();
    let topic = Question::about("measure").through(VendorId::new(2));
    let newer = "tc - 2026-03-05T10:00:00Z day=2026-03-05 interests=7 disclosed=2";
    let older =
        "tc - 2026-03-06T10:00:00Z day=2026-03-01 interests=7 vendor_interests=2 disclosed=2";
    let reason = |events: &[&str]| decide(&policy, events, topic, "2026-03-07T10:00:00Z").reason();
    assert_eq!(reason(&[newer, older]), Reason::VendorRefused);
    assert_eq!(reason(&[older]), Reason::OtherBasis);
}

#[test]
fn every_failure_is_listed_and_not_the_first_of_each_gate_alone() {
    let policy = paris()
        .purpose(consent("readers").minimum_notice(2))
        .purpose(consent("calls").marketing().channels([Channel::Call]))
        .notice(notice("account", 1, &["readers"]))
        .notice(notice("account", 2, &["readers"]))
        .notice(notice("letter", 1, &["calls"]))
        .build()
        .unwrap();
    let failures = |decision: Decision| decision.failures().collect::<Vec<_>>();
    let given =
        "given readers 2026-03-01T10:00:00Z notice=account@1 act=left_pre_ticked by=operator";
    let decision = decide(
        &policy,
        &[given],
        Question::about("readers"),
        "2026-09-02T22:30:00+02:00",
    );
    let expected = [
        Reason::NotThePersonsAct,
        Reason::NoAffirmativeAct,
        Reason::NoticeOutdated,
    ];
    assert_eq!(failures(decision), expected);
    // At night, with the calls unknown.
    let ledger = ledger(["given calls 2026-08-20T10:00:00Z"]);
    let context = PersonContext::new().in_zone(zone::parse("Europe/Paris").unwrap());
    let question = Question::about("calls")
        .by(Channel::Call)
        .for_person(person());
    let decision = policy.decide(
        &ledger,
        question.in_context(&context),
        at("2026-09-02T22:30:00+02:00"),
    );
    assert_eq!(
        failures(decision),
        [Reason::CallContextUnknown, Reason::OutsideCallHours]
    );
}

#[test]
fn what_a_policy_does_not_understand_is_told_before_it_is_recorded() {
    use EventDoubt::{
        DatedAhead, NoAffirmativeAct, NotInNotice, NoticeOutdated, UnknownNotice, UnknownPurpose,
        UnknownVendor, WordingDiffers,
    };
    let policy = paris()
        .purpose(consent("letter").minimum_notice(2))
        .purpose(consent("survey"))
        .vendor(Vendor::new(VendorId::new(1)).having(id("letter"), LegalBasis::Consent))
        .notice(notice("sign-up", 1, &["letter"]))
        .notice(notice("sign-up", 2, &["letter", "survey"]).worded(WordingDigest::of("Oui")))
        .build()
        .unwrap();
    let vendor = |number| VendorId::new(number);
    for (text, doubts) in [
        ("given letter 2026-03-01T10:00:00Z notice=sign-up@2", vec![]),
        (
            "withdrawn all 2026-03-02T10:00:00Z~2026-03-01T10:00:00Z",
            vec![],
        ),
        (
            "withdrawn leter 2026-03-01T10:00:00Z",
            vec![UnknownPurpose(id("leter"))],
        ),
        (
            "given letter 2026-03-01T10:00:00Z notice=sign-up@3",
            vec![UnknownNotice],
        ),
        (
            "given letter 2026-03-01T10:00:00Z notice=sign-up@1",
            vec![NoticeOutdated(id("letter"))],
        ),
        (
            "given survey 2026-03-01T10:00:00Z notice=sign-up@1",
            vec![NotInNotice(id("survey"))],
        ),
        (
            "given letter 2026-03-01T10:00:00Z notice=sign-up@2 words=Non",
            vec![WordingDiffers],
        ),
        (
            "given letter 2026-03-01T10:00:00Z notice=sign-up@2 act=opened_link",
            vec![NoAffirmativeAct],
        ),
        (
            "confirmed letter 2026-03-01T10:00:00Z act=opened_link",
            vec![NoAffirmativeAct],
        ),
        (
            "given letter 2026-03-01T10:00:00Z notice=sign-up@2 vendors=1+9",
            vec![UnknownVendor(vendor(9))],
        ),
        (
            "vendors_refused letter 2026-03-01T10:00:00Z vendors=9",
            vec![UnknownVendor(vendor(9))],
        ),
        (
            "given letter 2026-03-02T10:00:00Z~2026-03-01T10:00:00Z notice=sign-up@2",
            vec![DatedAhead],
        ),
        (
            "confirmed letter 2026-03-01T10:00:00Z act=pressed_button",
            vec![],
        ),
    ] {
        let found = policy.doubts_about(&crate::fixture::event(1, text));
        assert_eq!(found, doubts, "{text}");
        for doubt in found {
            let (french, english) = (doubt.in_language(Lang::Fr), doubt.in_language(Lang::En));
            assert!(french != english && doubt.to_string() == english);
        }
    }
}

#[test]
fn a_privacy_centre_can_be_drawn_from_the_policy() {
    let builder = paris()
        .purpose(consent("letters"))
        .purpose(
            consent("letter")
                .child_of(id("letters"))
                .marketing()
                .channels([Channel::Email])
                .double_opt_in()
                .validity("P6M".parse().unwrap()),
        )
        .vendor(
            Vendor::new(VendorId::new(1))
                .having(id("letter"), LegalBasis::Consent)
                .flexible_on(id("letter")),
        )
        .notice(notice("sign-up", 1, &["letter"]))
        .notice(notice("sign-up", 2, &["letter", "letters"]).disclosing([VendorId::new(1)]));
    let policy = builder.build().unwrap();
    let letter = policy.purpose("letter").unwrap();
    assert_eq!(
        letter.listed_channels().collect::<Vec<_>>(),
        [Channel::Email]
    );
    assert_eq!(letter.validity_of_consent(), Some("P6M".parse().unwrap()));
    assert_eq!(letter.parent(), Some(&id("letters")));
    assert!(letter.asks_confirmation() && letter.oldest_notice().is_none());
    let latest = policy.latest_notice(&"sign-up".parse().unwrap()).unwrap();
    assert_eq!(latest.version(), 2);
    assert_eq!(
        latest.purposes().collect::<Vec<_>>(),
        [&id("letter"), &id("letters")]
    );
    assert_eq!(latest.vendors().collect::<Vec<_>>(), [VendorId::new(1)]);
    assert_eq!(policy.notices().count(), 2);
    let vendor = policy.vendors().next().unwrap();
    assert_eq!(vendor.id(), VendorId::new(1));
    assert_eq!(
        vendor.purposes().collect::<Vec<_>>(),
        [(&id("letter"), LegalBasis::Consent)]
    );
    assert!(vendor.is_flexible_on(&id("letter")));
    assert!(!vendor.is_flexible_on(&id("letters")));
}
