//! International bank account numbers (ISO 13616).

use std::fmt;
use std::str::FromStr;

use super::clean::{Text, same, strip, text};
use super::private::{Form, Octets, Seal};
use super::{Field, FieldType, Unguessable, iban_registry};
use crate::error::{FieldError, Problem};

/// An international bank account number (*IBAN*).
///
/// Parses what people type: spaces, hyphens, lower case. New input is judged by the registry's structure of its country and by its
/// check digits, 02 to 98 (ISO 7064 mod 97-10 never gives others). QR payloads and a leading "IBAN" are refused.
///
/// ```
/// use greffe_cipher::Iban;
/// let iban: Iban = "fr14 2004 1010 0505 0001 3m02 606".parse()?;
/// assert_eq!(iban.expose(), "FR1420041010050500013M02606");
/// assert_eq!(iban.mask(), "FR•• •••• 2606");
/// assert_eq!(format!("{iban:?}"), "Iban(..)");
/// # Ok::<(), greffe_cipher::FieldError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Iban(Text);

impl Iban {
    /// The number: upper case, without spaces. The one way to the value in clear.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Country and the last four characters. The check digits are hidden: they would narrow the rest.
    #[must_use]
    pub fn mask(&self) -> String {
        let country = self.0.get(..2).unwrap_or("••");
        let last = self
            .0
            .len()
            .checked_sub(4)
            .and_then(|at| self.0.get(at..))
            .unwrap_or("••••");
        format!("{country}•• •••• {last}")
    }
}

impl FromStr for Iban {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        parse(text).map_err(|problem| FieldError::new(FieldType::Iban, problem))
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iban(..)")
    }
}

impl Field for Iban {
    const TYPE: FieldType = FieldType::Iban;
    type Leakage = Unguessable;

    fn mask(&self) -> String {
        Self::mask(self)
    }
}

impl Form for Iban {
    fn storage(&self, _: Seal) -> &[u8] {
        self.0.as_bytes()
    }

    fn matching(&self, version: u8, _: Seal) -> Option<Octets> {
        (version == 1).then(|| same(&self.0))
    }

    fn from_storage(version: u8, octets: Octets, _: Seal) -> Option<Self> {
        let text = text(octets)?;
        (version == 1 && shape(text.as_bytes()).is_ok()).then_some(Self(text))
    }
}

fn parse(text: &str) -> Result<Iban, Problem> {
    let mut cleaned = strip(text, "")?;
    cleaned.make_ascii_uppercase();
    let octets = cleaned.as_bytes();
    shape(octets)?;
    let (country, parts) = match octets {
        [a, b, _, _, bban @ ..] => ([*a, *b], bban),
        _ => return Err(Problem::Shape),
    };
    let structure = iban_registry::structure(country).ok_or(Problem::Country)?;
    let mut rest = parts;
    for (length, kind) in structure {
        let (part, after) = rest
            .split_at_checked(usize::from(*length))
            .ok_or(Problem::Length)?;
        if !part.iter().all(|octet| kind.admits(*octet)) {
            return Err(Problem::Shape);
        }
        rest = after;
    }
    if !rest.is_empty() {
        return Err(Problem::Length);
    }
    if modulo_97(octets) != 1 {
        return Err(Problem::CheckDigits);
    }
    Ok(Iban(cleaned))
}

/// The frozen grammar of version 1: `[A-Z]{2}(0[2-9]|[1-8][0-9]|9[0-8])[A-Z0-9]{11,30}`.
fn shape(octets: &[u8]) -> Result<(), Problem> {
    let [a, b, tens, ones, bban @ ..] = octets else {
        return Err(Problem::Length);
    };
    if !(a.is_ascii_uppercase()
        && b.is_ascii_uppercase()
        && tens.is_ascii_digit()
        && ones.is_ascii_digit())
    {
        return Err(Problem::Shape);
    }
    if !bban
        .iter()
        .all(|octet| octet.is_ascii_uppercase() || octet.is_ascii_digit())
    {
        return Err(Problem::Character);
    }
    if !(11..=30).contains(&bban.len()) {
        return Err(Problem::Length);
    }
    match (tens, ones) {
        (b'0', b'0' | b'1') | (b'9', b'9') => Err(Problem::CheckDigits),
        _ => Ok(()),
    }
}

/// ISO 7064 mod 97-10 over the number with its first four characters moved to the end; letters count 10 to 35.
fn modulo_97(octets: &[u8]) -> u32 {
    let (head, tail) = octets.split_at_checked(4).unwrap_or((octets, &[]));
    tail.iter().chain(head).fold(0, |rest, octet| match octet {
        b'0'..=b'9' => (rest * 10 + u32::from(octet - b'0')) % 97,
        _ => (rest * 100 + u32::from(octet.wrapping_sub(b'A')) + 10) % 97,
    })
}
