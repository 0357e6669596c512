//! Reads the register, says what it promises and what the linter finds, renders it.

use std::collections::HashSet;
use std::path::Path;

use chrono::NaiveDate;
use greffe::document::Document;
use greffe::register::Register;
use greffe::register::lint::Severity;
use greffe::register::render::Html;
use greffe::terms::LegalBasis;

use super::page::{Page, counted, say};
use crate::error::HostError;

/// Says what the register holds and leaves `register.html`.
pub(crate) fn run(
    register: &Register,
    document: &Document,
    today: NaiveDate,
    out: &Path,
    page: &mut Page,
) -> Result<(), HostError> {
    page.step("Ce que promet le registre", "What the register promises");
    let lang = page.lang();
    let html = Html::new(lang).dated(today).render(register);
    crate::files::write(&out.join("register.html"), &html)?;
    let rules = register.rules().count();
    let stated = register
        .rules()
        .filter(|(_, _, _, rule)| rule.is_some())
        .count();
    let consents = register
        .purposes()
        .filter(|purpose| purpose.rests_on(LegalBasis::Consent))
        .count();
    let facts = [
        counted(
            register.processings().len(),
            lang,
            ("traitement", "traitements"),
            ("processing", "processings"),
        ),
        counted(
            stated,
            lang,
            ("durée de conservation", "durées de conservation"),
            ("retention rule", "retention rules"),
        ),
        counted(
            rules,
            lang,
            ("catégorie de données", "catégories de données"),
            ("category of data", "categories of data"),
        ),
        counted(
            register.sealed_fields().count(),
            lang,
            ("champ chiffré", "champs chiffrés"),
            ("encrypted field", "encrypted fields"),
        ),
        counted(
            consents,
            lang,
            ("finalité sur consentement", "finalités sur consentement"),
            ("purpose on consent", "purposes on consent"),
        ),
    ];
    say!(
        page,
        "{name}\u{a0}: {facts}. Page pour le délégué\u{a0}: register.html.",
        "{name}: {facts}. Page for the officer: register.html.",
        name = register.organisation().name.in_language(lang),
        facts = facts.join(", "),
    );
    let findings = register.lint().located_in(document);
    let of = |severity| {
        findings
            .iter()
            .filter(|finding| finding.severity() == severity)
            .count()
    };
    say!(
        page,
        "Le contrôle du registre trouve {errors} et {warnings}, par exemple\u{a0}:",
        "The linter finds {errors} and {warnings} in it, for example:",
        errors = counted(
            of(Severity::Error),
            lang,
            ("erreur", "erreurs"),
            ("error", "errors")
        ),
        warnings = counted(
            of(Severity::Warning),
            lang,
            ("avertissement", "avertissements"),
            ("warning", "warnings")
        ),
    );
    // One of each check, the gravest first: ten times the same hint would tell nothing.
    let mut seen = HashSet::new();
    let mut distinct: Vec<_> = findings
        .iter()
        .filter(|finding| seen.insert(finding.check().id()))
        .collect();
    distinct.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
    for finding in distinct.into_iter().take(3) {
        page.line(&format!("  {}", finding.in_language(lang)));
    }
    Ok(())
}
