//! `greffe field mask`: values or tokens in, what may be shown of them out.

use std::process::ExitCode;

use greffe::cipher::looks_like_token;
use greffe::document::Words;

use super::column::Options;
use super::lines::each_line;
use super::suites::Suites;
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
    let mut suites = match column.keyring {
        Some(_) => Some(Suites::<T>::of(column)?),
        None => None,
    };
    each_line(options.output, column.holding(), |line| {
        let value = match &mut suites {
            Some(suites) if holds_token(line) => suites.open(column, line)?,
            None if holds_token(line) => return Err(SEALED.into()),
            _ => T::read(line, &column.writing())?,
        };
        Ok(value.mask().into_bytes())
    })
}

const SEALED: Words = Words::new(
    "c’est un jeton\u{a0}: il faut --keyring, --table et --column pour l’ouvrir",
    "a token: --keyring, --table and --column are needed to open it",
);

/// Whether a line is a token, or ends in one after a person or a row's key.
fn holds_token(line: &[u8]) -> bool {
    let last = line.rsplit(|octet| *octet == b'\t').next().unwrap_or(line);
    std::str::from_utf8(last).is_ok_and(looks_like_token)
}
