//! Head and foot of the page: who keeps the register, how to use one's rights, the contents.

use greffe_terms::Role;

use super::edition::Edition;
use super::page::Page;
use super::part::Part;
use super::{organisation, version};
use crate::{CountedFrom, Register, RequestTerms};

pub(super) fn open(page: &mut Page, register: &Register, edition: Edition) {
    let keeper = register.organisation();
    page.within(Part::Head, |page| {
        page.within(Part::Title, |page| page.say(title(edition)));
        page.within(Part::Organisation, |page| page.text(&keeper.name));
    });
    page.open(Part::Content);
    organisation::section(page, keeper, edition);
    if let Some(version) = register.version() {
        version::section(page, version, edition.is_public);
    }
    if let Some(terms) = register.requests() {
        requests(page, terms);
    }
    contents(page, register);
}

pub(super) fn close(page: &mut Page, register: &Register) {
    page.close(Part::Content);
    page.within(Part::Foot, |page| {
        page.paragraph(|page| {
            page.words("Registre tenu en application de ", "Register kept under ");
            let (fr, en) = paragraphs(register);
            page.words(fr, en);
            page.words(
                " du règlement (UE) 2016/679 (RGPD).",
                " of Regulation (EU) 2016/679 (GDPR).",
            );
        });
    });
}

/// The paragraphs of Art. 30 under which these records are kept; the whole article where a record does not say its role.
fn paragraphs(register: &Register) -> (&'static str, &'static str) {
    let roles: Vec<_> = register.processings().iter().map(|p| p.role).collect();
    let acts_for_others = roles.contains(&Some(Role::Processor));
    let decides =
        roles.contains(&Some(Role::Controller)) || roles.contains(&Some(Role::JointController));
    match (decides, acts_for_others) {
        (true, true) => ("l’article 30(1) et (2)", "Article 30(1) and (2)"),
        _ if roles.contains(&None) => ("l’article 30", "Article 30"),
        (true, false) => ("l’article 30(1)", "Article 30(1)"),
        (false, true) => ("l’article 30(2)", "Article 30(2)"),
        (false, false) => ("l’article 30", "Article 30"),
    }
}

/// What the page is called.
pub(super) fn title(edition: Edition) -> &'static str {
    if edition.is_public {
        edition.lang.pick(
            "Registre des activités de traitement (extrait public)",
            "Register of processing activities (public extract)",
        )
    } else {
        edition.lang.pick(
            "Registre des activités de traitement",
            "Register of processing activities",
        )
    }
}

fn requests(page: &mut Page, terms: &RequestTerms) {
    let lang = page.lang();
    page.open_section("requests", "Exercer ses droits", "Using one’s rights");
    page.facts(
        "Comment exercer ses droits",
        "How to use one’s rights",
        |page| {
            page.fact("Droits", "Rights", |page| {
                if terms.rights.is_empty() {
                    return page.unknown();
                }
                page.line(&terms.rights, |page, right| page.say(right.label(lang)));
            });
            page.fact("Réponse", "Answer", |page| {
                page.optional(terms.delay, |page, delay| {
                    page.words("dans un délai de ", "within ");
                    page.say(&delay.in_language(lang));
                });
                match terms.counted_from {
                    Some(CountedFrom::Receipt) => {
                        page.words(", à compter de la réception", ", counted from receipt");
                    }
                    Some(CountedFrom::Postmark) => {
                        page.words(
                            ", à compter du cachet de la poste",
                            ", counted from the postmark",
                        );
                    }
                    None => {}
                }
            });
            page.fact("Canaux acceptés", "Channels accepted", |page| {
                if terms.channels.is_empty() {
                    return page.unknown();
                }
                page.line(&terms.channels, |page, channel| {
                    page.say(channel.label(lang))
                });
            });
            page.fact("Pièce d’identité", "Identity document", |page| {
                page.optional(terms.identity_document, |page, when| {
                    page.say(when.label(lang))
                });
            });
            page.fact("Écrire à", "Write to", |page| {
                page.optional(terms.contact.as_ref(), Page::text);
                for found in &terms.contacts {
                    page.note(|page| {
                        page.say(found.right.label(lang));
                        page.words("\u{a0}: ", ": ");
                        page.text(&found.contact);
                    });
                }
            });
        },
    );
    page.close_section();
}

/// The heading to which records lead back.
pub(super) const CONTENTS: (&str, &str) =
    ("Liste des traitements", "List of processing activities");

fn contents(page: &mut Page, register: &Register) {
    let lang = page.lang();
    page.open_section("contents", CONTENTS.0, CONTENTS.1);
    let headers = [
        ("Référence", "Reference"),
        ("Traitement", "Processing activity"),
        ("Rôle", "Role"),
        ("Mise à jour", "Updated"),
    ];
    page.table(CONTENTS, &headers, |page| {
        for processing in register.processings() {
            page.row(
                |page| page.link_to(processing),
                |page| {
                    page.cell(|page| page.text(&processing.name));
                    page.cell(|page| {
                        page.optional(processing.role, |page, role| page.say(role.label(lang)));
                    });
                    page.cell(|page| page.optional(processing.updated, Page::date));
                },
            );
        }
    });
    page.close_section();
}
