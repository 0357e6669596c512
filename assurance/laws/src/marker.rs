//! A secret put into an input, which no message may repeat.

/// Stands for a personal value. No message of any crate contains it by itself.
pub(crate) const MARKER: &str = "Zq7xMarker9Jw";

/// The text with the marker in it, at a place that the text's own first byte chooses.
pub(crate) fn marked(text: &str) -> String {
    with(MARKER, text)
}

/// The same with an e-mail address around the marker: for files in which a plain word may be the `ref` of an item, which a place repeats.
pub(crate) fn marked_with_an_address(text: &str) -> String {
    with(&format!("{MARKER}@example.org"), text)
}

fn with(marker: &str, text: &str) -> String {
    // A fuzzer finds the marker out, and a plain word may stand in a place.
    let text = text.replace(MARKER, "");
    let at = usize::from(text.as_bytes().first().copied().unwrap_or(0)) * text.len() / 256;
    let at = (at..=text.len()).find(|at| text.is_char_boundary(*at));
    let mut marked = text;
    marked.insert_str(at.unwrap_or(0), marker);
    marked
}

/// Asserts that an error, and what it shows in either form, does not repeat the marker.
pub(crate) fn assert_silent(error: &(impl std::fmt::Debug + std::fmt::Display)) {
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(
            !shown.contains(MARKER),
            "an error repeats its input: {shown}"
        );
    }
}
