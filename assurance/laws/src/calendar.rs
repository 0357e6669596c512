//! Periods and deadlines.

use chrono::{Days, NaiveDate};
use greffe::calendar::{
    Breach, Calendar, CalendarError, Convention, Holiday, Period, Place, RequestDeadline,
    RequestReadings, SubjectRequest, Suspension, zone,
};
use greffe::terms::Lang;

use crate::choices::Choices;

/// A period has one canonical text, is said in words, and never leads back in time.
pub fn period(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Err(error) = crate::marker::marked(text).parse::<Period>() {
        crate::marker::assert_silent(&error);
    }
    let Ok(period) = text.parse::<Period>() else {
        return;
    };
    let canonical = period.to_string();
    assert_eq!(canonical.parse(), Ok(period));
    assert_eq!(
        serde_json::to_value(period).ok(),
        Some(canonical.as_str().into())
    );
    assert_eq!(period.is_zero(), canonical == "P0D");
    assert!(
        text.contains(|c: char| c.is_ascii_digit()),
        "a period without a number"
    );
    for lang in Lang::ALL {
        assert!(!period.in_language(lang).is_empty());
    }
    assert_eq!(period.plus(Period::ZERO), Ok(period));
    for start in ["2024-02-29", "2026-01-31", "1999-12-31"] {
        let start: NaiveDate = start.parse().expect("a date");
        match period.add_to_date(start) {
            Ok(end) => {
                assert!(!period.has_time() && end >= start);
                let next = start + Days::new(1);
                match period.add_to_date(next) {
                    Ok(later) => assert!(later >= end, "a later start ends earlier"),
                    // Only at the end of all days that can be counted.
                    Err(error) => assert_eq!(error, CalendarError::OutOfRange),
                }
            }
            Err(error) => assert_eq!(error == CalendarError::TimeOnDate, period.has_time()),
        }
        let paris = zone::parse("Europe/Paris").expect("a zone");
        let midnight = zone::start_of_day(paris, start).expect("a midnight");
        if let Ok(end) = period.add_to_instant(midnight, paris) {
            assert!(end >= midnight);
        }
    }
}

/// Deadlines are computed or refused, never earlier in the strict reading than the event, never later than in the lenient one.
pub fn deadlines(data: &[u8]) {
    let mut choices = Choices::new(data);
    let mut calendar = Calendar::of(*choices.one_of(&Place::ALL));
    if choices.yes() {
        calendar = calendar.with_holiday(choices.day(), Holiday::new("Fermeture", "Closure"));
    }
    let received = choices.day();
    if let Ok(request) = subject_request(received, &mut choices) {
        of_request(&request, received, &calendar);
        of_announcement(&request, &calendar);
    }
    of_breach(&calendar, &mut choices);
    let count = u32::from(choices.byte());
    let period = [
        Period::days(count),
        Period::weeks(count % 53),
        Period::months(count),
        Period::hours(count),
    ];
    of_conventions(received, *choices.one_of(&period), &calendar);
}

fn subject_request(
    received: NaiveDate,
    choices: &mut Choices<'_>,
) -> Result<SubjectRequest, CalendarError> {
    let mut request = SubjectRequest::received(received);
    if choices.yes() {
        let posted = choices.day_near(received - Days::new(10));
        request = request.posted(posted)?;
    }
    for _ in 0..choices.byte() % 4 {
        let asked = choices.day_near(received) + Days::new(u64::from(choices.byte()));
        let answered = choices.maybe(|choices| choices.day_near(asked));
        request = request.suspended(Suspension::new(asked, answered)?)?;
    }
    match choices.byte() % 3 {
        0 => Ok(request),
        1 => Ok(request.extended()),
        _ => request
            .extended_on(choices.day_near(received) + Days::new(u64::from(choices.byte() % 64))),
    }
}

fn of_request(request: &SubjectRequest, received: NaiveDate, calendar: &Calendar) {
    for due in [
        request.response_due(calendar),
        request.refusal_due(calendar),
    ] {
        match due {
            Ok(RequestDeadline::Due(readings)) => {
                let days: Vec<_> = readings.all().map(|reading| reading.last_day()).collect();
                assert!(days.is_sorted(), "{days:?}");
                assert!(received < readings.strict().last_day());
                for reading in readings.all() {
                    assert!(!reading.citations().is_empty());
                    // The strict reading knows the holidays of the whole country only.
                    assert_eq!(
                        calendar.national().is_working_day(reading.last_day()),
                        Ok(true)
                    );
                }
            }
            Ok(RequestDeadline::Suspended { since, .. }) => assert!(since >= received),
            Err(error) => refused_for_a_reason(&error, received),
        }
    }
}

/// An extension announced on the strict last day holds in every reading.
fn of_announcement(request: &SubjectRequest, calendar: &Calendar) {
    let (Ok(RequestDeadline::Due(limits)), Ok(RequestDeadline::Due(extended))) = (
        request.extension_to_announce(calendar),
        request.clone().extended().response_due(calendar),
    ) else {
        return;
    };
    let days: Vec<_> = limits.all().map(|limit| limit.last_day()).collect();
    assert!(days.is_sorted(), "{days:?}");
    let announced = request.clone().extended_on(limits.strict().last_day());
    if let Ok(RequestDeadline::Due(readings)) =
        announced.and_then(|announced| announced.response_due(calendar))
    {
        let days = |readings: &RequestReadings| {
            readings
                .all()
                .map(|reading| reading.last_day())
                .collect::<Vec<_>>()
        };
        assert_eq!(days(&readings), days(&extended));
    }
}

fn of_breach(calendar: &Calendar, choices: &mut Choices<'_>) {
    let aware = choices.instant();
    let paris = zone::parse("Europe/Paris").expect("a zone");
    match Breach::aware_at(aware, paris).notification_due(calendar) {
        Ok(due) => {
            let (strict, regulation, lenient) = (
                *due.strict().value(),
                *due.regulation().value(),
                *due.lenient().value(),
            );
            assert!(aware < strict && strict <= lenient && regulation <= lenient);
        }
        Err(error) => refused_for_a_reason(&error, aware.date_naive()),
    }
}

fn of_conventions(event: NaiveDate, period: Period, calendar: &Calendar) {
    for convention in Convention::ALL {
        match convention.last_day(event, period, calendar) {
            Ok(last) => {
                assert!(last >= event, "{convention}: ends before it begins");
                let explained = convention.explain_last_day(event, period, calendar);
                assert_eq!(explained.map(|e| *e.value()), Ok(last));
                if let Ok(later) = convention.last_day(event + Days::new(1), period, calendar) {
                    assert!(later >= last, "{convention}: a later event ends earlier");
                }
            }
            Err(error) => refused_for_a_reason(&error, event),
        }
        if let Ok(first) = convention.first_day_before(event, period, calendar) {
            assert!(*first.value() <= event);
        }
    }
}

/// Of days between 1940 and 2119 only these are refusals that make sense.
fn refused_for_a_reason(error: &CalendarError, event: NaiveDate) {
    if *error == CalendarError::NoStatutoryPeriod {
        let first = NaiveDate::from_ymd_opt(2018, 5, 25).expect("a date");
        assert!(event < first, "the Regulation applied on {event}");
        return;
    }
    let known = matches!(
        error,
        CalendarError::HolidaysUnknown
            | CalendarError::NotCovered
            | CalendarError::TimeOnDate
            | CalendarError::OutOfOrder
    );
    assert!(known, "{error}");
}
