//! `export`: the answer to a request for access and portability that came by another way than the privacy centre, as a file.

use std::path::PathBuf;

use clap::Args;
use greffe::export::State;
use serde_json::json;

use super::{Keeping, Kept, Report};
use crate::consents::consents_of;
use crate::customers::{Ciphers, pseudonym};
use crate::database::{Place, is_current, on_database};
use crate::error::HostError;
use crate::exports::{Export, look_again, named};
use crate::requests;

/// What the operator says.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: espace-client export --home /srv/espace-client --customer 7 --request A-2026-12 --out a-2026-12.zip\n\
    The request is recorded, and holds the purge, before anything is read; it is closed once the file is on the disk under its name and nothing is \
    missing in it. Run again with the same number it goes on. Exit status 1: something is missing, and the request stays open."
)]
pub(crate) struct Options {
    /// The folder of the keys, and of the SQLite file
    #[arg(long)]
    home: PathBuf,
    /// The customer's number
    #[arg(long)]
    customer: i64,
    /// The number of the request
    #[arg(long)]
    request: String,
    /// The archive to write
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    pub(crate) keeping: Keeping,
}

/// Receives, writes, closes: in this order, so that no request is closed without its package.
pub(crate) async fn run(options: &Options) -> Result<Report, HostError> {
    let kept = options.keeping.open(&options.home)?;
    on_database!(&kept.database, |place| on(place, options, &kept).await)
}

async fn on<P: Place>(place: &P, options: &Options, kept: &Kept) -> Result<Report, HostError> {
    let mut db = place.connect().await?;
    is_current(&mut db).await?;
    let (db, customer) = (&mut db, options.customer);
    let person = pseudonym(db, customer).await?;
    let person = person.ok_or(HostError::NoCustomer)?;
    let mut request = requests::resume(db, customer, &options.request, kept.today).await?;
    let state = request.request().state();
    let mut is_complete = state.is_final();
    let mut missing = Vec::new();
    if is_complete {
        if state != State::Delivered {
            return Err(HostError::NotDelivered);
        }
        // It was closed once its package was there, which this looks at again.
        look_again(&options.out, request.request().id())?;
    } else {
        let ciphers = Ciphers::read(db, &kept.home.keyring()?).await?;
        let consents = consents_of(db, person).await?;
        let export = Export {
            register: &kept.register,
            ciphers: &ciphers,
            consents: &consents,
            customer,
            request: request.request(),
            today: kept.today,
            lang: kept.lang,
        };
        let done = export.write_file(db, &options.out).await?;
        let gaps = done.completeness().gaps();
        missing.extend(gaps.map(|source| named(&kept.register, source.name(), kept.lang)));
        is_complete = done.completeness().is_complete();
        if is_complete {
            let days = (kept.today, kept.today);
            requests::close(db, customer, &mut request, days).await?;
        }
    }
    let (out, stores) = (options.out.display(), missing.join(", "));
    let text = if is_complete {
        kept.lang.pick(
            format!("{out}\u{a0}: rien ne manque, la demande est close."),
            format!("{out}: nothing is missing, the request is closed."),
        )
    } else {
        kept.lang.pick(
            format!("{out}\u{a0}: il manque quelque chose, que la première page dit\u{a0}; la demande reste ouverte et retient la purge. Hors de ce service\u{a0}: {stores}."),
            format!("{out}: something is missing, as its first page says; the request stays open and holds the purge. Outside this service: {stores}."),
        )
    };
    let json = json!({ "request": options.request, "closed": is_complete, "missing": missing });
    Ok(Report::new(text, json).finished(is_complete))
}
