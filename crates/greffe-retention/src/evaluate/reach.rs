//! The day that an event, an anchor or a condition reaches in the facts.

use chrono::{Datelike, NaiveDate};

use super::Evaluation;
use crate::facts::Mark;
use crate::{Absence, Anchor, Close, Condition, Event, Missing};

/// Where an anchor or a condition stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reached<'a> {
    At(NaiveDate),
    /// Still awaited.
    Open(&'a Event),
    /// Never happened: drops out of a combination.
    Never(&'a Event),
    Unknown(Missing),
}

impl<'a> Evaluation<'a> {
    /// Where an event stands. Contact is the latest event of the kinds that the rule counts as such.
    pub(crate) fn event(&self, event: &'a Event, absent: Absence) -> Reached<'a> {
        let is_contact = *event == Event::LastContact;
        let mut seen = false;
        let mut latest: Option<NaiveDate> = None;
        for occurrence in self.facts.standing() {
            if !self.counts_as(event, occurrence.event(), is_contact) {
                continue;
            }
            seen = true;
            let valid = occurrence.occurred().filter(|day| {
                *day <= self.as_of || (!is_contact && occurrence.event().may_lie_ahead())
            });
            latest = latest.max(valid);
        }
        match (self.mark(event, is_contact), latest) {
            (Some(Mark::Open), _) => Reached::Open(event),
            (None, Some(day)) => Reached::At(day),
            // A date and the statement that there is none: nobody knows.
            (Some(_), Some(_)) => Reached::Unknown(Missing::ValidEvent(event.clone())),
            (Some(Mark::Inapplicable), None) => Reached::Never(event),
            (Some(Mark::Never), None) => never(event),
            (None, None) if seen || self.was_seen(event, is_contact) => {
                Reached::Unknown(Missing::ValidEvent(event.clone()))
            }
            (None, None) => match absent {
                Absence::Never => never(event),
                Absence::Unknown => Reached::Unknown(Missing::Event(event.clone())),
            },
        }
    }

    pub(crate) fn anchor(&self, anchor: &'a Anchor) -> Reached<'a> {
        match anchor {
            Anchor::Event { event, absent } => self.event(event, *absent),
            Anchor::Close { event, absent, of } => match self.event(event, *absent) {
                Reached::At(day) => match self.close(day, *of) {
                    Some(close) => Reached::At(close),
                    None => Reached::Unknown(Missing::FiscalYear(event.clone())),
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
                Reached::Never(_) | Reached::Unknown(Missing::Event(_)) => Reached::Open(event),
                other => other,
            },
            Condition::All(of) => self.latest(of.iter().map(|c| self.condition(c))),
            Condition::Any(of) => self.any(of),
            Condition::IfOpened { opened, then } => {
                match self.event(opened, Absence::Unknown) {
                    Reached::At(opening) => match self.condition(then) {
                        // An earlier settlement settled an earlier dispute.
                        Reached::At(day) if day < opening => Reached::Open(opened),
                        other => other,
                    },
                    other => other,
                }
            }
        }
    }

    pub(crate) fn close(&self, day: NaiveDate, of: Close) -> Option<NaiveDate> {
        match of {
            Close::FiscalYear => self.years.containing(day).map(|year| year.end()),
            Close::CalendarYear => NaiveDate::from_ymd_opt(day.year(), 12, 31),
            Close::Document => Some(day),
        }
    }

    fn counts_as(&self, event: &Event, occurrence: &Event, is_contact: bool) -> bool {
        if is_contact {
            self.rule.contact().contains(occurrence)
        } else {
            occurrence == event
        }
    }

    /// Whether it was ever recorded, struck out or not.
    fn was_seen(&self, event: &Event, is_contact: bool) -> bool {
        let mut all = self.facts.occurrences().iter();
        all.any(|o| self.counts_as(event, o.event(), is_contact))
    }

    fn mark(&self, event: &Event, is_contact: bool) -> Option<Mark> {
        let own = self.facts.mark(event);
        if own.is_some() || !is_contact {
            return own;
        }
        // There was no contact if none of the kinds ever happened.
        let mut kinds = self.rule.contact().iter().map(|kind| self.facts.mark(kind));
        kinds.try_fold(Mark::Open, |all, mark| Some(all.max(mark?)))
    }

    fn latest(&self, parts: impl Iterator<Item = Reached<'a>>) -> Reached<'a> {
        let mut latest = Reached::Unknown(Missing::Anchor);
        for part in parts {
            latest = match (latest, part) {
                (Reached::Unknown(Missing::Anchor), first) => first,
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
        let mut earliest = Reached::Unknown(Missing::Anchor);
        for part in of.iter().map(|anchor| self.anchor(anchor)) {
            earliest = match (earliest, part) {
                (Reached::Unknown(Missing::Anchor), first) => first,
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
        let mut first = Reached::Unknown(Missing::Anchor);
        for part in of.iter().map(|condition| self.condition(condition)) {
            first = match (first, part) {
                (Reached::Unknown(Missing::Anchor), part) => part,
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

fn never(event: &Event) -> Reached<'_> {
    if event.is_an_end() {
        Reached::Open(event)
    } else {
        Reached::Never(event)
    }
}
