//! Tests with one mutant on.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Failure;

/// One test of one program.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Test {
    pub(crate) program: usize,
    pub(crate) name: String,
}

/// What the tests did when no mutant was on.
pub(crate) struct Watched {
    seconds: HashMap<Test, f64>,
    /// The tests that ask about a mutant.
    reaching: BTreeMap<usize, BTreeSet<Test>>,
    /// Mutants asked about by threads that tests start: any test may be the one.
    by_threads: BTreeSet<usize>,
}

/// How a mutant ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Caught,
    /// The tests took far longer than they do: caught too.
    TimedOut,
    Missed,
}

pub(crate) struct Trials<'a> {
    pub(crate) programs: &'a [PathBuf],
    pub(crate) package: &'a Path,
    pub(crate) scratch: &'a Path,
}

impl Trials<'_> {
    fn command(&self, program: &Path) -> Command {
        // What a mutant allocates without end must not take the machine.
        let mut command = Command::new("sh");
        command
            .args(["-c", "ulimit -v 6000000; exec \"$0\" \"$@\""])
            .arg(program)
            .current_dir(self.package);
        command
            .env("CARGO_MANIFEST_DIR", self.package)
            .env("INSTA_UPDATE", "no")
            .env("RUST_BACKTRACE", "0");
        command
            .env("PROPTEST_FAILURE_PERSISTENCE", "off")
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Runs all tests, none of which may fail.
    pub(crate) fn watch(&self) -> Result<Watched, Failure> {
        let mut watched = Watched {
            seconds: HashMap::new(),
            reaching: BTreeMap::new(),
            by_threads: BTreeSet::new(),
        };
        for (index, program) in self.programs.iter().enumerate() {
            let log = self.scratch.join(format!("asked-{index}.tsv"));
            let _ = fs::remove_file(&log);
            let output = self
                .command(program)
                .args([
                    "--test-threads",
                    "2",
                    "--format",
                    "json",
                    "--report-time",
                    "-Z",
                    "unstable-options",
                ])
                .env("RUSTC_BOOTSTRAP", "1")
                .env("GREFFE_MUTANTS_WATCH", &log)
                .output()?;
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                let Ok(event) = serde_json::from_str::<Value>(line) else {
                    continue;
                };
                if event["type"] != "test" || event["event"] == "started" {
                    continue;
                }
                let name = event["name"].as_str().unwrap_or_default().to_owned();
                if event["event"] == "failed" {
                    return Err(format!("{name} fails with no mutant on").into());
                }
                watched.seconds.insert(
                    Test {
                        program: index,
                        name,
                    },
                    event["exec_time"].as_f64().unwrap_or(0.0),
                );
            }
            if !output.status.success() {
                return Err(format!("{}: {}", program.display(), output.status).into());
            }
            for line in fs::read_to_string(&log).unwrap_or_default().lines() {
                let Some((number, name)) = line.split_once('\t') else {
                    continue;
                };
                let number: usize = number.parse()?;
                let test = Test {
                    program: index,
                    name: name.to_owned(),
                };
                if watched.seconds.contains_key(&test) {
                    watched.reaching.entry(number).or_default().insert(test);
                } else {
                    watched.by_threads.insert(number);
                }
            }
        }
        Ok(watched)
    }

    /// Runs the tests that can notice a mutant, the quick ones first, until one fails.
    pub(crate) fn judge(&self, mutant: usize, watched: &Watched) -> Result<Fate, Failure> {
        let reaching = watched.reaching.get(&mutant);
        let asked: BTreeSet<Test> = reaching.cloned().unwrap_or_default();
        for batch in batches(asked.iter(), watched) {
            let fate = self.run(mutant, &batch, watched)?;
            if fate != Fate::Missed {
                return Ok(fate);
            }
        }
        if reaching.is_none() && !watched.by_threads.contains(&mutant) {
            return Ok(Fate::Missed);
        }
        // What is computed once for a whole program is asked about by the first test that needs it: before a mutant is missed all others run.
        let others: Vec<&Test> = watched
            .seconds
            .keys()
            .filter(|test| !asked.contains(test))
            .collect();
        for batch in batches(others.into_iter(), watched) {
            let fate = self.run(mutant, &batch, watched)?;
            if fate != Fate::Missed {
                return Ok(fate);
            }
        }
        Ok(Fate::Missed)
    }

    fn run(&self, mutant: usize, batch: &[&Test], watched: &Watched) -> Result<Fate, Failure> {
        let usual: f64 = batch
            .iter()
            .filter_map(|test| watched.seconds.get(*test))
            .sum();
        let limit = Duration::from_secs_f64(30.0 + 20.0 * usual);
        for (index, program) in self.programs.iter().enumerate() {
            let names: Vec<&str> = batch
                .iter()
                .filter(|test| test.program == index)
                .map(|test| test.name.as_str())
                .collect();
            for names in names.chunks(400) {
                let mut child = self
                    .command(program)
                    .args(["--exact", "--test-threads", "1"])
                    .args(names)
                    .env("GREFFE_MUTANT", mutant.to_string())
                    .stdout(Stdio::null())
                    .spawn()?;
                let started = Instant::now();
                let status = loop {
                    if let Some(status) = child.try_wait()? {
                        break Some(status);
                    }
                    if started.elapsed() > limit {
                        child.kill()?;
                        child.wait()?;
                        break None;
                    }
                    std::thread::sleep(Duration::from_millis(3));
                };
                match status {
                    None => return Ok(Fate::TimedOut),
                    Some(status) if !status.success() => return Ok(Fate::Caught),
                    Some(_) => {}
                }
            }
        }
        Ok(Fate::Missed)
    }
}

impl Watched {
    /// The names of tests that reach a mutant, some of them.
    pub(crate) fn names(&self, mutant: usize) -> Vec<String> {
        let reaching = self.reaching.get(&mutant).into_iter().flatten();
        reaching.map(|test| test.name.clone()).take(4).collect()
    }

    pub(crate) fn tests(&self) -> usize {
        self.seconds.len()
    }
}

/// Tests in groups that take longer and longer.
fn batches<'t>(tests: impl Iterator<Item = &'t Test>, watched: &Watched) -> Vec<Vec<&'t Test>> {
    let seconds = |test: &Test| watched.seconds.get(test).copied().unwrap_or(0.0);
    let mut tests: Vec<&Test> = tests.collect();
    tests.sort_by(|a, b| seconds(a).total_cmp(&seconds(b)).then_with(|| a.cmp(b)));
    let (mut groups, mut group, mut sum, mut bound) = (Vec::new(), Vec::new(), 0.0, 0.1);
    for test in tests {
        sum += seconds(test);
        group.push(test);
        if sum > bound {
            groups.push(std::mem::take(&mut group));
            (sum, bound) = (0.0, bound * 4.0);
        }
    }
    if !group.is_empty() {
        groups.push(group);
    }
    groups
}
