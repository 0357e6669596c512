//! The cipher's tests with the portable backends: what runs on a processor without instructions for AES, carry-less products, SHA-256.
//!
//! `aes`, `polyval` and `sha2` choose at run time, so that on most machines the portable code is compiled and never run. A `--cfg` of each
//! crate takes all other code out of the build. That it did is read from the compiler's own lists of sources (`deps/*.d`): in this step's
//! target folder, which nothing else builds into, each of the three crates was compiled from its portable source, and never from another
//! backend's. A `--cfg` that a new version of a crate no longer knows fails this check, since that build lists the other backends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Outcome, cargo, must_succeed, root};

struct Backend {
    /// The crate with its version, as its folder's name begins.
    krate: &'static str,
    cfg: &'static str,
    /// Its portable source.
    portable: &'static str,
    /// What paths of other backends' sources hold.
    others: &'static [&'static str],
}

const BACKENDS: &[Backend] = &[
    Backend {
        krate: "/aes-0.9.",
        cfg: "--cfg aes_backend=\"soft\"",
        portable: "/backends/soft.rs",
        others: &["/backends/x86", "/backends/aarch64"],
    },
    Backend {
        krate: "/polyval-0.7.",
        cfg: "--cfg polyval_backend=\"soft\"",
        portable: "/backend/soft.rs",
        others: &["/backend/intrinsics"],
    },
    Backend {
        krate: "/sha2-0.11.",
        cfg: "--cfg sha2_backend=\"soft\"",
        portable: "/sha256/soft.rs",
        others: &[
            "/sha256/x86",
            "/sha256/aarch64",
            "/sha512/x86",
            "/sha512/aarch64",
        ],
    },
];

/// Runs unit and integration tests of `greffe-cipher`, with the feature that judges phone numbers more strictly: nothing else may depend on it.
pub(crate) fn run() -> Outcome {
    must_succeed(tests().args(["--lib", "--test", "it"]))?;
    let lists = lists(&folder().join("debug").join("deps"))?;
    BACKENDS
        .iter()
        .try_for_each(|backend| is_portable(backend, &lists))
}

/// Tests of `greffe-cipher` with the portable backends and the feature `phone-metadata`, in a target folder of their own, so that the other builds stay
/// as they are.
pub(crate) fn tests() -> Command {
    let flags: Vec<_> = BACKENDS.iter().map(|backend| backend.cfg).collect();
    let mut tests = cargo(&["test", "--quiet", "-p", "greffe-cipher"]);
    tests
        .args(["--features", "phone-metadata", "--target-dir"])
        .arg(folder())
        .env("RUSTFLAGS", flags.join(" "));
    tests
}

fn folder() -> PathBuf {
    root().join("target").join("soft")
}

/// The sources of every library that was compiled, one list a library.
fn lists(folder: &Path) -> Result<Vec<String>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut lists = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "d") {
            lists.push(fs::read_to_string(&path).map_err(failed)?);
        }
    }
    Ok(lists)
}

fn is_portable(backend: &Backend, lists: &[String]) -> Outcome {
    let name = backend.krate.trim_matches(['/', '.']);
    let mut compiled = 0;
    for list in lists.iter().filter(|list| list.contains(backend.krate)) {
        if !list.contains(backend.portable) {
            return Err(format!(
                "{name} was compiled without `{}`",
                backend.portable
            ));
        }
        if let Some(other) = backend.others.iter().find(|other| list.contains(**other)) {
            return Err(format!("{name} was compiled with `{other}…`"));
        }
        compiled += 1;
    }
    if compiled == 0 {
        return Err(format!(
            "{name} was not compiled: the tests link another version"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AES: &Backend = &BACKENDS[0];

    fn judged(sources: &str) -> Outcome {
        is_portable(
            AES,
            &[
                sources.to_owned(),
                "lib.d: /csv-1.4.0/src/lib.rs".to_owned(),
            ],
        )
    }

    #[test]
    fn only_a_build_of_the_portable_source_alone_passes() {
        let portable = "aes.d: /r/aes-0.9.4/src/lib.rs /r/aes-0.9.4/src/backends/soft.rs";
        assert_eq!(judged(portable), Ok(()));
        let both = format!("{portable} /r/aes-0.9.4/src/backends/x86_aes.rs");
        assert!(judged(&both).is_err());
        assert!(judged("aes.d: /r/aes-0.9.4/src/lib.rs").is_err());
        assert!(judged("aes.d: /r/aes-0.8.4/src/backends/soft.rs").is_err());
    }
}
