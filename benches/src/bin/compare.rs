//! Measures ours beside its peers and prints one table: `compare [AREA…] [--json] [--alone]`.
//!
//! Some areas are also measured under the profile `release`, in a run of its own that this one starts; `--alone` does without.
//!
//! `--json` prints one object of the form that [`Report::json`] describes.
//!
//! Ends with 0 when all was measured, with 1 where contestants disagree or the other run fails, with 2 where it is not understood.

use std::io::Write as _;
use std::process::ExitCode;

use greffe_benches::compare::Setting;
use greffe_benches::compare::{AREAS, Area, Beside, Effort, Failure, RELEASE, Report, areas};

fn main() -> ExitCode {
    let (flags, names): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with('-'));
    let (mut as_json, mut alone) = (false, false);
    for flag in &flags {
        match flag.as_str() {
            "--json" => as_json = true,
            "--alone" => alone = true,
            unknown => return not_understood(&format!("unknown option `{unknown}`")),
        }
    }
    match areas(&names) {
        Err(unknown) => not_understood(&format!("unknown area `{unknown}`")),
        Ok(areas) => match measure(&areas, as_json, alone) {
            Ok(report) => {
                // A reader that stops reading, such as `head`, is no failure.
                let _ = writeln!(std::io::stdout(), "{}", report.trim_end());
                ExitCode::SUCCESS
            }
            Err(failure) => {
                eprintln!("error: {failure}");
                ExitCode::from(1)
            }
        },
    }
}

fn measure(areas: &[Area], as_json: bool, alone: bool) -> Result<String, Failure> {
    let mut measured = Vec::new();
    for area in areas {
        measured.push((area.name, (area.measure)(Effort::FULL)?));
    }
    let mut report = Report::new(measured);
    let beside = areas.iter().filter(|area| area.in_release);
    let beside: Vec<_> = beside.map(|area| area.name).collect();
    // Under `release` itself there is nothing to stand beside.
    if !(alone || beside.is_empty() || Setting::of_this_run().profile == RELEASE) {
        report = report.beside(&beside, Beside::run(&beside)?)?;
    }
    Ok(if as_json {
        format!("{:#}", report.json())
    } else {
        report.table()
    })
}

fn not_understood(what: &str) -> ExitCode {
    let names: Vec<_> = AREAS.iter().map(|area| area.name).collect();
    eprintln!(
        "error: {what}\nusage: compare [AREA…] [--json] [--alone]\nareas: {}",
        names.join(", ")
    );
    ExitCode::from(2)
}
