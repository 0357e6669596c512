//! What binds public authorities and bodies, and how the officer is reached.

use greffe_document::Words;
use greffe_terms::{LegalBasis, TransferTool};

use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::Stated;

pub(super) const GROUP: Group = Group {
    checks: &[
        &OFFICER_OWED,
        &OFFICER_UNREACHABLE,
        &OFFICER_UNNAMED,
        &AUTHORITY_ON_INTERESTS,
        &AUTHORITY_ON_DEROGATION,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let organisation = judged.register.organisation();
    let is_public = organisation.public_authority == Some(true);
    let dpo_at = At::key("organisation").then("dpo");
    match &organisation.dpo {
        Stated::None | Stated::NotApplicable if is_public => {
            found.push(Finding::new(&OFFICER_OWED, dpo_at));
        }
        Stated::Known(dpo) => {
            if dpo.contact.known().is_none() {
                let at = dpo_at.clone().then("contact");
                found.push(Finding::new(&OFFICER_UNREACHABLE, at));
            }
            if dpo.name.known().is_none() {
                found.push(Finding::new(&OFFICER_UNNAMED, dpo_at.then("name")));
            }
        }
        Stated::Unknown | Stated::None | Stated::NotApplicable => {}
    }
    if !is_public {
        return;
    }
    for (index, processing) in judged.register.processings().iter().enumerate() {
        // A processor acts on the basis of its controller.
        if processing.is_processor_record() {
            continue;
        }
        let at = At::processing(index, processing);
        for (index, transfer) in processing.transfers.items().iter().enumerate() {
            if transfer.tool.is_some_and(is_closed_to_authorities) {
                let at = at.clone().then("transfers").item(index).then("tool");
                found.push(Finding::new(&AUTHORITY_ON_DEROGATION, at));
            }
        }
        for (index, purpose) in processing.purposes.iter().enumerate() {
            if purpose.rests_on(LegalBasis::LegitimateInterests) {
                let at = at.purpose(index, purpose).then("basis");
                found.push(Finding::new(&AUTHORITY_ON_INTERESTS, at));
            }
        }
    }
}

/// The derogations of Art. 49(1)(a) to (c) and of its second subparagraph.
const fn is_closed_to_authorities(tool: TransferTool) -> bool {
    matches!(
        tool,
        TransferTool::ExplicitConsent
            | TransferTool::ContractWithPerson
            | TransferTool::ContractForPerson
            | TransferTool::CompellingInterests
    )
}

static OFFICER_OWED: Check = Check::new(
    "GRF-R004",
    Severity::Error,
    "GDPR 37(1)(a)",
    Words::new(
        "un organisme public n’a pas désigné de délégué à la protection des données",
        "a public body has designated no data-protection officer",
    ),
    Words::new(
        "désignez un délégué, au besoin commun à plusieurs organismes (art. 37(3)), et indiquez `dpo`\u{a0}; une juridiction, dans sa fonction juridictionnelle, admet ce constat",
        "designate one, shared by several bodies if need be (Art. 37(3)), and tell `dpo`; a court in its judicial capacity allows this finding",
    ),
);
static OFFICER_UNREACHABLE: Check = Check::under_two(
    "GRF-R005",
    Severity::Error,
    ["GDPR 30(1)(a)", "GDPR 37(7)"],
    Words::new(
        "le registre ne dit pas comment joindre le délégué à la protection des données",
        "the register does not say how to reach the data-protection officer",
    ),
    Words::new("indiquez `dpo.contact`", "tell `dpo.contact`"),
);
static OFFICER_UNNAMED: Check = Check::new(
    "GRF-R006",
    Severity::Error,
    "GDPR 30(1)(a)",
    Words::new(
        "le registre ne nomme pas le délégué à la protection des données",
        "the register does not name the data-protection officer",
    ),
    Words::new(
        "indiquez `dpo.name`\u{a0}; le registre le contient, même si seules ses coordonnées se publient (art. 37(7))",
        "tell `dpo.name`; the register holds it, even where only the contact details are published (Art. 37(7))",
    ),
);
// A warning: outside their tasks, such as for the safety of a building, authorities may rest on it (recital 49 and WP29 217).
static AUTHORITY_ON_INTERESTS: Check = Check::new(
    "GRF-R029",
    Severity::Warning,
    "GDPR 6(1)",
    Words::new(
        "une autorité publique ne peut fonder l’exécution de ses missions sur l’intérêt légitime",
        "a public authority cannot rest the performance of its tasks on legitimate interests",
    ),
    Words::new(
        "fondez la finalité sur la mission d’intérêt public (`public_task`), ou dites dans `justification` en quoi elle est hors des missions, puis admettez ce constat dans [[allow]]",
        "rest the purpose on the public task (`public_task`), or say in `justification` why it lies outside the tasks, and allow this finding in [[allow]]",
    ),
);
static AUTHORITY_ON_DEROGATION: Check = Check::new(
    "GRF-R192",
    Severity::Warning,
    "GDPR 49(3)",
    Words::new(
        "une autorité publique, dans l’exercice de ses prérogatives, ne peut fonder un transfert sur cette dérogation",
        "a public authority cannot rest a transfer on this derogation in the exercise of its public powers",
    ),
    Words::new(
        "fondez le transfert sur une décision d’adéquation, des garanties de l’art. 46 ou des motifs importants d’intérêt public (`public_interest`)\u{a0}; s’il est hors des prérogatives, admettez ce constat dans [[allow]]",
        "rest the transfer on an adequacy decision, safeguards of Art. 46 or important reasons of public interest (`public_interest`); where it lies outside the public powers, allow this finding in [[allow]]",
    ),
);
