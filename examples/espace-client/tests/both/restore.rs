use greffe::consent::{
    Act, Consent, Event, EventId, Kind, NoticeShown, PersonKey, Provenance, Scope,
};
use greffe_sqlx::{Backend as _, ConsentStore, Statement};

use super::service::{Service, json, selected};
use super::{Place, number, rows};

async fn what_was_erased_since_the_backup_goes_again_before_requests_are_served(place: impl Place) {
    let service = Service::filled(place, "bank-communication", 250);
    service.place.back_up().await;
    // A choice that is made after the backup, and kept outside by the purge of that night.
    let choice = refusal([7; 16]);
    ledger(&mut service.place.connect().await)
        .append(&choice)
        .await
        .unwrap();
    service.done(&["purge"]);
    let chain = service.certificates();
    let purged = selected(&service.plans());
    let db = service.place.connect().await;
    drop(db);
    service.place.restore().await;
    let db = &mut service.place.connect().await;
    let restored = rows(db).await;
    assert!(
        purged["customers"].is_subset(&restored["customers"]),
        "they came back"
    );
    drop(std::mem::replace(db, service.place.connect().await));

    // A purge does not begin a second history.
    let refused = service.run(&["purge", "--lang", "fr"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("restore-check"));

    // One of the rows that came back is held by now.
    let held = *purged["customers"].first().unwrap();
    let hold =
        Statement::new("INSERT INTO holds (customer, reason, since) VALUES ($1, 'dispute', $2)");
    let since: chrono::NaiveDate = "2026-11-23".parse().unwrap();
    db.execute(hold.bind(held).bind(since)).await.unwrap();

    let checked = service
        .command(&["restore-check", "--json"])
        .output()
        .unwrap();
    let said = json(&checked);
    assert_eq!(said["was_restored"], true, "{said}");
    assert!(said["held"].as_u64().unwrap() > 0, "{said}");
    let disposed = said["disposed"].as_u64().unwrap();
    let came_back = said["came_back"].as_u64().unwrap();
    assert_eq!(
        came_back,
        disposed + said["held"].as_u64().unwrap(),
        "{said}"
    );
    let after = rows(db).await;
    for (table, keys) in &purged {
        for key in keys {
            let is_there = after[table].contains(key);
            assert!(
                !is_there || is_of(db, table, *key, held).await,
                "{table} {key} is there again"
            );
        }
    }
    assert_eq!(
        service.certificates(),
        chain,
        "the chain goes on where it was"
    );
    assert_eq!(greffe_sqlx::certificates(db).await.unwrap(), chain);
    // Again: nothing is left to find but what is held.
    let again = service.done(&["restore-check"]);
    assert_eq!(again["was_restored"], false);
    assert_eq!(again["disposed"], 0);
    assert_eq!(again["may_serve"], true);
    service.done(&["purge"]);
}

fn ledger<C: greffe_sqlx::Backend>(db: &mut C) -> ConsentStore<'_, C> {
    ConsentStore::new(db, "espace-client".parse().unwrap())
}

fn refusal(person: [u8; 16]) -> Event {
    let at = "2026-11-23T08:00:00Z".parse().unwrap();
    let refused = Kind::Refused {
        purposes: Scope::All,
    };
    let (id, person) = (EventId::from_bytes([1; 16]), PersonKey::from_bytes(person));
    Event::new(id, person, (at, at), Provenance::Person, refused).unwrap()
}

async fn choices_that_cannot_be_put_back_keep_requests_from_being_served(place: impl Place) {
    let service = Service::filled(place, "hosting", 60);
    service.done(&["purge"]);
    service.place.back_up().await;
    let early = refusal([7; 16]);
    ledger(&mut service.place.connect().await)
        .append(&early)
        .await
        .unwrap();
    service.done(&["purge"]);
    service.place.restore().await;
    // Somebody recorded another choice in the restored database before it was checked.
    let at = "2026-11-23T09:00:00Z".parse().unwrap();
    let refused = Kind::Refused {
        purposes: Scope::All,
    };
    let (id, person) = (EventId::from_bytes([2; 16]), PersonKey::from_bytes([8; 16]));
    let later = Event::new(id, person, (at, at), Provenance::Person, refused).unwrap();
    ledger(&mut service.place.connect().await)
        .append(&later)
        .await
        .unwrap();
    let checked = service
        .command(&["restore-check", "--json"])
        .output()
        .unwrap();
    assert_eq!(checked.status.code(), Some(1));
    assert_eq!(json(&checked)["lacks_choices"], true);
    // No choice is lost all the same.
    let db = &mut service.place.connect().await;
    for choice in [early, later] {
        let history = ledger(db).history_of(choice.person()).await.unwrap();
        assert_eq!(history, [choice]);
    }
}

/// A backup of before the night on which choices were forgotten has them, and what was kept outside since does not.
async fn choices_that_were_forgotten_since_the_backup_are_forgotten_again(place: impl Place) {
    let service = Service::filled(place, "hosting", 60);
    let event = |number: u8, day: &str, kind| {
        let (id, person) = (
            EventId::from_bytes([number; 16]),
            PersonKey::from_bytes([9; 16]),
        );
        let at = format!("{day}T08:00:00Z").parse().unwrap();
        Event::new(id, person, (at, at), Provenance::Person, kind).unwrap()
    };
    let purposes = || ["newsletter".parse().unwrap()];
    let notice = NoticeShown::new("lettre".parse().unwrap(), 1);
    let until = "2021-11-23T08:00:00Z".parse().unwrap();
    let consent = Consent::new(Act::TickedBox, notice, purposes()).expiring(until);
    let given = event(3, "2020-01-10", Kind::Given(consent));
    let expired = Kind::Expired {
        purposes: Scope::only(purposes()),
    };
    let expired = event(4, "2021-11-23", expired);
    let db = &mut service.place.connect().await;
    for choice in [&given, &expired] {
        ledger(db).append(choice).await.unwrap();
    }
    service.done_on(&["purge"], "2026-11-23");
    drop(std::mem::replace(db, service.place.connect().await));
    service.place.back_up().await;
    assert_eq!(service.done_on(&["purge"], "2026-11-24")["consents"], 1);
    // And one more choice after them.
    let later = refusal([7; 16]);
    ledger(db).append(&later).await.unwrap();
    service.done_on(&["purge"], "2026-11-24");
    let kept = std::fs::read(service.home().join("consents.jsonl")).unwrap();
    drop(std::mem::replace(db, service.place.connect().await));
    service.place.restore().await;
    let db = &mut service.place.connect().await;
    assert_eq!(
        ledger(db).history_of(given.person()).await.unwrap().len(),
        2
    );
    let refused = service
        .command_on(&["purge"], "2026-11-24")
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2), "it is older");

    let checked = service.done_on(&["restore-check"], "2026-11-24");
    assert_eq!(checked["was_restored"], true, "{checked}");
    assert_eq!(checked["choices"], 1, "{checked}");
    assert_eq!(checked["choices_forgotten"], 2, "{checked}");
    assert_eq!(checked["lacks_choices"], false, "{checked}");
    assert!(
        ledger(db)
            .history_of(given.person())
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        ledger(db).history_of(later.person()).await.unwrap(),
        [later]
    );
    assert!(ledger(db).verify().await.unwrap().is_sound());
    service.done_on(&["purge"], "2026-11-24");
    let again = std::fs::read(service.home().join("consents.jsonl")).unwrap();
    assert_eq!(again, kept, "the chain goes on where it was");
    let again = service.done_on(&["restore-check"], "2026-11-24");
    assert_eq!(again["was_restored"], false, "{again}");
}

/// Whether a row is the held customer's.
async fn is_of(
    db: &mut impl greffe_sqlx::Backend,
    table: &'static str,
    key: i64,
    customer: i64,
) -> bool {
    let column = if table == "customers" {
        "id"
    } else {
        "customer"
    };
    let asked = Statement::new("SELECT ")
        .push(column)
        .push(" AS customer FROM ")
        .push(table);
    let row = db
        .row(asked.push(" WHERE id = ").value(key))
        .await
        .unwrap()
        .unwrap();
    row.get::<i64>("customer").unwrap() == customer
}

async fn a_backup_of_before_a_rotation_is_not_served_without_the_keys_of_then(place: impl Place) {
    let service = Service::filled(place, "software-support", 80);
    service.done(&["purge"]);
    let db = &mut service.place.connect().await;
    let left = number(db, "SELECT count(*) FROM customers").await;
    let keys = std::fs::read(service.home().join("keys").join("keys.json")).unwrap();
    drop(std::mem::replace(db, service.place.connect().await));
    service.place.back_up().await;
    service.done(&["rotate"]);
    service.place.restore().await;
    let checked = service
        .command(&["restore-check", "--json"])
        .output()
        .unwrap();
    assert_eq!(checked.status.code(), Some(1));
    let unreadable = json(&checked)["unreadable"].as_i64().unwrap();
    assert!(unreadable >= left, "{unreadable} of {left}");
    // With the keys of then everything opens.
    std::fs::write(service.home().join("keys").join("keys.json"), keys).unwrap();
    assert_eq!(service.done(&["restore-check"])["unreadable"], 0);
}

each_in_its_own_place!(
    choices_that_were_forgotten_since_the_backup_are_forgotten_again,
    choices_that_cannot_be_put_back_keep_requests_from_being_served,
    what_was_erased_since_the_backup_goes_again_before_requests_are_served,
    a_backup_of_before_a_rotation_is_not_served_without_the_keys_of_then,
);
