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

use std::process::Command;
use std::sync::Mutex;

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

/// Which reader a process of its own is to measure.
const READER: &str = "GREFFE_LIMITS_OF";

/// A reader by its name, and what measures it.
type Measured = (&'static str, fn(&mut Judge));

/// The longest first, for two are measured at once.
const READERS: &[Measured] = &[
    ("DPV", |judge| {
        let inputs = inputs::json_ld().chain(inputs::json()).chain(inputs::raw());
        judge.all("DPV", inputs, |input| {
            bridge(dpv::import(&input.bytes, ImportLimits::default()))
        });
    }),
    ("fides", |judge| {
        judge.all("fides", inputs::yaml().chain(inputs::raw()), |input| {
            bridge(fides::import(&input.bytes, ImportLimits::default()))
        });
    }),
    ("register JSON", |judge| {
        judge.all(
            "register JSON",
            inputs::json().chain(inputs::raw()),
            |input| register(Register::from_json(&lossy(input))),
        );
    }),
    ("register TOML", |judge| {
        judge.all(
            "register TOML",
            inputs::toml().chain(inputs::raw()),
            |input| register(Register::from_toml(&lossy(input))),
        );
    }),
    ("CNIL ODS", |judge| {
        judge.all("CNIL ODS", spreadsheets::all(), |input| {
            bridge(cnil::import(&input.bytes, OdsLimits::default()))
        });
    }),
];

/// One test and no more: tests that ran beside it would be counted with it. Each reader is measured in a process of its own, two at a time.
#[test]
fn hostile_files_end_in_time_and_memory() {
    if let Some(reader) = std::env::var_os(READER) {
        let (_, measure) = READERS.iter().find(|(name, _)| *name == reader).unwrap();
        let mut judge = Judge::default();
        measure(&mut judge);
        assert!(judge.files > 3, "few files");
        assert!(judge.too_much.is_empty(), "\n{}", judge.too_much.join("\n"));
        return;
    }
    let queue = Mutex::new(READERS.iter());
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some((reader, _)) = queue.lock().unwrap().next() else {
                        break;
                    };
                    let this = std::env::current_exe().unwrap();
                    let mut command = Command::new(this);
                    command.args([
                        "--exact",
                        "hostile_files_end_in_time_and_memory",
                        "--nocapture",
                    ]);
                    let output = command.env(READER, reader).output().unwrap();
                    let said = String::from_utf8_lossy(&output.stderr);
                    eprint!("{said}");
                    if !output.status.success() || !said.contains(" MB  ") {
                        failed
                            .lock()
                            .unwrap()
                            .push(format!("{reader}: {}\n{said}", output.status));
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// What was measured of one reader.
#[derive(Default)]
struct Judge {
    files: usize,
    too_much: Vec<String>,
}

impl Judge {
    fn all(
        &mut self,
        reader: &str,
        inputs: impl Iterator<Item = Input>,
        read: impl Fn(&Input) -> String,
    ) {
        for input in inputs {
            let cost = measure(MOST_SECONDS, || read(&input));
            self.judge(reader, input.name, &cost);
        }
    }

    fn judge(&mut self, reader: &str, name: &str, cost: &Cost) {
        let line = format!(
            "{reader:<14} {name:<44} {:>6.3} s {:>6.1} MB  {}",
            cost.seconds,
            megabytes(cost.peak),
            cost.outcome
        );
        eprintln!("{line}");
        self.files += 1;
        if cost.peak > MOST_MEMORY || cost.seconds > MOST_SECONDS {
            self.too_much.push(line);
        }
    }
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
