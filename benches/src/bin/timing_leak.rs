//! Whether the time of refusing a token tells how much of it was right: `timing_leak [--calls N] [--smoke]`.
//!
//! A comparison that stops at the first difference would let a writer find a tag octet by octet. Tokens of suite 1 that are wrong in the
//! first octet of a part, and in its last, are opened in random order; `greffe_benches::leak` says how the times are judged, and what that cannot
//! tell. Two controls: the same calls behind a comparison that does stop early, a leak that must be found; and calls that differ in nothing but the
//! drawn name of their class, which show what this machine takes for a difference.
//!
//! `N` calls a trial, a million unless told. Ends with 0 where the first is found and nothing else is, with 1 otherwise, with 2 where it is not
//! understood. `--smoke` only asks whether it runs and finds the control, and takes more calls until it does.

use std::hint::black_box;
use std::process::ExitCode;

use greffe::cipher::{Iban, Sealed};
use greffe_benches::leak::det::{Part, Tokens};
use greffe_benches::leak::{Class, Trial, Verdict};

/// Values that tokens are made of.
const VALUES: u64 = 64;
/// Calls of a trial, unless told.
const CALLS: usize = 1_000_000;
/// Calls of a smoke run's trial, and what they may grow to.
const FEW: usize = 20_000;
const MANY: usize = 640_000;

fn main() -> ExitCode {
    let (mut calls, mut smoke) = (CALLS, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--smoke" => (calls, smoke) = (FEW, true),
            "--calls" => match arguments.next().and_then(|number| number.parse().ok()) {
                Some(number) => calls = number,
                None => return not_understood("`--calls` wants a number"),
            },
            unknown => return not_understood(&format!("unknown argument `{unknown}`")),
        }
    }
    match run(calls, smoke) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn not_understood(what: &str) -> ExitCode {
    eprintln!("error: {what}\nusage: timing_leak [--calls N] [--smoke]");
    ExitCode::from(2)
}

/// Whether all is as it should be.
fn run(calls: usize, smoke: bool) -> Result<bool, Box<dyn std::error::Error>> {
    let tags = Tokens::of(Part::Tag, VALUES)?;
    let mut control = stopping_early(&tags, calls);
    while smoke && control.verdict() != Verdict::Leak && control.calls < MANY {
        control = stopping_early(&tags, control.calls * 2);
    }
    println!("control, stops early    {control}");
    let noise = open(&tags, calls, |_| Class::First);
    println!("control, one class      {noise}");
    let mut is_well = control.verdict() == Verdict::Leak;
    is_well &= smoke || noise.verdict() == Verdict::NothingFound;
    for (name, part) in [
        ("tag", Part::Tag),
        ("nonce", Part::Nonce),
        ("synthetic value", Part::SyntheticValue),
    ] {
        let trial = open(&Tokens::of(part, VALUES)?, calls, |class| class);
        println!("{name:<23} {trial}");
        is_well &= smoke || trial.verdict() == Verdict::NothingFound;
    }
    Ok(is_well)
}

/// Opens tokens; each is freed before the next is made, so that all lie in one place.
fn open(tokens: &Tokens, calls: usize, class: fn(Class) -> Class) -> Trial {
    let token = |drawn, number| tokens.pick(class(drawn), number);
    Trial::run(calls, token, |token| {
        if let Some((token, _)) = token {
            let _ = black_box(tokens.column.open(token));
        }
    })
}

/// Opens, and before that compares the tag with the right one as nobody should.
fn stopping_early(tokens: &Tokens, calls: usize) -> Trial {
    let token = |class, number| tokens.pick(class, number);
    Trial::run(calls, token, |token| {
        if let Some((token, right)) = token {
            black_box(is_equal_stopping_early(token, right));
            let _ = black_box(tokens.column.open(token));
        }
    })
}

fn is_equal_stopping_early(a: &Sealed<Iban>, b: &Sealed<Iban>) -> bool {
    let tag = |token: &Sealed<Iban>| token.as_bytes().last_chunk::<16>().copied();
    let (a, b) = (tag(a).unwrap_or_default(), tag(b).unwrap_or_default());
    for (a, b) in a.iter().zip(&b) {
        if black_box(a) != black_box(b) {
            return false;
        }
    }
    true
}
