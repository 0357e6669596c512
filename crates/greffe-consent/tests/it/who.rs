//! Cases of who decides: children and parents, those who act for others, the dead, vendors, signals, accounts.

use greffe_calendar::{Period, zone};
use greffe_consent::signal::tcf::Restriction;
use greffe_consent::signal::{Signal, gpc};
use greffe_consent::*;
use greffe_terms::{Lang, LegalBasis};

use crate::fixture::{at, day, event_id, id, ledger, notice, person};
use crate::table::{self, Case, context};

/// An imaginary publisher of games, read by children and paid by advertisers.
pub(crate) fn builder() -> PolicyBuilder {
    let consent = |name: &str| Purpose::new(id(name), [LegalBasis::Consent]);
    let interests = |name: &str| Purpose::new(id(name), [LegalBasis::LegitimateInterests]);
    let vendor = |number| Vendor::new(VendorId::new(number));
    let interests_required = Restriction::RequireLegitimateInterests;
    Policy::in_zone(zone::parse("Europe/Paris").unwrap())
        .purpose(consent("games").offered_to_children())
        .purpose(
            consent("ads")
                .marketing()
                .validity(Period::months(6))
                .closed_by_gpc(GpcMeaning::Refusal)
                .tcf(4),
        )
        .purpose(consent("ads-profile").child_of(id("ads")))
        .purpose(consent("diary"))
        .purpose(consent("keepsakes").under_restriction(RestrictionGround::Storage))
        .purpose(consent("club").double_opt_in())
        .purpose(
            interests("measure")
                .closed_by_gpc(GpcMeaning::Objection)
                .tcf(7),
        )
        .purpose(interests("atlas").closed_by_gpc(GpcMeaning::Refusal))
        .purpose(interests("estate").goes_on_after_death())
        .purpose(Purpose::new(id("invoice"), [LegalBasis::Contract]))
        .notice(notice("kids", 1, &["games"]).disclosing([33, 34].map(VendorId::new)))
        .notice(notice("kids", 2, &["diary", "keepsakes"]))
        .notice(
            notice("cmp", 1, &["ads", "ads-profile", "measure", "club"])
                .disclosing([1, 2, 3, 5, 6, 27, 28, 29, 30, 31, 32].map(VendorId::new)),
        )
        .tcf_notice(NoticeShown::new("cmp".parse().unwrap(), 1))
        .vendor(vendor(1).having(id("ads"), LegalBasis::Consent))
        .vendor(
            vendor(2)
                .having(id("ads"), LegalBasis::Consent)
                .having(id("measure"), LegalBasis::LegitimateInterests),
        )
        .vendor(
            vendor(3)
                .having(id("measure"), LegalBasis::LegitimateInterests)
                .flexible_on(id("measure")),
        )
        .vendor(vendor(4).having(id("ads"), LegalBasis::Consent))
        .vendor(vendor(5).having(id("measure"), LegalBasis::LegitimateInterests))
        .vendor(vendor(6).having(id("ads"), LegalBasis::Consent))
        .vendor(
            vendor(27)
                .having(id("measure"), LegalBasis::Consent)
                .flexible_on(id("measure")),
        )
        .vendor(vendor(28).having(id("measure"), LegalBasis::Consent))
        .vendor(
            vendor(29)
                .having(id("measure"), LegalBasis::LegitimateInterests)
                .flexible_on(id("measure")),
        )
        .vendor(
            vendor(30)
                .having(id("measure"), LegalBasis::LegitimateInterests)
                .flexible_on(id("measure")),
        )
        .vendor(
            vendor(31)
                .having(id("ads"), LegalBasis::Consent)
                .flexible_on(id("ads")),
        )
        .vendor(
            vendor(32)
                .having(id("measure"), LegalBasis::LegitimateInterests)
                .flexible_on(id("measure")),
        )
        .vendor(vendor(33).having(id("games"), LegalBasis::Consent))
        .restrict(VendorId::new(27), id("measure"), interests_required)
        .restrict(VendorId::new(28), id("measure"), interests_required)
        .restrict(
            VendorId::new(29),
            id("measure"),
            Restriction::RequireConsent,
        )
        .restrict(VendorId::new(29), id("measure"), interests_required)
        .restrict(VendorId::new(30), id("measure"), Restriction::NotAllowed)
        .restrict(VendorId::new(31), id("ads"), interests_required)
        .restrict(VendorId::new(3), id("measure"), Restriction::RequireConsent)
        .restrict(VendorId::new(5), id("measure"), Restriction::RequireConsent)
        .restrict(VendorId::new(6), id("ads"), Restriction::NotAllowed)
}

fn policy(knobs: &str) -> Policy {
    table::with_knobs(builder(), knobs)
}

#[test]
fn every_case_is_decided_as_its_row_says() {
    table::check(&cases(), with_its_knobs);
}

/// In winter the days of London are those of TC strings: a campaign and a string begin at one instant, and whatever was chosen on that day answers it.
#[test]
fn a_string_of_the_first_day_of_a_campaign_answers_it() {
    let campaign = Campaign::new(day("2026-03-01"), day("2026-03-20"));
    let ads = Purpose::new(id("ads"), [LegalBasis::Consent]);
    let policy = Policy::in_zone(zone::parse("Europe/London").unwrap())
        .purpose(ads.campaign(campaign).tcf(4))
        .notice(notice("cmp", 1, &["ads"]))
        .tcf_notice(NoticeShown::new("cmp".parse().unwrap(), 1))
        .build()
        .unwrap();
    let is_allowed = |day: &str| {
        let string = format!("tc - 2026-03-01T10:00:00Z day={day} purposes=4");
        let question = Question::about("ads").for_person(person());
        let asked = at("2026-03-21T00:00:00Z");
        policy
            .decide(&ledger([string.as_str()]), question, asked)
            .is_allowed()
    };
    assert!(is_allowed("2026-03-01"));
    // Of the day before: it may have been chosen before the question, or when the question had not been seen.
    assert!(!is_allowed("2026-02-28"));
}

pub(crate) fn cases() -> Vec<Case> {
    table::cases(include_str!("../data/who_cases.tsv"))
}

pub(crate) fn with_its_knobs(case: &Case) -> Policy {
    policy(case.column("knobs"))
}

#[test]
fn both_ages_are_shown_and_the_stricter_one_decides() {
    let told = context("born=2011-06-01 in=FR holders=1");
    let question = Question::about("games")
        .for_person(person())
        .in_context(&told);
    let given = ledger(["given games 2026-07-01T10:00:00Z notice=kids@1"]);
    let decision = policy("in=DE").decide(&given, question, at("2026-07-02T10:00:00Z"));
    let ages: Vec<_> = decision
        .ages_of_consent()
        .map(|age| (age.country().to_string(), age.age()))
        .collect();
    assert_eq!(ages, [("FR".to_owned(), 15), ("DE".to_owned(), 16)]);
    assert_eq!(decision.reason(), Reason::ParentMissing);
    let french = decision.explain(Lang::Fr);
    assert!(
        french.starts_with(
            "Refusé (R7)\u{a0}: l’accord des titulaires de l’autorité parentale manque. Âge du consentement\u{a0}: 15 ans (FR), 16 ans (DE)."
        ),
        "{french}"
    );
    assert!(
        french.contains("RGPD, art. 8\u{a0}; loi 78-17, art. 45"),
        "{french}"
    );
    let english = decision.explain(Lang::En);
    assert!(
        english.starts_with(
            "Denied (R7): the consent of the holders of parental responsibility is missing. Age of consent: 15 years (FR), 16 years (DE)."
        ),
        "{english}"
    );
    let alone = policy("in=FR").decide(&given, question, at("2026-07-02T10:00:00Z"));
    assert_eq!(
        (alone.is_allowed(), alone.ages_of_consent().count()),
        (true, 1)
    );
    let invoice = Question::about("invoice")
        .for_person(person())
        .in_context(&told);
    let other = policy("in=DE").decide(&given, invoice, at("2026-07-02T10:00:00Z"));
    assert_eq!(other.ages_of_consent().count(), 0);
}

#[test]
fn a_signal_a_vendor_a_device_and_a_death_are_explained_in_both_languages() {
    let explain = |events: &[&'static str], topic: Topic<'static>| {
        let decision = policy("-").decide(
            &ledger(events.iter().copied()),
            topic.for_person(person()),
            at("2026-03-10T10:00:00Z"),
        );
        (decision.explain(Lang::Fr), decision.explain(Lang::En))
    };
    let (french, english) = explain(&["gpc - 2026-03-01T10:00:00Z"], Question::about("ads"));
    assert!(
        french.starts_with("Refusé (R13)\u{a0}: un signal du navigateur vaut refus."),
        "{french}"
    );
    assert!(
        english.starts_with("Denied (R13): a signal of the browser refused."),
        "{english}"
    );
    assert!(english.contains("GDPR, Art. 21(5)"), "{english}");
    let given = "given ads 2026-03-01T10:00:00Z notice=cmp@1";
    let through = Question::about("ads").through(VendorId::new(4));
    let (french, english) = explain(&[given], through);
    assert!(
        french.starts_with("Refusé (R12)\u{a0}: ce prestataire n’a pas été présenté"),
        "{french}"
    );
    assert!(
        english.starts_with("Denied (R12): this vendor was not disclosed"),
        "{english}"
    );
    let link = "device_linked - 2026-03-01T10:00:00Z device=8 informed=false";
    let (french, english) = explain(&[link], Question::about("ads"));
    assert!(
        french.starts_with("Refusé (R14)\u{a0}: un appareil est lié"),
        "{french}"
    );
    assert!(english.contains("CNIL 2025-131"), "{english}");
    let died = "died - 2026-03-02T10:00:00Z";
    let (french, english) = explain(&[given, died], Question::about("ads"));
    assert!(
        french.starts_with("Refusé (R7)\u{a0}: la personne est décédée."),
        "{french}"
    );
    assert!(english.contains("French Act 78-17, Art. 84"), "{english}");
}

/// The denial counts from the recording; what is told of it is the day that the string bears, as clocks show it where the policy is.
#[test]
fn a_denial_by_a_string_of_a_day_ahead_is_explained_by_that_day() {
    let string = ledger(["tc - 2026-03-05T10:00:00Z day=2026-03-09"]);
    let question = Question::about("ads").for_person(person());
    let decision = policy("-").decide(&string, question, at("2026-03-05T10:00:00Z"));
    assert_eq!(decision.reason(), Reason::RefusedBySignal);
    let french = decision.explain(Lang::Fr);
    assert!(french.contains("9 mars 2026"), "{french}");
}

#[test]
fn the_logged_out_device_keeps_its_own_choices() {
    let ledger = ledger([
        "refused ads 2026-03-01T10:00:00Z person=8",
        "given ads 2026-03-02T10:00:00Z notice=cmp@1",
        "device_linked - 2026-03-03T10:00:00Z device=8",
    ]);
    let device = PersonKey::from_bytes([8; 16]);
    let ask = |who, knobs| {
        let question = Question::about("ads").for_person(who);
        policy(knobs).decide(&ledger, question, at("2026-03-04T10:00:00Z"))
    };
    assert_eq!(ask(device, "account_prevails").reason(), Reason::Refused);
    assert!(ask(person(), "account_prevails").is_allowed());
    let account: Vec<_> = ledger.history_of_account(person()).map(Event::id).collect();
    assert_eq!(account, [event_id(2), event_id(3), event_id(1)]);
    assert_eq!(ledger.history_of_account(device).count(), 1);
}

#[test]
fn the_header_has_one_value() {
    for value in ["1", " 1", "1\t"] {
        assert_eq!(gpc::parse(value), Some(Signal::GlobalPrivacyControl(true)));
    }
    for value in [
        "", "0", "true", "?1", "1, 1", "1;q=1", "01", "\u{a0}1", "1\n",
    ] {
        assert_eq!(gpc::parse(value), None, "{value:?}");
    }
}

#[test]
fn contradictions_of_vendors_and_signals_are_errors_when_the_policy_is_built() {
    let vendor = || Vendor::new(VendorId::new(1));
    let refused = |builder: PolicyBuilder| builder.build().unwrap_err();
    let errors = [
        (
            refused(builder().vendor(vendor())),
            PolicyError::VendorTwice(VendorId::new(1)),
        ),
        (
            refused(builder().restrict(VendorId::new(9), id("ads"), Restriction::NotAllowed)),
            PolicyError::UnknownVendor(VendorId::new(9)),
        ),
        (
            refused(
                builder()
                    .vendor(Vendor::new(VendorId::new(9)).having(id("ads"), LegalBasis::Contract)),
            ),
            PolicyError::VendorBasis(VendorId::new(9)),
        ),
        (
            refused(
                builder().vendor(
                    Vendor::new(VendorId::new(9)).having(id("adverts"), LegalBasis::Consent),
                ),
            ),
            PolicyError::UnknownPurpose(id("adverts")),
        ),
        (
            refused(builder().vendor(Vendor::new(VendorId::new(9)).flexible_on(id("ads")))),
            PolicyError::UnknownPurpose(id("ads")),
        ),
        (
            refused(builder().restrict(VendorId::new(1), id("adverts"), Restriction::NotAllowed)),
            PolicyError::UnknownPurpose(id("adverts")),
        ),
        (
            refused(builder().purpose(Purpose::new(id("more"), [LegalBasis::Consent]).tcf(4))),
            PolicyError::TcfPurposeTwice(id("more")),
        ),
        (
            refused(builder().tcf_notice(NoticeShown::new("cmp".parse().unwrap(), 2))),
            PolicyError::UnknownNotice("cmp".parse().unwrap()),
        ),
    ];
    for (found, expected) in errors {
        assert_eq!(found, expected);
        assert_ne!(found.in_language(Lang::Fr), found.in_language(Lang::En));
    }
}

#[test]
fn a_decision_on_a_child_shows_nothing_of_the_child() {
    let told = context("born=2012-06-01 in=FR holders=2");
    assert_eq!(format!("{told:?}"), "PersonContext(..)");
    // The next change of a child's answer is the day on which they are of age.
    let child = context("born=2012-05-01 in=FR holders=1");
    let games = Question::about("games")
        .for_person(person())
        .in_context(&child);
    let events = [
        "given games 2026-03-01T10:00:00Z notice=kids@1",
        "parent_authorised games 2026-03-01T11:00:00Z notice=kids@1",
    ];
    let decision = policy("any").decide(&ledger(events), games, at("2026-04-01T10:00:00Z"));
    assert_eq!(decision.next_change(), Some(at("2027-04-30T22:00:00Z")));
    let shown = format!("{decision:?}");
    for hidden in ["2027", "FR", "15"] {
        assert!(!shown.contains(hidden), "{hidden}: {shown}");
    }
    assert!(
        shown.contains(&format!("{:?}", decision.reason())),
        "{shown}"
    );
}

/// What is decided on 6 March 2026.
fn decided(events: &[&str], topic: Topic<'_>, known: &str, knobs: &str) -> Decision {
    let (told, events) = (context(known), ledger(events.iter().copied()));
    let question = topic.for_person(person()).in_context(&told);
    policy(knobs).decide(&events, question, at("2026-03-06T10:00:00Z"))
}

#[test]
fn every_act_of_a_joint_consent_has_to_reach_the_vendor() {
    let child = "given games 2026-03-01T11:00:00Z notice=kids@1";
    let wide = |time: u8, holder: u8| {
        format!("parent_authorised games 2026-03-01T{time}:00:00Z notice=kids@1 holder={holder}")
    };
    let narrow = |time, holder| wide(time, holder) + " vendors=34";
    let reason = |events: [&str; 3], known| {
        let topic = Question::about("games").through(VendorId::new(33));
        decided(&events, topic, known, "-").reason()
    };
    let two = "born=2012-01-15 in=FR holders=2";
    let all = reason([child, &wide(12, 1), &wide(13, 2)], two);
    assert_eq!(all, Reason::ConsentGiven);
    for events in [
        [child, &narrow(12, 1), &wide(13, 2)],
        [child, &wide(12, 1), &narrow(13, 2)],
        [&wide(10, 1), child, &narrow(12, 2)],
        [&narrow(10, 1), child, &wide(12, 2)],
    ] {
        assert_eq!(reason(events, two), Reason::VendorRefused, "{events:?}");
    }
    // A string between the two refuses what the later one alone would let.
    let string = "tc - 2026-03-02T10:00:00Z day=2026-03-02 disclosed=33";
    let parent = "parent_authorised games 2026-03-03T10:00:00Z notice=kids@1";
    let between = reason([child, string, parent], "born=2012-01-15 in=FR holders=1");
    assert_eq!(between, Reason::VendorRefused);
}

#[test]
fn a_joint_consent_is_decided_by_its_last_act() {
    let first = "parent_authorised games 2026-03-01T10:00:00Z notice=kids@1";
    let child = "given games 2026-03-01T11:00:00Z notice=kids@1";
    let second = "parent_authorised games 2026-03-01T12:00:00Z notice=kids@1 holder=2";
    let known = "born=2012-01-15 in=FR holders=2";
    let joint = |events: &[&str]| decided(events, Question::about("games"), known, "-");
    let decision = joint(&[first, child, second]);
    assert!(decision.is_allowed());
    assert_eq!(decision.deciding_event(), Some(event_id(3)));
    // Its place is that of its first act all the same.
    let restricted = "restricted games 2026-03-01T10:30:00Z";
    let decision = joint(&[first, restricted, child, second]);
    assert_eq!(decision.reason(), Reason::Restricted);
}

/// Art. 45 of the Act: jointly by the minor and the holders, so that a holder's two hats are not two persons.
#[test]
fn who_represents_a_child_does_not_consent_in_its_place() {
    let games = |by: &str, known: &str, knobs: &str| {
        let given = format!("given games 2026-03-01T10:00:00Z notice=kids@1 by={by}");
        let parent = "parent_authorised games 2026-03-01T11:00:00Z notice=kids@1 by=guardian";
        decided(&[&given, parent], Question::about("games"), known, knobs).reason()
    };
    let child = "born=2014-01-15 in=FR holders=1 guardian=true proxy=true";
    let grown = "born=1990-01-15 in=FR guardian=true proxy=true";
    for by in ["guardian", "proxy"] {
        for knobs in ["guardian proxy", "guardian proxy outlasts"] {
            assert_eq!(games(by, child, knobs), Reason::NotRepresented, "{by}");
            assert_eq!(games(by, grown, knobs), Reason::ConsentGiven, "{by}");
        }
    }
    assert_eq!(games("person", child, "guardian"), Reason::ConsentGiven);
    // Fifteen since: what a guardian did in the child's place is no more the child's than it was.
    let since = "born=2011-03-03 in=FR holders=1 guardian=true";
    let reason = games("guardian", since, "guardian outlasts");
    assert_eq!(reason, Reason::NotRepresented);
}

/// What opens again is the consent: an objection after a decision for the controller was decided by nobody.
#[test]
fn no_decision_that_an_objection_outlived_lets_a_processing_through() {
    let objected = |day: u8| format!("objected measure 2026-03-0{day}T10:00:00Z to=other");
    let upheld = "grounds_decided measure 2026-03-02T10:00:00Z for=person";
    let rejected = "grounds_decided measure 2026-03-02T10:00:00Z for=controller";
    let given = "given measure 2026-03-04T10:00:00Z notice=cmp@1";
    let deciding = |events: &[&str]| {
        let decision = decided(events, Question::about("measure"), "", "-");
        assert!(decision.is_allowed(), "{events:?}");
        decision.deciding_event()
    };
    assert_eq!(deciding(&[&objected(1), upheld, given]), None);
    assert_eq!(
        deciding(&[&objected(1), rejected, &objected(3), given]),
        None
    );
    assert_eq!(deciding(&[&objected(1), rejected]), Some(event_id(2)));
    // A contract is not weighed: no objection blocks it, and no decision frees it.
    let contract = [
        "objected invoice 2026-03-01T10:00:00Z to=other",
        "grounds_decided invoice 2026-03-02T10:00:00Z for=controller",
    ];
    let invoice = decided(&contract, Question::about("invoice"), "", "-");
    assert!(invoice.is_allowed());
    assert_eq!(invoice.deciding_event(), None);
    assert_eq!(
        deciding(&[&objected(1), rejected, given]),
        Some(event_id(2))
    );
}

/// Art. 21(2) and (3) GDPR: against an objection to marketing no basis helps, and it says nothing of what is no marketing.
#[test]
fn an_objection_to_marketing_leaves_what_a_string_consents_to_otherwise() {
    let consent = |name: &str| Purpose::new(id(name), [LegalBasis::Consent]);
    let policy = Policy::in_zone(zone::parse("Europe/Paris").unwrap())
        .purpose(consent("content").tcf(8))
        .purpose(consent("ads").marketing().tcf(4))
        .notice(notice("cmp", 1, &["content", "ads"]))
        .tcf_notice(NoticeShown::new("cmp".parse().unwrap(), 1))
        .build()
        .unwrap();
    let string = "tc - 2026-03-05T10:00:00Z day=2026-03-05 purposes=4+8";
    let reason = |objected: &str, about| {
        let objected = format!("objected {objected}");
        let question = Question::about(about).for_person(person());
        let events = ledger([objected.as_str(), string]);
        policy
            .decide(&events, question, at("2026-03-06T10:00:00Z"))
            .reason()
    };
    for (objected, about, expected) in [
        (
            "all 2026-03-05T09:00:00Z to=marketing",
            "content",
            Reason::ConsentGiven,
        ),
        (
            "ads 2026-03-05T09:00:00Z to=marketing",
            "content",
            Reason::ConsentGiven,
        ),
        (
            "all 2026-03-05T09:00:00Z to=marketing",
            "ads",
            Reason::MarketingObjection,
        ),
        (
            "content 2026-03-05T09:00:00Z to=marketing",
            "content",
            Reason::MarketingObjection,
        ),
        (
            "all 2026-03-05T09:00:00Z to=other",
            "content",
            Reason::Withdrawn,
        ),
        (
            "all 2026-03-04T09:00:00Z to=other",
            "content",
            Reason::ConsentGiven,
        ),
    ] {
        assert_eq!(reason(objected, about), expected, "{objected}, {about}");
    }
}

/// Art. 4(11) GDPR: a consent to the whole is none to a part that was refused by name, and answers no refusal of a vendor for it.
#[test]
fn a_vendor_refused_for_a_part_is_answered_by_a_consent_to_the_part() {
    let consent = |name: &str| Purpose::new(id(name), [LegalBasis::Consent]);
    let one = VendorId::new(1);
    let policy = Policy::in_zone(zone::parse("Europe/Paris").unwrap())
        .purpose(consent("whole"))
        .purpose(consent("part").child_of(id("whole")).tcf(3))
        .notice(notice("cmp", 1, &["whole", "part"]).disclosing([one]))
        .tcf_notice(NoticeShown::new("cmp".parse().unwrap(), 1))
        .vendor(Vendor::new(one).having(id("part"), LegalBasis::Consent))
        .build()
        .unwrap();
    for (answer, expected) in [
        ("whole", Reason::VendorRefused),
        ("part", Reason::ConsentGiven),
    ] {
        let given = format!("given {answer} 2026-03-03T10:00:00Z notice=cmp@1");
        let events = ledger([
            "refused part 2026-03-01T10:00:00Z",
            "vendors_refused part 2026-03-03T09:00:00Z vendors=1",
            given.as_str(),
            "tc - 2026-03-03T10:01:00Z day=2026-03-03 purposes=3 vendors=1 disclosed=1",
        ]);
        let question = Question::about("part").through(one).for_person(person());
        let decision = policy.decide(&events, question, at("2026-03-06T10:00:00Z"));
        assert_eq!(decision.reason(), expected, "{answer}");
    }
}
