//! Tokens, fields, keyring files.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use greffe::cipher::{
    CardNumber, Context, Deterministic, Email, Fax, Field, Iban, IndexToken, KeyEncryptionKey,
    KeyId, Keyring, MasterKey, Padding, PersonName, Phone, Sealed, Suite, Unguessable,
    looks_like_token,
};

use crate::marker::{assert_silent, marked};

fn column() -> Deterministic<Iban> {
    let id = KeyId::new(0x0102_0304).expect("an id");
    let master = MasterKey::from_bytes(std::array::from_fn(|n| n as u8));
    let keyring = Keyring::single(id, 1_750_000_000, master);
    let context = Context::new("customers", "iban").tenant("acme");
    keyring.cipher(context).expect("a context").deterministic()
}

/// A token is read from bytes or from its one text, gives both back exactly, and opens only where it is what sealing gives.
pub fn token(data: &[u8]) {
    if let Ok(token) = Sealed::<Iban>::from_bytes(data) {
        assert_eq!(token.as_bytes(), data);
        let text = token.to_text();
        assert!(looks_like_token(&text) && text.is_ascii());
        assert_eq!(Sealed::from_text(&text).as_ref(), Ok(&token));
        opens_only_what_was_sealed(&token);
        let json = serde_json::to_string(&token).expect("a text");
        assert_eq!(
            serde_json::from_str::<Sealed<Iban>>(&json).expect("a token"),
            token
        );
    }
    if let Ok(token) = IndexToken::from_bytes(data) {
        assert_eq!(token.as_bytes(), data);
        assert_eq!(IndexToken::from_text(&token.to_text()), Ok(token));
    }
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match Sealed::<Iban>::from_text(text) {
        Ok(token) => {
            assert_eq!(token.to_text(), text, "two texts of one token");
            assert_eq!(Sealed::from_bytes(token.as_bytes()).as_ref(), Ok(&token));
            opens_only_what_was_sealed(&token);
            refuses_every_neighbour(&token);
        }
        Err(error) => assert_silent(&error),
    }
    if let Ok(token) = IndexToken::from_text(text) {
        assert_eq!(token.to_text(), text, "two texts of one index token");
    }
}

fn opens_only_what_was_sealed(token: &Sealed<Iban>) {
    let column = column().padding(token.padding());
    if let Ok(iban) = column.open(token) {
        assert_eq!(token.suite(), Suite::Det);
        assert_eq!(&column.seal(&iban), token);
        assert!(column.lookup(&iban).contains(token));
    }
}

/// A token with another last bit, or another padding class, never opens as well.
fn refuses_every_neighbour(token: &Sealed<Iban>) {
    if column().open(token).is_err() {
        return;
    }
    for at in 0..token.as_bytes().len() {
        let mut octets = token.as_bytes().to_vec();
        octets[at] ^= 1;
        if let Ok(other) = Sealed::from_bytes(&octets) {
            assert!(
                column().also_padded(Padding::To16).open(&other).is_err(),
                "octet {at}"
            );
        }
    }
}

/// What a parser accepts has one written form, which it accepts again; masks hide it; refusals do not repeat it.
pub fn fields(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Some(iban) = parsed(text, Iban::expose) {
        let (written, mask) = (iban.expose(), iban.mask());
        let spaced: Vec<_> = written
            .as_bytes()
            .chunks(4)
            .map(|four| std::str::from_utf8(four).expect("ASCII"))
            .collect();
        assert_eq!(
            spaced.join(" ").to_lowercase().parse(),
            Ok(iban.clone()),
            "presentation matters"
        );
        assert_eq!(mask.chars().count(), 14);
        assert!(shown(&mask) <= 6);
        opens_again(&iban, Iban::expose);
    }
    if let Some(card) = parsed(text, CardNumber::expose) {
        let mask = card.mask();
        assert_eq!(mask.chars().count(), 19);
        assert!(shown(&mask) <= 4);
        assert!(card.expose().bytes().all(|b| b.is_ascii_digit()));
        opens_again(&card, CardNumber::expose);
    }
    if let Some(email) = parsed(text, Email::expose) {
        let (local, domain) = email
            .expose()
            .rsplit_once('@')
            .expect("an address has an @");
        let mask = email.mask();
        let (shown_local, shown_domain) = mask.rsplit_once('@').expect("a mask has an @");
        assert_eq!(shown_domain, domain);
        assert!(shown_local.chars().filter(|c| *c != '•').count() <= 1);
        assert!(
            local.chars().nth(2).is_some() || shown_local == "•••",
            "a short name is shown"
        );
        opens_again(&email, Email::expose);
    }
    let phones = [
        parsed(text, Phone::expose),
        in_region(text, Phone::parse_in, Phone::expose),
    ];
    for phone in phones.into_iter().flatten() {
        assert!(
            phone.expose().starts_with('+')
                && phone.expose()[1..].bytes().all(|b| b.is_ascii_digit())
        );
        assert!(
            shown(&phone.mask()) <= 5,
            "three digits of country, two of number"
        );
        opens_again(&phone, Phone::expose);
    }
    let faxes = [
        parsed(text, Fax::expose),
        in_region(text, Fax::parse_in, Fax::expose),
    ];
    for fax in faxes.into_iter().flatten() {
        let phone: Phone = fax
            .expose()
            .parse()
            .expect("faxes and phones share their forms");
        assert_eq!(fax.mask(), phone.mask());
    }
    if let Some(name) = parsed(text, PersonName::expose) {
        let hidden = name.mask();
        assert!(hidden.chars().filter(|c| !matches!(c, '•' | ' ')).count() <= 2);
        assert_eq!(
            PersonName::from_str(name.expose()).map(|n| n.mask()),
            Ok(hidden)
        );
    }
}

/// The value, after the laws of every parser were checked.
fn parsed<T>(text: &str, expose: fn(&T) -> &str) -> Option<T>
where
    T: FromStr + PartialEq + Debug + Field,
    T::Err: Debug + Display,
{
    if let Err(error) = marked(text).parse::<T>() {
        assert_silent(&error);
    }
    let value: T = text.parse().ok()?;
    is_canonical(&value, expose);
    Some(value)
}

fn in_region<T>(
    text: &str,
    parse: fn(&str, &str) -> Result<T, greffe::cipher::FieldError>,
    expose: fn(&T) -> &str,
) -> Option<T>
where
    T: FromStr + PartialEq + Debug + Field,
    T::Err: Debug,
{
    if let Err(error) = parse("FR", &marked(text)) {
        assert_silent(&error);
    }
    let value = parse("FR", text).ok()?;
    is_canonical(&value, expose);
    Some(value)
}

fn is_canonical<T>(value: &T, expose: fn(&T) -> &str)
where
    T: FromStr + PartialEq + Debug + Field,
    T::Err: Debug,
{
    let again: T = expose(value).parse().expect("the written form parses");
    assert!(
        again == *value && expose(&again) == expose(value),
        "the written form changes"
    );
    // Nobody is called by bullets, but a name may hold them.
    assert!(value.mask() != expose(value) || expose(value).contains('•'));
    let shown = format!("{value:?}");
    let name = shown.strip_suffix("(..)").expect("the type, and no value");
    assert!(name.bytes().all(|b| b.is_ascii_alphabetic()));
}

fn opens_again<T>(value: &T, expose: fn(&T) -> &str)
where
    T: Field<Leakage = Unguessable>,
{
    let keyring = Keyring::single(
        KeyId::new(7).expect("an id"),
        0,
        MasterKey::from_bytes([3; 32]),
    );
    let cipher = keyring
        .cipher(Context::new("people", "field"))
        .expect("a context");
    for column in [
        cipher.deterministic::<T>(),
        cipher
            .deterministic_committing::<T>()
            .padding(Padding::To64),
    ] {
        let token = column.seal(value);
        let opened = column.open(&token).expect("what was sealed opens");
        assert_eq!(expose(&opened), expose(value));
    }
}

/// Letters and digits that a mask shows.
fn shown(mask: &str) -> usize {
    mask.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The one file that was ever sealed under the key of this target.
const KEYRING: &[u8] = include_bytes!("../../../fuzz/corpus/keyring/sealed.json");

/// Whatever is accepted under the key holds what the one sealed file holds, however it is written.
pub fn keyring(data: &[u8]) {
    let kek = KeyEncryptionKey::from_bytes(&[5; 32]);
    let sealed = Keyring::parse(KEYRING, &kek).expect("the sealed file");
    let holds = |keyring: &Keyring| {
        let keys = keyring.keys();
        let keys: Vec<_> = keys
            .map(|k| (k.id(), k.state(), k.created(), *k.master().expose()))
            .collect();
        (keyring.generation(), keyring.primary(), keys)
    };
    let check = |octets: &[u8]| match Keyring::parse(octets, &kek) {
        Ok(keyring) => assert_eq!(
            holds(&keyring),
            holds(&sealed),
            "an altered file was accepted"
        ),
        Err(error) => assert_silent(&error),
    };
    check(data);
    // The same bytes as edits of the sealed file: place, octet, place, octet.
    let mut edited = KEYRING.to_vec();
    for edit in data.chunks_exact(3).take(4) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]])) % edited.len();
        edited[at] = edit[2];
    }
    check(&edited);
    let later = sealed.generation() + 1;
    assert!(
        Keyring::parse_at_least(KEYRING, &kek, later).is_err(),
        "a rolled back file was accepted"
    );
    if let Ok(text) = std::str::from_utf8(data) {
        check(marked(text).as_bytes());
    }
}
