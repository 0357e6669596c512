//! What is told of keys, columns and tokens: names, reasons, words, places. Each says what it says, in both languages.

use std::collections::BTreeSet;

use greffe_cipher::{
    Binding, Bytes, CardNumber, ColumnKind, Context, DeclaredColumn, Email, Entropy, Fax, Field,
    Iban, IndexBits, KeyEncryptionKey, KeyEntry, KeyId, KeyState, KeyringError, PersonName, Phone,
    PlaintextFallback, Row, SealStats, Sealed, Subject, SubjectKey, SubjectKeys, TokenSet,
};
use proptest::prelude::*;

use crate::support::{Counting, column, id, master, published};

/// Generic code masks as the types themselves do.
#[test]
fn a_mask_is_the_same_by_the_trait_and_by_the_type() {
    fn by_trait<T: Field>(value: &T) -> String {
        value.mask()
    }
    macro_rules! same {
        ($($value:expr),+) => { $({
            let value = $value;
            assert_eq!(by_trait(&value), value.mask());
            assert!(!value.mask().is_empty());
        })+ };
    }
    same!(
        "FR1420041010050500013M02606".parse::<Iban>().unwrap(),
        "ana@x.example".parse::<Email>().unwrap(),
        "+33199001234".parse::<Phone>().unwrap(),
        "+33199001234".parse::<Fax>().unwrap(),
        "Ana Lima".parse::<PersonName>().unwrap(),
        "4242424242424242".parse::<CardNumber>().unwrap(),
        Bytes::new(b"any").unwrap()
    );
}

#[test]
fn octets_are_exposed_as_they_were_given() {
    assert_eq!(Bytes::new(&[7, 0, 255]).unwrap().expose(), [7, 0, 255]);
}

#[test]
fn a_column_keeps_the_reason_for_which_its_leakage_was_accepted() {
    let names = column(&published()).deterministic::<PersonName>();
    assert_eq!(names.leakage_accepted_because(), None);
    let names = names.accept_equality_leakage("DPIA 7");
    assert_eq!(names.leakage_accepted_because(), Some("DPIA 7"));
}

/// The ranges are around the header that a token has today.
#[test]
fn stale_ranges_begin_and_end_at_the_current_header() {
    let ibans = column(&published()).deterministic::<Iban>();
    let sealed = ibans.seal(&"FR1420041010050500013M02606".parse().unwrap());
    let ranges = ibans.stale_ranges();
    assert_eq!(ranges.before()[..], sealed.as_bytes()[..7]);
    assert!(ranges.before() < ranges.from());
    assert!(sealed.to_text().starts_with(&ranges.text_before()));
}

#[test]
fn a_key_knows_when_it_was_made() {
    let entry = KeyEntry::new(id(9), KeyState::Primary, 1_750_000_000, master(1));
    assert_eq!(entry.created(), 1_750_000_000);
}

#[test]
fn a_number_of_equally_frequent_values_has_its_entropy() {
    for bits in [0, 1, 10, 40] {
        assert_eq!(Entropy::of_distinct(1 << bits), Entropy::bits(bits));
    }
    assert_eq!(Entropy::of_distinct(3).to_string(), "1.584");
}

proptest! {
    #[test]
    fn the_id_of_a_key_is_read_as_it_is_written(number in 1u32..) {
        let key = id(number);
        prop_assert_eq!(KeyId::from_hex(&key.to_string()), Some(key));
        prop_assert_eq!(KeyId::from_hex(&key.to_string().to_uppercase()), Some(key));
    }
}

#[test]
fn what_is_no_id_of_a_key_is_none() {
    for text in [
        "",
        "a1b2c3d",
        "+a1b2c3d",
        "-0000001",
        "0a1b2c3d4",
        "0a1b2c3g",
        "00000000",
    ] {
        assert_eq!(KeyId::from_hex(text), None, "{text}");
    }
}

#[test]
fn every_state_and_every_error_of_a_keyring_has_words_of_its_own_in_both_languages() {
    let states = [
        KeyState::Standby,
        KeyState::Primary,
        KeyState::Active,
        KeyState::Retired,
    ];
    let (one, two) = (id(1), id(2));
    let errors = [
        KeyringError::NotAKeyring,
        KeyringError::Format,
        KeyringError::Enveloped,
        KeyringError::Wrapper,
        KeyringError::WrongKeyEncryptionKey,
        KeyringError::Altered,
        KeyringError::Contents,
        KeyringError::Generation {
            found: 1,
            remembered: 2,
        },
        KeyringError::GenerationExhausted,
        KeyringError::CheckValue(one),
        KeyringError::DuplicateKey(one),
        KeyringError::Primaries(3),
        KeyringError::UnknownKey(one),
        KeyringError::DuplicateMaster(two),
        KeyringError::ZeroGeneration,
        KeyringError::State {
            id: one,
            state: KeyState::Active,
        },
        KeyringError::NotSeenEverywhere {
            reported: 4,
            wanted: 5,
        },
        KeyringError::Proof,
        KeyringError::BackupNotExpired,
        KeyringError::ZeroKeyId,
    ];
    let mut said = BTreeSet::new();
    for state in states {
        assert!(state.to_string().len() > 3 && state.in_french().len() > 3);
        assert!(said.insert(state.in_french().to_owned()), "{state}");
    }
    for error in &errors {
        let (english, french) = (error.to_string(), error.in_french());
        assert!(english.len() > 8 && french.len() > 8, "{error:?}");
        assert!(
            said.insert(english.clone()) && said.insert(french),
            "{english}"
        );
    }
    let names = states.map(|state| state.to_string());
    assert_eq!(names, ["standby", "primary", "active", "retired"]);
    let state = errors[15].in_french();
    assert!(
        state.contains("00000001") && state.contains("«\u{a0}active\u{a0}»"),
        "{state}"
    );
}

/// What no log may hold is left out, and what is left says what it is.
#[test]
fn debug_names_the_thing_and_what_may_be_known_of_it() {
    let ring = published();
    let cipher = column(&ring);
    let ibans = cipher.deterministic::<Iban>();
    let sealed = ibans.seal(&"FR1420041010050500013M02606".parse().unwrap());
    let index = cipher
        .index::<Iban>("by_iban", IndexBits::new(20).unwrap())
        .unwrap();
    let unique = cipher.unique::<Iban>("one", id(0x0102_0304)).unwrap();
    let person = || Subject::new(b"ana").unwrap();
    let key = SubjectKey::from_bytes(person(), id(3), 0, &[9; 32]);
    let vault = ring.subject_vault(None).unwrap();
    let Ok(wrapped) = vault.wrap(&key, &mut Counting(0));
    let compound = cipher
        .compound("both", IndexBits::FULL)
        .unwrap()
        .component::<Iban>("iban")
        .unwrap();
    assert_eq!(sealed.to_string(), sealed.to_text());
    let fallback = PlaintextFallback::<Iban>::until(1);
    let clear = fallback.canonical(b"fr14 2004 1010 0505 0001 3M02 606", 1);
    assert_eq!(format!("{clear:?}"), "Ok(Some(Plaintext(..)))");
    let declared = DeclaredColumn::new(
        &Context::new("customers", "iban"),
        ColumnKind::Deterministic,
    );
    assert_eq!(
        format!("{declared:?}"),
        format!("DeclaredColumn({declared})")
    );
    let kek = KeyEncryptionKey::from_bytes(&[7; 32]);
    let shown = format!("{kek:?}");
    assert_eq!(shown, format!("KeyEncryptionKey({}, ..)", kek.name()));
    let stats = SealStats::default();
    assert_eq!(format!("{stats:?}"), format!("{:?}", stats.counts()));
    let shown = [
        (format!("{cipher:?}"), "FieldCipher {"),
        (format!("{ibans:?}"), "Deterministic(IBAN, Det, ..)"),
        (format!("{sealed:?}"), "Sealed(Det, key 01020304, ..)"),
        (format!("{index:?}"), "EqualityIndex(IBAN, 20 bits, ..)"),
        (format!("{unique:?}"), "UniqueIndex(IBAN, ..)"),
        (format!("{compound:?}"), "CompoundBuilder(iban, ..)"),
        (
            format!("{:?}", cipher.randomised::<Iban>()),
            "Randomised(IBAN, ..)",
        ),
        (
            format!(
                "{:?}",
                index.lookup(&"FR1420041010050500013M02606".parse().unwrap())
            ),
            "[IndexToken(..)]",
        ),
        (format!("{:?}", Binding::none()), "Binding(..)"),
        (format!("{:?}", Row::new()), "Row(..)"),
        (format!("{:?}", person()), "Subject(..)"),
        (format!("{key:?}"), "SubjectKey(generation 3, ..)"),
        (format!("{vault:?}"), "SubjectVault(key 01020304, ..)"),
        (
            format!("{wrapped:?}"),
            "WrappedSubjectKey(generation 3, key 01020304, ..)",
        ),
        (format!("{:?}", id(7)), "KeyId(00000007)"),
        (format!("{:?}", master(1)), "MasterKey(..)"),
        (format!("{:?}", Bytes::new(b"x").unwrap()), "Bytes(..)"),
        (
            format!("{:?}", "4242424242424242".parse::<CardNumber>().unwrap()),
            "CardNumber(..)",
        ),
        (
            format!("{:?}", "ana@x.example".parse::<Email>().unwrap()),
            "Email(..)",
        ),
        (
            format!(
                "{:?}",
                "FR1420041010050500013M02606".parse::<Iban>().unwrap()
            ),
            "Iban(..)",
        ),
        (
            format!("{:?}", "Ana".parse::<PersonName>().unwrap()),
            "PersonName(..)",
        ),
        (
            format!("{:?}", "+33199001234".parse::<Phone>().unwrap()),
            "Phone(..)",
        ),
        (
            format!("{:?}", "+33199001234".parse::<Fax>().unwrap()),
            "Fax(..)",
        ),
    ];
    for (debug, wanted) in shown {
        assert!(debug.starts_with(wanted), "{debug}, not {wanted}");
    }
    let keys = SubjectKeys::of([key]).unwrap();
    let notes = keys.column::<Bytes>(&Context::new("customers", "notes"));
    let notes = format!("{:?}", notes.unwrap());
    assert_eq!(notes, "SubjectColumn(byte value, ..)");
}

/// Which suite a token is of is said, whatever column is asked.
#[test]
fn a_token_of_another_suite_is_read_and_its_suite_is_told() {
    let ring = published();
    let cipher = column(&ring);
    let value: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let committing = cipher.deterministic_committing::<Iban>().seal(&value);
    let again = Sealed::<Iban>::from_bytes(committing.as_bytes()).unwrap();
    assert_eq!(format!("{again:?}"), "Sealed(DetCommit, key 01020304, ..)");

    let key = SubjectKey::from_bytes(Subject::new(b"ana").unwrap(), id(3), 0, &[9; 32]);
    let keys = SubjectKeys::of([key]).unwrap();
    let column = keys
        .column::<Iban>(&Context::new("customers", "iban"))
        .unwrap();
    let row = Binding::empty().int(1).unwrap();
    let Ok(sealed) = column.seal(&value, &row, &mut Counting(0));
    let again = Sealed::<Iban>::from_bytes(sealed.as_bytes()).unwrap();
    assert_eq!(format!("{again:?}"), "Sealed(Subject, key 00000003, ..)");
}

/// What a reader expected stands in the message, without what it found.
#[test]
fn what_is_no_text_in_the_place_of_a_token_is_refused_with_what_belongs_there() {
    let said = [
        (
            serde_json::from_str::<Sealed<Iban>>(r#"["canari"]"#).map(drop),
            "the text of a token",
        ),
        (
            serde_json::from_str::<TokenSet>(r#"{"canari": 1}"#).map(drop),
            "a list of texts of index tokens",
        ),
        (
            serde_json::from_str::<TokenSet>(r#"[["canari"]]"#).map(drop),
            "the text of an index token",
        ),
    ];
    for (read, wanted) in said {
        let error = read.unwrap_err().to_string();
        assert!(
            error.contains(wanted) && !error.contains("canari"),
            "{error}"
        );
    }
}
