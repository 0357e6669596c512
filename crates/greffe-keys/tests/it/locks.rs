//! The lock beside a keyring file.

use std::fs;
use std::path::Path;

use greffe_keys::{FileKeys, KeysError};

use crate::{mode, open, place};

/// Where the test is run by root, the file is another user's, and root changes it: the user's services must be able to change it afterwards.
#[test]
fn a_lock_belongs_to_the_owner_of_the_keyring() {
    use std::os::unix::fs::{MetadataExt, chown};

    let place = place();
    let lock = place.folder.path().join("keys.json.lock");
    fs::remove_file(&lock).unwrap();
    let own = fs::metadata(&place.keys).unwrap().uid();
    let owner = if own == 0 { 12_345 } else { own };
    chown(&place.keys, Some(owner), None).unwrap();
    open(&place)
        .unwrap()
        .change(|ring, rng| ring.add(0, rng).map(drop))
        .unwrap();
    let uid = |path: &Path| fs::metadata(path).unwrap().uid();
    assert_eq!((uid(&place.keys), uid(&lock)), (owner, owner));
    assert_eq!(mode(&lock), 0o600);
}

/// Who owns the folder must not make a more privileged writer create, or give away, a file elsewhere.
#[test]
fn a_lock_that_is_a_link_or_a_pipe_is_refused() {
    let place = place();
    let keys = open(&place).unwrap();
    let before = fs::read(&place.keys).unwrap();
    let lock = place.folder.path().join("keys.json.lock");
    let elsewhere = place.folder.path().join("elsewhere");
    let refused = |keys: FileKeys| {
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || tell.send(keys.change(|ring, rng| ring.add(0, rng).map(drop))));
        let answer = told.recv_timeout(std::time::Duration::from_secs(10));
        matches!(answer, Ok(Err(KeysError::NotAFile { .. })))
    };
    fs::remove_file(&lock).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &lock).unwrap();
    assert!(refused(keys.clone()) && !elsewhere.exists());
    fs::write(&elsewhere, "").unwrap();
    assert!(refused(keys.clone()));
    fs::remove_file(&lock).unwrap();
    let made = std::process::Command::new("mkfifo")
        .args(["-m", "600"])
        .arg(&lock)
        .status()
        .unwrap();
    assert!(made.success());
    assert!(refused(keys));
    assert_eq!(fs::read(&place.keys).unwrap(), before);
}
