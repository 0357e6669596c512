//! Rows on their own: what packages write, and nothing that does not fit.

use std::io::ErrorKind;

use chrono::{DateTime, NaiveDate, Utc};
use greffe_export::{CsvRows, NdjsonRows, Value};
use proptest::prelude::*;

#[test]
fn a_record_of_another_length_is_refused_and_leaves_nothing() {
    let mut ndjson = NdjsonRows::new(["a", "b"], Vec::new());
    let mut csv = CsvRows::new(["a", "b"], Vec::new()).unwrap();
    for record in [
        &[Value::from(1)][..],
        &[Value::Null, Value::Null, Value::Null],
    ] {
        assert_eq!(
            ndjson.write(record).unwrap_err().kind(),
            ErrorKind::InvalidInput
        );
        assert_eq!(
            csv.write(record).unwrap_err().kind(),
            ErrorKind::InvalidInput
        );
    }
    assert!(ndjson.into_inner().is_empty());
    assert_eq!(csv.into_inner().unwrap(), b"a,b\r\n");
}

/// One column that is null: an empty line would be no record, so the csv crate writes `""`.
#[test]
fn a_lonely_null_is_still_a_row() {
    let mut csv = CsvRows::new(["a"], Vec::new()).unwrap();
    csv.write(&[Value::Null]).unwrap();
    csv.write(&[Value::from("x")]).unwrap();
    assert_eq!(csv.into_inner().unwrap(), b"a\r\n\"\"\r\nx\r\n");
}

fn days() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        (-800_000_i32..3_000_000).prop_map(|day| NaiveDate::from_epoch_days(day).unwrap()),
        Just(NaiveDate::MIN),
        Just(NaiveDate::MAX)
    ]
}

fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    let nanoseconds = prop_oneof![
        Just(0_u32),
        0_u32..1_000_000_000,
        (0_u32..1_000).prop_map(|ms| ms * 1_000_000),
        // A leap second.
        1_000_000_000_u32..2_000_000_000,
    ];
    (-70_000_000_000_i64..260_000_000_000, nanoseconds).prop_map(|(seconds, nanoseconds)| {
        // Leap seconds are at the end of a minute only.
        let seconds = if nanoseconds >= 1_000_000_000 {
            seconds.div_euclid(60) * 60 + 59
        } else {
            seconds
        };
        DateTime::from_timestamp(seconds, nanoseconds).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// As chrono and the standard library write them, in any year, with any fraction.
    #[test]
    fn numbers_days_and_instants_are_written_as_their_libraries_write_them(number in any::<i64>(), day in days(), instant in instants()) {
        let instant_text = instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
        let record = [Value::Integer(number), Value::Date(day), Value::Instant(instant)];
        let mut ndjson = NdjsonRows::new(["n", "d", "i"], Vec::new());
        ndjson.write(&record).unwrap();
        let wanted = format!("{{\"n\":{number},\"d\":\"{day}\",\"i\":\"{instant_text}\"}}\n");
        prop_assert_eq!(String::from_utf8(ndjson.into_inner()).unwrap(), wanted);
        let mut csv = CsvRows::new(["n", "d", "i"], Vec::new()).unwrap();
        csv.write(&record).unwrap();
        let wanted = format!("n,d,i\r\n{number},{day},{instant_text}\r\n");
        prop_assert_eq!(String::from_utf8(csv.into_inner().unwrap()).unwrap(), wanted);
    }

    /// Byte for byte what the csv crate makes of guarded cells.
    #[test]
    fn texts_are_quoted_as_the_csv_crate_quotes_them(rows in prop::collection::vec(prop::collection::vec(any::<String>(), 3), 0..5), odd in "[\"',;\r\n =+a-]{0,6}") {
        let mut ours = CsvRows::new(["a", "b,", "c\""], Vec::new()).unwrap();
        let mut peer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        peer.write_record(["a", "b,", "c\""]).unwrap();
        let odd_row = vec![odd.clone(), String::new(), odd];
        for row in rows.iter().chain([&odd_row]) {
            let record: Vec<Value> = row.iter().map(|text| Value::from(text.as_str())).collect();
            ours.write(&record).unwrap();
            peer.write_record(row.iter().map(|text| greffe_export::guarded(text).into_owned())).unwrap();
        }
        prop_assert_eq!(ours.into_inner().unwrap(), peer.into_inner().unwrap());
    }
}
