//! SQL selects exactly the rows of which evaluation says that they may be disposed of, on real SQLite.

use chrono::{NaiveDate, SecondsFormat};
use greffe_calendar::{Tz, zone};
use greffe_retention::Event;
use greffe_sqlx::{FactColumns, SqlPredicate, SqliteDay};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{AssertSqlSafe, QueryBuilder, Sqlite};

use crate::rows::{Agreement, Moment, Row, columns, day_after, many, questions, row, schema};
use crate::{day, memory, years};

const FORMS: [SqliteDay; 5] = [
    SqliteDay::IsoDate,
    SqliteDay::UnixSeconds,
    SqliteDay::UnixMillis,
    SqliteDay::Rfc3339,
    SqliteDay::CurrentTimestamp,
];

pub(crate) async fn selected(
    db: &mut SqliteConnection,
    predicate: &SqlPredicate<SqliteDay>,
) -> Vec<i64> {
    let mut query = QueryBuilder::<Sqlite>::new("SELECT id FROM rows WHERE ");
    predicate.push_to(&mut query);
    query.push(" ORDER BY id");
    query.build_query_scalar().fetch_all(db).await.unwrap()
}

type Insert<'q> = Query<'q, Sqlite, SqliteArguments>;

/// As a host would write it.
fn bind(query: Insert<'_>, stored: SqliteDay, zone: Tz, moment: Option<Moment>) -> Insert<'_> {
    let instant = moment.map(|moment| moment.instant(zone));
    match stored {
        SqliteDay::IsoDate => query.bind(moment.map(|moment| moment.day.to_string())),
        SqliteDay::UnixSeconds => query.bind(instant.map(|at| at.timestamp())),
        SqliteDay::UnixMillis => query.bind(instant.map(|at| at.timestamp_millis())),
        // As sqlx writes `DateTime<Utc>`.
        SqliteDay::Rfc3339 => {
            query.bind(instant.map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, false)))
        }
        SqliteDay::CurrentTimestamp => {
            query.bind(instant.map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string()))
        }
    }
}

async fn filled(rows: &[Row], stored: SqliteDay, zone: Tz) -> SqliteConnection {
    let mut db = memory().await;
    // Types that SQLite does not have, as hosts write them: their affinity is NUMERIC.
    let day = match stored {
        SqliteDay::IsoDate => "DATE",
        SqliteDay::UnixSeconds | SqliteDay::UnixMillis => "INTEGER",
        SqliteDay::Rfc3339 => "DATETIME",
        SqliteDay::CurrentTimestamp => "TEXT",
    };
    sqlx::raw_sql(AssertSqlSafe(schema("", day, "BOOLEAN")))
        .execute(&mut db)
        .await
        .unwrap();
    sqlx::raw_sql("BEGIN").execute(&mut db).await.unwrap();
    for (id, row) in (0_i64..).zip(rows) {
        let marks = vec!["?"; 4 + row.days.len() + row.open.len() + row.never.len()].join(", ");
        let sql = AssertSqlSafe(format!("INSERT INTO rows VALUES ({marks})"));
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
            let mut query = sqlx::query("INSERT INTO holds VALUES (?, ?, ?, ?, ?)")
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

async fn agreement(stored: SqliteDay, zone: &str, rules: usize, count: usize) -> Agreement {
    let zone = zone::parse(zone).unwrap();
    let rows = many(&row(), count);
    let mut db = filled(&rows, stored, zone).await;
    let columns = columns(zone, stored);
    let in_zone = (stored != SqliteDay::IsoDate).then_some(zone);
    let mut agreement = Agreement::default();
    for asked in questions(&columns, in_zone, rules) {
        let found = selected(&mut db, &asked.predicate).await;
        agreement.compare(&asked, &rows, in_zone, &found);
    }
    println!("{stored:?} in {zone}: {agreement:?}");
    agreement
}

#[tokio::test]
async fn days_as_text_agree_with_evaluation() {
    let agreement = agreement(SqliteDay::IsoDate, "Europe/Paris", 300, 1000).await;
    assert!(
        agreement.rules > 200 && agreement.selected > 1000,
        "{agreement:?}"
    );
}

#[tokio::test]
async fn instants_agree_with_evaluation_in_zones_that_skip_midnight_too() {
    let zones = [
        "Europe/Paris",
        "America/Santiago",
        "Asia/Beirut",
        "Pacific/Auckland",
    ];
    for (stored, zone) in FORMS[1..].iter().zip(zones) {
        let agreement = agreement(*stored, zone, 100, 600).await;
        assert!(
            agreement.rules > 40 && agreement.selected > 100,
            "{agreement:?}"
        );
    }
}

/// A row for each of the days around the cutoff, on each day of four years.
#[tokio::test]
async fn on_each_of_1461_days_the_last_day_that_is_due_is_the_last_that_is_selected() {
    let rule = greffe_retention::Rule::from_toml("keep = \"P1M\"\nafter = \"recorded\"").unwrap();
    let (years, start) = (years("12-31"), day("2023-10-01"));
    let zone = zone::parse("America/Santiago").unwrap();
    for stored in FORMS {
        let mut db = memory().await;
        sqlx::raw_sql("CREATE TABLE rows (id INTEGER PRIMARY KEY, recorded)")
            .execute(&mut db)
            .await
            .unwrap();
        sqlx::raw_sql("BEGIN").execute(&mut db).await.unwrap();
        for id in 0..1600_u32 {
            let moments = [
                Moment::first_of(day_after(start, id.into())),
                Moment::last_of(day_after(start, id.into())),
            ];
            for (twice, moment) in (0_u32..).zip(moments) {
                let query = sqlx::query("INSERT INTO rows VALUES (?, ?)").bind(id * 2 + twice);
                bind(query, stored, zone, Some(moment))
                    .execute(&mut db)
                    .await
                    .unwrap();
            }
        }
        sqlx::raw_sql("COMMIT; CREATE INDEX i ON rows (recorded)")
            .execute(&mut db)
            .await
            .unwrap();
        let columns = FactColumns::new(zone)
            .event(Event::Recorded, "recorded".parse().unwrap(), stored)
            .holds_are_checked_elsewhere();
        let kept = |recorded: NaiveDate, as_of| {
            let facts = greffe_retention::Facts::new().on(Event::Recorded, recorded);
            !rule.evaluate(&facts, &years, as_of).may_dispose()
        };
        let mut due: u32 = 0;
        for as_of in (0..1461).map(|n| day_after(day("2024-01-01"), n)) {
            while !kept(day_after(start, due.into()), as_of) {
                due += 1;
            }
            let predicate = columns
                .predicate(&rule.cutoff(&years, as_of).unwrap())
                .unwrap();
            let mut query =
                QueryBuilder::<Sqlite>::new("SELECT count(*), max(id) FROM rows WHERE ");
            predicate.push_to(&mut query);
            let (count, last): (u32, u32) =
                query.build_query_as().fetch_one(&mut db).await.unwrap();
            assert_eq!((count, last), (due * 2, due * 2 - 1), "{stored:?} {as_of}");
        }
    }
}
