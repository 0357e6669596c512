//! What of the core crates the tests run, as information: no gate.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::builds::{self, Built};
use crate::command::{Outcome, fresh_folder, must_succeed, output_of, root};

/// The crates whose coverage is told.
const CRATES: &[&str] = &[
    "greffe-terms",
    "greffe-document",
    "greffe-calendar",
    "greffe-retention",
    "greffe-cipher",
    "greffe-consent",
    "greffe-export",
    "greffe-register",
    "greffe-interchange",
];

/// Adds the compiler's option to the workspace's own crates alone, so that their dependencies are those that other builds left.
const WRAPPER: &str = "#!/bin/sh\nexec \"$@\" -C instrument-coverage\n";

/// Lines, functions and regions: how many there are, and how many were run.
#[derive(Default, Clone, Copy)]
struct Counted {
    lines: [u64; 2],
    functions: [u64; 2],
    regions: [u64; 2],
}

/// Runs unit and integration tests of each crate, prints a table of what they run of it, and lists the functions that none of them enters. Neither other
/// crates' tests nor documentation tests count.
pub(crate) fn run() -> Outcome {
    let llvm = llvm()?;
    let folder = fresh_folder("coverage")?;
    let wrapper = folder.join("rustc");
    fs::write(&wrapper, WRAPPER).map_err(|e| e.to_string())?;
    must_succeed(Command::new("chmod").arg("+x").arg(&wrapper))?;
    let built = builds::instrumented(CRATES, &wrapper, &folder.join("build.profraw"))?;

    let mut counted = BTreeMap::new();
    let mut never = Vec::new();
    for name in CRATES {
        let profiles = folder.join(name);
        let mut programs = Vec::new();
        for mut program in tests_of(&built, name)? {
            // A file a process: tests that start others do not write into each other's.
            let profile = profiles.join("%p-%m.profraw");
            programs.push(PathBuf::from(program.get_program()));
            let program = program.arg("--quiet").env("LLVM_PROFILE_FILE", profile);
            must_succeed(program)?;
        }
        let told = export(&llvm, &merge(&llvm, &profiles)?, &programs)?;
        let sum = counted.entry(*name).or_insert_with(Counted::default);
        for (file, of_file) in files(&told)? {
            if is_source_of(name, &file) {
                add(sum, of_file);
            }
        }
        never.extend(never_entered(&told, name)?);
    }
    let list = folder.join("never-entered.txt");
    fs::write(&list, source_lines(&never)).map_err(|e| e.to_string())?;
    print!("{}", table(&counted));
    println!(
        "{} functions and closures are entered by no test of their crate: {}",
        never.len(),
        list.display()
    );
    Ok(())
}

/// Whether a file is a source of the crate; files of nothing but unit tests are none.
fn is_source_of(name: &str, file: &str) -> bool {
    file.contains(&format!("crates/{name}/src/")) && !file.ends_with("/tests.rs")
}

/// Unit and integration tests of a crate.
fn tests_of(built: &Built, name: &str) -> Result<Vec<Command>, String> {
    let package = format!("crates/{name}");
    let unit = built.tests(&package, "lib", &name.replace('-', "_"))?;
    let integration = built.tests(&package, "test", "it")?;
    Ok(vec![unit, integration])
}

/// Where the newest LLVM of Debian's packages is. It must be as new as the compiler's: older ones do not read its profiles.
fn llvm() -> Result<PathBuf, String> {
    let wanted = output_of(Command::new("rustc").arg("-vV"))?;
    let wanted: u32 = wanted
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: ")?.split('.').next())
        .and_then(|major| major.parse().ok())
        .ok_or("rustc does not say its LLVM")?;
    (wanted..wanted + 10)
        .map(|major| PathBuf::from(format!("/usr/lib/llvm-{major}/bin")))
        .find(|folder| folder.join("llvm-cov").is_file())
        .ok_or(format!(
            "no llvm-cov: `apt-get install llvm-{wanted}` provides one that reads this compiler's profiles"
        ))
}

/// What all processes counted that left their profiles in a folder.
fn merge(llvm: &Path, profiles: &Path) -> Result<PathBuf, String> {
    let merged = profiles.with_extension("profdata");
    let mut command = Command::new(llvm.join("llvm-profdata"));
    command.args(["merge", "--sparse", "--output"]).arg(&merged);
    for entry in fs::read_dir(profiles).map_err(|e| e.to_string())? {
        command.arg(entry.map_err(|e| e.to_string())?.path());
    }
    must_succeed(&mut command)?;
    Ok(merged)
}

/// What llvm-cov has to tell of these programs.
fn export(llvm: &Path, merged: &Path, programs: &[PathBuf]) -> Result<Value, String> {
    let mut command = Command::new(llvm.join("llvm-cov"));
    command.args(["export", "--format=text", "--skip-expansions"]);
    command.arg("--instr-profile").arg(merged);
    for program in programs {
        command.arg("--object").arg(program);
    }
    let text = output_of(command.current_dir(root()))?;
    let mut told: Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    Ok(told["data"][0].take())
}

/// What was counted in each source file.
fn files(told: &Value) -> Result<Vec<(String, Counted)>, String> {
    let files = told["files"].as_array().ok_or(ANOTHER_SHAPE)?;
    Ok(files
        .iter()
        .filter_map(|file| {
            let of = |what: &str| {
                let one = |key: &str| file["summary"][what][key].as_u64();
                Some([one("count")?, one("covered")?])
            };
            let counted = Counted {
                lines: of("lines")?,
                functions: of("functions")?,
                regions: of("regions")?,
            };
            Some((file["filename"].as_str()?.to_owned(), counted))
        })
        .collect())
}

const ANOTHER_SHAPE: &str = "llvm-cov exports another shape";

/// File and line where a function or closure of the crate begins that nothing enters, whichever types it is compiled for. What is only evaluated while
/// the compiler runs is among them.
fn never_entered(told: &Value, name: &str) -> Result<Vec<(String, usize)>, String> {
    let functions = told["functions"].as_array().ok_or(ANOTHER_SHAPE)?;
    let mut entered: BTreeMap<(String, usize, u64), u64> = BTreeMap::new();
    for function in functions {
        let region = &function["regions"][0];
        let begins = (
            function["filenames"][0].as_str(),
            region[0]
                .as_u64()
                .and_then(|line| usize::try_from(line).ok()),
            region[1].as_u64(),
        );
        let (Some(file), Some(line), Some(column)) = begins else {
            return Err(ANOTHER_SHAPE.to_owned());
        };
        if is_source_of(name, file) {
            let times = function["count"].as_u64().ok_or(ANOTHER_SHAPE)?;
            let sum = entered.entry((file.to_owned(), line, column)).or_default();
            *sum = sum.saturating_add(times);
        }
    }
    let never = entered.into_iter().filter(|(_, times)| *times == 0);
    Ok(never.map(|((file, line, _), _)| (file, line)).collect())
}

/// A line each: the place, and what is written there.
fn source_lines(places: &[(String, usize)]) -> String {
    let mut text = String::new();
    for (file, line) in places {
        let source = fs::read_to_string(file).unwrap_or_default();
        let written = source.lines().nth(line.saturating_sub(1));
        let written = written.unwrap_or_default().trim();
        let file = Path::new(file)
            .strip_prefix(root())
            .unwrap_or(Path::new(file));
        text.push_str(&format!("{}:{line}: {written}\n", file.display()));
    }
    text
}

fn add(sum: &mut Counted, more: Counted) {
    for (sum, more) in [
        (&mut sum.lines, more.lines),
        (&mut sum.functions, more.functions),
        (&mut sum.regions, more.regions),
    ] {
        sum[0] += more[0];
        sum[1] += more[1];
    }
}

/// A row a crate, in Markdown.
fn table(counted: &BTreeMap<&str, Counted>) -> String {
    let mut text = String::from(
        "| crate | lines | run | functions | run | regions | run |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for (name, counted) in counted {
        text.push_str(&format!("| {name} |"));
        for [count, run] in [counted.lines, counted.functions, counted.regions] {
            let permille = (run * 1000).checked_div(count).unwrap_or(0);
            text.push_str(&format!(
                " {count} | {}.{} % |",
                permille / 10,
                permille % 10
            ));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_down() {
        let mut sum = Counted::default();
        for lines in [[600, 599], [400, 400]] {
            add(
                &mut sum,
                Counted {
                    lines,
                    ..Counted::default()
                },
            );
        }
        let said = table(&BTreeMap::from([("greffe-terms", sum)]));
        let row = said.lines().last().unwrap_or_default();
        assert_eq!(
            row,
            "| greffe-terms | 1000 | 99.9 % | 0 | 0.0 % | 0 | 0.0 % |"
        );
    }

    #[test]
    fn a_function_is_entered_where_one_of_its_types_is() {
        let of = |line: u32, column: u32, count: u32, file: &str| serde_json::json!({ "count": count, "filenames": [file], "regions": [[line, column, 9, 1]] });
        let ours = "crates/greffe-terms/src/text.rs";
        let functions = [
            of(6, 5, 2, ours),
            of(6, 5, 0, ours),
            of(7, 5, 0, ours),
            of(7, 5, 2, ours),
            // Two on one line, of which one is entered.
            of(8, 5, 1, ours),
            of(8, 30, 0, ours),
            of(9, 5, 0, "crates/greffe-terms/src/text/tests.rs"),
            of(9, 5, 0, "crates/greffe-export/src/text.rs"),
        ];
        let told = serde_json::json!({ "functions": functions });
        let never = never_entered(&told, "greffe-terms");
        assert_eq!(never, Ok(vec![(ours.to_owned(), 8)]));
        let odd = serde_json::json!({ "functions": [{}] });
        for odd in [&odd, &Value::Null] {
            assert!(never_entered(odd, "greffe-terms").is_err());
        }
    }

    #[test]
    fn a_place_is_told_from_the_root_with_its_line() {
        let source = root().join("xtask/src/coverage.rs");
        let told = source_lines(&[(source.display().to_string(), 1)]);
        assert!(told.starts_with("xtask/src/coverage.rs:1: //! What of the core crates"));
    }
}
