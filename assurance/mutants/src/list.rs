//! What is to be changed: the list of cargo-mutants.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::Failure;

/// One change that cargo-mutants would make.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Mutant {
    /// Path from the root of the workspace.
    pub(crate) file: String,
    /// `path:line:column: what`.
    pub(crate) name: String,
    pub(crate) genre: Genre,
    pub(crate) replacement: String,
    pub(crate) span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Genre {
    FnValue,
    BinaryOperator,
    UnaryOperator,
    MatchArm,
    MatchArmGuard,
    StructField,
}

/// Lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Span {
    pub(crate) start: Place,
}

impl Mutant {
    /// The name without line and column, which move with every edit above: what a reason is given for.
    pub(crate) fn without_place(&self) -> String {
        without_place(&self.name)
    }
}

/// `path: what` of `path:line:column: what`.
pub(crate) fn without_place(name: &str) -> String {
    let (place, what) = name.split_once(": ").unwrap_or((name, ""));
    let path = place.split(':').next().unwrap_or(place);
    format!("{path}: {what}")
}

/// All mutants of a package; with a file of differences only those in its lines.
pub(crate) fn of(
    root: &Path,
    package: &str,
    differences: Option<&Path>,
) -> Result<Vec<Mutant>, Failure> {
    // Where nothing differs, nothing is asked.
    if let Some(path) = differences
        && std::fs::read_to_string(path)?.is_empty()
    {
        return Ok(Vec::new());
    }
    let mut command = Command::new("cargo");
    command
        .args(["mutants", "--list", "--json", "--package", package])
        .current_dir(root);
    if let Some(path) = differences {
        command.arg("--in-diff").arg(path);
    }
    let output = command.output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "cargo mutants: {said}\n`cargo install cargo-mutants --locked` provides it"
        )
        .into());
    }
    // Nothing at all is printed where no line of a source differs.
    if output.stdout.iter().all(u8::is_ascii_whitespace) {
        return Ok(Vec::new());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
