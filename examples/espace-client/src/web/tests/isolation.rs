use axum::http::StatusCode;
use greffe_sqlx::Backend;
use serde_json::{Value, json};

use super::asking::{Browser, Program};
use super::exports::unpacked;
use super::over_each_database;
use super::world::{PEOPLE, World};
use crate::fill::Person;

over_each_database!(
    of_any_two_persons_no_answer_to_one_holds_anything_of_the_other,
    an_id_of_somebody_elses_opens_nothing,
);

/// What only this customer's data hold: what they told, and what they did here.
fn marks(customer: i64, events: &[String]) -> Vec<String> {
    let person = Person::number(customer);
    let mut marks = vec![person.email, person.iban, person.card];
    marks.extend_from_slice(events);
    marks
}

/// Everything that the service says to a person, one after the other.
async fn said_to<C: Backend>(world: &World<C>, customer: i64) -> String {
    let (browser, program) = (
        Browser::of(world, customer).await,
        Program::of(world, customer).await,
    );
    let mut said = String::new();
    for page in [
        "",
        "/consents",
        "/requests",
        "/data",
        "/requests/new/withdrawal",
        "/register",
    ] {
        for lang in ["fr", "en"] {
            said.push_str(&browser.get(&format!("/{lang}{page}")).await.text());
        }
    }
    for path in ["/api/v1/consents", "/api/v1/requests"] {
        said.push_str(&program.get(path).await.text());
    }
    let package = program.post("/api/v1/exports", &Value::Null).await;
    said.push_str(&unpacked(&package));
    said
}

async fn of_any_two_persons_no_answer_to_one_holds_anything_of_the_other<C: Backend>(
    world: World<C>,
) {
    let mut of_each = Vec::new();
    for customer in 1..=PEOPLE {
        let program = Program::of(&world, customer).await;
        let choice = if customer % 2 == 0 { "give" } else { "refuse" };
        let chosen = json!({ "choice": choice });
        let event = program
            .post("/api/v1/consents/newsletter", &chosen)
            .await
            .json();
        let asked = json!({ "right": "rectification", "about": ["customers.phone"] });
        let request = program.post("/api/v1/requests", &asked).await.json();
        let own = [&event["event"], &request["id"]].map(|id| id.as_str().unwrap().to_owned());
        of_each.push(marks(customer, &own));
    }
    for customer in 1..=PEOPLE {
        let said = said_to(&world, customer).await;
        for other in 1..=PEOPLE {
            let place = usize::try_from(other - 1).unwrap();
            for mark in &of_each[place] {
                let own_card = Person::number(customer).card == *mark;
                let expected = other == customer && !own_card;
                assert_eq!(
                    said.contains(mark),
                    expected,
                    "{customer} is told of {other}"
                );
            }
        }
    }
}

async fn an_id_of_somebody_elses_opens_nothing<C: Backend>(world: World<C>) {
    let (mine, theirs) = (Program::of(&world, 1).await, Program::of(&world, 2).await);
    let chosen = json!({ "choice": "give" });
    let event = theirs
        .post("/api/v1/consents/newsletter", &chosen)
        .await
        .json();
    let event = event["event"].as_str().unwrap();
    let request = theirs
        .post("/api/v1/requests", &json!({ "right": "access" }))
        .await
        .json();
    let request = request["id"].as_str().unwrap();
    for path in [
        format!("/api/v1/receipts/{event}"),
        format!("/api/v1/requests/{request}"),
    ] {
        assert_eq!(theirs.get(&path).await.status, StatusCode::OK);
        let answer = mine.get(&path).await;
        assert_eq!(answer.problem(), "not-found");
        // The same words as for an id that nobody has: not even that it exists is told.
        let nobody = path
            .replace(event, &"0".repeat(32))
            .replace(request, "R-NOBODY");
        assert_eq!(mine.get(&nobody).await.body, answer.body);
    }
    let browser = Browser::of(&world, 1).await;
    let receipt = format!("/fr/consents/receipt/{event}");
    assert_eq!(browser.get(&receipt).await.status, StatusCode::NOT_FOUND);
    assert!(!mine.get("/api/v1/consents").await.text().contains(event));
}
