//! What the service holds about one customer that is small or sealed: the customer's own row, the former prospect, holds and choices.

use greffe::consent::{Consent, Ledger, PersonKey, Scope};
use greffe::export::{Kind, Provenance, Record, Records, SourceFailure, Value};
use greffe::register::Register;
use greffe::terms::{DataCategory, Lang, PurposeId};
use greffe_sqlx::{Backend, Row, Statement, columns};

use super::fields::{day, event_field, event_value, field, fields, purposes, record};
use crate::catalogue::{select, table_of};
use crate::customers::Ciphers;
use crate::error::HostError;
use crate::rows::CustomerRow;

/// A source whose rows were read in one snapshot. A row that cannot be understood ends it, and the package says so.
pub(super) type Rows = Records<std::vec::IntoIter<Result<Record, SourceFailure>>>;

/// Reads one customer's data.
pub(super) struct Person<'a> {
    pub(super) register: &'a Register,
    pub(super) ciphers: &'a Ciphers,
    pub(super) customer: i64,
    pub(super) lang: Lang,
}

impl Person<'_> {
    /// The customer's own row, opened. The pseudonym is left out: it is another writing of the customer's number, which is there.
    pub(super) async fn identity<C: Backend>(&self, db: &mut C) -> Result<Rows, HostError> {
        let asked = Statement::new(CustomerRow::SELECT)
            .push(" WHERE id = ")
            .value(self.customer);
        let row = db.row(asked).await?;
        let purposes = purposes(self.register, "customers")?;
        let provided =
            |name, title, category| field(name, title, category, Provenance::Provided, &purposes);
        let number = ("Numéro de client", "Customer number");
        let number = field(
            "id",
            number,
            DataCategory::Identity,
            Provenance::Inferred,
            &purposes,
        )?;
        let mail = ("Adresse électronique", "E-mail address");
        let card = ("Numéro de carte", "Card number");
        let mut fields = vec![
            number.of_kind(Kind::Integer),
            provided("name", ("Nom", "Name"), DataCategory::Identity)?,
            provided("email", mail, DataCategory::Identity)?,
            provided("phone", ("Téléphone", "Phone"), DataCategory::Identity)?,
            provided("iban", ("IBAN", "IBAN"), DataCategory::Economic)?,
            provided("card", card, DataCategory::Economic)?,
        ];
        let table = table_of("customers").ok_or(HostError::Defect)?;
        for column in table.events {
            fields.push(event_field(column.kind, column.stored, &purposes)?);
        }
        // A customer whose file was erased may have rows elsewhere still.
        let records: Vec<_> = row.iter().map(|row| self.opened(row)).collect();
        Ok(Records::new("customers", fields, records).labelled(table.title.0, table.title.1))
    }

    fn opened(&self, row: &Row) -> Result<Record, SourceFailure> {
        let sealed = |_| SourceFailure::Undecipherable;
        let stored = CustomerRow::read(row).map_err(|_| SourceFailure::Unreadable)?;
        let ciphers = self.ciphers;
        let mut record: Record = vec![
            Value::Integer(stored.id),
            ciphers
                .name
                .open(&stored.name.0)
                .map_err(sealed)?
                .expose()
                .into(),
            ciphers
                .email
                .open(&stored.email.0)
                .map_err(sealed)?
                .expose()
                .into(),
            ciphers
                .phone
                .open(&stored.phone.0)
                .map_err(sealed)?
                .expose()
                .into(),
            ciphers
                .iban
                .open(&stored.iban.0)
                .map_err(sealed)?
                .expose()
                .into(),
            ciphers
                .card
                .open(&stored.card.0)
                .map_err(sealed)?
                .expose()
                .into(),
        ];
        let table = table_of("customers").ok_or(SourceFailure::Unreadable)?;
        for column in table.events {
            record.push(event_value(row, column.kind, column.stored)?);
        }
        Ok(record)
    }

    /// The customer as a prospect, before becoming one: the e-mail columns share a context, so that the same address is found.
    pub(super) async fn prospect<C: Backend>(&self, db: &mut C) -> Result<Rows, HostError> {
        let found = self.as_prospect(db).await?;
        let table = table_of("prospects").ok_or(HostError::Defect)?;
        let records: Vec<_> = found.iter().map(|row| record(table, row)).collect();
        let source = Records::new(table.label, fields(table, self.register)?, records);
        Ok(source.labelled(table.title.0, table.title.1))
    }

    async fn as_prospect<C: Backend>(&self, db: &mut C) -> Result<Vec<Row>, HostError> {
        let Some(customer) = crate::customers::row_of(db, self.customer).await? else {
            return Ok(Vec::new());
        };
        let email = self
            .ciphers
            .email
            .open(&customer.email.0)
            .map_err(|error| HostError::refused("export", &error))?;
        let asked = select(table_of("prospects").ok_or(HostError::Defect)?)
            .push(" WHERE email IN (")
            .list(columns(self.ciphers.email.lookup(&email)))
            .push(") ORDER BY id");
        Ok(db.rows(asked).await?)
    }

    /// What the former prospect did: letters opened, links followed, meetings.
    pub(super) async fn interactions<C: Backend>(&self, db: &mut C) -> Result<Rows, HostError> {
        let purposes = purposes(self.register, "interactions")?;
        let observed = |name, title| {
            let category = DataCategory::Internet;
            field(name, title, category, Provenance::Observed, &purposes)
        };
        let fields = vec![
            observed("kind", ("Nature", "Kind"))?,
            observed("day", ("Jour", "Day"))?.of_kind(Kind::Date),
        ];
        let mut records = Vec::new();
        for prospect in self.as_prospect(db).await? {
            let number: i64 = prospect.get("id")?;
            let asked = Statement::new(
                "SELECT kind, day FROM interactions WHERE prospect = $1 ORDER BY id",
            );
            for row in db.rows(asked.bind(number)).await? {
                let kind = row.get::<String>("kind");
                let kind = kind.map_err(|_| SourceFailure::Unreadable);
                records.push(kind.and_then(|kind| Ok(vec![kind.into(), day(&row, "day")?])));
            }
        }
        Ok(Records::new("interactions", fields, records)
            .labelled("Échanges avant la relation", "Contacts before the relation"))
    }

    /// What keeps the customer's data from being purged.
    pub(super) async fn holds<C: Backend>(&self, db: &mut C) -> Result<Rows, HostError> {
        let purposes = purposes(self.register, "holds")?;
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
            written("until", ("Jusqu’au", "Until"))?.of_kind(Kind::Date),
        ];
        let asked = Statement::new("SELECT * FROM holds WHERE customer = $1 ORDER BY id");
        let rows = db.rows(asked.bind(self.customer)).await?;
        let record = |row: &Row| {
            let reason: String = row.get("reason").map_err(|_| SourceFailure::Unreadable)?;
            Ok(vec![reason.into(), day(row, "since")?, day(row, "until")?])
        };
        let records: Vec<_> = rows.iter().map(record).collect();
        Ok(Records::new("holds", fields, records)
            .labelled("Suspensions de l’effacement", "Holds on erasure"))
    }

    /// The person's choices, out of the consent ledger.
    pub(super) fn consents(
        &self,
        ledger: &Ledger,
        person: Option<[u8; 16]>,
    ) -> Result<Rows, HostError> {
        let purposes = purposes(self.register, "consents")?;
        let written = |name, title, provenance| {
            field(name, title, DataCategory::Other, provenance, &purposes)
        };
        let fields = vec![
            written("choice", ("Choix", "Choice"), Provenance::Provided)?,
            written("occurred", ("Le", "On"), Provenance::Observed)?.of_kind(Kind::Instant),
            written("about", ("Finalités", "Purposes"), Provenance::Provided)?,
            // Which words the person read, as their receipt names them (Art. 7(1) GDPR).
            written("notice", ("Texte lu", "Words read"), Provenance::Observed)?,
        ];
        let person = person.map(PersonKey::from_bytes);
        let history = person.into_iter().flat_map(|person| ledger.history(person));
        let record = |event: &greffe::consent::Event| {
            let notice = event.kind().consent().map(Consent::notice);
            Ok(vec![
                event.kind().code().into(),
                Value::Instant(event.occurred()),
                self.about(event.kind().purposes()).into(),
                notice.map_or(Value::Null, |notice| {
                    format!("{}, {}", notice.id().as_str(), notice.version()).into()
                }),
            ])
        };
        let records: Vec<_> = history.map(record).collect();
        Ok(Records::new("consents", fields, records).labelled("Consentements", "Consents"))
    }

    /// Purposes by the names that the register gives them; by their ids, where it has none.
    fn about(&self, scope: &Scope) -> String {
        let Scope::Only(purposes) = scope else {
            return self.lang.pick("toutes", "all of them").to_owned();
        };
        let name = |id: &PurposeId| {
            let purpose = self.register.purpose(id);
            match purpose.and_then(|purpose| purpose.name.as_ref()) {
                Some(name) => name.in_language(self.lang).to_owned(),
                None => id.as_str().to_owned(),
            }
        };
        let names: Vec<String> = purposes.iter().map(name).collect();
        names.join(", ")
    }
}
