//! Who is concerned by one processing activity: persons, joint controllers, clients; what they may ask, and what no human decides.

use super::page::Page;
use crate::{
    AutomatedDecision, Client, EndOfServices, JointController, LinkedDocument, Processing, Subject,
    Who,
};

/// The rows on controllers and clients.
pub(super) fn facts(page: &mut Page, processing: &Processing, is_public: bool) {
    if !processing.joint_controllers.is_unknown() {
        page.fact("Responsables conjoints", "Joint controllers", |page| {
            page.stated(&processing.joint_controllers, |page, others| {
                page.list(others, joint_controller);
            });
        });
    }
    let is_processor = processing.is_processor_record();
    if is_processor || !processing.clients.is_unknown() {
        page.fact("Pour le compte de", "On behalf of", |page| {
            page.stated(&processing.clients, |page, clients| {
                page.list(clients, |page, one| client(page, one, is_public));
            });
        });
    }
    if !is_public && (is_processor || !processing.instructions.is_unknown()) {
        page.fact(
            "Instructions documentées",
            "Documented instructions",
            |page| {
                page.stated(&processing.instructions, Page::text);
            },
        );
    }
    if is_processor || !processing.end_of_services.is_unknown() {
        page.fact("En fin de prestation", "When services end", |page| {
            page.stated(&processing.end_of_services, end_of_services);
        });
    }
    if !processing.client_duties.is_empty() {
        page.fact("À la charge des clients", "For the clients to do", |page| {
            page.list(&processing.client_duties, Page::text);
        });
    }
    if !processing.client_advice.is_empty() {
        page.fact("Conseillé aux clients", "Recommended to clients", |page| {
            page.list(&processing.client_advice, Page::text);
        });
    }
}

/// The rows on what persons may ask, what is decided by machines, and where more is written.
pub(super) fn rights(page: &mut Page, processing: &Processing, is_public: bool) {
    let lang = page.lang();
    if !processing.rights.is_unknown() || processing.rights_note.is_some() {
        page.fact("Droits", "Rights", |page| {
            page.stated(&processing.rights, |page, rights| {
                page.line(rights, |page, right| page.say(right.label(lang)));
            });
            if let Some(note) = &processing.rights_note {
                page.note(|page| page.text(note));
            }
        });
    }
    if !processing.automated_decisions.is_unknown() {
        page.fact("Décisions automatisées", "Automated decisions", |page| {
            page.stated(&processing.automated_decisions, |page, decisions| {
                page.list(decisions, automated_decision);
            });
        });
    }
    let documents = processing.documents.iter();
    let shown: Vec<_> = documents
        .filter(|document| !is_public || !document.internal)
        .collect();
    if !shown.is_empty() {
        page.fact("Documents", "Documents", |page| {
            page.list(&shown, |page, document| linked(page, document));
        });
    }
}

pub(super) fn subject(page: &mut Page, subject: &Subject) {
    let lang = page.lang();
    match &subject.who {
        Who::Kind(kind) => page.say(kind.label(lang)),
        Who::Other(text) => page.text(text),
    }
    if let Some(estimate) = subject.estimate {
        page.words(" (environ ", " (about ");
        page.number(estimate);
        page.say(")");
    }
    match subject.vulnerable {
        Some(true) => page.words("\u{a0}; personnes vulnérables", "; vulnerable persons"),
        Some(false) => page.words("\u{a0}; personnes non vulnérables", "; not vulnerable"),
        None => {}
    }
    if let Some(note) = &subject.note {
        page.note(|page| page.text(note));
    }
}

fn joint_controller(page: &mut Page, other: &JointController) {
    page.text(&other.name);
    if let Some(contact) = &other.contact {
        page.say(", ");
        page.text(contact);
    }
    if let Some(arrangement) = &other.arrangement {
        page.note(|page| {
            page.words("Accord\u{a0}: ", "Arrangement: ");
            page.text(arrangement);
        });
    }
    if let Some(available) = other.essence_available {
        page.note(|page| {
            page.words(
                "Grandes lignes mises à disposition des personnes\u{a0}: ",
                "Essence made available to persons: ",
            );
            page.yes_or_no(available);
        });
    }
}

fn client(page: &mut Page, client: &Client, is_public: bool) {
    page.text(&client.name);
    if client.is_category {
        page.words(" (catégorie de clients)", " (category of clients)");
    }
    if is_public {
        return;
    }
    let details = [
        ("Contact\u{a0}: ", "Contact: ", &client.contact),
        (
            "Représentant\u{a0}: ",
            "Representative: ",
            &client.representative,
        ),
        ("DPO\u{a0}: ", "DPO: ", &client.dpo),
    ];
    for (fr, en, text) in details {
        if let Some(text) = text {
            page.note(|page| {
                page.words(fr, en);
                page.text(text);
            });
        }
    }
    if let Some(record) = &client.record {
        page.note(|page| {
            page.words("Fiche chez le client\u{a0}: ", "Record at the client’s: ");
            page.say(record);
        });
    }
}

fn end_of_services(page: &mut Page, end: &EndOfServices) {
    let lang = page.lang();
    page.say(end.fate.label(lang));
    if let Some(within) = end.within {
        page.words(" dans un délai de ", " within ");
        page.say(&within.in_language(lang));
    }
    match end.extensible {
        Some(true) => page.words(", prolongeable à la demande", ", prolonged on request"),
        Some(false) => page.words(", non prolongeable", ", not prolonged"),
        None => {}
    }
    if let Some(note) = &end.note {
        page.note(|page| page.text(note));
    }
}

fn automated_decision(page: &mut Page, decision: &AutomatedDecision) {
    let lang = page.lang();
    page.text(&decision.what);
    if let Some(ground) = decision.ground {
        page.say(" (");
        page.say(ground.label(lang));
        page.say(")");
    }
    let details = [
        ("Logique\u{a0}: ", "Logic: ", &decision.logic),
        (
            "Conséquences\u{a0}: ",
            "Consequences: ",
            &decision.consequences,
        ),
    ];
    for (fr, en, text) in details {
        if let Some(text) = text {
            page.note(|page| {
                page.words(fr, en);
                page.text(text);
            });
        }
    }
    if let Some(review) = decision.human_review {
        page.note(|page| {
            page.words("Intervention humaine\u{a0}: ", "Human review: ");
            page.yes_or_no(review);
        });
    }
}

fn linked(page: &mut Page, document: &LinkedDocument) {
    page.text(&document.title);
    if let Some(dated) = document.dated {
        page.words(" du ", " of ");
        page.date(dated);
    }
    if document.internal {
        page.words(" (interne)", " (internal)");
    }
    if let Some(place) = &document.place {
        page.note(|page| page.text(place));
    }
}
