//! Head and foot of the page: who keeps the register, the contents, requests, security, breaches.

use greffe_calendar::{Closing, date_in_words};
use greffe_terms::Lang;

use super::Html;
use super::page::Page;
use crate::{
    Breach, DpiaScreening, MeasureStatus, Organisation, Register, RequestTerms, SecurityAssessment,
};

pub(super) fn open(page: &mut Page, register: &Register, options: Html) {
    let organisation = register.organisation();
    page.markup("<!DOCTYPE html>\n<html lang=\"");
    page.say(options.lang.tag());
    page.markup("\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    page.markup(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
    );
    title(page, options);
    page.markup(" – ");
    page.say(organisation.name.in_language(options.lang));
    page.markup("</title>\n<style>\n");
    page.markup(include_str!("style.css"));
    page.markup("</style>\n</head>\n<body id=\"top\">\n<a class=\"skip\" href=\"#content\">");
    page.words("Aller au contenu", "Skip to the content");
    page.markup("</a>\n<header>\n<h1>");
    title(page, options);
    page.markup("</h1>\n<p class=\"organisation\">");
    page.text(&organisation.name);
    page.markup("</p>\n</header>\n<main id=\"content\">\n");
    identity(page, organisation, options);
    if let Some(terms) = register.requests() {
        requests(page, terms);
    }
    contents(page, register, options);
}

pub(super) fn close(page: &mut Page, register: &Register, is_public: bool) {
    if !is_public {
        backups(page, register);
        if let Some(assessment) = register.security() {
            security(page, assessment);
        }
        breaches(page, register);
        dpias(page, register.dpias());
    }
    page.markup("</main>\n<footer>\n<p>");
    page.words(
        "Registre tenu en application de l’article 30 du règlement (UE) 2016/679 (RGPD).",
        "Register kept under Article 30 of Regulation (EU) 2016/679 (GDPR).",
    );
    page.markup("</p>\n</footer>\n</body>\n</html>\n");
}

fn title(page: &mut Page, options: Html) {
    page.words(
        "Registre des activités de traitement",
        "Register of processing activities",
    );
    if options.is_public {
        page.words(" (extrait public)", " (public extract)");
    }
}

fn identity(page: &mut Page, organisation: &Organisation, options: Html) {
    let lang = page.lang();
    page.open_section("organisation", "Organisme", "Organisation");
    page.facts(|page| {
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
                    page.stated(&dpo.contact, Page::text);
                    page.markup(" (");
                    page.say(dpo.kind.label(lang));
                    page.markup(")");
                });
            },
        );
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
        if let Some(day) = options.dated {
            page.fact("Édition du", "Issued on", |page| page.date(day));
        }
    });
    page.close_section();
}

/// `31 décembre`; closings that are no fixed day read as they are written.
fn closing(closing: Closing, lang: Lang) -> String {
    // Any year does; the words are weekday, day, month, year.
    let date = match closing {
        Closing::Day(day) => day.in_year(2000).ok(),
        _ => None,
    };
    match date {
        Some(date) => {
            let words = date_in_words(date, lang);
            let day_and_month: Vec<_> = words.split(' ').skip(1).take(2).collect();
            day_and_month.join(" ")
        }
        None => closing.to_string(),
    }
}

fn requests(page: &mut Page, terms: &RequestTerms) {
    let lang = page.lang();
    page.open_section("requests", "Exercer ses droits", "Using one’s rights");
    page.facts(|page| {
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
            if let Some(from) = terms.counted_from {
                page.words(", à compter de : ", ", counted from: ");
                page.say(from.label(lang));
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
        });
    });
    page.close_section();
}

fn contents(page: &mut Page, register: &Register, options: Html) {
    let lang = page.lang();
    page.open_section(
        "contents",
        "Liste des traitements",
        "List of processing activities",
    );
    let headers = [
        ("Référence", "Reference"),
        ("Traitement", "Processing activity"),
        ("Rôle", "Role"),
        ("Mise à jour", "Updated"),
    ];
    page.markup("<nav>");
    page.table(&headers, |page| {
        for processing in options.processings(register) {
            page.row(
                |page| {
                    page.markup("<a href=\"#p-");
                    page.say(processing.reference.as_str());
                    page.markup("\">");
                    page.say(processing.reference.as_str());
                    page.markup("</a>");
                },
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
    page.markup("</nav>\n");
    page.close_section();
}

fn backups(page: &mut Page, register: &Register) {
    let lang = page.lang();
    if register.backups().is_empty() {
        return;
    }
    page.open_section("backups", "Sauvegardes", "Backups");
    let headers = [
        ("Série", "Series"),
        ("Fréquence", "Every"),
        ("Conservation", "Kept for"),
    ];
    page.table(&headers, |page| {
        for series in register.backups() {
            page.row(
                |page| page.say(&series.name),
                |page| {
                    for period in [series.every, series.keep] {
                        page.cell(|page| {
                            page.optional(period, |page, period| {
                                page.say(&period.in_language(lang));
                            });
                        });
                    }
                },
            );
        }
    });
    page.close_section();
}

fn security(page: &mut Page, assessment: &SecurityAssessment) {
    page.open_section(
        "security",
        "Évaluation de la sécurité",
        "Security assessment",
    );
    let score = assessment.score();
    page.facts(|page| {
        page.fact("Référentiel", "Framework", |page| {
            page.text(&assessment.framework)
        });
        page.fact("Évaluée le", "Assessed on", |page| {
            page.optional(assessment.assessed, Page::date);
        });
        page.fact("Mesures en place", "Measures in place", |page| {
            page.number(score.in_place);
            page.words(" sur ", " of ");
            page.number(score.applicable());
            if let Some(per_cent) = score.per_cent() {
                page.markup(" (");
                page.number(per_cent);
                page.words("\u{202f}%)", "%)");
            }
        });
    });
    page.markup("<div class=\"matrix\">");
    let headers = [
        ("Fiche", "Sheet"),
        ("En place", "In place"),
        ("En cours", "Being set up"),
        ("Non renseigné", "Blank"),
        ("Sans objet", "Not applicable"),
        ("Détail, mesure par mesure", "In detail, measure by measure"),
    ];
    page.table(&headers, |page| {
        for (index, sheet) in assessment.sheets.iter().enumerate() {
            let score = assessment.sheet_score(index + 1).unwrap_or_default();
            page.row(
                |page| page.number(index + 1),
                |page| {
                    let counts = [
                        score.in_place,
                        score.setting_up,
                        score.blank,
                        score.not_applicable,
                    ];
                    for count in counts {
                        page.cell(|page| page.number(count));
                    }
                    page.cell(|page| statuses(page, sheet));
                },
            );
        }
    });
    page.markup("</div>\n");
    page.close_section();
}

fn statuses(page: &mut Page, sheet: &[MeasureStatus]) {
    let lang = page.lang();
    page.line(sheet, |page, status| page.say(status.label(lang)));
}

fn breaches(page: &mut Page, register: &Register) {
    page.open_section(
        "breaches",
        "Registre des violations",
        "Register of breaches",
    );
    let Some(breaches) = register.breaches().known() else {
        page.markup("<p>");
        if register.breaches().is_none() {
            page.words("Aucune violation à ce jour.", "No breach to this day.");
        } else {
            page.absent(register.breaches());
        }
        page.markup("</p>\n");
        page.close_section();
        return;
    };
    for entry in breaches {
        breach(page, entry);
    }
    page.close_section();
}

fn breach(page: &mut Page, breach: &Breach) {
    let lang = page.lang();
    page.markup("<h3>");
    page.say(&breach.id);
    page.markup("</h3>\n");
    page.facts(|page| {
        page.fact("Nature", "Nature", |page| {
            if breach.nature.is_empty() {
                return page.unknown();
            }
            page.line(&breach.nature, |page, nature| page.say(nature.label(lang)));
        });
        for (fr, en, instant) in [
            ("Connaissance", "Became aware", breach.aware),
            (
                "Notification à l’autorité",
                "Authority notified",
                breach.notified,
            ),
        ] {
            page.fact(fr, en, |page| {
                page.optional(instant, |page, instant| {
                    page.number(instant.format("%Y-%m-%d %H:%M UTC%:z"));
                });
            });
        }
        for (fr, en, count) in [
            (
                "Personnes concernées, environ",
                "Persons concerned, approximately",
                breach.persons,
            ),
            (
                "Enregistrements concernés, environ",
                "Records concerned, approximately",
                breach.records,
            ),
        ] {
            page.fact(fr, en, |page| page.optional(count, Page::number));
        }
        page.fact("Conséquences", "Consequences", |page| {
            page.optional(breach.consequences.as_ref(), Page::text);
        });
        page.fact("Mesures", "Measures", |page| {
            page.optional(breach.measures.as_ref(), Page::text);
        });
    });
}

fn dpias(page: &mut Page, dpias: &[DpiaScreening]) {
    let lang = page.lang();
    if dpias.is_empty() {
        return;
    }
    page.open_section("dpia", "Analyses d’impact", "Impact assessments");
    for dpia in dpias {
        page.facts(|page| {
            page.fact("Périmètre", "Scope", |page| page.text(&dpia.scope));
            page.fact("Décision", "Decision", |page| {
                page.optional(dpia.decision, |page, decision| {
                    page.say(decision.label(lang))
                });
            });
            page.fact("Date", "Date", |page| {
                page.optional(dpia.decided, Page::date)
            });
            page.fact("Motifs", "Reasons", |page| {
                page.optional(dpia.rationale.as_ref(), Page::text);
            });
            page.fact("Critères remplis", "Criteria met", |page| {
                let answered = dpia.criteria.iter().flatten().count();
                page.number(dpia.criteria_met());
                page.markup(" (");
                page.number(answered);
                page.words(" réponses sur 9)", " answers of 9)");
            });
        });
    }
    page.close_section();
}
