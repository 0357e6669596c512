//! A package whose rows come one by one, written as NDJSON, CSV and a page, hashed, to a place that keeps nothing.

use std::io::{self, Write};

use chrono::{Days, NaiveDate};
use greffe::export::{
    Art15Information, Contact, Field, Kind, Package, Provenance, PurposeInformation, Record,
    Records, Request, Right, Sink, Value,
};
use greffe::terms::{DataCategory, Lang, LegalBasis, Text};

use super::point::timed;
use super::{Effort, Failure, Point, SMALLEST, Series, agreed, sizes};

pub(super) fn measure(effort: Effort, largest: u32) -> Result<Vec<Series>, Failure> {
    let mut packed = Series::new("export", "write each row of a package");
    let start = NaiveDate::from_ymd_opt(2026, 3, 2).ok_or("no day")?;
    let mut request =
        Request::received("R-2026-17".parse()?, Right::Access, start).also(Right::Portability);
    request.scope(start + Days::new(1))?;
    let name = Text::plain("Atelier Hélianthe");
    let mut information = Art15Information::new(Contact {
        name: name.clone(),
        address: None,
    });
    let purpose = PurposeInformation::new("account".parse()?, name, Some(LegalBasis::Contract));
    information.purposes.push(purpose);
    let fields = fields()?;
    for rows in sizes(SMALLEST, largest) {
        packed.points.push(Point::measure(rows, rows, effort, || {
            let records = (0..rows).map(|row| record(start, row));
            let package = Package::for_request(&request, information.clone())
                .source(Records::whole("messages", fields.clone(), records))
                .language(Lang::Fr)
                .dated(start + Days::new(14));
            let mut nowhere = Nowhere { lines: 0 };
            let (taken, done) = timed(|| package.write_folder(&mut nowhere));
            if !done?.completeness().is_complete() {
                return Err("the package has a gap".into());
            }
            // A row is a line of each of the four files of its source, two for each right; the headings of the two in CSV are lines too.
            agreed("lines of rows", u64::from(rows) * 4 + 2, nowhere.lines)?;
            Ok(taken)
        })?);
    }
    Ok(vec![packed])
}

fn fields() -> Result<Vec<Field>, Failure> {
    let purpose = "account".parse::<greffe::terms::PurposeId>()?;
    let field = |name: &str, kind| {
        Field::new(
            name,
            DataCategory::Identity,
            Provenance::Provided,
            purpose.clone(),
        )
        .of_kind(kind)
    };
    Ok(vec![
        field("number", Kind::Integer),
        field("day", Kind::Date),
        field("subject", Kind::Text),
        field("body", Kind::Text),
    ])
}

fn record(start: NaiveDate, row: u32) -> Record {
    vec![
        Value::Integer(i64::from(row)),
        Value::Date(start + Days::new(u64::from(row % 365))),
        Value::text(format!("Message {row}")),
        Value::text("Bonjour, \"voici\" le document demandé ; merci de votre retour."),
    ]
}

/// Counts the lines of what has rows, and keeps nothing.
struct Nowhere {
    lines: u64,
}

struct Lines {
    of_rows: bool,
    count: u64,
}

impl Sink for Nowhere {
    type File = Lines;

    fn create(&mut self, path: &str) -> io::Result<Lines> {
        let has_rows = |extension: &str| {
            path.rsplit_once('.')
                .is_some_and(|(_, end)| end == extension)
        };
        Ok(Lines {
            of_rows: has_rows("ndjson") || has_rows("csv"),
            count: 0,
        })
    }

    fn finish(&mut self, _path: &str, file: Lines) -> io::Result<()> {
        self.lines += file.count;
        Ok(())
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.of_rows {
            let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
            self.count += u64::try_from(lines).map_err(io::Error::other)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
