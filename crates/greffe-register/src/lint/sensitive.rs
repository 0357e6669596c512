//! Sensitive data, offences and the national number.

use greffe_document::Words;
use greffe_terms::{DataCategory, SensitiveCategory};

use super::at::At;
use super::wording::{self, PAYROLL, SENSITIVE};
use super::{Check, Finding, Group, Judged, Severity};
use crate::{DataEntry, Processing, Retention, SubjectKind};

pub(super) const GROUP: Group = Group {
    checks: &[
        &SENSITIVE_AFTER_ALL,
        &PAYROLL_WITHOUT_NUMBER,
        &NATIONAL_NUMBER_WITHOUT_LAW,
        &OFFENCES_WITHOUT_LAW,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    for (index, processing) in judged.register.processings().iter().enumerate() {
        let record = || At::processing(index, processing);
        // The ground of a processor is its controller's matter.
        let owes_law = !processing.is_processor_record()
            && processing
                .purposes
                .iter()
                .all(|purpose| purpose.law.is_empty());
        for (index, entry) in processing.data.iter().enumerate() {
            let at = || record().entry(index, entry);
            if processing.sensitive.is_none() && speaks_of_sensitive_data(entry) {
                found.push(Finding::new(&SENSITIVE_AFTER_ALL, at()));
            }
            let is_number = entry.category == DataCategory::NationalNumber;
            if is_number && owes_law && !rule_has_law(entry) {
                found.push(Finding::new(&NATIONAL_NUMBER_WITHOUT_LAW, at()));
            }
        }
        let mut sensitive = processing.sensitive.items().iter();
        let offence = sensitive.position(|item| item.category == SensitiveCategory::Offence);
        if let Some(index) = offence.filter(|_| owes_law) {
            let at = record().then("sensitive").item(index);
            found.push(Finding::new(&OFFENCES_WITHOUT_LAW, at));
        }
        if is_payroll_without_number(processing) {
            found.push(Finding::new(&PAYROLL_WITHOUT_NUMBER, record().then("data")));
        }
    }
}

fn speaks_of_sensitive_data(entry: &DataEntry) -> bool {
    let detail = entry.detail.known();
    detail.is_some_and(|detail| wording::affirms(detail, SENSITIVE))
        || entry
            .fields
            .iter()
            .any(|field| wording::code_has(field, SENSITIVE))
}

fn rule_has_law(entry: &DataEntry) -> bool {
    matches!(&entry.retention, Retention::Rule(rule) if !rule.law().is_empty())
}

/// Whether a purpose is the payroll of employees and none of the data named are the national number.
fn is_payroll_without_number(processing: &Processing) -> bool {
    let mut data = processing.data.iter();
    let has_number = data.any(|entry| entry.category == DataCategory::NationalNumber);
    let employs = processing.concerns(SubjectKind::Employees);
    let mut purposes = processing.purposes.iter();
    employs
        && !processing.data.is_empty()
        && !has_number
        && purposes.any(|purpose| {
            let name = purpose.name.as_ref();
            wording::code_has(purpose.id.as_str(), PAYROLL)
                || name.is_some_and(|name| wording::mentions(name, PAYROLL))
        })
}

static SENSITIVE_AFTER_ALL: Check = Check::new(
    "GRF-R032",
    Severity::Warning,
    "GDPR 9(1)",
    Words::new(
        "la fiche dit ne traiter aucune donnée sensible, et ces données semblent l’être",
        "the record says that no sensitive data are processed, and these data seem to be",
    ),
    Words::new(
        "déclarez la catégorie et sa condition dans `sensitive`, ou précisez `detail`",
        "declare the category with its condition in `sensitive`, or make `detail` clear",
    ),
);
static PAYROLL_WITHOUT_NUMBER: Check = Check::new(
    "GRF-R033",
    Severity::Info,
    "décret 2019-341",
    Words::new(
        "la fiche traite de la paie et ne cite pas le numéro de sécurité sociale, que les déclarations sociales demandent",
        "the record is about payroll and does not name the social-security number, which social declarations need",
    ),
    Words::new(
        "ajoutez une donnée de catégorie `nir`, ou dites quelle fiche la tient",
        "add data of the category `nir`, or say which record holds it",
    ),
);
static NATIONAL_NUMBER_WITHOUT_LAW: Check = Check::under_two(
    "GRF-R034",
    Severity::Warning,
    ["GDPR 87", "décret 2019-341"],
    Words::new(
        "le numéro de sécurité sociale est traité sans que soit cité le texte qui l’autorise",
        "the national identification number is processed and the law that allows it is not cited",
    ),
    Words::new(
        "citez le texte dans `law`\u{a0}; le décret 2019-341 énumère les usages permis",
        "cite the law in `law`; decree 2019-341 lists the uses that are allowed",
    ),
);
static OFFENCES_WITHOUT_LAW: Check = Check::under_two(
    "GRF-R035",
    Severity::Warning,
    ["GDPR 10", "loi 78-17 46"],
    Words::new(
        "des condamnations ou infractions sont traitées sans que soit cité le texte qui l’autorise",
        "convictions or offences are processed and the law that allows it is not cited",
    ),
    Words::new(
        "citez dans `law` le texte, ou le cas de la loi 78-17, art. 46, qui y habilite",
        "cite in `law` the provision, or the case of French Act 78-17, Art. 46, that allows it",
    ),
);
