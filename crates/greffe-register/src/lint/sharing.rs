//! Recipients and transfers.

use greffe_document::Words;
use greffe_terms::{Lang, RecipientKind, Text, TransferTool};

use super::adequacy::{
    Adequacy, adequacy_for, adequacy_list_as_of, is_in_the_area, judged_country,
};
use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::{Processing, Transfer, day};

pub(super) const GROUP: Group = Group {
    checks: &[
        &RECIPIENTS_UNKNOWN,
        &TRANSFERS_UNKNOWN,
        &TRANSFER_WITHOUT_COUNTRY,
        &TRANSFER_WITHOUT_TOOL,
        &ADEQUACY_UNFOUNDED,
        &ADEQUACY_PARTIAL,
        &TRANSFER_UNDECLARED,
        &TRANSFER_DENIED,
        &RECIPIENT_KIND_BLANK,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    for (index, processing) in register.processings().iter().enumerate() {
        let at = At::processing(index, processing);
        // Art. 30(2) asks a processor for transfers, not for recipients.
        if !processing.is_processor_record() {
            found.extend(recipients(processing, at.clone().then("recipients")));
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

/// That nothing is said of recipients, or of which kinds nothing is said.
fn recipients(processing: &Processing, at: At) -> Option<Finding> {
    if processing.recipients.is_unknown() {
        let finding = Finding::new(&RECIPIENTS_UNKNOWN, at);
        return Some(finding.warning_if(processing.role.is_none()));
    }
    let by_kind = processing.recipients.by_kind();
    // Third countries are a matter of transfers, which have a check of their own.
    let blank = by_kind
        .filter(|(kind, stated)| stated.is_unknown() && *kind != RecipientKind::ThirdCountry);
    let blank: Vec<_> = blank.map(|(kind, _)| kind).collect();
    if blank.is_empty() {
        return None;
    }
    let words = |lang| {
        let labels: Vec<_> = blank.iter().map(|kind| kind.label(lang)).collect();
        Some(labels.join(", ").to_lowercase())
    };
    let detail = Text::new(words(Lang::Fr), words(Lang::En))?;
    Some(Finding::new(&RECIPIENT_KIND_BLANK, at).with_detail(detail))
}

fn check_transfer(transfer: &Transfer, at: &At, found: &mut Vec<Finding>) {
    let is_to_organisation = transfer.international_organisation == Some(true);
    let country = judged_country(transfer);
    // An international organisation lies in no country: its name identifies it.
    let is_identified = if is_to_organisation {
        transfer.recipient.is_some()
    } else {
        country.is_some()
    };
    if !is_identified {
        found.push(Finding::new(&TRANSFER_WITHOUT_COUNTRY, at.clone()));
    }
    let decision = adequacy_for(transfer);
    if transfer.tool.is_none() && !country.is_some_and(is_in_the_area) {
        let hint = decision.as_ref();
        let hint = hint.and_then(|decision| known_decision(decision, is_to_organisation));
        found.push(Finding::new(&TRANSFER_WITHOUT_TOOL, at.clone()).with_hint(hint));
    }
    if !is_identified || transfer.tool != Some(TransferTool::Adequacy) {
        return;
    }
    let tool_at = at.clone().then("tool");
    match decision {
        None => {
            let finding = Finding::new(&ADEQUACY_UNFOUNDED, tool_at);
            let finding = finding.with_words(|lang| list_as_of(is_to_organisation, lang));
            // An organisation is known by its name, which is written in many ways.
            found.push(finding.warning_if(is_to_organisation));
        }
        Some(decision) if decision.covers_part() && transfer.document.is_none() => {
            let finding = Finding::new(&ADEQUACY_PARTIAL, tool_at);
            found.push(finding.with_words(|lang| decision_number(&decision, lang)));
        }
        Some(_) => {}
    }
}

/// Up to which day the list is known, and which organisation it has.
fn list_as_of(of_organisations: bool, lang: Lang) -> String {
    let iso = adequacy_list_as_of();
    let date = iso.parse().ok();
    let as_of = date.map_or_else(|| iso.to_owned(), |date| day::in_words(date, lang));
    let (fr, en) = if of_organisations {
        (
            ", où seule figure l’Organisation européenne des brevets",
            ", which has the European Patent Organisation only",
        )
    } else {
        ("", "")
    };
    lang.pick(
        format!("liste au {as_of}{fr}"),
        format!("list as of {as_of}{en}"),
    )
}

/// The adequacy decision on which the transfer may rest.
fn known_decision(decision: &Adequacy, covers_organisation: bool) -> Option<Text> {
    let number = |lang| decision_number(decision, lang);
    let (fr, en) = match (covers_organisation, decision.covers_part()) {
        (true, _) => ("cette organisation", "this organisation"),
        (false, true) => (
            "ce pays (elle ne couvre qu’une partie des destinataires)",
            "this country (it covers some recipients only)",
        ),
        (false, false) => ("ce pays", "this country"),
    };
    Text::new(
        Some(format!(
            "la décision d’adéquation {} couvre {fr}",
            number(Lang::Fr)
        )),
        Some(format!(
            "adequacy decision {} covers {en}",
            number(Lang::En)
        )),
    )
}

/// The number with the Community's or the Union's letters of that language.
fn decision_number(decision: &Adequacy, lang: Lang) -> String {
    let number = decision.decision().as_str();
    match lang {
        Lang::Fr => number.replace("EC", "CE").replace("EU", "UE"),
        Lang::En => number.to_owned(),
    }
}

/// Recipients in a third country for which no transfer is declared, or all are ruled out.
fn undeclared(processing: &Processing, at: &At, found: &mut Vec<Finding>) {
    let transfers = processing.transfers.items();
    for (kind, recipients) in processing.recipients.by_kind() {
        for (index, recipient) in recipients.items().iter().enumerate() {
            let is_declared = match recipient.country {
                Some(country) if is_in_the_area(country) => true,
                Some(_) => transfers.iter().any(|one| one.country == recipient.country),
                // The kind says that the country is a third one, though not which.
                None => kind != RecipientKind::ThirdCountry || !transfers.is_empty(),
            };
            if !is_declared {
                let check = if processing.transfers.is_none() {
                    &TRANSFER_DENIED
                } else {
                    &TRANSFER_UNDECLARED
                };
                let at = at.clone().then("recipients").then(kind.code()).item(index);
                found.push(Finding::new(check, at.then("country")));
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
static TRANSFERS_UNKNOWN: Check = Check::under_two(
    "GRF-R061",
    Severity::Warning,
    ["GDPR 30(1)(e)", "GDPR 30(2)(c)"],
    Words::new(
        "on ne sait pas si des données quittent l’Union",
        "it is not known whether data leave the Union",
    ),
    Words::new(
        "indiquez `transfers`, ou \"none\"",
        "tell `transfers`, or \"none\"",
    ),
);
static TRANSFER_WITHOUT_COUNTRY: Check = Check::under_two(
    "GRF-R062",
    Severity::Error,
    ["GDPR 30(1)(e)", "GDPR 30(2)(c)"],
    Words::new(
        "le transfert ne nomme ni le pays ni l’organisation internationale",
        "the transfer names neither the country nor the international organisation",
    ),
    Words::new(
        "indiquez `country`\u{a0}; d’une organisation internationale, `recipient` avec `international_organisation = true`",
        "tell `country`; of an international organisation, `recipient` with `international_organisation = true`",
    ),
);
static TRANSFER_WITHOUT_TOOL: Check = Check::new(
    "GRF-R063",
    Severity::Warning,
    "GDPR 44",
    Words::new(
        "le transfert n’indique pas son fondement (décision d’adéquation, garanties de l’art. 46 ou dérogation de l’art. 49)",
        "the transfer does not tell what it rests on (adequacy decision, safeguards of Art. 46 or derogation of Art. 49)",
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
        "aucune décision d’adéquation n’est connue pour ce pays ou cette organisation internationale",
        "no adequacy decision is known for this country or international organisation",
    ),
    Words::new(
        "vérifiez au Journal officiel de l’Union, ou fondez le transfert sur une autre garantie",
        "check in the Official Journal, or rest the transfer on another instrument",
    ),
);
static ADEQUACY_PARTIAL: Check = Check::new(
    "GRF-R065",
    Severity::Warning,
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
static TRANSFER_UNDECLARED: Check = Check::under_two(
    "GRF-R066",
    Severity::Warning,
    ["GDPR 30(1)(e)", "GDPR 30(2)(c)"],
    Words::new(
        "le destinataire est hors de l’Espace économique européen et aucun transfert vers ce pays n’est déclaré",
        "the recipient is outside the European Economic Area and no transfer to that country is declared",
    ),
    Words::new("ajoutez-le à `transfers`", "add it to `transfers`"),
);
static TRANSFER_DENIED: Check = Check::under_two(
    "GRF-R039",
    Severity::Error,
    ["GDPR 30(1)(e)", "GDPR 30(2)(c)"],
    Words::new(
        "la fiche dit à la fois que rien n’est transféré hors de l’Espace économique européen et qu’un destinataire s’y trouve",
        "the record says both that nothing is transferred out of the European Economic Area and that a recipient is there",
    ),
    Words::new(
        "déclarez le transfert dans `transfers`, même vers un pays adéquat, ou corrigez le pays du destinataire",
        "declare the transfer in `transfers`, also to a country that is adequate, or mend the recipient’s country",
    ),
);
static RECIPIENT_KIND_BLANK: Check = Check::new(
    "GRF-R067",
    Severity::Info,
    "GDPR 30(1)(d)",
    Words::new(
        "rien n’est dit de certaines catégories de destinataires",
        "nothing is said of some kinds of recipients",
    ),
    Words::new(
        "nommez-les, ou écrivez \"none\"",
        "name them, or write \"none\"",
    ),
);
