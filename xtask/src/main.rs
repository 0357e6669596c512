//! The project's own checks and helpers: `cargo xtask --help`.

#![allow(
    clippy::indexing_slicing,
    reason = "a missing key of a `serde_json::Value` reads as null"
)]

mod bags;
mod browser;
mod builds;
mod ci;
mod command;
mod coverage;
mod demo;
mod deny;
mod depcheck;
mod features;
mod field_speed;
mod forms;
mod fuzz;
mod kills;
mod minimal;
mod mutants;
mod newcomer;
mod package;
mod pg;
mod soft;
mod tidy;
mod typography;
mod vectors;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own checks and helpers")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Everything that CI runs after `cargo test --workspace`
    Ci,
    /// The project's own rules about its sources
    Tidy,
    /// Each crate alone: with each of its features, with none, and with all
    Features,
    /// Packs every publishable crate, unpacks all, and checks them in a workspace of nothing else
    Package {
        /// Their tests and examples too
        #[arg(long)]
        tests: bool,
    },
    /// Checks all publishable crates with the least versions that they ask for, in a copy
    MinimalVersions,
    /// What of the core crates their own tests run, and a list of what none enters (needs Debian's llvm, of the compiler's version or newer)
    Coverage,
    /// Licences, duplicates and sources of all dependencies (needs cargo-deny)
    Deny,
    /// Who may depend on whom
    Depcheck,
    /// Starts a private PostgreSQL, runs a command with DATABASE_URL set, and stops it
    Pg {
        /// The command; without one the server runs until a line is read on standard input
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
    /// Runs the demo with each register and reads its page
    Demo,
    /// Derives the cipher's vectors again, in Python
    Vectors,
    /// Has other programs judge export bags: bagit, frictionless, html5lib, unzip, Python
    Bags,
    /// The cipher's forms with the least dependencies, and portable backends
    Forms,
    /// The cipher's tests with the portable backends of its primitives and the feature `phone-metadata`
    Soft,
    /// Times `greffe field seal` over a million lines beside sealing alone
    FieldSpeed,
    /// Opens the pages that the demo leaves in headless Chromium
    Browser,
    /// The service's pages, used by a person in headless Chromium and judged by axe-core
    Web,
    /// Does the README's first example in a new crate, as a newcomer would
    Newcomer,
    /// Kills purges and rotations at any point, on both databases, a hundred times each
    Kills,
    /// What measures beside its peers, each contest once: they run, and agree on what they answer (not in CI: the peers take long to build)
    Peers,
    /// Changes the crates in all ways that cargo-mutants lists and sees whether tests notice (needs cargo-mutants)
    Mutants {
        /// A package, such as greffe-calendar; all five where none is named
        #[arg(long)]
        package: Vec<String>,
        /// Writes the results down, for CI to go on from
        #[arg(long)]
        record: bool,
        /// Leaves out changes that need a build of their own: they are told as not tried
        #[arg(long)]
        one_build: bool,
        /// Goes on where a run over the same sources was stopped
        #[arg(long)]
        resume: bool,
        /// Try again only what the run before missed, whatever changed since
        #[arg(long, conflicts_with_all = ["record", "resume"])]
        missed: bool,
    },
    /// Builds all fuzz targets and runs each for some seconds, two at a time (needs cargo-fuzz)
    Fuzz {
        /// Seconds for each target
        #[arg(long, default_value_t = 10)]
        seconds: u32,
        /// Only these targets
        #[arg(long, num_args = 1..)]
        only: Vec<String>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Ci => ci::run(),
        Task::Tidy => tidy::run(),
        Task::Features => features::run(),
        Task::Package { tests } => package::run(tests),
        Task::MinimalVersions => minimal::run(),
        Task::Coverage => coverage::run(),
        Task::Deny => deny::run(),
        Task::Depcheck => depcheck::run(),
        Task::Pg { command } => pg::run(&command),
        Task::Demo => demo::run(),
        Task::Vectors => vectors::run(),
        Task::Bags => bags::run(),
        Task::Forms => forms::run(),
        Task::Soft => soft::run(),
        Task::FieldSpeed => field_speed::run(),
        Task::Browser => browser::run(),
        Task::Web => web::run(),
        Task::Newcomer => newcomer::run(),
        Task::Kills => kills::run(),
        Task::Peers => ci::peers(),
        Task::Mutants {
            package,
            record,
            one_build,
            resume,
            missed,
        } => {
            let how = [
                (one_build, "--one-build"),
                (resume, "--resume"),
                (missed, "--missed"),
            ];
            let how = how.iter().filter(|(is_asked, _)| *is_asked);
            let how: Vec<&str> = how.map(|(_, option)| *option).collect();
            mutants::run(&package, record, &how)
        }
        Task::Fuzz { seconds, only } => fuzz::run(seconds, &only),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
