//! Reads a record: key, rule, facts.

use chrono::{Datelike as _, NaiveDate, Utc};
use greffe_calendar::{Period, Tz, zone};
use greffe_document::{Faults, Node, TableReader, Value, Words};

use super::Record;
use crate::facts::{Contract, Occurrence, OccurrenceId};
use crate::{Event, Facts, Hold, HoldReason, RowKey};

impl Record {
    /// Reads a record; what is wrong is noted in `faults`, and then there is none.
    pub fn read(node: &Node, zone: Tz, faults: &mut Faults) -> Option<Self> {
        let before = faults.len();
        let mut table = TableReader::open(node, faults)?;
        let key = table.required("key", faults).and_then(|n| key(n, faults));
        let rule = said(table.optional("rule")).and_then(|n| n.text(faults));
        let mut facts = FactsReader {
            zone,
            facts: Facts::new(),
        };
        facts.all(&mut table, faults);
        table.finish(faults);
        let record = Self {
            key: key?,
            rule: rule.map(Into::into),
            facts: facts.facts,
        };
        (faults.len() == before).then_some(record)
    }
}

impl Facts {
    /// Reads facts by themselves, in the form that they have in a line; what is wrong is noted in `faults`, and then there are none.
    pub fn read(node: &Node, zone: Tz, faults: &mut Faults) -> Option<Self> {
        let before = faults.len();
        let mut table = TableReader::open(node, faults)?;
        let mut reader = FactsReader {
            zone,
            facts: Self::new(),
        };
        reader.all(&mut table, faults);
        table.finish(faults);
        (faults.len() == before).then_some(reader.facts)
    }
}

/// A key with `null` says as little as one that is not there.
fn said(node: Option<&Node>) -> Option<&Node> {
    node.filter(|node| !is_null(node))
}

fn is_null(node: &Node) -> bool {
    matches!(node.value(), Value::Null)
}

fn key(node: &Node, faults: &mut Faults) -> Option<RowKey> {
    RowKey::of(node).or_else(|| faults.invalid(node, KEY))
}

struct FactsReader {
    zone: Tz,
    facts: Facts,
}

impl FactsReader {
    fn all(&mut self, table: &mut TableReader<'_>, faults: &mut Faults) {
        if let Some(events) = said(table.optional("events")) {
            self.events(events, faults);
        }
        for (key, mark) in MARKS {
            if let Some(list) = said(table.optional(key)) {
                for event in list.list_of(faults, event) {
                    self.add(|facts| mark(facts, event));
                }
            }
        }
        if let Some(list) = said(table.optional("contracts")) {
            for contract in list.list_of(faults, |n, faults| self.contract(n, faults)) {
                self.add(|facts| facts.contract(contract));
            }
        }
        if let Some(periods) = said(table.optional("periods")) {
            self.periods(periods, faults);
        }
        if let Some(settings) = said(table.optional("settings")) {
            self.settings(settings, faults);
        }
        if let Some(list) = said(table.optional("holds")) {
            for hold in list.list_of(faults, |n, faults| self.hold(n, faults)) {
                self.add(|facts| facts.hold(hold));
            }
        }
        if let Some(day) = self.optional_day(table, "extended_until", faults) {
            self.add(|facts| facts.extended_until(day));
        }
        let outranked = said(table.optional("outranked"));
        let newest = said(table.optional("among_the_newest"));
        if let (Some(_), Some(newest)) = (outranked, newest) {
            let _: Option<()> = faults.contradiction(newest, BOTH_RANKS);
        }
        if let Some(day) = outranked.and_then(|n| self.day(n, faults)) {
            self.add(|facts| facts.outranked_on(day));
        }
        if newest.and_then(|n| n.boolean(faults)) == Some(true) {
            self.add(Facts::among_the_newest);
        }
    }

    fn add(&mut self, said: impl FnOnce(Facts) -> Facts) {
        self.facts = said(std::mem::take(&mut self.facts));
    }

    /// `{ "recorded": "2026-02-01" }`, or a list of statements with all that is known of each.
    fn events(&mut self, node: &Node, faults: &mut Faults) {
        if let Some(entries) = node.entries() {
            // A column without a value says nothing.
            for entry in entries.iter().filter(|entry| !is_null(entry.node())) {
                let Ok(event) = entry.key().parse::<Event>() else {
                    let _: Option<()> = faults.invalid(entry.node(), EVENT);
                    continue;
                };
                let days = match entry.node().items() {
                    Some(_) => entry
                        .node()
                        .list_of(faults, |n, faults| self.day(n, faults)),
                    None => self.day(entry.node(), faults).into_iter().collect(),
                };
                for day in days {
                    self.add(|facts| facts.on(event.clone(), day));
                }
            }
            return;
        }
        if node.items().is_none() {
            let _: Option<()> = faults.wrong_type(node, EVENTS);
            return;
        }
        for occurrence in node.list_of(faults, |n, faults| self.statement(n, faults)) {
            self.add(|facts| facts.with(occurrence));
        }
    }

    fn statement(&self, node: &Node, faults: &mut Faults) -> Option<Occurrence> {
        let mut table = TableReader::open(node, faults)?;
        let event = table
            .required("event", faults)
            .and_then(|n| event(n, faults));
        let on = said(table.optional("on"));
        let strikes_out = said(table.optional("strikes_out"));
        let corrects = said(table.optional("corrects"));
        let statement = said(table.optional("statement"));
        let recorded = self.optional_day(&mut table, "recorded", faults);
        let source = said(table.optional("source")).and_then(|n| n.text(faults));
        let by_a_program = said(table.optional("by_a_program"));
        let by_a_program = by_a_program
            .and_then(|n| n.boolean(faults))
            .unwrap_or(false);
        table.finish(faults);
        let event = event?;
        let mut occurrence = match (on, strikes_out, corrects) {
            (Some(on), None, None) => Occurrence::new(event, self.day(on, faults)?),
            (Some(on), None, Some(corrects)) => {
                let day = self.day(on, faults);
                Occurrence::new(event, day?).correcting(id(corrects, faults)?)
            }
            (None, Some(strikes_out), None) => {
                Occurrence::deletion(event, id(strikes_out, faults)?)
            }
            _ => return faults.contradiction(node, ONE_DAY),
        };
        if let Some(statement) = statement {
            occurrence = occurrence.id_is(id(statement, faults)?);
        }
        if let Some(day) = recorded {
            occurrence = occurrence.recorded_on(day);
        }
        if let Some(source) = source {
            occurrence = occurrence.from_source(source);
        }
        if by_a_program {
            occurrence = occurrence.by_a_program();
        }
        Some(occurrence)
    }

    fn contract(&self, node: &Node, faults: &mut Faults) -> Option<Contract> {
        let mut table = TableReader::open(node, faults)?;
        let begins = table.required("begins", faults);
        let begins = begins.and_then(|n| self.day(n, faults));
        let end = said(table.optional("ends"));
        let ends = end.and_then(|n| self.day(n, faults));
        let recorded = self.optional_day(&mut table, "recorded", faults);
        table.finish(faults);
        let mut contract = Contract::new(begins?);
        if let (Some(node), Some(day)) = (end, ends) {
            contract = contract.ends(day);
            if contract.last_day().is_none() {
                return faults.contradiction(node, ENDS_FIRST);
            }
        }
        if let Some(day) = recorded {
            contract = contract.recorded_on(day);
        }
        Some(contract)
    }

    fn periods(&mut self, node: &Node, faults: &mut Faults) {
        let Some(entries) = node.entries() else {
            let _: Option<()> = faults.wrong_type(node, PERIODS);
            return;
        };
        for entry in entries.iter().filter(|entry| !is_null(entry.node())) {
            if let Some(period) = entry.node().parse::<Period>(PERIOD, faults) {
                self.add(|facts| facts.set_period(entry.key(), period));
            }
        }
    }

    fn settings(&mut self, node: &Node, faults: &mut Faults) {
        let Some(entries) = node.entries() else {
            let _: Option<()> = faults.wrong_type(node, SETTINGS);
            return;
        };
        for entry in entries.iter().filter(|entry| !is_null(entry.node())) {
            if let Some(on) = entry.node().boolean(faults) {
                self.add(|facts| facts.setting(entry.key(), on));
            }
        }
    }

    fn hold(&self, node: &Node, faults: &mut Faults) -> Option<Hold> {
        let mut table = TableReader::open(node, faults)?;
        let reason = table
            .required("reason", faults)
            .and_then(|n| reason(n, faults));
        let from = table
            .required("from", faults)
            .and_then(|n| self.day(n, faults));
        let until = said(table.optional("until"));
        let last = until.and_then(|n| self.day(n, faults));
        let informed = said(table.optional("informed"));
        let told = informed.and_then(|n| self.day(n, faults));
        table.finish(faults);
        let (reason, from) = reason.zip(from)?;
        for (node, day, words) in [(until, last, ENDS_FIRST), (informed, told, TOLD_FIRST)] {
            if let (Some(node), Some(day)) = (node, day)
                && day < from
            {
                return faults.contradiction(node, words);
            }
        }
        let mut hold = Hold::new(reason, from);
        if let Some(last) = last {
            hold = hold.until(last);
        }
        if let Some(day) = told {
            hold = hold.person_informed(day);
        }
        Some(hold)
    }

    fn optional_day(
        &self,
        table: &mut TableReader<'_>,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<NaiveDate> {
        said(table.optional(key)).and_then(|n| self.day(n, faults))
    }

    /// A day, or an instant with its offset, of which the local day counts. A time without an offset could be two days.
    fn day(&self, node: &Node, faults: &mut Faults) -> Option<NaiveDate> {
        let is_date = match node.value() {
            Value::Date(_) => true,
            Value::String(text) => text.len() <= DATE_LENGTH,
            Value::Instant(_) => false,
            _ => return faults.wrong_type(node, DAY),
        };
        if is_date {
            return node.date(faults);
        }
        let instant = node.instant(faults)?.with_timezone(&Utc);
        let day = zone::date_of(self.zone, instant);
        // A day of another year could not be written in this form.
        let is_writable = (0..=9999).contains(&day.year());
        is_writable
            .then_some(day)
            .or_else(|| faults.invalid(node, DAY))
    }
}

/// `2026-02-01`.
const DATE_LENGTH: usize = 10;

type Mark = fn(Facts, Event) -> Facts;
const MARKS: [(&str, Mark); 3] = [
    ("open", Facts::open),
    ("never", Facts::never),
    ("inapplicable", Facts::inapplicable),
];

fn event(node: &Node, faults: &mut Faults) -> Option<Event> {
    node.parse(EVENT, faults)
}

fn id(node: &Node, faults: &mut Faults) -> Option<OccurrenceId> {
    node.text(faults).map(OccurrenceId::new)
}

fn reason(node: &Node, faults: &mut Faults) -> Option<HoldReason> {
    let written = node.text(faults)?;
    let found = HoldReason::ALL.into_iter().find(|r| r.code() == written);
    found.or_else(|| faults.invalid(node, REASON))
}

const KEY: Words = Words::new(
    "la clé d’une ligne\u{a0}: un entier, un texte ou { bytes }",
    "the key of a row: a whole number, a text or { bytes }",
);
const EVENT: Words = Words::new(
    "un événement, de 1 à 64 caractères parmi A-Z a-z 0-9 _ . -",
    "an event, 1 to 64 of A-Z a-z 0-9 _ . -",
);
const EVENTS: Words = Words::new(
    "une table d’événements et de leurs jours, ou une liste",
    "a table of events and their days, or a list",
);
const DAY: Words = Words::new(
    "une date AAAA-MM-JJ, ou un instant RFC 3339 avec son décalage",
    "a date YYYY-MM-DD, or an RFC 3339 instant with its offset",
);
const PERIOD: Words = Words::new(
    "une durée ISO 8601 telle que `P90D`",
    "an ISO 8601 period such as `P90D`",
);
const PERIODS: Words = Words::new(
    "une table des durées fixées, par auteur",
    "a table of the periods that were set, by who set them",
);
const SETTINGS: Words = Words::new(
    "une table de réglages et de leur état",
    "a table of settings and whether they are on",
);
const REASON: Words = Words::new(
    "un motif de suspension tel que `dispute`",
    "a reason for a hold such as `dispute`",
);
const ONE_DAY: Words = Words::new(
    "une déclaration a `on`, seul ou avec `corrects`, ou bien `strikes_out`",
    "a statement has `on`, alone or with `corrects`, or else `strikes_out`",
);
const ENDS_FIRST: Words = Words::new(
    "la fin précède le début",
    "the end comes before the beginning",
);
const TOLD_FIRST: Words = Words::new(
    "la personne a été informée avant le début de la suspension",
    "the person was told before the hold began",
);
const BOTH_RANKS: Words = Words::new(
    "`outranked` et `among_the_newest` s’excluent",
    "`outranked` and `among_the_newest` exclude each other",
);
