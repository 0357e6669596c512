//! A column through a whole change of keys.

use greffe_cipher::{
    ContextError, Iban, IndexBits, IndexToken, Keyring, Padding, Sealed, StaleRanges,
};
use proptest::prelude::*;

use crate::support::{column, ibans, id, master};

/// The rows of a table, searched as `WHERE iban = ANY(…)` does.
fn finds(ring: &Keyring, rows: &[Sealed<Iban>], value: &Iban) -> usize {
    let wanted = column(ring).deterministic::<Iban>().lookup(value);
    rows.iter().filter(|row| wanted.contains(row)).count()
}

#[test]
fn lookups_and_opening_work_at_every_step_of_a_rotation() {
    let (one, two) = (id(0x0900_0000), id(0x0100_0000));
    let mut ring = Keyring::single(one, 0, master(1));
    let value: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let mut rows = vec![column(&ring).deterministic::<Iban>().seal(&value)];
    assert_eq!(finds(&ring, &rows, &value), 1);

    // Standby: an instance that has not loaded the new generation still agrees with one that has.
    let before = ring.clone();
    ring.import(two, 1, master(2)).unwrap();
    rows.push(column(&ring).deterministic::<Iban>().seal(&value));
    assert_eq!(rows[0], rows[1], "standby keys do not seal");

    // Promoted here, not there: what this one seals, that one cannot know; what that one seals, this one finds.
    let standby = ring.clone();
    ring.promote(two).unwrap();
    rows.push(column(&ring).deterministic::<Iban>().seal(&value));
    assert_eq!(rows[2].key_id(), two);
    for at in [&standby, &ring] {
        assert_eq!(finds(at, &rows, &value), 3);
    }
    assert_eq!(
        finds(&before, &rows, &value),
        2,
        "promote only when every instance has the standby key"
    );

    let now = column(&ring).deterministic::<Iban>();
    assert_eq!(now.lookup(&value)[0], now.seal(&value), "primary first");
    let ranges = now.stale_ranges();
    for row in &mut rows {
        assert_eq!(now.is_stale(row), ranges.contains(row.as_bytes()));
        let text = row.to_text();
        assert_eq!(
            now.is_stale(row),
            text < ranges.text_before() || text >= ranges.text_from()
        );
        *row = now.rotate(row).unwrap();
        assert!(!now.is_stale(row));
    }
    assert_eq!(finds(&ring, &rows, &value), 3);
    ring.retire_without_proof(one).unwrap();
    assert_eq!(finds(&ring, &rows, &value), 3);
    assert_eq!(
        column(&ring).deterministic::<Iban>().lookup(&value).len(),
        1
    );
    ring.destroy_without_proof(one).unwrap();
    assert_eq!(finds(&ring, &rows, &value), 3);
    assert_eq!(
        column(&ring).deterministic::<Iban>().open(&rows[0]),
        Ok(value)
    );
}

#[test]
fn a_change_of_padding_is_a_rotation() {
    let ring = Keyring::single(id(1), 0, master(1));
    let value: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let old = column(&ring).deterministic::<Iban>().seal(&value);
    let now = column(&ring)
        .deterministic::<Iban>()
        .padding(Padding::To32)
        .also_padded(Padding::None)
        .also_padded(Padding::To32);
    assert!(now.is_stale(&old));
    assert!(now.stale_ranges().contains(old.as_bytes()));
    assert_eq!(now.lookup(&value).len(), 2, "one token per key and class");
    assert!(now.lookup(&value).contains(&old));
    let new = now.rotate(&old).unwrap();
    assert_eq!(new, now.lookup(&value)[0]);
    assert_eq!(now.open(&new), Ok(value));
}

#[test]
fn indexes_are_looked_up_over_all_live_keys_and_unique_ones_are_pinned() {
    let (one, two) = (id(1), id(2));
    let mut ring = Keyring::single(one, 0, master(1));
    let value: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let index = |ring: &Keyring| {
        let index = column(ring)
            .index::<Iban>("by_iban", IndexBits::FULL)
            .unwrap();
        let searched = index.lookup(&value);
        assert_eq!(index.token(&value), searched[0]);
        assert!(!index.is_stale(&searched[0]));
        searched
    };
    let old = index(&ring);
    let unique = column(&ring)
        .unique::<Iban>("unique", one)
        .unwrap()
        .unique_token(&value);
    ring.import(two, 1, master(2)).unwrap();
    ring.promote(two).unwrap();
    assert_eq!(index(&ring).len(), 2);
    assert_eq!(index(&ring)[1], old[0]);
    assert_eq!(
        column(&ring)
            .unique::<Iban>("unique", one)
            .unwrap()
            .unique_token(&value),
        unique
    );
    assert_ne!(
        column(&ring)
            .unique::<Iban>("unique", two)
            .unwrap()
            .unique_token(&value),
        unique
    );
    ring.retire_without_proof(one).unwrap();
    assert!(column(&ring).unique::<Iban>("unique", one).is_err());
    assert_eq!(index(&ring).len(), 1);
}

/// Octets and texts of stored index tokens against the ranges of the index.
fn agrees(ranges: &StaleRanges, token: &IndexToken, stale: bool) {
    assert_eq!(ranges.contains(token.as_bytes()), stale);
    let text = token.to_text();
    assert_eq!(
        text < ranges.text_before() || text >= ranges.text_from(),
        stale,
        "{text}"
    );
}

#[test]
fn index_columns_are_proved_converted_before_a_key_is_retired() {
    // Ids on both sides of each other, and one whose successor carries into the form.
    for (one, two) in [
        (id(0x0900_0000), id(0x0100_0000)),
        (id(0x0100_0000), id(0x0900_0000)),
        (id(1), id(0xffff_ffff)),
    ] {
        let value: Iban = "FR1420041010050500013M02606".parse().unwrap();
        let mut ring = Keyring::single(one, 0, master(1));
        let index = |ring: &Keyring| {
            column(ring)
                .index::<Iban>("by_iban", IndexBits::new(20).unwrap())
                .unwrap()
        };
        let unique = |ring: &Keyring, key| column(ring).unique::<Iban>("unique", key).unwrap();
        let old = index(&ring).lookup(&value)[0].clone();
        let old_unique = unique(&ring, one).unique_token(&value);
        assert!(!index(&ring).is_stale(&old));
        agrees(&index(&ring).stale_ranges(), &old, false);
        assert!(!unique(&ring, one).is_stale(&old_unique));

        ring.import(two, 1, master(2)).unwrap();
        assert!(!index(&ring).is_stale(&old), "standby keys index nothing");
        ring.promote(two).unwrap();
        let now = index(&ring);
        assert!(now.is_stale(&old));
        agrees(&now.stale_ranges(), &old, true);
        let new = now.lookup(&value)[0].clone();
        assert!(!now.is_stale(&new));
        agrees(&now.stale_ranges(), &new, false);

        let pinned = unique(&ring, one);
        assert!(!pinned.is_stale(&old_unique), "pinned to its key");
        agrees(&pinned.stale_ranges(), &old_unique, false);
        let moved = unique(&ring, two);
        assert!(moved.is_stale(&old_unique));
        agrees(&moved.stale_ranges(), &old_unique, true);
        let new_unique = moved.unique_token(&value);
        assert!(!moved.is_stale(&new_unique));
        agrees(&moved.stale_ranges(), &new_unique, false);
        // Tokens of the other kind are stale in either column.
        assert!(moved.is_stale(&new) && now.is_stale(&new_unique));
        agrees(&now.stale_ranges(), &new_unique, true);
    }
}

#[test]
fn nothing_is_made_unique_under_a_key_that_may_still_be_destroyed() {
    let (one, two) = (id(1), id(2));
    let mut ring = Keyring::single(one, 0, master(1));
    ring.import(two, 1, master(2)).unwrap();
    let unique = |ring: &Keyring, key| column(ring).unique::<Iban>("unique", key).map(drop);
    assert_eq!(unique(&ring, two), Err(ContextError::Key(two)));
    ring.promote(two).unwrap();
    assert_eq!(unique(&ring, two), Ok(()));
    assert_eq!(
        unique(&ring, one),
        Ok(()),
        "active: a pinned column stays usable"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn rotating_any_row_keeps_its_value_and_ends_staleness(values in proptest::collection::vec(ibans(), 1..6), keys in proptest::collection::vec(1u32.., 2..5)) {
        let mut ring = Keyring::single(id(keys[0]), 0, master(0));
        let mut rows = Vec::new();
        for (n, key) in keys.iter().enumerate() {
            if ring.state(id(*key)).is_none() {
                ring.import(id(*key), 0, master(u8::try_from(n).unwrap())).unwrap();
                ring.promote(id(*key)).unwrap();
            }
            let column = column(&ring).deterministic::<Iban>();
            rows.extend(values.iter().map(|text| (text.parse::<Iban>().unwrap(), column.seal(&text.parse().unwrap()))));
        }
        let now = column(&ring).deterministic::<Iban>();
        for (value, row) in rows {
            prop_assert!(now.lookup(&value).contains(&row));
            prop_assert_eq!(now.is_stale(&row), now.stale_ranges().contains(row.as_bytes()));
            let turned = now.rotate(&row).unwrap();
            prop_assert!(!now.stale_ranges().contains(turned.as_bytes()));
            prop_assert_eq!(now.rotate(&turned).unwrap(), turned.clone());
            prop_assert_eq!(now.open(&turned), Ok(value));
        }
    }
}
