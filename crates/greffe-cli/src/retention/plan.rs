//! `greffe retention plan --register FILE --rule ADDRESS [--facts FILE]`: a dry run, and the plan that a purge job executes.

use std::process::ExitCode;

use clap::Args;
use greffe::register::Register;
use greffe::retention::{Planner, Purposes};

use super::session;
use super::source::Source;
use super::tally::Tally;
use crate::output::{Format, Output, print};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe retention plan --register register.toml --rule LOG-01/connection --facts logs.jsonl --format json > plan.json\n\
    --rule once for each purpose that the records serve: they go when the last of them lets them go.\n\
    Lines that name another rule are left out and counted. As text: the dry run, counts and reasons. As JSON: the plan, with its digest.\n\
    Exit status 1: a line could not be read, or a record is undetermined; the plan has the others.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    source: Source,
    /// The rule, such as LOG-01/connection; again for each further purpose of the same records
    #[arg(long, value_name = "ADDRESS", required = true)]
    rule: Vec<String>,
    /// How many rows are disposed of in one transaction
    #[arg(long, value_name = "ROWS", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    batch: u32,
    #[command(flatten)]
    output: Output,
}

/// Prints the plan, or says what cannot be used.
pub(crate) fn run(options: &Options) -> ExitCode {
    session::end(options.output, options.answer())
}

impl Options {
    fn answer(&self) -> Result<Tally, Refusal> {
        let lang = self.output.lang();
        let mut session = self.source.open(&self.rule, lang)?;
        let purposes = self.purposes(&session.register)?;
        let years = session.register.fiscal_years().clone();
        let planner = Planner::new(&purposes.address(), &purposes, &years, session.day);
        let mut planner = planner.batches_of(self.batch);
        session.each_record(|_, _, record| {
            let named = record.rule();
            if named.is_some_and(|named| !self.rule.iter().any(|rule| rule == named)) {
                return Ok(None);
            }
            let (key, facts) = record.into_parts();
            Ok(Some(planner.row(key, &facts).kind()))
        })?;
        let plan = planner.finish();
        match self.output.format() {
            Format::Text => print(&format!("{}\n", plan.summary(lang))),
            Format::Json => {
                let written = serde_json::to_string(&plan);
                let written = written.map_err(|_| Refusal::of("plan", UNWRITABLE))?;
                print(&format!("{written}\n"));
            }
        }
        Ok(session.tally)
    }

    fn purposes(&self, register: &Register) -> Result<Purposes, Refusal> {
        let mut all: Option<Purposes> = None;
        for address in &self.rule {
            let rule = register
                .retention(address)
                .map_err(|why| Refusal::of("--rule", why))?;
            all = Some(match all {
                None => Purposes::new(address, rule.clone()),
                Some(purposes) => purposes
                    .and(address, rule.clone())
                    .map_err(|_| Refusal::of("--rule", FATES_DIFFER))?,
            });
        }
        all.ok_or_else(|| Refusal::of("--rule", UNWRITABLE))
    }
}

const UNWRITABLE: greffe::document::Words =
    greffe::document::Words::new("ne peut être écrit", "cannot be written");
const FATES_DIFFER: greffe::document::Words = greffe::document::Words::new(
    "les règles de mêmes données finissent de la même manière",
    "rules of the same records end in one way",
);
