//! Reads a rule out of a document: the one documented form.

use greffe_calendar::Period;
use greffe_document::{Document, Faults, Node, TableReader, Words};
use greffe_terms::{Citation, Text};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::{
    Absence, Anchor, Close, Condition, Effect, Fate, Length, Limit, Rule, SetLength, Stage, bounds,
    check,
};
use crate::{Event, RuleError};

impl Rule {
    /// Reads a rule; what is wrong is noted in `faults`, and then there is no rule.
    pub fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        let before = faults.len();
        let mut table = TableReader::open(node, faults)?;
        let stages = match table.optional("stages") {
            Some(stages) => not_empty(stages, faults)?
                .iter()
                .filter_map(|stage| {
                    let mut table = TableReader::open(stage, faults)?;
                    let read = Stage::read(&mut table, faults);
                    table.finish(faults);
                    read
                })
                .collect(),
            None => Stage::read(&mut table, faults).into_iter().collect(),
        };
        let rule = Self {
            stages,
            contact: optional_list(&mut table, "contact", faults, event),
            rolling: flag(&mut table, "rolling", faults),
            extend: table
                .optional("extend")
                .and_then(|n| one_of(n, &["on_request"], |code| *code, ON_REQUEST, faults))
                .is_some(),
            law: optional_list(&mut table, "law", faults, citation),
            backups: table
                .optional("backups")
                .and_then(|n| backups(n, faults))
                .unwrap_or_default(),
            note: table.optional("note").and_then(|n| text(n, faults)),
        };
        table.finish(faults);
        if faults.len() == before {
            check::rule(&rule, node, faults);
        }
        (faults.len() == before).then_some(rule)
    }

    pub(super) fn from_document(document: &Document) -> Result<Self, RuleError> {
        let mut faults = Faults::new();
        let rule = Self::read(document.root(), &mut faults);
        if rule.is_none() && faults.is_empty() {
            let _: Option<()> = faults.invalid(document.root(), A_RULE);
        }
        document.locate(faults)?;
        // Without faults there is a rule; the error is for the compiler.
        rule.ok_or(RuleError::NotSettable)
    }
}

/// Reads the documented form out of any format that names its own types, such as JSON.
impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        let mut faults = Faults::new();
        Self::read(&node, &mut faults).ok_or_else(|| {
            let first = faults.iter().next();
            D::Error::custom(first.map_or_else(
                || "not a retention rule".to_owned(),
                |fault| fault.message(greffe_terms::Lang::En),
            ))
        })
    }
}

impl Stage {
    fn read(table: &mut TableReader<'_>, faults: &mut Faults) -> Option<Self> {
        let limit = Limit::read(table, faults);
        let after = table.optional("after").map(|n| Anchor::read(n, faults));
        let when = table.optional("when").map(|n| name(n, faults));
        let then = table.optional("then").map(|n| Fate::read(n, faults));
        let readers = optional_list(table, "readers", faults, text);
        let effect = optional_list(table, "effect", faults, |n, faults| {
            one_of(n, &Effect::ALL, |e| e.code(), EFFECT, faults)
        });
        Some(Self {
            limit: limit?,
            // A part that is there and faulty is no part that is absent.
            after: all_or_nothing(after)?,
            when: all_or_nothing(when)?,
            then: all_or_nothing(then)?.unwrap_or_default(),
            readers,
            effect,
        })
    }
}

impl Limit {
    fn read(table: &mut TableReader<'_>, faults: &mut Faults) -> Option<Self> {
        let at = table.node();
        let keep = table.optional("keep");
        let within = table.optional("within");
        let until = table.optional("until");
        let latest = table.optional("latest");
        let per = table.optional("per");
        if let (Some(per), None) = (per, latest) {
            return faults.contradiction(per, PER_WITHOUT_LATEST);
        }
        match (keep, within, until, latest) {
            (Some(keep), None, None, None) => Length::read(keep, faults).map(Self::Keep),
            (None, Some(within), None, None) => period(within, faults).map(Self::Within),
            (None, None, Some(until), None) => Condition::read(until, faults).map(Self::Until),
            (None, None, None, Some(latest)) => {
                let count = latest.number::<u32>(faults)?;
                let Some(count) = std::num::NonZeroU32::new(count) else {
                    return faults.contradiction(latest, LATEST_ZERO);
                };
                let Some(per) = per else {
                    return faults.missing(at, "per");
                };
                let per = name(per, faults)?;
                Some(Self::Latest { count, per })
            }
            (None, None, None, None) => faults.contradiction(at, NO_LIMIT),
            _ => faults.contradiction(at, TWO_LIMITS),
        }
    }
}

impl Length {
    fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        match node.as_text() {
            Some("session") => return Some(Self::Session),
            Some("unstated") => return Some(Self::Unstated),
            Some(_) => return period(node, faults).map(Self::Fixed),
            None => {}
        }
        let mut table = TableReader::open(node, faults)?;
        let default = table
            .required("default", faults)
            .and_then(|n| period(n, faults));
        let set_by = table
            .required("set_by", faults)
            .and_then(|n| name(n, faults));
        let min = table.optional("min").map(|n| period(n, faults));
        let max = table.optional("max").map(|n| period(n, faults));
        table.finish(faults);
        let set = SetLength {
            default: default?,
            set_by: set_by?,
            min: all_or_nothing(min)?,
            max: all_or_nothing(max)?,
        };
        if let (Some(min), Some(max)) = (set.min, set.max)
            && !bounds::at_most(min, max)
        {
            return faults.contradiction(node, MIN_ABOVE_MAX);
        }
        if !set.allows(set.default) {
            return faults.contradiction(node, DEFAULT_OUT_OF_BOUNDS);
        }
        Some(Self::Set(set))
    }
}

impl Fate {
    fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        if let Some(code) = node.as_text() {
            return match code {
                "erase" => Some(Self::Erase),
                "anonymise" => Some(Self::Anonymise),
                "sort" => Some(Self::Sort),
                "reassign" => Some(Self::Reassign),
                "archive" => Some(Self::Archive),
                _ => faults.invalid(node, FATE),
            };
        }
        let mut table = TableReader::open(node, faults)?;
        let (transfer, to) = (table.optional("transfer"), table.optional("move_to"));
        let keep = table.optional("keep");
        let fate = match (transfer, to, keep) {
            (Some(transfer), None, None) => text(transfer, faults).map(Self::Transfer),
            (None, Some(to), Some(keep)) => {
                let (to, keep) = (name(to, faults), Length::read(keep, faults));
                to.zip(keep).map(|(to, keep)| Self::MoveTo { to, keep })
            }
            (None, Some(_), None) => faults.missing(node, "keep"),
            _ => faults.invalid(node, FATE),
        };
        table.finish(faults);
        fate
    }
}

impl Anchor {
    fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        if node.as_text().is_some() {
            let absent = Absence::Unknown;
            return event(node, faults).map(|event| Self::Event { event, absent });
        }
        let mut table = TableReader::open(node, faults)?;
        let several = (table.optional("latest"), table.optional("earliest"));
        let single = (table.optional("event"), table.optional("fiscal_close"));
        let absent = table.optional("absent");
        let of = table.optional("from");
        table.finish(faults);
        if let (Some(from), None) = (of, single.1) {
            return faults.contradiction(from, FROM_WITHOUT_CLOSE);
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
                let (event, absent) = (event(node, faults), absence(faults));
                Some(Self::Close {
                    event: event?,
                    absent: absent?,
                    of: of?.unwrap_or_default(),
                })
            }
            _ => faults.invalid(node, ANCHOR),
        }
    }

    fn list(node: &Node, faults: &mut Faults) -> Option<Vec<Self>> {
        let items = not_empty(node, faults)?;
        let read: Vec<_> = items.iter().map(|n| Self::read(n, faults)).collect();
        read.into_iter().collect()
    }
}

impl Condition {
    fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
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
        let read: Vec<_> = items.iter().map(|n| Self::read(n, faults)).collect();
        read.into_iter().collect()
    }
}

/// `None` for a part that is there and faulty.
fn all_or_nothing<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        Some(None) => None,
        Some(read) => Some(read),
        None => Some(None),
    }
}

fn not_empty<'n>(node: &'n Node, faults: &mut Faults) -> Option<&'n [Node]> {
    let items = node.list(faults)?;
    if items.is_empty() {
        return faults.contradiction(node, EMPTY_LIST);
    }
    Some(items)
}

fn optional_list<'n, T>(
    table: &mut TableReader<'n>,
    key: &'static str,
    faults: &mut Faults,
    read: impl FnMut(&'n Node, &mut Faults) -> Option<T>,
) -> Vec<T> {
    match table.optional(key) {
        Some(node) if not_empty(node, faults).is_some() => node.list_of(faults, read),
        _ => Vec::new(),
    }
}

fn flag(table: &mut TableReader<'_>, key: &'static str, faults: &mut Faults) -> bool {
    let node = table.optional(key);
    node.and_then(|n| n.boolean(faults)).unwrap_or(false)
}

fn one_of<T: Copy>(
    node: &Node,
    list: &[T],
    code: impl Fn(&T) -> &'static str,
    expected: Words,
    faults: &mut Faults,
) -> Option<T> {
    let written = node.text(faults)?;
    let found = list.iter().find(|item| code(item) == written).copied();
    found.or_else(|| faults.invalid(node, expected))
}

fn period(node: &Node, faults: &mut Faults) -> Option<Period> {
    let period = node.parse::<Period>(PERIOD, faults)?;
    if bounds::is_countable(period) {
        Some(period)
    } else {
        faults.invalid(node, SHORTER)
    }
}

fn event(node: &Node, faults: &mut Faults) -> Option<Event> {
    node.parse(EVENT, faults)
}

fn name(node: &Node, faults: &mut Faults) -> Option<Box<str>> {
    let name = node.parse::<greffe_terms::EventKind>(NAME, faults)?;
    Some(name.as_str().into())
}

fn citation(node: &Node, faults: &mut Faults) -> Option<Citation> {
    let text = node.text(faults)?;
    if text.trim().is_empty() {
        return faults.invalid(node, NOT_BLANK);
    }
    Some(Citation::new(text))
}

fn text(node: &Node, faults: &mut Faults) -> Option<Text> {
    if let Some(plain) = node.as_text() {
        return Some(Text::plain(plain));
    }
    let mut table = TableReader::open(node, faults)?;
    let mut part = |key| {
        let node = table.optional(key)?;
        node.text(faults).map(str::to_owned)
    };
    let (fr, en) = (part("fr"), part("en"));
    table.finish(faults);
    Text::new(fr, en).or_else(|| faults.invalid(node, NOT_BLANK))
}

fn backups(node: &Node, faults: &mut Faults) -> Option<Vec<(Box<str>, Period)>> {
    let Some(entries) = node.entries() else {
        return faults.wrong_type(node, BACKUPS);
    };
    if entries.is_empty() {
        return faults.contradiction(node, EMPTY_LIST);
    }
    let mut series = Vec::new();
    for entry in entries {
        if entry.key().parse::<greffe_terms::EventKind>().is_err() {
            return faults.invalid(entry.node(), BACKUPS);
        }
        series.push((entry.key().into(), period(entry.node(), faults)?));
    }
    Some(series)
}

const A_RULE: Words = Words::new("une règle de conservation", "a retention rule");
const ON_REQUEST: Words = Words::new("`on_request`", "`on_request`");
const NEVER: Words = Words::new("`never`", "`never`");
const EFFECT: Words = Words::new("`database` ou `files`", "`database` or `files`");
const FATE: Words = Words::new(
    "`erase`, `anonymise`, `sort`, `reassign`, `archive`, { transfer } ou { move_to, keep }",
    "`erase`, `anonymise`, `sort`, `reassign`, `archive`, { transfer } or { move_to, keep }",
);
const CLOSE: Words = Words::new(
    "`fiscal_year`, `calendar_year` ou `document`",
    "`fiscal_year`, `calendar_year` or `document`",
);
const ANCHOR: Words = Words::new(
    "un événement, ou une seule clé parmi event, fiscal_close, latest et earliest",
    "an event, or one key only of event, fiscal_close, latest and earliest",
);
const CONDITION: Words = Words::new(
    "un événement, ou all, any, ou if_opened avec then",
    "an event, or all, any, or if_opened with then",
);
const PERIOD: Words = Words::new(
    "une durée ISO 8601 telle que `P10Y`",
    "an ISO 8601 period such as `P10Y`",
);
const SHORTER: Words = Words::new(
    "une durée que le calendrier peut compter",
    "a period that the calendar can count",
);
const EVENT: Words = Words::new(
    "un événement, de 1 à 64 caractères parmi A-Z a-z 0-9 _ . -",
    "an event, 1 to 64 of A-Z a-z 0-9 _ . -",
);
const NAME: Words = Words::new(
    "un nom, de 1 à 64 caractères parmi A-Z a-z 0-9 _ . -",
    "a name, 1 to 64 of A-Z a-z 0-9 _ . -",
);
const NOT_BLANK: Words = Words::new("un texte non vide", "a text that is not blank");
const BACKUPS: Words = Words::new(
    "une table de séries de sauvegardes et de leurs durées",
    "a table of backup series and their periods",
);
const EMPTY_LIST: Words = Words::new("la liste est vide", "the list is empty");
const NO_LIMIT: Words = Words::new(
    "une étape dit keep, within, until ou latest",
    "a stage says keep, within, until or latest",
);
const TWO_LIMITS: Words = Words::new(
    "une étape n'a qu'une limite : keep, within, until ou latest",
    "a stage has one limit only: keep, within, until or latest",
);
const PER_WITHOUT_LATEST: Words = Words::new(
    "`per` ne va qu'avec `latest`",
    "`per` goes with `latest` only",
);
const LATEST_ZERO: Words = Words::new("`latest = 0` ne garde rien", "`latest = 0` keeps nothing");
const FROM_WITHOUT_CLOSE: Words = Words::new(
    "`from` ne va qu'avec `fiscal_close`",
    "`from` goes with `fiscal_close` only",
);
const MIN_ABOVE_MAX: Words = Words::new(
    "min n'est pas toujours inférieur à max : aucune durée ne convient",
    "min is not always below max: no period fits",
);
const DEFAULT_OUT_OF_BOUNDS: Words = Words::new(
    "la durée par défaut n'est pas dans les limites",
    "the default lies outside the bounds",
);
