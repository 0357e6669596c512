//! What a command says at its end: one line for people, or one object for programs.

use serde_json::{Value, json};

/// What was done.
#[derive(Debug)]
pub(crate) struct Report {
    text: String,
    json: Value,
    is_finished: bool,
}

impl Report {
    /// Done. `text` is one line.
    pub(crate) const fn new(text: String, json: Value) -> Self {
        Self {
            text,
            json,
            is_finished: true,
        }
    }

    /// The page of a demo.
    pub(crate) fn page(text: String) -> Self {
        let json = json!({ "page": text });
        Self::new(text, json)
    }

    /// Whether nothing is left to look at; if something is, the exit status is 1.
    pub(crate) const fn finished(mut self, is_finished: bool) -> Self {
        self.is_finished = is_finished;
        self
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) const fn json(&self) -> &Value {
        &self.json
    }

    pub(super) fn exit_code(&self) -> u8 {
        u8::from(!self.is_finished)
    }
}
