//! Which rows predicates select where the law does not say it all: periods, several rules, disputes, indexes, clocks that go back.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use greffe_calendar::{Tz, zone};
use greffe_retention::{Event, Facts, Rule};
use greffe_sqlx::{
    FactColumns, PredicateError, QualifiedName, SetPeriods, SqlPredicate, SqliteDay,
};
use sqlx::{AssertSqlSafe, QueryBuilder, Row as _, Sqlite};

use crate::predicate_law::selected;
use crate::{day, memory, years};

pub(crate) fn paris() -> Tz {
    zone::parse("Europe/Paris").unwrap()
}

pub(crate) fn name(text: &str) -> QualifiedName {
    text.parse().unwrap()
}

pub(crate) fn recorded() -> FactColumns<SqliteDay> {
    FactColumns::new(paris())
        .event(Event::Recorded, name("recorded"), SqliteDay::IsoDate)
        .holds_are_checked_elsewhere()
}

pub(crate) fn rule(text: &str) -> Rule {
    Rule::from_toml(text).unwrap()
}

pub(crate) fn predicate(
    columns: &FactColumns<SqliteDay>,
    text: &str,
) -> Result<SqlPredicate<SqliteDay>, PredicateError> {
    columns.predicate(
        &rule(text)
            .cutoff(&years("12-31"), day("2026-11-25"))
            .unwrap(),
    )
}

#[tokio::test]
async fn a_row_without_a_dispute_goes_where_a_column_says_that_there_was_none() {
    let mut db = memory().await;
    sqlx::raw_sql(
        "CREATE TABLE rows (id INTEGER PRIMARY KEY, paid, disputed, settled, undisputed);
         INSERT INTO rows VALUES (1, '2024-01-01', NULL, NULL, NULL), (2, '2024-01-01', NULL, NULL, 1), (3, '2024-01-01', '2024-02-01', NULL, 0),
           (4, '2024-01-01', '2024-02-01', '2024-02-03', 0), (5, '2024-01-01', '2024-02-01', '2024-01-03', 0), (6, '2024-01-01', '2024-02-01', NULL, 1);",
    )
    .execute(&mut db)
    .await
    .unwrap();
    let settled = "until = { all = [\"payment_settled\", { if_opened = \"dispute\", then = \"dispute_settled\" }] }";
    let columns = recorded()
        .event(Event::PaymentSettled, name("paid"), SqliteDay::IsoDate)
        .event(Event::Dispute, name("disputed"), SqliteDay::IsoDate)
        .event(Event::DisputeSettled, name("settled"), SqliteDay::IsoDate);
    assert_eq!(
        selected(&mut db, &predicate(&columns, settled).unwrap()).await,
        [4]
    );
    let columns = columns.never(Event::Dispute, name("undisputed"));
    assert_eq!(
        selected(&mut db, &predicate(&columns, settled).unwrap()).await,
        [2, 4]
    );
}

#[tokio::test]
async fn a_row_of_which_several_rules_speak_goes_with_the_last_of_them() {
    let mut db = memory().await;
    sqlx::raw_sql(
        "CREATE TABLE rows (id INTEGER PRIMARY KEY, recorded, ended);
         INSERT INTO rows VALUES (1, '2024-01-01', '2024-01-01'), (2, '2024-01-01', '2026-11-20'), (3, '2026-11-20', '2024-01-01'), (4, '2024-01-01', NULL)",
    )
    .execute(&mut db)
    .await
    .unwrap();
    let columns = recorded().event(Event::ContractEnd, name("ended"), SqliteDay::IsoDate);
    let rules = [
        "keep = \"P1M\"\nafter = \"recorded\"",
        "keep = \"P2M\"\nafter = \"contract_end\"",
    ];
    let both = SqlPredicate::all_of(rules.map(|text| predicate(&columns, text).unwrap()));
    assert_eq!(selected(&mut db, &both).await, [1]);
}

#[tokio::test]
async fn each_period_has_its_own_cutoff_and_one_that_is_not_allowed_selects_nothing() {
    let rule = rule(
        "keep = { default = \"P25D\", set_by = \"customer\", min = \"P5D\", max = \"P90D\" }\nafter = \"recorded\"",
    );
    let (years, as_of) = (years("12-31"), day("2026-06-05"));
    let mut db = memory().await;
    sqlx::raw_sql(
        "CREATE TABLE rows (id INTEGER PRIMARY KEY, recorded, period TEXT COLLATE NOCASE)",
    )
    .execute(&mut db)
    .await
    .unwrap();
    let periods = [
        None,
        Some("P7D"),
        Some("P1M"),
        Some("P90D"),
        Some("P91D"),
        Some("P4D"),
        Some("p7d"),
        Some("seven days"),
        Some(""),
        Some("P1W"),
    ];
    let mut expected = Vec::new();
    let mut id = 0_i64;
    for period in periods {
        for ago in 0..100 {
            id += 1;
            let recorded = as_of - chrono::Days::new(ago);
            sqlx::query("INSERT INTO rows VALUES (?, ?, ?)")
                .bind(id)
                .bind(recorded.to_string())
                .bind(period)
                .execute(&mut db)
                .await
                .unwrap();
            let facts = Facts::new().on(Event::Recorded, recorded);
            let facts = match period.map(str::parse) {
                None => facts,
                Some(Ok(period)) => facts.set_period("customer", period),
                Some(Err(_)) => continue,
            };
            if rule.evaluate(&facts, &years, as_of).may_dispose() {
                expected.push(id);
            }
        }
    }
    let found: Vec<Option<String>> =
        sqlx::query_scalar("SELECT DISTINCT period COLLATE BINARY FROM rows")
            .fetch_all(&mut db)
            .await
            .unwrap();
    assert_eq!(found.len(), periods.len());
    let mut set = SetPeriods {
        by: "customer",
        column: name("rows.period"),
        found: found.into_iter().collect(),
    };
    let predicate =
        |set: &SetPeriods<'_>| recorded().predicate_by_period(&rule, set, &years, as_of);
    assert_eq!(selected(&mut db, &predicate(&set).unwrap()).await, expected);
    assert!(expected.len() > 200);
    // A period that came after the look is not selected, and none at all is nothing.
    set.found = BTreeSet::new();
    assert!(predicate(&set).unwrap().selects_nothing());
    assert_eq!(
        predicate(&SetPeriods {
            by: "nobody",
            ..set.clone()
        }),
        Err(PredicateError::OtherPeriod {
            set_by: "customer".into()
        })
    );
    let fixed = Rule::from_toml("keep = \"P1M\"\nafter = \"recorded\"").unwrap();
    assert_eq!(
        recorded().predicate_by_period(&fixed, &set, &years, as_of),
        Err(PredicateError::NotSettable)
    );
    // What somebody wrote is in no message.
    set.found = [Some("marker-7f3a".to_owned())].into();
    let shown = format!("{set:?} {:?}", predicate(&set));
    assert!(!shown.contains("marker"), "{shown}");
}

#[tokio::test]
async fn thousands_of_periods_are_not_too_deep_for_the_database() {
    let rule = rule("keep = { default = \"P25D\", set_by = \"customer\" }\nafter = \"recorded\"");
    let mut db = memory().await;
    sqlx::raw_sql("CREATE TABLE rows (id INTEGER PRIMARY KEY, recorded, period); INSERT INTO rows VALUES (1, '2024-01-01', 'P99D'), (2, '2024-01-01', 'P2500D')").execute(&mut db).await.unwrap();
    let set = SetPeriods {
        by: "customer",
        column: name("period"),
        found: (0..3000).map(|days| Some(format!("P{days}D"))).collect(),
    };
    let predicate = recorded()
        .predicate_by_period(&rule, &set, &years("12-31"), day("2026-11-25"))
        .unwrap();
    assert_eq!(selected(&mut db, &predicate).await, [1]);
}

#[tokio::test]
async fn the_index_on_the_anchor_is_used() {
    for form in [
        SqliteDay::IsoDate,
        SqliteDay::UnixSeconds,
        SqliteDay::UnixMillis,
        SqliteDay::Rfc3339,
        SqliteDay::CurrentTimestamp,
    ] {
        let mut db = memory().await;
        sqlx::raw_sql("CREATE TABLE rows (id INTEGER PRIMARY KEY, recorded, held INTEGER NOT NULL DEFAULT 0); CREATE INDEX by_day ON rows (recorded)")
            .execute(&mut db)
            .await
            .unwrap();
        let value = match form {
            SqliteDay::IsoDate => "date('2016-01-01', '+' || (n / 10) || ' days')",
            SqliteDay::UnixSeconds => "1451606400 + n * 8640",
            SqliteDay::UnixMillis => "(1451606400 + n * 8640) * 1000",
            SqliteDay::Rfc3339 => {
                "strftime('%Y-%m-%dT%H:%M:%S+00:00', 1451606400 + n * 8640, 'unixepoch')"
            }
            SqliteDay::CurrentTimestamp => "datetime(1451606400 + n * 8640, 'unixepoch')",
        };
        let fill = format!(
            "WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < 40000) INSERT INTO rows (recorded) SELECT {value} FROM s; ANALYZE"
        );
        sqlx::raw_sql(AssertSqlSafe(fill))
            .execute(&mut db)
            .await
            .unwrap();
        let columns = FactColumns::new(paris())
            .event(Event::Recorded, name("recorded"), form)
            .held(name("held"));
        let predicate = predicate(&columns, "keep = \"P10Y\"\nafter = \"recorded\"").unwrap();
        let mut query =
            QueryBuilder::<Sqlite>::new("EXPLAIN QUERY PLAN SELECT id FROM rows WHERE ");
        predicate.push_to(&mut query);
        let plan = query
            .build()
            .fetch_one(&mut db)
            .await
            .unwrap()
            .get::<String, _>("detail");
        assert_eq!(
            plan, "SEARCH rows USING INDEX by_day (recorded>? AND recorded<?)",
            "{form:?}"
        );
        assert_eq!(
            selected(&mut db, &predicate).await.len() / 100,
            32,
            "{form:?}"
        );
    }
}

/// At one minute past midnight the clocks of St. John's went back into the day before: its last hour came twice, with a minute of the next day between.
#[tokio::test]
async fn where_a_day_came_twice_no_row_is_selected_early() {
    let zone = zone::parse("America/St_Johns").unwrap();
    let (rule, years) = (rule("keep = \"P1D\"\nafter = \"recorded\""), years("12-31"));
    let mut db = memory().await;
    sqlx::raw_sql("CREATE TABLE rows (id INTEGER PRIMARY KEY, recorded)")
        .execute(&mut db)
        .await
        .unwrap();
    let first: DateTime<Utc> = "2006-10-28T00:00:00Z".parse().unwrap();
    let instants: Vec<_> = (0..4 * 24 * 60)
        .map(|minute| first + TimeDelta::minutes(minute))
        .collect();
    for (id, instant) in (0_i64..).zip(&instants) {
        sqlx::query("INSERT INTO rows VALUES (?, ?)")
            .bind(id)
            .bind(instant.timestamp())
            .execute(&mut db)
            .await
            .unwrap();
    }
    let columns = FactColumns::new(zone)
        .event(Event::Recorded, name("recorded"), SqliteDay::UnixSeconds)
        .holds_are_checked_elsewhere();
    let mut late = 0;
    for as_of in [
        "2006-10-29",
        "2006-10-30",
        "2006-10-31",
        "2006-11-01",
        "2006-11-02",
    ]
    .map(day)
    {
        let found = selected(
            &mut db,
            &columns
                .predicate(&rule.cutoff(&years, as_of).unwrap())
                .unwrap(),
        )
        .await;
        for (id, instant) in (0_i64..).zip(&instants) {
            let due = |as_of| {
                rule.evaluate(
                    &Facts::new().at(Event::Recorded, *instant, zone),
                    &years,
                    as_of,
                )
                .may_dispose()
            };
            if found.binary_search(&id).is_ok() {
                assert!(due(as_of), "{instant} {as_of}");
            } else if due(as_of) {
                assert!(!due(as_of.pred_opt().unwrap()), "{instant} {as_of}");
                late += 1;
            }
        }
    }
    assert!((1..=60).contains(&late), "{late} minutes");
    // Nor because a fiscal year covers the day that was shown for a minute already.
    let closing =
        Rule::from_toml("keep = \"P1D\"\nafter = { fiscal_close = \"recorded\" }").unwrap();
    let (years, as_of) = (crate::years("2006-10-29/2006-12-31"), day("2007-06-01"));
    let cutoff = closing.cutoff(&years, as_of).unwrap();
    let found = selected(&mut db, &columns.predicate(&cutoff).unwrap()).await;
    for (id, instant) in (0_i64..).zip(&instants) {
        let facts = Facts::new().at(Event::Recorded, *instant, zone);
        let due = closing.evaluate(&facts, &years, as_of).may_dispose();
        assert!(due || found.binary_search(&id).is_err(), "{instant}");
    }
    assert!(found.len() > 1000);
}
