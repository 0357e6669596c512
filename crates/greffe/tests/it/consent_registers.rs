//! The example registers as consent policies.

use greffe::RegisterExt;
use greffe::consent::{Ledger, Notice, Outcome, PersonKey, Policy, Question, Reason};
use greffe::register::{Purpose, Register, Stated};
use greffe::terms::{Channel, LegalBasis};
use greffe::{CarriedTerms, GapKind, mode_purpose, tracker_purpose};

use crate::consent_terminal::chosen;
use crate::consent_terms::{PERSON, at};

const REGISTERS: [(&str, &str); 5] = [
    (
        "bank-communication",
        include_str!("../../../../examples/registers/bank-communication.toml"),
    ),
    (
        "call-tracking",
        include_str!("../../../../examples/registers/call-tracking.toml"),
    ),
    (
        "hosting",
        include_str!("../../../../examples/registers/hosting.toml"),
    ),
    (
        "paperless-assemblies",
        include_str!("../../../../examples/registers/paperless-assemblies.toml"),
    ),
    (
        "software-support",
        include_str!("../../../../examples/registers/software-support.toml"),
    ),
];

fn all() -> impl Iterator<Item = (&'static str, Register, CarriedTerms)> {
    REGISTERS.into_iter().map(|(name, text)| {
        let register = Register::from_toml(text).unwrap();
        let terms = register.consent_terms().unwrap();
        (name, register, terms)
    })
}

fn has(terms: &CarriedTerms, kind: GapKind, place: &str) -> bool {
    let mut gaps = terms.gaps().iter();
    gaps.any(|gap| gap.kind() == kind && gap.place() == place)
}

#[test]
fn every_purpose_is_in_the_policy_as_the_register_states_it_or_among_the_gaps() {
    let mut seen = 0;
    for (name, register, terms) in all() {
        let policy = terms.clone().into_builder().build().unwrap();
        for (processing, stated) in register.purposes_by_processing() {
            let what = format!("{name}: {}", stated.id);
            let place = format!(
                "processing[{}].purpose[{}]",
                processing.reference, stated.id
            );
            let of_it = |kind| has(&terms, kind, &format!("{place}.{}", key(kind)));
            let carried = policy.purpose(stated.id.as_str()).expect(&what);
            assert_eq!(carried.bases(), stated.basis.items(), "{what}");
            assert_eq!(carried.is_marketing(), stated.marketing, "{what}");
            assert_eq!(carried.asks_consent(), asks_consent(stated), "{what}");
            assert!(carried.special().next().is_none() && carried.access().is_none());
            for channel in Channel::ALL {
                let usable = stated.channels.is_empty() || stated.channels.contains(channel);
                assert_eq!(carried.may_use(*channel), usable, "{what} {channel}");
            }
            let unknown = stated.basis.is_unknown() && stated.consent.is_none();
            assert_eq!(of_it(GapKind::BasisUnknown), unknown, "{what}");
            let anything = stated.marketing && stated.channels.is_empty();
            assert_eq!(of_it(GapKind::ChannelsUnknown), anything, "{what}");
            seen += 1;
        }
    }
    assert_eq!(seen, 63);
}

fn key(kind: GapKind) -> &'static str {
    match kind {
        GapKind::ChannelsUnknown => "channels",
        _ => "basis",
    }
}

fn asks_consent(purpose: &Purpose) -> bool {
    purpose.rests_on(LegalBasis::Consent) || purpose.consent.is_some()
}

#[test]
fn without_events_only_a_basis_other_than_consent_opens_and_marketing_waits_for_its_channel() {
    let nobody = PersonKey::from_bytes(PERSON);
    for (name, register, terms) in all() {
        let policy = terms.into_builder().build().unwrap();
        for purpose in register.purposes() {
            let question = Question::about(purpose.id.as_str()).for_person(nobody);
            let decision = policy.decide(&Ledger::new(), question, at("2026-11-26T10:00:00Z"));
            let open =
                !purpose.basis.items().is_empty() && !asks_consent(purpose) && !purpose.marketing;
            assert_eq!(decision.is_allowed(), open, "{name}: {}", purpose.id);
            if purpose.basis.is_unknown() && !purpose.marketing {
                assert_eq!(decision.reason(), Reason::NoBasis, "{name}: {}", purpose.id);
            }
        }
    }
}

#[test]
fn every_record_that_says_nothing_of_special_categories_or_names_others_is_a_gap() {
    for (name, register, terms) in all() {
        for processing in register.processings() {
            let record = format!("processing[{}]", processing.reference);
            let what = format!("{name}: {record}");
            let sensitive = format!("{record}.sensitive");
            let unknown =
                processing.sensitive == Stated::Unknown && !processing.purposes.is_empty();
            assert_eq!(
                has(&terms, GapKind::SensitiveUnknown, &sensitive),
                unknown,
                "{what}"
            );
            let kinds = processing.recipients.by_kind().skip(1);
            let others = kinds.map(|(_, stated)| stated.items().len()).sum::<usize>() > 0;
            let recipients = format!("{record}.recipients");
            assert_eq!(
                has(&terms, GapKind::RecipientsUnnumbered, &recipients),
                others,
                "{what}"
            );
        }
    }
}

#[test]
fn every_tracker_and_mode_is_a_purpose_of_its_own_or_a_gap() {
    let (mut trackers, mut modes) = (0, 0);
    for (name, register, terms) in all() {
        let policy = terms.clone().into_builder().build().unwrap();
        for (index, tracker) in register.trackers().iter().enumerate() {
            let carried = policy.purpose(tracker_purpose(tracker).unwrap().as_str());
            let place = format!("tracker[{}]", index + 1);
            let gap = has(&terms, GapKind::TrackerInactive, &place);
            assert_eq!(
                (carried.is_some(), gap),
                (tracker.active, !tracker.active),
                "{name}: {place}"
            );
            let untold = tracker.active && tracker.consent.is_none();
            let gap = has(&terms, GapKind::ConsentUnknown, &format!("{place}.consent"));
            assert_eq!(gap, untold, "{name}: {place}");
            // None of the documents records an exemption; the cookie of the customer area's session has one in words, which a decision must first
            // find proven.
            let is_exempt = tracker.exemption.is_some();
            assert_eq!(is_exempt, tracker.name == "__Host-session");
            let gap = has(
                &terms,
                GapKind::ExemptionUnproven,
                &format!("{place}.exemption"),
            );
            assert_eq!(gap, is_exempt, "{name}: {place}");
            assert!(carried.is_none_or(|purpose| purpose.needs_terminal_consent()));
            trackers += 1;
        }
        for mode in register.collection_modes() {
            let id = mode_purpose(mode).unwrap();
            assert!(
                policy
                    .modes()
                    .iter()
                    .any(|carried| *carried.purpose() == id)
            );
            modes += 1;
        }
    }
    assert_eq!((trackers, modes), (8, 5));
}

#[test]
fn the_gaps_of_each_register_are_as_many_as_counted_by_hand() {
    let table = include_str!("../data/gaps.tsv").lines();
    let mut counted: Vec<(String, String, usize)> = table
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let [register, kind, count] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}");
            };
            (register.to_owned(), kind.to_owned(), count.parse().unwrap())
        })
        .collect();
    let mut found = Vec::new();
    for (name, _, terms) in all() {
        for kind in GapKind::ALL {
            let gaps = terms.gaps().iter().filter(|gap| gap.kind() == *kind);
            let count = gaps.count();
            if count > 0 {
                found.push((name.to_owned(), kind.code().to_owned(), count));
            }
        }
    }
    counted.sort();
    found.sort();
    assert_eq!(found, counted);
}

/// The call tracking, with the notice of the site's own dialogue.
fn call_tracking() -> Policy {
    let (_, register, terms) = all().nth(1).unwrap();
    let modes = register.collection_modes().iter().filter_map(mode_purpose);
    let trackers = register.trackers().iter().filter_map(tracker_purpose);
    let dialogue = Notice::new("dialogue".parse().unwrap(), 1, modes.chain(trackers));
    terms.into_builder().notice(dialogue).build().unwrap()
}

#[test]
fn invisible_asks_nothing_and_from_rotation_on_consent_is_asked() {
    let policy = call_tracking();
    let person = PersonKey::from_bytes(PERSON);
    let now = at("2026-11-26T10:00:00Z");
    let said = |mode: &str, ledger: &Ledger| {
        let decision = policy.mode_allowed(mode, ledger, person, now);
        (decision.outcome(), decision.reason())
    };
    let nothing = (Outcome::NotRequired, Reason::NothingToAsk);
    let (asked, given) = (
        (Outcome::Deny, Reason::TerminalNeedsConsent),
        (Outcome::Allow, Reason::ConsentGiven),
    );
    assert_eq!(said("Invisible", &Ledger::new()), nothing);
    for mode in ["Rotation", "Origine", "Trafic", "Parcours"] {
        assert_eq!(said(mode, &Ledger::new()), asked, "{mode}");
    }
    let origin = chosen("mode.Origine", "2026-11-01T10:00:00Z");
    assert_eq!(said("Origine", &origin), given);
    assert_eq!(said("Trafic", &origin), asked);
    let richest_first = ["Parcours", "Trafic", "Origine", "Rotation", "Invisible"];
    let best = |ledger: &Ledger| {
        let choice = policy.best_mode(richest_first, ledger, person, now);
        choice.best().map(str::to_owned)
    };
    assert_eq!(best(&Ledger::new()).as_deref(), Some("Invisible"));
    assert_eq!(best(&origin).as_deref(), Some("Origine"));
}

#[test]
fn a_choice_on_a_tracker_of_the_register_holds_six_months_for_that_tracker() {
    let policy = call_tracking();
    let person = PersonKey::from_bytes(PERSON);
    let given = chosen("tracker.customer-sites.crl_visitor", "2026-03-01T10:00:00Z");
    let allowed = |purpose: &str, on: &str| {
        let question = Question::about(purpose).for_person(person);
        policy.decide(&given, question, at(on)).is_allowed()
    };
    assert!(allowed(
        "tracker.customer-sites.crl_visitor",
        "2026-08-31T21:59:59Z"
    ));
    assert!(!allowed(
        "tracker.customer-sites.crl_visitor",
        "2026-08-31T22:00:00Z"
    ));
    assert!(!allowed(
        "tracker.customer-sites.crl_session",
        "2026-03-02T10:00:00Z"
    ));
}
