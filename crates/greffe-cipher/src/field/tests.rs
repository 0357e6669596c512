//! The published forms: `tests/data/forms.json`, which `tests/check_forms.py` derives by itself.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::private::{Form, Octets, SEAL};
use super::{Bytes, CardNumber, Email, Fax, Iban, PersonName, Phone};
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

/// What a stored value must be, each rule broken by itself: opening judges by this grammar alone, whoever sealed the octets.
#[test]
fn the_frozen_grammar_refuses_each_fault_by_itself() {
    fn opens<T: Form>(version: u8, text: &str) -> bool {
        T::from_storage(version, Octets::new(text.as_bytes().to_vec()), SEAL).is_some()
    }
    let longest = |domain: &str, whole: usize| {
        let local = "a".repeat(whole - 1 - domain.len());
        format!("{local}@{domain}")
    };
    let domain = format!("{0}b.{0}.{0}.org", "b".repeat(61));
    assert!(opens::<Email>(1, "e\u{E9}.x+y@a-1.example"));
    assert!(opens::<Email>(1, &longest(&domain, 254)));
    for bad in [
        "e\u{378}@x.org",
        "a b@x.org",
        "a..b@x.org",
        "@x.org",
        "e\u{301}@x.org",
        "a@X.org",
        "a@x",
        "a@-x.org",
        "a@x-.org",
        "a@x..org",
        "a@x.org.",
        "a.x.org",
        &longest(&domain, 255),
        &format!("{}@x.org", "a".repeat(65)),
        &format!("a@{}.org", "b".repeat(64)),
    ] {
        assert!(!opens::<Email>(1, bad), "{bad}");
    }
    assert!(!opens::<Email>(2, "a@x.org"));

    // Neither the registry nor mod 97 is asked.
    assert!(opens::<Iban>(1, "ZZ02ABCDE012345") && opens::<Iban>(1, "ZZ9801234567890"));
    assert!(opens::<Iban>(1, &format!("ZZ10{}", "A".repeat(30))));
    for bad in [
        "zZ02ABCDE012345",
        "Zz02ABCDE012345",
        "Z102ABCDE012345",
        "1Z02ABCDE012345",
        "ZZA2ABCDE012345",
        "ZZ0AABCDE012345",
        "ZZ00ABCDE012345",
        "ZZ01ABCDE012345",
        "ZZ99ABCDE012345",
        "ZZ02ABCDE01234",
        "ZZ02ABCDE01234a",
        "ZZ02ABCDE01234-",
        &format!("ZZ10{}", "A".repeat(31)),
        "ZZ0",
    ] {
        assert!(!opens::<Iban>(1, bad), "{bad}");
    }
    assert!(!opens::<Iban>(2, "ZZ02ABCDE012345"));

    for (good, bad) in [
        ("0".repeat(12), "0".repeat(11)),
        ("9".repeat(19), "9".repeat(20)),
    ] {
        assert!(opens::<CardNumber>(1, &good) && !opens::<CardNumber>(1, &bad));
        assert!(!opens::<CardNumber>(2, &good));
        assert!(!opens::<CardNumber>(1, &good.replacen(['0', '9'], " ", 1)));
    }

    assert!(opens::<Phone>(1, "+1000000") && opens::<Fax>(1, "+999999999999999"));
    for bad in [
        "+0000000",
        "1000000",
        "+100000",
        "+1000000000000000",
        "+100000a",
    ] {
        assert!(!opens::<Phone>(1, bad) && !opens::<Fax>(1, bad), "{bad}");
    }
    assert!(!opens::<Phone>(2, "+1000000"));

    assert!(opens::<PersonName>(1, "Zo\u{E9} Lima"));
    for bad in [
        "Zoe\u{301}",
        " Zo",
        "Zo ",
        "Zo  Lima",
        "Zo\tLima",
        "a~",
        "a\u{378}",
        "-",
        "",
    ] {
        assert!(!opens::<PersonName>(1, bad), "{bad:?}");
    }
    assert!(!opens::<PersonName>(2, "Zo"));
}

#[test]
fn the_published_forms_are_of_the_pinned_unicode() {
    assert_eq!(published().unicode, "17.0.0");
}

/// Of a form that there is not nothing is read, however short; nor more than the longest.
#[test]
fn octets_are_read_in_their_one_form_and_length() {
    let read = |version, length| Bytes::from_storage(version, Octets::new(vec![7; length]), SEAL);
    assert!(read(1, 0).is_some() && read(1, Bytes::LONGEST).is_some());
    assert!(read(2, 0).is_none() && read(0, 3).is_none());
    assert!(read(1, Bytes::LONGEST + 1).is_none());
}
