//! The question that `decide` puts about one person and `audience` about many.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use greffe::calendar::{DateTime, Utc};
use greffe::consent::{Question, Topic, VendorId};
use greffe::document::Words;
use greffe::terms::Channel;

use super::source::Sources;
use crate::option_value;
use crate::refusal::Reason;

/// By which rules, of which events, for what, when.
#[derive(Debug, Args)]
pub(super) struct Asked {
    #[command(flatten)]
    pub(super) sources: Sources,
    /// The purpose, by its whole id
    #[arg(long, value_name = "ID")]
    pub(super) purpose: String,
    /// By which channel somebody would be reached
    #[arg(long, value_parser = channels())]
    pub(super) channel: Option<Channel>,
    /// The vendor that would process, by its number
    #[arg(long, value_name = "NUMBER")]
    pub(super) vendor: Option<u16>,
    /// The instant that is asked about, with its offset
    #[arg(long, value_name = "INSTANT", value_parser = option_value::instant)]
    pub(super) at: DateTime<Utc>,
    /// Only what was recorded until this instant counts; --at unless told
    #[arg(long, value_name = "INSTANT", value_parser = option_value::instant)]
    known_at: Option<DateTime<Utc>>,
}

impl Asked {
    pub(super) fn known_at(&self) -> DateTime<Utc> {
        self.known_at.unwrap_or(self.at)
    }

    pub(super) fn topic(&self) -> Topic<'_> {
        let mut topic = Question::about(&self.purpose);
        if let Some(channel) = self.channel {
            topic = topic.by(channel);
        }
        if let Some(vendor) = self.vendor {
            topic = topic.through(VendorId::new(vendor));
        }
        topic
    }
}

fn channels() -> impl TypedValueParser<Value = Channel> {
    let codes: Vec<_> = Channel::ALL.iter().map(|channel| channel.code()).collect();
    PossibleValuesParser::new(codes)
        .try_map(|code| code.parse::<Channel>().map_err(|_| Reason::from(CHANNEL)))
}

/// What an id or a pseudonym is written as.
pub(super) const HEX: Words = Words::new(
    "on attend 32 chiffres hexadécimaux en minuscules",
    "32 lower-case hexadecimal digits are expected",
);
const CHANNEL: Words = Words::new("on attend un canal", "a channel is expected");
