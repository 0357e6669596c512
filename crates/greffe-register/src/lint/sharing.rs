//! Recipients and transfers.

use greffe_document::Words;
use greffe_terms::{Text, TransferTool};

use super::adequacy::{adequacy_list_as_of, adequacy_of, is_in_the_area};
use super::at::At;
use super::{Check, Finding, Group, Severity};
use crate::{Processing, Register, Transfer};

pub(super) const GROUP: Group = Group {
    checks: &[
        &RECIPIENTS_UNKNOWN,
        &TRANSFERS_UNKNOWN,
        &TRANSFER_WITHOUT_COUNTRY,
        &TRANSFER_WITHOUT_TOOL,
        &ADEQUACY_UNFOUNDED,
        &ADEQUACY_PARTIAL,
        &TRANSFER_UNDECLARED,
    ],
    run,
};

fn run(register: &Register, found: &mut Vec<Finding>) {
    for (index, processing) in register.processings().iter().enumerate() {
        let at = At::processing(index, processing);
        // Art. 30(2) asks a processor for transfers, not for recipients.
        if processing.recipients.is_unknown() && !processing.is_processor_record() {
            found.push(Finding::new(
                &RECIPIENTS_UNKNOWN,
                at.clone().then("recipients"),
            ));
        }
        let transfers_at = at.clone().then("transfers");
        // Who says that nobody abroad receives data has answered.
        let abroad = &processing.recipients.third_country;
        if processing.transfers.is_unknown() && !abroad.is_none() {
            found.push(Finding::new(&TRANSFERS_UNKNOWN, transfers_at.clone()));
        }
        for (index, transfer) in processing.transfers.items().iter().enumerate() {
            check_transfer(transfer, &transfers_at.clone().item(index), found);
        }
        undeclared(processing, &at, found);
    }
}

fn check_transfer(transfer: &Transfer, at: &At, found: &mut Vec<Finding>) {
    if transfer.country.is_none() {
        found.push(Finding::new(&TRANSFER_WITHOUT_COUNTRY, at.clone()));
    }
    if transfer.tool.is_none() && !transfer.country.is_some_and(is_in_the_area) {
        found.push(Finding::new(&TRANSFER_WITHOUT_TOOL, at.clone()));
    }
    let claimed = transfer
        .country
        .filter(|_| transfer.tool == Some(TransferTool::Adequacy));
    let Some(country) = claimed else { return };
    let tool_at = at.clone().then("tool");
    match adequacy_of(country) {
        None => {
            let as_of = adequacy_list_as_of();
            let detail = Text::new(
                Some(format!("liste au {as_of}")),
                Some(format!("list as of {as_of}")),
            );
            let finding = Finding::new(&ADEQUACY_UNFOUNDED, tool_at);
            found.push(match detail {
                Some(detail) => finding.with_detail(detail),
                None => finding,
            });
        }
        Some(decision) if decision.covers_part() => {
            let number = Text::plain(decision.decision().as_str());
            found.push(Finding::new(&ADEQUACY_PARTIAL, tool_at).with_detail(number));
        }
        Some(_) => {}
    }
}

/// Recipients in a third country for which no transfer is declared.
fn undeclared(processing: &Processing, at: &At, found: &mut Vec<Finding>) {
    for (kind, recipients) in processing.recipients.by_kind() {
        for (index, recipient) in recipients.items().iter().enumerate() {
            let Some(country) = recipient
                .country
                .filter(|country| !is_in_the_area(*country))
            else {
                continue;
            };
            let mut transfers = processing.transfers.items().iter();
            if !transfers.any(|transfer| transfer.country == Some(country)) {
                let at = at.clone().then("recipients").then(kind.code()).item(index);
                found.push(Finding::new(&TRANSFER_UNDECLARED, at.then("country")));
            }
        }
    }
}

static RECIPIENTS_UNKNOWN: Check = Check::new(
    "GRF-R060",
    Severity::Error,
    "GDPR 30(1)(d)",
    Words::new(
        "les destinataires ne sont ni nommés ni exclus",
        "recipients are neither named nor ruled out",
    ),
    Words::new(
        "indiquez `recipients`, par exemple `{ external = \"none\" }`",
        "tell `recipients`, for example `{ external = \"none\" }`",
    ),
);
static TRANSFERS_UNKNOWN: Check = Check::new(
    "GRF-R061",
    Severity::Info,
    "GDPR 30(1)(e)",
    Words::new(
        "on ne sait pas si des données quittent l’Union",
        "it is not known whether data leave the Union",
    ),
    Words::new(
        "indiquez `transfers`, ou \"none\"",
        "tell `transfers`, or \"none\"",
    ),
);
static TRANSFER_WITHOUT_COUNTRY: Check = Check::new(
    "GRF-R062",
    Severity::Error,
    "GDPR 30(1)(e)",
    Words::new(
        "le transfert ne nomme pas le pays",
        "the transfer does not name the country",
    ),
    Words::new("indiquez `country`", "tell `country`"),
);
static TRANSFER_WITHOUT_TOOL: Check = Check::new(
    "GRF-R063",
    Severity::Error,
    "GDPR 44",
    Words::new(
        "le transfert n’indique pas de garantie",
        "the transfer tells no instrument",
    ),
    Words::new(
        "indiquez `tool`, par exemple `adequacy` ou `scc`",
        "tell `tool`, for example `adequacy` or `scc`",
    ),
);
static ADEQUACY_UNFOUNDED: Check = Check::new(
    "GRF-R064",
    Severity::Error,
    "GDPR 45(3)",
    Words::new(
        "aucune décision d’adéquation n’est connue pour ce pays",
        "no adequacy decision is known for this country",
    ),
    Words::new(
        "vérifiez au Journal officiel de l’Union, ou fondez le transfert sur une autre garantie",
        "check in the Official Journal, or rest the transfer on another instrument",
    ),
);
static ADEQUACY_PARTIAL: Check = Check::new(
    "GRF-R065",
    Severity::Info,
    "GDPR 45(3)",
    Words::new(
        "la décision d’adéquation ne couvre qu’une partie des destinataires de ce pays",
        "the adequacy decision covers some recipients of this country only",
    ),
    Words::new(
        "vérifiez que ce destinataire en est, et notez-le dans `document`",
        "check that this recipient is one of them, and note it in `document`",
    ),
);
static TRANSFER_UNDECLARED: Check = Check::new(
    "GRF-R066",
    Severity::Warning,
    "GDPR 30(1)(e)",
    Words::new(
        "le destinataire est hors de l’Espace économique européen et aucun transfert vers ce pays n’est déclaré",
        "the recipient is outside the European Economic Area and no transfer to that country is declared",
    ),
    Words::new("ajoutez-le à `transfers`", "add it to `transfers`"),
);
