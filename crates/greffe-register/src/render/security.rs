//! What is not for the public: backups, security assessment, breaches, impact screenings.

use super::breaches;
use super::page::Page;
use crate::{DpiaScreening, MeasureStatus, Register, SecurityAssessment};

pub(super) fn sections(page: &mut Page, register: &Register) {
    backups(page, register);
    if let Some(assessment) = register.security() {
        security(page, assessment);
    }
    breaches::section(page, register);
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
