//! What it takes to promote, retire and destroy a key.

use greffe_cipher::{
    ColumnKind, Context, DeclaredColumn, Email, Expiry, Iban, IndexBits, KeyState, Keyring,
    KeyringError, LastBackup, StaleCount, StaleRanges, StaleRows,
};
use proptest::prelude::*;

use crate::support::{id, master};

const NONE: StaleRows = StaleRows {
    stale: 0,
    missing: 0,
};

/// Key 1 is active, key 2 primary; generation 3.
fn rotated() -> Keyring {
    let mut ring = Keyring::single(id(1), 0, master(1));
    ring.import(id(2), 0, master(2)).unwrap();
    ring.promote(id(2)).unwrap();
    ring
}

/// That keyring at a generation from 2 to 4: before the promotion, at it, and later.
fn at(generation: u64) -> Keyring {
    let mut ring = Keyring::single(id(1), 0, master(1));
    ring.import(id(2), 0, master(2)).unwrap();
    if generation > 2 {
        ring.promote(id(2)).unwrap();
    }
    if generation > 3 {
        ring.import(id(3), 0, master(3)).unwrap();
    }
    assert_eq!(ring.generation(), generation);
    ring
}

/// What a handle of that keyring finds stale.
fn ranges(ring: &Keyring) -> StaleRanges {
    let cipher = ring.cipher(Context::new("customers", "iban")).unwrap();
    assert_eq!(cipher.generation(), ring.generation());
    cipher.deterministic::<Iban>().stale_ranges()
}

fn column(field: &str, tenant: Option<&str>, kind: ColumnKind) -> DeclaredColumn {
    let context = Context::new("customers", field);
    let context = tenant.iter().fold(context, |c, tenant| c.tenant(tenant));
    DeclaredColumn::new(&context, kind)
}

fn counting(ring: &Keyring, columns: &[DeclaredColumn]) -> StaleCount {
    let retirement = ring.retirement(id(1)).unwrap();
    let declared = columns
        .iter()
        .fold(retirement, |all, column| all.column(column.clone()));
    declared.every_instance_reports(ring.generation()).unwrap()
}

#[test]
fn a_key_retires_once_every_column_was_counted_and_nothing_is_left() {
    let mut ring = rotated();
    let columns = [
        column("iban", None, ColumnKind::Deterministic),
        column("iban", None, ColumnKind::UniqueIndex),
        column("subject", None, ColumnKind::WrappedSubjectKeys),
    ];
    let mut counts = counting(&ring, &columns);
    for column in &columns {
        counts.count(column.clone(), &ranges(&ring), NONE);
    }
    let proof = counts.prove().unwrap();
    assert_eq!(proof.key(), id(1));
    ring.retire(proof).unwrap();
    assert_eq!(ring.state(id(1)), Some(KeyState::Retired));
}

#[test]
fn the_statement_about_instances_comes_before_the_counts() {
    let ring = rotated();
    let of = |generation| {
        ring.retirement(id(1))
            .unwrap()
            .every_instance_reports(generation)
            .map(drop)
    };
    assert_eq!(
        of(2),
        Err(KeyringError::NotSeenEverywhere {
            reported: 2,
            wanted: 3
        })
    );
    assert_eq!((of(3), of(4)), (Ok(()), Ok(())));
    // A count that an instance made with the old keyring proves nothing, even of zero.
    let iban = column("iban", None, ColumnKind::Deterministic);
    let mut counts = counting(&ring, &[]);
    counts.count(iban.clone(), &ranges(&at(2)), NONE);
    let error = counts.prove().unwrap_err();
    assert_eq!(error.counted_too_early().collect::<Vec<_>>(), [(&iban, 1)]);
    // Whoever counts anew begins anew.
    let mut counts = counting(&ring, &[]);
    counts.count(iban, &ranges(&at(3)), NONE);
    assert!(counts.prove().is_ok());
}

/// Of two columns of the database that are one declared column, one was counted well and one was not: however often it was declared.
#[test]
fn a_count_that_proves_nothing_is_not_hidden_by_one_that_does() {
    let ring = rotated();
    let cipher = ring.cipher(Context::new("customers", "email")).unwrap();
    let unique = |key| {
        let unique = cipher.unique::<Email>("unique", id(key)).unwrap();
        unique.stale_ranges()
    };
    let email = column("email", None, ColumnKind::UniqueIndex);
    for declared in 0..3 {
        let declared = vec![email.clone(); declared];
        for (bad, early, pinned) in [(ranges(&at(2)), 1, 0), (unique(1), 0, 1)] {
            for order in [[&unique(2), &bad], [&bad, &unique(2)]] {
                let mut counts = counting(&ring, &declared);
                for ranges in order {
                    counts.count(email.clone(), ranges, NONE);
                }
                let lacks = counts.prove().unwrap_err();
                let listed = (
                    lacks.counted_too_early().count(),
                    lacks.still_pinned().count(),
                );
                assert_eq!(listed, (early, pinned), "{lacks}");
                assert_eq!((lacks.unreported().count(), lacks.left().count()), (0, 0));
            }
        }
    }
}

/// Every kind of handle says of which keyring it was made, and one that was made before the promotion proves nothing, whatever it found.
#[test]
fn a_handle_of_an_older_keyring_proves_nothing() {
    let of_each_kind = |ring: &Keyring| {
        let cipher = ring.cipher(Context::new("customers", "email")).unwrap();
        let compound = cipher.compound("both", IndexBits::FULL).unwrap();
        let compound = compound.component::<Email>("email").unwrap();
        let words = cipher.name_tokens("words", IndexBits::FULL).unwrap();
        let three = greffe_cipher::PrefixLength::new(3).unwrap();
        let begins = cipher.name_prefixes("begins", IndexBits::FULL, three);
        [
            cipher.deterministic::<Email>().stale_ranges(),
            cipher.randomised::<Email>().stale_ranges(),
            cipher
                .index::<Email>("by_email", IndexBits::FULL)
                .unwrap()
                .stale_ranges(),
            compound
                .component::<Iban>("iban")
                .unwrap()
                .build()
                .stale_ranges(),
            words.stale_ranges(),
            begins.unwrap().stale_ranges(),
            ring.subject_vault(None).unwrap().stale_ranges(),
        ]
    };
    let ring = rotated();
    let email = column("email", None, ColumnKind::Deterministic);
    for (before, now) in of_each_kind(&at(2)).iter().zip(&of_each_kind(&ring)) {
        assert_eq!((before.key(), before.generation()), (Some(id(1)), 2));
        assert_eq!((now.key(), now.generation()), (Some(id(2)), 3));
        let proven = |ranges: &StaleRanges| {
            let mut counting = counting(&ring, std::slice::from_ref(&email));
            counting.count(email.clone(), ranges, NONE);
            counting.prove()
        };
        let early = proven(before).unwrap_err();
        assert_eq!(early.counted_too_early().collect::<Vec<_>>(), [(&email, 1)]);
        assert!(proven(now).is_ok());
    }
}

/// Outside the key to which a unique index is pinned nothing is found, and all of it is under the key that retires.
#[test]
fn a_unique_index_that_is_pinned_to_the_key_proves_nothing() {
    let ring = rotated();
    let cipher = ring.cipher(Context::new("customers", "email")).unwrap();
    let unique = |key| cipher.unique::<Email>("unique", id(key)).unwrap();
    let email = column("email", None, ColumnKind::UniqueIndex);
    let counted = |key, rows| {
        let mut counting = counting(&ring, std::slice::from_ref(&email));
        counting.count(email.clone(), &unique(key).stale_ranges(), rows);
        counting.prove()
    };
    assert!(counted(2, NONE).is_ok());
    let pinned = counted(1, NONE).unwrap_err();
    assert_eq!(pinned.still_pinned().collect::<Vec<_>>(), [(&email, 1)]);
    assert_eq!(
        pinned.to_string(),
        "not shown to be free of the key: still pinned to the key: customers.email (unique index), 1 tenant"
    );
    assert!(pinned.in_french().ends_with(
        "encore attachée à la clé\u{a0}: customers.email (index d’unicité), 1 locataire"
    ));
    let all = StaleRows {
        stale: 40,
        missing: 0,
    };
    let left = counted(1, all).unwrap_err();
    assert_eq!(left.left().collect::<Vec<_>>(), [(&email, 1, all)]);
    assert_eq!(left.still_pinned().count(), 0);
}

#[test]
fn what_is_sealed_under_a_standby_key_is_ahead_of_the_handle() {
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let of = |ring: &Keyring| {
        let cipher = ring.cipher(Context::new("customers", "iban")).unwrap();
        (cipher.deterministic::<Iban>(), cipher.randomised::<Iban>())
    };
    let ((before, before_random), (now, now_random)) = (of(&at(2)), of(&at(3)));
    let row = greffe_cipher::Binding::none();
    let mut rng = crate::support::Counting(0);
    let old = before_random.seal(&iban, &row, &mut rng).unwrap();
    let new = now_random.seal(&iban, &row, &mut rng).unwrap();
    assert!(before.is_ahead(&now.seal(&iban)) && before_random.is_ahead(&new));
    assert!(!now.is_ahead(&before.seal(&iban)) && !now_random.is_ahead(&old));
    assert!(!now.is_ahead(&now.seal(&iban)) && !before.is_ahead(&before.seal(&iban)));
}

#[test]
fn two_columns_of_one_context_need_two_counts_and_neither_hides_what_the_other_has() {
    let ring = rotated();
    let email = column("email", None, ColumnKind::Deterministic);
    // The mailboxes of customers and of prospects, sealed alike.
    let declared = [email.clone(), email.clone()];
    let left = StaleRows {
        stale: 4,
        missing: 1,
    };
    for counts in [[left, NONE], [NONE, left]] {
        let mut counting = counting(&ring, &declared);
        for rows in counts {
            counting.count(email.clone(), &ranges(&ring), rows);
        }
        let error = counting.prove().unwrap_err();
        assert_eq!(error.left().collect::<Vec<_>>(), [(&email, 1, left)]);
        assert_eq!(error.unreported().count(), 0);
    }
    let mut counting = counting(&ring, &declared);
    counting.count(email.clone(), &ranges(&ring), NONE);
    let one = counting.clone().prove().unwrap_err();
    assert_eq!(one.unreported().collect::<Vec<_>>(), [(&email, 1)]);
    // One that was made too early is none.
    let mut early = counting.clone();
    early.count(email.clone(), &ranges(&at(2)), NONE);
    let early = early.prove().unwrap_err();
    assert_eq!(early.counted_too_early().collect::<Vec<_>>(), [(&email, 1)]);
    let said = [early.to_string(), early.in_french()];
    assert!(
        said[0].contains(": counted too early: customers.email"),
        "{said:?}"
    );
    assert!(
        said[1].contains("comptée trop tôt\u{a0}: customers.email"),
        "{said:?}"
    );
    assert!(said[0].ends_with(", 1 tenant") && said[1].ends_with(", 1 locataire"));
    counting.count(email, &ranges(&ring), NONE);
    assert!(counting.prove().is_ok());
}

#[test]
fn only_an_active_key_can_begin_to_retire() {
    let mut ring = rotated();
    ring.import(id(3), 0, master(3)).unwrap();
    let begun = |ring: &Keyring, key| ring.retirement(id(key)).map(drop);
    let state = |key, state| Err(KeyringError::State { id: id(key), state });
    assert_eq!(begun(&ring, 2), state(2, KeyState::Primary));
    assert_eq!(begun(&ring, 3), state(3, KeyState::Standby));
    assert_eq!(begun(&ring, 4), Err(KeyringError::UnknownKey(id(4))));
    assert_eq!(begun(&ring, 1), Ok(()));
    ring.retire_without_proof(id(1)).unwrap();
    assert_eq!(begun(&ring, 1), state(1, KeyState::Retired));
}

#[test]
fn what_is_missing_is_said_by_label_in_both_languages_and_no_tenant_is_named() {
    let ring = rotated();
    let nothing = counting(&ring, &[]).prove().unwrap_err();
    assert_eq!(
        nothing.to_string(),
        "not shown to be free of the key: no column is declared"
    );
    assert!(
        nothing
            .in_french()
            .ends_with("aucune colonne n’est déclarée")
    );
    let kind = ColumnKind::EqualityIndex;
    let tenants =
        ["canari-a", "canari-b", "canari-c"].map(|tenant| column("email", Some(tenant), kind));
    let mut counts = counting(&ring, &tenants);
    let rows = |stale, missing| StaleRows { stale, missing };
    counts.count(
        column("iban", Some("canari-a"), ColumnKind::Randomised),
        &ranges(&ring),
        rows(4, 0),
    );
    counts.count(
        column("iban", Some("canari-b"), ColumnKind::Randomised),
        &ranges(&ring),
        rows(1, 2),
    );
    counts.count(tenants[1].clone(), &ranges(&ring), NONE);
    let error = counts.prove().unwrap_err();
    assert_eq!(
        error.to_string(),
        "not shown to be free of the key: not counted: customers.email (equality index), 2 tenants; \
         left: customers.iban (randomised values), 5 under another key and 2 without a token, 2 tenants"
    );
    assert_eq!(
        error.in_french(),
        "rien ne montre que la clé ne serve plus\u{a0}: non comptée\u{a0}: customers.email (index d’égalité), 2 locataires\u{a0}; \
         reste\u{a0}: customers.iban (valeurs à chiffrement probabiliste), 5 sous une autre clé et 2 sans jeton, 2 locataires"
    );
    let shown = format!("{error:?} {:?} {:?}", tenants[0], counting(&ring, &tenants));
    assert!(!shown.contains("canari") && !shown.contains(&format!("{:?}", b"canari-a")));
}

#[test]
fn a_proof_serves_the_keyring_that_it_was_made_for() {
    let proof = |ring: &Keyring| {
        let mut counts = counting(ring, &[]);
        counts.count(
            column("iban", None, ColumnKind::Randomised),
            &ranges(ring),
            NONE,
        );
        counts.prove().unwrap()
    };
    // The same id, another key.
    let mut other = Keyring::single(id(1), 0, master(8));
    other.import(id(2), 0, master(2)).unwrap();
    other.promote(id(2)).unwrap();
    assert_eq!(other.retire(proof(&rotated())), Err(KeyringError::Proof));
    // A keyring rolled back to before the proof.
    let mut later = rotated();
    later.import(id(3), 0, master(3)).unwrap();
    assert_eq!(rotated().retire(proof(&later)), Err(KeyringError::Proof));
    // One that was changed since, in whatever way, the retirement itself among them.
    let stale = proof(&rotated());
    assert_eq!(later.retire(stale), Err(KeyringError::Proof));
    let mut gone = rotated();
    let (one, two, three) = (proof(&gone), proof(&gone), proof(&gone));
    gone.retire(one).unwrap();
    assert_eq!(gone.retire(two), Err(KeyringError::Proof));
    // A key that is gone.
    gone.destroy_without_proof(id(1)).unwrap();
    assert_eq!(gone.retire(three), Err(KeyringError::UnknownKey(id(1))));
}

/// Each proof is made at the generation at which its key retires.
#[test]
fn several_keys_retire_one_after_another_each_with_its_own_count() {
    let mut ring = rotated();
    ring.import(id(3), 0, master(3)).unwrap();
    ring.promote(id(3)).unwrap();
    let iban = column("iban", None, ColumnKind::Deterministic);
    for old in [1, 2] {
        let retirement = ring.retirement(id(old)).unwrap().column(iban.clone());
        let mut counts = retirement
            .every_instance_reports(ring.generation())
            .unwrap();
        counts.count(iban.clone(), &ranges(&ring), NONE);
        ring.retire(counts.prove().unwrap()).unwrap();
        assert_eq!(ring.state(id(old)), Some(KeyState::Retired));
    }
}

/// A backup came back with rows of a key that is retired.
#[test]
fn a_retired_key_opens_again_and_retires_with_a_new_proof() {
    let mut ring = rotated();
    let column = column("iban", None, ColumnKind::Deterministic);
    let proof = |ring: &Keyring| {
        let mut counts = counting(ring, std::slice::from_ref(&column));
        counts.count(column.clone(), &ranges(ring), NONE);
        counts.prove().unwrap()
    };
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let ibans = |ring: &Keyring| {
        let cipher = ring.cipher(Context::new("customers", "iban")).unwrap();
        cipher.deterministic::<Iban>()
    };
    let row = ibans(&at(2)).seal(&iban);
    let (used, kept, kept_for_the_file) = (proof(&ring), proof(&ring), proof(&ring));
    ring.retire(used).unwrap();
    assert!(ibans(&ring).open(&row).is_err());
    let counted_while_retired = ranges(&ring);

    ring.reactivate(id(1)).unwrap();
    assert_eq!((ring.primary(), ring.generation()), (id(2), 5));
    assert_eq!(ibans(&ring).open(&row).unwrap(), iban);
    assert!(ibans(&ring).lookup(&iban).contains(&row) && ibans(&ring).is_stale(&row));
    // It seals nothing again, and what was shown before the restore shows nothing.
    let active = |state| Err(KeyringError::State { id: id(1), state });
    assert_eq!(ring.promote(id(1)), active(KeyState::Active));
    assert_eq!(ring.reactivate(id(1)), active(KeyState::Active));
    assert_eq!(ring.retire(kept), Err(KeyringError::Proof));
    // Nor for a keyring that was in a file meanwhile.
    let mut read = Keyring::from_keys(ring.generation(), ring.keys().cloned()).unwrap();
    assert_eq!(read.retire(kept_for_the_file), Err(KeyringError::Proof));
    let mut counts = counting(&ring, &[]);
    counts.count(column.clone(), &counted_while_retired, NONE);
    assert!(counts.prove().is_err());
    let anew = proof(&ring);
    ring.retire(anew).unwrap();
    assert_eq!(ring.state(id(1)), Some(KeyState::Retired));

    assert_eq!(ring.reactivate(id(2)), {
        let state = KeyState::Primary;
        Err(KeyringError::State { id: id(2), state })
    });
    ring.destroy_without_proof(id(1)).unwrap();
    assert_eq!(ring.reactivate(id(1)), Err(KeyringError::UnknownKey(id(1))));
}

#[test]
fn a_key_is_promoted_once_every_instance_has_it() {
    let mut ring = Keyring::single(id(1), 0, master(1));
    ring.import(id(2), 0, master(2)).unwrap();
    assert_eq!(
        ring.promote_seen_everywhere(id(2), 1),
        Err(KeyringError::NotSeenEverywhere {
            reported: 1,
            wanted: 2
        })
    );
    assert_eq!((ring.primary(), ring.generation()), (id(1), 2));
    ring.promote_seen_everywhere(id(2), 2).unwrap();
    assert_eq!(ring.primary(), id(2));
}

#[test]
fn a_key_is_destroyed_once_the_last_backup_of_its_rows_has_expired() {
    assert_eq!(
        LastBackup::expired(Expiry::Unknown, u64::MAX).unwrap_err(),
        KeyringError::BackupNotExpired
    );
    let mut ring = rotated();
    let state = |key, state| Err(KeyringError::State { id: id(key), state });
    assert_eq!(
        ring.destroy(id(1), LastBackup::never_made()),
        state(1, KeyState::Active)
    );
    ring.retire_without_proof(id(1)).unwrap();
    ring.destroy(id(1), LastBackup::expired(Expiry::At(5), 5).unwrap())
        .unwrap();
    assert_eq!(ring.state(id(1)), None);
    // A standby key is discarded, not destroyed.
    ring.import(id(3), 0, master(3)).unwrap();
    assert_eq!(
        ring.destroy(id(3), LastBackup::never_made()),
        state(3, KeyState::Standby)
    );
    assert_eq!(ring.discard(id(2)), state(2, KeyState::Primary));
    ring.discard(id(3)).unwrap();
    assert_eq!(ring.state(id(3)), None);
}

proptest! {
    /// There is a proof if and only if something is declared, and all of it was counted in time and found empty.
    #[test]
    fn a_proof_needs_every_column_counted_late_enough_and_empty(
        counts in prop::collection::vec(prop::option::weighted(0.8, (2u64..5, 0u64..2, 0u64..2)), 0..6),
    ) {
        let ring = rotated();
        let fields = ["a", "b", "c", "d", "e", "f"];
        let columns: Vec<_> = counts.iter().zip(fields).map(|(_, field)| column(field, Some("t"), ColumnKind::NameIndex)).collect();
        let mut counting = counting(&ring, &columns);
        for (column, count) in columns.iter().zip(&counts) {
            if let Some((generation, stale, missing)) = *count {
                counting.count(column.clone(), &ranges(&at(generation)), StaleRows { stale, missing });
            }
        }
        let fine = |count: &Option<(u64, u64, u64)>| count.is_some_and(|(generation, stale, missing)| generation >= 3 && stale + missing == 0);
        let proven = counting.prove();
        prop_assert_eq!(proven.is_ok(), !counts.is_empty() && counts.iter().all(fine));
        if let Err(lacks) = proven {
            let listed = lacks.unreported().count() + lacks.counted_too_early().count() + lacks.left().count();
            prop_assert_eq!(listed, counts.iter().filter(|count| !fine(count)).count());
        }
    }

    /// Never before the end of the last backup.
    #[test]
    fn no_key_goes_before_its_backups(end in any::<u64>(), now in any::<u64>()) {
        prop_assert_eq!(LastBackup::expired(Expiry::At(end), now).is_ok(), end <= now);
    }
}
