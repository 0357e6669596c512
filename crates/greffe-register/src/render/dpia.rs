//! Screenings for impact assessments.

use super::page::Page;
use super::part::{Anchor, Part};
use crate::{DpiaCriterion, DpiaScreening, Register, Stated};

/// The row of a record that leads to its screening; none where nothing is said.
pub(super) fn fact(page: &mut Page, link: &Stated<String>) {
    if link.is_unknown() {
        return;
    }
    page.fact("Analyse d’impact", "Impact assessment", |page| {
        page.stated(link, |page, id| {
            page.within(Part::Link(Anchor::Screening(id)), |page| page.say(id));
        });
    });
}

pub(super) fn section(page: &mut Page, register: &Register) {
    if register.dpias().is_empty() {
        return;
    }
    page.open_section("dpia", "Analyses d’impact", "Impact assessments");
    for dpia in register.dpias() {
        heading(page, dpia);
        page.facts("Analyse d’impact", "Impact assessment", |page| {
            facts(page, register, dpia);
        });
        if dpia.criteria_answered() > 0 || dpia.criteria.iter().any(|c| c.why.is_some()) {
            criteria(page, dpia);
        }
    }
    page.close_section();
}

fn heading(page: &mut Page, dpia: &DpiaScreening) {
    let part = match &dpia.id {
        Some(id) => Part::Screening(id),
        None => Part::Subheading,
    };
    page.within(part, |page| page.text(&dpia.scope));
}

fn facts(page: &mut Page, register: &Register, dpia: &DpiaScreening) {
    let lang = page.lang();
    if let Some(id) = &dpia.id {
        page.fact("Identifiant", "Id", |page| page.code(id));
    }
    page.fact("Périmètre", "Scope", |page| page.text(&dpia.scope));
    if !dpia.processings.is_empty() {
        page.fact("Traitements", "Processing activities", |page| {
            page.line(&dpia.processings, |page, reference| {
                match register.processing(reference.as_str()) {
                    Some(processing) => page.link_to(processing),
                    None => page.say(reference.as_str()),
                }
            });
        });
    }
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
    page.fact(
        "Liste des opérations qui l’exigent",
        "List of operations that need one",
        |page| {
            page.stated(&dpia.required_list, |page, cases| {
                page.list(cases, |page, case| page.say(case.label(lang)));
            });
        },
    );
    page.fact(
        "Liste des opérations dispensées",
        "List of exempt operations",
        |page| {
            page.stated(&dpia.exempt_list, |page, cases| {
                page.list(cases, |page, case| page.say(case.label(lang)));
            });
        },
    );
    page.fact("Conclusion suggérée", "Suggested outcome", |page| {
        page.say(&dpia.suggested().in_words(lang));
    });
    follow_up(page, dpia);
}

/// What belongs to an assessment that is made: nothing of it is shown before there is any.
fn follow_up(page: &mut Page, dpia: &DpiaScreening) {
    if !dpia.advice.is_unknown() || dpia.advised.is_some() {
        page.fact("Avis du délégué", "The officer’s advice", |page| {
            page.stated(&dpia.advice, Page::text);
            if let Some(day) = dpia.advised {
                page.note(|page| page.date(day));
            }
        });
    }
    if !dpia.views.is_unknown() {
        page.fact("Avis des personnes", "Views of persons", |page| {
            page.stated(&dpia.views, Page::text);
        });
    }
    if !dpia.consultation.is_unknown() {
        page.fact("Consultation préalable", "Prior consultation", |page| {
            page.stated(&dpia.consultation, Page::text);
        });
    }
    if let Some(document) = &dpia.document {
        page.fact("Document", "Document", |page| page.text(document));
    }
    if let Some(day) = dpia.next_review {
        page.fact("Prochaine revue", "Next review", |page| page.date(day));
    }
}

fn criteria(page: &mut Page, dpia: &DpiaScreening) {
    let lang = page.lang();
    let headers = [
        ("Critère", "Criterion"),
        ("Rempli", "Met"),
        ("Motif", "Reason"),
    ];
    page.table(
        ("Critères de risque élevé", "Criteria of a high risk"),
        &headers,
        |page| {
            for (criterion, answer) in DpiaCriterion::ALL.iter().zip(&dpia.criteria) {
                page.row(
                    |page| page.say(criterion.label(lang)),
                    |page| {
                        page.cell(|page| page.optional(answer.met, Page::yes_or_no));
                        page.cell(|page| page.optional(answer.why.as_ref(), Page::text));
                    },
                );
            }
        },
    );
}
