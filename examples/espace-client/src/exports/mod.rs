//! Exports: everything that the service holds about one customer, in one package (GDPR Art. 15 and 20).

mod centre;
mod delivered;
mod feed;
mod fields;
mod information;
mod person;
mod stores;

use std::io::{Seek, Write};
use std::path::Path;

use chrono::NaiveDate;
use greffe::consent::Ledger;
use greffe::export::{Done, Package, Redaction, Request};
use greffe::register::Register;
use greffe::terms::{Citation, Lang, Text};
use greffe_sqlx::Backend;

pub(crate) use delivered::look_again;
pub(crate) use stores::named;

use crate::catalogue::TABLES;
use crate::customers::Ciphers;
use crate::error::HostError;
use feed::{fed, while_fed};
use person::Person;

/// What an export is made of, but for the rows.
pub(crate) struct Export<'a> {
    /// What is said of the processings.
    pub(crate) register: &'a Register,
    /// What opens the sealed columns.
    pub(crate) ciphers: &'a Ciphers,
    /// The customer's choices.
    pub(crate) consents: &'a Ledger,
    /// Of whom.
    pub(crate) customer: i64,
    /// The request that is answered: its data must be being collected.
    pub(crate) request: &'a Request,
    /// The day of the package.
    pub(crate) today: NaiveDate,
    /// The language of its page.
    pub(crate) lang: Lang,
}

impl Export<'_> {
    /// Writes the package as a ZIP archive, in one snapshot of the database and in constant memory. After an error the writer holds no readable
    /// archive. Needs tokio's runtime of several threads.
    pub(crate) async fn write_to<C: Backend>(
        &self,
        db: &mut C,
        writer: impl Write + Seek,
    ) -> Result<Done, HostError> {
        // What is read in several statements must belong together.
        db.begin_snapshot().await?;
        let done = self.write(db, writer).await;
        // Nothing was written to the database.
        db.rollback().await?;
        done
    }

    /// Writes the package to a file: beside, verified, and only then under its name, so that nobody finds half an export, or one that does not verify.
    pub(crate) async fn write_file<C: Backend>(
        &self,
        db: &mut C,
        path: &Path,
    ) -> Result<Done, HostError> {
        let folder = crate::files::folder_of(path);
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(HostError::file(folder))?;
        let done = self.write_to(db, file.as_file_mut()).await?;
        let whole = file.reopen().map_err(HostError::file(folder))?;
        let verified = greffe::export::verify_zip(whole);
        if !verified.map_err(|error| refused(&error))?.is_intact() {
            return Err(HostError::Defect);
        }
        crate::files::persist(file, path)?;
        Ok(done)
    }

    async fn write<C: Backend>(
        &self,
        db: &mut C,
        writer: impl Write + Seek,
    ) -> Result<Done, HostError> {
        let Self {
            register,
            ciphers,
            customer,
            ..
        } = *self;
        let person = Person {
            register,
            ciphers,
            customer,
            lang: self.lang,
        };
        let information = information::information(register)?;
        let mut package = Package::for_request(self.request, information)
            .expected(stores::expected(register))
            .redacted(card_hidden(self.today)?)
            .language(self.lang)
            .dated(self.today);
        for (label, name) in stores::names(register) {
            package = package.label(label, name);
        }
        package = package.source(person.identity(db).await?);
        let mut feeders = Vec::new();
        for table in TABLES.iter().filter(|table| table.label != "customers") {
            if let Some(column) = table.customer {
                let (rows, feeder) = fed(table, column, fields::fields(table, register)?);
                package = package.source(rows);
                feeders.push(feeder);
            }
        }
        package = package.source(person.prospect(db).await?);
        package = package.source(person.interactions(db).await?);
        package = package.source(person.holds(db).await?);
        let pseudonym = crate::customers::pseudonym(db, customer).await?;
        package = package.source(person.consents(self.consents, pseudonym)?);
        package = package.source(person.requests(db, pseudonym).await?);
        package = package.source(person.logins(db).await?);
        let done = while_fed(feeders, (db, customer), fields::record, || {
            package.write_zip_with(writer, tempfile::tempfile)
        });
        done.map_err(|error| refused(&error))
    }
}

fn refused(error: &dyn std::error::Error) -> HostError {
    HostError::refused("export", error)
}

/// A recorded decision, without which nothing is left out: the whole card number would be a risk in a file that travels.
fn card_hidden(today: NaiveDate) -> Result<Redaction<'static>, HostError> {
    let fr =
        "Le numéro complet figure sur la carte\u{a0}; l’envoyer exposerait au paiement frauduleux.";
    let en = "The whole number stands on the card; sending it would expose to fraudulent payments.";
    let reason = Text::new(Some(fr.to_owned()), Some(en.to_owned()));
    let reason = reason.ok_or(HostError::Defect)?;
    let redaction = Redaction::new("card-1", "customers", "card", reason, today, "DPO");
    Ok(redaction.citing(Citation::from_static("GDPR 32")))
}
