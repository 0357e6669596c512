//! From a register to a manifest.

use std::collections::{BTreeMap, HashMap, HashSet};

use greffe_register::{
    DataEntry, Measure, Processing, Purpose, Recipient, Register, Retention, Stated, Subject, Who,
};
use greffe_terms::{DataCategory, Lang, LegalBasis, MeasureFamily, Role, SensitiveCategory, Text};

use super::manifest::{
    Collection, ContactDetails, CustomCategory, CustomSubject, Dataset, Field, Manifest, Meta,
    Organization, PrivacyDeclaration, System,
};
use super::policy::Declared;
use super::{terms, words};
use crate::bridge::Parts;
use crate::{Extent, ImportError, Loss, LossKind};

/// The manifest of a register.
pub(super) fn manifest(register: &Register, lang: Lang, extent: Extent) -> Manifest {
    let kept = match extent {
        Extent::Terms => None,
        Extent::Whole => Some(Parts::of(register)),
    };
    let rest = kept.as_ref().map(|kept| Meta {
        greffe_language: Some(lang.tag()),
        greffe_register: Some(kept.rest()),
        greffe_record: None,
    });
    let mut records = kept.iter().flat_map(Parts::records).map(|record| Meta {
        greffe_language: None,
        greffe_register: None,
        greffe_record: Some(record),
    });
    let mut subjects = Subjects::default();
    let systems: Vec<_> = register
        .processings()
        .iter()
        .map(|record| system(register, record, lang, &mut subjects, records.next()))
        .collect();
    let mut manifest = Manifest {
        organization: vec![organization(register, lang, rest)],
        data_category: custom_categories(register, lang),
        data_subject: subjects.custom,
        dataset: register
            .processings()
            .iter()
            .filter_map(|record| dataset(record, lang))
            .collect(),
        system: systems,
        policy: Vec::new(),
    };
    let policy = Declared::by(&manifest).policy(lang);
    manifest.policy.extend(policy);
    manifest
}

/// What the manifest says because fides asks for it, and that is no fact of the register.
pub(super) fn assumptions(register: &Register) -> impl Iterator<Item = Loss> {
    let assumed =
        |place: String, fr, en| Loss::new(LossKind::Assumed, place, words::assumed(fr, en));
    let systems = (!register.processings().is_empty()).then(|| {
        assumed(
            "processing".to_owned(),
            "fides demande un type de système et si la base légale est modifiable : `Service`, et non",
            "fides asks for a type of system and whether a legal basis may be overridden: `Service`, and no",
        )
    });
    let uses = register.processings().iter().flat_map(move |record| {
        let reference = record.reference.to_string();
        let place = move |purpose: &Purpose| format!("processing[{reference}].purpose[{}]", purpose.id);
        record.purposes.iter().map(move |purpose| {
            assumed(
                place(purpose),
                "fides demande un usage de sa taxonomie : déduit de la base légale et de la prospection",
                "fides asks for a use of its taxonomy: drawn from the legal basis and from marketing",
            )
        })
    });
    systems.into_iter().chain(uses)
}

fn organization(register: &Register, lang: Lang, meta: Option<Meta>) -> Organization {
    let organisation = register.organisation();
    let contact = known(&organisation.contact, lang);
    let officer = organisation
        .dpo
        .known()
        .and_then(|dpo| known(&dpo.contact, lang));
    let (email, address) = mailbox(officer);
    Organization {
        fides_key: ORGANIZATION,
        name: organisation.name.in_language(lang).to_owned(),
        controller: ContactDetails {
            address: known(&organisation.address, lang),
            email: mailbox(contact).0,
        },
        data_protection_officer: ContactDetails { address, email },
        meta,
    }
}

/// A contact as an e-mail address, or as another one.
fn mailbox(contact: Option<String>) -> (Option<String>, Option<String>) {
    match contact {
        Some(text) if text.contains('@') && !text.contains(char::is_whitespace) => {
            (Some(text), None)
        }
        other => (None, other),
    }
}

fn system(
    register: &Register,
    record: &Processing,
    lang: Lang,
    subjects: &mut Subjects,
    meta: Option<Meta>,
) -> System {
    let organisation = register.organisation();
    let role = match record.role {
        Some(Role::Processor) => Some(terms::PROCESSOR),
        Some(_) => Some(terms::CONTROLLER),
        None => None,
    };
    let mut tools: Vec<_> = record
        .transfers
        .items()
        .iter()
        .filter_map(|transfer| transfer.tool.map(terms::transfer_tool))
        .collect();
    tools.dedup();
    System {
        fides_key: record.reference.to_string(),
        name: record.name.in_language(lang).to_owned(),
        system_type: SYSTEM_TYPE,
        administrating_department: known(&record.responsible, lang),
        legal_name: organisation.name.in_language(lang).to_owned(),
        legal_address: known(&organisation.address, lang),
        dpo: organisation
            .dpo
            .known()
            .and_then(|dpo| known(&dpo.contact, lang)),
        responsibility: role.into_iter().collect(),
        does_international_transfers: !record.transfers.items().is_empty(),
        legal_basis_for_transfers: tools,
        data_security_practices: measures(record, lang),
        dataset_references: dataset(record, lang)
            .map(|dataset| dataset.fides_key)
            .into_iter()
            .collect(),
        privacy_declarations: declarations(record, lang, subjects),
        meta,
    }
}

/// Bytes of texts that a manifest may repeat: each system names the organisation, and each declaration the record's subjects, categories and recipients.
const MAX_REPEATED_BYTES: usize = 128 << 20;

/// Refuses a register whose manifest would be out of all proportion to it: many purposes beside many subjects are their product.
pub(super) fn check_size(register: &Register, lang: Lang) -> Result<(), ImportError> {
    let organisation = register.organisation();
    let dpo = organisation.dpo.known();
    let of_organisation = organisation.name.in_language(lang).len()
        + text_length(known(&organisation.address, lang))
        + text_length(dpo.and_then(|dpo| known(&dpo.contact, lang)));
    let mut repeated = of_organisation.saturating_mul(register.processings().len());
    for record in register.processings() {
        let bases = record
            .purposes
            .iter()
            .map(|purpose| purpose.basis.items().len().max(1));
        let declarations: usize = bases.sum();
        let each = record.subjects.items().len() * KEY_BYTES
            + categories(record).len() * KEY_BYTES
            + text_length(retention_period(record, lang))
            + text_length(third_parties(record, lang));
        repeated = repeated.saturating_add(declarations.max(1).saturating_mul(each));
    }
    if repeated > MAX_REPEATED_BYTES {
        return Err(ImportError::OverBudget { line: 0, column: 0 });
    }
    Ok(())
}

/// About the length of a key of the taxonomy.
const KEY_BYTES: usize = 30;

fn text_length(text: Option<String>) -> usize {
    text.map_or(0, |text| text.len())
}

/// A declaration has one legal basis at most: a purpose with several has several.
fn declarations(
    record: &Processing,
    lang: Lang,
    subjects: &mut Subjects,
) -> Vec<PrivacyDeclaration> {
    let subjects: Vec<_> = record
        .subjects
        .items()
        .iter()
        .map(|subject| subjects.key(subject, lang))
        .collect();
    // The same for every declaration, and long to gather where a record holds much.
    let (categories, condition) = (categories(record), condition(record));
    let (retention_period, third_parties) =
        (retention_period(record, lang), third_parties(record, lang));
    let sensitive = record.sensitive.items();
    let is_special = sensitive.iter().any(|data| is_special(data.category));
    let declaration =
        |purpose: Option<&Purpose>, basis: Option<LegalBasis>, number: usize| PrivacyDeclaration {
            name: purpose.map(|purpose| declaration_name(purpose, number, lang)),
            data_categories: categories.clone(),
            data_use: purpose.map_or(terms::data_use(false, &[], None), |purpose| {
                terms::data_use(purpose.marketing, &purpose.channels, basis)
            }),
            data_subjects: subjects.clone(),
            legal_basis_for_processing: basis.map(terms::legal_basis),
            flexible_legal_basis_for_processing: basis.map(|_| false),
            retention_period: retention_period.clone(),
            processes_special_category_data: is_special,
            special_category_legal_basis: condition,
            data_shared_with_third_parties: third_parties.is_some(),
            third_parties: third_parties.clone(),
        };
    let of_purposes = record.purposes.iter().flat_map(|purpose| {
        let bases: Vec<_> = match purpose.basis.items() {
            [] => vec![None],
            bases => bases.iter().copied().map(Some).collect(),
        };
        bases
            .into_iter()
            .enumerate()
            .map(move |(index, basis)| (Some(purpose), basis, index + 1))
    });
    let says_something =
        !record.data.is_empty() || !subjects.is_empty() || !record.sensitive.items().is_empty();
    let without_purpose = (record.purposes.is_empty() && says_something).then_some((None, None, 1));
    of_purposes
        .chain(without_purpose)
        .map(|(purpose, basis, number)| declaration(purpose, basis, number))
        .collect()
}

/// `Billing [invoicing]`, `Billing [invoicing#2]` for its second legal basis; `invoicing` where it has no other name.
fn declaration_name(purpose: &Purpose, number: usize, lang: Lang) -> String {
    let number = if number > 1 {
        format!("#{number}")
    } else {
        String::new()
    };
    match &purpose.name {
        Some(name) => format!("{} [{}{number}]", name.in_language(lang), purpose.id),
        None => format!("{}{number}", purpose.id),
    }
}

fn categories(record: &Processing) -> Vec<&'static str> {
    let data = record
        .data
        .iter()
        .map(|entry| terms::data_category(entry.category));
    let sensitive = record
        .sensitive
        .items()
        .iter()
        .map(|data| terms::sensitive_category(data.category));
    let mut keys = Vec::new();
    for key in data.chain(sensitive) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Art. 10 data are no special category of Art. 9.
pub(super) fn is_special(category: SensitiveCategory) -> bool {
    category != SensitiveCategory::Offence
}

/// The condition of Art. 9(2), where all special categories of the record rest on the same.
fn condition(record: &Processing) -> Option<&'static str> {
    let mut conditions = record
        .sensitive
        .items()
        .iter()
        .filter(|data| is_special(data.category))
        .map(|data| data.condition);
    let first = conditions.next()??;
    conditions
        .all(|other| other == Some(first))
        .then(|| terms::condition(first))
}

/// `economic: 10 years from …; identity: not stated`.
fn retention_period(record: &Processing, lang: Lang) -> Option<String> {
    let of = |entry: &DataEntry| {
        let words = match &entry.retention {
            Retention::Unknown => return None,
            Retention::Unstated => words::unstated(lang).to_owned(),
            Retention::Rule(rule) => rule.in_words(lang),
        };
        Some(format!("{}{} {words}", entry.id, lang.pick("\u{a0}:", ":")))
    };
    let parts: Vec<_> = record.data.iter().filter_map(of).collect();
    (!parts.is_empty()).then(|| parts.join(lang.pick("\u{a0}; ", "; ")))
}

fn third_parties(record: &Processing, lang: Lang) -> Option<String> {
    let recipients = &record.recipients;
    let names: Vec<_> = [
        &recipients.external,
        &recipients.processor,
        &recipients.partner,
        &recipients.third_country,
    ]
    .into_iter()
    .flat_map(Stated::items)
    .map(|recipient: &Recipient| recipient.name.in_language(lang))
    .collect();
    (!names.is_empty()).then(|| names.join("; "))
}

fn measures(record: &Processing, lang: Lang) -> Option<String> {
    // What no family is known for is read into the last one: alone it stands without a name, as it came.
    let is_alone = record.measures.len() == 1;
    let parts: Vec<_> = record
        .measures
        .iter()
        .map(|(family, measure)| match measure {
            Measure::Detailed(texts) if is_alone && *family == MeasureFamily::Other => {
                let texts: Vec<_> = texts.iter().map(|text| text.in_language(lang)).collect();
                texts.join(", ")
            }
            Measure::Stated => family.label(lang).to_owned(),
            Measure::Detailed(texts) => {
                let texts: Vec<_> = texts.iter().map(|text| text.in_language(lang)).collect();
                format!(
                    "{}{} {}",
                    family.label(lang),
                    lang.pick("\u{a0}:", ":"),
                    texts.join(", ")
                )
            }
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// What a table holds: categories, and fields each with the category that it first stood under.
#[derive(Default)]
struct Held<'r> {
    categories: Vec<DataCategory>,
    fields: Vec<(&'r str, DataCategory)>,
    names: HashSet<&'r str>,
}

/// The tables that the record's data are held in, each with the fields that this record uses.
fn dataset(record: &Processing, lang: Lang) -> Option<Dataset> {
    let mut tables: BTreeMap<&str, Held<'_>> = BTreeMap::new();
    for entry in &record.data {
        for label in entry.held_in.labels() {
            let held = tables.entry(label).or_default();
            if !held.categories.contains(&entry.category) {
                held.categories.push(entry.category);
            }
            for field in &entry.fields {
                if held.names.insert(field) {
                    held.fields.push((field, entry.category));
                }
            }
        }
    }
    let collections: Vec<_> = tables
        .into_iter()
        .map(|(name, held)| Collection {
            name: name.to_owned(),
            data_categories: held
                .categories
                .into_iter()
                .map(terms::data_category)
                .collect(),
            fields: held
                .fields
                .into_iter()
                .map(|(name, category)| Field {
                    name: name.to_owned(),
                    data_categories: vec![terms::field_category(name, category)],
                })
                .collect(),
        })
        .collect();
    (!collections.is_empty()).then(|| Dataset {
        fides_key: format!("{}.tables", record.reference),
        name: record.name.in_language(lang).to_owned(),
        collections,
    })
}

fn custom_categories(register: &Register, lang: Lang) -> Vec<CustomCategory> {
    let union = register
        .processings()
        .iter()
        .flat_map(|record| record.sensitive.items())
        .any(|data| data.category == SensitiveCategory::Union);
    let category = CustomCategory {
        fides_key: terms::TRADE_UNION,
        name: SensitiveCategory::Union.label(lang).to_owned(),
        parent_key: "user",
    };
    union.then_some(category).into_iter().collect()
}

/// Kinds of data subjects, with a key of our own for each that the default taxonomy lacks.
#[derive(Default)]
struct Subjects {
    custom: Vec<CustomSubject>,
    /// The keys that are there.
    keys: HashSet<String>,
    /// The key of each name in the records' own words.
    texts: HashMap<String, String>,
}

impl Subjects {
    fn key(&mut self, subject: &Subject, lang: Lang) -> String {
        let (key, name) = match &subject.who {
            Who::Kind(kind) => match terms::subject(*kind) {
                Some(key) => return key.to_owned(),
                None => (format!("{KIND}{}", kind.code()), kind.label(lang)),
            },
            Who::Other(text) => {
                let name = text.in_language(lang);
                let number = self.texts.len() + 1;
                let key = self.texts.entry(name.to_owned());
                (
                    key.or_insert_with(|| format!("{TEXT}{number}")).clone(),
                    name,
                )
            }
            // A subject of a kind that this bridge does not know yet.
            _ => (format!("{KIND}other"), lang.pick("Autres", "Others")),
        };
        if self.keys.insert(key.clone()) {
            self.custom.push(CustomSubject {
                fides_key: key.clone(),
                name: name.to_owned(),
            });
        }
        key
    }
}

fn known(stated: &Stated<Text>, lang: Lang) -> Option<String> {
    stated.known().map(|text| text.in_language(lang).to_owned())
}

/// What stands before the code of a kind of data subject.
pub(super) const KIND: &str = "greffe_";
/// What stands before the number of a data subject in the record's own words.
pub(super) const TEXT: &str = "greffe_subject_";
/// What fides calls a system of no particular type.
pub(super) const SYSTEM_TYPE: &str = "Service";
/// The organisation that every resource belongs to unless told.
pub(super) const ORGANIZATION: &str = "default_organization";
