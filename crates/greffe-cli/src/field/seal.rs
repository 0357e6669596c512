//! `greffe field seal`: values in, tokens out.

use std::process::ExitCode;

use greffe::cipher::{Accepted, Deterministic};

use super::bad_line::BadLine;
use super::column::{ColumnOption, Options};
use super::lines::{Answer, each, each_line};
use super::suites::Suites;
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
    match Suites::<T>::of(column)? {
        Suites::Deterministic(sealing) => {
            column.remind(output.lang());
            each(output, column.holding(), |lines| {
                in_batch(&sealing, column, lines)
            })
        }
        mut suites => each_line(output, column.holding(), |line| {
            Ok(suites.seal(column, line)?.to_text().into_bytes())
        }),
    }
}

/// All values of a group together, which is faster than one after another.
fn in_batch<T: Typed>(
    sealing: &Deterministic<T, Accepted>,
    column: &ColumnOption,
    lines: &[&[u8]],
) -> Vec<Answer> {
    let values = lines.iter().map(|line| T::read(line, &column.writing()));
    let values: Vec<Result<T, BadLine>> = values.collect();
    let mut tokens = sealing.seal_all(values.iter().flatten()).into_iter();
    let token = |value: Result<T, BadLine>| {
        value.map(|_| {
            tokens
                .next()
                .map(|token| token.to_text().into_bytes())
                .unwrap_or_default()
        })
    };
    values.into_iter().map(token).collect()
}
