//! The tree of TOML and JSON.

use greffe::document::{Document, DocumentError, Limits, Node, Value};

use crate::marker::{assert_silent, marked};

/// More nodes than this are not visited one by one: a place is found by walking down from the root.
const VISITED: usize = 400;

/// TOML that is read lies within the limits, and every place within the text; what is refused is not repeated.
pub fn document_toml(data: &[u8]) {
    let limits = tight(data);
    if let Ok(document) = Document::from_toml_bytes(data, limits) {
        assert!(data.len() <= limits.bytes);
        assert!(
            nodes(document.root()).len() <= limits.values,
            "more values than the limit"
        );
    }
    let Ok(text) = std::str::from_utf8(data) else {
        assert!(matches!(
            Document::from_toml_bytes(data, Limits::default()),
            Err(DocumentError::NotUtf8 { .. })
        ));
        return;
    };
    silent(Document::from_toml(&marked(text)));
    let Ok(document) = Document::from_toml(text) else {
        return;
    };
    let lines: Vec<_> = text.split('\n').collect();
    for node in nodes(document.root()).into_iter().take(VISITED) {
        let (line, column) = document
            .place_of(node)
            .line_and_column()
            .expect("a place in TOML");
        let length = lines
            .get(line - 1)
            .expect("a line of the text")
            .chars()
            .count();
        assert!(
            (1..=length + 1).contains(&column),
            "column {column} of {length}"
        );
    }
}

/// JSON that is read is what another reader reads, within the limits; only doubled keys, sizes and numbers are refused beyond that.
pub fn document_json(data: &[u8]) {
    let limits = tight(data);
    // A byte order mark before the text is no part of it; JSON's own readers may pass over one (RFC 8259, 8.1).
    let text = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
    let reference = serde_json::from_slice::<serde_json::Value>(text);
    match Document::from_json_bytes(data, limits) {
        Ok(document) => assert!(nodes(document.root()).len() <= limits.values),
        Err(DocumentError::TooLarge { .. }) => assert!(data.len() > limits.bytes),
        Err(_) => {}
    }
    match (
        Document::from_json_bytes(data, Limits::default()),
        &reference,
    ) {
        (Ok(document), Ok(value)) => same(document.root(), value),
        (Ok(_), Err(_)) => panic!("accepted what is no JSON"),
        (Err(error), Ok(_)) => {
            let own = matches!(
                error,
                DocumentError::DuplicateKey { .. } | DocumentError::NumberTooLarge { .. }
            );
            assert!(own, "refused what is JSON: {error}");
        }
        (Err(_), Err(_)) => {}
    }
    if let Ok(text) = std::str::from_utf8(data) {
        silent(Document::from_json(&marked(text)));
    }
}

/// Limits that the input itself chooses, low enough to be met.
fn tight(data: &[u8]) -> Limits {
    let mut limits = Limits::default();
    limits.values = data.len() % 13 + 1;
    limits.bytes = 60 + data.len() % 60 * 4;
    limits
}

fn silent(read: Result<Document, DocumentError>) {
    match read {
        Err(error) => {
            assert_silent(&error);
            assert!(
                !error
                    .in_language(greffe::terms::Lang::Fr)
                    .contains(crate::marker::MARKER)
            );
        }
        Ok(document) => assert!(!format!("{:?}", document.root()).contains(crate::marker::MARKER)),
    }
}

fn nodes(root: &Node) -> Vec<&Node> {
    let mut all = vec![root];
    let mut next = 0;
    while let Some(node) = all.get(next).copied() {
        all.extend(node.items().into_iter().flatten());
        all.extend(
            node.entries()
                .into_iter()
                .flatten()
                .map(|entry| entry.node()),
        );
        next += 1;
    }
    all
}

fn same(node: &Node, value: &serde_json::Value) {
    use serde_json::Value as Json;
    match (node.value(), value) {
        (Value::Null, Json::Null) => {}
        (Value::Boolean(ours), Json::Bool(theirs)) => assert_eq!(ours, theirs),
        (Value::Integer(ours), Json::Number(theirs)) => assert_eq!(theirs.as_i64(), Some(*ours)),
        (Value::Float(ours), Json::Number(theirs)) => assert_eq!(theirs.as_f64(), Some(*ours)),
        (Value::String(ours), Json::String(theirs)) => assert_eq!(ours, theirs),
        (Value::List(ours), Json::Array(theirs)) => {
            assert_eq!(ours.len(), theirs.len());
            ours.iter()
                .zip(theirs)
                .for_each(|(node, value)| same(node, value));
        }
        (Value::Table(ours), Json::Object(theirs)) => {
            assert_eq!(ours.len(), theirs.len());
            for entry in ours {
                same(
                    entry.node(),
                    theirs.get(entry.key()).expect("the key is there"),
                );
            }
        }
        (ours, _) => panic!("{ours:?} was read otherwise"),
    }
}
