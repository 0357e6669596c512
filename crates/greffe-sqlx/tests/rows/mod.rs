//! Random rows of a host, as facts and as what is stored in columns. Shared by the tests of both databases.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use greffe_calendar::{FiscalYears, Tz, zone};
use greffe_retention::{Cutoff, Event, Facts, Hold, Rule};
use greffe_sqlx::{FactColumns, HoldsTable, PredicateError, Restrictions, SqlPredicate, StoredDay};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::random::{EVENTS, date, fiscal_years, hold, rule};

/// Events that have a column which says that they still run, or that they never happened.
pub(crate) const OPEN: [&str; 3] = ["contract_end", "relation_end", "collected"];
pub(crate) const NEVER: [&str; 3] = ["upgraded", "contract_end", "last_contact"];

/// A boolean column; NULL is `None`.
pub(crate) type Flag = Option<bool>;

#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) days: Vec<(Event, Option<Moment>)>,
    pub(crate) open: Vec<Flag>,
    pub(crate) never: Vec<Flag>,
    pub(crate) setting: Flag,
    pub(crate) extension: Option<Moment>,
    pub(crate) held: Flag,
    pub(crate) holds: Vec<(Hold, Option<NaiveDate>, Option<NaiveDate>)>,
}

/// A day and where in it something happened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) day: NaiveDate,
    within: Within,
}

#[derive(Debug, Clone, Copy)]
enum Within {
    First,
    Last,
    Micros(u64),
}

impl Moment {
    /// The first instant of a day.
    pub(crate) fn first_of(day: NaiveDate) -> Self {
        Self {
            day,
            within: Within::First,
        }
    }

    /// Its last microsecond.
    pub(crate) fn last_of(day: NaiveDate) -> Self {
        Self {
            day,
            within: Within::Last,
        }
    }

    /// Its instant; the day on which it falls is `day` again, whatever the clocks did.
    pub(crate) fn instant(self, in_zone: Tz) -> DateTime<Utc> {
        let start = zone::start_of_day(in_zone, self.day).unwrap();
        let end = zone::end_of_day(in_zone, self.day).unwrap();
        let length = u64::try_from((end - start).num_microseconds().unwrap()).unwrap();
        let micros = match self.within {
            Within::First => 0,
            Within::Last => length - 1,
            Within::Micros(micros) => micros % length,
        };
        let instant = start + TimeDelta::microseconds(i64::try_from(micros).unwrap());
        assert_eq!(zone::date_of(in_zone, instant), self.day);
        instant
    }
}

fn moment() -> impl Strategy<Value = Moment> {
    let within = prop_oneof![
        2 => Just(Within::First),
        2 => Just(Within::Last),
        1 => any::<u64>().prop_map(Within::Micros),
        // A whole second.
        1 => (0u64..90_000).prop_map(|second| Within::Micros(second * 1_000_000)),
    ];
    (date(), within).prop_map(|(day, within)| Moment { day, within })
}

fn flag(rarely: bool) -> impl Strategy<Value = Flag> {
    prop_oneof![12 => Just(Some(!rarely)), 3 => Just(Some(rarely)), 1 => Just(None)]
}

pub(crate) fn row() -> impl Strategy<Value = Row> {
    let day = || prop_oneof![1 => Just(None), 4 => moment().prop_map(Some)];
    let days = prop::collection::vec(day(), EVENTS.len() + 1);
    let holds = (hold(), prop::option::of(date())).prop_map(|(hold, informed)| {
        let told = informed.map_or(hold, |day| hold.person_informed(day));
        (told, until(&hold), informed)
    });
    let extension = prop_oneof![5 => Just(None), 1 => moment().prop_map(Some)];
    let holds = prop_oneof![6 => Just(Vec::new()), 1 => prop::collection::vec(holds, 1..3)];
    let flags = |n| prop::collection::vec(flag(true), n);
    (
        days,
        flags(OPEN.len()),
        flags(NEVER.len()),
        flag(false),
        extension,
        flag(true),
        holds,
    )
        .prop_map(|(days, open, never, setting, extension, held, holds)| Row {
            days: events().zip(days).collect(),
            open,
            never,
            setting,
            extension,
            held,
            holds,
        })
}

/// Every event that has a column.
pub(crate) fn events() -> impl Iterator<Item = Event> {
    let all = EVENTS.into_iter().chain(["session_end"]);
    all.map(|event| event.parse().unwrap())
}

/// The day that was given to `until`: of a hold that is no restriction it is the last day, of one that is it shows once the person was informed.
fn until(hold: &Hold) -> Option<NaiveDate> {
    hold.person_informed(hold.from()).last_day()
}

/// Values of `strategy`, other ones in each run.
pub(crate) fn many<S: Strategy>(strategy: &S, count: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::default();
    let values = (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current());
    values.collect()
}

impl Row {
    /// What a host would say of the row to `rule`.
    pub(crate) fn facts(&self, rule: &Rule, as_of: NaiveDate, in_zone: Option<Tz>) -> Facts {
        let mut facts = Facts::new();
        for (event, moment) in &self.days {
            // The column of the last contact holds the latest of the kinds that count.
            let kinds = match event {
                Event::LastContact => rule.contact().to_vec(),
                other => vec![other.clone()],
            };
            let Some(kind) = kinds.first().cloned() else {
                continue;
            };
            let said = |names: [&str; 3], flags: &[Flag]| {
                let place = names.iter().position(|name| *name == event.code());
                place.map_or(Some(false), |place| flags[place])
            };
            let (open, never) = (said(OPEN, &self.open), said(NEVER, &self.never));
            let is_quarantined = moment.is_some_and(|m| m.day > as_of) && !event.may_lie_ahead();
            if open == Some(true) {
                facts = kinds.into_iter().fold(facts, Facts::open);
            } else if open.is_none() || never.is_none() || (never == Some(true) && is_quarantined) {
                // Nobody knows: a day, and the statement that there is none.
                facts = facts.on(kind, crate::day("2014-01-01"));
                facts = kinds.into_iter().fold(facts, Facts::never);
                continue;
            } else if never == Some(true) {
                facts = kinds.into_iter().fold(facts, Facts::never);
            }
            facts = match (moment, in_zone) {
                (Some(moment), Some(zone)) => facts.at(kind, moment.instant(zone), zone),
                (Some(moment), None) => facts.on(kind, moment.day),
                (None, _) => facts,
            };
        }
        if let Some(on) = self.setting {
            facts = facts.setting("collecting", on);
        }
        if let Some(extension) = self.extension {
            facts = facts.extended_until(extension.day);
        }
        if self.held != Some(false) {
            facts = facts.hold(Hold::new(
                greffe_retention::HoldReason::Dispute,
                NaiveDate::MIN,
            ));
        }
        self.holds
            .iter()
            .fold(facts, |facts, (hold, ..)| facts.hold(*hold))
    }
}

/// The columns of the test's tables `rows` and `holds`.
pub(crate) fn columns<S: StoredDay>(zone: Tz, stored: S) -> FactColumns<S> {
    let name = |text: &str| format!("rows.{text}").parse().unwrap();
    let mut columns = FactColumns::new(zone)
        .setting("collecting", name("collecting"))
        .extended_until(name("extension"), stored)
        .held(name("held"))
        .holds(HoldsTable {
            table: "holds".parse().unwrap(),
            row: "id".parse().unwrap(),
            host: "rows".parse().unwrap(),
            key: "id".parse().unwrap(),
            from: "since".parse().unwrap(),
            until: "until".parse().unwrap(),
            stored,
            restrictions: Some(Restrictions {
                reason: "reason".parse().unwrap(),
                informed: "informed".parse().unwrap(),
            }),
        });
    for event in events() {
        let column = name(event.code());
        columns = columns.event(event, column, stored);
    }
    for event in OPEN {
        columns = columns.open(event.parse().unwrap(), name(&format!("{event}_open")));
    }
    for event in NEVER {
        columns = columns.never(event.parse().unwrap(), name(&format!("{event}_never")));
    }
    columns
}

/// The tables of [`columns`]; `day` and `flag` are types of the database.
pub(crate) fn schema(temp: &str, day: &str, flag: &str) -> String {
    let days = events().map(|event| format!("{event} {day}"));
    let open = OPEN.map(|event| format!("{event}_open {flag}"));
    let never = NEVER.map(|event| format!("{event}_never {flag}"));
    let columns: Vec<_> = days.chain(open).chain(never).collect();
    format!(
        "CREATE {temp} TABLE rows (id BIGINT PRIMARY KEY, collecting {flag}, held {flag}, extension {day}, {});
         CREATE {temp} TABLE holds (id BIGINT, reason TEXT, since {day}, until {day}, informed {day});",
        columns.join(", ")
    )
}

/// Rules, fiscal years and days, each with the rows that evaluation says may go; and how often all of it agreed.
#[derive(Debug, Default)]
pub(crate) struct Agreement {
    pub(crate) rules: usize,
    pub(crate) rows: usize,
    pub(crate) selected: usize,
}

/// A rule on a day, and what it asks of columns.
pub(crate) struct Question<S: StoredDay> {
    rule: Rule,
    years: FiscalYears,
    as_of: NaiveDate,
    cutoff: Cutoff,
    pub(crate) predicate: SqlPredicate<S>,
}

/// Random rules that columns can answer. Instants are not compared with one another: a rule that asks for that is left out where there is a zone.
pub(crate) fn questions<S: StoredDay>(
    columns: &FactColumns<S>,
    in_zone: Option<Tz>,
    rules: usize,
) -> Vec<Question<S>> {
    let mut asked = Vec::new();
    for (rule, years, as_of) in many(&(rule(), fiscal_years(), date()), rules) {
        let Ok(cutoff) = rule.cutoff(&years, as_of) else {
            continue;
        };
        match columns.predicate(&cutoff) {
            Ok(predicate) => asked.push(Question {
                rule,
                years,
                as_of,
                cutoff,
                predicate,
            }),
            Err(PredicateError::NotComparable { .. }) if in_zone.is_some() => {}
            Err(error) => panic!("{error}: {rule:?}"),
        }
    }
    asked
}

impl Agreement {
    /// Holds what the database found against evaluation, row by row.
    pub(crate) fn compare<S: StoredDay>(
        &mut self,
        asked: &Question<S>,
        rows: &[Row],
        in_zone: Option<Tz>,
        found: &[i64],
    ) {
        let (rule, as_of) = (&asked.rule, asked.as_of);
        for (id, row) in (0_i64..).zip(rows) {
            let facts = row.facts(rule, as_of, in_zone);
            let expected = rule.evaluate(&facts, &asked.years, as_of).may_dispose();
            assert_eq!(
                found.binary_search(&id).is_ok(),
                expected,
                "{in_zone:?} {as_of} {rule:?}\n{row:?}\n{}",
                asked.predicate
            );
            assert_eq!(asked.cutoff.selects(&facts), expected);
            self.rows += 1;
        }
        self.rules += 1;
        self.selected += found.len();
    }
}

/// A date some years around those of [`date`], for boundaries.
pub(crate) fn day_after(start: NaiveDate, days: u64) -> NaiveDate {
    start + Days::new(days)
}
