//! Tokens of numbers, days and IBANs, worked out again by their definition: under one key they are the same in every version.

use std::collections::HashSet;
use std::num::NonZeroU16;

use chrono::{DateTime, NaiveDate, Utc};
use greffe_export::{
    CopyKey, Field, Kind, MemorySink, Provenance, PseudonymisedCopy, Records, Treatment, Value,
};
use hmac::{Hmac, KeyInit, Mac};

use crate::copies::treated;
use crate::fixture::{day, field, lines};

fn of_kind(name: &str, kind: Kind) -> Field {
    field(name, kind, Provenance::Provided, "account")
}

/// The first 128 bits of the HMAC of a kind, a domain and a value.
fn keyed(kind: &str, domain: &str, value: &[u8]) -> u128 {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&[7; 32]).unwrap();
    for part in ["greffe-export copy 1", kind, domain] {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.update(value);
    let octets = mac.finalize().into_bytes();
    octets
        .iter()
        .take(16)
        .fold(0, |number, octet| number << 8 | u128::from(*octet))
}

/// Ten rounds over two halves: the round, the sign, the width and the right half go into each.
fn network(number: u64, half: u32, below: bool) -> u64 {
    let mask = (1 << half) - 1;
    let (mut left, mut right) = (number >> half, number & mask);
    for round in 0..10 {
        let mut input = vec![round, u8::from(below), u8::from(half == 32)];
        input.extend(right.to_be_bytes());
        let mixed = keyed("number", "who", &input) & u128::from(mask);
        (left, right) = (right, left ^ u64::try_from(mixed).unwrap());
    }
    (left << half) + right
}

fn token(number: i64) -> i64 {
    let below = number < 0;
    let magnitude = u64::try_from(if below { !number } else { number }).unwrap();
    let mut moved = magnitude;
    if magnitude < 1 << 30 {
        moved = network(moved, 15, below);
    } else {
        moved = network(moved, 32, below);
        while !(1 << 30..1 << 63).contains(&moved) {
            moved = network(moved, 32, below);
        }
    }
    let moved = i64::try_from(moved).unwrap();
    if below { !moved } else { moved }
}

#[test]
fn a_whole_number_is_moved_by_its_network_and_stays_on_its_side() {
    let small = 1_i64 << 30;
    let numbers = [
        0,
        1,
        -1,
        -2,
        small - 1,
        small,
        -small,
        -small - 1,
        i64::MAX,
        i64::MIN,
    ];
    let values = numbers.map(Value::from);
    let (found, _) = treated(Kind::Integer, values.to_vec(), Treatment::token("who"));
    let found: Vec<i64> = found.iter().map(|one| one.as_i64().unwrap()).collect();
    assert_eq!(found, numbers.map(token));
    assert_eq!(found.iter().collect::<HashSet<_>>().len(), numbers.len());
    for (number, token) in numbers.into_iter().zip(found) {
        assert_eq!(number < 0, token < 0, "{number}");
        let is_small = |number: i64| (-small..small).contains(&number);
        assert_eq!(is_small(number), is_small(token), "{number}");
    }
}

#[test]
fn a_day_and_an_instant_of_a_person_move_by_the_days_of_the_person() {
    let fields = vec![
        of_kind("who", Kind::Text),
        of_kind("on", Kind::Date),
        of_kind("at", Kind::Instant),
    ];
    let at: DateTime<Utc> = "2026-03-02T07:05:09Z".parse().unwrap();
    let persons: Vec<String> = (0..60).map(|person| format!("c{person}")).collect();
    let rows = persons.iter().map(|who| {
        vec![
            Value::from(who.as_str()),
            Value::from(day(3, 2)),
            Value::Instant(at),
        ]
    });
    let most = NonZeroU16::new(3).unwrap();
    let mut bag = MemorySink::new();
    PseudonymisedCopy::new(CopyKey::new([7; 32]), day(11, 26))
        .source(
            Records::whole("s", fields, rows.collect::<Vec<_>>()),
            [
                ("who", Treatment::Removed),
                ("on", Treatment::shifted("who", most)),
                ("at", Treatment::shifted("who", most)),
            ],
        )
        .write_folder(&mut bag)
        .unwrap();
    let mut moves = HashSet::new();
    for (who, line) in persons
        .iter()
        .zip(lines(&bag, "data/pseudonymised/s.ndjson"))
    {
        let number = keyed("shift", "", who.as_bytes());
        let days = i64::try_from((number / 2) % 3 + 1).unwrap();
        let moved = if number % 2 == 1 { -days } else { days };
        let on: NaiveDate = line["on"].as_str().unwrap().parse().unwrap();
        assert_eq!((on - day(3, 2)).num_days(), moved, "{who}");
        assert_eq!(line["at"], format!("{on}T07:05:09Z"));
        moves.insert(moved);
    }
    assert_eq!(moves, [-3, -2, -1, 1, 2, 3].into());
}

/// The number modulo 97, letters read as 10 to 35 (ISO 7064), whatever else is in it as nought.
fn remainder(text: &str) -> u32 {
    text.chars().fold(0, |rest, letter| {
        let value = letter.to_digit(36).unwrap_or(0);
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    })
}

/// An account with two digits, or one letter and a digit, for which the remainder is right.
fn checked(country: &str, account: &str, first: &str) -> String {
    let checks = first
        .chars()
        .flat_map(|first| ('0'..='9').map(move |last| format!("{first}{last}")));
    let mut right = checks.filter(|check| remainder(&format!("{account}{country}{check}")) == 1);
    let check = right.next().unwrap();
    format!("{country}{check}{account}")
}

#[test]
fn what_has_not_the_form_of_an_iban_is_none_though_its_check_digits_are_right() {
    const DIGITS: &str = "0123456789";
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let eleven = "12345678901";
    for (text, is_iban) in [
        (checked("MT", eleven, DIGITS), true),
        (checked("MT", &"7".repeat(30), DIGITS), true),
        (checked("12", eleven, DIGITS), false),
        (checked("M1", eleven, DIGITS), false),
        (checked("MT", eleven, LETTERS), false),
        (checked("MT", &eleven[1..], DIGITS), false),
        (checked("MT", &"7".repeat(31), DIGITS), false),
        (checked("MT", "12345-78901", DIGITS), false),
    ] {
        let values = [Value::from(text.as_str())];
        let (found, formless) = treated(Kind::Text, values.to_vec(), Treatment::iban("account"));
        assert_eq!(formless, u64::from(!is_iban), "{text}");
        if is_iban {
            assert_eq!(found[0].as_str().unwrap().len(), text.len());
        }
    }
    // The key of a RIB is made for accounts of its length alone.
    let long = checked("FR", &"7".repeat(27), DIGITS);
    let values = [Value::from(long.as_str())];
    let (found, _) = treated(Kind::Text, values.to_vec(), Treatment::iban("account"));
    assert_eq!(found[0].as_str().unwrap().len(), long.len());
}
