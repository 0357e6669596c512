use axum::http::StatusCode;
use greffe_sqlx::{Backend, Statement};
use serde_json::{Value, json};

use super::asking::{Browser, Program};
use super::over_each_database;
use super::world::World;

over_each_database!(
    each_right_can_be_exercised_and_has_its_due_day,
    data_that_are_to_be_kept_and_not_used_are_held_by_the_ground_that_was_given,
    what_a_right_needs_is_asked_for_and_what_it_does_not_know_is_refused,
    a_form_stands_for_each_right_and_does_what_the_api_does,
    a_withdrawal_by_request_withdraws,
    what_is_asked_for_is_held_from_the_purge,
);

const REQUESTS: &str = "/api/v1/requests";

/// A request of each right, as it is asked for.
fn each() -> [(Value, bool); 7] {
    [
        (json!({ "right": "withdrawal" }), true),
        (json!({ "right": "access" }), false),
        (
            json!({ "right": "rectification", "about": ["customers.phone"] }),
            false,
        ),
        (
            json!({ "right": "erasure", "ground": "not_necessary" }),
            false,
        ),
        (
            json!({ "right": "restriction", "ground": "accuracy" }),
            false,
        ),
        (json!({ "right": "portability" }), false),
        (
            json!({ "right": "objection", "ground": "situation" }),
            false,
        ),
    ]
}

async fn each_right_can_be_exercised_and_has_its_due_day<C: Backend>(world: World<C>) {
    let program = Program::of(&world, 1).await;
    for (asked, is_closed) in each() {
        let answer = program.post(REQUESTS, &asked).await;
        assert_eq!(
            answer.status,
            StatusCode::CREATED,
            "{asked} {}",
            answer.text()
        );
        let request = answer.json();
        assert_eq!(request["rights"], json!([asked["right"]]));
        assert_eq!(request["received"], "2026-11-26");
        // One month, and 26 December 2026 is a Saturday: the Monday after (Regulation 1182/71, Art. 3(4)).
        let due = if is_closed {
            json!(null)
        } else {
            json!("2026-12-28")
        };
        assert_eq!(request["due"], due);
        let id = request["id"].as_str().unwrap();
        assert_eq!(
            program.get(&format!("{REQUESTS}/{id}")).await.json(),
            request
        );
    }
    let all = program.get(REQUESTS).await.json();
    assert_eq!(all.as_array().unwrap().len(), 7);
}

async fn data_that_are_to_be_kept_and_not_used_are_held_by_the_ground_that_was_given<C: Backend>(
    world: World<C>,
) {
    let program = Program::of(&world, 1).await;
    for (ground, reason) in [
        ("accuracy", "accuracy_contested"),
        ("unlawful", "unlawful_processing"),
        ("legal_claims", "legal_claims"),
        ("objection_pending", "objection_pending"),
    ] {
        let asked = json!({ "right": "restriction", "ground": ground });
        let answer = program.post(REQUESTS, &asked).await;
        assert_eq!(answer.status, StatusCode::CREATED);
        let mut db = world.service.connection().await.unwrap();
        let db: &mut C = &mut db;
        let held = "SELECT reason FROM holds WHERE customer = 1 AND until IS NULL AND reason = ";
        let held = db.rows(Statement::new(held).value(reason)).await.unwrap();
        assert_eq!(held.len(), 1, "{ground}");
    }
}

async fn what_a_right_needs_is_asked_for_and_what_it_does_not_know_is_refused<C: Backend>(
    world: World<C>,
) {
    let program = Program::of(&world, 1).await;
    for (asked, member) in [
        (json!({ "right": "everything" }), "right"),
        (json!({ "right": "restriction" }), "ground"),
        (
            json!({ "right": "restriction", "ground": "because" }),
            "ground",
        ),
        (json!({ "right": "objection" }), "ground"),
        (json!({ "right": "access", "ground": "accuracy" }), "ground"),
        (
            json!({ "right": "access", "about": ["customers.name"] }),
            "about",
        ),
        (json!({ "right": "rectification" }), "about"),
        (
            json!({ "right": "rectification", "about": ["customers.person"] }),
            "about",
        ),
    ] {
        let answer = program.post(REQUESTS, &asked).await;
        assert_eq!(answer.problem(), "impossible", "{asked}");
        assert_eq!(answer.json()["member"], member, "{asked}");
    }
    // As where it is chosen about by its own path.
    let unasked = json!({ "right": "withdrawal", "about": ["invoicing"] });
    assert_eq!(
        program.post(REQUESTS, &unasked).await.problem(),
        "not-found"
    );
    for asked in [
        json!({}),
        json!([]),
        json!({ "right": 7 }),
        json!({ "right": "access", "person": 2 }),
        json!({ "right": "access", "about": "customers.name" }),
    ] {
        assert_eq!(
            program.post(REQUESTS, &asked).await.problem(),
            "malformed",
            "{asked}"
        );
    }
    assert_eq!(program.get(REQUESTS).await.json(), json!([]));
}

async fn a_form_stands_for_each_right_and_does_what_the_api_does<C: Backend>(world: World<C>) {
    let browser = Browser::of(&world, 1).await;
    for (asked, _) in each() {
        let right = asked["right"].as_str().unwrap();
        let form = browser.get(&format!("/fr/requests/new/{right}")).await;
        assert_eq!(form.status, StatusCode::OK);
        assert!(
            !form.text().contains(" checked"),
            "nothing is chosen beforehand"
        );
        let mut fields = format!("right={right}");
        if let Some(ground) = asked["ground"].as_str() {
            assert!(
                form.text()
                    .contains(&format!("name=\"ground\" value=\"{ground}\""))
            );
            fields.push_str(&format!("&ground={ground}"));
        }
        for about in asked["about"].as_array().into_iter().flatten() {
            let about = about.as_str().unwrap();
            assert!(
                form.text()
                    .contains(&format!("name=\"about\" value=\"{about}\""))
            );
            fields.push_str(&format!("&about={about}"));
        }
        let answer = browser.post("/fr/requests", &fields).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{right} {}",
            answer.text()
        );
        let id = answer.header("location").split_once('#').unwrap().1;
        let page = browser.get("/fr/requests").await.text();
        assert!(page.contains(&format!("<tr id=\"{id}\">")));
    }
    let page = browser.get("/fr/requests").await.text();
    assert!(page.contains("lundi 28 décembre 2026") && page.contains("12(3)"));
    assert_eq!(
        browser.get("/fr/requests/new/nothing").await.status,
        StatusCode::NOT_FOUND
    );
}

async fn a_withdrawal_by_request_withdraws<C: Backend>(world: World<C>) {
    let program = Program::of(&world, 1).await;
    for about in [json!([]), json!(["newsletter"])] {
        world.later(chrono::TimeDelta::minutes(1));
        let given = json!({ "choice": "give" });
        program.post("/api/v1/consents/newsletter", &given).await;
        assert_eq!(
            program.get("/api/v1/consents").await.json()[0]["allowed"],
            true
        );
        world.later(chrono::TimeDelta::minutes(1));
        let asked = json!({ "right": "withdrawal", "about": about });
        let answer = program.post(REQUESTS, &asked).await;
        assert_eq!(answer.status, StatusCode::CREATED);
        assert_eq!(
            program.get("/api/v1/consents").await.json()[0]["allowed"],
            false
        );
    }
}

async fn what_is_asked_for_is_held_from_the_purge<C: Backend>(world: World<C>) {
    let program = Program::of(&world, 3).await;
    program.post(REQUESTS, &json!({ "right": "access" })).await;
    let mut db = world.service.connection().await.unwrap();
    let asked = "SELECT count(*) AS held FROM holds WHERE customer = 3 AND until IS NULL";
    let row = db.row(greffe_sqlx::Statement::new(asked)).await.unwrap();
    assert_eq!(row.unwrap().get::<i64>("held").unwrap(), 1);
}
