//! What is not written exactly as it is said to be is never selected.

use greffe_calendar::zone;
use greffe_retention::{Event, Rule};
use greffe_sqlx::{FactColumns, HoldsTable, QualifiedName, Restrictions, SqliteDay};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;

use crate::predicate_law::selected;
use crate::{day, memory, years};

/// Literals of SQL, all long due if they were read somehow.
const NO_DATES: &[&str] = &[
    "'2024-2-3'",
    "'2024-02-3'",
    "''",
    "'0'",
    "0",
    "1",
    "-1",
    "20240101",
    "2024",
    "1704067200",
    "2460310.5",
    "'2460310.5'",
    "9e999",
    "-9e999",
    "x'323032342d30312d3031'",
    "x''",
    "'2023-02-29'",
    "'2024-02-30'",
    "'2024-02-31'",
    "'2024-04-31'",
    "'2024-13-01'",
    "'2024-00-10'",
    "'2024-01-00'",
    "'0000-00-00'",
    "'0000-01-01'",
    "'-001-01-01'",
    "'+024-01-01'",
    "'12024-01-01'",
    "'2024-01-01 '",
    "' 2024-01-01'",
    "'2024-01-01' || char(9)",
    "'2024-01-01' || char(10)",
    "'2024-01-01' || char(0)",
    "'2024-01-01' || char(0) || 'x'",
    "'2024-01-01T00:00'",
    "'2024-01-01 00:00'",
    "'2024-01-01Z'",
    "'01/01/2024'",
    "'01.01.2024'",
    "'2024/01/01'",
    "'2024‐01‐01'",
    "'２０２４-01-01'",
    "'2024-W01-1'",
    "'2024-001'",
    "'20240101'",
    "'now'",
    "'null'",
    "'infinity'",
    "'-infinity'",
    "NULL",
];

const NO_RFC3339: &[&str] = &[
    "'2024-01-01'",
    "'2024-01-01T00:00:00'",
    "'2024-01-01T00:00:00.5'",
    "'2024-01-01 00:00:00+00:00'",
    "'2024-01-01T00:00:00+01:00'",
    "'2024-01-01T00:00:00-00:00'",
    "'2024-01-01T00:00:00+0000'",
    "'2024-01-01T00:00:00+00'",
    "'2024-01-01T00:00:00 +00:00'",
    "'2024-01-01T00:00:00ZZ'",
    "'2024-01-01T00:00:00z'",
    "'2024-01-01t00:00:00Z'",
    "'2024-01-01T00:00:00.Z'",
    "'2024-01-01T00:00:00.5x+00:00'",
    "'2024-01-01T00:00:00,5+00:00'",
    "'2024-01-01T00:00:00.5.5+00:00'",
    "'2024-01-01T00:00Z'",
    "'2024-01-01T24:00:00Z'",
    "'2024-01-01T23:60:00Z'",
    "'2024-01-01T23:59:60Z'",
    "'2024-02-30T00:00:00Z'",
    "'2024-02-31T00:00:00+00:00'",
    "'0000-00-00T00:00:00Z'",
    "'2024-01-01T00:00:00+00:00 '",
    "'2024-01-01T00:00:00+00:00' || char(0)",
    "'2024-01-01T00:00:00' || char(0) || '+00:00'",
    "'2024-01-01T00:00:00.5' || char(0) || '+00:00'",
    "CAST('2024-01-01T00:00:00Z' AS BLOB)",
];

const NO_CURRENT_TIMESTAMP: &[&str] = &[
    "'2024-01-01'",
    "'2024-01-01T00:00:00'",
    "'2024-01-01 00:00:00Z'",
    "'2024-01-01 00:00:00+00:00'",
    "'2024-01-01 00:00:00.5'",
    "'2024-01-01 00:00:00 '",
    "'2024-01-01  00:00:00'",
    "'2024-01-01 00:00'",
    "'2024-01-01 24:00:00'",
    "'2024-02-30 00:00:00'",
    "'2024-01-01 00:00:00' || char(0)",
    "CAST('2024-01-01 00:00:00' AS BLOB)",
];

const NO_SECONDS: &[&str] = &[
    "0",
    "-1",
    "1",
    "19723",
    "20240101",
    "99999999",
    "1704067200.5",
    "1704067200000",
    "9e999",
    "-9e999",
    "'1704067200x'",
    "''",
    "'2024-01-01'",
    "x'31373034303637323030'",
    "NULL",
];

const NO_MILLIS: &[&str] = &[
    "0",
    "-1",
    "1704067200",
    "99999999999",
    "1704067200000.5",
    "1704067200000000",
    "1704067200000000000",
    "'2024-01-01'",
    "x'31373034303637323030303030'",
    "NULL",
];

async fn stored(
    declared: &str,
    values: &[&str],
    form: SqliteDay,
    extend: bool,
) -> (SqliteConnection, Vec<i64>) {
    let mut db = memory().await;
    let mut script = format!("CREATE TABLE rows (id INTEGER PRIMARY KEY, at {declared}, ok);");
    for value in values {
        script.push_str(&format!(
            "INSERT INTO rows (at, ok) VALUES ({value}, '2024-01-01');"
        ));
    }
    sqlx::raw_sql(AssertSqlSafe(script))
        .execute(&mut db)
        .await
        .unwrap();
    let columns =
        FactColumns::new(zone::parse("Europe/Paris").unwrap()).holds_are_checked_elsewhere();
    let (rule, columns) = if extend {
        let rule = "keep = \"P1D\"\nafter = \"recorded\"\nextend = \"on_request\"";
        let columns = columns.event(Event::Recorded, name("ok"), SqliteDay::IsoDate);
        (rule, columns.extended_until(name("at"), form))
    } else {
        let rule = "keep = \"P1D\"\nafter = \"recorded\"";
        (rule, columns.event(Event::Recorded, name("at"), form))
    };
    let rule = Rule::from_toml(rule).unwrap();
    let cutoff = rule.cutoff(&years("12-31"), day("2026-11-25")).unwrap();
    let found = selected(&mut db, &columns.predicate(&cutoff).unwrap()).await;
    (db, found)
}

fn name(text: &str) -> QualifiedName {
    text.parse().unwrap()
}

#[tokio::test]
async fn malformed_values_are_never_selected() {
    let texts = [
        "",
        "TEXT",
        "DATE",
        "DATETIME",
        "TEXT COLLATE NOCASE",
        "TEXT COLLATE RTRIM",
        "BLOB",
    ];
    let numbers = ["", "INTEGER", "BIGINT", "DATETIME", "BLOB"];
    let mut looked_at = 0;
    for (form, declared, bad, good) in [
        (
            SqliteDay::IsoDate,
            &texts[..],
            &[
                NO_DATES,
                &["'2024-01-01T00:00:00Z'", "'2024-01-01 00:00:00'"],
            ][..],
            &["'2024-01-01'"][..],
        ),
        (
            SqliteDay::Rfc3339,
            &texts[..],
            &[NO_RFC3339, NO_DATES, &["'2024-01-01 00:00:00'"]],
            &[
                "'2024-01-01T00:00:00+00:00'",
                "'2024-01-01T00:00:00Z'",
                "'2024-01-01T00:00:00.5+00:00'",
                "'2024-01-01T00:00:00.123456789Z'",
            ],
        ),
        (
            SqliteDay::CurrentTimestamp,
            &texts[..],
            &[NO_CURRENT_TIMESTAMP, NO_DATES, &["'2024-01-01T00:00:00Z'"]],
            &["'2024-01-01 00:00:00'"],
        ),
        (
            SqliteDay::UnixSeconds,
            &numbers[..],
            &[NO_SECONDS],
            &["1704067200", "100000000"],
        ),
        (
            SqliteDay::UnixMillis,
            &numbers[..],
            &[NO_MILLIS],
            &["1704067200000", "100000000000"],
        ),
    ] {
        for declared in declared {
            for bad in bad {
                let (_, found) = stored(declared, bad, form, false).await;
                let found: Vec<_> = found
                    .iter()
                    .map(|id| bad[usize::try_from(*id).unwrap() - 1])
                    .collect();
                assert!(found.is_empty(), "{form:?} in {declared}: {found:?}");
                // As an extension NULL says that there is none; all else that cannot be read keeps the row.
                let (_, found) = stored(declared, bad, form, true).await;
                let found: Vec<_> = found
                    .iter()
                    .map(|id| bad[usize::try_from(*id).unwrap() - 1])
                    .collect();
                assert!(
                    found.iter().all(|value| *value == "NULL"),
                    "{form:?} in {declared}: {found:?}"
                );
                looked_at += bad.len();
            }
            let (_, found) = stored(declared, good, form, false).await;
            assert_eq!(found.len(), good.len(), "{form:?} in {declared}");
        }
    }
    println!("{looked_at} malformed values");
}

#[tokio::test]
async fn numbers_that_were_stored_as_texts_are_not_numbers() {
    for (form, text) in [
        (SqliteDay::UnixSeconds, "'1704067200'"),
        (SqliteDay::UnixMillis, "'1704067200000'"),
    ] {
        for declared in ["", "TEXT", "REAL"] {
            let (_, found) = stored(declared, &[text], form, false).await;
            assert!(found.is_empty(), "{form:?} in {declared}");
        }
    }
}

#[tokio::test]
async fn a_flag_that_is_neither_0_nor_1_selects_nothing() {
    let mut db = memory().await;
    sqlx::raw_sql("CREATE TABLE rows (id INTEGER PRIMARY KEY, at, held, runs, content);")
        .execute(&mut db)
        .await
        .unwrap();
    let flags = [
        "0", "1", "2", "-1", "NULL", "'0'", "'1'", "'false'", "'f'", "''", "0.0", "1.0", "x'00'",
    ];
    for held in flags {
        for runs in flags {
            for content in flags {
                let insert = format!(
                    "INSERT INTO rows (at, held, runs, content) VALUES ('2024-01-01', {held}, {runs}, {content})"
                );
                sqlx::raw_sql(AssertSqlSafe(insert))
                    .execute(&mut db)
                    .await
                    .unwrap();
            }
        }
    }
    let rule =
        Rule::from_toml("keep = \"P1D\"\nafter = \"contract_end\"\nwhen = \"content_collected\"")
            .unwrap();
    let columns = FactColumns::new(zone::parse("UTC").unwrap())
        .event(Event::ContractEnd, name("at"), SqliteDay::IsoDate)
        .open(Event::ContractEnd, name("runs"))
        .setting("content_collected", name("content"))
        .held(name("held"));
    let cutoff = rule.cutoff(&years("12-31"), day("2026-11-25")).unwrap();
    // Not held, not running, collected: the second of the first of the first.
    assert_eq!(
        selected(&mut db, &columns.predicate(&cutoff).unwrap()).await,
        [2]
    );
}

#[tokio::test]
async fn a_hold_counts_unless_it_is_certain_that_it_does_not() {
    let mut db = memory().await;
    sqlx::raw_sql(
        "CREATE TABLE rows (id INTEGER PRIMARY KEY, at);
         CREATE TABLE holds (id, held_id, reason, since, until, informed);",
    )
    .execute(&mut db)
    .await
    .unwrap();
    let (over, later) = ("'2026-11-24'", "'2026-11-26'");
    let today = "'2026-11-25'";
    let past = "'2026-01-01'";
    let holds = [
        // reason, since, until, informed, whether the row may go
        ("'dispute'", past, over, "NULL", true),
        ("'dispute'", past, today, "NULL", false),
        ("'dispute'", past, "NULL", "NULL", false),
        ("'dispute'", later, "NULL", "NULL", true),
        ("'dispute'", today, "NULL", "NULL", false),
        ("'dispute'", "NULL", over, "NULL", true),
        ("'dispute'", "NULL", "NULL", "NULL", false),
        ("'dispute'", past, "'2026-11-3'", "NULL", false),
        ("'dispute'", past, "'2026-1-1'", "NULL", false),
        ("'dispute'", past, "'2026-02-30'", "NULL", false),
        ("'dispute'", past, "''", "NULL", false),
        ("'dispute'", past, "0", "NULL", false),
        ("'dispute'", "'2027'", "NULL", "NULL", false),
        ("'another_purpose'", past, over, "NULL", true),
        ("'Dispute'", past, over, "NULL", false),
        ("'something'", past, over, "NULL", false),
        ("'something'", past, over, past, true),
        ("NULL", past, over, "NULL", false),
        ("'objection_pending'", past, over, "NULL", false),
        ("'objection_pending'", past, over, over, true),
        ("'objection_pending'", past, over, today, false),
        ("'objection_pending'", past, over, "'soon'", false),
        ("'objection_pending'", past, "NULL", over, false),
        ("'objection_pending'", later, "NULL", "NULL", true),
        ("'objection_pending'", past, over, "'2025-12-31'", false),
        ("'objection_pending'", past, over, past, true),
        ("'something'", past, over, "'2025-12-31'", false),
        ("'dispute'", past, over, "'2025-12-31'", true),
        // Ends before it begins: mistyped, so that nobody knows.
        ("'dispute'", over, past, "NULL", false),
    ];
    let mut expected = vec![0];
    let mut script = "INSERT INTO rows VALUES (0, '2024-01-01');".to_owned();
    for (id, (reason, since, until, informed, may_go)) in (1..).zip(holds) {
        script.push_str(&format!(
            "INSERT INTO rows VALUES ({id}, '2024-01-01');
             INSERT INTO holds VALUES (9, {id}, {reason}, {since}, {until}, {informed});
             -- One that is over beside it changes nothing.
             INSERT INTO holds VALUES (9, {id}, 'dispute', {past}, {over}, NULL);"
        ));
        if may_go {
            expected.push(id);
        }
    }
    sqlx::raw_sql(AssertSqlSafe(script))
        .execute(&mut db)
        .await
        .unwrap();
    let rule = Rule::from_toml("keep = \"P1D\"\nafter = \"recorded\"").unwrap();
    let cutoff = rule.cutoff(&years("12-31"), day("2026-11-25")).unwrap();
    let table = HoldsTable {
        table: name("main.holds"),
        row: "held_id".parse().unwrap(),
        host: "rows".parse().unwrap(),
        key: "id".parse().unwrap(),
        from: "since".parse().unwrap(),
        until: "until".parse().unwrap(),
        stored: SqliteDay::IsoDate,
        restrictions: Some(Restrictions {
            reason: "reason".parse().unwrap(),
            informed: "informed".parse().unwrap(),
        }),
    };
    let columns = FactColumns::new(zone::parse("Europe/Paris").unwrap()).event(
        Event::Recorded,
        name("at"),
        SqliteDay::IsoDate,
    );
    let found = columns
        .clone()
        .holds(table.clone())
        .predicate(&cutoff)
        .unwrap();
    assert_eq!(selected(&mut db, &found).await, expected);
    // Where the host says that there are no restrictions, the last day alone ends a hold.
    let plain = HoldsTable {
        restrictions: None,
        ..table
    };
    let found = selected(&mut db, &columns.holds(plain).predicate(&cutoff).unwrap()).await;
    let ended = (1_i64..)
        .zip(holds)
        .filter(|(_, (_, since, until, ..))| *until == over || *since == later);
    let ended: Vec<i64> = [0].into_iter().chain(ended.map(|(id, _)| id)).collect();
    assert_eq!(found, ended);
}

#[tokio::test]
async fn a_row_without_a_key_is_not_known_to_be_free() {
    let mut db = memory().await;
    sqlx::raw_sql(
        "CREATE TABLE rows (id INTEGER PRIMARY KEY, code, at);
         CREATE TABLE holds (code, since, until);
         INSERT INTO rows VALUES (1, 'a', '2024-01-01'), (2, 'b', '2024-01-01'), (3, NULL, '2024-01-01');
         INSERT INTO holds VALUES ('b', '2026-01-01', NULL), (NULL, '2026-01-01', NULL);",
    )
    .execute(&mut db)
    .await
    .unwrap();
    // Both tables have a column of that name, and neither is taken for the other's.
    let columns = FactColumns::new(zone::parse("UTC").unwrap())
        .event(Event::Recorded, name("at"), SqliteDay::IsoDate)
        .holds(HoldsTable {
            table: name("holds"),
            row: "code".parse().unwrap(),
            host: "rows".parse().unwrap(),
            key: "code".parse().unwrap(),
            from: "since".parse().unwrap(),
            until: "until".parse().unwrap(),
            stored: SqliteDay::IsoDate,
            restrictions: None,
        });
    let rule = Rule::from_toml("keep = \"P1D\"\nafter = \"recorded\"").unwrap();
    let cutoff = rule.cutoff(&years("12-31"), day("2026-11-25")).unwrap();
    let predicate = columns.predicate(&cutoff).unwrap();
    assert_eq!(selected(&mut db, &predicate).await, [1]);
}
