//! What is filed: the digest of a policy, and a decision under it.

use std::collections::BTreeSet;

use greffe_consent::signal::tcf::Restriction;
use greffe_consent::*;
use greffe_terms::{Channel, LegalBasis, SensitiveCategory, SpecialCondition};
use proptest::prelude::*;
use serde_json::Value;

use crate::fixture::{at, builder, day, id, ledger, notice, person, policy};

fn paris() -> greffe_calendar::Tz {
    greffe_calendar::zone::parse("Europe/Paris").unwrap()
}

/// The bookshop with everything that a policy can say.
fn full() -> PolicyBuilder {
    // In the order in which the canonical text has them, so that the policy that is read is equal.
    let mut in_order = ExemptionCondition::ALL.to_vec();
    in_order.sort_by_key(|condition| condition.code());
    let audience = Exemption::new(
        ExemptionGround::AudienceMeasurement,
        "par page, \"serveur\" \\ propre",
    )
    .meeting(in_order)
    .lasting("P13M".parse().unwrap(), "P25M".parse().unwrap());
    let consent = |name: &str| Purpose::new(id(name), [LegalBasis::Consent]);
    let interests = |name: &str| Purpose::new(id(name), [LegalBasis::LegitimateInterests]);
    let shown = NoticeShown::new("site".parse().unwrap(), 1).worded(WordingDigest::of("Oui"));
    builder()
        .established_in("DE".parse().unwrap())
        .holders(Holders::Any)
        .authorisation_outlasts_childhood(true)
        .guardian_may_consent(true)
        .proxy_may_consent(true)
        .link_conflict(LinkConflict::AccountPrevails)
        .unsubscription_is_objection(false)
        .free_account_is_sale(true)
        .tcf_notice(shown)
        .purpose(consent("visits").reads_terminal(Access::Cookie))
        .purpose(
            interests("measure")
                .reads_terminal(Access::PagePixel)
                .exempt(audience),
        )
        .purpose(consent("games").offered_to_children().goes_on_after_death())
        .purpose(consent("ads").closed_by_gpc(GpcMeaning::Objection).tcf(4))
        .purpose(
            consent("allergies")
                .special_categories([SensitiveCategory::Health])
                .on_condition(SpecialCondition::ExplicitConsent),
        )
        .purpose(
            interests("care")
                .marketing()
                .channels([Channel::Call])
                .related_to_contract()
                .calls_at_any_hour(),
        )
        .purpose(
            interests("trade")
                .marketing()
                .channels([Channel::Email])
                .to_professionals(),
        )
        .purpose(Purpose::new(id("partners"), [LegalBasis::Contract]).requires_consent())
        .purpose(consent("letters").marketing())
        .purpose(consent("letters-profile").child_of(id("letters")))
        .purpose(Purpose::without_personal_data(id("letters-count")).child_of(id("letters")))
        .notice(
            notice("banner", 3, &["visits", "ads"])
                .worded(WordingDigest::of("Non"))
                .disclosing([VendorId::new(755), VendorId::new(3)]),
        )
        .mode(Mode::new("journey", id("visits")).falling_back_to("numbers"))
        .mode(Mode::new("numbers", id("counter")))
        .vendor(
            Vendor::new(VendorId::new(755))
                .having(id("ads"), LegalBasis::Consent)
                .flexible_on(id("ads")),
        )
        .vendor(Vendor::new(VendorId::new(3)).having(id("ads"), LegalBasis::Consent))
        .restrict(VendorId::new(755), id("ads"), Restriction::RequireConsent)
}

#[test]
fn the_canonical_text_says_the_whole_policy_and_is_read_back() {
    for policy in [
        policy(),
        full().build().unwrap(),
        Policy::in_zone(paris()).build().unwrap(),
    ] {
        let text = policy.to_canonical_json();
        let back = Policy::from_json(&text).unwrap();
        assert_eq!(back.to_canonical_json(), text);
        assert_eq!(back.digest(), policy.digest());
        assert_eq!(
            back.purposes().collect::<Vec<_>>(),
            policy.purposes().collect::<Vec<_>>()
        );
        assert_eq!(
            back.notices().collect::<Vec<_>>(),
            policy.notices().collect::<Vec<_>>()
        );
        assert_eq!(back.modes(), policy.modes());
        let digest = policy.digest().to_string();
        assert_eq!(digest.parse(), Ok(policy.digest()));
        assert_eq!(
            PolicyDigest::from_bytes(*policy.digest().as_bytes()),
            policy.digest()
        );
    }
}

#[test]
fn the_digest_is_what_another_program_computes() {
    let policy = Policy::in_zone(paris())
        .purpose(
            Purpose::new(id("newsletter"), [LegalBasis::Consent])
                .marketing()
                .channels([Channel::Sms, Channel::Email]),
        )
        .notice(notice("letter", 1, &["newsletter"]))
        .build()
        .unwrap();
    let text = "{\"notice\":[{\"id\":\"letter\",\"purposes\":[\"newsletter\"],\"version\":1}],\
        \"purpose\":[{\"basis\":[\"consent\"],\"channels\":[\"email\",\"sms\"],\"id\":\"newsletter\",\"marketing\":true}],\
        \"zone\":\"Europe/Paris\"}";
    assert_eq!(policy.to_canonical_json(), text);
    // Computed with Python's hashlib from the recipe in FORMAT.md.
    assert_eq!(
        policy.digest().to_string(),
        "c8a5ec35565035b428c16462cb17a23455acec9bbfe3bda1ad0b4f426b2f3944"
    );
}

#[test]
fn whatever_a_policy_says_otherwise_has_another_digest() {
    let consent = |name: &str| Purpose::new(id(name), [LegalBasis::Consent]);
    let one = |purpose: Purpose| Policy::in_zone(paris()).purpose(purpose);
    let base = || one(consent("a"));
    let with = |purpose: Purpose| base().purpose(purpose);
    let exempt = |reason: &str, conditions: &[ExemptionCondition]| {
        let exemption = Exemption::new(ExemptionGround::StrictlyNecessary, reason);
        let exemption = exemption.meeting(conditions.iter().copied());
        one(Purpose::new(id("a"), [LegalBasis::Contract])
            .reads_terminal(Access::Cookie)
            .exempt(exemption))
    };
    let vendor = |vendor: Vendor| base().vendor(vendor);
    let v = || Vendor::new(VendorId::new(1));
    let london = greffe_calendar::zone::parse("Europe/London").unwrap();
    let n = |version, words: Option<&str>| {
        let shown = notice("n", version, &["a"]);
        base().notice(match words {
            Some(words) => shown.worded(WordingDigest::of(words)),
            None => shown,
        })
    };
    let policies = [
        base(),
        one(consent("b")),
        Policy::in_zone(london).purpose(consent("a")),
        base().unsubscription_is_objection(false),
        base().free_account_is_sale(true),
        base().established_in("FR".parse().unwrap()),
        base().established_in("DE".parse().unwrap()),
        base().holders(Holders::Any),
        base().authorisation_outlasts_childhood(true),
        base().guardian_may_consent(true),
        base().proxy_may_consent(true),
        base().link_conflict(LinkConflict::AccountPrevails),
        base().link_conflict(LinkConflict::DevicePrevails),
        with(consent("b")),
        with(consent("b").child_of(id("a"))),
        one(Purpose::new(id("a"), [LegalBasis::Contract])),
        one(Purpose::new(
            id("a"),
            [LegalBasis::Contract, LegalBasis::Consent],
        )),
        one(Purpose::new(
            id("a"),
            [LegalBasis::Consent, LegalBasis::Contract],
        )),
        one(Purpose::new(id("a"), [LegalBasis::Contract]).requires_consent()),
        one(Purpose::without_personal_data(id("a"))),
        one(consent("a").marketing()),
        one(consent("a").channels([Channel::Email])),
        one(consent("a").channels([Channel::Post])),
        one(consent("a").validity("P6M".parse().unwrap())),
        one(consent("a").validity("P1Y".parse().unwrap())),
        one(consent("a").double_opt_in()),
        one(consent("a").campaign(Campaign::new(day("2026-03-01"), day("2026-04-01")))),
        one(consent("a").campaign(Campaign::new(day("2026-03-01"), day("2026-04-02")))),
        one(consent("a").under_restriction(RestrictionGround::Storage)),
        one(consent("a").reads_terminal(Access::Cookie)),
        one(consent("a").reads_terminal(Access::LocalStorage)),
        one(consent("a").offered_to_children()),
        one(consent("a").goes_on_after_death()),
        one(consent("a").closed_by_gpc(GpcMeaning::Refusal)),
        one(consent("a").closed_by_gpc(GpcMeaning::Objection)),
        one(consent("a").tcf(1)),
        one(consent("a").tcf(2)),
        exempt("login", &[]),
        exempt("basket", &[]),
        exempt("basket", &[ExemptionCondition::NotCombined]),
        n(1, None),
        n(2, None),
        n(1, Some("Oui")),
        n(1, Some("Non")),
        base().notice(notice("n", 1, &["a"]).disclosing([VendorId::new(1)])),
        n(1, None).tcf_notice(NoticeShown::new("n".parse().unwrap(), 1)),
        base().mode(Mode::new("m", id("a"))),
        base()
            .mode(Mode::new("m", id("a")))
            .mode(Mode::new("o", id("a"))),
        base()
            .mode(Mode::new("o", id("a")))
            .mode(Mode::new("m", id("a"))),
        base()
            .mode(Mode::new("o", id("a")))
            .mode(Mode::new("m", id("a")).falling_back_to("o")),
        vendor(v()),
        vendor(v().having(id("a"), LegalBasis::Consent)),
        vendor(v().having(id("a"), LegalBasis::LegitimateInterests)),
        vendor(
            v().having(id("a"), LegalBasis::Consent)
                .flexible_on(id("a")),
        ),
        vendor(v()).restrict(VendorId::new(1), id("a"), Restriction::NotAllowed),
        vendor(v()).restrict(VendorId::new(1), id("a"), Restriction::RequireConsent),
        full(),
    ];
    let count = policies.len();
    let digests: BTreeSet<_> = policies
        .map(|builder| builder.build().unwrap().digest().to_string())
        .into();
    assert_eq!(digests.len(), count);
}

#[test]
fn what_has_no_order_has_none_in_the_digest() {
    let (a, b) = (
        || Purpose::new(id("a"), [LegalBasis::Consent]),
        || Purpose::new(id("b"), [LegalBasis::Consent]),
    );
    let campaigns = [("2026-03-01", "2026-04-01"), ("2027-03-01", "2027-04-01")]
        .map(|(asked, end)| Campaign::new(day(asked), day(end)));
    let vendors = [1, 2].map(|number| Vendor::new(VendorId::new(number)));
    let restrict = |builder: PolicyBuilder, number| {
        builder.restrict(VendorId::new(number), id("a"), Restriction::NotAllowed)
    };
    let build = |turned: bool| {
        let builder = Policy::in_zone(paris());
        let [first, second] = campaigns;
        let [one, two] = vendors.clone();
        let (builder, numbers) = match turned {
            false => (
                builder
                    .purpose(a().campaign(first).campaign(second))
                    .purpose(b())
                    .vendor(one)
                    .vendor(two),
                [1, 2, 2],
            ),
            true => (
                builder
                    .purpose(b())
                    .vendor(two)
                    .purpose(a().campaign(second).campaign(first))
                    .vendor(one),
                [2, 2, 1],
            ),
        };
        let builder = numbers.into_iter().fold(builder, restrict);
        builder
            .notice(notice("n", 1 + u32::from(turned), &["b", "a"]))
            .notice(notice("n", 2 - u32::from(turned), &["a", "b"]))
            .build()
            .unwrap()
    };
    assert_eq!(
        build(false).to_canonical_json(),
        build(true).to_canonical_json()
    );
}

#[test]
fn a_decision_is_filed_with_everything_that_it_rests_on_and_nothing_of_the_person() {
    let ledger = ledger([
        "requested advice 2026-02-01T10:00:00Z person=9",
        "given newsletter 2026-03-01T10:00:00Z",
    ]);
    let (policy, t) = (policy(), at("2026-04-01T10:00:00Z"));
    let topic = Question::about("newsletter").by(Channel::Email);
    let decision = policy.decide(&ledger, topic.for_person(person()), t);
    let record = decision
        .record(topic, t, t)
        .found_in(&ledger)
        .by_policy(policy.digest());
    let filed = record.to_json();
    assert_eq!(
        filed,
        format!(
            "{{\"action\":null,\"at\":\"2026-04-01T10:00:00Z\",\"basis\":\"consent\",\"channel\":\"email\",\"citations\":{},\
             \"deciding_position\":2,\"failures\":[],\"known_at\":\"2026-04-01T10:00:00Z\",\"ledger_head\":\"{}\",\
             \"next_change\":\"2026-08-31T22:00:00Z\",\"outcome\":\"allow\",\"policy\":\"{}\",\"purpose\":\"newsletter\",\
             \"reason\":\"consent_given\",\"rule\":\"R6\",\"special_condition\":null,\"vendor\":null}}",
            serde_json::to_string(
                &decision
                    .citations()
                    .iter()
                    .map(greffe_terms::Citation::as_str)
                    .collect::<Vec<_>>()
            )
            .unwrap(),
            ledger.head(),
            policy.digest(),
        )
    );
    assert_eq!(format!("{record:?}"), "DecisionRecord(consent_given)");
    // Without them the keys say that they were not given.
    let bare: Value = serde_json::from_str(&decision.to_json(topic, t, t)).unwrap();
    for key in ["deciding_position", "ledger_head", "policy"] {
        assert_eq!(bare.get(key), Some(&Value::Null), "{key}");
    }
    // Nor anything that somebody wrote in the place of a purpose.
    let slip = Question::about("jean@geheimnis.example");
    let decision = policy.decide(&ledger, slip.for_person(person()), t);
    let filed = decision.record(slip, t, t).found_in(&ledger).to_json();
    assert!(filed.contains("\"purpose\":null") && filed.contains("\"reason\":\"unknown_purpose\""));
}

#[test]
fn a_filed_decision_names_the_vendor_and_the_condition_of_sensitive_data() {
    let partner = VendorId::new(28);
    let policy = Policy::in_zone(paris())
        .purpose(
            Purpose::new(id("allergies"), [LegalBasis::Consent])
                .special_categories([SensitiveCategory::Health])
                .on_condition(SpecialCondition::ExplicitConsent),
        )
        .notice(notice("letter", 1, &["allergies"]).disclosing([partner]))
        .vendor(Vendor::new(partner).having(id("allergies"), LegalBasis::Consent))
        .build()
        .unwrap();
    let ledger = ledger(["given allergies 2026-03-01T10:00:00Z act=signed vendors=28"]);
    let t = at("2026-03-02T10:00:00Z");
    let topic = Question::about("allergies").through(partner);
    let decision = policy.decide(&ledger, topic.for_person(person()), t);
    assert!(decision.is_allowed());
    let filed: Value = serde_json::from_str(&decision.to_json(topic, t, t)).unwrap();
    let condition = SpecialCondition::ExplicitConsent.code();
    assert_eq!(
        (&filed["vendor"], &filed["special_condition"]),
        (&Value::from(28), &Value::from(condition))
    );
}

#[test]
fn a_filed_decision_about_a_child_says_no_day_of_birth() {
    let policy = builder()
        .purpose(Purpose::new(id("games"), [LegalBasis::Consent]).offered_to_children())
        .notice(notice("play", 1, &["games"]))
        .build()
        .unwrap();
    let ledger = ledger([
        "given games 2026-03-01T10:00:00Z notice=play@1",
        "parent_authorised games 2026-03-01T11:00:00Z notice=play@1 evidence=payment",
    ]);
    let child = PersonContext::new()
        .born(day("2012-05-01"))
        .residing_in("FR".parse().unwrap())
        .with_holders(1);
    let (topic, t) = (Question::about("games"), at("2026-03-02T10:00:00Z"));
    let decision = policy.decide(&ledger, topic.for_person(person()).in_context(&child), t);
    assert!(decision.next_change().is_some() && decision.ages_of_consent().count() > 0);
    let filed: Value = serde_json::from_str(&decision.to_json(topic, t, t)).unwrap();
    assert_eq!(filed["next_change"], Value::Null);
}

proptest! {
    #[test]
    fn a_filed_decision_never_holds_a_pseudonym_or_an_id(number in 0..5_usize, hours in 0..5_000_i64) {
        let ledger = ledger(["given newsletter+club 2026-03-01T10:00:00Z", "withdrawn newsletter 2026-04-01T10:00:00Z"]);
        let purpose = ["newsletter", "club", "invoice", "offers", "unheard-of"][number];
        let t = at("2026-02-01T10:00:00Z") + chrono::TimeDelta::hours(hours);
        let (policy, topic) = (policy(), Question::about(purpose));
        let decision = policy.decide(&ledger, topic.for_person(person()), t);
        let filed = decision.record(topic, t, t).found_in(&ledger).by_policy(policy.digest()).to_json();
        prop_assert!(!filed.contains("07070707") && !filed.contains("0000000000000"));
        let read: Value = serde_json::from_str(&filed).unwrap();
        prop_assert_eq!(read["deciding_position"].is_null(), decision.deciding_event().is_none());
        prop_assert_eq!(read["reason"].as_str(), Some(decision.reason().code()));
    }
}

#[test]
fn what_inherits_the_sector_of_what_stands_above_is_read_back_though_it_needs_no_data() {
    let policy = Policy::in_zone(paris())
        .purpose(
            Purpose::new(id("heat"), [LegalBasis::Consent])
                .marketing()
                .in_sector(Sector::EnergyWorks),
        )
        .purpose(Purpose::new(id("heat-profile"), [LegalBasis::Consent]).child_of(id("heat")))
        .purpose(Purpose::without_personal_data(id("heat-count")).child_of(id("heat")))
        .build()
        .unwrap();
    let back = Policy::from_json(&policy.to_canonical_json()).unwrap();
    assert_eq!((back.digest(), &back), (policy.digest(), &policy));
}

#[test]
fn a_filed_decision_about_a_call_says_neither_where_the_person_lives_nor_when_they_were_called() {
    let policy = Policy::in_zone(paris())
        .purpose(
            Purpose::new(id("care"), [LegalBasis::Consent])
                .marketing()
                .channels([Channel::Call]),
        )
        .notice(notice("letter", 1, &["care"]))
        .build()
        .unwrap();
    let ledger = ledger(["given care 2026-11-02T10:00:00Z"]);
    let reunion = greffe_calendar::zone::parse("Indian/Reunion").unwrap();
    let topic = Question::about("care");
    for (t, calls) in [
        // Before ten o'clock there, and at eleven, when they were called too often.
        ("2026-11-26T05:00:00Z", Vec::new()),
        ("2026-11-26T07:00:00Z", vec![at("2026-11-20T07:00:00Z"); 4]),
    ] {
        let t = at(t);
        let context = PersonContext::new().in_zone(reunion).calls_made(calls);
        let asked = topic.for_person(person()).in_context(&context);
        let decision = policy.decide(&ledger, asked, t);
        assert!(!decision.is_allowed() && decision.next_change().is_some());
        let filed: Value = serde_json::from_str(&decision.to_json(topic, t, t)).unwrap();
        assert_eq!(filed["next_change"], Value::Null);
    }
}

#[test]
fn a_pseudonym_that_was_asked_about_in_the_place_of_a_purpose_is_not_filed() {
    let (policy, t) = (policy(), at("2026-04-01T10:00:00Z"));
    let slip = "07070707070707070707070707070707";
    let topic = Question::about(slip);
    let decision = policy.decide(&Ledger::new(), topic.for_person(person()), t);
    let filed = decision.to_json(topic, t, t);
    assert!(filed.contains("\"purpose\":null") && !filed.contains(slip));
}

#[test]
fn a_filed_decision_that_rests_on_nothing_told_of_the_person_says_when_it_changes() {
    let told = PersonContext::new().in_zone(paris());
    let topic = Question::about("newsletter");
    let t = at("2026-03-02T10:00:00Z");
    let ledger = crate::fixture::ledger(["given newsletter 2026-03-01T10:00:00Z"]);
    let question = topic.for_person(person()).in_context(&told);
    let decision = crate::fixture::policy().decide(&ledger, question, t);
    let filed: Value = serde_json::from_str(&decision.to_json(topic, t, t)).unwrap();
    assert_eq!(filed["next_change"], "2026-08-31T22:00:00Z");
}
