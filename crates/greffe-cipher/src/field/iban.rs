//! International bank account numbers (ISO 13616).

use std::fmt;
use std::str::FromStr;

use super::clean::{Text, after_presentation, as_text, bounded, last, same};
use super::private::{Form, Octets, Seal};
use super::{Field, FieldType, Unguessable, iban_registry};
use crate::error::{FieldError, Problem};
use crate::wiped::Wiped;

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
        let country = self.0.get(..2).unwrap_or_default();
        format!("{country}•• •••• {}", last(&self.0, 4))
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
        if version != 1 || !is_form_1(&octets) {
            return None;
        }
        as_text(octets).map(Self)
    }
}

/// Longest IBAN in characters (ISO 13616-1).
const LONGEST: usize = 34;

/// New input: the frozen grammar, then the registry and the check digits.
fn parse(text: &str) -> Result<Iban, Problem> {
    let typed = Typed::read(text)?;
    let (length, letters, foreign) = (typed.length, typed.letters, typed.foreign);
    if length < 4 {
        return Err(Problem::Length);
    }
    if letters & 0b1111 != 0b0011 || foreign & 0b1111 != 0 {
        return Err(Problem::Shape);
    }
    if foreign != 0 {
        return Err(Problem::Character);
    }
    if !(15..=LONGEST).contains(&length) {
        return Err(Problem::Length);
    }
    let [first, second, tens, ones, ..] = typed.octets.as_slice() else {
        return Err(Problem::Length);
    };
    if !are_check_digits(*tens, *ones) {
        return Err(Problem::CheckDigits);
    }
    let structure = iban_registry::structure([*first, *second]).ok_or(Problem::Country)?;
    if structure.length() + 4 != length {
        return Err(Problem::Length);
    }
    if !structure.admits(letters >> 4) {
        return Err(Problem::Shape);
    }
    if typed.remainder() != 1 {
        return Err(Problem::CheckDigits);
    }
    as_text(typed.octets).map(Iban).ok_or(Problem::Character)
}

/// What was typed, without presentation and in upper case, and what the laws ask of it: read in one pass.
struct Typed {
    /// The first [`LONGEST`] octets; the only allocation, which becomes the value.
    octets: Octets,
    /// How many octets there are in all.
    length: usize,
    /// Where letters stand: bit 0 is the first place, and bit 63 is every place from there on.
    letters: u64,
    /// Where ASCII stands that is neither letter nor digit.
    foreign: u64,
    /// ISO 7064: the first four characters as a number, in which letters count 10 to 35.
    head: u64,
    /// The others as a number, modulo 97 now and then: eight characters are at most 16 digits, which fit with a remainder before them.
    tail: u64,
}

impl Typed {
    fn read(text: &str) -> Result<Self, Problem> {
        bounded(text)?;
        let mut typed = Self {
            octets: Wiped::new(vec![b'0'; LONGEST]),
            length: 0,
            letters: 0,
            foreign: 0,
            head: 0,
            tail: 0,
        };
        let mut rest = text.as_bytes();
        while let [octet, after @ ..] = rest {
            let place = 1 << typed.length.min(63);
            let mut upper = *octet;
            match octet {
                b'0'..=b'9' => typed.tail = typed.tail * 10 + u64::from(octet - b'0'),
                b'A'..=b'Z' | b'a'..=b'z' => {
                    upper = octet & !0x20;
                    typed.letters |= place;
                    typed.tail = typed.tail * 100 + u64::from(upper - b'A') + 10;
                }
                b' ' | b'\t' | b'-' => {
                    rest = after;
                    continue;
                }
                0..=0x7F => typed.foreign |= place,
                _ => {
                    rest = after_presentation(rest)?;
                    continue;
                }
            }
            if let Some(slot) = typed.octets.get_mut(typed.length) {
                *slot = upper;
            }
            typed.length += 1;
            if typed.length == 4 {
                typed.head = std::mem::take(&mut typed.tail);
            } else if typed.length.is_multiple_of(8) {
                typed.tail %= 97;
            }
            rest = after;
        }
        if typed.length == 0 {
            return Err(Problem::Empty);
        }
        typed.octets.truncate(typed.length);
        Ok(typed)
    }

    /// The remainder of ISO 7064 mod 97-10, of a number that begins with two letters and two digits: six digits, moved to the end.
    const fn remainder(&self) -> u64 {
        (self.tail % 97 * 1_000_000 + self.head) % 97
    }
}

/// The frozen grammar of version 1: `[A-Z]{2}(0[2-9]|[1-8][0-9]|9[0-8])[A-Z0-9]{11,30}`.
fn is_form_1(octets: &[u8]) -> bool {
    let [first, second, tens, ones, bban @ ..] = octets else {
        return false;
    };
    first.is_ascii_uppercase()
        && second.is_ascii_uppercase()
        && tens.is_ascii_digit()
        && ones.is_ascii_digit()
        && are_check_digits(*tens, *ones)
        && (11..=30).contains(&bban.len())
        // Without a branch, so that many octets are judged at once: every opening comes here.
        && bban
            .iter()
            .fold(true, |all, octet| all & (octet.is_ascii_uppercase() | octet.is_ascii_digit()))
}

/// Two digits that are check digits: 02 to 98.
const fn are_check_digits(tens: u8, ones: u8) -> bool {
    !matches!((tens, ones), (b'0', b'0' | b'1') | (b'9', b'9'))
}
