//! Laws of pseudonymised copies: the same token for the same value, none of the values, and the label that says personal data.

use std::collections::{HashMap, HashSet};
use std::num::{NonZeroU16, NonZeroU64};

use chrono::{Days, NaiveDate};
use greffe_export::{
    CopyError, CopyKey, Field, Kind, MemorySink, Provenance, PseudonymisedCopy, Record, Records,
    SourceFailure, Treatment, Value, verify_bag,
};
use greffe_terms::Lang;
use proptest::prelude::*;

use crate::fixture::{day, field, json, lines, text};

fn key(octet: u8) -> CopyKey {
    CopyKey::new([octet; 32])
}

fn of_kind(name: &str, kind: Kind) -> Field {
    field(name, kind, Provenance::Provided, "account")
}

fn copy(octet: u8) -> PseudonymisedCopy<'static> {
    PseudonymisedCopy::new(key(octet), day(11, 26)).of_organisation("Atelier Hélianthe")
}

/// One column of values under one treatment; what stands for them.
fn column(
    octet: u8,
    kind: Kind,
    values: Vec<Value>,
    treatment: Treatment,
) -> Vec<serde_json::Value> {
    let mut bag = MemorySink::new();
    let rows = values.into_iter().map(|value| vec![value]);
    let done = copy(octet)
        .source(
            Records::whole("s", vec![of_kind("f", kind)], rows),
            [("f", treatment)],
        )
        .write_folder(&mut bag)
        .unwrap();
    assert!(verify_bag(&mut bag).unwrap().is_intact());
    let found = lines(&bag, "data/pseudonymised/s.ndjson");
    assert_eq!(done.sources()[0].records(), found.len() as u64);
    found.into_iter().map(|line| line["f"].clone()).collect()
}

fn texts(octet: u8, values: &[&str], treatment: Treatment) -> Vec<String> {
    let values = values.iter().map(|text| Value::from(*text)).collect();
    let tokens = column(octet, Kind::Text, values, treatment);
    tokens
        .into_iter()
        .map(|token| token.as_str().unwrap().to_owned())
        .collect()
}

/// Numbers and names of customers; whose each order is, and its note.
type Shop = (Vec<(i64, String)>, Vec<(usize, String)>);

/// Customers and their orders, with texts that occur nowhere else.
fn shop() -> impl Strategy<Value = Shop> {
    let customers = prop::collection::vec((any::<i64>(), "[a-z]{3}zq[a-z]{8}"), 1..12);
    (
        customers,
        prop::collection::vec((0..12_usize, "[A-Z]{2}zq[a-z ]{9}"), 0..30),
    )
}

fn written(octet: u8, (customers, orders): &Shop) -> MemorySink {
    let people: Vec<Record> = customers
        .iter()
        .map(|(id, name)| {
            vec![
                Value::Integer(*id),
                Value::from(name.as_str()),
                Value::from(format!("{name}@helianthe.example")),
            ]
        })
        .collect();
    let bought: Vec<Record> = orders
        .iter()
        .map(|(at, note)| {
            let (id, name) = &customers[at % customers.len()];
            vec![
                Value::Integer(*id),
                Value::from(format!("{name}@helianthe.example")),
                Value::from(note.as_str()),
            ]
        })
        .collect();
    let mut bag = MemorySink::new();
    let _ = copy(octet)
        .source(
            Records::whole(
                "customers",
                vec![
                    of_kind("id", Kind::Integer),
                    of_kind("name", Kind::Text),
                    of_kind("email", Kind::Text),
                ],
                people,
            ),
            [
                ("id", Treatment::token("customer")),
                ("name", Treatment::token("name")),
                ("email", Treatment::email("contact")),
            ],
        )
        .source(
            Records::whole(
                "orders",
                vec![
                    of_kind("customer", Kind::Integer),
                    of_kind("sent_to", Kind::Text),
                    of_kind("note", Kind::Text),
                ],
                bought,
            ),
            [
                ("customer", Treatment::token("customer")),
                ("sent_to", Treatment::email("contact")),
                ("note", Treatment::Filled),
            ],
        )
        .write_folder(&mut bag)
        .unwrap();
    bag
}

fn values(bag: &MemorySink, source: &str, name: &str) -> Vec<String> {
    let lines = lines(bag, &format!("data/pseudonymised/{source}.ndjson"));
    lines.iter().map(|line| line[name].to_string()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn joins_have_as_many_rows_after_as_before(shop in shop()) {
        let (customers, orders) = &shop;
        let bag = written(1, &shop);
        let join = |left: &[String], right: &[String]| left.iter().map(|one| right.iter().filter(|other| *other == one).count()).sum::<usize>();
        let ids: Vec<String> = customers.iter().map(|(id, _)| id.to_string()).collect();
        let ordered: Vec<String> = orders.iter().map(|(at, _)| ids[at % ids.len()].clone()).collect();
        let (new_ids, new_ordered) = (values(&bag, "customers", "id"), values(&bag, "orders", "customer"));
        prop_assert_eq!(join(&new_ids, &new_ordered), join(&ids, &ordered));
        // And by address, row by row: the tokens are equal exactly where the values were.
        let names: Vec<&String> = customers.iter().map(|(_, name)| name).collect();
        let addresses = values(&bag, "customers", "email");
        let sent = values(&bag, "orders", "sent_to");
        for (order, (at, _)) in orders.iter().enumerate() {
            for (place, name) in names.iter().enumerate() {
                prop_assert_eq!(sent[order] == addresses[place], **name == customers[at % customers.len()].1);
            }
        }
    }

    #[test]
    fn no_value_is_anywhere_in_the_copy(shop in shop()) {
        let bag = written(1, &shop);
        for (path, bytes) in bag.files() {
            let text = String::from_utf8_lossy(bytes);
            for value in shop.0.iter().map(|(_, name)| name).chain(shop.1.iter().map(|(_, note)| note)) {
                prop_assert!(!text.contains(value.as_str()), "{}", path);
                prop_assert!(!path.contains(value.as_str()));
            }
            prop_assert!(!text.contains("helianthe.example"));
        }
    }

    #[test]
    fn the_same_key_gives_the_same_bytes_and_another_key_no_token_of_them(shop in shop()) {
        let (first, again, other) = (written(1, &shop), written(1, &shop), written(2, &shop));
        prop_assert!(first == again);
        for (source, name) in [("customers", "name"), ("customers", "email"), ("orders", "sent_to")] {
            let ours: HashSet<_> = values(&first, source, name).into_iter().collect();
            prop_assert!(values(&other, source, name).iter().all(|token| !ours.contains(token)));
        }
    }

    #[test]
    fn whole_numbers_never_meet_and_stay_in_their_range(numbers in prop::collection::hash_set(prop_oneof![any::<i64>(), -100_000_i64..2_000_000_000, Just(i64::MIN), Just(i64::MAX)], 1..80)) {
        let numbers: Vec<i64> = numbers.into_iter().collect();
        let tokens = column(3, Kind::Integer, numbers.iter().copied().map(Value::Integer).collect(), Treatment::token("id"));
        let tokens: Vec<i64> = tokens.iter().map(|token| token.as_i64().unwrap()).collect();
        prop_assert_eq!(tokens.iter().collect::<HashSet<_>>().len(), numbers.len());
        let small = |number: i64| (if number < 0 { !number } else { number }) < 1 << 30;
        for (number, token) in numbers.iter().zip(&tokens) {
            prop_assert_eq!(number.is_negative(), token.is_negative());
            prop_assert_eq!(small(*number), small(*token));
        }
        prop_assert!(numbers.len() < 8 || tokens != numbers);
    }

    #[test]
    fn intervals_of_one_person_stay_and_every_day_moves(days in prop::collection::vec((0..4_i64, 10_000_i32..20_000), 1..30), at_most in 1_u16..400) {
        let rows: Vec<Record> = days.iter().map(|(who, date)| vec![Value::Integer(*who), Value::Date(NaiveDate::from_epoch_days(*date).unwrap())]).collect();
        let treatments = [("who", Treatment::token("customer")), ("on", Treatment::shifted("who", NonZeroU16::new(at_most).unwrap()))];
        let mut bag = MemorySink::new();
        let as_texts: Vec<Record> = days.iter().map(|(who, date)| vec![Value::from(who.to_string()), Value::Date(NaiveDate::from_epoch_days(*date).unwrap())]).collect();
        let fields = || vec![of_kind("who", Kind::Integer), of_kind("on", Kind::Date)];
        let _ = copy(4)
            .source(Records::whole("a", fields(), rows.clone()), treatments.clone())
            .source(Records::whole("b", fields(), rows), treatments.clone())
            .source(Records::whole("c", vec![of_kind("who", Kind::Text), of_kind("on", Kind::Date)], as_texts), treatments)
            .write_folder(&mut bag).unwrap();
        let moved = lines(&bag, "data/pseudonymised/a.ndjson");
        prop_assert_eq!(&moved, &lines(&bag, "data/pseudonymised/b.ndjson"));
        // The same number kept as a text is the same person.
        for (one, other) in moved.iter().zip(lines(&bag, "data/pseudonymised/c.ndjson")) {
            prop_assert_eq!(&one["on"], &other["on"]);
        }
        let mut shifts: HashMap<i64, i64> = HashMap::new();
        for ((who, date), line) in days.iter().zip(&moved) {
            let to: NaiveDate = line["on"].as_str().unwrap().parse().unwrap();
            let by = i64::from(to.to_epoch_days() - date);
            prop_assert!(by != 0 && by.abs() <= i64::from(at_most));
            prop_assert_eq!(*shifts.entry(*who).or_insert(by), by);
        }
    }

    #[test]
    fn buckets_are_below_and_taking_them_again_changes_nothing(number in any::<i64>(), width in 1_u64..10_000) {
        let treat = |number: i64| column(1, Kind::Integer, vec![Value::Integer(number)], Treatment::bucketed(NonZeroU64::new(width).unwrap()))[0].as_i64().unwrap();
        let low = treat(number);
        prop_assert!(low <= number);
        prop_assert!(low == i64::MIN || i128::from(number) - i128::from(low) < i128::from(width));
        prop_assert!(low == i64::MIN || treat(low) == low);
    }
}

/// ISO 7064, written without the crate.
fn is_iban(text: &str) -> bool {
    let (head, account) = text.split_at(4);
    let digits: String = format!("{account}{head}")
        .chars()
        .map(|letter| letter.to_digit(36).unwrap().to_string())
        .collect();
    digits.bytes().fold(0_u64, |rest, digit| {
        (rest * 10 + u64::from(digit - b'0')) % 97
    }) == 1
}

#[test]
fn an_iban_stays_an_iban_of_a_bank_that_does_not_exist() {
    // Published examples of the countries' registries.
    let given = [
        "FR14 2004 1010 0505 0001 3M02 606",
        "DE89370400440532013000",
        "GB29NWBK60161331926819",
        "BE68539007547034",
        "es9121000418450200051332",
    ];
    let tokens = texts(1, &given, Treatment::iban("account"));
    for (given, token) in given.iter().zip(&tokens) {
        let plain: String = given.split_whitespace().collect();
        assert!(is_iban(token), "{token}");
        assert_eq!(token.len(), plain.len());
        assert_ne!(token, &plain);
    }
    assert!(tokens[0].starts_with("FR") && &tokens[0][4..9] == "00000");
    assert!(tokens[1].starts_with("DE") && &tokens[1][4..12] == "00000000");
    assert!(tokens[2].starts_with("ZZ") && tokens[3].starts_with("ZZ"));
    assert!(tokens[4].starts_with("ES") && &tokens[4][4..8] == "0000");
    // The key of the RIB, as banks give the formula: 97 − (89 × bank + 15 × branch + 3 × account) mod 97.
    let number = |from: usize, to: usize| tokens[0][from..to].parse::<u64>().unwrap();
    let sum = 89 * number(4, 9) + 15 * number(9, 14) + 3 * number(14, 25);
    assert_eq!(number(25, 27), 97 - sum % 97);
    // Spaces and case do not make another account.
    assert_eq!(
        texts(
            1,
            &["FR1420041010050500013M02606", given[0]],
            Treatment::iban("account")
        )[0],
        tokens[0]
    );
}

#[test]
fn a_telephone_number_becomes_one_that_is_kept_for_fiction() {
    let given = [
        "06 12 34 56 78",
        "+33 6 12 34 56 78",
        "0033612345678",
        "+33 (0)2 99 12 34 56",
        "+44 20 7946 0000",
        "+1 (415) 273-9164",
        "+49 151 23456789",
    ];
    let tokens = texts(1, &given, Treatment::phone("phone", "FR"));
    let begins = [
        "063998",
        "+3363998",
        "+3363998",
        "+3326191",
        "+441632960",
        "+120255501",
        "+493023125",
    ];
    let lengths = [10, 12, 12, 12, 13, 12, 13];
    for ((token, begin), length) in tokens.iter().zip(begins).zip(lengths) {
        assert!(token.starts_with(begin), "{token}");
        assert_eq!(token.len(), length, "{token}");
    }
    // However it is written, it is the same number.
    assert_eq!(tokens[0][6..], tokens[1][8..]);
    assert_eq!(tokens[1], tokens[2]);
}

#[test]
fn what_has_not_the_form_becomes_a_plain_token_and_is_counted() {
    let fields = vec![
        of_kind("email", Kind::Text),
        of_kind("phone", Kind::Text),
        of_kind("iban", Kind::Text),
    ];
    let rows = [
        vec![
            Value::from("unknown"),
            Value::from("+9 ask her mother"),
            Value::from("FR00 0000"),
        ],
        vec![
            Value::from("a@b@c.example"),
            Value::from("+999123456789"),
            Value::from("FR1520041010050500013M02606"),
        ],
        vec![Value::Null, Value::Null, Value::Null],
    ];
    let mut bag = MemorySink::new();
    let done = copy(1)
        .source(
            Records::whole("s", fields, rows),
            [
                ("email", Treatment::email("contact")),
                ("phone", Treatment::phone("phone", "FR")),
                ("iban", Treatment::iban("account")),
            ],
        )
        .write_folder(&mut bag)
        .unwrap();
    for field in done.sources()[0].fields() {
        assert_eq!(
            (field.formless(), field.withheld()),
            (2, 0),
            "{}",
            field.name()
        );
    }
    let found = lines(&bag, "data/pseudonymised/s.ndjson");
    for name in ["email", "phone", "iban"] {
        assert_eq!(found[0][name].as_str().unwrap().len(), 32);
        assert!(found[2][name].is_null());
    }
    let described = json(&bag, "data/datapackage.json");
    assert_eq!(
        described["resources"][0]["schema"]["fields"][0]["greffe:treatment"]["formless"],
        2
    );
}

#[test]
fn a_day_without_a_person_is_withheld() {
    let fields = vec![of_kind("who", Kind::Text), of_kind("on", Kind::Date)];
    let rows = [
        vec![Value::Null, Value::Date(day(3, 1))],
        vec![
            Value::from("ada"),
            Value::Date(NaiveDate::MAX - Days::new(0)),
        ],
    ];
    let mut bag = MemorySink::new();
    let done = copy(1)
        .source(
            Records::whole("s", fields, rows),
            [
                ("who", Treatment::Removed),
                ("on", Treatment::shifted("who", NonZeroU16::MIN)),
            ],
        )
        .write_folder(&mut bag)
        .unwrap();
    let withheld = done.sources()[0].fields()[1].withheld();
    let nulls = lines(&bag, "data/pseudonymised/s.ndjson")
        .iter()
        .filter(|line| line["on"].is_null())
        .count();
    assert!((1..=2).contains(&withheld));
    assert_eq!(withheld, nulls as u64);
}

#[test]
fn domains_are_not_linked_and_kinds_neither() {
    let token = |treatment| texts(1, &["ada@helianthe.example"], treatment).remove(0);
    let all = [
        token(Treatment::token("a")),
        token(Treatment::token("b")),
        token(Treatment::email("a"))[..32].to_owned(),
        token(Treatment::email("b"))[..32].to_owned(),
    ];
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 4);
}

#[test]
fn lists_are_treated_item_by_item() {
    let list = Value::List(vec![
        Value::from("ada"),
        Value::from("grace"),
        Value::from("ada"),
        Value::Null,
        Value::from(true),
    ]);
    let found = column(1, Kind::List, vec![list], Treatment::token("name"));
    assert_eq!(found[0][0], found[0][2]);
    assert_ne!(found[0][0], found[0][1]);
    assert_eq!(found[0][0], texts(1, &["ada"], Treatment::token("name"))[0]);
    assert!(found[0][3].is_null() && found[0][4].is_null());
    assert_eq!(texts(1, &["Café"], Treatment::Filled), ["xxxx"]);
}

#[test]
fn a_field_without_a_fitting_treatment_stops_the_copy_before_its_first_byte() {
    let fields = || vec![of_kind("email", Kind::Text), of_kind("on", Kind::Date)];
    let refused = |treatments: Vec<(&str, Treatment)>| {
        let mut bag = MemorySink::new();
        let rows = [vec![Value::from("zq-7731"), Value::Date(day(3, 1))]];
        let error = copy(1)
            .source(Records::whole("s", fields(), rows), treatments)
            .write_folder(&mut bag)
            .unwrap_err();
        assert_eq!(bag.files().count(), 0);
        for lang in Lang::ALL {
            assert!(!error.in_language(lang).contains("7731"));
        }
        error
    };
    let named = |field: &str| ("s".to_owned(), field.to_owned());
    let (source, field) = named("on");
    assert_eq!(
        refused(vec![("email", Treatment::Removed)]),
        CopyError::Untreated { source, field }
    );
    let (source, field) = named("email");
    assert_eq!(
        refused(vec![
            ("email", Treatment::Removed),
            ("on", Treatment::Removed),
            ("email", Treatment::Filled)
        ]),
        CopyError::TreatedTwice { source, field }
    );
    let (source, field) = named("mail");
    assert_eq!(
        refused(vec![
            ("email", Treatment::Removed),
            ("on", Treatment::Removed),
            ("mail", Treatment::Filled)
        ]),
        CopyError::NoSuchField { source, field }
    );
    for unfit in [
        Treatment::Filled,
        Treatment::token("day"),
        Treatment::shifted("nobody", NonZeroU16::MIN),
    ] {
        let (source, field) = named("on");
        assert_eq!(
            refused(vec![("email", Treatment::Removed), ("on", unfit)]),
            CopyError::Unfit { source, field }
        );
    }
    let error = CopyError::SourceTwice { source: "s".into() };
    let twice = || Records::whole("s", vec![of_kind("f", Kind::Text)], [vec![Value::Null]]);
    let copy = copy(1)
        .source(twice(), [("f", Treatment::Removed)])
        .source(twice(), [("f", Treatment::Removed)]);
    assert_eq!(
        copy.write_folder(&mut MemorySink::new()).unwrap_err(),
        error
    );
    assert_eq!(error.in_language(Lang::Fr), "deux sources s’appellent `s`");
}

#[test]
fn half_a_source_is_no_copy() {
    let rows = [Ok(vec![Value::from("ada")]), Err(SourceFailure::TimedOut)];
    let mut bag = MemorySink::new();
    let error = copy(1)
        .source(
            Records::new("s", vec![of_kind("f", Kind::Text)], rows),
            [("f", Treatment::token("name"))],
        )
        .write_folder(&mut bag)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "source `s` was not read to its end: the source took too long"
    );
    assert!(bag.file("manifest-sha256.txt").is_none());
    let wrong = copy(1)
        .source(
            Records::whole("s", vec![of_kind("f", Kind::Text)], [vec![Value::from(1)]]),
            [("f", Treatment::kept("a status"))],
        )
        .write_folder(&mut MemorySink::new());
    assert!(matches!(
        wrong,
        Err(CopyError::Source {
            failure: SourceFailure::WrongKind {
                record: 1,
                field: 1
            },
            ..
        })
    ));
}

#[test]
fn the_copy_says_that_it_is_personal_data() {
    let mut bag = MemorySink::new();
    let done = copy(1)
        .source(
            Records::whole(
                "s",
                vec![of_kind("f", Kind::Text)],
                [vec![Value::from("open")]],
            ),
            [("f", Treatment::kept("a status of ours"))],
        )
        .write_folder(&mut bag)
        .unwrap();
    assert_eq!(done.manifest_sha256().len(), 64);
    let described = json(&bag, "data/datapackage.json");
    assert_eq!(described["greffe:copy"], "pseudonymised");
    assert_eq!(described["greffe:personal_data"], true);
    assert_eq!(described["greffe:law"][0], "GDPR 4(5)");
    assert_eq!(
        described["resources"][1]["schema"]["fields"][0]["greffe:treatment"]["reason"],
        "a status of ours"
    );
    let label = text(&bag, "PERSONAL-DATA.txt");
    for words in [
        "CE SONT DES DONNÉES PERSONNELLES",
        "THIS IS PERSONAL DATA",
        "C-413/23 P",
    ] {
        assert!(label.contains(words), "{words}");
    }
    assert_eq!(text(&bag, "data/pseudonymised/s.csv"), "f\r\nopen\r\n");
    assert_eq!(format!("{:?}", key(7)), "CopyKey(..)");
}

/// RFC 4231 says what HMAC-SHA-256 is; this says that a token is one, so that other programs can make it.
#[test]
fn a_token_is_an_hmac_over_its_label_kind_domain_and_value() {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&[1; 32]).unwrap();
    for part in ["greffe-export copy 1", "token", "name"] {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.update(b"ada");
    let wanted: String = mac
        .finalize()
        .into_bytes()
        .iter()
        .take(16)
        .map(|octet| format!("{octet:02x}"))
        .collect();
    assert_eq!(texts(1, &["ada"], Treatment::token("name")), [wanted]);
}
