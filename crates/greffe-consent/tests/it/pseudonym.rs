//! Pseudonyms are the same in every version: values that Python's `hmac` computed, and the `hmac` crate on any identifier.

use greffe_consent::{PersonKey, PseudonymSecret};
use hmac::{Hmac, KeyInit, Mac};
use proptest::prelude::*;
use sha2::Sha256;

#[test]
fn pseudonyms_are_what_another_implementation_computes() {
    let secret = PseudonymSecret::from_bytes([7; 32]);
    let person: PersonKey = "2e8a912916eaccafd20fc074821f0e9b".parse().unwrap();
    assert_eq!(secret.person(b"account 4711"), person);
    let contact = "3c28cf49a6be5b21bbfb309dad2e3ca6".parse().unwrap();
    assert_eq!(secret.contact(b"anne@helianthe.example"), contact);
    let counted = std::array::from_fn(|at| u8::try_from(at).unwrap());
    let nobody: PersonKey = "92e4201738f643b5324a279479bcb250".parse().unwrap();
    assert_eq!(PseudonymSecret::from_bytes(counted).person(b""), nobody);
}

proptest! {
    #[test]
    fn a_pseudonym_is_the_beginning_of_an_hmac(secret: [u8; 32], identifier: Vec<u8>) {
        for (what, found) in [
            ("person", *PseudonymSecret::from_bytes(secret).person(&identifier).as_bytes()),
            ("contact", *PseudonymSecret::from_bytes(secret).contact(&identifier).as_bytes()),
        ] {
            let mut mac = Hmac::<Sha256>::new_from_slice(&secret).unwrap();
            mac.update(format!("greffe {what}\0").as_bytes());
            mac.update(&identifier);
            prop_assert_eq!(&found[..], &mac.finalize().into_bytes()[..16]);
        }
    }

    #[test]
    fn no_secret_is_shown(secret: [u8; 32]) {
        let shown = format!("{:?}", PseudonymSecret::from_bytes(secret));
        prop_assert_eq!(shown, "PseudonymSecret(..)");
    }
}
