//! `greffe deadline fiscal-year --calendar FILE --date DATE`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use greffe::calendar::{CalendarError, FiscalYear, FiscalYears, NaiveDate, date_in_words};
use greffe::register::read_fiscal_years;
use greffe::terms::Lang;
use serde_json::json;

use crate::input::{self, Unusable};
use crate::option_value;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe deadline fiscal-year --calendar register.toml --date 2026-02-01\n\
    FILE is a register, or its table organisation.fiscal_year alone (end, previous_end, exceptional), or a list\n\
    years = [\"2024-01-01/2024-12-31\", { start = 2025-01-01, end = 2026-06-30 }].\n\
    Reads TOML; files whose name ends in .json, and `-` with --json-input, are read as JSON.\n\
    Exit status 1: no fiscal year covers the day, and nothing is ever deleted on it.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The file that tells the fiscal years; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    calendar: PathBuf,
    /// The day that is looked for
    #[arg(long, value_name = "DATE", value_parser = option_value::day)]
    date: NaiveDate,
    /// Standard input is JSON
    #[arg(long)]
    json_input: bool,
    #[command(flatten)]
    output: Output,
}

/// Answers, or says what is wrong with the file.
pub(crate) fn run(options: &Options) -> ExitCode {
    options.output.give(options.answer())
}

impl Options {
    fn answer(&self) -> Result<Answer, Refusal> {
        let lang = self.output.lang();
        let years = self
            .years()
            .map_err(|why| Refusal::of(self.calendar.display().to_string(), why))?;
        let Some(year) = years.containing(self.date) else {
            return Ok(undetermined(lang));
        };
        found(year, lang).map_err(|error| Refusal::of("--date", error))
    }

    fn years(&self) -> Result<FiscalYears, Unusable> {
        let document = input::document(&self.calendar, self.json_input)?;
        Ok(read_fiscal_years(&document)?)
    }
}

fn found(year: FiscalYear, lang: Lang) -> Result<Answer, CalendarError> {
    let start = option_value::printable(year.start())?;
    let end = option_value::printable(year.end())?;
    let (first, last) = (date_in_words(start, lang), date_in_words(end, lang));
    let text = lang.pick(
        format!("Exercice comptable du {first} au {last}"),
        format!("Fiscal year from {first} to {last}"),
    );
    let json = json!({ "start": start.to_string(), "end": end.to_string() });
    Ok(Answer::new(text, json))
}

fn undetermined(lang: Lang) -> Answer {
    let text = lang.pick(
        "Aucun exercice comptable ne couvre ce jour",
        "No fiscal year covers that day",
    );
    Answer::undetermined(text.to_owned(), json!({ "undetermined": text }))
}
