//! Contracts with processors and clients, Art. 28.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use greffe_document::Words;
use greffe_terms::{Lang, ProcessingRef, Text};

use super::adequacy::is_in_the_area;
use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::{
    Authorisation, Clause, ClauseState, Contract, ContractForm, Country, PartyRole, Processing,
    Register, Status,
};

pub(super) const GROUP: Group = Group {
    checks: &[
        &CLAUSES_UNSAID,
        &CLAUSE_MISSING,
        &AUTHORISATION_UNSAID,
        &FLOW_DOWN_UNSAID,
        &EXPIRED,
        &UNSIGNED,
        &ORAL,
        &TERMS_UNSAID,
        &NO_ALERT,
        &WITHOUT_CONTRACT,
        &NO_CONTRACTS,
        &FORBIDDEN_ALL_THE_SAME,
        &UNAUTHORISED,
        &CHAIN_GAP,
        &TRANSFER_UNDECLARED,
        &EXPIRES_BEFORE_SIGNED,
        &WITHOUT_RECORD,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    let bound = judged.today.map(|today| Bound::on(today, register));
    for (index, contract) in register.contracts().iter().enumerate() {
        let at = At::key("contract").labelled(index, &contract.id);
        clauses(contract, &at, found);
        terms(contract, &at, found);
        dates(contract, bound.as_ref(), &at, found);
        chain(contract, &at, found);
        abroad(register, contract, &at, found);
        if contract.party_is == PartyRole::Controller && !has_a_record(register, contract) {
            found.push(Finding::new(&WITHOUT_RECORD, at.then("processings")));
        }
    }
    processors(register, found);
}

/// The clauses that the contract lacks, and those of which nothing is said.
fn clauses(contract: &Contract, at: &At, found: &mut Vec<Finding>) {
    let unsaid: Vec<_> = contract.unsaid_clauses().collect();
    if !unsaid.is_empty() {
        let finding = Finding::new(&CLAUSES_UNSAID, at.clone().then("clauses"));
        found.push(finding.with_words(|lang| in_letters(&unsaid, lang)));
    }
    for &clause in Clause::ALL {
        if contract.clause(clause) == Some(&ClauseState::Missing) {
            let at = at.clone().then("clauses").then(clause.code());
            found.push(Finding::new(&CLAUSE_MISSING, at));
        }
    }
    if contract.infringing_instruction_alert == Some(false) {
        let at = at.clone().then("infringing_instruction_alert");
        found.push(Finding::new(&NO_ALERT, at));
    }
}

/// `(a) instructions documentées, (h) informations et audits`.
fn in_letters(clauses: &[Clause], lang: Lang) -> String {
    let named = clauses
        .iter()
        .map(|clause| format!("({}) {}", clause.letter(), clause.label(lang)));
    named.collect::<Vec<_>>().join(", ")
}

/// What the first subparagraph of Art. 28(3) wants set out, and the form.
fn terms(contract: &Contract, at: &At, found: &mut Vec<Finding>) {
    let unsaid: Vec<_> = [
        (&contract.subject, "`subject`"),
        (&contract.duration, "`duration`"),
        (&contract.data, "`data`"),
        (&contract.subjects, "`subjects`"),
    ]
    .into_iter()
    .filter_map(|(text, key)| text.is_none().then_some(key))
    .collect();
    if !unsaid.is_empty() {
        let finding = Finding::new(&TERMS_UNSAID, at.clone());
        found.push(finding.with_words(|_| unsaid.join(", ")));
    }
    if contract.form == Some(ContractForm::Oral) {
        found.push(Finding::new(&ORAL, at.clone().then("form")));
    }
    if contract.authorisation.is_none() {
        found.push(Finding::new(
            &AUTHORISATION_UNSAID,
            at.clone().then("authorisation"),
        ));
    }
}

fn dates(contract: &Contract, bound: Option<&Bound<'_>>, at: &At, found: &mut Vec<Finding>) {
    if contract.signed.is_none() {
        found.push(Finding::new(&UNSIGNED, at.clone().then("signed")));
    }
    let Some(&expires) = contract.expires.known() else {
        return;
    };
    let at = at.clone().then("expires");
    if contract.signed.is_some_and(|signed| expires < signed) {
        found.push(Finding::new(&EXPIRES_BEFORE_SIGNED, at.clone()));
    }
    if bound.is_some_and(|bound| bound.is_missed(contract)) {
        found.push(Finding::new(&EXPIRED, at));
    }
}

/// The processors that a processor engages.
fn chain(contract: &Contract, at: &At, found: &mut Vec<Finding>) {
    let others = contract.sub_processors.items();
    let at_others = at.clone().then("sub_processors");
    if !others.is_empty() && contract.authorisation == Some(Authorisation::Forbidden) {
        found.push(Finding::new(&FORBIDDEN_ALL_THE_SAME, at_others.clone()));
    }
    if !others.is_empty() && contract.flow_down != Some(true) {
        found.push(Finding::new(
            &FLOW_DOWN_UNSAID,
            at.clone().then("flow_down"),
        ));
    }
    for (index, other) in others.iter().enumerate() {
        let at = at_others.clone().item(index);
        if other.bound == Some(false) {
            found.push(Finding::new(&CHAIN_GAP, at.clone().then("bound")));
        }
        let specific = contract.authorisation == Some(Authorisation::Specific);
        if specific && other.authorised.is_none() {
            found.push(Finding::new(&UNAUTHORISED, at.then("authorised")));
        }
    }
}

/// Parties outside the area, for which no record under the contract declares a transfer.
fn abroad(register: &Register, contract: &Contract, at: &At, found: &mut Vec<Finding>) {
    let own = (contract.party_is == PartyRole::Processor).then_some(contract.country);
    let party = own
        .flatten()
        .map(|country| (country, at.clone().then("country")));
    let others = contract.sub_processors.items().iter().enumerate();
    let others = others.filter_map(|(index, other)| {
        let at = at
            .clone()
            .then("sub_processors")
            .item(index)
            .then("country");
        Some((other.country?, at))
    });
    for (country, at) in party.into_iter().chain(others) {
        if !is_in_the_area(country) && !is_declared(register, contract, country) {
            found.push(Finding::new(&TRANSFER_UNDECLARED, at));
        }
    }
}

fn is_declared(register: &Register, contract: &Contract, country: Country) -> bool {
    let mut records = contract
        .processings
        .iter()
        .filter_map(|reference| register.processing(reference.as_str()));
    records.any(|record| {
        let mut transfers = record.transfers.items().iter();
        transfers.any(|transfer| transfer.country == Some(country))
    })
}

/// What runs under which contract on a day: sets, for a register may hold thousands of records and of contracts.
struct Bound<'r> {
    today: NaiveDate,
    /// Active records.
    active: HashSet<&'r ProcessingRef>,
    /// Ids of contracts that active records name.
    named: HashSet<&'r str>,
    /// Records under a contract that is signed and has not expired, each with the party.
    covered: HashSet<(Party<'r>, &'r ProcessingRef)>,
}

/// With whom a contract is, and as what.
type Party<'r> = (&'r Text, PartyRole);

impl<'r> Bound<'r> {
    fn on(today: NaiveDate, register: &'r Register) -> Self {
        let contracts = register.contracts().iter();
        let is_signed = |contract: &Contract| contract.signed.is_none_or(|signed| signed <= today);
        let in_force =
            contracts.filter(|contract| is_signed(contract) && !has_expired(contract, today));
        let parties: HashMap<_, _> = in_force
            .clone()
            .map(|contract| (contract.id.as_str(), party(contract)))
            .collect();
        let records = register.processings().iter();
        let active = records.filter(|record| record.status == Status::Active);
        let naming = active
            .clone()
            .flat_map(|record| contracts_named(record).map(|id| (id, &record.reference)));
        let listed = in_force.flat_map(|contract| {
            let records = contract.processings.iter();
            records.map(|record| (party(contract), record))
        });
        let covered = naming
            .clone()
            .filter_map(|(id, record)| Some((*parties.get(id)?, record)))
            .chain(listed);
        Self {
            today,
            active: active.map(|record| &record.reference).collect(),
            named: naming.map(|(id, _)| id).collect(),
            covered: covered.collect(),
        }
    }

    /// Whether a contract expired under which something still runs. One that has no such record any more, or was renewed for all of them, is
    /// kept as a proof.
    fn is_missed(&self, contract: &Contract) -> bool {
        let mut records = contract.processings.iter();
        has_expired(contract, self.today)
            && (self.named.contains(contract.id.as_str())
                || records.any(|record| {
                    self.active.contains(record)
                        && !self.covered.contains(&(party(contract), record))
                }))
    }
}

fn has_expired(contract: &Contract, today: NaiveDate) -> bool {
    contract.expires.known().is_some_and(|last| *last < today)
}

fn party(contract: &Contract) -> Party<'_> {
    (&contract.party, contract.party_is)
}

/// The contracts under which its processors are, as the record says.
fn contracts_named(record: &Processing) -> impl Iterator<Item = &str> + Clone {
    let processors = record.recipients.processor.items().iter();
    processors.filter_map(|processor| processor.contract.as_deref())
}

fn has_a_record(register: &Register, contract: &Contract) -> bool {
    let mut records = contract
        .processings
        .iter()
        .filter_map(|reference| register.processing(reference.as_str()));
    records.any(crate::Processing::is_processor_record)
}

/// Processors among the recipients, and the contracts that bind them.
fn processors(register: &Register, found: &mut Vec<Finding>) {
    let keeps_contracts = !register.contracts().is_empty();
    let mut named = false;
    for (index, processing) in register.processings().iter().enumerate() {
        let at = At::processing(index, processing)
            .then("recipients")
            .then("processor");
        let processors = processing.recipients.processor.items().iter().enumerate();
        for (index, _) in processors.filter(|(_, processor)| processor.contract.is_none()) {
            named = true;
            if keeps_contracts {
                found.push(Finding::new(&WITHOUT_CONTRACT, at.clone().item(index)));
            }
        }
    }
    // One finding for a register that keeps its contracts elsewhere.
    if named && !keeps_contracts {
        found.push(Finding::new(&NO_CONTRACTS, At::key("contract")));
    }
}

static CLAUSES_UNSAID: Check = Check::new(
    "GRF-R150",
    Severity::Warning,
    "GDPR 28(3)",
    Words::new(
        "on ne sait pas si le contrat contient toutes les clauses exigées",
        "it is not known whether the contract has every clause that is asked for",
    ),
    Words::new(
        "dites pour chacune dans `clauses` si elle y est",
        "tell in `clauses` of each whether it is there",
    ),
);
static CLAUSE_MISSING: Check = Check::new(
    "GRF-R151",
    Severity::Error,
    "GDPR 28(3)",
    Words::new(
        "le contrat ne contient pas cette clause",
        "the contract lacks this clause",
    ),
    Words::new(
        "faites-la ajouter par un avenant",
        "have it added by an amendment",
    ),
);
static AUTHORISATION_UNSAID: Check = Check::new(
    "GRF-R152",
    Severity::Warning,
    "GDPR 28(2)",
    Words::new(
        "on ne sait pas si d’autres sous-traitants sont autorisés, ni comment",
        "it is not known whether and how other processors are authorised",
    ),
    Words::new("indiquez `authorisation`", "tell `authorisation`"),
);
static FLOW_DOWN_UNSAID: Check = Check::new(
    "GRF-R153",
    Severity::Warning,
    "GDPR 28(4)",
    Words::new(
        "on ne sait pas si les mêmes obligations sont imposées aux autres sous-traitants",
        "it is not known whether the same duties are laid on the other processors",
    ),
    Words::new("indiquez `flow_down`", "tell `flow_down`"),
);
static EXPIRED: Check = Check::new(
    "GRF-R154",
    Severity::Error,
    "GDPR 28(3)",
    Words::new(
        "le contrat a expiré, et une fiche en cours s’y réfère",
        "the contract has expired, and a record that is active refers to it",
    ),
    Words::new(
        "renouvelez-le, ou ôtez ce sous-traitant des fiches en cours",
        "renew it, or take the processor out of the active records",
    ),
)
.needing_the_day();
static UNSIGNED: Check = Check::new(
    "GRF-R155",
    Severity::Info,
    "GDPR 28(9)",
    Words::new(
        "le jour de la signature manque",
        "the day of the signature is missing",
    ),
    Words::new("indiquez `signed`", "tell `signed`"),
);
static ORAL: Check = Check::new(
    "GRF-R156",
    Severity::Error,
    "GDPR 28(9)",
    Words::new(
        "un contrat oral ne suffit pas",
        "a contract by word of mouth is not enough",
    ),
    Words::new(
        "mettez-le par écrit, le cas échéant sous forme électronique",
        "put it in writing, in electronic form if need be",
    ),
);
static TERMS_UNSAID: Check = Check::new(
    "GRF-R157",
    Severity::Warning,
    "GDPR 28(3)",
    Words::new(
        "l’objet, la durée, les données ou les personnes du contrat ne sont pas décrits",
        "the subject, the duration, the data or the persons of the contract are not described",
    ),
    Words::new("décrivez-les", "describe them"),
);
static NO_ALERT: Check = Check::new(
    "GRF-R158",
    Severity::Warning,
    "GDPR 28(3)",
    Words::new(
        "le contrat n’oblige pas à signaler une instruction contraire au droit",
        "the contract does not oblige to report an instruction that infringes the law",
    ),
    Words::new("faites ajouter cette obligation", "have this duty added"),
);
static WITHOUT_CONTRACT: Check = Check::new(
    "GRF-R159",
    Severity::Warning,
    "GDPR 28(3)",
    Words::new(
        "aucun contrat n’est indiqué pour ce sous-traitant",
        "no contract is named for this processor",
    ),
    Words::new("indiquez `contract`", "tell `contract`"),
);
static NO_CONTRACTS: Check = Check::new(
    "GRF-R160",
    Severity::Info,
    "GDPR 28(3)",
    Words::new(
        "des sous-traitants sont nommés et le registre ne tient aucun contrat",
        "processors are named and the register keeps no contract",
    ),
    Words::new(
        "ajoutez un [[contract]] par contrat, et `contract` aux sous-traitants",
        "add a [[contract]] for each, and `contract` to the processors",
    ),
);
static FORBIDDEN_ALL_THE_SAME: Check = Check::new(
    "GRF-R161",
    Severity::Error,
    "GDPR 28(2)",
    Words::new(
        "d’autres sous-traitants sont nommés alors que le contrat les exclut",
        "other processors are named though the contract rules them out",
    ),
    Words::new(
        "ôtez-les, ou faites modifier le contrat",
        "take them out, or have the contract changed",
    ),
);
static UNAUTHORISED: Check = Check::new(
    "GRF-R162",
    Severity::Warning,
    "GDPR 28(2)",
    Words::new(
        "l’autorisation de cet autre sous-traitant n’est pas datée",
        "the authorisation of this other processor has no day",
    ),
    Words::new("indiquez `authorised`", "tell `authorised`"),
);
static CHAIN_GAP: Check = Check::new(
    "GRF-R163",
    Severity::Error,
    "GDPR 28(4)",
    Words::new(
        "cet autre sous-traitant n’est pas tenu aux mêmes obligations",
        "this other processor is not bound by the same duties",
    ),
    Words::new(
        "faites-lui signer les mêmes obligations",
        "have it sign the same duties",
    ),
);
static TRANSFER_UNDECLARED: Check = Check::under_two(
    "GRF-R164",
    Severity::Warning,
    ["GDPR 44", "GDPR 30(1)(e)"],
    Words::new(
        "ce sous-traitant est hors de l’Espace économique européen et aucune fiche du contrat ne déclare de transfert vers ce pays",
        "this processor is outside the European Economic Area and no record under the contract declares a transfer to that country",
    ),
    Words::new(
        "ajoutez le transfert à la fiche, et la fiche à `processings`",
        "add the transfer to the record, and the record to `processings`",
    ),
);
static EXPIRES_BEFORE_SIGNED: Check = Check::new(
    "GRF-R165",
    Severity::Error,
    "GDPR 5(2)",
    Words::new(
        "le contrat expire avant sa signature",
        "the contract expires before it is signed",
    ),
    Words::new("corrigez l’une des deux dates", "mend one of the two dates"),
);
static WITHOUT_RECORD: Check = Check::new(
    "GRF-R166",
    Severity::Warning,
    "GDPR 30(2)",
    Words::new(
        "aucune fiche de sous-traitant ne correspond à ce client",
        "no processor record belongs to this client",
    ),
    Words::new(
        "ajoutez la fiche, et sa référence à `processings`",
        "add the record, and its reference to `processings`",
    ),
);
