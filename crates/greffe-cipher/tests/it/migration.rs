//! A column from plaintext to tokens, and from key to key, stopped anywhere.

use std::collections::BTreeMap;

use greffe_cipher::{
    Deterministic, EqualRows, FieldError, Iban, Keyring, MigrationError, PersonName, Phone,
    PlaintextFallback, Problem, Progress, Reencryption, RowFault, Sealed, Stored, TokenError,
};
use proptest::prelude::*;

use crate::support::{column, ibans, id, master, published};

const END: u64 = 1_790_000_000;
const NOW: u64 = 1_780_000_000;

/// A text column of a table.
type Table = BTreeMap<i64, String>;

fn fallback() -> PlaintextFallback<Iban> {
    PlaintextFallback::until(END)
}

/// Rows whose text is among those that a lookup asks for.
fn found(table: &Table, column: &Deterministic<Iban>, value: &Iban) -> Vec<i64> {
    let wanted = fallback().lookup(column, value, NOW);
    let holds = |text: &str| wanted.iter().any(|one| one.expose() == text);
    table
        .iter()
        .filter(|(_, text)| holds(text))
        .map(|(key, _)| *key)
        .collect()
}

/// What is to take a row's place: the token of what stands there in clear, or of today's key.
fn convert(column: &Deterministic<Iban>, stored: &str) -> Result<Option<String>, MigrationError> {
    match fallback().read(stored.as_bytes(), NOW)? {
        Stored::InClear(value) => Ok(Some(column.seal(&value).to_text())),
        Stored::Sealed(token) if column.is_stale(&token) => {
            Ok(Some(column.rotate(&token)?.to_text()))
        }
        Stored::Sealed(_) => Ok(None),
    }
}

/// One pass that stops after so many writes: the rest of its page is lost, and so is its progress unless it is kept.
fn pass(
    table: &mut Table,
    column: &Deterministic<Iban>,
    from: Option<Progress<i64>>,
    mut writes: usize,
) -> Option<Progress<i64>> {
    let mut pass = from.map_or_else(Reencryption::begin, Reencryption::resume);
    let mut kept = pass.progress().clone();
    loop {
        let after = pass.after().copied();
        let rows: Vec<_> = table
            .iter()
            .filter(|(key, _)| Some(**key) > after)
            .take(3)
            .map(|(key, text)| (*key, text.clone()))
            .collect();
        if rows.is_empty() {
            return None;
        }
        let page = pass.page(rows, |_, stored| convert(column, stored));
        for write in page.writes() {
            if writes == 0 {
                return Some(kept);
            }
            writes -= 1;
            if table.get(&write.key) == Some(&write.old) {
                table.insert(write.key, write.new.clone());
            }
        }
        kept = pass.progress().clone();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_column_is_encrypted_while_it_is_used_and_no_row_is_lost(
        texts in proptest::collection::vec(ibans(), 1..12),
        stops in proptest::collection::vec((0usize..6, any::<bool>()), 0..6),
    ) {
        let values: Vec<Iban> = texts.iter().map(|text| text.parse().unwrap()).collect();
        let column = column(&published()).deterministic::<Iban>();
        // As people typed them.
        let spaced = |text: &String| text.to_lowercase().replacen('0', " 0", 2);
        let mut table: Table = (0..).zip(texts.iter().map(spaced)).collect();
        for text in table.values_mut() {
            if let Some(canonical) = fallback().canonical(text.as_bytes(), NOW).unwrap() {
                canonical.expose().clone_into(text);
            }
            prop_assert_eq!(fallback().canonical(text.as_bytes(), NOW).unwrap(), None);
        }
        let check = |table: &Table| {
            for (key, value) in (0..).zip(&values) {
                assert!(found(table, &column, value).contains(&key));
                assert_eq!(fallback().open(&column, table[&key].as_bytes(), NOW).as_ref(), Ok(value));
            }
        };
        check(&table);
        let mut progress = None;
        for (writes, keeps) in stops {
            let stopped = pass(&mut table, &column, progress.clone(), writes);
            progress = if keeps { stopped } else { None };
            check(&table);
        }
        prop_assert_eq!(pass(&mut table, &column, None, usize::MAX), None);
        check(&table);
        let after_the_end = |text: &String| fallback().open(&column, text.as_bytes(), END + 1);
        prop_assert!(table.values().all(|text| after_the_end(text).is_ok()), "all rows are sealed");
    }

    #[test]
    fn a_rotation_that_is_killed_at_any_write_goes_on(
        texts in proptest::collection::vec(ibans(), 1..12),
        stops in proptest::collection::vec((0usize..6, any::<bool>()), 0..6),
        changed in 0i64..12,
    ) {
        let values: Vec<Iban> = texts.iter().map(|text| text.parse().unwrap()).collect();
        let mut ring = Keyring::single(id(9), 0, master(1));
        let old = column(&ring).deterministic::<Iban>();
        let mut table: Table = (0..).zip(values.iter().map(|value| old.seal(value).to_text())).collect();
        ring.import(id(2), 1, master(2)).unwrap();
        ring.promote(id(2)).unwrap();
        let now = column(&ring).deterministic::<Iban>();
        let mut progress = None;
        for (writes, keeps) in stops {
            let stopped = pass(&mut table, &now, progress.clone(), writes);
            progress = if keeps { stopped } else { None };
            // An instance that is not current yet seals a row anew, behind the pass.
            if let Some(text) = table.get_mut(&changed) {
                let changed = usize::try_from(changed).unwrap();
                *text = old.seal(&values[changed]).to_text();
            }
            for (key, value) in (0..).zip(&values) {
                prop_assert!(found(&table, &now, value).contains(&key));
            }
        }
        pass(&mut table, &now, None, usize::MAX);
        for (key, value) in (0..).zip(&values) {
            let token = Sealed::from_text(&table[&key]).unwrap();
            prop_assert!(!now.is_stale(&token), "zero stale rows after a whole pass");
            let opened = now.open(&token);
            prop_assert_eq!(opened.as_ref(), Ok(value));
        }
    }

    /// Whatever the order of the rows: a group is all rows of one value, and every value of several rows has one.
    #[test]
    fn rows_that_became_equal_are_listed_and_no_others(texts in proptest::collection::vec(ibans(), 1..5), rows in proptest::collection::vec(0usize..5, 0..20)) {
        let unique = column(&published()).unique::<Iban>("u", id(0x0102_0304)).unwrap();
        let mut equal = EqualRows::default();
        let mut expected: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (key, which) in rows.iter().enumerate() {
            let text = &texts[which % texts.len()];
            equal.add(key, unique.unique_token(&text.parse().unwrap()));
            expected.entry(text).or_default().push(key);
        }
        let mut found: Vec<_> = equal.groups().map(<[usize]>::to_vec).collect();
        let mut expected: Vec<_> = expected.into_values().filter(|keys| keys.len() > 1).collect();
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected);
    }

    /// However a token is damaged, it is never read as a value.
    #[test]
    fn a_damaged_token_is_never_plaintext(text in ibans(), at in 0usize..90, to in 0u8..128) {
        let token = column(&published()).deterministic::<Iban>().seal(&text.parse().unwrap());
        let mut damaged = token.to_text().into_bytes();
        let at = 3 + at % (damaged.len() - 3);
        damaged[at] = to;
        prop_assert!(!matches!(fallback().read(&damaged, NOW), Ok(Stored::InClear(_))));
        let mut octets = token.as_bytes().to_vec();
        let at = 1 + at % (octets.len() - 1);
        octets[at] = to;
        prop_assert!(!matches!(fallback().read(&octets, NOW), Ok(Stored::InClear(_))));
    }
}

#[test]
fn what_stops_a_row_is_said_without_its_value() {
    let column = column(&published()).deterministic::<Iban>();
    let open = |stored: &[u8], now| fallback().open(&column, stored, now).unwrap_err();
    assert_eq!(
        open(b"FR1420041010050500013M02606", END + 1),
        MigrationError::Ended
    );
    assert!(
        fallback()
            .open(&column, b"FR1420041010050500013M02606", END)
            .is_ok()
    );
    assert_eq!(
        open(b"~gf1.canari", NOW),
        MigrationError::Token(TokenError::Text)
    );
    assert_eq!(
        open(b"~gfcanari", NOW),
        MigrationError::Token(TokenError::NotAToken)
    );
    assert_eq!(
        open(&[0xFA, 1], NOW),
        MigrationError::Token(TokenError::Length)
    );
    assert_eq!(
        open(&[0xff, 0xfe], NOW),
        MigrationError::Token(TokenError::NotAToken)
    );
    let MigrationError::Value(why) = open(b"FR1420041010050500013M02607", NOW) else {
        panic!("a wrong check digit is no value");
    };
    assert_eq!(why.problem(), Problem::CheckDigits);
    assert_eq!(
        format!("{:?}", fallback()),
        "PlaintextFallback(until 1790000000, ..)"
    );
    let texts = fallback().lookup(
        &column,
        &"FR1420041010050500013M02606".parse().unwrap(),
        NOW,
    );
    assert!(!format!("{texts:?}").contains("FR14"));
    assert_eq!(
        fallback()
            .lookup(
                &column,
                &"FR1420041010050500013M02606".parse().unwrap(),
                END + 1
            )
            .len(),
        1,
        "after the end no clear text is asked for"
    );
}

#[test]
fn rows_that_cannot_be_converted_stay_and_are_listed() {
    let mut pass = Reencryption::begin();
    let rows = [
        (1, "FR1420041010050500013M02606"),
        (2, "no iban"),
        (3, "~gf1.x"),
    ];
    let column = column(&published()).deterministic::<Iban>();
    let page = pass.page(rows, |_, stored| convert(&column, stored));
    assert_eq!(page.writes().len(), 1);
    let keys: Vec<_> = page.faults().iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, [2, 3]);
    let sealed = page.writes()[0].new.clone();
    assert_eq!(page.faults()[1].1, RowFault::Token(TokenError::Text));
    let progress = pass.progress();
    assert_eq!(
        (
            progress.after,
            progress.converted,
            progress.current,
            progress.failed
        ),
        (Some(3), 1, 0, 2)
    );
    // A row that is current already is counted as such.
    let mut again = Reencryption::begin();
    let page = again.page([(1, sealed.as_str()), (4, sealed.as_str())], |_, stored| {
        convert(&column, stored)
    });
    assert!(page.writes().is_empty() && page.faults().is_empty());
    assert_eq!(
        (again.progress().converted, again.progress().current),
        (0, 2)
    );
    // Kept between two runs of a job.
    let kept = serde_json::to_string(progress).unwrap();
    assert_eq!(
        &serde_json::from_str::<Progress<i32>>(&kept).unwrap(),
        progress
    );
}

#[test]
fn national_numbers_in_clear_are_read_as_their_region_dials_them() {
    let column = column(&published()).deterministic::<Phone>();
    let french = PlaintextFallback::until(END).parsed_by(|text| Phone::parse_in("FR", text));
    assert_eq!(french.read_in_clear(), 0);
    let phone = french.open(&column, b"01 99 00 12 34", NOW).unwrap();
    assert_eq!(phone.expose(), "+33199001234");
    let none: Result<Phone, _> =
        PlaintextFallback::until(END).open(&column, b"01 99 00 12 34", NOW);
    let refused: Result<Phone, FieldError> = "01 99 00 12 34".parse();
    assert_eq!(none, Err(MigrationError::Value(refused.unwrap_err())));
    assert_eq!(french.read_in_clear(), 1);
    french.open(&column, b"01 99 00 12 34", NOW).unwrap();
    assert_eq!(french.read_in_clear(), 2);
}

/// Of a name's token nearly every part would be a name.
#[test]
fn a_token_that_lost_its_beginning_is_no_name() {
    let names = column(&published()).deterministic::<PersonName>();
    let names = names.accept_equality_leakage("a test");
    let text = names.seal(&"Ana Lima".parse().unwrap()).to_text();
    let fallback = PlaintextFallback::<PersonName>::until(END);
    for bit in 0..7 {
        let mut octets = text.clone().into_bytes();
        octets[0] ^= 1 << bit;
        assert!(fallback.read(&octets, NOW).is_err(), "bit {bit}");
    }
    for cut in 1..=16 {
        let refused = fallback.read(&text.as_bytes()[cut..], NOW).map(drop);
        assert_eq!(
            refused,
            Err(MigrationError::Token(TokenError::Text)),
            "{cut}"
        );
    }
    // Whatever letters of base64 the rest is made of.
    for rest in ["a", "Z", "7", "-", "_"] {
        let part = format!("0405.{}", rest.repeat(38));
        let refused = fallback.read(part.as_bytes(), NOW).map(drop);
        assert_eq!(
            refused,
            Err(MigrationError::Token(TokenError::Text)),
            "{part}"
        );
    }
    // Spaces that the canonical form takes away hide nothing, of the whole or of a part.
    for cut in 0..=16 {
        let padded = format!("\t\u{a0}{}", &text[cut..]);
        let refused = fallback.read(padded.as_bytes(), NOW).map(drop);
        assert_eq!(
            refused,
            Err(MigrationError::Token(TokenError::Text)),
            "{cut}, after spaces"
        );
    }
    for name in [
        "J. Martin",
        "Ada.Lovelace",
        "Dr. A. de Saint-Exupery",
        "b.Beauvoir-Castellane-Rohan",
        // Hexadecimal before the point, and what might be base64 behind it, but too short for a token.
        "fe.Decaf",
        "abba.Beauvoir-Castellane-Rohan",
        // Long enough, but no header stands before the point.
        "Xx.Beauvoir-Castellane-Rohan-de-la-Tour-d-Auvergne",
        "Zou-Abbabeef.Beauvoir-Castellane-Rohan-de-la-Tour-d-Auvergne",
        "Zou-abbabeef.Beauvoir-Castellane-Rohan-de-la-Tour-d-Auvergne",
        // No base64 behind it.
        "abba.Beauvoir Castellane Rohan de la Tour d Auvergne",
    ] {
        assert!(
            matches!(fallback.read(name.as_bytes(), NOW), Ok(Stored::InClear(_))),
            "{name}"
        );
    }
}

/// What a pass reads may still be in clear: a page that is logged shows keys and reasons, never what was read.
#[test]
fn a_page_shows_no_row_that_it_read() {
    let column = column(&published()).deterministic::<Iban>();
    let rows = [(17, "FR1420041010050500013M02606"), (18, "canari")];
    let mut pass = Reencryption::begin();
    let page = pass.page(rows, |_, stored| convert(&column, stored));
    assert_eq!((page.writes().len(), page.faults().len()), (1, 1));
    for shown in [
        format!("{page:?} {:?}", page.writes()),
        format!("{page:#?} {:#?}", page.writes()),
    ] {
        assert!(shown.contains("17") && shown.contains("18"));
        assert!(
            shown.contains("Length") || shown.contains("Shape"),
            "{shown}"
        );
        assert!(
            !shown.contains("0050500013M") && !shown.contains("canari"),
            "{shown}"
        );
    }
}
