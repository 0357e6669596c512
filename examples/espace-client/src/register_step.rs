//! Reads the register, says what it promises and what the linter finds, renders it.

use std::path::Path;

use chrono::NaiveDate;
use greffe::document::{Document, Limits};
use greffe::register::Register;
use greffe::register::lint::Severity;
use greffe::register::render::Html;
use greffe::terms::LegalBasis;

use crate::error::DemoError;
use crate::page::{Page, say};

/// Reads a register file; the document is kept for the lines of findings.
pub(crate) fn read(path: &Path) -> Result<(Register, Document), DemoError> {
    let bytes = std::fs::read(path).map_err(DemoError::file(path))?;
    parse(&bytes).map_err(|error| DemoError::Register {
        path: path.to_path_buf(),
        error,
    })
}

fn parse(bytes: &[u8]) -> Result<(Register, Document), greffe::register::RegisterError> {
    let document = Document::from_toml_bytes(bytes, Limits::default())?;
    Ok((Register::from_document(&document)?, document))
}

/// Says what the register holds and leaves `register.html`.
pub(crate) fn run(
    register: &Register,
    document: &Document,
    today: NaiveDate,
    out: &Path,
    page: &mut Page,
) -> Result<(), DemoError> {
    page.step("Ce que promet le registre", "What the register promises");
    let lang = page.lang();
    let html = Html::new(lang).dated(today).render(register);
    crate::purge_step::write(&out.join("register.html"), &html)?;
    let rules = register.rules().count();
    let stated = register
        .rules()
        .filter(|(_, _, _, rule)| rule.is_some())
        .count();
    say!(
        page,
        "{name} : {processings} traitements, {stated} durées de conservation (sur {rules} catégories de données), {sealed} champs chiffrés, \
         {consents} finalités sur consentement. Page pour le délégué : register.html.",
        "{name}: {processings} processings, {stated} retention rules (for {rules} categories of data), {sealed} encrypted fields, \
         {consents} purposes on consent. Page for the officer: register.html.",
        name = register.organisation().name.in_language(lang),
        processings = register.processings().len(),
        stated = stated,
        rules = rules,
        sealed = register.sealed_fields().count(),
        consents = register
            .purposes()
            .filter(|purpose| purpose.rests_on(LegalBasis::Consent))
            .count(),
    );
    let findings = register.lint().located_in(document);
    let of = |severity| {
        findings
            .iter()
            .filter(|finding| finding.check().severity() == severity)
            .count()
    };
    say!(
        page,
        "Le contrôle du registre trouve {errors} erreurs et {warnings} avertissements, par exemple :",
        "The linter finds {errors} errors and {warnings} warnings in it, for example:",
        errors = of(Severity::Error),
        warnings = of(Severity::Warning),
    );
    for finding in findings
        .iter()
        .filter(|finding| finding.check().severity() >= Severity::Warning)
        .take(2)
    {
        page.line(&format!("  {}", finding.in_language(lang)));
    }
    Ok(())
}
