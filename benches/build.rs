//! Records how this package is built, for what a comparison prints first.
//!
//! Cargo tells a build script the optimisation, not the profile: `release` and `bench` are both "release" to it. The workspace's manifest gives
//! the benches under `bench` a line table, which changes no instruction, and cargo does tell about that.

use std::process::Command;
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
    let lock = "../Cargo.lock";
    println!("cargo::rerun-if-changed={lock}");
    for (name, value) in [
        ("VERSIONS", versions(&fs::read_to_string(lock)?)),
        ("COMPILER", compiler()?),
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

/// What the compiler calls itself.
fn compiler() -> Result<String, Box<dyn std::error::Error>> {
    let program = env::var_os("RUSTC").ok_or("cargo names no compiler")?;
    let said = Command::new(program).arg("--version").output()?.stdout;
    Ok(String::from_utf8(said)?.trim().to_owned())
}

/// The dependencies of this package as the lock file resolved them: `name=version`, between spaces.
fn versions(lock: &str) -> String {
    let packages = || lock.split("[[package]]\n");
    let of = |package: &str, key: &str| {
        let line = format!("{key} = ");
        let mut lines = package.lines();
        lines.find_map(|l| Some(l.strip_prefix(&line)?.trim_matches('"').to_owned()))
    };
    let is = |package: &&str, name: &str| of(package, "name").as_deref() == Some(name);
    let own = packages().find(|package| is(package, env!("CARGO_PKG_NAME")));
    let listed = own.and_then(|package| package.split_once("dependencies = [")?.1.split_once(']'));
    let entries = listed.map_or("", |(entries, _)| entries).lines();
    let resolved = entries.filter_map(|entry| {
        let entry = entry.trim().trim_matches([',', '"']);
        // An entry bears its version where the lock file has several of that name.
        let mut words = entry.split(' ');
        let name = words.next().filter(|name| !name.is_empty())?;
        let version = match words.next() {
            Some(version) => version.to_owned(),
            None => of(packages().find(|package| is(package, name))?, "version")?,
        };
        Some(format!("{name}={version}"))
    });
    resolved.collect::<Vec<_>>().join(" ")
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
