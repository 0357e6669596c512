//! `greffe deadline request --received DATE`

use std::process::ExitCode;

use clap::Args;
use greffe::calendar::{
    Calendar, CalendarError, NaiveDate, Place, Reading, RequestDeadline, RequestReadings,
    SubjectRequest, Suspension, date_in_words,
};
use greffe::terms::Lang;
use serde_json::{Value, json};

use super::steps;
use crate::option_value;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe deadline request --received 2026-01-31 --extended --place fr\n\
    The strict reading is the promise to keep, the lenient one the latest that can be argued.\n\
    Exit status 1: the person was asked and has not answered, so that there is no date yet.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The day on which the request reached the controller
    #[arg(long, value_name = "DATE", value_parser = option_value::day)]
    received: NaiveDate,
    /// Extended by two further months, announced in time with its reasons
    #[arg(long, conflicts_with = "extended_on")]
    extended: bool,
    /// Extended by two further months, announced on this day
    #[arg(long, value_name = "DATE", value_parser = option_value::day)]
    extended_on: Option<NaiveDate>,
    /// By when the person must be told of a refusal, which is never extended
    #[arg(long)]
    refused: bool,
    /// The person was asked who they are or what they want, and answered: FROM..TO, or FROM.. while they have not; may be repeated
    #[arg(long, value_name = "FROM..TO", value_parser = option_value::suspension)]
    suspended: Vec<Suspension>,
    /// The day of the postmark, where the organisation promised to count from it
    #[arg(long, value_name = "DATE", value_parser = option_value::day)]
    postmark: Option<NaiveDate>,
    /// Whose holidays count
    #[arg(long, value_name = "CODE", value_parser = option_value::places(), default_value = "fr")]
    place: Place,
    #[command(flatten)]
    output: Output,
}

/// Answers, or says which option cannot be used.
pub(crate) fn run(options: &Options) -> ExitCode {
    options.output.give(options.answer())
}

impl Options {
    fn answer(&self) -> Result<Answer, Refusal> {
        let lang = self.output.lang();
        let (request, place) = (self.request()?, Calendar::of(self.place));
        let deadline = if self.refused {
            request.refusal_due(&place)
        } else {
            request.response_due(&place)
        };
        let readings = match deadline.map_err(refusal)? {
            RequestDeadline::Due(readings) => readings,
            RequestDeadline::Suspended { since } => return Ok(standing_still(since, lang)),
        };
        option_value::printable(readings.lenient().last_day()).map_err(refusal)?;
        let mut text: Vec<_> = if agree(&readings) {
            vec![undisputed(readings.strict(), lang)]
        } else {
            named(&readings)
                .map(|(name, reading)| in_words(name, reading, lang))
                .collect()
        };
        let mut json = to_json(&readings, lang);
        if self.is_extended()
            && let RequestDeadline::Due(limits) =
                request.extension_to_announce(&place).map_err(refusal)?
        {
            text.push(announcement(&limits, lang));
            if let Some(fields) = json.as_object_mut() {
                let days = json!({
                    "strict": limits.strict().last_day().to_string(),
                    "lenient": limits.lenient().last_day().to_string(),
                });
                fields.insert("extension_to_announce".to_owned(), days);
            }
        }
        Ok(Answer::new(text.join("\n"), json))
    }

    fn request(&self) -> Result<SubjectRequest, Refusal> {
        let mut request = SubjectRequest::received(self.received);
        let at = |option: &'static str| move |error| Refusal::of(option, error);
        if let Some(postmark) = self.postmark {
            request = request.posted(postmark).map_err(at("--postmark"))?;
        }
        for suspension in &self.suspended {
            request = request.suspended(*suspension).map_err(at("--suspended"))?;
        }
        if self.extended {
            request = request.extended();
        }
        match self.extended_on {
            Some(announced) => request.extended_on(announced).map_err(at("--extended-on")),
            None => Ok(request),
        }
    }

    /// A refusal takes no notice of an extension, so that there is none to announce.
    const fn is_extended(&self) -> bool {
        (self.extended || self.extended_on.is_some()) && !self.refused
    }
}

/// The readings with their names, the strict one first and the lenient one last.
fn named(readings: &RequestReadings) -> impl Iterator<Item = (&'static str, &Reading)> {
    let last = readings.all().count().saturating_sub(1);
    readings
        .all()
        .enumerate()
        .map(move |(index, reading)| match index {
            0 => ("strict", reading),
            index if index == last => ("lenient", reading),
            _ => ("between", reading),
        })
}

fn to_json(readings: &RequestReadings, lang: Lang) -> Value {
    let list: Vec<_> = named(readings)
        .map(|(name, reading)| {
            json!({
                "reading": name,
                "method": reading.method().code(),
                "text": reading.method().label(lang),
                "date": reading.last_day().to_string(),
            })
        })
        .collect();
    let trace: Vec<_> = named(readings)
        .flat_map(|(name, reading)| steps::objects(reading.trace(), Some(name), lang))
        .collect();
    json!({
        "strict": readings.strict().last_day().to_string(),
        "lenient": readings.lenient().last_day().to_string(),
        "readings": list,
        "trace": trace,
    })
}

/// Whether every reading takes the same steps.
fn agree(readings: &RequestReadings) -> bool {
    readings
        .all()
        .all(|reading| reading.trace() == readings.strict().trace())
}

fn undisputed(reading: &Reading, lang: Lang) -> String {
    let day = date_in_words(reading.last_day(), lang);
    let result = lang.pick(
        format!("Dernier jour\u{a0}: {day}"),
        format!("Last day: {day}"),
    );
    steps::under(&result, reading.trace(), lang)
}

fn in_words(name: &str, reading: &Reading, lang: Lang) -> String {
    let (day, method) = (
        date_in_words(reading.last_day(), lang),
        reading.method().label(lang),
    );
    let result = match (lang, name) {
        (Lang::Fr, "strict") => format!("Au plus strict\u{a0}: {day} ({method})"),
        (Lang::Fr, "lenient") => format!("Au plus souple\u{a0}: {day} ({method})"),
        (Lang::Fr, _) => format!("Entre les deux\u{a0}: {day} ({method})"),
        (Lang::En, "strict") => format!("Strict: {day} ({method})"),
        (Lang::En, "lenient") => format!("Lenient: {day} ({method})"),
        (Lang::En, _) => format!("Between: {day} ({method})"),
    };
    steps::under(&result, reading.trace(), lang)
}

fn announcement(limits: &RequestReadings, lang: Lang) -> String {
    let day = |reading: &Reading| date_in_words(reading.last_day(), lang);
    let (strict, lenient) = (day(limits.strict()), day(limits.lenient()));
    if strict == lenient {
        return lang.pick(
            format!("Prolongation à annoncer jusqu’au {strict}"),
            format!("The extension is to be announced by {strict}"),
        );
    }
    lang.pick(
        format!(
            "Prolongation à annoncer jusqu’au {strict} (au plus strict), {lenient} (au plus souple)"
        ),
        format!("The extension is to be announced by {strict} (strict), {lenient} (lenient)"),
    )
}

fn standing_still(since: NaiveDate, lang: Lang) -> Answer {
    let day = date_in_words(since, lang);
    let text = lang.pick(
        format!(
            "Le délai est suspendu depuis le {day}\u{a0}: pas de date avant la réponse de la personne"
        ),
        format!("The clock stands still since {day}: there is no date before the person answers"),
    );
    let json = json!({ "suspended_since": since.to_string(), "undetermined": text });
    Answer::undetermined(text, json)
}

fn refusal(error: CalendarError) -> Refusal {
    let option = match error {
        CalendarError::HolidaysUnknown => "--place",
        _ => "--received",
    };
    Refusal::of(option, error)
}
