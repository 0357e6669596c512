//! The tables of records that only grow old.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use greffe_sqlx::{Backend, Cell, StoreError};

use super::history::{History, before};
use super::people::Dice;
use crate::database::insert;

/// Writes them for these customers.
pub(super) async fn records<C: Backend>(
    db: &mut C,
    histories: &[History],
    today: NaiveDate,
    dice: &mut Dice,
) -> Result<(), StoreError> {
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
                history.customer % 40
            } else {
                history.customer
            };
            vec![
                owner.into(),
                second_of(before(today, 1 + dice.below(*oldest)), dice),
            ]
        });
        insert(db, head, rows.collect()).await?;
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
            let kept = dice.chance(20).then(|| 5 + dice.under(55));
            vec![
                history.customer.into(),
                second_of(before(today, 1 + dice.below(70)), dice),
                kept.into(),
            ]
        });
        insert(db, head, rows.collect()).await?;
    }
    Ok(())
}

/// Some second of a day, in UTC.
pub(super) fn second_of(day: NaiveDate, dice: &mut Dice) -> Cell {
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    (midnight + TimeDelta::seconds(dice.under(86_400))).into()
}
