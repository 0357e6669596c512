//! Fills the database with synthetic people and what a hosting and call-tracking service would hold about them.

use chrono::{Days, NaiveDate};
use sqlx::SqliteConnection;

use crate::bulk::{Cell, insert};
use crate::people::Dice;

/// What happened to one customer, in days. The customer's own row is written by the step that seals the fields.
#[derive(Debug, Clone)]
pub(crate) struct History {
    /// The customer's number, also the row's key.
    pub(crate) customer: u64,
    /// First day of the relation.
    pub(crate) collected: NaiveDate,
    /// Last day of the contract, if it ended.
    pub(crate) ended: Option<NaiveDate>,
    /// Last use of the service.
    pub(crate) last_use: NaiveDate,
    /// The days of the invoices, the last one first.
    pub(crate) operations: [NaiveDate; 2],
    /// The day on which the customer withdrew an account, if they did.
    pub(crate) withdrawal: Option<NaiveDate>,
}

impl History {
    /// The history of this customer, as seen from `today`: about half of the contracts run, the others ended up to fifteen years ago.
    pub(crate) fn of(customer: u64, today: NaiveDate) -> Self {
        let mut dice = Dice::new(customer.wrapping_add(0xC0FF_EE00));
        let ended = dice.chance(50).then(|| before(today, dice.below(15 * 365)));
        let last_use = before(ended.unwrap_or(today), dice.below(200));
        let collected = before(last_use, 30 + dice.below(2_000));
        let withdrawal = dice
            .chance(10)
            .then(|| before(ended.unwrap_or(today), dice.below(150)));
        let last = before(last_use, dice.below(200));
        let operations = [last, before(last, dice.below(200))];
        Self {
            customer,
            collected,
            ended,
            last_use,
            operations,
            withdrawal,
        }
    }
}

/// Days before a day.
fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// Writes every table but `customers` and `prospects`.
pub(crate) async fn fill(
    connection: &mut SqliteConnection,
    histories: &[History],
    today: NaiveDate,
) -> Result<(), sqlx::Error> {
    let mut dice = Dice::new(41);
    contracts(connection, histories).await?;
    invoices(connection, histories, &mut dice).await?;
    support(connection, histories, &mut dice).await?;
    calls(connection, histories, today, &mut dice).await?;
    surveys(connection, histories, today, &mut dice).await?;
    records(connection, histories, today, &mut dice).await
}

async fn contracts(
    connection: &mut SqliteConnection,
    histories: &[History],
) -> Result<(), sqlx::Error> {
    let services = ["hosting", "mail", "call tracking"];
    let rows = histories.iter().zip(services.iter().cycle());
    let rows = rows.map(|(h, s)| vec![id(h), (*s).to_owned().into(), iso(h.ended), iso(h.ended)]);
    let head = "INSERT INTO contracts (customer, service, contract_end, relation_end)";
    insert(connection, head, rows.collect()).await?;

    let rows = histories.iter().map(|h| {
        vec![
            id(h),
            iso(h.ended),
            iso(None),
            iso(h.withdrawal),
            iso(h.ended),
        ]
    });
    let head = "INSERT INTO user_accounts (customer, contract_end, account_closed, withdrawal, relation_end)";
    insert(connection, head, rows.collect()).await?;

    let rows = histories.iter().map(|h| {
        let contact = (h.customer % 3 != 0).then_some(h.last_use);
        let departure = (h.customer % 11 == 0).then_some(h.last_use);
        vec![
            id(h),
            iso(Some(h.collected)),
            iso(contact),
            iso(departure),
            iso(h.ended),
        ]
    });
    let head = "INSERT INTO crm_contacts (customer, collected, last_contact, departure_announced, contract_end)";
    insert(connection, head, rows.collect()).await
}

async fn invoices(
    connection: &mut SqliteConnection,
    histories: &[History],
    dice: &mut Dice,
) -> Result<(), sqlx::Error> {
    let mut rows = Vec::new();
    for history in histories {
        let [last, _] = history.operations;
        for issued in history.operations {
            let amount = number(1_000 + dice.below(90_000));
            rows.push(vec![
                id(history),
                issued.to_string().into(),
                amount.into(),
                iso(Some(last)),
                iso(history.ended),
            ]);
        }
    }
    let head =
        "INSERT INTO invoices (customer, issued, amount_cents, last_operation, relation_end)";
    insert(connection, head, rows).await
}

async fn support(
    connection: &mut SqliteConnection,
    histories: &[History],
    dice: &mut Dice,
) -> Result<(), sqlx::Error> {
    let rows = histories.iter().map(|history| {
        let day = before(history.last_use, dice.below(300));
        vec![
            id(history),
            format!("Question {} about an invoice", history.customer).into(),
            seconds(day, dice),
            iso(history.ended),
        ]
    });
    insert(
        connection,
        "INSERT INTO tickets (customer, subject, recorded, contract_end)",
        rows.collect(),
    )
    .await
}

async fn calls(
    connection: &mut SqliteConnection,
    histories: &[History],
    today: NaiveDate,
    dice: &mut Dice,
) -> Result<(), sqlx::Error> {
    let rows = histories.iter().map(|history| {
        let paid = dice.chance(80).then(|| before(today, dice.below(400)));
        let dispute = dice.chance(5).then(|| before(today, 20 + dice.below(300)));
        let settled = dispute
            .filter(|_| dice.chance(50))
            .map(|_| before(today, dice.below(20)));
        let cost = i64::try_from(dice.below(2_000)).unwrap_or_default();
        vec![
            id(history),
            cost.into(),
            iso(paid),
            iso(dispute),
            iso(settled),
        ]
    });
    let head = "INSERT INTO call_details (customer, cost_cents, payment_settled, dispute, dispute_settled)";
    insert(connection, head, rows.collect()).await
}

async fn surveys(
    connection: &mut SqliteConnection,
    histories: &[History],
    today: NaiveDate,
    dice: &mut Dice,
) -> Result<(), sqlx::Error> {
    let rows = histories.iter().step_by(10).map(|history| {
        let closed = dice.chance(70).then(|| before(today, dice.below(90)));
        vec![id(history), Cell::from("satisfied".to_owned()), iso(closed)]
    });
    insert(
        connection,
        "INSERT INTO surveys (customer, answer, survey_closed)",
        rows.collect(),
    )
    .await
}

/// The tables of records that only grow old.
async fn records(
    connection: &mut SqliteConnection,
    histories: &[History],
    today: NaiveDate,
    dice: &mut Dice,
) -> Result<(), sqlx::Error> {
    const PLAIN: &[(&str, u64)] = &[
        ("INSERT INTO connection_logs (customer, recorded)", 800),
        ("INSERT INTO network_logs (customer, recorded)", 800),
        ("INSERT INTO audit_trail (customer, recorded)", 1_000),
        ("INSERT INTO newsletter_events (customer, recorded)", 1_200),
        ("INSERT INTO report_files (customer, recorded)", 15),
        ("INSERT INTO missed_call_files (customer, recorded)", 15),
        ("INSERT INTO api_calls (api_key, recorded)", 400),
        ("INSERT INTO webhook_calls (api_key, recorded)", 400),
    ];
    for (head, oldest) in PLAIN {
        let grouped = head.contains("api_key");
        let rows = histories.iter().map(|history| {
            // A handful of keys with many calls each, so that keeping the newest means something.
            let owner = if grouped {
                Cell::from(number(history.customer % 40))
            } else {
                id(history)
            };
            vec![owner, seconds(before(today, 1 + dice.below(*oldest)), dice)]
        });
        insert(connection, head, rows.collect()).await?;
    }
    const CUSTOMISABLE: &[&str] = &[
        "INSERT INTO sftp_extracts (customer, recorded, kept_days)",
        "INSERT INTO call_recordings (customer, recorded, kept_days)",
        "INSERT INTO voicemails (customer, recorded, kept_days)",
        "INSERT INTO tracked_emails (customer, recorded, kept_days)",
        "INSERT INTO visitor_events (customer, recorded, kept_days)",
    ];
    for head in CUSTOMISABLE {
        let rows = histories.iter().map(|history| {
            let kept = dice.chance(20).then(|| number(5 + dice.below(55)));
            vec![
                id(history),
                seconds(before(today, 1 + dice.below(70)), dice),
                Cell::MaybeNumber(kept),
            ]
        });
        insert(connection, head, rows.collect()).await?;
    }
    Ok(())
}

fn id(history: &History) -> Cell {
    number(history.customer).into()
}

pub(crate) fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn iso(day: Option<NaiveDate>) -> Cell {
    day.map(|day| day.to_string()).into()
}

/// Some second of a day, in UTC.
fn seconds(day: NaiveDate, dice: &mut Dice) -> Cell {
    let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    (midnight + number(dice.below(86_400))).into()
}
