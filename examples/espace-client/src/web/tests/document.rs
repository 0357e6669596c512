use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use greffe_sqlx::Backend;
use serde_json::{Value, json};

use super::asking::{Answer, Program, ask, bare};
use super::over_each_database;
use super::world::World;
use crate::web::routes::listed_api;

over_each_database!(
    every_route_of_the_api_is_in_the_document_and_back,
    answers_are_as_the_document_says,
);

fn document() -> Value {
    serde_json::from_str(crate::web::api::document::DOCUMENT).unwrap()
}

async fn every_route_of_the_api_is_in_the_document_and_back<C: Backend>(world: World<C>) {
    let routed: BTreeSet<(String, String)> = listed_api::<C>()
        .into_iter()
        .map(|(method, path)| (method.as_str().to_lowercase(), path.to_owned()))
        .collect();
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let mut documented = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            documented.insert((method.clone(), path.clone()));
        }
    }
    assert_eq!(routed, documented);
    let served = ask(&world.router, bare(Method::GET, "/api/openapi.json")).await;
    assert_eq!(served.json(), document);
    // Without a token, what the document says needs one refuses, and nothing else does.
    for (method, path) in routed {
        let operation = &document["paths"][&path][&method];
        let is_open = operation["security"] == json!([]);
        let filled = path.replace(['{', '}'], "");
        let method = method.to_uppercase().parse().unwrap();
        let status = ask(&world.router, bare(method, &filled)).await.status;
        assert_eq!(status == StatusCode::UNAUTHORIZED, !is_open, "{path}");
        assert_eq!(
            operation["responses"].get("401").is_some(),
            !is_open,
            "{path}"
        );
    }
}

/// Whether a value has the members of a schema, of the types that it says, and no others.
fn fits(value: &Value, schema: &Value, document: &Value) -> bool {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return fits(value, document.pointer(pointer).unwrap(), document);
    }
    if let Some(listed) = schema["enum"].as_array() {
        return listed.contains(value);
    }
    if let Some(constant) = schema.get("const") {
        return constant == value;
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let inside = match value {
        Value::Array(items) => items
            .iter()
            .all(|item| fits(item, &schema["items"], document)),
        Value::Object(members) if schema.get("properties").is_some() => {
            let properties = schema["properties"].as_object().unwrap();
            let required = schema["required"].as_array().unwrap();
            let has = |name: &Value| members.contains_key(name.as_str().unwrap());
            required.iter().all(has)
                && members.iter().all(|(name, member)| {
                    properties
                        .get(name)
                        .is_some_and(|schema| fits(member, schema, document))
                })
        }
        _ => true,
    };
    types.contains(&json!(kind)) && inside
}

async fn answers_are_as_the_document_says<C: Backend>(world: World<C>) {
    let document = document();
    let program = Program::of(&world, 1).await;
    let is_documented = |answer: &Answer, method: &str, path: &str| {
        let operation = &document["paths"][path][method];
        let mut response = &operation["responses"][answer.status.as_str()];
        if let Some(reference) = response["$ref"].as_str() {
            response = document.pointer(reference.trim_start_matches('#')).unwrap();
        }
        let content = &response["content"][answer.header("content-type")];
        assert!(content.is_object(), "{method} {path} {}", answer.status);
        if answer.header("content-type").ends_with("json") {
            let fit = fits(&answer.json(), &content["schema"], &document);
            assert!(fit, "{method} {path} {}", answer.text());
        }
    };
    let purpose = "/api/v1/consents/{purpose}";
    let choose = |choice: &str| json!({ "choice": choice });
    for (choice, at) in [
        ("give", "newsletter"),
        ("give", "newsletter"),
        ("maybe", "newsletter"),
        ("give", "other"),
    ] {
        let path = format!("/api/v1/consents/{at}");
        is_documented(&program.post(&path, &choose(choice)).await, "post", purpose);
    }
    is_documented(
        &program
            .post("/api/v1/consents/newsletter", &json!({}))
            .await,
        "post",
        purpose,
    );
    let events = program.get("/api/v1/consents").await;
    is_documented(&events, "get", "/api/v1/consents");
    let event = events.json()[0]["history"][0]["event"]
        .as_str()
        .unwrap()
        .to_owned();
    for event in [event, "0".repeat(32)] {
        let answer = program.get(&format!("/api/v1/receipts/{event}")).await;
        is_documented(&answer, "get", "/api/v1/receipts/{event}");
    }
    let requests = "/api/v1/requests";
    for asked in [
        json!({ "right": "access" }),
        json!({ "right": "x" }),
        json!(1),
    ] {
        is_documented(&program.post(requests, &asked).await, "post", requests);
    }
    is_documented(&program.get(requests).await, "get", requests);
    let missing = program.get("/api/v1/requests/R-0").await;
    is_documented(&missing, "get", "/api/v1/requests/{id}");
    let objection = "/api/v1/objections/marketing";
    is_documented(
        &program.post(objection, &Value::Null).await,
        "post",
        objection,
    );
    let exports = "/api/v1/exports";
    is_documented(&program.post(exports, &Value::Null).await, "post", exports);
    for path in [
        "/api/v1/register",
        "/health/live",
        "/health/ready",
        "/api/openapi.json",
    ] {
        is_documented(&program.get(path).await, "get", path);
    }
}
