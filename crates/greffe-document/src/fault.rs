//! What is wrong in a document, and where.

use std::fmt;

use greffe_terms::Lang;

use crate::meant::meant;
use crate::{Entry, Node};

/// A few fixed words in both languages. They are written in the program, so they cannot hold a value of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    fr: &'static str,
    en: &'static str,
}

impl Words {
    /// The same thing said in French and in English.
    #[must_use]
    pub const fn new(fr: &'static str, en: &'static str) -> Self {
        Self { fr, en }
    }

    /// The words of one language.
    #[must_use]
    pub const fn in_language(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.fr,
            Lang::En => self.en,
        }
    }
}

/// One thing that is wrong with one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    at: u32,
    offset: Option<u32>,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Missing(&'static str),
    Unknown {
        key: Option<String>,
        nearest: Option<&'static str>,
    },
    Expected(Words),
    Contradiction(Words),
}

impl Fault {
    pub(crate) const fn at(&self) -> u32 {
        self.at
    }

    pub(crate) const fn offset(&self) -> Option<u32> {
        self.offset
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match &self.kind {
            Kind::Missing(key) => lang.pick(
                format!("la clé `{key}` manque"),
                format!("the key `{key}` is missing"),
            ),
            Kind::Unknown { key, nearest } => unknown_key(key.as_deref(), *nearest, lang),
            Kind::Expected(words) => {
                let words = words.in_language(lang);
                lang.pick(format!("on attend {words}"), format!("{words} is expected"))
            }
            Kind::Contradiction(words) => words.in_language(lang).to_owned(),
        }
    }
}

fn unknown_key(key: Option<&str>, nearest: Option<&str>, lang: Lang) -> String {
    let mut message = match (key, lang) {
        (Some(key), Lang::Fr) => format!("clé inconnue `{key}`"),
        (Some(key), Lang::En) => format!("unknown key `{key}`"),
        (None, Lang::Fr) => "clé inconnue".to_owned(),
        (None, Lang::En) => "unknown key".to_owned(),
    };
    if let Some(nearest) = nearest {
        message.push_str(&lang.pick(
            format!("\u{a0}; vouliez-vous dire `{nearest}`\u{a0}?"),
            format!("; did you mean `{nearest}`?"),
        ));
    }
    message
}

/// Where readers note what is wrong. Reading goes on after a fault, so that all come out together; of more than [`Faults::MOST`] the rest is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    noted: Vec<Fault>,
    more: usize,
}

impl Faults {
    /// How many faults are noted. Nobody reads more, and a hostile file could have millions of them.
    pub const MOST: usize = 1000;

    /// No fault yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            noted: Vec::new(),
            more: 0,
        }
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.noted.is_empty()
    }

    /// How many faults there are, counted ones included.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.noted.len().saturating_add(self.more)
    }

    /// How many were counted and not noted.
    pub(crate) const fn more(&self) -> usize {
        self.more
    }

    /// The faults noted, in the order in which they were met.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.noted.iter()
    }

    /// A required key is not there. Returns `None`, so that a reader can end with it.
    pub fn missing<T>(&mut self, table: &Node, key: &'static str) -> Option<T> {
        self.note(table.id(), None, Kind::Missing(key))
    }

    /// The value is of another type than `expected`.
    pub fn wrong_type<T>(&mut self, node: &Node, expected: Words) -> Option<T> {
        self.note(node.id(), None, Kind::Expected(expected))
    }

    /// The value is of the right type and yet not `expected`.
    pub fn invalid<T>(&mut self, node: &Node, expected: Words) -> Option<T> {
        self.note(node.id(), None, Kind::Expected(expected))
    }

    /// The value does not go with another one; `why` is a whole sentence.
    pub fn contradiction<T>(&mut self, node: &Node, why: Words) -> Option<T> {
        self.note(node.id(), None, Kind::Contradiction(why))
    }

    /// A key that nobody knows. It is named only where it is shaped like a key, for anything else might be a value.
    pub(crate) fn unknown_key(&mut self, entry: &Entry, known: &[&'static str]) {
        if self.is_full() {
            return;
        }
        let shaped = crate::find::is_shaped_like_a_key(&entry.key);
        let nearest = meant(&entry.key, known.iter().copied());
        let key = shaped.then(|| entry.key.clone());
        self.noted.push(Fault {
            at: entry.node.id(),
            offset: Some(entry.key_offset),
            kind: Kind::Unknown { key, nearest },
        });
    }

    fn note<T>(&mut self, at: u32, offset: Option<u32>, kind: Kind) -> Option<T> {
        if !self.is_full() {
            self.noted.push(Fault { at, offset, kind });
        }
        None
    }

    /// Whether another fault is only counted, which it is then.
    fn is_full(&mut self) -> bool {
        let is_full = self.noted.len() >= Self::MOST;
        self.more = self.more.saturating_add(usize::from(is_full));
        is_full
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.noted.into_iter()
    }
}

/// Where a value stands: the path always; line and column in TOML, the pointer (RFC 6901) in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    path: String,
    at: At,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum At {
    Toml { line: usize, column: usize },
    Json { pointer: String },
}

impl Place {
    pub(crate) const fn in_toml(path: String, line: usize, column: usize) -> Self {
        Self {
            path,
            at: At::Toml { line, column },
        }
    }

    pub(crate) const fn in_json(path: String, pointer: String) -> Self {
        Self {
            path,
            at: At::Json { pointer },
        }
    }

    /// The path, such as `processing[FR-012].retention`; empty for the whole document.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Line and column from 1, in TOML.
    #[must_use]
    pub const fn line_and_column(&self) -> Option<(usize, usize)> {
        match self.at {
            At::Toml { line, column } => Some((line, column)),
            At::Json { .. } => None,
        }
    }

    /// The place in words.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let mut place = match &self.at {
            At::Toml { line, column } => lang.pick(
                format!("ligne {line}, colonne {column}"),
                format!("line {line}, column {column}"),
            ),
            At::Json { pointer } if pointer.is_empty() => {
                lang.pick("document".into(), "document".into())
            }
            At::Json { pointer } => pointer.clone(),
        };
        if !self.path.is_empty() {
            place.push_str(lang.pick("\u{a0}: `", ": `"));
            place.push_str(&self.path);
            place.push('`');
        }
        place
    }
}

/// A fault with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocatedFault {
    place: Place,
    fault: Fault,
}

impl LocatedFault {
    pub(crate) const fn new(place: Place, fault: Fault) -> Self {
        Self { place, fault }
    }

    /// Where.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// What.
    #[must_use]
    pub const fn fault(&self) -> &Fault {
        &self.fault
    }

    /// Place and message.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let (place, message) = (self.place.in_language(lang), self.fault.message(lang));
        lang.pick(
            format!("{place}\u{a0}: {message}"),
            format!("{place}: {message}"),
        )
    }
}

/// Everything that is wrong in a document, one line a fault, up to [`Faults::MOST`] of them. Never empty.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    faults: Vec<LocatedFault>,
    more: usize,
}

impl Report {
    pub(crate) const fn new(faults: Vec<LocatedFault>, more: usize) -> Self {
        Self { faults, more }
    }

    /// The faults, in the order of the document; of a row in the order in which they were met.
    #[must_use]
    pub fn faults(&self) -> &[LocatedFault] {
        &self.faults
    }

    /// How many more there are, which were counted only.
    #[must_use]
    pub const fn more(&self) -> usize {
        self.more
    }

    /// All faults, one a line, and how many more there are.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let lines = self.faults.iter().map(|fault| fault.in_language(lang));
        let mut lines: Vec<_> = lines.collect();
        if self.more > 0 {
            let more = self.more;
            lines.push(lang.pick(
                format!("et {more} autre(s) faute(s)"),
                format!("and {more} more fault(s)"),
            ));
        }
        lines.join("\n")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

/// The same lines as [`Display`](fmt::Display): this is what a program shows whose `main` returns the error.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Report {}
