//! Head and foot of the page: who keeps the register, how to use one's rights, the contents.

use greffe_calendar::Closing;
use greffe_terms::{Lang, Role};

use super::edition::Edition;
use super::page::Page;
use super::part::Part;
use super::version;
use crate::{
    CountedFrom, Country, Establishment, Organisation, Register, Representative, RequestTerms, day,
};

pub(super) fn open(page: &mut Page, register: &Register, edition: Edition) {
    let organisation = register.organisation();
    page.within(Part::Head, |page| {
        page.within(Part::Title, |page| page.say(title(edition)));
        page.within(Part::Organisation, |page| page.text(&organisation.name));
    });
    page.open(Part::Content);
    identity(page, organisation, edition);
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

fn identity(page: &mut Page, organisation: &Organisation, edition: Edition) {
    let lang = page.lang();
    page.open_section("organisation", "Organisme", "Organisation");
    page.facts(
        "Organisme qui tient le registre",
        "Organisation that keeps the register",
        |page| {
            page.fact("Adresse", "Address", |page| {
                page.stated(&organisation.address, Page::text)
            });
            page.fact(
                "Contact pour les données personnelles",
                "Contact for personal data",
                |page| {
                    page.stated(&organisation.contact, Page::text);
                },
            );
            page.fact(
                "Délégué à la protection des données",
                "Data-protection officer",
                |page| {
                    page.stated(&organisation.dpo, |page, dpo| {
                        if let Some(name) = dpo.name.known() {
                            page.text(name);
                            page.say(", ");
                        }
                        page.stated(&dpo.contact, Page::text);
                        if let Some(kind) = dpo.kind {
                            page.say(" (");
                            page.say(kind.label(lang));
                            page.say(")");
                        }
                        // Art. 30(1)(a) wants the name beside the contact; Art. 37(7) has the contact alone published.
                        if dpo.name.is_unknown() && !edition.is_public {
                            page.note(|page| {
                                page.words("nom non renseigné", "name not stated");
                            });
                        }
                    });
                    if let Some(day) = organisation.dpo.known().and_then(|dpo| dpo.designated) {
                        page.note(|page| {
                            page.words("désigné le ", "designated on ");
                            page.date(day);
                        });
                    }
                    if let Some(note) = organisation
                        .dpo_note
                        .as_ref()
                        .filter(|_| !edition.is_public)
                    {
                        page.note(|page| page.text(note));
                    }
                },
            );
            if !organisation.representative.is_unknown() {
                page.fact(
                    "Représentant dans l’Union",
                    "Representative in the Union",
                    |page| {
                        page.stated(&organisation.representative, representative);
                    },
                );
            }
            if !organisation.establishments.is_empty() && !edition.is_public {
                page.fact("Établissements", "Establishments", |page| {
                    page.list(&organisation.establishments, establishment);
                });
            }
            if let Some(is_public) = organisation.public_authority {
                page.fact("Organisme public", "Public body", |page| {
                    page.say(if is_public {
                        lang.pick("oui", "yes")
                    } else {
                        lang.pick("non", "no")
                    });
                });
            }
            if let Some(is_public_authority) = organisation.public_authority {
                page.fact("Autorité publique", "Public authority", |page| {
                    page.yes_or_no(is_public_authority);
                });
            }
            page.fact("Site", "Website", |page| {
                page.stated(&organisation.website, Page::text)
            });
            page.fact("Lieu des données", "Where data are held", |page| {
                page.stated(&organisation.location, Page::text);
            });
            if !organisation.certifications.is_empty() {
                page.fact("Certifications", "Certifications", |page| {
                    page.list(&organisation.certifications, Page::text);
                });
            }
            if let Some(terms) = &organisation.fiscal_year {
                page.fact("Clôture de l’exercice", "Fiscal year closes on", |page| {
                    let day = closing(terms.end, lang);
                    page.say(&day);
                });
            }
            if let Some(day) = edition.dated {
                page.fact("Édition du", "Issued on", |page| page.date(day));
            }
        },
    );
    page.close_section();
}

fn representative(page: &mut Page, one: &Representative) {
    page.text(&one.name);
    country(page, one.country);
    if let Some(contact) = one.contact.known() {
        page.note(|page| page.text(contact));
    }
}

fn establishment(page: &mut Page, one: &Establishment) {
    page.text(&one.name);
    country(page, one.country);
    for text in [&one.address, &one.note].into_iter().flatten() {
        page.note(|page| page.text(text));
    }
}

fn country(page: &mut Page, country: Option<Country>) {
    if let Some(country) = country {
        page.say(" (");
        page.say(country.label(page.lang()));
        page.say(")");
    }
}

/// `31 décembre`; closings that are no fixed day read as they are written.
fn closing(closing: Closing, lang: Lang) -> String {
    // Any year does; the words are day, month, year.
    let date = match closing {
        Closing::Day(day) => day.in_year(2000).ok(),
        _ => None,
    };
    match date {
        Some(date) => {
            let words = day::in_words(date, lang);
            let day_and_month: Vec<_> = words.split(' ').take(2).collect();
            day_and_month.join(" ")
        }
        None => closing.to_string(),
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
