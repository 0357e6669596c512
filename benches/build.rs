//! Records how this package is built, for what a comparison prints first.
//!
//! Cargo tells a build script the optimisation, not the profile: `release` and `bench` are both "release" to it. The workspace's manifest gives
//! the benches under `bench` a line table, which changes no instruction, and cargo does tell about that.

use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest = "../Cargo.toml";
    println!("cargo::rerun-if-changed={manifest}");
    let told = |name: &str| env::var(name).unwrap_or_default();
    let profile = match (told("PROFILE").as_str(), told("DEBUG").as_str()) {
        ("release", "false") => "release",
        ("release", _) => "bench",
        _ => "dev",
    };
    let manifest = fs::read_to_string(manifest)?;
    let setting = |key: &str| {
        let variable = format!("CARGO_PROFILE_{profile}_{key}").to_uppercase();
        let variable = variable.replace('-', "_");
        println!("cargo::rerun-if-env-changed={variable}");
        env::var(variable)
            .ok()
            .or_else(|| in_section(&manifest, &format!("[profile.{profile}]"), key))
            .unwrap_or_else(|| "default".to_owned())
    };
    for (name, value) in [
        ("PROFILE", profile.to_owned()),
        ("OPT_LEVEL", told("OPT_LEVEL")),
        ("LTO", setting("lto")),
        ("CODEGEN_UNITS", setting("codegen-units")),
        ("TARGET_ARCH", told("CARGO_CFG_TARGET_ARCH")),
        ("TARGET_FEATURES", told("CARGO_CFG_TARGET_FEATURE")),
    ] {
        println!("cargo::rustc-env=GREFFE_BENCHES_{name}={value}");
    }
    Ok(())
}

/// The value of a key in a section of a manifest, without quotes.
fn in_section(manifest: &str, section: &str, key: &str) -> Option<String> {
    let lines = manifest.lines().map(str::trim);
    let mut lines = lines
        .skip_while(|line| *line != section)
        .skip(1)
        .take_while(|line| !line.starts_with('['));
    lines.find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == key).then(|| value.trim().trim_matches('"').to_owned())
    })
}
