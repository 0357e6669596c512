//! Why a line has no result. Nothing of the line is repeated.

use greffe::cipher::{ContextError, FieldError, OpenError, RowFault, SearchError, TokenError};
use greffe::document::Words;
use greffe::terms::Lang;

/// What is the matter with a line.
#[derive(Debug)]
pub(crate) enum BadLine {
    Said(Words),
    Value(FieldError),
    Token(TokenError),
    Open(OpenError),
    Search(SearchError),
    Person(ContextError),
    Row(RowFault),
}

impl BadLine {
    pub(crate) fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Said(words) => words.in_language(lang).to_owned(),
            Self::Value(error) => lang.pick(error.in_french(), error.to_string()),
            Self::Token(error) => lang.pick(error.in_french().to_owned(), error.to_string()),
            Self::Open(error) => lang.pick(error.in_french(), error.to_string()),
            Self::Search(error) => lang.pick(error.in_french(), error.to_string()),
            Self::Person(error) => lang.pick(error.in_french(), error.to_string()),
            Self::Row(fault) => lang.pick(fault.in_french(), fault.to_string()),
        }
    }
}

macro_rules! from {
    ($($error:ty => $variant:ident),* $(,)?) => {$(
        impl From<$error> for BadLine {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from! {
    Words => Said,
    FieldError => Value,
    TokenError => Token,
    OpenError => Open,
    SearchError => Search,
    ContextError => Person,
    RowFault => Row,
}

pub(crate) const TOO_LONG: Words = Words::new(
    "la ligne atteint ou dépasse 256 Kio",
    "the line is 256 KiB long or longer",
);
pub(crate) const NOT_UTF8: Words = Words::new("ce n’est pas de l’UTF-8", "not UTF-8");
pub(crate) const NOT_ENCODED: Words = Words::new(
    "la ligne n’est pas écrite comme le dit --encoding",
    "the line is not written as --encoding says",
);
pub(crate) const LINE_END: Words = Words::new(
    "la valeur contient une fin de ligne\u{a0}: --encoding hex la montre",
    "the value holds a line end: --encoding hex shows it",
);
pub(crate) const NO_TAB: Words = Words::new(
    "la ligne n’a pas de tabulation\u{a0}: on attend la personne ou la clé de ligne, une tabulation, la valeur",
    "the line has no tab: the person or the row's key, a tab, and the value are expected",
);
pub(crate) const NO_PERSON: Words = Words::new(
    "cette personne n’a pas de clé dans le fichier",
    "this person has no key in the file",
);
pub(crate) const ROW_KEY: Words = Words::new(
    "la clé de ligne n’a pas le type que dit --bound, ou dépasse 48 octets",
    "the row's key is not of the type that --bound says, or is longer than 48 octets",
);
