//! `greffe retention plan --register FILE --rule ADDRESS [--facts FILE]`: a dry run, and the plan that a purge job executes.

use std::cell::RefCell;
use std::process::ExitCode;

use clap::Args;
use greffe::register::Register;
use greffe::retention::{Governing, Planner, Purposes};

use super::session;
use super::source::Source;
use super::tally::Tally;
use crate::output::{Format, Output, print};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe retention plan --register register.toml --rule LOG-01/connection --facts logs.jsonl --format json > plan.json\n\
    --rule once for each purpose that the records serve: they go when the last of them lets them go.\n\
    Then each record is one line with all its facts, and names no rule. Lines that name another rule are left out and counted. As text: the dry run, counts and reasons. As JSON: the plan, with its digest.\n\
    Exit status 1: a line could not be read, or a record is undetermined; the plan has the others.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    source: Source,
    /// The rule, such as LOG-01/connection; again for each further purpose of the same records
    #[arg(long, value_name = "ADDRESS", required = true)]
    rule: Vec<String>,
    /// The table that holds the records, as the purge job's store names it
    #[arg(long, value_name = "NAME", default_value = "")]
    table: String,
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
        let policy = session.policy.take();
        if policy.is_some() && self.rule.len() > 1 {
            return Err(Refusal::of("--policy", ONE_RULE));
        }
        let governing = policy
            .as_ref()
            .map_or(Governing::from(&purposes), Governing::from);
        let planner = Planner::new(&purposes.address(), governing, &years, session.day);
        let planner = planner.over(&self.table).batches_of(self.batch);
        let planner = RefCell::new(planner);
        session.each_record(
            |_, _, record| {
                let named = record.rule();
                if named.is_some_and(|named| !self.rule.iter().any(|rule| rule == named)) {
                    return Ok(None);
                }
                let (key, facts) = record.into_parts();
                Ok(Some(planner.borrow_mut().row(key, &facts).kind()))
            },
            // What stands in another line of the same row is not the whole of it.
            |key| planner.borrow_mut().spare(key),
        )?;
        let planner = planner.into_inner();
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
        let mut seen: Vec<&String> = Vec::new();
        for address in &self.rule {
            if seen.contains(&address) {
                return Err(Refusal::of("--rule", TWICE));
            }
            seen.push(address);
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
const TWICE: greffe::document::Words =
    greffe::document::Words::new("la même règle deux fois", "the same rule twice");
const ONE_RULE: greffe::document::Words = greffe::document::Words::new(
    "une politique tient lieu d’une seule règle",
    "a policy stands in the place of one rule",
);
