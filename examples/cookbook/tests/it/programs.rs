//! What the programs that need no input say.

use crate::{err, out, run};

/// What a program prints; it must go well, and say nothing besides.
fn said(name: &str) -> String {
    let output = run(name, &[]);
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""));
    out(&output)
}

#[test]
fn a_sealed_column_is_found_over_two_keys_and_shows_no_iban() {
    let said = said("seal_a_column");
    assert!(
        said.contains("Ana Lima, sealed under key 1, FR•• •••• 2606\n"),
        "{said}"
    );
    assert!(
        said.contains("Émile Roy, sealed under key 2, DE•• •••• 3000\n"),
        "{said}"
    );
    assert!(
        said.contains("UNIQUE constraint failed: customers.iban_unique"),
        "{said}"
    );
    let stored = said
        .lines()
        .find_map(|line| line.strip_prefix("as stored: "))
        .unwrap();
    // The IBAN's own octets, in hex, are not in the row.
    let clear: String = b"FR1420041010"
        .iter()
        .map(|octet| format!("{octet:02X}"))
        .collect();
    assert!(stored.len() > 100 && !stored.contains(&clear), "{stored}");
}

#[test]
fn dates_are_explained_in_both_languages_and_nothing_unknown_is_erased() {
    let said = said("compute_a_date");
    for (address, action) in [
        ("FAC-01/economic", "keep, through 2036-06-30"),
        ("PRO-01/identity", "erase, due since 2026-11-21"),
        ("FAC-01/economic", "keep, find out first"),
    ] {
        assert!(
            said.contains(&format!("== {address}: {action}\nRule: ")),
            "{said}"
        );
    }
    assert_eq!(said.matches("\nRègle\u{a0}: ").count(), 3);
    assert!(said.contains("Indéterminé, rien n’est effacé"));
}

#[test]
fn consents_are_decided_with_reason_law_and_the_past() {
    let said = said("decide_a_consent");
    let decisions: Vec<_> = said
        .lines()
        .filter_map(|line| Some(line.split_once(" (R")?.0))
        .collect();
    assert_eq!(
        decisions,
        [
            "2026-03-01 offers: Denied",
            "2026-03-03 offers: Allowed",
            "2026-03-03 newsletter: Denied",
            "2026-04-01 newsletter: Allowed",
            "2026-06-10 newsletter: Denied",
            "2026-06-10 offers: Denied",
            "2026-06-10 invoicing: Allowed",
            "3 June, known then: Allowed",
            "3 June, known now: Denied",
        ]
    );
    assert!(
        said.contains("asked again at 2028-03-09 23:00:00 UTC"),
        "{said}"
    );
}

#[test]
fn an_export_is_complete_and_verified_and_its_letter_says_what_the_law_wants() {
    let said = said("export_a_person");
    assert!(
        said.contains("0 missing, 0 failed\nthe archive is intact: true\n"),
        "{said}"
    );
    assert!(
        said.contains("  the complaint to the authority\n  the judicial remedy\n"),
        "{said}"
    );
}

#[test]
fn an_export_with_a_row_that_cannot_be_read_says_so_and_does_not_leave() {
    let output = run("export_a_person", &["--damaged"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("1 failed"), "{}", out(&output));
    assert!(!out(&output).contains("the letter"), "{}", out(&output));
    assert!(err(&output).contains("invoices"), "{}", err(&output));
}

#[test]
fn a_request_is_answered_by_the_strict_reading_and_late_after_the_lenient_one() {
    let said = said("answer_a_request");
    assert!(
        said.contains("extended: answer by 2026-04-28, or 2026-05-04 at the latest\n"),
        "{said}"
    );
    assert!(
        said.contains("2026-04-01: 0 finding(s)\n2026-05-05: 1 finding(s)\n  answer-late: "),
        "{said}"
    );
}
