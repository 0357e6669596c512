//! Contradictions between the parts of a rule, each of which is well formed.

use greffe_document::{Faults, Node, Words};

use super::{Anchor, Condition, Fate, Length, Limit, Rule, Stage, bounds};
use crate::Event;

/// Notes what contradicts itself. `node` is the rule's table, for the places.
pub(super) fn rule(rule: &Rule, node: &Node, faults: &mut Faults) {
    let places: Vec<&Node> = match node.child("stages").and_then(Node::items) {
        Some(items) => items.iter().collect(),
        None => vec![node],
    };
    let last = rule.stages.len().saturating_sub(1);
    for (index, (stage, place)) in rule.stages.iter().zip(places).enumerate() {
        self::stage(stage, place, faults);
        order(stage, index == last, last == 0, place, faults);
    }
    if let Some((within, Some(anchor))) = rule.maximum() {
        for stage in &rule.stages {
            if stage.after() == Some(anchor) {
                window(stage, within, node, faults);
            }
        }
    }
    let counts_contact = rule.stages.iter().flat_map(Stage::events);
    let counts_contact = counts_contact.into_iter().any(|e| *e == Event::LastContact);
    if counts_contact && rule.contact.is_empty() {
        note(node, "contact", CONTACT_UNSAID, faults);
    }
    if !counts_contact && !rule.contact.is_empty() {
        note(node, "contact", CONTACT_UNUSED, faults);
    }
    let mut names = rule.backups.iter().map(|(name, _)| name);
    while let Some(name) = names.next() {
        if names.clone().any(|other| other == name) {
            note(node, "backups", TWICE, faults);
        }
    }
}

fn stage(stage: &Stage, node: &Node, faults: &mut Faults) {
    match &stage.limit {
        Limit::Keep(Length::Fixed(_) | Length::Set(_)) | Limit::Within(_) => {
            if stage.after.is_none() {
                let _: Option<()> = faults.missing(node, "after");
            }
        }
        Limit::Keep(Length::Unstated) => {}
        Limit::Keep(Length::Session) | Limit::Until(_) | Limit::Latest { .. } => {
            if stage.after.is_some() {
                note(node, "after", AFTER_UNUSED, faults);
            }
        }
    }
    if let Limit::Until(condition) = &stage.limit {
        if condition.may_vanish() {
            note(node, "until", MAY_VANISH, faults);
        }
        if condition_twice(condition) {
            note(node, "until", TWICE, faults);
        }
    }
    if stage.after.as_ref().is_some_and(anchor_twice) {
        note(node, "after", TWICE, faults);
    }
    if let Some(ceiling) = stage.ceiling() {
        let anchor = ceiling.after();
        if anchor.is_some_and(anchor_twice) {
            note(node, "within", TWICE, faults);
        }
        if anchor.is_none() && stage.after.is_none() {
            note(node, "within", WITHIN_OF_WHAT, faults);
        }
    }
    if let Fate::MoveTo { keep, .. } = &stage.then
        && **keep == Length::Session
    {
        note(node, "then", NO_SESSION_THERE, faults);
    }
}

/// A minimum and a maximum on one anchor: some day must lie between them, whatever day the anchor is.
fn window(stage: &Stage, within: greffe_calendar::Period, node: &Node, faults: &mut Faults) {
    let kept = match &stage.limit {
        Limit::Keep(Length::Fixed(period)) => *period,
        Limit::Keep(Length::Set(set)) => match set.max() {
            Some(max) => max,
            None => return note(node, "keep", MAX_NEEDED, faults),
        },
        _ => return,
    };
    if !bounds::ends_before(kept, within) {
        note(node, "within", EMPTY_WINDOW, faults);
    }
}

fn order(stage: &Stage, is_last: bool, is_only: bool, node: &Node, faults: &mut Faults) {
    match (is_last, &stage.then) {
        (true, Fate::Archive) => note(node, "then", ARCHIVE_LAST, faults),
        (false, Fate::Archive) | (true, _) => {}
        (false, _) => note(node, "then", ARCHIVE_MISSING, faults),
    }
    match &stage.limit {
        Limit::Within(_) if !is_last => note(node, "within", WITHIN_LAST, faults),
        _ if stage.ceiling.is_some() && !is_last => note(node, "within", WITHIN_LAST, faults),
        Limit::Latest { .. } if !is_only => note(node, "latest", LATEST_ALONE, faults),
        _ => {}
    }
}

fn anchor_twice(anchor: &Anchor) -> bool {
    match anchor {
        Anchor::Event { .. } | Anchor::Close { .. } => false,
        Anchor::Latest(of) | Anchor::Earliest(of) => repeats(of) || of.iter().any(anchor_twice),
    }
}

fn condition_twice(condition: &Condition) -> bool {
    match condition {
        Condition::Event(_) => false,
        Condition::All(of) | Condition::Any(of) => repeats(of) || of.iter().any(condition_twice),
        Condition::IfOpened { then, .. } => condition_twice(then),
    }
}

fn repeats<T: PartialEq>(list: &[T]) -> bool {
    let mut rest = list.iter();
    while let Some(item) = rest.next() {
        if rest.clone().any(|other| other == item) {
            return true;
        }
    }
    false
}

fn note(table: &Node, key: &str, why: Words, faults: &mut Faults) {
    let _: Option<()> = faults.contradiction(table.child(key).unwrap_or(table), why);
}

const CONTACT_UNSAID: Words = Words::new(
    "`contact` doit dire quels événements valent contact",
    "`contact` must say which events count as contact",
);
const CONTACT_UNUSED: Words = Words::new(
    "`contact` ne sert que si la règle compte le dernier contact",
    "`contact` has no use unless the rule counts the last contact",
);
const AFTER_UNUSED: Words = Words::new(
    "`after` ne va qu’avec `keep` ou `within`",
    "`after` goes with `keep` or `within` only",
);
const MAY_VANISH: Words = Words::new(
    "si rien n’est ouvert, il ne reste rien à attendre",
    "if nothing was opened, nothing is left to wait for",
);
const TWICE: Words = Words::new(
    "la même chose figure deux fois",
    "the same thing stands twice",
);
const NO_SESSION_THERE: Words = Words::new(
    "un autre stockage n’a pas de session",
    "another storage has no session",
);
const ARCHIVE_LAST: Words = Words::new(
    "aucune étape ne suit l’archivage",
    "no stage follows the archive",
);
const ARCHIVE_MISSING: Words = Words::new(
    "une étape que d’autres suivent finit par `then = \"archive\"`",
    "a stage that others follow ends with `then = \"archive\"`",
);
const WITHIN_LAST: Words = Words::new(
    "`within` n’a de sens que dans la dernière étape",
    "`within` makes sense in the last stage only",
);
const WITHIN_OF_WHAT: Words = Words::new(
    "dire de quoi court ce délai\u{a0}: within = { period = \"P3M\", after = \"…\" }",
    "say what this period runs from: within = { period = \"P3M\", after = \"…\" }",
);
const EMPTY_WINDOW: Words = Words::new(
    "le délai pour effacer finit avant la durée de conservation, ou avec elle\u{a0}: il ne reste aucun jour pour effacer",
    "what must be gone within this period is still to be kept then: no day is left to dispose of it",
);
const MAX_NEEDED: Words = Words::new(
    "à côté de `within`, une durée fixée par un tiers a besoin de `max`",
    "beside `within`, a period that somebody sets needs `max`",
);
const LATEST_ALONE: Words = Words::new(
    "`latest` n’a de sens que dans une règle d’une seule étape",
    "`latest` makes sense only in a rule of one stage",
);
