//! Writes a rule in the form in which it is read.

use greffe_terms::{Lang, Text};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{
    Absence, Anchor, Ceiling, Close, Condition, Effect, Fate, Length, Limit, Rule, SetLength,
    Stage, Unit,
};

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.stages.as_slice() {
            [only] => only.write(&mut map)?,
            stages => map.serialize_entry("stages", stages)?,
        }
        list(&mut map, "contact", &self.contact)?;
        if self.rolling {
            map.serialize_entry("rolling", &true)?;
        }
        if self.extend {
            map.serialize_entry("extend", "on_request")?;
        }
        if self.anchor_stored {
            map.serialize_entry("anchor_stored", &true)?;
        }
        list(&mut map, "law", &self.law)?;
        if !self.backups.is_empty() {
            map.serialize_entry("backups", &Table(&self.backups))?;
        }
        if let Some(note) = &self.note {
            map.serialize_entry("note", &Written(note))?;
        }
        map.end()
    }
}

impl Serialize for Stage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.write(&mut map)?;
        map.end()
    }
}

impl Stage {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match &self.limit {
            Limit::Keep(length) => map.serialize_entry("keep", length)?,
            Limit::Within(period) => map.serialize_entry("within", period)?,
            Limit::Until(condition) => map.serialize_entry("until", condition)?,
            Limit::Latest { count, per } => {
                map.serialize_entry("latest", count)?;
                map.serialize_entry("per", per)?;
            }
        }
        if let Some(after) = &self.after {
            map.serialize_entry("after", after)?;
        }
        if let Some(ceiling) = &self.ceiling {
            map.serialize_entry("within", ceiling)?;
        }
        if let Some(when) = &self.when {
            map.serialize_entry("when", when)?;
        }
        if self.then != Fate::Erase {
            map.serialize_entry("then", &self.then)?;
        }
        let readers: Vec<_> = self.readers.iter().map(Written).collect();
        list(map, "readers", &readers)?;
        let effect: Vec<_> = self.effect.iter().copied().map(Effect::code).collect();
        list(map, "effect", &effect)
    }
}

impl Serialize for Ceiling {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(after) = &self.after else {
            return self.within.serialize(serializer);
        };
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("period", &self.within)?;
        map.serialize_entry("after", after)?;
        map.end()
    }
}

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fixed(period) => period.serialize(serializer),
            Self::Set(set) => set.serialize(serializer),
            Self::Session => serializer.serialize_str("session"),
            Self::Unstated => serializer.serialize_str("unstated"),
        }
    }
}

impl Serialize for SetLength {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("default", &self.default)?;
        map.serialize_entry("set_by", &self.set_by)?;
        if let Some(min) = &self.min {
            map.serialize_entry("min", min)?;
        }
        if let Some(max) = &self.max {
            map.serialize_entry("max", max)?;
        }
        map.end()
    }
}

impl Serialize for Fate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Transfer(to) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("transfer", &Written(to))?;
                map.end()
            }
            Self::MoveTo { to, keep } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("move_to", to)?;
                map.serialize_entry("keep", keep)?;
                map.end()
            }
            simple => serializer.serialize_str(simple.code()),
        }
    }
}

impl Serialize for Anchor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let single =
            |event, absent: &Absence| (event, (*absent == Absence::Never).then_some("never"));
        let (key, (event, absent), from, unit) = match self {
            Self::Event {
                event,
                absent: Absence::Unknown,
            } => return event.serialize(serializer),
            Self::Event { event, absent } => ("event", single(event, absent), None, None),
            Self::Close {
                event,
                absent,
                of,
                unit,
            } => {
                let from = (*of != Close::FiscalYear).then_some(of.code());
                let unit = (*unit != Unit::File).then_some(unit.code());
                ("fiscal_close", single(event, absent), from, unit)
            }
            Self::Latest(of) => return one_entry(serializer, "latest", of),
            Self::Earliest(of) => return one_entry(serializer, "earliest", of),
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(key, event)?;
        if let Some(absent) = absent {
            map.serialize_entry("absent", absent)?;
        }
        if let Some(from) = from {
            map.serialize_entry("from", from)?;
        }
        if let Some(unit) = unit {
            map.serialize_entry("unit", unit)?;
        }
        map.end()
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Event(event) => event.serialize(serializer),
            Self::All(of) => one_entry(serializer, "all", of),
            Self::Any(of) => one_entry(serializer, "any", of),
            Self::IfOpened { opened, then } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("if_opened", opened)?;
                map.serialize_entry("then", then)?;
                map.end()
            }
        }
    }
}

struct Table<'a>(&'a [(Box<str>, greffe_calendar::Period)]);

impl Serialize for Table<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, period)| (name, period)))
    }
}

/// A text as it is written: a string where both languages say the same.
struct Written<'a>(&'a Text);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let both = Lang::ALL.into_iter().all(|lang| self.0.is_given_in(lang));
        let (fr, en) = (self.0.in_language(Lang::Fr), self.0.in_language(Lang::En));
        if both && fr == en {
            return serializer.serialize_str(fr);
        }
        let mut map = serializer.serialize_map(None)?;
        for lang in Lang::ALL {
            if self.0.is_given_in(lang) {
                map.serialize_entry(lang.tag(), self.0.in_language(lang))?;
            }
        }
        map.end()
    }
}

fn one_entry<S: Serializer, T: Serialize>(
    serializer: S,
    key: &str,
    value: &[T],
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(key, value)?;
    map.end()
}

fn list<M: SerializeMap, T: Serialize>(
    map: &mut M,
    key: &str,
    items: &[T],
) -> Result<(), M::Error> {
    if items.is_empty() {
        return Ok(());
    }
    map.serialize_entry(key, items)
}
