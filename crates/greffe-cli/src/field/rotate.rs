//! `greffe field rotate`: tokens in, tokens of today out.

use std::process::ExitCode;

use super::column::Options;
use super::lines::{Holding, each_line};
use super::suites::Suites;
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
    let column = &options.column;
    let mut suites = Suites::<T>::of(column)?;
    each_line(options.output, Holding::Text, |line| {
        Ok(suites.rotate(column, line)?.to_text().into_bytes())
    })
}
