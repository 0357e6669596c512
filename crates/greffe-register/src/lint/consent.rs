//! Whether consent can be free, specific and informed.

use std::collections::HashSet;

use greffe_document::Words;
use greffe_terms::{LegalBasis, PurposeId};

use super::at::At;
use super::wording::{self, AGES, MINORS, TERMS_OF_USE};
use super::{Check, Finding, Group, Judged, Severity};
use crate::{CollectionNotice, Processing, Purpose, Register, SubjectKind, Who};

pub(super) const GROUP: Group = Group {
    checks: &[
        &CONSENT_IN_TERMS,
        &MINORS_WITHOUT_AGE,
        &CONSENT_OF_EMPLOYEES,
        &MARKETING_UNDER_CONTRACT,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    hidden_in_terms(judged.register, found);
    for (index, processing) in judged.register.processings().iter().enumerate() {
        if processing.is_processor_record() {
            continue;
        }
        let record = || At::processing(index, processing);
        let asks_minors = asks_minors_whatever_their_age(processing);
        let of_employees = processing.concerns_only(SubjectKind::Employees);
        for (index, purpose) in processing.purposes.iter().enumerate() {
            let asks = purpose.rests_on(LegalBasis::Consent);
            let noted = [
                (asks && asks_minors).then_some(&MINORS_WITHOUT_AGE),
                (asks && of_employees).then_some(&CONSENT_OF_EMPLOYEES),
                is_marketing_under_contract(purpose).then_some(&MARKETING_UNDER_CONTRACT),
            ];
            let at = || record().purpose(index, purpose).then("basis");
            let noted = noted.into_iter().flatten();
            found.extend(noted.map(|check| Finding::new(check, at())));
        }
    }
}

/// Notices that ask for consent where terms of use are accepted.
fn hidden_in_terms(register: &Register, found: &mut Vec<Finding>) {
    let purposes = register
        .purposes_by_processing()
        .map(|(_, purpose)| purpose);
    let asking = purposes.filter(|purpose| purpose.rests_on(LegalBasis::Consent));
    let asking: HashSet<&PurposeId> = asking.map(|purpose| &purpose.id).collect();
    for (index, notice) in register.notices().iter().enumerate() {
        let asks = notice.purposes.iter().any(|id| asking.contains(id));
        if asks && speaks_of_terms(notice) {
            let at = At::key("notice").item(index);
            found.push(Finding::new(&CONSENT_IN_TERMS, at));
        }
    }
}

fn speaks_of_terms(notice: &CollectionNotice) -> bool {
    let texts = notice.place.iter().chain(notice.wording.known());
    texts
        .into_iter()
        .any(|text| wording::affirms(text, TERMS_OF_USE))
}

/// Whether minors are among the subjects and nothing in the record speaks of an age or of parents.
fn asks_minors_whatever_their_age(processing: &Processing) -> bool {
    let own_words = || {
        let subjects = processing.subjects.items().iter();
        subjects.filter_map(|subject| match &subject.who {
            Who::Other(text) => Some(text),
            Who::Kind(_) => None,
        })
    };
    let minors = own_words().any(|text| wording::affirms(text, MINORS));
    let of_purposes = processing.purposes.iter().flat_map(|purpose| {
        let withdrawal = purpose
            .consent
            .as_ref()
            .and_then(|terms| terms.withdrawal.as_ref());
        purpose
            .name
            .iter()
            .chain(&purpose.justification)
            .chain(withdrawal)
    });
    let details = processing
        .data
        .iter()
        .filter_map(|entry| entry.detail.known());
    let mut texts = own_words().chain(of_purposes).chain(details);
    minors && !texts.any(|text| wording::has_one_word_of(text, AGES))
}

/// Advertising is hardly ever what a contract, or a law, is about.
fn is_marketing_under_contract(purpose: &Purpose) -> bool {
    let bases = purpose.basis.items();
    let fits =
        |basis: &LegalBasis| matches!(basis, LegalBasis::Consent | LegalBasis::LegitimateInterests);
    purpose.marketing && !bases.is_empty() && !bases.iter().any(fits)
}

static CONSENT_IN_TERMS: Check = Check::new(
    "GRF-R076",
    Severity::Warning,
    "GDPR 7(2)",
    Words::new(
        "le consentement semble recueilli avec l’acceptation de conditions d’utilisation ou de vente, dont il doit se distinguer",
        "consent seems to be asked along with the acceptance of terms of use or of sale, from which it must stand apart",
    ),
    Words::new(
        "demandez-le à part, par un acte qui ne serve qu’à cela",
        "ask for it apart, by an act that serves nothing else",
    ),
);
static MINORS_WITHOUT_AGE: Check = Check::under_two(
    "GRF-R077",
    Severity::Warning,
    ["GDPR 8(1)", "loi 78-17 45"],
    Words::new(
        "le consentement de mineurs est demandé et la fiche ne parle ni d’âge ni de parents",
        "minors are asked for consent and the record speaks neither of an age nor of parents",
    ),
    Words::new(
        "dites comment l’âge est établi\u{a0}; en France, un mineur de moins de 15 ans consent avec ses parents aux services en ligne",
        "say how the age is established; in France, minors under 15 consent to online services together with their parents",
    ),
);
static CONSENT_OF_EMPLOYEES: Check = Check::under_two(
    "GRF-R078",
    Severity::Warning,
    ["GDPR recital 43", "EDPB 05/2020 §21"],
    Words::new(
        "le consentement de salariés est rarement libre",
        "the consent of employees is rarely free",
    ),
    Words::new(
        "fondez la finalité sur une autre base, ou dites dans `justification` pourquoi un refus est sans conséquence",
        "rest the purpose on another basis, or say in `justification` why a refusal has no consequence",
    ),
);
static MARKETING_UNDER_CONTRACT: Check = Check::new(
    "GRF-R079",
    Severity::Warning,
    "GDPR 6(1)",
    Words::new(
        "une prospection n’est nécessaire ni à un contrat, ni à une obligation légale, ni à une mission",
        "direct marketing is necessary neither for a contract, nor for a legal obligation, nor for a task",
    ),
    Words::new(
        "fondez-la sur le consentement, ou sur l’intérêt légitime où la loi le permet (CPCE L34-5)\u{a0}; par téléphone, un consommateur doit y avoir consenti depuis le 11 août 2026 (C. conso. L223-1)",
        "rest it on consent, or on legitimate interests where the law allows it (CPCE L34-5); by telephone, a consumer must have consented since 11 August 2026 (C. conso. L223-1)",
    ),
);
