//! Integration tests of `greffe-keys`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod enveloped;
mod laws;
#[cfg(unix)]
mod locks;
mod resealing;
mod retirement;

use std::fs;
use std::path::{Path, PathBuf};

use greffe_cipher::{Context, Iban, KeyState, Keyring, KeyringError};
use greffe_keys::{EnvKeys, FileAccess, FileKeys, KekSource, KeysError};
use tempfile::TempDir;

struct Place {
    folder: TempDir,
    keys: PathBuf,
    kek: KekSource,
}

/// A new keyring file with its key-encryption key.
fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys.json");
    let kek = KekSource::generate_file(folder.path().join("kek")).unwrap();
    FileKeys::create(&keys, &kek, 1_750_000_000).unwrap();
    Place { folder, keys, kek }
}

fn open(place: &Place) -> Result<FileKeys, KeysError> {
    FileKeys::open_with(&place.keys, &place.kek, FileAccess::OwnerOnly)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn keyring_error(error: &KeysError) -> Option<KeyringError> {
    match error {
        KeysError::Keyring(error) => Some(*error),
        _ => None,
    }
}

#[test]
fn a_created_keyring_reads_back_and_seals() {
    let place = place();
    let ring = Keyring::from_provider(&open(&place).unwrap()).unwrap();
    let again = Keyring::from_provider(&open(&place).unwrap()).unwrap();
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let column = |ring: &Keyring| {
        ring.cipher(Context::new("c", "iban"))
            .unwrap()
            .deterministic::<Iban>()
    };
    assert_eq!(column(&again).open(&column(&ring).seal(&iban)), Ok(iban));
    assert_eq!(ring.generation(), 1);
    assert_eq!(ring.keys().next().unwrap().created(), 1_750_000_000);
}

#[test]
fn a_keyring_is_never_overwritten_by_a_new_one() {
    let place = place();
    let before = fs::read(&place.keys).unwrap();
    assert!(matches!(
        FileKeys::create(&place.keys, &place.kek, 0),
        Err(KeysError::Exists { .. })
    ));
    assert!(matches!(
        KekSource::generate_file(place.folder.path().join("kek")),
        Err(KeysError::Exists { .. })
    ));
    assert_eq!(fs::read(&place.keys).unwrap(), before);
}

#[test]
fn a_rotation_in_the_file() {
    let place = place();
    let keys = open(&place).unwrap();
    let first = Keyring::from_provider(&keys).unwrap().primary();
    let ring = keys
        .change(|ring, rng| ring.add(1_760_000_000, rng).map(drop))
        .unwrap();
    let next = ring
        .keys()
        .map(|key| key.id())
        .find(|id| *id != first)
        .unwrap();
    keys.change(|ring, _| ring.promote(next)).unwrap();
    keys.change(|ring, _| ring.retire_without_proof(first))
        .unwrap();
    let ring = Keyring::from_provider(&open(&place).unwrap()).unwrap();
    assert_eq!(
        (ring.primary(), ring.state(first), ring.generation()),
        (next, Some(KeyState::Retired), 4)
    );
    keys.change(|ring, _| ring.destroy_without_proof(first))
        .unwrap();
    assert_eq!(Keyring::from_provider(&keys).unwrap().state(first), None);
}

#[test]
fn a_refused_change_writes_nothing() {
    let place = place();
    let keys = open(&place).unwrap();
    let before = fs::read(&place.keys).unwrap();
    let first = Keyring::from_provider(&keys).unwrap().primary();
    let error = keys
        .change(|ring, rng| {
            ring.add(0, rng)?;
            ring.retire_without_proof(first)
        })
        .unwrap_err();
    assert_eq!(
        keyring_error(&error),
        Some(KeyringError::State {
            id: first,
            state: KeyState::Primary
        })
    );
    assert_eq!(fs::read(&place.keys).unwrap(), before);
}

#[test]
fn a_writer_that_started_from_an_older_generation_is_refused() {
    let place = place();
    let keys = open(&place).unwrap();
    let mut mine = Keyring::from_provider(&keys).unwrap();
    keys.change(|ring, rng| ring.add(0, rng).map(drop)).unwrap();
    let first = mine.primary();
    let theirs = Keyring::from_provider(&keys).unwrap();
    mine.import(
        greffe_cipher::KeyId::new(first.get() ^ 1 | 2).unwrap(),
        0,
        greffe_cipher::MasterKey::from_bytes([9; 32]),
    )
    .unwrap();
    assert!(matches!(
        keys.store(1, &mine),
        Err(KeysError::Changed {
            expected: 1,
            found: 2,
            ..
        })
    ));
    assert_eq!(
        Keyring::from_provider(&keys).unwrap().keys().count(),
        theirs.keys().count()
    );
    // From the current generation it is accepted, unless it goes backwards.
    let mut next = theirs.clone();
    next.import(
        greffe_cipher::KeyId::new(77).unwrap(),
        0,
        greffe_cipher::MasterKey::from_bytes([8; 32]),
    )
    .unwrap();
    keys.store(2, &next).unwrap();
    let error = keys.store(3, &theirs).unwrap_err();
    assert_eq!(
        keyring_error(&error),
        Some(KeyringError::Generation {
            found: 2,
            remembered: 3
        })
    );
}

#[test]
fn concurrent_changes_are_all_kept() {
    let place = place();
    let keys = open(&place).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| keys.change(|ring, rng| ring.add(0, rng).map(drop)).unwrap());
        }
    });
    let ring = Keyring::from_provider(&keys).unwrap();
    assert_eq!((ring.generation(), ring.keys().count()), (9, 9));
}

#[test]
fn a_rolled_back_file_is_refused() {
    let place = place();
    let old = fs::read(&place.keys).unwrap();
    let keys = open(&place).unwrap();
    let seen = keys
        .change(|ring, rng| ring.add(0, rng).map(drop))
        .unwrap()
        .generation();
    fs::write(&place.keys, old).unwrap();
    let rolled_back = Some(KeyringError::Generation {
        found: 1,
        remembered: 2,
    });
    let refused = |keys: FileKeys| keyring_error(&Keyring::from_provider(&keys).unwrap_err());
    assert_eq!(refused(open(&place).unwrap().at_least(seen)), rolled_back);
    assert_eq!(
        refused(keys.clone()),
        rolled_back,
        "a handle and its clones remember what they saw"
    );
    assert!(
        Keyring::from_provider(&open(&place).unwrap()).is_ok(),
        "who remembers nothing cannot tell"
    );
}

#[test]
fn two_histories_of_one_generation_are_told_apart_in_one_process() {
    let place = place();
    let backup = fs::read(&place.keys).unwrap();
    let keys = open(&place).unwrap();
    let add = |keys: &FileKeys| keys.change(|ring, rng| ring.add(0, rng).map(drop));
    add(&keys).unwrap();
    let clone = keys.clone();
    // The file is restored, and another process goes on from there.
    fs::write(&place.keys, &backup).unwrap();
    add(&open(&place).unwrap()).unwrap();
    for keys in [&keys, &clone] {
        assert!(matches!(
            Keyring::from_provider(keys),
            Err(KeysError::Forked { generation: 2, .. })
        ));
        assert!(add(keys).is_err());
    }
    // The same keyring sealed anew is no fork.
    let keys = open(&place).unwrap();
    let ring = Keyring::from_provider(&keys).unwrap();
    let kek = place.kek.load().unwrap();
    let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
    fs::write(&place.keys, ring.seal(&kek, &mut rng)).unwrap();
    assert!(Keyring::from_provider(&keys).is_ok());
}

#[test]
fn other_keys_under_the_same_generation_are_never_reported_as_written() {
    let place = place();
    let keys = open(&place).unwrap();
    let before = fs::read(&place.keys).unwrap();
    let error = keys
        .change(|ring, rng| {
            *ring = Keyring::generate(0, rng);
            Ok(())
        })
        .unwrap_err();
    assert!(matches!(
        error,
        KeysError::SameGeneration { generation: 1, .. }
    ));
    let ring = Keyring::from_provider(&keys).unwrap();
    let other = Keyring::single(
        ring.primary(),
        1_750_000_000,
        greffe_cipher::MasterKey::from_bytes([7; 32]),
    );
    assert!(matches!(
        keys.store(1, &other),
        Err(KeysError::SameGeneration { generation: 1, .. })
    ));
    // Nothing changed is no error, and writes nothing.
    assert!(keys.change(|_, _| Ok(())).unwrap().is_same_as(&ring));
    keys.store(1, &ring).unwrap();
    assert_eq!(fs::read(&place.keys).unwrap(), before);
}

#[test]
fn readers_never_see_a_rollback_while_others_write() {
    let place = place();
    let keys = open(&place).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..20 {
                keys.change(|ring, rng| ring.add(0, rng).map(drop)).unwrap();
            }
        });
        for _ in 0..2 {
            scope.spawn(|| {
                while Keyring::from_provider(&keys).unwrap().generation() < 21 {
                    std::thread::yield_now();
                }
            });
        }
    });
}

#[test]
fn one_of_many_creators_wins_and_every_reader_sees_a_whole_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    let made = std::thread::scope(|scope| {
        let racing: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let made = KekSource::generate_file(&path);
                    // Whoever lost finds the winner's key whole.
                    KekSource::File(path.clone()).load().unwrap();
                    made.is_ok()
                })
            })
            .collect();
        let won = racing.into_iter().map(|one| one.join().unwrap());
        won.filter(|won| *won).count()
    });
    assert_eq!(made, 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
#[cfg(unix)]
fn a_linked_keyring_stays_a_link_with_one_lock() {
    let place = place();
    let other = tempfile::tempdir().unwrap();
    let link = other.path().join("linked.json");
    std::os::unix::fs::symlink(&place.keys, &link).unwrap();
    let linked = FileKeys::open_with(&link, &place.kek, FileAccess::OwnerOnly).unwrap();
    linked
        .change(|ring, rng| ring.add(0, rng).map(drop))
        .unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 1);
    let ring = Keyring::from_provider(&open(&place).unwrap()).unwrap();
    assert_eq!(ring.generation(), 2);
    // A link to nothing is not followed when a keyring is made.
    let dangling = other.path().join("dangling.json");
    std::os::unix::fs::symlink(other.path().join("nowhere"), &dangling).unwrap();
    assert!(matches!(
        FileKeys::create(&dangling, &place.kek, 0),
        Err(KeysError::Exists { .. })
    ));
    assert!(!other.path().join("nowhere").exists());
}

#[test]
#[cfg(unix)]
fn the_groups_right_to_read_outlives_a_change() {
    use std::os::unix::fs::MetadataExt;

    let place = place();
    set_mode(&place.keys, 0o640);
    let gid = fs::metadata(&place.keys).unwrap().gid();
    let keys = FileKeys::open_with(&place.keys, &place.kek, FileAccess::GroupMayRead).unwrap();
    keys.change(|ring, rng| ring.add(0, rng).map(drop)).unwrap();
    assert_eq!(mode(&place.keys), 0o640);
    assert_eq!(fs::metadata(&place.keys).unwrap().gid(), gid);
    // A file without it does not gain it.
    set_mode(&place.keys, 0o600);
    keys.change(|ring, rng| ring.add(0, rng).map(drop)).unwrap();
    assert_eq!(mode(&place.keys), 0o600);
}

#[test]
#[cfg(unix)]
fn a_pipe_is_refused_and_does_not_block() {
    let place = place();
    let pipe = place.folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo")
        .args(["-m", "600"])
        .arg(&pipe)
        .status()
        .unwrap();
    assert!(made.success());
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || tell.send(KekSource::File(pipe).load().map(drop)));
    let answer = told.recv_timeout(std::time::Duration::from_secs(10));
    assert!(matches!(answer, Ok(Err(KeysError::NotAFile { .. }))));
}

#[test]
fn a_wrong_key_is_named_and_an_altered_file_too() {
    let place = place();
    let other = KekSource::generate_file(place.folder.path().join("other")).unwrap();
    let error = FileKeys::open_with(&place.keys, &other, FileAccess::OwnerOnly).unwrap_err();
    assert_eq!(
        keyring_error(&error),
        Some(KeyringError::WrongKeyEncryptionKey)
    );
    let text = fs::read_to_string(&place.keys).unwrap();
    fs::write(
        &place.keys,
        text.replace("\"generation\": 1", "\"generation\": 2"),
    )
    .unwrap();
    assert_eq!(
        keyring_error(&open(&place).unwrap_err()),
        Some(KeyringError::Altered)
    );
    fs::write(&place.keys, "{}").unwrap();
    assert_eq!(
        keyring_error(&open(&place).unwrap_err()),
        Some(KeyringError::NotAKeyring)
    );
    fs::remove_file(&place.keys).unwrap();
    assert!(matches!(
        open(&place),
        Err(KeysError::Io { action: "open", .. })
    ));
}

#[test]
#[cfg(unix)]
fn files_that_others_may_read_are_refused() {
    let place = place();
    let kek = place.folder.path().join("kek");
    assert_eq!((mode(&place.keys), mode(&kek)), (0o600, 0o600));
    for bits in [0o604, 0o606, 0o644, 0o640, 0o620, 0o610, 0o666] {
        set_mode(&place.keys, bits);
        assert!(
            matches!(open(&place), Err(KeysError::Permissions { mode, .. }) if mode == bits),
            "{bits:o}"
        );
    }
    set_mode(&place.keys, 0o400);
    assert!(open(&place).is_ok());
    let group = |bits| {
        set_mode(&place.keys, bits);
        FileKeys::open_with(&place.keys, &place.kek, FileAccess::GroupMayRead).is_ok()
    };
    assert!(group(0o640) && group(0o440));
    assert!(!group(0o660) && !group(0o644) && !group(0o650));

    set_mode(&place.keys, 0o600);
    set_mode(&kek, 0o640);
    assert!(matches!(
        open(&place),
        Err(KeysError::Permissions { mode: 0o640, .. })
    ));
    assert!(
        FileKeys::open_with(
            &place.keys,
            &KekSource::GroupReadableFile(kek),
            FileAccess::OwnerOnly
        )
        .is_ok()
    );
    set_mode(&place.folder.path().join("kek"), 0o600);
    let error =
        FileKeys::open_with(place.folder.path(), &place.kek, FileAccess::OwnerOnly).unwrap_err();
    assert!(matches!(error, KeysError::NotAFile { .. }));
}

#[test]
#[cfg(unix)]
fn a_replaced_file_keeps_its_mode_and_leaves_no_temporary_file() {
    let place = place();
    // A writer crashed here; and somebody has a folder that is named like older writers' temporary files.
    let crashed = place.folder.path().join("keys.json.0123456789abcdef.new");
    fs::write(crashed, "half").unwrap();
    fs::write(place.folder.path().join("keys.json.mine.new"), "kept").unwrap();
    fs::create_dir(place.folder.path().join("keys.json.new")).unwrap();
    open(&place)
        .unwrap()
        .change(|ring, rng| ring.add(0, rng).map(drop))
        .unwrap();
    assert_eq!(mode(&place.keys), 0o600);
    let mut names: Vec<_> = fs::read_dir(place.folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "kek",
            "keys.json",
            "keys.json.lock",
            "keys.json.mine.new",
            "keys.json.new"
        ]
    );
}

#[test]
fn key_encryption_keys_are_read_raw_in_hex_and_in_base64() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str, octets: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, octets).unwrap();
        #[cfg(unix)]
        set_mode(&path, 0o600);
        KekSource::File(path)
            .load()
            .map(|kek| kek.name().to_owned())
    };
    let raw = read("raw", &[0xfb; 32]).unwrap();
    assert_eq!(read("hex", "fb".repeat(32).as_bytes()).unwrap(), raw);
    assert_eq!(
        read("HEX", format!("{}\n", "FB".repeat(32)).as_bytes()).unwrap(),
        raw
    );
    assert_eq!(
        read("base64", b"+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=\n").unwrap(),
        raw
    );
    assert_eq!(
        read("base64url", b"-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s").unwrap(),
        raw
    );
    assert_ne!(read("other", &[0xfc; 32]).unwrap(), raw);
    for bad in [
        &b""[..],
        &[0; 31],
        &[0xff; 33],
        b"a passphrase is no key",
        "zz".repeat(32).as_bytes(),
        b"+/v7",
        b"correct horse passphrase staple!",
        b"0123456789abcdef0123456789abcdef",
        b"thirty-one letters and a passp.\n",
    ] {
        let error = read("bad", bad).unwrap_err();
        assert!(matches!(error, KeysError::KeyEncryptionKey));
        assert!(!format!("{error} {error:?}").contains("passphrase"));
    }
}

#[test]
fn the_environment_holds_neither_by_default() {
    let error = Keyring::from_provider(&EnvKeys::new(
        "GREFFE_TEST_UNSET_KEYRING",
        KekSource::Variable("GREFFE_TEST_UNSET_KEK".into()),
    ));
    assert!(
        matches!(error, Err(KeysError::Variable { name }) if name == "GREFFE_TEST_UNSET_KEYRING")
    );
}

/// Setting variables is unsafe in a running process: the test runs itself again with them set.
#[test]
fn a_keyring_comes_from_the_environment() {
    let ring_name = "GREFFE_TEST_KEYRING";
    let keys = || EnvKeys::new(ring_name, KekSource::Variable("GREFFE_TEST_KEK".into()));
    if std::env::var_os(ring_name).is_some() {
        assert_eq!(Keyring::from_provider(&keys()).unwrap().generation(), 1);
        assert!(FileKeys::open(std::env::var_os("GREFFE_TEST_FILE").unwrap()).is_ok());
        let error = Keyring::from_provider(&keys().at_least(2)).unwrap_err();
        assert_eq!(
            keyring_error(&error),
            Some(KeyringError::Generation {
                found: 1,
                remembered: 2
            })
        );
        return;
    }
    let place = place();
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_keyring_comes_from_the_environment"])
        .env(ring_name, fs::read_to_string(&place.keys).unwrap())
        .env(
            "GREFFE_TEST_KEK",
            fs::read_to_string(place.folder.path().join("kek")).unwrap(),
        )
        .env("GREFFE_TEST_FILE", &place.keys)
        .env("GREFFE_KEK_FILE", place.folder.path().join("kek"))
        .output()
        .unwrap();
    assert!(
        status.status.success(),
        "{}",
        String::from_utf8_lossy(&status.stdout)
    );
    assert!(String::from_utf8_lossy(&status.stdout).contains("1 passed"));
}
