//! Reading with serde without its own messages, which repeat what they did not expect: a number where a text belongs may be somebody's.
//!
//! ```
//! use greffe_terms::{LegalBasis, quiet};
//!
//! let mut json = serde_json::Deserializer::from_str("33612345678");
//! let error = quiet::parse::<LegalBasis, _>(&mut json, "a legal basis").unwrap_err();
//! assert_eq!(error.to_string(), "not a legal basis at line 1 column 11");
//! ```

use std::fmt::{self, Display, Formatter};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Reads a text and parses it. `what` is what belongs there, such as "a legal basis".
///
/// # Errors
/// What is wrong with the text, in the words of its type; where something else than a text stands there, that it is not `what`. Neither
/// repeats the input.
pub fn parse<'de, T, D>(deserializer: D, what: &'static str) -> Result<T, D::Error>
where
    T: FromStr,
    T::Err: Display,
    D: Deserializer<'de>,
{
    let word = Word {
        what,
        of: PhantomData,
    };
    // Asked for a text, a reader refuses a number by itself and repeats it; asked for anything, it asks the visitor.
    if deserializer.is_human_readable() {
        deserializer.deserialize_any(word)
    } else {
        deserializer.deserialize_str(word)
    }
}

/// Reads a value with a reader that serde derived, such as `Form::deserialize` for a struct that only names the fields.
///
/// # Errors
/// That it is not `what`, whatever is wrong with it.
pub fn read<'de, T, D>(
    deserializer: D,
    what: &'static str,
    read: impl FnOnce(D) -> Result<T, D::Error>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    read(deserializer).map_err(|_| refused(what))
}

fn refused<E: Error>(what: &'static str) -> E {
    E::custom(format_args!("not {what}"))
}

struct Word<T> {
    what: &'static str,
    of: PhantomData<fn() -> T>,
}

macro_rules! refuse {
    ($($visit:ident: $type:ty),+) => {
        $(fn $visit<E: Error>(self, _: $type) -> Result<T, E> { Err(refused(self.what)) })+
    };
}

impl<'de, T: FromStr<Err: Display>> Visitor<'de> for Word<T> {
    type Value = T;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    refuse!(
        visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128,
        visit_f64: f64, visit_char: char, visit_bytes: &[u8]
    );
}
