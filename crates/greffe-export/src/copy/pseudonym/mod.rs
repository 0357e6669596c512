//! From a value to what stands for it.

mod iban;
mod permutation;
mod phone;
mod shift;

use std::num::NonZeroU64;

use crate::{Decimal, Record, Value};

use super::key::{CopyKey, Keyed};
use super::treatment::Treatment;
use permutation::Permutation;
use shift::Shift;

/// What became of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It was treated as the treatment says, or there was none.
    Treated,
    /// It is not of the form that the treatment is for: it became a plain token.
    Formless,
    /// Nothing could stand for it: it became null.
    Withheld,
}

/// A treatment with its key, ready for the values of a field.
pub(crate) enum Pseudonym {
    Token {
        texts: Keyed,
        numbers: Permutation,
    },
    Email(Keyed),
    Phone {
        keyed: Keyed,
        national: &'static str,
    },
    Iban(Keyed),
    Shifted {
        person: usize,
        shift: Shift,
    },
    Bucketed(NonZeroU64),
    Kept,
    Removed,
    Filled,
}

impl Pseudonym {
    /// `place_of` says where in a record a field is; `None` if the treatment needs a field that is not there.
    pub(crate) fn new(
        treatment: &Treatment,
        key: &CopyKey,
        place_of: impl Fn(&str) -> Option<usize>,
    ) -> Option<Self> {
        Some(match treatment {
            Treatment::Token { domain } => Self::Token {
                texts: key.keyed("token", domain),
                numbers: Permutation::new(key.keyed("number", domain)),
            },
            Treatment::Email { domain } => Self::Email(key.keyed("email", domain)),
            Treatment::Phone { domain, national } => Self::Phone {
                keyed: key.keyed("phone", domain),
                national,
            },
            Treatment::Iban { domain } => Self::Iban(key.keyed("iban", domain)),
            Treatment::Shifted { person, at_most } => Self::Shifted {
                person: place_of(person)?,
                // One domain for all sources: everything about a person moves together.
                shift: Shift::new(key.keyed("shift", ""), *at_most),
            },
            Treatment::Bucketed { width } => Self::Bucketed(*width),
            Treatment::Kept { .. } => Self::Kept,
            Treatment::Removed => Self::Removed,
            Treatment::Filled => Self::Filled,
        })
    }

    /// What stands for a value of that record.
    pub(crate) fn of(&self, value: &Value, record: &Record) -> (Value, Fate) {
        match (self, value) {
            (Self::Removed, _) | (_, Value::Null) => (Value::Null, Fate::Treated),
            (Self::Kept, value) => (value.clone(), Fate::Treated),
            (Self::Shifted { person, shift }, value) => {
                let moved = record.get(*person).and_then(|who| shift.of(value, who));
                moved.map_or((Value::Null, Fate::Withheld), |moved| {
                    (moved, Fate::Treated)
                })
            }
            (Self::Bucketed(width), value) => bucket(value, *width)
                .map_or((Value::Null, Fate::Withheld), |low| (low, Fate::Treated)),
            (_, Value::List(items)) => {
                let treated = items.iter().map(|item| self.of(item, record));
                let (items, fates): (Vec<_>, Vec<_>) = treated.unzip();
                let worst = fates.into_iter().find(|fate| *fate != Fate::Treated);
                (Value::List(items), worst.unwrap_or(Fate::Treated))
            }
            (Self::Token { numbers, .. }, Value::Integer(number)) => {
                (Value::Integer(numbers.of(*number)), Fate::Treated)
            }
            (_, Value::Text(text)) => self.text(text),
            // An item of a list that is no text: nothing of it may pass.
            _ => (Value::Null, Fate::Withheld),
        }
    }

    fn text(&self, text: &str) -> (Value, Fate) {
        let token = |keyed: &Keyed, fate| (Value::Text(keyed.text(text.as_bytes())), fate);
        let formed = |keyed: &Keyed, formed: Option<String>| match formed {
            Some(text) => (Value::Text(text), Fate::Treated),
            None => token(keyed, Fate::Formless),
        };
        match self {
            Self::Token { texts, .. } => token(texts, Fate::Treated),
            Self::Email(keyed) => formed(
                keyed,
                is_address(text)
                    .then(|| format!("{}@pseudonym.invalid", keyed.text(text.as_bytes()))),
            ),
            Self::Phone { keyed, national } => formed(keyed, phone::of(keyed, text, national)),
            Self::Iban(keyed) => formed(keyed, iban::of(keyed, text)),
            Self::Filled => (Value::Text("x".repeat(text.chars().count())), Fate::Treated),
            _ => (Value::Null, Fate::Withheld),
        }
    }
}

/// Whether code would take it for an address: something, one `@`, something with a point.
fn is_address(text: &str) -> bool {
    let parts = text.trim().split_once('@');
    parts
        .is_some_and(|(local, host)| !local.is_empty() && host.contains('.') && !host.contains('@'))
}

/// The lower end of the band, towards minus infinity.
fn bucket(value: &Value, width: NonZeroU64) -> Option<Value> {
    let low = |number: i128| {
        let width = i128::from(width.get());
        number.div_euclid(width).checked_mul(width)
    };
    match value {
        Value::Integer(number) => {
            let low = low(i128::from(*number))?;
            // A band may begin below the smallest number there is.
            Some(Value::Integer(i64::try_from(low).unwrap_or(i64::MIN)))
        }
        Value::Decimal(number) => {
            let low = low(floor(number)?)?;
            Some(Value::Decimal(low.to_string().parse().ok()?))
        }
        _ => None,
    }
}

/// The whole number at or below; `None` for more digits than fit.
pub(crate) fn floor(number: &Decimal) -> Option<i128> {
    let text = number.as_str();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let truncated: i128 = whole.parse().ok()?;
    let below = text.starts_with('-') && fraction.bytes().any(|digit| digit != b'0');
    truncated.checked_sub(i128::from(below))
}
