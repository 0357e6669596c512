//! What the nightly purge forgets of the consent ledger, and what it does not.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use greffe::RegisterExt as _;
use greffe::consent::{
    Act, Consent, Event, EventId, Kind, NoticeShown, ObjectionTo, PersonKey, Provenance, Question,
    Scope,
};
use greffe::register::Register;
use greffe::terms::Channel;
use greffe_sqlx::{Backend, ConsentStore, Dialect, Statement};

use super::service::Service;
use super::{Place, number};

/// A register in which people are asked about a newsletter and nothing else reaches them.
const LETTER: &str = r#"
format = "greffe-register/1"
organisation = { name = "Atelier Hélianthe" }
[[processing]]
ref = "NWS-01"
name = { fr = "Lettre", en = "Newsletter" }
sensitive = "none"
purpose = [{ id = "newsletter", basis = "consent", marketing = true, channels = ["email"] }]
"#;

/// A register in a file, and its name as a service is told it.
fn file_of(register: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("register.toml"), register).unwrap();
    let name = folder.path().join("register").display().to_string();
    (folder, name)
}

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

fn refused() -> Kind {
    let purposes = purposes();
    Kind::Refused { purposes }
}

fn expired() -> Kind {
    let purposes = purposes();
    Kind::Expired { purposes }
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
    for (number, (day, kind)) in (0_u8..).zip(choices) {
        append(db, (customer, number), (day, kind), Provenance::Person).await;
    }
}

/// One choice of a customer, as it came to the ledger.
async fn append<C: Backend>(
    db: &mut C,
    (customer, number): (u8, u8),
    (day, kind): (&str, &Kind),
    provenance: Provenance,
) {
    let person = person(db, i64::from(customer)).await;
    let id = EventId::from_bytes([customer * 16 + number; 16]);
    let at = noon(day) + TimeDelta::seconds(i64::from(number));
    let event = Event::new(id, person, (at, at), provenance, kind.clone());
    let mut ledger = ConsentStore::new(db, "espace-client".parse().unwrap());
    ledger.append(&event.unwrap()).await.unwrap();
}

/// How many choices of a customer are known.
async fn known(db: &mut impl Backend, customer: i64) -> usize {
    let person = person(db, customer).await;
    let mut ledger = ConsentStore::new(db, "espace-client".parse().unwrap());
    ledger.history_of(person).await.unwrap().len()
}

async fn choices_go_five_years_after_the_last_of_them_and_of_their_ends_and_not_before(
    place: impl Place,
) {
    let (_folder, letter) = file_of(LETTER);
    let service = Service::filled(place, &letter, 20);
    let db = &mut service.place.connect().await;
    let ended = [("2020-01-10", given(None)), ("2021-11-23", withdrawn())];
    chose(db, 1, &ended).await;
    chose(db, 2, &[("2020-01-10", given(Some("2021-11-23")))]).await;
    // A no by itself, and one that was said again after a consent had ended.
    chose(db, 3, &[("2021-11-23", refused())]).await;
    let again = [
        ("2015-01-10", given(Some("2016-01-10"))),
        ("2021-11-23", refused()),
    ];
    chose(db, 4, &again).await;
    // Whatever ended the consent.
    chose(
        db,
        5,
        &[("2020-01-10", given(None)), ("2021-11-23", refused())],
    )
    .await;
    chose(
        db,
        6,
        &[("2020-01-10", given(None)), ("2021-11-23", expired())],
    )
    .await;
    // One end ends every consent before it.
    let both = [
        ("2015-01-10", given(None)),
        ("2019-01-10", given(None)),
        ("2021-11-23", withdrawn()),
    ];
    chose(db, 7, &both).await;
    let done = service.done_on(&["purge"], "2026-11-23");
    assert_eq!(done["consents"], 0, "the last day");
    for (customer, choices) in [(1, 2), (2, 1), (3, 1), (4, 2), (5, 2), (6, 2), (7, 3)] {
        assert_eq!(known(db, customer).await, choices, "customer {customer}");
    }
    assert_eq!(service.done_on(&["purge"], "2026-11-24")["consents"], 7);
    for customer in 1..=7 {
        assert_eq!(known(db, customer).await, 0, "customer {customer}");
    }
    let mut ledger = ConsentStore::new(&mut *db, "espace-client".parse().unwrap());
    assert!(ledger.verify().await.unwrap().is_sound());
    assert_eq!(service.done_on(&["purge"], "2026-11-25")["consents"], 0);
}

async fn what_was_forgotten_is_nowhere_once_the_purge_has_ended(place: impl Place) {
    let (_folder, letter) = file_of(LETTER);
    let service = Service::filled(place, &letter, 20);
    let db = &mut service.place.connect().await;
    chose(db, 1, &[("2020-01-10", given(Some("2021-11-23")))]).await;
    service.done_on(&["purge"], "2026-11-23");
    let outside = service.home().join("consents.jsonl");
    let kept = || std::fs::read(&outside).unwrap();
    let holds = |octets: &[u8]| octets.windows(7).any(|some| some == &b"\"lettre"[..]);
    assert!(holds(&kept()), "the notice that was read");
    let done = service.done_on(&["purge"], "2026-11-24");
    assert_eq!(
        (&done["consents"], &done["let_go"]),
        (&1.into(), &true.into())
    );
    assert!(!holds(&kept()), "nor is it kept outside");
    // Of a server nobody here sees the files. This connection keeps SQLite's log from going with the process.
    if let Some(path) = service.place.url().strip_prefix("sqlite:") {
        for end in ["", "-wal"] {
            let octets = std::fs::read(format!("{path}{end}")).unwrap();
            assert!(!holds(&octets), "{path}{end}");
        }
    }
    assert_eq!(
        number(db, "SELECT count(*) FROM customers WHERE id = 1").await,
        1
    );
}

async fn a_consent_that_holds_an_objection_and_a_hold_keep_every_choice(place: impl Place) {
    let (_folder, letter) = file_of(LETTER);
    let service = Service::filled(place, &letter, 20);
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
    let done = service.done_on(&["purge"], "2026-11-23");
    assert_eq!(done["consents"], 0);
    assert_eq!(done["consents_held"], 1);
    for (customer, choices) in [(1, 3), (2, 3), (3, 2), (4, 4)] {
        assert_eq!(known(db, customer).await, choices, "customer {customer}");
    }
}

/// A later consent may count for nothing: then the earlier one, which has no end, still holds and has to be proved (GDPR 7(1)).
async fn a_consent_in_the_place_of_another_ends_none(place: impl Place) {
    let (_folder, letter) = file_of(LETTER);
    let service = Service::filled(place, &letter, 20);
    let db = &mut service.place.connect().await;
    let renewed = || match given(Some("2021-11-23")) {
        Kind::Given(consent) => Kind::Renewed(consent),
        other => other,
    };
    let cases = [
        (given(Some("2021-11-23")), Provenance::Operator),
        (given(Some("2021-11-23")), Provenance::Person),
        (renewed(), Provenance::Operator),
        (renewed(), Provenance::Person),
    ];
    for (customer, (later, provenance)) in (1_u8..).zip(&cases) {
        chose(db, customer, &[("2015-01-10", given(None))]).await;
        append(db, (customer, 1), ("2019-01-10", later), *provenance).await;
    }
    assert_eq!(service.done_on(&["purge"], "2026-11-24")["consents"], 0);
    for customer in 1..=4 {
        assert_eq!(known(db, customer).await, 2, "customer {customer}");
    }
}

/// What the note of `ESP-01/consents` says in the register that the service publishes.
async fn by_the_register_of_the_house_a_no_and_a_consent_without_an_end_stay(place: impl Place) {
    let service = Service::filled(place, "hosting", 20);
    let db = &mut service.place.connect().await;
    let ended = ("2020-01-10", given(Some("2021-11-23")));
    let cases = [
        (vec![ended.clone()], true),
        (
            vec![("2020-01-10", given(None)), ("2021-11-23", withdrawn())],
            false,
        ),
        (vec![ended, ("2021-11-23", refused())], false),
        (vec![("2020-01-10", given(None))], false),
    ];
    let mut before = Vec::new();
    for (customer, (choices, _)) in (1_u8..).zip(&cases) {
        chose(db, customer, choices).await;
        before.push(known(db, customer.into()).await);
    }
    assert_eq!(service.done_on(&["purge"], "2026-11-24")["consents"], 1);
    for ((customer, (_, goes)), before) in (1..).zip(&cases).zip(before) {
        let left = if *goes { 0 } else { before };
        assert_eq!(known(db, customer).await, left, "customer {customer}");
    }
}

/// GDPR 21(2)-(3): whoever unsubscribed is not written to on another basis; and what was refused by name is not done on another one.
async fn a_no_that_closes_what_goes_on_without_consent_is_not_forgotten(place: impl Place) {
    let offers = r#"{ id = "former-customers", basis = "legitimate_interests", marketing = true, channels = ["post"] }"#;
    let unstated = r#"{ id = "former-customers", marketing = true, channels = ["post"] }"#;
    let statistics = r#"{ id = "statistics", basis = "legitimate_interests" }"#;
    let asked =
        r#"{ id = "newsletter", basis = "consent", marketing = true, channels = ["email"] }"#;
    let only = |purpose: &str| Scope::only([purpose.parse().unwrap()]);
    let refused = |purposes| Kind::Refused { purposes };
    let withdrawn = |purposes| Kind::Withdrawn { purposes };
    let mut service = Service::filled(place, "hosting", 20);
    let db = &mut service.place.connect().await;
    let cases = [
        (offers, withdrawn(only("newsletter")), true),
        (offers, refused(only("newsletter")), true),
        (offers, withdrawn(Scope::All), true),
        // On what basis, nobody knows.
        (unstated, withdrawn(only("newsletter")), true),
        (statistics, refused(only("statistics")), true),
        (statistics, withdrawn(only("newsletter")), false),
        (statistics, withdrawn(Scope::All), false),
        (asked, withdrawn(only("newsletter")), false),
    ];
    let at = noon("2026-11-24");
    for ((purpose, no, stays), customer) in cases.into_iter().zip(1_u8..) {
        let text = match purpose == asked {
            true => LETTER.to_owned(),
            false => LETTER.replace("purpose = [", &format!("purpose = [{purpose}, ")),
        };
        let policy = Register::from_toml(&text)
            .unwrap()
            .consent_policy()
            .unwrap();
        let policy = policy.build().unwrap();
        let (_folder, name) = file_of(&text);
        service = service.keeping(&name);
        let ended = [
            ("2020-01-10", given(Some("2021-01-10"))),
            ("2021-11-23", no),
        ];
        chose(db, customer, &ended).await;
        let person = person(db, i64::from(customer)).await;
        let mut allowed = Vec::new();
        for _ in ["before", "after"] {
            let mut ledger = ConsentStore::new(&mut *db, "espace-client".parse().unwrap());
            let history = ledger.history_of(person).await.unwrap();
            let topics = policy.purposes().flat_map(|purpose| {
                let topic = Question::about(purpose.id().as_str());
                [topic, topic.by(Channel::Post), topic.by(Channel::Email)]
            });
            let decide = |topic: greffe::consent::Topic<'_>| {
                let question = topic.for_person(person);
                policy.decide_over(&history, question, at, at).is_allowed()
            };
            allowed.push(topics.map(decide).collect::<Vec<_>>());
            service.done_on(&["purge"], "2026-11-24");
        }
        let choices = if stays { 2 } else { 0 };
        assert_eq!(known(db, customer.into()).await, choices, "case {customer}");
        let opened = allowed[0].iter().zip(&allowed[1]);
        let opened = opened.filter(|(before, after)| !**before && **after);
        assert_eq!(opened.count(), 0, "case {customer}: nothing is open again");
    }
}

async fn a_validity_that_the_register_says_since_yesterday_ends_no_consent_of_before(
    place: impl Place,
) {
    let (_folder, letter) = file_of(LETTER);
    let service = Service::filled(place, &letter, 20);
    let db = &mut service.place.connect().await;
    chose(db, 1, &[("2015-01-10", given(None))]).await;
    assert_eq!(service.done_on(&["purge"], "2026-11-23")["consents"], 0);
    let valid = LETTER.replace("channels = [\"email\"]", "consent = { validity = \"P1Y\" }");
    let (_folder, valid) = file_of(&valid);
    let service = service.keeping(&valid);
    assert_eq!(service.done_on(&["purge"], "2026-11-24")["consents"], 0);
    assert_eq!(known(db, 1).await, 1, "it was relied on until yesterday");
}

async fn a_hold_that_is_set_while_choices_go_keeps_them(place: impl Place) {
    let (_folder, letter) = file_of(LETTER);
    let service = Service::filled(place, &letter, 20);
    let db = &mut service.place.connect().await;
    for customer in [1, 2] {
        chose(db, customer, &[("2020-01-10", given(Some("2021-11-23")))]).await;
    }
    // As somebody else would set it between the beginning of the purge and the erasure.
    meanwhile_held(db).await;
    let done = service.done_on(&["purge"], "2026-11-24");
    assert_eq!(
        (&done["consents"], &done["consents_held"]),
        (&0.into(), &2.into())
    );
    assert_eq!((known(db, 1).await, known(db, 2).await), (1, 1));
}

/// From the first row of the ledger that changes on, everybody is held.
async fn meanwhile_held<C: Backend>(db: &mut C) {
    let script = match C::DIALECT {
        Dialect::Sqlite => {
            "CREATE TRIGGER meanwhile AFTER UPDATE ON greffe_consent_entries BEGIN
                INSERT INTO holds (customer, reason, since) SELECT id, 'dispute', '2026-11-24' FROM customers;
             END"
        }
        _ => {
            "CREATE FUNCTION meanwhile() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO holds (customer, reason, since) SELECT id, 'dispute', '2026-11-24' FROM customers;
                RETURN NULL;
             END $$;
             CREATE TRIGGER meanwhile AFTER UPDATE ON greffe_consent_entries FOR EACH ROW EXECUTE FUNCTION meanwhile()"
        }
    };
    db.script(script).await.unwrap();
}

async fn what_was_chosen_on_a_device_of_an_account_stays_with_the_account(place: impl Place) {
    let (_folder, letter) = file_of(LETTER);
    let service = Service::filled(place, &letter, 20);
    let db = &mut service.place.connect().await;
    // Customer 2's pseudonym stands for a device: its withdrawal decides for customer 1.
    chose(
        db,
        2,
        &[("2020-01-10", given(None)), ("2021-11-23", withdrawn())],
    )
    .await;
    let (account, device) = (person(db, 1).await, person(db, 2).await);
    let linked = Kind::DeviceLinked {
        device,
        authenticated: true,
        informed: true,
    };
    let at = noon("2021-11-24");
    let id = EventId::from_bytes([1; 16]);
    let linked = Event::new(id, account, (at, at), Provenance::Operator, linked).unwrap();
    let mut ledger = ConsentStore::new(&mut *db, "espace-client".parse().unwrap());
    ledger.append(&linked).await.unwrap();
    assert_eq!(service.done_on(&["purge"], "2026-12-24")["consents"], 0);
    assert_eq!((known(db, 1).await, known(db, 2).await), (3, 2));
}

async fn a_purpose_that_no_policy_can_hold_keeps_no_purge_from_its_end(place: impl Place) {
    let survey = r#"sensitive = [{ category = "health" }]
purpose = [{ id = "health-survey", basis = "consent" }]"#;
    let plain = r#"sensitive = "none"
purpose = [{ id = "newsletter", basis = "consent", marketing = true, channels = ["email"] }]"#;
    let text = LETTER.replace(plain, survey).replace("NWS-01", "SAN-01");
    assert!(text.contains("SAN-01") && text.contains("health-survey"));
    let (_folder, name) = file_of(&text);
    let service = Service::filled(place, &name, 20);
    let db = &mut service.place.connect().await;
    let day = |text| noon(text).date_naive();
    let hold = "INSERT INTO holds (customer, reason, since, until) VALUES (1, 'dispute', $1, $2)";
    let hold = Statement::new(hold)
        .bind(day("2015-01-01"))
        .bind(day("2016-01-01"));
    db.execute(hold).await.unwrap();
    assert_eq!(service.done_on(&["purge"], "2026-11-24")["holds"], 1);
}

each_in_its_own_place!(
    choices_go_five_years_after_the_last_of_them_and_of_their_ends_and_not_before,
    what_was_forgotten_is_nowhere_once_the_purge_has_ended,
    a_consent_that_holds_an_objection_and_a_hold_keep_every_choice,
    a_consent_in_the_place_of_another_ends_none,
    by_the_register_of_the_house_a_no_and_a_consent_without_an_end_stay,
    a_no_that_closes_what_goes_on_without_consent_is_not_forgotten,
    a_validity_that_the_register_says_since_yesterday_ends_no_consent_of_before,
    a_hold_that_is_set_while_choices_go_keeps_them,
    what_was_chosen_on_a_device_of_an_account_stays_with_the_account,
    a_purpose_that_no_policy_can_hold_keeps_no_purge_from_its_end,
);
