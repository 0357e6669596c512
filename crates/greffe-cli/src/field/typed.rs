//! The types of values: how a line is read as one, and how one is written as a line.

use std::borrow::Cow;

use clap::ValueEnum;
use greffe::cipher::{Bytes, CardNumber, Email, Fax, Field, FieldError, Iban, PersonName, Phone};

use super::bad_line::{BadLine, LINE_END, NOT_ENCODED, NOT_UTF8};

/// `--type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Type {
    Iban,
    Email,
    Phone,
    Fax,
    Name,
    Card,
    Bytes,
}

/// How `bytes` are written in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Encoding {
    /// As they are, without a line end
    #[default]
    Raw,
    /// Two digits an octet
    Hex,
}

/// How lines are read and written.
#[derive(Debug)]
pub(super) struct Writing<'a> {
    pub(super) region: Option<&'a str>,
    pub(super) encoding: Encoding,
}

/// A type of value on the command line.
pub(super) trait Typed: Field {
    fn read(line: &[u8], writing: &Writing<'_>) -> Result<Self, BadLine>;
    fn write(&self, writing: &Writing<'_>) -> Result<Vec<u8>, BadLine>;
}

/// A line as text; a line end of two octets is one.
pub(super) fn text(line: &[u8]) -> Result<&str, BadLine> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    std::str::from_utf8(line).map_err(|_| NOT_UTF8.into())
}

macro_rules! typed {
    ($($type:ty),*) => {$(
        impl Typed for $type {
            fn read(line: &[u8], _: &Writing<'_>) -> Result<Self, BadLine> {
                Ok(text(line)?.parse()?)
            }

            fn write(&self, _: &Writing<'_>) -> Result<Vec<u8>, BadLine> {
                Ok(self.expose().into())
            }
        }
    )*};
}

typed!(Iban, Email, PersonName, CardNumber);

macro_rules! regional {
    ($($type:ty),*) => {$(
        impl Typed for $type {
            fn read(line: &[u8], writing: &Writing<'_>) -> Result<Self, BadLine> {
                let text = text(line)?;
                let read: Result<Self, FieldError> = match writing.region {
                    Some(region) => Self::parse_in(region, text),
                    None => text.parse(),
                };
                Ok(read?)
            }

            fn write(&self, _: &Writing<'_>) -> Result<Vec<u8>, BadLine> {
                Ok(self.expose().into())
            }
        }
    )*};
}

regional!(Phone, Fax);

impl Typed for Bytes {
    fn read(line: &[u8], writing: &Writing<'_>) -> Result<Self, BadLine> {
        let octets = match writing.encoding {
            Encoding::Raw => Cow::Borrowed(line),
            Encoding::Hex => Cow::Owned(unhex(text(line)?).ok_or(NOT_ENCODED)?),
        };
        Ok(Self::new(&octets)?)
    }

    fn write(&self, writing: &Writing<'_>) -> Result<Vec<u8>, BadLine> {
        match writing.encoding {
            Encoding::Raw if self.expose().contains(&b'\n') => Err(LINE_END.into()),
            Encoding::Raw => Ok(self.expose().into()),
            Encoding::Hex => Ok(hex(self.expose())),
        }
    }
}

fn hex(octets: &[u8]) -> Vec<u8> {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or('0');
    let digits = octets.iter().flat_map(|octet| [octet >> 4, octet & 15]);
    digits.map(digit).collect::<String>().into_bytes()
}

pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |c: u8| char::from(c).to_digit(16);
    let octet = |[high, low]: &[u8; 2]| u8::try_from(digit(*high)? * 16 + digit(*low)?).ok();
    rest.is_empty()
        .then(|| pairs.iter().map(octet).collect())
        .flatten()
}

/// Calls a generic function for the type that `--type` names.
macro_rules! of_type {
    ($type:expr, $function:ident($($argument:expr),*)) => {
        match $type {
            $crate::field::typed::Type::Iban => $function::<greffe::cipher::Iban>($($argument),*),
            $crate::field::typed::Type::Email => $function::<greffe::cipher::Email>($($argument),*),
            $crate::field::typed::Type::Phone => $function::<greffe::cipher::Phone>($($argument),*),
            $crate::field::typed::Type::Fax => $function::<greffe::cipher::Fax>($($argument),*),
            $crate::field::typed::Type::Name => $function::<greffe::cipher::PersonName>($($argument),*),
            $crate::field::typed::Type::Card => $function::<greffe::cipher::CardNumber>($($argument),*),
            $crate::field::typed::Type::Bytes => $function::<greffe::cipher::Bytes>($($argument),*),
        }
    };
}

pub(super) use of_type;
