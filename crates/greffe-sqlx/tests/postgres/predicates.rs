//! What PostgreSQL makes of predicates beyond the law.

use greffe_calendar::zone;
use greffe_retention::{Cutoff, Event, Facts, Rule};
use greffe_sqlx::{FactColumns, HoldsTable, PostgresDay, QualifiedName, Restrictions, SetPeriods};
use sqlx::{AssertSqlSafe, PgConnection, Postgres, QueryBuilder, Row as _};

use crate::predicate_law::selected;
use crate::{connect, day, years};

fn name(text: &str) -> QualifiedName {
    text.parse().unwrap()
}

fn cutoff(rule: &str) -> Cutoff {
    Rule::from_toml(rule)
        .unwrap()
        .cutoff(&years("12-31"), day("2026-11-25"))
        .unwrap()
}

fn recorded(stored: PostgresDay) -> FactColumns<PostgresDay> {
    FactColumns::new(zone::parse("Europe/Paris").unwrap())
        .event(Event::Recorded, name("recorded"), stored)
        .holds_are_checked_elsewhere()
}

async fn run(db: &mut PgConnection, script: &str) {
    sqlx::raw_sql(AssertSqlSafe(script))
        .execute(db)
        .await
        .unwrap();
}

const FORMS: [(PostgresDay, &str); 2] = [
    (PostgresDay::Date, "DATE"),
    (PostgresDay::Timestamptz, "TIMESTAMPTZ"),
];

#[tokio::test]
async fn infinity_is_no_day() {
    for (stored, column) in FORMS {
        let mut db = connect().await;
        run(
            &mut db,
            &format!(
                "CREATE TEMP TABLE rows (id BIGSERIAL, recorded {column}, ended {column});
                 INSERT INTO rows (recorded, ended) VALUES ('2024-01-01', '2024-01-01'), ('-infinity', '2024-01-01'), ('infinity', '2024-01-01'),
                   (NULL, '2024-01-01'), ('0044-03-15 BC', '2024-01-01'), ('12024-01-01', '2024-01-01'),
                   ('2024-01-01', 'infinity'), ('2024-01-01', '-infinity'), ('2024-01-01', '2099-01-01')"
            ),
        )
        .await;
        let simple = recorded(stored)
            .predicate(&cutoff("keep = \"P1M\"\nafter = \"recorded\""))
            .unwrap();
        assert_eq!(selected(&mut db, &simple).await, [1, 7, 8, 9], "{column}");
        // An end may lie ahead and have a day, but `infinity` is none.
        let columns = recorded(stored).event(Event::ContractEnd, name("ended"), stored);
        let earliest = columns
            .predicate(&cutoff(
                "keep = \"P1M\"\nafter = { earliest = [\"recorded\", \"contract_end\"] }",
            ))
            .unwrap();
        assert_eq!(selected(&mut db, &earliest).await, [1, 9], "{column}");
        let extensible = recorded(stored).extended_until(name("ended"), stored);
        let extensible = extensible
            .predicate(&cutoff(
                "keep = \"P1M\"\nafter = \"recorded\"\nextend = \"on_request\"",
            ))
            .unwrap();
        assert_eq!(selected(&mut db, &extensible).await, [1], "{column}");
    }
}

#[tokio::test]
async fn a_column_of_another_type_than_was_said_selects_nothing() {
    let rule = "keep = \"P1M\"\nafter = \"recorded\"";
    for (stored, said) in FORMS {
        for column in ["DATE", "TIMESTAMPTZ", "TIMESTAMP"] {
            let mut db = connect().await;
            run(&mut db, &format!("CREATE TEMP TABLE rows (id BIGSERIAL, recorded {column}); INSERT INTO rows (recorded) VALUES ('2024-01-01 12:00')")).await;
            let found =
                selected(&mut db, &recorded(stored).predicate(&cutoff(rule)).unwrap()).await;
            assert_eq!(found.len(), usize::from(column == said), "{said}: {column}");
        }
    }
}

#[tokio::test]
async fn the_index_on_the_anchor_is_used() {
    for (stored, column) in FORMS {
        let mut db = connect().await;
        run(
            &mut db,
            &format!(
                "CREATE TEMP TABLE rows (id BIGSERIAL PRIMARY KEY, recorded {column}, held BOOLEAN NOT NULL DEFAULT FALSE);
                 INSERT INTO rows (recorded) SELECT TIMESTAMPTZ '2016-01-01 00:00+00' + n * INTERVAL '2 hours 24 minutes' FROM generate_series(0, 40000) n;
                 CREATE INDEX by_day ON rows (recorded); ANALYZE rows"
            ),
        )
        .await;
        let columns = recorded(stored).held(name("held"));
        let predicate = columns
            .predicate(&cutoff("keep = \"P10Y\"\nafter = \"recorded\""))
            .unwrap();
        let mut query = QueryBuilder::<Postgres>::new("EXPLAIN SELECT id FROM rows WHERE ");
        predicate.push_to(&mut query);
        let plan = query.build().fetch_all(&mut db).await.unwrap();
        let plan: Vec<String> = plan.iter().map(|line| line.get(0)).collect();
        let plan = plan.join("\n");
        assert!(
            plan.contains("by_day") && !plan.contains("Seq Scan"),
            "{plan}"
        );
        assert!(plan.contains("Index Cond: ((recorded >="), "{plan}");
        let found = selected(&mut db, &predicate).await.len();
        assert_eq!(found / 100, 32, "{column}");
    }
}

#[tokio::test]
async fn a_table_of_holds_with_an_enum_for_the_reason() {
    let mut db = connect().await;
    run(
        &mut db,
        "CREATE TEMP TABLE rows (id BIGINT PRIMARY KEY, recorded DATE);
         CREATE TYPE pg_temp.reason AS ENUM ('dispute', 'objection_pending', 'else');
         CREATE TEMP TABLE holds (id BIGINT, log_id BIGINT, reason pg_temp.reason, since DATE, until DATE, informed DATE);
         INSERT INTO rows SELECT n, '2024-01-01' FROM generate_series(1, 9) n;
         INSERT INTO holds (log_id, reason, since, until, informed) VALUES (2, 'dispute', '2026-01-01', NULL, NULL), (3, 'dispute', '2026-01-01', '2026-11-24', NULL),
           (4, 'objection_pending', '2026-01-01', '2026-11-24', NULL), (5, 'objection_pending', '2026-01-01', '2026-11-24', '2026-11-24'),
           (6, 'dispute', '2026-11-26', NULL, NULL), (7, NULL, '2026-01-01', '2026-11-24', NULL), (8, 'dispute', '-infinity', 'infinity', NULL),
           (9, 'else', NULL, '2026-11-24', '2026-11-24'), (9, 'dispute', '2026-11-25', '2026-11-25', NULL)",
    )
    .await;
    let columns = recorded(PostgresDay::Date).holds(HoldsTable {
        table: name("pg_temp.holds"),
        row: "log_id".parse().unwrap(),
        host: "r".parse().unwrap(),
        key: "id".parse().unwrap(),
        from: "since".parse().unwrap(),
        until: "until".parse().unwrap(),
        stored: PostgresDay::Date,
        restrictions: Some(Restrictions {
            reason: "reason".parse().unwrap(),
            informed: "informed".parse().unwrap(),
        }),
    });
    let mut query = QueryBuilder::<Postgres>::new("SELECT r.id FROM rows r WHERE ");
    columns
        .predicate(&cutoff("keep = \"P1M\"\nafter = \"recorded\""))
        .unwrap()
        .push_to(&mut query);
    let found: Vec<i64> = query
        .push(" ORDER BY 1")
        .build_query_scalar()
        .fetch_all(&mut db)
        .await
        .unwrap();
    assert_eq!(found, [1, 3, 5, 6]);
}

#[tokio::test]
async fn each_period_has_its_own_cutoff() {
    let mut db = connect().await;
    run(
        &mut db,
        "CREATE TEMP TABLE rows (id BIGSERIAL, recorded DATE, period VARCHAR(20));
         INSERT INTO rows (recorded, period)
         SELECT DATE '2026-06-05' - n, p FROM generate_series(0, 99) n, unnest(ARRAY[NULL, 'P7D', 'P1M', 'P90D', 'P91D', 'p7d', 'weekly']) p ORDER BY p, n",
    )
    .await;
    let rule = "keep = { default = \"P25D\", set_by = \"customer\", max = \"P90D\" }\nafter = \"recorded\"";
    let rule = Rule::from_toml(rule).unwrap();
    let (years, as_of) = (years("12-31"), day("2026-06-05"));
    let periods: Vec<Option<String>> = sqlx::query_scalar("SELECT DISTINCT period FROM rows")
        .fetch_all(&mut db)
        .await
        .unwrap();
    let set = SetPeriods {
        by: "customer",
        column: name("period"),
        found: periods.into_iter().collect(),
    };
    let predicate = recorded(PostgresDay::Date)
        .predicate_by_period(&rule, &set, &years, as_of)
        .unwrap();
    let rows: Vec<(i64, String, Option<String>)> =
        sqlx::query_as("SELECT id, recorded::text, period FROM rows ORDER BY id")
            .fetch_all(&mut db)
            .await
            .unwrap();
    let mut expected = Vec::new();
    for (id, recorded, period) in rows {
        let facts = Facts::new().on(Event::Recorded, day(&recorded));
        let facts = match period.map(|text| text.parse()) {
            None => facts,
            Some(Ok(period)) => facts.set_period("customer", period),
            Some(Err(_)) => continue,
        };
        if rule.evaluate(&facts, &years, as_of).may_dispose() {
            expected.push(id);
        }
    }
    assert_eq!(selected(&mut db, &predicate).await, expected);
    assert!(expected.len() > 150);
}
