//! Writes a record in the form in which it is read.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Record;
use crate::facts::{Contract, Mark, Occurrence, OccurrenceId};
use crate::{Event, Facts};

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", &self.key)?;
        if let Some(rule) = &self.rule {
            map.serialize_entry("rule", rule)?;
        }
        self.facts.write(&mut map)?;
        map.end()
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.write(&mut map)?;
        map.end()
    }
}

impl Facts {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        if let Some(days) = Days::of(&self.occurrences) {
            if !days.0.is_empty() {
                map.serialize_entry("events", &days)?;
            }
        } else {
            let statements: Vec<_> = self.occurrences.iter().map(Statement).collect();
            map.serialize_entry("events", &statements)?;
        }
        for (key, mark) in [
            ("open", Mark::Open),
            ("never", Mark::Never),
            ("inapplicable", Mark::Inapplicable),
        ] {
            let marked = self.marks.iter().filter(|(event, of)| {
                let is_rank = *event == Event::Outranked && mark == Mark::Open;
                *of == mark && !is_rank
            });
            let marked: Vec<_> = marked.map(|(event, _)| event).collect();
            if !marked.is_empty() {
                map.serialize_entry(key, &marked)?;
            }
        }
        if !self.contracts.is_empty() {
            let contracts: Vec<_> = self.contracts.iter().map(Written).collect();
            map.serialize_entry("contracts", &contracts)?;
        }
        if !self.periods.is_empty() {
            map.serialize_entry("periods", &LastSaid(&self.periods))?;
        }
        if !self.settings.is_empty() {
            map.serialize_entry("settings", &LastSaid(&self.settings))?;
        }
        if !self.holds.is_empty() {
            map.serialize_entry("holds", &self.holds)?;
        }
        if let Some(day) = self.extended_until {
            map.serialize_entry("extended_until", &day)?;
        }
        match self.outranked_on {
            Some(day) => map.serialize_entry("outranked", &day),
            None if self.mark(&Event::Outranked) == Some(Mark::Open) => {
                map.serialize_entry("among_the_newest", &true)
            }
            None => Ok(()),
        }
    }
}

/// Events with their days, where no more is known of any.
struct Days<'a>(Vec<(&'a Event, Vec<chrono::NaiveDate>)>);

impl<'a> Days<'a> {
    fn of(occurrences: &'a [Occurrence]) -> Option<Self> {
        let mut days: Vec<(&Event, Vec<_>)> = Vec::new();
        for occurrence in occurrences {
            let day = occurrence.occurred().filter(|_| occurrence.is_bare())?;
            match days
                .iter_mut()
                .find(|(event, _)| *event == occurrence.event())
            {
                Some((_, of)) => of.push(day),
                None => days.push((occurrence.event(), vec![day])),
            }
        }
        Some(Self(days))
    }
}

impl Serialize for Days<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (event, days) in &self.0 {
            match days.as_slice() {
                [day] => map.serialize_entry(event.code(), day)?,
                days => map.serialize_entry(event.code(), days)?,
            }
        }
        map.end()
    }
}

struct Statement<'a>(&'a Occurrence);

impl Serialize for Statement<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let occurrence = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("event", occurrence.event())?;
        let superseded = occurrence.supersedes().map(OccurrenceId::as_str);
        match (occurrence.occurred(), superseded) {
            (Some(day), corrects) => {
                map.serialize_entry("on", &day)?;
                if let Some(corrects) = corrects {
                    map.serialize_entry("corrects", corrects)?;
                }
            }
            (None, struck) => map.serialize_entry("strikes_out", &struck)?,
        }
        if let Some(id) = occurrence.id() {
            map.serialize_entry("statement", id.as_str())?;
        }
        if let Some(day) = occurrence.recorded() {
            map.serialize_entry("recorded", &day)?;
        }
        if let Some(source) = occurrence.source() {
            map.serialize_entry("source", source)?;
        }
        if occurrence.is_automated() {
            map.serialize_entry("by_a_program", &true)?;
        }
        map.end()
    }
}

struct Written<'a>(&'a Contract);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("begins", &self.0.first_day())?;
        if let Some(day) = self.0.last_day() {
            map.serialize_entry("ends", &day)?;
        }
        if let Some(day) = self.0.recorded() {
            map.serialize_entry("recorded", &day)?;
        }
        map.end()
    }
}

/// Names with values, of which the last one said counts: each name once, for a table has it once.
struct LastSaid<'a, T>(&'a [(Box<str>, T)]);

impl<T: Serialize> Serialize for LastSaid<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut rest = self.0.iter();
        while let Some((name, value)) = rest.next() {
            if !rest.clone().any(|(later, _)| later == name) {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}
