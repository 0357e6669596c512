//! The bytes of `FORMAT.md`.

use greffe_cipher::{Context, Iban, IndexBits, IndexToken, Padding, Sealed, TokenError};
use proptest::prelude::*;

use crate::support::{column, hex, ibans, id, master, published, unhex};

const DET: &str = "fa011101020304dc15f6dad41a6185c86b1fcf70045b05e137a1e8e9ead47badf9d891d0637cae77a7cd62a81869bc20a3c5468e52b5a0c29d233e6b4256";
const TEXT: &str =
    "~gf1.011101020304.3BX22tQaYYXIax_PcARbBeE3oejp6tR7rfnYkdBjfK53p81iqBhpvCCjxUaOUrWgwp0jPmtCVg";

fn iban() -> Iban {
    "FR1420041010050500013M02606".parse().unwrap()
}

#[test]
fn the_published_vector_det() {
    let column = column(&published()).deterministic::<Iban>();
    let sealed = column.seal(&iban());
    assert_eq!(hex(sealed.as_bytes()), DET);
    assert_eq!(sealed.to_text(), TEXT);
    assert_eq!(
        column.open(&Sealed::from_text(TEXT).unwrap()).unwrap(),
        iban()
    );
}

#[test]
fn the_published_vector_indexes() {
    let column = column(&published());
    let index = column
        .index::<Iban>("by_iban", IndexBits::new(20).unwrap())
        .unwrap();
    assert_eq!(
        index
            .lookup(&iban())
            .iter()
            .map(|t| hex(t.as_bytes()))
            .collect::<Vec<_>>(),
        ["fb011101020304af2ee0"]
    );
    let unique = column
        .unique::<Iban>("unique", id(0x0102_0304))
        .unwrap()
        .unique_token(&iban());
    assert_eq!(
        hex(unique.as_bytes()),
        "fb021101020304abd5de908eeecd8e951dc421ba73cecc"
    );
    assert_eq!(IndexToken::from_text(&unique.to_text()).unwrap(), unique);
}

#[test]
fn the_published_vector_key_check_value() {
    assert_eq!(
        hex(&master(0).check_value(id(0x0102_0304))),
        "df9204188817a7b3462da32c2a1d6222"
    );
}

#[test]
fn a_header_says_what_is_wrong_with_it() {
    let read = |octets: &[u8]| Sealed::<Iban>::from_bytes(octets).unwrap_err();
    let with = |at: usize, octet: u8| {
        let mut token = unhex(DET);
        token[at] = octet;
        read(&token)
    };
    assert_eq!(with(0, 0xFB), TokenError::NotAToken);
    assert_eq!(read(b""), TokenError::NotAToken);
    assert_eq!(read(b"FR1420041010050500013M02606"), TokenError::NotAToken);
    assert_eq!(read(&unhex(DET)[..6]), TokenError::Length);
    assert_eq!(read(&unhex(DET)[..34]), TokenError::Length);
    assert_eq!(with(1, 0x61), TokenError::Padding);
    assert_eq!(with(1, 0x00), TokenError::Suite);
    assert_eq!(with(1, 0x05), TokenError::Suite);
    assert_eq!(
        with(1, 0x11),
        TokenError::Length,
        "27 octets are no multiple of 16"
    );
    assert_eq!(with(2, 0x21), TokenError::Form);
    assert_eq!(with(2, 0x10), TokenError::Form);
    let mut no_key = unhex(DET);
    no_key[3..7].fill(0);
    assert_eq!(read(&no_key), TokenError::Key);
}

#[test]
fn no_other_spelling_of_a_text_parses() {
    let refuse = |text: &str| assert!(Sealed::<Iban>::from_text(text).is_err(), "{text}");
    assert!(Sealed::<Iban>::from_text(TEXT).is_ok());
    refuse(&TEXT.to_uppercase());
    refuse(&TEXT.replacen("0111", "011A", 1));
    refuse(&format!("{TEXT}="));
    refuse(&format!(" {TEXT}"));
    refuse(&format!("{TEXT}\n"));
    refuse(&TEXT.replacen("~gf1.", "~gf2.", 1));
    refuse(&TEXT.replacen("~gf1.", "~gfi1.", 1));
    refuse(&TEXT.replacen('_', "/", 1));
    // 55 octets make 73 1/3 characters: the last holds unused bits, which must be zero.
    let last = TEXT.chars().last().unwrap();
    for other in ('a'..='z')
        .chain('A'..='Z')
        .chain('0'..='9')
        .filter(|c| *c != last)
    {
        let mut text = TEXT[..TEXT.len() - 1].to_owned();
        text.push(other);
        if let Ok(sealed) = Sealed::<Iban>::from_text(&text) {
            assert_ne!(hex(sealed.as_bytes()), DET);
            assert_eq!(sealed.to_text(), text);
        }
    }
}

#[test]
fn serde_is_the_text_and_its_errors_hold_no_value() {
    let sealed = Sealed::<Iban>::from_text(TEXT).unwrap();
    let json = serde_json::to_string(&sealed).unwrap();
    assert_eq!(json, format!("\"{TEXT}\""));
    assert_eq!(serde_json::from_str::<Sealed<Iban>>(&json).unwrap(), sealed);
    for plain in [
        "\"FR1420041010050500013M02606\"",
        "424242",
        "-424242",
        "4242.42",
        "true",
    ] {
        let error = serde_json::from_str::<Sealed<Iban>>(plain)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("not a token"), "{error}");
    }
}

#[test]
fn padding_hides_lengths_and_is_authenticated() {
    let column = column(&published())
        .deterministic::<greffe_cipher::Email>()
        .padding(Padding::To64);
    let short = column.seal(&"a@b.example".parse().unwrap());
    let long = column.seal(&"somebody.with.a.longer.name@b.example".parse().unwrap());
    assert_eq!(short.as_bytes().len(), 64 + 35);
    assert_eq!(short.as_bytes().len(), long.as_bytes().len());
    assert_eq!(column.open(&short).unwrap().expose(), "a@b.example");
    // The class of the header is under the seal.
    let mut octets = short.as_bytes().to_vec();
    octets[1] = 0x21;
    assert!(column.open(&Sealed::from_bytes(&octets).unwrap()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_text_parses_back_to_its_octets(text in ibans()) {
        let sealed = column(&published()).deterministic::<Iban>().seal(&text.parse().unwrap());
        prop_assert_eq!(Sealed::from_text(&sealed.to_text()).unwrap(), sealed.clone());
        prop_assert_eq!(Sealed::from_bytes(sealed.as_bytes()).unwrap(), sealed);
    }

    #[test]
    fn reading_any_octets_or_text_never_fails_otherwise(octets in proptest::collection::vec(any::<u8>(), 0..120), text in "(~gfi?1\\.)?[0-9a-f]{0,14}\\.?[A-Za-z0-9_-]{0,80}") {
        if let Ok(sealed) = Sealed::<Iban>::from_bytes(&octets) {
            prop_assert_eq!(sealed.as_bytes(), octets);
        }
        if let Ok(sealed) = Sealed::<Iban>::from_text(&text) {
            prop_assert_eq!(sealed.to_text(), text.clone());
        }
        if let Ok(token) = IndexToken::from_text(&text) {
            prop_assert_eq!(token.to_text(), text);
        }
    }

    #[test]
    fn contexts_never_meet(a in "[a-z]{1,4}", b in "[a-z]{1,4}", c in "[a-z]{1,4}", d in "[a-z]{1,4}", s in proptest::option::of("[a-z]{1,3}"), t in proptest::option::of("[a-z]{1,3}")) {
        let make = |table: &str, field: &str, tenant: &Option<String>| {
            let context = Context::new(table, field);
            tenant.iter().fold(context, |context, tenant| context.tenant(tenant))
        };
        let seal = |context: Context| published().cipher(context).unwrap().deterministic::<Iban>().seal(&iban());
        let (one, other) = (make(&a, &b, &s), make(&c, &d, &t));
        prop_assert_eq!(one == other, seal(one) == seal(other));
    }
}
