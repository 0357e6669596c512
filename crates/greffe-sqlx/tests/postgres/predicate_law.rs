//! SQL selects exactly the rows of which evaluation says that they may be disposed of, on real PostgreSQL.

use chrono::NaiveDate;
use greffe_calendar::{Tz, zone};
use greffe_retention::{Event, Facts, Rule};
use greffe_sqlx::{FactColumns, PostgresDay, SqlPredicate};
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, PgConnection, Postgres, QueryBuilder};

use crate::rows::{Agreement, Moment, Row, columns, day_after, many, questions, row, schema};
use crate::{connect, day, years};

pub(crate) async fn selected(
    db: &mut PgConnection,
    predicate: &SqlPredicate<PostgresDay>,
) -> Vec<i64> {
    let mut query = QueryBuilder::<Postgres>::new("SELECT id FROM rows WHERE ");
    predicate.push_to(&mut query);
    query.push(" ORDER BY id");
    query.build_query_scalar().fetch_all(db).await.unwrap()
}

type Insert<'q> = Query<'q, Postgres, PgArguments>;

fn bind(query: Insert<'_>, stored: PostgresDay, zone: Tz, moment: Option<Moment>) -> Insert<'_> {
    match stored {
        PostgresDay::Date => query.bind(moment.map(|moment| moment.day.to_string())),
        PostgresDay::Timestamptz => {
            query.bind(moment.map(|moment| moment.instant(zone).to_rfc3339()))
        }
    }
}

async fn filled(rows: &[Row], stored: PostgresDay, zone: Tz) -> PgConnection {
    let mut db = connect().await;
    // The session's zone is nobody's business.
    let session = "SET TIME ZONE 'Asia/Kolkata'; BEGIN;";
    let day = match stored {
        PostgresDay::Date => "DATE",
        PostgresDay::Timestamptz => "TIMESTAMPTZ",
    };
    let script = format!("{session} {}", schema("TEMP", day, "BOOLEAN"));
    sqlx::raw_sql(AssertSqlSafe(script))
        .execute(&mut db)
        .await
        .unwrap();
    for (id, row) in (0_i64..).zip(rows) {
        let columns = 4 + row.days.len() + row.open.len() + row.never.len();
        let days = 4..=4 + row.days.len();
        let mark = |n| match days.contains(&n) {
            true => format!("${n}::text::{day}"),
            false => format!("${n}"),
        };
        let marks: Vec<_> = (1..=columns).map(mark).collect();
        let sql = AssertSqlSafe(format!("INSERT INTO rows VALUES ({})", marks.join(", ")));
        let mut query = sqlx::query(sql).bind(id).bind(row.setting).bind(row.held);
        query = bind(query, stored, zone, row.extension);
        for (_, moment) in &row.days {
            query = bind(query, stored, zone, *moment);
        }
        for flag in row.open.iter().chain(&row.never) {
            query = query.bind(*flag);
        }
        query.execute(&mut db).await.unwrap();
        for (hold, until, informed) in &row.holds {
            let mark = |n: u32| format!("${n}::text::{day}");
            let sql = format!(
                "INSERT INTO holds VALUES ($1, $2, {}, {}, {})",
                mark(3),
                mark(4),
                mark(5)
            );
            let mut query = sqlx::query(AssertSqlSafe(sql))
                .bind(id)
                .bind(hold.reason().code());
            for day in [Some(hold.from()), *until, *informed] {
                query = bind(query, stored, zone, day.map(Moment::first_of));
            }
            query.execute(&mut db).await.unwrap();
        }
    }
    sqlx::raw_sql("COMMIT").execute(&mut db).await.unwrap();
    db
}

async fn agreement(stored: PostgresDay, zone: &str, rules: usize, count: usize) -> Agreement {
    let zone = zone::parse(zone).unwrap();
    let rows = many(&row(), count);
    let mut db = filled(&rows, stored, zone).await;
    let columns = columns(zone, stored);
    let in_zone = (stored != PostgresDay::Date).then_some(zone);
    let mut agreement = Agreement::default();
    for asked in questions(&columns, in_zone, rules) {
        let found = selected(&mut db, &asked.predicate).await;
        agreement.compare(&asked, &rows, in_zone, &found);
    }
    println!("{stored:?} in {zone}: {agreement:?}");
    agreement
}

#[tokio::test]
async fn dates_agree_with_evaluation() {
    let agreement = agreement(PostgresDay::Date, "Europe/Paris", 300, 1000).await;
    assert!(
        agreement.rules > 200 && agreement.selected > 1000,
        "{agreement:?}"
    );
}

#[tokio::test]
async fn instants_agree_with_evaluation_in_zones_that_skip_midnight_too() {
    for zone in ["Europe/Paris", "America/Santiago", "Asia/Beirut"] {
        let agreement = agreement(PostgresDay::Timestamptz, zone, 120, 700).await;
        assert!(
            agreement.rules > 40 && agreement.selected > 100,
            "{agreement:?}"
        );
    }
}

/// The first and the last microsecond of each day around the cutoff, on each day of four years.
#[tokio::test]
async fn on_each_of_1461_days_the_last_day_that_is_due_is_the_last_that_is_selected() {
    let rule = Rule::from_toml("keep = \"P1M\"\nafter = \"recorded\"").unwrap();
    let (years, start) = (years("12-31"), day("2023-10-01"));
    let zone = zone::parse("America/Santiago").unwrap();
    for (stored, column) in [
        (PostgresDay::Date, "DATE"),
        (PostgresDay::Timestamptz, "TIMESTAMPTZ"),
    ] {
        let mut db = connect().await;
        let script =
            format!("CREATE TEMP TABLE rows (id INTEGER PRIMARY KEY, recorded {column}); BEGIN");
        sqlx::raw_sql(AssertSqlSafe(script))
            .execute(&mut db)
            .await
            .unwrap();
        for id in 0..1600_i32 {
            let recorded = day_after(start, id.unsigned_abs().into());
            for (twice, moment) in
                (0..).zip([Moment::first_of(recorded), Moment::last_of(recorded)])
            {
                let sql = format!("INSERT INTO rows VALUES ($1, $2::text::{column})");
                let query = sqlx::query(AssertSqlSafe(sql)).bind(id * 2 + twice);
                bind(query, stored, zone, Some(moment))
                    .execute(&mut db)
                    .await
                    .unwrap();
            }
        }
        sqlx::raw_sql("COMMIT; CREATE INDEX ON rows (recorded); ANALYZE rows")
            .execute(&mut db)
            .await
            .unwrap();
        let columns = FactColumns::new(zone)
            .event(Event::Recorded, "recorded".parse().unwrap(), stored)
            .holds_are_checked_elsewhere();
        let kept = |recorded: NaiveDate, as_of| {
            let facts = Facts::new().on(Event::Recorded, recorded);
            !rule.evaluate(&facts, &years, as_of).may_dispose()
        };
        let mut due: i32 = 0;
        for as_of in (0..1461).map(|n| day_after(day("2024-01-01"), n)) {
            while !kept(day_after(start, due.unsigned_abs().into()), as_of) {
                due += 1;
            }
            let predicate = columns
                .predicate(&rule.cutoff(&years, as_of).unwrap())
                .unwrap();
            let mut query =
                QueryBuilder::<Postgres>::new("SELECT count(*), max(id) FROM rows WHERE ");
            predicate.push_to(&mut query);
            let (count, last): (i64, i32) =
                query.build_query_as().fetch_one(&mut db).await.unwrap();
            assert_eq!(
                (count, last),
                (i64::from(due) * 2, due * 2 - 1),
                "{stored:?} {as_of}"
            );
        }
    }
}
