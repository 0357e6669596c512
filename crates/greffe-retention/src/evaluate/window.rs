//! The days that one stage gives a record.

use chrono::NaiveDate;
use greffe_calendar::{CalendarError, Period};

use super::{Evaluation, Lack, Reached, done_by, kept_through, next_day, opens_on, previous_day};
use crate::{Absence, Anchor, Event, Length, Limit, Stage};

/// What one stage says, by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Window<'a> {
    /// Kept through a day.
    Keep {
        until: NaiveDate,
    },
    /// Disposable from a day on, done by another.
    Within {
        from: NaiveDate,
        latest: NaiveDate,
    },
    Open(&'a Event),
    Unknown(Lack<'a>),
}

impl<'a> Evaluation<'a> {
    #[inline]
    pub(crate) fn window(&self, stage: &'a Stage) -> Window<'a> {
        if let Some(inapplicable) = self.inapplicable(stage) {
            return Window::Unknown(inapplicable);
        }
        let window = match stage.limit() {
            Limit::Keep(Length::Session) => {
                let ended = self.event(&Event::SessionEnd, Absence::Unknown);
                from_reached(ended, |until| Ok(Window::Keep { until }))
            }
            Limit::Keep(length) => match self.length(length) {
                Ok(period) => from_reached(self.after(stage), |anchor| {
                    let until = kept_through(anchor, period)?;
                    Ok(Window::Keep { until })
                }),
                Err(missing) => Window::Unknown(missing),
            },
            Limit::Within(period) => self.within(self.after(stage), stage.after(), *period),
            Limit::Until(condition) => match self.condition(condition) {
                Reached::Never(_) => Window::Unknown(Lack::Anchor),
                reached => from_reached(reached, |until| Ok(Window::Keep { until })),
            },
            // That the record is among the newest outweighs every day on which it was not.
            Limit::Latest { .. } if self.facts.mark(&Event::Outranked).is_some() => {
                Window::Open(&Event::Outranked)
            }
            Limit::Latest { .. } => match self.facts.outranked() {
                Some(day) => Window::Keep {
                    until: previous_day(day),
                },
                None => Window::Unknown(Lack::Rank),
            },
        };
        match self.facts.extension() {
            Some(extension) => self.extended(window, extension),
            None => window,
        }
    }

    /// The days that the maximum beside a kept period gives a record; `None` where the stage has no such maximum.
    pub(crate) fn ceiling(&self, stage: &'a Stage) -> Option<Window<'a>> {
        let ceiling = stage.ceiling()?;
        if let Some(inapplicable) = self.inapplicable(stage) {
            return Some(Window::Unknown(inapplicable));
        }
        let anchor = ceiling.after().or(stage.after());
        let reached = match ceiling.after() {
            Some(anchor) => self.anchor(anchor),
            None => self.after(stage),
        };
        let window = self.within(reached, anchor, ceiling.within());
        Some(match self.facts.extension() {
            Some(extension) => self.extended(window, extension),
            None => window,
        })
    }

    fn within(&self, reached: Reached<'a>, anchor: Option<&Anchor>, period: Period) -> Window<'a> {
        from_reached(reached, |day| {
            let latest = done_by(day, period)?;
            let from = opens_on(day, latest, anchor.is_some_and(Anchor::ends_something));
            Ok(Window::Within { from, latest })
        })
    }

    /// Why the stage says nothing about the record.
    #[inline]
    fn inapplicable(&self, stage: &'a Stage) -> Option<Lack<'a>> {
        let setting = stage.when()?;
        match self.facts.setting_of(setting) {
            Some(true) => None,
            Some(false) => Some(Lack::ApplicableRule { setting }),
            None => Some(Lack::Setting(setting)),
        }
    }

    #[inline]
    pub(crate) fn after(&self, stage: &'a Stage) -> Reached<'a> {
        match stage.after() {
            Some(anchor) => self.anchor(anchor),
            None => Reached::Unknown(Lack::Anchor),
        }
    }

    /// The period that applies to the record.
    #[inline]
    pub(crate) fn length(&self, length: &'a Length) -> Result<Period, Lack<'a>> {
        match length {
            Length::Fixed(period) => Ok(*period),
            Length::Set(set) => match self.facts.period_set_by(set.set_by()) {
                None => Ok(set.default_period()),
                Some(period) if set.allows(period) => Ok(period),
                Some(_) => Err(Lack::AllowedPeriod {
                    set_by: set.set_by(),
                }),
            },
            Length::Session | Length::Unstated => Err(Lack::Length),
        }
    }

    fn extended(&self, window: Window<'a>, extension: NaiveDate) -> Window<'a> {
        if !self.rule.is_extensible() {
            return Window::Unknown(Lack::RightToExtend);
        }
        match window {
            Window::Keep { until } => Window::Keep {
                until: until.max(extension),
            },
            // Kept through the extension, and gone the day after if the promise ended before.
            Window::Within { from, latest } => Window::Within {
                from: from.max(next_day(extension)),
                latest: latest.max(next_day(extension)),
            },
            other => other,
        }
    }
}

fn from_reached<'a>(
    reached: Reached<'a>,
    window: impl FnOnce(NaiveDate) -> Result<Window<'a>, CalendarError>,
) -> Window<'a> {
    match reached {
        Reached::At(day) => window(day).unwrap_or(Window::Unknown(Lack::CountableDate)),
        Reached::Open(event) | Reached::Never(event) => Window::Open(event),
        Reached::Unknown(missing) => Window::Unknown(missing),
    }
}
