use axum::http::StatusCode;
use greffe::consent::receipt::Receipt;
use greffe_sqlx::Backend;
use serde_json::json;

use super::asking::{Browser, Program};
use super::over_each_database;
use super::world::World;

over_each_database!(
    what_is_given_is_allowed_until_it_is_withdrawn_and_each_has_its_receipt,
    a_page_offers_what_can_be_chosen_with_nothing_chosen_beforehand,
    what_does_not_go_with_how_things_stand_is_refused_and_nothing_is_recorded,
    an_objection_to_marketing_closes_it_and_is_a_request_that_is_granted,
    the_words_that_were_shown_are_kept_in_every_version,
    what_is_taken_back_where_the_clock_is_behind_stays_taken_back,
);

const CONSENTS: &str = "/api/v1/consents";
const NEWSLETTER: &str = "/api/v1/consents/newsletter";

async fn what_is_given_is_allowed_until_it_is_withdrawn_and_each_has_its_receipt<C: Backend>(
    world: World<C>,
) {
    let program = Program::of(&world, 1).await;
    let before = program.get(CONSENTS).await.json();
    assert_eq!(before[0]["purpose"], "newsletter");
    assert_eq!(before[0]["allowed"], false);
    assert_eq!(before[0]["reason"], "no_consent");
    for (choice, allowed, reason, next) in [
        ("give", true, "consent_given", json!(["withdraw"])),
        ("withdraw", false, "withdrawn", json!(["give"])),
    ] {
        world.later(chrono::TimeDelta::minutes(1));
        let answer = program.post(NEWSLETTER, &json!({ "choice": choice })).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let event = answer.json()["event"].as_str().unwrap().to_owned();
        let now = &program.get(CONSENTS).await.json()[0];
        assert_eq!(
            (&now["allowed"], &now["reason"]),
            (&json!(allowed), &json!(reason))
        );
        assert_eq!(now["choices"], next);
        assert!(now["since"].is_string());

        let receipt = program.get(&format!("/api/v1/receipts/{event}")).await;
        assert_eq!(receipt.header("content-type"), "application/ld+json");
        let read = Receipt::from_json_ld(&receipt.body).unwrap();
        assert_eq!(read.event().id().to_string(), event);
        let path = format!("/fr/consents/receipt/{event}");
        let downloaded = Browser::of(&world, 1).await.get(&path).await;
        assert_eq!(downloaded.status, StatusCode::OK);
        assert!(
            downloaded
                .header("content-disposition")
                .starts_with("attachment")
        );
    }
}

async fn a_page_offers_what_can_be_chosen_with_nothing_chosen_beforehand<C: Backend>(
    world: World<C>,
) {
    let browser = Browser::of(&world, 1).await;
    let page = browser.get("/fr/consents").await.text();
    assert!(!page.contains(" checked") && !page.contains("type=\"checkbox\""));
    let give = "<button id=\"give-newsletter\" type=\"submit\" name=\"choice\" value=\"give\" aria-describedby=\"purpose-newsletter\">";
    let refuse = give.replace("give", "refuse");
    assert!(page.contains(give), "{page}");
    assert!(
        page.contains(&refuse),
        "the same button in everything but its words"
    );

    let answer = browser
        .post("/en/consents", "purpose=newsletter&choice=refuse")
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/en/consents#consent-newsletter");
    let page = browser.get("/en/consents").await.text();
    assert!(page.contains("data-reason=\"refused\"") && page.contains("Not allowed"));
    assert!(page.contains("give-newsletter") && !page.contains("refuse-newsletter"));

    world.later(chrono::TimeDelta::minutes(1));
    browser
        .post("/en/consents", "purpose=newsletter&choice=give")
        .await;
    let page = browser.get("/fr/consents").await.text();
    assert!(page.contains("data-reason=\"consent_given\"") && page.contains(">Autorisé<"));
    assert!(page.contains("Depuis le jeudi 26 novembre 2026"), "{page}");
    assert!(page.contains("withdraw-newsletter") && !page.contains("give-newsletter"));
}

async fn what_does_not_go_with_how_things_stand_is_refused_and_nothing_is_recorded<C: Backend>(
    world: World<C>,
) {
    let program = Program::of(&world, 1).await;
    for choice in ["withdraw", "confirm"] {
        let answer = program.post(NEWSLETTER, &json!({ "choice": choice })).await;
        assert_eq!(answer.problem(), "conflict");
    }
    let answer = program
        .post(NEWSLETTER, &json!({ "choice": "maybe" }))
        .await;
    assert_eq!(answer.problem(), "impossible");
    assert_eq!(answer.json()["member"], "choice");
    for path in ["/api/v1/consents/nothing", "/api/v1/consents/invoicing"] {
        let answer = program.post(path, &json!({ "choice": "give" })).await;
        assert_eq!(answer.problem(), "not-found");
    }
    let now = program.get(CONSENTS).await.json();
    assert_eq!(now[0]["history"], json!([]));
}

async fn an_objection_to_marketing_closes_it_and_is_a_request_that_is_granted<C: Backend>(
    world: World<C>,
) {
    let program = Program::of(&world, 1).await;
    program.post(NEWSLETTER, &json!({ "choice": "give" })).await;
    world.later(chrono::TimeDelta::minutes(1));
    let browser = Browser::of(&world, 1).await;
    let answer = browser.post("/fr/objection", "").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let now = &program.get(CONSENTS).await.json()[0];
    assert_eq!(now["reason"], "marketing_objection");
    assert_eq!(
        now["choices"],
        json!(["give"]),
        "only a later consent reopens it"
    );
    let requests = program.get("/api/v1/requests").await.json();
    assert_eq!(requests[0]["rights"], json!(["objection"]));
    assert_eq!(requests[0]["due"], json!(null), "it was granted at once");
    assert!(
        browser
            .get("/fr/consents")
            .await
            .text()
            .contains("id=\"marketing-objected\"")
    );

    world.later(chrono::TimeDelta::minutes(1));
    program.post(NEWSLETTER, &json!({ "choice": "give" })).await;
    assert_eq!(program.get(CONSENTS).await.json()[0]["allowed"], true);
}

async fn the_words_that_were_shown_are_kept_in_every_version<C: Backend>(world: World<C>) {
    let program = Program::of(&world, 1).await;
    program.post(NEWSLETTER, &json!({ "choice": "give" })).await;
    let mut db = world.service.connection().await.unwrap();
    let kept = db
        .rows(greffe_sqlx::Statement::new(
            "SELECT id, version, words FROM notices ORDER BY id",
        ))
        .await
        .unwrap();
    let ids: Vec<String> = kept.iter().map(|row| row.get("id").unwrap()).collect();
    assert_eq!(ids, ["centre-newsletter-en", "centre-newsletter-fr"]);
    // The register's words change: a new version, and who agreed to the old one still did.
    db.execute(greffe_sqlx::Statement::new(
        "UPDATE notices SET words = 'Other words.'",
    ))
    .await
    .unwrap();
    drop(db);
    let world = world.with(|_| ()).await;
    let mut db = world.service.connection().await.unwrap();
    let asked = greffe_sqlx::Statement::new("SELECT max(version) AS version FROM notices");
    let row = db.row(asked).await.unwrap().unwrap();
    assert_eq!(row.get::<i64>("version").unwrap(), 2);
    drop(db);
    let now = world.service.dialogue.policy.notices().count();
    assert!(now >= 4, "every version is in the policy");
}

async fn what_is_taken_back_where_the_clock_is_behind_stays_taken_back<C: Backend>(
    world: World<C>,
) {
    // Two machines serve one database; the clock of the second is five seconds behind.
    let (first, behind) = (
        chrono::TimeDelta::seconds(5),
        chrono::TimeDelta::seconds(-5),
    );
    let program = Program::of(&world, 1).await;
    for round in 0..2 {
        let given = program.post(NEWSLETTER, &json!({ "choice": "give" })).await;
        assert_eq!(given.status, StatusCode::CREATED, "{round}");
        assert_eq!(program.get(CONSENTS).await.json()[0]["allowed"], true);
        world.later(behind);
        let (path, said) = match round {
            0 => (NEWSLETTER, json!({ "choice": "withdraw" })),
            _ => ("/api/v1/requests", json!({ "right": "withdrawal" })),
        };
        let withdrawn = program.post(path, &said).await;
        assert_eq!(withdrawn.status, StatusCode::CREATED, "{round}");
        world.later(first * 2);
        let now = &program.get(CONSENTS).await.json()[0];
        assert_eq!(
            (&now["allowed"], &now["reason"]),
            (&json!(false), &json!("withdrawn"))
        );
    }
}
