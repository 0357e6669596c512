//! Reads a rule out of a document: the one documented form.

mod anchor;
mod parts;

use greffe_document::{Document, Faults, Node, TableReader, Words};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use self::parts::{
    all_or_nothing, backups, citation, event, flag, name, not_empty, one_of, optional_list, period,
    text,
};
use super::plain::Plain;
use super::{
    Anchor, Ceiling, Condition, Effect, Fate, Length, Limit, Rule, SetLength, Stage, bounds, check,
};
use crate::RuleError;

impl Rule {
    /// Reads a rule; what is wrong is noted in `faults`, and then there is no rule.
    pub fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        let before = faults.len();
        let mut table = TableReader::open(node, faults)?;
        let stages: Vec<Stage> = match table.optional("stages") {
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
            plain: Plain::of(&stages),
            stages,
            contact: optional_list(&mut table, "contact", faults, event),
            rolling: flag(&mut table, "rolling", faults),
            extend: table
                .optional("extend")
                .and_then(|n| one_of(n, &["on_request"], |code| *code, ON_REQUEST, faults))
                .is_some(),
            anchor_stored: flag(&mut table, "anchor_stored", faults),
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
        Ok(document.read_with(A_RULE, Self::read)?)
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
        let (limit, ceiling) = read_limit(table, faults);
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
            ceiling: all_or_nothing(ceiling)?,
            when: all_or_nothing(when)?,
            then: all_or_nothing(then)?.unwrap_or_default(),
            readers,
            effect,
        })
    }
}

/// What keeps the record, and the day by which it must be gone all the same.
fn read_limit(
    table: &mut TableReader<'_>,
    faults: &mut Faults,
) -> (Option<Limit>, Option<Option<Box<Ceiling>>>) {
    let at = table.node();
    let keep = table.optional("keep");
    let within = table.optional("within");
    let until = table.optional("until");
    let latest = table.optional("latest");
    let per = table.optional("per");
    if let (Some(per), None) = (per, latest) {
        return (faults.contradiction(per, PER_WITHOUT_LATEST), None);
    }
    let limit = match (keep, until, latest, within) {
        (Some(keep), None, None, _) => Length::read(keep, faults).map(Limit::Keep),
        (None, Some(until), None, _) => Condition::read(until, faults).map(Limit::Until),
        (None, None, None, Some(within)) => {
            return (period(within, faults).map(Limit::Within), None);
        }
        (None, None, Some(latest), None) => {
            return (Limit::read_latest(latest, per, at, faults), None);
        }
        (None, None, None, None) => return (faults.contradiction(at, NO_LIMIT), None),
        _ => return (faults.contradiction(at, TWO_LIMITS), None),
    };
    let ceiling = within.map(|node| Ceiling::read(node, faults).map(Box::new));
    (limit, ceiling)
}

impl Limit {
    fn read_latest(
        latest: &Node,
        per: Option<&Node>,
        at: &Node,
        faults: &mut Faults,
    ) -> Option<Self> {
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
}

impl Ceiling {
    fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        if node.as_text().is_some() {
            let after = None;
            return period(node, faults).map(|within| Self { within, after });
        }
        let mut table = TableReader::open(node, faults)?;
        let within = table
            .required("period", faults)
            .and_then(|n| period(n, faults));
        let after = table
            .required("after", faults)
            .and_then(|n| Anchor::read(n, faults));
        table.finish(faults);
        within.zip(after).map(|(within, after)| Self {
            within,
            after: Some(after),
        })
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
        Some(Self::Set(Box::new(set)))
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
            (Some(transfer), None, None) => {
                text(transfer, faults).map(|to| Self::Transfer(Box::new(to)))
            }
            (None, Some(to), Some(keep)) => {
                let (to, keep) = (name(to, faults), Length::read(keep, faults));
                to.zip(keep.map(Box::new))
                    .map(|(to, keep)| Self::MoveTo { to, keep })
            }
            (None, Some(_), None) => faults.missing(node, "keep"),
            _ => faults.invalid(node, FATE),
        };
        table.finish(faults);
        fate
    }
}

const A_RULE: Words = Words::new("une règle de conservation", "a retention rule");
const ON_REQUEST: Words = Words::new("`on_request`", "`on_request`");
const EFFECT: Words = Words::new("`database` ou `files`", "`database` or `files`");
const FATE: Words = Words::new(
    "`erase`, `anonymise`, `sort`, `reassign`, `archive`, { transfer } ou { move_to, keep }",
    "`erase`, `anonymise`, `sort`, `reassign`, `archive`, { transfer } or { move_to, keep }",
);
const NO_LIMIT: Words = Words::new(
    "une étape dit keep, until, within ou latest",
    "a stage says keep, until, within or latest",
);
const TWO_LIMITS: Words = Words::new(
    "une étape n’a qu’une limite\u{a0}: keep, until ou latest\u{a0}; within s’ajoute à keep ou à until",
    "a stage has one limit only: keep, until or latest; within may stand with keep or until",
);
const PER_WITHOUT_LATEST: Words = Words::new(
    "`per` ne va qu’avec `latest`",
    "`per` goes with `latest` only",
);
const LATEST_ZERO: Words = Words::new("`latest = 0` ne garde rien", "`latest = 0` keeps nothing");
const MIN_ABOVE_MAX: Words = Words::new(
    "min n’est pas toujours inférieur à max\u{a0}: aucune durée ne convient",
    "min is not always below max: no period fits",
);
const DEFAULT_OUT_OF_BOUNDS: Words = Words::new(
    "la durée par défaut n’est pas dans les limites",
    "the default lies outside the bounds",
);
