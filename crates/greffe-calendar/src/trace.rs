//! How a date was reached: steps with the article that each one applied.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use greffe_terms::{Citation, Lang};

use crate::{date_in_words, instant_in_words};

mod action;

pub use action::Action;

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

    pub(crate) fn drop_steps(&mut self, action: &Action) {
        self.0.retain(|step| step.action() != action);
    }

    pub(crate) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// Takes steps down, or not: a date is computed alike with and without its explanation.
pub(crate) trait Record {
    /// Whether steps are kept, so that what only an explanation needs is not computed for nothing.
    const KEEPS: bool;

    fn note_cited(&mut self, step: impl FnOnce() -> (Action, Moment), law: Option<Citation>);

    fn note(&mut self, step: impl FnOnce() -> (Action, Moment), law: &'static str) {
        self.note_cited(step, Some(Citation::from_static(law)));
    }
}

impl Record for Trace {
    const KEEPS: bool = true;

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
    const KEEPS: bool = false;

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

    /// A sentence, without the article.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        self.action.sentence(&self.at.in_language(lang), lang)
    }

    /// A sentence, with the article in parentheses.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let sentence = self.sentence(lang);
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
