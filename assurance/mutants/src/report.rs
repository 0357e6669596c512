//! What became of the mutants of a package, as lines and as one sentence.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::list::{self, Mutant};
use crate::trial::Fate;

/// The least share of mutants that tests must catch, per thousand.
pub(crate) const LEAST: usize = 900;

/// The same of a change, of which a part is tried.
pub(crate) const LEAST_OF_A_CHANGE: usize = 800;

/// So many must have been tried of a change before their share says something.
pub(crate) const LEAST_TRIED: usize = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Caught,
    /// The tests took far longer than they do: caught too.
    TimedOut,
    Missed,
    Unviable,
    /// Not tried: another part's, or beyond the number that was asked for.
    Untried,
}

impl From<Fate> for Outcome {
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::Caught => Self::Caught,
            Fate::TimedOut => Self::TimedOut,
            Fate::Missed => Self::Missed,
        }
    }
}

impl Outcome {
    const ALL: [Self; 5] = [
        Self::Caught,
        Self::TimedOut,
        Self::Missed,
        Self::Unviable,
        Self::Untried,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Caught => "caught",
            Self::TimedOut => "timeout",
            Self::Missed => "missed",
            Self::Unviable => "unviable",
            Self::Untried => "untried",
        }
    }
}

pub(crate) struct Results<'a> {
    pub(crate) package: &'a str,
    pub(crate) mutants: &'a [Mutant],
    pub(crate) fates: BTreeMap<usize, Outcome>,
    /// Some of the tests that reach a mutant.
    pub(crate) reached_by: &'a dyn Fn(usize) -> Vec<String>,
}

/// What is already known of mutants: by number, out of the lines of a run over the same `sources`, as far as it came.
pub(crate) fn known(text: &str, sources: &str, mutants: &[Mutant]) -> BTreeMap<usize, Outcome> {
    let mut lines = text.lines();
    if lines.next() != Some(&heading(sources)) {
        return BTreeMap::new();
    }
    let fates = lines.zip(mutants).enumerate();
    let fates = fates.filter_map(|(number, (line, mutant))| {
        let mut fields = line.split('\t');
        let (code, name) = (fields.next()?, fields.next()?);
        let outcome = Outcome::ALL.into_iter().find(|one| one.code() == code)?;
        (name == mutant.name && outcome != Outcome::Untried).then_some((number, outcome))
    });
    fates.collect()
}

/// The mutants that a run missed, without their places, out of its lines.
pub(crate) fn missed(text: &str) -> BTreeSet<String> {
    let missed = text.lines().filter_map(|line| {
        let mut fields = line.split('\t');
        let code = fields.next()?;
        (code == Outcome::Missed.code()).then(|| fields.next())?
    });
    missed.map(list::without_place).collect()
}

/// The first of the lines: of which sources they are.
fn heading(sources: &str) -> String {
    format!("# {sources}")
}

impl Results<'_> {
    /// Of which sources, then one line for each mutant: outcome, name, and for one that was missed some of the tests that reach it.
    pub(crate) fn lines(&self, sources: &str) -> String {
        let mut text = format!("{}\n", heading(sources));
        for (number, mutant) in self.mutants.iter().enumerate() {
            let outcome = self.fates.get(&number).copied().unwrap_or(Outcome::Untried);
            let tests = match outcome {
                Outcome::Missed => (self.reached_by)(number).join(" "),
                _ => String::new(),
            };
            let _ = writeln!(text, "{}\t{}\t{tests}", outcome.code(), mutant.name);
        }
        text
    }

    /// The mutants that were missed.
    pub(crate) fn missed(&self) -> impl Iterator<Item = &Mutant> {
        let missed = self
            .fates
            .iter()
            .filter(|(_, outcome)| **outcome == Outcome::Missed);
        missed.filter_map(|(number, _)| self.mutants.get(*number))
    }

    pub(crate) fn count(&self, wanted: Outcome) -> usize {
        self.fates
            .values()
            .filter(|outcome| **outcome == wanted)
            .count()
    }

    /// How many compiled and were tried.
    pub(crate) fn tried(&self) -> usize {
        let tried = [Outcome::Caught, Outcome::TimedOut, Outcome::Missed];
        tried.into_iter().map(|outcome| self.count(outcome)).sum()
    }

    /// Of the mutants that were tried, how many of a thousand were caught; `None` where none was.
    pub(crate) fn per_thousand(&self) -> Option<usize> {
        let caught = self.count(Outcome::Caught) + self.count(Outcome::TimedOut);
        (1000 * caught).checked_div(caught + self.count(Outcome::Missed))
    }

    /// Package, mutants, caught, by time, missed, not compiling, not tried, per thousand, with tabulators between.
    pub(crate) fn row(&self) -> String {
        let caught = self.count(Outcome::Caught) + self.count(Outcome::TimedOut);
        let figures = [
            self.mutants.len(),
            caught,
            self.count(Outcome::TimedOut),
            self.count(Outcome::Missed),
            self.count(Outcome::Unviable),
            self.mutants.len() - self.fates.len() + self.count(Outcome::Untried),
        ];
        let figures = figures.map(|figure| figure.to_string()).join("\t");
        let share = self
            .per_thousand()
            .map_or("-".to_owned(), |share| share.to_string());
        format!("{}\t{figures}\t{share}", self.package)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::{Genre, Place, Span};

    #[test]
    fn what_a_run_knew_is_known_to_the_next_over_the_same_sources() {
        let start = Place { line: 1, column: 1 };
        let mutant = |name: &str| Mutant {
            file: "f".to_owned(),
            name: name.to_owned(),
            genre: Genre::FnValue,
            replacement: String::new(),
            span: Span { start },
        };
        let mutants = ["a", "b", "c", "d"].map(mutant);
        let fates = BTreeMap::from([
            (0, Outcome::Caught),
            (1, Outcome::Missed),
            (3, Outcome::TimedOut),
        ]);
        let results = Results {
            package: "p",
            mutants: &mutants,
            fates: fates.clone(),
            reached_by: &|_| vec!["t".to_owned()],
        };
        let lines = results.lines("tree");
        assert_eq!(known(&lines, "tree", &mutants), fates);
        assert!(known(&lines, "another", &mutants).is_empty());
        assert_eq!(missed(&lines), BTreeSet::from(["b: ".to_owned()]));
        assert!(known("", "tree", &mutants).is_empty());
        // A list that is another one is not mixed up.
        let others = ["a", "x", "c", "d"].map(mutant);
        assert!(!known(&lines, "tree", &others).contains_key(&1));
    }
}
