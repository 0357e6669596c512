//! Publications of notices, and that no decision depends on them.

use greffe_consent::*;
use greffe_terms::{Channel, Lang};
use proptest::prelude::*;

use crate::fixture::{ask, at, builder, event, event_id, id, ledger, policy};

/// A publication of the imaginary bookshop, under its own pseudonym.
fn published(notice: &str, when: &str) -> String {
    format!("notice_published - {when} notice={notice} person=255")
}

fn findings(
    policy: &Policy,
    events: &[String],
) -> Vec<(NoticeFault, String, u32, Option<EventId>)> {
    let forth = policy.audit_notices(&ledger(events.iter().map(String::as_str)));
    let mut backwards = Ledger::new();
    for (text, number) in events.iter().zip(1..).collect::<Vec<_>>().into_iter().rev() {
        backwards.append(event(number, text)).unwrap();
    }
    assert_eq!(
        policy.audit_notices(&backwards),
        forth,
        "the order of arrival matters"
    );
    forth
        .iter()
        .map(|found| {
            let notice = found.notice().as_str().to_owned();
            (found.fault(), notice, found.version(), found.event())
        })
        .collect()
}

#[test]
fn what_was_published_as_the_policy_has_it_gives_no_finding() {
    let events = [
        published("account@1", "2026-01-01T00:00:00Z"),
        published("account@2", "2026-02-01T00:00:00Z"),
        // Once more: the first one counts.
        published("account@2", "2026-05-01T00:00:00Z"),
        "given survey 2026-02-01T00:00:00Z notice=account@2".to_owned(),
        "parent_authorised advice 2026-01-05T00:00:00Z notice=account@1".to_owned(),
        // Nobody recorded a publication of this notice.
        "given newsletter 2020-01-01T00:00:00Z notice=letter@1".to_owned(),
    ];
    assert_eq!(findings(&policy(), &events), []);
    assert_eq!(policy().audit_notices(&Ledger::new()), []);
}

#[test]
fn a_version_that_the_policy_lacks_is_found() {
    let events = [
        published("letter@1", "2026-01-01T00:00:00Z"),
        published("letter@3", "2026-02-01T00:00:00Z"),
        published("poster@1", "2026-02-01T00:00:00Z"),
    ];
    let unknown = NoticeFault::UnknownVersion;
    assert_eq!(
        findings(&policy(), &events),
        [
            (unknown, "letter".to_owned(), 3, Some(event_id(2))),
            (unknown, "poster".to_owned(), 1, Some(event_id(3))),
        ]
    );
}

#[test]
fn other_words_are_found_where_both_are_known() {
    let worded = |words: &str| {
        let poster = Notice::new("poster".parse().unwrap(), 1, [id("newsletter")]);
        builder()
            .notice(poster.worded(WordingDigest::of(words)))
            .build()
            .unwrap()
    };
    let with_words = published("poster@1", "2026-01-01T00:00:00Z") + " words=Oui";
    let without = published("poster@1", "2026-01-01T00:00:00Z");
    let other = (
        NoticeFault::OtherWording,
        "poster".to_owned(),
        1,
        Some(event_id(1)),
    );
    assert_eq!(
        findings(&worded("Non"), std::slice::from_ref(&with_words)),
        [other]
    );
    assert_eq!(findings(&worded("Oui"), &[with_words]), []);
    assert_eq!(findings(&worded("Non"), &[without]), []);
}

#[test]
fn a_consent_before_the_first_publication_is_found() {
    let consents = ["given", "renewed", "parent_authorised"];
    for kind in consents {
        let consent =
            |when: &str, version| format!("{kind} advice {when} notice=account@{version}");
        let events = [
            published("account@1", "2026-01-01T00:00:00Z"),
            published("account@2", "2026-02-01T00:00:00Z"),
            consent("2026-01-31T23:59:59Z", 2),
            consent("2026-02-01T00:00:00Z", 2),
            consent("2026-01-01T00:00:00Z", 1),
            // A version that nobody ever published.
            consent("2026-06-01T00:00:00Z", 7),
        ];
        let early = NoticeFault::ConsentBeforePublication;
        let account = || "account".to_owned();
        assert_eq!(
            findings(&policy(), &events),
            [
                (early, account(), 2, Some(event_id(3))),
                (early, account(), 7, Some(event_id(6)))
            ]
        );
    }
}

#[test]
fn a_version_that_was_never_published_is_found_where_others_were() {
    let events = [published("account@2", "2026-02-01T00:00:00Z")];
    let never = (NoticeFault::NeverPublished, "account".to_owned(), 1, None);
    assert_eq!(findings(&policy(), &events), [never]);
}

#[test]
fn a_finding_says_where_in_both_languages_and_nothing_of_the_person() {
    let early = "given advice 2026-01-31T23:59:59Z notice=account@1".to_owned();
    let events = [published("account@1", "2026-02-01T00:00:00Z"), early];
    let ledger = ledger(events.iter().map(String::as_str));
    let found = policy().audit_notices(&ledger);
    assert_eq!(
        found[0].to_string(),
        "notice `account`, version 1, event ..00000002: a consent to this version precedes every publication of it"
    );
    assert_eq!(
        found[0].in_language(Lang::Fr),
        "mention `account`, version 1, événement ..00000002\u{a0}: un consentement à cette version précède toute publication de celle-ci"
    );
    assert_eq!(
        found[1].in_language(Lang::Fr),
        "mention `account`, version 2\u{a0}: cette version de la politique n’a jamais été publiée, alors que d’autres l’ont été"
    );
    for fault in NoticeFault::ALL {
        assert_ne!(fault.label(Lang::Fr), fault.label(Lang::En));
        assert_eq!(fault.code().parse(), Ok(*fault));
    }
}

#[test]
fn only_the_controller_publishes() {
    let when = at("2026-02-01T00:00:00Z");
    for provenance in Provenance::ALL {
        let kind = Kind::NoticePublished(NoticeShown::new("account".parse().unwrap(), 1));
        let published = Event::new(
            event_id(1),
            PersonKey::from_bytes([255; 16]),
            (when, when),
            *provenance,
            kind,
        );
        assert_eq!(published.is_ok(), *provenance == Provenance::Operator);
    }
}

/// About nobody: an audience of everybody leaves the controller's pseudonym out.
#[test]
fn nobody_is_reached_for_a_publication() {
    let events = [
        published("account@1", "2026-02-01T00:00:00Z"),
        "given newsletter 2026-02-01T00:00:00Z".to_owned(),
    ];
    let packed = PackedLedger::try_from(&ledger(events.iter().map(String::as_str))).unwrap();
    assert_eq!((packed.len(), packed.histories().count()), (1, 1));
}

proptest! {
    #[test]
    fn no_decision_depends_on_what_was_published(
        hours in 0..9000_i64, version in 0..4_u32, own in any::<bool>(), purpose in 0..5_usize, later in 0..9000_i64,
    ) {
        let purpose = ["newsletter", "readers", "almanac", "call-stats", "invoice"][purpose];
        let mut known = ledger([
            "requested almanac 2026-02-20T10:00:00Z",
            "given newsletter+readers 2026-03-01T10:00:00Z notice=account@1",
            "given almanac 2026-02-01T10:00:00Z",
            "objected call-stats 2026-04-01T10:00:00Z to=other",
        ]);
        let t = at("2026-01-01T00:00:00Z") + chrono::TimeDelta::hours(later);
        let before = policy().decide(&known, ask(purpose), t);
        let when = at("2026-01-01T00:00:00Z") + chrono::TimeDelta::hours(hours);
        let whose = if own { crate::fixture::person() } else { PersonKey::from_bytes([255; 16]) };
        let kind = Kind::NoticePublished(NoticeShown::new("account".parse().unwrap(), version));
        known.append(Event::new(event_id(99), whose, (when, when), Provenance::Operator, kind).unwrap()).unwrap();
        prop_assert_eq!(policy().decide(&known, ask(purpose), t), before);
        let by_post = Question::about(purpose).by(Channel::Post).for_person(PersonKey::from_bytes([255; 16]));
        prop_assert_eq!(policy().decide(&known, by_post, t), policy().decide(&Ledger::new(), by_post, t));
    }
}
