//! Builds that several steps of CI share.
//!
//! Cargo settles the features of dependencies for the packages that one call names, so that `-p A` and `-p B` build most of what they
//! share twice. A step therefore takes its programs out of a build that several share, each of which is one call.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::command::{Outcome, cargo, must_succeed, root};

/// The service, the command, the tests beside a server or a browser, those that kill, and encrypted exports: all that features bring which
/// `cargo test --workspace` leaves out. The whole workspace, so that dependencies are those of that build.
const OF_FEATURES: &[&str] = &[
    "test",
    "--no-run",
    "--workspace",
    "--features",
    "greffe-cli/age,greffe-export/age,greffe-sqlx/postgres-tests,greffe-benches/postgres-tests,espace-client/postgres-tests,espace-client-browser/browser-tests",
    "--bin",
    "espace-client",
    "--test",
    "browser",
    "--test",
    "postgres",
    "--test",
    "load",
    "--test",
    "kills",
    "--test",
    "it",
];

/// What measures, without its peers: `cargo test --workspace` built what it stands on.
const BENCHES: &[&str] = &[
    "test",
    "--no-run",
    "--workspace",
    "--bench",
    "cipher",
    "--bench",
    "consent",
    "--bench",
    "export",
    "--bench",
    "register",
    "--bench",
    "retention",
];

/// What measures, beside its peers: other libraries, some of them large.
const PEERS: &[&str] = &[
    "test",
    "--no-run",
    "-p",
    "greffe-benches",
    "--features",
    "peers",
    "--benches",
    "--bins",
    "--test",
    "compare",
    "--test",
    "memory",
    "--test",
    "scaling",
    "--test",
    "timing_leak",
];

/// The example that writes bags; `cargo test --workspace` built it.
const BAGS: &[&str] = &["build", "--workspace", "--example", "bags"];

/// The programs that a build left.
pub(crate) struct Built(Vec<Program>);

struct Program {
    /// The folder of its package, from the root.
    package: String,
    kind: String,
    name: String,
    /// Whether it runs tests, or is the program itself.
    tests: bool,
    file: PathBuf,
}

/// The service and the command themselves, the tests that need a server or a browser, those that kill, those of encrypted exports.
pub(crate) fn of_features() -> Result<Built, String> {
    build(OF_FEATURES)
}

/// What measures, alone.
pub(crate) fn benches() -> Result<Built, String> {
    build(BENCHES)
}

/// What measures, beside its peers.
pub(crate) fn peers() -> Result<Built, String> {
    build(PEERS)
}

/// The example that writes bags.
pub(crate) fn bags() -> Result<Built, String> {
    build(BAGS)
}

/// Unit and integration tests of some crates with counters in the workspace's own code, by a wrapper of the compiler. What the build itself counts
/// (procedural macros) goes to a file of its own.
pub(crate) fn instrumented(crates: &[&str], wrapper: &Path, aside: &Path) -> Result<Built, String> {
    let mut arguments = vec!["test", "--no-run", "--lib", "--test", "it"];
    arguments.extend(crates.iter().flat_map(|name| ["-p", *name]));
    build_with(&arguments, |command| {
        command
            .env("RUSTC_WORKSPACE_WRAPPER", wrapper)
            .env("LLVM_PROFILE_FILE", aside);
    })
}

/// Builds; what is there already costs a look.
fn build(arguments: &[&str]) -> Result<Built, String> {
    build_with(arguments, |_| ())
}

fn build_with(arguments: &[&str], adjust: impl FnOnce(&mut Command)) -> Result<Built, String> {
    let mut command = cargo(arguments);
    adjust(&mut command);
    command.args(["--quiet", "--message-format", "json-render-diagnostics"]);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo {}: {error}", arguments.join(" ")))?;
    if !output.status.success() {
        return Err(format!("cargo {}: {}", arguments.join(" "), output.status));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    Ok(Built(messages.lines().filter_map(program).collect()))
}

/// The program that one message of cargo speaks of.
fn program(message: &str) -> Option<Program> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    let file = PathBuf::from(message["executable"].as_str()?);
    let manifest = Path::new(message["manifest_path"].as_str()?);
    let package = manifest.parent()?.strip_prefix(root()).ok()?;
    Some(Program {
        package: package.to_str()?.to_owned(),
        kind: message["target"]["kind"][0].as_str()?.to_owned(),
        name: message["target"]["name"].as_str()?.to_owned(),
        tests: message["profile"]["test"].as_bool()?,
        file,
    })
}

impl Built {
    /// Runs one program of tests as `cargo test` does, in its package's folder.
    pub(crate) fn tests(&self, package: &str, kind: &str, name: &str) -> Result<Command, String> {
        let found = self
            .find(package, kind, name, true)
            .ok_or(format!("{package} has no tests {name} ({kind})"))?;
        Ok(found.command())
    }

    /// A program itself.
    pub(crate) fn program(&self, package: &str, kind: &str, name: &str) -> Result<&Path, String> {
        let found = self.find(package, kind, name, false);
        found
            .map(|program| program.file.as_path())
            .ok_or(format!("{package} has no {name} ({kind})"))
    }

    /// Runs all tests of a package that the build left.
    pub(crate) fn all_tests(&self, package: &str) -> Outcome {
        let own = |program: &&Program| program.package == package && program.tests;
        let own: Vec<&Program> = self.0.iter().filter(own).collect();
        if own.is_empty() {
            return Err(format!("{package} has no tests in this build"));
        }
        for program in own {
            eprintln!("   {} ({})", program.name, program.kind);
            must_succeed(&mut program.command())?;
        }
        Ok(())
    }

    fn find(&self, package: &str, kind: &str, name: &str, tests: bool) -> Option<&Program> {
        self.0.iter().find(|program| {
            program.package == package
                && program.kind == kind
                && program.name == name
                && program.tests == tests
        })
    }
}

impl Program {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.file);
        command.current_dir(root().join(&self.package));
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(package: &str, test: bool) -> String {
        let root = root();
        serde_json::json!({
            "reason": "compiler-artifact",
            "manifest_path": root.join(package).join("Cargo.toml"),
            "target": {"kind": ["test"], "name": "it"},
            "profile": {"test": test},
            "executable": root.join("target/debug/deps/it-1"),
        })
        .to_string()
    }

    #[test]
    fn tests_are_found_by_package_kind_and_name_and_run_in_their_folder() {
        let lines = [
            message("crates/greffe-cli", true),
            message("crates/greffe-export", false),
            r#"{"reason": "build-finished", "success": true}"#.to_owned(),
        ];
        let built = Built(lines.iter().filter_map(|line| program(line)).collect());
        let found = built.tests("crates/greffe-cli", "test", "it").expect("one");
        let folder = root().join("crates/greffe-cli");
        assert_eq!(found.get_current_dir(), Some(folder.as_path()));
        assert!(built.tests("crates/greffe-cli", "bench", "it").is_err());
        assert!(built.tests("crates/greffe-export", "test", "it").is_err());
        assert!(built.program("crates/greffe-export", "test", "it").is_ok());
        assert!(built.all_tests("crates/greffe-export").is_err());
    }
}
