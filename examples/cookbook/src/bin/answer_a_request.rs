//! Answers a request in time: by when, what the person is told on the way, and what the calendar says of it.
//!
//! `cargo run -p cookbook --bin answer_a_request`

use std::error::Error;

use greffe::RegisterExt as _;
use greffe::calendar::{Calendar, NaiveDate, Place, RequestDeadline};
use greffe::export::{
    Authority, Contact, Correspondence, Evidence, ExtensionReason, Request, Right,
};
use greffe::register::Register;
use greffe::terms::{Lang, Text};

/// Read at start in a service: `std::fs::read_to_string("register.toml")`.
const REGISTER: &str = include_str!("../../register.toml");

fn main() -> Result<(), Box<dyn Error>> {
    let sender = Register::from_toml(REGISTER)?.controller();
    let france = Calendar::of(Place::France);

    // The last day of January: a month later there is no 31st, and the readings of the law differ.
    let received = day("2026-01-31")?;
    let mut request = Request::received("R-2026-04".parse()?, Right::Access, received)
        .with_evidence(Evidence::Email);
    show("received", &request, &france)?;
    let letter = letters(&sender, received).acknowledgement(&request, &france)?;
    println!("{}", letter.to_text());

    // What a service keeps between two days: one line of JSON, which names nobody.
    let stored = request.to_json();
    request = Request::from_json(&stored)?;
    request.scope(day("2026-02-02")?)?;

    // Two months more, told within the first one and with reasons of this very request (Art. 12(3)).
    let on = day("2026-02-16")?;
    request.extend(on, ExtensionReason::Complexity, None)?;
    request.reckon(&france)?;
    show("extended", &request, &france)?;
    let reasons = Text::new(
        Some("Vos appels de dix ans sont dans trois archives".to_owned()),
        Some("Your calls of ten years lie in three archives".to_owned()),
    );
    let letter = letters(&sender, on).extension(&request, &france, &reasons.ok_or("no reason")?)?;
    println!("{}", letter.to_text());

    // What a clerk sees each morning: what is wrong with the file, or would be on that day.
    for morning in ["2026-04-01", "2026-05-05"] {
        let findings = request.findings(&france, day(morning)?)?;
        println!("{morning}: {} finding(s)", findings.len());
        for finding in findings {
            println!("  {}: {}", finding.code(), finding.in_language(Lang::En));
        }
    }
    Ok(())
}

/// Every reading that the law has, with its steps: the strict one is the promise, the lenient one the last line of defence.
fn show(what: &str, request: &Request, calendar: &Calendar) -> Result<(), Box<dyn Error>> {
    match request.deadline(calendar)? {
        RequestDeadline::Due(readings) => {
            let (strict, lenient) = (readings.strict(), readings.lenient());
            println!(
                "{what}: answer by {}, or {} at the latest",
                strict.last_day(),
                lenient.last_day()
            );
            println!("  {}", strict.trace().in_language(Lang::En).join("\n  "));
        }
        _ => println!("{what}: the clock stands still"),
    }
    println!();
    Ok(())
}

fn letters(sender: &Contact, dated: NaiveDate) -> Correspondence {
    Correspondence::new(sender.clone(), Authority::cnil(), Lang::En, dated)
}

fn day(text: &str) -> Result<NaiveDate, Box<dyn Error>> {
    Ok(text.parse()?)
}
