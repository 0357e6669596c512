//! What the service holds about one customer, as sources of an export: every table, every column, each with where it came from.

use chrono::{DateTime, NaiveDate, Utc};
use greffe::cipher::{CardNumber, Email, Iban, PersonName, Phone};
use greffe::consent::{Ledger, PersonKey};
use greffe::export::{Field, Kind, Provenance, Record, Records, SourceFailure, Value};
use greffe::register::{DataEntry, Register};
use greffe::retention::Event;
use greffe::terms::{DataCategory, Lang, PurposeId};
use greffe_sqlx::{SealedColumn, columns};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{QueryBuilder, Row as _, Sqlite};

use crate::catalogue::{Stored, Table, table_of};
use crate::ciphers::Ciphers;
use crate::error::DemoError;
use crate::feed::{FedRows, Feeder, fed};
use crate::fill::number;

/// The id under which tables are told of which the register knows no purpose.
pub(crate) const NO_PURPOSE: &str = "no-purpose-in-register";

/// A source whose rows were read in one snapshot. A row that cannot be understood ends it, and the package says so.
pub(crate) type Rows = Records<std::vec::IntoIter<Result<Record, SourceFailure>>>;

/// Reads one customer's data.
pub(crate) struct Sources<'a> {
    pub(crate) register: &'a Register,
    pub(crate) ciphers: &'a Ciphers,
    pub(crate) customer: u64,
}

impl Sources<'_> {
    /// The customer's own row, opened. The pseudonym is left out: it is another writing of the customer's number, which is there.
    pub(crate) async fn identity(
        &self,
        connection: &mut SqliteConnection,
    ) -> Result<Rows, DemoError> {
        let row = sqlx::query("SELECT * FROM customers WHERE id = ?")
            .bind(number(self.customer))
            .fetch_one(connection)
            .await?;
        let purposes = self.purposes("customers")?;
        let provided =
            |name, title, category| field(name, title, category, Provenance::Provided, &purposes);
        let mut fields = vec![
            field(
                "id",
                ("Numéro de client", "Customer number"),
                DataCategory::Identity,
                Provenance::Inferred,
                &purposes,
            )?
            .of_kind(Kind::Integer),
            provided("name", ("Nom", "Name"), DataCategory::Identity)?,
            provided(
                "email",
                ("Adresse électronique", "E-mail address"),
                DataCategory::Identity,
            )?,
            provided("phone", ("Téléphone", "Phone"), DataCategory::Identity)?,
            provided("iban", ("IBAN", "IBAN"), DataCategory::Economic)?,
            provided(
                "card",
                ("Numéro de carte", "Card number"),
                DataCategory::Economic,
            )?,
        ];
        let mut record: Result<Record, SourceFailure> = self.opened(&row).map(|opened| {
            let mut record: Record = vec![Value::Integer(number(self.customer))];
            record.extend(opened);
            record
        });
        let table = table_of("customers").ok_or(DemoError::Defect)?;
        for column in table.events {
            fields.push(event_field(column.kind, column.stored, &purposes)?);
            record = record.and_then(|mut record| {
                record.push(event_value(&row, column.kind, column.stored)?);
                Ok(record)
            });
        }
        Ok(Records::new("customers", fields, vec![record]).labelled(table.title.0, table.title.1))
    }

    fn opened(&self, row: &SqliteRow) -> Result<[Value; 5], SourceFailure> {
        let unreadable = |_| SourceFailure::Unreadable;
        let sealed = |_| SourceFailure::Undecipherable;
        let name: SealedColumn<PersonName> = row.try_get("name").map_err(unreadable)?;
        let email: SealedColumn<Email> = row.try_get("email").map_err(unreadable)?;
        let phone: SealedColumn<Phone> = row.try_get("phone").map_err(unreadable)?;
        let iban: SealedColumn<Iban> = row.try_get("iban").map_err(unreadable)?;
        let card: SealedColumn<CardNumber> = row.try_get("card").map_err(unreadable)?;
        Ok([
            self.ciphers
                .name
                .open(&name.0)
                .map_err(sealed)?
                .expose()
                .into(),
            self.ciphers
                .email
                .open(&email.0)
                .map_err(sealed)?
                .expose()
                .into(),
            self.ciphers
                .phone
                .open(&phone.0)
                .map_err(sealed)?
                .expose()
                .into(),
            self.ciphers
                .iban
                .open(&iban.0)
                .map_err(sealed)?
                .expose()
                .into(),
            self.ciphers
                .card
                .open(&card.0)
                .map_err(sealed)?
                .expose()
                .into(),
        ])
    }

    /// The customer's rows of a table, which are never held; `customer` is the column that names the customer.
    pub(crate) fn rows(
        &self,
        table: &'static Table,
        customer: &'static str,
    ) -> Result<(FedRows, Feeder), DemoError> {
        Ok(fed(table, customer, self.fields(table)?))
    }

    /// The customer as a prospect, before becoming one: the e-mail columns share a context, so that the same address is found.
    pub(crate) async fn prospect(
        &self,
        connection: &mut SqliteConnection,
    ) -> Result<Rows, DemoError> {
        let stored: SealedColumn<Email> =
            sqlx::query_scalar("SELECT email FROM customers WHERE id = ?")
                .bind(number(self.customer))
                .fetch_one(&mut *connection)
                .await?;
        let email = self
            .ciphers
            .email
            .open(&stored.0)
            .map_err(|error| DemoError::refused("export", &error))?;
        let mut query = QueryBuilder::<Sqlite>::new("SELECT * FROM prospects WHERE email IN (");
        let mut tokens = query.separated(", ");
        for token in columns(self.ciphers.email.lookup(&email)) {
            tokens.push_bind(token);
        }
        query.push(") ORDER BY id");
        let rows = query.build().fetch_all(connection).await?;
        let table = table_of("prospects").ok_or(DemoError::Defect)?;
        let records: Vec<_> = rows.iter().map(|row| record(table, row)).collect();
        let source = Records::new(table.label, self.fields(table)?, records);
        Ok(source.labelled(table.title.0, table.title.1))
    }

    /// What keeps the customer's data from being purged.
    pub(crate) async fn holds(&self, connection: &mut SqliteConnection) -> Result<Rows, DemoError> {
        let purposes = [parse(NO_PURPOSE)?];
        let written = |name, title| {
            field(
                name,
                title,
                DataCategory::Other,
                Provenance::Inferred,
                &purposes,
            )
        };
        let fields = vec![
            written("reason", ("Motif", "Reason"))?,
            written("since", ("Depuis le", "Since"))?.of_kind(Kind::Date),
            written("until", ("Jusqu'au", "Until"))?.of_kind(Kind::Date),
        ];
        let rows = sqlx::query("SELECT * FROM holds WHERE customer = ? ORDER BY id")
            .bind(number(self.customer))
            .fetch_all(connection)
            .await?;
        let record = |row: &SqliteRow| {
            let reason: String = row
                .try_get("reason")
                .map_err(|_| SourceFailure::Unreadable)?;
            Ok(vec![reason.into(), day(row, "since")?, day(row, "until")?])
        };
        let records: Vec<_> = rows.iter().map(record).collect();
        Ok(Records::new("holds", fields, records)
            .labelled("Suspensions de l'effacement", "Holds on erasure"))
    }

    /// The person's choices, out of the consent ledger.
    pub(crate) fn consents(&self, ledger: &Ledger, person: [u8; 16]) -> Result<Rows, DemoError> {
        let purposes = [parse(NO_PURPOSE)?];
        let fields = vec![
            field(
                "choice",
                ("Choix", "Choice"),
                DataCategory::Other,
                Provenance::Provided,
                &purposes,
            )?,
            field(
                "occurred",
                ("Le", "On"),
                DataCategory::Other,
                Provenance::Observed,
                &purposes,
            )?
            .of_kind(Kind::Instant),
        ];
        let history = ledger.history(PersonKey::from_bytes(person));
        let record = |event: &greffe::consent::Event| {
            Ok(vec![
                event.kind().code().into(),
                Value::Instant(event.occurred()),
            ])
        };
        let records: Vec<_> = history.map(record).collect();
        Ok(Records::new("consents", fields, records).labelled("Consentements", "Consents"))
    }

    fn fields(&self, table: &Table) -> Result<Vec<Field>, DemoError> {
        let purposes = self.purposes(table.label)?;
        let mut fields = Vec::new();
        for detail in table.details {
            let kind = if detail.is_number {
                Kind::Integer
            } else {
                Kind::Text
            };
            let category = if detail.is_number {
                DataCategory::Economic
            } else {
                DataCategory::Other
            };
            fields.push(
                field(
                    detail.column,
                    detail.title,
                    category,
                    detail.provenance,
                    &purposes,
                )?
                .of_kind(kind),
            );
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

    /// The purposes that the register gives a store.
    fn purposes(&self, label: &str) -> Result<Vec<PurposeId>, DemoError> {
        let holds = |entry: &DataEntry| entry.held_in.labels().iter().any(|held| held == label);
        let mut purposes: Vec<PurposeId> = Vec::new();
        for processing in self
            .register
            .processings()
            .iter()
            .filter(|processing| processing.data.iter().any(holds))
        {
            purposes.extend(processing.purposes.iter().map(|purpose| purpose.id.clone()));
        }
        if purposes.is_empty() {
            purposes.push(parse(NO_PURPOSE)?);
        }
        Ok(purposes)
    }
}

/// A row as the table's fields want it.
pub(crate) fn record(table: &Table, row: &SqliteRow) -> Result<Record, SourceFailure> {
    let unreadable = |_| SourceFailure::Unreadable;
    let mut record = Record::new();
    for detail in table.details {
        record.push(if detail.is_number {
            row.try_get::<i64, _>(detail.column)
                .map_err(unreadable)?
                .into()
        } else {
            row.try_get::<String, _>(detail.column)
                .map_err(unreadable)?
                .into()
        });
    }
    for column in table.events {
        record.push(event_value(row, column.kind, column.stored)?);
    }
    if table.customer_sets_period {
        record.push(
            row.try_get::<Option<i64>, _>("kept_days")
                .map_err(unreadable)?
                .into(),
        );
    }
    Ok(record)
}

/// A field that serves these purposes.
fn field(
    name: &str,
    title: (&str, &str),
    category: DataCategory,
    provenance: Provenance,
    purposes: &[PurposeId],
) -> Result<Field, DemoError> {
    let (first, others) = purposes.split_first().ok_or(DemoError::Defect)?;
    let field = Field::new(name, category, provenance, first.clone()).labelled(title.0, title.1);
    Ok(others
        .iter()
        .fold(field, |field, purpose| field.also_for(purpose.clone())))
}

/// The field of a dated event: observed, of the category that the event belongs to, with the event's own words as its title.
fn event_field(kind: &str, stored: Stored, purposes: &[PurposeId]) -> Result<Field, DemoError> {
    let event: Event = parse(kind)?;
    let category = match event {
        Event::LastOperation | Event::PaymentSettled => DataCategory::Economic,
        Event::Recorded | Event::LastUse => DataCategory::Connection,
        _ => DataCategory::Other,
    };
    let title = (heading(&event, Lang::Fr), heading(&event, Lang::En));
    let field = field(
        kind,
        (&title.0, &title.1),
        category,
        Provenance::Observed,
        purposes,
    )?;
    Ok(field.of_kind(match stored {
        Stored::Day => Kind::Date,
        Stored::Instant => Kind::Instant,
    }))
}

/// An event's words without their article, with a capital.
fn heading(event: &Event, lang: Lang) -> String {
    let label = event.label(lang);
    let articles: &[&str] = lang.pick(&["la ", "le ", "l'"], &["the "]);
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

fn event_value(row: &SqliteRow, column: &str, stored: Stored) -> Result<Value, SourceFailure> {
    match stored {
        Stored::Day => day(row, column),
        Stored::Instant => {
            let seconds: Option<i64> =
                row.try_get(column).map_err(|_| SourceFailure::Unreadable)?;
            let instant = |seconds| {
                DateTime::<Utc>::from_timestamp(seconds, 0).ok_or(SourceFailure::Unreadable)
            };
            Ok(seconds
                .map(instant)
                .transpose()?
                .map_or(Value::Null, Value::Instant))
        }
    }
}

fn day(row: &SqliteRow, column: &str) -> Result<Value, SourceFailure> {
    let text: Option<String> = row.try_get(column).map_err(|_| SourceFailure::Unreadable)?;
    let day: Option<NaiveDate> = text
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| SourceFailure::Unreadable)?;
    Ok(day.map_or(Value::Null, Value::Date))
}

fn parse<T: std::str::FromStr>(text: &str) -> Result<T, DemoError> {
    text.parse().map_err(|_| DemoError::Defect)
}
