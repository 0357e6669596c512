//! What people read, in both languages.

use greffe_calendar::{
    Breach, Calendar, CalendarError, Convention, Method, Period, Place, SubjectRequest, Suspension,
    date_in_words, instant_in_words,
};
use greffe_terms::Lang;

use crate::{day, instant};

#[test]
fn dates_in_words() {
    for (date, fr, en) in [
        (
            "2026-02-28",
            "samedi 28 février 2026",
            "Saturday 28 February 2026",
        ),
        ("2026-05-01", "vendredi 1er mai 2026", "Friday 1 May 2026"),
        ("2026-08-31", "lundi 31 août 2026", "Monday 31 August 2026"),
        (
            "2026-12-06",
            "dimanche 6 décembre 2026",
            "Sunday 6 December 2026",
        ),
    ] {
        assert_eq!(date_in_words(day(date), Lang::Fr), fr);
        assert_eq!(date_in_words(day(date), Lang::En), en);
    }
}

#[test]
fn instants_in_words_tell_the_repeated_hour_apart() {
    let paris = chrono_tz::Europe::Paris;
    let at = |text: &str| instant(text).with_timezone(&paris);
    let first = at("2026-10-25T02:30:00+02:00");
    let second = at("2026-10-25T02:30:00+01:00");
    assert_eq!(
        instant_in_words(first, Lang::Fr),
        "dimanche 25 octobre 2026 à 2 h 30 (UTC+02:00)"
    );
    assert_eq!(
        instant_in_words(second, Lang::En),
        "Sunday 25 October 2026 at 02:30 (UTC+01:00)"
    );
    assert_eq!(
        instant_in_words(at("2026-10-25T05:06:07+01:00"), Lang::En),
        "Sunday 25 October 2026 at 05:06:07 (UTC+01:00)"
    );
}

#[test]
fn a_moved_month_is_explained_in_french_and_english() {
    let france = Calendar::of(Place::France);
    let due = Convention::Regulation1182
        .explain_last_day(day("2026-01-31"), Period::months(1), &france)
        .unwrap();
    let english = due.trace().in_language(Lang::En);
    for (sentence, words) in english.iter().zip([
        "event: Saturday 31 January 2026, not counted itself (",
        "plus 1 month: Saturday 28 February 2026 (",
        "no such day, last of the month: Saturday 28 February 2026 (",
        "not a working day (a Saturday), moved to Monday 2 March 2026 (",
    ]) {
        assert!(sentence.starts_with(words), "{sentence}");
        assert!(sentence.contains("1182/71"), "{sentence}");
    }
    assert_eq!(english.len(), 4);
    let french = due.trace().in_language(Lang::Fr).join("\n");
    for words in [
        "événement\u{a0}: samedi 31 janvier 2026, qui ne compte pas",
        "plus 1 mois\u{a0}: samedi 28 février 2026",
        "ce quantième manque, dernier jour du mois\u{a0}: samedi 28 février 2026",
        "jour non ouvrable (un samedi), report\u{a0}: lundi 2 mars 2026",
    ] {
        assert!(french.contains(words), "{french}");
    }
    let citations: Vec<&str> = due.trace().citations().iter().map(|c| c.as_str()).collect();
    assert_eq!(
        citations,
        [
            "Regulation 1182/71 3(1)",
            "Regulation 1182/71 3(2)(c)",
            "Regulation 1182/71 3(4)"
        ]
    );
}

#[test]
fn a_sentence_has_no_article_and_a_step_has_one() {
    let due = Convention::Regulation1182
        .explain_last_day(
            day("2026-01-31"),
            Period::months(1),
            &Calendar::of(Place::France),
        )
        .unwrap();
    let step = due.trace().steps().last().unwrap();
    let sentence = step.sentence(Lang::Fr);
    assert_eq!(
        sentence,
        "jour non ouvrable (un samedi), report\u{a0}: lundi 2 mars 2026"
    );
    assert_eq!(
        step.in_language(Lang::Fr),
        format!("{sentence} (règlement 1182/71, art. 3(4))")
    );
}

#[test]
fn a_holiday_is_named_in_the_explanation() {
    let calendar = Calendar::of(Place::AlsaceMoselle { good_friday: false });
    let due = Convention::FrenchCpc
        .explain_last_day(day("2024-11-26"), Period::months(1), &calendar)
        .unwrap();
    let last = |lang| due.trace().in_language(lang).pop().unwrap();
    assert!(last(Lang::Fr).contains("(Saint-Étienne)"));
    assert!(last(Lang::En).contains("(St Stephen's Day)"));
    let law = greffe_terms::Citation::from_static("C. pr. civ. 642");
    assert!(last(Lang::En).ends_with(&format!("({})", law.label(Lang::En))));
}

#[test]
fn no_step_is_left_in_the_other_language() {
    let france = Calendar::of(Place::France);
    let paris = chrono_tz::Europe::Paris;
    let pause = |asked, answered| Suspension::new(day(asked), Some(day(answered))).unwrap();
    let request = SubjectRequest::received(day("2026-06-01"))
        .posted(day("2026-05-30"))
        .and_then(|r| r.suspended(pause("2026-06-05", "2026-06-15")))
        .and_then(|r| r.suspended(pause("2027-06-05", "2027-06-15")))
        .and_then(|r| r.extended_on(day("2026-12-01")))
        .unwrap();
    let extended = SubjectRequest::received(day("2026-01-31")).extended();
    let breach = Breach::aware_at(instant("2026-06-12T12:17:00+02:00"), paris);
    let breach = breach.notification_due(&france).unwrap();
    let mut traces = vec![
        breach.strict().trace().clone(),
        breach.lenient().trace().clone(),
    ];
    for due in [
        request.response_due(&france).unwrap(),
        extended.response_due(&france).unwrap(),
        extended.refusal_due(&france).unwrap(),
    ] {
        traces.extend(
            due.readings()
                .unwrap()
                .all()
                .map(|reading| reading.trace().clone()),
        );
    }
    let start = instant("2026-06-12T12:17:00+02:00");
    for convention in Convention::ALL {
        let end = convention
            .explain_end(start, Period::days(2), paris, &france)
            .unwrap();
        traces.push(end.trace().clone());
    }
    let back =
        Convention::Regulation1182.first_day_before(day("2026-06-15"), Period::days(2), &france);
    traces.push(back.unwrap().trace().clone());
    let hours = Convention::Retention.explain_end(start, Period::hours(2), paris, &france);
    traces.push(hours.unwrap().trace().clone());

    let mut kinds = std::collections::BTreeSet::new();
    for step in traces.iter().flat_map(greffe_calendar::Trace::steps) {
        let (fr, en) = (step.in_language(Lang::Fr), step.in_language(Lang::En));
        assert_ne!(fr, en);
        assert!(
            !en.is_ascii() || !fr.contains(" from ") && !fr.contains("plus 1 month"),
            "{fr}"
        );
        assert!(en.is_ascii(), "an English step in ASCII: {en}");
        assert!(!fr.contains("day "), "{fr}");
        let kind = format!("{:?}", step.action());
        kinds.insert(kind.split(['(', ' ']).next().unwrap().to_owned());
    }
    assert!(
        kinds.len() >= 16,
        "the examples reach nearly every kind of step: {kinds:?}"
    );
}

#[test]
fn methods_and_errors_are_said_shortly() {
    for (method, code) in [
        (Method::MovedOnce, "moved_once"),
        (Method::SinglePeriod, "single_period"),
        (Method::MovedEachTime, "moved_each_time"),
    ] {
        assert_ne!(method.label(Lang::Fr), method.label(Lang::En));
        assert_eq!(method.code(), code);
    }
    for (error, lang) in [
        CalendarError::InvalidPeriod,
        CalendarError::PeriodTooLong,
        CalendarError::OutOfRange,
        CalendarError::TimeOnDate,
        CalendarError::UnknownZone,
        CalendarError::UnknownPlace,
        CalendarError::UnknownConvention,
        CalendarError::HolidaysUnknown,
        CalendarError::NotCovered,
        CalendarError::InvalidMonthDay,
        CalendarError::InvalidClosing,
        CalendarError::InvalidFiscalYear,
        CalendarError::OutOfOrder,
        CalendarError::FiscalGap { row: 2 },
        CalendarError::FiscalOverlap { row: 2 },
        CalendarError::NoStatutoryPeriod,
    ]
    .into_iter()
    .flat_map(|error| Lang::ALL.map(|lang| (error, lang)))
    {
        assert_ne!(error.in_language(Lang::Fr), error.in_language(Lang::En));
        assert_eq!(error.in_language(Lang::En), error.to_string());
        let text = error.in_language(lang);
        assert!(
            text.starts_with(char::is_lowercase) && !text.ends_with('.'),
            "{text}"
        );
    }
}

#[test]
fn no_parser_repeats_what_it_was_given() {
    let marker = "marqueur.0612345678";
    let json = format!("\"{marker}\"");
    let errors = [
        marker.parse::<Period>().unwrap_err().to_string(),
        marker.parse::<Place>().unwrap_err().to_string(),
        marker.parse::<Convention>().unwrap_err().to_string(),
        marker
            .parse::<greffe_calendar::Closing>()
            .unwrap_err()
            .to_string(),
        marker
            .parse::<greffe_calendar::FiscalYear>()
            .unwrap_err()
            .to_string(),
        marker
            .parse::<greffe_calendar::MonthDay>()
            .unwrap_err()
            .to_string(),
        greffe_calendar::zone::parse(marker)
            .unwrap_err()
            .to_string(),
        serde_json::from_str::<Place>(&json)
            .unwrap_err()
            .to_string(),
        serde_json::from_str::<Convention>(&json)
            .unwrap_err()
            .to_string(),
        serde_json::from_str::<greffe_calendar::Closing>(&json)
            .unwrap_err()
            .to_string(),
        serde_json::from_str::<greffe_calendar::FiscalYear>(&json)
            .unwrap_err()
            .to_string(),
    ];
    for error in errors {
        assert!(!error.contains(marker), "{error}");
    }
}
