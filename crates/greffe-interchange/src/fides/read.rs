//! From a manifest to a register.

use std::collections::{HashMap, HashSet};

use greffe_document::Words;
use greffe_terms::{Lang, ProcessingRef, TransferTool};
use serde_json::{Map, Value, json};

use super::declarations::{Column, Declarations};
use super::policy::{self, Declared};
use super::table::Table;
use super::terms;
use super::write::{ORGANIZATION, SYSTEM_TYPE};
use super::yaml::Node;
use crate::bridge::{Kept, Parts, Reading, Unplaced, distinct_purposes, stated_text, text};
use crate::loss::{shown, words};
use crate::{ImportError, ImportLimits, Loss, LossKind};

/// Reads a manifest.
pub(super) fn read(node: &Node, limits: ImportLimits) -> Result<Reading, ImportError> {
    let mut manifest = Table::root(node)?;
    if !manifest.has_any(&["organization", "system", "dataset"]) {
        return Err(ImportError::OtherContent {
            expected: NOT_FIDES,
        });
    }
    let mut reader = Reader {
        limits,
        left: limits.readings,
        ..Reader::default()
    };
    let organisation = reader.organisations(manifest.tables("organization")?)?;
    reader.custom_subjects(manifest.tables("data_subject")?)?;
    reader.custom_categories(manifest.tables("data_category")?)?;
    reader.datasets(manifest.tables("dataset")?)?;
    let mut processings = Vec::new();
    let systems = manifest.tables("system")?;
    limits.check_records(systems.len())?;
    for (index, system) in systems.into_iter().enumerate() {
        processings.push(reader.system(system, index)?);
    }
    reader.policies(manifest.tables("policy")?, node)?;
    manifest.finish(&mut reader.unplaced);
    reader.unused();
    for place in distinct_purposes(&mut processings) {
        reader.reshaped(
            place,
            "une autre déclaration du même nom dit autre chose : un numéro les distingue",
            "another declaration of the same name says otherwise: a number tells them apart",
        );
    }
    let mut register = Map::new();
    let organisation = organisation.unwrap_or_else(|| {
        reader.note(
            LossKind::Assumed,
            "organisation.name".to_owned(),
            "le manifeste ne dit pas qui tient le registre",
            "the manifest does not say who keeps the register",
        );
        json!({ "name": "default_organization" })
    });
    register.insert("organisation".to_owned(), organisation);
    if !processings.is_empty() {
        register.insert("processing".to_owned(), Value::Array(processings));
    }
    Ok(Reading {
        register: Value::Object(register),
        kept: reader.kept,
        unplaced: reader.unplaced,
        reshaped: reader.reshaped,
    })
}

#[derive(Default)]
struct Reader<'n> {
    /// Data subjects of the manifest's own, by key.
    subjects: HashMap<&'n str, &'n str>,
    /// Data subjects that a declaration names.
    used_subjects: HashSet<&'n str>,
    /// Datasets by key, with whether a system refers to them.
    datasets: HashMap<&'n str, (bool, Vec<Column<'n>>)>,
    /// What the organisation is called, where it is, and how to reach its officer.
    name: Option<&'n str>,
    address: Option<&'n str>,
    officer: Option<&'n str>,
    limits: ImportLimits,
    /// Columns that systems may still take from datasets. Each system has its own copy, so that a small manifest can ask for many.
    left: usize,
    kept: Option<Kept>,
    unplaced: Vec<Unplaced>,
    reshaped: Vec<Loss>,
}

impl<'n> Reader<'n> {
    fn note(&mut self, kind: LossKind, place: String, fr: &str, en: &str) {
        self.reshaped.push(Loss::new(kind, place, words(fr, en)));
    }

    fn reshaped(&mut self, place: String, fr: &str, en: &str) {
        self.note(LossKind::Reshaped, place, fr, en);
    }

    fn kept(&mut self, place: String) -> &mut Kept {
        let limit = self.limits.kept;
        self.kept
            .get_or_insert_with(|| Kept::within(limit))
            .at(place)
    }

    /// A register holds no policy: Greffe's own follows from the systems, and any other is reported. Greffe writes one: what a further one of
    /// its key would have to be is not worked out again.
    fn policies(&mut self, tables: Vec<Table<'n>>, root: &'n Node) -> Result<(), ImportError> {
        let follows = |table: &Table<'n>| {
            let own = Declared::in_document(root).and_then(|all| all.policy(Lang::default()));
            own.is_some_and(|own| table.is(|node| policy::is_same(node, &own)))
        };
        let mut is_known = false;
        for mut table in tables {
            let key = table.required("fides_key")?;
            let is_own = key == policy::KEY;
            let is_further = is_own && std::mem::replace(&mut is_known, true);
            if is_own && !is_further && follows(&table) {
                continue;
            }
            self.unplaced.push(Unplaced {
                place: format!("policy[{}]", shown(key)),
                value: table.to_json(),
                why: if is_further { ONE_POLICY } else { NO_POLICY },
            });
        }
        Ok(())
    }

    /// The first one keeps the register.
    fn organisations(&mut self, tables: Vec<Table<'n>>) -> Result<Option<Value>, ImportError> {
        let mut first = None;
        for mut table in tables {
            if let Some(key) = table.text("fides_key")?.filter(|key| *key != ORGANIZATION) {
                table.unplaced("fides_key", json!(key), NO_PLACE, &mut self.unplaced);
            }
            let words = table.text("name")?;
            let name = words.and_then(text);
            if first.is_some() {
                table.unplaced(
                    "name",
                    name.unwrap_or_default(),
                    (
                        "un registre est tenu par un seul organisme",
                        "one organisation keeps a register",
                    ),
                    &mut self.unplaced,
                );
                table.finish(&mut self.unplaced);
                continue;
            }
            self.name = words;
            let mut organisation = Map::new();
            let missing = name.is_none();
            organisation.insert(
                "name".to_owned(),
                name.unwrap_or_else(|| json!("default_organization")),
            );
            if missing {
                self.note(
                    LossKind::Assumed,
                    "organisation.name".to_owned(),
                    "l’organisme n’a pas de nom",
                    "the organisation has no name",
                );
            }
            if let Some(mut controller) = table.table("controller")? {
                self.address = controller.text("address")?;
                insert(
                    &mut organisation,
                    "address",
                    controller.text("address")?.and_then(stated_text),
                );
                insert(
                    &mut organisation,
                    "contact",
                    controller.text("email")?.and_then(stated_text),
                );
                controller.finish(&mut self.unplaced);
            }
            if let Some(mut officer) = table.table("data_protection_officer")? {
                let email = officer.text("email")?.and_then(stated_text);
                let address = officer.text("address")?.and_then(stated_text);
                self.officer = officer.text("email")?.or(officer.text("address")?);
                if let Some(contact) = email.or(address) {
                    // fides does not say whether the officer is of the house: it stays unknown.
                    organisation.insert("dpo".to_owned(), json!({ "contact": contact }));
                }
                officer.finish(&mut self.unplaced);
            }
            self.kept_rest(&mut table)?;
            table.finish(&mut self.unplaced);
            first = Some(Value::Object(organisation));
        }
        Ok(first)
    }

    fn kept_rest(&mut self, table: &mut Table<'n>) -> Result<(), ImportError> {
        let Some(mut meta) = table.table("meta")? else {
            return Ok(());
        };
        let place = meta.label_of("greffe_register");
        let lang = meta
            .text("greffe_language")?
            .and_then(|tag| tag.parse().ok());
        if let Some(rest) = meta.text("greffe_register")? {
            let kept = self.kept(place);
            kept.lang = lang.unwrap_or_default();
            kept.take(rest, Parts::take_rest)?;
        }
        meta.finish(&mut self.unplaced);
        Ok(())
    }

    fn custom_subjects(&mut self, tables: Vec<Table<'n>>) -> Result<(), ImportError> {
        for mut table in tables {
            let key = table.required("fides_key")?;
            self.subjects
                .insert(key, table.text("name")?.unwrap_or(key));
            table.finish(&mut self.unplaced);
        }
        Ok(())
    }

    fn custom_categories(&mut self, tables: Vec<Table<'n>>) -> Result<(), ImportError> {
        for mut table in tables {
            // The one that this bridge writes is known; what others define is read by the known key that it lies under.
            if table.required("fides_key")? == terms::TRADE_UNION {
                let _known = (table.node("name"), table.node("parent_key"));
            }
            table.finish(&mut self.unplaced);
        }
        Ok(())
    }

    fn datasets(&mut self, tables: Vec<Table<'n>>) -> Result<(), ImportError> {
        for mut dataset in tables {
            let key = dataset.required("fides_key")?;
            dataset.known_as(format!("dataset[{}]", shown(key)));
            if let Some(name) = dataset.text("name")? {
                dataset.unplaced("name", json!(name), NO_PLACE, &mut self.unplaced);
            }
            let mut columns = Vec::new();
            for mut collection in dataset.tables("collections")? {
                let table = collection.required("name")?;
                columns.push(Column {
                    table,
                    name: None,
                    categories: collection.texts("data_categories")?,
                });
                for mut field in collection.tables("fields")? {
                    let name = Some(field.required("name")?);
                    let categories = field.texts("data_categories")?;
                    if !categories
                        .iter()
                        .any(|key| terms::read_category(key).is_some())
                    {
                        field.unplaced("name", json!(name), NOT_PERSONAL, &mut self.unplaced);
                    }
                    columns.push(Column {
                        table,
                        name,
                        categories,
                    });
                    field.finish(&mut self.unplaced);
                }
                collection.finish(&mut self.unplaced);
            }
            dataset.finish(&mut self.unplaced);
            self.datasets.insert(key, (false, columns));
        }
        Ok(())
    }

    fn unused(&mut self) {
        let mut unused: Vec<_> = self
            .datasets
            .iter()
            .filter(|(_, (is_used, _))| !is_used)
            .map(|(key, _)| Unplaced {
                place: format!("dataset[{}]", shown(key)),
                value: Value::Null,
                why: UNUSED,
            })
            .collect();
        let subjects = self.subjects.iter();
        let subjects = subjects.filter(|(key, _)| !self.used_subjects.contains(*key));
        unused.extend(subjects.map(|(key, name)| Unplaced {
            place: format!("data_subject[{}]", shown(key)),
            value: json!(name),
            why: UNUSED,
        }));
        unused.sort_by(|a, b| a.place.cmp(&b.place));
        self.unplaced.append(&mut unused);
    }

    fn system(&mut self, mut system: Table<'n>, index: usize) -> Result<Value, ImportError> {
        let key = system.required("fides_key")?;
        let mut record = Map::new();
        let reference = if key.parse::<ProcessingRef>().is_ok() {
            system.known_as(format!("system[{key}]"));
            key.to_owned()
        } else {
            self.reshaped(
                system.label_of("fides_key"),
                "la clé n’est pas une référence de registre : un numéro la remplace",
                "the key is no reference of a register: a number takes its place",
            );
            format!("system-{}", index + 1)
        };
        record.insert("ref".to_owned(), json!(reference));
        let name = system
            .text("name")?
            .and_then(text)
            .unwrap_or_else(|| json!(key));
        record.insert("name".to_owned(), name);
        insert(
            &mut record,
            "responsible",
            system
                .text("administrating_department")?
                .filter(|d| *d != "Not defined")
                .and_then(stated_text),
        );
        if let Some(kind) = system
            .text("system_type")?
            .filter(|kind| *kind != SYSTEM_TYPE)
        {
            system.unplaced("system_type", json!(kind), NO_PLACE, &mut self.unplaced);
        }
        self.role(&mut system, &mut record)?;
        self.transfers(&mut system, &mut record)?;
        if let Some(practices) = system.text("data_security_practices")?.and_then(text) {
            record.insert("measures".to_owned(), json!({ "other": [practices] }));
        }
        for (key, known) in ["legal_name", "legal_address", "dpo"].into_iter().zip([
            self.name,
            self.address,
            self.officer,
        ]) {
            // Of the organisation, and said there; what another system says is another organisation's.
            if let Some(words) = system.text(key)?.filter(|words| Some(*words) != known) {
                system.unplaced(
                    key,
                    json!(words),
                    (
                        "le registre le dit une fois, de l’organisme",
                        "the register says it once, of the organisation",
                    ),
                    &mut self.unplaced,
                );
            }
        }
        let mut datasets = system.texts("dataset_references")?;
        let mut declarations = Declarations::default();
        for declaration in system.tables("privacy_declarations")? {
            declarations.read(declaration, &mut self.unplaced)?;
        }
        datasets.extend(declarations.datasets.as_slice());
        let mut columns = Vec::new();
        for key in datasets {
            match self.datasets.get_mut(key) {
                Some((is_used, found)) => {
                    *is_used = true;
                    self.left = self.left.checked_sub(found.len()).ok_or(OVER_BUDGET)?;
                    columns.append(&mut found.clone());
                }
                None => system.unplaced(
                    "dataset_references",
                    json!(key),
                    NOT_IN_MANIFEST,
                    &mut self.unplaced,
                ),
            }
        }
        self.used_subjects.extend(declarations.subjects.as_slice());
        let label = system.label_of("privacy_declarations");
        declarations.into_record(
            &self.subjects,
            &columns,
            &label,
            &mut record,
            &mut self.unplaced,
        );
        if let Some(mut meta) = system.table("meta")? {
            let place = meta.label_of("greffe_record");
            if let Some(text) = meta.text("greffe_record")? {
                self.kept(place).take(text, Parts::take_record)?;
            }
            meta.finish(&mut self.unplaced);
        }
        system.finish(&mut self.unplaced);
        Ok(Value::Object(record))
    }

    fn role(
        &mut self,
        system: &mut Table<'n>,
        record: &mut Map<String, Value>,
    ) -> Result<(), ImportError> {
        let joint = system.text("joint_controller_info")?;
        if let Some(words) = joint {
            system.unplaced(
                "joint_controller_info",
                json!(words),
                NO_PLACE,
                &mut self.unplaced,
            );
        }
        // The first that the register knows.
        for responsibility in system.texts("responsibility")? {
            let role = match responsibility {
                terms::CONTROLLER if joint.is_some() => "joint_controller",
                terms::CONTROLLER => "controller",
                terms::PROCESSOR => "processor",
                _ => "",
            };
            if !role.is_empty() && !record.contains_key("role") {
                record.insert("role".to_owned(), json!(role));
            } else {
                system.unplaced(
                    "responsibility",
                    json!(responsibility),
                    ONE_ROLE,
                    &mut self.unplaced,
                );
            }
        }
        Ok(())
    }

    fn transfers(
        &mut self,
        system: &mut Table<'n>,
        record: &mut Map<String, Value>,
    ) -> Result<(), ImportError> {
        let are_there = system
            .flag("does_international_transfers")?
            .unwrap_or_default();
        let mut transfers = Vec::new();
        for tool in system.texts("legal_basis_for_transfers")? {
            let known = TransferTool::ALL
                .iter()
                .find(|known| terms::transfer_tool(**known) == tool);
            match known {
                Some(_) if tool == terms::OTHER_TOOL => transfers.push(json!({})),
                Some(known) => transfers.push(json!({ "tool": known.code() })),
                None => system.unplaced(
                    "legal_basis_for_transfers",
                    json!(tool),
                    NO_PLACE,
                    &mut self.unplaced,
                ),
            }
        }
        if transfers.is_empty() && are_there {
            transfers.push(json!({}));
        }
        if !transfers.is_empty() {
            record.insert("transfers".to_owned(), Value::Array(transfers));
        }
        Ok(())
    }
}

/// More than any register that could follow may hold.
const OVER_BUDGET: ImportError = ImportError::OverBudget { line: 0, column: 0 };

fn insert(object: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        object.insert(key.to_owned(), value);
    }
}

const NOT_FIDES: Words = Words::new(
    "ni `system`, ni `dataset`, ni `organization`\u{a0}: ce n’est pas un manifeste fides",
    "no `system`, `dataset` or `organization`: it is no fides manifest",
);
const NO_PLACE: (&str, &str) = (
    "le registre n’a pas de place pour cela",
    "the register has no place for it",
);
const UNUSED: (&str, &str) = ("aucun système ne s’y réfère", "no system refers to it");
const NO_POLICY: (&str, &str) = (
    "un registre ne contient pas de politique, et celle-ci ne se déduit pas des systèmes",
    "a register holds no policy, and this one does not follow from the systems",
);
const ONE_POLICY: (&str, &str) = (
    "le manifeste contient déjà une politique de cette clé",
    "the manifest already holds a policy of that key",
);
const NOT_IN_MANIFEST: (&str, &str) = (
    "le manifeste ne contient pas ce jeu de données",
    "the manifest does not hold that dataset",
);
const NOT_PERSONAL: (&str, &str) = (
    "aucune catégorie de données de personnes",
    "no category of data of persons",
);
const ONE_ROLE: (&str, &str) = (
    "un enregistrement dit un rôle, que le registre connaisse",
    "a record says one role, and one that the register knows",
);
