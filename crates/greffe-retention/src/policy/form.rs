//! A policy as it is written: a rule, and those that took its place, each with its date of effect.

use greffe_document::{Document, Faults, Node, TableReader, Words};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Lengthening, Policy, Version};
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
        for (version, place) in later.into_iter().flatten() {
            let Version { effect, rule, .. } = version;
            let then = if version.ordered_by_law {
                policy.then_by_law(effect, rule)
            } else {
                policy.then(effect, rule)
            };
            policy = match then {
                Ok(policy) => policy,
                Err(PolicyError::NoLaw) => return faults.contradiction(place, NO_LAW),
                Err(_) => return faults.contradiction(place, OUT_OF_ORDER),
            };
        }
        (faults.len() == before).then_some(policy)
    }

    /// Reads a policy out of a document that holds nothing else.
    ///
    /// # Errors
    /// [`PolicyError`]: what is wrong, each with its place.
    pub fn from_document(document: &Document) -> Result<Self, PolicyError> {
        Ok(document.read_with(A_POLICY, Self::read)?)
    }
}

fn version<'n>(node: &'n Node, faults: &mut Faults) -> Option<(Version, &'n Node)> {
    let mut table = TableReader::open(node, faults)?;
    let effect = table
        .required("effect", faults)
        .and_then(|n| n.date(faults));
    let rule = table
        .required("rule", faults)
        .and_then(|n| Rule::read(n, faults));
    let by_law = table.optional("ordered_by_law");
    let ordered_by_law = by_law.and_then(|n| n.boolean(faults)).unwrap_or(false);
    table.finish(faults);
    let (effect, rule) = effect.zip(rule)?;
    let version = Version {
        effect,
        rule,
        ordered_by_law,
    };
    Some((version, node))
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
            map.serialize_entry("then", &self.later)?;
        }
        map.end()
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("effect", &self.effect)?;
        map.serialize_entry("rule", &self.rule)?;
        if self.ordered_by_law {
            map.serialize_entry("ordered_by_law", &true)?;
        }
        map.end()
    }
}

const A_POLICY: Words = Words::new(
    "une politique\u{a0}: une règle et celles qui l’ont remplacée",
    "a policy: a rule and those that took its place",
);
const LENGTHENING: Words = Words::new(
    "`data_collected_later` ou `as_instructed`",
    "`data_collected_later` or `as_instructed`",
);
const OUT_OF_ORDER: Words = Words::new(
    "une version prend effet après celle qui la précède",
    "a version takes effect after the one before it",
);
const NO_LAW: Words = Words::new(
    "ce que la loi ordonne se cite dans `law`",
    "what the law orders is cited in `law`",
);
