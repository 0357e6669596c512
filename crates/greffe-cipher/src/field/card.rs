//! Payment card numbers (ISO/IEC 7812-1).

use std::fmt;
use std::str::FromStr;

use super::clean::{Text, as_text, last, same, strip};
use super::private::{Form, Octets, Seal};
use super::{Field, FieldType, Unguessable};
use crate::error::{FieldError, Problem};

/// A payment card number (*PAN*, *numéro de carte bancaire*): 12 to 19 digits; new input must pass Luhn.
///
/// ```
/// use greffe_cipher::CardNumber;
/// let card: CardNumber = "4111 1111-1111 1111".parse()?;
/// assert_eq!(card.mask(), "•••• •••• •••• 1111");
/// # Ok::<(), greffe_cipher::FieldError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CardNumber(Text);

impl CardNumber {
    /// The digits. The one way to the value in clear.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The last four digits.
    #[must_use]
    pub fn mask(&self) -> String {
        format!("•••• •••• •••• {}", last(&self.0, 4))
    }
}

impl FromStr for CardNumber {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let refuse = |problem| FieldError::new(FieldType::CardNumber, problem);
        let cleaned = strip(text, b"").map_err(refuse)?;
        grammar(cleaned.as_bytes()).map_err(refuse)?;
        if luhn(cleaned.as_bytes()) {
            Ok(Self(cleaned))
        } else {
            Err(refuse(Problem::CheckDigits))
        }
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardNumber(..)")
    }
}

impl Field for CardNumber {
    const TYPE: FieldType = FieldType::CardNumber;
    type Leakage = Unguessable;

    fn mask(&self) -> String {
        Self::mask(self)
    }
}

impl Form for CardNumber {
    fn storage(&self, _: Seal) -> &[u8] {
        self.0.as_bytes()
    }

    fn matching(&self, version: u8, _: Seal) -> Option<Octets> {
        (version == 1).then(|| same(&self.0))
    }

    fn from_storage(version: u8, octets: Octets, _: Seal) -> Option<Self> {
        if version != 1 || grammar(&octets).is_err() {
            return None;
        }
        as_text(octets).map(Self)
    }
}

/// The frozen grammar of version 1: `[0-9]{12,19}`.
fn grammar(octets: &[u8]) -> Result<(), Problem> {
    if !octets.iter().all(u8::is_ascii_digit) {
        return Err(Problem::Character);
    }
    if (12..=19).contains(&octets.len()) {
        Ok(())
    } else {
        Err(Problem::Length)
    }
}

/// ISO/IEC 7812-1, annex B.
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, octet)| {
            let digit = u32::from(octet.wrapping_sub(b'0'));
            if place % 2 == 0 {
                digit
            } else {
                digit * 2 / 10 + digit * 2 % 10
            }
        })
        .sum();
    sum.is_multiple_of(10)
}
