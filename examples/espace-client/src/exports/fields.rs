//! The fields of an export: what each column is called, what it holds, where it came from and what it serves.

use chrono::{DateTime, NaiveDate, Utc};
use greffe::export::{Field, Kind, Provenance, Record, SourceFailure, Value};
use greffe::register::{DataEntry, Register};
use greffe::retention::Event;
use greffe::terms::{DataCategory, Lang, PurposeId};
use greffe_sqlx::Row;

use crate::catalogue::{Holds, Stored, Table};
use crate::error::HostError;

/// The id under which tables are told of which the register knows no purpose.
pub(super) const NO_PURPOSE: &str = "no-purpose-in-register";

/// The fields of a table.
pub(super) fn fields(table: &Table, register: &Register) -> Result<Vec<Field>, HostError> {
    let purposes = purposes(register, table.label)?;
    let mut fields = Vec::new();
    for detail in table.details {
        let kind = match detail.holds {
            Holds::Text => Kind::Text,
            Holds::Cents => Kind::Integer,
            Holds::Day => Kind::Date,
        };
        let category = detail.holds.category();
        let field = field(
            detail.column,
            detail.title,
            category,
            detail.provenance,
            &purposes,
        )?;
        fields.push(field.of_kind(kind));
    }
    for column in table.events {
        fields.push(event_field(column.kind, column.stored, &purposes)?);
    }
    if table.customer_sets_period {
        let title = ("Durée fixée (jours)", "Period set (days)");
        let set = field(
            "kept_days",
            title,
            DataCategory::Other,
            Provenance::Provided,
            &purposes,
        )?;
        fields.push(set.of_kind(Kind::Integer));
    }
    Ok(fields)
}

/// A row as the table's fields want it.
pub(super) fn record(table: &Table, row: &Row) -> Result<Record, SourceFailure> {
    let unreadable = |_| SourceFailure::Unreadable;
    let mut record = Record::new();
    for detail in table.details {
        record.push(match detail.holds {
            Holds::Text => row.get::<String>(detail.column).map_err(unreadable)?.into(),
            Holds::Cents => row.get::<i64>(detail.column).map_err(unreadable)?.into(),
            Holds::Day => day(row, detail.column)?,
        });
    }
    for column in table.events {
        record.push(event_value(row, column.kind, column.stored)?);
    }
    if table.customer_sets_period {
        let set: Option<i64> = row.get("kept_days").map_err(unreadable)?;
        record.push(set.into());
    }
    Ok(record)
}

/// The purposes that the register gives a store.
pub(super) fn purposes(register: &Register, label: &str) -> Result<Vec<PurposeId>, HostError> {
    let holds = |entry: &DataEntry| entry.held_in.labels().iter().any(|held| held == label);
    let mut purposes: Vec<PurposeId> = Vec::new();
    for processing in register.processings() {
        if processing.data.iter().any(holds) {
            purposes.extend(processing.purposes.iter().map(|purpose| purpose.id.clone()));
        }
    }
    if purposes.is_empty() {
        purposes.push(parse(NO_PURPOSE)?);
    }
    Ok(purposes)
}

/// A field that serves these purposes.
pub(super) fn field(
    name: &str,
    title: (&str, &str),
    category: DataCategory,
    provenance: Provenance,
    purposes: &[PurposeId],
) -> Result<Field, HostError> {
    let (first, others) = purposes.split_first().ok_or(HostError::Defect)?;
    let field = Field::new(name, category, provenance, first.clone()).labelled(title.0, title.1);
    Ok(others
        .iter()
        .fold(field, |field, purpose| field.also_for(purpose.clone())))
}

/// The field of a dated event: observed, of the category that the event belongs to, with the event's own words as its title.
pub(super) fn event_field(
    kind: &str,
    stored: Stored,
    purposes: &[PurposeId],
) -> Result<Field, HostError> {
    let event: Event = parse(kind)?;
    let category = match event {
        Event::LastOperation | Event::PaymentSettled => DataCategory::Economic,
        Event::Recorded | Event::LastUse => DataCategory::Connection,
        _ => DataCategory::Other,
    };
    let title = (heading(&event, Lang::Fr), heading(&event, Lang::En));
    let title = (title.0.as_str(), title.1.as_str());
    let field = field(kind, title, category, Provenance::Observed, purposes)?;
    Ok(field.of_kind(match stored {
        Stored::Day => Kind::Date,
        Stored::Instant => Kind::Instant,
    }))
}

/// An event's words without their article, with a capital.
fn heading(event: &Event, lang: Lang) -> String {
    let label = event.label(lang);
    let articles: &[&str] = lang.pick(&["la ", "le ", "l’"], &["the "]);
    let bare = articles
        .iter()
        .find_map(|article| label.strip_prefix(article))
        .unwrap_or(&label);
    let mut letters = bare.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => label,
    }
}

/// When something happened.
pub(super) fn event_value(
    row: &Row,
    column: &'static str,
    stored: Stored,
) -> Result<Value, SourceFailure> {
    match stored {
        Stored::Day => day(row, column),
        Stored::Instant => {
            let instant: Option<DateTime<Utc>> =
                row.get(column).map_err(|_| SourceFailure::Unreadable)?;
            Ok(instant.map_or(Value::Null, Value::Instant))
        }
    }
}

/// A day, or nothing.
pub(super) fn day(row: &Row, column: &'static str) -> Result<Value, SourceFailure> {
    let day: Option<NaiveDate> = row.get(column).map_err(|_| SourceFailure::Unreadable)?;
    Ok(day.map_or(Value::Null, Value::Date))
}

/// An identifier that stands in the program.
pub(super) fn parse<T: std::str::FromStr>(text: &str) -> Result<T, HostError> {
    text.parse().map_err(|_| HostError::Defect)
}
