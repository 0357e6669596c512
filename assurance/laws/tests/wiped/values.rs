//! Values of every type, in every form that they take on their way.

use std::convert::Infallible;
use std::fmt::Debug;
use std::str::FromStr;

use greffe::cipher::{
    Binding, Bytes, CardNumber, Email, Fax, Field, FieldError, Iban, IndexBits, Padding,
    PersonName, Phone, PlaintextFallback, PrefixLength, Row, Sealed,
};
use rand_core::{TryCryptoRng, TryRng};

use crate::assert_wiped;
use crate::freed::leaks;
use crate::keys::{context, keyring};

/// A generator that repeats (SplitMix64), for tests only. No eight of its octets in a row are like any others.
pub(crate) struct Drawing(pub(crate) u64);

impl TryRng for Drawing {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|number| (number >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Ok(mixed ^ (mixed >> 31))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(8) {
            let Ok(number) = self.try_next_u64();
            chunk.copy_from_slice(&number.to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Drawing {}

const PADDINGS: [Padding; 3] = [Padding::None, Padding::To16, Padding::To256];

/// Everything that is done with a value of any type.
fn through_every_column<T: Field + PartialEq>(value: &T) {
    let ring = keyring();
    let cipher = ring.cipher(context()).expect("a context");
    let row = Binding::empty().int(7).expect("short");
    for padding in PADDINGS {
        for column in [
            cipher.deterministic::<T>(),
            cipher.deterministic_committing::<T>(),
        ] {
            let column = column.accept_equality_leakage("a test").padding(padding);
            let sealed = column.seal(value);
            assert!(column.open(&sealed).expect("opens") == *value);
            let values = vec![value.clone(); 40];
            let tokens = column.seal_all(&values);
            assert!(column.open_all(&tokens).iter().all(Result::is_ok));
            assert!(column.lookup(value).contains(&sealed));
            // Stale, and refused.
            let stale = column.lookup(value).pop().expect("several keys");
            assert_eq!(column.rotate(&stale), Ok(sealed.clone()));
            let mut octets = sealed.as_bytes().to_vec();
            *octets.last_mut().expect("a tag") ^= 1;
            let damaged = greffe::cipher::Sealed::<T>::from_bytes(&octets).expect("a token");
            assert!(column.open(&damaged).is_err());
        }
        let column = cipher.randomised::<T>().padding(padding);
        let Ok(sealed) = column.seal(value, &row, &mut Drawing(1));
        assert!(column.open(&sealed, &row).expect("opens") == *value);
        assert!(column.open(&sealed, &Binding::none()).is_err());
    }
    let index = cipher
        .index::<T>("index", IndexBits::FULL)
        .expect("a label");
    let index = index.accept_equality_leakage("a test");
    assert!(index.read(index.lookup(value)[0].as_bytes()).is_ok());
    let key = ring.primary();
    let unique = cipher.unique::<T>("unique", key).expect("a key");
    drop(unique.accept_equality_leakage("a test").unique_token(value));
}

/// What is done with a type.
struct Case<T> {
    /// Texts that are values, parsed and taken through all columns and through a column in clear.
    typed: &'static [&'static str],
    /// Texts that are refused.
    refused: &'static [&'static str],
    /// The value as it is stored: the storage form of the first of `typed`.
    stored: &'static str,
    /// Other forms that it takes, such as what a search compares.
    also: &'static [&'static str],
    expose: fn(&T) -> &str,
}

impl<T: FromStr<Err = FieldError> + Field + PartialEq + Debug> Case<T> {
    fn check(&self) {
        let value: T = self.typed[0].parse().expect("a value");
        assert_eq!((self.expose)(&value), self.stored);
        let texts = [self.typed, self.refused, &[self.stored], self.also].concat();
        // The two parts of an address take different ways.
        let parts = texts.iter().flat_map(|text| text.split('@'));
        let secrets: Vec<_> = parts.map(|text| (text, text.as_bytes())).collect();
        let found = leaks(&secrets, || self.run());
        assert_wiped(&found);
    }

    fn run(&self) {
        for text in self.typed {
            let value: T = text.parse().expect("a value");
            drop(value.clone());
            drop(format!("{value:?}"));
            through_every_column(&value);
            let cipher = keyring().cipher(context()).expect("a context");
            let column = cipher
                .deterministic::<T>()
                .accept_equality_leakage("a test");
            let fallback = PlaintextFallback::<T>::until(9);
            let value = fallback.open(&column, text.as_bytes(), 1);
            drop(fallback.lookup(&column, &value.expect("in clear"), 1));
            assert!(fallback.canonical(text.as_bytes(), 1).is_ok());
        }
        for text in self.refused {
            assert!(text.parse::<T>().is_err());
        }
    }
}

#[test]
fn ibans_are_wiped() {
    let case = Case::<Iban> {
        typed: &[
            "FR1420041010050500013M02606",
            "fr14 2004 1010 0505 0001 3m02 606",
        ],
        refused: &[
            "FR1520041010050500013M02606",
            "FR1420041010050500013M02606\u{e9}",
        ],
        stored: "FR1420041010050500013M02606",
        also: &[],
        expose: Iban::expose,
    };
    case.check();
}

/// The mask holds the domain on purpose, and is not asked for here.
#[test]
fn addresses_are_wiped() {
    let case = Case::<Email> {
        typed: &[
            "Jeanne.MARTIN-Duval@Courrier-Exemple.FR",
            "jeanne.martin-duval@courrier-exemple.fr",
        ],
        refused: &[
            "Jeanne.MARTIN-Duval@Courrier_Exemple.FR",
            "Jeanne..MARTIN-Duval@Courrier-Exemple.FR",
        ],
        stored: "Jeanne.MARTIN-Duval@courrier-exemple.fr",
        also: &["jeanne.martin-duval@courrier-exemple.fr"],
        expose: Email::expose,
    };
    case.check();
}

/// A domain in another script passes through the buffers of `idna`, which wipes nothing; the local part, which names the person, does not.
#[test]
fn local_parts_are_wiped_where_the_domain_is_in_another_script() {
    let secrets = [
        ("as typed", "J\u{e9}r\u{f4}me.Lef\u{e8}vre".as_bytes()),
        ("as compared", "j\u{e9}r\u{f4}me.lef\u{e8}vre".as_bytes()),
    ];
    let found = leaks(&secrets, || {
        let text = "J\u{e9}r\u{f4}me.Lef\u{e8}vre@b\u{fc}cher-h\u{e4}user.example";
        let value: Email = text.parse().expect("an address");
        assert!(value.expose().ends_with("@xn--bcher-huser-r8a91a.example"));
        through_every_column(&value);
        let refused = "J\u{e9}r\u{f4}me.Lef\u{e8}vre@b\u{fc}cher-h\u{e4}user.\u{378}xample";
        assert!(refused.parse::<Email>().is_err());
    });
    assert_wiped(&found);
}

#[test]
fn phone_numbers_are_wiped() {
    let case = Case::<Phone> {
        typed: &["+33 1 99 00 12 34", "+33(0)199001234", "0033199001234"],
        refused: &["+33 1 99 00 12 34 56 78 90", "+33 1 99 00 12 34x"],
        stored: "+33199001234",
        also: &[],
        expose: Phone::expose,
    };
    case.check();
    let secrets = [
        ("as typed", "01 99 00 12 34".as_bytes()),
        ("as stored", b"+33199001234"),
    ];
    let found = leaks(&secrets, || {
        let phone = Phone::parse_in("FR", "01 99 00 12 34").expect("a number");
        assert_eq!(phone.expose(), "+33199001234");
        let fax = Fax::parse_in("FR", "01 99 00 12 34").expect("a number");
        through_every_column(&fax);
        assert!(Phone::parse_in("FR", "01 99 00 12 34 56 78").is_err());
    });
    assert_wiped(&found);
}

#[test]
fn card_numbers_are_wiped() {
    let case = Case::<CardNumber> {
        typed: &["4111111111111111", "4111-1111 1111-1111"],
        refused: &["4111111111111112", "4111111111111111a"],
        stored: "4111111111111111",
        also: &[],
        expose: CardNumber::expose,
    };
    case.check();
}

#[test]
fn names_are_wiped() {
    let case = Case::<PersonName> {
        typed: &[
            "Maximilienne  Wolfgang-Sch\u{f6}nberger",
            "Maximilienne Wolfgang-Scho\u{308}nberger",
        ],
        refused: &["Maximilienne~Wolfgang", "Maximilienne\u{378}"],
        stored: "Maximilienne Wolfgang-Sch\u{f6}nberger",
        // Decomposed, folded, stripped of marks, joined.
        also: &[
            "Maximilienne Wolfgang-Scho\u{308}nberger",
            "maximilienne wolfgang-scho\u{308}nberger",
            "maximilienne wolfgang-schonberger",
            "maximiliennewolfgangschonberger",
        ],
        expose: PersonName::expose,
    };
    case.check();
}

#[test]
fn words_and_prefixes_of_names_are_wiped() {
    let secrets = [
        ("a name", "Maximilienne Sch\u{f6}nberger".as_bytes()),
        ("a name in lower case", b"maximilienne schonberger"),
        ("a prefix", b"schonber"),
        ("a word to be found", "SCH\u{d6}NBERGER".as_bytes()),
    ];
    let found = leaks(&secrets, || {
        let name: PersonName = "Maximilienne Sch\u{f6}nberger".parse().expect("a name");
        let cipher = keyring().cipher(context()).expect("a context");
        let words = cipher.name_tokens("words", IndexBits::FULL);
        let words = words.expect("a label").accept_equality_leakage("a test");
        assert_eq!(words.tokens(&name).len(), 2);
        assert!(words.lookup("SCH\u{d6}NBERGER").is_ok());
        drop(words.lookup_each(&name));
        let length = PrefixLength::new(8).expect("1 to 16");
        let begins = cipher.name_prefixes("begins", IndexBits::FULL, length);
        let begins = begins.expect("a label").accept_equality_leakage("a test");
        assert_eq!(begins.tokens(&name).len(), 2);
        assert_eq!(begins.confirms(&name, "SCH\u{d6}NBERGER"), Ok(true));
        assert!(words.lookup("SCH\u{d6}NBERGER two").is_err());
    });
    assert_wiped(&found);
}

#[test]
fn values_in_a_compound_are_wiped() {
    let secrets = [
        ("an IBAN", b"FR1420041010050500013M02606".as_slice()),
        ("a card", b"4012888888881881"),
    ];
    let found = leaks(&secrets, || {
        let iban: Iban = "FR1420041010050500013M02606".parse().expect("an IBAN");
        let card: CardNumber = "4012888888881881".parse().expect("a card");
        let cipher = keyring().cipher(context()).expect("a context");
        let builder = cipher.compound("pair", IndexBits::FULL).expect("a label");
        let builder = builder.component::<Iban>("iban").expect("a label");
        let builder = builder.component::<CardNumber>("card").expect("a label");
        let index = builder.build().accept_equality_leakage("a test");
        let row = Row::new().value(&iban).value(&card);
        assert!(index.lookup(&row).contains(&index.token(&row)));
        assert!(row.matches(&row));
    });
    assert_wiped(&found);
}

#[test]
fn bytes_are_wiped() {
    const SECRET: &[u8] = b"sixteen octets of what nobody else should read";
    let mut long = vec![7; 60_000];
    long[59_000..59_000 + SECRET.len()].copy_from_slice(SECRET);
    let found = leaks(&[("the secret", SECRET)], || {
        through_every_column(&Bytes::new(SECRET).expect("short"));
        through_every_column(&Bytes::new(&long).expect("short enough"));
    });
    assert_wiped(&found);
}

/// Whoever has the key stream of a token has its value. A batch is sealed in groups: of a last one that is shorter, nothing of the group before may stay.
#[test]
fn key_streams_of_a_batch_are_wiped() {
    for number in [1, 32, 33, 64, 70] {
        let mut rng = Drawing(number);
        let plain: Vec<_> = (0..number).map(|_| drawn(&mut rng)).collect();
        let values = plain.iter().map(|octets| Bytes::new(octets));
        let values: Vec<_> = values.collect::<Result<_, _>>().expect("short");
        let cipher = keyring().cipher(context()).expect("a context");
        let column = cipher.deterministic::<Bytes>();
        let column = column.accept_equality_leakage("a test");
        let stream = |(token, plain): (&Sealed<Bytes>, &[u8; 24])| -> Vec<u8> {
            let sealed = token.as_bytes().iter().skip(19);
            sealed.zip(plain).map(|(a, b)| a ^ b).collect()
        };
        let tokens = column.seal_all(&values);
        let streams: Vec<_> = tokens.iter().zip(&plain).map(stream).collect();
        let secrets: Vec<_> = streams.iter().map(|s| ("a key stream", &**s)).collect();
        assert_wiped(&leaks(&secrets, || drop(column.seal_all(&values))));
    }
}

fn drawn(rng: &mut Drawing) -> [u8; 24] {
    let mut octets = [0; 24];
    let Ok(()) = rng.try_fill_bytes(&mut octets);
    octets
}
