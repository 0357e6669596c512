//! Reading whole files with serde without its own messages, which repeat what they did not expect. Their parts use [`greffe_terms::quiet`]; here
//! what is wrong with the format itself is still told, with its place.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize as _, Deserializer};
use serde_json::Value;

/// Reads a value out of any format that names its own types; where it is another one, the error is `what` and nothing of the input.
pub(crate) fn read<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
    what: &'static str,
) -> Result<T, D::Error> {
    read_with(deserializer, what, serde_json::from_value)
}

/// The same with the reader of a remote form: a struct that only names the fields.
pub(crate) fn read_with<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    what: &'static str,
    read: impl FnOnce(Value) -> Result<T, serde_json::Error>,
) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    read(value).map_err(|_| D::Error::custom(what))
}
