//! The session's cookie.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

use super::token::Token;

/// The name under TLS: browsers take a `__Host-` cookie only with `Secure`, `Path=/` and no `Domain`, so that no neighbouring host can set one.
pub(crate) const SECURE: &str = "__Host-session";
/// The name where there is no TLS, which is for a machine of one's own.
const PLAIN: &str = "session";

/// The `Set-Cookie` of a session.
///
/// `Strict` and not `Lax`: nobody needs to arrive from another site logged in, and a cookie that never travels with a request which another site
/// began is worth the one click. No `Max-Age`: the browser forgets it when it closes, and the server ends the session whatever the browser keeps.
pub(crate) fn set(token: &Token, tls: bool) -> String {
    format!(
        "{}={}; Path=/; HttpOnly; SameSite=Strict{}",
        name(tls),
        token.reveal(),
        if tls { "; Secure" } else { "" }
    )
}

/// The `Set-Cookie` that takes it away.
pub(crate) fn remove(tls: bool) -> String {
    format!(
        "{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0{}",
        name(tls),
        if tls { "; Secure" } else { "" }
    )
}

/// The token that the request's cookie bears. Two cookies of the name are none: one of them was planted.
pub(crate) fn read(headers: &HeaderMap, tls: bool) -> Option<Token> {
    let pairs = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    let mut values = pairs.filter_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name(tls)).then_some(value)
    });
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    Token::parse(value)
}

/// The cookie's name.
pub(crate) const fn name(tls: bool) -> &'static str {
    if tls { SECURE } else { PLAIN }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[String]) -> HeaderMap {
        let values = lines.iter().map(|line| (COOKIE, line.parse().unwrap()));
        values.collect()
    }

    #[test]
    fn the_cookie_that_was_set_is_read_and_a_planted_second_one_makes_both_worthless() {
        for tls in [true, false] {
            let token = Token::random().unwrap();
            let set = set(&token, tls);
            assert!(set.contains("; HttpOnly") && set.contains("; SameSite=Strict"));
            assert_eq!(set.contains("; Secure"), tls);
            assert_eq!(set.starts_with("__Host-"), tls);
            let pair = set.split(';').next().unwrap().to_owned();
            let read = read(&headers(&[format!("a=b; {pair}")]), tls).unwrap();
            assert!(read.digest().is(token.digest().as_bytes()));
            assert!(super::read(&headers(&[format!("{pair}; {pair}")]), tls).is_none());
            assert!(super::read(&headers(&[pair.clone(), pair.clone()]), tls).is_none());
            assert!(super::read(&headers(&[pair]), !tls).is_none());
        }
    }
}
