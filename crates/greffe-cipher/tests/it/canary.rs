//! A marked value is given to every parser and put through every type; no error, no `Debug`, no mask may hold the mark.

use std::str::FromStr;

use greffe_cipher::{
    Binding, Bytes, CardNumber, Context, Email, Fax, Field, Iban, IndexBits, IndexToken,
    KeyEncryptionKey, Keyring, PersonName, Phone, PlaintextFallback, PrefixLength, Sealed, Subject,
    TokenSet, WrappedSubjectKey,
};

use crate::support::{Counting, published};

const MARKS: [&str; 5] = [
    "canari",
    "0050500013M",
    "4242424242",
    "CANARI",
    "63616e617269",
];

fn search(place: &str, shown: &str) {
    for mark in MARKS {
        assert!(!shown.contains(mark), "{place}: {shown}");
    }
}

fn search_error<T>(place: &str, read: Result<T, impl std::error::Error>) {
    if let Err(error) = read {
        search(place, &error.to_string());
        search(place, &format!("{error:?}"));
        search(place, &format!("{error:#?}"));
        assert!(std::error::Error::source(&error).is_none(), "{place}");
    }
}

/// Texts that parse nowhere, or somewhere.
const TEXTS: [&str; 16] = [
    "canari",
    "canari@",
    "canari@canari",
    "canari@canari_x.org",
    "\"canari\"@x.org",
    "~canari",
    "canari\u{378}",
    "canari\0",
    "4242424242",
    "+999 4242424242",
    "4242424242424241",
    "FR004242424242CANARI",
    "FR14CANARI4242424242CANARI06",
    "~gf1.canari.4242424242",
    "~gf1.011101020304.canari4242424242",
    "~gfi1.011101020304.canari=",
];

#[test]
fn no_parser_repeats_what_it_was_given() {
    fn parse<T: FromStr<Err: std::error::Error>>(place: &str) {
        for text in TEXTS {
            search_error(place, text.parse::<T>());
        }
    }
    parse::<Iban>("Iban");
    parse::<Email>("Email");
    parse::<Phone>("Phone");
    parse::<Fax>("Fax");
    parse::<PersonName>("PersonName");
    parse::<CardNumber>("CardNumber");
    parse::<Sealed<Iban>>("Sealed");
    let kek = KeyEncryptionKey::from_bytes(b"canari canari canari canari 4242");
    search("kek", &format!("{kek:?}"));
    for text in TEXTS {
        search_error("IndexToken", IndexToken::from_text(text));
        search_error(
            "Sealed octets",
            Sealed::<Bytes>::from_bytes(text.as_bytes()),
        );
        search_error("keyring", Keyring::parse(text.as_bytes(), &kek));
        search_error(
            "keyring",
            Keyring::parse(format!("{{\"format\": \"{text}\"}}").as_bytes(), &kek),
        );
        search_error("region", Phone::parse_in(text, text));
        search_error("context", published().cipher(Context::new(text, text)));
        search_error(
            "index",
            published()
                .cipher(Context::new("a", "b"))
                .unwrap()
                .index::<Iban>(text, IndexBits::FULL),
        );
        searches(text);
        for json in [
            serde_json::to_string(text).unwrap(),
            format!("[{}]", serde_json::to_string(text).unwrap()),
        ] {
            search_error("serde", serde_json::from_str::<Sealed<Iban>>(&json));
            search_error("serde", serde_json::from_str::<IndexToken>(&json));
            search_error("serde", serde_json::from_str::<TokenSet>(&json));
        }
    }
    for json in [
        "4242424242",
        "-4242424242",
        "4242424242.5",
        "{\"canari\": 1}",
    ] {
        search_error("serde", serde_json::from_str::<Sealed<Iban>>(json));
    }
}

/// Names of indexes, words that are searched, rows that are read. (Plans name the labels that a team declares, and nothing else.)
fn searches(text: &str) {
    let cipher = published().cipher(Context::new("a", "b")).unwrap();
    let (bits, four) = (IndexBits::FULL, PrefixLength::new(4).unwrap());
    search_error("words", cipher.name_tokens(text, bits));
    search_error("prefixes", cipher.name_prefixes(text, bits, four));
    search_error("compound", cipher.compound(text, bits));
    let compound = cipher.compound("c", bits).unwrap();
    search_error("component", compound.component::<Iban>(text));
    let begins = cipher.name_prefixes("p", bits, four).unwrap();
    search_error(
        "prefix",
        begins.accept_equality_leakage("test").lookup(text),
    );
    let words = cipher.name_tokens("w", bits).unwrap();
    let words = words.accept_equality_leakage("test");
    search_error("word", words.lookup(text));
    search_error("several words", words.lookup(&format!("{text} canari")));
    let fallback = PlaintextFallback::<Iban>::until(1);
    search_error("row", fallback.read(text.as_bytes(), 0));
    search_error("row after the end", fallback.read(text.as_bytes(), 2));
    search_error(
        "row octets",
        fallback.read(&[text.as_bytes(), &[0xff]].concat(), 0),
    );
    search_error("subject", Subject::new(text.repeat(300)));
    search_error("wrapped", WrappedSubjectKey::from_text(text));
    search("subject", &format!("{:?}", Subject::new(text)));
}

#[test]
fn no_debug_output_and_no_mask_holds_the_value() {
    fn check<T: Field>(value: &T) {
        let cipher = published()
            .cipher(Context::new("a", "b").tenant("canari"))
            .unwrap();
        let column = cipher.deterministic::<T>().accept_equality_leakage("test");
        let sealed = column.seal(value);
        let random = cipher.randomised::<T>();
        let row = Binding::empty().text("canari").unwrap();
        let index = cipher
            .index::<T>("i", IndexBits::FULL)
            .unwrap()
            .accept_equality_leakage("test");
        let shown = [
            format!("{value:?} {value:#?} {}", value.mask()),
            format!("{cipher:?} {column:?} {random:?} {index:?} {row:?}"),
            format!(
                "{sealed:?} {sealed} {:?}",
                random.seal(value, &row, &mut Counting(0))
            ),
            format!("{:?} {:?}", column.open(&sealed), index.lookup(value)),
            serde_json::to_string(&sealed).unwrap(),
        ];
        for text in shown {
            search("debug", &text);
        }
    }
    check(&"FR1420041010050500013M02606".parse::<Iban>().unwrap());
    check(&"canari.4242424242@x.org".parse::<Email>().unwrap());
    check(&"+33142424242".parse::<Phone>().unwrap());
    check(&"+33142424242".parse::<Fax>().unwrap());
    check(&"canari canari".parse::<PersonName>().unwrap());
    check(&"4242424242424242".parse::<CardNumber>().unwrap());
    check(&Bytes::new(b"canari").unwrap());
    search("keyring", &format!("{:?}", published()));
    let masters = greffe_cipher::MasterKey::from_bytes(*b"canari canari canari canari 4242");
    search("master", &format!("{masters:?}"));
    search(
        "mask",
        &"4242424242424242".parse::<CardNumber>().unwrap().mask(),
    );
}
