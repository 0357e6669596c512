use greffe::calendar::{Calendar, NaiveDate, Place};
use greffe::export::{
    DueDates, ExtensionReason, Particulars, Request, Right, SuspensionReason, WithdrawnConsent,
};
use greffe::register::Register;
use greffe::{Promise, RegisterExt, RequestDue};
use proptest::prelude::*;

fn promising(terms: &str) -> Register {
    Register::from_toml(&format!(
        "organisation = {{ name = \"Atelier Hélianthe\" }}\n{terms}"
    ))
    .unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn request(received: NaiveDate) -> Request {
    Request::received("R-2026-17".parse().unwrap(), Right::Access, received)
}

fn due(register: &Register, request: &Request) -> RequestDue {
    register
        .request_due(request, &Calendar::of(Place::France))
        .unwrap()
}

#[test]
fn without_a_promise_the_law_counts_alone() {
    for terms in ["", "requests = { channels = [\"email\"] }"] {
        let due = due(&promising(terms), &request(day("2026-03-02")));
        assert_eq!(due.promise(), Promise::Unstated);
        assert_eq!(
            due.due_dates().map(|due| due.strict),
            Some(day("2026-04-02"))
        );
    }
}

#[test]
fn a_promise_that_is_longer_than_the_law_changes_nothing() {
    let due = due(
        &promising("requests = { delay = \"P2M\" }"),
        &request(day("2026-03-02")),
    );
    assert_eq!(due.promise(), Promise::By(day("2026-05-02")));
    assert_eq!(due.due_dates(), due.law().readings().map(DueDates::from));
}

#[test]
fn a_promise_from_the_postmark_needs_its_day() {
    let register = promising("requests = { delay = \"P15D\", counted_from = \"postmark\" }");
    let request = request(day("2026-03-02"));
    assert_eq!(due(&register, &request).promise(), Promise::PostmarkUnknown);
    let posted = request.posted_on(day("2026-02-27")).unwrap();
    assert_eq!(
        due(&register, &posted).promise(),
        Promise::By(day("2026-03-14"))
    );
}

#[test]
fn an_extension_outweighs_the_promise_that_could_still_be_kept() {
    let register = promising("requests = { delay = \"P15D\" }");
    for (announced, promise) in [
        ("2026-03-17", Promise::Extended),
        ("2026-03-18", Promise::By(day("2026-03-17"))),
    ] {
        let mut request = request(day("2026-03-02"));
        request
            .extend(day(announced), ExtensionReason::Complexity, None)
            .unwrap();
        let due = due(&register, &request);
        assert_eq!(due.promise(), promise);
        let law = due.law().readings().map(DueDates::from).unwrap();
        assert_eq!(due.due_dates() == Some(law), promise == Promise::Extended);
    }
}

/// Art. 12(3) prolongs the answer to Art. 15 to 22, and Art. 7(3) is none of them.
#[test]
fn no_extension_puts_off_the_promise_for_a_withdrawal_of_consent() {
    use Right::{Access, Erasure, WithdrawConsent};
    let register = promising("requests = { delay = \"P15D\" }");
    let by = Promise::By(day("2026-03-17"));
    for (rights, settled, promise) in [
        (&[WithdrawConsent][..], &[][..], by),
        (&[WithdrawConsent, Access], &[], by),
        (&[Access, Erasure], &[], Promise::Extended),
        // Once it is done, the rest may take the longer time.
        (
            &[WithdrawConsent, Access],
            &[WithdrawConsent],
            Promise::Extended,
        ),
        (&[WithdrawConsent, Access], &[Access], by),
        // Where all was withdrawn, the first of all days is told, as that of the law is.
        (&[WithdrawConsent, Access], &[WithdrawConsent, Access], by),
        (&[Access, Erasure], &[Access, Erasure], Promise::Extended),
    ] {
        let number = "R-2026-17".parse().unwrap();
        let request = Request::received(number, rights[0], day("2026-03-02"));
        let also = rights[1..].iter();
        let mut request = also.fold(request, |request, right| request.also(*right));
        request
            .extend(day("2026-03-09"), ExtensionReason::Complexity, None)
            .unwrap();
        for right in settled {
            request.withdraw_right(*right, day("2026-03-10")).unwrap();
        }
        let due = due(&register, &request);
        assert_eq!(due.promise(), promise, "{rights:?} {settled:?}");
    }
}

#[test]
fn a_promise_that_was_put_off_does_not_come_back_with_the_last_answer() {
    let register = promising("requests = { delay = \"P15D\" }");
    let number = "R-2026-17".parse().unwrap();
    let mut request =
        Request::received(number, Right::WithdrawConsent, day("2026-03-02")).also(Right::Access);
    let every = Particulars::Consent(WithdrawnConsent::Every);
    request.specify(every, day("2026-03-02")).unwrap();
    request.scope(day("2026-03-03")).unwrap();
    request.collect(day("2026-03-04")).unwrap();
    request.review(day("2026-03-05")).unwrap();
    request
        .extend(day("2026-03-09"), ExtensionReason::Complexity, None)
        .unwrap();
    request
        .grant(Right::WithdrawConsent, day("2026-03-10"))
        .unwrap();
    let open = due(&register, &request);
    request.grant(Right::Access, day("2026-05-20")).unwrap();
    for due in [open, due(&register, &request)] {
        assert_eq!(due.promise(), Promise::Extended);
        let noted = due.due_dates().map(|due| due.strict);
        assert_eq!(noted, Some(day("2026-06-02")));
    }
}

#[test]
fn while_the_clock_of_the_law_stands_still_no_day_is_noted() {
    let register = promising("requests = { delay = \"P15D\" }");
    let mut request = request(day("2026-03-02"));
    request
        .suspend(day("2026-03-03"), SuspensionReason::Clarification)
        .unwrap();
    let due = due(&register, &request);
    assert_eq!(
        (due.due_dates(), due.promise()),
        (None, Promise::By(day("2026-03-17")))
    );
}

proptest! {
    /// No promise makes an answer due later than the law has it, nor changes what the law has.
    #[test]
    fn a_promise_only_shortens(days in 0_u32..200, offset in 0_u64..3000) {
        let received = day("2018-06-01") + chrono::Days::new(offset);
        let register = promising(&format!("requests = {{ delay = \"P{days}D\" }}"));
        let due = due(&register, &request(received));
        let law = due.law().readings().map(DueDates::from).unwrap();
        let noted = due.due_dates().unwrap();
        prop_assert!(noted.strict <= law.strict);
        prop_assert_eq!(noted.lenient, law.lenient);
        prop_assert_eq!(noted.strict, law.strict.min(received + chrono::Days::new(days.into())));
    }
}
