//! Every committed input of every target as plain tests, without libFuzzer.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the targets and their corpora.
fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// Runs a law over the target's corpus. A target without a corpus has not been run, which is a failure.
fn replay(target: &str, law: fn(&[u8])) {
    let folder = fuzz().join("corpus").join(target);
    let mut inputs = 0;
    for entry in fs::read_dir(&folder).unwrap_or_else(|_| panic!("no corpus for {target}")) {
        let path = entry.unwrap().path();
        // Shown where the law breaks: a finding's file is its name.
        println!("{}", path.display());
        law(&fs::read(path).unwrap());
        inputs += 1;
    }
    assert!(inputs > 0, "the corpus of {target} is empty");
    // The empty input is always a case.
    law(b"");
}

macro_rules! replays {
    ($($target:ident)+) => {$(
        #[test]
        fn $target() {
            replay(stringify!($target), greffe_laws::$target);
        }
    )+};
}

greffe_laws::for_each_target!(replays);

#[test]
fn every_target_has_its_binary() {
    let folder = fuzz().join("fuzz_targets");
    macro_rules! names {
        ($($target:ident)+) => { [$(stringify!($target)),+] };
    }
    let wanted = greffe_laws::for_each_target!(names);
    for name in wanted {
        assert!(folder.join(format!("{name}.rs")).is_file(), "{name}");
    }
    assert_eq!(fs::read_dir(folder).unwrap().count(), wanted.len());
}
