//! The list of open requests by their day.

use chrono::Days;
use greffe::calendar::{Calendar, Place};
use greffe::export::{Request, Right};
use greffe_sqlx::{Backend, Dialect, RequestStore, Statement, SubjectKey};

use super::Size;
use super::people::{spread, today};
use super::samples::{Figures, Lap, Percentiles, Samples, agreed};
use crate::compare::{Failure, Measured};

const NAMES: Figures = [
    "the first 50 open requests: p50",
    "the first 50 open requests: p99",
    "the first 50 open requests: p99.9",
];

pub(super) async fn measure<C: Backend>(db: &mut C, size: Size) -> Result<Vec<Measured>, Failure> {
    fill(db, (size.people / 50).max(2)).await?;
    let names = ["greffe", "plaintext, columns alone"];
    let asked = size.lookups / 20;
    let mut rounds = Percentiles::of(NAMES, asked, None, &names);
    let (mut listed, mut listed_in_clear) = (0_u64, 0_u64);
    for _ in 0..size.rounds {
        let mut samples = names.map(Samples::of);
        let [ours, plain] = &mut samples;
        for turn in 0..asked / size.rounds {
            for is_ours in [turn % 2 == 0, turn % 2 == 1] {
                let mut clock = Lap::start();
                if is_ours {
                    let page = RequestStore::new(db).open_by_due(None, 50).await?;
                    for request in page.requests {
                        let request = request.map_err(|damaged| damaged.to_string())?;
                        listed += u64::try_from(request.request().id().as_str().len())?;
                    }
                    ours.add(clock.lap(), 1);
                } else {
                    let asked = Statement::new(
                        "SELECT id, person, due, state FROM requests_plain WHERE is_open ORDER BY due, id LIMIT 50",
                    );
                    for row in db.rows(asked).await? {
                        listed_in_clear += u64::try_from(row.get::<String>("id")?.len())?;
                    }
                    plain.add(clock.lap(), 1);
                }
            }
        }
        rounds.round(&mut samples);
    }
    let [name, ..] = NAMES;
    Ok(rounds.finish(agreed(name, listed, listed_in_clear)?))
}

async fn fill<C: Backend>(db: &mut C, requests: u32) -> Result<(), Failure> {
    db.script(match C::DIALECT {
        Dialect::Sqlite => "CREATE TABLE requests_plain (id TEXT PRIMARY KEY, person BLOB NOT NULL, is_open INTEGER NOT NULL, due TEXT, state TEXT NOT NULL) STRICT",
        _ => "CREATE TABLE requests_plain (id text COLLATE \"C\" PRIMARY KEY, person bytea NOT NULL, is_open boolean NOT NULL, due date, state text NOT NULL)",
    })
    .await?;
    db.script("CREATE INDEX requests_plain_due ON requests_plain (due, id) WHERE is_open")
        .await?;
    let calendar = Calendar::of(Place::France);
    db.begin_writing().await?;
    for number in 0..requests {
        let chance = spread(u64::from(number));
        let on = today()?
            .checked_sub_days(Days::new(chance % 60))
            .ok_or("no such day")?;
        let mut request = Request::received(format!("R-{number}").parse()?, Right::Access, on);
        request.reckon(&calendar)?;
        let person = u128::from(chance).to_be_bytes();
        let due = request.due().map(|due| due.strict);
        RequestStore::new(db)
            .insert(SubjectKey::from_bytes(person), request)
            .await?;
        let insert =
            Statement::new("INSERT INTO requests_plain (id, person, is_open, due, state) VALUES (");
        let insert = insert
            .value(format!("R-{number}"))
            .push(", ")
            .value(person.to_vec());
        let insert = insert.push(", ").value(true).push(", ").value(due);
        db.execute(insert.push(", ").value("received").push(")"))
            .await?;
    }
    db.commit().await?;
    db.script("ANALYZE").await?;
    Ok(())
}
