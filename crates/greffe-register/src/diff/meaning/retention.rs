//! Retention rules.

use std::cmp::Ordering;

use greffe_retention::{Event, Length, Limit, Rule, SetLength, Stage};
use greffe_terms::{Lang, Text};

use super::{Found, Presence};
use crate::diff::length::{both, of_periods};
use crate::diff::{Change, Kind, kind, words};

/// A rule that comes, goes or changes: how long the data are kept, what becomes of them, and what stands beside.
pub(super) fn retention(found: &Found<'_, '_>, changes: &mut Vec<Change>) {
    if found.presence() == Presence::Absent {
        return;
    }
    let [before, after] = found.sides.map(|side| words::rule(side?));
    let is_stated = |rule: &Option<Rule>| rule.as_ref().is_some_and(|rule| !rule.is_unstated());
    match (is_stated(&before), is_stated(&after)) {
        (false, true) => return changes.push(found.change(kind::RETENTION_STATED)),
        (true, false) => return changes.push(found.change(kind::RETENTION_NO_LONGER_STATED)),
        _ => {}
    }
    let (Some(before), Some(after)) = (before, after) else {
        return;
    };
    let first = changes.len();
    let mut push = |kind: &'static Kind| changes.push(found.change(kind));
    match compared(&before, &after) {
        Some(Ordering::Greater) => push(kind::RETENTION_LONGER),
        Some(Ordering::Less) => push(kind::RETENTION_SHORTER),
        Some(Ordering::Equal) => {}
        None => push(kind::RETENTION_NOT_COMPARABLE),
    }
    if before.fate() != after.fate() {
        push(kind::FATE_CHANGED);
    }
    match copies(&before, &after) {
        Some(Ordering::Greater) => push(kind::COPIES_KEPT_LONGER),
        Some(Ordering::Less) => push(kind::COPIES_KEPT_SHORTER),
        Some(Ordering::Equal) => {}
        None => push(kind::COPIES_CHANGED),
    }
    if !readers(&before).eq(readers(&after)) {
        push(kind::READERS_CHANGED);
    }
    if before.law() != after.law() {
        let mut change = found.change(kind::RETENTION_LAW_CHANGED);
        change.before = cited(&before);
        change.after = cited(&after);
        changes.push(change);
    }
    // What is left: remarks, and a storage detail.
    if changes.len() == first || remarks(&before) != remarks(&after) {
        changes.push(found.change(kind::RETENTION_TERMS_CHANGED));
    }
}

fn cited(rule: &Rule) -> Option<Text> {
    let [fr, en] = Lang::ALL.map(|lang| {
        let law: Vec<_> = rule.law().iter().map(|law| law.label(lang)).collect();
        (!law.is_empty()).then(|| law.join(", "))
    });
    Text::new(fr, en)
}

fn remarks(rule: &Rule) -> (bool, bool, Option<&Text>) {
    (rule.is_rolling(), rule.stores_anchor(), rule.note())
}

fn readers(rule: &Rule) -> impl Iterator<Item = &[Text]> {
    rule.stages().iter().map(Stage::readers)
}

/// Whether `after` keeps longer than `before`, whatever the record; `None` where that depends on the record.
fn compared(before: &Rule, after: &Rule) -> Option<Ordering> {
    if before.stages().len() != after.stages().len() {
        return None;
    }
    let mut found = match (before.is_extensible(), after.is_extensible()) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        _ => Ordering::Equal,
    };
    found = both(found, contacts(before.contact(), after.contact())?)?;
    let stages = before.stages().iter().zip(after.stages());
    for (before, after) in stages {
        found = both(found, stage(before, after)?)?;
    }
    Some(found)
}

/// The more events count as contact, the later the last one.
fn contacts(before: &[Event], after: &[Event]) -> Option<Ordering> {
    let [fewer, more] = [(before, after), (after, before)]
        .map(|(these, those)| these.iter().all(|event| those.contains(event)));
    match (fewer, more) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Greater),
        (false, true) => Some(Ordering::Less),
        (false, false) => None,
    }
}

fn stage(before: &Stage, after: &Stage) -> Option<Ordering> {
    if before.after() != after.after()
        || before.when() != after.when()
        || before.effect() != after.effect()
    {
        return None;
    }
    let limit = match (before.limit(), after.limit()) {
        (Limit::Keep(before), Limit::Keep(after)) => kept(before, after)?,
        (Limit::Within(before), Limit::Within(after)) => of_periods(*before, *after)?,
        (
            Limit::Latest { count: before, per },
            Limit::Latest {
                count: after,
                per: by,
            },
        ) if per == by => after.cmp(before),
        (before, after) => (before == after).then_some(Ordering::Equal)?,
    };
    let ceiling = match (before.ceiling(), after.ceiling()) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(before), Some(after)) if before.after() == after.after() => {
            of_periods(before.within(), after.within())?
        }
        (Some(_), Some(_)) => return None,
    };
    both(limit, ceiling)
}

fn kept(before: &Length, after: &Length) -> Option<Ordering> {
    match (before, after) {
        (Length::Fixed(before), Length::Fixed(after)) => of_periods(*before, *after),
        (Length::Set(before), Length::Set(after)) => set(before, after),
        (before, after) => (before == after).then_some(Ordering::Equal),
    }
}

/// A length that somebody else sets: by its default, and by its bounds where both have them.
fn set(before: &SetLength, after: &SetLength) -> Option<Ordering> {
    if before.set_by() != after.set_by() {
        return None;
    }
    let bound = |before, after, opened| match (before, after) {
        (None, None) => Some(Ordering::Equal),
        (Some(before), Some(after)) => of_periods(before, after),
        // Without an upper bound more is allowed; without a lower one, less.
        (Some(_), None) => Some(opened),
        (None, Some(_)) => Some(Ordering::reverse(opened)),
    };
    let default = of_periods(before.default_period(), after.default_period())?;
    let max = bound(before.max(), after.max(), Ordering::Greater)?;
    let min = bound(before.min(), after.min(), Ordering::Less)?;
    both(both(default, max)?, min)
}

/// Copies in backups, where both rules name the same series.
fn copies(before: &Rule, after: &Rule) -> Option<Ordering> {
    let [before, after] = [before, after].map(|rule| {
        let mut series: Vec<_> = rule.backups().collect();
        series.sort_unstable_by_key(|(name, _)| *name);
        series
    });
    if !before
        .iter()
        .map(|(name, _)| name)
        .eq(after.iter().map(|(name, _)| name))
    {
        return None;
    }
    let mut found = Ordering::Equal;
    for ((_, before), (_, after)) in before.iter().zip(&after) {
        found = both(found, of_periods(*before, *after)?)?;
    }
    Some(found)
}
