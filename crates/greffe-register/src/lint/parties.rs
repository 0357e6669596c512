//! The officer, the representative, joint controllers, clients, and decisions that no human takes.

use greffe_document::Words;
use greffe_terms::Role;

use super::adequacy::is_in_the_area;
use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::{
    AutomatedDecision, AutomatedGround, JointController, Organisation, Processing, Stated,
};

pub(super) const GROUP: Group = Group {
    checks: &[
        &PARTY_UNREACHABLE,
        &INSTRUCTIONS_UNKNOWN,
        &END_UNKNOWN,
        &CLIENTS_BY_CATEGORY,
        &JOINT_UNNAMED,
        &NO_ARRANGEMENT,
        &ESSENCE_WITHHELD,
        &NO_REPRESENTATIVE,
        &NO_DPO_WITHOUT_REASON,
        &DECISION_WITHOUT_GROUND,
        &DECISION_UNEXPLAINED,
        &NO_HUMAN,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    organisation(register.organisation(), found);
    for (index, processing) in register.processings().iter().enumerate() {
        let at = At::processing(index, processing);
        if processing.is_processor_record() {
            processor(processing, &at, found);
        }
        joint(processing, &at, found);
        let decisions = processing.automated_decisions.items().iter().enumerate();
        for (index, decision) in decisions {
            let at = at.clone().then("automated_decisions").item(index);
            automated(decision, &at, found);
        }
    }
}

fn organisation(organisation: &Organisation, found: &mut Vec<Finding>) {
    let at = At::key("organisation");
    // Art. 27 binds who has no establishment in the Union.
    let places = organisation.establishments.iter();
    let mut countries = places.filter_map(|place| place.country);
    let outside = organisation
        .country
        .is_some_and(|country| !is_in_the_area(country))
        && !countries.any(is_in_the_area);
    // Art. 27(2)(b) exempts public authorities. Point (a) exempts whoever processes occasionally, which a register can only say.
    let is_public = organisation.public_authority == Some(true);
    if outside && !is_public && organisation.representative.known().is_none() {
        let at = at.clone().then("representative");
        let is_said = matches!(organisation.representative, Stated::NotApplicable);
        found.push(Finding::new(&NO_REPRESENTATIVE, at).warning_if(is_said));
    }
    let representative = organisation.representative.known();
    if representative.is_some_and(|one| one.contact.known().is_none()) {
        let at = at.clone().then("representative").then("contact");
        found.push(Finding::new(&PARTY_UNREACHABLE, at));
    }
    if organisation.dpo.is_none() && organisation.dpo_note.is_none() {
        found.push(Finding::new(
            &NO_DPO_WITHOUT_REASON,
            at.clone().then("dpo_note"),
        ));
    }
}

fn processor(processing: &Processing, at: &At, found: &mut Vec<Finding>) {
    if processing.instructions.is_unknown() {
        found.push(Finding::new(
            &INSTRUCTIONS_UNKNOWN,
            at.clone().then("instructions"),
        ));
    }
    if processing.end_of_services.is_unknown() {
        found.push(Finding::new(
            &END_UNKNOWN,
            at.clone().then("end_of_services"),
        ));
    }
    let clients = processing.clients.items();
    // Once a record: a processor may name thousands.
    let mut named = clients.iter().filter(|client| !client.is_category);
    if named.any(|client| client.contact.is_none()) {
        let at = at.clone().then("clients");
        found.push(Finding::new(&PARTY_UNREACHABLE, at));
    }
    if !clients.is_empty() && clients.iter().all(|client| client.is_category) {
        found.push(Finding::new(
            &CLIENTS_BY_CATEGORY,
            at.clone().then("clients"),
        ));
    }
}

fn joint(processing: &Processing, at: &At, found: &mut Vec<Finding>) {
    let at = at.clone().then("joint_controllers");
    let others = &processing.joint_controllers;
    if processing.role == Some(Role::JointController) && others.known().is_none() {
        found.push(Finding::new(&JOINT_UNNAMED, at.clone()));
    }
    for (index, other) in others.items().iter().enumerate() {
        let at = at.clone().item(index);
        let JointController {
            contact,
            arrangement,
            essence_available,
            ..
        } = other;
        if contact.is_none() {
            let at = at.clone().then("contact");
            found.push(Finding::new(&PARTY_UNREACHABLE, at));
        }
        if arrangement.is_none() {
            found.push(Finding::new(&NO_ARRANGEMENT, at.clone()));
        }
        if *essence_available == Some(false) {
            found.push(Finding::new(
                &ESSENCE_WITHHELD,
                at.then("essence_available"),
            ));
        }
    }
}

fn automated(decision: &AutomatedDecision, at: &At, found: &mut Vec<Finding>) {
    if decision.ground.is_none() {
        found.push(Finding::new(&DECISION_WITHOUT_GROUND, at.clone()));
    }
    if decision.logic.is_none() || decision.consequences.is_none() {
        found.push(Finding::new(&DECISION_UNEXPLAINED, at.clone()));
    }
    // Where a law allows the decision, that law names the safeguards, Art. 22(2)(b).
    let owed = matches!(
        decision.ground,
        Some(AutomatedGround::Contract | AutomatedGround::ExplicitConsent)
    );
    if owed && decision.human_review == Some(false) {
        found.push(Finding::new(&NO_HUMAN, at.clone().then("human_review")));
    }
}

static PARTY_UNREACHABLE: Check = Check::under_two(
    "GRF-R008",
    Severity::Error,
    ["GDPR 30(1)(a)", "GDPR 30(2)(a)"],
    Words::new(
        "le nom figure au registre sans les coordonnées, qui doivent l’accompagner",
        "the register gives the name without the contact details, which it must hold too",
    ),
    Words::new(
        "indiquez `contact` pour le représentant, chaque responsable conjoint et chaque client nommé",
        "tell `contact` for the representative, each joint controller and each client that is named",
    ),
);
static INSTRUCTIONS_UNKNOWN: Check = Check::new(
    "GRF-R170",
    Severity::Info,
    "GDPR 28(3)(a)",
    Words::new(
        "les instructions documentées du client ne sont pas indiquées",
        "the client’s documented instructions are not told",
    ),
    Words::new(
        "indiquez `instructions`, ou le contrat qui les contient",
        "tell `instructions`, or the contract that holds them",
    ),
);
static END_UNKNOWN: Check = Check::new(
    "GRF-R171",
    Severity::Info,
    "GDPR 28(3)(g)",
    Words::new(
        "on ne sait pas ce que deviennent les données en fin de prestation",
        "it is not known what becomes of the data when services end",
    ),
    Words::new("indiquez `end_of_services`", "tell `end_of_services`"),
);
static CLIENTS_BY_CATEGORY: Check = Check::new(
    "GRF-R172",
    Severity::Error,
    "GDPR 30(2)(a)",
    Words::new(
        "les clients ne sont désignés que par catégorie",
        "clients are told by category only",
    ),
    Words::new(
        "nommez chaque responsable\u{a0}; une catégorie ne suffit pas",
        "name each controller; a category is not enough",
    ),
);
static JOINT_UNNAMED: Check = Check::under_two(
    "GRF-R173",
    Severity::Error,
    ["GDPR 30(1)(a)", "GDPR 26(1)"],
    Words::new(
        "le traitement a des responsables conjoints et aucun n’est nommé",
        "the processing has joint controllers and none is named",
    ),
    Words::new(
        "nommez-les dans `joint_controllers`",
        "name them in `joint_controllers`",
    ),
);
static NO_ARRANGEMENT: Check = Check::new(
    "GRF-R174",
    Severity::Warning,
    "GDPR 26(1)",
    Words::new(
        "l’accord avec ce responsable conjoint n’est pas indiqué",
        "the arrangement with this joint controller is not told",
    ),
    Words::new("indiquez `arrangement`", "tell `arrangement`"),
);
static ESSENCE_WITHHELD: Check = Check::new(
    "GRF-R175",
    Severity::Error,
    "GDPR 26(2)",
    Words::new(
        "les grandes lignes de l’accord ne sont pas mises à la disposition des personnes",
        "the essence of the arrangement is not made available to persons",
    ),
    Words::new("publiez-les", "publish it"),
);
static NO_REPRESENTATIVE: Check = Check::under_two(
    "GRF-R176",
    Severity::Error,
    ["GDPR 27", "GDPR 30(1)(a)"],
    Words::new(
        "l’organisme est établi hors de l’Union et aucun représentant n’est désigné",
        "the organisation is established outside the Union and no representative is designated",
    ),
    Words::new(
        "désignez un représentant, ou admettez ce constat dans [[allow]] avec le motif de l’art. 27(2)",
        "designate one, or allow this finding in [[allow]] with the reason of Art. 27(2)",
    ),
);
static NO_DPO_WITHOUT_REASON: Check = Check::under_two(
    "GRF-R177",
    Severity::Info,
    ["GDPR 37", "WP243 2.1"],
    Words::new(
        "l’absence de délégué n’est pas motivée",
        "why there is no data-protection officer is not told",
    ),
    Words::new("motivez-la dans `dpo_note`", "tell why in `dpo_note`"),
);
static DECISION_WITHOUT_GROUND: Check = Check::new(
    "GRF-R179",
    Severity::Warning,
    "GDPR 22(2)",
    Words::new(
        "la fiche ne dit pas ce qui permet cette décision entièrement automatisée",
        "the record does not tell what allows this decision, which is wholly automated",
    ),
    Words::new(
        "indiquez `ground`\u{a0}: contrat, loi ou consentement explicite\u{a0}; hors de ces trois cas, elle est interdite",
        "tell `ground`: contract, law or explicit consent; beyond these three it is forbidden",
    ),
);
static DECISION_UNEXPLAINED: Check = Check::new(
    "GRF-R180",
    Severity::Warning,
    "GDPR 13(2)(f)",
    Words::new(
        "la logique ou les conséquences de la décision automatisée ne sont pas décrites",
        "the logic or the consequences of the automated decision are not described",
    ),
    Words::new(
        "indiquez `logic` et `consequences`",
        "tell `logic` and `consequences`",
    ),
);
static NO_HUMAN: Check = Check::new(
    "GRF-R181",
    Severity::Error,
    "GDPR 22(3)",
    Words::new(
        "la personne ne peut obtenir d’intervention humaine",
        "the person cannot obtain human intervention",
    ),
    Words::new("prévoyez-en une", "provide for it"),
);
