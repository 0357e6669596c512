use crate::{demo, registers_folder};

#[test]
fn a_broken_register_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (register, out) = (folder.path().join("broken.toml"), folder.path().join("out"));
    let marker = "FR7630006000011234567890189";
    let text = format!(
        "[organisation]\nname = 7\n\n[[processing]]\nref = \"A\"\nname = \"x\"\nretnetion = \"{marker}\"\n"
    );
    std::fs::write(&register, text).unwrap();
    let output = demo(&[
        "--register",
        register.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("line 2, column 8") && said.contains("line 7, column 1"),
        "{said}"
    );
    assert!(!said.contains(marker));
    assert!(!out.exists(), "nothing is written half");
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.txt"), "precious").unwrap();
    let register = registers_folder().join("software-support.toml");
    for again in [&[][..], &["--again"][..]] {
        let mut arguments = vec![
            "--register",
            register.to_str().unwrap(),
            "--out",
            folder.path().to_str().unwrap(),
        ];
        arguments.extend(again);
        let output = demo(&arguments);
        assert_eq!(output.status.code(), Some(2), "{again:?}");
        assert_eq!(
            std::fs::read_to_string(folder.path().join("mine.txt")).unwrap(),
            "precious"
        );
    }
}

#[test]
fn run_again_it_replaces_only_what_an_earlier_demo_left() {
    let folder = tempfile::tempdir().unwrap();
    let register = registers_folder().join("software-support.toml");
    let arguments = [
        "--register",
        register.to_str().unwrap(),
        "--out",
        folder.path().to_str().unwrap(),
        "--people",
        "40",
    ];
    assert!(demo(&arguments).status.success());
    assert_eq!(
        demo(&arguments).status.code(),
        Some(2),
        "not without being asked"
    );
    let again: Vec<&str> = arguments.iter().copied().chain(["--again"]).collect();
    assert!(demo(&again).status.success());
}

#[test]
fn a_register_that_is_not_there_is_named() {
    let output = demo(&["--register", "no-such-register.toml", "--lang", "fr"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("no-such-register.toml")
    );
}
