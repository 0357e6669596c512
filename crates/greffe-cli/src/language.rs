//! `--lang`.

use clap::{Args, ValueEnum};
use greffe::terms::Lang;

/// A language on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Language {
    Fr,
    #[default]
    En,
}

/// `--lang` of a command whose answer has no language of its own.
#[derive(Debug, Args)]
pub(crate) struct MessagesIn {
    /// Language of the messages
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
}

impl MessagesIn {
    pub(crate) fn lang(&self) -> Lang {
        self.lang.into()
    }
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Fr => Self::Fr,
            Language::En => Self::En,
        }
    }
}
