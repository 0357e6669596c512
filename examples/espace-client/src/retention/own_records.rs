//! What Greffe's stores and the service's own tables of work keep past their time: files of closed requests, choices about consent
//! that ended, holds that are over, sessions and tokens that have ended. Proofs are personal data too.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use greffe::register::Register;
use greffe::retention::{Event, Facts, OwnRecord, Rule};
use greffe_sqlx::{Backend, ErasedRequests, RequestStore, Statement, StoredRequest, SubjectKey};

use super::ended_consents::forget_ended_consents;
use super::outside::is_restored;
use crate::consents;
use crate::database::lock_holds;
use crate::error::HostError;
use crate::home::Home;
use crate::web;

/// Where a register says how long files of closed requests are kept, from `request_closed`; of one that does not say, [`OwnRecord::RequestFile`].
pub(crate) const REQUESTS_RULE: &str = "ESP-01/requests";
/// Where it says how long holds are kept that are over; of one that does not say, as long as the file of a request.
pub(crate) const HOLDS_RULE: &str = "ESP-01/holds";

/// The event from which holds count: the last day on which one held anything.
const LIFTED: &str = "hold_lifted";

/// What went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct OwnForgotten {
    /// Files of closed requests.
    pub(crate) requests: u64,
    /// Files of requests that may go by the rule and stay, for their person's data are held.
    pub(crate) requests_held: u64,
    /// Files of requests that cannot be read, and stay: somebody must look.
    pub(crate) requests_damaged: usize,
    /// People whose choices about consent went.
    pub(crate) consents: u64,
    /// People whose choices may go by the rule and stay, for their data are held.
    pub(crate) consents_held: u64,
    /// Holds.
    pub(crate) holds: u64,
    /// Tokens and sessions.
    pub(crate) logins: u64,
}

/// The tables that hold it.
pub(super) const OWN_TABLES: [&str; 5] = [
    "greffe_requests",
    "greffe_consent_entries",
    "holds",
    "login_tokens",
    "web_sessions",
];

/// What a service does by itself whose purge may not run: erases all of it that is past its time, keeps outside what is left of the choices, and has the
/// database let go. A database that has lost what is kept outside it is refused.
pub(crate) async fn forget_own<C: Backend>(
    db: &mut C,
    (register, home): (&Register, &Home),
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Result<OwnForgotten, HostError> {
    if is_restored(db, home).await? {
        return Err(HostError::Restored);
    }
    // Whatever went in this run: an earlier one may have ended before what follows. Where this one fails, what was done is kept all the same.
    let forgotten = forget_due(db, register, (today, now)).await;
    consents::keep_outside(db, home).await?;
    let forgotten = forgotten?;
    // Where a reader is in the way, the next time does it.
    crate::database::let_go(db, &OWN_TABLES).await?;
    Ok(forgotten)
}

/// Erases all of it that is past its time. Stopped anywhere and run again, it goes on.
pub(super) async fn forget_due<C: Backend>(
    db: &mut C,
    register: &Register,
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Result<OwnForgotten, HostError> {
    let logins = web::forget_ended(db, now, &web::Settings::default()).await?;
    // Before the holds: one that is over holds nothing, and one that is not is never erased.
    let requests = forget_requests(db, register, today).await?;
    let consents = forget_ended_consents(db, register, (today, now)).await?;
    Ok(OwnForgotten {
        requests: requests.erased,
        requests_held: requests.kept,
        requests_damaged: requests.damaged.len(),
        consents: consents.forgotten,
        consents_held: consents.held,
        holds: forget_lifted(db, register, today).await?,
        logins,
    })
}

/// Erases files of closed requests. Nobody comes under a hold meanwhile.
async fn forget_requests<C: Backend>(
    db: &mut C,
    register: &Register,
    today: NaiveDate,
) -> Result<ErasedRequests, HostError> {
    let (own, _) = own_rule(today)?;
    let rule = register.retention(REQUESTS_RULE).unwrap_or(&own);
    db.begin_writing().await?;
    let erased: Result<_, HostError> = async {
        lock_holds(db).await?;
        let held = held_people(db, today).await?;
        let mut requests = RequestStore::new(db);
        let is_held = |stored: &StoredRequest| held.contains(&stored.person());
        Ok(requests.erase_expired(rule, today, is_held).await?)
    }
    .await;
    match erased {
        Ok(erased) => {
            db.commit().await?;
            Ok(erased)
        }
        Err(error) => {
            // The first error says more than one of the way back.
            let _ = db.rollback().await;
            Err(error)
        }
    }
}

/// The people whose data are held today. A hold may outlive its customer's file: then the file of the request no longer says that it was theirs.
async fn held_people<C: Backend>(
    db: &mut C,
    today: NaiveDate,
) -> Result<HashSet<SubjectKey>, HostError> {
    let asked = Statement::new(
        "SELECT c.person FROM holds h JOIN customers c ON c.id = h.customer WHERE h.until IS NULL OR h.until >= $1",
    );
    let mut held = HashSet::new();
    for row in db.rows(asked.bind(today)).await? {
        let person: Vec<u8> = row.get("person")?;
        let person: [u8; 16] = person
            .try_into()
            .map_err(|_| HostError::BadRow { table: "customers" })?;
        held.insert(SubjectKey::from_bytes(person));
    }
    Ok(held)
}

/// Erases the holds of which the rule says that they may go. One without an end stays, however old.
async fn forget_lifted<C: Backend>(
    db: &mut C,
    register: &Register,
    today: NaiveDate,
) -> Result<u64, HostError> {
    let (own, event) = own_rule(today)?;
    let rule = register.retention(HOLDS_RULE).unwrap_or(&own);
    let lifted: Event = LIFTED.parse().map_err(|_| HostError::Defect)?;
    let years = register.fiscal_years();
    // Days on which holds ended are few, however many holds there are.
    let asked = Statement::new("SELECT DISTINCT until FROM holds WHERE until < $1 ORDER BY until");
    let mut erased = 0;
    for row in db.rows(asked.bind(today)).await? {
        let until: NaiveDate = row.get("until")?;
        let facts = Facts::new()
            .on(lifted.clone(), until)
            .on(event.clone(), until);
        if rule.evaluate(&facts, years, today).may_dispose() {
            let gone = Statement::new("DELETE FROM holds WHERE until = $1").bind(until);
            erased += db.execute(gone).await?;
        }
    }
    Ok(erased)
}

/// How long files of requests are kept, and from which event.
fn own_rule(today: NaiveDate) -> Result<(Rule, Event), HostError> {
    let own = OwnRecord::RequestFile;
    let rule = own.rule(today).map_err(|_| HostError::BadDay)?;
    let event = own.event().parse().map_err(|_| HostError::Defect)?;
    Ok((rule, event))
}
