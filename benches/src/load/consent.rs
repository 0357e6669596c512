//! A decision over one person's events, which an index finds among everybody's, next to the newest row of a table of states.

use chrono::{DateTime, TimeDelta, Utc};
use greffe::calendar::zone;
use greffe::consent::{
    Act, Consent, Event, EventId, Kind, Notice, NoticeShown, PersonKey, Policy, Provenance,
    Purpose, Question, Scope,
};
use greffe::terms::LegalBasis;
use greffe_sqlx::{Backend, Cell, ConsentStore, Dialect, LedgerName, Statement};

use super::Size;
use super::people::spread;
use super::samples::{Figures, Lap, Percentiles, Samples, agreed};
use super::table::insert;
use crate::compare::{Failure, Measured};

const NAMES: Figures = [
    "a decision for one person: p50",
    "a decision for one person: p99",
    "a decision for one person: p99.9",
];

/// Events of each person.
const EVENTS: u32 = 4;

pub(super) async fn measure<C: Backend>(db: &mut C, size: Size) -> Result<Vec<Measured>, Failure> {
    let persons = (size.people / EVENTS).max(1);
    fill(db, persons).await?;
    let policy = Policy::in_zone(zone::parse("Europe/Paris")?)
        .purpose(Purpose::new("newsletter".parse()?, [LegalBasis::Consent]))
        .notice(Notice::new("sign-up".parse()?, 1, ["newsletter".parse()?]))
        .build()?;
    let now = at(EVENTS)?;
    let names = [
        "greffe",
        "plaintext, the newest row",
        "greffe, its query",
        "greffe, its decision",
    ];
    let asked = size.lookups / 4;
    let mut rounds = Percentiles::of(NAMES, asked, None, &names);
    let (mut allowed, mut allowed_in_clear) = (0_u64, 0_u64);
    for round in 0..size.rounds {
        let mut samples = names.map(Samples::of);
        let [ours, plain, query, decision] = &mut samples;
        for turn in 0..asked / size.rounds {
            let chance = spread(u64::from(round) << 32 | u64::from(turn));
            let number = u32::try_from(chance % u64::from(persons))?;
            for is_ours in [turn % 2 == 0, turn % 2 == 1] {
                let mut clock = Lap::start();
                if is_ours {
                    let person = person(number);
                    let events = ConsentStore::new(db, ledger()?)
                        .events_that_decide(person)
                        .await?;
                    let read = clock.lap();
                    let question = Question::about("newsletter").for_person(person);
                    let may = policy.decide_over(&events, question, now, now).is_allowed();
                    let decided = clock.lap();
                    allowed += u64::from(may);
                    ours.add(read + decided, 1);
                    query.add(read, 1);
                    decision.add(decided, 1);
                } else {
                    let asked = Statement::new(
                        "SELECT given FROM consents_plain WHERE person = $1 AND purpose = $2 ORDER BY number DESC LIMIT 1",
                    );
                    let found = db
                        .row(asked.bind(i64::from(number)).bind("newsletter"))
                        .await?;
                    let given: bool = found.ok_or("nobody")?.first()?;
                    allowed_in_clear += u64::from(given);
                    plain.add(clock.lap(), 1);
                }
            }
        }
        rounds.round(&mut samples);
    }
    let [name, ..] = NAMES;
    Ok(rounds.finish(agreed(name, allowed, allowed_in_clear)?))
}

async fn fill<C: Backend>(db: &mut C, persons: u32) -> Result<(), Failure> {
    db.script(match C::DIALECT {
        Dialect::Sqlite => "CREATE TABLE consents_plain (person INTEGER NOT NULL, purpose TEXT NOT NULL, number INTEGER NOT NULL, given INTEGER NOT NULL) STRICT",
        _ => "CREATE TABLE consents_plain (person bigint NOT NULL, purpose text NOT NULL, number bigint NOT NULL, given boolean NOT NULL)",
    })
    .await?;
    db.script("CREATE INDEX consents_plain_person ON consents_plain (person, purpose, number)")
        .await?;
    // By time, not by person: the events of one lie apart.
    for number in 0..EVENTS {
        for some in (0..persons).collect::<Vec<_>>().chunks(1_000) {
            let events = some.iter().map(|person| event(*person, number));
            let events = events.collect::<Result<Vec<_>, _>>()?;
            ConsentStore::new(db, ledger()?).append_all(&events).await?;
            let rows = some.iter().map(|person| {
                let given = Cell::from(is_given(*person, number));
                vec![
                    i64::from(*person).into(),
                    "newsletter".into(),
                    i64::from(number).into(),
                    given,
                ]
            });
            insert(
                db,
                "INSERT INTO consents_plain (person, purpose, number, given) VALUES (",
                rows.collect(),
            )
            .await?;
        }
    }
    db.script("ANALYZE").await?;
    Ok(())
}

/// Given and withdrawn in turn; who has an odd number gave last.
const fn is_given(person: u32, number: u32) -> bool {
    (person + number).is_multiple_of(2)
}

fn event(person: u32, number: u32) -> Result<Event, Failure> {
    let newsletter = "newsletter".parse()?;
    let kind = if is_given(person, number) {
        let shown = NoticeShown::new("sign-up".parse()?, 1);
        Kind::Given(Consent::new(Act::TickedBox, shown, [newsletter]))
    } else {
        Kind::Withdrawn {
            purposes: Scope::only([newsletter]),
        }
    };
    let at = at(number)?;
    let id = EventId::from_bytes(octets(u64::from(number) << 32 | u64::from(person)));
    Ok(Event::new(
        id,
        self::person(person),
        (at, at),
        Provenance::Person,
        kind,
    )?)
}

fn person(number: u32) -> PersonKey {
    PersonKey::from_bytes(octets(u64::from(number)))
}

/// Spread, as random ids and digests are.
fn octets(number: u64) -> [u8; 16] {
    (u128::from(spread(number)) << 64 | u128::from(number)).to_be_bytes()
}

fn at(number: u32) -> Result<DateTime<Utc>, Failure> {
    let first: DateTime<Utc> = "2026-03-01T10:00:00Z".parse()?;
    Ok(first + TimeDelta::days(i64::from(number) * 30))
}

fn ledger() -> Result<LedgerName, Failure> {
    Ok("load".parse()?)
}
