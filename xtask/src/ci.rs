//! Everything that CI runs after `cargo test --workspace`. A step that cannot run fails.

use std::time::Instant;

use crate::builds;
use crate::command::{Outcome, cargo, must_succeed};

type Step = (&'static str, fn() -> Outcome);

/// Runs all steps in order, stops at the first that fails.
pub(crate) fn run() -> Outcome {
    let steps: &[Step] = &[
        ("formatting", || {
            must_succeed(&mut cargo(&["fmt", "--all", "--check"]))
        }),
        ("tidy", crate::tidy::run),
        ("dependency rules", crate::depcheck::run),
        ("clippy", clippy),
        ("documentation", documentation),
        ("feature combinations", crate::features::run),
        ("packages", || crate::package::run(false)),
        ("licences, duplicates, sources", crate::deny::run),
        ("vectors", crate::vectors::run),
        ("bags", crate::bags::run),
        ("encrypted exports", encrypted_exports),
        ("soft backends", crate::soft::run),
        ("forms", crate::forms::run),
        ("bench smoke", bench_smoke),
        ("PostgreSQL", postgres),
        ("killed jobs", crate::kills::run),
        ("newcomer", crate::newcomer::run),
        ("demo with each register", crate::demo::run),
        ("browser", crate::browser::run),
        ("web", crate::web::run),
        ("tests of the mutants' runner", mutants_runner),
        ("mutants of the change", crate::mutants::of_the_change),
    ];
    let fuzzing = crate::fuzz::begin()?;
    for (name, step) in steps {
        must_pass(name, step)?;
    }
    must_pass("fuzz smoke", || fuzzing.smoke(5))?;
    println!("{} passed, 0 failed", steps.len() + 1);
    Ok(())
}

/// Runs a step, and says how long it took and how busy the machine was beside what is built meanwhile.
fn must_pass(name: &str, step: impl FnOnce() -> Outcome) -> Outcome {
    eprintln!("== {name}");
    let (started, before) = (Instant::now(), Processors::now());
    step().map_err(|why| format!("CI step `{name}` failed: {why}"))?;
    let seconds = started.elapsed().as_secs();
    let busy = before.and_then(|before| Processors::now()?.busy_since(&before));
    let busy = busy.map_or(String::new(), |share| {
        format!(", processors {share} % busy")
    });
    eprintln!("== {name}: fine, {seconds} s{busy}");
    Ok(())
}

/// What the processors did since the machine began, in the system's own units of time.
struct Processors {
    all: u64,
    idle: u64,
}

impl Processors {
    /// As Linux says it.
    fn now() -> Option<Self> {
        Self::read(&std::fs::read_to_string("/proc/stat").ok()?)
    }

    /// The first line: `cpu`, then user, nice, system, idle, waiting, interrupts, soft interrupts, stolen.
    fn read(text: &str) -> Option<Self> {
        let figures = text.lines().next()?.strip_prefix("cpu ")?;
        let figures = figures.split_whitespace().take(8).map(str::parse::<u64>);
        let figures: Vec<u64> = figures.collect::<Result<_, _>>().ok()?;
        let idle = figures.get(3)? + figures.get(4)?;
        let all = figures.iter().sum();
        Some(Self { all, idle })
    }

    /// The share that was not idle, in hundredths.
    fn busy_since(&self, before: &Self) -> Option<u64> {
        let all = self.all.checked_sub(before.all)?;
        let idle = self.idle.checked_sub(before.idle)?;
        (100 * all.checked_sub(idle)?).checked_div(all)
    }
}

/// All code but what measures beside peers.
fn clippy() -> Outcome {
    let features = crate::features::all_but_peers()?;
    let arguments = ["clippy", "--workspace", "--all-targets", "--quiet"];
    let mut clippy = cargo(&arguments);
    must_succeed(clippy.args(["--features", &features, "--", "-D", "warnings"]))
}

/// What measures beside peers: by clippy, then each contest once, without optimisation.
pub(crate) fn peers() -> Outcome {
    let arguments = ["clippy", "-p", "greffe-benches", "--all-targets", "--quiet"];
    let mut clippy = cargo(&arguments);
    must_succeed(clippy.args(["--features", "peers", "--", "-D", "warnings"]))?;
    builds::peers()?.all_tests("benches")
}

fn documentation() -> Outcome {
    let features = crate::features::all_but_peers()?;
    let arguments = [
        "doc",
        "--workspace",
        "--no-deps",
        "--features",
        &features,
        "--quiet",
        // What is documented without naming anything.
        "--lib",
        "--bins",
        // One example has cargo settle features as for tests, so that dependencies need not be checked again after clippy.
        "--example",
        "bags",
    ];
    must_succeed(cargo(&arguments).env("RUSTDOCFLAGS", "-D warnings"))
}

fn mutants_runner() -> Outcome {
    must_succeed(&mut cargo(&[
        "test",
        "--quiet",
        "--manifest-path",
        "assurance/mutants/Cargo.toml",
        "--target-dir",
        "target/mutants/tool",
    ]))
}

/// The command's exports with its feature `age`, which `cargo test --workspace` leaves out; the library's own tests of it belong to the bags.
fn encrypted_exports() -> Outcome {
    let mut tests = builds::of_features()?.tests("crates/greffe-cli", "test", "it")?;
    must_succeed(tests.arg("export"))
}

/// Each measurement once, without optimisation: whether it runs, not how fast. `cargo test --workspace` ran the comparison and `scaling` on few
/// rows; what measures beside peers is for `cargo xtask peers`, whose build alone takes as long as a quarter of CI.
fn bench_smoke() -> Outcome {
    builds::benches()?.all_tests("benches")
}

/// The stores and jobs on a real server, and the load on small tables of it.
fn postgres() -> Outcome {
    let built = builds::of_features()?;
    // The web pages of the host are asked without a network, from within.
    for (package, kind, name) in [
        ("crates/greffe-sqlx", "test", "postgres"),
        ("benches", "test", "load"),
        ("examples/espace-client", "test", "postgres"),
        ("examples/espace-client", "bin", "espace-client"),
    ] {
        crate::pg::beside(&mut built.tests(package, kind, name)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Processors;

    #[test]
    fn busy_is_what_was_not_idle() {
        let before =
            Processors::read("cpu  10 0 10 70 10 0 0 0 5 0\ncpu0 1 2 3\n").expect("figures");
        let after = Processors::read("cpu  40 20 20 90 20 5 5 0 9 0\n").expect("figures");
        assert_eq!(after.busy_since(&before), Some(70));
        assert_eq!(before.busy_since(&before), None);
        assert!(Processors::read("intr 1\n").is_none());
    }
}
