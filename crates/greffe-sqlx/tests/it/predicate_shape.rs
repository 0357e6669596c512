//! How predicates are made and what they look like.

use greffe_retention::Event;
use greffe_sqlx::{
    FactColumns, InvalidName, Name, PostgresDay, PredicateError, QualifiedName, SqlPredicate,
    SqliteDay,
};
use proptest::prelude::*;
use sqlx::{QueryBuilder, Sqlite};

use crate::predicate_law::selected;
use crate::predicate_rows::{name, paris, predicate, recorded, rule};
use crate::{day, memory, years};

#[test]
fn names_are_letters_digits_and_underscores() {
    for good in [
        "a",
        "_",
        "Recorded_On",
        "x9",
        "t.c",
        "_t._c",
        &"a".repeat(63),
    ] {
        assert_eq!(name(good).to_string(), good);
    }
    for bad in [
        "",
        ".",
        "a.",
        ".a",
        "a.b.c",
        "9a",
        "a b",
        "a-b",
        "a\"b",
        "a`b",
        "a]b",
        "a'b",
        "a;b",
        "a--",
        "é",
        "a\0",
        "a\n",
        " a",
        "a ",
        "x\" OR 1=1 --",
        "id) OR (1=1",
        "greffe_hold",
        "GREFFE_HOLD.id",
        "ａ",
        &"a".repeat(64),
    ] {
        assert_eq!(bad.parse::<QualifiedName>(), Err(InvalidName), "{bad:?}");
    }
    assert!("t.c".parse::<Name>().is_err());
}

proptest! {
    #[test]
    fn whatever_is_a_name_stands_between_quotes(text in "\\PC{0,12}|[a-z_.\"`;' -]{0,12}") {
        let Ok(column) = text.parse::<QualifiedName>() else { return Ok(()) };
        prop_assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.'));
        let columns = FactColumns::new(paris()).event(Event::Recorded, column, PostgresDay::Date).holds_are_checked_elsewhere();
        let cutoff = rule("keep = \"P1M\"\nafter = \"recorded\"").cutoff(&years("12-31"), day("2026-11-25")).unwrap();
        let quoted = format!("\"{}\"", text.replace('.', "\".\""));
        prop_assert_eq!(
            columns.predicate(&cutoff).unwrap().to_string(),
            format!("({quoted} >= $1 AND {quoted} <= $2 AND pg_typeof({quoted}) = 'date'::regtype)")
        );
    }
}

#[test]
fn dates_and_periods_are_bound_and_stand_nowhere_in_the_text() {
    let columns = recorded().extended_until(name("extended"), SqliteDay::Rfc3339);
    let text = predicate(
        &columns,
        "keep = \"P1M\"\nafter = \"recorded\"\nextend = \"on_request\"",
    )
    .unwrap()
    .to_string();
    assert!(!text.contains("202"), "{text}");
    assert!(
        text.starts_with("(`recorded` >= ? AND `recorded` <= ? AND "),
        "{text}"
    );
    assert!(
        text.contains(" AND (`extended` IS NULL OR (`extended` >= ? AND `extended` < ? AND "),
        "{text}"
    );
}

#[test]
fn what_the_rule_looks_at_and_nobody_named_is_an_error() {
    let of_contract = "keep = \"P1M\"\nafter = \"contract_end\"";
    assert_eq!(
        predicate(&recorded(), of_contract),
        Err(PredicateError::UnmappedEvent {
            event: Event::ContractEnd
        })
    );
    // Whether it still runs is not its day.
    assert_eq!(
        predicate(
            &recorded().open(Event::ContractEnd, name("runs")),
            of_contract
        ),
        Err(PredicateError::UnmappedEvent {
            event: Event::ContractEnd
        })
    );
    assert_eq!(
        predicate(
            &recorded(),
            "keep = \"P1M\"\nafter = \"recorded\"\nwhen = \"content_collected\""
        ),
        Err(PredicateError::UnmappedSetting {
            setting: "content_collected".into()
        })
    );
    assert_eq!(
        predicate(
            &recorded(),
            "keep = \"P1M\"\nafter = \"recorded\"\nextend = \"on_request\""
        ),
        Err(PredicateError::UnmappedExtension)
    );
    let silent =
        FactColumns::new(paris()).event(Event::Recorded, name("recorded"), SqliteDay::IsoDate);
    assert_eq!(
        predicate(&silent, "keep = \"P1M\"\nafter = \"recorded\""),
        Err(PredicateError::UnmappedHolds)
    );
}

#[test]
fn events_that_must_come_in_an_order_are_days_stored_the_same_way() {
    let settled = "until = { all = [\"payment_settled\", { if_opened = \"dispute\", then = \"dispute_settled\" }] }";
    let with = |dispute, settlement| {
        recorded()
            .event(Event::PaymentSettled, name("paid"), SqliteDay::UnixSeconds)
            .event(Event::Dispute, name("disputed"), dispute)
            .event(Event::DisputeSettled, name("settled"), settlement)
    };
    let refused = Err(PredicateError::NotComparable {
        first: Event::Dispute,
        then: Event::DisputeSettled,
    });
    assert_eq!(
        predicate(
            &with(SqliteDay::UnixSeconds, SqliteDay::UnixSeconds),
            settled
        ),
        refused
    );
    assert_eq!(
        predicate(&with(SqliteDay::IsoDate, SqliteDay::Rfc3339), settled),
        refused
    );
    assert!(predicate(&with(SqliteDay::IsoDate, SqliteDay::IsoDate), settled).is_ok());
}

#[tokio::test]
async fn a_misspelled_column_is_an_error_and_no_text() {
    let mut db = memory().await;
    sqlx::raw_sql("CREATE TABLE rows (id INTEGER PRIMARY KEY, recorded)")
        .execute(&mut db)
        .await
        .unwrap();
    let columns = recorded().held(name("hled"));
    let mut query = QueryBuilder::<Sqlite>::new("SELECT id FROM rows WHERE ");
    predicate(&columns, "keep = \"P1M\"\nafter = \"recorded\"")
        .unwrap()
        .push_to(&mut query);
    assert!(query.build().fetch_all(&mut db).await.is_err());
}

#[tokio::test]
async fn what_is_always_or_never_so_is_written_too() {
    let mut db = memory().await;
    sqlx::raw_sql("CREATE TABLE rows (id INTEGER PRIMARY KEY, recorded); INSERT INTO rows VALUES (1, '2024-01-01')").execute(&mut db).await.unwrap();
    let with = |on| recorded().setting_is("content_collected", on);
    let text = "keep = \"P1M\"\nafter = \"recorded\"\nwhen = \"content_collected\"";
    let off = predicate(&with(false), text).unwrap();
    assert!(off.selects_nothing());
    assert_eq!(off.to_string(), "1=0");
    assert!(selected(&mut db, &off).await.is_empty());
    let on = predicate(&with(true), text).unwrap();
    assert_eq!(
        on,
        predicate(&recorded(), "keep = \"P1M\"\nafter = \"recorded\"").unwrap()
    );
    assert_eq!(selected(&mut db, &on).await, [1]);
    // No rule speaks of the row: nobody knows whether it may go.
    assert!(SqlPredicate::<SqliteDay>::all_of([]).selects_nothing());
}
