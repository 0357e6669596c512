//! Single rules of requests: who asks, identity, refusals, erasure, recipients, findings, the stored form.

use greffe_calendar::{Calendar, Place};
use greffe_export::{
    Asker, ClockPolicy, ErasureException, ErasureGround, ErasureObstacle, ErasureReview, Evidence,
    ExtensionReason, Fee, FeeGround, FieldName, IdentityDoubt, IdentityMeans, IdentityPractice,
    IdentityQuestion, NoticeResult, ObjectionGround, Particulars, Power, PowerEvidence, Refusal,
    RefusalReason, Request, RequestFinding, Right, State, SuspensionReason, TransitionError,
    WithdrawnConsent,
};
use greffe_terms::{Citation, Lang, Text};

use crate::fixture::day;

pub(crate) fn received(right: Right) -> Request {
    Request::received("R-1".parse().unwrap(), right, day(3, 2)).with_evidence(Evidence::Email)
}

pub(crate) fn reviewed(mut request: Request) -> Request {
    request.scope(day(3, 3)).unwrap();
    request.collect(day(3, 4)).unwrap();
    request.review(day(3, 5)).unwrap();
    request
}

pub(crate) fn codes(request: &Request, on: chrono::NaiveDate) -> Vec<&'static str> {
    let found = request.findings(&Calendar::of(Place::France), on).unwrap();
    found.iter().map(RequestFinding::code).collect()
}

#[test]
fn a_fee_is_asked_instead_of_a_refusal_with_its_proof_and_charged_to_nobody_who_has_not_agreed() {
    let fee = |ground| {
        Fee::new(
            ground,
            900,
            Text::plain("third this month"),
            Text::plain("postage"),
        )
    };
    let shown = |ground| fee(ground).demonstrated_by(Text::plain("file note 7"));
    let right = Right::Access;
    let mut request = reviewed(received(right));
    let (before, calendar) = (request.clone(), Calendar::of(Place::France));

    // The controller bears the burden of demonstrating what is excessive (Art. 12(5)), not that a copy was given before.
    for (ground, reason) in [
        (FeeGround::Excessive, RefusalReason::Excessive),
        (
            FeeGround::ManifestlyUnfounded,
            RefusalReason::ManifestlyUnfounded,
        ),
    ] {
        let refused = request.announce_fee(right, fee(ground), day(3, 6));
        assert_eq!(refused, Err(TransitionError::NotDemonstrated { reason }));
        request
            .clone()
            .announce_fee(right, shown(ground), day(3, 6))
            .unwrap();
    }
    request
        .clone()
        .announce_fee(right, fee(FeeGround::FurtherCopy), day(3, 6))
        .unwrap();
    let nothing = Fee::new(
        FeeGround::FurtherCopy,
        0,
        Text::plain("a copy"),
        Text::plain("none"),
    );
    assert_eq!(
        request.announce_fee(right, nothing, day(3, 6)),
        Err(TransitionError::NoFee { right })
    );
    assert_eq!(request, before);

    // Announced, it stops no clock and holds the answer back until the person decided.
    let due = request.deadline(&calendar).unwrap();
    request
        .announce_fee(right, shown(FeeGround::Excessive), day(3, 6))
        .unwrap();
    assert_eq!(request.deadline(&calendar).unwrap(), due);
    assert_eq!(
        request.grant(right, day(3, 6)),
        Err(TransitionError::FeeUndecided { right })
    );
    assert_eq!(
        request.announce_fee(right, shown(FeeGround::Excessive), day(3, 6)),
        Err(TransitionError::FeeStands { right })
    );
    // Instead of it the controller may still refuse, and the person withdraw.
    let excessive = || {
        Refusal::new(RefusalReason::Excessive, Text::plain("no"))
            .demonstrated_by(Text::plain("note"))
    };
    let mut other = request.clone();
    other.refuse(right, excessive(), day(3, 6)).unwrap();
    assert_eq!(other.fee(right), None);
    let mut other = request.clone();
    other.withdraw(day(3, 6)).unwrap();
    assert_eq!((other.state(), other.fee(right)), (State::Withdrawn, None));

    // Agreed to, it is a fee and no refusal on that ground.
    request.agree_fee(right, day(3, 7)).unwrap();
    assert_eq!(
        request.agree_fee(right, day(3, 7)),
        Err(TransitionError::NoFee { right })
    );
    assert_eq!(
        request.refuse(right, excessive(), day(3, 7)),
        Err(TransitionError::FeeStands { right })
    );
    request.grant(right, day(3, 7)).unwrap();
    assert!(matches!(request.fee(right), Some((fee, true)) if fee.cents() == 900));
    assert_eq!(Request::from_json(&request.to_json()), Ok(request));
}

#[test]
fn a_fee_is_of_the_rights_that_the_law_names() {
    for right in Right::ALL {
        for ground in FeeGround::ALL {
            let allowed = match ground {
                FeeGround::FurtherCopy => right == Right::Access,
                _ => right != Right::WithdrawConsent,
            };
            let fee = Fee::new(*ground, 1, Text::plain("why"), Text::plain("postage"))
                .demonstrated_by(Text::plain("note"));
            let tried = received(right).announce_fee(right, fee, day(3, 3));
            let wanted = match allowed {
                true => Ok(()),
                false => Err(TransitionError::FeeNotFor {
                    right,
                    ground: *ground,
                }),
            };
            assert_eq!(tried, wanted, "{right:?} {ground:?}");
        }
    }
}

#[test]
fn nobody_is_scoped_for_another_without_a_power_that_runs() {
    for asker in Asker::ALL
        .iter()
        .copied()
        .filter(|asker| *asker != Asker::Person)
    {
        let mut request = received(Right::Access).asked_by(asker);
        assert_eq!(
            request.scope(day(3, 3)),
            Err(TransitionError::PowerNotShown { asker })
        );
        let mut shown = 0;
        for evidence in PowerEvidence::ALL {
            let tried = request
                .clone()
                .show_power(Power::shown_by(*evidence), day(3, 3));
            assert_eq!(tried.is_ok(), asker.is_shown_by(*evidence));
            shown += usize::from(tried.is_ok());
        }
        assert!(shown > 0, "{asker:?} could never show a power");
        let evidence = PowerEvidence::ALL
            .iter()
            .find(|kind| asker.is_shown_by(**kind));
        let power = Power::shown_by(*evidence.unwrap()).until(day(3, 3));
        request.show_power(power, day(3, 3)).unwrap();
        assert!(
            request.clone().scope(day(3, 4)).is_err(),
            "the power has ended"
        );
        request.scope(day(3, 3)).unwrap();
    }
}

#[test]
fn a_proxys_answer_goes_to_the_person_unless_the_mandate_says_otherwise() {
    let power = Power::shown_by(PowerEvidence::Mandate);
    for (power, to_asker) in [(power, false), (power.with_receipt_of_the_answer(), true)] {
        let mut request = received(Right::Access).asked_by(Asker::Proxy);
        request.show_power(power, day(3, 3)).unwrap();
        assert_eq!(request.answer_goes_to_asker(), to_asker);
    }
}

#[test]
fn what_is_asked_after_the_first_step_is_another_request() {
    let mut request = received(Right::Access);
    request.scope(day(3, 3)).unwrap();
    let request = request.also(Right::Erasure).asked_by(Asker::Heir);
    assert!(!request.asks_for(Right::Erasure));
    assert_eq!(request.asker(), Asker::Person);
}

#[test]
fn a_postmark_is_not_later_than_the_receipt_and_counts_from_itself() {
    assert_eq!(
        received(Right::Access).posted_on(day(3, 3)).unwrap_err(),
        TransitionError::PostedAfterReceipt
    );
    let request = received(Right::Access).posted_on(day(2, 27)).unwrap();
    let due = request.deadline(&Calendar::of(Place::France)).unwrap();
    assert_eq!(due.readings().unwrap().strict().last_day(), day(3, 27));
}

#[test]
fn a_right_that_needs_its_particulars_is_not_scoped_without() {
    let said = [
        Particulars::Consent(WithdrawnConsent::Every),
        Particulars::Rectification(vec!["customers.city".parse().unwrap()]),
        Particulars::Restriction(greffe_export::RestrictionGround::Accuracy),
        Particulars::Objection(ObjectionGround::Marketing),
    ];
    for particulars in said {
        let right = particulars.right();
        let mut request = received(right);
        assert_eq!(
            request.scope(day(3, 3)),
            Err(TransitionError::NotSpecified { right })
        );
        request.specify(particulars.clone(), day(3, 3)).unwrap();
        assert_eq!(request.particulars(right), Some(&particulars));
        request.scope(day(3, 3)).unwrap();
    }
    let nothing = Particulars::Rectification(Vec::new());
    assert!(
        received(Right::Rectification)
            .specify(nothing, day(3, 3))
            .is_err()
    );
}

#[test]
fn a_value_is_no_field_name() {
    for text in ["", "12 rue des Lilas", "ada@example.org", "é"] {
        let error = text.parse::<FieldName>().unwrap_err();
        assert!(text.is_empty() || !error.to_string().contains(text));
    }
}

#[test]
fn nothing_outweighs_an_objection_to_marketing() {
    let refusal =
        |reason| Refusal::new(reason, Text::plain("because")).demonstrated_by(Text::plain("note"));
    for ground in ObjectionGround::ALL {
        let mut request = received(Right::Objection);
        request
            .specify(Particulars::Objection(*ground), day(3, 3))
            .unwrap();
        let tried = request.refuse(
            Right::Objection,
            refusal(RefusalReason::CompellingGrounds),
            day(3, 4),
        );
        assert_eq!(tried.is_ok(), *ground != ObjectionGround::Marketing);
    }
}

#[test]
fn a_reason_is_held_only_against_its_rights_and_demonstrated_where_the_law_says() {
    for right in Right::ALL {
        for reason in RefusalReason::ALL {
            let bare = Refusal::new(*reason, Text::plain("because"));
            let shown = bare.clone().demonstrated_by(Text::plain("note"));
            let expected = reason.stands_against(right);
            let tried = received(right).refuse(right, shown, day(3, 3));
            assert_eq!(tried.is_ok(), expected, "{reason:?} against {right:?}");
            let tried = received(right).refuse(right, bare, day(3, 3));
            assert_eq!(tried.is_ok(), expected && !reason.must_be_demonstrated());
        }
    }
    // Art. 12(5) is of Art. 15 to 22; a consent is withdrawn at any time.
    assert!(!RefusalReason::Excessive.stands_against(Right::WithdrawConsent));
    assert!(!RefusalReason::LegalObligation.stands_against(Right::Access));
}

#[test]
fn a_refusal_cites_the_article_of_its_right() {
    let mut request = received(Right::Portability);
    let refusal = Refusal::new(RefusalReason::RightsOfOthers, Text::plain("a call list"));
    request
        .refuse(Right::Portability, refusal, day(3, 3))
        .unwrap();
    let outcome = request.outcome(Right::Portability).unwrap();
    let laws: Vec<&str> = outcome.refusals()[0]
        .citations()
        .iter()
        .map(Citation::as_str)
        .collect();
    assert_eq!(laws, ["GDPR 20(4)"]);
}

fn invoices() -> ErasureObstacle {
    ErasureObstacle {
        until: Some(day(12, 31)),
        citations: vec![Citation::from_static("C. com. L123-22")],
        ..ErasureObstacle::new(ErasureException::LegalObligation, Text::plain("vouchers"))
    }
}

#[test]
fn an_erasure_is_granted_in_part_or_refused_as_the_review_found() {
    let account = || Text::plain("account");
    let cases = [
        (ErasureReview::new().erase(account()), State::Delivered, 0),
        (
            ErasureReview::new()
                .erase(account())
                .keep(Text::plain("invoices"), invoices()),
            State::PartlyRefused,
            1,
        ),
        (
            ErasureReview::new()
                .keep(Text::plain("invoices"), invoices())
                .keep(
                    Text::plain("claims"),
                    ErasureObstacle::new(ErasureException::LegalClaims, Text::plain("a trial")),
                ),
            State::Refused,
            2,
        ),
    ];
    for (review, state, refusals) in cases {
        let mut request = reviewed(received(Right::Erasure));
        request.settle_erasure(&review, day(3, 6)).unwrap();
        assert_eq!(request.state(), state);
        let found = request.outcome(Right::Erasure).unwrap().refusals();
        assert_eq!(found.len(), refusals);
        assert!(found.iter().all(|refusal| refusal.part().is_some()));
    }
}

#[test]
fn what_is_not_decided_is_neither_erased_nor_refused() {
    let mut request = reviewed(received(Right::Erasure));
    let review = ErasureReview::new().erase(Text::plain("account")).with(
        Text::plain("letters"),
        greffe_export::ErasureDecision::Undecided(Text::plain("no date")),
    );
    assert_eq!(
        request.settle_erasure(&review, day(3, 6)),
        Err(TransitionError::ErasureUndecided { count: 1 })
    );
    assert_eq!(
        request.settle_erasure(&ErasureReview::new(), day(3, 6)),
        Err(TransitionError::NothingReviewed)
    );
    assert_eq!(request.state(), State::Reviewed);
}

#[test]
fn that_data_are_still_necessary_answers_no_other_ground() {
    let kept = ErasureObstacle::new(ErasureException::StillNecessary, Text::plain("support"));
    let review = ErasureReview::new().keep(Text::plain("tickets"), kept);
    for ground in ErasureGround::ALL {
        let mut request = received(Right::Erasure);
        request
            .specify(Particulars::Erasure(*ground), day(3, 2))
            .unwrap();
        let tried = reviewed(request).settle_erasure(&review, day(3, 6));
        assert_eq!(tried.is_ok(), *ground == ErasureGround::NotNecessary);
    }
    // The exceptions of 17(3) stand against all of them.
    for ground in ErasureGround::ALL {
        assert!(ErasureException::LegalClaims.stands_against(Some(*ground)));
    }
}

#[test]
fn recipients_are_told_after_an_erasure_and_the_person_when_they_ask() {
    let mut request = reviewed(received(Right::Erasure));
    request.grant(Right::Erasure, day(3, 6)).unwrap();
    assert_eq!(codes(&request, day(3, 7)), ["recipients-not-named"]);
    let names = vec![
        Text::plain("Banque du Port"),
        Text::plain("Transports Alba"),
    ];
    request
        .name_recipients(Right::Erasure, names, day(3, 7))
        .unwrap();
    assert_eq!(
        request
            .findings(&Calendar::of(Place::France), day(3, 7))
            .unwrap(),
        [RequestFinding::RecipientsNotTold {
            right: Right::Erasure,
            count: 2
        }]
    );
    request
        .tell_recipient(Right::Erasure, 0, NoticeResult::Told, day(3, 8))
        .unwrap();
    request
        .tell_recipient(Right::Erasure, 1, NoticeResult::Impossible, day(3, 8))
        .unwrap();
    request.ask_recipients(day(3, 9)).unwrap();
    assert_eq!(codes(&request, day(3, 9)), ["recipients-not-disclosed"]);
    request.disclose_recipients(day(3, 10)).unwrap();
    assert!(codes(&request, day(3, 10)).is_empty());
    assert!(received(Right::Access).ask_recipients(day(3, 3)).is_err());
}

#[test]
fn a_document_asked_of_everyone_is_a_finding_and_stops_nothing() {
    let mut request = received(Right::Access);
    let question = IdentityQuestion::of_everyone(IdentityMeans::DocumentCopy);
    request.ask_identity(day(3, 3), question).unwrap();
    request
        .suspend(day(3, 3), SuspensionReason::Identity)
        .unwrap();
    assert_eq!(
        codes(&request, day(3, 4)),
        ["stop-does-not-count", "identity-asked-without-doubt"]
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    );
    let due = request.deadline(&Calendar::of(Place::France)).unwrap();
    assert_eq!(due.readings().unwrap().strict().last_day(), day(4, 2));
    assert!(IdentityPractice::of([&request, &request]).is_systematic());
    assert!(!IdentityPractice::of([&request, &received(Right::Access)]).is_systematic());
    assert!(!IdentityPractice::of([&request]).is_systematic());
}

#[test]
fn a_copy_of_a_document_goes_once_it_was_checked() {
    let mut request = received(Right::Access);
    let question = IdentityQuestion::new(IdentityMeans::DocumentCopy, IdentityDoubt::Takeover);
    request.ask_identity(day(3, 3), question).unwrap();
    assert!(
        codes(&request, day(3, 9)).is_empty(),
        "it is not checked yet"
    );
    request.scope(day(3, 9)).unwrap();
    assert_eq!(codes(&request, day(3, 10)), ["identity-copy-kept"]);
    request.delete_identity_copy(day(3, 10)).unwrap();
    assert!(codes(&request, day(3, 11)).is_empty());
    assert_eq!(
        request.delete_identity_copy(day(3, 11)),
        Err(TransitionError::NoIdentityCopy)
    );
}

#[test]
fn who_was_never_asked_is_not_refused_as_unknown() {
    let mut request = received(Right::Access);
    let refusal = Refusal::new(RefusalReason::NotIdentified, Text::plain("unknown"))
        .demonstrated_by(Text::plain("no account"));
    request.refuse(Right::Access, refusal, day(3, 3)).unwrap();
    assert_eq!(codes(&request, day(3, 3)), ["refused-unasked"]);
}

#[test]
fn lateness_begins_the_day_after_and_is_arguable_until_the_last_reading() {
    // Received on 31 January, extended: 28 April in the strict reading, 4 May in the lenient one.
    let mut request = Request::received("R-1".parse().unwrap(), Right::Access, day(1, 31))
        .with_evidence(Evidence::Email);
    request
        .extend(day(2, 20), ExtensionReason::Number, None)
        .unwrap();
    let late = |on| {
        let found = request.findings(&Calendar::of(Place::France), on).unwrap();
        found.first().copied()
    };
    assert_eq!(late(day(4, 28)), None);
    for (on, arguable) in [(day(4, 29), true), (day(5, 4), true), (day(5, 5), false)] {
        let expected = RequestFinding::AnswerLate {
            right: Right::Access,
            strict: day(4, 28),
            lenient: day(5, 4),
            arguable,
        };
        assert_eq!(late(on), Some(expected));
    }
    // A refusal is never extended.
    let refusal = Refusal::new(RefusalReason::RightsOfOthers, Text::plain("others"));
    request.refuse(Right::Access, refusal, day(4, 1)).unwrap();
    assert_eq!(codes(&request, day(4, 1)), ["answer-late"]);
}

#[test]
fn an_extension_announced_too_late_is_a_finding() {
    let mut request = received(Right::Access);
    request
        .extend(day(4, 3), ExtensionReason::Complexity, None)
        .unwrap();
    assert_eq!(
        codes(&request, day(4, 3)),
        ["answer-late", "extension-late"]
    );
}

#[test]
fn a_policy_may_let_nothing_stop_the_clock() {
    let mut request = received(Right::Access);
    request
        .suspend(day(3, 3), SuspensionReason::Clarification)
        .unwrap();
    let france = Calendar::of(Place::France);
    for policy in ClockPolicy::ALL {
        let due = request
            .clone()
            .counted_by(*policy)
            .deadline(&france)
            .unwrap();
        assert_eq!(due.readings().is_none(), *policy == ClockPolicy::Guidelines);
    }
}

#[test]
fn every_finding_has_both_languages_and_a_law() {
    let right = Right::Erasure;
    let (strict, lenient) = (day(4, 2), day(4, 3));
    let findings = [
        RequestFinding::ReceiptNotShown,
        RequestFinding::AnswerLate {
            right,
            strict,
            lenient,
            arguable: true,
        },
        RequestFinding::AnswerLate {
            right,
            strict,
            lenient,
            arguable: false,
        },
        RequestFinding::ExtensionLate {
            strict,
            lenient,
            arguable: true,
        },
        RequestFinding::StopDoesNotCount { on: strict },
        RequestFinding::AskedWithoutDoubt { on: strict },
        RequestFinding::IdentityCopyKept { since: strict },
        RequestFinding::RefusedUnasked { right },
        RequestFinding::RecipientsNotNamed { right },
        RequestFinding::RecipientsNotTold { right, count: 2 },
        RequestFinding::RecipientsNotDisclosed,
    ];
    for finding in findings {
        let (fr, en) = (finding.in_language(Lang::Fr), finding.in_language(Lang::En));
        assert_ne!(fr, en);
        for text in [fr, en] {
            assert!(!text.ends_with('.') && !text.contains('\''), "{text}");
        }
        assert!(finding.citation().label(Lang::En) != finding.citation().as_str());
    }
}

const MARKER: &str = "zq-personal-7731";

#[test]
fn a_stored_request_that_is_wrong_tells_places_and_no_values() {
    let mut request = reviewed(received(Right::Access));
    let refusal = Refusal::new(RefusalReason::RightsOfOthers, Text::plain(MARKER));
    request
        .grant_partly(Right::Access, [refusal], day(3, 6))
        .unwrap();
    let json = request.to_json();
    let wrong = [
        (
            "\"id\": \"R-1\"",
            format!("\"id\": \"{MARKER}@example.org\""),
        ),
        (
            "\"received\": \"2026-03-02\"",
            format!("\"received\": \"{MARKER}\""),
        ),
        ("\"asker\": \"person\"", format!("\"asker\": \"{MARKER}\"")),
        ("\"partly_granted\"", format!("\"{MARKER}\"")),
        ("\"rights_of_others\"", format!("\"{MARKER}\"")),
        ("\"clock\":", format!("\"zz {MARKER}\": 1, \"clock\":")),
        ("greffe-request-1", "greffe-request-2".to_owned()),
        ("\"access\"", "\"erasure\"".to_owned()),
        ("2026-03-05", "2026-03-01".to_owned()),
        ("\"explanation\"", "\"explanatoin\"".to_owned()),
    ];
    for (right, wrong) in wrong {
        assert!(json.contains(right), "{right}");
        let error = Request::from_json(&json.replace(right, &wrong)).unwrap_err();
        for lang in Lang::ALL {
            let text = error.in_language(lang);
            assert!(!text.contains(MARKER) && !text.is_empty(), "{text}");
        }
        assert!(!format!("{error:?}").contains(MARKER));
    }
    assert!(!format!("{request:?}").contains(MARKER));
    let error = Request::from_json(&json.replace("\"clock\"", "\"clok\"")).unwrap_err();
    assert!(
        error.to_string().contains("did you mean `clock`?"),
        "{error}"
    );
}
