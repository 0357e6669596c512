//! Everything that CI runs after `cargo test --workspace`. A step that cannot run fails.

use std::time::Instant;

use crate::command::{Outcome, cargo, must_succeed, output_of};

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
        ("feature combinations", features),
        ("vectors", crate::vectors::run),
        ("bags", crate::bags::run),
        ("encrypted exports", encrypted_exports),
        ("forms", crate::forms::run),
        ("soft backends", crate::soft::run),
        ("corpus replay", replay),
        ("hostile files", hostile_files),
        ("bench smoke", bench_smoke),
        ("PostgreSQL", postgres),
        ("killed jobs", crate::kills::run),
        ("newcomer", crate::newcomer::run),
        ("demo with each register", crate::demo::run),
        ("browser", crate::browser::run),
        ("web", crate::web::run),
        ("tests of the mutants' runner", mutants_runner),
        ("mutants of the change", crate::mutants::of_the_change),
        ("fuzz smoke", || crate::fuzz::run(8)),
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
    ];
    must_succeed(cargo(&arguments).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Each feature of each crate alone, and none at all.
fn features() -> Outcome {
    let text = output_of(&mut cargo(&[
        "metadata",
        "--format-version",
        "1",
        "--no-deps",
    ]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    let packages = metadata["packages"]
        .as_array()
        .ok_or("cargo metadata has no packages")?;
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let features = package["features"].as_object();
        let names = features.into_iter().flatten().map(|(key, _)| key.as_str());
        let mut sets: Vec<&str> = names.filter(|name| *name != "default").collect();
        if sets.is_empty() {
            continue;
        }
        sets.push("");
        for set in sets {
            let arguments = [
                "check",
                "--quiet",
                "-p",
                name,
                "--no-default-features",
                "--features",
            ];
            must_succeed(cargo(&arguments).arg(set).env("RUSTFLAGS", "-D warnings"))?;
        }
    }
    Ok(())
}

fn replay() -> Outcome {
    must_succeed(&mut cargo(&[
        "test",
        "--quiet",
        "--manifest-path",
        "fuzz/Cargo.toml",
    ]))
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
    must_succeed(&mut cargo(&[
        "test",
        "--quiet",
        "-p",
        "greffe-cli",
        "--features",
        "age",
        "--test",
        "it",
        "export",
    ]))
}

/// What a hostile file may take, a second of a core of its own and 256 MB, as it is shipped: `cargo test` runs the same without optimisation and a wider bound of time.
fn hostile_files() -> Outcome {
    must_succeed(&mut cargo(&[
        "test",
        "--quiet",
        "--release",
        "-p",
        "greffe-interchange",
        "--test",
        "limits",
    ]))
}

/// Each measurement once, without optimisation: whether it runs, not how fast. The comparison with its peers too, which only this step builds.
fn bench_smoke() -> Outcome {
    must_succeed(&mut cargo(&[
        "test",
        "--quiet",
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
        "timing_leak",
    ]))
}

/// The stores and jobs on a real server, and the load on small tables of it.
fn postgres() -> Outcome {
    // The web pages of the host are asked without a network, from within.
    for (package, kind, target) in [
        ("greffe-sqlx", "--test", "postgres"),
        ("greffe-benches", "--test", "load"),
        ("espace-client", "--test", "postgres"),
        ("espace-client", "--bin", "espace-client"),
    ] {
        let test = [
            "cargo",
            "test",
            "--quiet",
            "-p",
            package,
            "--features",
            "postgres-tests",
            kind,
            target,
        ];
        crate::pg::run(&test.map(str::to_owned))?;
    }
    Ok(())
}
