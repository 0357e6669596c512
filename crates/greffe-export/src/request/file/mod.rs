//! A request as JSON, for the host to store: what was known on receipt, and the events. Where it stands follows from the events and is not written,
//! so that a file cannot contradict itself; reading takes the same steps as the service did.
//!
//! ```json
//! {
//!   "format": "greffe-request-1",
//!   "id": "R-2026-17",
//!   "rights": ["access", "erasure"],
//!   "received": "2026-03-02",
//!   "posted": "2026-02-27",
//!   "evidence": "registered_letter",
//!   "asker": "person",
//!   "clock": "guidelines",
//!   "due": { "strict": "2026-04-02", "lenient": "2026-04-02" },
//!   "events": [
//!     { "on": "2026-03-03", "evidence": "email", "event": "identity_asked", "means": "login", "doubt": "unknown_sender" },
//!     { "on": "2026-03-04", "event": "reached", "state": "scoped" },
//!     { "on": "2026-03-09", "event": "refused", "right": "erasure", "refusals": [
//!       { "reason": "legal_obligation", "explanation": { "fr": "…", "en": "…" }, "kept_until": "2036-12-31", "citations": ["C. com. L123-22"] }
//!     ] }
//!   ]
//! }
//! ```
//!
//! `posted`, `evidence`, `due`, `doubt` and, of a refusal, `demonstration`, `about`, `kept_until` may be absent; a text is a table of `fr` and `en`
//! with at least one of them.

mod error;
mod read;
mod write;

use greffe_document::Document;

pub use error::RequestFileError;

use super::Request;

/// The form of the file. Another form is another number.
const FORMAT: &str = "greffe-request-1";

impl Request {
    /// The request as JSON, for the host to store; `README.md` has the form. The same request gives the same bytes.
    ///
    /// It holds no name; the explanations of refusals are what the person was told.
    #[must_use]
    pub fn to_json(&self) -> String {
        write::json(self)
    }

    /// Reads what [`to_json`](Self::to_json) wrote. Every event takes its step again: a file with a step that the law does not know is refused.
    ///
    /// ```
    /// use greffe_export::{Request, Right};
    ///
    /// let mut request = Request::received("R-2026-17".parse()?, Right::Access, "2026-03-02".parse()?);
    /// request.scope("2026-03-03".parse::<chrono::NaiveDate>()?)?;
    /// let stored = request.to_json();
    /// assert_eq!(Request::from_json(&stored)?, request);
    /// let error = Request::from_json(&stored.replace("scoped", "reviewed")).unwrap_err();
    /// assert_eq!(error.to_string(), "/events/0: `events[1]`: a request that is received cannot be reviewed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`RequestFileError`]: what is wrong and where, never a value of the file.
    pub fn from_json(text: &str) -> Result<Self, RequestFileError> {
        let document = Document::from_json(text).map_err(RequestFileError::Document)?;
        read::request(&document)
    }
}
