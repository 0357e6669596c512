//! Laws that hold for any sources: nothing is lost, access contains portability, CSV reads back to the JSON values.

use chrono::{DateTime, NaiveDate, Utc};
use greffe_export::{
    Decimal, Field, Kind, MemorySink, Provenance, Record, Records, Redaction, Value, unguarded,
    verify_bag,
};
use greffe_terms::{Lang, Text};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::fixture::{both, cells, day, field, lines, package};

/// What the JSON of a value must be, written without the crate.
pub(crate) fn expected(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Decimal(number) => json!(number.as_str()),
        Value::Boolean(truth) => json!(truth),
        Value::Date(date) => json!(date.format("%Y-%m-%d").to_string()),
        Value::Instant(instant) => json!(instant.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        Value::List(items) => Json::Array(items.iter().map(expected).collect()),
        _ => Json::Null,
    }
}

/// The JSON value that a CSV cell stands for, as its declared type and guard say.
pub(crate) fn read_cell(cell: &str, kind: Kind) -> Json {
    if cell.is_empty() {
        return Json::Null;
    }
    match kind {
        Kind::Text => json!(unguarded(cell)),
        Kind::Decimal | Kind::Date | Kind::Instant => json!(cell),
        _ => serde_json::from_str(cell).unwrap(),
    }
}

pub(crate) fn value(kind: Kind) -> BoxedStrategy<Value> {
    let text = prop_oneof![
        any::<String>(),
        "['=+@,;\"\r\n\t\\-]{0,4}",
        Just("[redacted r0]".to_owned()),
        Just(String::new())
    ];
    let filled = match kind {
        Kind::Integer => any::<i64>().prop_map(Value::Integer).boxed(),
        Kind::Decimal => "-?[0-9]{1,12}(\\.[0-9]{1,4})?"
            .prop_map(|digits| Value::Decimal(digits.parse::<Decimal>().unwrap()))
            .boxed(),
        Kind::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        Kind::Date => (0_i32..20_000)
            .prop_map(|days| Value::Date(NaiveDate::from_epoch_days(days).unwrap()))
            .boxed(),
        Kind::Instant => (0_i64..4_000_000_000)
            .prop_map(|s| Value::Instant(DateTime::<Utc>::from_timestamp(s, 0).unwrap()))
            .boxed(),
        Kind::List => prop::collection::vec(text.prop_map(Value::Text), 0..3)
            .prop_map(Value::List)
            .boxed(),
        _ => text.prop_map(Value::Text).boxed(),
    };
    prop_oneof![1 => Just(Value::Null), 5 => filled].boxed()
}

pub(crate) const KINDS: [Kind; 7] = [
    Kind::Text,
    Kind::Integer,
    Kind::Decimal,
    Kind::Boolean,
    Kind::Date,
    Kind::Instant,
    Kind::List,
];

fn table() -> impl Strategy<Value = (Vec<Field>, Vec<Record>)> {
    let column = (
        0..KINDS.len(),
        0..4_usize,
        prop::sample::select(vec!["account", "news", "invoicing", "unclear", "unknown"]),
    );
    prop::collection::vec(column, 1..6).prop_flat_map(|columns| {
        let fields: Vec<Field> = columns
            .iter()
            .enumerate()
            .map(|(place, (kind, provenance, purpose))| {
                field(
                    &format!("f{place}"),
                    KINDS[*kind],
                    Provenance::ALL[*provenance],
                    purpose,
                )
            })
            .collect();
        let row: Vec<BoxedStrategy<Value>> = columns
            .iter()
            .map(|(kind, ..)| value(KINDS[*kind]))
            .collect();
        (Just(fields), prop::collection::vec(row, 0..6))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_is_lost_on_the_way((fields, rows) in table()) {
        let request = both();
        let mut bag = MemorySink::new();
        let done = package(&request).source(Records::whole("s", fields.clone(), rows.clone())).write_folder(&mut bag).unwrap();
        prop_assert!(verify_bag(&mut bag).unwrap().is_intact());
        prop_assert_eq!(done.completeness().sources()[0].records(), rows.len() as u64);

        let json = lines(&bag, "data/access/s.ndjson");
        let csv = cells(&bag, "data/access/s.csv");
        prop_assert_eq!(json.len(), rows.len());
        for (place, row) in rows.iter().enumerate() {
            for (column, (one, value)) in fields.iter().zip(row).enumerate() {
                let wanted = expected(value);
                prop_assert_eq!(&json[place][one.name()], &wanted);
                prop_assert_eq!(read_cell(&csv[place + 1][column], one.kind()), wanted);
            }
        }
    }

    #[test]
    fn access_contains_portability((fields, rows) in table()) {
        let request = both();
        let mut bag = MemorySink::new();
        let _ = package(&request).source(Records::whole("s", fields.clone(), rows)).write_folder(&mut bag).unwrap();
        let access = lines(&bag, "data/access/s.ndjson");
        let portable = lines(&bag, "data/portability/s.ndjson");
        prop_assert!(portable.is_empty() || portable.len() == access.len());
        for (all, some) in access.iter().zip(&portable) {
            for (key, value) in some.as_object().unwrap() {
                prop_assert_eq!(&all[key], value);
                // Provided or observed, under consent or contract: Art. 20(1), asked again here.
                let one = fields.iter().find(|one| one.name() == key).unwrap();
                prop_assert!(matches!(one.provenance(), Provenance::Provided | Provenance::Observed));
                prop_assert!(matches!(one.purposes()[0].as_str(), "account" | "news"));
            }
        }
        // And nothing that is portable is left behind.
        let wanted = fields.iter().filter(|one| {
            matches!(one.provenance(), Provenance::Provided | Provenance::Observed) && matches!(one.purposes()[0].as_str(), "account" | "news")
        });
        if let Some(first) = portable.first() {
            prop_assert_eq!(first.as_object().unwrap().len(), wanted.count());
        } else {
            prop_assert!(access.is_empty() || wanted.count() == 0);
        }
    }

    #[test]
    fn a_value_is_missing_only_by_a_recorded_decision((fields, rows) in table(), column in any::<prop::sample::Index>(), hidden_rows in any::<u8>()) {
        let column = column.index(fields.len());
        let seen = std::cell::Cell::new(0_u32);
        let hides = |_: &[Value]| {
            let place = seen.get();
            seen.set(place + 1);
            hidden_rows >> (place % 8) & 1 == 1
        };
        let decision = Redaction::new("r0", "s", fields[column].name(), Text::plain("asked"), day(3, 5), "DPO").where_record(hides);
        let request = both();
        let mut bag = MemorySink::new();
        let done = package(&request)
            .source(Records::whole("s", fields.clone(), rows.clone()))
            .redacted(decision)
            .language(Lang::En)
            .write_folder(&mut bag)
            .unwrap();
        let json = lines(&bag, "data/access/s.ndjson");
        let csv = cells(&bag, "data/access/s.csv");
        let mut hidden = 0;
        for (place, row) in rows.iter().enumerate() {
            for (at, (one, value)) in fields.iter().zip(row).enumerate() {
                let is_hidden = at == column && hidden_rows >> (place % 8) & 1 == 1;
                hidden += u64::from(is_hidden);
                let found = &json[place][one.name()];
                if is_hidden {
                    prop_assert_eq!(found, &json!({"$redacted": "r0"}));
                } else {
                    prop_assert_eq!(found, &expected(value));
                }
                // No text of the person can be taken for a hidden value.
                prop_assert_eq!(csv[place + 1][at] == "[redacted r0]", is_hidden);
            }
        }
        prop_assert_eq!(done.completeness().redactions()[0].count(), hidden);
    }

    #[test]
    fn the_same_input_has_the_same_bytes((fields, rows) in table()) {
        let write = || {
            let request = both();
            let mut bag = MemorySink::new();
            let _ = package(&request).source(Records::whole("s", fields.clone(), rows.clone())).write_folder(&mut bag).unwrap();
            bag
        };
        prop_assert!(write() == write());
    }
}
