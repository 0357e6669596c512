//! Privacy declarations: from the functions of a system to the purposes, data and persons of a record.

use std::collections::HashMap;

use greffe_register::SubjectKind;
use greffe_terms::{LegalBasis, PurposeId, SensitiveCategory, SpecialCondition};
use serde_json::{Map, Value, json};

use super::table::Table;
use super::terms::{self, Category};
use super::write::{KIND, TEXT, is_special};
use crate::ImportError;
use crate::bridge::{Distinct, Unplaced, Why, text};

/// A column of a table of a dataset, or the table itself where `name` is none.
#[derive(Clone)]
pub(super) struct Column<'n> {
    pub(super) table: &'n str,
    pub(super) name: Option<&'n str>,
    pub(super) categories: Vec<&'n str>,
}

/// The declarations of one system, gathered.
#[derive(Default)]
pub(super) struct Declarations<'n> {
    categories: Distinct<&'n str>,
    /// Whether a category is special.
    names_special: bool,
    pub(super) subjects: Distinct<&'n str>,
    purposes: Vec<Map<String, Value>>,
    /// Where the purpose of an id stands in them.
    by_id: HashMap<String, usize>,
    conditions: Distinct<&'n str>,
    third_parties: Distinct<&'n str>,
    pub(super) datasets: Distinct<&'n str>,
}

impl<'n> Declarations<'n> {
    /// Reads one more.
    pub(super) fn read(
        &mut self,
        mut table: Table<'n>,
        unplaced: &mut Vec<Unplaced>,
    ) -> Result<(), ImportError> {
        let name = table.text("name")?.filter(|name| !name.trim().is_empty());
        let data_use = table.required("data_use")?;
        let categories = table.texts("data_categories")?;
        self.names_special |= categories.iter().any(|key| {
            matches!(terms::read_category(key), Some(Category::Sensitive(category)) if is_special(category))
        });
        self.categories.add(categories);
        self.subjects.add(table.texts("data_subjects")?);
        self.datasets.add(table.texts("dataset_references")?);
        let _of_the_format = table.flag("flexible_legal_basis_for_processing")?;
        let words = table.text("legal_basis_for_processing")?;
        let basis = words.and_then(|words| {
            let known = LegalBasis::ALL
                .iter()
                .find(|b| terms::legal_basis(**b) == words);
            if known.is_none() {
                table.unplaced(
                    "legal_basis_for_processing",
                    json!(words),
                    UNKNOWN_BASIS,
                    unplaced,
                );
            }
            known.copied()
        });
        self.purpose(&table, name, data_use, basis, unplaced);
        if let Some(period) = table.text("retention_period")? {
            table.unplaced("retention_period", json!(period), ONLY_WORDS, unplaced);
        }
        self.conditions
            .add(table.text("special_category_legal_basis")?);
        if table.flag("processes_special_category_data")? == Some(true) && !self.names_special {
            table.unplaced(
                "processes_special_category_data",
                json!(true),
                WHICH,
                unplaced,
            );
        }
        let third_parties = table
            .text("third_parties")?
            .filter(|text| !text.trim().is_empty());
        if table.flag("data_shared_with_third_parties")? == Some(true) && third_parties.is_none() {
            table.unplaced("data_shared_with_third_parties", json!(true), WHO, unplaced);
        }
        self.third_parties.add(third_parties);
        table.finish(unplaced);
        Ok(())
    }

    /// The purpose of a declaration. One without a name or basis, of the use that is "not yet expressly defined", names none.
    fn purpose(
        &mut self,
        table: &Table<'n>,
        name: Option<&str>,
        data_use: &str,
        basis: Option<LegalBasis>,
        unplaced: &mut Vec<Unplaced>,
    ) {
        let marketing = terms::marketing(data_use);
        let channels: Vec<_> = marketing.flatten().into_iter().collect();
        if terms::data_use(marketing.is_some(), &channels, basis) != data_use {
            table.unplaced("data_use", json!(data_use), NO_USE, unplaced);
        }
        if name.is_none() && basis.is_none() && data_use == terms::data_use(false, &[], None) {
            return;
        }
        let (id, label) = purpose_name(name.unwrap_or(data_use), self.purposes.len() + 1);
        let index = *self.by_id.entry(id.clone()).or_insert_with(|| {
            self.purposes
                .push(Map::from_iter([("id".to_owned(), json!(id))]));
            self.purposes.len() - 1
        });
        let Some(purpose) = self.purposes.get_mut(index) else {
            return;
        };
        if let Some(label) = label.and_then(|label| text(&label)) {
            let known = purpose.entry("name").or_insert_with(|| label.clone());
            if *known != label {
                table.unplaced("name", label, TWO_NAMES, unplaced);
            }
        }
        if let Some(basis) = basis {
            let bases = purpose.entry("basis").or_insert_with(|| json!([]));
            if let Some(bases) = bases.as_array_mut()
                && !bases.contains(&json!(basis.code()))
            {
                bases.push(json!(basis.code()));
            }
        }
        if marketing.is_some() {
            purpose.insert("marketing".to_owned(), json!(true));
        }
        if let Some(channel) = channels.first() {
            purpose.insert("channels".to_owned(), json!([channel.code()]));
        }
    }

    /// Puts what was gathered into a record.
    pub(super) fn into_record(
        self,
        subjects: &HashMap<&str, &str>,
        columns: &[Column<'_>],
        label: &str,
        record: &mut Map<String, Value>,
        unplaced: &mut Vec<Unplaced>,
    ) {
        let mut put = |key: &str, items: Vec<Value>| {
            if !items.is_empty() {
                record.insert(key.to_owned(), Value::Array(items));
            }
        };
        let mut data = Data::default();
        for key in self.categories.as_slice() {
            if !data.category(key) {
                unplaced.push(at(label, "data_categories", json!(key), NOT_PERSONAL));
            }
        }
        for column in columns {
            data.column(column);
        }
        put(
            "sensitive",
            sensitive(
                data.sensitive.as_slice(),
                self.conditions.as_slice(),
                label,
                unplaced,
            ),
        );
        put("data", data.into_entries());
        put(
            "purpose",
            self.purposes.into_iter().map(Value::Object).collect(),
        );
        let persons = self
            .subjects
            .as_slice()
            .iter()
            .filter_map(|key| subject(key, subjects));
        put("subjects", persons.collect());
        let parties: Vec<_> = self
            .third_parties
            .as_slice()
            .iter()
            .filter_map(|words| text(words))
            .map(|name| json!({ "name": name }))
            .collect();
        if !parties.is_empty() {
            record.insert("recipients".to_owned(), json!({ "external": parties }));
        }
    }
}

/// The data of a record, an entry a category.
#[derive(Default)]
struct Data<'n> {
    entries: Vec<Entry<'n>>,
    sensitive: Distinct<SensitiveCategory>,
}

struct Entry<'n> {
    category: greffe_terms::DataCategory,
    fields: Distinct<&'n str>,
    tables: Distinct<&'n str>,
}

impl<'n> Data<'n> {
    /// Takes a key; `false` where it is no category of data of persons.
    fn category(&mut self, key: &str) -> bool {
        match terms::read_category(key) {
            Some(Category::Data(category)) => {
                self.entry(category);
            }
            Some(Category::Sensitive(category)) => self.sensitive.add([category]),
            None => return false,
        }
        true
    }

    fn column(&mut self, column: &Column<'n>) {
        for key in &column.categories {
            self.category(key);
            if let Some(Category::Data(category)) = terms::read_category(key)
                && let Some(entry) = self.entry(category)
            {
                let said = |text: &&str| !text.trim().is_empty();
                entry.fields.add(column.name.filter(said));
                entry.tables.add(Some(column.table).filter(said));
            }
        }
    }

    fn entry(&mut self, category: greffe_terms::DataCategory) -> Option<&mut Entry<'n>> {
        if !self.entries.iter().any(|entry| entry.category == category) {
            self.entries.push(Entry {
                category,
                fields: Distinct::default(),
                tables: Distinct::default(),
            });
        }
        self.entries
            .iter_mut()
            .find(|entry| entry.category == category)
    }

    fn into_entries(self) -> Vec<Value> {
        self.entries
            .into_iter()
            .map(|entry| {
                let mut object =
                    Map::from_iter([("category".to_owned(), json!(entry.category.code()))]);
                for (key, items) in [("fields", entry.fields), ("held_in", entry.tables)] {
                    let items = items.into_items();
                    if !items.is_empty() {
                        object.insert(key.to_owned(), json!(items));
                    }
                }
                Value::Object(object)
            })
            .collect()
    }
}

fn sensitive(
    categories: &[SensitiveCategory],
    conditions: &[&str],
    label: &str,
    unplaced: &mut Vec<Unplaced>,
) -> Vec<Value> {
    let known = |words: &&&str| {
        SpecialCondition::ALL
            .iter()
            .find(|known| terms::condition(**known) == **words)
    };
    let condition = match conditions {
        [only] => known(&only),
        _ => None,
    };
    if condition.is_none() || !categories.iter().copied().any(is_special) {
        for words in conditions {
            unplaced.push(at(
                label,
                "special_category_legal_basis",
                json!(words),
                WHICH,
            ));
        }
    }
    categories
        .iter()
        .map(
            |category| match condition.filter(|_| is_special(*category)) {
                Some(condition) => {
                    json!({ "category": category.code(), "condition": condition.code() })
                }
                None => json!({ "category": category.code() }),
            },
        )
        .collect()
}

fn subject(key: &str, custom: &HashMap<&str, &str>) -> Option<Value> {
    let usual = SubjectKind::ALL
        .iter()
        .find(|kind| terms::subject(**kind) == Some(key));
    let own = key
        .strip_prefix(KIND)
        .filter(|_| !key.starts_with(TEXT))
        .and_then(|code| code.parse::<SubjectKind>().ok());
    match usual.copied().or(own) {
        Some(kind) => Some(json!(kind.code())),
        None => text(custom.get(key).unwrap_or(&key)),
    }
}

/// A purpose's id and other name: `Billing [invoicing#2]` is the purpose `invoicing`, called Billing, on its second legal basis.
fn purpose_name(name: &str, number: usize) -> (String, Option<String>) {
    let plain = |text: &str| {
        let id = text.split_once('#').map_or(text, |(id, _)| id);
        id.parse::<PurposeId>().is_ok().then(|| id.to_owned())
    };
    if let Some(id) = plain(name) {
        return (id, None);
    }
    let bracketed = name
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once(" ["))
        .and_then(|(label, id)| Some((plain(id)?, Some(label.to_owned()))));
    bracketed.unwrap_or_else(|| {
        (
            slug(name).unwrap_or_else(|| format!("purpose-{number}")),
            Some(name.to_owned()),
        )
    })
}

fn slug(name: &str) -> Option<String> {
    let words: Vec<_> = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let slug: String = words.join("-").chars().take(60).collect();
    (!slug.is_empty()).then_some(slug)
}

fn at(label: &str, key: &str, value: Value, why: Why) -> Unplaced {
    Unplaced {
        place: format!("{label}.{key}"),
        value,
        why,
    }
}

const UNKNOWN_BASIS: (&str, &str) = (
    "aucune des bases légales de fideslang 3.1.4",
    "none of the legal bases of fideslang 3.1.4",
);
const ONLY_WORDS: (&str, &str) = (
    "un texte : aucune règle de conservation ne s’en déduit",
    "a text: no retention rule follows from it",
);
const NO_USE: (&str, &str) = (
    "le registre nomme ses finalités et n’a pas de place pour un usage de la taxonomie",
    "the register names its purposes and has no place for a use of the taxonomy",
);
const WHICH: (&str, &str) = (
    "le registre demande quelles données sensibles, et une condition pour chacune",
    "the register asks which sensitive data, and a condition for each",
);
const WHO: (&str, &str) = ("le registre demande qui", "the register asks who");
const NOT_PERSONAL: (&str, &str) = (
    "aucune catégorie de données de personnes",
    "no category of data of persons",
);
const TWO_NAMES: (&str, &str) = (
    "une autre déclaration nomme autrement la même finalité",
    "another declaration calls the same purpose otherwise",
);
