//! JSON as a file: the same content has the same bytes.

use serde_json::Value as Json;

/// Indented, with sorted keys and a line feed at the end: whether another crate switched on `preserve_order` must not change the bytes.
pub(crate) fn pretty(mut json: Json) -> String {
    json.sort_all_objects();
    format!("{json:#}\n")
}
