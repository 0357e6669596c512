//! What is not for the public: backups, security assessment, breaches, impact screenings.

use super::page::Page;
use super::{assessment, dpia};
use crate::{Breach, Register};

pub(super) fn sections(page: &mut Page, register: &Register) {
    backups(page, register);
    if let Some(assessment) = register.security() {
        assessment::section(page, assessment);
    }
    breaches(page, register);
    dpia::section(page, register);
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
    page.table(
        ("Séries de sauvegardes", "Backup series"),
        &headers,
        |page| {
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
        },
    );
    page.close_section();
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
    page.facts("Violation", "Breach", |page| {
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
                    page.date(instant.date_naive());
                    page.markup(", ");
                    page.number(instant.format("%H:%M (UTC%:z)"));
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
