//! A policy as it is written: a rule, and those that took its place, each with its date of effect.

use greffe_document::{Document, Faults, Node, TableReader, Words};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Lengthening, Policy};
use crate::{PolicyError, Rule};

impl Policy {
    /// Reads a policy out of TOML that holds nothing else.
    ///
    /// ```
    /// use greffe_retention::Policy;
    ///
    /// let policy = Policy::from_toml(r#"
    ///     lengthening = "as_instructed"
    ///     rule = { keep = "P25D", after = "recorded" }
    ///     then = [{ effect = 2026-05-30, rule = { keep = "P90D", after = "recorded" } }]
    /// "#)?;
    /// assert_eq!(policy.versions().count(), 2);
    /// # Ok::<(), greffe_retention::PolicyError>(())
    /// ```
    ///
    /// # Errors
    /// [`PolicyError`]: the text is no TOML, or what is wrong with the policy, each with its place.
    pub fn from_toml(text: &str) -> Result<Self, PolicyError> {
        Self::from_document(&Document::from_toml(text)?)
    }

    /// Reads a policy out of JSON that holds nothing else.
    ///
    /// # Errors
    /// [`PolicyError`]: the text is no JSON, or what is wrong with the policy, each with its place.
    pub fn from_json(text: &str) -> Result<Self, PolicyError> {
        Self::from_document(&Document::from_json(text)?)
    }

    /// Reads a policy; what is wrong is noted in `faults`, and then there is none.
    pub fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        let before = faults.len();
        let mut table = TableReader::open(node, faults)?;
        let lengthening = table
            .required("lengthening", faults)
            .and_then(|n| Lengthening::read(n, faults));
        let rule = table
            .required("rule", faults)
            .and_then(|n| Rule::read(n, faults));
        let then = table.optional("then");
        let later = then.map(|n| n.list_of(faults, |n, faults| version(n, faults)));
        table.finish(faults);
        let mut policy = Self::new(rule?, lengthening?);
        for (effect, rule, place) in later.into_iter().flatten() {
            policy = match policy.then(effect, rule) {
                Ok(policy) => policy,
                Err(_) => return faults.contradiction(place, OUT_OF_ORDER),
            };
        }
        (faults.len() == before).then_some(policy)
    }

    fn from_document(document: &Document) -> Result<Self, PolicyError> {
        let mut faults = Faults::new();
        let policy = Self::read(document.root(), &mut faults);
        document.locate(faults)?;
        // Without faults there is a policy; the error is for the compiler.
        policy.ok_or(PolicyError::OutOfOrder)
    }
}

fn version<'n>(node: &'n Node, faults: &mut Faults) -> Option<(chrono::NaiveDate, Rule, &'n Node)> {
    let mut table = TableReader::open(node, faults)?;
    let effect = table
        .required("effect", faults)
        .and_then(|n| n.date(faults));
    let rule = table
        .required("rule", faults)
        .and_then(|n| Rule::read(n, faults));
    table.finish(faults);
    Some((effect?, rule?, node))
}

impl Lengthening {
    const ALL: [Self; 2] = [Self::DataCollectedLater, Self::AsInstructed];

    /// The stable code, as written in policies.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DataCollectedLater => "data_collected_later",
            Self::AsInstructed => "as_instructed",
        }
    }

    fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        let written = node.text(faults)?;
        let found = Self::ALL.into_iter().find(|l| l.code() == written);
        found.or_else(|| faults.invalid(node, LENGTHENING))
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("lengthening", self.lengthening.code())?;
        map.serialize_entry("rule", &self.first)?;
        if !self.later.is_empty() {
            let later: Vec<_> = self.later.iter().map(Version).collect();
            map.serialize_entry("then", &later)?;
        }
        map.end()
    }
}

struct Version<'a>(&'a (chrono::NaiveDate, Rule));

impl Serialize for Version<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (effect, rule) = self.0;
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("effect", effect)?;
        map.serialize_entry("rule", rule)?;
        map.end()
    }
}

const LENGTHENING: Words = Words::new(
    "`data_collected_later` ou `as_instructed`",
    "`data_collected_later` or `as_instructed`",
);
const OUT_OF_ORDER: Words = Words::new(
    "une version prend effet après celle qui la précède",
    "a version takes effect after the one before it",
);
