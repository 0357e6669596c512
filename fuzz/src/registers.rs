//! Registers.

use greffe::RegisterExt;
use greffe::document::{Document, Limits};
use greffe::register::render::Html;
use greffe::register::{Register, RegisterError, breach};
use greffe::terms::Lang;

/// A register comes back out of its JSON; its findings and its page are the same every time, and refusals say where.
pub fn register(data: &[u8]) {
    let Ok(document) = Document::from_toml_bytes(data, Limits::default()) else {
        return;
    };
    let register = match Register::from_document(&document) {
        Ok(register) => register,
        Err(RegisterError::Faults(report)) => {
            assert!(!report.faults().is_empty());
            for fault in report.faults() {
                assert!(fault.place().line_and_column().is_some());
                assert_ne!(fault.in_language(Lang::Fr), fault.in_language(Lang::En));
            }
            return;
        }
        Err(other) => panic!("a document that was read is no register without a fault: {other}"),
    };
    let json = register.to_json();
    let again = Register::from_json(&json).expect("what was written is read");
    assert!(again == register, "another register came back");
    assert_eq!(again.to_json(), json);

    let findings = register.lint();
    assert_eq!(
        findings,
        again.lint(),
        "the findings depend on more than the register"
    );
    for finding in findings.clone().located_in(&document).iter() {
        assert!(finding.line_and_column().is_some());
        assert_ne!(finding.in_language(Lang::Fr), finding.in_language(Lang::En));
    }
    for lang in Lang::ALL {
        assert_eq!(
            Html::new(lang).render(&register),
            Html::new(lang).render(&again)
        );
    }
    for (address, _, _, rule) in register.rules() {
        assert_eq!(
            register.retention(&address.to_string()).ok(),
            rule,
            "another rule at {address}"
        );
    }
    of_breaches(&register);
    // Whatever the register leaves open, asking it is no accident.
    let references: Vec<&str> = register
        .processings()
        .iter()
        .map(|p| p.reference.as_str())
        .collect();
    let _ = register.art15_information(&references);
}

/// The tools answer whatever a record leaves open, and a notice has lines of the program only.
fn of_breaches(register: &Register) {
    for record in register.breaches().items() {
        if let Some(aware) = record.aware {
            // Before the regulation applied there are no hours.
            let _ = breach::notification_status(register, record, aware.into());
        }
        if let Some(inputs) = &record.severity {
            let severity = breach::severity(inputs);
            assert!(severity.lowest() <= severity.highest());
        }
        assert!(!breach::persons_notice(record).reasons().is_empty());
        for lang in Lang::ALL {
            let draft =
                breach::notification_draft(register, record, breach::NoticeKind::First, lang);
            let is_fixed = |line: &str| line.is_empty() || line.starts_with(['#', '-']);
            assert!(draft.lines().all(is_fixed));
        }
    }
}
