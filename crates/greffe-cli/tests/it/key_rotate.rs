//! `greffe key rotate`: one step at a time, and never further than what was stated.
#![cfg(unix)]

use crate::shell::{json, text};
use crate::workplace::Workplace;

const ROTATE: &str = "greffe key rotate --keyring keys.json --kek-file kek";

#[test]
fn a_rotation_adds_waits_for_every_instance_and_promotes() {
    let place = Workplace::new();
    let added = json(&place.run(&format!("{ROTATE} --format json")), 0);
    assert_eq!(
        (&added["generation"], &added["next"]),
        (&2.into(), &"promote".into())
    );
    let states = |keyring: &serde_json::Value| {
        let keys = keyring["keys"].as_array().unwrap();
        keys.iter()
            .map(|key| key["state"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(states(&added), ["primary", "standby"]);

    let before = std::fs::read(place.path("keys.json")).unwrap();
    for (more, en, fr) in [
        (
            "",
            "--seen-everywhere: a key stands by already",
            "--seen-everywhere\u{a0}: une clé est déjà en attente",
        ),
        (
            " --seen-everywhere 1",
            "--seen-everywhere: an instance reports generation 1, but 2",
            "--seen-everywhere\u{a0}: ",
        ),
    ] {
        for (lang, said) in [("en", en), ("fr", fr)] {
            let output = place.run(&format!("{ROTATE}{more} --lang {lang}"));
            assert_eq!(output.status.code(), Some(2));
            assert!(
                text(&output.stderr).starts_with(said),
                "{}",
                text(&output.stderr)
            );
        }
    }
    assert_eq!(std::fs::read(place.path("keys.json")).unwrap(), before);

    let promoted = json(
        &place.run(&format!("{ROTATE} --seen-everywhere 2 --format json")),
        0,
    );
    assert_eq!(
        (&promoted["generation"], &promoted["next"]),
        (&3.into(), &"reseal".into())
    );
    assert_eq!(promoted["keys"][0]["id"], added["keys"][1]["id"]);
    assert_eq!(states(&promoted), ["primary", "active"]);

    let none = place.run(&format!("{ROTATE} --seen-everywhere 3"));
    assert_eq!(none.status.code(), Some(2));
    assert!(text(&none.stderr).starts_with("--seen-everywhere: no key stands by"));
}

#[test]
fn where_nothing_runs_both_steps_are_one_and_what_is_sealed_opens_still() {
    let place = Workplace::of("field open");
    let said = place.done(&format!("{ROTATE} --no-instance-runs --lang fr"));
    assert!(said.ends_with("puis `greffe key retire`.\n"), "{said}");
    let column = "--keyring keys.json --table customers --column iban --type iban";
    let again = place.done(&format!(
        "greffe field rotate {column} < tokens.txt | greffe field open {column}"
    ));
    assert_eq!(again, crate::workplace::IBANS);
    // A key that stands by is promoted in the place of a new one.
    let added = json(&place.run(&format!("{ROTATE} --format json")), 0);
    let promoted = json(
        &place.run(&format!("{ROTATE} --no-instance-runs --format json")),
        0,
    );
    assert_eq!(
        promoted["keys"].as_array().unwrap().len(),
        added["keys"].as_array().unwrap().len()
    );
    let both = place.run(&format!("{ROTATE} --no-instance-runs --seen-everywhere 5"));
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn of_several_standby_keys_one_must_be_named() {
    let place = Workplace::of("key promote");
    place.done("greffe key add --keyring keys.json --kek-file kek");
    let output = place.run(&format!("{ROTATE} --seen-everywhere 3"));
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("--keyring: several keys stand by"));
}
