//! How long data are kept, compared.

use super::diff::{between, record, summary};

#[track_caller]
fn retention_changed(before: &str, after: &str, there: &str, back: &str) {
    let data = |rule: &str| format!("data = [{{ category = \"economic\", retention = {rule} }}]");
    let at = "processing[A].data[1].retention";
    let [there, back] = [there, back].map(|kinds| {
        kinds
            .split(", ")
            .map(|kind| format!("{kind} {at}"))
            .collect::<Vec<_>>()
    });
    let [before, after] = [before, after].map(|rule| record(&data(rule)));
    assert_eq!(summary(&between(&before, &after)), there);
    assert_eq!(summary(&between(&after, &before)), back);
}

#[test]
fn lengths_on_the_same_anchor_are_compared() {
    let keep = |period: &str| format!("{{ keep = \"{period}\", after = \"relation_end\" }}");
    let longer = ("wider retention_longer", "stricter retention_shorter");
    let unlike = "undetermined retention_not_comparable";
    retention_changed(&keep("P3Y"), &keep("P5Y"), longer.0, longer.1);
    retention_changed(&keep("P1M"), &keep("P32D"), longer.0, longer.1);
    // A year is 365 or 366 days: never shorter than 365.
    retention_changed(&keep("P365D"), &keep("P1Y"), longer.0, longer.1);
    retention_changed(&keep("P30D"), &keep("P1M"), unlike, unlike);
    retention_changed(
        &keep("P3Y"),
        "{ keep = \"P5Y\", after = \"last_contact\", contact = [\"order\"] }",
        unlike,
        unlike,
    );
    retention_changed(
        "\"unstated\"",
        &keep("P3Y"),
        "stricter retention_stated",
        "wider retention_no_longer_stated",
    );
    retention_changed(
        "{ until = \"withdrawal\" }",
        "{ until = { any = [\"withdrawal\", \"relation_end\"] } }",
        unlike,
        unlike,
    );
    retention_changed(
        "{ latest = 25, per = \"key\" }",
        "{ latest = 30, per = \"key\" }",
        longer.0,
        longer.1,
    );
    retention_changed(
        "{ keep = \"P1M\", after = \"contract_end\" }",
        "{ keep = \"P1M\", after = \"contract_end\", extend = \"on_request\" }",
        longer.0,
        longer.1,
    );
    // The more events count as contact, the later the last one.
    retention_changed(
        "{ keep = \"P3Y\", after = \"last_contact\", contact = [\"order\"] }",
        "{ keep = \"P3Y\", after = \"last_contact\", contact = [\"order\", \"click\"] }",
        longer.0,
        longer.1,
    );
    retention_changed(
        "{ keep = { default = \"P25D\", set_by = \"customer\", max = \"P60D\" }, after = \"recorded\" }",
        "{ keep = { default = \"P25D\", set_by = \"customer\", max = \"P90D\" }, after = \"recorded\" }",
        longer.0,
        longer.1,
    );
    retention_changed(
        "{ keep = { default = \"P25D\", set_by = \"customer\", max = \"P60D\" }, after = \"recorded\" }",
        "{ keep = { default = \"P20D\", set_by = \"customer\", max = \"P90D\" }, after = \"recorded\" }",
        unlike,
        unlike,
    );
    retention_changed(
        "{ keep = \"P5Y\", after = \"recorded\" }",
        "{ keep = \"P5Y\", within = \"P6Y\", after = \"recorded\" }",
        longer.1,
        longer.0,
    );
}

#[test]
fn what_stands_beside_the_length_is_told_apart() {
    let rule = |more: &str| format!("{{ keep = \"P3Y\", after = \"relation_end\"{more} }}");
    retention_changed(
        &rule(""),
        &rule(", then = \"anonymise\""),
        "undetermined fate_changed",
        "undetermined fate_changed",
    );
    retention_changed(
        &rule(""),
        &rule(", law = [\"C. com. L123-22\"]"),
        "neutral retention_law_changed",
        "neutral retention_law_changed",
    );
    retention_changed(
        &rule(""),
        &rule(", note = \"A note\""),
        "neutral retention_terms_changed",
        "neutral retention_terms_changed",
    );
    retention_changed(
        &rule(""),
        &rule(", readers = [\"Accounting\"]"),
        "undetermined readers_changed",
        "undetermined readers_changed",
    );
    retention_changed(
        &rule(", backups = { weekly = \"P1Y\" }"),
        &rule(", backups = { weekly = \"P2Y\" }"),
        "wider copies_kept_longer",
        "stricter copies_kept_shorter",
    );
    retention_changed(
        &rule(""),
        "{ keep = \"P5Y\", after = \"relation_end\", then = \"anonymise\", law = [\"C. com. L123-22\"] }",
        "wider retention_longer, undetermined fate_changed, neutral retention_law_changed",
        "stricter retention_shorter, undetermined fate_changed, neutral retention_law_changed",
    );
}
