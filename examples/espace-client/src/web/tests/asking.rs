//! Questions and answers.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use greffe_sqlx::Backend;
use serde_json::Value;
use tower::ServiceExt as _;

use super::world::World;

/// An answer, whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as text; what is none with its octets replaced.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// A header's text.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(|value| value.to_str().unwrap());
        value.unwrap_or_default()
    }

    /// The code of a problem, which is whole and of its media type.
    pub(crate) fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["type"], "about:blank");
        assert_eq!(problem["status"], self.status.as_u16());
        assert_eq!(problem["title"], self.status.canonical_reason().unwrap());
        assert!(!problem["detail"].as_str().unwrap().is_empty());
        problem["code"].as_str().unwrap().to_owned()
    }
}

/// Asks a router.
pub(crate) async fn ask(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 64 << 20).await.unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: body.to_vec(),
    }
}

/// A request without a body.
pub(crate) fn bare(method: Method, path: &str) -> Request<Body> {
    let request = Request::builder().method(method).uri(path);
    request.body(Body::empty()).unwrap()
}

/// Somebody's browser, logged in: it keeps one cookie and says where forms come from.
pub(crate) struct Browser<'w> {
    router: &'w Router,
    pub(crate) cookie: String,
}

impl<'w> Browser<'w> {
    /// Logs this customer in.
    pub(crate) async fn of<C: Backend>(world: &'w World<C>, customer: i64) -> Self {
        let token = world.token(customer).await;
        let form = format!("token={token}");
        let answer = ask(&world.router, posted("/fr/login", &form)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let cookie = answer.header("set-cookie").split(';').next().unwrap();
        Self {
            router: &world.router,
            cookie: cookie.to_owned(),
        }
    }

    /// Looks at a page.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let mut request = bare(Method::GET, path);
        let cookie = self.cookie.parse().unwrap();
        request.headers_mut().insert(header::COOKIE, cookie);
        ask(self.router, request).await
    }

    /// Sends a form, with the secret that a page of this session bears.
    pub(crate) async fn post(&self, path: &str, fields: &str) -> Answer {
        let secret = self.secret().await;
        self.post_with(path, &format!("form={secret}&{fields}"))
            .await
    }

    /// Sends a form as it is.
    pub(crate) async fn post_with(&self, path: &str, form: &str) -> Answer {
        let mut request = posted(path, form);
        let cookie = self.cookie.parse().unwrap();
        request.headers_mut().insert(header::COOKIE, cookie);
        ask(self.router, request).await
    }

    /// The secret that the forms of this session bear.
    pub(crate) async fn secret(&self) -> String {
        let page = self.get("/fr/consents").await.text();
        let (_, rest) = page.split_once("name=\"form\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }
}

/// A form as a browser sends it from a page of this service.
pub(crate) fn posted(path: &str, form: &str) -> Request<Body> {
    Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(form.to_owned()))
        .unwrap()
}

/// A program with a token.
pub(crate) struct Program<'w> {
    router: &'w Router,
    pub(crate) token: String,
}

impl<'w> Program<'w> {
    /// For this customer.
    pub(crate) async fn of<C: Backend>(world: &'w World<C>, customer: i64) -> Self {
        Self {
            router: &world.router,
            token: world.token(customer).await,
        }
    }

    /// Asks for something.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        ask(self.router, self.signed(bare(Method::GET, path))).await
    }

    /// Sends JSON.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        let mut request = bare(Method::POST, path);
        if !body.is_null() {
            let kind = "application/json".parse().unwrap();
            request.headers_mut().insert(header::CONTENT_TYPE, kind);
            *request.body_mut() = Body::from(body.to_string());
        }
        ask(self.router, self.signed(request)).await
    }

    /// With the token.
    pub(crate) fn signed(&self, mut request: Request<Body>) -> Request<Body> {
        let value = format!("Bearer {}", self.token).parse().unwrap();
        request.headers_mut().insert(header::AUTHORIZATION, value);
        request
    }
}
