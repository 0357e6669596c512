//! Computes a date: until when a record is kept under a promise of the register, and why, in French and in English.
//!
//! `cargo run -p cookbook --bin compute_a_date`

use std::error::Error;

use greffe::calendar::NaiveDate;
use greffe::register::Register;
use greffe::retention::{Event, Facts, Verdict};

/// Read at start in a service: `std::fs::read_to_string("register.toml")`.
const REGISTER: &str = include_str!("../../register.toml");

fn main() -> Result<(), Box<dyn Error>> {
    let register = Register::from_toml(REGISTER)?;
    // The crates read no clock: the caller says which local day it is.
    let today = "2026-11-26".parse()?;

    show(&register, "FAC-01/economic", &paid_invoice()?, today)?;
    show(&register, "PRO-01/identity", &silent_prospect()?, today)?;
    // Of an invoice whose customer's contract nobody looked up: not "no contract", and so never deleted.
    let half_known = Facts::new().on(Event::LastOperation, "2014-02-01".parse()?);
    show(&register, "FAC-01/economic", &half_known, today)
}

/// A year that closes on 30 June: ten years are counted from there, not from the payment.
fn paid_invoice() -> Result<Facts, Box<dyn Error>> {
    let facts = Facts::new().on(Event::LastOperation, "2026-02-01".parse()?);
    Ok(facts.on(Event::RelationEnd, "2026-03-31".parse()?))
}

/// Someone who asked for a brochure, clicked once, and opened a letter since: opening is no contact, for the rule does not list it.
fn silent_prospect() -> Result<Facts, Box<dyn Error>> {
    let facts = Facts::new().on("document_requested".parse()?, "2022-05-02".parse()?);
    let facts = facts.on("link_clicked".parse()?, "2023-11-20".parse()?);
    Ok(facts.on("email_opened".parse()?, "2026-10-01".parse()?))
}

fn show(
    register: &Register,
    address: &str,
    facts: &Facts,
    today: NaiveDate,
) -> Result<(), Box<dyn Error>> {
    let rule = register.retention(address)?;
    let explained = rule.explain(facts, register.fiscal_years(), today);
    // Every verdict is there on purpose: what a program does with each is its author's to say.
    let action = match explained.verdict() {
        Verdict::Keep { until } => format!("keep, through {until}"),
        Verdict::Open { .. } => "keep, it has not ended".to_owned(),
        Verdict::Archive { .. } => "move to the archive".to_owned(),
        Verdict::Due { since, .. } => format!("erase, due since {since}"),
        Verdict::DisposeBy { latest, .. } => format!("erase, by {latest}"),
        Verdict::Overdue { .. } => "erase, late".to_owned(),
        Verdict::Held { .. } => "keep, something holds it".to_owned(),
        Verdict::Conflict { .. } => "keep, ask a lawyer".to_owned(),
        Verdict::Undetermined { .. } => "keep, find out first".to_owned(),
    };
    println!("== {address}: {action}");
    println!("{}\n\n{}\n", explained.in_english(), explained.in_french());
    if let Some(day) = rule.next_change(facts, register.fiscal_years(), today) {
        println!("asked again on {day}\n");
    }
    Ok(())
}
