//! The chain of certificates names the first broken link. The certificates are made by executions over a list that stands for a database.

use greffe_retention::{AnonymityTest, Certificate, JournalEntry, Tombstone};
use greffe_terms::Lang;

use crate::purging::{chain_of, history};

#[test]
fn a_chain_verifies_as_it_was_written() {
    let chain = chain_of(4);
    assert_eq!(
        chain.iter().map(Certificate::number).collect::<Vec<_>>(),
        [1, 2, 3, 4]
    );
    assert_eq!(Certificate::verify_chain(&chain), Ok(()));
    assert_eq!(Certificate::verify_chain(&chain[2..]), Ok(()));
    assert_eq!(Certificate::verify_chain(&[]), Ok(()));
}

#[test]
fn a_changed_certificate_is_named() {
    let json = serde_json::to_string(&chain_of(4)[1]).unwrap();
    for (was, is) in [
        ("\"disposed\":11", "\"disposed\":10"),
        ("\"spared\":0", "\"spared\":1"),
        (
            "\"rule\":\"LOG-01/connection\"",
            "\"rule\":\"LOG-02/connection\"",
        ),
        ("\"executed\":\"2026-11-24\"", "\"executed\":\"2026-11-25\""),
        (
            "\"in_backups_until\":\"2031-11-23\"",
            "\"in_backups_until\":\"2031-11-22\"",
        ),
        ("\"fate\":\"erase\"", "\"fate\":\"sort\""),
        ("\"number\":2", "\"number\":3"),
    ] {
        assert!(json.contains(was), "{was} is not in {json}");
        let mut chain = chain_of(4);
        chain[1] = serde_json::from_str(&json.replace(was, is)).unwrap();
        let broken = Certificate::verify_chain(&chain).unwrap_err();
        assert_eq!(broken.link(), 2, "{was} became {is}");
    }
}

#[test]
fn a_certificate_left_out_or_moved_is_named() {
    let mut without = chain_of(4);
    without.remove(1);
    assert_eq!(Certificate::verify_chain(&without).unwrap_err().link(), 2);
    let mut swapped = chain_of(4);
    swapped.swap(2, 3);
    assert_eq!(Certificate::verify_chain(&swapped).unwrap_err().link(), 3);
    let error = Certificate::verify_chain(&swapped).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the chain of certificates is broken at link 3"
    );
}

#[test]
fn a_certificate_of_another_history_does_not_fit() {
    let mut chain = chain_of(4);
    chain[1] = history(2, 500)[1].clone();
    // Its own hash is right and its number fits; it follows another first one.
    assert_eq!(Certificate::verify_chain(&chain[1..2]), Ok(()));
    assert_eq!(Certificate::verify_chain(&chain).unwrap_err().link(), 2);
}

#[test]
fn certificates_survive_json_and_are_said_in_both_languages() {
    for certificate in chain_of(2) {
        let json = serde_json::to_string(&certificate).unwrap();
        assert_eq!(
            serde_json::from_str::<Certificate>(&json).unwrap(),
            certificate
        );
        let number = certificate.number();
        let french = certificate.summary(Lang::Fr);
        assert!(
            french.starts_with(&format!(
                "Attestation n° {number}\u{a0}: LOG-01/connection, exécuté le mardi 24 novembre 2026."
            )),
            "{french}"
        );
        assert!(
            french.contains("Dernier jour dans les sauvegardes\u{a0}: dimanche 23 novembre 2031."),
            "{french}"
        );
        let english = certificate.summary(Lang::En);
        assert!(
            english.contains("Rows disposed of: 11; already gone: 0; spared: 0."),
            "{english}"
        );
    }
}

/// Journals and certificates outlive a version of Greffe: their digests must not change unseen.
#[test]
fn digests_are_those_of_the_first_version() {
    let chain = chain_of(2);
    let shown = [
        chain[0].plan(),
        chain[0].keys(),
        chain[0].hash(),
        chain[1].hash(),
    ];
    assert_eq!(
        shown.map(ToString::to_string),
        [
            "907a2301c551ed502116266c0fbd9a7394b77051987955df702c96f60d85b30b",
            // Also computed with Python's `hmac`: each field with its length in eight bytes before it.
            "a5a457499df84ed2b49cea29a9577881c8a497944f640e6490a48f7692724d9b",
            "02bdc0ab24258ac74321fbb5b009dc95c84cf071c5f61c21a5b6077908ac5cb3",
            "6f3730ae2296d1d5bafa3d3a4f7873b159c43542d6e72cd9c1c062d6029c80d3",
        ]
    );
}

/// Whoever takes another file for one of certificates is not told what stands in it.
#[test]
fn what_is_no_proof_is_told_without_what_stands_in_it() {
    fn refuses<T: serde::de::DeserializeOwned>(text: &str, what: &str) {
        let told = serde_json::from_str::<T>(text).err().map(|e| e.to_string());
        let told = told.unwrap_or_else(|| panic!("{text} is {what}"));
        assert!(told.starts_with(what) && !told.contains("marker"), "{told}");
    }
    for text in [
        r#""marker""#,
        r#"["marker"]"#,
        r#"{"marker": 1}"#,
        r#"{"number": "marker", "row": "marker", "plan": "marker", "tested": "marker"}"#,
    ] {
        refuses::<Certificate>(text, "not a certificate");
        refuses::<Tombstone>(text, "not a tombstone");
        refuses::<JournalEntry>(text, "not an entry of a journal");
        refuses::<AnonymityTest>(text, "not a test of anonymity");
    }
}

#[test]
fn a_certificate_says_what_was_done_by_which_rule() {
    let chain = chain_of(1);
    let certificate = &chain[0];
    assert_eq!(certificate.rule(), "LOG-01/connection");
    assert_eq!(certificate.fate(), "erase");
    assert_eq!(certificate.as_of().to_string(), "2026-11-23");
    assert_eq!(certificate.executed().to_string(), "2026-11-24");
    assert!(certificate.to_string().starts_with("Certificate"));
    assert_eq!(certificate.to_string(), certificate.summary(Lang::En));
}
