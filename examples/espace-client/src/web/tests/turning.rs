//! What people are told before they choose or ask, and whom they can turn to.

use axum::http::Method;
use chrono::{DateTime, NaiveDate, Utc};
use greffe::consent::{
    Act, Consent, Erasure, Event, EventId, Kind, NoticeShown, PersonKey, Provenance, Scope,
};
use greffe::export::{Refusal, RefusalReason, Request, Right};
use greffe::terms::Text;
use greffe_sqlx::{Backend, Dialect, RequestStore, Statement, SubjectKey};

use super::asking::{Browser, Program, ask, bare};
use super::over_each_database;
use super::world::World;
use crate::error::HostError;
use crate::retention::forget_own;

over_each_database!(
    every_page_names_the_officer_the_authority_with_its_address_and_the_court,
    the_cookie_is_told_of_before_it_is_set,
    who_has_no_account_or_asks_for_another_is_told_where_to_turn,
    who_is_asked_for_consent_reads_which_data_it_is_about_and_that_wording_is_kept,
    how_far_a_right_goes_is_said_before_it_is_asked_for,
    a_refusal_is_shown_with_its_reason_and_the_ways_on,
    a_page_does_not_promise_more_than_the_package_holds,
    of_two_choices_of_a_day_the_page_says_the_time_where_the_organisation_is,
    the_file_of_an_answered_request_goes_when_the_register_says_and_an_open_one_stays,
    what_the_service_forgets_by_itself_is_not_kept_outside_and_a_restored_database_is_refused,
    what_an_earlier_run_forgot_in_the_database_alone_is_not_kept_outside_either,
    the_services_own_logins_requests_and_choices_stand_in_the_register_that_it_publishes,
);

async fn every_page_names_the_officer_the_authority_with_its_address_and_the_court<C: Backend>(
    world: World<C>,
) {
    let browser = Browser::of(&world, 1).await;
    for path in ["", "/login", "/consents", "/requests", "/data", "/register"] {
        for (lang, court) in [("fr", "saisir le juge"), ("en", "go to court")] {
            let path = format!("/{lang}{path}");
            let answer = if path.ends_with("/login") {
                ask(&world.router, bare(Method::GET, &path)).await
            } else {
                browser.get(&path).await
            };
            let page = answer.text();
            let end = page.rsplit_once("</main>").unwrap().1;
            for told in [
                "contact@garrigue-reseaux.example",
                "12 rue du Moulin-Vert",
                "www.cnil.fr/plaintes",
                "75334",
                court,
            ] {
                assert!(end.contains(told), "{path}: {told}");
            }
        }
    }
    let lost = browser.get("/fr/nothing").await.text();
    assert!(
        lost.contains("href=\"/fr/register\""),
        "the way to an address"
    );
}

async fn the_cookie_is_told_of_before_it_is_set<C: Backend>(world: World<C>) {
    let answer = ask(&world.router, bare(Method::GET, "/fr/login")).await;
    assert!(answer.header("set-cookie").is_empty());
    let page = answer.text();
    let (_, note) = page.split_once("id=\"cookie-note\"").unwrap();
    for told in [
        "«\u{a0}session\u{a0}»",
        "30\u{a0}minutes",
        "12\u{a0}heures",
        "art.\u{a0}82",
    ] {
        assert!(note.contains(told), "{told}");
    }
    let world = world.with(|settings| settings.tls = true).await;
    let page = ask(&world.router, bare(Method::GET, "/en/login")).await;
    assert!(page.text().contains("“__Host-session”"));
}

async fn who_has_no_account_or_asks_for_another_is_told_where_to_turn<C: Backend>(world: World<C>) {
    let login = ask(&world.router, bare(Method::GET, "/fr/login")).await;
    let requests = Browser::of(&world, 1).await.get("/fr/requests").await;
    for page in [login.text(), requests.text()] {
        let (_, told) = page.split_once("id=\"elsewhere-title\"").unwrap();
        for words in [
            "donnees@garrigue-reseaux.example",
            "autorité parentale",
            "mandat",
            "héritiers",
            "directives",
        ] {
            assert!(told.contains(words), "{words}");
        }
    }
}

async fn who_is_asked_for_consent_reads_which_data_it_is_about_and_that_wording_is_kept<
    C: Backend,
>(
    world: World<C>,
) {
    let page = Browser::of(&world, 1)
        .await
        .get("/fr/consents")
        .await
        .text();
    let asked = "Données\u{a0}: adresse électronique.";
    let (before, _) = page.split_once("id=\"give-newsletter\"").unwrap();
    assert!(before.contains(asked), "{page}");
    let mut db = world.service.connection().await.unwrap();
    let kept = Statement::new("SELECT words FROM notices WHERE id = 'centre-newsletter-fr'");
    let row = db.row(kept).await.unwrap().unwrap();
    assert!(row.get::<String>("words").unwrap().contains(asked));
}

async fn how_far_a_right_goes_is_said_before_it_is_asked_for<C: Backend>(world: World<C>) {
    let browser = Browser::of(&world, 1).await;
    for (right, told) in [
        ("withdrawal", "L’effet est immédiat"),
        ("access", "15(4)"),
        ("rectification", "par un moyen sûr"),
        ("erasure", "17(3)"),
        ("restriction", "18(3)"),
        ("portability", "que vous avez fournies"),
        ("objection", "Contre la prospection, l’effet est immédiat"),
    ] {
        let page = browser
            .get(&format!("/fr/requests/new/{right}"))
            .await
            .text();
        let (_, form) = page.split_once("id=\"request-form\"").unwrap();
        assert!(form.contains(told), "{right}: {told}");
    }
}

async fn a_refusal_is_shown_with_its_reason_and_the_ways_on<C: Backend>(world: World<C>) {
    let today: NaiveDate = "2026-11-26".parse().unwrap();
    let explanation = Text::new(
        Some("Vos factures sont gardées dix ans.".to_owned()),
        Some("Your invoices are kept for ten years.".to_owned()),
    );
    let refusal = Refusal::new(RefusalReason::LegalObligation, explanation.unwrap());
    let mut request = Request::received("R-1".parse().unwrap(), Right::Erasure, today);
    request.scope(today).unwrap();
    request.refuse(Right::Erasure, refusal, today).unwrap();
    let mut db = world.service.connection().await.unwrap();
    let person = crate::customers::pseudonym::<C>(&mut db, 1).await.unwrap();
    let person = SubjectKey::from_bytes(person.unwrap());
    let db_of_one: &mut C = &mut db;
    let mut store = RequestStore::new(db_of_one);
    store.insert(person, request).await.unwrap();
    drop(db);
    let page = Browser::of(&world, 1)
        .await
        .get("/fr/requests")
        .await
        .text();
    for told in [
        "Refusée",
        "Obligation légale de conservation\u{a0}: Vos factures sont gardées dix ans.",
        "17(3)(b)",
        "réclamation à la CNIL et saisir le juge",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let program = Program::of(&world, 1).await;
    let told = &program.get("/api/v1/requests").await.json()[0]["refused_because"];
    assert_eq!(told.as_array().unwrap().len(), 1);
}

async fn a_page_does_not_promise_more_than_the_package_holds<C: Backend>(world: World<C>) {
    let browser = Browser::of(&world, 1).await;
    let page = browser.get("/fr/data").await.text();
    assert!(!page.contains("tout ce que ce service sait"));
    assert!(page.contains("id=\"what-is-missing\"") && page.contains("15(4)"));
    let answer = browser.post("/fr/data", "").await;
    assert_eq!(answer.header("content-type"), "application/zip");
    // Of this register stores lie elsewhere: the package names them, and the request stays open until somebody has looked.
    let requests = browser.get("/fr/requests").await.text();
    assert!(requests.contains("En cours de traitement"), "{requests}");
}

async fn the_file_of_an_answered_request_goes_when_the_register_says_and_an_open_one_stays<
    C: Backend,
>(
    world: World<C>,
) {
    let mut db = world.service.connection().await.unwrap();
    let db: &mut C = &mut db;
    let person = crate::customers::pseudonym::<C>(db, 1).await.unwrap();
    let person = SubjectKey::from_bytes(person.unwrap());
    for (id, is_answered) in [("R-1", true), ("R-2", false)] {
        let day: NaiveDate = "2021-11-26".parse().unwrap();
        let mut request = Request::received(id.parse().unwrap(), Right::Access, day);
        request.scope(day).unwrap();
        if is_answered {
            request.collect(day).unwrap();
            request.review(day).unwrap();
            request.grant(Right::Access, day).unwrap();
        }
        RequestStore::new(db).insert(person, request).await.unwrap();
    }
    let (register, home) = (&world.service.register, &world.service.home);
    for (today, erased) in [("2026-11-26", 0), ("2026-11-27", 1), ("2036-01-01", 0)] {
        let today = today.parse().unwrap();
        let now = world.service.now();
        let gone = forget_own::<C>(db, (register, home), (today, now))
            .await
            .unwrap();
        assert_eq!(gone.requests, erased, "{today}");
    }
    let left = RequestStore::new(db).of_person(person).await.unwrap();
    assert_eq!(left.len(), 1, "the open one");
}

/// The service forgets by itself what a purge that does not run would forget, and as thoroughly; and nothing in a database out of a backup.
async fn what_the_service_forgets_by_itself_is_not_kept_outside_and_a_restored_database_is_refused<
    C: Backend,
>(
    world: World<C>,
) {
    let mut db = world.service.connection().await.unwrap();
    let db: &mut C = &mut db;
    let (register, home) = (&world.service.register, &world.service.home);
    let at = |day: &str| format!("{day}T12:00:00Z").parse::<DateTime<Utc>>().unwrap();
    let event = |number: u8, person: u8, (day, kind)| {
        let (id, person) = (
            EventId::from_bytes([number; 16]),
            PersonKey::from_bytes([person; 16]),
        );
        Event::new(id, person, (at(day), at(day)), Provenance::Person, kind).unwrap()
    };
    let no = || Kind::Refused {
        purposes: Scope::All,
    };
    let notice = NoticeShown::new("lettre".parse().unwrap(), 1);
    let consent = Consent::new(Act::TickedBox, notice, ["newsletter".parse().unwrap()]);
    let given = Kind::Given(consent.expiring(at("2021-11-23")));
    let given = event(1, 7, ("2020-01-10", given));
    let refused = event(2, 8, ("2026-11-20", no()));
    for choice in [&given, &refused] {
        crate::consents::record::<C>(db, choice).await.unwrap();
    }
    crate::consents::keep_outside::<C>(db, home).await.unwrap();
    let kept = || crate::consents::outside(home).unwrap().unwrap();
    for (day, gone) in [("2026-11-23", 0), ("2026-11-24", 1), ("2026-11-25", 0)] {
        let days = (day.parse().unwrap(), at(day));
        let done = forget_own::<C>(db, (register, home), days).await.unwrap();
        assert_eq!(done.consents, gone, "{day}");
        let left = kept().history(given.person()).count();
        assert_eq!(left == 0, day >= "2026-11-24", "{day}");
    }
    assert_eq!(kept().history(refused.person()).count(), 1);
    // What is kept outside is further than the database.
    let mut further = kept();
    let lost = event(3, 9, ("2026-11-25", no()));
    further.append(lost).unwrap();
    std::fs::write(home.file("consents.jsonl"), further.to_json_lines()).unwrap();
    let token =
        Statement::new("INSERT INTO login_tokens (digest, customer, expires) VALUES ($1, 1, $2)");
    let token = token.bind(&[1_u8; 32][..]).bind(at("2026-11-01"));
    db.execute(token).await.unwrap();
    let days = ("2026-11-26".parse().unwrap(), at("2026-11-26"));
    let refused = forget_own::<C>(db, (register, home), days).await;
    assert!(matches!(refused, Err(HostError::Restored)));
    let asked = Statement::new("SELECT count(*) FROM login_tokens WHERE digest = $1");
    let left = db.row(asked.bind(&[1_u8; 32][..])).await.unwrap().unwrap();
    assert_eq!(left.first::<i64>().unwrap(), 1, "nothing went");
}

/// A run may end between the erasure in the database and what is kept outside, by an error or with the process.
async fn what_an_earlier_run_forgot_in_the_database_alone_is_not_kept_outside_either<C: Backend>(
    world: World<C>,
) {
    let mut db = world.service.connection().await.unwrap();
    let db: &mut C = &mut db;
    let (register, home) = (&world.service.register, &world.service.home);
    let at = |day: &str| format!("{day}T12:00:00Z").parse::<DateTime<Utc>>().unwrap();
    let given = |number: u8| {
        let notice = NoticeShown::new("lettre".parse().unwrap(), 1);
        let consent = Consent::new(Act::TickedBox, notice, ["newsletter".parse().unwrap()]);
        let kind = Kind::Given(consent.expiring(at("2021-11-23")));
        let (id, person) = (
            EventId::from_bytes([number; 16]),
            PersonKey::from_bytes([number; 16]),
        );
        let times = (at("2020-01-10"), at("2020-01-10"));
        Event::new(id, person, times, Provenance::Person, kind).unwrap()
    };
    let (killed, failed) = (given(7), given(8));
    for choice in [&killed, &failed] {
        crate::consents::record::<C>(db, choice).await.unwrap();
    }
    crate::consents::keep_outside::<C>(db, home).await.unwrap();
    let kept = |choice: &Event| {
        let kept = crate::consents::outside(home).unwrap().unwrap();
        kept.history(choice.person()).count()
    };
    let erasure = Erasure::new(at("2026-11-20"), "purge".parse().unwrap()).unwrap();
    let mut ledger = crate::consents::ledger::<C>(db).unwrap();
    ledger.forget(killed.person(), &erasure).await.unwrap();
    assert_eq!((kept(&killed), kept(&failed)), (1, 1));
    let days = |day: &str| (day.parse::<NaiveDate>().unwrap(), at(day));
    let done = forget_own::<C>(db, (register, home), days("2026-11-23")).await;
    assert_eq!(done.unwrap().consents, 0);
    assert_eq!((kept(&killed), kept(&failed)), (0, 1));

    // A hold that cannot go fails the run after the choices went.
    let hold = "INSERT INTO holds (customer, reason, since, until) VALUES (1, 'dispute', $1, $1)";
    let hold = Statement::new(hold).bind(days("2016-01-01").0);
    db.execute(hold).await.unwrap();
    db.script(match C::DIALECT {
        Dialect::Sqlite => "CREATE TRIGGER stuck BEFORE DELETE ON holds BEGIN SELECT RAISE(ABORT, 'stuck'); END",
        _ => {
            "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'stuck'; END $$;
             CREATE TRIGGER stuck BEFORE DELETE ON holds FOR EACH ROW EXECUTE FUNCTION stuck()"
        }
    })
    .await
    .unwrap();
    let done = forget_own::<C>(db, (register, home), days("2026-11-24")).await;
    assert!(done.is_err());
    assert_eq!((kept(&killed), kept(&failed)), (0, 0));
}

async fn the_services_own_logins_requests_and_choices_stand_in_the_register_that_it_publishes<
    C: Backend,
>(
    world: World<C>,
) {
    let register = &world.service.register;
    for store in [
        "login_tokens",
        "web_sessions",
        "requests",
        "holds",
        "consents",
    ] {
        let entry = register
            .rules()
            .find(|(_, _, entry, _)| entry.held_in.labels().iter().any(|label| label == store));
        assert!(
            entry.is_some_and(|(_, processing, ..)| processing.public),
            "{store}"
        );
    }
    let page = ask(&world.router, bare(Method::GET, "/fr/register"))
        .await
        .text();
    assert!(page.contains("ESP-01") && page.contains("__Host-session"));
}

async fn of_two_choices_of_a_day_the_page_says_the_time_where_the_organisation_is<C: Backend>(
    world: World<C>,
) {
    let browser = Browser::of(&world, 1).await;
    browser
        .post("/fr/consents", "purpose=newsletter&choice=give")
        .await;
    world.later(chrono::TimeDelta::minutes(5));
    browser
        .post("/fr/consents", "purpose=newsletter&choice=withdraw")
        .await;
    let page = browser.get("/fr/consents").await.text();
    // Noon in UTC is one o'clock in Paris.
    let given = page.find("13 h 00").unwrap();
    let withdrawn = page.find("13 h 05").unwrap();
    assert!(withdrawn < given, "the newest first");
}
