//! The register of this repository has no error: the test that a team keeps beside its own. Yours to copy.

use greffe::register::lint::Severity;
use greffe::register::{Document, Register, RegisterError};
use greffe::terms::Lang;

#[test]
fn the_register_has_no_error() -> Result<(), RegisterError> {
    let document = Document::from_toml(include_str!("../../register.toml"))?;
    let findings = Register::from_document(&document)?
        .lint()
        .located_in(&document);
    assert!(
        findings.worst() < Some(Severity::Error),
        "{}",
        findings.in_language(Lang::En)
    );
    Ok(())
}
