//! The day that an event, an anchor or a condition reaches in the facts.

use chrono::{Datelike, NaiveDate};
use greffe_calendar::FiscalYears;

use super::{Evaluation, Lack};
use crate::{Absence, Anchor, Close, Condition, Event, Unit};

/// Where an anchor or a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reached<'a> {
    At(NaiveDate),
    /// Still awaited.
    Open(&'a Event),
    /// Never happened: drops out of a combination.
    Never(&'a Event),
    Unknown(Lack<'a>),
}

impl<'a> Evaluation<'a> {
    /// Where an event stands. Contact is the latest event of the kinds that the rule counts as such.
    #[inline]
    pub(crate) fn event(&self, event: &'a Event, absent: Absence) -> Reached<'a> {
        super::event::stands(
            self.facts,
            self.rule.contact(),
            self.as_of,
            event,
            absent,
            self.future,
        )
    }

    #[inline]
    pub(crate) fn anchor(&self, anchor: &'a Anchor) -> Reached<'a> {
        match anchor {
            // Most rules have no more than this: the rest stays out of their way.
            Anchor::Event { event, absent } => self.event(event, *absent),
            other => self.composed(other),
        }
    }

    fn composed(&self, anchor: &'a Anchor) -> Reached<'a> {
        match anchor {
            Anchor::Event { event, absent } => self.event(event, *absent),
            Anchor::Close {
                event,
                absent,
                of,
                unit,
            } => match self.event(event, *absent) {
                Reached::At(_) if *unit == Unit::Document && !self.say_one_day_of(event) => {
                    Reached::Unknown(Lack::OneDocument(event))
                }
                Reached::At(day) => match self.close(day, *of) {
                    Some(close) => Reached::At(close),
                    None => Reached::Unknown(Lack::FiscalYear(event)),
                },
                other => other,
            },
            Anchor::Latest(of) => self.latest(of.iter().map(|anchor| self.anchor(anchor))),
            Anchor::Earliest(of) => self.earliest(of),
        }
    }

    pub(crate) fn condition(&self, condition: &'a Condition) -> Reached<'a> {
        match condition {
            Condition::Event(event) => match self.event(event, Absence::Unknown) {
                // What a condition waits for has not come as long as nobody recorded it.
                Reached::Never(_) | Reached::Unknown(Lack::Event(_)) => Reached::Open(event),
                other => other,
            },
            Condition::All(of) => self.latest(of.iter().map(|c| self.condition(c))),
            Condition::Any(of) => self.any(of),
            Condition::IfOpened { opened, then } => {
                match self.event(opened, Absence::Unknown) {
                    Reached::At(opening) => match self.condition(then) {
                        // An earlier settlement settled an earlier dispute.
                        Reached::At(day) if day < opening => Reached::Open(opened),
                        Reached::At(_) if !self.all_settled(opened, then) => Reached::Open(opened),
                        other => other,
                    },
                    other => other,
                }
            }
        }
    }

    fn say_one_day_of(&self, event: &Event) -> bool {
        self.facts.say_one_day_of(event, self.rule.contact())
    }

    /// Whether as many things were settled as were opened: one settlement ends one of two disputes.
    fn all_settled(&self, opened: &Event, then: &Condition) -> bool {
        match then {
            Condition::Event(settled) => {
                let contact = self.rule.contact();
                self.facts.settle_all(opened, settled, contact, self.as_of)
            }
            // Of a composed end nobody can say which opening it ends.
            _ => self.facts.times(opened, self.rule.contact(), self.as_of) == 1,
        }
    }

    pub(crate) fn close(&self, day: NaiveDate, of: Close) -> Option<NaiveDate> {
        close(self.years, day, of)
    }

    fn latest(&self, parts: impl Iterator<Item = Reached<'a>>) -> Reached<'a> {
        let mut latest = Reached::Unknown(Lack::Anchor);
        for part in parts {
            latest = match (latest, part) {
                (Reached::Unknown(Lack::Anchor), first) => first,
                // Whatever else is unknown: what still runs keeps the data.
                (open @ Reached::Open(_), _) | (_, open @ Reached::Open(_)) => open,
                (unknown @ Reached::Unknown(_), _) | (_, unknown @ Reached::Unknown(_)) => unknown,
                (Reached::At(a), Reached::At(b)) => Reached::At(a.max(b)),
                (at @ Reached::At(_), Reached::Never(_)) | (Reached::Never(_), at) => at,
            };
        }
        latest
    }

    fn earliest(&self, of: &'a [Anchor]) -> Reached<'a> {
        let mut earliest = Reached::Unknown(Lack::Anchor);
        for part in of.iter().map(|anchor| self.anchor(anchor)) {
            earliest = match (earliest, part) {
                (Reached::Unknown(Lack::Anchor), first) => first,
                // What is unknown may be the earliest: no date is safe.
                (unknown @ Reached::Unknown(_), _) | (_, unknown @ Reached::Unknown(_)) => unknown,
                (Reached::At(a), Reached::At(b)) => Reached::At(a.min(b)),
                (at @ Reached::At(_), _) | (_, at @ Reached::At(_)) => at,
                (open @ Reached::Open(_), _) | (_, open @ Reached::Open(_)) => open,
                (never @ Reached::Never(_), Reached::Never(_)) => never,
            };
        }
        earliest
    }

    fn any(&self, of: &'a [Condition]) -> Reached<'a> {
        let mut first = Reached::Unknown(Lack::Anchor);
        for part in of.iter().map(|condition| self.condition(condition)) {
            first = match (first, part) {
                (Reached::Unknown(Lack::Anchor), part) => part,
                (Reached::At(a), Reached::At(b)) => Reached::At(a.min(b)),
                // One is enough, whatever the others are.
                (at @ Reached::At(_), _) | (_, at @ Reached::At(_)) => at,
                (unknown @ Reached::Unknown(_), _) | (_, unknown @ Reached::Unknown(_)) => unknown,
                (open @ Reached::Open(_), _) | (_, open @ Reached::Open(_)) => open,
                (never @ Reached::Never(_), Reached::Never(_)) => never,
            };
        }
        first
    }
}

/// The close of the accounting period in which `day` falls.
pub(crate) fn close(years: &FiscalYears, day: NaiveDate, of: Close) -> Option<NaiveDate> {
    match of {
        Close::FiscalYear => years.containing(day).map(|year| year.end()),
        Close::CalendarYear => NaiveDate::from_ymd_opt(day.year(), 12, 31),
        Close::Document => Some(day),
    }
}
