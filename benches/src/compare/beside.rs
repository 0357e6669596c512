//! The same contests under cargo's profile `release`, which is what most people build with.

use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Failure, Measured, Standing};

/// The profile that stands beside `bench`.
pub const RELEASE: &str = "release";

/// What this program reported when it ran under [`RELEASE`].
#[derive(Debug, Clone, PartialEq)]
pub struct Beside(Value);

impl Beside {
    /// Builds this program under [`RELEASE`] and runs it over the areas of these names.
    ///
    /// # Errors
    /// It could not be built or run, or said something else than figures.
    pub fn run(names: &[&str]) -> Result<Self, Failure> {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(program);
        let package = [
            "-p",
            "greffe-benches",
            "--features",
            "peers",
            "--bin",
            "compare",
        ];
        command
            .args(["run", "--quiet", "--profile", RELEASE])
            .args(package)
            .arg("--")
            .args(names)
            .args(["--json", "--alone"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            // What it says of itself stays visible; what it measured comes back here.
            .stderr(Stdio::inherit());
        let failed = |why: String| {
            format!("the run under the profile {RELEASE}: {why} (`--alone` does without)")
        };
        let output = command
            .output()
            .map_err(|error| failed(error.to_string()))?;
        if !output.status.success() {
            return Err(failed(output.status.to_string()).into());
        }
        Ok(Self::read(&String::from_utf8_lossy(&output.stdout))
            .map_err(|why| failed(why.to_string()))?)
    }

    /// Reads what `compare --json --alone` said.
    ///
    /// # Errors
    /// It is no JSON, or of another profile.
    pub fn read(said: &str) -> Result<Self, Failure> {
        let said: Value = serde_json::from_str(said)?;
        let profile = said.pointer("/setting/profile").and_then(Value::as_str);
        if profile == Some(RELEASE) {
            Ok(Self(said))
        } else {
            Err(format!("it says the profile is {}", profile.unwrap_or("none")).into())
        }
    }

    /// How that run was set.
    pub(super) fn setting(&self) -> Option<&Value> {
        self.0.get("setting")
    }

    /// The figures of a contestant, if its area was run.
    pub(super) fn standing(
        &self,
        area: &str,
        contest: &Measured,
        standing: &Standing,
    ) -> Option<&Value> {
        let named = |list: &'_ Value, name: &str| -> Option<usize> {
            let mut all = list.as_array()?.iter();
            all.position(|one| one.get("name").and_then(Value::as_str) == Some(name))
        };
        let contests = self.0.get(area)?;
        let standings = contests
            .get(named(contests, contest.name)?)?
            .get("standings")?;
        standings.get(named(standings, standing.name)?)
    }
}

/// One figure of what [`Beside::standing`] found.
pub(super) fn figure_of(standing: &Value, key: &str) -> Option<f64> {
    standing.get(key).and_then(Value::as_f64)
}
