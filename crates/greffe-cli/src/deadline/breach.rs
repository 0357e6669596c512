//! `greffe deadline breach --aware INSTANT`

use std::process::ExitCode;

use clap::Args;
use greffe::calendar::{
    Breach, Calendar, CalendarError, DateTime, Explained, Place, Tz, Utc, instant_in_words,
};
use serde_json::{Value, json};

use super::steps;
use crate::option_value;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe deadline breach --aware 2020-12-22T12:17:00+01:00 --zone Europe/Paris\n\
    Strict: 72 elapsed hours, the promise to keep. Regulation: from the next full hour (1182/71, Art. 3(1)).\n\
    Lenient: with two working days (Art. 3(5), disputed). A processor has no hours: without undue delay (GDPR 33(2)).";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The instant at which the controller became aware, with its offset
    #[arg(long, value_name = "INSTANT", value_parser = option_value::instant)]
    aware: DateTime<Utc>,
    /// The controller's clocks
    #[arg(long, value_name = "ZONE", value_parser = option_value::zone, default_value = "Europe/Paris")]
    zone: Tz,
    /// Whose holidays count
    #[arg(long, value_name = "CODE", value_parser = option_value::places(), default_value = "fr")]
    place: Place,
    #[command(flatten)]
    output: Output,
}

/// Answers, or says which option cannot be used.
pub(crate) fn run(options: &Options) -> ExitCode {
    options.output.give(options.answer().map_err(refusal))
}

impl Options {
    fn answer(&self) -> Result<Answer, CalendarError> {
        let lang = self.output.lang();
        let due =
            Breach::aware_at(self.aware, self.zone).notification_due(&Calendar::of(self.place))?;
        let local = |reading: &Explained<DateTime<Utc>>| reading.value().with_timezone(&self.zone);
        option_value::printable(local(due.lenient()).date_naive())?;
        let readings = [
            ("strict", due.strict()),
            ("regulation", due.regulation()),
            ("lenient", due.lenient()),
        ];
        let labels = lang.pick(
            [
                "Au plus strict\u{a0}: ",
                "Règlement 1182/71\u{a0}: ",
                "Au plus souple\u{a0}: ",
            ],
            ["Strict: ", "Regulation 1182/71: ", "Lenient: "],
        );
        let text: Vec<_> = readings
            .iter()
            .zip(labels)
            .map(|((name, reading), label)| {
                let result = format!("{label}{}", instant_in_words(local(reading), lang));
                if *name == "lenient" && due.lenient() == due.regulation() {
                    // The same steps need not be read twice.
                    return result;
                }
                steps::under(&result, reading.trace(), lang)
            })
            .collect();
        let trace: Value = readings
            .iter()
            .flat_map(|(name, reading)| steps::objects(reading.trace(), Some(name), lang))
            .collect();
        let json = json!({
            "strict": local(due.strict()).to_rfc3339(),
            "regulation": local(due.regulation()).to_rfc3339(),
            "lenient": local(due.lenient()).to_rfc3339(),
            "trace": trace,
        });
        Ok(Answer::new(text.join("\n"), json))
    }
}

fn refusal(error: CalendarError) -> Refusal {
    let option = match error {
        CalendarError::HolidaysUnknown => "--place",
        _ => "--aware",
    };
    Refusal::of(option, error)
}
