//! The types of values: how a line is read as one, and how one is written as a line.

use std::borrow::Cow;

use clap::ValueEnum;
use data_encoding::HEXLOWER_PERMISSIVE;
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

    /// The same value as rows from before may hold it, which is another one to the column.
    fn former(&self) -> Option<Self> {
        None
    }
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

            fn former(&self) -> Option<Self> {
                self.under_33()
            }
        }
    )*};
}

regional!(Phone, Fax);

impl Typed for Bytes {
    fn read(line: &[u8], writing: &Writing<'_>) -> Result<Self, BadLine> {
        let octets = match writing.encoding {
            Encoding::Raw => Cow::Borrowed(line),
            Encoding::Hex => {
                let octets = HEXLOWER_PERMISSIVE.decode(text(line)?.as_bytes());
                Cow::Owned(octets.map_err(|_| NOT_ENCODED)?)
            }
        };
        Ok(Self::new(&octets)?)
    }

    fn write(&self, writing: &Writing<'_>) -> Result<Vec<u8>, BadLine> {
        match writing.encoding {
            Encoding::Raw if self.expose().contains(&b'\n') => Err(LINE_END.into()),
            Encoding::Raw => Ok(self.expose().into()),
            Encoding::Hex => Ok(HEXLOWER_PERMISSIVE.encode(self.expose()).into_bytes()),
        }
    }
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
