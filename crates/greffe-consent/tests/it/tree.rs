//! Rule R11 where a purpose says less than the wider one above it: what a consent to the whole lacks or lost, it lacks for the part.

use greffe_calendar::{Period, zone};
use greffe_consent::*;
use greffe_terms::LegalBasis;

use crate::fixture::{ask, at, day, id, ledger, notice};

fn consent(name: &str) -> Purpose {
    Purpose::new(id(name), [LegalBasis::Consent])
}

/// A panel with a part of it, in a notice that lists both, in two versions.
fn policy(whole: Purpose, part: Purpose) -> Policy {
    Policy::in_zone(zone::parse("Europe/Paris").unwrap())
        .purpose(whole)
        .purpose(part.child_of(id("panel")))
        .notice(notice("letter", 1, &["panel", "diary"]))
        .notice(notice("letter", 2, &["panel", "diary"]))
        .build()
        .unwrap()
}

fn reason(policy: &Policy, events: &[&str], when: &str) -> Reason {
    let ledger = ledger(events.iter().copied());
    policy.decide(&ledger, ask("diary"), at(when)).reason()
}

const TO_THE_WHOLE: &str = "given panel 2026-01-05T10:00:00Z";
const TO_THE_PART: &str = "given diary 2026-01-05T10:00:00Z";

#[test]
fn a_consent_to_the_whole_that_nobody_confirmed_does_not_open_the_part() {
    let policy = policy(consent("panel").double_opt_in(), consent("diary"));
    let when = "2026-02-01T10:00:00Z";
    assert_eq!(reason(&policy, &[TO_THE_WHOLE], when), Reason::NotConfirmed);
    let confirmed = "confirmed panel 2026-01-06T10:00:00Z act=pressed_button";
    assert_eq!(
        reason(&policy, &[TO_THE_WHOLE, confirmed], when),
        Reason::ConsentGiven
    );
    assert_eq!(reason(&policy, &[TO_THE_PART], when), Reason::ConsentGiven);
}

#[test]
fn a_consent_to_the_whole_under_too_old_a_notice_does_not_open_the_part() {
    let policy = policy(consent("panel").minimum_notice(2), consent("diary"));
    let when = "2026-02-01T10:00:00Z";
    assert_eq!(
        reason(&policy, &[TO_THE_WHOLE], when),
        Reason::NoticeOutdated
    );
    let newer = format!("{TO_THE_WHOLE} notice=letter@2");
    assert_eq!(reason(&policy, &[&newer], when), Reason::ConsentGiven);
    assert_eq!(reason(&policy, &[TO_THE_PART], when), Reason::ConsentGiven);
}

#[test]
fn a_consent_to_the_whole_that_lapsed_with_a_campaign_lapsed_for_the_part() {
    let campaign = Campaign::new(day("2026-03-01"), day("2026-04-01"));
    let policy = policy(consent("panel").campaign(campaign), consent("diary"));
    let (before, after) = ("2026-04-01T23:59:59+02:00", "2026-04-02T00:00:00+02:00");
    let events = ledger([TO_THE_WHOLE]);
    let decision = policy.decide(&events, ask("diary"), at(before));
    assert_eq!(decision.reason(), Reason::ConsentGiven);
    assert_eq!(decision.next_change(), Some(at(after)));
    assert_eq!(reason(&policy, &[TO_THE_WHOLE], after), Reason::Silence);
    let again = "renewed panel 2026-03-15T10:00:00Z";
    let answered = reason(&policy, &[TO_THE_WHOLE, again], after);
    assert_eq!(answered, Reason::ConsentGiven);
    assert_eq!(reason(&policy, &[TO_THE_PART], after), Reason::ConsentGiven);
}

#[test]
fn what_parents_authorise_of_the_whole_does_not_open_the_part_that_was_refused() {
    let whole = consent("panel").offered_to_children();
    let policy = policy(whole, consent("diary").offered_to_children());
    // Eight years old, in Germany: a parent decides.
    let child = PersonContext::new()
        .born(day("2018-01-01"))
        .residing_in("DE".parse().unwrap())
        .with_holders(1);
    let decide = |events: &[&str]| {
        let ledger = ledger(events.iter().copied());
        let question = ask("diary").in_context(&child);
        policy.decide(&ledger, question, at("2026-02-01T10:00:00Z"))
    };
    let refused = "refused diary 2026-01-06T10:00:00Z by=parent";
    let whole = "parent_authorised panel 2026-01-07T10:00:00Z";
    let part = "parent_authorised diary 2026-01-08T10:00:00Z";
    let again = "parent_authorised panel 2026-01-09T10:00:00Z";
    assert!(decide(&[whole]).is_allowed());
    assert!(!decide(&[refused, whole]).is_allowed());
    assert!(decide(&[refused, whole, part]).is_allowed());
    assert!(decide(&[refused, whole, part, again]).is_allowed());
}

#[test]
fn a_tracker_below_a_shorter_consent_holds_no_longer_than_that() {
    let tracker = || consent("diary").reads_terminal(Access::Cookie);
    let validity = |whole: Purpose| {
        let policy = policy(whole, tracker());
        policy.purpose("diary").unwrap().validity_of_consent()
    };
    let whole = |validity| consent("panel").validity(validity);
    assert_eq!(validity(whole(Period::months(3))), Some(Period::months(3)));
    assert_eq!(validity(whole(Period::years(2))), Some(Period::months(6)));
    assert_eq!(validity(consent("panel")), Some(Period::months(6)));
}

#[test]
fn a_part_of_what_is_offered_to_children_needs_their_parents_too() {
    let policy = policy(consent("panel").offered_to_children(), consent("diary"));
    let child = PersonContext::new()
        .born(day("2018-01-01"))
        .residing_in("DE".parse().unwrap())
        .with_holders(1);
    for given in [TO_THE_WHOLE, TO_THE_PART] {
        let question = ask("diary").in_context(&child);
        let decision = policy.decide(&ledger([given]), question, at("2026-02-01T10:00:00Z"));
        assert_eq!(decision.reason(), Reason::ParentMissing);
    }
}
