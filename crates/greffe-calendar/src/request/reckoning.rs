//! The arithmetic of the readings.

use chrono::{Days, NaiveDate};
use greffe_terms::Citation;
use greffe_terms::statutory::Statutory;

use super::{Extension, Method, Reading, RequestDeadline, RequestReadings, SubjectRequest};
use crate::convention::regulation;
use crate::trace::{Action, Record};
use crate::{Calendar, CalendarError, Period, Trace, statutory_period};

const SUSPENSION: Citation = Citation::from_static("EDPB 01/2022 §159");

/// The periods that apply to one request, with their sources.
struct Terms {
    first: (&'static Statutory, Period),
    further: Option<(&'static Statutory, Period)>,
    refused: bool,
}

pub(super) fn response(
    request: &SubjectRequest,
    calendar: &Calendar,
) -> Result<RequestDeadline, CalendarError> {
    let further = match request.extension {
        Extension::None => None,
        _ => Some(statutory_period("request_extension", request.received)?),
    };
    let terms = Terms {
        first: statutory_period("request_response", request.received)?,
        further,
        refused: false,
    };
    Ok(due(request, readings(request, &terms, calendar)?))
}

/// The last day on which each reading of the answer still takes an extension for one.
pub(super) fn announcement(
    request: &SubjectRequest,
    calendar: &Calendar,
) -> Result<RequestDeadline, CalendarError> {
    let terms = Terms {
        first: statutory_period("request_response", request.received)?,
        further: None,
        refused: false,
    };
    let pauses = merged(request);
    let readings = in_order(vec![
        first_month(request.counted_from(), Method::MovedOnce, &terms, &pauses)?,
        first_month(request.received, Method::SinglePeriod, &terms, &pauses)?
            .moved_over(calendar)?,
        moved_each_time(request, &terms, &pauses, calendar)?,
    ])?;
    Ok(due(request, readings))
}

pub(super) fn refusal(
    request: &SubjectRequest,
    calendar: &Calendar,
) -> Result<RequestDeadline, CalendarError> {
    let terms = Terms {
        first: statutory_period("request_refusal", request.received)?,
        further: None,
        refused: request.extension != Extension::None,
    };
    Ok(due(request, readings(request, &terms, calendar)?))
}

fn due(request: &SubjectRequest, mut readings: RequestReadings) -> RequestDeadline {
    let open = request.suspensions.iter().filter(|s| s.answered.is_none());
    match open.map(|s| s.asked).min() {
        // Each reading says by itself whether a question still stops it, answered or not.
        Some(since) if since <= readings.strict.stops_through => {
            return RequestDeadline::Suspended { since };
        }
        Some(asked) => readings.note_open(asked),
        None => {}
    }
    RequestDeadline::Due(readings)
}

/// The readings, with the pauses that are over.
fn readings(
    request: &SubjectRequest,
    terms: &Terms,
    calendar: &Calendar,
) -> Result<RequestReadings, CalendarError> {
    let pauses = merged(request);
    // In this order, so that the strict method stands first where all give one day.
    let mut readings = vec![moved_once(request, terms, &pauses, &calendar.national())?];
    if let Some((law, further)) = terms.further {
        let whole = terms.first.1.plus(further)?;
        readings.extend(single_period(
            request, law, whole, terms, &pauses, calendar,
        )?);
    }
    readings.push(moved_each_time(request, terms, &pauses, calendar)?);
    in_order(readings)
}

/// The earliest is the strict one, the last the lenient one.
fn in_order(mut readings: Vec<Reading>) -> Result<RequestReadings, CalendarError> {
    readings.sort_by_key(|reading| reading.last_day);
    let mut readings = readings.into_iter();
    let (Some(strict), Some(lenient)) = (readings.next(), readings.next_back()) else {
        return Err(CalendarError::OutOfRange);
    };
    Ok(RequestReadings {
        strict,
        between: readings.collect(),
        lenient,
    })
}

impl RequestReadings {
    /// Notes a question that is not answered yet, and that came too late for the strict reading.
    fn note_open(&mut self, asked: NaiveDate) {
        let between = self.between.iter_mut();
        for reading in between.chain([&mut self.strict, &mut self.lenient]) {
            let action = if asked <= reading.stops_through {
                Action::QuestionOpen
            } else {
                Action::SuspensionTooLate
            };
            reading
                .trace
                .note_cited(|| (action, asked.into()), Some(SUSPENSION.clone()));
        }
    }
}

/// One stretch during which the clock stands still.
#[derive(Clone, Copy)]
struct Pause {
    asked: NaiveDate,
    answered: NaiveDate,
}

impl Pause {
    fn days(self) -> u32 {
        u32::try_from((self.answered - self.asked).num_days()).unwrap_or(u32::MAX)
    }
}

/// The pauses that are over, in order of time and without overlaps.
fn merged(request: &SubjectRequest) -> Vec<Pause> {
    let mut pauses: Vec<Pause> = Vec::new();
    for suspension in &request.suspensions {
        let (asked, Some(answered)) = (suspension.asked, suspension.answered) else {
            continue;
        };
        match pauses.last_mut() {
            Some(last) if asked <= last.answered => last.answered = last.answered.max(answered),
            _ => pauses.push(Pause { asked, answered }),
        }
    }
    pauses
}

/// The strict reading.
fn moved_once(
    request: &SubjectRequest,
    terms: &Terms,
    pauses: &[Pause],
    calendar: &Calendar,
) -> Result<Reading, CalendarError> {
    let mut trace = Trace::default();
    let start = request.counted_from();
    if request.posted.is_some() {
        trace.note_cited(|| (Action::PostmarkPromised, start.into()), None);
    }
    let first = first_period(start, terms, &mut trace)?;
    let extendable = add_days(first, stopped(pauses, first)?)?;
    let mut base = first;
    if let Some(further) = extension(request, terms, extendable, &mut trace) {
        base = further_period(base, further, &mut trace)?;
    }
    let paused = with_pauses(base, pauses, &mut trace)?;
    let last_day = regulation::moved(paused, calendar, &mut trace)?;
    Ok(Reading {
        method: Method::MovedOnce,
        last_day,
        stops_through: paused,
        trace,
    })
}

/// The unmoved end of the first month, put off by the pauses.
fn first_month(
    start: NaiveDate,
    method: Method,
    terms: &Terms,
    pauses: &[Pause],
) -> Result<Reading, CalendarError> {
    let mut trace = Trace::default();
    let first = first_period(start, terms, &mut trace)?;
    let last_day = with_pauses(first, pauses, &mut trace)?;
    Ok(Reading {
        method,
        last_day,
        stops_through: last_day,
        trace,
    })
}

impl Reading {
    fn moved_over(mut self, calendar: &Calendar) -> Result<Self, CalendarError> {
        self.last_day = regulation::moved(self.last_day, calendar, &mut self.trace)?;
        Ok(self)
    }
}

impl SubjectRequest {
    /// Where the strict reading begins.
    fn counted_from(&self) -> NaiveDate {
        self.posted.unwrap_or(self.received)
    }
}

/// Response and extension in one step, if the extension holds in the lenient reading's time.
fn single_period(
    request: &SubjectRequest,
    law: &Statutory,
    whole: Period,
    terms: &Terms,
    pauses: &[Pause],
    calendar: &Calendar,
) -> Result<Option<Reading>, CalendarError> {
    let first = terms.first.1.add_to_date(request.received)?;
    let extendable = calendar.working_day_from(add_days(first, stopped(pauses, first)?)?)?;
    let mut trace = Trace::default();
    if extension(request, terms, extendable, &mut trace).is_none() {
        return Ok(None);
    }
    runs_from(request.received, law, &mut trace);
    let base = regulation::unmoved(request.received, whole, &mut trace)?;
    let paused = with_pauses(base, pauses, &mut trace)?;
    let last_day = regulation::moved(paused, calendar, &mut trace)?;
    Ok(Some(Reading {
        method: Method::SinglePeriod,
        last_day,
        stops_through: paused,
        trace,
    }))
}

/// The lenient reading.
fn moved_each_time(
    request: &SubjectRequest,
    terms: &Terms,
    pauses: &[Pause],
    calendar: &Calendar,
) -> Result<Reading, CalendarError> {
    let (mut last_day, mut steps) = moved_from(request.received, request, terms, calendar)?;
    let mut trace = Trace::default();
    for pause in pauses {
        // So are all that come after it.
        if pause.asked > last_day {
            steps.note_cited(
                || (Action::SuspensionTooLate, pause.asked.into()),
                Some(SUSPENSION.clone()),
            );
            continue;
        }
        // An extension that came too late for the period before may be in time for the renewed one.
        steps.drop_steps(&Action::ExtensionTooLate);
        trace.append(steps);
        // No text says that an answer renews the period: it is the most that the guidelines leave open.
        trace.note_cited(|| (Action::RenewedByAnswer, pause.answered.into()), None);
        (last_day, steps) = moved_from(pause.answered, request, terms, calendar)?;
    }
    trace.append(steps);
    Ok(Reading {
        method: Method::MovedEachTime,
        last_day,
        stops_through: last_day,
        trace,
    })
}

fn moved_from(
    start: NaiveDate,
    request: &SubjectRequest,
    terms: &Terms,
    calendar: &Calendar,
) -> Result<(NaiveDate, Trace), CalendarError> {
    let mut trace = Trace::default();
    let first = first_period(start, terms, &mut trace)?;
    let mut end = regulation::moved(first, calendar, &mut trace)?;
    if let Some(further) = extension(request, terms, end, &mut trace) {
        let reached = further_period(end, further, &mut trace)?;
        end = regulation::moved(reached, calendar, &mut trace)?;
    }
    Ok((end, trace))
}

fn first_period(
    start: NaiveDate,
    terms: &Terms,
    trace: &mut Trace,
) -> Result<NaiveDate, CalendarError> {
    let (law, period) = terms.first;
    runs_from(start, law, trace);
    let reached = regulation::unmoved(start, period, trace)?;
    if terms.refused {
        trace.note_cited(
            || (Action::RefusalNotExtended, reached.into()),
            Some(law.citation().clone()),
        );
    }
    Ok(reached)
}

/// The further period, if it was announced by `last`.
fn extension(
    request: &SubjectRequest,
    terms: &Terms,
    last: NaiveDate,
    trace: &mut Trace,
) -> Option<(&'static Statutory, Period)> {
    let (law, further) = terms.further?;
    match request.extension {
        Extension::On(announced) if announced > last => {
            trace.note_cited(
                || (Action::ExtensionTooLate, announced.into()),
                Some(law.citation().clone()),
            );
            None
        }
        _ => Some((law, further)),
    }
}

/// How many days the clock stood still before `base`, itself put off by them, had passed.
fn stopped(pauses: &[Pause], base: NaiveDate) -> Result<u32, CalendarError> {
    let mut days = 0_u32;
    for pause in pauses {
        if pause.asked <= add_days(base, days)? {
            days = days.saturating_add(pause.days());
        }
    }
    Ok(days)
}

fn with_pauses(
    base: NaiveDate,
    pauses: &[Pause],
    trace: &mut Trace,
) -> Result<NaiveDate, CalendarError> {
    let mut reached = base;
    for pause in pauses {
        if pause.asked > reached {
            trace.note_cited(
                || (Action::SuspensionTooLate, pause.asked.into()),
                Some(SUSPENSION.clone()),
            );
            continue;
        }
        let days = pause.days();
        reached = add_days(reached, days)?;
        trace.note_cited(
            || (Action::Suspended { days }, reached.into()),
            Some(SUSPENSION.clone()),
        );
    }
    Ok(reached)
}

fn further_period(
    from: NaiveDate,
    (law, further): (&Statutory, Period),
    trace: &mut Trace,
) -> Result<NaiveDate, CalendarError> {
    trace.note_cited(
        || (Action::Extended(further), from.into()),
        Some(law.citation().clone()),
    );
    regulation::plus(from, further, trace)
}

/// Notes the provision that gives the period, beside those that count it.
fn runs_from(start: NaiveDate, law: &Statutory, trace: &mut Trace) {
    trace.note_cited(
        || (Action::RunsFrom, start.into()),
        Some(law.citation().clone()),
    );
}

fn add_days(date: NaiveDate, days: u32) -> Result<NaiveDate, CalendarError> {
    date.checked_add_days(Days::new(u64::from(days)))
        .ok_or(CalendarError::OutOfRange)
}
