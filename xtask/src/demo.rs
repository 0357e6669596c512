//! The demo with each register, as an operator would run it.

use std::path::PathBuf;

use std::process::Command;

use crate::builds;
use crate::command::{Outcome, fresh_folder, output_of, root};

/// Runs the demo once a register; a failed run, a missing step or fewer than three executed rules fail.
pub(crate) fn run() -> Outcome {
    let folder = root().join("examples").join("registers");
    let mut registers: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    registers.sort();
    if registers.len() < 5 {
        return Err(format!(
            "{} registers in examples/registers, five are expected",
            registers.len()
        ));
    }
    let built = builds::of_features()?;
    let service = built.program("examples/espace-client", "bin", "espace-client")?;
    for register in registers {
        let name = register
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let out = fresh_folder(&format!("demo-{name}"))?;
        let mut command = Command::new(service);
        command
            .current_dir(root())
            .args(["demo", "--register"])
            .arg(&register)
            .arg("--out")
            .arg(&out)
            .args(["--people", "500"]);
        let page = output_of(&mut command)?;
        check(&name, &page)?;
        for file in [
            "register.html",
            "plan.json",
            "certificates.jsonl",
            "export.zip",
        ] {
            if !out.join(file).is_file() {
                return Err(format!("{name}: the demo left no {file}"));
            }
        }
        eprintln!("   {name}: {} lines", page.lines().count());
    }
    Ok(())
}

/// The headings that the page must have, in their order.
const STEPS: [&str; 8] = ["1.", "2.", "3.", "4.", "5.", "6.", "7.", "8."];

fn check(name: &str, page: &str) -> Outcome {
    let mut rest = page;
    for step in STEPS {
        let heading = format!("\n{step} ");
        let (_, after) = rest
            .split_once(&heading)
            .ok_or(format!("{name}: step {step} is missing"))?;
        rest = after;
    }
    let words: Vec<&str> = page.split_whitespace().collect();
    let said = words
        .windows(4)
        .find(|four| four[1..] == ["rules", "executed", "on"]);
    let executed: usize = said.and_then(|four| four[0].parse().ok()).unwrap_or(0);
    if executed < 3 {
        return Err(format!(
            "{name}: only {executed} rules are executed on rows"
        ));
    }
    Ok(())
}
