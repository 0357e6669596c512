//! The published forms with the least dependencies that the requirements admit: a form never depends on them. (Nor on the feature that judges phone
//! numbers more strictly, nor on the processor: the step before runs the same tests so.)

use std::fs;

use crate::command::{Outcome, cargo, copy_sources, fresh_folder, must_succeed, output_of};
use crate::soft;

/// What has a say in a form, and the least version that resolves. Each may have to wait for another to go down first.
const LEAST: &[(&str, &str)] = &[
    ("icu_properties", "2.2.0"),
    ("icu_normalizer", "2.2.0"),
    ("idna_adapter", "1.2.2"),
    ("idna", "1.1.0"),
    ("unicode-normalization", "0.1.26"),
];

/// Tests in a copy of the project with the least versions.
pub(crate) fn run() -> Outcome {
    let copy = fresh_folder("least")?;
    copy_sources(&copy)?;
    for _ in LEAST {
        for (name, version) in LEAST {
            // Refused as long as another package wants more: asked again in the next round.
            let update = ["update", "--quiet", "-p", name, "--precise", version];
            let _ = output_of(cargo(&update).current_dir(&copy));
        }
    }
    let lock = fs::read_to_string(copy.join("Cargo.lock")).map_err(|e| e.to_string())?;
    for (name, version) in LEAST {
        if !lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n")) {
            return Err(format!(
                "{name} {version} does not resolve any more: name the least version that does"
            ));
        }
    }
    // Into the folder of the step before: what did not go down is not built again.
    must_succeed(soft::tests().args(["--lib", "field"]).current_dir(&copy))
}
