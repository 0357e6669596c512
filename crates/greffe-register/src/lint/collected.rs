//! What a record says of its data: which, whence, and whether it contradicts itself.

use greffe_document::Words;

use super::at::At;
use super::wording::{self, ANONYMOUS, PSEUDONYMS};
use super::{Check, Finding, Group, Judged, Severity};
use crate::{DataEntry, DataSource, Retention, Stated};
use greffe_retention::Fate;
use greffe_terms::Text;

pub(super) const GROUP: Group = Group {
    checks: &[
        &DETAIL_MISSING,
        &SOURCE_MISSING,
        &PROCESSED_AND_NOT,
        &PSEUDONYM_CALLED_ANONYMOUS,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    for (index, processing) in judged.register.processings().iter().enumerate() {
        // Places are made for what is found only: there are many records, and few findings.
        let record = || At::processing(index, processing);
        for (index, entry) in processing.data.iter().enumerate() {
            let at = || record().entry(index, entry);
            if entry.fields.is_empty() && entry.detail.known().is_none() {
                found.push(Finding::new(&DETAIL_MISSING, at().then("detail")));
            }
            let from_others = entry.source == Stated::Known(DataSource::ThirdParty);
            let whence = processing.source.known().or(entry.detail.known());
            if from_others && whence.is_none() && !processing.is_processor_record() {
                found.push(Finding::new(&SOURCE_MISSING, at().then("source")));
            }
            if processing.not_processed.contains(&entry.category) {
                found.push(Finding::new(&PROCESSED_AND_NOT, at().then("category")));
            }
            if is_called_anonymous(entry) {
                found.push(Finding::new(&PSEUDONYM_CALLED_ANONYMOUS, at()));
            }
        }
        for (index, purpose) in processing.purposes.iter().enumerate() {
            let mut texts = purpose.name.iter().chain(&purpose.justification);
            if texts.any(says_anonymous_of_a_pseudonym) {
                let at = record().purpose(index, purpose);
                found.push(Finding::new(&PSEUDONYM_CALLED_ANONYMOUS, at));
            }
        }
        for (kind, recipients) in processing.recipients.by_kind() {
            for (index, recipient) in recipients.items().iter().enumerate() {
                let mut texts = recipient.what.iter().chain(&recipient.note);
                if texts.any(says_anonymous_of_a_pseudonym) {
                    let at = record().then("recipients").then(kind.code());
                    found.push(Finding::new(&PSEUDONYM_CALLED_ANONYMOUS, at.item(index)));
                }
            }
        }
    }
}

/// Whether what becomes of the data is called anonymous and described as something that can be undone.
fn is_called_anonymous(entry: &DataEntry) -> bool {
    let rule = match &entry.retention {
        Retention::Rule(rule) => Some(rule),
        Retention::Unknown | Retention::Unstated => None,
    };
    let note = rule.and_then(|rule| rule.note());
    let anonymised = rule.is_some_and(|rule| *rule.fate() == Fate::Anonymise);
    let by_pseudonym = |text: &Text| wording::affirms(text, PSEUDONYMS);
    note.is_some_and(|note| {
        (anonymised && by_pseudonym(note)) || says_anonymous_of_a_pseudonym(note)
    }) || entry
        .detail
        .known()
        .is_some_and(says_anonymous_of_a_pseudonym)
}

fn says_anonymous_of_a_pseudonym(text: &Text) -> bool {
    wording::affirms(text, ANONYMOUS) && wording::affirms(text, PSEUDONYMS)
}

static DETAIL_MISSING: Check = Check::new(
    "GRF-R036",
    Severity::Info,
    "GDPR 30(1)(c)",
    Words::new(
        "la catégorie de données n’est pas précisée",
        "the category of data has no detail",
    ),
    Words::new("indiquez `detail` ou `fields`", "tell `detail` or `fields`"),
);
static SOURCE_MISSING: Check = Check::new(
    "GRF-R037",
    Severity::Warning,
    "GDPR 14(2)(f)",
    Words::new(
        "les données viennent d’un tiers et la fiche ne dit pas de qui",
        "the data come from a third party and the record does not say from whom",
    ),
    Words::new(
        "indiquez `source` dans la fiche\u{a0}; les personnes doivent aussi la connaître",
        "tell the record’s `source`; persons must know it too",
    ),
);
static PROCESSED_AND_NOT: Check = Check::new(
    "GRF-R038",
    Severity::Error,
    "GDPR 30(1)(c)",
    Words::new(
        "la fiche dit à la fois traiter cette catégorie de données et ne pas la traiter",
        "the record says both that this category of data is processed and that it is not",
    ),
    Words::new(
        "ôtez la catégorie de `not_processed`, ou cette donnée",
        "take the category out of `not_processed`, or these data out",
    ),
);
static PSEUDONYM_CALLED_ANONYMOUS: Check = Check::under_two(
    "GRF-R055",
    Severity::Warning,
    ["GDPR 4(5)", "GDPR recital 26"],
    Words::new(
        "un pseudonyme semble appelé anonyme\u{a0}: une donnée hachée ou chiffrée reste personnelle",
        "a pseudonym seems to be called anonymous: data that are hashed or encrypted are still personal",
    ),
    Words::new(
        "parlez de pseudonymisation et gardez une durée, ou décrivez ce qui rend anonyme pour de bon",
        "speak of pseudonymisation and keep a limit, or describe what makes them anonymous for good",
    ),
);
