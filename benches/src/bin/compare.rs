//! Measures ours beside its peers and prints one table: `compare [AREA…] [--json]`.
//!
//! Ends with 1 where contestants disagree, with 2 where it is not understood.

use std::io::Write as _;
use std::process::ExitCode;

use greffe_benches::compare::{AREAS, Area, Effort, Failure, areas, json, table};

fn main() -> ExitCode {
    let (flags, names): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with('-'));
    if let Some(unknown) = flags.iter().find(|flag| *flag != "--json") {
        return not_understood(&format!("unknown option `{unknown}`"));
    }
    match areas(&names) {
        Err(unknown) => not_understood(&format!("unknown area `{unknown}`")),
        Ok(areas) => match measure(&areas, !flags.is_empty()) {
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

fn measure(areas: &[Area], as_json: bool) -> Result<String, Failure> {
    let mut measured = Vec::new();
    for area in areas {
        measured.push((area.name, (area.measure)(Effort::FULL)?));
    }
    Ok(if as_json {
        format!("{:#}", json(&measured))
    } else {
        table(&measured)
    })
}

fn not_understood(what: &str) -> ExitCode {
    let names: Vec<_> = AREAS.iter().map(|area| area.name).collect();
    eprintln!(
        "error: {what}\nusage: compare [AREA…] [--json]\nareas: {}",
        names.join(", ")
    );
    ExitCode::from(2)
}
