//! Hostile files end within a second and 256 MB, at the limits that every reader has by default. A binary of its own, for memory is counted per process.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]
#![cfg(all(feature = "ods", feature = "fides", feature = "dpv"))]

mod inputs;
mod measured;
mod spreadsheets;

use greffe_interchange::ods::OdsLimits;
use greffe_interchange::{ImportLimits, LossReport, cnil, dpv, fides};
use greffe_register::Register;
use greffe_terms::Lang;

use inputs::{Input, MARKER};
use measured::{Cost, measure};

/// What one file may cost beyond its own bytes.
const MOST_MEMORY: usize = 256_000_000;

/// What one file may take, in seconds. With optimisation and a core of its own each takes less than one; a machine that does other things beside is granted
/// three. Without optimisation the same code takes up to ten times as long, and tests run beside others.
const MOST_SECONDS: f64 = if cfg!(debug_assertions) { 20.0 } else { 3.0 };

/// One test and no more: tests that ran beside it would be counted with it.
#[test]
fn hostile_files_end_in_time_and_memory() {
    let mut too_much = Vec::new();
    let mut judge = |reader: &str, name: &str, cost: Cost| {
        let line = format!(
            "{reader:<14} {name:<44} {:>6.3} s {:>6.1} MB  {}",
            cost.seconds,
            megabytes(cost.peak),
            cost.outcome
        );
        eprintln!("{line}");
        if cost.peak > MOST_MEMORY || cost.seconds > MOST_SECONDS {
            too_much.push(line);
        }
    };
    for input in inputs::toml().chain(inputs::raw()) {
        judge(
            "register TOML",
            input.name,
            measure(MOST_SECONDS, || {
                register(Register::from_toml(&lossy(&input)))
            }),
        );
    }
    for input in inputs::json().chain(inputs::raw()) {
        judge(
            "register JSON",
            input.name,
            measure(MOST_SECONDS, || {
                register(Register::from_json(&lossy(&input)))
            }),
        );
    }
    for input in inputs::yaml().chain(inputs::raw()) {
        judge(
            "fides",
            input.name,
            measure(MOST_SECONDS, || {
                bridge(fides::import(&input.bytes, ImportLimits::default()))
            }),
        );
    }
    for input in inputs::json_ld().chain(inputs::json()).chain(inputs::raw()) {
        judge(
            "DPV",
            input.name,
            measure(MOST_SECONDS, || {
                bridge(dpv::import(&input.bytes, ImportLimits::default()))
            }),
        );
    }
    for input in spreadsheets::all() {
        judge(
            "CNIL ODS",
            input.name,
            measure(MOST_SECONDS, || {
                bridge(cnil::import(&input.bytes, OdsLimits::default()))
            }),
        );
    }
    assert!(too_much.is_empty(), "\n{}", too_much.join("\n"));
}

/// A text as people paste it; what is no UTF-8 is for the readers of bytes.
fn lossy(input: &Input) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(&input.bytes)
}

fn megabytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes / 1000).unwrap()) / 1000.0
}

/// What came of reading a register: with all that is found in it, in the forms in which it is printed.
fn register(read: Result<Register, greffe_register::RegisterError>) -> String {
    match read {
        Ok(register) => {
            format!("a register of {}", register.processings().len())
        }
        Err(error) => refusal([error.in_language(Lang::Fr), error.to_string()]),
    }
}

/// What came of an import. Errors of imports say themselves in both languages.
fn bridge<E: InBothLanguages>(read: Result<(Register, LossReport), E>) -> String {
    match read {
        Ok((register, losses)) => {
            let told = losses.in_language(Lang::Fr);
            assert!(!told.contains(MARKER));
            format!(
                "a register of {}, {} losses",
                register.processings().len(),
                losses.len()
            )
        }
        Err(error) => refusal(error.in_both()),
    }
}

/// The first words of an error that is clear and silent.
fn refusal(messages: [String; 2]) -> String {
    for message in &messages {
        assert!(!message.trim().is_empty());
        assert!(!message.contains(MARKER), "an error repeats its input");
    }
    messages[1].chars().take(60).collect()
}

trait InBothLanguages {
    fn in_both(&self) -> [String; 2];
}

impl InBothLanguages for greffe_interchange::ImportError {
    fn in_both(&self) -> [String; 2] {
        [self.in_language(Lang::Fr), self.to_string()]
    }
}

impl InBothLanguages for cnil::CnilError {
    fn in_both(&self) -> [String; 2] {
        [self.in_language(Lang::Fr), self.to_string()]
    }
}
