//! Reads what a period runs from and what data are kept until.

use greffe_document::{Faults, Node, TableReader, Words};

use super::parts::{all_or_nothing, event, not_empty, one_of};
use crate::rule::{Absence, Anchor, Close, Condition, Unit};

impl Anchor {
    pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        if node.as_text().is_some() {
            let absent = Absence::Unknown;
            return event(node, faults).map(|event| Self::Event { event, absent });
        }
        let mut table = TableReader::open(node, faults)?;
        let several = (table.optional("latest"), table.optional("earliest"));
        let single = (table.optional("event"), table.optional("fiscal_close"));
        let absent = table.optional("absent");
        let of = table.optional("from");
        let unit = table.optional("unit");
        table.finish(faults);
        if let (Some(from), None) = (of, single.1) {
            return faults.contradiction(from, FROM_WITHOUT_CLOSE);
        }
        if let (Some(unit), None) = (unit, single.1) {
            return faults.contradiction(unit, UNIT_WITHOUT_CLOSE);
        }
        let absence = |faults: &mut Faults| match absent {
            Some(node) => one_of(node, &["never"], |c| *c, NEVER, faults).map(|_| Absence::Never),
            None => Some(Absence::Unknown),
        };
        match (several, single, absent) {
            ((Some(list), None), (None, None), None) => Self::list(list, faults).map(Self::Latest),
            ((None, Some(list)), (None, None), None) => {
                Self::list(list, faults).map(Self::Earliest)
            }
            ((None, None), (Some(node), None), _) => {
                let (event, absent) = (event(node, faults), absence(faults));
                event
                    .zip(absent)
                    .map(|(event, absent)| Self::Event { event, absent })
            }
            ((None, None), (None, Some(node)), _) => {
                let of = of.map(|n| one_of(n, &Close::ALL, |c| c.code(), CLOSE, faults));
                let of = all_or_nothing(of);
                let unit = unit.map(|n| one_of(n, &Unit::ALL, |u| u.code(), UNIT, faults));
                let unit = all_or_nothing(unit);
                let (event, absent) = (event(node, faults), absence(faults));
                Some(Self::Close {
                    event: event?,
                    absent: absent?,
                    of: of?.unwrap_or_default(),
                    unit: unit?.unwrap_or_default(),
                })
            }
            _ => faults.invalid(node, ANCHOR),
        }
    }

    fn list(node: &Node, faults: &mut Faults) -> Option<Vec<Self>> {
        let items = not_empty(node, faults)?;
        if depth(node) > DEEPEST {
            return faults.contradiction(node, TOO_DEEP);
        }
        let read: Vec<_> = items.iter().map(|n| Self::read(n, faults)).collect();
        read.into_iter().collect()
    }
}

impl Condition {
    pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        if node.as_text().is_some() {
            return event(node, faults).map(Self::Event);
        }
        let mut table = TableReader::open(node, faults)?;
        let (all, any) = (table.optional("all"), table.optional("any"));
        let (opened, then) = (table.optional("if_opened"), table.optional("then"));
        table.finish(faults);
        match (all, any, opened, then) {
            (Some(list), None, None, None) => Self::list(list, faults).map(Self::All),
            (None, Some(list), None, None) => Self::list(list, faults).map(Self::Any),
            (None, None, Some(opened), Some(then)) => {
                let (opened, then) = (event(opened, faults), Self::read(then, faults));
                opened.zip(then).map(|(opened, then)| Self::IfOpened {
                    opened,
                    then: Box::new(then),
                })
            }
            _ => faults.invalid(node, CONDITION),
        }
    }

    fn list(node: &Node, faults: &mut Faults) -> Option<Vec<Self>> {
        let items = not_empty(node, faults)?;
        if depth(node) > DEEPEST {
            return faults.contradiction(node, TOO_DEEP);
        }
        let read: Vec<_> = items.iter().map(|n| Self::read(n, faults)).collect();
        read.into_iter().collect()
    }
}

const NEVER: Words = Words::new("`never`", "`never`");
const CLOSE: Words = Words::new(
    "`fiscal_year`, `calendar_year` ou `document`",
    "`fiscal_year`, `calendar_year` or `document`",
);
const UNIT: Words = Words::new("`file` ou `document`", "`file` or `document`");
const UNIT_WITHOUT_CLOSE: Words = Words::new(
    "`unit` ne va qu’avec `fiscal_close`",
    "`unit` goes with `fiscal_close` only",
);
const ANCHOR: Words = Words::new(
    "un événement, ou une seule clé parmi event, fiscal_close, latest et earliest",
    "an event, or one key only of event, fiscal_close, latest and earliest",
);
const CONDITION: Words = Words::new(
    "un événement, ou all, any, ou if_opened avec then",
    "an event, or all, any, or if_opened with then",
);
const FROM_WITHOUT_CLOSE: Words = Words::new(
    "`from` ne va qu’avec `fiscal_close`",
    "`from` goes with `fiscal_close` only",
);

/// How deep lists and tables stand in one another.
fn depth(node: &Node) -> usize {
    let inner = node.items().unwrap_or_default().iter();
    let tables = node.entries().unwrap_or_default().iter();
    let inner = inner.chain(tables.map(greffe_document::Entry::node));
    inner.map(depth).max().map_or(0, |deepest| deepest + 1)
}

/// A list in a table in a list and so on: four combinations in one another are more than anybody can promise, and the test that a cutoff makes of them
/// doubles with each.
const DEEPEST: usize = 12;
const TOO_DEEP: Words = Words::new(
    "trop de combinaisons l’une dans l’autre",
    "too many combinations in one another",
);
