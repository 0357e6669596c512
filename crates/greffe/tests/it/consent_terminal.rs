//! Trackers and collection modes of a register in its consent policy.

use greffe::consent::{
    Access, Act, Consent, Event, EventId, ExemptionGround, Kind, Ledger, NoticeShown, Outcome,
    PersonKey, Policy, Provenance, Question, Reason,
};
use greffe::register::Register;
use greffe::{CarriedTerms, GapKind, RegisterExt};
use proptest::prelude::*;

use crate::consent_terms::{PERSON, at};

/// One person's consent to one purpose, by the button of a dialogue.
pub(crate) fn chosen(purpose: &str, when: &str) -> Ledger {
    let shown = NoticeShown::new("dialogue".parse().unwrap(), 1);
    let consent = Consent::new(Act::PressedButton, shown, [purpose.parse().unwrap()]);
    let event = Event::new(
        EventId::from_bytes([3; 16]),
        PersonKey::from_bytes(PERSON),
        (at(when), at(when)),
        Provenance::Person,
        Kind::Given(consent),
    );
    let mut ledger = Ledger::new();
    ledger.append(event.unwrap()).unwrap();
    ledger
}

fn terms(more: &str) -> CarriedTerms {
    let text = format!(
        "organisation = {{ name = \"Atelier Hélianthe\" }}\nsite = [{{ name = \"www.helianthe.example\" }}]\n{more}"
    );
    let register = Register::from_toml(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    register.consent_terms().unwrap()
}

fn tracker(more: &str) -> CarriedTerms {
    terms(&format!(
        "tracker = [{{ site = \"www.helianthe.example\", name = \"t\", {more} }}]"
    ))
}

fn built(terms: &CarriedTerms) -> Policy {
    terms.clone().into_builder().build().unwrap()
}

fn decided(policy: &Policy, purpose: &str) -> (Outcome, Reason) {
    let question = Question::about(purpose).for_person(PersonKey::from_bytes(PERSON));
    let decision = policy.decide(&Ledger::new(), question, at("2026-11-26T10:00:00Z"));
    (decision.outcome(), decision.reason())
}

fn kinds(terms: &CarriedTerms) -> Vec<GapKind> {
    terms.gaps().iter().map(greffe::Gap::kind).collect()
}

const TRACKER: &str = "tracker.www.helianthe.example.t";
const EXEMPT: (Outcome, Reason) = (Outcome::NotRequired, Reason::TerminalExempt);
const ASKED: (Outcome, Reason) = (Outcome::Deny, Reason::TerminalNeedsConsent);

#[test]
fn an_exemption_serves_where_its_words_name_a_ground_of_the_act_with_a_reason() {
    for (more, expected, gap) in [
        (
            "consent = \"none\", exemption = \"strictly_necessary: keeps the basket\"",
            EXEMPT,
            None,
        ),
        (
            "consent = \"none\", exemption = \"Strictement nécessaire au service demandé\u{a0}: garde le panier\"",
            EXEMPT,
            None,
        ),
        (
            "consent = \"optional\", exemption = \"communication_only\", purposes = [\"Spreads the load\"]",
            EXEMPT,
            None,
        ),
        (
            "consent = \"none\", exemption = \"communication_only\"",
            ASKED,
            Some(GapKind::ExemptionUnproven),
        ),
        (
            "consent = \"none\", exemption = \"It is necessary\"",
            ASKED,
            Some(GapKind::ExemptionUnproven),
        ),
        (
            "consent = \"none\", exemption = \"audience_measurement: counts visits\", lifetime = \"P13M\"",
            ASKED,
            Some(GapKind::ExemptionUnproven),
        ),
        ("consent = \"none\"", ASKED, Some(GapKind::ExemptionMissing)),
        (
            "consent = \"required\", exemption = \"strictly_necessary: keeps the basket\"",
            ASKED,
            None,
        ),
        (
            "exemption = \"strictly_necessary: keeps the basket\"",
            ASKED,
            Some(GapKind::ConsentUnknown),
        ),
    ] {
        let terms = tracker(&format!("storage = \"cookie\", {more}"));
        assert_eq!(decided(&built(&terms), TRACKER), expected, "{more}");
        let mut found = kinds(&terms);
        found.retain(|kind| *kind != GapKind::ServesInWords);
        assert_eq!(found, Vec::from_iter(gap), "{more}");
    }
}

#[test]
fn the_recorded_exemption_keeps_its_ground_and_the_controllers_reason() {
    let terms = tracker(
        "storage = \"cookie\", consent = \"none\", exemption = \"strictly_necessary: keeps the basket\"",
    );
    let policy = built(&terms);
    let exemption = policy.purpose(TRACKER).unwrap().exemption().unwrap();
    assert_eq!(exemption.ground(), ExemptionGround::StrictlyNecessary);
    assert_eq!(exemption.reason(), "keeps the basket");
}

#[test]
fn how_a_tracker_is_stored_says_how_the_terminal_is_accessed() {
    for (storage, access) in [
        ("cookie", Access::Cookie),
        ("local_storage", Access::LocalStorage),
        ("pixel", Access::PagePixel),
        ("script", Access::Undocumented),
    ] {
        let terms = tracker(&format!("storage = \"{storage}\", consent = \"required\""));
        assert_eq!(
            built(&terms).purpose(TRACKER).unwrap().access(),
            Some(access)
        );
        let undocumented = kinds(&terms).contains(&GapKind::AccessUndocumented);
        assert_eq!(undocumented, access == Access::Undocumented);
    }
    let exempt = "consent = \"none\", exemption = \"strictly_necessary: it is\"";
    let script = tracker(&format!("storage = \"script\", {exempt}"));
    assert_eq!(decided(&built(&script), TRACKER), ASKED);
}

#[test]
fn a_tracker_that_names_the_purpose_it_serves_is_closed_with_it() {
    let record = "[[processing]]\nref = \"A\"\nname = \"A\"\nsensitive = \"none\"\npurpose = [{ id = \"audience\", name = { fr = \"Mesurer\", en = \"Measure\" }, basis = \"consent\" }]\n";
    let site = "[[tracker]]\nsite = \"www.helianthe.example\"\nname = \"t\"\nstorage = \"cookie\"\nconsent = \"required\"\n";
    for (purposes, linked) in [
        ("[\"audience\"]", true),
        ("[{ fr = \"Mesurer\", en = \"Measure\" }]", true),
        ("[\"Measure\"]", false),
        ("[\"audience\", \"security\"]", false),
        ("[]", false),
    ] {
        let terms = terms(&format!("{record}{site}purposes = {purposes}\n"));
        assert_eq!(
            kinds(&terms).contains(&GapKind::ServesInWords),
            !linked,
            "{purposes}"
        );
        let dialogue = "dialogue".parse().unwrap();
        let listed = ["audience", TRACKER].map(|id| id.parse().unwrap());
        let notice = greffe::consent::Notice::new(dialogue, 1, listed);
        let policy = terms.into_builder().notice(notice).build().unwrap();
        let mut ledger = chosen(TRACKER, "2026-11-01T10:00:00Z");
        let refused = Event::new(
            EventId::from_bytes([4; 16]),
            PersonKey::from_bytes(PERSON),
            (at("2026-11-02T10:00:00Z"), at("2026-11-02T10:00:00Z")),
            Provenance::Person,
            Kind::Refused {
                purposes: greffe::consent::Scope::only(["audience".parse().unwrap()]),
            },
        );
        ledger.append(refused.unwrap()).unwrap();
        let question = Question::about(TRACKER).for_person(PersonKey::from_bytes(PERSON));
        let decision = policy.decide(&ledger, question, at("2026-11-26T10:00:00Z"));
        assert_eq!(decision.is_allowed(), !linked, "{purposes}");
    }
}

#[test]
fn names_that_make_no_id_of_their_own_are_left_out() {
    let long = "x".repeat(60);
    let named = |names: &[&str]| {
        let trackers = names.iter().map(|name| {
            format!("{{ site = \"www.helianthe.example\", name = \"{name}\", storage = \"cookie\", consent = \"required\" }}")
        });
        terms(&format!(
            "tracker = [{}]",
            trackers.collect::<Vec<_>>().join(", ")
        ))
    };
    for (names, kind, left) in [
        (vec!["a*", "a b"], None, 2),
        (vec!["a*", "a?"], Some(GapKind::IdTwice), 0),
        (vec![long.as_str(), "b"], Some(GapKind::NoId), 1),
    ] {
        let terms = named(&names);
        let found: Vec<_> = kinds(&terms)
            .into_iter()
            .filter(|kind| *kind != GapKind::ServesInWords)
            .collect();
        assert!(
            found.iter().all(|found| Some(*found) == kind),
            "{names:?} {found:?}"
        );
        assert_eq!(built(&terms).purposes().count(), left, "{names:?}");
    }
    let both = terms(&format!(
        "[[processing]]\nref = \"A\"\nname = \"A\"\nsensitive = \"none\"\npurpose = [{{ id = \"{TRACKER}\", basis = \"contract\" }}]\n\
         [[tracker]]\nsite = \"www.helianthe.example\"\nname = \"t\"\nstorage = \"cookie\"\nconsent = \"required\"\n"
    ));
    assert_eq!(kinds(&both), [GapKind::IdTwice]);
    assert_eq!(built(&both).purpose(TRACKER).unwrap().access(), None);
}

#[test]
fn a_mode_is_as_free_as_what_it_stores_and_collects() {
    let mode = |more: &str| terms(&format!("collection_mode = [{{ name = \"M\", {more} }}]"));
    let none = "cookie = false, local_storage = false";
    let exempt = "consent = \"none\", exemption = \"strictly_necessary: shows one number\"";
    for (more, expected, gaps) in [
        (
            format!("{none}, collects = \"none\", consent = \"none\""),
            (Outcome::NotRequired, Reason::NothingToAsk),
            vec![],
        ),
        (
            format!("{none}, collects = [\"Pages\"], consent = \"none\""),
            ASKED,
            vec![GapKind::AccessUndocumented, GapKind::ExemptionMissing],
        ),
        // Nobody said what it collects.
        (
            format!("{none}, consent = \"none\""),
            ASKED,
            vec![GapKind::AccessUndocumented, GapKind::ExemptionMissing],
        ),
        (
            format!("cookie = true, collects = \"none\", {exempt}"),
            EXEMPT,
            vec![],
        ),
        (
            format!("cookie = true, collects = [\"Pages\"], {exempt}"),
            (Outcome::Deny, Reason::NoBasis),
            vec![GapKind::BasisUnknown],
        ),
        (
            format!("collects = \"none\", {exempt}"),
            ASKED,
            vec![GapKind::AccessUndocumented, GapKind::ExemptionUnproven],
        ),
        (
            "local_storage = true, collects = [\"Pages\"], consent = \"required\", probabilistic = true".into(),
            ASKED,
            vec![GapKind::FallbackUnnamed],
        ),
    ] {
        let terms = mode(&more);
        assert_eq!(kinds(&terms), gaps, "{more}");
        assert_eq!(decided(&built(&terms), "mode.M"), expected, "{more}");
    }
}

proptest! {
    /// Whatever a register says of a tracker: the policy builds, and without a consent it is read only by a recorded exemption.
    #[test]
    fn no_tracker_is_read_without_consent_or_a_recorded_exemption(
        storage in prop::sample::select(vec!["cookie", "local_storage", "pixel", "script"]),
        consent in prop::option::of(prop::sample::select(vec!["required", "optional", "none"])),
        exemption in prop::option::of(prop::sample::select(vec!["strictly_necessary", "communication_only: load", "deliverability: d", "because", ":"])),
        purposes in prop::sample::select(vec!["[]", "[\"Basket\"]", "[\"a\", \"b\"]"]),
    ) {
        let mut more = format!("storage = \"{storage}\", purposes = {purposes}");
        if let Some(consent) = consent {
            more.push_str(&format!(", consent = \"{consent}\""));
        }
        if let Some(exemption) = exemption {
            more.push_str(&format!(", exemption = \"{exemption}\""));
        }
        let shown = match exemption {
            Some("strictly_necessary") => purposes != "[]",
            Some("communication_only: load") => true,
            _ => false,
        };
        let free = shown && storage != "script" && matches!(consent, Some("optional" | "none"));
        let policy = built(&tracker(&more));
        prop_assert_eq!(decided(&policy, TRACKER), if free { EXEMPT } else { ASKED });
    }
}
