//! A request takes the steps that the law knows, and no others.

use greffe_calendar::{Calendar, Place, RequestDeadline};
use greffe_export::{
    Asker, DueDates, ErasureException, ErasureObstacle, Event, ExtensionReason, Forwarding,
    IdentityDoubt, IdentityMeans, IdentityQuestion, Outcome, Power, PowerEvidence, Refusal,
    RefusalReason, Request, RequestFileError, RequestId, RequestStep, Right, State,
    SuspensionReason, TransitionError,
};
use greffe_terms::{Citation, Lang, Text};

use crate::fixture::day;

fn received(right: Right) -> Request {
    Request::received("R-1".parse().unwrap(), right, day(3, 2))
}

fn refusal(reason: RefusalReason) -> Refusal {
    Refusal::new(reason, Text::plain("because")).demonstrated_by(Text::plain("file note 7"))
}

const fn question() -> IdentityQuestion {
    IdentityQuestion::new(IdentityMeans::Login, IdentityDoubt::UnknownSender)
}

fn reviewed(rights: &[Right]) -> Request {
    let mut request = rights
        .iter()
        .skip(1)
        .fold(received(rights[0]), |request, right| request.also(*right));
    request.ask_identity(day(3, 3), question()).unwrap();
    request.scope(day(3, 4)).unwrap();
    request.collect(day(3, 5)).unwrap();
    request.review(day(3, 6)).unwrap();
    request
}

#[test]
fn the_whole_way_from_receipt_to_delivery() {
    let mut request = reviewed(&[Right::Access]);
    assert!(request.holds_purge());
    request.grant(Right::Access, day(3, 7)).unwrap();
    assert_eq!(request.state(), State::Delivered);
    assert!(!request.holds_purge());
    assert_eq!(request.log().len(), 5);
}

#[test]
fn data_that_are_to_be_kept_and_not_used_do_not_go_before_the_answer() {
    for right in Right::ALL {
        let asked = received(right);
        let keeps = matches!(
            right,
            Right::Access | Right::Portability | Right::Restriction
        );
        assert_eq!(asked.holds_purge(), keeps, "{}", right.code());
    }
}

#[test]
fn each_right_has_its_own_outcome() {
    let mut request = reviewed(&[Right::Access, Right::Erasure]);
    request
        .refuse(
            Right::Erasure,
            refusal(RefusalReason::LegalObligation),
            day(3, 7),
        )
        .unwrap();
    assert_eq!(request.state(), State::Reviewed);
    request.grant(Right::Access, day(3, 8)).unwrap();
    assert_eq!(request.state(), State::PartlyRefused);
    assert!(
        matches!(request.outcome(Right::Erasure), Some(Outcome::Refused(on, _)) if *on == day(3, 7))
    );
    assert!(
        matches!(request.outcome(Right::Access), Some(Outcome::Granted(on)) if *on == day(3, 8))
    );
}

#[test]
fn an_unfounded_request_may_be_refused_at_once() {
    let mut request = received(Right::Access);
    request
        .refuse(
            Right::Access,
            refusal(RefusalReason::ManifestlyUnfounded),
            day(3, 2),
        )
        .unwrap();
    assert_eq!(request.state(), State::Refused);
    assert_eq!(
        request.refuse(Right::Access, refusal(RefusalReason::Excessive), day(3, 3)),
        Err(TransitionError::NotFrom {
            from: State::Refused,
            step: RequestStep::Refuse
        })
    );
}

#[test]
fn nothing_is_granted_before_review() {
    let mut request = received(Right::Access);
    assert!(matches!(
        request.grant(Right::Access, day(3, 3)),
        Err(TransitionError::NotFrom {
            from: State::Received,
            ..
        })
    ));
    request.scope(day(3, 3)).unwrap();
    assert!(matches!(
        request.review(day(3, 4)),
        Err(TransitionError::NotFrom {
            from: State::Scoped,
            ..
        })
    ));
    assert_eq!(request.state(), State::Scoped);
}

#[test]
fn a_right_is_settled_once_and_only_if_asked_for() {
    let mut request = reviewed(&[Right::Access, Right::Portability]);
    request.grant(Right::Access, day(3, 7)).unwrap();
    assert_eq!(
        request.grant(Right::Access, day(3, 7)),
        Err(TransitionError::Settled {
            right: Right::Access
        })
    );
    assert_eq!(
        request.grant(Right::Erasure, day(3, 7)),
        Err(TransitionError::NotAsked {
            right: Right::Erasure
        })
    );
}

#[test]
fn steps_are_dated_in_order() {
    let mut request = received(Right::Access);
    assert_eq!(
        request.scope(day(3, 1)),
        Err(TransitionError::BeforeLast {
            on: day(3, 1),
            last: day(3, 2)
        })
    );
    assert_eq!(request.state(), State::Received);
    assert!(request.log().is_empty());
}

#[test]
fn an_extension_is_announced_within_the_first_month_and_once() {
    let due = DueDates {
        strict: day(4, 2),
        lenient: day(4, 2),
    };
    let later = DueDates {
        strict: day(6, 2),
        lenient: day(6, 2),
    };
    let mut late = received(Right::Access).due_by(due);
    assert_eq!(
        late.extend(day(4, 3), ExtensionReason::Complexity, Some(later)),
        Err(TransitionError::ExtendedTooLate { due: day(4, 2) })
    );
    let mut request = received(Right::Access).due_by(due);
    request
        .extend(day(4, 2), ExtensionReason::Complexity, Some(later))
        .unwrap();
    assert_eq!(request.due(), Some(later));
    assert_eq!(
        request.state(),
        State::Received,
        "an extension is an event, not an end"
    );
    assert_eq!(
        request.extend(day(4, 3), ExtensionReason::Number, Some(later)),
        Err(TransitionError::ExtendedTwice)
    );
}

#[test]
fn the_clock_stops_and_runs_again() {
    let mut request = received(Right::Access);
    assert_eq!(
        request.resume(day(3, 3), None),
        Err(TransitionError::Clock { stopped: false })
    );
    request
        .suspend(day(3, 3), SuspensionReason::Identity)
        .unwrap();
    assert!(request.is_suspended());
    assert_eq!(
        request.suspend(day(3, 4), SuspensionReason::Clarification),
        Err(TransitionError::Clock { stopped: true })
    );
    let due = DueDates {
        strict: day(4, 9),
        lenient: day(4, 10),
    };
    request.resume(day(3, 10), Some(due)).unwrap();
    assert!(!request.is_suspended());
    assert_eq!(request.due(), Some(due));
    request
        .forward(day(3, 10), Forwarding::ToController)
        .unwrap();
    assert_eq!(
        request.log().last().unwrap().event,
        Event::Forwarded(Forwarding::ToController)
    );
}

#[test]
fn a_request_of_31_january_extended_is_due_on_28_april() {
    let calendar = Calendar::of(Place::France);
    let mut request = Request::received("R-1".parse().unwrap(), Right::Access, day(1, 31));
    request.reckon(&calendar).unwrap();
    request
        .extend(day(2, 20), ExtensionReason::Number, None)
        .unwrap();
    request.reckon(&calendar).unwrap();
    assert_eq!(
        request.due(),
        Some(DueDates {
            strict: day(4, 28),
            lenient: day(5, 4)
        })
    );
    let refusal = request.refusal_deadline(&calendar).unwrap();
    assert!(
        refusal.readings().unwrap().lenient().last_day() < day(4, 1),
        "a refusal is never extended"
    );
}

#[test]
fn a_suspended_request_is_due_later_and_an_open_question_has_no_date() {
    let calendar = Calendar::of(Place::France);
    let mut request = received(Right::Access);
    request.reckon(&calendar).unwrap();
    let before = request.due().unwrap();
    request.ask_identity(day(3, 4), question()).unwrap();
    request
        .suspend(day(3, 4), SuspensionReason::Identity)
        .unwrap();
    assert_eq!(
        request.reckon(&calendar),
        Ok(RequestDeadline::Suspended { since: day(3, 4) })
    );
    assert_eq!(
        request.due(),
        Some(before),
        "while the clock stands still the dates stay"
    );
    request.resume(day(3, 11), None).unwrap();
    request.reckon(&calendar).unwrap();
    // 2 April and seven days.
    assert_eq!(request.due().unwrap().strict, day(4, 9));
}

#[test]
fn an_address_is_no_request_id() {
    for text in ["", "ada@example.org", "a b", "é", &"x".repeat(65)] {
        assert!(text.parse::<RequestId>().is_err(), "{text}");
    }
}

#[test]
fn a_legal_minimum_refuses_an_erasure_with_its_law() {
    let obstacle = ErasureObstacle {
        exception: ErasureException::LegalObligation,
        reason: Text::plain("accounting documents"),
        until: Some(day(12, 31)),
        citations: vec![Citation::from_static("C. com. L123-22")],
    };
    let refusal = obstacle.refusal();
    let laws: Vec<&str> = refusal.citations().iter().map(Citation::as_str).collect();
    assert_eq!(laws, ["GDPR 17(3)(b)", "C. com. L123-22"]);
    assert_eq!(
        refusal.explanation().in_language(Lang::En),
        "accounting documents"
    );
}

#[test]
fn every_right_and_reason_speaks_both_languages() {
    for right in Right::ALL {
        assert_ne!(right.explained(Lang::Fr), right.explained(Lang::En));
        assert!(!right.label(Lang::Fr).is_empty());
    }
}

#[test]
fn an_answer_does_not_go_to_whoever_has_no_power_any_more() {
    let mandate = Power::shown_by(PowerEvidence::Mandate).with_receipt_of_the_answer();
    let guardianship = Power::shown_by(PowerEvidence::CourtDecision);
    for (asker, power) in [
        (Asker::Proxy, mandate),
        (Asker::Guardian, guardianship),
        (Asker::ParentalAuthority, guardianship),
    ] {
        let mut request = received(Right::Access).asked_by(asker);
        request
            .show_power(power.until(day(3, 9)), day(3, 3))
            .unwrap();
        assert!(request.answer_goes_to_asker_on(day(3, 9)));
        assert!(!request.answer_goes_to_asker_on(day(3, 10)));
    }
    assert!(received(Right::Access).answer_goes_to_asker_on(day(3, 10)));
}

#[test]
fn due_days_that_contradict_each_other_are_no_file() {
    let request = received(Right::Access);
    let due = |strict, lenient| request.clone().due_by(DueDates { strict, lenient });
    let text = due(day(4, 2), day(4, 2)).to_json();
    assert!(Request::from_json(&text).is_ok());
    let text = due(day(4, 3), day(4, 2)).to_json();
    assert!(matches!(
        Request::from_json(&text),
        Err(RequestFileError::Faults(_))
    ));
}
