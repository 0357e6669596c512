//! Letters to the person: plain text and a page of HTML, in French and English, with everything that the law wants them to say.

mod answer;
mod element;
mod erasure;
mod error;
mod fee;
mod frame;
mod html;
mod refused;
mod waiting;

use chrono::NaiveDate;
use greffe_terms::Lang;

pub use element::{LetterElement, LetterKind};
pub use error::LetterError;
pub use frame::Correspondence;

/// A letter.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    kind: LetterKind,
    lang: Lang,
    dated: NaiveDate,
    sender: Vec<String>,
    addressee: Option<String>,
    passages: Vec<Passage>,
}

/// The letter speaks to a person.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Letter({:?}, {})", self.kind, self.lang)
    }
}

#[derive(Clone, PartialEq, Eq)]
struct Passage {
    element: Option<LetterElement>,
    body: Body,
}

#[derive(Clone, PartialEq, Eq)]
enum Body {
    Paragraph(String),
    List(Vec<String>),
}

impl Letter {
    /// What kind of letter it is.
    #[must_use]
    pub const fn kind(&self) -> LetterKind {
        self.kind
    }

    /// The subject, for a message's head.
    #[must_use]
    pub const fn subject(&self) -> &'static str {
        self.kind.label(self.lang)
    }

    /// What the law wants it to say and it says, in the order of the letter, each once.
    #[must_use]
    pub fn elements(&self) -> Vec<LetterElement> {
        let mut said = vec![LetterElement::Controller];
        for element in self.passages.iter().filter_map(|passage| passage.element) {
            if !said.contains(&element) {
                said.push(element);
            }
        }
        said
    }

    /// The letter as plain text, paragraphs on one line each.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = self.sender.join("\n");
        if let Some(addressee) = &self.addressee {
            text.push_str("\n\n");
            text.push_str(addressee);
        }
        text.push_str("\n\n");
        text.push_str(&self.day());
        text.push_str(self.lang.pick("\n\nObjet\u{a0}: ", "\n\nSubject: "));
        text.push_str(self.subject());
        for passage in &self.passages {
            text.push_str("\n\n");
            match &passage.body {
                Body::Paragraph(paragraph) => text.push_str(paragraph),
                Body::List(items) => {
                    let items: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
                    text.push_str(&items.join("\n"));
                }
            }
        }
        text.push('\n');
        text
    }

    /// The letter as one HTML file: offline, without script, nothing fetched, every text escaped.
    #[must_use]
    pub fn to_html(&self) -> String {
        html::html(self)
    }

    fn day(&self) -> String {
        crate::page::long_date(self.dated, self.lang)
    }
}
