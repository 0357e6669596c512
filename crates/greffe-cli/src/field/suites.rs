//! A column under the suite that was asked for: what seals, opens and rotates one line.

use greffe::cipher::{Accepted, Deterministic, Field, Randomised, RowFault, Sealed};
use greffe_keys::SysRng;

use super::bad_line::BadLine;
use super::column::{ColumnOption, SuiteName};
use super::persons::Persons;
use super::typed::{Typed, text};
use crate::refusal::Refusal;

/// The column of all lines, or of each line's person.
pub(super) enum Suites<'a, T: Typed> {
    Deterministic(Deterministic<T, Accepted>),
    Randomised(Randomised<T>),
    Persons(Persons<'a, T>),
}

impl<'a, T: Typed> Suites<'a, T> {
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

    /// The token of the value in a line.
    pub(super) fn seal(
        &mut self,
        column: &ColumnOption,
        line: &[u8],
    ) -> Result<Sealed<T>, BadLine> {
        let read = |value: &[u8]| T::read(value, &column.writing());
        let sealed = match self {
            Self::Deterministic(sealing) => return Ok(sealing.seal(&read(line)?)),
            Self::Randomised(sealing) => {
                let (row, value) = column.bound(line)?;
                sealing.seal(&read(value)?, &row, &mut SysRng)
            }
            Self::Persons(persons) => {
                let (sealing, rest) = persons.of(line)?;
                let (row, value) = column.bound(rest)?;
                sealing.seal(&read(value)?, &row, &mut SysRng)
            }
        };
        Ok(sealed.map_err(|_| RowFault::Randomness)?)
    }

    /// The value in the token of a line.
    pub(super) fn open(&mut self, column: &ColumnOption, line: &[u8]) -> Result<T, BadLine> {
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

    /// The token in a line as it would be sealed today.
    pub(super) fn rotate(
        &mut self,
        column: &ColumnOption,
        line: &[u8],
    ) -> Result<Sealed<T>, BadLine> {
        let rotated = match self {
            Self::Deterministic(sealing) => return Ok(sealing.rotate(&token(line)?)?),
            Self::Randomised(sealing) => {
                let (row, rest) = column.bound(line)?;
                sealing.rotate(&token(rest)?, &row, &mut SysRng)
            }
            Self::Persons(persons) => {
                let (sealing, rest) = persons.of(line)?;
                let (row, rest) = column.bound(rest)?;
                sealing.rotate(&token(rest)?, &row, &mut SysRng)
            }
        };
        Ok(rotated.map_err(RowFault::from)?)
    }
}

/// The token in a line.
fn token<T: Field>(line: &[u8]) -> Result<Sealed<T>, BadLine> {
    Ok(Sealed::from_text(text(line)?)?)
}
