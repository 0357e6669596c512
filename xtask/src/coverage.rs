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

/// Runs unit and integration tests of each crate, prints a table, and lists the functions that none of them enters. What a crate's own tests run counts,
/// wherever it lies; documentation tests do not.
pub(crate) fn run() -> Outcome {
    let llvm = llvm()?;
    let folder = fresh_folder("coverage")?;
    let wrapper = folder.join("rustc");
    fs::write(&wrapper, WRAPPER).map_err(|e| e.to_string())?;
    must_succeed(Command::new("chmod").arg("+x").arg(&wrapper))?;
    let built = builds::instrumented(CRATES, &wrapper, &folder.join("build.profraw"))?;

    let mut programs = Vec::new();
    for name in CRATES {
        for mut program in tests_of(&built, name)? {
            // A file a process: tests that start others do not write into each other's.
            let profile = folder.join(format!("{name}-%p-%m.profraw"));
            programs.push(PathBuf::from(program.get_program()));
            let program = program.arg("--quiet").env("LLVM_PROFILE_FILE", profile);
            must_succeed(program)?;
        }
    }
    let merged = merge(&llvm, &folder)?;
    let told = export(&llvm, &merged, &programs)?;
    let mut counted = BTreeMap::new();
    for (file, of_file) in files(&told)? {
        if let Some(name) = crate_of(&file) {
            let sum = counted.entry(name).or_insert_with(Counted::default);
            add(sum, of_file);
        }
    }
    let never = never_entered(&told)?;
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

/// The crate that a source file is of, if its coverage is told.
fn crate_of(file: &str) -> Option<&'static str> {
    let name = |name: &&&str| file.contains(&format!("crates/{name}/src/"));
    CRATES.iter().find(name).copied()
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

fn merge(llvm: &Path, folder: &Path) -> Result<PathBuf, String> {
    let merged = folder.join("all.profdata");
    let mut command = Command::new(llvm.join("llvm-profdata"));
    command.args(["merge", "--sparse", "--output"]).arg(&merged);
    for entry in fs::read_dir(folder).map_err(|e| e.to_string())? {
        let path = entry.map_err(|e| e.to_string())?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".profraw") && name.starts_with("greffe-") {
            command.arg(&path);
        }
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

/// File and line where a function or closure begins that nothing enters, whichever types it is compiled for. What is only evaluated while the
/// compiler runs is among them.
fn never_entered(told: &Value) -> Result<Vec<(String, usize)>, String> {
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
        if crate_of(file).is_some() {
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
        let of = |line: u32, count: u32, file: &str| serde_json::json!({ "count": count, "filenames": [file], "regions": [[line, 5, 9, 1]] });
        let ours = "crates/greffe-terms/src/text.rs";
        let functions = [
            of(7, 0, ours),
            of(7, 2, ours),
            of(8, 0, ours),
            of(9, 0, "elsewhere.rs"),
        ];
        let told = serde_json::json!({ "functions": functions });
        assert_eq!(never_entered(&told), Ok(vec![(ours.to_owned(), 8)]));
        let odd = serde_json::json!({ "functions": [{}] });
        assert!(never_entered(&odd).is_err() && never_entered(&Value::Null).is_err());
    }
}
