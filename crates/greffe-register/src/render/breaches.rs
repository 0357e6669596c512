//! The register of breaches and the procedure upon one. Not for the public.

use chrono::{DateTime, FixedOffset};
use greffe_terms::Text;

use super::page::Page;
use crate::breach::{concerns_as_processor, persons_notice, severity, severity_flags};
use crate::{
    Affected, Breach, BreachCommunication, BreachEnd, BreachProcedure, FurtherNotice, PersonsList,
    Register, SeverityInputs, Stated,
};

pub(super) fn section(page: &mut Page, register: &Register) {
    page.open_section(
        "breaches",
        "Registre des violations",
        "Register of breaches",
    );
    match register.breaches() {
        Stated::Known(breaches) => {
            for entry in breaches {
                breach(page, register, entry);
            }
        }
        absent => {
            page.paragraph(|page| {
                if absent.is_none() {
                    page.words("Aucune violation à ce jour.", "No breach to this day.");
                } else {
                    page.absent(absent);
                }
            });
        }
    }
    if let Some(terms) = register.breach_procedure() {
        procedure(page, terms);
    }
    page.close_section();
}

fn breach(page: &mut Page, register: &Register, breach: &Breach) {
    page.subheading(|page| page.say(&breach.id));
    page.facts("Violation", "Breach", |page| {
        circumstances(page, breach);
        reach(page, breach);
        gravity(page, breach);
        notices(page, breach);
        processors(page, breach, concerns_as_processor(register, breach));
    });
}

fn circumstances(page: &mut Page, breach: &Breach) {
    let lang = page.lang();
    if let Some(role) = breach.role {
        page.fact("Rôle", "Role", |page| page.say(role.label(lang)));
    }
    if !breach.processings.is_empty() {
        page.fact("Traitements", "Processing activities", |page| {
            page.line(&breach.processings, |page, r| page.say(r.as_str()));
        });
    }
    page.fact("Nature", "Nature", |page| {
        labels(page, breach.nature.iter().map(|code| code.label(lang)));
    });
    optional_fact(page, "Origine", "Origin", breach.origin, |page, code| {
        page.say(code.label(lang));
    });
    optional_fact(page, "Cause", "Cause", breach.cause, |page, code| {
        page.say(code.label(lang));
    });
    optional_fact(page, "Début", "Start", breach.start, instant);
    optional_fact(page, "Fin", "End", breach.end, |page, end| match end {
        BreachEnd::Ongoing => page.words("en cours", "ongoing"),
        BreachEnd::At(at) => instant(page, at),
    });
    page.fact("Connaissance", "Became aware", |page| {
        page.optional(breach.aware, instant);
    });
    optional_text(page, "Découverte", "Discovery", breach.discovered.as_ref());
}

fn reach(page: &mut Page, breach: &Breach) {
    let lang = page.lang();
    page.fact("Personnes concernées", "Persons concerned", |page| {
        page.optional(breach.persons, |page, number| {
            page.say(&number.in_words(lang));
        });
    });
    page.fact("Catégories de personnes", "Categories of persons", |page| {
        page.stated(&breach.people, |page, people| {
            page.line(people, |page, one| match one {
                Affected::Other(text) => page.text(text),
                listed => page.say(listed.in_language(lang)),
            });
        });
    });
    page.fact("Enregistrements concernés", "Records concerned", |page| {
        page.optional(breach.records, |page, number| {
            page.say(&number.in_words(lang));
        });
    });
    page.fact("Catégories de données", "Categories of data", |page| {
        page.stated(&breach.data, |page, data| {
            page.line(data, |page, one| match one {
                Affected::Other(text) => page.text(text),
                listed => page.say(listed.in_language(lang)),
            });
        });
    });
    page.fact("Conséquences", "Consequences", |page| {
        if breach.impacts.is_empty() {
            return page.optional(breach.consequences.as_ref(), Page::text);
        }
        labels(page, breach.impacts.iter().map(|code| code.label(lang)));
        if let Some(said) = &breach.consequences {
            page.note(|page| page.text(said));
        }
    });
    page.fact("Mesures", "Measures", |page| {
        page.optional(breach.measures.as_ref(), Page::text);
    });
    optional_fact(
        page,
        "Liste des personnes",
        "List of persons",
        breach.persons_list.as_ref(),
        persons_list,
    );
}

fn gravity(page: &mut Page, breach: &Breach) {
    let lang = page.lang();
    page.fact("Gravité", "Gravity", |page| {
        page.optional(breach.gravity, |page, gravity| {
            page.say(gravity.label(lang))
        });
    });
    let inputs = breach.severity.as_ref();
    optional_fact(
        page,
        "Gravité selon l’ENISA",
        "ENISA severity",
        inputs,
        |page, inputs| severity_in_words(page, inputs, breach),
    );
    page.fact("Article 34", "Article 34", |page| {
        let decision = persons_notice(breach);
        page.say(&decision.in_words(lang));
        if let Some(power) = decision.power_of_the_authority(lang) {
            page.note(|page| page.say(power));
        }
    });
}

fn severity_in_words(page: &mut Page, inputs: &SeverityInputs, breach: &Breach) {
    let lang = page.lang();
    let words = severity(inputs).in_words(lang);
    page.say(&words);
    severity_inputs(page, inputs);
    let flags = severity_flags(breach);
    if !flags.is_empty() {
        page.note(|page| labels(page, flags.iter().map(|flag| flag.label(lang))));
    }
    // The words above hold the reason of a score that was adjusted.
    let said = |reason: &&Text| words.contains(reason.in_language(lang));
    if let Some(reason) = inputs
        .context_reason
        .as_ref()
        .filter(|reason| !said(reason))
    {
        page.note(|page| page.text(reason));
    }
}

/// What the score is made from and does not tell: two kinds of data may score alike, and some inputs change no score.
fn severity_inputs(page: &mut Page, inputs: &SeverityInputs) {
    let lang = page.lang();
    if let Some(data) = inputs.data {
        page.note(|page| {
            page.words("Données\u{a0}: ", "Data: ");
            page.say(data.label(lang));
        });
    }
    if let Some(context) = inputs.context {
        page.note(|page| {
            page.words("Contexte retenu\u{a0}: ", "Context given: ");
            page.number(context);
        });
    }
    if let Some(unintelligible) = inputs.unintelligible {
        page.note(|page| {
            page.words("Données inintelligibles\u{a0}: ", "Data unintelligible: ");
            page.yes_or_no(unintelligible);
        });
    }
}

fn notices(page: &mut Page, breach: &Breach) {
    let lang = page.lang();
    page.fact(
        "Notification à l’autorité",
        "Authority notified",
        |page| {
            match (breach.notified, breach.notification) {
                (None, Some(duty)) => page.say(duty.label(lang)),
                (at, duty) => {
                    page.optional(at, instant);
                    if let Some(duty) = duty {
                        page.note(|page| page.say(duty.label(lang)));
                    }
                }
            }
            if let Some(authority) = &breach.authority {
                page.note(|page| page.text(authority));
            }
            if let Some(reason) = &breach.notification_reason {
                page.note(|page| page.text(reason));
            }
        },
    );
    optional_text(
        page,
        "Motifs du retard",
        "Reasons for the delay",
        breach.delay_reason.as_ref(),
    );
    if !breach.further_notices.is_empty() {
        page.fact("Notifications complémentaires", "Further notices", |page| {
            page.list(&breach.further_notices, further_notice);
        });
    }
    page.fact("Information des personnes", "Persons told", |page| {
        page.optional(breach.communication.as_ref(), communication);
    });
}

fn processors(page: &mut Page, breach: &Breach, is_processor: bool) {
    if !breach.processors.is_empty() {
        page.fact("Sous-traitants", "Processors", |page| {
            page.list(&breach.processors, Page::text);
        });
    }
    optional_fact(
        page,
        "Avisé par le sous-traitant",
        "Told by the processor",
        breach.told_by_processor,
        instant,
    );
    if is_processor || breach.clients_told.is_some() {
        page.fact("Clients avisés", "Clients told", |page| {
            page.optional(breach.clients_told, instant);
        });
    }
}

fn procedure(page: &mut Page, terms: &BreachProcedure) {
    let lang = page.lang();
    page.heading("Procédure en cas de violation", "Procedure upon a breach");
    page.facts(
        "Procédure en cas de violation",
        "Procedure upon a breach",
        |page| {
            page.fact("Autorité", "Authority", |page| {
                page.optional(terms.authority.as_ref(), Page::text);
            });
            optional_text(page, "Portail", "Portal", terms.portal.as_ref());
            let within = terms.authority_within;
            optional_fact(
                page,
                "Autorité avisée sous",
                "Authority told within",
                within,
                |page, period| {
                    page.say(&period.in_language(lang));
                },
            );
            optional_text(
                page,
                "Alerte interne",
                "Alert within the house",
                terms.alert.as_ref(),
            );
            optional_fact(
                page,
                "Personnes informées",
                "Persons told",
                terms.persons,
                |page, when| {
                    page.say(when.label(lang));
                },
            );
            optional_fact(
                page,
                "Clients avisés",
                "Clients told",
                terms.clients,
                |page, which| {
                    page.say(which.label(lang));
                },
            );
            let within = terms.clients_within;
            optional_fact(
                page,
                "Clients avisés sous",
                "Clients told within",
                within,
                |page, period| {
                    page.say(&period.in_language(lang));
                },
            );
            if !terms.clients_receive.is_empty() {
                page.fact("Remis aux clients", "Given to clients", |page| {
                    page.list(&terms.clients_receive, Page::text);
                });
            }
        },
    );
}

fn further_notice(page: &mut Page, notice: &FurtherNotice) {
    instant(page, notice.at);
    if let Some(what) = &notice.what {
        page.note(|page| page.text(what));
    }
}

fn communication(page: &mut Page, told: &BreachCommunication) {
    let lang = page.lang();
    page.say(told.told.label(lang));
    if let Some(at) = told.at {
        page.say(", ");
        instant(page, at);
    }
    if let Some(waiver) = told.waiver {
        page.note(|page| page.say(waiver.label(lang)));
    }
    for text in [&told.means, &told.reason].into_iter().flatten() {
        page.note(|page| page.text(text));
    }
}

fn persons_list(page: &mut Page, list: &PersonsList) {
    page.text(&list.place);
    if !list.readers.is_empty() {
        page.note(|page| page.line(&list.readers, Page::text));
    }
}

fn instant(page: &mut Page, at: DateTime<FixedOffset>) {
    page.date(at.date_naive());
    page.say(", ");
    page.number(at.format("%H:%M (UTC%:z)"));
}

/// Labels in one line, or that nobody gave any.
fn labels<'l>(page: &mut Page, labels: impl Iterator<Item = &'l str>) {
    let labels: Vec<_> = labels.collect();
    if labels.is_empty() {
        return page.unknown();
    }
    page.line(labels, Page::say);
}

/// A row that stands only where there is something to say.
fn optional_fact<T>(
    page: &mut Page,
    fr: &'static str,
    en: &'static str,
    value: Option<T>,
    show: impl FnOnce(&mut Page, T),
) {
    if let Some(value) = value {
        page.fact(fr, en, |page| show(page, value));
    }
}

fn optional_text(page: &mut Page, fr: &'static str, en: &'static str, text: Option<&Text>) {
    optional_fact(page, fr, en, text, Page::text);
}
