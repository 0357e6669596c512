//! `greffe retention simulate --register NOW --against THEN [--facts FILE]`: what another register would change.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use greffe::retention::{Governing, WhatIf};
use serde_json::{Value, json};

use super::source::{Source, policy, register};
use super::tally::Tally;
use crate::output::{Format, Output, print, remark};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe retention simulate --register register.toml --against proposed.toml --rule LOG-01/connection --facts logs.jsonl\n\
    Counts, rule by rule, how many records would go earlier or later, and how many would become disposable at once. Nothing is deleted.\n\
    Rules are compared as if each had always been in force. What a change does to data that exist, a policy says: --policy and --against-policy.\n\
    Days are those of the first register's zone.\n\
    Exit status 1: a line could not be read (its number is on standard error).";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    source: Source,
    /// The register that would be in force
    #[arg(long, value_name = "FILE", required_unless_present = "against_policy")]
    against: Option<PathBuf>,
    /// The policy that would govern --rule, in the place of the register's
    #[arg(long, value_name = "FILE", requires = "rule")]
    against_policy: Option<PathBuf>,
    /// Only records of this rule, such as FAC-01/economic: lines that name it, and lines that name none
    #[arg(long, value_name = "ADDRESS")]
    rule: Option<String>,
    #[command(flatten)]
    output: Output,
}

/// Prints the counts, or says what cannot be used.
pub(crate) fn run(options: &Options) -> ExitCode {
    match options.answer() {
        Ok(status) => status,
        Err(refusal) => options
            .output
            .refuse(&refusal.in_language(options.output.lang())),
    }
}

impl Options {
    fn answer(&self) -> Result<ExitCode, Refusal> {
        let mut session = self.source.open(&self.rule, self.output.lang())?;
        let now = session.register.clone();
        let then = match &self.against {
            Some(file) => register(file, &self.rule)?,
            None => now.clone(),
        };
        let day = session.day;
        let before_policy = session.policy.take();
        let after_policy = self.against_policy.as_deref().map(policy).transpose()?;
        let mut changes: BTreeMap<String, WhatIf<'_>> = BTreeMap::new();
        session.each(self.rule.as_deref(), |governed| {
            let address = governed.address;
            let (before, after) = (now.retention(address)?, then.retention(address)?);
            let before = before_policy
                .as_ref()
                .map_or(before.into(), Governing::from);
            let after = after_policy.as_ref().map_or(after.into(), Governing::from);
            let change = changes.entry(address.to_owned()).or_insert_with(|| {
                WhatIf::new(before, after, now.fiscal_years(), day)
                    .with_years_after(then.fiscal_years())
            });
            Ok(change.row(governed.record.facts()).kind())
        })?;
        self.show(&changes, &session.tally);
        Ok(ExitCode::from(u8::from(session.tally.bad() > 0)))
    }

    fn show(&self, changes: &BTreeMap<String, WhatIf<'_>>, tally: &Tally) {
        let lang = self.output.lang();
        match self.output.format() {
            Format::Text => {
                for (address, change) in changes {
                    let counts = change.summary(lang);
                    let counts: Vec<_> = counts.lines().map(|line| format!("  {line}\n")).collect();
                    print(&format!("{address}\n{}", counts.concat()));
                }
                remark(&tally.in_language(lang));
            }
            Format::Json => {
                let rules: Vec<Value> = changes
                    .iter()
                    .map(|(address, change)| {
                        json!({
                            "rule": address,
                            "rows": change.rows(),
                            "earlier": change.earlier(),
                            "later": change.later(),
                            "dated": change.dated(),
                            "undated": change.undated(),
                            "newly_disposable": change.newly_disposable(),
                            "no_longer_disposable": change.no_longer_disposable(),
                        })
                    })
                    .collect();
                let answer =
                    json!({ "rules": rules, "lines": tally.lines(), "bad_lines": tally.bad() });
                print(&format!("{answer}\n"));
            }
        }
    }
}
