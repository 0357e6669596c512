//! Packages that are encrypted to the person: what is, what is named so, and how they are opened.

#[cfg(feature = "age")]
use std::fs;

use crate::export::Desk;
use crate::shell::json;
#[cfg(feature = "age")]
use crate::shell::{text, words};

#[cfg(feature = "age")]
const RECIPIENT: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

#[test]
#[cfg(not(feature = "age"))]
fn nothing_is_named_as_encrypted_that_is_not() {
    let desk = Desk::new();
    json(&desk.build("out.age", &[]), 2);
    assert!(!desk.path("out.age").exists());
}

#[test]
#[cfg(feature = "age")]
fn a_package_is_encrypted_to_the_person_and_opened_by_them() {
    let desk = Desk::new();
    // Of the examples of age-encryption.org, as the recipient is.
    desk.put("identity.txt", "# created by age-keygen\nAGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n");
    json(&desk.build("out.age", &["--age", RECIPIENT]), 0);
    assert!(
        fs::read(desk.path("out.age"))
            .unwrap()
            .starts_with(b"age-encryption.org/v1\n")
    );
    let opened = desk.run(
        "open",
        "out.age",
        &[
            "--out",
            &desk.shown("opened"),
            "--identity",
            &desk.shown("identity.txt"),
        ],
    );
    words(&opened, 0);
    assert!(
        desk.read("opened/data/access/customers.ndjson")
            .starts_with("{\"email\":\"=ada@")
    );
    let left: Vec<_> = fs::read_dir(desk.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        left.iter().all(|name| !name.contains("part")
            && !name.contains("staging")
            && !name.contains("sealed")),
        "{left:?}"
    );

    desk.put("passphrase.txt", "tournesol lin cuve\n");
    json(
        &desk.build(
            "by-word.age",
            &["--age-passphrase", &desk.shown("passphrase.txt")],
        ),
        0,
    );
    words(
        &desk.run(
            "open",
            "by-word.age",
            &[
                "--out",
                &desk.shown("again"),
                "--passphrase",
                &desk.shown("passphrase.txt"),
            ],
        ),
        0,
    );
    json(&desk.build("bad.age", &["--age", "age1nope"]), 2);
    assert!(!desk.path("bad.age").exists());
    json(&desk.build("none.age", &[]), 2);
    json(&desk.build("folder", &["--age", RECIPIENT]), 2);
}

#[test]
#[cfg(feature = "age")]
fn a_recipient_that_is_none_is_refused_before_anything_is_staged_and_the_right_one_is_taken() {
    let desk = Desk::new();
    let refused = json(&desk.build("out.age", &["--age", "age1nope"]), 2);
    assert!(refused["error"].as_str().unwrap().starts_with("--age: "));
    assert!(!desk.path("out.age.staging").exists());
    json(&desk.build("out.age", &["--age", RECIPIENT]), 0);
}

#[test]
#[cfg(feature = "age")]
fn what_is_encrypted_is_not_named_as_an_archive_that_anybody_opens() {
    let desk = Desk::new();
    let refused = json(&desk.build("out.zip", &["--age", RECIPIENT]), 2);
    assert!(refused["error"].as_str().unwrap().ends_with(".age"));
    assert!(!desk.path("out.zip").exists());
    assert!(!desk.path("out.zip.staging").exists());
}

#[test]
#[cfg(feature = "age")]
fn an_encrypted_package_says_how_it_is_opened_and_a_killed_opening_is_no_hindrance() {
    let desk = Desk::new();
    desk.put("passphrase.txt", "tournesol lin cuve\n");
    let passphrase = desk.shown("passphrase.txt");
    json(
        &desk.build("out.age", &["--age-passphrase", &passphrase]),
        0,
    );
    for command in [&["verify"][..], &["open", "--out", &desk.shown("opened")]] {
        let refused = desk.run(command[0], "out.age", &command[1..]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains("`--passphrase`"));
    }
    desk.put("opened.zip.part", "theirs");
    let out = desk.shown("opened");
    let open = || {
        desk.run(
            "open",
            "out.age",
            &["--out", &out, "--passphrase", &passphrase],
        )
    };
    assert_eq!(open().status.code(), Some(2));
    assert_eq!(desk.read("opened.zip.part"), "theirs");
    fs::remove_file(desk.path("opened.zip.part")).unwrap();
    fs::create_dir(desk.path("opened.zip.part")).unwrap();
    desk.put("opened.zip.part/.greffe-part", "");
    desk.put("opened.zip.part/archive", "half in clear");
    words(&open(), 0);
    assert!(!desk.path("opened.zip.part").exists());
}
