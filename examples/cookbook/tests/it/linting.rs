//! The program that lints in CI.

use std::fs;

use crate::{err, out, program, run};

const DAY: &str = "2026-11-26";
const CLEAN: &str = include_str!("../../register.toml");

/// Lints a text that stands in a file of that name, in a folder of its own, and returns status, output and errors.
fn lint(name: &str, text: &str, in_actions: bool) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    let mut command = program("lint_in_ci");
    if in_actions {
        command.env("GITHUB_ACTIONS", "true");
    }
    let output = command
        .current_dir(folder.path())
        .args([name, DAY])
        .output()
        .unwrap();
    (output.status.code(), out(&output), err(&output))
}

/// The clean register with one thing put in the place of another, and the line on which that stands.
fn spoiled(was: &str, is: &str) -> (String, usize) {
    let line = 1 + CLEAN.lines().position(|line| line.contains(was)).unwrap();
    (CLEAN.replacen(was, is, 1), line)
}

#[test]
fn a_register_without_errors_passes() {
    let (status, out, err) = lint("register.toml", CLEAN, false);
    assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
    assert!(
        out.ends_with("0 error(s), 0 warning(s), as of 2026-11-26\n"),
        "{out}"
    );
}

#[test]
fn a_file_that_is_not_there_is_no_verdict() {
    let output = run("lint_in_ci", &["no-such-register.toml", DAY]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).starts_with("lint_in_ci: no-such-register.toml: "));
    assert_eq!(run("lint_in_ci", &[]).status.code(), Some(2));
    assert_eq!(
        run("lint_in_ci", &["examples/cookbook/register.toml", "soon"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn an_error_stops_the_merge_and_says_where_it_stands() {
    let (text, line) = spoiled("updated = 2026-01-20", "updated = 2017-01-01");
    let (status, out, err) = lint("register.toml", &text, false);
    assert_eq!((status, err.as_str()), (Some(1), ""), "{out}");
    let expected = format!(
        "register.toml:{line}:11: error: GRF-R012 the update lies before the record’s creation\n"
    );
    assert!(out.contains(&expected), "{out}");
    assert!(
        out.ends_with("1 error(s), 0 warning(s), as of 2026-11-26\n"),
        "{out}"
    );
}

#[test]
fn what_depends_on_the_day_is_found_on_that_day_only() {
    let folder = tempfile::tempdir().unwrap();
    let text = CLEAN.replacen(
        "updated = 2026-01-20",
        "updated = 2026-01-20\nnext_review = 2026-12-01",
        1,
    );
    fs::write(folder.path().join("register.toml"), text).unwrap();
    let on = |day: &str| {
        let mut command = program("lint_in_ci");
        let output = command
            .current_dir(folder.path())
            .args(["register.toml", day])
            .output();
        out(&output.unwrap()).lines().count()
    };
    assert!(on("2026-12-02") > on("2026-12-01"));
}

#[test]
fn a_register_that_cannot_be_read_gives_each_fault_with_its_place_and_no_value() {
    let (text, line) = spoiled("basis = \"contract\"", "basis = \"Marker-4711\"");
    let text = text.replacen("role = \"controller\"", "role = 12", 1);
    let role = 1 + text
        .lines()
        .position(|line| line.contains("role = 12"))
        .unwrap();
    let (status, out, err) = lint("register.toml", &text, false);
    assert_eq!(status, Some(1), "{out}");
    for line in [line, role] {
        assert!(out.contains(&format!("register.toml:{line}:")), "{out}");
    }
    assert!(
        !out.contains("Marker-4711") && !err.contains("Marker-4711"),
        "{out}{err}"
    );
    assert!(
        out.ends_with("2 error(s), 0 warning(s), as of 2026-11-26\n"),
        "{out}"
    );
}

#[test]
fn a_file_that_is_no_toml_gives_line_and_column() {
    let (text, line) = spoiled("[requests]", "[requests");
    let (status, out, _) = lint("register.toml", &text, false);
    assert_eq!(status, Some(1), "{out}");
    assert!(
        out.starts_with(&format!("register.toml:{line}:10: error: ")),
        "{out}"
    );
}

#[test]
fn in_github_actions_findings_are_annotations_that_no_file_name_can_break_out_of() {
    let (text, line) = spoiled("updated = 2026-01-20", "updated = 2017-01-01");
    let (status, out, _) = lint("a,b%.toml", &text, true);
    assert_eq!(status, Some(1), "{out}");
    let expected = format!("::error file=a%2Cb%25.toml,line={line},col=11::GRF-R012 ");
    assert!(out.lines().any(|line| line.starts_with(&expected)), "{out}");
    assert!(
        out.contains("\n::notice file=") || out.starts_with("::notice file="),
        "{out}"
    );
}
