//! What is asked often is served by an index: in tables of 20,000 rows nothing goes through a tenth of one.
//!
//! Counted is what the database went through, not what it says it would: SQLite's steps, PostgreSQL's rows. So the statements that
//! run are held to it, whatever their text is.

use chrono::NaiveDate;
use greffe_calendar::zone;
use greffe_consent::PersonKey;
use greffe_retention::{Event, RowKey};
use greffe_sqlx::{
    Backend, ConsentStore, Dialect, FactColumns, HoldsTable, Pages, RequestStore, Statement,
    SubjectKey, migrate,
};

use super::Place;
use super::purge::{day, rule, years};
use crate::fixture::{event, person};

/// What a piece of work takes, and what a pass over a table takes.
async fn is_served<P: Place>(
    place: &P,
    db: &mut P::Connection,
    table: &'static str,
    what: &str,
    before: u64,
) {
    let work = place.effort(db).await - before;
    let pass = Statement::new("SELECT count(*) FROM ")
        .push(table)
        .push(" WHERE length(padding) = 9");
    let before = place.effort(db).await;
    db.row(pass).await.unwrap();
    let pass = place.effort(db).await - before;
    assert!(pass >= 20_000, "a pass over {table} was not seen: {pass}");
    assert!(
        work * 10 < pass,
        "{what} goes through {work}, a pass over {table} through {pass}"
    );
}

fn dialect<C: Backend>(_: &C) -> Dialect {
    C::DIALECT
}

/// Customers with tokens of their e-mail addresses, and lines of a log of 55 years, of which 20 a day lie on the first ones.
async fn filled<P: Place>(place: &P) -> P::Connection {
    let mut db = place.connect().await;
    place.watch(&mut db).await;
    db.script(match dialect(&db) {
        Dialect::Sqlite => {
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, email BLOB NOT NULL, padding TEXT NOT NULL) STRICT;
             CREATE TABLE logs (id INTEGER PRIMARY KEY, written TEXT NOT NULL, padding TEXT NOT NULL) STRICT;
             CREATE TABLE holds (log INTEGER NOT NULL, since TEXT NOT NULL, until TEXT) STRICT;
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
             INSERT INTO customers SELECT i, CAST(printf('token %05d', i * 7 % 20000) AS BLOB), hex(randomblob(32)) FROM n;
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
             INSERT INTO logs SELECT i, date('2024-01-01', '+' || (i * 7 % 20000 / 20) || ' days'), hex(randomblob(32)) FROM n;"
        }
        _ => {
            "CREATE TABLE customers (id bigint PRIMARY KEY, email bytea NOT NULL, padding text NOT NULL);
             CREATE TABLE logs (id bigint PRIMARY KEY, written date NOT NULL, padding text NOT NULL);
             CREATE TABLE holds (log bigint NOT NULL, since date NOT NULL, until date);
             INSERT INTO customers SELECT i, convert_to('token ' || lpad((i * 7 % 20000)::text, 5, '0'), 'UTF8'), md5(i::text) || md5(i::text) FROM generate_series(1, 20000) AS i;
             INSERT INTO logs SELECT i, date '2024-01-01' + (i * 7 % 20000 / 20), md5(i::text) || md5(i::text) FROM generate_series(1, 20000) AS i;"
        }
    })
    .await
    .unwrap();
    db.script(
        "CREATE INDEX customers_email ON customers (email);
         CREATE INDEX logs_written ON logs (written);
         CREATE INDEX holds_log ON holds (log)",
    )
    .await
    .unwrap();
    // One by one: what others analyse at once in a whole database of PostgreSQL gets in each other's way.
    for table in ["ANALYZE customers", "ANALYZE logs", "ANALYZE holds"] {
        db.script(table).await.unwrap();
    }
    db
}

async fn a_lookup_under_several_keys(place: &impl Place) {
    let db = &mut filled(place).await;
    for tokens in [
        &["token 00007"][..],
        &["token 00007", "token 19999", "token 99999"],
    ] {
        let before = place.effort(db).await;
        let asked = Statement::new("SELECT id FROM customers WHERE email IN (");
        let asked = asked.list(tokens.iter().map(|token| token.as_bytes()));
        let found = db.rows(asked.push(")")).await.unwrap();
        assert_eq!(found.len(), tokens.len().min(2));
        is_served(place, db, "customers", "a lookup", before).await;
    }
}

async fn a_page_of_a_table(place: &impl Place) {
    let db = &mut filled(place).await;
    for after in [None, Some(RowKey::from(10_000)), Some(RowKey::from(19_990))] {
        let before = place.effort(db).await;
        let query = Statement::new("SELECT id FROM customers WHERE TRUE");
        let mut pages = Pages::of(query, "customers.id".parse().unwrap(), 100).after(after);
        assert!(pages.next(db).await.unwrap().is_some());
        is_served(place, db, "customers", "a page", before).await;
    }
}

async fn the_rows_that_may_go(place: &impl Place) {
    let db = &mut filled(place).await;
    let columns = FactColumns::new(zone::parse("Europe/Paris").unwrap());
    let predicate = due(db, columns, day(2025, 1, 6));
    let due = || Statement::new("SELECT id FROM logs WHERE ").matching(&predicate);
    let before = place.effort(db).await;
    // Five days of 2024.
    assert_eq!(db.rows(due()).await.unwrap().len(), 100);
    is_served(place, db, "logs", "candidates", before).await;
    let before = place.effort(db).await;
    let mut pages = Pages::of(due(), "logs.id".parse().unwrap(), 1_000);
    while pages.next(db).await.unwrap().is_some() {}
    is_served(place, db, "logs", "candidates page by page", before).await;
}

fn due<C: Backend>(
    _: &C,
    columns: FactColumns<C::Day>,
    as_of: NaiveDate,
) -> greffe_sqlx::SqlPredicate<C::Day> {
    let columns = columns
        .event(Event::Recorded, "logs.written".parse().unwrap(), C::DAY)
        .holds(HoldsTable {
            table: "holds".parse().unwrap(),
            row: "log".parse().unwrap(),
            host: "logs".parse().unwrap(),
            key: "id".parse().unwrap(),
            from: "since".parse().unwrap(),
            until: "until".parse().unwrap(),
            stored: C::DAY,
            restrictions: None,
        });
    let cutoff = rule().cutoff(&years(), as_of).unwrap();
    columns.predicate(&cutoff).unwrap()
}

/// Rows of others, whom nobody asks about.
async fn the_consents_of_one_person(place: &impl Place) {
    let db = &mut place.connect().await;
    place.watch(db).await;
    migrate(db).await.unwrap();
    let events = [
        "refused all 2026-03-01T10:00:00Z",
        "device_linked - 2026-03-03T10:00:00Z device=8",
        "refused all 2026-03-04T10:00:00Z person=8",
    ];
    let events = events.iter().zip(1..).map(|(text, n)| event(n, text));
    let events: Vec<_> = events.collect();
    let shop = || "shop".parse().unwrap();
    ConsentStore::new(db, shop())
        .append_all(&events)
        .await
        .unwrap();
    db.script(match dialect(db) {
        Dialect::Sqlite => {
            "CREATE TABLE passed (padding TEXT NOT NULL) STRICT;
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
             INSERT INTO greffe_consent_entries (ledger, position, event, person, device, entry, link)
                 SELECT 1, i + 1000000, randomblob(16), randomblob(16), randomblob(16), '{}', randomblob(32) FROM n;
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
             INSERT INTO passed SELECT 'x' FROM n;
             ANALYZE"
        }
        _ => {
            "CREATE TABLE passed (padding text NOT NULL);
             INSERT INTO greffe_consent_entries (ledger, position, event, person, device, entry, link)
                 SELECT 1, i + 1000000, decode(md5('e' || i), 'hex'), decode(md5('p' || i), 'hex'), decode(md5('d' || i), 'hex'), '{}', '\\x00' FROM generate_series(1, 20000) AS i;
             INSERT INTO passed SELECT 'x' FROM generate_series(1, 20000);
             ANALYZE greffe_consent_entries"
        }
    })
    .await
    .unwrap();
    let before = place.effort(db).await;
    let decide = ConsentStore::new(db, shop())
        .events_that_decide(person())
        .await;
    assert_eq!(decide.unwrap().len(), 3);
    is_served(place, db, "passed", "what decides", before).await;
    let before = place.effort(db).await;
    let other = PersonKey::from_bytes([9; 16]);
    let history = ConsentStore::new(db, shop()).history_of(other).await;
    assert_eq!(history.unwrap(), []);
    is_served(place, db, "passed", "the history of nobody", before).await;
    let before = place.effort(db).await;
    let next = event(4, "refused all 2026-03-05T10:00:00Z");
    ConsentStore::new(db, shop()).append(&next).await.unwrap();
    is_served(place, db, "passed", "one more event", before).await;
}

async fn the_open_requests_and_those_of_one_person(place: &impl Place) {
    let db = &mut place.connect().await;
    place.watch(db).await;
    migrate(db).await.unwrap();
    db.script(match dialect(db) {
        Dialect::Sqlite => {
            "CREATE TABLE passed (padding TEXT NOT NULL) STRICT;
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
             INSERT INTO greffe_requests (id, person, is_open, due, closed, version, request)
                 SELECT 'R-' || i, randomblob(16), i % 2, CASE WHEN i % 100 = 1 THEN NULL WHEN i % 2 = 1 THEN date('2026-01-01', '+' || (i % 900) || ' days') END,
                     CASE WHEN i % 2 = 0 THEN date('2020-01-01', '+' || (i % 900) || ' days') END, 1, randomblob(200) FROM n;
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
             INSERT INTO passed SELECT 'x' FROM n;
             ANALYZE"
        }
        _ => {
            "CREATE TABLE passed (padding text NOT NULL);
             INSERT INTO greffe_requests (id, person, is_open, due, closed, version, request)
                 SELECT 'R-' || i, decode(md5('p' || i), 'hex'), i % 2 = 1, CASE WHEN i % 100 = 1 THEN NULL WHEN i % 2 = 1 THEN date '2026-01-01' + i % 900 END,
                     CASE WHEN i % 2 = 0 THEN date '2020-01-01' + i % 900 END, 1, decode(repeat(md5('r' || i), 6), 'hex') FROM generate_series(1, 20000) AS i;
             INSERT INTO passed SELECT 'x' FROM generate_series(1, 20000);
             ANALYZE greffe_requests"
        }
    })
    .await
    .unwrap();
    let mut from = None;
    // The first four pages are of requests without a day.
    for number in 1..=6 {
        let before = place.effort(db).await;
        let page = RequestStore::new(db)
            .open_by_due(from.as_ref(), 50)
            .await
            .unwrap();
        assert_eq!(page.requests.len(), 50);
        from = page.next;
        is_served(
            place,
            db,
            "passed",
            &format!("page {number} of open requests"),
            before,
        )
        .await;
    }
    let before = place.effort(db).await;
    let mine = RequestStore::new(db)
        .of_person(SubjectKey::from_bytes([7; 16]))
        .await
        .unwrap();
    assert!(mine.is_empty());
    is_served(place, db, "passed", "a person’s requests", before).await;
    let before = place.effort(db).await;
    let id = "R-20001".parse().unwrap();
    assert!(RequestStore::new(db).load(&id).await.unwrap().is_none());
    is_served(place, db, "passed", "a request by its id", before).await;
}

each_in_its_own_place!(
    a_lookup_under_several_keys,
    a_page_of_a_table,
    the_rows_that_may_go,
    the_consents_of_one_person,
    the_open_requests_and_those_of_one_person,
);
