//! `greffe field mask`: values or tokens in, what may be shown of them out.

use std::process::ExitCode;

use greffe::cipher::looks_like_token;
use greffe::document::Words;

use super::column::Options;
use super::lines::{Answer, each};
use super::open::Opening;
use super::typed::{Typed, of_type};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe field mask --type iban < ibans.txt\n\
    Tokens are opened first: they need --keyring, --table and --column.";

pub(crate) fn run(options: &Options) -> ExitCode {
    let masked = of_type!(options.column.kind, mask(options));
    options.output.end(masked)
}

fn mask<T: Typed>(options: &Options) -> Result<ExitCode, Refusal> {
    let column = &options.column;
    let mut opening = match column.keyring {
        Some(_) => Some(Opening::<T>::of(column)?),
        None => None,
    };
    each(options.output, |lines| {
        let mut masked = |line: &[u8]| -> Answer {
            let value = match &mut opening {
                Some(opening) if holds_token(line) => opening.value(column, line)?,
                None if holds_token(line) => return Err(SEALED.into()),
                _ => T::read(line, &column.writing())?,
            };
            Ok(value.mask().into_bytes())
        };
        lines.iter().map(|line| masked(line)).collect()
    })
}

const SEALED: Words = Words::new(
    "c'est un jeton : il faut --keyring, --table et --column pour l'ouvrir",
    "a token: --keyring, --table and --column are needed to open it",
);

/// Whether a line is a token, or ends in one after a person or a row's key.
fn holds_token(line: &[u8]) -> bool {
    let last = line.rsplit(|octet| *octet == b'\t').next().unwrap_or(line);
    std::str::from_utf8(last).is_ok_and(looks_like_token)
}
