//! Measures how cost grows with the number of rows: `scaling [AREA…] [--largest N] [--svg FILE]`.
//!
//! Prints a table in Markdown, and with `--svg` writes a picture of it. `--largest` bounds the rows, to see that all of it runs; of the area
//! `register` it lets a hundredth through, and 10,000 records at most. Without optimisation each point is one pass, for its figures mean nothing.
//!
//! Ends with 1 where something fails or two ways to an answer disagree, with 2 where it is not understood.

use std::io::Write as _;
use std::process::ExitCode;

use greffe_benches::compare::Setting;
use greffe_benches::scaling::{AREAS, Effort, Failure, LARGEST, SMALLEST, svg, table};

struct Asked {
    areas: Vec<String>,
    largest: u32,
    svg: Option<String>,
}

fn main() -> ExitCode {
    let asked = match asked(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(what) => {
            let names: Vec<_> = AREAS.iter().map(|(name, _)| *name).collect();
            eprintln!(
                "error: {what}\nusage: scaling [AREA…] [--largest N] [--svg FILE]\nareas: {}",
                names.join(", ")
            );
            return ExitCode::from(2);
        }
    };
    match measure(&asked) {
        Ok(text) => {
            // A reader that stops reading is no failure.
            let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(1)
        }
    }
}

fn asked(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut asked = Asked {
        areas: Vec::new(),
        largest: LARGEST,
        svg: None,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or(format!("`{argument}` needs a value"))
        };
        match argument.as_str() {
            "--svg" => asked.svg = Some(value()?),
            "--largest" => {
                let text = value()?;
                let number = text.parse().ok();
                let fits = number.filter(|number| (SMALLEST..=LARGEST).contains(number));
                asked.largest = fits.ok_or(format!(
                    "`{text}` is no number from {SMALLEST} to {LARGEST}"
                ))?;
            }
            area if AREAS.iter().any(|(name, _)| *name == area) => asked.areas.push(argument),
            option if option.starts_with('-') => return Err(format!("unknown option `{option}`")),
            area => return Err(format!("unknown area `{area}`")),
        }
    }
    Ok(asked)
}

fn measure(asked: &Asked) -> Result<String, Failure> {
    let setting = Setting::of_this_run();
    let effort = if setting.profile == "dev" {
        Effort::SMOKE
    } else {
        Effort::FULL
    };
    let mut all = Vec::new();
    for (name, measure) in AREAS {
        if asked.areas.is_empty() || asked.areas.iter().any(|area| area == name) {
            all.extend(measure(effort, asked.largest)?);
        }
    }
    if let Some(file) = &asked.svg {
        std::fs::write(file, svg(&all).ok_or("nothing was measured")?)?;
    }
    Ok(format!("{setting}\n{}", table(&all)))
}
