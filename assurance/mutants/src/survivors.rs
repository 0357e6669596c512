//! Mutants that no test catches, and why that may be: a file for each package, written by people.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::Failure;

/// The reasons for the survivors of a package: how many of each are accounted for.
#[derive(Debug, Default)]
pub(crate) struct Survivors {
    known: BTreeMap<String, usize>,
}

impl Survivors {
    /// Reads `REASON<TAB>MUTANT` lines; a mutant that a function has twice stands there twice.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let Ok(text) = fs::read_to_string(path) else {
            return Ok(Self::default());
        };
        let mut known = BTreeMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once('\t') {
                Some((reason, mutant)) if reason.len() > 10 => {
                    *known.entry(mutant.to_owned()).or_insert(0) += 1
                }
                _ => {
                    return Err(format!(
                        "{}: line {number} is not a reason, a tabulator and a mutant",
                        path.display()
                    )
                    .into());
                }
            }
        }
        Ok(Self { known })
    }

    /// Whether one more of these is accounted for.
    pub(crate) fn take(&mut self, mutant: &str) -> bool {
        match self.known.get_mut(mutant) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }

    /// Those that were not missed: their lines can go.
    pub(crate) fn rest(&self) -> impl Iterator<Item = &str> {
        let left = self.known.iter().filter(|(_, left)| **left > 0);
        left.map(|(mutant, _)| mutant.as_str())
    }
}
