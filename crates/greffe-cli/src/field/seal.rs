//! `greffe field seal`: values in, tokens out.

use std::process::ExitCode;

use greffe::cipher::{RowFault, Sealed};
use greffe_keys::SysRng;

use super::bad_line::BadLine;
use super::column::{Options, SuiteName};
use super::lines::{Answer, each};
use super::persons::Persons;
use super::typed::{Typed, of_type};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe field seal --keyring keys.json --table customers --column iban --type iban < ibans.txt\n\
    A line without a result leaves an empty line, and is named by its number on standard error: exit status 1.";

pub(crate) fn run(options: &Options) -> ExitCode {
    let sealed = of_type!(options.column.kind, seal(options));
    options.output.end(sealed)
}

fn seal<T: Typed>(options: &Options) -> Result<ExitCode, Refusal> {
    let (column, output) = (&options.column, options.output);
    column.check()?;
    match column.suite {
        SuiteName::Det | SuiteName::DetCommit => {
            let sealing = column.deterministic::<T>(&column.cipher()?);
            column.remind(output.lang());
            each(output, |lines| {
                let values = lines.iter().map(|line| T::read(line, &column.writing()));
                let values: Vec<Result<T, BadLine>> = values.collect();
                let mut tokens = sealing.seal_all(values.iter().flatten()).into_iter();
                let token = |value| match value {
                    Ok(_) => Ok(tokens.next().as_ref().map(text).unwrap_or_default()),
                    Err(why) => Err(why),
                };
                values.into_iter().map(token).collect()
            })
        }
        SuiteName::Rnd => {
            let sealing = column.randomised::<T>(&column.cipher()?);
            each(output, |lines| {
                let token = |line: &[u8]| -> Answer {
                    let (row, value) = column.bound(line)?;
                    let value = T::read(value, &column.writing())?;
                    let token = sealing.seal(&value, &row, &mut SysRng);
                    Ok(text(&token.map_err(|_| RowFault::Randomness)?))
                };
                lines.iter().map(|line| token(line)).collect()
            })
        }
        SuiteName::Subject => {
            let mut persons = Persons::<T>::open(column, &column.keyring()?)?;
            each(output, |lines| {
                let mut token = |line: &[u8]| -> Answer {
                    let (sealing, rest) = persons.of(line)?;
                    let (row, value) = column.bound(rest)?;
                    let value = T::read(value, &column.writing())?;
                    let token = sealing.seal(&value, &row, &mut SysRng);
                    Ok(text(&token.map_err(|_| RowFault::Randomness)?))
                };
                lines.iter().map(|line| token(line)).collect()
            })
        }
    }
}

pub(super) fn text<T>(token: &Sealed<T>) -> Vec<u8> {
    token.to_text().into_bytes()
}
