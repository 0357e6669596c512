//! Decisions over a ledger of so many events, and a whole audience of them. Persons have one to four events each.

use std::convert::Infallible;
use std::hint::black_box;

use chrono::{DateTime, TimeDelta, Utc};
use greffe::consent::{
    Event, EventId, Kind, Ledger, PackedLedger, PersonKey, Provenance, Question, Topic,
};
use greffe::terms::Channel;

use super::point::timed;
use super::{Effort, Failure, Point, SMALLEST, Series, agreed, sizes, spread};
use crate::compare::consent::history::{Happening, PURPOSES, What, policy};

/// Questions asked in a pass.
const QUESTIONS: u32 = 100_000;
/// Events of a ledger that is held whole, with its chain.
const MOST_IN_A_LEDGER: u32 = 1_000_000;

const BOUND: &str = "a ledger in memory holds each event with its place in the chain: ten millions would take gigabytes; packed, or as a stream, they do not";

pub(super) fn measure(effort: Effort, largest: u32) -> Result<Vec<Series>, Failure> {
    let mut decided = Series::new("consent", "decide for a person, ledger").bounded(BOUND);
    let mut judged = Series::new("consent", "judge a person, packed ledger");
    let mut filtered = Series::new("consent", "audience, packed ledger");
    let mut streamed = Series::new("consent", "audience, stream of events");
    let policy = policy()?;
    let courses = Courses::new()?;
    let now: DateTime<Utc> = "2026-05-01T10:00:00Z".parse()?;
    let topic: Topic<'static> = Question::about(PURPOSES[0].id).by(Channel::Email);
    for rows in sizes(SMALLEST, largest) {
        let packed = {
            let mut failed = None;
            let events = courses
                .crowd(rows)
                .map_while(|event| event.map_err(|why| failed = Some(why)).ok());
            let packed = PackedLedger::pack(events)?;
            failed.map_or(Ok(packed), Err)?
        };
        agreed(
            "events packed",
            u64::from(rows),
            u64::try_from(packed.len())?,
        )?;
        let audience = policy.audience(&packed, topic, now)?;
        let allowed = audience
            .everybody()
            .filter(|(_, verdict)| verdict.is_allowed())
            .count();
        let persons = packed.histories().count();
        if allowed == 0 || allowed == persons {
            return Err("everybody is answered the same".into());
        }

        filtered.points.push(Point::measure(rows, rows, effort, || {
            let (taken, again) = timed(|| {
                let audience = policy.audience(black_box(&packed), topic, now).ok()?;
                Some(
                    audience
                        .everybody()
                        .filter(|(_, verdict)| verdict.is_allowed())
                        .count(),
                )
            });
            agreed(
                "persons allowed twice",
                u64::try_from(allowed)?,
                u64::try_from(again.unwrap_or(0))?,
            )?;
            Ok(taken)
        })?);

        streamed.points.push(Point::measure(rows, rows, effort, || {
            let (taken, again) = timed(|| {
                // An event that cannot be made ends the stream, and then the numbers differ.
                let events = courses.crowd(rows).map_while(Result::ok);
                let rows = events.map(|event| Ok::<_, Infallible>((event.person(), Some(event))));
                let answers = policy.audience_of_stream(rows, topic, now, now).ok()?;
                let is_allowed = |answer: &Result<(_, greffe::consent::Verdict), _>| {
                    answer
                        .as_ref()
                        .is_ok_and(|(_, verdict)| verdict.is_allowed())
                };
                Some(answers.filter(is_allowed).count())
            });
            agreed(
                "persons allowed, streamed",
                u64::try_from(allowed)?,
                u64::try_from(again.unwrap_or(0))?,
            )?;
            Ok(taken)
        })?);

        let questions = rows.min(QUESTIONS);
        let known = u64::try_from(persons)?;
        let asked: Result<Vec<PersonKey>, std::num::TryFromIntError> = (0..questions)
            .map(|question| Ok(person(u32::try_from(spread(u64::from(question)) % known)?)))
            .collect();
        let asked = asked?;
        let judge = || {
            let verdicts = asked
                .iter()
                .map(|person| audience.judge(packed.history(black_box(*person))));
            verdicts.filter(|verdict| verdict.is_allowed()).count()
        };
        let expected = u64::try_from(judge())?;
        judged
            .points
            .push(Point::measure(rows, questions, effort, || {
                let (taken, count) = timed(judge);
                agreed("persons judged twice", expected, u64::try_from(count)?)?;
                Ok(taken)
            })?);

        if rows > MOST_IN_A_LEDGER {
            continue;
        }
        let mut ledger = Ledger::new();
        for event in courses.crowd(rows) {
            ledger.append(event?)?;
        }
        decided
            .points
            .push(Point::measure(rows, questions, effort, || {
                let (taken, count) = timed(|| {
                    let decisions = asked.iter().map(|person| {
                        policy.decide(&ledger, topic.for_person(black_box(*person)), now)
                    });
                    decisions.filter(|decision| decision.is_allowed()).count()
                });
                agreed(
                    "persons allowed by verdict and by decision",
                    expected,
                    u64::try_from(count)?,
                )?;
                Ok(taken)
            })?);
    }
    Ok(vec![decided, judged, filtered, streamed])
}

/// Their order is that of the numbers; what follows the number has none.
fn person(number: u32) -> PersonKey {
    let key = u128::from(number) << 96 | u128::from(spread(u64::from(number)));
    PersonKey::from_bytes(key.to_be_bytes())
}

/// What persons do, for each set of purposes: made once, so that a stream costs little beside what is measured.
struct Courses {
    by_purposes: Vec<Vec<Kind>>,
    first: DateTime<Utc>,
}

/// Given, confirmed, withdrawn, given anew: a person goes so far, and no further.
const COURSE: [What; 4] = [What::Given, What::Confirmed, What::Withdrawn, What::Given];

impl Courses {
    fn new() -> Result<Self, Failure> {
        let mut courses = Self {
            by_purposes: Vec::new(),
            first: DateTime::UNIX_EPOCH,
        };
        for set in 1..16_u32 {
            let purposes = PURPOSES
                .iter()
                .zip(0..)
                .filter(|(_, place)| set & (1 << place) != 0);
            let purposes: Vec<_> = purposes.map(|(terms, _)| terms.id).collect();
            let mut kinds = Vec::new();
            for what in COURSE {
                let event = Happening::new(what, purposes.clone(), 0)?.event(person(0), 0)?;
                courses.first = event.occurred();
                kinds.push(event.kind().clone());
            }
            courses.by_purposes.push(kinds);
        }
        Ok(courses)
    }

    /// So many events, those of one person after another.
    fn crowd(&self, events: u32) -> impl Iterator<Item = Result<Event, Failure>> {
        let persons = 0_u32..;
        let all = persons.flat_map(|number| {
            let chance = spread(u64::from(number));
            let steps = 1 + usize::try_from(chance % 4).unwrap_or(0);
            (0..steps).map(move |step| (number, chance, step))
        });
        let ids = 0_u128..u128::from(events);
        all.zip(ids)
            .map(|((number, chance, step), id)| self.event(number, chance, step, id))
    }

    fn event(&self, number: u32, chance: u64, step: usize, id: u128) -> Result<Event, Failure> {
        let course = usize::try_from(chance >> 8)? % self.by_purposes.len();
        let kind = self
            .by_purposes
            .get(course)
            .and_then(|kinds| kinds.get(step));
        let kind = kind.ok_or("no such step")?.clone();
        // Up to 200 days in, then up to 30 from step to step.
        let days = (chance >> 16) % 200 + u64::try_from(step)? * ((chance >> 32) % 30);
        let at = self.first + TimeDelta::days(i64::try_from(days)?);
        let id = EventId::from_bytes(id.to_be_bytes());
        Ok(Event::new(
            id,
            person(number),
            (at, at),
            Provenance::Person,
            kind,
        )?)
    }
}
