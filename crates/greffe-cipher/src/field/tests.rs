//! The published forms: `tests/data/forms.json`, which `tests/check_forms.py` derives by itself.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::private::{Form, Octets, SEAL};
use super::{CardNumber, Email, Fax, Iban, PersonName, Phone};
use crate::error::{FieldError, Problem};

#[derive(Deserialize)]
struct Published {
    unicode: String,
    sweeps: Sweeps,
    forms: Vec<Row>,
}

#[derive(Deserialize)]
struct Sweeps {
    name: String,
    local: String,
    domain: String,
}

/// What was typed, and what becomes of it: both forms, or why it is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    r#type: String,
    typed: String,
    region: Option<String>,
    storage: Option<String>,
    /// Left out where it equals the storage form.
    r#match: Option<String>,
    refused: Option<String>,
    /// "refuses": libphonenumber's metadata does not know the number.
    metadata: Option<String>,
}

fn published() -> Published {
    serde_json::from_str(include_str!("../../tests/data/forms.json")).unwrap()
}

/// Both forms of a value, which must open again out of the first.
fn forms<T: Form>(value: T) -> (String, String) {
    let text = |octets: &[u8]| String::from_utf8(octets.to_vec()).unwrap();
    let stored = text(value.storage(SEAL));
    let matching = text(&value.matching(1, SEAL).unwrap());
    let opened = T::from_storage(1, Octets::new(stored.clone().into_bytes()), SEAL).unwrap();
    assert_eq!(text(&opened.matching(1, SEAL).unwrap()), matching);
    assert!(T::from_storage(2, Octets::new(stored.clone().into_bytes()), SEAL).is_none());
    (stored, matching)
}

fn read(row: &Row) -> Result<(String, String), FieldError> {
    let text = row.typed.as_str();
    match (row.r#type.as_str(), &row.region) {
        ("iban", None) => text.parse::<Iban>().map(forms),
        ("card", None) => text.parse::<CardNumber>().map(forms),
        ("email", None) => text.parse::<Email>().map(forms),
        ("name", None) => text.parse::<PersonName>().map(forms),
        ("phone", None) => text.parse::<Phone>().map(forms),
        ("fax", None) => text.parse::<Fax>().map(forms),
        ("phone", Some(region)) => Phone::parse_in(region, text).map(forms),
        ("fax", Some(region)) => Fax::parse_in(region, text).map(forms),
        _ => panic!("no such type: {}", row.r#type),
    }
}

#[test]
fn every_published_row_has_its_forms_or_its_refusal() {
    let mut rows = 0;
    for row in published().forms {
        rows += 1;
        let context = format!("{} {:?} {:?}", row.r#type, row.region, row.typed);
        let found = read(&row).map_err(|error| error.problem());
        match (&row.storage, &row.refused) {
            // The feature may only refuse, and only for its own reason.
            (Some(_), None) if row.metadata.is_some() && cfg!(feature = "phone-metadata") => {
                assert_eq!(found, Err(Problem::Unallocated), "{context}");
            }
            (Some(stored), None) => {
                let matching = row.r#match.as_ref().unwrap_or(stored);
                assert_eq!(found, Ok((stored.clone(), matching.clone())), "{context}");
            }
            (None, Some(kind)) => {
                let problem = found.map_err(|problem| format!("{problem:?}"));
                assert_eq!(problem.as_ref(), Err(kind), "{context}");
            }
            _ => panic!("either forms or a refusal: {context}"),
        }
    }
    assert!(rows > 1_000, "{rows}");
}

/// The digest over a line a code point: its number, and the match form of what it was put into, or "-".
fn sweep<T: Form + std::str::FromStr>(around: impl Fn(char) -> String) -> String {
    let mut digest = Sha256::new();
    for c in '\0'..=char::MAX {
        let read = around(c).parse::<T>().ok();
        let form = read.map_or_else(|| "-".to_owned(), |value| forms(value).1);
        digest.update(format!("{:X} {form}\n", u32::from(c)));
    }
    digest
        .finalize()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

#[test]
fn every_code_point_in_a_name_becomes_what_is_published() {
    assert_eq!(
        sweep::<PersonName>(|c| format!("a{c}e")),
        published().sweeps.name
    );
}

#[test]
fn every_code_point_in_a_local_part_becomes_what_is_published() {
    assert_eq!(
        sweep::<Email>(|c| format!("a{c}e@b.example")),
        published().sweeps.local
    );
}

#[test]
fn every_code_point_in_a_domain_becomes_what_is_published() {
    assert_eq!(
        sweep::<Email>(|c| format!("a@b{c}e.example")),
        published().sweeps.domain
    );
}

#[test]
fn the_published_forms_are_of_the_pinned_unicode() {
    assert_eq!(published().unicode, "17.0.0");
}
