//! Laws of the month for answering.

use chrono::{Days, NaiveDate};
use greffe_calendar::{
    Action, Calendar, CalendarError, Convention, Method, Moment, Period, Place, Reading,
    RequestDeadline, RequestReadings, SubjectRequest, Suspension,
};
use greffe_terms::Lang;
use proptest::prelude::*;

use crate::day;

fn france() -> Calendar {
    Calendar::of(Place::France)
}

fn readings(request: &SubjectRequest, calendar: &Calendar) -> RequestReadings {
    request
        .response_due(calendar)
        .unwrap()
        .readings()
        .unwrap()
        .clone()
}

fn received() -> impl Strategy<Value = NaiveDate> {
    (0_u64..20_000).prop_map(|n| day("2018-05-25") + Days::new(n))
}

/// Up to three questions: when asked after receipt, and how long until the answer.
fn pauses() -> impl Strategy<Value = Vec<(u64, u64)>> {
    proptest::collection::vec((0_u64..120, 0_u64..200), 0..3)
}

fn request_of(received: NaiveDate, pauses: &[(u64, u64)]) -> SubjectRequest {
    pauses.iter().fold(
        SubjectRequest::received(received),
        |request, (after, wait)| {
            let asked = received + Days::new(*after);
            let pause = Suspension::new(asked, Some(asked + Days::new(*wait))).unwrap();
            request.suspended(pause).unwrap()
        },
    )
}

#[test]
fn a_request_of_31_january_2026_extended_has_three_readings() {
    let request = SubjectRequest::received(day("2026-01-31")).extended();
    let readings = readings(&request, &france());
    let found: Vec<_> = readings
        .all()
        .map(|r| (r.method(), r.last_day().to_string()))
        .collect();
    assert_eq!(
        found,
        [
            (Method::MovedOnce, "2026-04-28".to_owned()),
            (Method::SinglePeriod, "2026-04-30".to_owned()),
            (Method::MovedEachTime, "2026-05-04".to_owned()),
        ]
    );
    for reading in readings.all() {
        let articles = reading.citations();
        assert!(articles.iter().any(|c| c.as_str() == "GDPR 12(3)"));
        assert!(
            articles
                .iter()
                .any(|c| c.as_str() == "Regulation 1182/71 3(2)(c)")
        );
    }
}

#[test]
fn an_extension_is_announced_within_the_first_month() {
    let request = SubjectRequest::received(day("2026-01-31")).extended();
    let due = request.extension_to_announce(&france()).unwrap();
    let readings = due.readings().unwrap();
    // The strict reading counts on from the unmoved end of the month, so it asks for the announcement by then.
    assert_eq!(readings.strict().last_day(), day("2026-02-28"));
    assert_eq!(readings.lenient().last_day(), day("2026-03-02"));
}

#[test]
fn a_refusal_says_that_it_is_not_extended() {
    let request = SubjectRequest::received(day("2026-01-31")).extended();
    let due = request.refusal_due(&france()).unwrap();
    let strict = due.readings().unwrap().strict().clone();
    assert_eq!(strict.last_day(), day("2026-03-02"));
    let said = strict.trace().in_language(Lang::Fr).join("\n");
    assert!(said.contains("un refus n’est pas prolongé"), "{said}");
    assert!(said.contains("RGPD, art. 12(4)"), "{said}");
}

#[test]
fn a_question_that_is_open_gives_no_date() {
    let pause = Suspension::new(day("2026-06-05"), None).unwrap();
    let request = SubjectRequest::received(day("2026-06-01"))
        .suspended(pause)
        .unwrap();
    let since = day("2026-06-05");
    assert_eq!(
        request.response_due(&france()),
        Ok(RequestDeadline::Suspended { since })
    );
    assert_eq!(
        request.refusal_due(&france()),
        Ok(RequestDeadline::Suspended { since })
    );
}

#[test]
fn a_question_after_the_last_day_stops_nothing_and_is_said_so() {
    let pause = Suspension::new(day("2026-07-02"), None).unwrap();
    let request = SubjectRequest::received(day("2026-06-01"))
        .suspended(pause)
        .unwrap();
    for reading in readings(&request, &france()).all() {
        assert_eq!(reading.last_day(), day("2026-07-01"));
        let said = reading.trace().in_language(Lang::En).join("\n");
        assert!(
            said.contains("asked too late, without effect: Thursday 2 July 2026"),
            "{said}"
        );
    }
}

#[test]
fn what_cannot_follow_is_refused() {
    let request = || SubjectRequest::received(day("2026-06-10"));
    assert_eq!(
        request().posted(day("2026-06-11")),
        Err(CalendarError::OutOfOrder)
    );
    assert_eq!(
        request().extended_on(day("2026-06-09")),
        Err(CalendarError::OutOfOrder)
    );
    // What happens on the day of the receipt follows it.
    let extended = request().extended_on(day("2026-06-10")).unwrap();
    let due = readings(&extended, &france()).strict().last_day();
    assert_eq!(due, day("2026-09-10"));
    let early = Suspension::new(day("2026-06-09"), None).unwrap();
    assert_eq!(request().suspended(early), Err(CalendarError::OutOfOrder));
    assert_eq!(
        Suspension::new(day("2026-06-12"), Some(day("2026-06-11"))),
        Err(CalendarError::OutOfOrder)
    );
    let old = SubjectRequest::received(day("2018-05-24")).response_due(&france());
    assert_eq!(old, Err(CalendarError::NoStatutoryPeriod));
}

#[test]
fn the_days_between_two_questions_are_not_stopped() {
    let pause = |asked, answered| Suspension::new(day(asked), Some(day(answered))).unwrap();
    let request = SubjectRequest::received(day("2026-09-01"))
        .suspended(pause("2026-09-10", "2026-09-12"))
        .and_then(|r| r.suspended(pause("2026-09-20", "2026-09-22")))
        .unwrap();
    let readings = readings(&request, &france());
    // 1 October and four days.
    assert_eq!(readings.strict().last_day(), day("2026-10-05"));
    assert_eq!(readings.lenient().last_day(), day("2026-10-22"));
}

/// An extension of 28 July comes too late for the first month, and in time for the one that begins with the answer.
#[test]
fn the_steps_of_a_renewed_month_are_those_that_lead_to_its_day() {
    let asked = Suspension::new(day("2026-06-20"), Some(day("2026-06-30"))).unwrap();
    let request = SubjectRequest::received(day("2026-06-10"))
        .suspended(asked)
        .and_then(|r| r.extended_on(day("2026-07-28")))
        .unwrap();
    let readings = readings(&request, &france());
    let (strict, lenient) = (readings.strict(), readings.lenient());
    let too_late = |reading: &Reading| {
        let mut steps = reading.trace().steps().iter();
        steps.any(|step| *step.action() == Action::ExtensionTooLate)
    };
    assert_eq!(strict.last_day(), day("2026-07-20"));
    assert!(too_late(strict));
    // 30 June, 30 July, 30 September.
    assert_eq!(lenient.last_day(), day("2026-09-30"));
    assert!(!too_late(lenient));
    let said = |action: &Action| {
        let mut steps = lenient.trace().steps().iter();
        steps.any(|step| step.action() == action)
    };
    assert!(said(&Action::RenewedByAnswer) && said(&Action::RunsFrom));
    let last = lenient.trace().steps().last().unwrap();
    assert_eq!(last.at(), Moment::Day(day("2026-09-30")));
}

#[test]
fn overlapping_questions_count_once() {
    let base = SubjectRequest::received(day("2026-06-01"));
    let pause = |asked, answered| Suspension::new(day(asked), Some(day(answered))).unwrap();
    let two = base
        .clone()
        .suspended(pause("2026-06-05", "2026-06-12"))
        .and_then(|r| r.suspended(pause("2026-06-10", "2026-06-17")))
        .unwrap();
    let one = base.suspended(pause("2026-06-05", "2026-06-17")).unwrap();
    let strict = |request| readings(&request, &france()).strict().last_day();
    assert_eq!(strict(two), strict(one));
}

#[test]
fn questions_are_the_same_in_whatever_order_and_however_often_they_are_told() {
    let base = SubjectRequest::received(day("2026-06-01"));
    let answered = Suspension::new(day("2026-06-05"), Some(day("2026-06-12"))).unwrap();
    let open = Suspension::new(day("2026-06-05"), None).unwrap();
    let of = |told: &[Suspension]| {
        let mut told = told.iter().copied();
        told.try_fold(base.clone(), SubjectRequest::suspended)
            .unwrap()
    };
    let one = of(&[open, answered]);
    assert_eq!(of(&[answered, open]), one);
    assert_eq!(of(&[answered, open, answered, open]), one);
    assert_ne!(of(&[answered]), one);
}

#[test]
fn a_question_too_late_for_the_strict_reading_leaves_its_day_and_marks_the_lenient_one() {
    // 31 January and a month is 28 February, a Saturday; the answer is due on Monday 2 March.
    let pause = Suspension::new(day("2026-03-02"), None).unwrap();
    let request = SubjectRequest::received(day("2026-01-31"))
        .suspended(pause)
        .unwrap();
    let readings = readings(&request, &france());
    assert_eq!(readings.strict().last_day(), day("2026-03-02"));
    let said =
        |reading: &greffe_calendar::Reading| reading.trace().in_language(Lang::En).join("\n");
    assert!(
        said(readings.strict()).contains("asked too late"),
        "{}",
        said(readings.strict())
    );
    assert!(said(readings.lenient()).contains("asked in time for this reading"));
}

proptest! {
    /// Whether a question stops the strict reading does not depend on whether it was answered.
    #[test]
    fn an_open_question_is_judged_as_an_answered_one(date in received(), after in 0_u64..120, wait in 1_u64..60) {
        let asked = date + Days::new(after);
        let open = SubjectRequest::received(date).suspended(Suspension::new(asked, None).unwrap()).unwrap();
        let answered = Suspension::new(asked, Some(asked + Days::new(wait))).unwrap();
        let answered = SubjectRequest::received(date).suspended(answered).unwrap();
        let plain = SubjectRequest::received(date);
        let strict = |request: &SubjectRequest| readings(request, &france()).strict().clone();
        let too_late = |request: &SubjectRequest| {
            strict(request).trace().steps().iter().any(|step| *step.action() == greffe_calendar::Action::SuspensionTooLate)
        };
        match open.response_due(&france()).unwrap() {
            RequestDeadline::Suspended { .. } => prop_assert!(!too_late(&answered)),
            RequestDeadline::Due(_) => {
                prop_assert!(too_late(&answered));
                prop_assert_eq!(strict(&answered).last_day(), strict(&plain).last_day());
            }
        }
    }

    #[test]
    fn a_plain_request_is_one_month_by_the_regulation(date in received()) {
        let readings = readings(&SubjectRequest::received(date), &france());
        let month = Convention::Regulation1182.last_day(date, Period::months(1), &france()).unwrap();
        prop_assert_eq!(readings.strict().last_day(), month);
        prop_assert_eq!(readings.lenient().last_day(), month);
    }

    #[test]
    fn strict_is_first_and_lenient_last(date in received(), pauses in pauses(), extended in any::<bool>(), index in 0_usize..8) {
        let request = request_of(date, &pauses);
        let request = if extended { request.extended() } else { request };
        let calendar = Calendar::of(Place::ALL[index]);
        let readings = readings(&request, &calendar);
        let days: Vec<_> = readings.all().map(greffe_calendar::Reading::last_day).collect();
        prop_assert!(days.is_sorted());
        for day in days {
            prop_assert!(calendar.national().is_working_day(day).unwrap());
        }
    }

    #[test]
    fn the_order_of_the_questions_does_not_matter(date in received(), mut pauses in pauses()) {
        let forward = request_of(date, &pauses);
        pauses.reverse();
        prop_assert_eq!(forward, request_of(date, &pauses));
    }

    #[test]
    fn nothing_makes_an_answer_due_earlier(date in received(), pauses in pauses()) {
        let plain = readings(&SubjectRequest::received(date), &france());
        let request = request_of(date, &pauses);
        let paused = readings(&request, &france());
        let extended = readings(&request.extended(), &france());
        prop_assert!(plain.strict().last_day() <= paused.strict().last_day());
        prop_assert!(paused.strict().last_day() <= extended.strict().last_day());
        prop_assert!(plain.lenient().last_day() <= paused.lenient().last_day());
        prop_assert!(paused.lenient().last_day() <= extended.lenient().last_day());
    }

    #[test]
    fn an_extension_announced_by_the_last_day_of_a_reading_holds_in_it_and_a_day_later_it_does_not(
        date in received(), pauses in pauses(), index in 0_usize..8,
    ) {
        let calendar = Calendar::of(Place::ALL[index]);
        let request = request_of(date, &pauses);
        let by_method = |request: &SubjectRequest| {
            let readings = readings(request, &calendar);
            readings.all().map(|r| (r.method(), r.last_day())).collect::<std::collections::BTreeMap<_, _>>()
        };
        let (plain, extended) = (by_method(&request), by_method(&request.clone().extended()));
        let announced = request.extension_to_announce(&calendar).unwrap();
        for limit in announced.readings().unwrap().all() {
            let on = |date| by_method(&request.clone().extended_on(date).unwrap()).get(&limit.method()).copied();
            prop_assert_eq!(on(limit.last_day()), extended.get(&limit.method()).copied(), "{:?}", limit.method());
            // A question asked in time renews the month of the lenient reading, announced or not: it has no single last day.
            if pauses.is_empty() || limit.method() != Method::MovedEachTime {
                prop_assert_eq!(on(limit.last_day() + Days::new(1)), plain.get(&limit.method()).copied(), "{:?}", limit.method());
            }
        }
    }

    #[test]
    fn a_postmark_touches_the_strict_reading_alone(date in received(), days in 0_u64..20) {
        prop_assume!(date >= day("2018-07-01"));
        let request = SubjectRequest::received(date);
        let posted = request.clone().posted(date - Days::new(days)).unwrap();
        let (plain, posted) = (readings(&request, &france()), readings(&posted, &france()));
        prop_assert!(posted.strict().last_day() <= plain.strict().last_day());
        prop_assert_eq!(posted.lenient().last_day(), plain.lenient().last_day());
    }

    #[test]
    fn a_refusal_takes_no_notice_of_an_extension(date in received(), pauses in pauses()) {
        let request = request_of(date, &pauses);
        let plain = request.refusal_due(&france()).unwrap();
        let extended = request.extended().refusal_due(&france()).unwrap();
        let days = |due: &RequestDeadline| {
            due.readings().unwrap().all().map(greffe_calendar::Reading::last_day).collect::<Vec<_>>()
        };
        prop_assert_eq!(days(&plain), days(&extended));
    }
}
