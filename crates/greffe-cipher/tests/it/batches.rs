//! Many values at once: what one at a time would give.

use greffe_cipher::{Bytes, Iban, OpenError, Padding, Sealed};
use proptest::prelude::*;

use crate::support::{column, ibans, published};

const CLASSES: [Padding; 6] = [
    Padding::None,
    Padding::To16,
    Padding::To32,
    Padding::To64,
    Padding::To128,
    Padding::To256,
];

/// Lengths on both sides of every block of the hash and of the cipher, and of what is done together.
fn octets() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..20),
        proptest::collection::vec(any::<u8>(), 20..140),
        proptest::collection::vec(any::<u8>(), 1_000..1_100),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_batch_gives_the_tokens_of_its_values(values in proptest::collection::vec(octets(), 0..70), class in 0usize..6) {
        let values: Vec<_> = values.iter().map(|octets| Bytes::new(octets).unwrap()).collect();
        let cipher = column(&published());
        for columns in [cipher.deterministic::<Bytes>(), cipher.deterministic_committing::<Bytes>()] {
            let columns = columns.padding(CLASSES[class]).accept_equality_leakage("a test");
            let apart: Vec<_> = values.iter().map(|value| columns.seal(value)).collect();
            let together = columns.seal_all(&values);
            prop_assert_eq!(&together, &apart);
            let opened: Result<Vec<_>, _> = columns.open_all(&together).into_iter().collect();
            prop_assert_eq!(opened.unwrap(), values.clone());
        }
    }

    /// Whatever the number of values: none is left out where a group ends.
    #[test]
    fn every_value_has_its_token(text in ibans(), number in 0usize..200) {
        let values = vec![text.parse::<Iban>().unwrap(); number];
        let column = column(&published()).deterministic::<Iban>();
        let tokens = column.seal_all(&values);
        prop_assert_eq!(tokens.len(), number);
        prop_assert!(tokens.iter().all(|token| column.open(token).as_ref() == Ok(&values[0])));
    }
}

#[test]
fn one_token_that_cannot_be_opened_keeps_no_other_from_it() {
    let column = column(&published()).deterministic::<Iban>();
    let value: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let good = column.seal(&value);
    let mut octets = good.as_bytes().to_vec();
    *octets.last_mut().unwrap() ^= 1;
    let bad = Sealed::from_bytes(&octets).unwrap();
    let opened = column.open_all([&good, &bad, &good]);
    assert_eq!(
        opened,
        [Ok(value.clone()), Err(OpenError::Refused), Ok(value)]
    );
}
