//! Histories of eight events that all contestants are given: out of a seed, the same in every run.

use chrono::{DateTime, TimeDelta, Utc};
use greffe::calendar::{Period, Tz, zone};
use greffe::consent::{
    Act, Consent, Event, EventId, Kind, Ledger, Notice, NoticeShown, ObjectionTo, PersonKey,
    Policy, Provenance, Purpose, Question, Scope,
};
use greffe::terms::{Channel, LegalBasis, PurposeId};

use crate::compare::Failure;

/// Events of a history.
pub(crate) const EVENTS: usize = 8;

/// What every consent holds for, in months.
const VALIDITY: u32 = 6;

/// What the policy says of one purpose, for contestants to be told the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) id: &'static str,
    pub(crate) marketing: bool,
    pub(crate) double_opt_in: bool,
    pub(crate) minimum_notice: u32,
}

/// The four purposes.
pub(crate) const PURPOSES: [Terms; 4] = [
    terms("newsletter", true, true, 2),
    terms("offers", true, false, 1),
    terms("advice", false, true, 1),
    terms("survey", false, false, 2),
];

/// The versions of the one notice, from 1, with what each lists. The survey came with the second.
const NOTICES: [&[&str]; 2] = [
    &["newsletter", "offers", "advice"],
    &["newsletter", "offers", "advice", "survey"],
];

const fn terms(
    id: &'static str,
    marketing: bool,
    double_opt_in: bool,
    minimum_notice: u32,
) -> Terms {
    Terms {
        id,
        marketing,
        double_opt_in,
        minimum_notice,
    }
}

impl Terms {
    /// The purposes whose withdrawal closes this one: itself, and for marketing every marketing purpose, since unsubscribing from one is taken
    /// as an objection to all of it.
    #[cfg(feature = "peers")]
    pub(super) fn closed_with(self) -> impl Iterator<Item = &'static str> {
        let all = PURPOSES.iter();
        all.filter(move |other| other.id == self.id || (self.marketing && other.marketing))
            .map(|other| other.id)
    }
}

/// What a notice lists in a version; nothing in one that does not exist.
#[cfg(feature = "peers")]
pub(super) fn listed_in(version: u32) -> &'static [&'static str] {
    let index = usize::try_from(version).ok().and_then(|v| v.checked_sub(1));
    let listed = index.and_then(|index| NOTICES.get(index));
    listed.copied().unwrap_or_default()
}

/// One event before it is put into the form of any contestant.
#[derive(Debug, Clone)]
pub(crate) struct Happening {
    pub(super) what: What,
    pub(super) purposes: Vec<&'static str>,
    pub(super) occurred: DateTime<Utc>,
    pub(super) recorded: DateTime<Utc>,
    pub(super) act: Act,
    pub(super) version: u32,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Requested,
    Given,
    Renewed,
    Confirmed,
    Withdrawn,
    Refused,
    Objected(ObjectionTo),
}

/// One question about one history.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(super) person: PersonKey,
    pub(super) terms: Terms,
    pub(super) at: DateTime<Utc>,
    /// In reading order, which a host's table keeps by an index.
    pub(super) history: Vec<Happening>,
    /// Of this person alone.
    pub(super) ledger: Ledger,
}

impl Case {
    /// What ours is asked.
    pub(super) fn question(&self) -> Question<'static> {
        Question::about(self.terms.id)
            .by(Channel::Email)
            .for_person(self.person)
    }
}

/// So many histories, each asked about every purpose at an instant of its own.
pub(crate) fn cases(seed: u64, histories: u32) -> Result<Vec<Case>, Failure> {
    let mut chance = Chance(seed);
    let mut cases = Vec::new();
    for number in 0..histories {
        let written = course(&mut chance, number)?;
        let person = person(number);
        let mut ledger = Ledger::new();
        append(&mut ledger, number, &written)?;
        let place_of = |event: &Event| u128::from_be_bytes(*event.id().as_bytes()) % 16;
        let places = ledger.history(person).map(place_of).map(usize::try_from);
        let read = places.filter_map(|place| written.get(place.ok()?).cloned());
        let history: Vec<Happening> = read.collect();
        // Some time after an event that is not among the first.
        let event = history.get(2 + usize::from(chance.below(6)));
        let after = event.ok_or("a history is too short")?.occurred;
        let at = after + TimeDelta::days(i64::from(chance.below(240))) + TimeDelta::hours(12);
        for terms in PURPOSES {
            cases.push(Case {
                person,
                terms,
                at,
                history: history.clone(),
                ledger: ledger.clone(),
            });
        }
    }
    Ok(cases)
}

/// One ledger of so many persons with eight events each.
pub(crate) fn ledger(seed: u64, persons: u32) -> Result<Ledger, Failure> {
    let (mut chance, mut ledger) = (Chance(seed), Ledger::new());
    for number in 0..persons {
        let written = course(&mut chance, number)?;
        append(&mut ledger, number, &written)?;
    }
    Ok(ledger)
}

fn append(ledger: &mut Ledger, number: u32, written: &[Happening]) -> Result<(), Failure> {
    for (happening, place) in written.iter().zip(0_u128..) {
        ledger.append(happening.event(person(number), u128::from(number) * 16 + place)?)?;
    }
    Ok(())
}

fn person(number: u32) -> PersonKey {
    PersonKey::from_bytes(u128::from(number).to_be_bytes())
}

/// Half of the histories as they usually go, half as they never should.
fn course(chance: &mut Chance, number: u32) -> Result<Vec<Happening>, Failure> {
    if number.is_multiple_of(2) {
        usual_course(chance)
    } else {
        any_course(chance)
    }
}

/// Asked, given, confirmed, withdrawn, given anew, confirmed, renewed, and an objection to another purpose; with what may go wrong on the way.
fn usual_course(chance: &mut Chance) -> Result<Vec<Happening>, Failure> {
    // One consent for most of the purposes; the objection is to another one, so that marketing stays as it is.
    let other = PURPOSES[2].id;
    let left_out = chance.one_of(&PURPOSES, PURPOSES[0]).id;
    let mut about: Vec<_> = PURPOSES.iter().map(|terms| terms.id).collect();
    about.retain(|id| *id != left_out);
    let second = if chance.below(4) == 0 {
        What::Requested
    } else {
        What::Given
    };
    let objection = What::Objected(ObjectionTo::Other);
    let objected = vec![other];
    let course = [
        (What::Requested, &about),
        (second, &about),
        (What::Confirmed, &about),
        (What::Withdrawn, &about),
        (What::Given, &about),
        (What::Confirmed, &about),
        (What::Renewed, &about),
        (objection, &objected),
    ];
    // One in five under the first notice.
    let version = 2 - u32::from(chance.below(5) == 0);
    let mut day = i64::from(chance.below(60));
    let mut written = Vec::new();
    for (what, purposes) in course {
        day += i64::from(chance.below(45));
        let mut happening = Happening::new(what, purposes.clone(), day)?;
        // One in ten by no clear act.
        if chance.below(10) == 0 {
            happening.act = Act::LeftPreTicked;
        }
        happening.version = version;
        written.push(happening);
    }
    Ok(written)
}

/// Anything, in any order, some of it at the same instant, recorded late or dated ahead.
fn any_course(chance: &mut Chance) -> Result<Vec<Happening>, Failure> {
    let kinds = [
        What::Requested,
        What::Given,
        What::Given,
        What::Given,
        What::Renewed,
        What::Confirmed,
        What::Confirmed,
        What::Withdrawn,
        What::Refused,
        What::Objected(ObjectionTo::Marketing),
        What::Objected(ObjectionTo::Other),
    ];
    let acts = [
        Act::TickedBox,
        Act::PressedButton,
        Act::Signed,
        Act::OpenedLink,
        Act::LeftPreTicked,
    ];
    let mut written = Vec::new();
    for _ in 0..EVENTS {
        let what = chance.one_of(&kinds, What::Requested);
        let grants = !matches!(what, What::Withdrawn | What::Refused | What::Objected(_));
        // Consents are wide and refusals narrow, so that not everything is closed in the end.
        let mut purposes: Vec<_> = PURPOSES.iter().map(|terms| terms.id).collect();
        purposes.retain(|_| chance.below(4) < if grants { 3 } else { 1 });
        if purposes.is_empty() {
            purposes.push(chance.one_of(&PURPOSES, PURPOSES[0]).id);
        }
        let day = i64::from(chance.below(20)) * 15;
        let mut happening = Happening::new(what, purposes, day)?;
        happening.recorded += TimeDelta::days(match chance.below(10) {
            0 => 20,
            1 => -20,
            _ => 0,
        });
        happening.act = chance.one_of(&acts, Act::TickedBox);
        happening.version = chance.one_of(&[2, 2, 2, 1, 3], 2);
        written.push(happening);
    }
    Ok(written)
}

impl Happening {
    pub(crate) fn new(what: What, purposes: Vec<&'static str>, day: i64) -> Result<Self, Failure> {
        let occurred = first_day()? + TimeDelta::days(day);
        Ok(Self {
            what,
            purposes,
            occurred,
            recorded: occurred,
            act: Act::TickedBox,
            version: 2,
        })
    }

    /// As ours.
    pub(crate) fn event(&self, person: PersonKey, id: u128) -> Result<Event, Failure> {
        let ids: Result<Vec<PurposeId>, _> = self.purposes.iter().map(|id| id.parse()).collect();
        let (ids, purposes) = (ids.clone()?, Scope::only(ids?));
        let shown = NoticeShown::new("letter".parse()?, self.version);
        let consent = Consent::new(self.act, shown, ids);
        let act = self.act;
        let kind = match self.what {
            What::Requested => Kind::Requested { purposes },
            What::Given => Kind::Given(consent),
            What::Renewed => Kind::Renewed(consent),
            What::Confirmed => Kind::Confirmed { act, purposes },
            What::Withdrawn => Kind::Withdrawn { purposes },
            What::Refused => Kind::Refused { purposes },
            What::Objected(to) => Kind::Objected { to, purposes },
        };
        let provenance = match self.what {
            What::Requested => Provenance::Operator,
            _ => Provenance::Person,
        };
        let (id, times) = (
            EventId::from_bytes(id.to_be_bytes()),
            (self.occurred, self.recorded),
        );
        Ok(Event::new(id, person, times, provenance, kind)?)
    }

    /// When a consent of this event ends: midnight of the zone, six months later. Ours computes it in every decision; a peer is told.
    #[cfg(feature = "peers")]
    pub(super) fn ends(&self) -> Result<DateTime<Utc>, Failure> {
        let day = zone::date_of(paris()?, self.occurred);
        let day = day.checked_add_months(chrono::Months::new(VALIDITY));
        Ok(zone::start_of_day(paris()?, day.ok_or("no such day")?)?)
    }
}

/// Our policy.
pub(crate) fn policy() -> Result<Policy, Failure> {
    let mut policy = Policy::in_zone(paris()?);
    for terms in PURPOSES {
        let mut purpose = Purpose::new(terms.id.parse()?, [LegalBasis::Consent])
            .validity(Period::months(VALIDITY))
            .minimum_notice(terms.minimum_notice);
        if terms.marketing {
            purpose = purpose.marketing().channels([Channel::Email]);
        }
        if terms.double_opt_in {
            purpose = purpose.double_opt_in();
        }
        policy = policy.purpose(purpose);
    }
    for (listed, version) in NOTICES.iter().zip(1..) {
        let listed: Result<Vec<PurposeId>, _> = listed.iter().map(|id| id.parse()).collect();
        policy = policy.notice(Notice::new("letter".parse()?, version, listed?));
    }
    Ok(policy.build()?)
}

fn paris() -> Result<Tz, Failure> {
    Ok(zone::parse("Europe/Paris")?)
}

fn first_day() -> Result<DateTime<Utc>, Failure> {
    Ok("2025-09-01T10:00:00Z".parse()?)
}

/// SplitMix64: numbers without a pattern, the same in every run.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    /// A number below `bound`, which is not zero.
    pub(super) fn below(&mut self, bound: u16) -> u16 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let below = (mixed ^ (mixed >> 31)) % u64::from(bound.max(1));
        u16::try_from(below).unwrap_or_default()
    }

    pub(super) fn one_of<T: Copy>(&mut self, choices: &[T], otherwise: T) -> T {
        let bound = u16::try_from(choices.len()).unwrap_or(u16::MAX);
        let place = usize::from(self.below(bound));
        choices.get(place).copied().unwrap_or(otherwise)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeMap;

    use greffe::consent::Reason;

    use super::*;

    fn reasons(seed: u64, histories: u32) -> BTreeMap<String, u32> {
        let policy = policy().unwrap();
        let mut reasons = BTreeMap::new();
        for case in cases(seed, histories).unwrap() {
            assert_eq!(case.history.len(), EVENTS);
            let decision = policy.decide(&case.ledger, case.question(), case.at);
            *reasons
                .entry(decision.reason().code().to_owned())
                .or_default() += 1;
        }
        reasons
    }

    /// What contestants agree on would prove little if one rule decided everything.
    #[test]
    fn histories_meet_every_rule_that_is_compared() {
        let found = reasons(1, 256);
        let rules = [
            Reason::ConsentGiven,
            Reason::MarketingObjection,
            Reason::Withdrawn,
            Reason::Refused,
            Reason::Silence,
            Reason::Expired,
            Reason::NoAffirmativeAct,
            Reason::UnknownNotice,
            Reason::NotInNotice,
            Reason::NoticeOutdated,
            Reason::NotConfirmed,
            Reason::DatedAhead,
        ];
        for reason in rules {
            let times = found.get(reason.code()).copied().unwrap_or_default();
            assert!(times >= 3, "{reason:?}: {found:?}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_histories() {
        assert_eq!(reasons(5, 20), reasons(5, 20));
        assert_ne!(reasons(5, 20), reasons(6, 20));
    }
}
