//! `greffe field audit`: tokens in, what they tell without a key out.

use std::process::ExitCode;

use greffe::cipher::ColumnAudit;
use greffe::document::Words;
use serde_json::json;

use super::column::{ColumnOption, Options, SuiteName};
use super::lines::{Holding, over};
use super::typed::{Typed, of_type};
use crate::output::Answer;
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: psql -Atc 'SELECT iban FROM customers' | greffe field audit --type iban\n\
    Needs no key. An empty line is a row without a value. With --keyring, --table and --column it also counts the stale rows.";

pub(crate) fn run(options: &Options) -> ExitCode {
    let found = of_type!(options.column.kind, audit(options));
    options.output.give(found)
}

fn audit<T: Typed>(options: &Options) -> Result<Answer, Refusal> {
    let (column, lang) = (&options.column, options.output.lang());
    let stale = match column.keyring {
        Some(_) => Some(ranges::<T>(column)?),
        None => None,
    };
    let mut audit = ColumnAudit::new();
    let mut full = Ok(());
    let unread = over(
        lang,
        Holding::Text,
        |lines| lines.iter().map(|line| Ok(line.to_vec())).collect(),
        |line| {
            let text = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
            if text.is_empty() {
                audit.add_null();
            } else if full.is_ok() {
                full = audit.add_text(&text);
            }
        },
    )?;
    let report = full.and_then(|()| audit.report());
    let report = report.map_err(|_| Refusal::of("-", TOO_MANY))?;
    let stale = stale.flatten().map(|ranges| report.stale(&ranges));
    let mut text = lang.pick(report.in_french(), report.in_english());
    if let Some(stale) = stale {
        text.push_str(&lang.pick(
            format!("\n{stale} lignes sont à sceller de nouveau."),
            format!("\n{stale} rows are stale."),
        ));
    }
    let json = json!({ "column": report, "stale": stale });
    Ok(if unread == 0 {
        Answer::new(text, json)
    } else {
        Answer::undetermined(text, json)
    })
}

/// What is stale in the column; of persons' columns that depends on the person.
fn ranges<T: Typed>(column: &ColumnOption) -> Result<Option<greffe::cipher::StaleRanges>, Refusal> {
    let cipher = column.cipher()?;
    Ok(match column.suite {
        SuiteName::Det | SuiteName::DetCommit => {
            Some(column.deterministic::<T>(&cipher).stale_ranges())
        }
        SuiteName::Rnd => Some(column.randomised::<T>(&cipher).stale_ranges()),
        SuiteName::Subject => None,
    })
}

const TOO_MANY: Words = Words::new(
    "la colonne a plus de valeurs distinctes que l’audit n’en retient",
    "the column has more distinct values than the audit keeps",
);
