//! Reading with serde without its own messages, which repeat what they did not expect.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize as _, Deserializer};

/// Reads a value out of any format that names its own types; where it is another one, the error is `what` and nothing of the input.
pub(crate) fn read<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
    what: &'static str,
) -> Result<T, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    serde_json::from_value(value).map_err(|_| D::Error::custom(what))
}
