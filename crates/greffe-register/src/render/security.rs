//! What is not for the public: backups, security assessment, breaches, impact screenings.

use super::page::Page;
use crate::{Breach, DpiaScreening, MeasureStatus, Register, SecurityAssessment};

pub(super) fn sections(page: &mut Page, register: &Register) {
    backups(page, register);
    if let Some(assessment) = register.security() {
        security(page, assessment);
    }
    breaches(page, register);
    dpias(page, register.dpias());
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

fn security(page: &mut Page, assessment: &SecurityAssessment) {
    page.open_section(
        "security",
        "Évaluation de la sécurité",
        "Security assessment",
    );
    let score = assessment.score();
    page.facts(
        "Évaluation de la sécurité",
        "Security assessment",
        |page| {
            page.fact("Référentiel", "Framework", |page| {
                page.text(&assessment.framework)
            });
            page.fact("Évaluée le", "Assessed on", |page| {
                page.optional(assessment.assessed, Page::date);
            });
            page.fact("Mesures", "Measures", |page| {
                page.say(&score.in_words(page.lang()));
            });
        },
    );
    let headers = [
        ("Fiche", "Sheet"),
        ("Finalisées", "Done"),
        ("En cours d’optimisation", "Being optimised"),
        ("En cours de mise en place", "Being set up"),
        ("Non renseignées", "Blank"),
        ("Sans objet", "Not applicable"),
        ("Détail, mesure par mesure", "In detail, measure by measure"),
    ];
    page.matrix(
        ("Mesures par fiche", "Measures by sheet"),
        &headers,
        |page| {
            for (index, sheet) in assessment.sheets.iter().enumerate() {
                let score = assessment.sheet_score(index + 1).unwrap_or_default();
                page.row(
                    |page| {
                        page.number(index + 1);
                        if let Some(title) = assessment.sheet_title(index + 1, page.lang()) {
                            page.say(". ");
                            page.say(title);
                        }
                    },
                    |page| {
                        let counts = [
                            score.done,
                            score.optimising,
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
        },
    );
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
        page.paragraph(|page| {
            if register.breaches().is_none() {
                page.words("Aucune violation à ce jour.", "No breach to this day.");
            } else {
                page.absent(register.breaches());
            }
        });
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
    page.subheading(|page| page.say(&breach.id));
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
                    page.say(", ");
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

fn dpias(page: &mut Page, dpias: &[DpiaScreening]) {
    let lang = page.lang();
    if dpias.is_empty() {
        return;
    }
    page.open_section("dpia", "Analyses d’impact", "Impact assessments");
    for dpia in dpias {
        page.facts("Analyse d’impact", "Impact assessment", |page| {
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
            page.fact("Critères examinés", "Criteria examined", |page| {
                page.say(&dpia.criteria_in_words(lang));
            });
        });
    }
    page.close_section();
}
