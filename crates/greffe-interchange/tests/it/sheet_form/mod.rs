//! A form in the layout of the CNIL's spreadsheet, made here: the labels are those of the form, for it is read by them; everything else is our own.
//!
//! Columns stand elsewhere than in the CNIL's file, so that nothing can be found by its position.

mod content;
mod package;

pub(crate) use content::content;
pub(crate) use package::{entries, packed, packed_with, raw_entries};

/// The form as a file.
pub(crate) fn form() -> Vec<u8> {
    packed(&content())
}

/// Set to write the file anew, which no test does unasked.
const BLESS: &str = "GREFFE_BLESS";

/// The committed file.
fn path() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/register-form.ods")
}

#[test]
fn the_committed_form_is_what_the_generator_makes() {
    if std::env::var_os(BLESS).is_some() {
        std::fs::write(path(), form()).unwrap();
    }
    assert!(std::fs::read(path()).unwrap() == form());
}

#[test]
fn the_form_is_a_well_formed_package() {
    let bytes = form();
    // The first entry is `mimetype`, stored, its text at byte 38: what programs look at to know the type of a file.
    assert_eq!(&bytes[..4], b"PK\x03\x04");
    assert_eq!(&bytes[30..38], b"mimetype");
    assert!(bytes[38..].starts_with(b"application/vnd.oasis.opendocument.spreadsheet"));
    let entries = package::entries(&bytes);
    let manifest = String::from_utf8(entries["META-INF/manifest.xml"].clone()).unwrap();
    for name in entries.keys() {
        if !name.starts_with("META-INF") && name != "mimetype" {
            let listed = format!("manifest:full-path=\"{name}\"");
            assert!(manifest.contains(&listed), "{name}");
        }
    }
}
