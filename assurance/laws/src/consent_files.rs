//! The files of consent: policies, what is known of a person, suppression lists.

use greffe::consent::{
    ContactKey, Ledger, PersonContext, PersonKey, Policy, Question, SuppressionList,
};
use greffe::terms::LegalBasis;

use crate::marker::{assert_silent, marked, marked_with_an_address};

/// A policy in TOML or JSON, then what is known of a person, with a zero byte between them. Both are read or refused without being repeated; and where
/// nothing ever happened, no purpose is allowed by consent, whatever is known.
pub fn consent_policy(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == 0).map(std::str::from_utf8);
    let Some(Ok(text)) = parts.next() else {
        return;
    };
    let policy = match read_policy(text) {
        Ok(policy) => policy,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            if let Err(error) = read_policy(&marked_with_an_address(text)) {
                assert_silent(&error);
            }
            return;
        }
    };
    let again = read_policy(text).expect("it was read before");
    assert_eq!(policy.digest(), again.digest(), "read twice, two policies");
    let canonical: serde_json::Value =
        serde_json::from_str(&policy.to_canonical_json()).expect("canonical JSON is JSON");
    assert!(canonical.is_object());
    let context = match parts.next() {
        Some(Ok(text)) => known(text),
        _ => None,
    };
    let context = context.unwrap_or_default();
    let now = "2026-03-01T10:00:00Z".parse().expect("an instant");
    for purpose in policy.purposes() {
        let question = Question::about(purpose.id().as_str())
            .for_person(PersonKey::from_bytes([1; 16]))
            .in_context(&context);
        let decision = policy.decide(&Ledger::new(), question, now);
        let allowed = decision.is_allowed();
        assert!(
            !allowed || decision.basis() != Some(LegalBasis::Consent),
            "consent out of nothing"
        );
    }
}

fn read_policy(text: &str) -> Result<Policy, greffe::consent::PolicyFileError> {
    if text.trim_start().starts_with('{') {
        Policy::from_json(text)
    } else {
        Policy::from_toml(text)
    }
}

/// What is known of one person is read, the same each time, or refused without being repeated.
pub fn person_context(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Some(context) = known(text) {
        assert!(known(text) == Some(context), "read twice, two persons");
    }
    for refused in [
        PersonContext::from_toml(&marked_with_an_address(text)),
        PersonContext::from_json(&marked_with_an_address(text)),
    ] {
        if let Err(error) = refused {
            assert_silent(&error);
        }
    }
}

fn known(text: &str) -> Option<PersonContext> {
    let [toml, json] = [
        PersonContext::from_toml(text),
        PersonContext::from_json(text),
    ];
    assert!(
        text.trim().is_empty() || toml.is_err() || json.is_err(),
        "one text in two formats"
    );
    toml.or(json).ok()
}

/// A list is read whole or not at all; what is written is read again the same, and holds the keys of its lines and no other.
pub fn suppression(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match SuppressionList::from_lines(text) {
        Ok(list) => {
            let written = list.to_lines();
            assert_eq!(SuppressionList::from_lines(&written).as_ref(), Ok(&list));
            assert_eq!(written.lines().count(), list.len());
            assert!(list.len() <= text.lines().count());
            for line in text.lines() {
                let key: ContactKey = line.parse().expect("a line of a list is a key");
                assert!(list.contains(key));
                let mut less = list.clone();
                assert!(less.remove(key) && !less.contains(key));
            }
        }
        Err(error) => {
            assert!((1..=text.lines().count()).contains(&error.line()));
            assert_silent(&error);
        }
    }
    if let Err(error) = SuppressionList::from_lines(&marked(text)) {
        assert_silent(&error);
    }
}
