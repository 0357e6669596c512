//! Committed tables are what their data files say.
//!
//! `UPDATE_TABLES=1 cargo test -p greffe-cipher tables` writes them anew.

use std::fmt::Write as _;
use std::path::Path;

use crate::registry::{self, Country};

/// `src/field/iban_registry/table.rs`, as the data file gives it. Adjacent parts of one kind are merged.
fn iban_table() -> String {
    let mut out = "// Written by tests/it/tables.rs from tables/iban-registry.tsv; do not edit.\n\
        //! The rows, sorted by country code.\n\n\
        use super::Kind::{A, C, N};\nuse super::{Structure, row};\n\n\
        /// Country, parts of its BBAN; the length of the whole IBAN stands behind.\n\
        #[rustfmt::skip]\npub(super) static REGISTRY: &[Structure] = &[\n"
        .to_owned();
    for Country {
        code,
        parts,
        length,
        ..
    } in registry::countries()
    {
        let mut merged: Vec<(u32, char)> = Vec::new();
        for (count, kind) in parts {
            match merged.last_mut() {
                Some(last) if last.1 == kind => last.0 += count,
                _ => merged.push((count, kind)),
            }
        }
        let parts: Vec<String> = merged
            .iter()
            .map(|(count, kind)| format!("({count}, {})", kind.to_ascii_uppercase()))
            .collect();
        writeln!(
            out,
            "    row(b\"{code}\", &[{}]), // {length}",
            parts.join(", ")
        )
        .unwrap();
    }
    out + "];\n"
}

#[test]
fn the_iban_table_is_what_the_registry_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/field/iban_registry/table.rs");
    let wanted = iban_table();
    if std::env::var_os("UPDATE_TABLES").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        wanted,
        "run with UPDATE_TABLES=1"
    );
}
