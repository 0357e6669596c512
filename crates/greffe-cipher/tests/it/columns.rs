//! Laws of sealed columns.

use greffe_cipher::{
    Binding, Bytes, CardNumber, Context, Email, Fax, Field, Iban, KeyId, Keyring, OpenError,
    Padding, PersonName, Phone, Sealed, Suite, TokenError,
};
use proptest::prelude::*;

use crate::support::{Counting, column, ibans, id, master, published};

fn iban() -> Iban {
    "FR1420041010050500013M02606".parse().unwrap()
}

#[test]
fn every_type_comes_back_under_every_suite_and_padding_class() {
    fn check<T: Field + PartialEq>(value: &T) {
        let cipher = column(&published());
        for padding in [
            Padding::None,
            Padding::To16,
            Padding::To32,
            Padding::To64,
            Padding::To128,
            Padding::To256,
        ] {
            for column in [
                cipher.deterministic::<T>(),
                cipher.deterministic_committing::<T>(),
            ] {
                let column = column.accept_equality_leakage("test").padding(padding);
                let sealed = column.seal(value);
                assert_eq!(sealed, column.seal(value));
                assert_eq!(sealed.padding(), padding);
                assert!(column.open(&sealed).unwrap() == *value);
                assert!(!column.is_stale(&sealed));
                assert!(!column.stale_ranges().contains(sealed.as_bytes()));
            }
            let column = cipher.randomised::<T>().padding(padding);
            let mut rng = Counting(0);
            let sealed = column.seal(value, &Binding::none(), &mut rng).unwrap();
            assert_ne!(
                sealed,
                column.seal(value, &Binding::none(), &mut rng).unwrap()
            );
            assert!(column.open(&sealed, &Binding::none()).unwrap() == *value);
        }
    }
    check(&iban());
    check(&"a.b+c@xn--mnchen-3ya.example".parse::<Email>().unwrap());
    check(&"+33199001234".parse::<Phone>().unwrap());
    check(&"+33199001235".parse::<Fax>().unwrap());
    check(&"Anne-Lise Hélie".parse::<PersonName>().unwrap());
    check(&"4111111111111111".parse::<CardNumber>().unwrap());
    check(&Bytes::new(b"").unwrap());
    check(&Bytes::new(&[0x80, 0, 0]).unwrap());
    check(&Bytes::new(&[7; Bytes::LONGEST]).unwrap());
}

#[test]
fn lengths_are_those_of_the_format() {
    let cipher = column(&published());
    assert_eq!(
        cipher
            .deterministic::<Iban>()
            .seal(&iban())
            .as_bytes()
            .len(),
        27 + 35
    );
    assert_eq!(
        cipher
            .deterministic_committing::<Iban>()
            .seal(&iban())
            .as_bytes()
            .len(),
        27 + 55
    );
    let random = cipher
        .randomised::<Iban>()
        .seal(&iban(), &Binding::none(), &mut Counting(0))
        .unwrap();
    assert_eq!(random.as_bytes().len(), 27 + 35);
    assert_eq!(random.suite(), Suite::Random);
}

#[test]
fn tokens_are_unrelated_across_contexts_tenants_keys_and_suites() {
    let ring = published();
    let seal = |ring: &Keyring, context: Context| {
        ring.cipher(context)
            .unwrap()
            .deterministic::<Iban>()
            .seal(&iban())
    };
    let other = Keyring::single(id(0x0102_0304), 0, master(1));
    let mut tokens = vec![
        seal(&ring, Context::new("customers", "iban")),
        seal(&ring, Context::new("customers", "iban").tenant("acme")),
        seal(&ring, Context::new("customers", "iban").tenant("acme2")),
        seal(&ring, Context::new("customer", "siban")),
        seal(&ring, Context::new("suppliers", "iban")),
        seal(&other, Context::new("customers", "iban")),
        column(&ring)
            .deterministic_committing::<Iban>()
            .seal(&iban()),
    ];
    // Not even the part after the header agrees.
    let count = tokens.len();
    tokens.sort_by(|a, b| a.as_bytes()[7..].cmp(&b.as_bytes()[7..]));
    tokens.dedup_by(|a, b| a.as_bytes()[7..19] == b.as_bytes()[7..19]);
    assert_eq!(tokens.len(), count);
}

#[test]
fn every_single_bit_change_is_refused() {
    let cipher = column(&published());
    let row = Binding::empty().int(7).unwrap();
    let det = cipher.deterministic::<Iban>();
    let commit = cipher
        .deterministic_committing::<Iban>()
        .padding(Padding::To32);
    let random = cipher.randomised::<Iban>();
    let tokens = [
        det.seal(&iban()),
        commit.seal(&iban()),
        random.seal(&iban(), &row, &mut Counting(9)).unwrap(),
    ];
    for token in tokens {
        for bit in 0..token.as_bytes().len() * 8 {
            let mut octets = token.as_bytes().to_vec();
            octets[bit / 8] ^= 1 << (bit % 8);
            if let Ok(altered) = Sealed::<Iban>::from_bytes(&octets) {
                assert!(det.open(&altered).is_err(), "bit {bit}");
                assert!(commit.open(&altered).is_err(), "bit {bit}");
                assert!(random.open(&altered, &row).is_err(), "bit {bit}");
            }
        }
    }
}

#[test]
fn what_can_be_named_is_named_and_the_rest_is_opaque() {
    let (one, two) = (id(1), id(2));
    let mut ring = Keyring::single(one, 0, master(1));
    let old = column(&ring).deterministic::<Iban>().seal(&iban());
    let open = |ring: &Keyring| column(ring).deterministic::<Iban>().open(&old);

    assert_eq!(open(&published()), Err(OpenError::UnknownKey(one)));
    assert_eq!(
        open(&Keyring::single(one, 0, master(9))),
        Err(OpenError::Refused)
    );
    assert_eq!(
        column(&ring).deterministic_committing::<Iban>().open(&old),
        Err(OpenError::Suite)
    );
    assert_eq!(
        column(&ring)
            .randomised::<Iban>()
            .open(&old, &Binding::none()),
        Err(OpenError::Suite)
    );
    let elsewhere = ring
        .cipher(Context::new("customers", "other"))
        .unwrap()
        .deterministic::<Iban>();
    assert_eq!(elsewhere.open(&old), Err(OpenError::Refused));
    let mut later = old.as_bytes().to_vec();
    later[2] = 0x12;
    assert_eq!(
        column(&ring)
            .deterministic::<Iban>()
            .open(&Sealed::from_bytes(&later).unwrap()),
        Err(OpenError::Form)
    );
    assert_eq!(
        Sealed::<Email>::from_bytes(old.as_bytes()).unwrap_err(),
        TokenError::Form
    );

    ring.import(two, 0, master(2)).unwrap();
    ring.promote(two).unwrap();
    assert_eq!(open(&ring), Ok(iban()));
    ring.retire_without_proof(one).unwrap();
    assert_eq!(open(&ring), Err(OpenError::RetiredKey(one)));
    ring.destroy_without_proof(one).unwrap();
    assert_eq!(open(&ring), Err(OpenError::UnknownKey(one)));
}

/// A faulty writer: the AEAD of the right key, but another nonce than the synthetic one. It must not be opened: UNIQUE and lookups
/// would miss it.
#[test]
fn a_token_whose_synthetic_value_is_not_its_own_is_refused() {
    use aes_gcm_siv::Aes256GcmSiv;
    use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
    use hkdf::Hkdf;
    use sha2::Sha256;

    let lp = |x: &[u8]| [&u32::try_from(x.len()).unwrap().to_be_bytes(), x].concat();
    let info = [
        lp(b"greffe/1"),
        lp(b"enc"),
        [vec![1], lp(&[1])].concat(),
        [vec![1], lp(b"acme")].concat(),
        vec![0],
        lp(b"customers"),
        lp(b"iban"),
        vec![0],
    ]
    .concat();
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(b"greffe/1 master"), master(0).expose())
        .expand(&info, &mut key)
        .unwrap();
    let good = column(&published()).deterministic::<Iban>().seal(&iban());
    let header = &good.as_bytes()[..7];
    let forge = |nonce: [u8; 12], text: &[u8]| {
        let aead = Aes256GcmSiv::new(&key.into());
        let body = aead
            .encrypt(
                &nonce.into(),
                Payload {
                    msg: text,
                    aad: header,
                },
            )
            .unwrap();
        Sealed::<Iban>::from_bytes(&[header, &nonce, &body].concat()).unwrap()
    };
    let nonce: [u8; 12] = good.as_bytes()[7..19].try_into().unwrap();
    assert_eq!(
        forge(nonce, b"FR1420041010050500013M02606"),
        good,
        "the independent composition agrees"
    );
    let open = |token| column(&published()).deterministic::<Iban>().open(&token);
    assert_eq!(
        open(forge([0; 12], b"FR1420041010050500013M02606")),
        Err(OpenError::Refused)
    );
}

#[test]
fn a_random_token_is_bound_to_its_row() {
    let column = column(&published()).randomised::<Iban>();
    let row = Binding::empty().int(7).and_then(|b| b.text("EUR")).unwrap();
    let sealed = column.seal(&iban(), &row, &mut Counting(0)).unwrap();
    assert_eq!(column.open(&sealed, &row), Ok(iban()));
    let others = [
        Binding::none(),
        Binding::empty(),
        Binding::empty().int(7).unwrap(),
        Binding::empty().int(8).and_then(|b| b.text("EUR")).unwrap(),
        Binding::empty().text("EUR").and_then(|b| b.int(7)).unwrap(),
        Binding::empty().int(7).and_then(|b| b.raw(b"EUR")).unwrap(),
        Binding::empty().uuid([7; 16]).unwrap(),
    ];
    for other in others {
        assert_eq!(column.open(&sealed, &other), Err(OpenError::Refused));
    }
    let unbound = column
        .seal(&iban(), &Binding::none(), &mut Counting(0))
        .unwrap();
    assert_eq!(
        column.open(&unbound, &Binding::empty()),
        Err(OpenError::Refused),
        "absent and empty differ"
    );
}

#[test]
fn phone_and_fax_share_their_tokens_but_not_their_types() {
    let cipher = column(&published());
    let fax = cipher
        .deterministic::<Fax>()
        .seal(&"+33199001234".parse().unwrap());
    let phone = cipher
        .deterministic::<Phone>()
        .seal(&"+33199001234".parse().unwrap());
    assert_eq!(fax.as_bytes(), phone.as_bytes());
}

#[test]
fn key_ids_are_never_zero() {
    assert!(KeyId::new(0).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn equal_values_and_only_they_have_equal_tokens(a in ibans(), b in ibans()) {
        let column = column(&published()).deterministic::<Iban>();
        let (x, y): (Iban, Iban) = (a.parse().unwrap(), b.parse().unwrap());
        prop_assert_eq!(a == b, column.seal(&x) == column.seal(&y));
        prop_assert_eq!(column.open(&column.seal(&x)), Ok(x.clone()));
        prop_assert_eq!(column.seal(&x), column.clone().seal(&x));
    }

    #[test]
    fn any_bytes_come_back(octets in proptest::collection::vec(any::<u8>(), 0..600), class in 0usize..6) {
        let padding = [Padding::None, Padding::To16, Padding::To32, Padding::To64, Padding::To128, Padding::To256][class];
        let column = column(&published()).deterministic::<Bytes>().accept_equality_leakage("test").padding(padding);
        let value = Bytes::new(&octets).unwrap();
        let sealed = Sealed::from_text(&column.seal(&value).to_text()).unwrap();
        prop_assert_eq!(column.open(&sealed), Ok(value));
    }
}
