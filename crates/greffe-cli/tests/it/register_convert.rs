//! `greffe register convert`.

use std::fs;
use std::path::{Path, PathBuf};

use greffe::register::Register;

use crate::shell::{MARKER, greffe, text};

const REGISTER: &str = r#"
[organisation]
name = "Atelier Hélianthe"
[[processing]]
ref = "FAC-01"
name = "Facturation"
created = 2018-05-25
software = ["Caisse"]
"#;

/// The form that the bridge's own tests are made on.
pub(crate) fn form() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../greffe-interchange/tests/data/register-form.ods")
}

fn convert(options: &[&str], input: &str) -> std::process::Output {
    greffe(&[&["register", "convert"], options].concat(), input)
}

#[test]
fn toml_json_fides_and_dpv_lead_back_to_the_same_register() {
    let folder = tempfile::tempdir().unwrap();
    let expected = Register::from_toml(REGISTER).unwrap();
    for (to, name) in [
        ("toml", "r.toml"),
        ("json", "r.json"),
        ("fides", "r.yml"),
        ("dpv", "r.jsonld"),
    ] {
        let file = folder.path().join(name);
        let file = file.to_str().unwrap();
        let output = convert(
            &["--from", "toml", "--to", to, "--output", file, "-"],
            REGISTER,
        );
        assert_eq!(
            output.status.code(),
            Some(0),
            "{to}: {}",
            text(&output.stderr)
        );
        assert!(output.stdout.is_empty(), "{to}");
        let back = convert(&["--to", "json", file], "");
        assert_eq!(back.status.code(), Some(0), "{to}: {}", text(&back.stderr));
        assert!(
            Register::from_json(&text(&back.stdout)).unwrap() == expected,
            "{to}"
        );
    }
}

#[test]
fn what_is_lost_is_said_and_can_fail() {
    let terms = ["--from", "toml", "--to", "fides", "--terms-only", "-"];
    let output = convert(&terms, REGISTER);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stderr);
    assert!(said.contains("processing[FAC-01].created"), "{said}");
    assert!(!said.contains("2018"), "{said}");
    let strict = convert(&[&["--lossless"], &terms[..]].concat(), REGISTER);
    assert_eq!(strict.status.code(), Some(1));
    let whole = convert(
        &["--lossless", "--from", "toml", "--to", "json", "-"],
        REGISTER,
    );
    assert_eq!(whole.status.code(), Some(0));
}

#[test]
fn a_spreadsheet_is_filled_in_read_and_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (filled, updated) = (file("filled.ods"), file("updated.ods"));
    let form = form();
    let form = form.to_str().unwrap();
    let output = convert(
        &[
            "--from", "toml", "--to", "ods", "--form", form, "--output", &filled, "-",
        ],
        REGISTER,
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let read = convert(&["--to", "json", &filled], "");
    let read = Register::from_json(&text(&read.stdout)).unwrap();
    assert_eq!(
        read.processings()[0].created,
        Some("2018-05-25".parse().unwrap())
    );
    // The same register again changes nothing.
    let output = convert(
        &[
            "--from", "toml", "--to", "ods", "--update", &filled, "--output", &updated, "-",
        ],
        REGISTER,
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(fs::read(&filled).unwrap() == fs::read(&updated).unwrap());
}

#[test]
fn what_cannot_be_done_is_said_without_the_content() {
    for (options, input, expected) in [
        (&["--to", "json", "-"][..], "", "--from"),
        (
            &["--from", "toml", "--to", "ods", "-"][..],
            "organisation = { name = \"A\" }",
            "--form",
        ),
        (&["--from", "ods", "--to", "json", "-"][..], MARKER, "-"),
        (
            &["--from", "fides", "--to", "json", "-"][..],
            &format!("system: {MARKER}"),
            "-",
        ),
        (
            &["--from", "dpv", "--to", "json", "-"][..],
            &format!("[{{\"{MARKER}\""),
            "-",
        ),
        (
            &["--from", "toml", "--to", "json", "-"][..],
            &format!("organisation = \"{MARKER}\""),
            "line 1",
        ),
    ] {
        let output = convert(options, input);
        assert_eq!(output.status.code(), Some(2), "{options:?}");
        let said = text(&output.stderr);
        assert!(said.contains(expected), "{options:?}: {said}");
        assert!(!said.contains(MARKER), "{options:?}: {said}");
        assert!(output.stdout.is_empty(), "{options:?}");
    }
}
