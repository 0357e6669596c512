//! Contracts with processors and clients. They are not for the public.

use super::page::Page;
use crate::{Clause, ClauseState, Contract, Register, SubProcessor};

pub(super) fn section(page: &mut Page, register: &Register) {
    if register.contracts().is_empty() {
        return;
    }
    page.open_section(
        "contracts",
        "Contrats de sous-traitance",
        "Contracts on processing",
    );
    for contract in register.contracts() {
        one(page, contract);
    }
    page.close_section();
}

fn one(page: &mut Page, contract: &Contract) {
    let lang = page.lang();
    page.subheading(|page| page.text(&contract.party));
    page.facts(
        "Contrat de sous-traitance",
        "Contract on processing",
        |page| {
            page.fact("Identifiant", "Id", |page| page.code(&contract.id));
            page.fact("L’autre partie est", "The other party is", |page| {
                page.say(contract.party_is.label(lang));
                if let Some(country) = contract.country {
                    page.say(" (");
                    page.say(country.label(page.lang()));
                    page.say(")");
                }
            });
            terms(page, contract);
            dates(page, contract);
            page.fact(
                "Autorisation d’autres sous-traitants",
                "Authorisation of other processors",
                |page| {
                    page.optional(contract.authorisation, |page, mode| {
                        page.say(mode.label(lang))
                    });
                    if let Some(flow_down) = contract.flow_down {
                        page.note(|page| {
                            page.words(
                                "Mêmes obligations imposées\u{a0}: ",
                                "Same duties laid on them: ",
                            );
                            page.yes_or_no(flow_down);
                        });
                    }
                },
            );
            page.fact("Autres sous-traitants", "Other processors", |page| {
                page.stated(&contract.sub_processors, |page, others| {
                    page.list(others, sub_processor)
                });
            });
            page.fact(
                "Alerte sur une instruction illicite",
                "Alert on an infringing instruction",
                |page| page.optional(contract.infringing_instruction_alert, Page::yes_or_no),
            );
            if !contract.processings.is_empty() {
                page.fact("Traitements", "Processing activities", |page| {
                    page.line(&contract.processings, |page, reference| {
                        page.say(reference.as_str())
                    });
                });
            }
            for (fr, en, text) in [
                ("Document", "Document", &contract.document),
                ("Remarque", "Note", &contract.note),
            ] {
                if let Some(text) = text {
                    page.fact(fr, en, |page| page.text(text));
                }
            }
        },
    );
    clauses(page, contract);
}

/// What Art. 28(3), first subparagraph, wants set out.
fn terms(page: &mut Page, contract: &Contract) {
    for (fr, en, text) in [
        (
            "Objet, nature et finalité",
            "Subject, nature and purpose",
            &contract.subject,
        ),
        ("Durée", "Duration", &contract.duration),
        ("Données", "Data", &contract.data),
        ("Personnes concernées", "Data subjects", &contract.subjects),
    ] {
        page.fact(fr, en, |page| page.optional(text.as_ref(), Page::text));
    }
}

fn dates(page: &mut Page, contract: &Contract) {
    let lang = page.lang();
    page.fact("Signature", "Signed", |page| {
        page.optional(contract.signed, Page::date);
        if let Some(form) = contract.form {
            page.say(" (");
            page.say(form.label(lang));
            page.say(")");
        }
    });
    page.fact("Échéance", "Expires", |page| {
        page.stated(&contract.expires, |page, day| page.date(*day));
    });
}

fn sub_processor(page: &mut Page, other: &SubProcessor) {
    page.text(&other.name);
    if let Some(country) = other.country {
        page.say(" (");
        page.say(country.label(page.lang()));
        page.say(")");
    }
    if let Some(what) = &other.what {
        page.note(|page| page.text(what));
    }
    if let Some(day) = other.authorised {
        page.note(|page| {
            page.words("Autorisé le ", "Authorised on ");
            page.date(day);
        });
    }
    if let Some(bound) = other.bound {
        page.note(|page| {
            page.words("Mêmes obligations\u{a0}: ", "Same duties: ");
            page.yes_or_no(bound);
        });
    }
}

fn clauses(page: &mut Page, contract: &Contract) {
    let headers = [
        ("Art. 28(3)", "Art. 28(3)"),
        ("Clause", "Clause"),
        ("Au contrat", "In the contract"),
    ];
    page.table(
        ("Clauses de l’article 28(3)", "Clauses of Article 28(3)"),
        &headers,
        |page| {
            for &clause in Clause::ALL {
                row(page, clause, contract.clause(clause));
            }
        },
    );
}

fn row(page: &mut Page, clause: Clause, state: Option<&ClauseState>) {
    let label = clause.label(page.lang());
    page.row(
        |page| {
            page.number(clause.letter());
            page.say(")");
        },
        |page| {
            page.cell(|page| page.say(label));
            page.cell(|page| {
                page.optional(state, |page, state| match state {
                    ClauseState::Present => page.yes_or_no(true),
                    ClauseState::Missing => page.yes_or_no(false),
                    ClauseState::Described(text) => page.text(text),
                });
            });
        },
    );
}
