//! The timing test runs, and sees a leak where there is one.
#![cfg(feature = "peers")]
#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

use std::process::Command;

use greffe_benches::leak::Class;
use greffe_benches::leak::det::{Part, Tokens};

#[test]
fn a_comparison_that_stops_early_is_found() {
    let run = Command::new(env!("CARGO_BIN_EXE_timing_leak"))
        .arg("--smoke")
        .output()
        .unwrap();
    let said = String::from_utf8(run.stdout).unwrap();
    let lines: Vec<_> = said.lines().collect();
    assert!(
        lines[0].starts_with("control") && lines[0].ends_with("LEAK"),
        "{said}"
    );
    for (line, part) in
        lines[1..]
            .iter()
            .zip(["control, one class", "tag", "nonce", "synthetic value"])
    {
        assert!(line.starts_with(part), "{said}");
    }
    assert_eq!(lines.len(), 5, "{said}");
    assert!(run.status.success());
}

#[test]
fn what_is_not_understood_is_said() {
    for arguments in [&["--calls"][..], &["--calls", "many"], &["--fast"]] {
        let run = Command::new(env!("CARGO_BIN_EXE_timing_leak"))
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(2));
        assert!(run.stdout.is_empty());
    }
}

/// What the trials compare differs in the place that they are named after, and nowhere else.
#[test]
fn spoiled_tokens_are_wrong_in_one_place() {
    let differing = |part, class| -> Vec<usize> {
        let tokens = Tokens::of(part, 3).unwrap();
        let (token, right) = tokens.pick(class, 4).unwrap();
        let pairs = token.as_bytes().iter().zip(right.as_bytes());
        let differ = pairs.enumerate().filter(|(_, (a, b))| a != b);
        differ.map(|(at, _)| at).collect()
    };
    let length = 27 + 35;
    assert_eq!(differing(Part::Tag, Class::First), [length - 16]);
    assert_eq!(differing(Part::Tag, Class::Last), [length - 1]);
    assert_eq!(differing(Part::Nonce, Class::First), [7]);
    assert_eq!(differing(Part::Nonce, Class::Last), [7 + 11]);
    // Encrypted anew: text and tag differ as well, and of the synthetic value one octet.
    let of_synthetic = |class| {
        let mut places = differing(Part::SyntheticValue, class);
        assert!(places.iter().filter(|at| **at >= 19).count() > 30);
        places.retain(|at| *at < 19);
        places
    };
    assert_eq!(of_synthetic(Class::First), [7]);
    assert_eq!(of_synthetic(Class::Last), [7 + 11]);
}
