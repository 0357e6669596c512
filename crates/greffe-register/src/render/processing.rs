//! One processing activity.

use super::page::Page;
use crate::{
    DataEntry, Measure, Processing, Purpose, Recipient, Retention, Status, Subject, Transfer,
};

pub(super) fn section(page: &mut Page, processing: &Processing, is_public: bool) {
    page.markup("<section class=\"record\" id=\"p-");
    page.say(processing.reference.as_str());
    page.markup("\">\n<h2><span class=\"ref\">");
    page.say(processing.reference.as_str());
    page.markup("</span> ");
    page.text(&processing.name);
    page.markup("</h2>\n");
    identity(page, processing, is_public);
    purposes(page, &processing.purposes);
    data(page, processing, is_public);
    recipients(page, processing);
    transfers(page, processing);
    if !is_public {
        measures(page, processing);
    }
    page.markup("<p class=\"top\"><a href=\"#top\">");
    page.words("Retour au sommaire", "Back to the contents");
    page.markup("</a></p>\n");
    page.close_section();
}

fn identity(page: &mut Page, processing: &Processing, is_public: bool) {
    let lang = page.lang();
    page.facts(|page| {
        page.fact(
            "Rôle de l’organisme",
            "Role of the organisation",
            |page| {
                page.optional(processing.role, |page, role| page.say(role.label(lang)));
            },
        );
        if processing.status != Status::Active {
            page.fact("État", "Status", |page| {
                page.say(processing.status.label(lang))
            });
        }
        dates(page, processing);
        if !is_public {
            page.fact("Responsable interne", "Person in charge", |page| {
                page.stated(&processing.responsible, Page::text);
            });
        }
        if processing.is_processor_record() || !processing.clients.is_unknown() {
            page.fact("Pour le compte de", "On behalf of", |page| {
                page.stated(&processing.clients, |page, clients| {
                    page.list(clients, Page::text)
                });
            });
        }
        page.fact("Personnes concernées", "Data subjects", |page| {
            page.stated(&processing.subjects, |page, subjects| {
                page.list(subjects, subject)
            });
        });
        if !is_public {
            page.fact("Logiciels", "Software", |page| {
                page.stated(&processing.software, |page, names| {
                    page.list(names, Page::text)
                });
            });
            page.fact("Stockage", "Storage", |page| {
                page.stated(&processing.storage, Page::text)
            });
        }
        page.fact("Origine des données", "Source of the data", |page| {
            page.stated(&processing.source, Page::text);
        });
    });
}

fn dates(page: &mut Page, processing: &Processing) {
    page.fact("Création de la fiche", "Record created", |page| {
        page.optional(processing.created, Page::date);
    });
    page.fact("Dernière mise à jour", "Last updated", |page| {
        page.optional(processing.updated, Page::date);
    });
    if processing.reviewed.is_some() {
        page.fact("Dernière revue", "Last reviewed", |page| {
            page.optional(processing.reviewed, Page::date);
        });
    }
    if processing.next_review.is_some() {
        page.fact("Prochaine revue", "Next review", |page| {
            page.optional(processing.next_review, Page::date);
        });
    }
}

fn subject(page: &mut Page, subject: &Subject) {
    match subject {
        Subject::Kind(kind) => {
            let label = kind.label(page.lang());
            page.say(label);
        }
        Subject::Other(text) => page.text(text),
    }
}

fn purposes(page: &mut Page, purposes: &[Purpose]) {
    page.heading("Finalités et bases légales", "Purposes and legal bases");
    if purposes.is_empty() {
        page.markup("<p>");
        page.unknown();
        page.markup("</p>\n");
        return;
    }
    let headers = [
        ("Finalité", "Purpose"),
        ("Base légale", "Legal basis"),
        ("Justification et textes", "Justification and law"),
    ];
    page.table(&headers, |page| {
        for purpose in purposes {
            page.row(
                |page| purpose_name(page, purpose),
                |page| purpose_cells(page, purpose),
            );
        }
    });
}

fn purpose_name(page: &mut Page, purpose: &Purpose) {
    match &purpose.name {
        Some(name) => page.text(name),
        None => page.say(purpose.id.as_str()),
    }
    if purpose.marketing {
        page.note(|page| page.words("Prospection", "Direct marketing"));
    }
}

fn purpose_cells(page: &mut Page, purpose: &Purpose) {
    let lang = page.lang();
    page.cell(|page| {
        page.stated(&purpose.basis, |page, bases| {
            page.list(bases, |page, basis| {
                page.say(basis.label(lang));
                page.markup(" <span class=\"article\">");
                page.words("art. ", "Art. ");
                page.say(basis.article());
                page.markup("</span>");
            });
        });
    });
    page.cell(|page| {
        if let Some(justification) = &purpose.justification {
            page.text(justification);
        }
        if !purpose.law.is_empty() {
            page.note(|page| page.line(&purpose.law, |page, law| page.say(&law.label(lang))));
        }
        if let Some(terms) = &purpose.consent {
            page.note(|page| consent(page, terms));
        }
        if purpose.justification.is_none() && purpose.law.is_empty() && purpose.consent.is_none() {
            page.markup("–");
        }
    });
}

fn consent(page: &mut Page, terms: &crate::ConsentTerms) {
    let lang = page.lang();
    page.words("Consentement", "Consent");
    if let Some(validity) = terms.validity {
        page.words(" valable ", " valid for ");
        page.say(&validity.in_language(lang));
    }
    if terms.double_opt_in {
        page.words(", confirmé", ", confirmed");
    }
    if let Some(withdrawal) = &terms.withdrawal {
        page.words(" ; retrait : ", "; withdrawal: ");
        page.text(withdrawal);
    }
    if let Some(campaign) = terms.campaign {
        page.words(" ; redemandé le ", "; asked again on ");
        page.date(campaign.asked);
        page.words(", réponse avant le ", ", answer by ");
        page.date(campaign.deadline);
        page.words(" ; en cas de silence : ", "; if silent: ");
        page.say(campaign.if_silent.label(lang));
    }
}

fn data(page: &mut Page, processing: &Processing, is_public: bool) {
    let lang = page.lang();
    page.heading("Données et durées de conservation", "Data and retention");
    if processing.data.is_empty() {
        page.markup("<p>");
        page.unknown();
        page.markup("</p>\n");
    } else {
        let headers = [
            ("Catégorie", "Category"),
            ("Données", "Data"),
            ("Conservation", "Retention"),
        ];
        page.table(&headers, |page| {
            for entry in &processing.data {
                page.row(
                    |page| category(page, entry, is_public),
                    |page| {
                        page.cell(|page| details(page, entry, is_public));
                        page.cell(|page| retention(page, entry));
                    },
                );
            }
        });
    }
    page.facts(|page| {
        page.fact("Données sensibles", "Sensitive data", |page| {
            sensitive(page, processing)
        });
        if !processing.not_processed.is_empty() {
            page.fact("Données non traitées", "Data not processed", |page| {
                page.list(&processing.not_processed, |page, category| {
                    page.say(category.label(lang));
                });
            });
        }
    });
}

/// The category, with the last part of the rule's address, by which code names it.
fn category(page: &mut Page, entry: &DataEntry, is_public: bool) {
    let label = entry.category.label(page.lang());
    page.say(label);
    if !is_public {
        page.note(|page| {
            page.markup("<code>");
            page.say(&entry.id);
            page.markup("</code>");
        });
    }
}

fn details(page: &mut Page, entry: &DataEntry, is_public: bool) {
    let lang = page.lang();
    if entry.detail.known().is_some() || entry.fields.is_empty() {
        page.stated(&entry.detail, Page::text);
    }
    if !entry.fields.is_empty() {
        page.markup("<div class=\"fields\">");
        page.line(&entry.fields, |page, field| {
            page.markup("<code>");
            page.say(field);
            page.markup("</code>");
            let sealed = entry.sealed.iter().any(|sealed| sealed.field == *field);
            if sealed && !is_public {
                page.words(" (chiffré)", " (encrypted)");
            }
        });
        page.markup("</div>");
    }
    if let Some(source) = entry.source.known() {
        page.note(|page| page.say(source.label(lang)));
    }
    match entry.mandatory {
        Some(true) => page.note(|page| page.words("obligatoires", "mandatory")),
        Some(false) => page.note(|page| page.words("facultatives", "optional")),
        None => {}
    }
}

fn retention(page: &mut Page, entry: &DataEntry) {
    let lang = page.lang();
    match &entry.retention {
        Retention::Unknown => page.unknown(),
        Retention::Unstated => {
            page.markup("<span class=\"unknown\">");
            page.words("Durée non précisée", "Length not told");
            page.markup("</span>");
        }
        Retention::Rule(rule) => {
            let words = rule.in_words(lang);
            page.say(&capitalised(&words));
            if !rule.law().is_empty() {
                page.note(|page| page.line(rule.law(), |page, law| page.say(&law.label(lang))));
            }
            if let Some(note) = rule.note() {
                page.note(|page| page.text(note));
            }
        }
    }
}

fn sensitive(page: &mut Page, processing: &Processing) {
    let lang = page.lang();
    page.stated(&processing.sensitive, |page, sensitive| {
        page.list(sensitive, |page, data| {
            page.say(data.category.label(lang));
            if let Some(condition) = data.condition {
                page.words(" : ", ": ");
                page.say(condition.label(lang));
                page.markup(" <span class=\"article\">");
                page.words("art. ", "Art. ");
                page.say(condition.article());
                page.markup("</span>");
            }
        });
    });
    if let Some(note) = &processing.sensitive_note {
        page.note(|page| page.text(note));
    }
}

fn recipients(page: &mut Page, processing: &Processing) {
    let lang = page.lang();
    page.heading("Destinataires", "Recipients");
    page.facts(|page| {
        if processing.recipients.is_unknown() {
            return page.fact("Destinataires", "Recipients", Page::unknown);
        }
        for (kind, stated) in processing.recipients.by_kind() {
            page.markup("<tr><th scope=\"row\">");
            page.say(kind.label(lang));
            page.markup("</th><td>");
            page.stated(stated, |page, recipients| page.list(recipients, recipient));
            page.markup("</td></tr>\n");
        }
    });
}

fn recipient(page: &mut Page, recipient: &Recipient) {
    page.text(&recipient.name);
    if let Some(country) = recipient.country {
        page.markup(" (");
        page.say(country.as_str());
        page.markup(")");
    }
    let details = [&recipient.what, &recipient.how_often, &recipient.note];
    let mut known = details.into_iter().flatten().peekable();
    if known.peek().is_some() {
        page.note(|page| page.line(known, Page::text));
    }
}

fn transfers(page: &mut Page, processing: &Processing) {
    page.heading(
        "Transferts hors de l’Union européenne",
        "Transfers out of the European Union",
    );
    let Some(transfers) = processing.transfers.known() else {
        page.markup("<p>");
        page.absent(&processing.transfers);
        page.markup("</p>\n");
        return;
    };
    let headers = [
        ("Destinataire", "Recipient"),
        ("Pays", "Country"),
        ("Garantie", "Instrument"),
        ("Document et évaluation", "Document and assessment"),
    ];
    page.table(&headers, |page| {
        for transfer in transfers {
            page.row(
                |page| page.optional(transfer.recipient.as_ref(), Page::text),
                |page| transfer_cells(page, transfer),
            );
        }
    });
}

fn transfer_cells(page: &mut Page, transfer: &Transfer) {
    let lang = page.lang();
    page.cell(|page| page.optional(transfer.country, |page, country| page.say(country.as_str())));
    page.cell(|page| {
        page.optional(transfer.tool, |page, tool| {
            page.say(tool.label(lang));
            page.markup(" <span class=\"article\">");
            page.words("art. ", "Art. ");
            page.say(tool.article());
            page.markup("</span>");
        });
    });
    page.cell(|page| {
        if transfer.document.is_none() && transfer.assessment.is_none() {
            return page.unknown();
        }
        let texts = [&transfer.document, &transfer.assessment];
        page.line(texts.into_iter().flatten(), Page::text);
    });
}

fn measures(page: &mut Page, processing: &Processing) {
    let lang = page.lang();
    page.heading("Mesures de sécurité", "Security measures");
    page.facts(|page| {
        if processing.measures.is_empty() {
            return page.fact("Mesures", "Measures", Page::unknown);
        }
        for (family, measure) in &processing.measures {
            page.markup("<tr><th scope=\"row\">");
            page.say(family.label(lang));
            page.markup("</th><td>");
            match measure {
                Measure::Stated => page.words("Oui, sans détail", "Yes, without detail"),
                Measure::Detailed(texts) => page.list(texts, Page::text),
            }
            page.markup("</td></tr>\n");
        }
    });
}

/// A sentence's first letter, for a cell that begins with it. French and English letters only grow by their own case.
fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
