//! The README's first example in a new crate, as a newcomer would do it.

use std::fs;
use std::process::Command;

use crate::command::{Outcome, fresh_folder, output_of, root};

/// Makes a crate outside the workspace with a path dependency on `greffe`, copies the example, and compares what it prints with the README.
pub(crate) fn run() -> Outcome {
    let readme = fs::read_to_string(root().join("README.md")).map_err(|e| e.to_string())?;
    let program = block(&readme, "```rust\n").ok_or("README.md has no Rust example")?;
    let after = readme.split_once(program).map_or("", |(_, after)| after);
    let wanted =
        block(after, "```text\n").ok_or("README.md does not say what its example prints")?;
    let dependencies = block(&readme, "```toml\n").ok_or("README.md shows no dependencies")?;

    let folder = fresh_folder("newcomer")?;
    let path = format!(
        "path = \"{}\"",
        root().join("crates").join("greffe").display()
    );
    let dependencies = dependencies.replace("path = \"../greffe/crates/greffe\"", &path);
    if !dependencies.contains(&path) {
        return Err("README.md's dependencies have no path to crates/greffe".to_owned());
    }
    let manifest = format!(
        "[package]\nname = \"newcomer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{dependencies}\n[workspace]\n"
    );
    let write =
        |name: &str, text: &str| fs::write(folder.join(name), text).map_err(|e| e.to_string());
    write("Cargo.toml", &manifest)?;
    fs::create_dir(folder.join("src")).map_err(|e| e.to_string())?;
    write("src/main.rs", program)?;
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).map_err(|e| e.to_string())?;

    let mut cargo = Command::new("cargo");
    cargo
        .args(["run", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", root().join("target"));
    let printed = output_of(&mut cargo)?;
    if printed.trim_end() == wanted.trim_end() {
        Ok(())
    } else {
        Err(format!(
            "README.md says:\n{wanted}\nbut the example prints:\n{printed}"
        ))
    }
}

/// The first fenced block that opens with `fence`.
fn block<'t>(text: &'t str, fence: &str) -> Option<&'t str> {
    let (_, body) = text.split_once(fence)?;
    body.split_once("```").map(|(body, _)| body)
}
