//! Runs the mutants that cargo-mutants lists, all out of one build.
//!
//! cargo-mutants builds a crate and its tests anew for each of some ten thousand changes, which takes two cores about eight hours. Here all changes of a
//! crate are written into one copy of it, each behind a question that an environment variable answers, so that one build serves them all
//! and each needs only the tests that reach it. What cannot be asked about (in constants, in functions that return `impl Trait`) is run by
//! cargo-mutants itself.
//!
//! | module | what |
//! | --- | --- |
//! | `list` | what is to be changed |
//! | `text` | places in a source |
//! | `splice` | all changes of a file in one text |
//! | `weave` | a copy of the project that carries them, and what the compiler says |
//! | `trial` | tests with one change on |
//! | `single` | changes that need a build of their own |
//! | `survivors` | reasons for what is missed |
//! | `report` | the results |

mod list;
mod report;
mod single;
mod splice;
mod survivors;
mod text;
mod trial;
mod weave;

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use clap::Parser;

use crate::report::{LEAST, LEAST_OF_A_CHANGE, LEAST_TRIED, Outcome, Results};
use crate::survivors::Survivors;
use crate::trial::{Trials, Watched};
use crate::weave::Weaver;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The packages and their features: with all, since what is left out of the build cannot be caught.
const PACKAGES: &[(&str, &str)] = &[
    ("greffe-calendar", ""),
    ("greffe-retention", ""),
    ("greffe-cipher", "phone-metadata"),
    ("greffe-consent", ""),
    ("greffe-export", "age"),
];

#[derive(Parser)]
struct Arguments {
    /// A package, such as `greffe-calendar`; all five where none is named
    #[arg(long)]
    package: Vec<String>,
    /// The root of the workspace
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Where the copy is made and built; kept, so that a second run is short
    #[arg(long)]
    scratch: PathBuf,
    /// Only mutants in lines that changed since this commit
    #[arg(long)]
    since: Option<String>,
    /// Try so many of each package at most, spread evenly
    #[arg(long)]
    at_most: Option<usize>,
    /// A folder for what became of each mutant, a file for each package
    #[arg(long)]
    lines: Option<PathBuf>,
    /// Go on where an earlier run over the same sources stopped, by its lines
    #[arg(long, requires = "lines")]
    resume: bool,
    /// Try again only what was missed by the lines of an earlier run, whatever changed since
    #[arg(long, requires = "lines", conflicts_with_all = ["resume", "since"])]
    missed: bool,
    /// Leave out what cargo-mutants would have to build one by one
    #[arg(long)]
    one_build: bool,
    /// How many mutants are tried at a time
    #[arg(long, default_value_t = 2)]
    jobs: usize,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Whether every package is good enough.
fn run(arguments: &Arguments) -> Result<bool, Failure> {
    let root = arguments.root.canonicalize()?;
    std::fs::create_dir_all(&arguments.scratch)?;
    let scratch = arguments.scratch.canonicalize()?;
    let named = |package: &str| {
        arguments.package.is_empty() || arguments.package.iter().any(|name| name == package)
    };
    if let Some(unknown) = arguments
        .package
        .iter()
        .find(|name| PACKAGES.iter().all(|(known, _)| known != name))
    {
        return Err(format!("{unknown} is not among the packages").into());
    }
    let mut good = true;
    println!("package\tmutants\tcaught\tby time\tmissed\tno program\tnot tried\tper thousand");
    for (package, features) in PACKAGES.iter().filter(|(package, _)| named(package)) {
        let differences = match &arguments.since {
            Some(commit) => Some(differences(&root, &scratch, package, commit)?),
            None => None,
        };
        let mut mutants = list::of(&root, package, differences.as_deref())?;
        if let Some(folder) = arguments.lines.as_ref().filter(|_| arguments.missed) {
            let text = std::fs::read_to_string(lines_of(folder, package))?;
            let missed = report::missed(&text);
            mutants.retain(|mutant| missed.contains(&mutant.without_place()));
        }
        if mutants.is_empty() {
            println!("{package}\t0");
            continue;
        }
        let weaver = Weaver {
            root: &root,
            scratch: &scratch,
            package,
            features,
            mutants: &mutants,
        };
        good &= one(arguments, &weaver)?;
    }
    Ok(good)
}

/// All of one package: whether enough are caught, and there is a reason for each that is not.
fn one(arguments: &Arguments, weaver: &Weaver<'_>) -> Result<bool, Failure> {
    let &Weaver {
        root,
        scratch,
        package,
        features,
        mutants,
    } = weaver;
    weaver.copy()?;
    let woven = weaver.weave()?;
    let folder = scratch.join("crates").join(package);
    let trials = Trials {
        programs: &woven.programs,
        package: &folder,
        scratch,
    };
    let watched = trials.watch(arguments.jobs)?;
    eprintln!(
        "{package}: {} mutants in one program, {} tests, {} one by one",
        woven.inside.len(),
        watched.tests(),
        woven.left.len()
    );

    let sources = sources(root, package)?;
    let known = match &arguments.lines {
        Some(folder) if arguments.resume => {
            let text = std::fs::read_to_string(lines_of(folder, package)).unwrap_or_default();
            report::known(&text, &sources, mutants)
        }
        _ => BTreeMap::new(),
    };
    if !known.is_empty() {
        eprintln!("{} are known from the run before", known.len());
    }
    let alive: Vec<usize> = woven.inside.union(&woven.left).copied().collect();
    let step = arguments
        .at_most
        .map_or(1, |most| alive.len().div_ceil(most.max(1)));
    let chosen: Vec<usize> = alive.into_iter().step_by(step.max(1)).collect();
    let (apart, together): (Vec<usize>, Vec<usize>) = chosen
        .into_iter()
        .filter(|number| !known.contains_key(number))
        .partition(|number| woven.left.contains(number));
    let reached_by = |number| watched.names(number);
    let unviable = woven.unviable.iter();
    let mut results = Results {
        package,
        mutants,
        fates: unviable
            .map(|number| (*number, Outcome::Unviable))
            .chain(known)
            .collect(),
        reached_by: &reached_by,
    };
    // Hours may lie behind, and a run may be stopped: what is known is written as it comes.
    for some in together.chunks(100) {
        let fates = all(&trials, &watched, some, arguments.jobs)?;
        results.fates.extend(fates);
        keep(arguments, &results, &sources)?;
        eprintln!("{} of {}", results.fates.len(), mutants.len());
    }
    if !arguments.one_build {
        let apart = apart
            .iter()
            .filter_map(|number| Some((*number, mutants.get(*number)?)));
        let apart: Vec<_> = apart.collect();
        for some in apart.chunks(20) {
            let fates = single::run(root, scratch, package, features, some)?;
            results.fates.extend(fates);
            keep(arguments, &results, &sources)?;
            eprintln!("{} of {}", results.fates.len(), mutants.len());
        }
    }
    println!("{}", results.row());
    let known = root
        .join("assurance/mutants/survivors")
        .join(format!("{package}.tsv"));
    let mut survivors = Survivors::read(&known)?;
    let mut reasons = true;
    for mutant in results.missed() {
        if !survivors.take(&mutant.without_place()) {
            println!("no test and no reason: {}", mutant.name);
            reasons = false;
        }
    }
    if arguments.missed {
        return Ok(reasons);
    }
    if arguments.since.is_none() && arguments.at_most.is_none() {
        for mutant in survivors.rest() {
            println!("has a reason, and is caught or gone: {mutant}");
        }
        return Ok(reasons && results.per_thousand().is_none_or(|share| share >= LEAST));
    }
    // A few mutants of a change are a sample: chance must not fail it.
    let enough = results.tried() < LEAST_TRIED;
    Ok(enough
        || results
            .per_thousand()
            .is_none_or(|share| share >= LEAST_OF_A_CHANGE))
}

/// Writes what became of each mutant, if that is asked for.
fn keep(arguments: &Arguments, results: &Results<'_>, sources: &str) -> Result<(), Failure> {
    // A part of the mutants must not stand in the place of all.
    if let Some(folder) = arguments.lines.as_ref().filter(|_| !arguments.missed) {
        std::fs::create_dir_all(folder)?;
        std::fs::write(lines_of(folder, results.package), results.lines(sources))?;
    }
    Ok(())
}

fn lines_of(folder: &Path, package: &str) -> PathBuf {
    folder.join(format!("{package}.tsv"))
}

/// A name for the sources and tests of a package as they are: what git calls the folder, and what differs from that.
fn sources(root: &Path, package: &str) -> Result<String, Failure> {
    let git = |arguments: &[&str]| -> Result<String, Failure> {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(root)
            .output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("git {}: {said}", arguments.join(" ")).into());
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let folder = format!("crates/{package}");
    let mut hasher = std::hash::DefaultHasher::new();
    git(&["diff", "HEAD", "--", &folder])?.hash(&mut hasher);
    let tree = git(&["rev-parse", &format!("HEAD:{folder}")])?;
    Ok(format!("{tree} {:016x}", hasher.finish()))
}

/// Tries mutants of one program, some at a time.
fn all(
    trials: &Trials<'_>,
    watched: &Watched,
    chosen: &[usize],
    jobs: usize,
) -> Result<BTreeMap<usize, Outcome>, Failure> {
    let fates = each(chosen, jobs, |_, number| trials.judge(*number, watched))?;
    let fates = fates.into_iter().map(Outcome::from);
    Ok(chosen.iter().copied().zip(fates).collect())
}

/// What `work` makes of each of `items` (with their indexes), in their order, some at a time; ends at the first failure.
fn each<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl Fn(usize, &T) -> Result<R, Failure> + Sync,
) -> Result<Vec<R>, Failure> {
    let next = AtomicUsize::new(0);
    let made = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { break };
                    let result = work(index, item);
                    if result.is_err() {
                        next.store(items.len(), Ordering::Relaxed);
                    }
                    let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
                    made.insert(index, result);
                }
            });
        }
    });
    let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.into_values().collect()
}

/// What changed since a commit, as a file.
fn differences(
    root: &Path,
    scratch: &Path,
    package: &str,
    commit: &str,
) -> Result<PathBuf, Failure> {
    let sources = format!("crates/{package}/src");
    let output = Command::new("git")
        .args(["diff", "--no-color", commit, "--", &sources])
        .current_dir(root)
        .output()?;
    if !output.status.success() {
        return Err(format!(
            "git diff {commit}: {}",
            String::from_utf8_lossy(&output.stderr)
        )
        .into());
    }
    let path = scratch.join("differences.patch");
    std::fs::write(&path, output.stdout)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_keeps_the_order_and_ends_at_the_first_failure() {
        let items: Vec<usize> = (0..100).collect();
        let made = each(&items, 3, |index, item| Ok(index * 100 + item));
        let expected: Vec<usize> = items.iter().map(|item| item * 101).collect();
        assert_eq!(made.ok(), Some(expected));
        let tried = AtomicUsize::new(0);
        let made = each(&items, 1, |_, item| {
            tried.fetch_add(1, Ordering::Relaxed);
            if *item < 10 {
                Ok(())
            } else {
                Err("ten".into())
            }
        });
        assert_eq!(
            made.err().map(|why| why.to_string()).as_deref(),
            Some("ten")
        );
        assert_eq!(tried.into_inner(), 11);
    }
}
