//! `greffe key …`: keyring files, changed and shown, without key material.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use crate::shell::{greffe, json, text, words};

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
    assert!(french.contains("primaire, créée le 2025-06-15"), "{french}");
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
        "--kek-file : la clé de chiffrement de clés n'est pas de 32 octets",
    );
    refused(
        "show --kek-file {nowhere}",
        "cannot open",
        "impossible d'ouvrir",
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

#[cfg(unix)]
fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn private(_: &Path) {}
