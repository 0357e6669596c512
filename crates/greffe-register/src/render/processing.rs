//! One processing activity.

use super::page::Page;
use super::part::{Anchor, Part};
use super::surroundings::CONTENTS;
use super::{data, dpia, parties, sharing};
use crate::{Measure, Processing, Purpose, Status};

pub(super) fn section(page: &mut Page, processing: &Processing, is_public: bool) {
    page.open(Part::Record(processing));
    page.within(Part::Heading, |page| {
        page.within(Part::Reference, |page| {
            page.say(processing.reference.as_str())
        });
        page.say(" ");
        page.text(&processing.name);
    });
    identity(page, processing, is_public);
    purposes(page, processing, is_public);
    data::data(page, processing, is_public);
    sharing::recipients(page, processing);
    sharing::transfers(page, processing, is_public);
    if !is_public {
        measures(page, processing);
    }
    page.within(Part::Back, |page| {
        let (fr, en) = CONTENTS;
        page.within(
            Part::Link(Anchor::Contents(page.lang().pick(fr, en))),
            |page| {
                page.words("Retour à la liste des traitements", "Back to the list");
            },
        );
    });
    page.close(Part::Record(processing));
}

fn identity(page: &mut Page, processing: &Processing, is_public: bool) {
    let lang = page.lang();
    page.facts(
        "Fiche du traitement",
        "Record of the processing activity",
        |page| {
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
                written(page, processing);
                page.fact("Responsable interne", "Person in charge", |page| {
                    page.stated(&processing.responsible, Page::text);
                });
            }
            parties::facts(page, processing, is_public);
            page.fact("Personnes concernées", "Data subjects", |page| {
                page.stated(&processing.subjects, |page, subjects| {
                    page.list(subjects, parties::subject)
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
            if !is_public {
                dpia::fact(page, &processing.dpia);
            }
            parties::rights(page, processing, is_public);
            if !is_public && !processing.public {
                page.fact("Extrait public", "Public extract", |page| {
                    page.words("laissé de côté", "left out");
                });
            }
        },
    );
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

fn written(page: &mut Page, processing: &Processing) {
    if let Some(author) = &processing.author {
        page.fact("Auteur de la fiche", "Author of the record", |page| {
            page.text(author);
        });
    }
    if let Some(version) = &processing.version {
        page.fact("Version de la fiche", "Version of the record", |page| {
            page.say(version);
        });
    }
}

/// Purposes of a controller; of a processor the categories of processing that it carries out, Art. 30(2)(b) GDPR.
fn purposes(page: &mut Page, processing: &Processing, is_public: bool) {
    let purposes = &processing.purposes;
    let is_processor = processing.is_processor_record();
    let title = if is_processor {
        ("Traitements effectués", "Processing carried out")
    } else {
        ("Finalités et bases légales", "Purposes and legal bases")
    };
    page.heading(title.0, title.1);
    if purposes.is_empty() {
        page.paragraph(Page::unknown);
        return;
    }
    let headers = [
        ("Finalité", "Purpose"),
        ("Base légale", "Legal basis"),
        ("Justification et textes", "Justification and law"),
    ];
    page.table(title, &headers, |page| {
        for purpose in purposes {
            page.row(
                |page| purpose_name(page, purpose, is_public),
                |page| purpose_cells(page, purpose, is_processor),
            );
        }
    });
}

/// The name, with the id by which code and notices name the purpose.
fn purpose_name(page: &mut Page, purpose: &Purpose, is_public: bool) {
    match &purpose.name {
        Some(name) => page.text(name),
        None => page.say(purpose.id.as_str()),
    }
    if purpose.name.is_some() && !is_public {
        page.note(|page| page.code(purpose.id.as_str()));
    }
    if purpose.subordinate {
        page.note(|page| page.words("Sous-finalité", "Subordinate purpose"));
    }
    if purpose.marketing {
        page.note(|page| page.words("Prospection", "Direct marketing"));
    }
    if !purpose.channels.is_empty() {
        let lang = page.lang();
        page.note(|page| {
            page.words("Canaux\u{a0}: ", "Channels: ");
            page.line(&purpose.channels, |page, channel| {
                page.say(channel.label(lang))
            });
        });
    }
}

fn purpose_cells(page: &mut Page, purpose: &Purpose, is_processor: bool) {
    let lang = page.lang();
    page.cell(|page| {
        // The basis is its controllers' to tell.
        if is_processor && purpose.basis.is_unknown() {
            return page.words("celle du responsable du traitement", "the controller’s");
        }
        page.stated(&purpose.basis, |page, bases| {
            page.list(bases, |page, basis| {
                page.say(basis.label(lang));
                page.article(basis.article());
            });
        });
    });
    page.cell(|page| {
        if let Some(justification) = &purpose.justification {
            page.text(justification);
        }
        if !purpose.balancing.is_unknown() {
            page.note(|page| {
                page.words("Mise en balance\u{a0}: ", "Balancing test: ");
                page.stated(&purpose.balancing, Page::text);
            });
        }
        if !purpose.law.is_empty() {
            page.note(|page| {
                page.line(&purpose.law, |page, law| {
                    page.say(&law.label_with_status(lang))
                })
            });
        }
        if let Some(terms) = &purpose.consent {
            page.note(|page| consent(page, terms));
        }
        let nothing = purpose.justification.is_none() && purpose.balancing.is_unknown();
        if nothing && purpose.law.is_empty() && purpose.consent.is_none() {
            page.say("–");
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
    if let Some(version) = terms.minimum_notice {
        page.words(", recueilli depuis la version ", ", given since version ");
        page.number(version);
        page.words(" de la mention", " of the notice");
    }
    if let Some(withdrawal) = &terms.withdrawal {
        page.words("\u{a0}; retrait\u{a0}: ", "; withdrawal: ");
        page.text(withdrawal);
    }
    if let Some(campaign) = terms.campaign {
        page.words("\u{a0}; redemandé le ", "; asked again on ");
        page.date(campaign.asked);
        page.words(", réponse avant le ", ", answer by ");
        page.date(campaign.deadline);
        page.words("\u{a0}; en cas de silence\u{a0}: ", "; if silent: ");
        page.say(campaign.if_silent.label(lang));
    }
}

fn measures(page: &mut Page, processing: &Processing) {
    let lang = page.lang();
    page.heading("Mesures de sécurité", "Security measures");
    page.facts("Mesures de sécurité", "Security measures", |page| {
        if processing.measures.is_empty() {
            return page.fact("Mesures", "Measures", Page::unknown);
        }
        for (family, measure) in &processing.measures {
            page.fact_named(family.label(lang), |page| match measure {
                Measure::Stated => page.words("Oui, sans détail", "Yes, without detail"),
                Measure::Detailed(texts) => page.list(texts, Page::text),
            });
        }
    });
}
