//! JSON-LD as nodes, compact with our own context or expanded.
//!
//! The context holds prefixes only and every value says its type itself, so compact and expanded differ in nothing but the length of names
//! and in lists of one. Names are kept in their short form.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

use greffe_document::Words;
use greffe_terms::Lang;
use serde_json::{Map, Value, json};

use super::terms::{PREFIXES, context};
use crate::ImportError;
use crate::bridge::{Unplaced, Why};
use crate::loss::shown;

/// The nodes of a document.
pub(super) struct Graph<'d> {
    pub(super) nodes: Vec<Node<'d>>,
    by_id: HashMap<String, usize>,
    /// The nodes that others led to.
    seen: Vec<Cell<bool>>,
    /// How many more values may be handed out: a node to which many lead is read by each of them.
    /// `None` once that was not enough.
    left: Cell<Option<usize>>,
    /// How many more nodes among them, at most: each becomes a part of a register.
    nodes_left: Cell<usize>,
    /// Keys beside `@graph` that say something of the whole.
    pub(super) beside: Vec<String>,
}

/// A node: what it is, and what is said of it.
pub(super) struct Node<'d> {
    pub(super) id: Option<String>,
    pub(super) types: Vec<String>,
    /// By name, in the order of the names.
    properties: Vec<(Cow<'d, str>, Vec<Item<'d>>)>,
    pub(super) place: String,
}

/// A value of a property.
pub(super) enum Item<'d> {
    Node(Box<Node<'d>>),
    Literal(Literal<'d>),
}

/// A text with its language or type.
pub(super) struct Literal<'d> {
    pub(super) text: Cow<'d, str>,
    pub(super) lang: Option<&'d str>,
    /// The value as it stands in the document.
    pub(super) source: &'d Value,
}

impl<'d> Graph<'d> {
    /// Reads a document. One with a context has ours; one without is expanded.
    /// Of its nodes no more than `readings` are handed out.
    pub(super) fn read(document: &'d Value, readings: usize) -> Result<Self, ImportError> {
        let given = document
            .as_object()
            .and_then(|object| object.get("@context"));
        if given.is_some_and(|given| *given != context()) {
            return Err(ImportError::ForeignContext);
        }
        let names = Names {
            are_short: given.is_some(),
            items: Cell::new(0),
        };
        let top = match document {
            Value::Object(object) if object.contains_key("@graph") => {
                list(object.get("@graph").unwrap_or(&Value::Null))
            }
            other => list(other),
        };
        let mut nodes = Vec::new();
        for (index, node) in top.iter().enumerate() {
            nodes.push(names.node(node, &|| format!("@graph[{index}]"))?);
        }
        let by_id = nodes
            .iter()
            .enumerate()
            .filter_map(|(index, node)| Some((node.id.clone()?, index)))
            .collect();
        let seen = vec![Cell::new(false); nodes.len()];
        let beside = match document {
            Value::Object(object) if object.contains_key("@graph") => object
                .keys()
                .filter(|key| !matches!(key.as_str(), "@graph" | "@context"))
                .cloned()
                .collect(),
            _ => Vec::new(),
        };
        let left = Cell::new(Some(names.items.get().saturating_mul(READINGS).max(FEW)));
        Ok(Self {
            nodes,
            by_id,
            seen,
            left,
            nodes_left: Cell::new(readings),
            beside,
        })
    }

    fn spend(&self, values: usize) -> Result<(), ImportError> {
        let left = self.left.get().and_then(|left| left.checked_sub(values));
        self.left.set(left);
        self.within_budget()
    }

    fn spend_nodes(&self, nodes: usize) -> Result<(), ImportError> {
        let left = self.nodes_left.get().checked_sub(nodes);
        self.nodes_left.set(left.ok_or(OVER_BUDGET)?);
        Ok(())
    }

    /// # Errors
    /// [`ImportError::OverBudget`] where more was handed out than the budget allows.
    pub(super) fn within_budget(&self) -> Result<(), ImportError> {
        let left = self.left.get();
        left.map(|_| ()).ok_or(OVER_BUDGET)
    }

    /// Takes apart a node of the document's own list.
    pub(super) fn enter(&self, index: usize) -> Option<Parts<'_>> {
        self.seen.get(index)?.set(true);
        Some(Parts::of(self, self.nodes.get(index)?))
    }

    /// The nodes that nothing led to.
    pub(super) fn unseen(&self) -> impl Iterator<Item = &Node<'d>> {
        let nodes = self.nodes.iter().zip(&self.seen);
        nodes.filter(|(_, seen)| !seen.get()).map(|(node, _)| node)
    }

    /// A node, or the one of the document's own that it refers to.
    pub(super) fn resolve<'g>(&'g self, node: &'g Node<'d>) -> &'g Node<'d> {
        let is_reference = node.types.is_empty() && node.properties.is_empty();
        let id = node.id.as_ref().filter(|_| is_reference);
        let index = id.and_then(|id| self.by_id.get(id)).copied();
        let Some(index) = index else {
            return node;
        };
        if let Some(seen) = self.seen.get(index) {
            seen.set(true);
        }
        self.nodes.get(index).unwrap_or(node)
    }
}

impl<'d> Node<'d> {
    fn items(&self, property: &str) -> &[Item<'d>] {
        let known = &self.properties;
        let index = known.binary_search_by(|(name, _)| (**name).cmp(property));
        let found = index.ok().and_then(|index| known.get(index));
        found.map_or(&[], |(_, items)| items)
    }

    pub(super) fn is_a(&self, term: &str) -> bool {
        self.types.iter().any(|kind| kind == term)
    }

    /// What the node is or is called: a term that stands for itself is its own type.
    pub(super) fn terms(&self) -> impl Iterator<Item = &str> {
        self.types.iter().chain(&self.id).map(String::as_str)
    }
}

/// A node taken apart; what nobody took has no place in a register.
pub(super) struct Parts<'g> {
    pub(super) node: &'g Node<'g>,
    graph: &'g Graph<'g>,
    taken: Vec<&'static str>,
    /// Values of properties that were taken, and that were one too many.
    left: Vec<(&'static str, &'g Value)>,
}

impl<'g> Parts<'g> {
    pub(super) fn of(graph: &'g Graph<'g>, node: &'g Node<'g>) -> Self {
        Self {
            node: graph.resolve(node),
            graph,
            taken: Vec::new(),
            left: Vec::new(),
        }
    }

    /// The node becomes so many parts of a register beyond the one that it was handed out for.
    pub(super) fn spend_more(&self, parts: usize) -> Result<(), ImportError> {
        self.graph.spend_nodes(parts)
    }

    /// Whether this is that one of the document's own nodes, or bears its name.
    pub(super) fn is(&self, index: usize) -> bool {
        let node = self.graph.nodes.get(index);
        node.is_some_and(|node| {
            std::ptr::eq(node, self.node) || node.id.is_some() && node.id == self.node.id
        })
    }

    /// Reports what a node says beside the one of the document's own that has its name, and that is read elsewhere.
    pub(super) fn finish_elsewhere(self, unplaced: &mut Vec<Unplaced>) {
        let own = self
            .node
            .id
            .as_ref()
            .and_then(|id| self.graph.by_id.get(id));
        let own = own.and_then(|index| self.graph.nodes.get(*index));
        if own.is_none_or(|own| !std::ptr::eq(own, self.node)) {
            self.finish(unplaced);
        }
    }

    fn items(&mut self, property: &'static str) -> Result<&'g [Item<'g>], ImportError> {
        self.taken.push(property);
        let items = self.node.items(property);
        self.graph.spend(items.len())?;
        Ok(items)
    }

    /// The nodes that a property leads to; a text is an error.
    pub(super) fn nodes(&mut self, property: &'static str) -> Result<Vec<Parts<'g>>, ImportError> {
        let (graph, place) = (self.graph, &self.node.place);
        let items = self.items(property)?;
        graph.spend_nodes(items.len())?;
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Item::Node(node) => out.push(Parts::of(graph, node)),
                Item::Literal(_) => return Err(wrong(place, property, NODE)),
            }
        }
        Ok(out)
    }

    pub(super) fn literals(
        &mut self,
        property: &'static str,
    ) -> Result<Vec<&'g Literal<'g>>, ImportError> {
        let place = &self.node.place;
        let mut out = Vec::new();
        for item in self.items(property)? {
            match item {
                Item::Literal(literal) => out.push(literal),
                Item::Node(_) => return Err(wrong(place, property, LITERAL)),
            }
        }
        Ok(out)
    }

    /// The first text of a property.
    pub(super) fn line(&mut self, property: &'static str) -> Result<Option<&'g str>, ImportError> {
        let mut found = self.literals(property)?.into_iter();
        let first = found.next();
        let others = found.map(|literal| (property, literal.source));
        self.left.extend(others);
        Ok(first.map(|literal| &*literal.text))
    }

    /// A text of the register: in the languages that it has, or the same in both.
    pub(super) fn text(&mut self, property: &'static str) -> Result<Option<Value>, ImportError> {
        let mut by_language = Map::new();
        let mut plain = None;
        for literal in self.literals(property)? {
            let lang = literal
                .lang
                .map(|tag| tag.to_ascii_lowercase().parse::<Lang>());
            match lang {
                _ if literal.text.trim().is_empty() => {}
                Some(Ok(lang)) if !by_language.contains_key(lang.tag()) => {
                    by_language.insert(lang.tag().to_owned(), json!(literal.text));
                }
                None if plain.is_none() => plain = Some(literal),
                _ => self.left.push((property, literal.source)),
            }
        }
        if by_language.is_empty() {
            return Ok(plain.map(|literal| json!(literal.text)));
        }
        let plain = plain.map(|literal| (property, literal.source));
        self.left.extend(plain);
        Ok(Some(Value::Object(by_language)))
    }

    /// The same where the register knows `none` and `not_applicable`.
    pub(super) fn stated(&mut self, property: &'static str) -> Result<Option<Value>, ImportError> {
        let text = self.text(property)?;
        let is_absence = |text: &Value| match text {
            Value::Object(languages) => languages.len() > 1 && languages.values().all(is_stated),
            text => is_stated(text),
        };
        Ok(text.filter(|text| !is_absence(text)))
    }

    /// What `dpv:hasDuration` says: terms by name, literals as they stand.
    pub(super) fn duration(&mut self) -> Result<Vec<Value>, ImportError> {
        let place = &self.node.place;
        let mut out = Vec::new();
        for item in self.items("dpv:hasDuration")? {
            match item {
                Item::Literal(literal) => out.push(literal.source.clone()),
                Item::Node(node) => match &node.id {
                    Some(id) => out.push(json!(id)),
                    None => return Err(wrong(place, "dpv:hasDuration", EITHER)),
                },
            }
        }
        Ok(out)
    }

    /// Reports what was not taken. Properties of Greffe's own are known, whether read or not.
    pub(super) fn finish(mut self, unplaced: &mut Vec<Unplaced>) {
        // A node to which many lead is reported by each of them; what the budget has no room for, `within_budget` refuses.
        if self.graph.spend(self.reported()).is_err() {
            return;
        }
        // Not twice as many as there are: a node may have most of the document's keys.
        let most = self.left.len().max(self.node.properties.len());
        if most > unplaced.len() {
            unplaced.reserve_exact(most);
        }
        for (property, value) in std::mem::take(&mut self.left) {
            self.unplaced(property, value.clone(), ONE_TOO_MANY, unplaced);
        }
        for kind in self.node.types.iter().filter(|kind| !is_known_name(kind)) {
            self.unplaced("@type", json!(kind), NO_PLACE, unplaced);
        }
        for (property, items) in &self.node.properties {
            if !self.taken.contains(&&**property) && !property.starts_with("greffe:") {
                let value = items.iter().map(Item::source).collect();
                self.unplaced(property, value, NO_PLACE, unplaced);
            }
        }
    }

    /// How much there is to look at for a report of what was not taken.
    fn reported(&self) -> usize {
        let not_taken = self.node.properties.iter();
        let not_taken = not_taken.filter(|(property, _)| !self.taken.contains(&&**property));
        let values: usize = not_taken.map(|(_, items)| items.len()).sum();
        self.left.len() + self.node.types.len() + self.node.properties.len() + values
    }

    /// Reports a value that was taken and that the register has no place for.
    pub(super) fn unplaced(
        &self,
        property: &str,
        value: Value,
        why: Why,
        unplaced: &mut Vec<Unplaced>,
    ) {
        unplaced.push(Unplaced {
            place: format!("{}.{}", label(self.node), shown(property)),
            value,
            why,
        });
    }
}

fn is_stated(text: &Value) -> bool {
    text.as_str().is_some_and(crate::bridge::is_stated_word)
}

/// A node of Greffe's own by its name, so that a node added before it changes nothing; another by its place.
fn label<'n>(node: &'n Node<'_>) -> &'n str {
    let own = node
        .id
        .as_deref()
        .filter(|id| id.starts_with("urn:greffe:") && shown(id) == *id);
    own.unwrap_or(&node.place)
}

impl Item<'_> {
    fn source(&self) -> Value {
        match self {
            Self::Node(node) => json!([node.id, node.types]),
            Self::Literal(literal) => literal.source.clone(),
        }
    }
}

struct Names {
    are_short: bool,
    /// How many values were read.
    items: Cell<usize>,
}

impl Names {
    /// The short form of a name.
    fn name<'d>(&self, name: &'d str) -> Cow<'d, str> {
        if self.are_short || name.starts_with('@') {
            return Cow::Borrowed(name);
        }
        for (prefix, iri) in PREFIXES {
            if let Some(local) = name.strip_prefix(iri) {
                return Cow::Owned(format!("{prefix}:{local}"));
            }
            // Without a context `dpv:Process` is a name of a scheme `dpv`, whatever that may be.
            let local = name.strip_prefix(prefix);
            if local.is_some_and(|local| local.starts_with(':')) {
                return Cow::Owned(format!("<{name}>"));
            }
        }
        Cow::Borrowed(name)
    }

    /// A node. Its place is asked for where it is shown, or where something is wrong.
    fn node<'d>(
        &self,
        value: &'d Value,
        place: &dyn Fn() -> String,
    ) -> Result<Node<'d>, ImportError> {
        let Value::Object(object) = value else {
            return Err(wrong(&place(), "", NODE));
        };
        let mut node = Node {
            id: None,
            types: Vec::new(),
            properties: Vec::new(),
            place: place(),
        };
        for (key, value) in object {
            match key.as_str() {
                "@context" => {}
                "@id" => node.id = value.as_str().map(|id| self.name(id).into_owned()),
                "@type" => {
                    let types = list(value).iter().filter_map(Value::as_str);
                    node.types = types.map(|kind| self.name(kind).into_owned()).collect();
                }
                key => {
                    let property = self.name(key);
                    let mut items = Vec::with_capacity(list(value).len());
                    self.items.update(|items| items + list(value).len());
                    for (index, item) in list(value).iter().enumerate() {
                        let place = || format!("{}.{}[{index}]", node.place, shown(&property));
                        items.push(self.item(item, &place)?);
                    }
                    node.properties.push((property, items));
                }
            }
        }
        let properties = &mut node.properties;
        properties.shrink_to_fit();
        properties.sort_by(|(a, _), (b, _)| a.cmp(b));
        properties.dedup_by(|(name, more), (known, items)| {
            let is_same = name == known;
            if is_same {
                items.append(more);
            }
            is_same
        });
        Ok(node)
    }

    fn item<'d>(
        &self,
        value: &'d Value,
        place: &dyn Fn() -> String,
    ) -> Result<Item<'d>, ImportError> {
        let literal = |text: &'d Value, lang: Option<&'d Value>| {
            let text = match text {
                Value::String(text) => Cow::Borrowed(text.as_str()),
                other => Cow::Owned(other.to_string()),
            };
            Item::Literal(Literal {
                text,
                lang: lang.and_then(Value::as_str),
                source: value,
            })
        };
        match value {
            Value::Object(object) => match object.get("@value") {
                Some(text) => Ok(literal(text, object.get("@language"))),
                None => Ok(Item::Node(Box::new(self.node(value, place)?))),
            },
            Value::Null | Value::Array(_) => Err(wrong(&place(), "", EITHER)),
            scalar => Ok(literal(scalar, None)),
        }
    }
}

/// A list of values, of which one alone may stand without brackets.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}

fn wrong(place: &str, property: &str, expected: Words) -> ImportError {
    let dot = if property.is_empty() { "" } else { "." };
    ImportError::WrongType {
        place: format!("{place}{dot}{property}"),
        position: None,
        expected,
    }
}

/// Names of the vocabularies that are read; classes of others say nothing to a register.
fn is_known_name(name: &str) -> bool {
    let prefix = name.split_once(':').map(|(prefix, _)| prefix);
    prefix.is_some_and(|prefix| PREFIXES.iter().any(|(known, _)| *known == prefix))
}

/// How often a document's values are handed out on average, at most: each once or twice, and shared nodes once for each record.
const READINGS: usize = 6;
const OVER_BUDGET: ImportError = ImportError::OverBudget { line: 0, column: 0 };
/// Values that may be handed out whatever the document's size.
const FEW: usize = 100_000;

const NO_PLACE: (&str, &str) = (
    "le registre n’a pas de place pour cela",
    "the register has no place for it",
);
pub(super) const ONE_TOO_MANY: (&str, &str) = (
    "le registre n’a de place que pour un, ou en français et en anglais",
    "the register has a place for one only, or in French and English",
);
const NODE: Words = Words::new("un nœud", "a node");
const LITERAL: Words = Words::new("un texte", "a text");
const EITHER: Words = Words::new("un nœud ou un texte", "a node or a text");
