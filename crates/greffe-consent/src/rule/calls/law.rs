//! The law of calls to consumers as dated rows. A reform is a further row.
//!
//! Looked up on 26 November 2026: C. conso. L223-1 in the words of loi 2020-901 and of loi 2025-594 art. 13; D223-9 in the words of
//! décret 2022-1313, in force since 1 March 2023. No text that repeals or replaces D223-9 was found: L223-1 still leaves days, hours and
//! frequency to a decree, and the rows stay open.

use chrono::{DateTime, Utc, Weekday};

use crate::law::LegalDay;

/// What a call to a consumer depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Regime {
    /// The opposition list: allowed unless the number is on it.
    OppositionList,
    /// Prior consent.
    Consent,
}

/// A text from its first day until before the first day of its end.
struct Row<T> {
    since: LegalDay,
    until: Option<LegalDay>,
    value: T,
}

impl<T> Row<T> {
    fn is_in_force(&self, day: LegalDay) -> bool {
        self.since <= day && self.until.is_none_or(|until| day < until)
    }

    fn edges(&self) -> impl Iterator<Item = DateTime<Utc>> {
        let edges = [Some(self.since), self.until].into_iter().flatten();
        edges.filter_map(LegalDay::begins)
    }
}

/// C. conso. L223-1, L223-4: the list opened on 1 June 2016 and ended with its concession on 11 August 2026 (loi 2025-594 art. 13 III).
const REGIMES: &[Row<Regime>] = &[
    Row {
        since: LegalDay::new(2016, 6, 1),
        until: Some(LegalDay::new(2026, 8, 11)),
        value: Regime::OppositionList,
    },
    Row {
        since: LegalDay::new(2026, 8, 11),
        until: None,
        value: Regime::Consent,
    },
];

/// Who calls as a habit checks the list "at least once a month" (C. conso. L223-1, 1°): how many months a check serves.
pub(super) const LIST_CHECK_MONTHS: u32 = 1;

/// When and how often a consumer may be called, in the consumer's zone.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Timing {
    pub(super) days: &'static [Weekday],
    /// From an hour until before an hour, in order.
    pub(super) hours: &'static [(u32, u32)],
    /// At most so many calls, answered or not …
    pub(super) calls: usize,
    /// … in a period of so many calendar days.
    pub(super) period_days: u64,
    /// Full calendar days without a call after a refusal in a conversation.
    pub(super) refusal_days: u64,
}

/// C. conso. D223-9: the public holidays meant are those of C. trav. L3133-1.
const TIMINGS: &[Row<Timing>] = &[Row {
    since: LegalDay::new(2023, 3, 1),
    until: None,
    value: Timing {
        days: &[
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ],
        hours: &[(10, 13), (14, 20)],
        calls: 4,
        period_days: 30,
        refusal_days: 60,
    },
}];

/// The regime at an instant. Before the first one nothing is known: consent, to be cautious.
pub(super) fn regime_at(day: LegalDay) -> Regime {
    let row = REGIMES.iter().find(|row| row.is_in_force(day));
    row.map_or(Regime::Consent, |row| row.value)
}

/// The rule of time, where there is one.
pub(super) fn timing_at(day: LegalDay) -> Option<&'static Timing> {
    let row = TIMINGS.iter().find(|row| row.is_in_force(day));
    row.map(|row| &row.value)
}

/// Every rule of time.
pub(super) fn timings() -> impl Iterator<Item = &'static Timing> {
    TIMINGS.iter().map(|row| &row.value)
}

/// The instants at which a text begins or ends to apply.
pub(super) fn edges() -> impl Iterator<Item = DateTime<Utc>> {
    let regimes = REGIMES.iter().flat_map(Row::edges);
    regimes.chain(TIMINGS.iter().flat_map(Row::edges))
}
