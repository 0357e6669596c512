//! Holds: what keeps everything of one customer.

use std::collections::HashMap;

use chrono::NaiveDate;
use greffe::retention::{Hold, HoldReason};
use greffe_sqlx::{Backend, Statement, SubjectKey};

use crate::error::HostError;

/// Keeps everything of a customer from that day on, until the hold is lifted.
pub(crate) async fn hold<C: Backend>(
    db: &mut C,
    customer: i64,
    reason: HoldReason,
    since: NaiveDate,
) -> Result<(), HostError> {
    let held = Statement::new("INSERT INTO holds (customer, reason, since) VALUES ($1, $2, $3)");
    db.execute(held.bind(customer).bind(reason.code()).bind(since))
        .await?;
    Ok(())
}

/// Ends one of the customer's holds for this reason since that day: `last` is its last day. Others go on, for each is of another request. Whether there
/// was one.
pub(crate) async fn lift<C: Backend>(
    db: &mut C,
    customer: i64,
    (reason, since): (HoldReason, NaiveDate),
    last: NaiveDate,
) -> Result<bool, HostError> {
    loop {
        // Of one reason and day they are alike, so that any of them will do.
        let asked = Statement::new(
            "SELECT min(id) AS id FROM holds WHERE customer = $1 AND reason = $2 AND since = $3 AND until IS NULL",
        );
        let asked = asked.bind(customer).bind(reason.code()).bind(since);
        let found = db.row(asked).await?;
        let id = match found {
            Some(row) => row.get::<Option<i64>>("id")?,
            None => None,
        };
        let Some(id) = id else {
            return Ok(false);
        };
        // None where another request was closed in the meantime, and took it.
        let lifted = Statement::new("UPDATE holds SET until = $1 WHERE id = $2 AND until IS NULL");
        if db.execute(lifted.bind(last).bind(id)).await? > 0 {
            return Ok(true);
        }
    }
}

/// Whether the data of this person are held on that day.
pub(super) async fn is_held<C: Backend>(
    db: &mut C,
    person: SubjectKey,
    day: NaiveDate,
) -> Result<bool, HostError> {
    let asked = Statement::new(
        "SELECT h.id FROM holds h JOIN customers c ON c.id = h.customer WHERE c.person = $1 AND (h.until IS NULL OR h.until >= $2) LIMIT 1",
    );
    let asked = asked.bind(&person.as_bytes()[..]).bind(day);
    Ok(db.row(asked).await?.is_some())
}

/// The holds of these customers, those that are over included.
pub(super) async fn holds_of<C: Backend>(
    db: &mut C,
    customers: &[i64],
) -> Result<HashMap<i64, Vec<Hold>>, HostError> {
    let asked =
        Statement::new("SELECT customer, reason, since, until FROM holds WHERE customer IN (")
            .list(customers.iter().copied())
            .push(")");
    let mut found: HashMap<i64, Vec<Hold>> = HashMap::new();
    for row in db.rows(asked).await? {
        let reason: String = row.get("reason")?;
        let mut known = HoldReason::ALL.into_iter();
        let reason = known
            .find(|known| known.code() == reason)
            .ok_or(HostError::BadRow { table: "holds" })?;
        let mut hold = Hold::new(reason, row.get("since")?);
        if let Some(until) = row.get::<Option<NaiveDate>>("until")? {
            hold = hold.until(until);
        }
        found.entry(row.get("customer")?).or_default().push(hold);
    }
    Ok(found)
}
