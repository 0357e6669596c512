//! What the privacy centre itself holds about one customer: when they were logged in, and what they asked for.

use chrono::{DateTime, Utc};
use greffe::export::{Kind, Provenance, Records, SourceFailure, Value};
use greffe::terms::DataCategory;
use greffe_sqlx::{Backend, RequestStore, Row, Statement, SubjectKey};

use super::fields::{field, purposes};
use super::person::{Person, Rows};
use crate::error::HostError;

impl Person<'_> {
    /// Sessions and tokens that have not been deleted yet, by their times: what opens them is not the person's to read.
    pub(super) async fn logins<C: Backend>(&self, db: &mut C) -> Result<Rows, HostError> {
        let purposes = purposes(self.register, "web_sessions")?;
        let observed = |name, title| {
            let category = DataCategory::Connection;
            field(name, title, category, Provenance::Observed, &purposes)
        };
        let fields = vec![
            observed("opened", ("Ouverte le", "Opened on"))?.of_kind(Kind::Instant),
            observed("seen", ("Dernière activité le", "Last active on"))?.of_kind(Kind::Instant),
            observed("expires", ("Le code expire le", "The code expires on"))?
                .of_kind(Kind::Instant),
        ];
        let sessions = "SELECT opened, seen FROM web_sessions WHERE customer = $1 ORDER BY opened";
        let tokens = "SELECT expires FROM login_tokens WHERE customer = $1 ORDER BY expires";
        let instant = |row: &Row, column| {
            let instant = row.get::<DateTime<Utc>>(column);
            instant
                .map(Value::Instant)
                .map_err(|_| SourceFailure::Unreadable)
        };
        let mut records = Vec::new();
        for row in db
            .rows(Statement::new(sessions).bind(self.customer))
            .await?
        {
            let times =
                instant(&row, "opened").and_then(|opened| Ok((opened, instant(&row, "seen")?)));
            records.push(times.map(|(opened, seen)| vec![opened, seen, Value::Null]));
        }
        for row in db.rows(Statement::new(tokens).bind(self.customer)).await? {
            let expires = instant(&row, "expires");
            records.push(expires.map(|expires| vec![Value::Null, Value::Null, expires]));
        }
        let source = Records::new("logins", fields, records);
        Ok(source.labelled("Connexions à cet espace", "Logins to the privacy centre"))
    }

    /// The person's requests, by their ids, rights and days.
    pub(super) async fn requests<C: Backend>(
        &self,
        db: &mut C,
        person: Option<[u8; 16]>,
    ) -> Result<Rows, HostError> {
        let purposes = purposes(self.register, "requests")?;
        let of = |name, title, provenance| {
            field(name, title, DataCategory::Other, provenance, &purposes)
        };
        let fields = vec![
            of("id", ("Demande", "Request"), Provenance::Inferred)?,
            of("rights", ("Droits", "Rights"), Provenance::Provided)?,
            of(
                "received",
                ("Reçue le", "Received on"),
                Provenance::Observed,
            )?
            .of_kind(Kind::Date),
            of("state", ("État", "State"), Provenance::Inferred)?,
        ];
        let mut records = Vec::new();
        if let Some(person) = person {
            let key = SubjectKey::from_bytes(person);
            let stored = RequestStore::new(db).of_person(key).await;
            for stored in stored.map_err(|error| HostError::refused("requests", &error))? {
                records.push(stored.map_err(|_| SourceFailure::Unreadable).map(|stored| {
                    let request = stored.request();
                    let rights: Vec<&str> = request
                        .rights()
                        .map(|right| right.label(self.lang))
                        .collect();
                    vec![
                        request.id().as_str().into(),
                        rights.join(", ").into(),
                        Value::Date(request.received_on()),
                        request.state().label(self.lang).into(),
                    ]
                }));
            }
        }
        Ok(Records::new("requests", fields, records).labelled("Demandes", "Requests"))
    }
}
