//! Integration tests of `greffe-retention`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod promises;
mod words;

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;
use greffe_retention::Rule;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn rule(toml: &str) -> Rule {
    Rule::from_toml(toml).unwrap_or_else(|error| panic!("{error}\n{toml}"))
}

fn inline(retention: &str) -> Rule {
    let document =
        greffe_document::Document::from_toml(&format!("retention = {retention}")).expect("TOML");
    let mut faults = greffe_document::Faults::new();
    let rule = Rule::read(document.find("retention").expect("the rule"), &mut faults);
    rule.unwrap_or_else(|| panic!("{retention}: {:?}", document.locate(faults)))
}

fn calendar_years() -> FiscalYears {
    FiscalYears::regular("12-31".parse().expect("a closing"))
}
