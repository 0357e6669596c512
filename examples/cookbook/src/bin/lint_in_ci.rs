//! Lints a register in CI: one line a finding, with file and line, and an exit status. In GitHub Actions the lines become annotations.
//!
//! `cargo run -p cookbook --bin lint_in_ci -- examples/cookbook/register.toml`
//!
//! Exit status: 0 no error, 1 an error or an unreadable register, 2 the program cannot run. `tests/it/clean_register.rs` is the same
//! as a test of the team's own.

use std::error::Error;
use std::process::ExitCode;
use std::{env, fs};

use greffe::calendar::{NaiveDate, Utc};
use greffe::document::{Document, LocatedFault};
use greffe::register::lint::Severity;
use greffe::register::{Register, RegisterError};
use greffe::terms::Lang;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(why) => {
            eprintln!("lint_in_ci: {why}");
            ExitCode::from(2)
        }
    }
}

/// Whether the register may be merged.
fn run() -> Result<bool, Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let usage = "usage: lint_in_ci REGISTER.toml [DAY]";
    let file = arguments.next().ok_or(usage)?;
    // Some checks ask what day it is (a review that is overdue). CI takes today's; a test names one.
    let today = match arguments.next() {
        Some(day) => day.parse()?,
        None => Utc::now().date_naive(),
    };
    let text = fs::read_to_string(&file).map_err(|why| format!("{file}: {why}"))?;
    let lines = lint(&text, today);
    let in_actions = env::var_os("GITHUB_ACTIONS").is_some();
    for line in &lines {
        let shown = if in_actions {
            line.annotation(&file)
        } else {
            line.plain(&file)
        };
        println!("{shown}");
    }
    let count = |severity| lines.iter().filter(|l| l.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    println!("{errors} error(s), {warnings} warning(s), as of {today}");
    // Warnings are shown and do not stop a merge: most of them want an answer of the officer, not of the developer.
    Ok(errors == 0)
}

/// What the linter, or the reader of registers, has to say of one place.
struct Line {
    severity: Severity,
    at: (usize, usize),
    message: String,
}

/// The findings; of a register that cannot be read all of its faults. None repeats a value of the file, which names persons.
fn lint(text: &str, today: NaiveDate) -> Vec<Line> {
    let findings = || -> Result<_, RegisterError> {
        let document = Document::from_toml(text)?;
        let register = Register::from_document(&document)?;
        Ok(register.lint_at(today).located_in(&document))
    };
    let error = |at: Option<(usize, usize)>, message| Line {
        severity: Severity::Error,
        at: at.unwrap_or((1, 1)),
        message,
    };
    match findings() {
        Ok(findings) => {
            let lines = findings.iter().map(|finding| Line {
                severity: finding.severity(),
                at: finding.line_and_column().unwrap_or((1, 1)),
                message: format!("{} {}", finding.check().id(), finding.message(Lang::En)),
            });
            lines.collect()
        }
        Err(RegisterError::Faults(report)) => {
            let faults = report.faults().iter();
            let line = |fault: &LocatedFault| {
                error(
                    fault.place().line_and_column(),
                    fault.fault().message(Lang::En),
                )
            };
            faults.map(line).collect()
        }
        Err(RegisterError::Document(why)) => vec![error(why.line_and_column(), why.to_string())],
        Err(other) => vec![error(None, other.to_string())],
    }
}

impl Line {
    fn plain(&self, file: &str) -> String {
        let (line, column) = self.at;
        let severity = self.severity.label(Lang::En);
        format!("{file}:{line}:{column}: {severity}: {}", self.message)
    }

    /// <https://docs.github.com/actions/reference/workflow-commands>: what would end a value or begin another is written as `%` and two digits.
    fn annotation(&self, file: &str) -> String {
        let message = self.message.replace('%', "%25").replace('\n', "%0A");
        let file = file
            .replace('%', "%25")
            .replace(':', "%3A")
            .replace(',', "%2C");
        let level = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let (line, column) = self.at;
        format!("::{level} file={file},line={line},col={column}::{message}")
    }
}
