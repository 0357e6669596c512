//! The vectors of compound and name indexes (kinds 3 to 5), members of their own in `tests/data/vectors.json`.

use greffe_cipher::{
    Bytes, CardNumber, Context, Email, FieldCipher, IndexBits, IndexToken, Keyring, MasterKey,
    PersonName, PrefixLength, Row, TokenSet,
};
use serde_json::{Value, json};

use crate::support::{hex, id};

const BITS: [u8; 4] = [4, 20, 64, 128];
const NAMES: [&str; 7] = [
    "Jean-Pierre D'Œuvre",
    "Anne Lise Anne",
    "Łukasz Żółć",
    "Ἀχιλλεύς ΤΕΣΣ",
    "J. R. SSørensen",
    "Đặng Ngọc",
    "Li \u{2010}\u{1F88}\u{301} ẞa",
];

/// Every key and tenant, with what says so in a vector.
fn ciphers(field: &str) -> Vec<(FieldCipher, Value)> {
    let of = |(tenant, n): (Option<&str>, u8)| {
        let key = id((u32::from(n) << 24) | 0x0002_0304);
        let ring = Keyring::single(key, 0, MasterKey::from_bytes([n; 32]));
        let context = Context::new("people", field);
        let context = tenant.iter().fold(context, |context, t| context.tenant(t));
        let inputs = json!({
            "master": hex(&[n; 32]), "key_id": key.get(), "tenant": tenant.map(|t| hex(t.as_bytes())), "field": field,
        });
        (ring.cipher(context).unwrap(), inputs)
    };
    [(None, 1), (Some("acme"), 0xf0)].map(of).into()
}

/// One JSON object a line.
fn lines(vectors: &[Value]) -> String {
    let lines: Vec<_> = vectors.iter().map(|v| format!("  {v}")).collect();
    lines.join(",\n")
}

fn with(inputs: &Value, more: &Value) -> Value {
    let mut all = inputs.clone();
    let (all_of, more) = (all.as_object_mut().unwrap(), more.as_object().unwrap());
    all_of.extend(more.clone());
    all
}

fn component(field: &str, of: &str, storage: Option<&[u8]>) -> Value {
    json!({"field": field, "type": of, "storage": storage.map(hex)})
}

/// The member `compounds`.
pub(crate) fn compounds() -> String {
    let mut out = Vec::new();
    for (cipher, inputs) in ciphers("several") {
        for bits in BITS {
            let mut line = |components: Vec<Value>, token: &IndexToken| {
                let more = json!({
                    "index": "by_all", "bits": bits, "components": components, "token": hex(token.as_bytes()), "text": token.to_text(),
                });
                out.push(with(&inputs, &more));
            };
            name_and_card(&cipher, bits, &mut line);
            octets(&cipher, bits, &mut line);
        }
    }
    lines(&out)
}

fn name_and_card(cipher: &FieldCipher, bits: u8, line: &mut impl FnMut(Vec<Value>, &IndexToken)) {
    let begin = || {
        cipher
            .compound("by_all", IndexBits::new(bits).unwrap())
            .unwrap()
    };
    let named = begin()
        .component::<PersonName>("name")
        .unwrap()
        .component::<CardNumber>("card")
        .unwrap()
        .build()
        .accept_equality_leakage("vectors");
    let carded = begin()
        .component::<CardNumber>("card")
        .unwrap()
        .component::<PersonName>("name")
        .unwrap()
        .component::<Email>("e-mail.1")
        .unwrap()
        .build()
        .accept_equality_leakage("vectors");
    let name: PersonName = NAMES[0].parse().unwrap();
    let card: CardNumber = "4111111111111111".parse().unwrap();
    let email: Email = "Straße@xn--mnchen-3ya.example".parse().unwrap();
    for (name, card) in [
        (Some(&name), Some(&card)),
        (Some(&name), None),
        (None, Some(&card)),
        (None, None),
    ] {
        let of_name = || component("name", "name", name.map(|name| name.expose().as_bytes()));
        let of_card = || component("card", "card", card.map(|card| card.expose().as_bytes()));
        let of_email = component("e-mail.1", "email", Some(email.expose().as_bytes()));
        let row = Row::new().optional(name).optional(card);
        line(vec![of_name(), of_card()], &named.token(&row));
        let row = Row::new().optional(card).optional(name).value(&email);
        line(vec![of_card(), of_name(), of_email], &carded.token(&row));
    }
}

/// Empty values, and values that look like what the encoding writes.
fn octets(cipher: &FieldCipher, bits: u8, line: &mut impl FnMut(Vec<Value>, &IndexToken)) {
    let index = cipher
        .compound("by_all", IndexBits::new(bits).unwrap())
        .unwrap()
        .component::<Bytes>("a")
        .unwrap()
        .component::<Bytes>("b")
        .unwrap()
        .build()
        .accept_equality_leakage("vectors");
    let look_alike: &[u8] = &[0, 0, 0, 1, b'b', 1, 0];
    for (a, b) in [
        (Some(&b""[..]), None),
        (None, Some(&b""[..])),
        (Some(b""), Some(b"")),
        (Some(look_alike), Some(b"x")),
    ] {
        let value = |octets: Option<&[u8]>| octets.map(|octets| Bytes::new(octets).unwrap());
        let row = Row::new()
            .optional(value(a).as_ref())
            .optional(value(b).as_ref());
        let components = vec![component("a", "bytes", a), component("b", "bytes", b)];
        line(components, &index.token(&row));
    }
}

/// The member `name_indexes`.
pub(crate) fn name_indexes() -> String {
    let mut out = Vec::new();
    for (cipher, inputs) in ciphers("name") {
        for text in NAMES {
            let name: PersonName = text.parse().unwrap();
            let mut line = |kind: u8, bits: u8, param: u8, set: &TokenSet| {
                let more = json!({
                    "index": "words", "kind": kind, "bits": bits, "param": param, "storage": hex(name.expose().as_bytes()),
                    "tokens": set.iter().map(|token| hex(token.as_bytes())).collect::<Vec<_>>(),
                });
                out.push(with(&inputs, &more));
            };
            for n in BITS {
                let bits = IndexBits::new(n).unwrap();
                let words = cipher.name_tokens("words", bits).unwrap();
                let words = words.accept_equality_leakage("vectors");
                line(4, n, 0, &words.tokens(&name));
                for param in [1, 3, 16] {
                    let length = PrefixLength::new(param).unwrap();
                    let begins = cipher.name_prefixes("words", bits, length).unwrap();
                    let begins = begins.accept_equality_leakage("vectors");
                    line(5, n, param, &begins.tokens(&name));
                }
            }
        }
    }
    lines(&out)
}
