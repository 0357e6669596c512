//! Who keeps the register, and what every record must hold.

use greffe_document::Words;

use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::Processing;

pub(super) const GROUP: Group = Group {
    checks: &[
        &DPO_UNKNOWN,
        &NO_RECORD,
        &UNREACHABLE,
        &ROLE_MISSING,
        &UPDATED_MISSING,
        &UPDATED_BEFORE_CREATED,
        &CLIENTS_MISSING,
        &SUBJECTS_UNKNOWN,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    if register.organisation().dpo.is_unknown() {
        found.push(Finding::new(
            &DPO_UNKNOWN,
            At::key("organisation").then("dpo"),
        ));
    }
    let organisation = register.organisation();
    if organisation.address.known().is_none() && organisation.contact.known().is_none() {
        let at = At::key("organisation").then("contact");
        found.push(Finding::new(&UNREACHABLE, at));
    }
    if register.processings().is_empty() {
        found.push(Finding::new(&NO_RECORD, At::key("processing")));
    }
    for (index, processing) in register.processings().iter().enumerate() {
        let at = At::processing(index, processing);
        let noted = record(processing);
        let role_is_unknown = processing.role.is_none();
        let findings = noted.map(|(check, key)| {
            let finding = Finding::new(check, at.clone().then(key));
            // Only the categories of persons depend on the role here.
            finding.warning_if(role_is_unknown && *check == SUBJECTS_UNKNOWN)
        });
        found.extend(findings);
    }
}

fn record(processing: &Processing) -> impl Iterator<Item = (&'static Check, &'static str)> {
    let is_processor = processing.is_processor_record();
    let dates = match (processing.created, processing.updated) {
        (_, None) => Some((&UPDATED_MISSING, "updated")),
        (Some(created), Some(updated)) if updated < created => {
            Some((&UPDATED_BEFORE_CREATED, "updated"))
        }
        _ => None,
    };
    let clients = processing.clients.known().is_none();
    [
        processing.role.is_none().then_some((&ROLE_MISSING, "role")),
        dates,
        (is_processor && clients).then_some((&CLIENTS_MISSING, "clients")),
        (!is_processor && processing.subjects.is_unknown())
            .then_some((&SUBJECTS_UNKNOWN, "subjects")),
    ]
    .into_iter()
    .flatten()
}

static DPO_UNKNOWN: Check = Check::new(
    "GRF-R001",
    Severity::Warning,
    "GDPR 37",
    Words::new(
        "on ne sait pas si un délégué à la protection des données est désigné",
        "it is not known whether a data-protection officer is designated",
    ),
    Words::new(
        "indiquez `dpo`, ou \"none\" s’il n’y en a pas",
        "tell `dpo`, or \"none\" where there is none",
    ),
);
static NO_RECORD: Check = Check::new(
    "GRF-R002",
    Severity::Warning,
    "GDPR 30(1)",
    Words::new(
        "le registre ne contient aucun traitement",
        "the register holds no processing activity",
    ),
    Words::new(
        "ajoutez un [[processing]] par activité",
        "add a [[processing]] for each activity",
    ),
);
static UNREACHABLE: Check = Check::new(
    "GRF-R003",
    Severity::Error,
    "GDPR 30(1)(a)",
    Words::new(
        "le registre ne donne ni adresse ni contact de l’organisme",
        "the register gives neither an address nor a contact of the organisation",
    ),
    Words::new(
        "indiquez `address` ou `contact`",
        "tell `address` or `contact`",
    ),
);
static ROLE_MISSING: Check = Check::new(
    "GRF-R010",
    Severity::Warning,
    "GDPR 30",
    Words::new(
        "on ne sait pas si l’organisme est responsable du traitement ou sous-traitant",
        "it is not known whether the organisation is controller or processor",
    ),
    Words::new("indiquez `role`", "tell `role`"),
);
static UPDATED_MISSING: Check = Check::new(
    "GRF-R011",
    Severity::Info,
    "GDPR 5(2)",
    Words::new(
        "la date de dernière mise à jour manque",
        "the date of the last update is missing",
    ),
    Words::new("indiquez `updated`", "tell `updated`"),
);
static UPDATED_BEFORE_CREATED: Check = Check::new(
    "GRF-R012",
    Severity::Error,
    "GDPR 5(2)",
    Words::new(
        "la mise à jour précède la création de la fiche",
        "the update lies before the record’s creation",
    ),
    Words::new("corrigez l’une des deux dates", "mend one of the two dates"),
);
static CLIENTS_MISSING: Check = Check::new(
    "GRF-R013",
    Severity::Error,
    "GDPR 30(2)(a)",
    Words::new(
        "le sous-traitant ne nomme pas les responsables pour lesquels il agit",
        "the processor does not name the controllers on whose behalf it acts",
    ),
    Words::new(
        "nommez chaque responsable dans `clients`\u{a0}; une catégorie ne suffit pas",
        "name each controller in `clients`; a category is not enough",
    ),
);
static SUBJECTS_UNKNOWN: Check = Check::new(
    "GRF-R014",
    Severity::Error,
    "GDPR 30(1)(c)",
    Words::new(
        "les catégories de personnes concernées manquent",
        "the categories of data subjects are missing",
    ),
    Words::new("indiquez `subjects`", "tell `subjects`"),
);
