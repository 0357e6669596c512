//! How a date was reached: steps with the article that each one applied.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use greffe_terms::{Citation, Lang};

use crate::{Closed, Period, date_in_words, instant_in_words};

/// A result with the steps that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained<T> {
    value: T,
    trace: Trace,
}

impl<T> Explained<T> {
    pub(crate) const fn new(value: T, trace: Trace) -> Self {
        Self { value, trace }
    }

    /// The result.
    #[must_use]
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// The steps that led to it.
    #[must_use]
    pub const fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Both.
    #[must_use]
    pub fn into_parts(self) -> (T, Trace) {
        (self.value, self.trace)
    }
}

/// Steps in the order in which they were taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace(Vec<Step>);

impl Trace {
    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Every article applied, once, in the order of its first use.
    #[must_use]
    pub fn citations(&self) -> Vec<&Citation> {
        let mut seen: Vec<&Citation> = Vec::new();
        for citation in self.0.iter().filter_map(Step::citation) {
            if !seen.contains(&citation) {
                seen.push(citation);
            }
        }
        seen
    }

    /// One sentence a step, each with its article in parentheses.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> Vec<String> {
        self.0.iter().map(|step| step.in_language(lang)).collect()
    }

}

/// Takes steps down, or not: a date is computed alike with and without its explanation.
pub(crate) trait Record {
    fn note_cited(&mut self, step: impl FnOnce() -> (Action, Moment), law: Option<Citation>);

    fn note(&mut self, step: impl FnOnce() -> (Action, Moment), law: &'static str) {
        self.note_cited(step, Some(Citation::from_static(law)));
    }
}

impl Record for Trace {
    fn note_cited(&mut self, step: impl FnOnce() -> (Action, Moment), law: Option<Citation>) {
        let (action, at) = step();
        self.0.push(Step {
            action,
            at,
            citation: law,
        });
    }
}

/// Takes nothing down.
pub(crate) struct Silent;

impl Record for Silent {
    fn note_cited(&mut self, _: impl FnOnce() -> (Action, Moment), _: Option<Citation>) {}
}

/// One step: what was done, where it led, under which article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    action: Action,
    at: Moment,
    citation: Option<Citation>,
}

impl Step {
    /// What was done.
    #[must_use]
    pub const fn action(&self) -> &Action {
        &self.action
    }

    /// The day or the instant reached.
    #[must_use]
    pub const fn at(&self) -> Moment {
        self.at
    }

    /// The article applied; `None` where a fact was only noted.
    #[must_use]
    pub const fn citation(&self) -> Option<&Citation> {
        self.citation.as_ref()
    }

    /// A sentence, with the article in parentheses.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let sentence = self.action.sentence(&self.at.in_language(lang), lang);
        match &self.citation {
            Some(citation) => format!("{sentence} ({})", citation.label(lang)),
            None => sentence,
        }
    }
}

/// A day, or an instant on the clocks of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A day.
    Day(NaiveDate),
    /// An instant.
    Instant(DateTime<Tz>),
}

impl Moment {
    pub(crate) fn of(instant: DateTime<Utc>, zone: Tz) -> Self {
        Self::Instant(instant.with_timezone(&zone))
    }

    /// In words.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match *self {
            Self::Day(date) => date_in_words(date, lang),
            Self::Instant(instant) => instant_in_words(instant, lang),
        }
    }
}

impl From<NaiveDate> for Moment {
    fn from(date: NaiveDate) -> Self {
        Self::Day(date)
    }
}

/// What a step did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// The day or the hour of the event is where counting starts, and is not counted itself.
    EventNotCounted,
    /// The event from which a limit runs.
    RunsFrom,
    /// A period was added.
    Added(Period),
    /// The month reached has no such day: its last one was taken.
    ClampedToMonthEnd,
    /// The last day belongs to the period and is not moved.
    LastDayNeverMoved,
    /// The last day was closed: the next working day was taken.
    MovedToWorkingDay(Closed),
    /// The period held fewer than two working days: it was prolonged to the second.
    TwoWorkingDays,
    /// Hours begin with the next full one.
    NextFullHour,
    /// A period in hours ends where it ends, on a holiday too.
    HoursNeverMoved,
    /// A number of hours or minutes passed.
    Elapsed(Period),
    /// The period ends with the last hour of the day: from this instant on it is over.
    Expired,
    /// The period was counted backwards, and its end is not moved.
    CountedBack(Period),
    /// The organisation promised to count from the postmark.
    PostmarkPromised,
    /// The clock stood still while the person was asked.
    Suspended {
        /// For how many days.
        days: u32,
    },
    /// A question that came after the due date stops nothing.
    SuspensionTooLate,
    /// The person's answer starts the period anew.
    RenewedByAnswer,
    /// An extension that was announced too late has no effect.
    ExtensionTooLate,
    /// A refusal is not extended.
    RefusalNotExtended,
}

impl Action {
    fn sentence(&self, at: &str, lang: Lang) -> String {
        lang.pick(self.in_french(at), self.in_english(at))
    }

    fn in_french(&self, at: &str) -> String {
        match self {
            Self::EventNotCounted => format!("événement : {at}, qui ne compte pas"),
            Self::RunsFrom => format!("point de départ : {at}"),
            Self::Added(period) => format!("plus {} : {at}", period.in_language(Lang::Fr)),
            Self::ClampedToMonthEnd => {
                format!("ce quantième manque, dernier jour du mois : {at}")
            }
            Self::LastDayNeverMoved => format!("dernier jour inclus, jamais reporté : {at}"),
            Self::MovedToWorkingDay(closed) => format!(
                "jour non ouvrable ({}), report : {at}",
                closed.reason(Lang::Fr)
            ),
            Self::TwoWorkingDays => format!("au moins deux jours ouvrables : {at}"),
            Self::NextFullHour => format!("dès la prochaine heure pleine : {at}"),
            Self::HoursNeverMoved => format!("délai en heures, jamais reporté : {at}"),
            Self::Elapsed(period) => {
                format!("{} écoulées : {at}", period.in_language(Lang::Fr))
            }
            Self::Expired => format!("expiré à partir de : {at}"),
            Self::CountedBack(period) => format!(
                "moins {}, sans report : {at}",
                period.in_language(Lang::Fr)
            ),
            Self::PostmarkPromised => format!("cachet de la poste, comme promis : {at}"),
            Self::Suspended { days } => format!(
                "suspendu {} : {at}",
                Period::days(*days).in_language(Lang::Fr)
            ),
            Self::SuspensionTooLate => format!("question posée trop tard, sans effet : {at}"),
            Self::RenewedByAnswer => format!("nouveau délai à partir de la réponse : {at}"),
            Self::ExtensionTooLate => format!("prolongation annoncée trop tard, sans effet : {at}"),
            Self::RefusalNotExtended => format!("un refus n'est pas prolongé : {at}"),
        }
    }

    fn in_english(&self, at: &str) -> String {
        match self {
            Self::EventNotCounted => format!("event: {at}, not counted itself"),
            Self::RunsFrom => format!("runs from {at}"),
            Self::Added(period) => format!("plus {}: {at}", period.in_language(Lang::En)),
            Self::ClampedToMonthEnd => format!("no such day, last of the month: {at}"),
            Self::LastDayNeverMoved => format!("last day included, never moved: {at}"),
            Self::MovedToWorkingDay(closed) => {
                format!(
                    "not a working day ({}), moved to {at}",
                    closed.reason(Lang::En)
                )
            }
            Self::TwoWorkingDays => format!("at least two working days: {at}"),
            Self::NextFullHour => format!("from the next full hour: {at}"),
            Self::HoursNeverMoved => format!("period in hours, never moved: {at}"),
            Self::Elapsed(period) => format!("{} elapsed: {at}", period.in_language(Lang::En)),
            Self::Expired => format!("over from {at}"),
            Self::CountedBack(period) => {
                format!("minus {}, not moved: {at}", period.in_language(Lang::En))
            }
            Self::PostmarkPromised => format!("postmark, as promised: {at}"),
            Self::Suspended { days } => {
                format!(
                    "suspended for {}: {at}",
                    Period::days(*days).in_language(Lang::En)
                )
            }
            Self::SuspensionTooLate => format!("asked too late, without effect: {at}"),
            Self::RenewedByAnswer => format!("a new period from the answer: {at}"),
            Self::ExtensionTooLate => format!("extension announced too late, without effect: {at}"),
            Self::RefusalNotExtended => format!("a refusal is not extended: {at}"),
        }
    }
}
