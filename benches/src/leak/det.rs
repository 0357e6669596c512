//! Tokens of suite 1 that are wrong in one place only, the first octet of a part or its last.
//!
//! Opening compares two parts in secret. The tag comes first, and everybody can spoil it. The synthetic value is compared only behind a
//! right tag, so that a token for it must be encrypted under the column's own key and a nonce that is not the value's: this module derives
//! that key by `FORMAT.md`, with stock crates, and [`Tokens::of`] checks that an unspoiled token made so is the column's own.

use std::hint::black_box;

use aes_gcm_siv::Aes256GcmSiv;
use aes_gcm_siv::aead::{Aead, Payload};
use greffe::cipher::{Context, Deterministic, Iban, KeyId, Keyring, MasterKey, Sealed};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Class;

/// Octets of header, nonce and tag.
const HEADER: usize = 7;
const NONCE: usize = 12;
const TAG: usize = 16;

const KEY_ID: u32 = 7;
const MASTER: [u8; 32] = [1; 32];
const CONTEXT: (&str, &str) = ("customers", "iban");

/// What is spoiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The tag.
    Tag,
    /// The nonce, with text and tag as they were: the text is decrypted to something else, and the tag refuses it.
    Nonce,
    /// The synthetic value, under a tag that is right for it.
    SyntheticValue,
}

/// A column, and for each of some values the right token and a spoiled one of either class.
#[derive(Debug)]
pub struct Tokens {
    /// Opens none of those that are spoiled.
    pub column: Deterministic<Iban>,
    all: Vec<Spoiled>,
}

#[derive(Debug)]
struct Spoiled {
    right: Sealed<Iban>,
    first: Sealed<Iban>,
    last: Sealed<Iban>,
}

impl Tokens {
    /// Tokens of `count` values.
    ///
    /// # Errors
    /// The column and the format disagree on a token, or the column opens one of these.
    pub fn of(part: Part, count: u64) -> Result<Self, Box<dyn std::error::Error>> {
        let id = KeyId::new(KEY_ID).ok_or("no key id")?;
        let keyring = Keyring::single(id, 0, MasterKey::from_bytes(MASTER));
        let context = Context::new(CONTEXT.0, CONTEXT.1);
        let column = keyring.cipher(context)?.deterministic();
        let mut all = Vec::new();
        for number in 0..count {
            let value: Iban = crate::iban(number * 7919).parse()?;
            let right = column.seal(&value);
            if token(&value, [0; NONCE])? != right.as_bytes() {
                return Err("the column and the format disagree".into());
            }
            let spoiled = |class| -> Result<Sealed<Iban>, Box<dyn std::error::Error>> {
                let token = spoiled(part, class, &value, right.as_bytes())?;
                let token = Sealed::from_bytes(&token)?;
                if column.open(&token).is_ok() {
                    return Err("a spoiled token opens".into());
                }
                Ok(token)
            };
            let (first, last) = (spoiled(Class::First)?, spoiled(Class::Last)?);
            all.push(Spoiled { right, first, last });
        }
        Ok(Self { column, all })
    }

    /// A token of a class, and the right one of the same value; `number` picks the value.
    ///
    /// The token is made anew out of both classes' octets, without a branch on the class: whatever the processor remembers of the making is
    /// the same for both.
    #[must_use]
    pub fn pick(&self, class: Class, number: u64) -> Option<(Sealed<Iban>, &Sealed<Iban>)> {
        let values = u64::try_from(self.all.len()).ok()?;
        let place = usize::try_from(number.checked_rem(values)?).ok()?;
        let one = self.all.get(place)?;
        let mask = black_box(0_u8.wrapping_sub(u8::from(class == Class::Last)));
        let both = one.first.as_bytes().iter().zip(one.last.as_bytes());
        let octets: Vec<_> = both
            .map(|(first, last)| first ^ ((first ^ last) & mask))
            .collect();
        Some((Sealed::from_bytes(&octets).ok()?, &one.right))
    }
}

fn spoiled(
    part: Part,
    class: Class,
    value: &Iban,
    right: &[u8],
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut change = [0; NONCE];
    if part == Part::SyntheticValue {
        flip(&mut change, class);
        return token(value, change);
    }
    let mut token = right.to_vec();
    let tag = token.len().checked_sub(TAG).ok_or("a short token")?;
    let octets = match part {
        Part::Nonce => token.get_mut(HEADER..HEADER + NONCE),
        _ => token.get_mut(tag..),
    };
    flip(octets.unwrap_or_default(), class);
    Ok(token)
}

/// Changes one bit of the first octet, or of the last.
fn flip(octets: &mut [u8], class: Class) {
    let octet = match class {
        Class::First => octets.first_mut(),
        Class::Last => octets.last_mut(),
    };
    if let Some(octet) = octet {
        *octet ^= 1;
    }
}

/// A token by `FORMAT.md`, with its synthetic value changed by these bits before it becomes the nonce.
fn token(value: &Iban, change: [u8; NONCE]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let text = value.expose().as_bytes();
    let mut header = vec![0xfa, 0x01, 0x11];
    header.extend_from_slice(&KEY_ID.to_be_bytes());
    let v = mac(&sub_key(b"siv")?, &[&header, text])?;
    let nonce: [u8; NONCE] = *v.first_chunk().ok_or("a short MAC")?;
    let nonce = std::array::from_fn::<u8, NONCE, _>(|at| {
        let at = |of: &[u8; NONCE]| of.get(at).copied().unwrap_or_default();
        at(&nonce) ^ at(&change)
    });
    let cipher = Aes256GcmSiv::new_from_slice(&sub_key(b"enc")?)?;
    let payload = Payload {
        msg: text,
        aad: &header,
    };
    let sealed = cipher
        .encrypt(&nonce.into(), payload)
        .map_err(|_| "not encrypted")?;
    Ok([&header, nonce.as_slice(), &sealed].concat())
}

/// HKDF-SHA256 over `INFO`.
fn sub_key(purpose: &[u8]) -> Result<[u8; 32], Box<dyn std::error::Error>> {
    let lp = |octets: &[u8]| -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        Ok([&u32::try_from(octets.len())?.to_be_bytes(), octets].concat())
    };
    let info = [
        lp(b"greffe/1")?,
        lp(purpose)?,
        // Suite 1; no tenant; no subject.
        [vec![1], lp(&[1])?, vec![0, 0]].concat(),
        lp(CONTEXT.0.as_bytes())?,
        lp(CONTEXT.1.as_bytes())?,
        // No index; the counter of HKDF-Expand.
        vec![0, 1],
    ];
    let prk = mac(b"greffe/1 master", &[&MASTER])?;
    mac(&prk, &[&info.concat()])
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Result<[u8; 32], Box<dyn std::error::Error>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key)?;
    for part in parts {
        mac.update(part);
    }
    Ok(mac.finalize().into_bytes().into())
}
