//! `greffe field rotate`: tokens in, tokens of today out.

use std::process::ExitCode;

use greffe::cipher::{RowFault, Sealed};
use greffe_keys::SysRng;

use super::column::{Options, SuiteName};
use super::lines::{Answer, each};
use super::open::token;
use super::persons::Persons;
use super::seal::text;
use super::typed::{Typed, of_type};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe field rotate --keyring keys.json --table customers --column iban --type iban < old.txt > new.txt\n\
    A token that is of the primary key, today's form and the padding told comes back as it is.";

pub(crate) fn run(options: &Options) -> ExitCode {
    let rotated = of_type!(options.column.kind, rotate(options));
    options.output.end(rotated)
}

fn rotate<T: Typed>(options: &Options) -> Result<ExitCode, Refusal> {
    let (column, output) = (&options.column, options.output);
    column.check()?;
    match column.suite {
        SuiteName::Det | SuiteName::DetCommit => {
            let sealing = column.deterministic::<T>(&column.cipher()?);
            let rotated = |line: &&[u8]| Ok(text(&sealing.rotate(&token(line)?)?));
            each(output, |lines| lines.iter().map(rotated).collect())
        }
        SuiteName::Rnd => {
            let sealing = column.randomised::<T>(&column.cipher()?);
            let rotated = |line: &&[u8]| -> Answer {
                let (row, rest) = column.bound(line)?;
                let old: Sealed<T> = token(rest)?;
                let new = sealing.rotate(&old, &row, &mut SysRng);
                Ok(text(&new.map_err(RowFault::from)?))
            };
            each(output, |lines| lines.iter().map(rotated).collect())
        }
        SuiteName::Subject => {
            let mut persons = Persons::<T>::open(column, &column.keyring()?)?;
            let mut rotated = |line: &&[u8]| -> Answer {
                let (sealing, rest) = persons.of(line)?;
                let (row, rest) = column.bound(rest)?;
                let new = sealing.rotate(&token(rest)?, &row, &mut SysRng);
                Ok(text(&new.map_err(RowFault::from)?))
            };
            each(output, |lines| lines.iter().map(&mut rotated).collect())
        }
    }
}
