//! `greffe field open`: tokens in, values out.

use std::process::ExitCode;

use greffe::cipher::{Accepted, Deterministic, Field, Randomised, Sealed};

use super::bad_line::BadLine;
use super::column::{ColumnOption, Options, SuiteName};
use super::lines::{Answer, each};
use super::persons::Persons;
use super::typed::{Typed, of_type, text};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe field open --keyring keys.json --table customers --column iban --type iban < tokens.txt\n\
    Values in clear go to standard output: to a file of mode 0600, or to the next command. `greffe field mask` shows enough for most uses.";

pub(crate) fn run(options: &Options) -> ExitCode {
    let opened = of_type!(options.column.kind, open(options));
    options.output.end(opened)
}

fn open<T: Typed>(options: &Options) -> Result<ExitCode, Refusal> {
    let column = &options.column;
    let mut opening = Opening::<T>::of(column)?;
    each(options.output, |lines| {
        let mut value = |line: &[u8]| opening.value(column, line)?.write(&column.writing());
        lines
            .iter()
            .map(|line| value(line))
            .collect::<Vec<Answer>>()
    })
}

/// What opens the tokens of lines.
pub(super) enum Opening<'a, T: Typed> {
    Deterministic(Deterministic<T, Accepted>),
    Randomised(Randomised<T>),
    Persons(Persons<'a, T>),
}

impl<'a, T: Typed> Opening<'a, T> {
    pub(super) fn of(column: &'a ColumnOption) -> Result<Self, Refusal> {
        column.check()?;
        Ok(match column.suite {
            SuiteName::Det | SuiteName::DetCommit => {
                Self::Deterministic(column.deterministic(&column.cipher()?))
            }
            SuiteName::Rnd => Self::Randomised(column.randomised(&column.cipher()?)),
            SuiteName::Subject => Self::Persons(Persons::open(column, &column.keyring()?)?),
        })
    }

    /// The value in a line.
    pub(super) fn value(&mut self, column: &ColumnOption, line: &[u8]) -> Result<T, BadLine> {
        Ok(match self {
            Self::Deterministic(opening) => opening.open(&token(line)?)?,
            Self::Randomised(opening) => {
                let (row, rest) = column.bound(line)?;
                opening.open(&token(rest)?, &row)?
            }
            Self::Persons(persons) => {
                let (opening, rest) = persons.of(line)?;
                let (row, rest) = column.bound(rest)?;
                opening.open(&token(rest)?, &row)?
            }
        })
    }
}

/// The token in a line.
pub(super) fn token<T: Field>(line: &[u8]) -> Result<Sealed<T>, BadLine> {
    Ok(Sealed::from_text(text(line)?)?)
}
