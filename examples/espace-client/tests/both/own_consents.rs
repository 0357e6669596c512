//! What the nightly purge forgets of the consent ledger, and what it does not.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use greffe::consent::{
    Act, Consent, Event, EventId, Kind, NoticeShown, ObjectionTo, PersonKey, Provenance, Scope,
};
use greffe_sqlx::{Backend, ConsentStore, Statement};

use super::Place;
use super::service::Service;

fn purposes() -> Scope {
    Scope::only(["newsletter".parse().unwrap()])
}

fn given(expires: Option<&str>) -> Kind {
    let notice = NoticeShown::new("lettre".parse().unwrap(), 1);
    let consent = Consent::new(Act::TickedBox, notice, ["newsletter".parse().unwrap()]);
    Kind::Given(match expires {
        Some(day) => consent.expiring(noon(day)),
        None => consent,
    })
}

fn withdrawn() -> Kind {
    let purposes = purposes();
    Kind::Withdrawn { purposes }
}

fn objected() -> Kind {
    Kind::Objected {
        to: ObjectionTo::Marketing,
        purposes: Scope::All,
    }
}

fn noon(day: &str) -> DateTime<Utc> {
    let day: NaiveDate = day.parse().unwrap();
    day.and_hms_opt(12, 0, 0).unwrap().and_utc()
}

async fn person(db: &mut impl Backend, customer: i64) -> PersonKey {
    let asked = Statement::new("SELECT person FROM customers WHERE id = $1").bind(customer);
    let person: Vec<u8> = db.row(asked).await.unwrap().unwrap().get("person").unwrap();
    PersonKey::from_bytes(person.try_into().unwrap())
}

/// What a customer chose, and on which days.
async fn chose<C: Backend>(db: &mut C, customer: u8, choices: &[(&str, Kind)]) {
    let person = person(db, i64::from(customer)).await;
    let mut ledger = ConsentStore::new(db, "espace-client".parse().unwrap());
    for (number, (day, kind)) in choices.iter().enumerate() {
        let id = EventId::from_bytes([customer * 16 + u8::try_from(number).unwrap(); 16]);
        let at = noon(day) + TimeDelta::seconds(i64::try_from(number).unwrap());
        let event = Event::new(id, person, (at, at), Provenance::Person, kind.clone());
        ledger.append(&event.unwrap()).await.unwrap();
    }
}

/// How many choices of a customer are known.
async fn known(db: &mut impl Backend, customer: i64) -> usize {
    let person = person(db, customer).await;
    let mut ledger = ConsentStore::new(db, "espace-client".parse().unwrap());
    ledger.history_of(person).await.unwrap().len()
}

async fn choices_go_five_years_after_the_last_consent_ended_and_not_before(place: impl Place) {
    let service = Service::filled(place, "hosting", 20);
    let db = &mut service.place.connect().await;
    let ended = [("2020-01-10", given(None)), ("2021-11-23", withdrawn())];
    chose(db, 1, &ended).await;
    chose(db, 2, &[("2020-01-10", given(Some("2021-11-23")))]).await;
    let done = service.done_on(&["purge"], "2026-11-23");
    assert_eq!(done["consents"], 0, "the last day");
    assert_eq!((known(db, 1).await, known(db, 2).await), (2, 1));
    assert_eq!(service.done_on(&["purge"], "2026-11-24")["consents"], 2);
    assert_eq!((known(db, 1).await, known(db, 2).await), (0, 0));
    let mut ledger = ConsentStore::new(&mut *db, "espace-client".parse().unwrap());
    assert!(ledger.verify().await.unwrap().is_sound());
    let outside = std::fs::read_to_string(service.home().join("consents.jsonl")).unwrap();
    assert!(!outside.contains("newsletter"), "nor is it kept outside");
    assert_eq!(service.done_on(&["purge"], "2026-11-25")["consents"], 0);
}

async fn a_consent_that_holds_an_objection_and_a_hold_keep_every_choice(place: impl Place) {
    let service = Service::filled(place, "hosting", 20);
    let db = &mut service.place.connect().await;
    let ended = [("2015-01-10", given(None)), ("2015-02-10", withdrawn())];
    let and = |more: &[(&'static str, Kind)]| [&ended[..], more].concat();
    chose(db, 1, &and(&[("2015-03-10", given(None))])).await;
    chose(db, 2, &and(&[("2015-03-10", objected())])).await;
    chose(db, 3, &ended).await;
    let hold = "INSERT INTO holds (customer, reason, since) VALUES (3, 'dispute', $1)";
    let hold = Statement::new(hold).bind(noon("2020-01-01").date_naive());
    db.execute(hold).await.unwrap();
    // A later consent, even one that was withdrawn since, begins the five years anew.
    let again = [("2020-01-10", given(None)), ("2025-01-10", withdrawn())];
    chose(db, 4, &and(&again)).await;
    let refused = Kind::Refused {
        purposes: purposes(),
    };
    chose(db, 5, &[("2015-01-10", refused)]).await;
    let done = service.done_on(&["purge"], "2026-11-23");
    assert_eq!(done["consents"], 0);
    assert_eq!(done["consents_held"], 1);
    for (customer, choices) in [(1, 3), (2, 3), (3, 2), (4, 4), (5, 1)] {
        assert_eq!(known(db, customer).await, choices, "customer {customer}");
    }
}

each_in_its_own_place!(
    choices_go_five_years_after_the_last_consent_ended_and_not_before,
    a_consent_that_holds_an_objection_and_a_hold_keep_every_choice,
);
