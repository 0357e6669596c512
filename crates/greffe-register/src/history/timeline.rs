//! The life of one record or rule.

use chrono::NaiveDate;
use greffe_retention::Rule;
use greffe_terms::Lang;

use super::History;
use crate::{LookupError, Retention, RuleAddress, Status, day};

/// From when to when a rule stood unchanged.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct RuleSpan<'h> {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` for what still stands.
    pub until: Option<NaiveDate>,
    /// What the register says about how long the data are kept; `None` while it has no such entry.
    pub retention: Option<&'h Retention>,
}

impl<'h> RuleSpan<'h> {
    /// The rule, if there is one.
    #[must_use]
    pub fn rule(&self) -> Option<&'h Rule> {
        self.retention.and_then(Retention::rule)
    }

    /// `from 29 March 2024 to 31 December 2024: 10 years from the end of the relation`.
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> String {
        let from = day::in_words(self.from, lang);
        let when = match self.until.map(|until| day::in_words(until, lang)) {
            Some(until) => lang.pick(
                format!("du {from} au {until}"),
                format!("from {from} to {until}"),
            ),
            None => lang.pick(format!("depuis le {from}"), format!("since {from}")),
        };
        let what = match self.retention {
            None => lang
                .pick("pas au registre", "not in the register")
                .to_owned(),
            Some(Retention::Unknown) => lang.pick("non renseigné", "not filled in").to_owned(),
            Some(Retention::Unstated) => lang
                .pick("durée non précisée", "no length stated")
                .to_owned(),
            Some(Retention::Rule(rule)) => rule.in_words(lang),
        };
        format!("{when}{}{what}", lang.pick("\u{a0}: ", ": "))
    }
}

/// The life of a rule: which one applied from when to when, without gaps from the first version on.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline<'h>(Vec<RuleSpan<'h>>);

impl<'h> Timeline<'h> {
    /// The spans, the earliest first. Two that follow one another differ.
    pub fn iter(&self) -> std::slice::Iter<'_, RuleSpan<'h>> {
        self.0.iter()
    }

    /// The spans in words, one a line.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let spans: Vec<_> = self.iter().map(|span| span.in_words(lang)).collect();
        spans.join("\n")
    }
}

impl<'t, 'h> IntoIterator for &'t Timeline<'h> {
    type Item = &'t RuleSpan<'h>;
    type IntoIter = std::slice::Iter<'t, RuleSpan<'h>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// From when to when a record was in the register under one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordSpan {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` for what still stands.
    pub until: Option<NaiveDate>,
    /// The status; `None` while the register has no such record.
    pub status: Option<Status>,
}

impl History {
    /// The life of the rule at an address such as `FAC-01/economic`.
    ///
    /// # Errors
    /// [`LookupError::InvalidAddress`]; [`LookupError::UnknownProcessing`] or [`LookupError::UnknownEntry`] where no version has it.
    pub fn timeline(&self, address: &str) -> Result<Timeline<'_>, LookupError> {
        let address: RuleAddress = address.parse()?;
        let mut missing = LookupError::UnknownProcessing;
        let said = self.versions().map(|(day, register)| {
            let entry = register.entry(&address);
            if let Err(LookupError::UnknownEntry) = entry {
                missing = LookupError::UnknownEntry;
            }
            (day, entry.ok().map(|entry| &entry.retention))
        });
        let spans: Vec<_> = spans(said)
            .map(|(from, until, retention)| RuleSpan {
                from,
                until,
                retention,
            })
            .collect();
        if spans.iter().all(|span| span.retention.is_none()) {
            return Err(missing);
        }
        Ok(Timeline(spans))
    }

    /// The life of the record with a reference: when it was in the register, and with what status.
    ///
    /// # Errors
    /// [`LookupError::UnknownProcessing`] where no version has it.
    pub fn record_timeline(&self, reference: &str) -> Result<Vec<RecordSpan>, LookupError> {
        let said = self
            .versions()
            .map(|(day, register)| (day, register.processing(reference).map(|p| p.status)));
        let spans: Vec<_> = spans(said)
            .map(|(from, until, status)| RecordSpan {
                from,
                until,
                status,
            })
            .collect();
        if spans.iter().all(|span| span.status.is_none()) {
            return Err(LookupError::UnknownProcessing);
        }
        Ok(spans)
    }
}

/// What was said from each day on, as spans in which nothing changed.
fn spans<T: PartialEq>(
    said: impl Iterator<Item = (NaiveDate, T)>,
) -> impl Iterator<Item = (NaiveDate, Option<NaiveDate>, T)> {
    let mut distinct: Vec<(NaiveDate, T)> = Vec::new();
    for (day, value) in said {
        if distinct.last().is_none_or(|(_, last)| *last != value) {
            distinct.push((day, value));
        }
    }
    let next: Vec<_> = distinct.iter().skip(1).map(|(day, _)| *day).collect();
    let ends = next.into_iter().map(|day| day.pred_opt());
    let ends = ends.chain(std::iter::repeat(None));
    distinct
        .into_iter()
        .zip(ends)
        .map(|((from, value), until)| (from, until, value))
}
