//! Paths: from a place to a value, and back.

use std::collections::HashMap;

use crate::{Node, Value};

/// The value at a path such as `processing[FR-012].data[2].retention`.
pub(crate) fn find<'n>(root: &'n Node, path: &str) -> Option<&'n Node> {
    let mut node = root;
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (selector, after) = inner.split_once(']')?;
            node = select(node, selector)?;
            rest = after;
        } else {
            let key_and_rest = rest.strip_prefix('.').unwrap_or(rest);
            let end = key_and_rest.find(['.', '[']).unwrap_or(key_and_rest.len());
            let (key, after) = key_and_rest.split_at_checked(end)?;
            node = node.child(key)?;
            rest = after;
        }
    }
    Some(node)
}

fn select<'n>(list: &'n Node, selector: &str) -> Option<&'n Node> {
    let items = list.items()?;
    let named = |item: &&Node| {
        ["ref", "id", "name"]
            .iter()
            .any(|key| item.child(key).and_then(Node::as_text) == Some(selector))
    };
    items
        .iter()
        .find(named)
        .or_else(|| items.get(selector.parse::<usize>().ok()?.checked_sub(1)?))
}

/// What names an item of a list in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ItemNames {
    /// Its `ref` or `id`, which are technical in a register or a rule; never a name, which may be a person's.
    Technical,
    /// Its number alone.
    Number,
}

/// What items are called in paths, each looked up once: an item may have a million keys, and a fault at every one.
pub(crate) struct Labels<'n> {
    names: ItemNames,
    known: HashMap<u32, Option<&'n str>>,
}

impl<'n> Labels<'n> {
    pub(crate) fn new(names: ItemNames) -> Self {
        Self {
            names,
            known: HashMap::new(),
        }
    }

    fn of(&mut self, item: &'n Node) -> Option<&'n str> {
        let names = self.names;
        let label = self.known.entry(item.id());
        *label.or_insert_with(|| label_of(item, names))
    }
}

/// Path, JSON pointer and node for a node's number. Numbers rise from parents to children, so one child leads there.
pub(crate) fn path_to<'n>(
    root: &'n Node,
    id: u32,
    labels: &mut Labels<'n>,
) -> (String, String, &'n Node) {
    let mut node = root;
    let (mut path, mut pointer) = (String::new(), String::new());
    while node.id() != id {
        let step = match node.value() {
            Value::List(items) => {
                let index = items.partition_point(|item| item.id() <= id).checked_sub(1);
                index
                    .and_then(|index| items.get(index).map(|item| (index, item)))
                    .map(|(index, item)| {
                        path.push_str(&format!(
                            "[{}]",
                            labels.of(item).unwrap_or(&(index + 1).to_string())
                        ));
                        pointer.push_str(&format!("/{index}"));
                        item
                    })
            }
            Value::Table(entries) => {
                let index = entries
                    .partition_point(|entry| entry.node().id() <= id)
                    .checked_sub(1);
                index.and_then(|index| entries.get(index)).map(|entry| {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(shown_key(entry.key()));
                    pointer.push('/');
                    pointer.push_str(&shown_key(entry.key()).replace('~', "~0").replace('/', "~1"));
                    entry.node()
                })
            }
            _ => None,
        };
        match step {
            Some(next) => node = next,
            None => break,
        }
    }
    (path, pointer, node)
}

fn label_of(item: &Node, names: ItemNames) -> Option<&str> {
    let keys: &[&str] = match names {
        ItemNames::Technical => &["ref", "id"],
        ItemNames::Number => &[],
    };
    keys.iter()
        .find_map(|key| item.child(key)?.as_text())
        .filter(|text| is_plain(text))
}

fn shown_key(key: &str) -> &str {
    if is_shaped_like_a_key(key) {
        key
    } else {
        "…"
    }
}

/// Keys of a format are short lower-case words. Anything else might be a value: figures alone are how persons are numbered.
pub(crate) fn is_shaped_like_a_key(key: &str) -> bool {
    (1..=40).contains(&key.len())
        && key.bytes().any(|b| b.is_ascii_lowercase())
        && key
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn is_plain(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
}
