//! Rules of requests as tables: laws and days, fees and recipients right by right, what a stored request reads back.

use std::collections::HashSet;

use greffe_calendar::{Calendar, Place};
use greffe_export::{
    Asker, ErasureException, ErasureObstacle, Evidence, ExtensionReason, Fee, FeeGround,
    IdentityDoubt, IdentityMeans, IdentityPractice, IdentityQuestion, NoticeResult, Particulars,
    Power, PowerEvidence, Refusal, RefusalReason, Request, RequestFinding, RestrictionGround,
    Right, TransitionError, WithdrawnConsent,
};
use greffe_terms::{Citation, Lang, Text};

use crate::fixture::day;
use crate::request_cases::{codes, received, reviewed};

fn plain(text: &str) -> Text {
    Text::plain(text)
}

fn asked(rights: &[Right]) -> Request {
    let first = received(rights[0]);
    rights
        .iter()
        .fold(first, |request, right| request.also(*right))
}

fn fee(ground: FeeGround) -> Fee {
    Fee::new(ground, 900, plain("third this month"), plain("postage"))
}

#[test]
fn an_exception_to_erasure_rests_on_its_article_and_so_does_the_refusal() {
    for (exception, reason, laws) in [
        (
            ErasureException::FreedomOfExpression,
            RefusalReason::FreedomOfExpression,
            &["GDPR 17(3)(a)"][..],
        ),
        (
            ErasureException::LegalObligation,
            RefusalReason::LegalObligation,
            &["GDPR 17(3)(b)"],
        ),
        (
            ErasureException::PublicHealth,
            RefusalReason::PublicHealth,
            &["GDPR 17(3)(c)"],
        ),
        (
            ErasureException::Archives,
            RefusalReason::Archives,
            &["GDPR 17(3)(d)"],
        ),
        (
            ErasureException::LegalClaims,
            RefusalReason::LegalClaims,
            &["GDPR 17(3)(e)"],
        ),
        (
            ErasureException::StillNecessary,
            RefusalReason::ConditionsNotMet,
            &["GDPR 12(4)", "GDPR 17(1)(a)"],
        ),
        (
            ErasureException::RestrictionAsked,
            RefusalReason::ConditionsNotMet,
            &["GDPR 12(4)", "GDPR 18(1)"],
        ),
    ] {
        assert_eq!(exception.reason(), reason);
        assert_eq!(exception.citation().as_str(), laws[laws.len() - 1]);
        let obstacle = ErasureObstacle {
            citations: vec![Citation::from_static("C. com. L123-22")],
            ..ErasureObstacle::new(exception, plain("invoices"))
        };
        let refusal = obstacle.refusal();
        let cited: Vec<&str> = refusal.citations().iter().map(Citation::as_str).collect();
        assert_eq!(
            cited,
            [laws, &["C. com. L123-22"]].concat(),
            "{exception:?}"
        );
        assert_eq!(refusal.last_day(), None);
    }
}

#[test]
fn a_reason_is_cited_as_it_is_numbered_for_the_right_and_keeps_what_else_it_rests_on() {
    use RefusalReason as Reason;
    for (reason, right, law) in [
        (Reason::RightsOfOthers, Right::Access, "GDPR 15(4)"),
        (Reason::RightsOfOthers, Right::Portability, "GDPR 20(4)"),
        (Reason::LegalClaims, Right::Erasure, "GDPR 17(3)(e)"),
        (Reason::LegalClaims, Right::Objection, "GDPR 21(1)"),
        (Reason::NotIdentified, Right::Access, "GDPR 12(2)"),
        (Reason::NotIdentified, Right::WithdrawConsent, "GDPR 7(3)"),
        (Reason::ConditionsNotMet, Right::Rectification, "GDPR 12(4)"),
        (
            Reason::ConditionsNotMet,
            Right::WithdrawConsent,
            "GDPR 7(3)",
        ),
        (Reason::Excessive, Right::Portability, "GDPR 12(5)"),
    ] {
        assert_eq!(
            reason.citation_for(right).as_str(),
            law,
            "{reason:?} {right:?}"
        );
        let refusal = Refusal::new(reason, plain("others"))
            .demonstrated_by(plain("file note 7"))
            .citing(Citation::from_static("C. com. L123-22"))
            .citing(Citation::from_static(law));
        let mut request = received(right);
        request.refuse(right, refusal, day(3, 3)).unwrap();
        let refusals = request.outcome(right).unwrap().refusals();
        let cited: Vec<&str> = refusals[0]
            .citations()
            .iter()
            .map(Citation::as_str)
            .collect();
        assert_eq!(cited, [law, "C. com. L123-22"], "{reason:?} {right:?}");
    }
}

#[test]
fn the_reasons_of_which_the_controller_bears_the_proof_are_not_given_without() {
    use RefusalReason as Reason;
    let burden = [
        Reason::NotIdentified,
        Reason::ManifestlyUnfounded,
        Reason::Excessive,
        Reason::CompellingGrounds,
    ];
    for &reason in Reason::ALL {
        assert_eq!(
            reason.must_be_demonstrated(),
            burden.contains(&reason),
            "{reason:?}"
        );
    }
    let bare = Refusal::new(Reason::Excessive, plain("third this month"));
    assert_eq!(bare.demonstration(), None);
    let mut request = received(Right::Access);
    let reason = Reason::Excessive;
    assert_eq!(
        request.refuse(Right::Access, bare.clone(), day(3, 3)),
        Err(TransitionError::NotDemonstrated { reason })
    );
    let shown = bare.demonstrated_by(plain("file note 7"));
    assert_eq!(shown.demonstration(), Some(&plain("file note 7")));
    request.refuse(Right::Access, shown, day(3, 3)).unwrap();
    assert_eq!(request.outcome(Right::Access).unwrap().on(), day(3, 3));
    let charged = fee(FeeGround::Excessive);
    assert_eq!(charged.demonstration(), None);
    let charged = charged.demonstrated_by(plain("file note 8"));
    assert_eq!(charged.demonstration(), Some(&plain("file note 8")));
}

#[test]
fn a_fee_of_one_right_is_agreed_to_or_waived_for_that_right_alone() {
    let (access, portability) = (Right::Access, Right::Portability);
    let mut request = asked(&[access, portability]);
    let shown = || fee(FeeGround::Excessive).demonstrated_by(plain("file note 7"));
    for right in [access, portability] {
        request.announce_fee(right, shown(), day(3, 3)).unwrap();
    }
    request.agree_fee(portability, day(3, 4)).unwrap();
    let agreed = |request: &Request, right| request.fee(right).map(|(_, agreed)| agreed);
    assert_eq!(agreed(&request, access), Some(false));
    assert_eq!(agreed(&request, portability), Some(true));
    request.waive_fee(access, day(3, 5)).unwrap();
    assert_eq!(agreed(&request, access), None);
    assert_eq!(agreed(&request, portability), Some(true));
}

#[test]
fn recipients_are_those_of_the_right_that_reached_them() {
    let (erasure, restriction) = (Right::Erasure, Right::Restriction);
    let mut request = asked(&[erasure, restriction]);
    let ground = Particulars::Restriction(RestrictionGround::Accuracy);
    request.specify(ground, day(3, 2)).unwrap();
    let mut request = reviewed(request);
    for right in [erasure, restriction] {
        request.grant(right, day(3, 6)).unwrap();
    }
    let bank = vec![plain("Banque du Port")];
    request
        .name_recipients(erasure, bank.clone(), day(3, 7))
        .unwrap();
    assert_eq!(request.recipient_notices(restriction), None);
    let carriers = vec![plain("Transports Alba"), plain("Coursiers du Lys")];
    request
        .name_recipients(restriction, carriers.clone(), day(3, 7))
        .unwrap();
    request
        .tell_recipient(restriction, 0, NoticeResult::Told, day(3, 8))
        .unwrap();
    let notices = |right| {
        let notices = request.recipient_notices(right).unwrap();
        let notices = notices
            .into_iter()
            .map(|one| (one.recipient.clone(), one.result));
        notices.collect::<Vec<_>>()
    };
    assert_eq!(notices(erasure), [(bank[0].clone(), None)]);
    let told = Some((day(3, 8), NoticeResult::Told));
    assert_eq!(
        notices(restriction),
        [(carriers[0].clone(), told), (carriers[1].clone(), None)]
    );
}

#[test]
fn who_may_ask_for_another_has_the_provision_that_says_so() {
    for &asker in Asker::ALL {
        let law = match asker {
            Asker::Heir => Some("loi 78-17 85 II"),
            Asker::Designated => Some("loi 78-17 85 I"),
            _ => None,
        };
        assert_eq!(
            asker.citation(),
            law.map(Citation::from_static),
            "{asker:?}"
        );
    }
}

#[test]
fn a_power_says_its_last_day_and_whether_the_answer_may_go_with_it() {
    let power = Power::shown_by(PowerEvidence::Mandate);
    assert_eq!((power.last_day(), power.may_receive()), (None, false));
    let power = power.until(day(3, 31)).with_receipt_of_the_answer();
    assert_eq!(
        (power.last_day(), power.may_receive()),
        (Some(day(3, 31)), true)
    );
    assert_eq!(power.evidence(), PowerEvidence::Mandate);
}

#[test]
fn a_receipt_is_shown_by_what_proves_it_and_posted_no_later() {
    let request = || Request::received("R-1".parse().unwrap(), Right::Access, day(3, 2));
    assert_eq!(request().evidence(), None);
    for &evidence in Evidence::ALL {
        assert_eq!(request().with_evidence(evidence).evidence(), Some(evidence));
    }
    for posted in [day(2, 27), day(3, 2)] {
        let posted_on = request().posted_on(posted).unwrap();
        assert_eq!(posted_on.posted(), Some(posted));
        let back = Request::from_json(&posted_on.to_json()).unwrap();
        assert_eq!(back, posted_on);
    }
    let late = request().posted_on(day(3, 3)).unwrap_err();
    assert_eq!(late, TransitionError::PostedAfterReceipt);
    let stored = request().posted_on(day(3, 2)).unwrap().to_json();
    let wrong = stored.replace("\"posted\": \"2026-03-02\"", "\"posted\": \"2026-03-03\"");
    assert_ne!(stored, wrong);
    let error = Request::from_json(&wrong).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the postmark is later than the receipt"),
        "{error}"
    );
}

#[test]
fn a_stored_request_asks_for_each_right_once_and_for_one_at_least() {
    let stored = asked(&[Right::Access, Right::Erasure]).to_json();
    let compact: String = stored.split_whitespace().collect();
    let rights = "\"rights\":[\"access\",\"erasure\"]";
    assert!(compact.contains(rights), "{stored}");
    assert!(Request::from_json(&compact).is_ok());
    for wrong in [
        "[]",
        "[\"access\",\"access\"]",
        "[\"access\",\"erasure\",\"access\"]",
    ] {
        let file = compact.replace(rights, &format!("\"rights\":{wrong}"));
        let error = Request::from_json(&file).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("a list of rights, each of them once"),
            "{wrong} {error}"
        );
    }
}

#[test]
fn everything_that_can_happen_to_a_request_reads_back() {
    let rights = [Right::Access, Right::Erasure, Right::WithdrawConsent];
    let mut request = asked(&rights);
    let every = Particulars::Consent(WithdrawnConsent::Every);
    request.specify(every, day(3, 2)).unwrap();
    request
        .announce_fee(Right::Access, fee(FeeGround::FurtherCopy), day(3, 2))
        .unwrap();
    request.agree_fee(Right::Access, day(3, 2)).unwrap();
    request.waive_fee(Right::Access, day(3, 3)).unwrap();
    let question = IdentityQuestion::new(IdentityMeans::DocumentCopy, IdentityDoubt::Takeover);
    request.ask_identity(day(3, 3), question).unwrap();
    let mut request = reviewed(request);
    request.delete_identity_copy(day(3, 5)).unwrap();
    request.grant(Right::Erasure, day(3, 6)).unwrap();
    let recipients = vec![plain("Banque du Port"), plain("Transports Alba")];
    request
        .name_recipients(Right::Erasure, recipients, day(3, 6))
        .unwrap();
    request
        .tell_recipient(Right::Erasure, 1, NoticeResult::Impossible, day(3, 7))
        .unwrap();
    request.ask_recipients(day(3, 7)).unwrap();
    request.disclose_recipients(day(3, 8)).unwrap();
    request.grant(Right::WithdrawConsent, day(3, 8)).unwrap();
    let back = Request::from_json(&request.to_json()).unwrap();
    assert_eq!(back, request);
    assert_eq!(
        back.particulars(Right::WithdrawConsent),
        Some(&Particulars::Consent(WithdrawnConsent::Every))
    );
}

#[test]
fn the_consent_to_nothing_is_not_withdrawn() {
    let right = Right::WithdrawConsent;
    let of = |purposes: &[&str]| {
        let purposes = purposes.iter().map(|id| id.parse().unwrap()).collect();
        let particulars = Particulars::Consent(WithdrawnConsent::For(purposes));
        received(right).specify(particulars, day(3, 2))
    };
    assert_eq!(of(&[]), Err(TransitionError::NotSpecified { right }));
    assert_eq!(of(&["news"]), Ok(()));
}

#[test]
fn no_copy_is_deleted_that_was_not_asked_for() {
    for &means in IdentityMeans::ALL {
        let mut request = received(Right::Access);
        let question = IdentityQuestion::new(means, IdentityDoubt::Takeover);
        request.ask_identity(day(3, 3), question).unwrap();
        let deleted = request.delete_identity_copy(day(3, 4));
        match means {
            IdentityMeans::DocumentCopy => assert_eq!(deleted, Ok(())),
            _ => assert_eq!(deleted, Err(TransitionError::NoIdentityCopy), "{means:?}"),
        }
    }
}

#[test]
fn how_persons_are_asked_is_counted_over_all_requests() {
    let asked = |means| {
        let mut request = received(Right::Access);
        let question = IdentityQuestion::new(means, IdentityDoubt::Takeover);
        request.ask_identity(day(3, 3), question).unwrap();
        request
    };
    let requests = [
        asked(IdentityMeans::Login),
        asked(IdentityMeans::DocumentSeen),
        received(Right::Access),
        asked(IdentityMeans::DocumentCopy),
    ];
    let found = IdentityPractice::of(&requests);
    assert_eq!((found.requests, found.asked, found.documents), (4, 3, 2));
    assert!(!found.is_systematic());
}

#[test]
fn a_copy_may_be_deleted_on_the_day_of_the_check() {
    let mut request = received(Right::Access);
    let question = IdentityQuestion::new(IdentityMeans::DocumentCopy, IdentityDoubt::Takeover);
    request.ask_identity(day(3, 3), question).unwrap();
    request.scope(day(3, 9)).unwrap();
    assert_eq!(codes(&request, day(3, 9)), [""; 0]);
    assert_eq!(codes(&request, day(3, 10)), ["identity-copy-kept"]);
}

#[test]
fn an_extension_is_in_time_on_the_last_day_and_arguable_until_the_last_reading() {
    let france = Calendar::of(Place::France);
    // Received on 31 January: 28 February is a Saturday, so that the readings differ.
    let request = || {
        let request = Request::received("R-1".parse().unwrap(), Right::Access, day(1, 31));
        request.with_evidence(Evidence::Email)
    };
    let announce = request().extension_to_announce(&france).unwrap();
    let announce = announce.readings().unwrap();
    let strict = announce.strict().last_day();
    let extended = |on| {
        let mut request = request();
        request.extend(on, ExtensionReason::Number, None).unwrap();
        let found = request.findings(&france, on).unwrap().into_iter();
        let late = |one: RequestFinding| match one {
            RequestFinding::ExtensionLate {
                strict,
                lenient,
                arguable,
            } => Some((strict, lenient, arguable)),
            _ => None,
        };
        found.filter_map(late).next()
    };
    assert_eq!(extended(strict), None);
    let (found, lenient, arguable) = extended(strict.succ_opt().unwrap()).unwrap();
    assert_eq!((found, arguable), (strict, true));
    assert!(lenient > strict, "the readings differ");
    assert_eq!(extended(lenient), Some((strict, lenient, true)));
    assert_eq!(
        extended(lenient.succ_opt().unwrap()),
        Some((strict, lenient, false))
    );
}

#[test]
fn lateness_is_told_with_both_days() {
    let (right, strict, lenient) = (Right::Access, day(4, 2), day(4, 4));
    let late = |arguable| RequestFinding::AnswerLate {
        right,
        strict,
        lenient,
        arguable,
    };
    let extension = RequestFinding::ExtensionLate {
        strict,
        lenient,
        arguable: false,
    };
    let mut said = HashSet::new();
    for (finding, fr, en) in [
        (
            late(true),
            "réponse tardive (accès)\u{a0}: échéance du 2\u{a0}avril 2026, encore défendable jusqu’au 4\u{a0}avril 2026",
            "the answer is late (access): due by 2\u{a0}April 2026, arguable until 4\u{a0}April 2026",
        ),
        (
            late(false),
            "réponse tardive (accès)\u{a0}: échéance du 2\u{a0}avril 2026, dépassée dans toutes les lectures",
            "the answer is late (access): due by 2\u{a0}April 2026, late in every reading",
        ),
        (
            extension,
            "prolongation annoncée trop tard\u{a0}: échéance du 2\u{a0}avril 2026, dépassée dans toutes les lectures",
            "the extension was announced too late: due by 2\u{a0}April 2026, late in every reading",
        ),
    ] {
        assert_eq!(finding.in_language(Lang::Fr), fr);
        assert_eq!(finding.in_language(Lang::En), en);
        assert!(said.insert(fr) && said.insert(en));
    }
}
