//! What a hosting and call-tracking service would hold about its customers: contracts, accounts, invoices, tickets, calls, surveys.

use chrono::NaiveDate;
use greffe_sqlx::{Backend, Cell, StoreError};

use super::history::{History, before};
use super::people::Dice;
use crate::database::insert;

/// Writes the tables of what goes on between the service and these customers.
pub(super) async fn relations<C: Backend>(
    db: &mut C,
    histories: &[History],
    today: NaiveDate,
    dice: &mut Dice,
) -> Result<(), StoreError> {
    contracts(db, histories).await?;
    invoices(db, histories, dice).await?;
    support(db, histories, dice).await?;
    calls(db, histories, today, dice).await?;
    surveys(db, histories, today, dice).await
}

async fn contracts<C: Backend>(db: &mut C, histories: &[History]) -> Result<(), StoreError> {
    let services = ["hosting", "mail", "call tracking"];
    let rows = histories.iter().zip(services.iter().cycle());
    let rows = rows.map(|(h, s)| vec![id(h), (*s).into(), day(h.ended), day(h.ended)]);
    let head = "INSERT INTO contracts (customer, service, contract_end, relation_end)";
    insert(db, head, rows.collect()).await?;

    let rows = histories.iter().map(|h| {
        vec![
            id(h),
            day(h.ended),
            day(None),
            day(h.withdrawal),
            day(h.ended),
        ]
    });
    let head = "INSERT INTO user_accounts (customer, contract_end, account_closed, withdrawal, relation_end)";
    insert(db, head, rows.collect()).await?;

    let rows = histories.iter().map(|h| {
        let contact = (h.customer % 3 != 0).then_some(h.last_use);
        let departure = (h.customer % 11 == 0).then_some(h.last_use);
        vec![
            id(h),
            day(Some(h.collected)),
            day(contact),
            day(departure),
            day(h.ended),
        ]
    });
    let head = "INSERT INTO crm_contacts (customer, collected, last_contact, departure_announced, contract_end)";
    insert(db, head, rows.collect()).await
}

async fn invoices<C: Backend>(
    db: &mut C,
    histories: &[History],
    dice: &mut Dice,
) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for history in histories {
        let [last, _] = history.operations;
        for issued in history.operations {
            let amount = 1_000 + dice.under(90_000);
            rows.push(vec![
                id(history),
                issued.into(),
                amount.into(),
                day(Some(last)),
                day(history.ended),
            ]);
        }
    }
    let head =
        "INSERT INTO invoices (customer, issued, amount_cents, last_operation, relation_end)";
    insert(db, head, rows).await
}

async fn support<C: Backend>(
    db: &mut C,
    histories: &[History],
    dice: &mut Dice,
) -> Result<(), StoreError> {
    let rows = histories.iter().map(|history| {
        let recorded = before(history.last_use, dice.below(300));
        vec![
            id(history),
            format!("Question {} about an invoice", history.customer).into(),
            super::records::second_of(recorded, dice),
            day(history.ended),
        ]
    });
    insert(
        db,
        "INSERT INTO tickets (customer, subject, recorded, contract_end)",
        rows.collect(),
    )
    .await
}

async fn calls<C: Backend>(
    db: &mut C,
    histories: &[History],
    today: NaiveDate,
    dice: &mut Dice,
) -> Result<(), StoreError> {
    let rows = histories.iter().map(|history| {
        let paid = dice.chance(80).then(|| before(today, dice.below(400)));
        let dispute = dice.chance(5).then(|| before(today, 20 + dice.below(300)));
        let settled = dispute
            .filter(|_| dice.chance(50))
            .map(|_| before(today, dice.below(20)));
        let cost = dice.under(2_000);
        vec![
            id(history),
            cost.into(),
            day(paid),
            day(dispute),
            day(settled),
        ]
    });
    let head = "INSERT INTO call_details (customer, cost_cents, payment_settled, dispute, dispute_settled)";
    insert(db, head, rows.collect()).await
}

async fn surveys<C: Backend>(
    db: &mut C,
    histories: &[History],
    today: NaiveDate,
    dice: &mut Dice,
) -> Result<(), StoreError> {
    let rows = histories.iter().step_by(10).map(|history| {
        let closed = dice.chance(70).then(|| before(today, dice.below(90)));
        vec![id(history), "satisfied".into(), day(closed)]
    });
    insert(
        db,
        "INSERT INTO surveys (customer, answer, survey_closed)",
        rows.collect(),
    )
    .await
}

fn id(history: &History) -> Cell {
    history.customer.into()
}

fn day(day: Option<NaiveDate>) -> Cell {
    day.into()
}
