//! By when each right of a request is due, and what no stop and no extension moves.

use greffe_calendar::{Calendar, Place, RequestDeadline};
use greffe_export::{
    DueDates, ExtensionReason, IdentityDoubt, IdentityMeans, IdentityQuestion, Particulars,
    Refusal, RefusalReason, Request, RequestFinding, Right, SuspensionReason, TransitionError,
    WithdrawnConsent,
};
use greffe_terms::Text;

use crate::fixture::day;
use crate::request_cases::{codes, received, reviewed};

#[test]
fn a_part_that_is_refused_after_the_month_is_late_however_long_the_rest_may_take() {
    let mut request = reviewed(received(Right::Access));
    request
        .extend(day(3, 9), ExtensionReason::Complexity, None)
        .unwrap();
    let others = Refusal::new(RefusalReason::RightsOfOthers, Text::plain("others"))
        .about(Text::plain("calls"));
    let mut in_time = request.clone();
    in_time
        .grant_partly(Right::Access, [others.clone()], day(4, 2))
        .unwrap();
    assert_eq!(codes(&in_time, day(5, 20)), [""; 0]);
    let mut whole = request.clone();
    whole.grant(Right::Access, day(5, 20)).unwrap();
    assert_eq!(codes(&whole, day(5, 20)), [""; 0]);
    request
        .grant_partly(Right::Access, [others], day(5, 20))
        .unwrap();
    let found = request
        .findings(&Calendar::of(Place::France), day(5, 20))
        .unwrap();
    let expected = RequestFinding::AnswerLate {
        right: Right::Access,
        strict: day(4, 2),
        lenient: day(6, 2),
        arguable: true,
    };
    assert_eq!(found, [expected]);
}

#[test]
fn a_stop_that_nobody_ended_ends_when_the_person_is_identified() {
    let question = IdentityQuestion::new(IdentityMeans::KnownFact, IdentityDoubt::UnknownSender);
    let mut request = received(Right::Access);
    request.ask_identity(day(3, 4), question).unwrap();
    request
        .suspend(day(3, 4), SuspensionReason::Identity)
        .unwrap();
    assert_eq!(codes(&request, day(12, 1)), [""; 0]);
    // Three days stood still: 2 April, then 5 April, Easter, then Tuesday 7 April.
    request.scope(day(3, 7)).unwrap();
    assert_eq!(codes(&request, day(4, 7)), [""; 0]);
    assert_eq!(codes(&request, day(4, 8)), ["answer-late"]);
    // And nobody who is identified is waited for.
    request.resume(day(3, 7), None).unwrap();
    request
        .suspend(day(3, 8), SuspensionReason::Identity)
        .unwrap();
    assert_eq!(
        codes(&request, day(4, 8)),
        ["answer-late", "stop-does-not-count"]
    );
}

#[test]
fn the_question_what_a_person_wants_to_see_holds_up_no_other_right() {
    let france = Calendar::of(Place::France);
    let mut request = received(Right::Access).also(Right::Erasure);
    request
        .suspend(day(3, 3), SuspensionReason::Clarification)
        .unwrap();
    let found = request.findings(&france, day(4, 3)).unwrap();
    let late: Vec<Right> = found
        .iter()
        .filter_map(|finding| match finding {
            RequestFinding::AnswerLate { right, .. } => Some(*right),
            _ => None,
        })
        .collect();
    assert_eq!((found.len(), late), (1, vec![Right::Erasure]));
    assert!(request.deadline(&france).unwrap().readings().is_some());
    // Once the erasure is settled, what remains is access.
    request.withdraw_right(Right::Erasure, day(3, 20)).unwrap();
    assert!(request.deadline(&france).unwrap().readings().is_none());
}

#[test]
fn an_extension_does_not_prolong_the_withdrawal_of_consent() {
    let mut request = received(Right::Access).also(Right::WithdrawConsent);
    request
        .extend(day(3, 9), ExtensionReason::Number, None)
        .unwrap();
    let found = request
        .findings(&Calendar::of(Place::France), day(4, 3))
        .unwrap();
    assert!(matches!(
        found[..],
        [RequestFinding::AnswerLate {
            right: Right::WithdrawConsent,
            arguable: false,
            ..
        }]
    ));
}

#[test]
fn of_several_rights_the_one_that_is_due_first_gives_the_day() {
    let france = Calendar::of(Place::France);
    let strict =
        |deadline: RequestDeadline| deadline.readings().map(|found| found.strict().last_day());
    let mut request = received(Right::WithdrawConsent).also(Right::Access);
    request
        .extend(day(3, 20), ExtensionReason::Number, None)
        .unwrap();
    request.reckon(&france).unwrap();
    assert_eq!(request.due().unwrap().strict, day(4, 2));
    // Once the withdrawal is settled the other one has its own day.
    let consent = Particulars::Consent(WithdrawnConsent::Every);
    request.specify(consent, day(3, 20)).unwrap();
    request.scope(day(3, 21)).unwrap();
    request.collect(day(3, 21)).unwrap();
    request.review(day(3, 21)).unwrap();
    request.grant(Right::WithdrawConsent, day(3, 22)).unwrap();
    request.reckon(&france).unwrap();
    assert_eq!(request.due().unwrap().strict, day(6, 2));
    request.grant(Right::Access, day(5, 15)).unwrap();
    request.reckon(&france).unwrap();
    assert_eq!(request.due().unwrap().strict, day(6, 2));
    // Whatever is asked for and happens, it is the first of all days of what is due, and stands still only if all stand still.
    for rights in 1_u32..1 << Right::ALL.len() {
        let asked = Right::ALL.into_iter().enumerate();
        let mut asked = asked.filter(|(place, _)| rights >> place & 1 == 1);
        let first = asked.next().unwrap().1;
        let plain = asked.fold(received(first), |request, (_, right)| request.also(right));
        for happens in 0..4 {
            let mut request = plain.clone();
            if happens & 1 == 1 {
                request
                    .suspend(day(3, 9), SuspensionReason::Clarification)
                    .unwrap();
            }
            if happens & 2 == 2 {
                request
                    .extend(day(3, 20), ExtensionReason::Number, None)
                    .unwrap();
            }
            let each = request
                .rights()
                .map(|right| request.deadline_of(right, &france));
            let first = each.filter_map(|deadline| strict(deadline.unwrap())).min();
            assert_eq!(strict(request.deadline(&france).unwrap()), first);
        }
    }
}

/// The day that the last answer had kept stays, whatever was answered before it.
#[test]
fn the_day_of_a_closed_request_is_that_of_its_last_answer() {
    let france = Calendar::of(Place::France);
    let unknown = || {
        Refusal::new(RefusalReason::NotIdentified, Text::plain("who"))
            .demonstrated_by(Text::plain("note"))
    };
    for rights in 1_u32..1 << Right::ALL.len() {
        let asked = Right::ALL.into_iter().enumerate();
        let asked = asked.filter(|(place, _)| rights >> place & 1 == 1);
        let asked: Vec<Right> = asked.map(|(_, right)| right).collect();
        let (first, others) = asked.split_first().unwrap();
        let mut plain = received(*first);
        for right in others {
            plain = plain.also(*right);
        }
        plain
            .suspend(day(3, 9), SuspensionReason::Clarification)
            .unwrap();
        plain.resume(day(3, 19), None).unwrap();
        plain
            .extend(day(3, 20), ExtensionReason::Number, None)
            .unwrap();
        let due = |request: &Request| request.deadline(&france).unwrap();
        for last in &asked {
            let before = asked.iter().filter(|right| *right != last);
            let before: Vec<Right> = before.copied().collect();
            let mut request = plain.clone();
            for right in &before {
                request.refuse(*right, unknown(), day(3, 21)).unwrap();
            }
            let of_last = request.deadline_of(*last, &france).unwrap();
            assert_eq!(due(&request), of_last);
            let mut withdrawn = request.clone();
            request.refuse(*last, unknown(), day(3, 22)).unwrap();
            assert_eq!(due(&request), of_last);
            // What was withdrawn was owed no answer: those before it were.
            withdrawn.withdraw(day(3, 22)).unwrap();
            let mut without = plain.clone();
            without.withdraw_right(*last, day(3, 20)).unwrap();
            if before.is_empty() {
                assert_eq!(due(&withdrawn), of_last);
            } else {
                assert_eq!(due(&withdrawn), due(&without));
            }
            // Answered on one day, it is the first of their days.
            let mut at_once = plain.clone();
            for right in &asked {
                at_once.refuse(*right, unknown(), day(3, 21)).unwrap();
            }
            assert_eq!(due(&at_once), due(&plain));
        }
    }
}

/// No extension concerns a withdrawal of consent (Art. 12(3)), whose clock no question about access stops: it tells nothing of when one is announced.
#[test]
fn an_extension_is_announced_in_the_month_of_the_rights_that_it_prolongs() {
    let france = Calendar::of(Place::France);
    let asked = |rights: &[Right]| {
        let (first, others) = rights.split_first().unwrap();
        let mut request = received(*first);
        for right in others {
            request = request.also(*right);
        }
        request.reckon(&france).unwrap();
        assert_eq!(request.due().unwrap().strict, day(4, 2));
        let consent = Particulars::Consent(WithdrawnConsent::Every);
        if rights.contains(&Right::WithdrawConsent) {
            request.specify(consent, day(3, 3)).unwrap();
        }
        request = reviewed(request);
        // Ten days on which the clock of access stands still: its month ends on 12 April.
        request
            .suspend(day(3, 9), SuspensionReason::Clarification)
            .unwrap();
        request.resume(day(3, 19), None).unwrap();
        request
    };
    let is_late = |request: &Request| codes(request, day(5, 20)).contains(&"extension-late");
    for (rights, last) in [
        (&[Right::WithdrawConsent, Right::Access][..], day(4, 12)),
        (&[Right::Access, Right::WithdrawConsent], day(4, 12)),
        (&[Right::Portability, Right::WithdrawConsent], day(4, 2)),
        (
            &[Right::Access, Right::Portability, Right::WithdrawConsent],
            day(4, 2),
        ),
    ] {
        let request = asked(rights);
        let announce = request.extension_to_announce(&france).unwrap();
        assert_eq!(announce.readings().unwrap().strict().last_day(), last);
        for (on, expected) in [(last, false), (last.succ_opt().unwrap(), true)] {
            let mut extended = request.clone();
            extended.extend(on, ExtensionReason::Number, None).unwrap();
            assert_eq!(is_late(&extended), expected, "{rights:?} {on}");
            // Whichever of two is answered first: what the answers leave open changes nothing of it.
            for first in rights.iter().filter(|_| rights.len() == 2) {
                let mut answered = extended.clone();
                answered.grant(*first, day(5, 18)).unwrap();
                assert_eq!(is_late(&answered), expected, "{rights:?} {on} {first:?}");
                for other in rights.iter().filter(|right| *right != first) {
                    answered.grant(*other, day(5, 19)).unwrap();
                }
                assert_eq!(is_late(&answered), expected, "{rights:?} {on} {first:?}");
            }
        }
    }
    // Of what was settled before the extension was told nothing is prolonged; what is settled afterwards was.
    for (settled, expected) in [(day(4, 7), false), (day(4, 8), true), (day(4, 10), true)] {
        let mut request = reviewed(received(Right::Access).also(Right::Portability));
        request
            .suspend(day(3, 9), SuspensionReason::Clarification)
            .unwrap();
        request.resume(day(3, 19), None).unwrap();
        if settled < day(4, 8) {
            request.grant(Right::Portability, settled).unwrap();
        }
        request
            .extend(day(4, 8), ExtensionReason::Number, None)
            .unwrap();
        if settled >= day(4, 8) {
            request.grant(Right::Portability, settled).unwrap();
        }
        assert_eq!(is_late(&request), expected, "{settled}");
        let mut withdrawn = request.clone();
        withdrawn.withdraw_right(Right::Access, day(4, 20)).unwrap();
        request.grant(Right::Access, day(5, 18)).unwrap();
        assert_eq!(is_late(&request), expected, "{settled}");
        assert_eq!(is_late(&withdrawn), expected, "{settled}");
    }
    // Where a withdrawal of consent is all that is asked, its own month counts.
    let mut alone = asked(&[Right::WithdrawConsent]);
    alone
        .extend(day(4, 3), ExtensionReason::Number, None)
        .unwrap();
    assert!(is_late(&alone));
    // Once it is settled, the days that are noted are those of the rest.
    let mut rest = asked(&[Right::WithdrawConsent, Right::Access]);
    rest.grant(Right::WithdrawConsent, day(3, 20)).unwrap();
    let due = DueDates {
        strict: day(4, 12),
        lenient: day(4, 13),
    };
    rest = rest.due_by(due);
    let mut late = rest.clone();
    assert_eq!(
        late.extend(day(4, 14), ExtensionReason::Number, None),
        Err(TransitionError::ExtendedTooLate { due: day(4, 13) })
    );
    rest.extend(day(4, 13), ExtensionReason::Number, None)
        .unwrap();
}

#[test]
fn a_legal_minimum_that_is_over_keeps_nothing() {
    let (right, until) = (Right::Erasure, day(3, 6));
    let minimum =
        Refusal::new(RefusalReason::LegalObligation, Text::plain("invoices")).kept_until(until);
    let mut request = reviewed(received(right));
    assert_eq!(
        request.refuse(right, minimum.clone(), day(3, 7)),
        Err(TransitionError::KeptUntilPast { until })
    );
    assert_eq!(
        request.grant_partly(right, [minimum.clone()], day(3, 7)),
        Err(TransitionError::KeptUntilPast { until })
    );
    request.refuse(right, minimum, day(3, 6)).unwrap();
}
