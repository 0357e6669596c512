//! R14, what opened again what a person closed: on the device itself, and in the account to which it is linked.
//!
//! Looked through once a link and not once for each right, of which there may be thousands.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};

use super::history::Read;
use super::{View, order, signals, tree};
use crate::{Event, Kind, Prevailing, Scope};

/// Whether the event lifts a restriction.
pub(super) const fn lifts(kind: &Kind) -> bool {
    matches!(kind, Kind::Unrestricted { .. })
}

/// Whether it decides the grounds of an objection for the controller.
pub(super) const fn decides(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::GroundsDecided {
            prevails: Prevailing::Controller,
            ..
        }
    )
}

/// Where the purpose, and each wider one, was opened last.
pub(super) struct Reopened<'a> {
    view: View<'a>,
    /// For each of `tree::line`.
    last: Vec<Option<usize>>,
}

impl<'a> Reopened<'a> {
    /// By the events of the view that `opens` names.
    pub(super) fn by(view: View<'a>, opens: fn(&Kind) -> bool) -> Self {
        let openings: Vec<(usize, Read<'_>)> = view
            .events
            .indexed()
            .filter(|(_, event)| opens(event.kind()) && order::may_open(*event))
            .collect();
        let last_for = |id| {
            let mut back = openings.iter().rev();
            let last = back.find(|(_, event)| event.kind().purposes().includes(id));
            last.map(|(index, _)| *index)
        };
        let last = tree::line(view.rules).map(last_for).collect();
        Self { view, last }
    }

    /// Whether something that the event closed was not opened since.
    pub(super) fn leaves(&self, index: usize, closing: Read<'_>) -> bool {
        let (own, scope) = (self.view.rules.purpose.id(), closing.kind().purposes());
        let closes = |id| scope.names(id) || (*scope == Scope::All && id == own);
        let mut line = tree::line(self.view.rules).zip(&self.last);
        line.any(|(id, last)| closes(id) && last.is_none_or(|last| last < index))
    }
}

/// What an account held until a link that may have opened again what a person closed on the device.
pub(super) struct Uncertain {
    /// When a restriction was lifted last for the purpose, and when grounds were decided for the controller.
    lifted: Option<DateTime<Utc>>,
    decided: Option<DateTime<Utc>>,
    /// When the consents that strings gave may have been chosen: in order, none meets another.
    days: Vec<RangeInclusive<DateTime<Utc>>>,
}

impl Uncertain {
    /// Of events in any order.
    pub(super) fn of(view: View<'_>, account: &[Event], link: DateTime<Utc>) -> Self {
        let occurred = || account.iter().filter(|event| event.counts_from() <= link);
        let last = |opens: fn(&Kind) -> bool| {
            let openings = occurred().filter(|event| {
                opens(event.kind()) && tree::reaches(view.rules, event.kind().purposes())
            });
            openings.map(Event::counts_from).max()
        };
        let given = account
            .iter()
            .filter(|event| matches!(event.kind(), Kind::Given(_)));
        let given: BTreeSet<_> = given.map(Event::id).collect();
        let granted = occurred().filter(|event| given.contains(&event.id()));
        Self {
            lifted: last(lifts),
            decided: last(decides),
            days: united(granted.filter_map(signals::may_have_been_chosen).collect()),
        }
    }

    /// Whether something that would open a right of that kind may not have concerned it, since who lifts or decides for the account does not know of
    /// the device yet, or may have come before it.
    pub(super) fn about(&self, kind: &Kind, at: DateTime<Utc>) -> bool {
        let opened = match kind {
            Kind::Restricted { .. } => self.lifted,
            _ => self.decided,
        };
        let behind = self.days.partition_point(|day| *day.end() < at);
        opened.is_some_and(|opened| opened >= at)
            || self.days.get(behind).is_some_and(|day| day.contains(&at))
    }
}

/// The same instants in spans that do not meet.
fn united(mut spans: Vec<RangeInclusive<DateTime<Utc>>>) -> Vec<RangeInclusive<DateTime<Utc>>> {
    spans.sort_by_key(|span| *span.start());
    spans.dedup_by(|next, before| {
        let meet = next.start() <= before.end();
        if meet && next.end() > before.end() {
            *before = *before.start()..=*next.end();
        }
        meet
    });
    spans
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;

    use super::united;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    proptest! {
        #[test]
        fn united_spans_hold_the_same_instants_and_never_meet(
            spans in prop::collection::vec((0_i64..40, 0_i64..8), 0..8),
        ) {
            let spans: Vec<_> = spans.into_iter().map(|(from, long)| at(from)..=at(from + long)).collect();
            let whole = united(spans.clone());
            for second in 0..50 {
                let holds = |of: &[std::ops::RangeInclusive<_>]| of.iter().any(|span| span.contains(&at(second)));
                prop_assert_eq!(holds(&whole), holds(&spans));
            }
            prop_assert!(whole.windows(2).all(|two| two[0].end() < two[1].start()));
        }
    }
}
