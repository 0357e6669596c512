//! The suppression list.

use greffe_consent::*;
use greffe_terms::{Channel, Lang, LegalBasis};
use proptest::collection::btree_set;
use proptest::prelude::*;

use crate::fixture::{at, erasure, id, ledger, notice, person};

fn policy() -> Policy {
    Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris").unwrap())
        .purpose(
            Purpose::new(id("letters"), [LegalBasis::LegitimateInterests])
                .marketing()
                .channels([Channel::Post]),
        )
        .purpose(
            Purpose::new(id("newsletter"), [LegalBasis::Consent])
                .marketing()
                .channels([Channel::Email]),
        )
        .purpose(Purpose::new(id("invoice"), [LegalBasis::Contract]))
        .notice(notice("letter", 1, &["newsletter"]))
        .build()
        .unwrap()
}

#[test]
fn who_objected_and_was_forgotten_is_not_contacted_again() {
    let policy = policy();
    let mut ledger = ledger([
        "given newsletter 2026-01-01T10:00:00Z",
        "objected all 2026-02-01T10:00:00Z to=marketing",
    ]);
    let t = at("2026-03-01T10:00:00Z");
    let ask = |ledger: &Ledger, purpose, channel, context: &PersonContext| {
        let question = Question::about(purpose).by(channel).for_person(person());
        policy.decide(ledger, question.in_context(context), t)
    };
    let unknown = PersonContext::new();
    assert!(!ask(&ledger, "letters", Channel::Post, &unknown).is_allowed());
    ledger.forget(person(), &erasure());
    assert!(ask(&ledger, "letters", Channel::Post, &unknown).is_allowed());
    let listed = PersonContext::new().on_suppression_list(true);
    let decision = ask(&ledger, "letters", Channel::Post, &listed);
    assert_eq!(
        (decision.reason(), decision.deciding_event()),
        (Reason::MarketingObjection, None)
    );
    assert_eq!(decision.next_change(), None);
    let off = PersonContext::new().on_suppression_list(false);
    assert!(ask(&ledger, "letters", Channel::Post, &off).is_allowed());
}

#[test]
fn the_list_beats_a_consent_and_touches_nothing_but_marketing() {
    let policy = policy();
    let ledger = ledger(["given newsletter 2026-01-01T10:00:00Z"]);
    let (t, listed) = (
        at("2026-03-01T10:00:00Z"),
        PersonContext::new().on_suppression_list(true),
    );
    let ask = |topic: Topic<'_>| {
        let question = topic.for_person(person()).in_context(&listed);
        policy.decide(&ledger, question, t)
    };
    let letter = ask(Question::about("newsletter").by(Channel::Email));
    assert_eq!(letter.reason(), Reason::MarketingObjection);
    assert!(ask(Question::about("invoice")).is_allowed());
}

#[test]
fn a_line_that_is_no_key_is_an_error_without_what_stands_there() {
    let text = format!("{}\nanne@example.org\n", "0".repeat(32));
    let error = SuppressionList::from_lines(&text).unwrap_err();
    assert_eq!(error.line(), 2);
    assert_eq!(
        error.to_string(),
        "line 2: 32 lower-case hexadecimal digits are expected"
    );
    let french = "ligne 2\u{a0}: on attend 32 chiffres hexadécimaux en minuscules";
    assert_eq!(error.in_language(Lang::Fr), french);
    let key: ContactKey = "0".repeat(32).parse().unwrap();
    let list: SuppressionList = [key].into_iter().collect();
    assert_eq!(
        format!("{key:?} {list:?}"),
        "ContactKey(..) SuppressionList(1 contacts)"
    );
    assert_eq!(key.as_bytes(), &[0; 16]);
}

proptest! {
    #[test]
    fn a_list_comes_back_from_its_lines_whatever_the_order(keys in btree_set(any::<[u8; 16]>(), 0..30)) {
        let mut list = SuppressionList::new();
        prop_assert!(list.is_empty());
        for key in keys.iter().rev() {
            prop_assert!(list.add(ContactKey::from_bytes(*key)));
            prop_assert!(!list.add(ContactKey::from_bytes(*key)));
        }
        prop_assert_eq!(list.len(), keys.len());
        let mut again = SuppressionList::from_lines(&list.to_lines()).unwrap();
        prop_assert_eq!(&again, &list);
        for key in &keys {
            prop_assert!(again.remove(ContactKey::from_bytes(*key)));
            prop_assert!(!again.contains(ContactKey::from_bytes(*key)));
        }
        prop_assert!(again.is_empty());
    }
}
