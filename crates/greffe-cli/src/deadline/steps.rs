//! The steps that led to a date: lines for people, objects for programs.

use greffe::calendar::{Action, Closed, Moment, Step, Trace};
use greffe::terms::{Citation, Lang};
use serde_json::{Value, json};

/// A line with the result, and each step beneath it.
pub(super) fn under(result: &str, trace: &Trace, lang: Lang) -> String {
    let mut text = result.to_owned();
    for step in trace.in_language(lang) {
        text.push_str("\n  ");
        text.push_str(&step);
    }
    text
}

/// The steps as objects. `reading` says to which of several readings they belong.
pub(super) fn objects(
    trace: &Trace,
    reading: Option<&str>,
    lang: Lang,
) -> impl Iterator<Item = Value> {
    trace
        .steps()
        .iter()
        .map(move |step| object(step, reading, lang))
}

fn object(step: &Step, reading: Option<&str>, lang: Lang) -> Value {
    let citations: Vec<_> = step
        .citation()
        .into_iter()
        .chain(law_of_the_holiday(step))
        .map(Citation::as_str)
        .collect();
    let mut object = json!({ "text": step.sentence(lang), "citations": citations });
    if let Some(fields) = object.as_object_mut() {
        let (unit, at) = match step.at() {
            Moment::Day(day) => ("date", day.to_string()),
            Moment::Instant(instant) => ("instant", instant.to_rfc3339()),
        };
        fields.insert(unit.to_owned(), at.into());
        if let Some(reading) = reading {
            fields.insert("reading".to_owned(), reading.into());
        }
    }
    object
}

/// A day that is closed for a holiday has a law of its own beside the rule that moves it.
fn law_of_the_holiday(step: &Step) -> Option<&Citation> {
    match step.action() {
        Action::MovedToWorkingDay(Closed::Holiday(holiday)) => holiday.citation(),
        _ => None,
    }
}
