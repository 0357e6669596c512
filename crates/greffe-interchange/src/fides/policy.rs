//! The policy that follows from a register: code whose annotations say what the register does not say breaks it.
//!
//! A rule of fideslang forbids a combination of data, use and persons, and a key stands for all that descend from it. So the register's promises
//! are written the other way round:
//!
//! | rule | breaks it |
//! | --- | --- |
//! | `data_outside_the_register` | a category that no record holds |
//! | `persons_outside_the_register` | persons of whom no record speaks; where no record says of whom its data are, there is no such rule |
//! | `use_outside_the_register: user.financial` | that category, for a use that no record has for it |
//!
//! A use that a wider or narrower category has is admitted for both, for fideslang cannot except a narrower one: the policy may be silent where
//! the register is more exact, and never breaks on the register itself. Limits, recipients and transfers have no place in it.

use std::collections::{BTreeMap, BTreeSet};

use greffe_terms::Lang;

use super::manifest::{Manifest, Matching, Policy, PolicyRule};
use super::yaml::{Content, Node};

/// The key of the policy that Greffe writes.
pub(super) const KEY: &str = "greffe_register";

/// What a policy of Greffe's own names at most: fideslang 3.1.4 has 85 categories and 55 uses, of which a register's terms are some. Each category
/// is compared with every other, so that what a manifest makes up must not be many.
const MOST_CATEGORIES: usize = 200;
const MOST_USES: usize = 100;

/// What systems declare: the uses of each category, and the persons.
#[derive(Default)]
pub(super) struct Declared<'m> {
    uses: BTreeMap<&'m str, BTreeSet<&'m str>>,
    persons: BTreeSet<&'m str>,
}

impl<'m> Declared<'m> {
    fn add(
        &mut self,
        categories: impl IntoIterator<Item = &'m str>,
        data_use: &'m str,
        persons: impl IntoIterator<Item = &'m str>,
    ) {
        for category in categories {
            self.uses.entry(category).or_default().insert(data_use);
        }
        self.persons.extend(persons);
    }

    /// What the systems of a manifest declare, the columns of the datasets that they refer to among it.
    pub(super) fn by(manifest: &'m Manifest) -> Self {
        let columns: BTreeMap<_, Vec<&str>> = manifest
            .dataset
            .iter()
            .map(|dataset| {
                let fields = dataset.collections.iter().flat_map(|table| &table.fields);
                let keys = fields.flat_map(|field| field.data_categories.iter().copied());
                (dataset.fides_key.as_str(), distinct(keys))
            })
            .collect();
        let mut declared = Self::default();
        for system in &manifest.system {
            let references = system.dataset_references.iter();
            let held: Vec<_> = references
                .filter_map(|key| columns.get(key.as_str()))
                .flatten()
                .copied()
                .collect();
            for declaration in &system.privacy_declarations {
                let categories = declaration.data_categories.iter().chain(&held).copied();
                let persons = declaration.data_subjects.iter().map(String::as_str);
                declared.add(categories, declaration.data_use, persons);
            }
        }
        declared
    }

    /// The same of a manifest that was read; none where it names more categories or uses than a register's terms can. What is no text is
    /// passed over: another reader of it says what is wrong.
    pub(super) fn in_document(root: &'m Node) -> Option<Self> {
        let columns: BTreeMap<_, BTreeSet<&str>> = list(root, "dataset")
            .filter_map(|dataset| {
                let tables = list(dataset, "collections");
                let fields = tables.flat_map(|table| list(table, "fields"));
                let keys = fields.flat_map(|field| texts(field, "data_categories"));
                Some((text(dataset, "fides_key")?, keys.collect()))
            })
            .collect();
        let mut declared = Self::default();
        for system in list(root, "system") {
            let references: BTreeSet<_> = texts(system, "dataset_references").collect();
            let mut held = BTreeSet::new();
            for keys in references.iter().filter_map(|key| columns.get(key)) {
                if keys.len() > MOST_CATEGORIES {
                    return None;
                }
                held.extend(keys.iter().copied());
            }
            let mut uses = BTreeSet::new();
            for declaration in list(system, "privacy_declarations") {
                let data_use = text(declaration, "data_use").unwrap_or_default();
                uses.insert(data_use);
                declared.add(
                    texts(declaration, "data_categories"),
                    data_use,
                    texts(declaration, "data_subjects"),
                );
                declared.is_within_bounds().then_some(())?;
            }
            // Each declaration of a system is one of its columns too: once for each use says the same.
            for data_use in uses {
                declared.add(held.iter().copied(), data_use, []);
                declared.is_within_bounds().then_some(())?;
            }
        }
        Some(declared)
    }

    fn is_within_bounds(&self) -> bool {
        self.uses.len() <= MOST_CATEGORIES && self.uses.values().all(|uses| uses.len() <= MOST_USES)
    }

    /// The policy; none where no category is known.
    pub(super) fn policy(&self, lang: Lang) -> Option<Policy> {
        if self.uses.is_empty() {
            return None;
        }
        let data = PolicyRule {
            name: "data_outside_the_register".to_owned(),
            data_categories: other_than(self.uses.keys().copied()),
            data_uses: any(),
            data_subjects: any(),
        };
        let persons = (!self.persons.is_empty()).then(|| PolicyRule {
            name: "persons_outside_the_register".to_owned(),
            data_categories: any(),
            data_uses: any(),
            data_subjects: other_than(self.persons.iter().copied()),
        });
        let uses = self.uses.keys().map(|category| PolicyRule {
            name: format!("use_outside_the_register: {category}"),
            data_categories: Matching {
                matches: "ANY",
                values: vec![(*category).to_owned()],
            },
            data_uses: other_than(self.admitted(category)),
            data_subjects: any(),
        });
        Some(Policy {
            fides_key: KEY,
            name: lang.pick("Registre des activités de traitement", "Register of processing activities"),
            description: lang.pick(
                "Ce que le registre ne connaît pas\u{a0}: une catégorie, des personnes, un usage d’une catégorie.",
                "What the register does not know: a category, persons, a use of a category.",
            ),
            rules: std::iter::once(data).chain(persons).chain(uses).collect(),
        })
    }

    /// The uses of a category, of those that it is a part of and of its parts.
    fn admitted(&self, category: &str) -> BTreeSet<&'m str> {
        let related = self
            .uses
            .iter()
            .filter(|(other, _)| holds(category, other) || holds(other, category));
        related.flat_map(|(_, uses)| uses.iter().copied()).collect()
    }
}

/// Whether the rules of a policy that was read are these, in whatever order.
pub(super) fn is_same(given: &Node, expected: &Policy) -> bool {
    let given: Option<BTreeMap<_, _>> = list(given, "rules")
        .map(|rule| {
            let part = |key| {
                let part = entry(rule, key)?;
                Some((text(part, "matches")?, texts(part, "values").collect()))
            };
            let parts = [
                part("data_categories")?,
                part("data_uses")?,
                part("data_subjects")?,
            ];
            Some((text(rule, "name")?, parts))
        })
        .collect();
    let expected = expected.rules.iter().map(|rule| {
        let parts = [&rule.data_categories, &rule.data_uses, &rule.data_subjects];
        (rule.name.as_str(), parts.map(matching))
    });
    given == Some(expected.collect())
}

fn matching(part: &Matching) -> (&str, BTreeSet<&str>) {
    let values = part.values.iter().map(String::as_str);
    (part.matches, values.collect())
}

/// A key, or one that descends from it.
fn holds(whole: &str, part: &str) -> bool {
    let rest = part.strip_prefix(whole);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn other_than<'k>(keys: impl IntoIterator<Item = &'k str>) -> Matching {
    Matching {
        matches: "OTHER",
        values: keys.into_iter().map(ToOwned::to_owned).collect(),
    }
}

/// Any key at all: one other than none.
fn any() -> Matching {
    other_than([])
}

fn distinct<'k>(keys: impl Iterator<Item = &'k str>) -> Vec<&'k str> {
    keys.collect::<BTreeSet<_>>().into_iter().collect()
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Content::Table(entries) = &node.content else {
        return None;
    };
    let mut entries = entries.iter();
    entries.find(|(name, _)| name == key).map(|(_, node)| node)
}

fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    as_text(entry(node, key)?)
}

fn as_text(node: &Node) -> Option<&str> {
    match &node.content {
        Content::Number(text) | Content::Text(text) => Some(text),
        _ => None,
    }
}

fn list<'n>(node: &'n Node, key: &str) -> impl Iterator<Item = &'n Node> + use<'n> {
    let items = match entry(node, key).map(|node| &node.content) {
        Some(Content::List(items)) => items.as_slice(),
        _ => &[],
    };
    items.iter()
}

fn texts<'n>(node: &'n Node, key: &str) -> impl Iterator<Item = &'n str> + use<'n> {
    list(node, key).filter_map(as_text)
}
