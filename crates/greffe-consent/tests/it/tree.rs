//! Rule R11 where a purpose says less than the wider one above it: what a consent to the whole lacks or lost, it lacks for the part.

use chrono::TimeDelta;
use greffe_calendar::{Period, zone};
use greffe_consent::*;
use greffe_terms::{Channel, LegalBasis};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::fixture::{ask, at, day, event_id, id, ledger, notice, person};

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

/// In France below 15 the child and the holders consent together: what one of them said before the question is no answer to it.
#[test]
fn what_one_of_two_consented_to_of_the_whole_lapses_for_both() {
    let campaign = Campaign::new(day("2026-03-01"), day("2026-04-01"));
    let whole = consent("panel").offered_to_children().campaign(campaign);
    let policy = policy(whole, consent("diary"));
    let child = PersonContext::new()
        .born(day("2014-01-15"))
        .residing_in(CountryCode::FRANCE)
        .with_holders(1);
    let decide = |parent: &str, when: &str| {
        let ledger = ledger([TO_THE_PART, parent]);
        let question = ask("diary").in_context(&child);
        policy.decide(&ledger, question, at(when))
    };
    let whole = "parent_authorised panel 2026-01-06T10:00:00Z";
    let (before, after) = ("2026-04-01T23:59:59+02:00", "2026-04-02T00:00:00+02:00");
    let decision = decide(whole, before);
    assert!(decision.is_allowed());
    assert_eq!(decision.next_change(), Some(at(after)));
    let lapsed = decide(whole, after);
    assert_eq!(lapsed.reason(), Reason::Silence);
    assert_eq!(lapsed.deciding_event(), Some(event_id(2)));
    let before = decide("parent_authorised panel 2026-01-04T10:00:00Z", after);
    assert_eq!(before.deciding_event(), Some(event_id(2)));
    let part = "parent_authorised diary 2026-01-06T10:00:00Z";
    assert!(decide(part, after).is_allowed());
}

/// CPCE L34-5: it is the consent that opens the means, and it ends.
#[test]
fn a_consent_to_the_whole_ends_for_a_part_that_rests_on_interests_too() {
    let whole = consent("panel")
        .marketing()
        .channels([Channel::Email])
        .validity(Period::months(6));
    let part = Purpose::new(id("diary"), [LegalBasis::LegitimateInterests])
        .marketing()
        .channels([Channel::Email]);
    let policy = policy(whole, part);
    let events = ledger([TO_THE_WHOLE]);
    let question = Question::about("diary")
        .by(Channel::Email)
        .for_person(person());
    let decide = |when| policy.decide(&events, question, at(when));
    let during = decide("2026-02-01T10:00:00Z");
    assert!(during.is_allowed());
    assert_eq!(during.next_change(), Some(at("2026-07-05T00:00:00+02:00")));
    let after = decide("2026-08-01T10:00:00Z");
    assert_eq!(after.reason(), Reason::ChannelNeedsConsent);
}

/// Art. 4(11): informed. Who was not told of the whole did not consent to it, nor to a part through it.
#[test]
fn a_consent_to_a_whole_that_its_notice_does_not_list_opens_no_part() {
    let policy = Policy::in_zone(zone::parse("Europe/Paris").unwrap())
        .purpose(consent("panel"))
        .purpose(consent("diary").child_of(id("panel")))
        .notice(notice("letter", 1, &["diary"]))
        .build()
        .unwrap();
    let when = "2026-02-01T10:00:00Z";
    assert_eq!(reason(&policy, &[TO_THE_WHOLE], when), Reason::NotInNotice);
    assert_eq!(reason(&policy, &[TO_THE_PART], when), Reason::ConsentGiven);
    let both = "given panel+diary 2026-01-05T10:00:00Z";
    assert_eq!(reason(&policy, &[both], when), Reason::ConsentGiven);
}

/// What may be said of the whole.
const WORDS: [&str; 14] = [
    "given panel {} notice=letter@1",
    "given panel {} notice=letter@2",
    "given panel {} notice=letter@2 act=left_pre_ticked",
    "given panel {} notice=letter@2 expires=2027-06-01T00:00:00Z",
    "renewed panel {} notice=letter@2",
    "confirmed panel {} act=pressed_button",
    "confirmed panel {} act=opened_link",
    "parent_authorised panel {} notice=letter@2",
    "requested panel {}",
    "refused panel {}",
    "withdrawn all {}",
    "expired panel {}",
    "restricted panel {}",
    "unrestricted panel {}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_whole_alone_opens_no_part_that_it_does_not_open_itself(
        terms in 0..32_u8,
        said in vec((0..WORDS.len(), 0..500_i64, 0..3_i64), 0..9),
        asked in 0..700_i64,
        is_child in any::<bool>(),
    ) {
        let has = |bit: u8| terms & 1 << bit != 0;
        let mut whole = consent("panel");
        if has(0) { whole = whole.double_opt_in(); }
        if has(1) { whole = whole.minimum_notice(2); }
        if has(2) { whole = whole.validity(Period::months(6)); }
        if has(3) { whole = whole.campaign(Campaign::new(day("2026-03-01"), day("2026-04-01"))); }
        if has(4) { whole = whole.offered_to_children(); }
        let policy = policy(whole, consent("diary"));
        let after = |days: i64| at("2026-01-01T10:00:00Z") + TimeDelta::days(days);
        let texts: Vec<String> = said.iter().map(|(word, days, late)| {
            let (occurred, recorded) = (after(*days), after(*days + late));
            let times = format!("{}~{}", occurred.format("%FT%TZ"), recorded.format("%FT%TZ"));
            WORDS[*word].replace("{}", &times)
        }).collect();
        let ledger = ledger(texts.iter().map(String::as_str));
        let born = day(if is_child { "2018-01-01" } else { "1990-01-01" });
        let known = PersonContext::new().born(born).residing_in("DE".parse().unwrap()).with_holders(1);
        let t = after(asked);
        let decide = |purpose, at| {
            policy.decide_as_known(&ledger, ask(purpose).in_context(&known), at, t)
        };
        let (whole, part) = (decide("panel", t), decide("diary", t));
        prop_assert!(whole.is_allowed() || !part.is_allowed(), "{:?}: {} and {}", texts, whole.reason(), part.reason());
        if let Some(next) = part.next_change() {
            prop_assert_eq!(decide("diary", next - TimeDelta::microseconds(1)).verdict(), part.verdict());
            prop_assert_ne!(decide("diary", next).verdict(), part.verdict());
        }
    }
}
