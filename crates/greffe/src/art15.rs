//! From the register's records to what Art. 15(1) and (2) have the controller tell a person.

mod partly;

use std::collections::HashSet;

use greffe_export::{
    Art15Information, AutomatedDecision, CategoryInformation, Contact, PurposeInformation,
    RecipientInformation, RetentionInformation, Stated as Told, TransferInformation,
};
use greffe_register::{
    DataEntry, DataSource, Processing, Purpose, Register, Retention, Stated, field_label,
};
use greffe_terms::{Lang, LegalBasis, SpecialCondition, Text};

/// The information about these processings.
pub(crate) fn information(register: &Register, processings: &[&Processing]) -> Art15Information {
    let organisation = register.organisation();
    let mut information = Art15Information::new(controller(register));
    information.officer = organisation.dpo.known().map(|officer| Contact {
        name: both(
            "Délégué à la protection des données",
            "Data protection officer",
        ),
        address: address(&officer.contact),
    });
    information.purposes = purposes(processings);
    information.categories = categories(processings);
    information.recipients = recipients(processings);
    information.retention = retention(processings);
    information.origins = origins(processings);
    information.automated_decisions = automated_decisions(processings);
    information.transfers = transfers(processings);
    information.partly_stated = partly::stated(&information, processings);
    information
}

/// Who keeps the register, and where to write.
pub(crate) fn controller(register: &Register) -> Contact {
    let organisation = register.organisation();
    Contact {
        name: organisation.name.clone(),
        address: address(&organisation.contact).or_else(|| address(&organisation.address)),
    }
}

fn address(stated: &Stated<Text>) -> Option<String> {
    stated
        .known()
        .map(|text| text.in_language(Lang::Fr).to_owned())
}

/// Each purpose once. Where it has several bases, one that makes data portable stands first, for the person's benefit.
fn purposes(processings: &[&Processing]) -> Vec<PurposeInformation> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for processing in processings {
        for purpose in processing
            .purposes
            .iter()
            .filter(|purpose| seen.insert(&purpose.id))
        {
            let mut bases: Vec<_> = purpose.basis.items().iter().copied().map(Some).collect();
            bases.sort_by_key(|basis| {
                !matches!(basis, Some(LegalBasis::Consent | LegalBasis::Contract))
            });
            if bases.is_empty() {
                bases.push(None);
            }
            for basis in bases {
                let mut told =
                    PurposeInformation::new(purpose.id.clone(), purpose_name(purpose), basis);
                told.processing = Some(processing.reference.clone());
                told.special = special(processing);
                found.push(told);
            }
        }
    }
    found
}

/// The condition on which special categories are processed: explicit consent where it is among them, for it makes data portable (Art. 20(1)(a)) and
/// can be withdrawn.
fn special(processing: &Processing) -> Option<SpecialCondition> {
    let items = processing.sensitive.items().iter();
    let conditions: Vec<_> = items.filter_map(|item| item.condition).collect();
    let explicit = SpecialCondition::ExplicitConsent;
    let asked = conditions.contains(&explicit).then_some(explicit);
    asked.or(conditions.first().copied())
}

fn purpose_name(purpose: &Purpose) -> Text {
    purpose
        .name
        .clone()
        .unwrap_or_else(|| Text::plain(purpose.id.as_str()))
}

fn categories(processings: &[&Processing]) -> Vec<CategoryInformation> {
    let mut found: Vec<CategoryInformation> = Vec::new();
    for entry in processings.iter().flat_map(|processing| &processing.data) {
        let told = CategoryInformation {
            category: entry.category,
            detail: detail(entry),
        };
        if !found.contains(&told) {
            found.push(told);
        }
    }
    found
}

/// The entry's words, and where it has none, the names of its fields as people read them.
fn detail(entry: &DataEntry) -> Option<Text> {
    let words = |lang| {
        let fields: Vec<_> = entry
            .fields
            .iter()
            .map(|field| field_label(field, lang))
            .collect();
        fields.join(", ")
    };
    let named = || (!entry.fields.is_empty()).then(|| both(&words(Lang::Fr), &words(Lang::En)));
    entry.detail.known().cloned().or_else(named)
}

/// Whoever any of the records names. Nothing is told as *none* unless every record says so of every kind that it speaks of.
fn recipients(processings: &[&Processing]) -> Told<RecipientInformation> {
    let mut told = Told::Unstated;
    for processing in processings {
        for (kind, stated) in processing.recipients.by_kind() {
            for recipient in stated.items() {
                let found = RecipientInformation {
                    name: recipient.name.clone(),
                    kind,
                };
                if !contains(&told, &found) {
                    told.push(found);
                }
            }
        }
    }
    let all_none = !processings.is_empty()
        && processings
            .iter()
            .all(|p| p.recipients.by_kind().all(|(_, stated)| stated.is_none()));
    if all_none { Told::Nothing } else { told }
}

fn contains<T: PartialEq>(told: &Told<T>, item: &T) -> bool {
    matches!(told, Told::These(items) if items.contains(item))
}

/// How long each entry is kept, in words. An entry of which the register does not say it is told so: leaving it out would hide it.
fn retention(processings: &[&Processing]) -> Vec<RetentionInformation> {
    let entries = processings.iter().flat_map(|processing| {
        processing
            .data
            .iter()
            .map(move |entry| (*processing, entry))
    });
    entries
        .map(|(processing, entry)| {
            let (period, citations) = match &entry.retention {
                Retention::Rule(rule) => (
                    both(&rule.in_words(Lang::Fr), &rule.in_words(Lang::En)),
                    rule.law().to_vec(),
                ),
                Retention::Unknown | Retention::Unstated => (
                    both(
                        "durée non précisée par le registre",
                        "period not stated in the register",
                    ),
                    Vec::new(),
                ),
            };
            RetentionInformation {
                what: what(processing, entry),
                period,
                citations,
            }
        })
        .collect()
}

fn what(processing: &Processing, entry: &DataEntry) -> Text {
    let words = |lang: Lang| {
        let detail = detail(entry);
        let detail = detail
            .as_ref()
            .map_or(entry.category.label(lang), |text| text.in_language(lang));
        let name = processing.name.in_language(lang);
        lang.pick(
            format!("{name}\u{a0}: {detail}"),
            format!("{name}: {detail}"),
        )
    };
    both(&words(Lang::Fr), &words(Lang::En))
}

/// Where data came from that the person did not give, Art. 15(1)(g).
fn origins(processings: &[&Processing]) -> Told<Text> {
    let mut told: Told<Text> = Told::Unstated;
    for processing in processings {
        if let Some(source) = processing
            .source
            .known()
            .filter(|source| !contains(&told, *source))
        {
            told.push(source.clone());
        }
    }
    let entries = || processings.iter().flat_map(|processing| &processing.data);
    let all_from_person = entries().next().is_some()
        && entries().all(|entry| {
            matches!(
                entry.source,
                Stated::Known(DataSource::Provided | DataSource::Observed)
            )
        });
    if !told.is_stated() && all_from_person {
        Told::Nothing
    } else {
        told
    }
}

/// Decisions that no human takes, Art. 15(1)(h).
fn automated_decisions(processings: &[&Processing]) -> Told<AutomatedDecision> {
    let mut told = Told::Unstated;
    for decision in processings
        .iter()
        .flat_map(|processing| processing.automated_decisions.items())
    {
        let logic = || both("Logique non précisée.", "Logic not stated.");
        let consequences = || both("Conséquences non précisées.", "Consequences not stated.");
        let found = AutomatedDecision {
            what: decision.what.clone(),
            logic: decision.logic.clone().unwrap_or_else(logic),
            consequences: decision.consequences.clone().unwrap_or_else(consequences),
        };
        if !contains(&told, &found) {
            told.push(found);
        }
    }
    let all_none =
        !processings.is_empty() && processings.iter().all(|p| p.automated_decisions.is_none());
    if all_none { Told::Nothing } else { told }
}

fn transfers(processings: &[&Processing]) -> Told<TransferInformation> {
    let mut told = Told::Unstated;
    for transfer in processings
        .iter()
        .flat_map(|processing| processing.transfers.items())
    {
        let unnamed = || both("destinataire non précisé", "recipient not stated");
        told.push(TransferInformation {
            recipient: transfer.recipient.clone().unwrap_or_else(unnamed),
            country: match transfer.country {
                Some(country) => both(country.label(Lang::Fr), country.label(Lang::En)),
                None if transfer.international_organisation == Some(true) => {
                    both("organisation internationale", "international organisation")
                }
                None => both("pays non précisé", "country not stated"),
            },
            tool: transfer.tool,
        });
    }
    let all_none = !processings.is_empty() && processings.iter().all(|p| p.transfers.is_none());
    if all_none { Told::Nothing } else { told }
}

fn both(fr: &str, en: &str) -> Text {
    Text::new(Some(fr.to_owned()), Some(en.to_owned())).unwrap_or_else(|| Text::plain(fr))
}
