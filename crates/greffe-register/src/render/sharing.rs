//! Recipients and transfers of one processing.

use super::page::Page;
use crate::{Processing, Recipient, Transfer};

pub(super) fn recipients(page: &mut Page, processing: &Processing) {
    let lang = page.lang();
    page.heading("Destinataires", "Recipients");
    page.facts(
        "Destinataires par catégorie",
        "Recipients by kind",
        |page| {
            if processing.recipients.is_unknown() {
                return page.fact("Destinataires", "Recipients", Page::unknown);
            }
            for (kind, stated) in processing.recipients.by_kind() {
                page.fact_named(kind.label(lang), |page| {
                    page.stated(stated, |page, recipients| page.list(recipients, recipient));
                });
            }
        },
    );
}

fn recipient(page: &mut Page, recipient: &Recipient) {
    page.text(&recipient.name);
    if let Some(country) = recipient.country {
        page.say(" (");
        page.say(country.label(page.lang()));
        page.say(")");
    }
    if let Some(contract) = &recipient.contract {
        page.note(|page| {
            page.words("Contrat\u{a0}: ", "Contract: ");
            page.say(contract);
        });
    }
    let details = [&recipient.what, &recipient.how_often, &recipient.note];
    let mut known = details.into_iter().flatten().peekable();
    if known.peek().is_some() {
        page.note(|page| page.line(known, Page::text));
    }
}

pub(super) fn transfers(page: &mut Page, processing: &Processing, is_public: bool) {
    page.heading(
        "Transferts hors de l’Union européenne",
        "Transfers out of the European Union",
    );
    let Some(transfers) = processing.transfers.known() else {
        page.paragraph(|page| page.absent(&processing.transfers));
        return;
    };
    let headers = [
        ("Destinataire", "Recipient"),
        ("Pays", "Country"),
        ("Fondement", "Instrument"),
        // The public extract leaves assessments out: it must not say that none is stated.
        match is_public {
            true => ("Document", "Document"),
            false => ("Document et évaluation", "Document and assessment"),
        },
    ];
    page.table(
        (
            "Transferts hors de l’Union européenne",
            "Transfers out of the European Union",
        ),
        &headers,
        |page| {
            for transfer in transfers {
                page.row(
                    |page| page.optional(transfer.recipient.as_ref(), Page::text),
                    |page| transfer_cells(page, transfer),
                );
            }
        },
    );
}

fn transfer_cells(page: &mut Page, transfer: &Transfer) {
    let lang = page.lang();
    page.cell(|page| {
        match (transfer.country, transfer.international_organisation) {
            (Some(country), _) => page.say(country.label(lang)),
            (None, Some(true)) => {
                return page.words("organisation internationale", "international organisation");
            }
            (None, _) => page.unknown(),
        }
        if let Some(is_organisation) = transfer.international_organisation {
            page.note(|page| {
                page.words(
                    "Organisation internationale\u{a0}: ",
                    "International organisation: ",
                );
                page.yes_or_no(is_organisation);
            });
        }
    });
    page.cell(|page| {
        page.optional(transfer.tool, |page, tool| {
            page.say(tool.label(lang));
            page.article(tool.article());
        });
    });
    page.cell(|page| {
        if transfer.document.is_none() && transfer.assessment.is_none() {
            page.unknown();
        } else {
            let texts = [&transfer.document, &transfer.assessment];
            page.line(texts.into_iter().flatten(), Page::text);
        }
        let told = [
            (
                transfer.authority_told,
                ("autorité informée le ", "authority told on "),
            ),
            (
                transfer.persons_told,
                ("personnes informées le ", "persons told on "),
            ),
        ];
        for (day, (fr, en)) in told {
            if let Some(day) = day {
                page.note(|page| {
                    page.words(fr, en);
                    page.date(day);
                });
            }
        }
    });
}
