//! Runs of every fuzz target, without a sanitizer, so that the stable toolchain serves.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use crate::command::{Outcome, fresh_folder, must_succeed, output_of, root};

/// How many targets run at once.
const AT_ONCE: usize = 2;

/// What libFuzzer is told beside the time: an input that takes ten seconds or 2 GB is a finding.
const LIMITS: &[&str] = &[
    "-verbosity=0",
    "-print_final_stats=1",
    "-rss_limit_mb=2048",
    "-timeout=10",
];

/// How a build whose programs run for seconds differs from one whose programs run for hours: it takes half the time.
const QUICKLY_BUILT: &[(&str, &str)] = &[
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];

/// A build of all targets that takes what time other steps leave: these seldom keep all processors busy.
pub(crate) struct Building {
    child: Child,
    binaries: PathBuf,
    /// What the build says; nothing to read unless it fails.
    log: PathBuf,
}

/// Begins to build, for a run of seconds.
pub(crate) fn begin() -> Result<Building, String> {
    let (build, binaries) = build()?;
    let log = fresh_folder("fuzz-build")?.join("log.txt");
    let file = File::create(&log).map_err(|e| format!("{}: {e}", log.display()))?;
    let mut aside = Command::new("nice");
    aside
        .args(["-n", "19"])
        .arg(build.get_program())
        .args(build.get_args())
        .current_dir(root().join("fuzz"))
        .envs(QUICKLY_BUILT.iter().copied());
    let child = aside
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(file)
        .spawn()
        .map_err(|e| format!("nice: {e}"))?;
    Ok(Building {
        child,
        binaries,
        log,
    })
}

impl Building {
    /// Each target for some seconds, to see that all run and that what is committed breaks no law.
    pub(crate) fn smoke(mut self, seconds: u32) -> Outcome {
        let status = self.child.wait().map_err(|e| e.to_string())?;
        if !status.success() {
            let said = std::fs::read_to_string(&self.log).unwrap_or_default();
            return Err(format!("cargo fuzz build: {status}\n{said}"));
        }
        let folder = root().join("fuzz");
        run_built(&folder, targets(&folder, &[])?, &self.binaries, seconds)
    }
}

/// Builds all targets once, then runs each (or those that `only` names) for `seconds`, two at a time, and prints what each did.
pub(crate) fn run(seconds: u32, only: &[String]) -> Outcome {
    let folder = root().join("fuzz");
    let targets = targets(&folder, only)?;
    let (mut build, binaries) = build()?;
    must_succeed(&mut build)?;
    run_built(&folder, targets, &binaries, seconds)
}

fn run_built(folder: &Path, targets: Vec<String>, binaries: &Path, seconds: u32) -> Outcome {
    let queue = Mutex::new(targets.into_iter());
    let found = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(target) = next(&queue) {
                    match fuzz(folder, binaries, &target, seconds) {
                        Ok(said) => println!("{said}"),
                        Err(why) => found.lock().map_or((), |mut found| found.push(why)),
                    }
                }
            });
        }
    });
    let found = found
        .into_inner()
        .map_err(|_| "a run ended without a word".to_owned())?;
    if found.is_empty() {
        Ok(())
    } else {
        Err(found.join("\n"))
    }
}

fn next(queue: &Mutex<std::vec::IntoIter<String>>) -> Option<String> {
    queue.lock().ok()?.next()
}

fn targets(folder: &Path, only: &[String]) -> Result<Vec<String>, String> {
    let list = output_of(
        Command::new("cargo")
            .args(["fuzz", "list"])
            .current_dir(folder),
    )
    .map_err(|why| format!("{why}\n`cargo install cargo-fuzz --locked` provides the command"))?;
    let all: Vec<String> = list.split_whitespace().map(str::to_owned).collect();
    if let Some(unknown) = only.iter().find(|name| !all.contains(name)) {
        return Err(format!("fuzz/ has no target {unknown}"));
    }
    if all.is_empty() {
        return Err("fuzz/ has no targets".to_owned());
    }
    if only.is_empty() {
        return Ok(all);
    }
    Ok(only.to_vec())
}

/// What builds every target, and where they are then.
fn build() -> Result<(Command, PathBuf), String> {
    let version = output_of(Command::new("rustc").arg("-vV"))?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or("rustc does not say its host")?;
    let folder = root().join("fuzz");
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| folder.join("target"), Into::into);
    let mut command = Command::new("cargo");
    command
        .args(["fuzz", "build", "--sanitizer", "none"])
        .args(["--target", host])
        .arg("--target-dir")
        .arg(&target)
        .current_dir(folder);
    Ok((command, target.join(host).join("release")))
}

/// Runs one target over its corpus and on from there.
fn fuzz(folder: &Path, binaries: &Path, target: &str, seconds: u32) -> Result<String, String> {
    // What a run finds new goes to a scratch folder; only minimised inputs are committed.
    let scratch = fresh_folder(&format!("fuzz-{target}"))?;
    let artifacts = folder.join("artifacts").join(target);
    std::fs::create_dir_all(&artifacts).map_err(|e| e.to_string())?;
    let output = Command::new(binaries.join(target))
        .arg(&scratch)
        .arg(folder.join("corpus").join(target))
        .args(LIMITS)
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .current_dir(folder)
        .output()
        .map_err(|e| format!("{target}: {e}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!(
            "{target}: {}\n{said}\nthe input is under fuzz/artifacts/{target}",
            output.status
        ));
    }
    let runs =
        statistic(&said, "number_of_executed_units").ok_or(format!("{target} ran nothing"))?;
    let new = statistic(&said, "new_units_added").unwrap_or(0);
    Ok(format!(
        "   {target:<20} {runs:>10} runs {new:>6} new inputs"
    ))
}

/// A figure that libFuzzer prints at its end.
fn statistic(said: &str, name: &str) -> Option<u64> {
    let line = said
        .lines()
        .find_map(|line| line.strip_prefix("stat::")?.strip_prefix(name))?;
    line.strip_prefix(':')?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::statistic;

    #[test]
    fn figures_are_read_from_what_libfuzzer_says() {
        let said =
            "Done 12 runs\nstat::number_of_executed_units: 12\nstat::new_units_added:          3\n";
        assert_eq!(statistic(said, "number_of_executed_units"), Some(12));
        assert_eq!(statistic(said, "new_units_added"), Some(3));
        assert_eq!(statistic(said, "new_units"), None);
    }
}
