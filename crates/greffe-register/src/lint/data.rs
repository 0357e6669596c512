//! Data, how long they are kept, and how they are sealed.

use std::collections::HashMap;

use greffe_document::Words;
use greffe_retention::{Event, Rule};
use greffe_terms::{DataCategory, Lang};

use super::at::At;
use super::limits::keeps_the_newest_for_ever;
use super::purposes::obsolete_law;
use super::{Check, Finding, Group, Judged, Severity};
use crate::{DataEntry, Processing, Register, Retention, SealedType};

pub(super) const GROUP: Group = Group {
    checks: &[
        &DATA_MISSING,
        &SENSITIVE_WITHOUT_CONDITION,
        &RETENTION_UNKNOWN,
        &RETENTION_UNSTATED,
        &STAGE_WITHOUT_END,
        &BACKUPS_OUTLIVE,
        &BACKUPS_WITHOUT_LIMIT,
        &LOGS_UNDER_HOSTING_LAW_ALONE,
        &ANCHOR_LOST,
        &GUESSABLE_SEALED,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    for (index, processing) in register.processings().iter().enumerate() {
        let at = At::processing(index, processing);
        if processing.data.is_empty() && !processing.is_processor_record() {
            let finding = Finding::new(&DATA_MISSING, at.clone().then("data"));
            found.push(finding.warning_if(processing.role.is_none()));
        }
        for (index, sensitive) in processing.sensitive.items().iter().enumerate() {
            // Offences are a matter of Art. 10, which has no list of conditions.
            let is_offence = sensitive.category == greffe_terms::SensitiveCategory::Offence;
            if sensitive.condition.is_none() && !is_offence {
                let at = at.clone().then("sensitive").item(index);
                found.push(Finding::new(&SENSITIVE_WITHOUT_CONDITION, at));
            }
        }
        for (index, entry) in processing.data.iter().enumerate() {
            let at = at.entry(index, entry);
            check_entry(entry, &at, found);
            if logs_under_hosting_law_alone(processing, entry) {
                found.push(Finding::new(&LOGS_UNDER_HOSTING_LAW_ALONE, at));
            }
        }
        found.extend(outlived(processing, &at));
    }
    lost_anchors(register, found);
    let series = register.backups().iter();
    for series in series.filter(|series| series.keep.is_none()) {
        let at = At::key("backups").named(&series.name);
        found.push(Finding::new(&BACKUPS_WITHOUT_LIMIT, at));
    }
}

/// Once a record, for nearly every entry of a record that has backups has them: the entries by their labels, which are ids or numbers.
fn outlived(processing: &Processing, at: &At) -> Option<Finding> {
    let entries = processing.data.iter().enumerate();
    let in_backups = |entry: &DataEntry| {
        let rule = entry.retention.rule();
        rule.is_some_and(|rule| rule.backups().next().is_some())
    };
    let outlived: Vec<_> = entries
        .filter(|(_, entry)| in_backups(entry))
        .map(|(index, entry)| At::entry_label(index, entry))
        .collect();
    let rest = outlived.len().saturating_sub(ENTRIES_NAMED);
    let named = outlived.iter().take(ENTRIES_NAMED).map(String::as_str);
    let named = named.collect::<Vec<_>>().join(", ");
    let words = |lang: Lang| match rest {
        0 => named.clone(),
        _ => lang.pick(
            format!("{named} et {rest} de plus"),
            format!("{named} and {rest} more"),
        ),
    };
    let finding = Finding::new(&BACKUPS_OUTLIVE, at.clone().then("data"));
    (!outlived.is_empty()).then(|| finding.with_words(words))
}

/// How many entries a finding on a whole record names.
const ENTRIES_NAMED: usize = 8;

/// Rules that count from an event whose only record is purged before they have counted to the end.
fn lost_anchors(register: &Register, found: &mut Vec<Finding>) {
    let entries = || {
        let processings = register.processings().iter().enumerate();
        processings.flat_map(|(index, processing)| {
            let at = At::processing(index, processing);
            let data = processing.data.iter().enumerate();
            data.map(move |(index, entry)| (at.clone().entry(index, entry), entry))
        })
    };
    let sources = sources_by_event(entries().map(|(_, entry)| entry));
    for (at, entry) in entries() {
        let Some(rule) = entry.retention.rule() else {
            continue;
        };
        // `last_contact` stands for the kinds of event that count as contact.
        let named = rule.events().into_iter().chain(rule.contact());
        let mut sources = named.filter_map(|event| sources.get(event)).flatten();
        if sources.any(|(source, recorded)| rule.loses_anchor(source, recorded).is_some()) {
            found.push(Finding::new(&ANCHOR_LOST, at.then("retention")));
        }
    }
}

/// Of each event the rules of the data that are its only record, with all that these record. Of thousands that are alike, one stands for all: the
/// stages decide.
fn sources_by_event<'r>(
    entries: impl Iterator<Item = &'r DataEntry>,
) -> HashMap<&'r Event, Vec<(&'r Rule, &'r [Event])>> {
    let mut sources: HashMap<_, Vec<(&Rule, &[Event])>> = HashMap::new();
    for entry in entries {
        let Some(rule) = entry.retention.rule() else {
            continue;
        };
        for event in &entry.records {
            let known = sources.entry(event).or_default();
            let mut alike = known
                .iter()
                .filter(|(_, recorded)| *recorded == entry.records);
            if !alike.any(|(known, _)| known.stages() == rule.stages()) {
                known.push((rule, &entry.records));
            }
        }
    }
    sources
}

/// Connection data for which the record names the hosts' duty to identify authors, and no other law.
fn logs_under_hosting_law_alone(processing: &Processing, entry: &DataEntry) -> bool {
    let of_rule = match &entry.retention {
        Retention::Rule(rule) => rule.law(),
        Retention::Unknown | Retention::Unstated => &[],
    };
    let of_purposes = processing.purposes.iter().flat_map(|purpose| &purpose.law);
    let mut law = of_rule.iter().chain(of_purposes).peekable();
    entry.category == DataCategory::Connection
        && law.peek().is_some()
        && law.all(|law| law.as_str().starts_with("LCEN 6"))
}

fn check_entry(entry: &DataEntry, at: &At, found: &mut Vec<Finding>) {
    let retention_at = at.clone().then("retention");
    match &entry.retention {
        Retention::Unknown => found.push(Finding::new(&RETENTION_UNKNOWN, retention_at)),
        Retention::Unstated => found.push(Finding::new(&RETENTION_UNSTATED, retention_at)),
        Retention::Rule(rule) => check_rule(rule, &retention_at, found),
    }
    for (index, sealed) in entry.sealed.iter().enumerate() {
        if is_guessable(sealed.kind) {
            let at = at.clone().then("sealed").item(index);
            found.push(Finding::new(&GUESSABLE_SEALED, at));
        }
    }
}

fn check_rule(rule: &Rule, at: &At, found: &mut Vec<Finding>) {
    // A count without an end has a check of its own, which says more.
    if rule.is_unstated() && !keeps_the_newest_for_ever(rule) {
        found.push(Finding::new(&STAGE_WITHOUT_END, at.clone()));
    }
    found.extend(obsolete_law(rule.law(), at));
}

/// Values out of a small set: whoever sees the column sees which rows are equal, and how often a value comes.
const fn is_guessable(kind: SealedType) -> bool {
    matches!(kind, SealedType::Name)
}

static DATA_MISSING: Check = Check::new(
    "GRF-R030",
    Severity::Error,
    "GDPR 30(1)(c)",
    Words::new(
        "les catégories de données manquent",
        "the categories of data are missing",
    ),
    Words::new(
        "ajoutez un [[processing.data]]",
        "add a [[processing.data]]",
    ),
);
static SENSITIVE_WITHOUT_CONDITION: Check = Check::new(
    "GRF-R031",
    Severity::Warning,
    "GDPR 9(2)",
    Words::new(
        "la catégorie sensible n’indique pas la condition qui permet de la traiter",
        "the sensitive category does not tell the condition that allows it",
    ),
    Words::new("indiquez `condition`", "tell `condition`"),
);
static RETENTION_UNKNOWN: Check = Check::new(
    "GRF-R040",
    Severity::Warning,
    "GDPR 30(1)(f)",
    Words::new(
        "la durée de conservation manque\u{a0}; rien ne sera jamais effacé",
        "the limit of retention is missing; nothing will ever be erased",
    ),
    Words::new("ajoutez une règle `retention`", "add a `retention` rule"),
);
static RETENTION_UNSTATED: Check = Check::new(
    "GRF-R041",
    Severity::Warning,
    "GDPR 5(1)(e)",
    Words::new(
        "le document ne dit pas combien de temps ces données sont conservées\u{a0}; rien ne sera jamais effacé",
        "the document does not say how long these data are kept; nothing will ever be erased",
    ),
    Words::new(
        "décidez d’une durée et d’un point de départ",
        "decide on a length and a starting point",
    ),
);
static STAGE_WITHOUT_END: Check = Check::new(
    "GRF-R042",
    Severity::Warning,
    "GDPR 5(1)(e)",
    Words::new(
        "une étape de la conservation n’a pas de fin",
        "a stage of the retention has no end",
    ),
    Words::new(
        "donnez une durée à la place de \"unstated\"",
        "give a length in the place of \"unstated\"",
    ),
);
static BACKUPS_OUTLIVE: Check = Check::new(
    "GRF-R043",
    Severity::Info,
    "GDPR 17(1)",
    Words::new(
        "des copies survivent à l’effacement dans les sauvegardes",
        "copies outlive the erasure in backups",
    ),
    Words::new(
        "dites-le aux personnes, et réappliquez les effacements après une restauration",
        "tell persons, and replay erasures after a restore",
    ),
);
static BACKUPS_WITHOUT_LIMIT: Check = Check::new(
    "GRF-R044",
    Severity::Warning,
    "GDPR 5(1)(e)",
    Words::new(
        "on ne sait pas combien de temps cette série de sauvegardes est gardée, donc quand une donnée effacée disparaît tout à fait",
        "it is not known how long this backup series is kept, hence when erased data are gone for good",
    ),
    Words::new(
        "indiquez `keep` pour la série",
        "tell `keep` for the series",
    ),
);
static LOGS_UNDER_HOSTING_LAW_ALONE: Check = Check::under_two(
    "GRF-R045",
    Severity::Info,
    ["LCEN 6", "décret 2021-1362"],
    Words::new(
        "ces journaux ne reposent que sur la LCEN, art. 6, qui fait garder de quoi identifier les auteurs de contenus, non tout le trafic",
        "these logs rest on LCEN 6 alone, which orders to keep what identifies the authors of contents, not all traffic",
    ),
    Words::new(
        "limitez-les aux données du décret 2021-1362, ou indiquez sur quoi repose le reste (sécurité, par exemple)",
        "limit them to the data of decree 2021-1362, or tell what the rest is founded on (security, for instance)",
    ),
);
static ANCHOR_LOST: Check = Check::new(
    "GRF-R046",
    Severity::Warning,
    "GDPR 5(1)(e)",
    Words::new(
        "la seule trace de l’événement dont court cette durée est effacée avant qu’elle n’expire\u{a0}; l’échéance devient indéterminée et rien ne sera effacé",
        "the only record of the event from which this period runs is erased before the period ends; the day becomes undetermined and nothing will be erased",
    ),
    Words::new(
        "conservez la date avec la donnée et indiquez `anchor_stored = true`, ou gardez la trace aussi longtemps",
        "store the day with the data and say `anchor_stored = true`, or keep the record as long",
    ),
);
static GUESSABLE_SEALED: Check = Check::new(
    "GRF-R050",
    Severity::Info,
    "GDPR 32(1)",
    Words::new(
        "un chiffrement qui permet la recherche montre quelles lignes portent la même valeur",
        "an encryption that can be searched shows which rows hold the same value",
    ),
    Words::new(
        "notez pourquoi ce risque est accepté, ou scellez le champ en `bytes`",
        "note why this risk is accepted, or seal the field as `bytes`",
    ),
);
