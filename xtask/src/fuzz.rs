//! Short runs of every fuzz target.

use std::process::Command;

use crate::command::{Outcome, must_succeed, output_of, root};

/// Runs each target for `seconds` with libFuzzer, without a sanitizer, so that the stable toolchain serves.
pub(crate) fn run(seconds: u32) -> Outcome {
    let folder = root().join("fuzz");
    let list = output_of(
        Command::new("cargo")
            .args(["fuzz", "list"])
            .current_dir(&folder),
    )
    .map_err(|why| format!("{why}\n`cargo install cargo-fuzz --locked` provides the command"))?;
    let targets: Vec<&str> = list.lines().filter(|line| !line.is_empty()).collect();
    if targets.is_empty() {
        return Err("fuzz/ has no targets".to_owned());
    }
    for target in targets {
        // What a smoke run finds goes to a scratch folder; only minimised inputs are committed.
        let scratch = crate::command::fresh_folder(&format!("fuzz-{target}"))?;
        let corpus = folder.join("corpus").join(target);
        must_succeed(
            Command::new("cargo")
                .args(["fuzz", "run", "--sanitizer", "none"])
                .args(["--features", "libfuzzer", target])
                .args([&scratch, &corpus])
                .args(["--", "-verbosity=0", "-rss_limit_mb=2048", "-timeout=10"])
                .arg(format!("-max_total_time={seconds}"))
                .current_dir(&folder),
        )?;
    }
    Ok(())
}
