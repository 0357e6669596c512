//! Global Privacy Control: the `Sec-GPC` request header.

use super::Signal;

/// Reads the value of a `Sec-GPC` header (W3C, Global Privacy Control, draft).
///
/// The header has one value, `1`, with blanks around it as HTTP allows: the person does not want their data sold or shared, or used
/// across contexts. It comes with every request and is recorded once, when the person's last signal was another one: each record counts
/// from its own instant, so that one for every page view would undo what the person consents to on the page. Whatever else stands there, or the header's absence, states no preference and is `None`: never a grant.
///
/// ```
/// use greffe_consent::signal::{Signal, gpc};
///
/// assert_eq!(gpc::parse(" 1 "), Some(Signal::GlobalPrivacyControl(true)));
/// assert_eq!(gpc::parse("0"), None);
/// assert_eq!(gpc::parse("?1"), None);           // a structured field's boolean: not what the draft says
/// ```
#[must_use]
pub fn parse(value: &str) -> Option<Signal> {
    (value.trim_matches([' ', '\t']) == "1").then_some(Signal::GlobalPrivacyControl(true))
}
