//! Bytes as a row of choices.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

/// Reads choices off an input. At its end every choice is the first one, so that short inputs are simple ones.
pub(crate) struct Choices<'d>(&'d [u8]);

impl<'d> Choices<'d> {
    pub(crate) const fn new(data: &'d [u8]) -> Self {
        Self(data)
    }

    pub(crate) const fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                *first
            }
            None => 0,
        }
    }

    pub(crate) fn number(&mut self) -> u16 {
        u16::from_be_bytes([self.byte(), self.byte()])
    }

    pub(crate) fn yes(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// Half of the times, what the choice gives.
    pub(crate) fn maybe<T>(&mut self, give: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.yes().then(|| give(self))
    }

    pub(crate) fn one_of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[usize::from(self.byte()) % all.len()]
    }

    /// A day between 1940 and 2119.
    pub(crate) fn day(&mut self) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(1940, 1, 1).expect("a date");
        first + Days::new(u64::from(self.number()))
    }

    /// A day within two weeks after another: boundaries are met only by what is close.
    pub(crate) fn day_near(&mut self, day: NaiveDate) -> NaiveDate {
        day + Days::new(u64::from(self.byte() % 15))
    }

    /// An instant of such a day, to the minute.
    pub(crate) fn instant(&mut self) -> DateTime<Utc> {
        let minutes = TimeDelta::minutes(i64::from(self.number()) % 1440);
        self.day().and_time(chrono::NaiveTime::MIN).and_utc() + minutes
    }
}
