//! The security assessment.

use super::page::Page;
use crate::{SecurityAssessment, SecurityMeasure};

pub(super) fn section(page: &mut Page, assessment: &SecurityAssessment) {
    page.open_section(
        "security",
        "Évaluation de la sécurité",
        "Security assessment",
    );
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
                page.say(&assessment.score().in_words(page.lang()));
            });
        },
    );
    sheets(page, assessment);
    details(page, assessment);
    page.close_section();
}

fn sheets(page: &mut Page, assessment: &SecurityAssessment) {
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
}

fn statuses(page: &mut Page, sheet: &[SecurityMeasure]) {
    let lang = page.lang();
    page.line(sheet, |page, measure| page.say(measure.status.label(lang)));
}

/// The measures of which more is told than how far they are.
fn details(page: &mut Page, assessment: &SecurityAssessment) {
    let told = || {
        let sheets = assessment.sheets.iter().enumerate();
        sheets.flat_map(|(sheet, measures)| {
            let measures = measures.iter().enumerate();
            let told = measures.filter(|(_, measure)| !measure.is_bare());
            told.map(move |(index, measure)| (sheet + 1, index + 1, measure))
        })
    };
    if told().next().is_none() {
        return;
    }
    let headers = [
        ("Mesure", "Measure"),
        ("État", "State"),
        ("Responsable", "Owner"),
        ("Échéance", "Due"),
        ("Preuve", "Evidence"),
        ("Remarque", "Note"),
    ];
    page.table(
        ("Suivi des mesures", "Measures in detail"),
        &headers,
        |page| {
            for (sheet, number, measure) in told() {
                page.row(
                    |page| {
                        page.number(sheet);
                        page.say(".");
                        page.number(number);
                    },
                    |page| measure_cells(page, measure),
                );
            }
        },
    );
}

fn measure_cells(page: &mut Page, measure: &SecurityMeasure) {
    let lang = page.lang();
    page.cell(|page| page.say(measure.status.label(lang)));
    page.cell(|page| page.optional(measure.owner.as_ref(), Page::text));
    page.cell(|page| page.optional(measure.due, Page::date));
    for text in [&measure.evidence, &measure.note] {
        page.cell(|page| page.optional(text.as_ref(), Page::text));
    }
}
