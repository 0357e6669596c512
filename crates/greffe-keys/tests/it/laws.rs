//! Laws over random sequences of changes to a keyring file.

use greffe_cipher::{KeyState, Keyring};
use greffe_keys::{FileAccess, FileKeys, KekSource};
use proptest::prelude::*;

#[derive(Debug, Clone, Copy)]
enum Change {
    Add,
    Promote,
    Retire,
    Destroy,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let one = prop_oneof![
        Just(Change::Add),
        Just(Change::Promote),
        Just(Change::Retire),
        Just(Change::Destroy)
    ];
    prop::collection::vec(one, 0..12)
}

fn first(keyring: &Keyring, state: KeyState) -> Option<greffe_cipher::KeyId> {
    keyring
        .keys()
        .find(|key| key.state() == state)
        .map(|key| key.id())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is done to a keyring file, what `change` answers is what stands in it, the generation never falls, one key is primary,
    /// and a refused change leaves the file as it was.
    #[test]
    fn the_file_holds_what_change_answers(changes in changes()) {
        let folder = tempfile::tempdir().unwrap();
        let kek = KekSource::generate_file(folder.path().join("kek")).unwrap();
        let path = folder.path().join("keys.json");
        let keys = FileKeys::create(&path, &kek, 0).unwrap();
        let mut generation = 1;
        for change in changes {
            let before = std::fs::read(&path).unwrap();
            let answered = keys.change(|keyring, rng| match change {
                Change::Add => keyring.add(0, rng).map(drop),
                Change::Promote => first(keyring, KeyState::Standby).map_or(Ok(()), |id| keyring.promote(id)),
                // A key in any state: most of these are refused.
                Change::Retire => keyring.retire_without_proof(keyring.keys().last().unwrap().id()),
                Change::Destroy => keyring.destroy_without_proof(keyring.keys().last().unwrap().id()),
            });
            match answered {
                Ok(answered) => {
                    let reopened = Keyring::from_provider(&FileKeys::open_with(&path, &kek, FileAccess::OwnerOnly).unwrap()).unwrap();
                    prop_assert!(reopened.is_same_as(&answered));
                    prop_assert!(answered.generation() >= generation);
                    generation = answered.generation();
                    let primaries = answered.keys().filter(|key| key.state() == KeyState::Primary).count();
                    prop_assert_eq!(primaries, 1);
                }
                Err(_) => prop_assert_eq!(std::fs::read(&path).unwrap(), before),
            }
        }
        // Nothing but the two files, and the lock, is left behind.
        let left = std::fs::read_dir(folder.path()).unwrap().filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".new")).count();
        prop_assert_eq!(left, 0);
    }
}
