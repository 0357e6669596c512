//! `greffe field seal` over a million lines, beside sealing alone, in the same run.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::command::{Outcome, cargo, fresh_folder, must_succeed, output_of, root};

const LINES: u32 = 1_000_000;
/// The line may cost this many times the sealing.
const GOAL: f64 = 2.0;

/// Builds the command and the comparison, measures both, prints the ratios. A missed goal does not fail: a busy machine misses some.
pub(crate) fn run() -> Outcome {
    let build = |arguments: &[&str]| must_succeed(&mut cargo(arguments));
    build(&["build", "--quiet", "--profile", "bench", "-p", "greffe-cli"])?;
    let comparison = [
        "run",
        "--quiet",
        "--profile",
        "bench",
        "-p",
        "greffe-benches",
        "--features",
        "peers",
        "--bin",
        "compare",
        "--",
        "cipher",
        "--alone",
        "--json",
    ];
    let compared = output_of(&mut cargo(&comparison))?;
    let compared: Value = serde_json::from_str(&compared).map_err(|e| e.to_string())?;
    let sealing =
        |name: &str| median(&compared, name).ok_or(format!("compare does not say `{name}`"));
    let (single, batch) = (
        sealing("seal, one at a time")?,
        sealing("seal, a batch of 64")?,
    );

    let folder = fresh_folder("field-speed")?;
    let greffe = root().join("target/release/greffe");
    let input = folder.join("ibans.txt");
    fs::write(&input, ibans()).map_err(|e| e.to_string())?;
    let (keyring, kek) = (folder.join("keys.json"), folder.join("kek"));
    output_of(
        Command::new(&greffe)
            .args(["key", "create", "--keyring"])
            .arg(&keyring)
            .arg("--new-kek")
            .arg(&kek),
    )?;
    let mut times = Vec::new();
    for _ in 0..9 {
        let mut seal = Command::new(&greffe);
        seal.args([
            "field",
            "seal",
            "--table",
            "customers",
            "--column",
            "iban",
            "--type",
            "iban",
        ])
        .arg("--keyring")
        .arg(&keyring)
        .arg("--kek-file")
        .arg(&kek)
        .stdin(File::open(&input).map_err(|e| e.to_string())?)
        .stdout(Stdio::null());
        let started = Instant::now();
        must_succeed(&mut seal)?;
        times.push(started.elapsed().as_secs_f64() * 1e9 / f64::from(LINES));
    }
    times.sort_by(f64::total_cmp);
    let line = times[times.len() / 2];
    for (name, alone) in [("one at a time", single), ("in batches", batch)] {
        let (ratio, met) = (
            line / alone,
            if line <= GOAL * alone {
                "met"
            } else {
                "missed"
            },
        );
        println!(
            "field seal: {line:.0} ns a line, {ratio:.2} of sealing {name} ({alone:.0} ns); at most {GOAL}: {met}"
        );
    }
    Ok(())
}

/// Ours in the contest of that name, in nanoseconds.
fn median(compared: &Value, name: &str) -> Option<f64> {
    let contests = compared["cipher"].as_array()?;
    let contest = contests.iter().find(|contest| contest["name"] == name)?;
    contest["standings"][0]["median_ns"].as_f64()
}

/// French IBANs with right check digits, each another one.
fn ibans() -> String {
    let mut text = String::new();
    for number in 0..u64::from(LINES) {
        let account = format!("2004101005{number:011}{:02}", number % 97);
        let rest = account
            .bytes()
            .chain(*b"152700")
            .fold(0, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97);
        // Writing into a string never fails.
        let _ = writeln!(text, "FR{:02}{account}", 98 - rest);
    }
    text
}
