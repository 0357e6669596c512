//! `greffe field open`: tokens in, values out.

use std::process::ExitCode;

use super::column::Options;
use super::lines::{Holding, each_line};
use super::suites::Suites;
use super::typed::{Typed, of_type};
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
    let mut suites = Suites::<T>::of(column)?;
    each_line(options.output, Holding::Text, |line| {
        suites.open(column, line)?.write(&column.writing())
    })
}
