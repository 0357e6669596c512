//! The packages as they would be published, and whether each builds from its package alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Outcome, cargo, fresh_folder, must_succeed, output_of, root, target_folder};

/// What each package must hold.
const FILES: &[&str] = &["README.md", "LICENSE-MIT", "LICENSE-APACHE", "Cargo.toml"];

/// Octets of a packed crate: one that is heavier carries what a reader does not need.
const MOST: u64 = 1 << 20;

/// Of the registry's categories, those that ours may be in: it takes no others.
const CATEGORIES: &[&str] = &[
    "command-line-utilities",
    "config",
    "cryptography",
    "database",
    "data-structures",
    "date-and-time",
    "encoding",
    "parser-implementations",
    "rust-patterns",
    "text-processing",
];

/// Packs every publishable crate, unpacks all into a workspace of their own, looks at each, and checks the code of all. With `tests` also
/// that of tests and examples, which takes their dependencies too.
pub(crate) fn run(tests: bool) -> Outcome {
    let names = publishable()?;
    let folder = fresh_folder("package")?;
    pack(&names, &folder)?;
    let workspace = folder.join("workspace");
    fs::create_dir(&workspace).map_err(|e| e.to_string())?;
    let mut faults = Vec::new();
    let mut total = 0;
    for (name, version) in &names {
        let stem = format!("{name}-{version}");
        let packed = folder.join("package").join(format!("{stem}.crate"));
        let size = fs::metadata(&packed).map_err(|e| format!("{stem}: {e}"))?;
        must_succeed(
            Command::new("tar")
                // Every package's files bear one day; a build of an earlier one would pass for theirs.
                .args(["--touch", "-xzf"])
                .arg(&packed)
                .arg("-C")
                .arg(&workspace),
        )?;
        let unpacked = workspace.join(&stem);
        let count = look_at(&unpacked, &stem, &mut faults)?;
        if size.len() > MOST {
            faults.push(format!("{stem}: {} octets, at most {MOST}", size.len()));
        }
        total += size.len();
        println!(
            "{stem:<28} {count:>4} files {:>6.1} KB packed",
            kilobytes(size.len())
        );
    }
    println!(
        "{} packages, {:.1} KB packed",
        names.len(),
        kilobytes(total)
    );
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    check(&workspace, &names, tests)
}

#[allow(
    clippy::cast_precision_loss,
    reason = "for a person; a package has less than 2^52 octets"
)]
fn kilobytes(octets: u64) -> f64 {
    octets as f64 / 1000.0
}

/// Names and versions of the members that may be published, and what is missing in their manifests.
fn publishable() -> Result<BTreeMap<String, String>, String> {
    let listing = ["metadata", "--format-version", "1", "--no-deps"];
    let text = output_of(&mut cargo(&listing))?;
    let metadata: serde_json::Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let mut found = BTreeMap::new();
    let mut faults = Vec::new();
    for package in packages.filter(|package| package["publish"].is_null()) {
        let word = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        faults.extend(gaps(package));
        found.insert(word("name"), word("version"));
    }
    if faults.is_empty() {
        Ok(found)
    } else {
        Err(faults.join("\n"))
    }
}

/// What a manifest does not say that a registry asks for, and paths without versions.
fn gaps(package: &serde_json::Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    let mut gaps = Vec::new();
    for key in ["description", "license", "readme", "rust_version"] {
        if package[key].as_str().is_none_or(str::is_empty) {
            gaps.push(format!("{name}: no `{key}`"));
        }
    }
    for key in ["keywords", "categories"] {
        let count = package[key].as_array().map_or(0, Vec::len);
        if !(1..=5).contains(&count) {
            gaps.push(format!("{name}: {count} {key}, one to five are taken"));
        }
    }
    for category in package["categories"].as_array().into_iter().flatten() {
        let category = category.as_str().unwrap_or_default();
        if !CATEGORIES.contains(&category) {
            gaps.push(format!("{name}: the registry has no category `{category}`"));
        }
    }
    for dependency in package["dependencies"].as_array().into_iter().flatten() {
        let path = !dependency["path"].is_null();
        let of_tests = dependency["kind"] == "dev";
        if path && !of_tests && dependency["req"] == "*" {
            let on = dependency["name"].as_str().unwrap_or_default();
            gaps.push(format!("{name}: the path to {on} has no version"));
        }
    }
    gaps
}

/// Packs without verifying: that would build each crate's dependencies once a crate.
fn pack(names: &BTreeMap<String, String>, folder: &Path) -> Outcome {
    // Uncommitted changes are packed too: this is a check, and publishes nothing.
    let mut command = cargo(&["package", "--no-verify", "--allow-dirty", "--quiet"]);
    for name in names.keys() {
        command.args(["-p", name]);
    }
    must_succeed(command.arg("--target-dir").arg(folder))
}

/// Counts the files of a package and says what is missing, or leads out of it.
fn look_at(unpacked: &Path, stem: &str, faults: &mut Vec<String>) -> Result<usize, String> {
    for file in FILES {
        let size = fs::metadata(unpacked.join(file)).map_or(0, |found| found.len());
        if size == 0 {
            faults.push(format!("{stem}: no {file}"));
        }
    }
    let files = files(unpacked)?;
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|e| e == "rs"))
    {
        let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let inside = file.strip_prefix(unpacked).unwrap_or(file);
        let depth = inside.components().count() - 1;
        if text.lines().any(|line| leads_out(line, depth)) {
            faults.push(format!("{stem}: {} leads out of it", inside.display()));
        }
    }
    Ok(files.len())
}

/// Whether a line of a source that is `depth` folders deep has the compiler take a file from outside the package. What is read when it runs is not seen.
fn leads_out(line: &str, depth: usize) -> bool {
    let path = [
        "include_str!(\"",
        "include_bytes!(\"",
        "include!(\"",
        "#[path = \"",
    ];
    let path = path
        .iter()
        .find_map(|opening| line.split_once(opening))
        .map(|(_, path)| path);
    path.is_some_and(|path| path.split('/').take_while(|part| *part == "..").count() > depth)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |e: std::io::Error| format!("{}: {e}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

/// Checks all packages in a workspace of nothing else, with the lockfile's dependencies. So that these are not built again for it, it has the profile of
/// ours, and the package without code that settles what macros stand on; the packages' own dependencies keep the features that they ask for.
fn check(workspace: &Path, names: &BTreeMap<String, String>, tests: bool) -> Outcome {
    let mut manifest =
        "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n\n[patch.crates-io]\n".to_owned();
    for (name, version) in names {
        manifest.push_str(&format!("{name} = {{ path = \"{name}-{version}\" }}\n"));
    }
    let ours = fs::read_to_string(root().join("Cargo.toml")).map_err(|e| e.to_string())?;
    manifest.push_str(profile(&ours).ok_or("Cargo.toml has no [profile.dev]")?);
    must_succeed(
        Command::new("cp")
            .arg("-r")
            .arg(root().join("xtask").join("settled"))
            .arg(workspace.join("greffe-settled")),
    )?;
    let write = fs::write(workspace.join("Cargo.toml"), manifest);
    write.map_err(|e| e.to_string())?;
    let lock = fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock"));
    lock.map_err(|e| e.to_string())?;
    let arguments = ["check", "--quiet", "--workspace", "--all-features"];
    let target = target_folder();
    let mut command = cargo(&arguments);
    if tests {
        command.arg("--all-targets");
    }
    must_succeed(
        command
            .arg("--target-dir")
            .arg(target)
            .current_dir(workspace),
    )
}

/// The sections of a manifest that say how tests are built.
fn profile(manifest: &str) -> Option<&str> {
    let begins = manifest.find("[profile.dev]")?;
    let section = manifest.get(begins..)?;
    let ends = section.find("[profile.bench]");
    section.get(..ends.unwrap_or(section.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_of_tests_is_what_stands_before_that_of_benches() {
        let manifest =
            "[workspace]\n[profile.dev]\na\n[profile.dev.package]\nb\n[profile.bench]\nc\n";
        assert_eq!(
            profile(manifest),
            Some("[profile.dev]\na\n[profile.dev.package]\nb\n")
        );
        assert_eq!(profile("[workspace]\n"), None);
    }

    #[test]
    fn an_included_file_stays_in_its_package() {
        // `src/a/b.rs` is two folders deep.
        assert!(!leads_out("include_str!(\"../../data/x.tsv\")", 2));
        assert!(leads_out("include_str!(\"../../../data/x.tsv\")", 2));
        assert!(leads_out("let a = include_bytes!(\"../x\");", 0));
        assert!(leads_out("#[path = \"../../../b/tests/it/c.rs\"]", 2));
        assert!(!leads_out("#[path = \"../rows/mod.rs\"]", 2));
        assert!(!leads_out("// ../../../../x", 0));
    }

    #[test]
    fn a_manifest_says_what_a_registry_asks_for() {
        let mut package = serde_json::json!({
            "name": "a", "description": "d", "license": "MIT", "readme": "README.md",
            "rust_version": "1.95", "keywords": ["k"], "categories": ["config"],
            "dependencies": [
                {"name": "b", "path": "b", "kind": null, "req": "^0.1.0"},
                {"name": "c", "path": "c", "kind": "dev", "req": "*"},
            ],
        });
        assert!(gaps(&package).is_empty());
        package["categories"] = serde_json::json!(["compliance"]);
        package["dependencies"][0]["req"] = "*".into();
        package["license"] = serde_json::Value::Null;
        assert_eq!(gaps(&package).len(), 3);
    }
}
