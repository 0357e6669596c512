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
        ("forms", crate::forms::run),
        ("soft backends", crate::soft::run),
        ("bench smoke", bench_smoke),
        ("PostgreSQL", postgres),
        ("killed jobs", crate::kills::run),
        ("newcomer", crate::newcomer::run),
        ("demo with each register", crate::demo::run),
        ("browser", crate::browser::run),
        ("web", crate::web::run),
        ("tests of the mutants' runner", mutants_runner),
        ("mutants of the change", crate::mutants::of_the_change),
        ("fuzz smoke", || crate::fuzz::smoke(8)),
    ];
    for (name, step) in steps {
        eprintln!("== {name}");
        let started = Instant::now();
        step().map_err(|why| format!("CI step `{name}` failed: {why}"))?;
        eprintln!("== {name}: fine, {} s", started.elapsed().as_secs());
    }
    println!("{} passed, 0 failed", steps.len());
    Ok(())
}

fn clippy() -> Outcome {
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--quiet",
        "--",
    ];
    must_succeed(cargo(&arguments).args(["-D", "warnings"]))
}

fn documentation() -> Outcome {
    let arguments = [
        "doc",
        "--workspace",
        "--no-deps",
        "--all-features",
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

/// Each measurement once, without optimisation: whether it runs, not how fast. The comparison with its peers too, which only this step builds, and
/// `scaling` on few rows.
fn bench_smoke() -> Outcome {
    builds::of_features()?.all_tests("benches")
}

/// The stores and jobs on a real server, and the load on small tables of it.
fn postgres() -> Outcome {
    let built = builds::of_services()?;
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
