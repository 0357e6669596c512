//! What changed of sites, and of how transfers are told.

use crate::diff::{between, changed, record, summary};

#[test]
fn refusing_trackers_becomes_as_easy_or_no_longer_is() {
    let site = |line: &str| format!("[[site]]\nname = \"www.a.example\"\n{line}");
    for before in ["", "refuse_as_easy = false"] {
        changed(
            &site(before),
            &site("refuse_as_easy = true"),
            &["stricter refusal_eased site[1].refuse_as_easy"],
            &["wider refusal_hardened site[1].refuse_as_easy"],
        );
    }
}

#[test]
fn the_days_on_which_a_transfer_was_told_are_part_of_its_proof() {
    let transfer = |day: &str| {
        format!(
            "transfers = [{{ recipient = \"R\", country = \"US\", tool = \"compelling_interests\"{day} }}]"
        )
    };
    let found = between(
        &record(&transfer("")),
        &record(&transfer(", authority_told = 2026-01-05")),
    );
    let found = summary(&found);
    assert!(
        found
            .iter()
            .any(|line| line.contains("transfer_proof_changed")),
        "{found:?}"
    );
}
