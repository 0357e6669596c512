//! What changed of seals and backups.

use crate::diff::{changed, record_changed};

#[test]
fn fields_and_their_seals() {
    let data = |lines: &str| format!("data = [{{ category = \"economic\", {lines} }}]");
    let at = "processing[A].data[1]";
    record_changed(
        &data("fields = [\"iban\"]"),
        &data("fields = [\"iban\", \"balance\"]"),
        &[&format!("wider field_added {at}.fields[2]")],
        &[&format!("stricter field_removed {at}.fields[2]")],
    );
    // By its name, which is its type, and by both.
    for (field, seal) in [
        ("iban", "\"iban\""),
        ("account", "{ field = \"account\", type = \"iban\" }"),
    ] {
        record_changed(
            &data(&format!("fields = [\"{field}\"], sealed = [{seal}]")),
            &data(&format!("fields = [\"{field}\"]")),
            &[&format!("wider field_unsealed {at}.sealed[1]")],
            &[&format!("stricter field_sealed {at}.sealed[1]")],
        );
        // A field that goes with its seal is no weaker.
        record_changed(
            &data(&format!(
                "fields = [\"{field}\", \"balance\"], sealed = [{seal}]"
            )),
            &data("fields = [\"balance\"]"),
            &[
                &format!("stricter field_removed {at}.fields[1]"),
                &format!("neutral field_unsealed {at}.sealed[1]"),
            ],
            &[
                &format!("wider field_added {at}.fields[1]"),
                &format!("neutral field_sealed {at}.sealed[1]"),
            ],
        );
    }
}

#[test]
fn series_of_backups_and_how_long_they_are_kept() {
    let series = |lines: &str| format!("[backups]\ndaily = {{ {lines} }}");
    changed(
        "",
        &series("keep = \"P14D\""),
        &["undetermined backup_series_added backups.daily"],
        &["undetermined backup_series_removed backups.daily"],
    );
    changed(
        &series("every = \"P1D\", keep = \"P14D\""),
        &series("every = \"P1D\", keep = \"P1M\""),
        &["wider backups_kept_longer backups.daily.keep"],
        &["stricter backups_kept_shorter backups.daily.keep"],
    );
    // Which of these is longer depends on the month.
    changed(
        &series("keep = \"P30D\""),
        &series("keep = \"P1M\""),
        &["undetermined backups_changed backups.daily.keep"],
        &["undetermined backups_changed backups.daily.keep"],
    );
    changed(
        &series("every = \"P1D\", keep = \"P14D\""),
        &series("every = \"P2D\", keep = \"P14D\""),
        &["undetermined backups_changed backups.daily.every"],
        &["undetermined backups_changed backups.daily.every"],
    );
}
