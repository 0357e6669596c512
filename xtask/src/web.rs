//! The service from outside: schemathesis over its API, hostile connections, and its pages in a real browser, judged by axe-core too.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::builds;
use crate::command::{Outcome, fresh_folder, must_succeed, output_of, root};
use crate::vectors::{isolated, prepared};

const API: &str = "examples/espace-client/browser/tests/check_api.py";

/// The version of axe-core, from the npm registry.
const AXE_CORE: &str = "4.14.1";

/// Builds the service and lets the browser tests run against it.
pub(crate) fn run() -> Outcome {
    must_succeed(
        Command::new("chromedriver")
            .arg("--version")
            .stdout(Stdio::null()),
    )
    .map_err(|why| format!("{why}\n`apt-get install chromium-driver` provides it"))?;
    let axe = axe_core()?;
    let python = prepared("api-python", &[API])?;
    let built = builds::of_features()?;
    let service = built.program("examples/espace-client", "bin", "espace-client")?;
    let command = built.program("crates/greffe-cli", "bin", "greffe")?;
    must_succeed(
        isolated(&python, API)
            .arg(service)
            .arg(fresh_folder("api")?),
    )?;
    let pictures = fresh_folder("screenshots")?;
    let mut tests = built.tests("examples/espace-client/browser", "test", "browser")?;
    must_succeed(
        tests
            // Two browsers at once are as fast as more on two cores, and steadier.
            .arg("--test-threads=2")
            .env("ESPACE_CLIENT", service)
            .env("GREFFE", command)
            .env("AXE_CORE", axe)
            .env("SCREENSHOTS", &pictures),
    )?;
    eprintln!("   screenshots in {}", pictures.display());
    Ok(())
}

/// The script, kept under `target/` once it is there.
fn axe_core() -> Result<PathBuf, String> {
    let folder = root()
        .join("target")
        .join("xtask")
        .join(format!("axe-core-{AXE_CORE}"));
    let script = folder.join("package").join("axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    let folder = fresh_folder(&format!("axe-core-{AXE_CORE}"))?;
    let packed = output_of(
        Command::new("npm")
            .args(["pack", "--silent", &format!("axe-core@{AXE_CORE}")])
            .current_dir(&folder),
    )
    .map_err(|why| format!("{why}\nnpm fetches axe-core: `apt-get install npm` provides it"))?;
    must_succeed(
        Command::new("tar")
            .arg("-xzf")
            .arg(packed.trim())
            .current_dir(&folder),
    )?;
    Ok(script)
}
