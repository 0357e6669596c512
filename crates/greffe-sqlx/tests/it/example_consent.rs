//! The example does what it says.

#[path = "../../examples/consent_ledger.rs"]
#[allow(dead_code, reason = "its `main` is not called here")]
mod consent_ledger;

#[tokio::test]
async fn a_consent_is_recorded_decided_proved_withdrawn_and_forgotten() {
    let said = consent_ledger::story().await.unwrap();
    assert_eq!(said[0], "4 scripts made the tables.");
    assert_eq!(said[1], "The consent stands at position 1.");
    assert_eq!(said[2], "The newsletter may go: consent_given.");
    assert!(said[3].starts_with("The receipt holds "));
    assert_eq!(
        said[4..],
        [
            "And no longer: withdrawn.",
            "2 events are forgotten.",
            "3 entries, sound: true, going on from the head that was kept: true.",
        ]
    );
}
