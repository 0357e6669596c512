//! Every line of `tests/data/worked-cases.tsv`, through the public interface.

use chrono::SecondsFormat;
use greffe_calendar::{
    Breach, Calendar, CalendarError, Convention, FiscalYear, FiscalYears, Period, Place,
    RequestDeadline, SubjectRequest, Suspension, zone,
};

use crate::{day, instant};

const CASES: &str = include_str!("../data/worked-cases.tsv");

#[test]
fn every_worked_case_gives_its_date() {
    let mut failures = Vec::new();
    let mut count = 0;
    for line in CASES.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [kind, arguments, expected, source] = fields[..] else {
            panic!("four fields: {line}");
        };
        assert!(!source.is_empty(), "a source: {line}");
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let found = match kind {
            "last-day" => last_day(&arguments),
            "ends-at" => ends_at(&arguments),
            "breach" => breach(&arguments),
            "request" => request(&arguments),
            "fiscal" => fiscal(&arguments),
            _ => panic!("unknown kind: {line}"),
        }
        .unwrap_or_else(|error| format!("{error:?}"));
        if found != expected {
            failures.push(format!("{line}\n    found {found}"));
        }
        count += 1;
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 50, "the file was read");
}

fn calendar(code: &str) -> Calendar {
    Calendar::of(code.parse::<Place>().unwrap())
}

fn last_day(arguments: &[&str]) -> Result<String, CalendarError> {
    let [convention, place, event, period] = arguments[..] else {
        panic!("last-day takes four arguments");
    };
    let convention: Convention = convention.parse()?;
    let period: Period = period.parse()?;
    let last = convention.explain_last_day(day(event), period, &calendar(place))?;
    Ok(last.value().to_string())
}

fn ends_at(arguments: &[&str]) -> Result<String, CalendarError> {
    let [convention, place, zone_name, event, period] = arguments[..] else {
        panic!("ends-at takes five arguments");
    };
    let convention: Convention = convention.parse()?;
    let zone = zone::parse(zone_name)?;
    let end = convention.ends_at(instant(event), period.parse()?, zone, &calendar(place))?;
    Ok(local(end, zone))
}

fn breach(arguments: &[&str]) -> Result<String, CalendarError> {
    let [place, zone_name, aware] = arguments[..] else {
        panic!("breach takes three arguments");
    };
    let zone = zone::parse(zone_name)?;
    let due = Breach::aware_at(instant(aware), zone).notification_due(&calendar(place))?;
    Ok([due.strict(), due.regulation(), due.lenient()]
        .map(|reading| local(*reading.value(), zone))
        .join(" "))
}

fn local(end: chrono::DateTime<chrono::Utc>, zone: greffe_calendar::Tz) -> String {
    end.with_timezone(&zone)
        .to_rfc3339_opts(SecondsFormat::Secs, false)
}

fn request(arguments: &[&str]) -> Result<String, CalendarError> {
    let (place, received, options) = (arguments[0], arguments[1], &arguments[2..]);
    let mut request = SubjectRequest::received(day(received));
    let mut refused = false;
    for option in options {
        request = match option.split_once('=') {
            None if *option == "extended" => request.extended(),
            None if *option == "refused" => {
                refused = true;
                request
            }
            Some(("extended", date)) => request.extended_on(day(date))?,
            Some(("posted", date)) => request.posted(day(date))?,
            Some(("suspended", dates)) => {
                let (asked, answered) = dates.split_once("..").unwrap();
                let answered = (!answered.is_empty()).then(|| day(answered));
                request.suspended(Suspension::new(day(asked), answered)?)?
            }
            _ => panic!("unknown option {option}"),
        };
    }
    let place = calendar(place);
    let due = if refused {
        request.refusal_due(&place)?
    } else {
        request.response_due(&place)?
    };
    Ok(match due {
        RequestDeadline::Suspended { .. } => "suspended".to_owned(),
        RequestDeadline::Due(readings) => {
            let days: Vec<String> = readings
                .all()
                .map(|reading| reading.last_day().to_string())
                .collect();
            days.join(" ")
        }
    })
}

fn fiscal(arguments: &[&str]) -> Result<String, CalendarError> {
    let [closing, rows, date, period] = arguments[..] else {
        panic!("fiscal takes four arguments");
    };
    let years = match rows {
        "-" => FiscalYears::regular(closing.parse()?),
        row => FiscalYears::with_table(closing.parse()?, [row.parse::<FiscalYear>()?])?,
    };
    let Some(year) = years.containing(day(date)) else {
        return Ok("undetermined".to_owned());
    };
    let france = Calendar::of(Place::France);
    let last = Convention::Retention.last_day(year.end(), period.parse()?, &france)?;
    Ok(last.to_string())
}
