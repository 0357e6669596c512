//! A copy of the project in which one crate carries all its mutants, built as often as it takes to leave out those that no compiler accepts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Failure;
use crate::list::{Genre, Mutant};
use crate::splice::{self, Spliced};

/// What the compiler made of the mutants.
pub(crate) struct Woven {
    /// The test programs.
    pub(crate) programs: Vec<PathBuf>,
    /// Mutants that are in them.
    pub(crate) inside: BTreeSet<usize>,
    /// Mutants that do not compile.
    pub(crate) unviable: BTreeSet<usize>,
    /// Mutants that cannot be asked about: cargo-mutants runs them one by one.
    pub(crate) left: BTreeSet<usize>,
}

/// The question, at the root of the crate: which mutant is on, and in the first run which tests ask about which.
const QUESTION: &str = include_str!("question.rs");

pub(crate) struct Weaver<'a> {
    pub(crate) root: &'a Path,
    pub(crate) scratch: &'a Path,
    pub(crate) package: &'a str,
    pub(crate) features: &'a str,
    pub(crate) mutants: &'a [Mutant],
}

impl Weaver<'_> {
    /// Copies what git knows, without what it ignores.
    pub(crate) fn copy(&self) -> Result<(), Failure> {
        fs::create_dir_all(self.scratch)?;
        let listed = Command::new("git")
            .args(["ls-files", "-z"])
            .current_dir(self.root)
            .output()?;
        for name in String::from_utf8(listed.stdout)?
            .split('\0')
            .filter(|name| !name.is_empty())
        {
            let (from, to) = (self.root.join(name), self.scratch.join(name));
            if !from.is_file() {
                continue;
            }
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder)?;
            }
            let text = fs::read(&from)?;
            // An untouched file keeps its time, so that a second run builds nothing anew.
            if fs::read(&to).ok().as_ref() != Some(&text) {
                fs::write(&to, text)?;
            }
        }
        Ok(())
    }

    /// Writes and builds until it compiles.
    pub(crate) fn weave(&self) -> Result<Woven, Failure> {
        let mut by_file: BTreeMap<&str, Vec<(usize, &Mutant)>> = BTreeMap::new();
        for (number, mutant) in self.mutants.iter().enumerate() {
            by_file
                .entry(&mutant.file)
                .or_default()
                .push((number, mutant));
        }
        let (mut unviable, mut refused, mut constant) =
            (BTreeSet::new(), BTreeSet::new(), Vec::new());
        for round in 1.. {
            let mut spliced: BTreeMap<&str, Spliced> = BTreeMap::new();
            for (file, mutants) in &by_file {
                let source = fs::read_to_string(self.root.join(file))?;
                let alive = mutants
                    .iter()
                    .filter(|(number, _)| !(unviable.contains(number) || refused.contains(number)));
                let alive: Vec<(usize, &Mutant)> = alive.copied().collect();
                spliced.insert(file, splice::splice(&source, &alive, &constant)?);
            }
            self.write(&spliced)?;
            let (programs, errors) = self.build()?;
            if errors.is_empty() {
                let mut left: BTreeSet<usize> = spliced
                    .values()
                    .flat_map(|file| file.left.iter().copied())
                    .collect();
                left.extend(&refused);
                let gone = |number: &usize| !(left.contains(number) || unviable.contains(number));
                let inside = (0..self.mutants.len()).filter(gone).collect();
                return Ok(Woven {
                    programs,
                    inside,
                    unviable,
                    left,
                });
            }
            eprintln!(
                "round {round}: {} errors, {} mutants do not compile so far",
                errors.len(),
                unviable.len()
            );
            let before = (unviable.len(), refused.len(), constant.len());
            for error in &errors {
                self.learn(error, &spliced, &mut unviable, &mut refused, &mut constant);
            }
            if before == (unviable.len(), refused.len(), constant.len()) {
                let texts: Vec<String> =
                    errors.iter().map(|error| error.rendered.clone()).collect();
                return Err(
                    format!("errors that belong to no mutant:\n{}", texts.join("\n")).into(),
                );
            }
        }
        unreachable!("the loop returns")
    }

    fn write(&self, spliced: &BTreeMap<&str, Spliced>) -> Result<(), Failure> {
        let root_file = format!("crates/{}/src/lib.rs", self.package);
        for (file, spliced) in spliced {
            let mut text = spliced.text.clone();
            if **file == root_file {
                text.push_str(QUESTION);
            }
            put(&self.scratch.join(file), &text)?;
        }
        if !spliced.contains_key(root_file.as_str()) {
            let source = fs::read_to_string(self.root.join(&root_file))?;
            put(&self.scratch.join(&root_file), &(source + QUESTION))?;
        }
        Ok(())
    }

    fn build(&self) -> Result<(Vec<PathBuf>, Vec<Complaint>), Failure> {
        let mut command = Command::new("cargo");
        command
            .args([
                "test",
                "--no-run",
                "--lib",
                "--test",
                "it",
                "--message-format=json",
                "--package",
                self.package,
            ])
            .args(["--features", self.features])
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1")
            .env("CARGO_TARGET_DIR", self.scratch.join("target"))
            .current_dir(self.scratch);
        let output = command.output()?;
        let (mut programs, mut errors) = (Vec::new(), Vec::new());
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let message: Value = serde_json::from_str(line)?;
            if let Some(program) = message["executable"].as_str() {
                programs.push(PathBuf::from(program));
            }
            let inner = &message["message"];
            if message["reason"] == "compiler-message" && inner["level"] == "error" {
                errors.extend(Complaint::of(inner));
            }
        }
        if errors.is_empty() && !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok((programs, errors))
    }

    /// Whether it is written as one of several iterators.
    fn is_iterator(&self, number: usize) -> bool {
        self.mutants[number]
            .replacement
            .starts_with("::std::iter::")
    }

    /// Draws from one error which mutant is no program, or which function must stay constant.
    fn learn(
        &self,
        error: &Complaint,
        spliced: &BTreeMap<&str, Spliced>,
        unviable: &mut BTreeSet<usize>,
        refused: &mut BTreeSet<usize>,
        constant: &mut Vec<String>,
    ) {
        if error.code == "E0015" {
            // cannot call non-const associated function `Period::years` in constants
            let path = error.message.split('`').nth(1).unwrap_or_default();
            let path = path.split("::<").next().unwrap_or(path);
            let name = path.rsplit("::").next().unwrap_or(path).to_owned();
            if !constant.contains(&name) {
                constant.push(name);
            }
            return;
        }
        let touches = |(file, range): &&Place| {
            let spliced = spliced.get(file.as_str());
            let regions = spliced.map(|file| [&file.regions, &file.around]);
            let mut regions = regions.into_iter().flatten();
            regions.any(|regions| !smallest(regions, range).is_empty())
        };
        // What a mutant moves is missed behind it.
        let at_itself = error.spans.iter().any(|place| touches(&place));
        let places = if at_itself {
            &error.spans
        } else {
            &error.spoken_of
        };
        for (file, range) in places {
            let Some(spliced) = spliced.get(file.as_str()) else {
                continue;
            };
            let own = smallest(&spliced.regions, range);
            if own.is_empty() {
                // The ways do not fit into one expression. Of several iterators the last is the most daring: the others may fit without it.
                let around = smallest(&spliced.around, range);
                let iterators = around.iter().filter(|number| self.is_iterator(**number));
                match iterators.max() {
                    Some(last) => _ = refused.insert(*last),
                    None => refused.extend(around),
                }
            }
            for number in own {
                let genre = self.mutants[number].genre;
                // Where the change is written in another way than cargo-mutants would, its word counts: a type that cannot be inferred, too.
                let is_unclear = matches!(error.code.as_str(), "E0282" | "E0283" | "E0284")
                    && self.is_iterator(number);
                if is_unclear || matches!(genre, Genre::StructField | Genre::MatchArmGuard) {
                    refused.insert(number);
                } else {
                    unviable.insert(number);
                }
            }
        }
    }
}

/// The mutants of the smallest region that a range touches.
fn smallest(regions: &[(Range<usize>, usize)], range: &Range<usize>) -> Vec<usize> {
    let touched = regions
        .iter()
        .filter(|(region, _)| region.start < range.end && range.start < region.end);
    let least = touched.clone().map(|(region, _)| region.len()).min();
    let found = touched.filter(|(region, _)| Some(region.len()) == least);
    found.map(|(_, number)| *number).collect()
}

fn put(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text)?;
    }
    Ok(())
}

/// An error of the compiler.
struct Complaint {
    code: String,
    message: String,
    rendered: String,
    /// Where it is.
    spans: Vec<Place>,
    /// What it points at beside.
    spoken_of: Vec<Place>,
}

/// A file and bytes of it.
type Place = (String, Range<usize>);

fn place(span: &Value) -> Option<Place> {
    let from = usize::try_from(span["byte_start"].as_u64()?).ok()?;
    let to = usize::try_from(span["byte_end"].as_u64()?).ok()?;
    Some((span["file_name"].as_str()?.to_owned(), from..to))
}

impl Complaint {
    fn of(message: &Value) -> Option<Self> {
        let text = message["message"].as_str()?.to_owned();
        if text.starts_with("aborting due to") {
            return None;
        }
        let spans = message["spans"].as_array()?;
        let (own, spoken_of): (Vec<&Value>, Vec<&Value>) =
            spans.iter().partition(|span| span["is_primary"] == true);
        let places = |spans: Vec<&Value>| spans.into_iter().filter_map(place).collect();
        Some(Self {
            code: message["code"]["code"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            message: text,
            rendered: message["rendered"].as_str().unwrap_or_default().to_owned(),
            spans: places(own),
            spoken_of: places(spoken_of),
        })
    }
}
