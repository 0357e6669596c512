//! What values tell of themselves: the provisions behind an answer, texts in both languages, and nothing of a person.

use greffe_consent::signal::tcf::TcString;
use greffe_consent::*;
use greffe_terms::{Lang, LegalBasis, SensitiveCategory, SpecialCondition};

use crate::fixture::{at, builder, day, erasure, event, event_id, id, ledger_of, person};
use crate::tcf_encoder::Draft;

/// The provisions of each reason, by the text of the law that it applies.
#[test]
fn every_reason_names_the_provisions_that_it_applies() {
    use Reason as R;
    let table: &[(&[Reason], &[&str])] = &[
        (
            &[R::UnknownPurpose, R::NoBasis],
            &["GDPR 5(1)(b)", "GDPR 6(1)"],
        ),
        (&[R::DatedAhead], &["GDPR 5(2)", "GDPR 7(1)"]),
        (&[R::Restricted], &["GDPR 18(2)"]),
        (&[R::MarketingObjection], &["GDPR 21(2)", "GDPR 21(3)"]),
        (&[R::ObjectionPending], &["GDPR 21(1)", "GDPR 18(1)(d)"]),
        (&[R::ObjectionUpheld], &["GDPR 21(1)", "GDPR 17(1)(c)"]),
        (
            &[
                R::ChannelNotListed,
                R::ChannelMissing,
                R::ChannelNeedsConsent,
                R::ProfessionalNotTold,
                R::InformedProfessional,
                R::SoftOptIn,
            ],
            &["CPCE L34-5", "2002/58/EC 13"],
        ),
        (&[R::TrainingAccountBan], &["C. trav. L6323-8-1"]),
        (
            &[R::DwellingWorksBan],
            &["C. conso. L223-1", "loi 2025-594 13"],
        ),
        (
            &[
                R::OppositionListUnchecked,
                R::OnOppositionList,
                R::CallNeedsConsent,
                R::OngoingContract,
                R::CallNotOpposed,
            ],
            &["C. conso. L223-1"],
        ),
        (
            &[
                R::CallContextUnknown,
                R::OutsideCallHours,
                R::TooManyCalls,
                R::CallRefused,
            ],
            &["C. conso. D223-9"],
        ),
        (
            &[R::TerminalNeedsConsent, R::TerminalExempt],
            &["loi 78-17 82", "2002/58/EC 5(3)"],
        ),
        (&[R::NotSeparate], &["loi 78-17 82", "CNIL 2026-042"]),
        (&[R::NotExpress], &["GDPR 9(2)(a)", "EDPB 05/2020 §93"]),
        (
            &[
                R::AgeUnknown,
                R::ResidenceUnknown,
                R::HoldersUnknown,
                R::ParentMissing,
            ],
            &["GDPR 8", "loi 78-17 45"],
        ),
        (&[R::OwnConsentDue], &["GDPR 8", "EDPB 05/2020 §147"]),
        (&[R::NotRepresented], &["GDPR 4(11)", "GDPR 7(1)"]),
        (&[R::Deceased], &["loi 78-17 84", "loi 78-17 85"]),
        (
            &[
                R::VendorNotListed,
                R::VendorRestricted,
                R::VendorNeedsConsent,
                R::VendorNotDisclosed,
                R::VendorRefused,
            ],
            &["GDPR 4(11)", "GDPR 13(1)(e)"],
        ),
        (&[R::RefusedBySignal], &["GDPR 7(3)", "GDPR 21(5)"]),
        (&[R::DeviceNotMerged], &["loi 78-17 82", "CNIL 2025-131"]),
        (&[R::Withdrawn], &["GDPR 7(3)", "GDPR 17(1)(b)"]),
        (
            &[R::Silence, R::NoAffirmativeAct],
            &["GDPR 4(11)", "GDPR recital 32", "EDPB 05/2020"],
        ),
        (&[R::ConsentGiven], &["GDPR 7"]),
        (&[R::OtherBasis], &[]),
        (&[R::NothingToAsk], &["GDPR 4(1)", "loi 78-17 82"]),
        // What a consent lacks, by its definition and its conditions.
        (
            &[
                R::Refused,
                R::Expired,
                R::NotThePersonsAct,
                R::UnknownNotice,
                R::NotInNotice,
                R::NotNamed,
                R::WordingDiffers,
                R::NoticeOutdated,
                R::NotConfirmed,
                R::ImportedOnly,
                R::NoConsent,
            ],
            &["GDPR 4(11)", "GDPR 7"],
        ),
    ];
    for (reasons, provisions) in table {
        for reason in *reasons {
            let cited = reason.citations().iter().map(ToString::to_string);
            assert_eq!(cited.collect::<Vec<_>>(), *provisions, "{reason:?}");
        }
    }
    let listed: usize = table.iter().map(|(reasons, _)| reasons.len()).sum();
    assert_eq!(listed, Reason::ALL.len());
}

#[test]
fn a_decision_names_the_letter_of_article_6_that_it_claims() {
    for (basis, letter) in [
        (LegalBasis::Contract, "GDPR 6(1)(b)"),
        (LegalBasis::LegalObligation, "GDPR 6(1)(c)"),
        (LegalBasis::VitalInterests, "GDPR 6(1)(d)"),
        (LegalBasis::PublicTask, "GDPR 6(1)(e)"),
        (LegalBasis::LegitimateInterests, "GDPR 6(1)(f)"),
    ] {
        let purpose = Purpose::new(id("one"), [basis])
            .special_categories([SensitiveCategory::Health])
            .on_condition(SpecialCondition::VitalInterests);
        assert_eq!(
            purpose.special().collect::<Vec<_>>(),
            [SensitiveCategory::Health]
        );
        let policy = builder().purpose(purpose).build().unwrap();
        let question = Question::about("one").for_person(person());
        let decision = policy.decide(&ledger_of(&[]), question, at("2026-03-01T10:00:00Z"));
        let verdict = decision.verdict();
        assert_eq!(verdict.basis(), Some(basis));
        assert_eq!(
            verdict.special_condition(),
            Some(SpecialCondition::VitalInterests)
        );
        let cited: Vec<String> = decision
            .citations()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(cited[..2], [letter, "GDPR 9(2)(c)"]);
    }
}

#[test]
fn each_ground_of_an_exemption_names_its_sources() {
    for ground in ExemptionGround::ALL {
        let exemption = Exemption::new(*ground, "panier");
        assert!(!exemption.citations().is_empty(), "{ground:?}");
    }
}

#[test]
fn errors_are_said_in_the_language_that_was_asked_for() {
    let no_purpose = Kind::Refused {
        purposes: Scope::only([]),
    };
    let when = at("2026-03-01T10:00:00Z");
    let refused = Event::new(
        event_id(1),
        person(),
        (when, when),
        Provenance::Person,
        no_purpose,
    );
    let event = refused.unwrap_err();
    let twice = builder().purpose(Purpose::new(id("advice"), [LegalBasis::Consent]));
    let policy = twice.build().unwrap_err();
    let context = PersonContext::from_toml("born = 1").unwrap_err();
    let ledger = Ledger::from_json_lines("{\"id\":\"x\"}\n").unwrap_err();
    let said = |lang| {
        [
            event.in_language(lang),
            policy.in_language(lang),
            context.in_language(lang),
            ledger.in_language(lang),
        ]
    };
    let shown = [
        event.to_string(),
        policy.to_string(),
        context.to_string(),
        ledger.to_string(),
    ];
    assert_eq!(said(Lang::En), shown);
    for (french, english) in said(Lang::Fr).iter().zip(&shown) {
        assert_ne!(french, english);
        assert!(!english.is_empty());
    }
    // A line of a ledger says what is wrong with it, and where.
    assert!(shown[3].starts_with("line 1: `"), "{}", shown[3]);
    assert!(shown[3].contains("`id`"), "{}", shown[3]);
    let broken = Ledger::from_json_lines("{\"id\": ?}\n")
        .unwrap_err()
        .to_string();
    assert!(broken.contains("column 8"), "{broken}");
    let unknown = "shouted".parse::<Act>().unwrap_err();
    assert_eq!(unknown.list(), "act");
}

#[test]
fn whatever_can_open_something_has_to_say_what() {
    let shown = || NoticeShown::new("letter".parse().unwrap(), 1);
    let consent = || Consent::new(Act::TickedBox, shown(), []);
    let none = || Scope::only([]);
    let when = at("2026-03-01T10:00:00Z");
    let granted = ImportedState::Granted;
    for (provenance, kind) in [
        (Provenance::Operator, Kind::Requested { purposes: none() }),
        (Provenance::Person, Kind::Given(consent())),
        (Provenance::Person, Kind::Renewed(consent())),
        (
            Provenance::Parent,
            Kind::ParentAuthorised(Authorisation::new(consent(), Evidence::SignedForm)),
        ),
        (
            Provenance::Person,
            Kind::Confirmed {
                act: Act::PressedButton,
                purposes: none(),
            },
        ),
        (
            Provenance::Import,
            Kind::Imported {
                state: granted,
                purposes: none(),
            },
        ),
    ] {
        let made = Event::new(
            event_id(1),
            person(),
            (when, when),
            provenance,
            kind.clone(),
        );
        assert_eq!(made, Err(EventError::NoPurpose), "{kind:?}");
    }
    // To all purposes at once a person can only say no.
    let all = |kind| {
        Event::new(
            event_id(1),
            person(),
            (when, when),
            Provenance::Person,
            kind,
        )
    };
    assert!(
        all(Kind::Withdrawn {
            purposes: Scope::All
        })
        .is_ok()
    );
    let act = Act::PressedButton;
    let confirmed = Kind::Confirmed {
        act,
        purposes: Scope::All,
    };
    assert_eq!(all(confirmed), Err(EventError::NoPurpose));
}

#[test]
fn what_a_parent_authorised_ends_at_the_microsecond_too() {
    let shown = NoticeShown::new("letter".parse().unwrap(), 1);
    let end = at("2027-03-01T10:00:00.123456789Z");
    let consent = Consent::new(Act::TickedBox, shown, [id("club")]).expiring(end);
    let kind = Kind::ParentAuthorised(Authorisation::new(consent, Evidence::SignedForm));
    let when = at("2026-03-01T10:00:00Z");
    let event = Event::new(
        event_id(1),
        person(),
        (when, when),
        Provenance::Parent,
        kind,
    )
    .unwrap();
    let Kind::ParentAuthorised(authorisation) = event.kind() else {
        panic!("{event:?}")
    };
    let kept = authorisation.consent().expires().unwrap();
    assert_eq!(kept, at("2027-03-01T10:00:00.123456Z"));
}

#[test]
fn a_decision_for_the_person_that_is_dated_ahead_counts_at_once() {
    let now = at("2026-03-02T10:00:00Z");
    let policy = builder().build().unwrap();
    let objected = event(1, "objected call-stats 2026-03-01T10:00:00Z to=other");
    let upheld = "grounds_decided call-stats 2027-03-01T10:00:00Z~2026-03-01T12:00:00Z for=person";
    let question = Question::about("call-stats").for_person(person());
    let decision = policy.decide(&ledger_of(&[objected, event(2, upheld)]), question, now);
    assert_eq!(decision.reason(), Reason::ObjectionUpheld);
}

#[test]
fn a_campaign_that_ends_the_day_before_it_begins_is_none() {
    let build = |asked, deadline| {
        let campaign = Campaign::new(day(asked), day(deadline));
        let purpose = Purpose::new(id("new"), [LegalBasis::Consent]).campaign(campaign);
        builder().purpose(purpose).build().is_ok()
    };
    assert!(build("2026-03-01", "2026-03-01"));
    assert!(!build("2026-03-01", "2026-02-28"));
}

#[test]
fn what_a_file_says_of_unsubscriptions_is_what_it_means() {
    let policy = |said: &str| {
        let text = format!("zone = \"Europe/Paris\"\n{said}");
        Policy::from_toml(&text).unwrap().digest()
    };
    let usual = policy("");
    assert_eq!(policy("unsubscription = \"objection\""), usual);
    assert_ne!(policy("unsubscription = \"withdrawal\""), usual);
}

#[test]
fn collections_tell_whether_they_are_empty() {
    let contact = ContactKey::from_bytes([3; 16]);
    let mut list = SuppressionList::new();
    assert!(list.is_empty() && !list.contains(contact));
    list.add(contact);
    assert!(!list.is_empty() && list.contains(contact));
    assert!(ledger_of(&[]).is_empty());
    let withdrawn = event(1, "withdrawn advice 2026-03-01T10:00:00Z");
    assert!(!ledger_of(&[withdrawn]).is_empty());
    assert_eq!(person().to_hex(), "07".repeat(16));
}

#[test]
fn a_receipt_knows_its_language() {
    let ledger = ledger_of(&[event(1, "given newsletter 2026-03-01T10:00:00Z")]);
    for lang in [Lang::Fr, Lang::En] {
        assert_eq!(crate::receipt::receipt_in(&ledger, 1, lang).lang(), lang);
    }
}

/// What a log shows of them: which type it is, and nothing of the person.
#[test]
fn values_show_what_they_are_and_nothing_more() {
    let given = event(1, "given newsletter 2026-03-01T10:00:00Z");
    let ledger = ledger_of(std::slice::from_ref(&given));
    let policy = builder().build().unwrap();
    let now = at("2026-03-02T10:00:00Z");
    let question = Question::about("newsletter").by(greffe_terms::Channel::Email);
    let packed = PackedLedger::try_from(&ledger).unwrap();
    let audience = policy.audience(&packed, question, now).unwrap();
    let rows = [Ok::<_, ()>((person(), Some(given.clone())))];
    let stream = policy.audience_of_stream(rows, question, now, now).unwrap();
    let decision = policy.decide(&ledger, question.for_person(person()), now);
    let tc = TcString::parse(&Draft::accepted("2026-03-11", &[1], &[2]).text()).unwrap();
    let choices = greffe_consent::signal::TcChoices::try_from(&tc).unwrap();
    for (shown, begins) in [
        (format!("{audience:?}"), "Audience"),
        (format!("{stream:?}"), "AudienceStream"),
        (format!("{:?}", CountryCode::FRANCE), "FR"),
        (format!("{decision:?}"), "Decision"),
        (format!("{:?}", given.kind()), "Kind"),
        (format!("{:?}", erasure().decision()), "DecisionReference"),
        (format!("{choices:?}"), "TcChoices"),
        (format!("{tc:?}"), "TcString"),
    ] {
        assert!(shown.starts_with(begins), "{begins}: {shown}");
        for value in ["0707", "2026-03", "newsletter@", "requests/"] {
            assert!(!shown.contains(value), "{begins}: {shown}");
        }
    }
    // The event that decided is told by the end of its id.
    let end = format!("{:?}", given.id());
    assert!(format!("{decision:?}").contains(&end), "{decision:?}");
    assert_eq!(erasure().decision().to_string(), "requests/2026-014");
    // Hashes are shown whole: they are compared.
    let (head, content, digest) = (ledger.head(), given.content_digest(), policy.digest());
    assert_eq!(format!("{head:?}"), head.to_string());
    assert_eq!(format!("{content:?}"), content.to_string());
    assert_eq!(format!("{digest:?}"), digest.to_string());
    assert_eq!(head.to_string().len(), 64);
}
