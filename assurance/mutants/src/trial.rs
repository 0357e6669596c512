//! Tests with one mutant on.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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
            // A seed kept for one mutant would help to catch the next.
            .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1")
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Runs each test in a process of its own, some at a time; none may fail.
    ///
    /// Alone, a test asks for all that it needs: what a program computes once is not already there, and the threads that it starts are its own.
    pub(crate) fn watch(&self, jobs: usize) -> Result<Watched, Failure> {
        let mut tests = Vec::new();
        for (program, path) in self.programs.iter().enumerate() {
            let names = self.names(path)?;
            tests.extend(names.into_iter().map(|name| Test { program, name }));
        }
        let logs = self.scratch.join("asked");
        let _ = fs::remove_dir_all(&logs);
        fs::create_dir_all(&logs)?;
        let seen = crate::each(&tests, jobs, |index, test| {
            self.asked(test, &logs.join(format!("{index}.txt")))
        })?;
        let mut watched = Watched {
            seconds: HashMap::new(),
            reaching: BTreeMap::new(),
        };
        for (test, (seconds, asked)) in tests.iter().zip(seen) {
            watched.seconds.insert(test.clone(), seconds);
            for number in asked {
                let reaching = watched.reaching.entry(number).or_default();
                reaching.insert(test.clone());
            }
        }
        Ok(watched)
    }

    /// The tests of a program.
    fn names(&self, program: &Path) -> Result<Vec<String>, Failure> {
        let listed = self
            .command(program)
            .args(["--list", "--format", "terse"])
            .output()?;
        if !listed.status.success() {
            return Err(format!("{}: {}", program.display(), listed.status).into());
        }
        let lines = String::from_utf8(listed.stdout)?;
        let names = lines.lines().filter_map(|line| line.strip_suffix(": test"));
        Ok(names.map(str::to_owned).collect())
    }

    /// How many seconds a test takes alone, and which mutants it asks about.
    fn asked(&self, test: &Test, log: &Path) -> Result<(f64, Vec<usize>), Failure> {
        let program = self.programs.get(test.program).ok_or("no such program")?;
        let started = Instant::now();
        let output = self
            .command(program)
            .args(["--exact", &test.name])
            .env("GREFFE_MUTANTS_WATCH", log)
            .output()?;
        let seconds = started.elapsed().as_secs_f64();
        let said = String::from_utf8_lossy(&output.stdout);
        if !(output.status.success() && said.contains(" 1 passed;")) {
            return Err(format!("{} fails with no mutant on", test.name).into());
        }
        let asked = fs::read_to_string(log).unwrap_or_default();
        let mut numbers: Vec<usize> = asked.lines().map(str::parse).collect::<Result<_, _>>()?;
        numbers.sort_unstable();
        numbers.dedup();
        Ok((seconds, numbers))
    }

    /// Runs the tests that can notice a mutant, the quick ones first, until one fails.
    pub(crate) fn judge(&self, mutant: usize, watched: &Watched) -> Result<Fate, Failure> {
        let reaching = watched.reaching.get(&mutant).into_iter().flatten();
        for batch in batches(reaching, watched) {
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
        let limit = Duration::from_secs_f64(15.0 + 20.0 * usual);
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
