//! `greffe deadline period --from START --add PERIOD --convention CODE`

use std::process::ExitCode;

use clap::Args;
use greffe::calendar::{
    Calendar, CalendarError, Convention, DateTime, NaiveDate, Period, Place, Tz, Utc,
    date_in_words, instant_in_words,
};
use serde_json::{Value, json};

use super::steps;
use crate::option_value::{self, Start};
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe deadline period --from 2026-01-31 --add P1M --convention eec-1182-71\n\
    Conventions: retention (limits of conservation, never moved), eec-1182-71 (time limits of Union law),\n\
    fr-cpc (French civil procedure). There is none by default: they differ on which day is the last.\n\
    A date gives the last day; an instant gives the instant from which the period is over.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The day or the instant of the event: 2026-01-31, or 2020-12-22T12:17:00+01:00
    #[arg(long, value_name = "START", value_parser = option_value::start)]
    from: Start,
    /// The period, ISO 8601: P1M, P10Y, PT72H
    #[arg(long, value_name = "PERIOD", value_parser = option_value::period)]
    add: Period,
    /// How the period is counted
    #[arg(long, value_name = "CODE", value_parser = option_value::conventions())]
    convention: Convention,
    /// Whose holidays count
    #[arg(long, value_name = "CODE", value_parser = option_value::places(), default_value = "fr")]
    place: Place,
    /// On whose clocks days begin and end, where --from is an instant
    #[arg(long, value_name = "ZONE", value_parser = option_value::zone, default_value = "Europe/Paris")]
    zone: Tz,
    #[command(flatten)]
    output: Output,
}

/// Answers, or says which option cannot be used.
pub(crate) fn run(options: &Options) -> ExitCode {
    let answer = match options.from {
        Start::Day(day) => options.last_day(day),
        Start::Instant(instant) => options.ends_at(instant),
    };
    options.output.give(answer.map_err(refusal))
}

impl Options {
    fn last_day(&self, event: NaiveDate) -> Result<Answer, CalendarError> {
        let lang = self.output.lang();
        let place = Calendar::of(self.place);
        let last = self.convention.explain_last_day(event, self.add, &place)?;
        let day = option_value::printable(*last.value())?;
        let result = format!(
            "{}{}",
            lang.pick("Dernier jour\u{a0}: ", "Last day: "),
            date_in_words(day, lang)
        );
        Ok(Answer::new(
            steps::under(&result, last.trace(), lang),
            json!({
                "last_day": day.to_string(),
                "trace": steps::objects(last.trace(), None, lang).collect::<Value>(),
            }),
        ))
    }

    fn ends_at(&self, event: DateTime<Utc>) -> Result<Answer, CalendarError> {
        let lang = self.output.lang();
        let place = Calendar::of(self.place);
        let end = self
            .convention
            .explain_end(event, self.add, self.zone, &place)?;
        let instant = end.value().with_timezone(&self.zone);
        option_value::printable(instant.date_naive())?;
        let result = format!(
            "{}{}",
            lang.pick("Fin\u{a0}: ", "Ends: "),
            instant_in_words(instant, lang)
        );
        Ok(Answer::new(
            steps::under(&result, end.trace(), lang),
            json!({
                "ends_at": instant.to_rfc3339(),
                "trace": steps::objects(end.trace(), None, lang).collect::<Value>(),
            }),
        ))
    }
}

fn refusal(error: CalendarError) -> Refusal {
    let option = match error {
        CalendarError::HolidaysUnknown => "--place",
        _ => "--add",
    };
    Refusal::of(option, error)
}
