//! `tests/data/vectors.json`: what other implementations can check. `tests/check_vectors.py` does, with its own code.
//!
//! After a deliberate change of the vectors' list: `UPDATE_VECTORS=1 cargo test -p greffe-cipher vectors`, then the Python check.

use std::fmt::Write as _;
use std::path::Path;

use greffe_cipher::{
    Binding, Bytes, CardNumber, Context, Email, Fax, Field, FieldCipher, Iban, IndexBits,
    IndexToken, KeyEncryptionKey, KeyId, Keyring, MasterKey, Padding, PersonName, Phone,
};

use crate::search_vectors;
use crate::support::{Counting, hex, id};

const CLASSES: [Padding; 6] = [
    Padding::None,
    Padding::To16,
    Padding::To32,
    Padding::To64,
    Padding::To128,
    Padding::To256,
];

/// A member of a JSON object.
type Member = (&'static str, serde_json::Value);

/// Lines of JSON.
struct Writer {
    out: String,
}

impl Writer {
    fn line(&mut self, members: &[Member]) {
        let object: Vec<_> = members
            .iter()
            .map(|(name, value)| format!("\"{name}\": {value}"))
            .collect();
        if !self.out.is_empty() {
            self.out.push_str(",\n");
        }
        write!(self.out, "  {{{}}}", object.join(", ")).unwrap();
    }

    fn of<T: Field>(&mut self, kind: &str, value: &T, storage: &[u8]) {
        for (tenant, n) in [(None, 1u8), (Some("acme"), 0xf0)] {
            let key = id((u32::from(n) << 24) | 0x0002_0304);
            let ring = Keyring::single(key, 0, MasterKey::from_bytes([n; 32]));
            let context = Context::new("people", "column");
            let context = tenant.iter().fold(context, |context, t| context.tenant(t));
            let cipher = ring.cipher(context).unwrap();
            let inputs = [
                ("type", kind.into()),
                ("master", hex(&[n; 32]).into()),
                ("key_id", key.get().into()),
                ("tenant", tenant.map(|t| hex(t.as_bytes())).into()),
                ("storage", hex(storage).into()),
            ];
            self.sealed(&cipher, &inputs, value);
            self.indexes(&cipher, &inputs, value, key);
        }
    }

    fn sealed<T: Field>(&mut self, cipher: &FieldCipher, inputs: &[Member], value: &T) {
        let row = Binding::empty().int(-2).and_then(|b| b.text("é")).unwrap();
        for (at, class) in CLASSES.into_iter().enumerate() {
            let det = cipher
                .deterministic::<T>()
                .accept_equality_leakage("vectors");
            let commit = cipher
                .deterministic_committing::<T>()
                .accept_equality_leakage("vectors");
            let random = cipher.randomised::<T>().padding(class);
            let tokens = [
                (1, det.padding(class).seal(value)),
                (2, commit.padding(class).seal(value)),
                (3, random.seal(value, &row, &mut Counting(7)).unwrap()),
            ];
            for (suite, sealed) in tokens {
                let mut members = inputs.to_vec();
                members.extend([
                    ("suite", suite.into()),
                    ("padding", at.into()),
                    ("token", hex(sealed.as_bytes()).into()),
                    ("text", sealed.to_text().into()),
                ]);
                if suite == 3 {
                    // The octets of `row`, written out.
                    let row = "0000000901fffffffffffffffe0000000302c3a9";
                    members.push(("binding", row.into()));
                }
                self.line(&members);
            }
        }
    }

    fn indexes<T: Field>(
        &mut self,
        cipher: &FieldCipher,
        inputs: &[Member],
        value: &T,
        key: KeyId,
    ) {
        let mut line = |name: &str, kind: u8, bits: u8, token: &IndexToken| {
            let mut members = inputs.to_vec();
            members.extend([
                ("index", name.into()),
                ("kind", kind.into()),
                ("bits", bits.into()),
                ("token", hex(token.as_bytes()).into()),
            ]);
            self.line(&members);
        };
        for bits in [4, 20, 64, 128] {
            let index = cipher
                .index::<T>("by_value", IndexBits::new(bits).unwrap())
                .unwrap();
            let index = index.accept_equality_leakage("vectors");
            line("by_value", 1, bits, &index.lookup(value)[0]);
        }
        let index = cipher
            .unique::<T>("unique", key)
            .unwrap()
            .accept_equality_leakage("vectors");
        line("unique", 2, 128, &index.unique_token(value));
    }
}

#[test]
fn the_published_vectors_are_what_this_release_writes() {
    let mut writer = Writer { out: String::new() };
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    writer.of("iban", &iban, iban.expose().as_bytes());
    for text in [
        "Jean.MARTIN+x@example.org",
        "Straße.Łódź@xn--mnchen-3ya.example",
    ] {
        let email: Email = text.parse().unwrap();
        writer.of("email", &email, email.expose().as_bytes());
    }
    let phone: Phone = "+33199001234".parse().unwrap();
    writer.of("phone", &phone, phone.expose().as_bytes());
    let fax: Fax = "+12125550123".parse().unwrap();
    writer.of("fax", &fax, fax.expose().as_bytes());
    for text in [
        "Jean-Pierre D'Œuvre",
        "Łukasz Żółć",
        "Ἀχιλλεύς ΤΕΣΣ",
        "J. R. SSørensen",
        "Đặng Ngọc",
    ] {
        let name: PersonName = text.parse().unwrap();
        writer.of("name", &name, name.expose().as_bytes());
    }
    let card: CardNumber = "4111111111111111".parse().unwrap();
    writer.of("card", &card, card.expose().as_bytes());
    for octets in [&b""[..], &[0x80, 0, 0], &[0xff; 40]] {
        writer.of("bytes", &Bytes::new(octets).unwrap(), octets);
    }

    let kek = KeyEncryptionKey::from_bytes(&[3; 32]);
    let mut ring = Keyring::single(id(9), 1_750_000_000, MasterKey::from_bytes([1; 32]));
    ring.import(id(2), 1_760_000_000, MasterKey::from_bytes([2; 32]))
        .unwrap();
    ring.promote(id(2)).unwrap();
    let file: serde_json::Value =
        serde_json::from_slice(&ring.seal(&kek, &mut Counting(1))).unwrap();
    let keys: Vec<_> = [(2u32, 2, 1_760_000_000u64, 2u8), (9, 3, 1_750_000_000, 1)]
        .map(|(key, state, created, n)| serde_json::json!({"key_id": key, "state": state, "created": created, "master": hex(&[n; 32])}))
        .to_vec();
    let written = format!(
        "{{\n \"format\": \"greffe/1\",\n \"table\": \"people\",\n \"field\": \"column\",\n \"keyring\": {},\n \"enveloped_keyring\": {},\n \"subjects\": [\n{}\n ],\n \"vectors\": [\n{}\n ],\n \"compounds\": [\n{}\n ],\n \"name_indexes\": [\n{}\n ]\n}}\n",
        serde_json::json!({"key_encryption_key": hex(&[3; 32]), "file": file, "keys": keys}),
        crate::envelopes::vector(&ring, &keys),
        crate::subject_vectors::lines(),
        writer.out,
        search_vectors::compounds(),
        search_vectors::name_indexes()
    );

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/vectors.json");
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(
        committed == written,
        "tests/data/vectors.json differs from what this release writes"
    );
}
