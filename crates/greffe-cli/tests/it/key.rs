//! `greffe key …`: keyring files, changed and shown, without key material.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use crate::shell::{MARKER, greffe, json, text, words};

/// A folder with a keyring and its key-encryption key.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self::empty();
        let made = place.key("create --new-kek {kek} --at 2025-06-15T12:00:00Z", &[]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        place
    }

    fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `greffe key COMMAND --keyring …`; `{name}` stands for a path in the folder.
    fn key(&self, command: &str, more: &[&str]) -> Output {
        let mut arguments = vec!["key".to_owned()];
        arguments.extend(command.split_whitespace().map(|word| {
            match word
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
            {
                Some(name) => shown(&self.path(name)),
                None => word.to_owned(),
            }
        }));
        arguments.push(format!("--keyring={}", shown(&self.path("keys.json"))));
        arguments.extend(more.iter().map(|word| (*word).to_owned()));
        greffe(
            &arguments.iter().map(String::as_str).collect::<Vec<_>>(),
            "",
        )
    }

    fn shown(&self) -> Value {
        json(&self.key("show --kek-file {kek} --format json", &[]), 0)
    }
}

fn shown(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_new_keyring_holds_one_primary_key_and_shows_its_day() {
    let place = Place::new();
    let keyring = place.shown();
    assert_eq!(keyring["generation"], 1);
    assert!(keyring["kek"].as_str().unwrap().starts_with("local-"));
    let [key] = keyring["keys"].as_array().unwrap().as_slice() else {
        panic!("one key");
    };
    assert_eq!(
        (&key["state"], &key["created"], &key["created_seconds"]),
        (
            &"primary".into(),
            &"2025-06-15".into(),
            &1_749_988_800.into()
        )
    );
    let english = words(&place.key("show --kek-file {kek}", &[]), 0);
    assert!(english.contains("primary, created 2025-06-15"), "{english}");
    let french = words(&place.key("show --kek-file {kek} --lang fr", &[]), 0);
    assert!(
        french.contains("principale, créée le 2025-06-15"),
        "{french}"
    );
}

#[test]
fn a_check_names_each_key_with_its_check_value() {
    let place = Place::new();
    let id = place.shown()["keys"][0]["id"].clone();
    let checked = json(&place.key("check --kek-file {kek} --format json", &[]), 0);
    assert_eq!(checked["keys"][0]["id"], id);
    let value = checked["keys"][0]["check_value"].as_str().unwrap();
    assert_eq!(value.len(), 32);
    let said = words(&place.key("check --kek-file {kek}", &[]), 0);
    assert!(
        said.contains(id.as_str().unwrap()) && said.contains(value),
        "{said}"
    );
}

#[test]
fn nothing_that_exists_is_overwritten_and_no_key_is_left_beside_it() {
    let place = Place::new();
    let before = std::fs::read(place.path("keys.json")).unwrap();
    for command in [
        "create --kek-file {kek}",
        "create --new-kek {kek}",
        "create --new-kek {another}",
    ] {
        let refused = place.key(command, &[]);
        assert_eq!(refused.status.code(), Some(2), "{command}");
        assert!(text(&refused.stderr).contains("exists already"));
    }
    assert_eq!(std::fs::read(place.path("keys.json")).unwrap(), before);
    assert!(!place.path("another").exists());
}

#[test]
fn what_keeps_a_keyring_from_being_opened_is_said_in_both_languages() {
    let place = Place::new();
    let refused = |command: &str, en: &str, fr: &str| {
        for (lang, message) in [("en", en), ("fr", fr)] {
            let refused = place.key(command, &["--lang", lang]);
            assert_eq!(refused.status.code(), Some(2), "{command}");
            let said = text(&refused.stderr);
            assert!(said.contains(message), "{said}");
        }
    };
    std::fs::write(place.path("words"), "correct horse battery staple").unwrap();
    private(&place.path("words"));
    assert_eq!(
        Place::empty()
            .key("create --new-kek {kek}", &[])
            .status
            .code(),
        Some(0)
    );
    refused(
        "show --kek-file {words}",
        "--kek-file: the key-encryption key is not 32 octets",
        "--kek-file\u{a0}: la clé de chiffrement de clés n’est pas de 32 octets",
    );
    refused(
        "show --kek-file {nowhere}",
        "cannot open",
        "impossible d’ouvrir",
    );
    std::fs::write(place.path("other"), "07".repeat(32)).unwrap();
    private(&place.path("other"));
    refused(
        "show --kek-file {other}",
        "sealed with another key-encryption key",
        "scellé sous une autre clé de chiffrement de clés",
    );
    refused(
        "show --kek-file {kek} --at-least 2",
        "has generation 1, but generation 2 was seen before",
        "est de génération 1, mais la génération 2 a déjà été vue",
    );
}

/// The one key in a state.
#[track_caller]
fn id(keyring: &Value, state: &str) -> String {
    let keys = keyring["keys"].as_array().unwrap();
    let mut found = keys.iter().filter(|key| key["state"] == state);
    let id = found.next().unwrap()["id"].as_str().unwrap().to_owned();
    assert!(found.next().is_none());
    id
}

#[test]
fn a_rotation_from_a_shell_asks_for_each_statement() {
    let place = Place::new();
    let old = id(&place.shown(), "primary");
    let run = |command: &str| place.key(&format!("{command} --kek-file {{kek}}"), &[]);
    let refused = |command: &str, why: &str| {
        let before = std::fs::read(place.path("keys.json")).unwrap();
        let output = run(command);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(
            text(&output.stderr).contains(why),
            "{}",
            text(&output.stderr)
        );
        assert_eq!(std::fs::read(place.path("keys.json")).unwrap(), before);
    };
    words(&run("add --at 2026-01-01T00:00:00Z"), 0);
    let next = id(&place.shown(), "standby");

    refused(&format!("promote {next}"), "--seen-everywhere");
    refused(
        &format!("promote {next} --seen-everywhere 1"),
        "--seen-everywhere: an instance reports generation 1, but 2 must have been loaded everywhere",
    );
    words(&run(&format!("promote {next} --seen-everywhere 2")), 0);
    let keyring = place.shown();
    assert_eq!(
        (id(&keyring, "primary"), id(&keyring, "active")),
        (next.clone(), old.clone())
    );

    refused(
        &format!("retire {old} --seen-everywhere 3"),
        "--no-stale-rows",
    );
    refused(
        &format!("retire {old} --no-stale-rows"),
        "--seen-everywhere",
    );
    refused(
        &format!("retire {old} --no-stale-rows --seen-everywhere 2"),
        "--seen-everywhere: an instance reports generation 2, but 3 must have",
    );
    refused(
        &format!("retire {next} --no-stale-rows --seen-everywhere 3"),
        "is primary, which does not allow this step",
    );
    words(
        &run(&format!("retire {old} --no-stale-rows --seen-everywhere 3")),
        0,
    );

    // A backup came back: the key opens again, and retires again.
    words(&run(&format!("reactivate {old}")), 0);
    let keyring = place.shown();
    assert_eq!(
        (id(&keyring, "primary"), id(&keyring, "active")),
        (next.clone(), old.clone())
    );
    refused(
        &format!("reactivate {old}"),
        "is active, which does not allow this step",
    );
    refused(
        &format!("reactivate {next}"),
        "is primary, which does not allow this step",
    );
    refused("reactivate 00000001", "is not in this keyring");
    refused(
        &format!("retire {old} --no-stale-rows --seen-everywhere 4"),
        "--seen-everywhere: an instance reports generation 4, but 5 must have",
    );
    words(
        &run(&format!("retire {old} --no-stale-rows --seen-everywhere 5")),
        0,
    );

    refused(&format!("destroy {old}"), "--last-backup-expired");
    let destroy = format!("destroy {old} --last-backup-expired 2026-03-31");
    // The whole day must be over.
    for now in ["2026-03-30T12:00:00Z", "2026-03-31T23:59:59Z"] {
        refused(
            &format!("{destroy} --at {now}"),
            "--last-backup-expired: the last backup that holds the key's rows is not known to have expired",
        );
    }
    refused(&format!("discard {old}"), "is retired");
    words(&run(&format!("{destroy} --at 2026-04-01T00:00:00Z")), 0);
    let keyring = place.shown();
    assert_eq!(
        (
            &keyring["generation"],
            keyring["keys"].as_array().unwrap().len()
        ),
        (&7.into(), 1)
    );

    words(&run("add"), 0);
    let standby = id(&place.shown(), "standby");
    refused(
        &format!("destroy {standby} --no-backup-was-ever-made"),
        "is standby",
    );
    words(&run(&format!("discard {standby}")), 0);
    refused(&format!("discard {standby}"), "is not in this keyring");
}

#[test]
fn a_key_id_is_8_hexadecimal_digits_and_what_is_not_one_is_not_repeated() {
    let place = Place::new();
    for bad in [MARKER, "7", "0000000g", "00000000", "+1234567"] {
        let refused = place.key(&format!("discard {bad} --kek-file {{kek}} --lang fr"), &[]);
        assert_eq!(refused.status.code(), Some(2));
        let said = text(&refused.stderr);
        assert!(
            said.contains("un numéro de clé de 8 chiffres hexadécimaux"),
            "{said}"
        );
        assert!(!said.contains(MARKER));
    }
}

#[test]
fn a_resealed_keyring_opens_under_the_new_key_only() {
    let place = Place::new();
    let before = place.shown();
    let resealed = json(
        &place.key(
            "reseal --kek-file {kek} --new-kek {kek-2027} --format json",
            &[],
        ),
        0,
    );
    assert_eq!(resealed["keys"], before["keys"]);
    assert_eq!(resealed["generation"], before["generation"]);
    assert_ne!(resealed["kek"], before["kek"]);
    assert_eq!(
        place.key("show --kek-file {kek}", &[]).status.code(),
        Some(2)
    );
    words(&place.key("show --kek-file {kek-2027}", &[]), 0);
    // Back under a key that exists; and not under the same.
    words(
        &place.key("reseal --kek-file {kek-2027} --under {kek}", &[]),
        0,
    );
    assert_eq!(place.shown(), before);
    let same = place.key("reseal --kek-file {kek} --under {kek}", &[]);
    assert!(text(&same.stderr).contains("--under: the keyring is sealed under this key already"));
    // Where the file does not open no new key is made.
    let wrong = place.key("reseal --kek-file {kek-2027} --new-kek {third}", &[]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(!place.path("third").exists());
}

#[test]
fn an_escrow_goes_out_and_comes_back_under_its_own_key() {
    let place = Place::new();
    let before = place.shown();
    let safe = Place::new();
    std::fs::copy(safe.path("kek"), place.path("safe")).unwrap();
    private(&place.path("safe"));
    let export = "export --kek-file {kek} --under {safe} --to {escrow.json}";
    words(&place.key(export, &[]), 0);
    let again = place.key(export, &[]);
    assert!(
        text(&again.stderr).contains("--to: "),
        "{}",
        text(&again.stderr)
    );
    let no_escrow = place.key(
        "export --kek-file {kek} --under {kek} --to {copy.json}",
        &[],
    );
    assert_eq!(no_escrow.status.code(), Some(2));
    assert!(!place.path("copy.json").exists());

    std::fs::remove_file(place.path("keys.json")).unwrap();
    let wrong = place.key(
        "import --from {escrow.json} --under {kek} --new-kek {fresh}",
        &[],
    );
    assert!(text(&wrong.stderr).contains("--from: "));
    assert!(!place.path("fresh").exists() && !place.path("keys.json").exists());
    words(
        &place.key(
            "import --from {escrow.json} --under {safe} --new-kek {fresh}",
            &[],
        ),
        0,
    );
    let after = json(&place.key("show --kek-file {fresh} --format json", &[]), 0);
    assert_eq!(after["keys"], before["keys"]);
}

/// What no command but the loudly named option prints: the master key, as `export` itself writes it.
#[test]
fn no_other_command_prints_key_material() {
    let place = Place::new();
    let plain = json(
        &place.key(
            "export --kek-file {kek} --print-plain-master-keys-on-stdout --format json",
            &[],
        ),
        0,
    );
    let master = plain["keys"][0]["plain_master_key"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(master.len(), 64);
    let kek = std::fs::read_to_string(place.path("kek")).unwrap();
    std::fs::write(place.path("other"), "07".repeat(32)).unwrap();
    private(&place.path("other"));
    for command in [
        "show",
        "check",
        "add",
        "export --under {other} --to {escrow.json}",
        "reseal --under {other}",
    ] {
        for format in ["text", "json"] {
            let output = place.key(
                &format!("{command} --kek-file {{kek}} --format {format}"),
                &[],
            );
            let said = text(&output.stdout) + &text(&output.stderr);
            assert!(
                !said.contains(&master) && !said.contains(kek.trim()),
                "{command}"
            );
        }
    }
    let both = place.key(
        "export --kek-file {kek} --print-plain-master-keys-on-stdout --under {other} --to {x}",
        &[],
    );
    assert_eq!(both.status.code(), Some(2));
    assert!(!text(&both.stdout).contains(&master));
}

#[test]
fn the_key_encryption_key_comes_from_the_environment_where_no_file_is_named() {
    let place = Place::new();
    let run = |variables: &[(&str, String)]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_greffe"))
            .args(["key", "show", "--keyring", &shown(&place.path("keys.json"))])
            .env_remove("GREFFE_KEK")
            .env_remove("GREFFE_KEK_FILE")
            .envs(variables.iter().cloned())
            .output()
            .unwrap()
    };
    let kek = std::fs::read_to_string(place.path("kek")).unwrap();
    words(&run(&[("GREFFE_KEK", kek)]), 0);
    words(&run(&[("GREFFE_KEK_FILE", shown(&place.path("kek")))]), 0);
    let unset = run(&[]);
    assert_eq!(unset.status.code(), Some(2));
    assert!(
        text(&unset.stderr).contains("--kek-file: the environment variable GREFFE_KEK is not set")
    );
}

#[cfg(unix)]
fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn private(_: &Path) {}
