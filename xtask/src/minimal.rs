//! The publishable crates with the least versions that their requirements admit: whether each requirement names a version that serves.

use std::fs;

use crate::command::{Outcome, cargo, copy_sources, fresh_folder, must_succeed, target_folder};

/// Resolves and checks in a copy, so that the lockfile stays as it is. What a dependency asks for in its turn is taken at its newest: its least
/// versions are its own affair, and some do not build.
pub(crate) fn run() -> Outcome {
    let copy = fresh_folder("minimal-versions")?;
    copy_sources(&copy)?;
    let manifest = copy.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(|e| e.to_string())?;
    fs::write(&manifest, crates_alone(&text)?).map_err(|e| e.to_string())?;
    fs::remove_file(copy.join("Cargo.lock")).map_err(|e| e.to_string())?;
    // The option is unstable; only resolving runs with it, the compiler stays stable.
    must_succeed(
        cargo(&["generate-lockfile", "-Z", "direct-minimal-versions"])
            .env("RUSTC_BOOTSTRAP", "1")
            .current_dir(&copy),
    )?;
    let target = target_folder();
    let check = ["check", "--locked", "--workspace", "--all-features"];
    must_succeed(
        cargo(&check)
            .arg("--target-dir")
            .arg(target.join("minimal-versions"))
            .current_dir(&copy),
    )
}

/// The workspace with nothing but `crates`: what is not published may ask for more.
fn crates_alone(manifest: &str) -> Result<String, String> {
    let mut found = false;
    let lines = manifest.lines().map(|line| {
        if line.starts_with("members = ") {
            found = true;
            "members = [\"crates/*\"]"
        } else {
            line
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    if found {
        Ok(text)
    } else {
        Err("Cargo.toml lists its members otherwise than in one line".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::crates_alone;

    #[test]
    fn only_the_published_crates_have_a_say() {
        let manifest = "[workspace]\nmembers = [\"crates/*\", \"benches\"]\nexclude = [\"fuzz\"]\n";
        assert_eq!(
            crates_alone(manifest).as_deref(),
            Ok("[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"fuzz\"]")
        );
        assert!(crates_alone("members=[]").is_err());
    }
}
