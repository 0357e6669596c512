//! JSON into the tree. Duplicate keys are refused, which `serde_json::Value` does not do.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::{DocumentError, Entry, Limits, Node, Value};

pub(crate) fn read(text: &str, limits: Limits) -> Result<Node, DocumentError> {
    let mut state = State {
        left: limits.values,
        refused: None,
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let node = NodeSeed(&mut state).deserialize(&mut deserializer);
    match node.and_then(|node| deserializer.end().map(|()| node)) {
        Ok(node) => Ok(node),
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            Err(match state.refused {
                Some(Refused::TooMany) => DocumentError::TooManyValues {
                    limit: limits.values,
                },
                Some(Refused::Duplicate) => DocumentError::DuplicateKey { line, column },
                Some(Refused::Number) => DocumentError::NumberTooLarge { line, column },
                None => DocumentError::Syntax {
                    notation: "JSON",
                    line,
                    column,
                },
            })
        }
    }
}

struct State {
    left: usize,
    refused: Option<Refused>,
}

enum Refused {
    TooMany,
    Duplicate,
    Number,
}

impl State {
    /// The reason is kept beside the error, whose text is never read.
    fn refuse<E: Error>(&mut self, why: Refused) -> E {
        self.refused = Some(why);
        E::custom("refused")
    }
}

struct NodeSeed<'s>(&'s mut State);

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.0.left = match self.0.left.checked_sub(1) {
            Some(left) => left,
            None => return Err(self.0.refuse(Refused::TooMany)),
        };
        let value = deserializer.deserialize_any(ValueVisitor(self.0))?;
        Ok(Node::new(0, value))
    }
}

struct ValueVisitor<'s>(&'s mut State);

impl ValueVisitor<'_> {
    fn integer<E: Error>(self, number: impl TryInto<i64>) -> Result<Value, E> {
        let number = number.try_into();
        number
            .map(Value::Integer)
            .map_err(|_| self.0.refuse(Refused::Number))
    }
}

impl<'de> Visitor<'de> for ValueVisitor<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Boolean(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Integer(number))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Value, E> {
        self.integer(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        self.integer(number)
    }

    // Of those that are not here serde says what they are: a number of 128 bits would stand in the message.
    fn visit_u128<E: Error>(self, number: u128) -> Result<Value, E> {
        self.integer(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Float(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(NodeSeed(self.0))? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        let mut keys = Keys::default();
        while let Some(key) = map.next_key::<String>()? {
            if keys.has(&key, &entries) {
                return Err(self.0.refuse(Refused::Duplicate));
            }
            let node = map.next_value_seed(NodeSeed(self.0))?;
            entries.push(Entry {
                key,
                key_offset: 0,
                node,
            });
        }
        Ok(Value::Table(entries))
    }
}

/// The keys of a table by their hashes, so that none is held twice: eight bytes a key instead of the key.
#[derive(Default)]
struct Keys {
    hashes: HashSet<u64>,
    hasher: RandomState,
}

impl Keys {
    /// Whether one of the entries has the key, which counts as one from now on.
    fn has(&mut self, key: &str, entries: &[Entry]) -> bool {
        // Most tables are small, and a look at each entry is quicker than a hash.
        let is_there = || entries.iter().any(|entry| entry.key == key);
        if entries.len() < FEW {
            return is_there();
        }
        if entries.len() == FEW {
            let known = entries
                .iter()
                .map(|entry| self.hasher.hash_one(entry.key.as_str()));
            self.hashes = known.collect();
        }
        // Two keys of one hash are rare, and told apart by looking.
        !self.hashes.insert(self.hasher.hash_one(key)) && is_there()
    }
}

/// Entries up to which they are compared one by one.
const FEW: usize = 16;

/// Any serde format that names its own types can be read as a tree; the places are paths only.
impl<'de> serde::Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut state = State {
            left: Limits::default().values,
            refused: None,
        };
        NodeSeed(&mut state)
            .deserialize(deserializer)
            .map(Node::numbered)
    }
}
