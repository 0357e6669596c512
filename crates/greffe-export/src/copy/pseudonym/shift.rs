//! Days moved by a number that is one person's own.

use std::num::NonZeroU16;

use chrono::{Days, NaiveDate};

use crate::Value;
use crate::copy::key::Keyed;

pub(crate) struct Shift {
    keyed: Keyed,
    at_most: NonZeroU16,
}

impl Shift {
    pub(crate) const fn new(keyed: Keyed, at_most: NonZeroU16) -> Self {
        Self { keyed, at_most }
    }

    /// The moved date or instant; `None` without a person, and where the calendar ends.
    pub(crate) fn of(&self, value: &Value, person: &Value) -> Option<Value> {
        if matches!(person, Value::Null) {
            return None;
        }
        let (back, days) = self.days(person);
        match value {
            Value::Date(date) => {
                let moved: Option<NaiveDate> = if back {
                    date.checked_sub_days(days)
                } else {
                    date.checked_add_days(days)
                };
                moved.map(Value::Date)
            }
            Value::Instant(instant) => {
                let moved = if back {
                    instant.checked_sub_days(days)
                } else {
                    instant.checked_add_days(days)
                };
                moved.map(Value::Instant)
            }
            _ => None,
        }
    }

    /// Back or forth, by one day up to the most. A number is the same person in the source that keeps it as a text.
    fn days(&self, person: &Value) -> (bool, Days) {
        let mut who = Vec::new();
        match person {
            Value::Text(text) => who.extend_from_slice(text.as_bytes()),
            other => other.write_json(&mut who),
        }
        let number = self.keyed.number(&who);
        let most = u128::from(self.at_most.get());
        let days = u64::try_from((number >> 1) % most + 1).unwrap_or(1);
        (number & 1 == 1, Days::new(days))
    }
}
